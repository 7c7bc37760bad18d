"""An excerpt: the first sentences of an abstract, with their formulas, for a card."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace

from sphinx_proceedings.model import Node
from sphinx_proceedings.render.html import Surroundings, html
from sphinx_proceedings.render.math import Formula
from sphinx_proceedings.render.text import plain

ENOUGH, MOST = 120, 260
"""Characters from which on the end of a sentence ends an excerpt, and at which a word does."""
SENTENCE = re.compile(r"[.?!][\"”’)]*(?=\s+[^\sa-z]|\s*$)")
KEPT = frozenset({"text", "emphasis", "strong", "code", "math", "break"})


def excerpt(body: Node, formulas: Mapping[int, Formula]) -> str:
    """The beginning of an abstract's first paragraph, as HTML without links."""
    first = next((node for node in body.children if node.kind == "paragraph"), None)
    beginning = tuple(_beginning(first.children, formulas)) if first else ()
    return html(Node("document", beginning), Surroundings(formulas))


def _beginning(nodes: tuple[Node, ...], formulas: Mapping[int, Formula]) -> Iterator[Node]:
    """Nodes as far as an excerpt goes. A displayed formula ends it, and what only refers is left out."""
    length = 0
    flat = list(_without_references(nodes))
    for i, node in enumerate(flat):
        if node.kind == "display":
            yield Node("text", text="…")
            return
        text = node.text if node.kind == "text" else plain(node, formulas)
        if node.kind == "text":
            shown = _cut(text, length, last=i + 1 == len(flat))
            yield replace(node, text=shown)
            if shown != text:
                return
        elif length + len(text) > MOST:
            yield Node("text", text="…")
            return
        else:
            yield node
        length += len(text)


def _cut(text: str, before: int, *, last: bool) -> str:
    """A text up to the end of its sentence where `before` characters precede it, if it is to be cut."""
    for end in SENTENCE.finditer(text):
        if before + end.end() >= ENOUGH and (not last or text[end.end() :].strip()):
            if before + end.end() > MOST:
                break
            return text[: end.end()]
    if before + len(text) <= MOST:
        return text
    return text[: max(MOST - before, 0)].rpartition(" ")[0].rstrip(" ,;:.–(") + " …"


def _without_references(nodes: tuple[Node, ...]) -> Iterator[Node]:
    """Links give way to their texts, notes and citations to nothing, with the blank before them."""
    found: list[Node] = []
    for node in nodes:
        if node.kind == "link":
            found += _without_references(node.children)
        elif node.kind in KEPT or node.kind == "display":
            found.append(node)
        elif found and found[-1].kind == "text":
            found[-1] = replace(found[-1], text=found[-1].text.rstrip())
    yield from found
