"""Voronoi regions of estimators and subdivisions of data space.

The Voronoi diagram of six points in a disk.
"""

import numpy as np
from icon import Icon
from scipy.spatial import Voronoi

SITES = np.array([(0.05, 0.12), (0.62, 0.42), (0.45, -0.5), (-0.3, -0.62), (-0.68, 0.05), (-0.22, 0.7)])


def draw() -> bytes:
    """The points, the edges of their cells, and the disk that bounds them."""
    icon = Icon(-1, -1, 1, 1)
    icon.circle((0, 0), 1, thin=True)
    # Sites mirrored far away close every cell; only edges between two cells of ours are drawn.
    diagram = Voronoi(np.vstack([SITES, 40 * np.array([(1, 0), (0, 1), (-1, 0), (0, -1)])]))
    for (first, second), ridge in sorted(diagram.ridge_dict.items()):
        if max(first, second) < len(SITES):
            icon.curve(in_disk(*diagram.vertices[ridge]))
    icon.dot(*SITES, radius=2.2)
    return icon.bytes()


def in_disk(start: np.ndarray, end: np.ndarray) -> np.ndarray:
    """The part of a segment inside the unit disk; every edge here meets it."""
    step = end - start
    a, b, c = step @ step, 2 * start @ step, start @ start - 1
    low, high = np.sort(np.roots([a, b, c]).real)
    return np.array([start + max(0.0, low) * step, start + min(1.0, high) * step])
