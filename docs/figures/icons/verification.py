"""Neural network verification: the largest box on which a decision is certain.

The square is the largest ball of the maximum norm around the origin on which xy <= 1; it touches
the decision boundary xy = 1 at two corners.
"""

import numpy as np
from icon import Icon


def draw() -> bytes:
    """The boundary, the input and its certified box."""
    size = 1.9
    x = np.geomspace(1 / size, size, 33)
    arc = np.stack([x, 1 / x], axis=1)
    icon = Icon(-size, -size, size, size)
    icon.curve(arc)
    icon.curve(-arc)
    icon.curve([(-1, -1), (1, -1), (1, 1), (-1, 1)], closed=True)
    icon.dot((0, 0), radius=3)
    return icon.bytes()
