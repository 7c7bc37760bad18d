"""Contributions of Indico: an event's JSON from the HTTP Export API.

`/export/event/<id>.json?detail=contributions` answers {"results": [{"contributions": […]}]}; with
`detail=sessions` those of a session stand below `sessions`. A contribution has `title`, `description`,
`friendly_id`, `keywords`, `track`, `session`, `board_number`, `room`, `startDate` and `endDate` (date,
time, tz), and as persons `primaryauthors`, `coauthors` and `speakers` (first_name, last_name,
affiliation, and for managers email).

Source: Indico's docs/source/http-api/exporters/event.rst and modules/events/api.py. Descriptions are
Markdown or HTML. What has nobody, such as a break, is left out.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from sphinx_proceedings.importers import making, streams
from sphinx_proceedings.importers.files import Imported
from sphinx_proceedings.importers.flow import Doubt
from sphinx_proceedings.importers.moments import moment
from sphinx_proceedings.importers.record import DEFAULTS, Options, Person, Slot, Submission

CONTRIBUTIONS = r"results\.item\.(sessions\.item\.)?contributions\.item"
EXPECTED = "Indico's export of an event with detail=contributions"
NO_TIME = "Write its place into programme.yml by hand."
ROLES = ("primaryauthors", "coauthors")


def read(source: Path, options: Options = DEFAULTS) -> Iterator[Imported]:
    """The contributions of `source`; Unusable where it has none."""
    found = streams.maps(source, CONTRIBUTIONS, options, expected=EXPECTED)
    return making.imported((_submission(number, each) for number, each in found), source.name)


def _submission(position: int, given: dict[str, Any]) -> Submission:
    number = streams.said(given.get("friendly_id")) or streams.said(given.get("id"))
    people = tuple(_people(given))
    slot = _slot(given)
    board = streams.said(given.get("board_number"))
    lost = (Doubt(f"It has the board {board} and no time.", NO_TIME),) if board and slot is None else ()
    words = [*streams.several(given.get("keywords")), given.get("track")]
    return Submission(
        label=f"contribution {number or position}",
        title=streams.said(given.get("title")),
        people=people,
        abstract=streams.said(given.get("description")),
        key=number,
        keywords=tuple(word for each in words if (word := streams.said(each))),
        left_out="" if people else "without authors or speakers",
        slot=slot,
        doubts=lost,
    )


def _people(given: dict[str, Any]) -> Iterator[Person]:
    """The authors in order, or where there are none the speakers; speakers among authors present."""
    speakers = list(_persons(given, "speakers"))
    presenting = {_who(person) for person in speakers}
    authors = [person for role in ROLES for person in _persons(given, role)]
    seen: set[str] = set()
    for person in authors or speakers:
        if _who(person) not in seen:
            seen.add(_who(person))
            yield _person(person, presenting=_who(person) in presenting)


def _persons(given: dict[str, Any], role: str) -> Iterator[dict[str, Any]]:
    yield from (person for person in streams.several(given.get(role)) if isinstance(person, dict))


def _who(person: dict[str, Any]) -> str:
    parts = (streams.said(person.get(key)) for key in ("first_name", "last_name"))
    return " ".join(parts).strip() or streams.said(person.get("fullName"))


def _person(person: dict[str, Any], *, presenting: bool) -> Person:
    return Person(
        name="" if person.get("last_name") else streams.said(person.get("fullName") or person.get("name")),
        given=streams.said(person.get("first_name")),
        family=streams.said(person.get("last_name")),
        affiliations=(streams.said(person.get("affiliation")),),
        presenting=presenting,
    )


def _slot(given: dict[str, Any]) -> Slot | None:
    slot = Slot(
        session=streams.said(given.get("session")),
        board=streams.said(given.get("board_number")),
        start=_moment(given.get("startDate")),
        end=_moment(given.get("endDate")),
        room=streams.said(given.get("room")),
    )
    return slot if slot.start else None


def _moment(given: object) -> datetime.datetime | None:
    if not isinstance(given, dict):
        return None
    return moment(*(streams.said(given.get(key)) for key in ("date", "time", "tz")))
