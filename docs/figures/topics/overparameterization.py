"""Mild overparameterization: fitting the number 3 by one neuron or by two, s(t) = t^3 - 3t.

The fits of two neurons are the cubic s(a) + s(b) = 3, an oval and an unbounded branch. Gradient flow
changes each weight by (w^2 - 1) times a common factor, so (w - 1) / (w + 1) is a multiple of exp(2u)
for a common clock u, which runs backwards where s(a) + s(b) > 3; trajectories are pieces of conics.
"""

import numpy as np
from drawing import Drawing
from numpy.typing import ArrayLike, NDArray
from scipy.optimize import brentq

TARGET = 3.0
BOX = (-3.7, -2.75, 3.7, 2.75)
STARTS = (
    (-3.4, -2.5),
    (-2.6, 0.55),
    (0.55, -2.6),
    (0.85, 0.7),
    (0.1, 0.75),
    (0.75, 0.1),
    (-3.3, 1.06),
    (-0.35, 1.12),
    (0.85, 1.12),
    (1.12, 0.85),
    (1.12, -0.35),
    (1.06, -2.5),
    (3.0, 2.5),
    (3.4, 0.6),
    (3.3, -1.1),
    (-1.6, 2.6),
)


def value(weights: ArrayLike) -> float:
    """What the neurons compute at the training input."""
    w = np.asarray(weights, dtype=float)
    return float(np.sum(w**3 - 3 * w))


def moved(start: ArrayLike, clock: ArrayLike) -> NDArray[np.float64]:
    """Where the flow from the start is at the given readings of the clock."""
    w = np.asarray(start, dtype=float)
    ratio = (w - 1) / (w + 1) * np.exp(2 * np.asarray(clock, dtype=float))[..., None]
    return (1 + ratio) / (1 - ratio)


def trajectory(start: tuple[float, float]) -> NDArray[np.float64]:
    """From the start to the cubic."""
    forward = 1.0 if value(start) < TARGET else -1.0

    def residual(clock: float) -> float:
        return value(moved(start, forward * clock)) - TARGET

    # The first change of sign: weights beyond 1 run to infinity in finite time on this clock.
    clocks = np.linspace(0, 4, 4001)
    values = np.array([residual(clock) for clock in clocks])
    first = int(np.argmax(np.sign(values) != np.sign(values[0])))
    last = brentq(residual, clocks[first - 1], clocks[first])
    return moved(start, forward * np.linspace(0, last, 60))


def fits() -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """The oval and the branch, through a + b = s and (a - b)^2 = (4 (3 + 3s) - s^3) / 3s."""
    roots = np.sort(np.roots([1.0, 0.0, -12.0, -4 * TARGET]).real)
    pieces = []
    for low, high in ((roots[0], roots[1]), (0.08, roots[2])):
        s = (low + high) / 2 - (high - low) / 2 * np.cos(np.linspace(0, np.pi, 90))
        gap = np.sqrt(np.maximum(0, (4 * (TARGET + 3 * s) - s**3) / (3 * s)))
        half = np.stack([(s + gap) / 2, (s - gap) / 2], axis=1)
        pieces.append(np.concatenate([half, half[::-1, ::-1]]))
    return pieces[0], pieces[1]


def draw() -> bytes:
    """The plane of two weights."""
    drawing = Drawing(356)
    panel = drawing.panel(BOX, at=(4, 4, 472, 348))
    left, bottom, right, top = BOX
    panel.area([(left, bottom), (1, bottom), (1, 1), (left, 1)], "hue-1")
    panel.axes("*w*_{1}", "*w*_{2}")
    for start in STARTS:
        path = trajectory(start)
        panel.curve(path[:-4], form="thin")
        panel.arrow(path[-8], path[-1], form="thin")
    oval, branch = fits()
    inside = np.all((branch > [left, bottom]) & (branch < [right, top]), axis=1)
    panel.curve(oval, "mark", form="heavy", closed=True)
    panel.curve(branch[inside], "mark", form="heavy")
    truth = brentq(lambda weight: value([weight]) - TARGET, 2, 3)
    for right_one in ((truth, 0.0), (0.0, truth)):
        panel.dots([right_one], "mark")
    panel.label((truth, 0), "right", "mark", shift=(12, 11), anchor="start")
    panel.label((0, truth), "right", "mark", shift=(-8, 14), anchor="end")
    panel.dots([(-1, -1), (1, 1)])
    panel.dots([(1, -1), (-1, 1)], open_=True)
    side = 0.08
    square = [(-1 - side, -side), (-1 + side, -side), (-1 + side, side), (-1 - side, side)]
    panel.arrow((-1, -side), (-1, oval[:, 1].max()), form="thin")
    panel.area(square)
    panel.curve(square, closed=True)
    return drawing.bytes()
