"""The timetable: days side by side, what is at the same time at the same height.

It is a table of HTML. A page has no inline style, so nothing can be placed by its time; rows from each
beginning or end of a session to the next, and cells that span some of them, say the same.
"""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from sphinx_proceedings.model import Session

HEIGHTS = (15, 30, 45, 60, 90, 120)
"""From so many minutes a row has the next height."""
MINUTE = datetime.timedelta(minutes=1)


@dataclass(frozen=True)
class Cell:
    """A session, or None for no session, and how many columns and rows it takes."""

    session: Session | None
    columns: int
    rows: int


@dataclass(frozen=True)
class Row:
    """What begins at a time. `height` is the number of the row's height."""

    minute: int
    """Since the beginning of the day."""
    minutes: int
    height: int
    cells: tuple[Cell, ...]

    @property
    def clock(self) -> str:
        """The time."""
        return f"{self.minute // 60 % 24:02}:{self.minute % 60:02}"


@dataclass(frozen=True)
class Timetable:
    """The number of columns of each day, and the rows."""

    columns: tuple[int, ...]
    rows: tuple[Row, ...]


def clusters(sessions: Sequence[Session]) -> list[list[Session]]:
    """Sessions in the order of time, those together that overlap, directly or by others between them."""
    found: list[list[Session]] = []
    for session in sessions:
        if found and session.start < max(other.end for other in found[-1]):
            found[-1].append(session)
        else:
            found.append([session])
    return found


def timetable(days: Sequence[Sequence[Session]]) -> Timetable:
    """The timetable of some days, each with its sessions in the order of time."""
    lanes = [[_lanes(cluster) for cluster in clusters(day)] for day in days]
    columns = tuple(max((len(cluster) for cluster in day), default=1) for day in lanes)
    begin = {session.id: _minutes(session.start) for day in days for session in day}
    end = {s.id: begin[s.id] + (s.end - s.start) // MINUTE for day in days for s in day}
    bounds = sorted({*begin.values(), *end.values()})
    row_of = {minute: i for i, minute in enumerate(bounds)}
    grid: dict[tuple[int, int], Cell | None] = {}
    first = 0
    for day, wide in zip(lanes, columns, strict=True):
        for cluster in day:
            edges = [first + i * wide // len(cluster) for i in range(len(cluster) + 1)]
            for lane, (left, right) in zip(cluster, pairwise(edges), strict=True):
                for session in lane:
                    top, bottom = row_of[begin[session.id]], row_of[end[session.id]]
                    grid |= {(r, c): None for r in range(top, bottom) for c in range(left, right)}
                    grid[top, left] = Cell(session, right - left, bottom - top)
        first += wide
    # Hours in which there is nothing need no room.
    busy = {row for row, _ in grid}
    rows = [
        Row(start, end - start, _height(end - start) if i in busy else 0, _cells(grid, i, columns))
        for i, (start, end) in enumerate(pairwise(bounds))
    ]
    return Timetable(columns, tuple(rows))


def _cells(
    grid: dict[tuple[int, int], Cell | None], row: int, columns: tuple[int, ...]
) -> tuple[Cell, ...]:
    """The cells that begin in a row; what is free in a day is one cell."""
    found: list[Cell] = []
    first = 0
    for wide in columns:
        free = 0
        for column in range(first, first + wide):
            if (row, column) not in grid:
                free += 1
                continue
            if free:
                found.append(Cell(None, free, 1))
                free = 0
            if cell := grid[row, column]:
                found.append(cell)
        if free:
            found.append(Cell(None, free, 1))
        first += wide
    return tuple(found)


def _lanes(cluster: list[Session]) -> list[list[Session]]:
    """The sessions of a cluster in as many lanes as it takes for none to overlap; a room keeps its lane."""
    lanes: list[list[Session]] = []
    for session in cluster:
        fitting = [lane for lane in lanes if lane[-1].end <= session.start]
        same = [lane for lane in fitting if lane[-1].room == session.room]
        if fitting:
            (same or fitting)[0].append(session)
        else:
            lanes.append([session])
    return lanes


def _height(minutes: int) -> int:
    return sum(minutes >= least for least in HEIGHTS)


def _minutes(moment: datetime.datetime) -> int:
    """Minutes since the beginning of the day, by the clock of the moment's place."""
    return moment.hour * 60 + moment.minute
