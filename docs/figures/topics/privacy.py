"""The tables that train one logistic regression, and all pairs of sums that such a regression can release.

Groups of 6, 4, 6 and 5 people receive the doses 0 to 3; y counts positive labels. The fitted model is a
function of s = Σ y and t = Σ j y. Left: the tables with (s, t) = (12, 22) are the lattice points of a
polygon in the plane (2, 2, 4, 4) + a(1, -2, 1, 0) + b(0, 1, -2, 1), drawn so that these two moves and their
sum have the same length. Right: all pairs (s, t), sheared to (s, t - 3s/2); their hull is a zonotope.
"""

from collections import Counter
from itertools import product

import numpy as np
from drawing import Drawing
from numpy.typing import NDArray

SIZES = np.array([6, 4, 6, 5])
BASE = np.array([2, 2, 4, 4])
MOVES = np.array([[1, -2, 1, 0], [0, 1, -2, 1], [1, -1, -1, 1]])
TINY = np.array([0.03, 0])  # half of a segment that looks like a dot
FORMS = ("line", "dashed", "heavy")
PLANE = np.array([[0.5, -np.sqrt(0.75)], [0.5, np.sqrt(0.75)]])  # where the first two moves go

SHIFTS = {  # of the names of tables that do not stand below them
    (0, 4, 6, 2): (2, 18),
    (1, 3, 5, 3): (-18, 18),
    (1, 4, 3, 4): (0, 18),
    (2, 2, 4, 4): (38, -17),
    (2, 3, 2, 5): (0, 18),
    (3, 1, 3, 5): (25, 4),
}


def shear(pair: tuple[int, int]) -> tuple[float, float]:
    """A pair of sums in the plane of the second panel."""
    return pair[0], pair[1] - 1.5 * pair[0]


def place(tables: NDArray[np.float64]) -> NDArray[np.float64]:
    """The plane of the fiber: a is y₀ - 2 and b is y₃ - 4."""
    return (tables - BASE)[..., [0, 3]] @ PLANE


def polygon() -> NDArray[np.float64]:
    """The corners of the polygon 0 ≤ y ≤ sizes: two of the bounds hold with equality."""
    corners = []
    rows, limits = np.vstack([MOVES[:2].T, -MOVES[:2].T]), np.concatenate([SIZES - BASE, BASE])
    for i in range(8):
        for j in range(i):
            pair = rows[[i, j]]
            if abs(np.linalg.det(pair)) > 1e-9:
                point = np.linalg.solve(pair, limits[[i, j]])
                if (rows @ point <= limits + 1e-9).all():
                    corners.append(point @ PLANE)
    found = np.unique(np.round(corners, 9), axis=0)
    middle = found.mean(axis=0)
    return found[np.argsort(np.arctan2(*(found - middle).T[::-1]))]


def draw() -> bytes:
    """The picture of the topic page."""
    drawing = Drawing(282)
    tables = np.array(list(product(*(range(size + 1) for size in SIZES))))
    releases = np.stack([tables.sum(axis=1), tables @ np.arange(4)], axis=1)
    fiber = tables[(releases == (12, 22)).all(axis=1)]

    left = drawing.panel((-2.2, -1.5, 1.5, 1.5), at=(4, 4, 284, 250))
    left.area(polygon(), "hue-1")
    known = {tuple(table) for table in fiber}
    for move, form in zip(MOVES, FORMS, strict=True):
        ends = [[table, table + move] for table in fiber if tuple(table + move) in known]
        left.segments(place(np.array(ends)), "mark" if form == "heavy" else "hue-1", form=form)
    left.dots(place(fiber), "hue-1", radius=5)
    for table in fiber:
        left.label(
            place(table), "".join(map(str, table)), shift=SHIFTS.get(tuple(table.tolist()), (0, -17))
        )
    drawing.label(146, 272, "*s* = 12, *t* = 22")

    right = drawing.panel((-0.5, -11.5, 21.5, 11.5), at=(304, 4, 168, 250), stretch=True)
    counts = Counter(map(tuple, releases.tolist()))
    for form, look, least, most in (("line", "soft", 2, len(tables)), ("heavy", "mark", 1, 1)):
        pairs = [pair for pair, count in counts.items() if least <= count <= most]
        points = np.array([shear(pair) for pair in pairs])
        right.segments(np.stack([points - TINY, points + TINY], axis=1), look, form=form)
    right.dots([shear((12, 22))], "hue-1", open_=True, radius=5)
    drawing.label(388, 272, "all pairs (*s*, *t*)")
    return drawing.bytes()
