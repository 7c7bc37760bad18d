"""Browsing: what a script needs to filter, sort and show a list of contributions."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from markupsafe import Markup, escape

from sphinx_proceedings import names
from sphinx_proceedings.model import Contribution
from sphinx_proceedings.pages import schedule, titles
from sphinx_proceedings.pages.compiled import Compiled
from sphinx_proceedings.pages.listing import SORTS, groups, listing, row
from sphinx_proceedings.pages.templates import render

FOLDER = "lists"
"""Where the files lie, from the site's root."""
WHOLE, FIRST = 300, 60
"""Contributions up to which all are on the page itself, and how many of them are on it else."""
PART = 400
"""Contributions of which one file has the excerpts: a screen of cards asks for few of them."""
SHOWN = {"title": "Title", "author": "First author", "topic": "Topic", "time": "Time", "board": "Board"}
"""The orders that a reader can choose, in words."""


@dataclass(frozen=True)
class Browsing:
    """The facts of a list as JSON, its excerpts in parts as JSON, and the orders that make sense for it."""

    facts: str
    excerpts: tuple[str, ...]
    sorts: tuple[str, ...]

    @property
    def embedded(self) -> Markup:
        """The facts as a page holds them."""
        return Markup(self.facts.replace("<", "\\u003c"))  # noqa: S704 - no tag can begin or end in it


def browse(
    compiled: Compiled,
    contributions: tuple[Contribution, ...],
    *,
    prefix: str,
    version: str,
    whole: int = WHOLE,
    view: str = "list",
    sort: str = "title",
) -> str:
    """A list that can be filtered, as HTML. `prefix` leads from the page to the site's root.

    A list of more than `whole` contributions is on the page with its first ones; the script fetches the
    facts. `version` is that of the script.
    """
    if not contributions:
        return listing(compiled, contributions, prefix=prefix)
    known = browsing(compiled, contributions)
    is_whole = len(contributions) <= whole
    shown = contributions if is_whole else contributions[: min(FIRST, whole)]
    return render(
        "browse.html",
        groups=groups(compiled, shown, prefix, grouped=sort == "topic"),
        count=len(contributions),
        shown=len(shown),
        file="" if is_whole else f"{FOLDER}/{name(known.facts)}",
        facts=known.embedded if is_whole else "",
        sorts=[(key, said) for key, said in SHOWN.items() if key in known.sorts or key == sort],
        hint="Title, author, topic, board" if "board" in known.sorts else "Title, author, topic, keyword",
        plain=f"{titles.FOLDER}/index.html",
        prefix=prefix,
        version=version,
        view=view,
        sort=sort,
    )


def browsing(compiled: Compiled, contributions: tuple[Contribution, ...]) -> Browsing:
    """What a script needs to know of a list; made once."""
    key = tuple(contribution.id for contribution in contributions)
    if key not in compiled.lists:
        compiled.lists[key] = _browsing(compiled, contributions)
    return compiled.lists[key]


def _browsing(compiled: Compiled, contributions: tuple[Contribution, ...]) -> Browsing:
    excerpts = tuple(
        _json([compiled.typeset(c).excerpt for c in contributions[start : start + PART]])
        for start in range(0, len(contributions), PART)
    )
    orders = _orders(compiled, contributions)
    facts = {
        **_columns(compiled, contributions),
        "orders": orders,
        "part": PART,
        "excerpts": [name(text) for text in excerpts],
    }
    return Browsing(_json(facts), excerpts, tuple(orders))


def _columns(compiled: Compiled, contributions: Sequence[Contribution]) -> dict[str, Any]:
    """The facts by kind. What few contributions have is kept by their numbers in the list."""
    volume = compiled.volume
    rows = [row(compiled, contribution) for contribution in contributions]
    by_group = [topic for members in volume.groups.values() for topic in members]
    topics = {topic.id: i for i, topic in enumerate(by_group)}
    sessions = {id_: i for i, id_ in enumerate(volume.sessions)}
    keywords: dict[str, tuple[int, str]] = {}
    for shown in rows:
        for word in shown.keywords:
            keywords.setdefault(names.slug(word), (len(keywords), word))
    places = [volume.places.get(contribution.id, ()) for contribution in contributions]
    return {
        "topics": [
            {
                "id": topic.id,
                "title": compiled.inline(topic.title),
                "text": compiled.spoken(topic.title),
                "hue": compiled.hue(topic),
                "group": topic.group,
            }
            for topic in by_group
        ],
        "sessions": [
            {"id": session.id, "title": compiled.spoken(session.title), "kind": session.kind}
            for session in volume.sessions.values()
        ],
        "keywords": [[slug, word] for slug, (_, word) in keywords.items()],
        "id": [shown.id for shown in rows],
        "title": [compiled.title(contribution).text for contribution in contributions],
        "html": {
            i: shown.title
            for i, (shown, contribution) in enumerate(zip(rows, contributions, strict=True))
            if shown.title != escape(compiled.title(contribution).text)
        },
        "authors": ["\n".join(name for name, _ in shown.authors) for shown in rows],
        "topic": [[topics[topic.id] for topic in shown.topics] for shown in rows],
        "keyword": [
            list(dict.fromkeys(keywords[names.slug(word)][0] for word in shown.keywords)) for shown in rows
        ],
        "session": {
            i: list(dict.fromkeys(sessions[p.session] for p in placed if p.session in sessions))
            for i, placed in enumerate(places)
            if placed
        },
        "board": {i: shown.board for i, shown in enumerate(rows) if shown.board},
        "status": {i: shown.status for i, shown in enumerate(rows) if shown.status != "accepted"},
    }


def _orders(compiled: Compiled, contributions: Sequence[Contribution]) -> dict[str, list[int]]:
    """For each order that makes sense the numbers of the contributions; none where it is the list's own."""
    own = list(range(len(contributions)))
    by_title = sorted(own, key=lambda i: (compiled.title(contributions[i]).sort_key, contributions[i].id))
    found = {}
    for sort in SHOWN:
        if _makes_sense(compiled, contributions, sort):
            order = sorted(by_title, key=lambda i: SORTS[sort](compiled, contributions[i]))
            found[sort] = [] if order == own else order
    return found


def _makes_sense(compiled: Compiled, contributions: Sequence[Contribution], sort: str) -> bool:
    volume = compiled.volume
    if sort == "topic":
        return len({topic.id for c in contributions for topic in volume.topics_of(c)}) > 1
    if sort == "time":
        return any(schedule.places(volume, contribution) for contribution in contributions)
    if sort == "board":
        return any(place.board for c in contributions for place in volume.places.get(c.id, ()))
    return True


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def name(text: str) -> str:
    """The name of the file of a text: what is at an address never changes."""
    return f"{sha256(text.encode()).hexdigest()[:16]}.json"
