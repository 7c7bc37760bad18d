"""Privacy: the Laplace mechanism.

The densities of an answer with Laplace noise on two databases that differ in one person. At every
point their ratio is at most e^epsilon; here epsilon = 1 and the answers differ by 1.
"""

import numpy as np
from icon import Icon


def draw() -> bytes:
    """Both densities, with the true answers dotted below their peaks."""
    icon = Icon(-2.2, 0, 3.2, 0.52, stretch=True)
    for answer in (0.0, 1.0):
        left, right = np.linspace(-2.2, answer, 25), np.linspace(answer, 3.2, 25)
        x = np.concatenate([left, right[1:]])
        icon.curve(np.stack([x, np.exp(-np.abs(x - answer)) / 2], axis=1))
        icon.curve([(answer, 0), (answer, 0.5)], thin=True, dashes="1 4")
    icon.curve([(-2.2, 0), (3.2, 0)], thin=True)
    return icon.bytes()
