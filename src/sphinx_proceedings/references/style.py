"""How an entry looks: who, when, what, where it appeared, and where to find it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from html import escape
from typing import TYPE_CHECKING, Any, NamedTuple

import pybtex.plugin
from pybtex.backends import html as pybtex_html
from pybtex.backends import plaintext
from pybtex.richtext import HRef, Tag, Text
from pybtex.style import FormattedEntry
from pybtex.style.formatting import BaseStyle

from sphinx_proceedings.references.locators import Fields
from sphinx_proceedings.references.record import OTHERS

if TYPE_CHECKING:
    from sphinx_proceedings.references.record import Library, Reference

NAME = "proceedings"
MOST_NAMES = 12

DASH = re.compile(r"\s*[-–—]+\s*")
THESES = {
    "phdthesis": "PhD thesis",
    "mastersthesis": "Master’s thesis",
    "mathesis": "Master’s thesis",
    "thesis": "Thesis",
}
ORDINALS = {"1": "st", "2": "nd", "3": "rd"}


def compose(kind: str, fields: Fields, authors: list[str], editors: list[str], year: str) -> Text:
    """A whole entry but its links. People are named “Family, G.”; without authors, editors stand first."""
    who = _joined(authors) if authors else _edited(editors)
    title = ": ".join(fields[name] for name in ("title", "subtitle") if name in fields)
    whole = kind in WHOLE or (kind == "inbook" and "booktitle" not in fields)
    parts = [
        Text(f"{who} ({year})"),
        Tag("em", title) if whole else Text(title),
        *WHERE.get(kind, _elsewhere)(fields, _edited(editors) if authors else ""),
        Text(fields.get("note", "")),
    ]
    sentences = [Text(part, _stop(part)) for part in parts if str(part)]
    return Text(" ").join(sentences)


class Formatted(NamedTuple):
    """An entry in each of its forms: for pybtex's writers, as HTML, and in plain characters."""

    rich: Text
    html: str
    text: str


def formatted(entry: Reference) -> Formatted:
    """An entry with its links after it; in plain characters these are whole addresses."""
    authors, editors = ([name for _, name in people] for people in (entry.writers, entry.editors))
    body = compose(entry.entry.type, entry.fields, authors, editors, entry.year)
    rich = Text(" ").join([body, *(HRef(address, text) for text, address in entry.links)])
    named = ("doi:", "arXiv:")
    whole = (text if text.startswith(named) else address for text, address in entry.links)
    return Formatted(rich, html(rich), " ".join([str(body), *whole]))


def _stop(part: Text) -> str:
    return "" if str(part).rstrip("”’").endswith((".", "?", "!")) else "."


def _joined(people: list[str]) -> str:
    if OTHERS in people:
        return ", ".join(name for name in people if name != OTHERS) + " et al."
    if len(people) > MOST_NAMES + 1:
        return ", ".join(people[:MOST_NAMES]) + f" and {len(people) - MOST_NAMES} others"
    if len(people) < 2:
        return "".join(people)
    return f"{', '.join(people[:-1])} and {people[-1]}"


def _edited(editors: list[str]) -> str:
    return f"{_joined(editors)} ({'eds.' if len(editors) > 1 else 'ed.'})" if editors else ""


def _listed(*parts: Text | str) -> Text:
    return Text(", ").join([Text(part) for part in parts if str(part)])


def _pages(fields: Fields) -> str:
    pages = DASH.sub("–", fields.get("pages", ""))
    # A single number is that of an article, where journals have no pages.
    return f"pp.\u00a0{pages}" if "–" in pages or "," in pages else pages


def _series(fields: Fields) -> str:
    series, volume = fields.get("series", ""), fields.get("volume", "")
    if series:
        return f"{series} {volume or fields.get('number', '')}".rstrip()
    return f"vol.\u00a0{volume}" if volume else ""


def _chapter(fields: Fields) -> str:
    chapter = fields.get("chapter", "")
    return f"chapter\u00a0{chapter}" if chapter else ""


def _edition(fields: Fields) -> str:
    edition = fields.get("edition", "")
    if edition.isdigit():
        teen = edition[-2:-1] == "1"
        edition += "th" if teen else ORDINALS.get(edition[-1], "th")
    return edition if not edition or "edition" in edition.lower() else f"{edition} edition"


def _publisher(fields: Fields) -> Text:
    place = fields.get("address") or fields.get("location", "")
    return _listed(fields.get("publisher", ""), place if "publisher" in fields else "")


def _in_journal(fields: Fields, _editors: str) -> Iterator[Text]:
    journal = fields.get("journal") or fields.get("journaltitle", "")
    volume, number = fields.get("volume", ""), DASH.sub("–", fields.get("number", ""))
    issue = (
        f"{volume}({number})" if volume and number else volume or (f"no.\u00a0{number}" if number else "")
    )
    yield _listed(Text(Tag("em", journal), f" {issue}".rstrip()), _pages(fields))


def _in_book(fields: Fields, editors: str) -> Iterator[Text]:
    if "booktitle" not in fields:
        yield from _book(fields, editors)
        return
    book = _listed(editors, Tag("em", fields["booktitle"]))
    pages = _pages(fields)
    yield _listed(Text("In ", book), _edition(fields), _series(fields), _chapter(fields), pages)
    yield _publisher(fields)


def _book(fields: Fields, editors: str) -> Iterator[Text]:
    found = _listed(_edition(fields), _series(fields), _chapter(fields), _pages(fields))
    yield _listed(editors, found) if editors else found.capfirst()
    yield _publisher(fields)


def _thesis(kind: str) -> Callable[[Fields, str], Iterator[Text]]:
    def say(fields: Fields, _editors: str) -> Iterator[Text]:
        type_ = fields.get("type", kind)
        yield _listed(THESES.get(type_, type_), fields.get("school") or fields.get("institution", ""))

    return say


def _report(fields: Fields, _editors: str) -> Iterator[Text]:
    type_ = fields.get("type", "Technical report")
    said = "Technical report" if type_ == "techreport" else type_
    yield _listed(f"{said} {fields.get('number', '')}".rstrip(), fields.get("institution", ""))


def _elsewhere(fields: Fields, editors: str) -> Iterator[Text]:
    version = fields.get("version", "")
    yield _listed(editors, _edition(fields), f"Version {version}" if version else "")
    for name in ("howpublished", "organization", "institution", "journal"):
        yield Text(fields.get(name, ""))
    yield _publisher(fields)


WHOLE = frozenset({"book", "booklet", "proceedings", "manual", *THESES})
"""Kinds whose title is that of a whole work, and stands in italics."""
WHERE: dict[str, Callable[[Fields, str], Iterator[Text]]] = {
    "article": _in_journal,
    **dict.fromkeys(("inproceedings", "conference", "incollection", "inbook"), _in_book),
    **dict.fromkeys(("book", "proceedings"), _book),
    **dict.fromkeys(("techreport", "report"), _report),
    **{kind: _thesis(kind) for kind in THESES},
}


class _Html(pybtex_html.Backend):  # type: ignore[misc]  # pybtex has no types
    """pybtex's writer, which leaves addresses as they are, with addresses escaped."""

    @staticmethod
    def format_href(url: str, text: str, external: bool = False) -> str:  # noqa: ARG004 - pybtex's
        return f'<a href="{escape(url)}">{text}</a>' if text else ""


_HTML = _Html("utf-8")


def html(rich: Text) -> str:
    """An entry as HTML: text and addresses escaped by the writer, once."""
    return str(rich.render(_HTML))


def register(library: Library) -> None:
    """Make sphinxcontrib-bibtex show the entries of `library` as they are formatted already."""

    class ProceedingsStyle(BaseStyle):  # type: ignore[misc]  # pybtex has no types
        """Hands out what was formatted once."""

        def __init__(self, **_options: Any) -> None:
            """Nothing is configured, so nothing is looked up: pybtex would scan all packages."""

        def sort(self, entries: Iterable[Any]) -> list[Any]:
            return sorted(entries, key=lambda entry: library.entries[entry.key].sort_key)

        def format_labels(self, entries: Iterable[Any]) -> list[str]:
            found = (library.entries[entry.key] for entry in entries)
            return [f"{reference.label}, {reference.year}" for reference in found]

        def format_entry(self, label: str, entry: Any, bib_data: Any = None) -> FormattedEntry:  # noqa: ARG002
            return FormattedEntry(entry.key, library.entries[entry.key].rich, label)

    pybtex.plugin.register_plugin("pybtex.style.formatting", NAME, ProceedingsStyle, force=True)
    # sphinxcontrib-bibtex looks this one up at every citation; registered, it is found without a scan.
    pybtex.plugin.register_plugin("pybtex.backends", "plaintext", plaintext.Backend, force=True)
