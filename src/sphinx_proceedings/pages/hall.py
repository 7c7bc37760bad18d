"""The poster hall: a plan of its boards, drawn when the site is built, and the same as a list."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import combinations

from markupsafe import Markup

from sphinx_proceedings import names
from sphinx_proceedings.model import Hall
from sphinx_proceedings.pages.compiled import Compiled
from sphinx_proceedings.pages.listing import Row, row
from sphinx_proceedings.pages.templates import render

HIGH, GAP, LETTER, MARGIN = 40.0, 8.0, 9.0, 6.0
"""In pixels: the height of a board, between two, of a letter of its number, around the plan."""
NARROWEST = 44.0
LANDMARK = 7.5
"""Width of a letter of a landmark."""
LARGEST = 6000.0
"""No plan is wider or higher than this; in one that would be, boards may overlap."""


@dataclass(frozen=True)
class Stand:
    """A contribution at a board, and in which session."""

    row: Row
    session: Markup
    session_id: str


@dataclass(frozen=True)
class Board:
    """A board at its place on the plan; `stands` is what hangs there, in the order of the programme."""

    number: str
    x: float
    y: float
    stands: tuple[Stand, ...]
    label: str
    """What is said of the link."""

    @property
    def hue(self) -> int:
        """The hue of the topic of what hangs there; 0 for none."""
        topics = self.stands[0].row.topics if self.stands else ()
        return topics[0].hue if topics else 0


@dataclass(frozen=True)
class Plan:
    """A hall with its measures, in pixels."""

    hall: Hall
    boards: tuple[Board, ...]
    landmarks: tuple[tuple[str, float, float], ...]
    wide: float
    """Of a board."""
    high: float
    width: float
    height: float

    @property
    def taken(self) -> tuple[Board, ...]:
        """The boards on which something hangs, as people count."""
        return tuple(
            sorted((b for b in self.boards if b.stands), key=lambda board: names.natural(board.number))
        )


def poster_hall(compiled: Compiled, wanted: str, prefix: str) -> str:
    """The plan of the hall `wanted`, or of all, as HTML."""
    halls = [hall for hall in compiled.volume.programme.halls if wanted in ("", hall.id)]
    plans = [plan(compiled, hall) for hall in halls]
    return render("poster_hall.html", plans=plans, several=len(plans) > 1, prefix=prefix)


def address(compiled: Compiled, board: str, halls: Mapping[str, str]) -> str:
    """Where a plan shows a board, from the site's root; empty where none does.

    `halls` are the documents that show a hall, by its id.
    """
    hall = compiled.volume.halls.get(board)
    page = halls.get(hall.id) if hall else None
    return f"{page}.html#board-{board}" if page else ""


def plan(compiled: Compiled, hall: Hall) -> Plan:
    """The plan of a hall: boards as near to each other as they can be without touching."""
    wide = max(NARROWEST, 12 + LETTER * max(map(len, hall.places)))
    scale = _scale(hall.places.values(), wide + GAP, HIGH + GAP)
    # The words of a landmark have their middle where that of a board would be.
    halves = {text: max(wide, LANDMARK * len(text)) / 2 for text in hall.landmarks}
    points = [*hall.places.values(), *hall.landmarks.values()]
    top, bottom = min(y for _, y in points), max(y for _, y in points)
    across = [x for x, _ in points]
    scale = min(scale, LARGEST / max(max(across) - min(across), bottom - top, 1e-9))
    reach = [(x, wide / 2) for x, _ in hall.places.values()]
    reach += [(x, halves[text]) for text, (x, _) in hall.landmarks.items()]
    left = min(x * scale - half for x, half in reach)
    right = max(x * scale + half for x, half in reach)

    def place(x: float, y: float) -> tuple[float, float]:
        return MARGIN + x * scale - left, MARGIN + (y - top) * scale

    stands = _stands(compiled)
    boards = []
    for number, point in hall.places.items():
        x, y = place(*point)
        hung = stands.get(number, ())
        boards.append(
            Board(number, round(x - wide / 2, 1), round(y, 1), hung, _label(compiled, number, hung))
        )
    landmarks = []
    for text, point in hall.landmarks.items():
        x, y = place(*point)
        landmarks.append((text, round(x, 1), round(y + HIGH / 2, 1)))
    width = right - left + 2 * MARGIN
    height = (bottom - top) * scale + HIGH + 2 * MARGIN
    return Plan(hall, tuple(boards), tuple(landmarks), wide, HIGH, round(width, 1), round(height, 1))


def _scale(points: Iterable[tuple[float, float]], wide: float, high: float) -> float:
    """The least scale at which every two points are `wide` apart across, or `high` apart down."""
    needed = [
        min(wide / abs(x - u) if x != u else LARGEST, high / abs(y - v) if y != v else LARGEST)
        for (x, y), (u, v) in combinations(points, 2)
        if (x, y) != (u, v)
    ]
    return max(needed, default=1.0)


def _stands(compiled: Compiled) -> dict[str, tuple[Stand, ...]]:
    volume = compiled.volume
    found: dict[str, list[Stand]] = {}
    for placement in volume.programme.placements:
        contribution = volume.by_id.get(placement.contribution)
        if placement.board and contribution and not contribution.is_withdrawn:
            session = volume.sessions.get(placement.session or "")
            stand = Stand(
                row(compiled, contribution),
                compiled.inline(session.title) if session else Markup(""),
                session.id if session else "",
            )
            found.setdefault(placement.board, []).append(stand)
    return {number: tuple(stands) for number, stands in found.items()}


def _label(compiled: Compiled, number: str, stands: tuple[Stand, ...]) -> str:
    titles = [compiled.title(compiled.volume.by_id[stand.row.id]).text for stand in stands]
    return f"Board {number}: {'; '.join(titles)}"
