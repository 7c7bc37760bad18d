"""Optimization dynamics and implicit bias: four weights, one data point, and the scale of the start.

The function is b1 x1 + b2 x2 with bi = ui vi, the data point is x = (1, 2) with y = 9. From
u = (sqrt c, sqrt c), v = 0 gradient flow moves along b1 = (c/4)(z - 1/z), b2 = (c/4)(z^2 - 1/z^2),
z >= 1, until b1 + 2 b2 = 9. As c grows the trajectory tends to the segment b2 = 2 b1, which ends at
the solution of least Euclidean norm. Gradient descent with steps of size 1/36 ends elsewhere.
"""

import numpy as np
from drawing import Drawing
from numpy.typing import NDArray

DATUM = np.array([1.0, 2.0])
TARGET = 9.0
SCALES = (0.01, 0.4, 4.0)


def end(scale: float) -> float:
    """The one positive zero of z - 1/z + 2 z^2 - 2/z^2 = 4 * 9 / scale, where the flow stops."""
    roots = np.roots([2.0, 1.0, -4 * TARGET / scale, -1.0, -2.0])
    return float(next(z.real for z in roots if abs(z.imag) < 1e-9 and z.real > 0))


def functions(z: NDArray[np.float64], scale: float) -> NDArray[np.float64]:
    """The pairs (b2, b1) for values of z."""
    return scale / 4 * np.stack([z**2 - z**-2, z - 1 / z], axis=-1)


def descend(size: float) -> NDArray[np.float64]:
    """The pair (b2, b1) at which gradient descent with this step size ends, from u = (2, 2), v = 0."""
    u, v = np.full(2, 2.0), np.zeros(2)
    for _ in range(400):
        residual = DATUM @ (u * v) - TARGET
        u, v = u - size * residual * DATUM * v, v - size * residual * DATUM * u
    return (u * v)[::-1]


def draw() -> bytes:
    """The plane of functions, b2 to the right and b1 upwards."""
    drawing = Drawing(258)
    panel = drawing.panel((-0.05, -0.38, 5.6, 2.5), at=(6, 8, 468, 242))
    panel.axes("*β*_{2}", "*β*_{1}")
    panel.curve([((TARGET - b1) / 2, b1) for b1 in (-0.25, 2.4)], "hue-1", form="heavy")
    ends = {}
    for scale in SCALES:
        look = "mark" if scale == 4 else ""
        path = functions(np.geomspace(1, end(scale), 80), scale)
        panel.curve(path, look)
        panel.dots(path[-1], look)
        ends[scale] = path[-1]
    least = TARGET * DATUM[::-1] / (DATUM @ DATUM)
    panel.curve([(0, 0), least], form="dashed")
    panel.dots([least])
    stepped = descend(1 / 36)
    panel.dots(stepped, "mark", open_=True)

    panel.label((3.3, 2.3), "all fits", "hue-1", shift=(14, 2), anchor="start")
    panel.label(least, "least Euclidean norm, *c* → ∞", shift=(-13, 8), anchor="end")
    panel.label(stepped, "*c* = 4, steps of 1/36", "mark", shift=(12, 9), anchor="start")
    panel.label(ends[4.0], "*c* = 4", "mark", shift=(12, -4), anchor="start")
    panel.label(ends[0.4], "*c* = 0.4", shift=(12, 2), anchor="start")
    panel.label(ends[0.01], "*c* = 0.01", shift=(12, 8), anchor="start")
    return drawing.bytes()
