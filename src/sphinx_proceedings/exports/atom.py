"""A feed of news as Atom, RFC 4287."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID, uuid5
from xml.etree import ElementTree as ET

NAMESPACE = UUID("6f1c1d0e-3a52-4b7e-9d1b-5a0f8f0f7c11")
"""That of the ids that we make; to change it would make all news of the past new again."""
ATOM = "http://www.w3.org/2005/Atom"
EARLIEST = datetime.time(0, 0, tzinfo=datetime.UTC)


def permanent_id(*names: str) -> str:
    """The id of what these names lead to."""
    return uuid5(NAMESPACE, "\0".join(names)).urn


@dataclass(frozen=True)
class Entry:
    """One piece of news. All text is plain; `address` is below the feed's folder, or whole."""

    id: str
    title: str
    address: str
    published: datetime.date
    updated: datetime.date
    authors: tuple[str, ...]
    summary: str
    categories: tuple[str, ...] = ()


@dataclass(frozen=True)
class Feed:
    """A feed. `address` is its own, `home` that of the site."""

    id: str
    title: str
    subtitle: str
    address: str
    home: str
    updated: datetime.date
    rights: str
    entries: Sequence[Entry]


def atom(feed: Feed) -> bytes:
    """The feed as a file."""
    made = ET.Element("feed", {"xmlns": ATOM, "xml:lang": "en"})
    _text(made, "id", feed.id)
    _text(made, "title", feed.title)
    _text(made, "subtitle", feed.subtitle)
    _text(made, "updated", _instant(feed.updated))
    _text(made, "rights", feed.rights)
    _text(made, "generator", "sphinx-proceedings")
    ET.SubElement(made, "link", {"rel": "self", "type": "application/atom+xml", "href": feed.address})
    ET.SubElement(made, "link", {"rel": "alternate", "type": "text/html", "href": feed.home})
    # An entry without authors would have those of the feed; RFC 4287, 4.1.1, asks for one of the two.
    _person(made, feed.title)
    for entry in feed.entries:
        _entry(made, entry)
    ET.indent(made, "")
    text: bytes = ET.tostring(made, encoding="utf-8", xml_declaration=True)
    return text + b"\n"


def _entry(feed: ET.Element, entry: Entry) -> None:
    made = ET.SubElement(feed, "entry")
    _text(made, "id", entry.id)
    _text(made, "title", entry.title)
    ET.SubElement(made, "link", {"rel": "alternate", "type": "text/html", "href": entry.address})
    _text(made, "published", _instant(entry.published))
    _text(made, "updated", _instant(entry.updated))
    for author in entry.authors:
        _person(made, author)
    for category in entry.categories:
        ET.SubElement(made, "category", {"term": category})
    _text(made, "summary", entry.summary)


def _person(parent: ET.Element, name: str) -> None:
    _text(ET.SubElement(parent, "author"), "name", name)


def _text(parent: ET.Element, tag: str, text: str) -> None:
    if text:
        ET.SubElement(parent, tag).text = text


def _instant(day: datetime.date) -> str:
    """The first instant of a day: what people write are days."""
    return datetime.datetime.combine(day, EARLIEST).isoformat().replace("+00:00", "Z")
