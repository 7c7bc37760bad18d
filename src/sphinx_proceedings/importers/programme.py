"""A programme as another system has it, as a file that organizers can begin with."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any

import yaml

from sphinx_proceedings import names
from sphinx_proceedings.importers import prose
from sphinx_proceedings.importers.record import Slot
from sphinx_proceedings.model.programme import Programme

MAX_TITLE = 600
NOTE = (
    "# Suggested by an import: a session for each session of the other system and day, from its first\n"
    "# contribution to its last. Where it has no sessions, for each room and day.\n"
)


def suggested(slots: Mapping[str, Slot]) -> str:
    """The text of a programme.yml with a place for each contribution, by its id; sorted by time."""
    groups: dict[tuple[datetime.date, str], list[tuple[str, Slot]]] = {}
    for id_, slot in slots.items():
        if slot.start:
            title = (prose.plain(slot.session) or prose.plain(slot.room) or "Programme")[:MAX_TITLE]
            groups.setdefault((slot.start.date(), title), []).append((id_, slot))
    days: dict[str, int] = {}
    for _, title in groups:
        days[title] = days.get(title, 0) + 1
    sessions: list[dict[str, Any]] = []
    placements: list[dict[str, Any]] = []
    taken: set[str] = set()
    for (day, title), members in sorted(groups.items(), key=_begin):
        wanted = names.slug(title)[:40].strip("-") + (f"-{day.isoformat()}" if days[title] > 1 else "")
        id_, number = wanted, 1
        while id_ in taken:
            number += 1
            id_ = f"{wanted}-{number}"
        taken.add(id_)
        sessions.append(_session(id_, title, [slot for _, slot in members]))
        placements += [_placement(each, id_, slot) for each, slot in sorted(members, key=_order)]
    data = {"sessions": sessions, "placements": placements}
    Programme.model_validate(data)
    return NOTE + yaml.safe_dump(data, allow_unicode=True, sort_keys=False, width=96)


def _begin(
    group: tuple[tuple[datetime.date, str], list[tuple[str, Slot]]],
) -> tuple[datetime.datetime, str]:
    (_, title), members = group
    return min(slot.start for _, slot in members if slot.start), title


def _order(member: tuple[str, Slot]) -> tuple[Any, ...]:
    id_, slot = member
    return slot.start, names.natural(slot.board), id_


def _session(id_: str, title: str, slots: list[Slot]) -> dict[str, Any]:
    starts = [slot.start for slot in slots if slot.start]
    ends = [slot.end for slot in slots if slot.end]
    rooms = {slot.room for slot in slots}
    made = {"id": id_, "title": title, "start": min(starts), "end": max([*starts, *ends])}
    if all(slot.board for slot in slots):
        made["kind"] = "posters"
    if len(rooms) == 1 and (room := prose.plain(rooms.pop())):
        made["room"] = room
    return {
        key: each.isoformat() if isinstance(each, datetime.datetime) else each for key, each in made.items()
    }


def _placement(contribution: str, session: str, slot: Slot) -> dict[str, Any]:
    made = {"contribution": contribution, "session": session}
    if slot.board:
        made["board"] = slot.board
    elif slot.start:
        made["start"] = f"{slot.start:%H:%M}"
        if slot.end and slot.end > slot.start:
            made["end"] = f"{slot.end:%H:%M}"
    return made
