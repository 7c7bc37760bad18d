"""Rules over the volume itself: its settings and its programme."""

from __future__ import annotations

import datetime
from collections.abc import Collection, Iterator, Mapping
from types import MappingProxyType

from sphinx_proceedings import names
from sphinx_proceedings.checks import clashes
from sphinx_proceedings.model import Hall, Volume
from sphinx_proceedings.problems import Problem
from sphinx_proceedings.render.math import Typesetter
from sphinx_proceedings.sources.marked_yaml import Key, Marked

DAY = datetime.timedelta(days=1)


def run(volume: Volume, marks: Mapping[str, Marked], docs: str, typesetter: Typesetter) -> list[Problem]:
    """Every Problem of volume.yml and programme.yml, which lie in the folder `docs`."""
    settings, programme = f"{docs}/volume.yml", f"{docs}/programme.yml"
    marked = {path: marks.get(path, Marked({})) for path in (settings, programme)}
    faults = {
        settings: [
            *_ids_are_unique(volume),
            *_neighbours_are_others(volume),
            *_macros_convert(volume, typesetter),
        ],
        programme: [
            *_programme_names_what_exists(volume),
            *_programme_names_once(volume),
            *_sessions_lie_within_the_event(volume),
            *_talks_lie_within_their_session(volume),
            *_plans_show_each_board_once(volume),
            *_former_ids_lead_on(volume),
            *clashes.run(volume, lambda way: marked[programme].place(way)[0]),
        ],
    }
    return sorted(
        Problem(path, *marked[path].place(way), code, message, fix)
        for path, found in faults.items()
        for way, code, message, fix in found
    )


Fault = tuple[Key, str, str, str]


def _ids_are_unique(volume: Volume) -> Iterator[Fault]:
    seen: set[str] = set()
    for i, topic in enumerate(volume.settings.topics):
        if topic.id in seen:
            yield (
                ("topics", i, "id"),
                "VOLUME",
                f"Two topics have the id “{topic.id}”.",
                "Rename one.",
            )
        seen.add(topic.id)


def _neighbours_are_others(volume: Volume) -> Iterator[Fault]:
    for i, topic in enumerate(volume.settings.topics):
        for other in topic.neighbours:
            at: Key = ("topics", i, "neighbours", other)
            if other not in volume.topics:
                fix = names.did_you_mean(other, volume.topics) or "Correct or remove it."
                yield at, "VOLUME", f"There is no topic “{other}”.", fix
            elif other == topic.id:
                yield at, "VOLUME", f"The topic “{other}” is its own neighbour.", "Remove it."
            elif topic.id in volume.topics[other].neighbours and topic.id < other:
                message = f"“{topic.id}” and “{other}” name each other."
                yield at, "VOLUME", message, "Keep the phrase of one of them; it stands on both pages."


def _macros_convert(volume: Volume, typesetter: Typesetter) -> Iterator[Fault]:
    for name, body in volume.settings.macros.items():
        reason = typesetter.unusable.get(name, "")
        if not reason and "#" in body and body.count("{") != body.count("}"):
            reason = "Its braces do not match"
        elif not reason and "#" not in body:
            # Alone, or with what follows as its argument.
            tried = [typesetter.one(f"\\{name}{after}").problem for after in ("", "{x}")]
            reason = tried[0] if all(tried) else ""
        if reason:
            yield ("macros", name), "MATH", f"The macro “{name}” does not convert: {reason}.", "Mend it."


def _programme_names_once(volume: Volume) -> Iterator[Fault]:
    programme = volume.programme
    for field, ids in (
        ("sessions", [session.id for session in programme.sessions]),
        ("halls", [hall.id for hall in programme.halls]),
    ):
        seen: set[str] = set()
        for i, id_ in enumerate(ids):
            if id_ in seen:
                yield (field, i, "id"), "PROGRAMME", f"The id “{id_}” is given twice.", "Rename one."
            seen.add(id_)


def _ids(volume: Volume) -> set[str]:
    return {*volume.by_id, *(quarantined.id for quarantined in volume.quarantined)}


def _programme_names_what_exists(volume: Volume) -> Iterator[Fault]:
    contributions, moved = _ids(volume), volume.programme.moved
    for i, placement in enumerate(volume.programme.placements):
        way: Key = ("placements", i)
        id_ = placement.contribution
        yield from _exists((*way, "contribution"), id_, "contribution", contributions, moved)
        if placement.session:
            yield from _exists((*way, "session"), placement.session, "session", volume.sessions)
        if placement.board and volume.halls:
            yield from _exists((*way, "board"), placement.board, "board", volume.halls)
    for i, correction in enumerate(volume.programme.corrections):
        at: Key = ("corrections", i, "contribution")
        yield from _exists(at, correction.contribution, "contribution", contributions, moved)


def _exists(
    way: Key,
    wanted: str,
    what: str,
    known: Collection[str],
    moved: Mapping[str, str] = MappingProxyType({}),
) -> Iterator[Fault]:
    if wanted not in known:
        fix = names.did_you_mean(wanted, known) or "Correct or remove it."
        if wanted in moved:
            fix = f"Its id is “{moved[wanted]}” now."
        yield way, "PROGRAMME", f"There is no {what} “{wanted}”.", fix


def _former_ids_lead_on(volume: Volume) -> Iterator[Fault]:
    known, moved = _ids(volume), volume.programme.moved
    for old, new in moved.items():
        at: Key = ("moved", old)
        end, way = new, {old}
        while end in moved and end not in known and end not in way:
            way.add(end)
            end = moved[end]
        if old in known:
            message = f"“{old}” is the id of a contribution, so nothing leads on from its address."
            yield at, "PROGRAMME", message, "Remove the line, or give the contribution another id."
        elif end in way:
            yield at, "PROGRAMME", f"From “{old}” the way leads in a circle.", "Name an id that exists."
        elif end != new:
            message = f"“{new}” is no contribution’s id any more."
            yield at, "PROGRAMME", message, f"Write {old}: {end}."
        else:
            yield from _exists(at, new, "contribution", known)


def _sessions_lie_within_the_event(volume: Volume) -> Iterator[Fault]:
    dates = volume.settings.dates
    for i, session in enumerate(volume.programme.sessions):
        start: Key = ("sessions", i, "start")
        end: Key = ("sessions", i, "end")
        if session.end <= session.start:
            yield end, "PROGRAMME", "The session ends before it begins.", "Correct it."
        elif session.end - session.start > DAY:
            yield end, "PROGRAMME", "The session lasts longer than a day.", "Make it one for each day."
        if dates and not dates.start <= session.day <= dates.end:
            message = f"The session is on {session.day}, and the event from {dates.start} to {dates.end}."
            yield start, "PROGRAMME", message, "Correct it, or the dates in volume.yml."


def _talks_lie_within_their_session(volume: Volume) -> Iterator[Fault]:
    for i, placement in enumerate(volume.programme.placements):
        for key in ("start", "end"):
            if not getattr(placement, key):
                continue
            session, span = volume.sessions.get(placement.session or ""), volume.span(placement)
            at: Key = ("placements", i, key)
            if session is None or span is None:
                if not placement.session:
                    yield at, "PROGRAMME", "Without a session the time has no day.", "Add session: …"
            elif not session.start <= span[key == "end"] <= session.end:
                hours = f"{session.start:%H:%M} to {session.end:%H:%M}"
                message = f"The session “{session.id}” is from {hours}."
                yield at, "PROGRAMME", message, "Choose a time within it."
            elif key == "end" and span[1] <= span[0]:
                yield at, "PROGRAMME", "The talk ends before it begins.", "Correct it."


def _plans_show_each_board_once(volume: Volume) -> Iterator[Fault]:
    seen: set[str] = set()
    for i, hall in enumerate(volume.programme.halls):
        taken: dict[tuple[float, float], str] = {}
        places = hall.places
        for way, number in _boards(hall):
            at: Key = ("halls", i, *way)
            if number in seen:
                yield at, "PROGRAMME", f"The board “{number}” stands in a plan twice.", "Rename one."
            elif places[number] in taken:
                message = f"The boards “{taken[places[number]]}” and “{number}” stand at the same place."
                yield at, "PROGRAMME", message, "Move one of them."
            seen.add(number)
            taken[places[number]] = number


def _boards(hall: Hall) -> Iterator[tuple[Key, str]]:
    """Each board of a plan, and the way to it within the hall."""
    for i, row in enumerate(hall.rows):
        yield from ((("rows", i), number) for number in row.split() if number != ".")
    yield from ((("boards", number), number) for number in hall.boards)
