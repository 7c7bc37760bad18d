"""Delayed generalization: the residues modulo 13 on a circle, each joined to the one five further.

Networks that learn to add modulo a prime are seen to place the residues on circles, at the angles 2
pi k a / p for a few frequencies k; this is the order of the residues for one of them.
"""

import numpy as np
from icon import Icon

PRIME, FREQUENCY = 13, 5


def draw() -> bytes:
    """The star polygon {13/5} and its points."""
    angle = 2 * np.pi * FREQUENCY * np.arange(PRIME) / PRIME + np.pi / 2
    points = np.stack([np.cos(angle), np.sin(angle)], axis=1)
    icon = Icon(-1, -1, 1, 1)
    icon.curve(points, closed=True, thin=True)
    icon.dot(*points, radius=2.6)
    return icon.bytes()
