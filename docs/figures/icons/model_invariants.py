"""Algebraic invariants of model classes: the nodal cubic y^2 = x^2 (x + 1).

It is the image of t -> (t^2 - 1, t^3 - t), a model with one parameter; the equation is its
invariant, and the node is where two parameters, t = 1 and t = -1, give the same point.
"""

import numpy as np
from icon import Icon


def draw() -> bytes:
    """The cubic with its node."""
    t = np.linspace(-1.62, 1.62, 81)
    icon = Icon(-1.05, -2.3, 1.75, 2.3, stretch=True)
    icon.curve(np.stack([t**2 - 1, t**3 - t], axis=1))
    icon.dot((0, 0))
    return icon.bytes()
