"""Feature learning: the modes of a two-layer linear network, learned one after the other.

From a small balanced start u0, the strength of a mode with target s follows the logistic curve
u(t) = s e^(2st) / (e^(2st) - 1 + s/u0): a long wait, then a quick rise, earlier for stronger modes.
"""

import numpy as np
from icon import Icon


def draw() -> bytes:
    """Four modes."""
    icon = Icon(0, 0, 1, 1)
    time = np.linspace(0, 7, 57)
    for strength in (1.0, 0.7, 0.45, 0.28):
        growth = np.exp(2 * strength * time)
        icon.curve(np.stack([time / 7, strength * growth / (growth - 1 + strength / 0.004)], axis=1))
    return icon.bytes()
