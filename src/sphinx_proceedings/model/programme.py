"""The programme: what the organizers decide about contributions, as docs/programme.yml says it."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from functools import cached_property
from typing import Annotated, Self

from pydantic import AwareDatetime, Field, model_validator
from pydantic_core import PydanticCustomError

from sphinx_proceedings.model.record import Identifier, Line, Record, Text

BOARD = r"[A-Za-z0-9][A-Za-z0-9-]{0,7}"
Board = Annotated[str, Field(pattern=f"^{BOARD}$")]
Row = Annotated[str, Field(pattern=rf"^(\.|{BOARD})( +(\.|{BOARD}))*$")]
Clock = Annotated[str, Field(pattern=r"^([01]\d|2[0-3]):[0-5]\d$")]
Length = Annotated[float, Field(ge=0, le=1000, allow_inf_nan=False)]
Point = tuple[Length, Length]


class Session(Record):
    """A part of the programme."""

    id: Identifier = Field(description="Short id.")
    title: Text = Field(description="As it is printed.")
    kind: Line = Field("session", description="talks, posters, break …; a break is shown in small.")
    start: AwareDatetime = Field(description="With offset: 2027-02-01T09:00:00-08:00.")
    end: AwareDatetime = Field(description="With offset.")
    room: Line = Field("", description="Where.")
    chair: Line = Field("", description="Who leads it; several names with commas between them.")
    description: str = Field("", description="A sentence or two about it.")

    @property
    def day(self) -> datetime.date:
        """The day on which it begins, there."""
        return self.start.date()

    @property
    def chairs(self) -> tuple[str, ...]:
        """The names of those who lead it."""
        return tuple(name for part in self.chair.split(",") if (name := part.strip()))

    def overlaps(self, other: Session) -> bool:
        """Whether some moment belongs to both."""
        return self.start < other.end and other.start < self.end

    def at(self, clock: str) -> datetime.datetime:
        """The moment within the session at which its clock shows `clock`."""
        moment = datetime.datetime.combine(self.day, datetime.time.fromisoformat(clock), self.start.tzinfo)
        next_day = moment + datetime.timedelta(days=1)
        return next_day if moment < self.start and next_day <= self.end else moment


class Placement(Record):
    """Where a contribution stands in the programme."""

    contribution: Identifier = Field(description="Its id.")
    session: Identifier | None = Field(None, description="Id of a session.")
    board: Line = Field("", description="Number of its poster board.")
    slot: Line = Field("", description="Its place within the session.")
    start: Clock | None = Field(
        None, description="When a talk begins, as 09:30, by the clock of its session."
    )
    end: Clock | None = Field(
        None,
        description="When it ends; else when the next talk of the session begins, or the session ends.",
    )


class Hall(Record):
    """A place with poster boards. Its plan is given as `rows`, or as `boards`."""

    id: Identifier = Field(description="Short id.")
    title: Text = Field(description="As it is printed.")
    rows: tuple[Row, ...] = Field(
        (),
        description="The plan as seen from above, a line for each row: board numbers and, for places "
        "without a board, dots, with blanks between them.",
    )
    boards: dict[Board, Point] = Field(
        default_factory=dict,
        description="Or the place of each board: [to the right, down], in any unit.",
    )
    landmarks: dict[Text, Point] = Field(
        default_factory=dict,
        description="Doors, windows …, each with its place; in `rows`, [column, row] from 0.",
    )

    @model_validator(mode="after")
    def _has_one_plan(self) -> Self:
        if bool(self.rows) == bool(self.boards):
            raise PydanticCustomError("FM-VALUE", "A hall has either rows or boards.")
        return self

    @cached_property
    def numbers(self) -> tuple[str, ...]:
        """The numbers of the boards as they are written; one that is written twice stands twice."""
        if self.boards:
            return tuple(self.boards)
        return tuple(number for row in self.rows for number in row.split() if number != ".")

    @cached_property
    def places(self) -> Mapping[str, tuple[float, float]]:
        """Where each board stands."""
        if self.boards:
            return self.boards
        return {
            number: (x, y)
            for y, row in reversed(list(enumerate(self.rows)))
            for x, number in enumerate(row.split())
            if number != "."
        }


class Correction(Record):
    """A dated note on a contribution, shown on its page."""

    contribution: Identifier = Field(description="Its id.")
    date: datetime.date = Field(description="When it was made.")
    text: Text = Field(description="What was corrected, or why it was withdrawn.")


class Programme(Record):
    """What the organizers decide about contributions: docs/programme.yml."""

    revised: datetime.date | None = Field(
        None, description="When sessions and placements were last changed; calendars are told."
    )
    sessions: tuple[Session, ...] = Field((), description="Sessions, in order.")
    placements: tuple[Placement, ...] = Field((), description="Which contribution is where.")
    halls: tuple[Hall, ...] = Field((), description="Where the poster boards stand.")
    corrections: tuple[Correction, ...] = Field((), description="Corrections and withdrawals.")
    moved: dict[Identifier, Identifier] = Field(
        default_factory=dict,
        description="Ids that contributions had before, each with the id of today: old addresses lead on.",
    )
