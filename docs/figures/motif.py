"""The motif: a sine and its Voronoi cells, in a tile that repeats.

As on the cover, each thin segment is the set of points whose nearest point of the curve is one and
the same; where the cells of two points meet, above a trough and below a crest, is the medial axis.
"""

import numpy as np
from palette import NEUTRAL
from plane_curve import reach
from svg import Picture, path, segments

PERIOD, HEIGHT, AMPLITUDE = 64.0, 24.0, 7.0
CELLS = 20  # in a period
PERIODS = 2  # in a tile


def sine(x: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Points of the curve, y downwards from the middle of the tile, and their upward unit normals."""
    turn = 2 * np.pi / PERIOD
    points = np.stack([x, HEIGHT / 2 - AMPLITUDE * np.sin(turn * x)], axis=1)
    slope = -AMPLITUDE * turn * np.cos(turn * x)
    normals = np.stack([slope, -np.ones_like(x)], axis=1)
    return points, normals / np.hypot(*normals.T)[:, None]


def draw() -> bytes:
    """One tile."""
    width = PERIOD * PERIODS
    picture = Picture(width, HEIGHT, width=f"{width:g}", height=f"{HEIGHT:g}")
    lines = picture.add("g", fill="none", stroke=NEUTRAL)
    sites, _ = sine(np.linspace(-width, 2 * width, 24001))
    # A few cells more than the tile has: those near its border lean out of it, and their neighbours
    # lean in.
    points, normals = sine((np.arange(-4, CELLS * PERIODS + 4) + 0.5) * PERIOD / CELLS)
    for sign in (1, -1):
        radii, _ = reach(points, sign * normals, sites, limit=200.0)
        away = sign * normals
        room = np.where(away[:, 1] < 0, points[:, 1], HEIGHT - points[:, 1]) / np.abs(away[:, 1])
        ends = points + np.minimum(radii, room)[:, None] * away
        picture.add(
            "path",
            parent=lines,
            d=segments(np.stack([points, ends], axis=1), digits=2),
            stroke_width=0.6,
            stroke_opacity=0.85,
        )
    curve, _ = sine(np.linspace(-4, width + 4, 101))
    picture.add("path", parent=lines, d=path(curve, digits=2), stroke_width=1.4)
    return picture.bytes()


FILES = {"motif.svg": draw}
