"""Sessions of pretalx: its schedule as JSON, or the answer of its API to /submissions.

The schedule, `schedule.json`, has sessions below schedule → conference → days → rooms: `code`, `title`,
`abstract`, `description`, `track`, `date`, `duration`, `room`, `persons` (name). The API answers
{"results": […]}: the same texts, `state`, `speakers` (objects with `name`), `track`, `slots` (start,
end, room); before API v1 one `slot`. Whatever is not expanded in an answer of the API is a mere number
or code.

Source: pretalx's agenda export (schedule/exporters.py), doc/api/resources/submissions.rst and
doc/api/fundamentals.rst.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from sphinx_proceedings.importers import making, streams
from sphinx_proceedings.importers.files import Imported
from sphinx_proceedings.importers.flow import Doubt
from sphinx_proceedings.importers.moments import moment
from sphinx_proceedings.importers.record import DEFAULTS, Options, Person, Slot, Submission, reason_against

SESSIONS = r"(results\.)?item|(schedule\.)?conference\.days\.item\.rooms\..*\.item"
EXPECTED = "pretalx's schedule.json, or the answer of its API with “results”"
EXPAND = "Ask the API with ?expand=speakers,track,slots.room."


def read(source: Path, options: Options = DEFAULTS) -> Iterator[Imported]:
    """The accepted and confirmed sessions of `source`; Unusable where it has none at all."""
    found = streams.maps(source, SESSIONS, options, alone="code", expected=EXPECTED)
    return making.imported(_each_once(found), source.name)


def _each_once(found: Iterator[tuple[int, dict[str, Any]]]) -> Iterator[Submission]:
    """The submissions; a session that is given several times has its first place."""
    seen: set[str] = set()
    for number, each in found:
        made = _submission(number, each)
        yield replace(made, left_out="in the schedule before") if made.key in seen else made
        seen |= {made.key} if made.key else set()


def _submission(position: int, given: dict[str, Any]) -> Submission:
    code = streams.said(given.get("code")) or streams.said(given.get("id"))
    listed = streams.several(given.get("persons")) or streams.several(given.get("speakers"))
    people = tuple(Person(name=name) for each in listed if (name := _person(each)))
    codes = [each for each in listed if isinstance(each, str)]
    doubts = (Doubt("The speakers are given by their codes alone.", EXPAND),) if codes else ()
    # Both are shown on a session's page in pretalx: first the abstract, then the description.
    texts = (streams.said(given.get(key)) for key in ("abstract", "description"))
    track = given.get("track")
    return Submission(
        label=f"session {code or position}",
        title=_localized(given.get("title")),
        people=people,
        abstract="\n\n".join(dict.fromkeys(text for text in texts if text)),
        key=code,
        keywords=tuple(filter(None, [_localized(track)])) if not isinstance(track, int) else (),
        left_out=reason_against(streams.said(given.get("state"))),
        slot=_slot(given),
        doubts=doubts,
    )


def _person(given: object) -> str:
    if not isinstance(given, dict):
        return ""
    return streams.said(given.get("name")) or streams.said(given.get("public_name"))


def _localized(value: object) -> str:
    """A text, or one that is given in several languages: the English one, else the first."""
    if isinstance(value, dict):
        value = value.get("name", value)
    if isinstance(value, dict):
        value = value.get("en") or next(iter(value.values()), "")
    return streams.said(value)


def _slot(given: dict[str, Any]) -> Slot | None:
    slots = [
        each for each in [*streams.several(given.get("slots")), given.get("slot")] if isinstance(each, dict)
    ]
    if slots:
        first = slots[0]
        start, end = (moment(streams.said(first.get(key))) for key in ("start", "end"))
        room = first.get("room")
        return (
            Slot(start=start, end=end, room="" if isinstance(room, int) else _localized(room))
            if start
            else None
        )
    start = moment(streams.said(given.get("date")))
    if start is None:
        return None
    return Slot(start=start, end=start + _duration(given), room=_localized(given.get("room")))


def _duration(given: dict[str, Any]) -> datetime.timedelta:
    """A duration as the schedule writes it: 00:30."""
    hours, _, minutes = streams.said(given.get("duration")).partition(":")
    if not (hours.isdigit() and minutes.isdigit()):
        return datetime.timedelta()
    return datetime.timedelta(hours=int(hours), minutes=int(minutes))
