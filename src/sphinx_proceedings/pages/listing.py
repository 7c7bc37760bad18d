"""Listings: which contributions, in which order, and what each row shows."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup

from sphinx_proceedings import names
from sphinx_proceedings.model import Contribution, Topic
from sphinx_proceedings.pages import schedule
from sphinx_proceedings.pages.compiled import Compiled
from sphinx_proceedings.pages.templates import render


@dataclass(frozen=True)
class TopicMark:
    """A topic as a small link with a dot."""

    id: str
    title: Markup
    hue: int
    group: str


@dataclass(frozen=True)
class Row:
    """One contribution in a listing. Addresses are relative to the site's root."""

    id: str
    title: Markup
    authors: tuple[tuple[str, str], ...]
    topics: tuple[TopicMark, ...]
    keywords: tuple[str, ...]
    board: str
    status: str


def _by_board(compiled: Compiled, contribution: Contribution) -> tuple[Any, ...]:
    """As people count: 2 before 10, B2 before B10, and those without a board last."""
    placement = compiled.volume.placements.get(contribution.id)
    board = placement.board if placement else ""
    return (not board, names.natural(board))


def _by_time(compiled: Compiled, contribution: Contribution) -> tuple[Any, ...]:
    """By the earliest of its times, then by slot and board; those without a time last."""
    timed = schedule.places(compiled.volume, contribution)
    if not timed:
        return (True, *_by_board(compiled, contribution))
    place, session, (start, _) = timed[0]
    return (False, start, session.id, names.natural(place.slot), names.natural(place.board))


def _by_topic(compiled: Compiled, contribution: Contribution) -> tuple[Any, ...]:
    order = list(compiled.volume.topics)
    first = next(iter(compiled.volume.topics_of(contribution)), None)
    return (order.index(first.id) if first else len(order),)


SORTS: dict[str, Callable[[Compiled, Contribution], tuple[Any, ...]]] = {
    "title": lambda _compiled, _contribution: (),
    "author": lambda _compiled, contribution: contribution.meta.authors[0].name.sort_key,
    "board": _by_board,
    "time": _by_time,
    "topic": _by_topic,
}


def select(
    compiled: Compiled,
    *,
    topic: str = "",
    session: str = "",
    author: str = "",
    sort: str = "title",
    limit: int = 0,
) -> tuple[Contribution, ...]:
    """The contributions on a topic, in a session, of an author (all three where given), in order."""
    chosen: Iterable[Contribution] = compiled.ordered
    if topic:
        chosen = compiled.on_topic.get(topic, ())
    if session:
        placed = {place.contribution for place in compiled.volume.placed.get(session, ())}
        chosen = (c for c in chosen if c.id in placed)
    if author:
        person = compiled.person(author)
        ids = {c.id for c in person.contributions} if person else set()
        chosen = (c for c in chosen if c.id in ids)
    rows = sorted(chosen, key=lambda c: SORTS[sort](compiled, c))
    return tuple(rows[:limit] if limit else rows)


def topic_mark(compiled: Compiled, topic: Topic) -> TopicMark:
    """A topic as a mark."""
    return TopicMark(topic.id, compiled.inline(topic.title), compiled.hue(topic), topic.group)


Facet = tuple[str, int, list[tuple[TopicMark, int]]]
"""A group of topics, the number of its hue, and each topic with how many rows have it."""


def facets(compiled: Compiled, rows: Iterable[tuple[TopicMark, ...]]) -> list[Facet]:
    """The topics of some rows, by their groups, for a filter."""
    counts = Counter(mark.id for topics in rows for mark in topics)
    return [
        (group, compiled.hue(topics[0]), [(topic_mark(compiled, t), counts[t.id]) for t in topics])
        for group, members in compiled.volume.groups.items()
        if (topics := [t for t in members if counts[t.id]])
    ]


def topic_marks(compiled: Compiled, contribution: Contribution) -> tuple[TopicMark, ...]:
    """The topics of a contribution, as marks."""
    return tuple(topic_mark(compiled, topic) for topic in compiled.volume.topics_of(contribution))


def row(compiled: Compiled, contribution: Contribution) -> Row:
    """What a listing shows of a contribution; the same in all listings, and made once."""
    if contribution.id not in compiled.rows:
        compiled.rows[contribution.id] = _row(compiled, contribution)
    return compiled.rows[contribution.id]


def _row(compiled: Compiled, contribution: Contribution) -> Row:
    title = compiled.title(contribution)
    authors = tuple((a.name.display, compiled.slug_of(a)) for a in contribution.meta.authors)
    topics = topic_marks(compiled, contribution)
    placement = compiled.volume.placements.get(contribution.id)
    return Row(
        id=contribution.id,
        title=title.html,
        authors=authors,
        topics=topics,
        keywords=contribution.meta.keywords,
        board=placement.board if placement else "",
        status=contribution.meta.status.value,
    )


def listing(
    compiled: Compiled, contributions: tuple[Contribution, ...], *, prefix: str, grouped: bool = False
) -> str:
    """A plain listing as HTML. `prefix` leads from the page to the site's root."""
    shown = groups(compiled, contributions, prefix, grouped=grouped)
    return render("listing.html", groups=shown, count=len(contributions))


Group = tuple[Markup, str, list[Markup]]
"""A heading, its anchor, and the items below it; the first two are empty where there is none."""


def groups(
    compiled: Compiled, contributions: Iterable[Contribution], prefix: str, *, grouped: bool
) -> list[Group]:
    """The items of a list, below the first of their topics if they are to be grouped."""
    found: list[Group] = []
    for contribution in contributions:
        topics = row(compiled, contribution).topics if grouped else ()
        heading, anchor = (topics[0].title, topics[0].id) if topics else (Markup(""), "")
        if not found or found[-1][1] != anchor:
            found.append((heading, anchor, []))
        found[-1][2].append(_item(compiled, contribution, prefix))
    return found


def _item(compiled: Compiled, contribution: Contribution, prefix: str) -> Markup:
    """An item of a list as HTML: most contributions stand on the pages of several authors."""
    key = prefix, contribution.id
    if key not in compiled.items:
        made = render("item.html", row=row(compiled, contribution), prefix=prefix)
        compiled.items[key] = Markup(made)  # noqa: S704 - a template's
    return compiled.items[key]
