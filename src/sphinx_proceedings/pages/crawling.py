"""What search engines read before they read pages: sitemap.xml and robots.txt."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Sequence
from xml.etree import ElementTree as ET

from sphinx_proceedings.metadata import Site
from sphinx_proceedings.model import Contribution
from sphinx_proceedings.pages.compiled import Compiled
from sphinx_proceedings.pages.plan import Page

SITEMAP = "http://www.sitemaps.org/schemas/sitemap/0.9"
MOST = 50_000
"""Addresses that one sitemap may have, by https://www.sitemaps.org/protocol.html."""

Dated = tuple[str, datetime.date | None]


def crawling(compiled: Compiled, planned: Sequence[Page], documents: Sequence[str]) -> dict[str, bytes]:
    """The files by their names. `documents` are the addresses of the authored pages.

    There is a sitemap where the site's address is known and the site is no preview.
    """
    site = compiled.site
    listed = bool(site.base) and not site.preview
    addresses = list(_addresses(compiled, planned, documents)) if listed else []
    return {**_sitemaps(site, addresses), "robots.txt": _robots(site, listed=listed)}


def _robots(site: Site, *, listed: bool) -> bytes:
    """What robots may do, by RFC 9309."""
    rule = "Disallow: /" if site.preview else "Allow: /"
    where = f"\nSitemap: {site.url('sitemap.xml')}\n" if listed else ""
    return f"User-agent: *\n{rule}\n{where}".encode()


def _addresses(compiled: Compiled, planned: Sequence[Page], documents: Sequence[str]) -> Iterator[Dated]:
    for address in documents:
        yield address, None
    for page in planned:
        if page.indexed:
            yield page.address, _changed(compiled, page.contributions)


def _changed(compiled: Compiled, contributions: Sequence[Contribution]) -> datetime.date | None:
    """When the newest of them was made or corrected, as far as somebody said so."""
    corrections = compiled.volume.corrections
    days = [c.meta.date for c in contributions if c.meta.date]
    days += [correction.date for c in contributions for correction in corrections.get(c.id, ())]
    return max(days, default=None)


def _sitemaps(site: Site, addresses: Sequence[Dated]) -> dict[str, bytes]:
    """One sitemap, or several and the index of them where one cannot hold all."""
    if not addresses:
        return {}
    parts = [addresses[i : i + MOST] for i in range(0, len(addresses), MOST)]
    if len(parts) == 1:
        return {"sitemap.xml": _xml(site, "urlset", "url", addresses)}
    files = {f"sitemap-{i}.xml": _xml(site, "urlset", "url", part) for i, part in enumerate(parts, 1)}
    index = [(name, None) for name in files]
    return {**files, "sitemap.xml": _xml(site, "sitemapindex", "sitemap", index)}


def _xml(site: Site, root: str, tag: str, addresses: Sequence[Dated]) -> bytes:
    made = ET.Element(root, {"xmlns": SITEMAP})
    for address, changed in addresses:
        entry = ET.SubElement(made, tag)
        ET.SubElement(entry, "loc").text = site.url(address)
        if changed:
            ET.SubElement(entry, "lastmod").text = changed.isoformat()
    ET.indent(made, "")
    text: bytes = ET.tostring(made, encoding="utf-8", xml_declaration=True)
    return text + b"\n"
