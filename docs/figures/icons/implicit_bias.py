"""Optimization dynamics and implicit bias: gradient flow on the loss (ab - 1)^2.

The minima are the hyperbola ab = 1. Along the flow a^2 - b^2 does not change, so every trajectory
is a piece of a hyperbola of the second family: where one starts decides which minimum it finds.
"""

import numpy as np
from icon import Icon


def draw() -> bytes:
    """One branch of the minima, and five trajectories that come from near the axes to it."""
    size = 2.3
    icon = Icon(0, 0, size, size)
    a = np.geomspace(1 / size, size, 31)
    icon.curve(np.stack([a, 1 / a], axis=1))
    for gap in (-1.6, -0.6, 0.0, 0.6, 1.6):
        # On a = r cosh s, b = r sinh s (r^2 = gap) the minimum is where r^2 sinh(2s) = 2.
        radius = np.sqrt(abs(gap))
        stop = np.arcsinh(2 / abs(gap)) / 2 if gap else 1.0
        s = np.linspace(0.12 if gap else 0.15, stop, 17)
        line = (
            np.stack([radius * np.cosh(s), radius * np.sinh(s)], axis=1)
            if gap
            else np.stack([s, s], axis=1)
        )
        icon.curve(line if gap >= 0 else line[:, ::-1], thin=True)
        icon.dot(line[-1] if gap >= 0 else line[-1, ::-1], radius=2)
    return icon.bytes()
