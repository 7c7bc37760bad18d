"""Certification and trustworthy AI: certified radii.

Around each of three inputs, the largest disk that does not cross the decision boundary y = x^3 - x:
whatever small change is made to an input, as long as it stays in its disk, the decision is the
same.
"""

import numpy as np
from icon import Icon

INPUTS = np.array([(-0.25, -0.75), (0.62, 0.72), (-1.05, 0.95)])


def draw() -> bytes:
    """The boundary, the inputs and their disks."""
    x = np.linspace(-1.5, 1.5, 3001)
    boundary = np.stack([x, x**3 - x], axis=1)
    icon = Icon(-1.65, -1.65, 1.65, 1.65)
    shown = boundary[np.abs(boundary[:, 1]) < 1.65]
    icon.curve(shown[::50])
    for point in INPUTS:
        icon.circle(point, float(np.min(np.hypot(*(boundary - point).T))), thin=True)
    icon.dot(*INPUTS, radius=2.6)
    return icon.bytes()
