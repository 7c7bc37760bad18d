"""A real plane curve f = 0: traced by arc length, with its unit normals and its Voronoi cells.

The Voronoi cell of a point p of a curve X is the set of all points of the plane whose nearest point
on X is p. Where X is smooth it is a segment of the normal line at p. It ends on each side where the
disk that touches X at p from that side, and is as large as it can be, touches X once more (or, in
the limit, osculates it): on the medial axis.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Points = NDArray[np.float64]
Field = Callable[[Points], tuple[NDArray[np.float64], Points]]
"""Takes points (n, 2); returns the values of f (n,) and its gradients (n, 2)."""


@dataclass(frozen=True)
class Branch:
    """One connected piece of a curve: points at equal steps, unit normals along the gradient of f."""

    points: Points
    normals: Points
    closed: bool


def trace(field: Field, box: tuple[float, float, float, float], step: float) -> list[Branch]:
    """All branches of f = 0 that meet the box (left, bottom, right, top), in steps of about `step`.

    Seeds are the sign changes of f on a grid. A walk steps along the tangent and returns to the
    curve by Newton's method along the gradient.
    """
    left, bottom, right, top = box
    xs, ys = np.arange(left, right, 8 * step), np.arange(bottom, top, 8 * step)
    grid = np.stack(np.meshgrid(xs, ys), axis=-1)
    values = field(grid.reshape(-1, 2))[0].reshape(len(ys), len(xs))
    rows, columns = np.nonzero(values[:, 1:] * values[:, :-1] < 0)
    weight = values[rows, columns] / (values[rows, columns] - values[rows, columns + 1])
    seeds = grid[rows, columns] + weight[:, None] * np.array([8 * step, 0.0])
    branches: list[Branch] = []
    for seed in _newton(field, seeds):
        if any(np.min(np.hypot(*(b.points - seed).T)) < 2 * step for b in branches):
            continue
        ahead, closed = _walk(field, seed, box, step)
        points = ahead if closed else np.vstack([_walk(field, seed, box, -step)[0][:0:-1], ahead])
        points = _newton(field, _even(points, step, closed=closed))
        gradient = field(points)[1]
        branches.append(Branch(points, gradient / np.hypot(*gradient.T)[:, None], closed))
    return branches


def _newton(field: Field, points: Points) -> Points:
    for _ in range(6):
        value, gradient = field(points)
        points = points - (value / np.sum(gradient**2, axis=1))[:, None] * gradient
    return points


def _walk(
    field: Field, seed: Points, box: tuple[float, float, float, float], step: float
) -> tuple[Points, bool]:
    left, bottom, right, top = box
    points = [seed]
    while left <= points[-1][0] <= right and bottom <= points[-1][1] <= top:
        gradient = field(points[-1][None])[1][0]
        tangent = np.array([-gradient[1], gradient[0]]) / np.hypot(*gradient)
        points.append(_newton(field, (points[-1] + step * tangent)[None])[0])
        if len(points) > 4 and np.hypot(*(points[-1] - seed)) < 0.75 * abs(step):
            return np.array(points[:-1]), True
    return np.array(points), False


def _even(points: Points, step: float, *, closed: bool) -> Points:
    ring = np.vstack([points, points[:1]]) if closed else points
    length = np.concatenate([[0.0], np.cumsum(np.hypot(*np.diff(ring, axis=0).T))])
    count = max(8, round(length[-1] / step))
    at = np.linspace(0.0, length[-1], count, endpoint=not closed)
    return np.stack([np.interp(at, length, ring[:, i]) for i in (0, 1)], axis=1)


def reach(
    points: Points, normals: Points, sites: Points, *, limit: float
) -> tuple[NDArray[np.float64], NDArray[np.intp]]:
    """How far each point's Voronoi cell goes along its normal, at most `limit`, and which site ends it.

    The disk of radius r that touches the curve at p with its centre at p + r n has q on its
    boundary when r = |q - p|^2 / (2 n.(q - p)); the cell ends at the smallest such r > 0 over all q
    of the curve (`sites`). A cell that nothing ends has the limit and the site -1.
    """
    radii = np.full(len(points), limit)
    touch = np.full(len(points), -1)
    for i, (p, n) in enumerate(zip(points, normals, strict=True)):
        d = sites - p
        square, along = np.sum(d**2, axis=1), d @ n
        near = (along > 1e-12) & (square > 1e-10)
        ratio = np.where(near, square / np.where(near, 2 * along, 1.0), np.inf)
        best = int(np.argmin(ratio))
        if ratio[best] < limit:
            radii[i], touch[i] = ratio[best], best
    return radii, touch
