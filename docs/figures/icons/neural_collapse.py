"""Neural collapse: the class means of four classes at the vertices of a regular tetrahedron.

Centred and scaled, they have the same length and the same angle between any two: a simplex
equiangular tight frame. Drawn in a parallel projection, with the rays from the common mean.
"""

from itertools import combinations

import numpy as np
from icon import Icon


def draw() -> bytes:
    """The edges thin, the rays full."""
    vertices = np.array([(1, 1, 1), (1, -1, -1), (-1, 1, -1), (-1, -1, 1)]) / np.sqrt(3)
    up = np.array([1, 1, 1]) / np.sqrt(3)
    turn = np.radians(20)
    right = np.array([1, -1, 0]) / np.sqrt(2) * np.cos(turn) + np.array([1, 1, -2]) / np.sqrt(6) * np.sin(
        turn
    )
    tilt = np.radians(14)
    upward = np.cos(tilt) * up + np.sin(tilt) * np.cross(right, up)
    flat = vertices @ np.stack([right, upward], axis=1)
    icon = Icon(*flat.min(axis=0), *flat.max(axis=0))
    for first, second in combinations(flat, 2):
        icon.curve([first, second], thin=True)
    for point in flat:
        icon.curve([(0, 0), point])
    icon.dot(*flat, radius=3)
    return icon.bytes()
