"""What a page says of itself in its head: title, description, address, and whether to index it."""

from __future__ import annotations

from html import escape

from sphinx_proceedings.render.text import shorten

DESCRIPTION = 200


def head(description: str, *, address: str, site_url: str | None, indexed: bool = True) -> str:
    """The elements of a page's head. `address` is relative to the site's root, `description` plain text."""
    lines = []
    if description:
        lines.append(f'<meta name="description" content="{escape(shorten(description, DESCRIPTION))}">')
    if site_url:
        lines.append(f'<link rel="canonical" href="{escape(site_url.rstrip("/"))}/{escape(address)}">')
    if not indexed:
        lines.append('<meta name="robots" content="noindex">')
    return "\n".join(lines)
