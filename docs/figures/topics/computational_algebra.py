"""Computational algebra: the loss of one squared neuron, and all its real critical points.

The neuron (w1 x1 + w2 x2)^2 learns 2 x1^2 + x2^2 from inputs with independent coordinates of mean
zero, variance one and fourth moment k. The loss is
k (w1^4 + w2^4) + 6 w1^2 w2^2 - 2 (2k + 1) w1^2 - 2 (k + 2) w2^2 + 5k + 4.
Three values of k: level curves, and the solutions of the two cubic equations that the gradient gives.
"""

from collections.abc import Iterable, Iterator
from itertools import product

import numpy as np
from drawing import Drawing, Panel
from numpy.typing import NDArray

# Inputs, their fourth moment, and levels: parts of the way from the least loss to that at the origin.
INPUTS = (
    ("uniform, *κ* = 9/5", 9 / 5, (0.1, 0.24, 0.36, 0.6, 0.85, 1.15)),
    ("Gaussian, *κ* = 3", 3.0, (0.08, 0.25, 0.42, 0.6, 0.85, 1.15)),
    ("Laplace, *κ* = 6", 6.0, (0.0165, 0.12, 0.4, 0.65, 0.88, 1.15)),
)
REACH = 2.2
SIDE = 150.0


def draw() -> bytes:
    """A panel for each kind of input, and what the signs mean."""
    drawing = Drawing(222)
    for column, (name, kurtosis, levels) in enumerate(INPUTS):
        left = 7 + column * (SIDE + 8)
        panel = drawing.panel((-REACH, -REACH, REACH, REACH), at=(left, 28, SIDE, SIDE))
        for curve in level_curves(kurtosis, levels):
            panel.curve(curve, "soft", form="thin", closed=True)
        for point in critical_points(kurtosis):
            sign(panel, point, kind(kurtosis, point))
        drawing.label(left + SIDE / 2, 18, name)
    legend = drawing.panel((0, 0, 480, 30), at=(0, 188, 480, 30))
    signs = ((24, "least loss"), (132, "another minimum"), (296, "saddle"), (386, "maximum"))
    for what, (x, text) in enumerate(signs):
        sign(legend, np.array([x, 15.0]), what)
        legend.label((x + 12, 15), text, anchor="start")
    return drawing.bytes()


def form(kurtosis: float, w: NDArray[np.float64]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """The quartic and the quadratic part of the loss: loss = quartic - 2 quadratic + 5k + 4."""
    u, v = w[..., 0] ** 2, w[..., 1] ** 2
    return kurtosis * (u**2 + v**2) + 6 * u * v, (2 * kurtosis + 1) * u + (kurtosis + 2) * v


def level_curves(kurtosis: float, levels: Iterable[float]) -> Iterator[NDArray[np.float64]]:
    """Closed curves of equal loss, solved for the radius on each ray from the origin.

    On a ray, quartic r^4 - 2 quadratic r^2 = value has two, one or no solutions r > 0. Where there are
    two on some rays only, the curve is an island: outwards on the one solution, back on the other.
    """
    depth = -loss_below_origin(kurtosis, critical_points(kurtosis)).min()
    turn = np.linspace(0, 2 * np.pi, 73)
    fine = np.linspace(0, 2 * np.pi, 7201)
    for level in levels:
        value = (level - 1) * depth
        inside = radii(kurtosis, value, fine)[2] >= 0
        if inside.all():
            yield points(turn, radii(kurtosis, value, turn)[0])
            if value < 0:
                yield points(turn, radii(kurtosis, value, turn)[1])
            continue
        first = int(np.argmin(inside))
        order = np.roll(np.arange(len(fine) - 1), -first)
        for run in np.split(order, np.flatnonzero(np.diff(inside[order])) + 1):
            if inside[run[0]]:
                start, length = fine[run[0]], fine[1] * (len(run) - 1)
                angles = start + length * (1 - np.cos(np.linspace(0, np.pi, 24))) / 2
                outer, inner, _ = radii(kurtosis, value, angles)
                yield np.concatenate([points(angles, outer), points(angles, inner)[::-1]])


def radii(kurtosis: float, value: float, angles: NDArray[np.float64]) -> tuple[NDArray[np.float64], ...]:
    """The larger and the smaller solution on each ray, and the discriminant."""
    quartic, quadratic = form(kurtosis, points(angles, np.ones_like(angles)))
    discriminant = quadratic**2 + quartic * value
    root = np.sqrt(np.maximum(discriminant, 0))
    inner = np.sqrt(np.maximum(quadratic - root, 0) / quartic)
    return np.sqrt((quadratic + root) / quartic), inner, discriminant


def points(angles: NDArray[np.float64], radius: NDArray[np.float64]) -> NDArray[np.float64]:
    """From polar coordinates."""
    return np.stack([radius * np.cos(angles), radius * np.sin(angles)], axis=1)


def critical_points(kurtosis: float) -> NDArray[np.float64]:
    """All real zeros of the gradient, in closed form."""
    first, second = np.sqrt((2 * kurtosis + 1) / kurtosis), np.sqrt((kurtosis + 2) / kurtosis)
    found = [(0.0, 0.0), (first, 0.0), (-first, 0.0), (0.0, second), (0.0, -second)]
    if kurtosis != 3:
        u = 2 * (kurtosis**2 - kurtosis - 3) / (kurtosis**2 - 9)
        v = (kurtosis**2 - 4 * kurtosis - 3) / (kurtosis**2 - 9)
        if u > 0 and v > 0:
            found += [(a * np.sqrt(u), b * np.sqrt(v)) for a, b in product((1, -1), repeat=2)]
    return np.array(found)


def loss_below_origin(kurtosis: float, w: NDArray[np.float64]) -> NDArray[np.float64]:
    """The loss less the loss at the origin."""
    quartic, quadratic = form(kurtosis, w)
    return quartic - 2 * quadratic


def kind(kurtosis: float, point: NDArray[np.float64]) -> int:
    """0 for a minimum with the least loss, 1 for another minimum, 2 for a saddle, 3 for a maximum."""
    (x, y), k = point, kurtosis
    hessian = np.array(
        [
            [12 * k * x**2 + 12 * y**2 - 4 * (2 * k + 1), 24 * x * y],
            [24 * x * y, 12 * k * y**2 + 12 * x**2 - 4 * (k + 2)],
        ]
    )
    signs = np.linalg.eigvalsh(hessian) > 0
    if signs.all():
        least = loss_below_origin(k, critical_points(k)).min()
        return int(loss_below_origin(k, point) > least + 1e-9)
    return 2 if signs.any() else 3


def sign(panel: Panel, point: NDArray[np.float64], what: int) -> None:
    """The mark of a critical point: a dot, a cross, a ring, or a small dot."""
    if what == 1:
        arm = 5.5 / panel.scale[0]
        ends = np.array([[(-arm, -arm), (arm, arm)], [(-arm, arm), (arm, -arm)]])
        panel.segments(point + ends, "mark", form="heavy")
    elif what == 2:
        panel.dots(point, "hue-1", open_=True)
    else:
        panel.dots(point, "mark" if what == 0 else "soft", radius=5.5 if what == 0 else 3)
