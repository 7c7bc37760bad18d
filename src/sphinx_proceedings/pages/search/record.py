"""A record of search: what is found of one page, and what a result shows of it.

A record is an HTML page that only Pagefind reads. Its text is searched; its metadata are searched and weigh
more; its filters are the facets. What is only shown, formulas foremost, travels as the id of an empty
element at the end: Pagefind hands ids on and does not search them, whereas it searches all metadata.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from html import escape
from typing import Any

from sphinx_proceedings import names
from sphinx_proceedings.model import Contribution, Topic
from sphinx_proceedings.pages.compiled import Compiled
from sphinx_proceedings.pages.search.spelling import alternatives, spell
from sphinx_proceedings.pages.search.words import Words, unmarked, words
from sphinx_proceedings.pages.templates import render

BLANK = re.compile(r"\s")


@dataclass(frozen=True)
class Section:
    """A part of a document's text: its anchor, its title, and its text."""

    anchor: str
    title: str
    text: Words


@dataclass(frozen=True)
class Record:
    """What search knows of a page.

    `title` is plain, `title_html` what a result shows. `tail` is searched like `text`; no result quotes it.
    `sections` are those of a document, after its `text`. `facets` are the page's values of each facet.
    """

    title: str
    title_html: str
    text: Words
    facets: Mapping[str, tuple[str, ...]]
    authors: tuple[str, ...] = ()
    tail: str = ""
    sections: tuple[Section, ...] = ()
    spellings: tuple[str, ...] = ()
    """More spellings of what the title says."""
    board: str = ""


def facet(name: str, slug: str) -> str:
    """A value of a facet that has many: with the name, so that no other file has to know it."""
    return f"{name}|{slug}"


def of_contribution(compiled: Compiled, contribution: Contribution) -> Record:
    """What search knows of a contribution."""
    meta, volume = contribution.meta, compiled.volume
    title, text = compiled.title(contribution), compiled.typeset(contribution)
    topics = volume.topics_of(contribution)
    placement = volume.placements.get(contribution.id)
    keywords = {names.slug(word): word for word in meta.keywords}
    placed = placement.session if placement and placement.session in volume.sessions else None
    places = dict.fromkeys(affiliation.name for affiliation in meta.affiliations)
    tail = [*meta.keywords, *(compiled.spoken(topic.title) for topic in topics), *places]
    return Record(
        title=title.text,
        title_html=str(title.html),
        text=text.words,
        facets={
            "kind": ("contribution",),
            "status": (meta.status.value,),
            "topic": tuple(topic.id for topic in topics),
            "session": (placed,) if placed else (),
            "author": tuple(facet(a.name.display, compiled.slug_of(a)) for a in meta.authors),
            "keyword": tuple(facet(word, slug) for slug, word in keywords.items()),
        },
        authors=tuple(author.name.display for author in meta.authors),
        tail=" · ".join(tail),
        spellings=text.spellings,
        board=placement.board if placement else "",
    )


def of_topic(compiled: Compiled, topic: Topic) -> Record:
    """What search knows of a topic for which nobody wrote a page."""
    return Record(
        title=compiled.spoken(topic.title),
        title_html=str(compiled.inline(topic.title)),
        text=words(unmarked(compiled.spoken(topic.summary))),
        facets={"kind": ("topic",), "topic": (topic.id,)},
    )


def write(record: Record) -> str:
    """The record as the page that Pagefind reads."""
    texts, formulas = [record.text], list(record.text.replaced)
    shown: dict[str, Any] = {"end": record.text.count}
    sections, before = [], record.text.count
    for section in record.sections:
        sections.append((before, section.anchor, section.title))
        texts.append(section.text)
        formulas += section.text.shown_after(before)
        before += section.text.count
    if sections:
        shown |= {"end": before, "sections": sections}
    if formulas:
        shown["math"] = formulas
    if record.title_html != escape(record.title):
        shown["title"] = record.title_html
    if record.board:
        shown["board"] = record.board
    names_ = [*record.title.split(), *(word for name in record.authors for word in name.split())]
    board = ("board", *spell(record.board).split()) if record.board else ()
    also = dict.fromkeys((*record.spellings, *_spelled(names_), *board))
    return render(
        "search_record.html",
        record=record,
        words=" ".join(text.text for text in texts if text.count),
        tail=words(record.tail).text,
        also=" ".join(also),
        shown=_as_id(shown),
    )


def _as_id(shown: Mapping[str, Any]) -> str:
    """JSON without blanks, which Pagefind takes out of an id: those in texts are escaped."""
    made = json.dumps(shown, ensure_ascii=False, separators=(",", ":"))
    return BLANK.sub(lambda found: f"\\u{ord(found[0]):04x}", made)


def _spelled(tokens: Iterable[str]) -> Iterable[str]:
    return (word for token in tokens for word in alternatives(token))
