"""The head of a page: description, canonical address, cards, and data of schema.org."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from sphinx_proceedings.metadata.elements import data, joined, link, meta, prop
from sphinx_proceedings.render.text import shorten

DESCRIPTION = 200
SIZE = (1200, 630)
"""Width and height of a picture for a card."""
NOINDEX = meta("robots", "noindex")


@dataclass(frozen=True)
class Site:
    """What every page says of the site that it belongs to.

    `base` is where the site is, without a slash at the end; empty where nobody said, and then a page
    says no address. A `preview` asks to be left alone. `pictured` says that cards have pictures.
    """

    title: str
    brief: str
    base: str = ""
    preview: bool = False
    pictured: bool = False

    def url(self, address: str) -> str:
        """The whole address of one below the site's root, if it is known where that is."""
        return f"{self.base}/{address}" if self.base else ""

    @property
    def picture(self) -> str:
        """The address of the picture for pages that have none of their own."""
        return "picture.png" if self.pictured else ""


@dataclass(frozen=True)
class Crumb:
    """A page above another: its title, and its address below the site's root."""

    title: str
    address: str


@dataclass(frozen=True)
class Page:
    """What a page says of itself; all text is plain.

    `address` is below the site's root, empty for the home page; None where the page has no address of
    its own, as the one for addresses that lead nowhere. `kind` is Open Graph's. `above` are the pages on
    the way from the home page, which is not among them. `cards` are further properties of Open Graph,
    `elements` further elements, `nodes` those of schema.org.
    """

    title: str
    address: str | None
    description: str = ""
    kind: str = "website"
    above: tuple[Crumb, ...] = ()
    picture: str = ""
    indexed: bool = True
    cards: tuple[tuple[str, str], ...] = ()
    elements: tuple[str, ...] = ()
    nodes: tuple[Mapping[str, Any], ...] = ()


def head(site: Site, page: Page) -> str:
    """The elements of the page's head. A page that is not to be found has neither cards nor data."""
    noindex = NOINDEX if site.preview or not page.indexed else ""
    description = shorten(page.description, DESCRIPTION)
    about = meta("description", description)
    if page.address is None:
        return joined(about, noindex)
    canonical = link("canonical", site.url(page.address))
    if not page.indexed:
        return joined(about, canonical, noindex)
    crumbs = _crumbs(site, page)
    nodes = (*page.nodes, crumbs) if crumbs else page.nodes
    cards = _cards(site, page, description)
    return joined(about, canonical, noindex, *page.elements, *cards, data(nodes))


def _cards(site: Site, page: Page, description: str) -> Iterator[str]:
    """Open Graph: https://ogp.me. Twitter reads it too, and needs only the size of the card besides."""
    picture = site.url(page.picture or site.picture) if site.pictured else ""
    yield prop("og:type", page.kind)
    yield prop("og:site_name", site.title)
    yield prop("og:title", page.title)
    yield prop("og:description", description)
    yield prop("og:url", site.url(page.address or ""))
    for name, value in page.cards:
        yield prop(name, value)
    if picture:
        yield prop("og:image", picture)
        yield prop("og:image:type", "image/png")
        yield prop("og:image:width", str(SIZE[0]))
        yield prop("og:image:height", str(SIZE[1]))
        yield prop("og:image:alt", page.title if page.picture else site.title)
    yield meta("twitter:card", "summary_large_image" if picture else "summary")


def _crumbs(site: Site, page: Page) -> Mapping[str, Any] | None:
    """The way from the home page to this one; search engines want whole addresses for it."""
    if not site.base or not page.address:
        return None
    way = (Crumb(site.brief, ""), *page.above, Crumb(page.title, page.address))
    return {
        "@type": "BreadcrumbList",
        "itemListElement": [
            {"@type": "ListItem", "position": i, "name": crumb.title, "item": site.url(crumb.address)}
            for i, crumb in enumerate(way, 1)
        ],
    }
