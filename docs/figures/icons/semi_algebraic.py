"""Semi-algebraic methods: a section of the elliptope.

The elliptope is the set of (x, y, z) for which the symmetric matrix with ones on the diagonal and
x, y, z beside it is positive semidefinite. The plane x + y + z = -1/2 meets its boundary 1 + 2xyz -
x^2 - y^2 - z^2 = 0 in a cubic curve; its oval bounds the section.
"""

import numpy as np
from icon import Icon
from scipy.optimize import brentq

LEVEL = -0.5
CENTRE = np.full(3, LEVEL / 3)
ACROSS, UP = np.array([1, -1, 0]) / np.sqrt(2), np.array([-1, -1, 2]) / np.sqrt(6)


def determinant(point: np.ndarray) -> float:
    """The determinant of the matrix."""
    x, y, z = point
    return float(1 + 2 * x * y * z - x**2 - y**2 - z**2)


def edge(angle: float) -> float:
    """How far the section goes from its centre in a direction: the first zero of the determinant."""
    direction = np.cos(angle) * ACROSS + np.sin(angle) * UP
    steps = np.linspace(0, 2, 201)
    values = [determinant(CENTRE + s * direction) for s in steps]
    last = next(i for i, value in enumerate(values) if value < 0)
    return float(brentq(lambda s: determinant(CENTRE + s * direction), steps[last - 1], steps[last]))


def draw() -> bytes:
    """The oval, with thin chords inside it."""
    angles = np.linspace(0, 2 * np.pi, 97)[:-1]
    oval = np.array([edge(a) * np.array([np.cos(a), np.sin(a)]) for a in angles])
    icon = Icon(*oval.min(axis=0), *oval.max(axis=0))
    icon.curve(oval, closed=True)
    for offset in np.linspace(-0.66, 0.66, 7):
        # Chords at 45 degrees: where the oval crosses x - y = offset * sqrt(2).
        height = (oval[:, 0] - oval[:, 1]) / np.sqrt(2) - offset
        following = np.roll(height, -1)
        cross = np.nonzero(height * following < 0)[0]
        weight = (height / (height - following))[cross, None]
        icon.curve(oval[cross] * (1 - weight) + np.roll(oval, -1, axis=0)[cross] * weight, thin=True)
    return icon.bytes()
