"""A 4 x 4 matrix of signs in two orders of its rows, their unfoldings, and what formats leave over.

H is the Kronecker square of (1, 1; 1, -1). With rows and columns numbered by two binary digits, its
unfolding has the rows (i₁, j₁) and the columns (i₂, j₂). On the left H and H with its middle rows
exchanged, each with its unfolding; on the right the least squared error against the dimension of a
format. Matrices of rank r among the 4 x 4 matrices have dimension r (8 - r), and all singular values
of an unfolding that are not zero are equal here, so that rank r of s leaves the part 1 - r/s.
"""

from itertools import permutations

import numpy as np
from drawing import Drawing, Panel
from numpy.typing import NDArray

Signs = NDArray[np.int_]

PAIR = np.array([[1, 1], [1, -1]])
H: Signs = np.kron(PAIR, PAIR)
LOOKS = {1: "mark", 2: "hue-1", 4: ""}  # of the ranks of unfoldings


def unfold(matrix: Signs) -> Signs:
    """Rows by the first digits of row and column, columns by the second digits."""
    return matrix.reshape(2, 2, 2, 2).transpose(0, 2, 1, 3).reshape(4, 4)


def pattern(drawing: Drawing, matrix: Signs, x: float, y: float) -> None:
    """Dots for 1 and rings for -1, with the corner at (x, y) of the picture."""
    panel = drawing.panel((-0.5, -0.5, 3.5, 3.5), at=(x, y, 72, 72))
    for sign in (1, -1):
        rows, columns = np.nonzero(matrix == sign)
        places = np.stack([columns, 3 - rows], axis=1)
        panel.dots(places, "" if sign == 1 else "soft", radius=5, open_=sign == -1)


def left(drawing: Drawing) -> None:
    """Two orders of the rows, and their unfoldings."""
    for y, order in ((40, (0, 1, 2, 3)), (162, (0, 2, 1, 3))):
        matrix = H[list(order)]
        folded = unfold(matrix)
        pattern(drawing, matrix, 8, y)
        pattern(drawing, folded, 122, y)
        drawing.panel((0, 0, 1, 1), at=(86, y + 36, 30, 1), stretch=True).arrow((0, 0), (1, 0), "soft")
        rank = int(np.linalg.matrix_rank(folded))
        drawing.label(158, y + 92, f"rank {rank}", look=LOOKS[rank])
    drawing.label(44, 30, "*H*")
    drawing.label(158, 30, "unfolding")


def kinds() -> dict[int, int]:
    """How many orders of the rows have an unfolding of each rank."""
    ranks = [int(np.linalg.matrix_rank(unfold(H[list(order)]))) for order in permutations(range(4))]
    return {rank: ranks.count(rank) for rank in sorted(set(ranks))}


def right(panel: Panel) -> None:
    """The errors: small dots for pruning, and the points of each kind of order."""
    total = float(np.sum(H**2))
    panel.axes(origin=(0.0, 0.0))
    for tick in (7, 16):
        panel.label((tick, 0), str(tick), "soft", shift=(0, -16))
    for tick in (8, 12, 16):
        panel.label((0, tick), str(tick), "soft", shift=(-8, 0), anchor="end")
    panel.dots([(k, total - k) for k in range(17)], "soft", radius=2.5)
    panel.label((1.3, 16.3), "pruned", "soft", anchor="start")
    for rank, orders in kinds().items():
        steps = np.array([(r * (8 - r), total * (1 - r / rank)) for r in range(1, rank + 1)])
        panel.curve(steps, LOOKS[rank], form="dashed" if rank == 2 else "line")
        panel.dots(steps, LOOKS[rank], radius=5)
        dx, dy, anchor = {1: (-10, 10, "end"), 2: (-8, -12, "end"), 4: (10, 10, "start")}[rank]
        panel.label(steps[0], f"{orders} orders", LOOKS[rank], shift=(dx, dy), anchor=anchor)


def draw() -> bytes:
    """Patterns on the left, errors on the right."""
    drawing = Drawing(294)
    left(drawing)
    right(drawing.panel((0, 0, 18.4, 18.4), at=(244, 22, 226, 226), stretch=True))
    drawing.label(396, 285, "dimension", look="soft")
    drawing.label(252, 22, "error", look="soft", anchor="start")
    return drawing.bytes()
