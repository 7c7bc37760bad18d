"""The programme as a page shows it: a timetable, and below it the days with all that they have."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import groupby
from types import MappingProxyType

from markupsafe import Markup

from sphinx_proceedings.model import Session
from sphinx_proceedings.pages import hall, schedule
from sphinx_proceedings.pages.compiled import Compiled
from sphinx_proceedings.pages.listing import Row, row
from sphinx_proceedings.pages.templates import render
from sphinx_proceedings.pages.timetable import Timetable, clusters, timetable

NONE: Mapping[str, str] = MappingProxyType({})
FOLDED = 24
"""More contributions than these are shown on demand."""


@dataclass(frozen=True)
class Entry:
    """A contribution in a session. `plan` is where a plan shows its board; empty where none does."""

    row: Row
    board: str
    plan: str
    slot: str
    begin: str
    start: datetime.datetime


@dataclass(frozen=True)
class Shown:
    """A session with what it has."""

    session: Session
    title: Markup
    description: Markup
    begin: str
    end: str
    entries: tuple[Entry, ...]
    folded: bool

    @property
    def is_break(self) -> bool:
        """Whether nothing but a pause is to be shown."""
        return self.session.kind == "break" and not self.entries


@dataclass(frozen=True)
class Day:
    """A day: its sessions, those together that are at the same time."""

    date: datetime.date
    name: str
    slots: tuple[tuple[Shown, ...], ...]


def programme(compiled: Compiled, prefix: str, halls: Mapping[str, str] = NONE) -> str:
    """The programme as HTML. `halls` are the documents that show a hall, by its id."""
    found = days(compiled, halls)
    settings = compiled.volume.settings
    offsets = {schedule.offset(s.start) for s in compiled.volume.sessions.values()}
    revised = compiled.volume.programme.revised
    site = settings.site_url.rstrip("/").removeprefix("https://") if settings.site_url else ""
    return render(
        "programme.html",
        days=found,
        table=_table(found),
        titles={shown.session.id: shown for day in found for slot in day.slots for shown in slot},
        offset=offsets.pop() if len(offsets) == 1 else "",
        revised=revised,
        whole=schedule.WHOLE,
        folder=schedule.FOLDER,
        subscription=f"webcal://{site}/{schedule.WHOLE}" if site else "",
        prefix=prefix,
    )


def days(compiled: Compiled, halls: Mapping[str, str] = NONE) -> list[Day]:
    """The days of the programme, in their order."""
    sessions = schedule.in_order(list(compiled.volume.sessions.values()))
    return [
        Day(
            date,
            schedule.day_name(date),
            tuple(tuple(_shown(compiled, s, halls) for s in cluster) for cluster in clusters(list(on_day))),
        )
        for date, on_day in groupby(sorted(sessions, key=lambda s: s.day), key=lambda s: s.day)
    ]


def _table(found: list[Day]) -> Timetable | None:
    """The timetable; one day alone needs none, nor does one that would be wider than any page."""
    sessions = [[shown.session for slot in day.slots for shown in slot] for day in found]
    sound = all(s.end > s.start for day in sessions for s in day)
    return timetable(sessions) if len(found) > 1 and sound else None


def _shown(compiled: Compiled, session: Session, halls: Mapping[str, str]) -> Shown:
    entries = tuple(
        Entry(
            row(compiled, item.contribution),
            item.placement.board,
            hall.address(compiled, item.placement.board, halls),
            item.placement.slot,
            item.begin,
            item.span[0],
        )
        for item in schedule.items(compiled, session)
    )
    return Shown(
        session,
        compiled.inline(session.title),
        compiled.inline(session.description),
        schedule.clock(session.start),
        schedule.clock(session.end),
        entries,
        len(entries) > FOLDED,
    )
