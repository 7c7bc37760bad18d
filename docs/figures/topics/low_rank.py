"""Level curves of a weighted distance to the rank-one matrices v vᵀ, as a function of v in the plane.

The loss is (x - 3)² + (t - 2)² + w (y² + z²) at the matrix (x, y; z, t). On a ray of direction θ it is
A r⁴ - B r² + 13 with A = c⁴ + s⁴ + 2 w c² s² and B = 6 c² + 4 s², c and s the cosine and sine of θ. So
a level curve is given by a quadratic equation for r². On the left w = 1, on the right w = 2.
"""

from fractions import Fraction
from itertools import pairwise

import numpy as np
from drawing import Drawing, Panel
from numpy.typing import NDArray

Points = NDArray[np.float64]

TOP = 13.0  # the loss at the origin
BOX = (-2.52, -2.2, 2.52, 2.2)
QUARTER = np.pi / 2


def form(angle: Points, w: float) -> tuple[Points, Points]:
    """A and B for each direction."""
    c, s = np.cos(angle) ** 2, np.sin(angle) ** 2
    return c**2 + s**2 + 2 * w * c * s, 6 * c + 4 * s


def radius(angle: Points, w: float, level: float, sign: int) -> Points:
    """The larger (sign 1) or smaller (sign -1) radius of a level curve; a negative root counts as zero."""
    a, b = form(angle, w)
    root = np.sqrt(np.maximum(b**2 - 4 * a * (TOP - level), 0))
    return np.sqrt(np.maximum(b + sign * root, 0) / (2 * a))


def around(angle: Points, w: float, level: float, sign: int) -> Points:
    """The points of a level curve."""
    return radius(angle, w, level, sign)[:, None] * np.stack([np.cos(angle), np.sin(angle)], axis=1)


def met(w: float, level: float) -> list[tuple[float, float]]:
    """The intervals of directions in the first quadrant that meet a level curve below the top.

    They end where the quadratic equation has a double root. With u = c² both A and B are polynomials.
    """
    a, b = np.poly1d([2 - 2 * w, 2 * w - 2, 1]), np.poly1d([2, 4])
    roots = [u.real for u in (b**2 - 4 * (TOP - level) * a).roots if abs(u.imag) < 1e-9 and 0 < u.real < 1]
    ends = [0.0, *sorted(np.arccos(np.sqrt(roots))), QUARTER]
    return [
        (low, high)
        for low, high in pairwise(ends)
        if b(middle := np.cos((low + high) / 2) ** 2) ** 2 > 4 * (TOP - level) * a(middle)
    ]


def curves(w: float, level: float) -> list[Points]:
    """A level curve: closed curves around the origin, or loops that are symmetric to an axis."""
    turn = np.linspace(0, 4 * QUARTER, 145)
    if level > TOP:
        return [around(turn, w, level, 1)]
    found = []
    for start, end in met(w, level):
        if start == 0 and end == QUARTER:
            return [around(turn, w, level, sign) for sign in (1, -1)]
        if start == 0:  # a loop around the first axis
            low, high = -end, end
        else:  # around the second
            low, high = start, 2 * QUARTER - start
        angle = (low + high) / 2 - (high - low) / 2 * np.cos(np.linspace(0, np.pi, 41))
        loop = np.vstack([around(angle, w, level, 1), around(angle[::-1], w, level, -1)])
        found += [loop, -loop]
    return found


def show(panel: Panel, w: int, levels: list[float], critical: float) -> None:
    """The level curves for one weight; the level of the saddles is heavy."""
    for level in levels:
        for curve in curves(w, level):
            panel.curve(curve, "hue-1", form="thin")
    for curve in curves(w, critical):
        panel.curve(curve, "hue-1", form="heavy")


def draw() -> bytes:
    """Both weights, with minima as dots and saddles as rings."""
    drawing = Drawing(246)
    first, second = np.array([np.sqrt(3.0), 0.0]), np.array([0.0, np.sqrt(2.0)])
    left = drawing.panel(BOX, at=(6, 4, 222, 200))
    show(left, 1, [5, 7, 11, 14], 9)
    left.dots([first, -first], "mark", radius=5.5)
    left.dots([second, -second], "mark", radius=5, open_=True)
    right = drawing.panel(BOX, at=(252, 4, 222, 200))
    show(right, 2, [5, 7, 11, 14], 28 / 3)
    pass_ = np.sqrt([float(Fraction(3 - 4, 1 - 4)), float(Fraction(2 - 6, 1 - 4))])
    right.dots([first, -first, second, -second], "mark", radius=5.5)
    right.dots(
        [pass_ * side for side in ((1, 1), (1, -1), (-1, 1), (-1, -1))], "mark", radius=5, open_=True
    )
    drawing.label(117, 234, "*w* = 1")
    drawing.label(363, 234, "*w* = 2")
    return drawing.bytes()
