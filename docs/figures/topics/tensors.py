"""Tensor geometry: the tensors that multiply in R[u] / (u^2 - b u - c), a plane of 2 x 2 x 2 tensors.

The product of x0 + x1 u and y0 + y1 u is z0 = x0 y0 + c x1 y1, z1 = x0 y1 + x1 y0 + b x1 y1. Cayley's
hyperdeterminant of this tensor is b^2 + 4c, computed here from its slices. Two entries vary, so
distances in the picture are Frobenius distances.
"""

import numpy as np
from drawing import Drawing
from numpy.typing import NDArray

BOX = (-2.3, -1.5, 2.3, 1.35)


def draw() -> bytes:
    """The two regions, the wall between them, three rings, and tensors of rank two that approach W."""
    drawing = Drawing(300)
    panel = drawing.panel(BOX, at=(8, 8, 464, 284))
    left, _, right, top = BOX
    wall = np.array([(b, wall_at(b)) for b in np.linspace(left, right, 93)])
    panel.area([*wall, (right, top), (left, top)], "hue-1")
    panel.axes("*b*", "*c*")
    panel.curve(wall, form="heavy")
    panel.label((-1.45, 0.72), "rank 2", "hue-1")
    panel.label((-1.45, 0.45), "Det > 0", "hue-1")
    panel.label((-0.72, -1.12), "rank 3", "mark")
    panel.label((-0.72, -1.36), "Det < 0", "mark")
    panel.label((1.05, -0.62), "Det = 0")
    steps = np.array([1, 3 / 4, 1 / 2])
    family = np.stack([np.zeros(3), steps**2], axis=1)
    panel.curve([family[0], (0, 0)], "hue-1")
    panel.dots(family, "hue-1")
    for point, name in zip(family, ("1", "3/4", "1/2"), strict=True):
        panel.label(point, f"*h* = {name}", "hue-1", shift=(-12, 0), anchor="end")
    panel.dots([(0, 0)], radius=6)
    panel.label((0, 0), "*W*,  *u*^{2} = 0", shift=(12, 15), anchor="start")
    panel.dots([(0, -1)], "mark", open_=True, radius=5.5)
    panel.label((0, -1), "*u*^{2} = −1", "mark", shift=(12, 0), anchor="start")
    return drawing.bytes()


def tensor(b: float, c: float) -> NDArray[np.float64]:
    """The entries T[i, j, k]: the coefficient of x_i y_j in z_k."""
    return np.stack([[[1, 0], [0, c]], [[0, 1], [1, b]]], axis=2).astype(float)


def hyperdeterminant(entries: NDArray[np.float64]) -> float:
    """The discriminant of det(s T_0 + t T_1), whose coefficients are found at three points."""
    first, second = entries[:, :, 0], entries[:, :, 1]
    ends, middle = (np.linalg.det(first), np.linalg.det(second)), np.linalg.det(first + second)
    return (middle - sum(ends)) ** 2 - 4 * ends[0] * ends[1]


def wall_at(b: float) -> float:
    """The c at which the hyperdeterminant of the tensor vanishes; it is affine in c."""
    low, high = hyperdeterminant(tensor(b, 0)), hyperdeterminant(tensor(b, 1))
    return -low / (high - low)
