"""Low-rank adaptation: matrices of rank one.

The 2 x 2 matrices of trace 2 and rank one, (1 + u, v + w; v - w, 1 - u) with u^2 + v^2 = 1 + w^2,
form a hyperboloid of one sheet. It carries two families of lines: the matrices of a fixed column
space and those of a fixed row space.
"""

import numpy as np
from icon import Icon

LINES = 9
SKEW = np.radians(68)  # half the turn between the two ends of a line
TILT = 0.3


def draw() -> bytes:
    """Both families between two circles, in a parallel projection."""
    icon = Icon(-1, -1.3, 1, 1.3, stretch=True)
    angles = 2 * np.pi * (np.arange(LINES) + 0.25) / LINES
    for sign in (1, -1):
        for angle in angles:
            ends = [
                (np.cos(angle + sign * side * SKEW), side + TILT * np.sin(angle + sign * side * SKEW))
                for side in (-1, 1)
            ]
            icon.curve(ends, thin=True)
    turn = np.linspace(0, 2 * np.pi, 41)[:-1]
    for side in (-1, 1):
        icon.curve(np.stack([np.cos(turn), side + TILT * np.sin(turn)], axis=1), closed=True)
    return icon.bytes()
