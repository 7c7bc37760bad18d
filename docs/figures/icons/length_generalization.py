"""Length generalization: the sine and its Taylor polynomial of degree seven.

Up to a horizon (the dashed line) they can hardly be told apart; beyond it they part.
"""

import numpy as np
from icon import Icon


def draw() -> bytes:
    """Both functions from 0 on."""
    icon = Icon(0, -1.8, 9, 1.8, stretch=True)
    x = np.linspace(0, 9, 73)
    icon.curve(np.stack([x, np.sin(x)], axis=1))
    x = np.linspace(2.6, 4.12, 25)
    icon.curve(np.stack([x, x - x**3 / 6 + x**5 / 120 - x**7 / 5040], axis=1))
    icon.curve([(np.pi, -1.8), (np.pi, 1.8)], thin=True, dashes="1 4")
    return icon.bytes()
