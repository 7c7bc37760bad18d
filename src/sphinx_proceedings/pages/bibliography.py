"""A bibliography: works by topic, with who cites them, their BibTeX, and a filter."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from markupsafe import Markup

from sphinx_proceedings.pages.compiled import Compiled
from sphinx_proceedings.pages.listing import TopicMark, facets, topic_mark
from sphinx_proceedings.pages.templates import render
from sphinx_proceedings.references import Reference

FILTERED = 12
"""A list of so many works has a filter."""
OTHER = "other-works"

Citing = tuple[str, str]
"""The address of a page from the site's root, and its title."""


@dataclass(frozen=True)
class Work:
    """An entry of the bibliography as the page shows it. `topics` are those that it is tagged for."""

    key: str
    entry: Markup
    year: str
    topics: tuple[TopicMark, ...]
    pages: tuple[Citing, ...]
    bibtex: str


def bibliography(
    compiled: Compiled, keys: Collection[str], cited_by: Mapping[str, Iterable[Citing]], prefix: str
) -> str:
    """The works with these keys as HTML, each under the first of its topics."""
    entries = compiled.library.entries
    works = [_work(compiled, entries[key], cited_by.get(key, ())) for key in entries if key in keys]
    headings = {id_: compiled.inline(topic.title) for id_, topic in compiled.volume.topics.items()}
    headings[OTHER] = Markup("Other works")
    groups = [(heading, id_, [w for w in works if _home(w) == id_]) for id_, heading in headings.items()]
    shown = [group for group in groups if group[2]]
    return render(
        "bibliography.html",
        groups=shown if len(shown) > 1 else [("", "", works)],
        count=len(works),
        facets=facets(compiled, [work.topics for work in works]),
        years=sorted({work.year for work in works if work.year}, reverse=True),
        topics=compiled.volume.topics,
        whole=len(works) == len(entries),
        filtered=len(works) >= FILTERED,
        prefix=prefix,
    )


def _work(compiled: Compiled, entry: Reference, pages: Iterable[Citing]) -> Work:
    topics = [compiled.volume.topics[id_] for id_ in entry.topics if id_ in compiled.volume.topics]
    return Work(
        key=entry.key,
        entry=Markup(entry.html),  # noqa: S704 - escaped by references
        year=entry.entry.fields.get("year", "") or entry.entry.fields.get("date", "")[:4],
        topics=tuple(topic_mark(compiled, topic) for topic in topics),
        pages=tuple(pages),
        bibtex=entry.bibtex,
    )


def _home(work: Work) -> str:
    return work.topics[0].id if work.topics else OTHER
