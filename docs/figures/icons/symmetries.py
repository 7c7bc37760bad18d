"""Symmetries and fibers of parameter spaces: fibers of the product (a, b) -> ab.

The network x -> a b x has one weight in each of two layers. Rescaling (a, b) -> (s a, b / s) leaves
its function as it is, so each fiber ab = c is a hyperbola; the fiber over 0 is the two axes,
singular at the origin.
"""

import numpy as np
from icon import Icon


def draw() -> bytes:
    """The fibers over 0, 1/2, 2 and their negatives in a square."""
    size = 2.8
    icon = Icon(-size, -size, size, size)
    for level in (0.5, 2.0):
        a = np.geomspace(level / size, size, 25)
        for sign in (1, -1):
            arc = np.stack([a, sign * level / a], axis=1)
            icon.curve(arc)
            icon.curve(-arc)
    icon.curve([(-size, 0), (size, 0)], thin=True)
    icon.curve([(0, -size), (0, size)], thin=True)
    return icon.bytes()
