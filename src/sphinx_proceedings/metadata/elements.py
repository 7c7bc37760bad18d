"""The elements of a page's head; one without content is left out."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from html import escape
from typing import Any


def meta(name: str, content: str) -> str:
    """A fact under a name, as HTML, Highwire and Dublin Core have it."""
    return f'<meta name="{name}" content="{escape(content)}">' if content else ""


def prop(name: str, content: str) -> str:
    """A fact under a property, as Open Graph has it."""
    return f'<meta property="{name}" content="{escape(content)}">' if content else ""


def link(rel: str, href: str, kind: str = "") -> str:
    """A link to another resource, of the media type `kind`."""
    of_kind = f' type="{kind}"' if kind else ""
    return f'<link rel="{rel}"{of_kind} href="{escape(href)}">' if href else ""


def data(nodes: Sequence[Mapping[str, Any]]) -> str:
    r"""Nodes of schema.org as JSON-LD; nothing where there are none.

    The element is data and not a script: HTML ends the preparation of a script whose type it cannot run
    before it asks the Content-Security-Policy, so that `script-src 'self'` neither runs nor blocks it, and
    it needs no nonce. `<` is written as \u003c, without which a text could end the element.
    """
    if not nodes:
        return ""
    graph = nodes[0] if len(nodes) == 1 else {"@graph": nodes}
    text = json.dumps(
        {"@context": "https://schema.org", **graph}, ensure_ascii=False, separators=(",", ":")
    )
    safe = text.replace("<", "\\u003c")
    return f'<script type="application/ld+json">{safe}</script>'


def joined(*elements: str) -> str:
    """The elements that say something, a line each."""
    return "\n".join(element for element in elements if element)
