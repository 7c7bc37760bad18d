"""The programme for calendars: all of it, a session, or a contribution that has its time."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator
from pathlib import Path

from sphinx_proceedings.exports.calendar import Event, calendar
from sphinx_proceedings.model import Contribution, Session
from sphinx_proceedings.pages import schedule
from sphinx_proceedings.pages.compiled import Compiled

LISTED = 40
"""So many contributions of a session are named in its event; of more there is only the number."""


def write(compiled: Compiled, out: Path) -> None:
    """Write the calendar of the programme and of each session below `out`, and remove those of others."""
    made = files(compiled)
    for old in (out / schedule.WHOLE, *(out / schedule.FOLDER).glob("*.ics")):
        if old.relative_to(out).as_posix() not in made:
            old.unlink(missing_ok=True)
    for address, text in made.items():
        file = out / address
        file.parent.mkdir(exist_ok=True)
        file.write_bytes(text.encode())


def whole(compiled: Compiled) -> str:
    """The calendar of the programme; empty where nothing is scheduled."""
    return files(compiled).get(schedule.WHOLE, "")


def files(compiled: Compiled) -> dict[str, str]:
    """The calendar of the programme and of each session, by address; none where nothing is scheduled."""
    sessions = schedule.in_order(list(compiled.volume.sessions.values()))
    if not sessions:
        return {}
    events = [_session(compiled, session) for session in sessions]
    name = compiled.volume.settings.brief
    alone = {
        f"{schedule.FOLDER}/{session.id}.ics": calendar([event], compiled.spoken(session.title))
        for session, event in zip(sessions, events, strict=True)
    }
    return {schedule.WHOLE: calendar(events, name), **alone}


def of_contributions(compiled: Compiled, contributions: Iterable[Contribution]) -> str:
    """The calendar of some contributions; empty where none of them has a time."""
    events = [event for c in contributions for event in _contribution(compiled, c)]
    return calendar(events, compiled.volume.settings.brief) if events else ""


def _session(compiled: Compiled, session: Session) -> Event:
    return Event(
        uid=_uid(compiled, f"session-{session.id}"),
        stamp=_stamp(compiled, session.start),
        start=session.start,
        end=session.end,
        summary=compiled.spoken(session.title),
        location=_location(compiled, session.room),
        description="\n".join(_about(compiled, session)),
        url=_url(compiled, "programme.html", f"#session-{session.id}"),
        kind=session.kind,
    )


def _about(compiled: Compiled, session: Session) -> Iterator[str]:
    if session.description:
        yield compiled.spoken(session.description)
    if session.chair:
        yield f"Chair: {session.chair}"
    published = [
        item
        for item in schedule.items(compiled, session)
        if not item.contribution.is_sample and not item.contribution.is_withdrawn
    ]
    if len(published) > LISTED:
        yield f"{len(published)} contributions."
        return
    if any(item.begin for item in published):
        yield f"Times are in {schedule.offset(session.start)}."
    for item in published:
        board = item.placement.board
        place = item.begin or (f"Board {board}:" if board else "")
        yield f"{place} {compiled.title(item.contribution).text} ({_authors(item.contribution)})".strip()


def _contribution(compiled: Compiled, contribution: Contribution) -> Iterator[Event]:
    corrections = compiled.volume.corrections.get(contribution.id, ())
    latest = corrections[-1].date if corrections else None
    for number, (placement, session, (start, end)) in enumerate(
        schedule.places(compiled.volume, contribution), 1
    ):
        board, hall = placement.board, compiled.volume.halls.get(placement.board)
        where = [f"Board {board}" if board else "", hall.title if hall else "", session.room]
        yield Event(
            uid=_uid(compiled, f"abstract-{contribution.id}" + (f"-{number}" if number > 1 else "")),
            stamp=_stamp(compiled, start, latest),
            start=start,
            end=end,
            summary=compiled.title(contribution).text,
            location=_location(compiled, *where),
            description=f"{_authors(contribution)}\n{compiled.spoken(session.title)}",
            url=_url(compiled, f"abstracts/{contribution.id}.html"),
            kind=session.kind,
            cancelled=contribution.is_withdrawn,
        )


def _authors(contribution: Contribution) -> str:
    return ", ".join(author.name.display for author in contribution.meta.authors)


def _uid(compiled: Compiled, thing: str) -> str:
    return f"{thing}@{compiled.volume.settings.identity}"


def _stamp(
    compiled: Compiled, start: datetime.datetime, changed: datetime.date | None = None
) -> datetime.datetime:
    """When an event was last changed, as far as the data say; else when it begins."""
    days = [day for day in (compiled.volume.programme.revised, changed) if day]
    if not days:
        return start
    return datetime.datetime.combine(max(days), datetime.time(), datetime.UTC)


def _location(compiled: Compiled, *parts: str) -> str:
    settings = compiled.volume.settings
    whole = (*parts, settings.host.brief if settings.host else "", settings.place)
    return ", ".join(dict.fromkeys(part for part in whole if part))


def _url(compiled: Compiled, address: str, anchor: str = "") -> str:
    site = compiled.volume.settings.site_url
    return f"{site.rstrip('/')}/{address}{anchor}" if site else ""
