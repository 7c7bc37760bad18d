"""Mild overparameterization, benefits and failures: double descent of least squares.

The limiting risk of the least-squares solution of least norm, for isotropic features, p / n -> g,
signal strength 1 and noise variance s: s g / (1 - g) for g < 1, and 1 - 1/g + s / (g - 1) for g >
1.
"""

import numpy as np
from icon import Icon

NOISE = 0.2
TOP = 2.0


def draw() -> bytes:
    """Risk against log g, cut off near the peak; the dashed line is g = 1."""
    icon = Icon(np.log(0.1), 0, np.log(10), TOP, stretch=True)
    under = np.exp(np.linspace(np.log(0.1), np.log(TOP / (TOP + NOISE)), 60))
    icon.curve(np.stack([np.log(under), NOISE * under / (1 - under)], axis=1))
    over = np.exp(np.linspace(np.log(1.005), np.log(10), 400))
    risk = 1 - 1 / over + NOISE / (over - 1)
    icon.curve(np.stack([np.log(over), risk], axis=1)[risk <= TOP][::5])
    icon.curve([(0, 0), (0, TOP)], thin=True, dashes="1 4")
    return icon.bytes()
