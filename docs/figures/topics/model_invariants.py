"""Algebraic invariants: the plane of binary quadrics, its conic of squares, and three lines.

A quadric a x1^2 + b x1 x2 + c x2^2 is drawn at (4a - c, 2b) / (4a + c). Then the squares, where
b^2 = 4ac, form the unit circle. The outputs of a network with two hidden neurons and square
activation lie on a line n1 a + n2 b + n3 c = 0. The line meets the conic where
n1 s^2 + 2 n2 s t + n3 t^2 = 0, in the squares of the two neurons (s, t).
"""

import numpy as np
from drawing import Drawing, Panel
from numpy.typing import ArrayLike, NDArray

BOX = (-1.85, -1.3, 3.0, 1.7)
WEIGHTS = np.array([(1, 2), (1, -1)])
OUTPUTS = np.array([(2, 2, 5), (3, 0, 6), (2, 14, 11)])
SECANT, TANGENT, MISSES = (4, 1, -2), (1, 0, 0), (1, 0, 1)


def draw() -> bytes:
    """The conic, the secant of the worked example, a tangent, and a line that misses the conic."""
    drawing = Drawing(300)
    panel = drawing.panel(BOX, at=(4, 4, 472, 292))
    angles = np.linspace(0, 2 * np.pi, 121)
    panel.curve(np.stack([np.cos(angles), np.sin(angles)], axis=1), form="heavy", closed=True)
    line(panel, SECANT, "hue-1")
    line(panel, TANGENT, "soft", form="thin")
    line(panel, MISSES, "mark", form="dashed")
    panel.dots(place(squares(WEIGHTS)), "hue-1", radius=5.5, open_=True)
    panel.dots(place(OUTPUTS), "hue-1")
    panel.dots(place([(1, 0, -1)]), "mark")
    first, second = place(squares(WEIGHTS))
    panel.label(first, "(*x*_{1} + 2*x*_{2})^{2}", "hue-1", shift=(-12, 15), anchor="end")
    panel.label(second, "(*x*_{1} − *x*_{2})^{2}", "hue-1", shift=(14, -8), anchor="start")
    panel.label((0.78, 0.72), "squares", shift=(6, 6), anchor="start")
    for name, point in enumerate(place(OUTPUTS), start=1):
        panel.label(point, f"*f*_{{{name}}}", "hue-1", shift=(20, 5))
    panel.label(place([(1, 0, -1)])[0], "*x*_{1}^{2} − *x*_{2}^{2}", "mark", shift=(12, 0), anchor="start")
    for p, text, look in ((-1, "*δ* = 0", "soft"), (0.8, "*δ* > 0", "hue-1"), (5 / 3, "*δ* < 0", "mark")):
        side, anchor = (-8, "end") if p < 0 else (12, "start")
        panel.label((p, BOX[1]), text, look, shift=(side, 12), anchor=anchor)
    return drawing.bytes()


def squares(weights: ArrayLike) -> NDArray[np.float64]:
    """The coefficients of (s x1 + t x2)^2 for rows (s, t)."""
    s, t = np.asarray(weights, dtype=float).T
    return np.stack([s**2, 2 * s * t, t**2], axis=1)


def place(quadrics: ArrayLike) -> NDArray[np.float64]:
    """Quadrics (a, b, c) in the chart where the squares form the unit circle."""
    a, b, c = np.asarray(quadrics, dtype=float).T
    return np.stack([4 * a - c, 2 * b], axis=1) / (4 * a + c)[:, None]


def line(panel: Panel, normal: tuple[float, float, float], look: str, *, form: str = "line") -> None:
    """The part of n1 a + n2 b + n3 c = 0 in the box.

    With a = (1 + p) / 8, b = q / 2, c = (1 - p) / 2 it is (n1 - 4 n3) p + 4 n2 q + n1 + 4 n3 = 0.
    """
    along, across, rest = normal[0] - 4 * normal[2], 4 * normal[1], normal[0] + 4 * normal[2]
    left, bottom, right, top = BOX
    if across == 0:
        ends = [(-rest / along, bottom), (-rest / along, top)]
    else:
        q = np.array([bottom, top])
        p = np.clip(-(across * q + rest) / along, left, right)
        ends = np.stack([p, -(along * p + rest) / across], axis=1)
    panel.curve(ends, look, form=form)
