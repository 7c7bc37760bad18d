"""Neural compression: the parabola y = x^2, rounded to five equal levels (quantization)."""

import numpy as np
from icon import Icon

LEVELS = 5


def draw() -> bytes:
    """The curve thin, the steps full; a step is half a level below and above it."""
    x = np.linspace(0, 1, 33)
    icon = Icon(0, 0, 1, 1)
    icon.curve(np.stack([x, x**2], axis=1), thin=True)
    heights = np.arange(LEVELS) / (LEVELS - 1)
    edges = np.sqrt((heights[:-1] + heights[1:]) / 2)
    left, right = np.concatenate([[0.0], edges]), np.concatenate([edges, [1.0]])
    icon.curve(np.stack([np.stack([left, right], 1).ravel(), np.repeat(heights, 2)], axis=1))
    return icon.bytes()
