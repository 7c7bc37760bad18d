"""A record of search: what is found of one page, and what a result shows of it.

A record is an HTML page that only Pagefind reads. Its text is searched; its metadata are searched and weigh
more; its filters are the facets. What is only shown, formulas foremost, travels as the id of an empty
element at the end: Pagefind hands ids on and does not search them, whereas it searches all metadata.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from html import escape
from typing import Any

from sphinx_proceedings import names
from sphinx_proceedings.model import Contribution, Topic
from sphinx_proceedings.pages.compiled import Compiled
from sphinx_proceedings.pages.search.spelling import alternatives, spell
from sphinx_proceedings.pages.templates import render
from sphinx_proceedings.render.math import Formula
from sphinx_proceedings.render.text import plain

MARK = re.compile("\ue000(\\d+)\ue001")
PLAIN_ENDS = ".,;:()"
"""What may stand around a word that has no other spelling."""
BLANK = re.compile(r"\s")
MARKS = str.maketrans("", "", "\ue000\ue001")


@dataclass(frozen=True)
class Marked:
    """A text with marks for formulas; the formulas, with their sources, by the numbers of their marks."""

    text: str
    formulas: tuple[tuple[Formula, str], ...] = ()


@dataclass(frozen=True)
class Section:
    """A part of a document's text: its anchor, its title, and its text."""

    anchor: str
    title: str
    text: str


@dataclass(frozen=True)
class Record:
    """What search knows of a page.

    `title` is plain, `title_html` what a result shows. `tail` is searched like `text`; no result quotes it.
    `sections` are those of a document, after its `text`. `facets` are the page's values of each facet.
    """

    title: str
    title_html: str
    text: Marked
    facets: Mapping[str, tuple[str, ...]]
    authors: tuple[str, ...] = ()
    tail: str = ""
    sections: tuple[Section, ...] = ()
    spellings: tuple[str, ...] = ()
    """More spellings of what the title says."""
    board: str = ""


def mark(number: int) -> str:
    """What stands in a text for the formula of this number."""
    return f"\ue000{number}\ue001"


def unmarked(text: str) -> str:
    """A text in which nothing can be taken for a mark."""
    return text.translate(MARKS)


def facet(name: str, slug: str) -> str:
    """A value of a facet that has many: with the name, so that no other file has to know it."""
    return f"{name}|{slug}"


def of_contribution(compiled: Compiled, contribution: Contribution) -> Record:
    """What search knows of a contribution."""
    meta, volume = contribution.meta, compiled.volume
    title = compiled.title(contribution)
    topics = volume.topics_of(contribution)
    placement = volume.placements.get(contribution.id)
    words = {names.slug(word): word for word in meta.keywords}
    placed = placement.session if placement and placement.session in volume.sessions else None
    places = dict.fromkeys(affiliation.name for affiliation in meta.affiliations)
    tail = [*meta.keywords, *(compiled.spoken(topic.title) for topic in topics), *places]
    return Record(
        title=title.text,
        title_html=str(title.html),
        text=_marked(compiled, contribution),
        facets={
            "kind": ("contribution",),
            "status": (meta.status.value,),
            "topic": tuple(topic.id for topic in topics),
            "session": (placed,) if placed else (),
            "author": tuple(facet(a.name.display, compiled.slug_of(a)) for a in meta.authors),
            "keyword": tuple(facet(word, slug) for slug, word in words.items()),
        },
        authors=tuple(author.name.display for author in meta.authors),
        tail=" · ".join(tail),
        spellings=tuple(spell(node.text) for node in contribution.title.of_kind("math")),
        board=placement.board if placement else "",
    )


def _marked(compiled: Compiled, contribution: Contribution) -> Marked:
    """The text of a contribution. What gate lets pass has no mark of ours in it."""
    tree = contribution.body
    formulas = compiled.typesetter.of(tree)
    nodes = list(tree.of_kind("math", "display"))
    marks = {id(node): replace(formulas[id(node)], text=mark(i)) for i, node in enumerate(nodes)}
    text = plain(tree, {**formulas, **marks}, compiled.references(contribution))
    return Marked(text, tuple((formulas[id(node)], node.text) for node in nodes))


def of_topic(compiled: Compiled, topic: Topic) -> Record:
    """What search knows of a topic for which nobody wrote a page."""
    return Record(
        title=compiled.spoken(topic.title),
        title_html=str(compiled.inline(topic.title)),
        text=Marked(unmarked(compiled.spoken(topic.summary))),
        facets={"kind": ("topic",), "topic": (topic.id,)},
    )


def write(record: Record) -> str:
    """The record as the page that Pagefind reads."""
    words, formulas = _words(record.text.text, record.text.formulas)
    shown: dict[str, Any] = {"end": len(words)}
    sections = []
    for section in record.sections:
        sections.append((len(words), section.anchor, section.title))
        more, found = _words(section.text, record.text.formulas, len(words))
        words += more
        formulas += found
    if sections:
        shown |= {"end": len(words), "sections": sections}
    if formulas:
        shown["math"] = formulas
    if record.title_html != escape(record.title):
        shown["title"] = record.title_html
    if record.board:
        shown["board"] = record.board
    names_ = [*record.title.split(), *(word for name in record.authors for word in name.split())]
    also = dict.fromkeys((*record.spellings, *_spelled(names_)))
    return render(
        "search_record.html",
        record=record,
        words=" ".join(words),
        tail=" ".join(_words(record.tail, ())[0]),
        also=" ".join(also),
        shown=_as_id(shown),
    )


def _as_id(shown: Mapping[str, Any]) -> str:
    """JSON without blanks, which Pagefind takes out of an id: those in texts are escaped."""
    made = json.dumps(shown, ensure_ascii=False, separators=(",", ":"))
    return BLANK.sub(lambda found: f"\\u{ord(found[0]):04x}", made)


def _spelled(tokens: Iterable[str]) -> Iterable[str]:
    return (word for token in tokens for word in alternatives(token))


Replaced = tuple[int, int, str]
"""The words from one place to another, and the HTML that a result shows in their stead."""


def _words(
    text: str, formulas: tuple[tuple[Formula, str], ...], start: int = 0
) -> tuple[list[str], list[Replaced]]:
    """The words of `text`, each formula in plain characters, and after a word its other spellings.

    A formula's words, its other spellings among them, are replaced by the formula in what a reader sees.
    """
    words: list[str] = []
    replaced: list[Replaced] = []
    for token in text.split():
        if token.isascii() and token.strip(PLAIN_ENDS).isalpha():
            words.append(token)
            continue
        before = start + len(words)
        inside = [formulas[int(number)] for number in MARK.findall(token)]
        if not inside:
            others = alternatives(token)
            words += (token, *others)
            if others:
                replaced.append((before, start + len(words), escape(token, quote=False)))
            continue
        spoken = MARK.sub(lambda found: formulas[int(found[1])][0].text, token).split() or ["·"]
        known = set(spoken)
        spelled = [
            word for formula, tex in inside for word in f"{spell(tex)} {spell(formula.text)}".split()
        ]
        words += (*spoken, *(word for word in dict.fromkeys(spelled) if word not in known))
        shown = MARK.sub(lambda found: formulas[int(found[1])][0].html, escape(token, quote=False))
        replaced.append((before, start + len(words), f'<span class="nb">{shown}</span>'))
    return words, replaced
