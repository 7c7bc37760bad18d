"""How an entry looks: authors, year, title, where it appeared, and where to find it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any
from urllib.parse import quote, urlsplit

import pybtex.plugin
from pybtex.backends.html import Backend
from pybtex.richtext import HRef, Tag, Text
from pybtex.style import FormattedEntry
from pybtex.style.formatting import BaseStyle

from sphinx_proceedings.references.record import Library

NAME = "proceedings"
MOST_NAMES = 12

Fields = Mapping[str, str]
"""Values in plain characters, by their names in lower case."""


def label(authors: tuple[str, ...]) -> str:
    """The authors as a text names them: “Cox et al.”."""
    if len(authors) > 2 or "others" in authors:
        return f"{authors[0]} et al."
    return " and ".join(authors)


def links(fields: Fields) -> Iterator[tuple[str, str]]:
    """(text, address) of each place where an entry is found; none that says the same again."""
    if doi := fields.get("doi"):
        yield f"doi:{doi}", f"https://doi.org/{quote(doi, safe='/:;().,_-')}"
    if (eprint := fields.get("eprint")) and fields.get("archiveprefix", "arXiv").lower() == "arxiv":
        yield f"arXiv:{eprint}", f"https://arxiv.org/abs/{eprint}"
    url = fields.get("url", "")
    if url and not any(host in url for host in ("//doi.org/", "//arxiv.org/")):
        yield urlsplit(url).netloc.removeprefix("www."), url


def compose(kind: str, fields: Fields, authors: Iterable[str], year: str) -> Text:
    """A whole entry. `authors` are names as “Family, G.”."""
    found = WHERE.get(kind, _elsewhere)(fields)
    title = Tag("em", fields["title"]) if kind in WHOLE else Text(fields["title"])
    head = Text(_joined(list(authors)), f" ({year})" if year else "")
    parts = [head, title, *found, *([Text(fields["note"])] if "note" in fields else [])]
    made = Text(*(piece for part in parts if str(part) for piece in (part, _stop(part), " ")))
    for text, address in links(fields):
        made += Text(HRef(address, text), " ")
    return made[: len(made) - 1]


def _stop(part: Text) -> str:
    return "" if str(part).endswith((".", "?", "!")) else "."


def _joined(authors: list[str]) -> str:
    if "others" in authors:
        return ", ".join(name for name in authors if name != "others") + " et al."
    if len(authors) > MOST_NAMES:
        return ", ".join(authors[:MOST_NAMES]) + f" and {len(authors) - MOST_NAMES} others"
    if len(authors) < 2:
        return "".join(authors)
    return f"{', '.join(authors[:-1])} and {authors[-1]}"


def _joined_text(*parts: Text | str) -> Text:
    return Text(", ").join([Text(part) for part in parts if str(part)])


def _numbered(fields: Fields) -> str:
    number = f"({fields['number']})" if "number" in fields else ""
    return fields.get("volume", "") + number


def _pages(fields: Fields) -> str:
    pages = fields.get("pages", "")
    if not pages:
        return ""
    return f"{'pp.' if '–' in pages or ',' in pages else 'p.'}\u00a0{pages}"


def _series(fields: Fields) -> str:
    series, volume = fields.get("series", ""), fields.get("volume", "")
    if series and volume:
        return f"{series} {volume}"
    return series or (f"vol.\u00a0{volume}" if volume else "")


def _edition(fields: Fields) -> str:
    return f"{fields['edition']} edition" if "edition" in fields else ""


def _publisher(fields: Fields) -> Text:
    return _joined_text(fields.get("publisher", ""), fields.get("address", ""))


def _article(fields: Fields) -> Iterator[Text]:
    journal = fields.get("journal") or fields.get("journaltitle", "")
    yield _joined_text(Text(Tag("em", journal), f" {_numbered(fields)}".rstrip()), _pages(fields))


def _chapter(fields: Fields) -> Iterator[Text]:
    yield _joined_text(Text("In ", Tag("em", fields.get("booktitle", ""))), _series(fields), _pages(fields))
    yield _publisher(fields)


def _book(fields: Fields) -> Iterator[Text]:
    yield _joined_text(_edition(fields), _series(fields))
    yield _publisher(fields)


def _elsewhere(fields: Fields) -> Iterator[Text]:
    for name in ("howpublished", "school", "institution", "organization", "journal"):
        if name in fields:
            yield Text(fields[name])
    yield _publisher(fields)


WHOLE = frozenset({"book", "booklet", "proceedings", "manual", "phdthesis", "mastersthesis", "thesis"})
"""Kinds whose title is the title of a whole work, and stands in italics."""
WHERE: dict[str, Callable[[Fields], Iterator[Text]]] = {
    "article": _article,
    "inproceedings": _chapter,
    "conference": _chapter,
    "incollection": _chapter,
    "inbook": _chapter,
    "book": _book,
    "proceedings": _book,
}

_backend = Backend()


def html(rich: Text) -> str:
    """An entry as HTML; pybtex's writer escapes."""
    return str(rich.render(_backend))


def register(library: Library) -> None:
    """Make sphinxcontrib-bibtex show the entries of `library` as they are formatted already."""

    class Style(BaseStyle):  # type: ignore[misc]  # pybtex has no types
        """Hands out what was formatted once."""

        default_name_style = "plain"
        default_label_style = "alpha"
        default_sorting_style = "none"

        def __init__(self, **_options: Any) -> None:
            """Nothing is configured, so nothing is looked up: pybtex would scan all packages."""

        def sort(self, entries: Iterable[Any]) -> list[Any]:
            return sorted(entries, key=lambda entry: library.entries[entry.key].sort_key)

        def format_labels(self, entries: Iterable[Any]) -> list[str]:
            return [entry.key for entry in entries]

        def format_entry(self, label: str, entry: Any, bib_data: Any = None) -> FormattedEntry:  # noqa: ARG002
            return FormattedEntry(entry.key, library.entries[entry.key].rich, label)

    pybtex.plugin.register_plugin("pybtex.style.formatting", NAME, Style, force=True)
