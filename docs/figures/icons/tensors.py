"""Tensor geometry: the twisted cubic t -> (t, t^2, t^3) and one of its secant lines.

The points of the cubic are the symmetric 2 x 2 x 2 tensors of rank one; a point of a secant has
rank two.
"""

import numpy as np
from icon import Icon

VIEW = np.array([(0.9, 0.2, 0.0), (-0.75, 0.1, 1.0)])


def draw() -> bytes:
    """The curve, a secant through two of its points, and a point of rank two."""
    t = np.linspace(-1.2, 1.2, 61)
    flat = project(t)
    first, second = project(np.array([-0.85, 0.98]))
    icon = Icon(*flat.min(axis=0), *flat.max(axis=0), stretch=True)
    icon.curve(flat)
    icon.curve([first - 0.2 * (second - first), second + 0.2 * (second - first)], thin=True)
    icon.dot(first, second, radius=2.6)
    icon.dot(first + 0.36 * (second - first), radius=3.4)
    return icon.bytes()


def project(t: np.ndarray) -> np.ndarray:
    """Points of the twisted cubic in a parallel projection."""
    return np.stack([t, t**2, t**3], axis=1) @ VIEW.T
