"""Generalization and robustness: of all functions through the data, the one that bends least.

Seven points and their natural cubic spline, which among all interpolants has the least integral of
the squared second derivative; thin, the polynomial of degree six through the same points.
"""

import numpy as np
from icon import Icon
from scipy.interpolate import CubicSpline

X = np.linspace(0, 5, 7)
Y = np.array([0.5, 0.3, 0.6, 1.6, 0.9, 0.7, 0.8])


def draw() -> bytes:
    """The points and both interpolants."""
    x = np.linspace(0, 5, 61)
    polynomial = np.polyval(np.polyfit(X, Y, 6), x)
    icon = Icon(0, float(polynomial.min()), 5, float(polynomial.max()), stretch=True)
    icon.curve(np.stack([x, CubicSpline(X, Y, bc_type="natural")(x)], axis=1))
    icon.curve(np.stack([x, polynomial], axis=1), thin=True)
    icon.dot(*np.stack([X, Y], axis=1))
    return icon.bytes()
