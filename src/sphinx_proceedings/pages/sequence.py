"""The sequence of contributions in which one page leads to the next."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sphinx_proceedings import names
from sphinx_proceedings.model import Contribution
from sphinx_proceedings.pages import schedule
from sphinx_proceedings.pages.compiled import Compiled


@dataclass(frozen=True)
class Step:
    """A contribution in its sequence. `order` says in words which that is, with $math$."""

    contribution: Contribution
    order: str

    @property
    def shown(self) -> tuple[str, str, str]:
        """What a page shows of it."""
        return self.contribution.id, self.contribution.meta.title, self.order


Around = tuple[Step | None, Step | None]
"""What comes before, and what comes after."""


def around(compiled: Compiled) -> Mapping[str, Around]:
    """The steps before and after each contribution, by its id.

    Those with a session follow each other as in the programme, at the first of their places; those with
    nothing but a board by board; all others by title.
    """
    volume = compiled.volume
    placed: dict[str, Step] = {}
    for session in schedule.in_order(list(volume.sessions.values())):
        for item in schedule.items(compiled, session):
            placed.setdefault(item.contribution.id, Step(item.contribution, f"in {session.title}"))
    rest = [contribution for contribution in compiled.ordered if contribution.id not in placed]
    boards = {c.id: place.board for c in rest if (place := volume.placements.get(c.id)) and place.board}
    hung = sorted((c for c in rest if c.id in boards), key=lambda c: names.natural(boards[c.id]))
    sequences = (
        list(placed.values()),
        [Step(contribution, "by board") for contribution in hung],
        [Step(contribution, "by title") for contribution in rest if contribution.id not in boards],
    )
    return {
        step.contribution.id: (before, after)
        for steps in sequences
        for before, step, after in zip([None, *steps], steps, [*steps[1:], None], strict=False)
    }
