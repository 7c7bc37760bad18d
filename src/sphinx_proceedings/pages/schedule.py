"""The schedule: which contributions a session has, in which order, and when each takes place."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

from sphinx_proceedings import names
from sphinx_proceedings.model import Contribution, Placement, Session, Span, Volume
from sphinx_proceedings.pages.compiled import Compiled

WHOLE = "programme.ics"
FOLDER = "sessions"
"""The calendar of the programme, and the folder of those of its sessions."""


@dataclass(frozen=True)
class Item:
    """A contribution at its place in a session."""

    contribution: Contribution
    placement: Placement
    span: Span

    @property
    def begin(self) -> str:
        """The time at which it begins, where it has one of its own."""
        return clock(self.span[0]) if self.placement.start else ""


def clock(moment: datetime.datetime) -> str:
    """The time of a moment, there."""
    return f"{moment:%H:%M}"


def day_name(day: datetime.date) -> str:
    """A day in words."""
    return f"{day:%A, %B} {day.day}"


def offset(moment: datetime.datetime) -> str:
    """The offset of a moment from UTC."""
    text = moment.isoformat()[-6:]
    return "UTC" if text == "+00:00" else f"UTC{text.replace('-', '−')}"


def items(compiled: Compiled, session: Session) -> tuple[Item, ...]:
    """What a session has: by time, then by slot and board as people count, then by title."""
    volume = compiled.volume
    found = [
        Item(volume.by_id[placement.contribution], placement, span)
        for placement in volume.placed[session.id]
        if placement.contribution in volume.by_id and (span := volume.span(placement))
    ]

    def order(item: Item) -> tuple[object, ...]:
        place = item.placement
        return (
            not place.start,
            item.span[0],
            *((not text, names.natural(text)) for text in (place.slot, place.board)),
            compiled.title(item.contribution).sort_key,
            item.contribution.id,
        )

    return tuple(sorted(found, key=order))


def places(volume: Volume, contribution: Contribution) -> tuple[tuple[Placement, Session, Span], ...]:
    """The places of a contribution that have a time, the earliest first."""
    found = [
        (placement, session, span)
        for placement in volume.places.get(contribution.id, ())
        if (session := volume.sessions.get(placement.session or "")) and (span := volume.span(placement))
    ]
    return tuple(sorted(found, key=lambda place: (place[2], place[1].id)))


def in_order(sessions: Sequence[Session]) -> list[Session]:
    """Sessions by the time at which they begin; of those that begin together, the longest first."""
    return sorted(sessions, key=lambda s: (s.start, -s.end.timestamp(), s.room, s.id))
