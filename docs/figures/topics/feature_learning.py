"""Feature learning: twenty Gaussian variables, the target x1 x2, two squared neurons.

From w1 = e (1, 1, ..., 1, 1) and w2 = e (1, -1, ..., 1, -1) gradient flow on the expected loss is
solved by w1 = m (g, g, 1, ..., 1) and w2 = m (g, -g, 1, -1, ...) with g = exp(2t) and
m^-2 = e^-2 + 4 (g^2 - 1) + 144 t. The tangent space at time t sees the share 1 - (9 / (g^2 + 9))^2
of the target; the network explains 8 (m g)^2 - 4 N^2 with N = m^2 (2 g^2 + 18), the squared norm.
"""

import numpy as np
from drawing import Drawing
from numpy.typing import NDArray

END = 4.0
STARTS = (0.01, 0.001)


def seen(time: NDArray[np.float64]) -> NDArray[np.float64]:
    """The share of the target that the tangent space sees."""
    return 1 - (9 / (np.exp(4 * time) + 9)) ** 2


def explained(time: NDArray[np.float64], start: float) -> NDArray[np.float64]:
    """The share of the target that the network explains, from a start of this size."""
    growth = np.exp(4 * time)
    square = 1 / (start**-2 + 4 * (growth - 1) + 144 * time)
    return 8 * square * growth - 4 * (square * (2 * growth + 18)) ** 2


def draw() -> bytes:
    """Shares of the target against time."""
    drawing = Drawing(284)
    panel = drawing.panel((0, 0, END, 1.0), at=(34, 22, 432, 218), stretch=True)
    time = np.linspace(0, END, 133)
    for level in (0.0, 1.0):
        panel.segments([[(0, level), (END, level)]], "soft")
        panel.label((0, level), f"{level:.0f}", "soft", shift=(-8, 0), anchor="end")
    first = seen(np.zeros(1))[0]
    panel.curve([(0, first), (END, first)], form="dashed")
    for start in STARTS:
        panel.curve(np.stack([time, explained(time, start)], axis=1), "hue-1")
    panel.curve(np.stack([time, seen(time)], axis=1), "mark", form="heavy")
    late = np.full(1, np.log(3))
    heights = [0.0, explained(late, 0.01)[0], seen(late)[0]]
    panel.segments([[(late[0], 0), (late[0], heights[2])]], "soft")
    panel.dots([(0, first), (late[0], heights[2])], "mark")
    panel.dots([(late[0], heights[1])], "hue-1")

    for word, drop in (("tangent", 0), ("space", -20)):
        panel.label((0.39, 0.6), word, "mark", shift=(16, drop), anchor="start")
    for start, name in zip(STARTS, ("1/100", "1/1000"), strict=True):
        here = time[np.argmax(explained(time, start) > 0.45)]
        panel.label((here, 0.45), "network,", "hue-1", shift=(14, 0), anchor="start")
        panel.label((here, 0.45), f"start {name}", "hue-1", shift=(7, -20), anchor="start")
    panel.label((0.2, first), "lazy", shift=(8, 12), anchor="start")
    panel.label((late[0], 0), "log 3", "soft", shift=(0, -17))
    drawing.label(34 + 432, 272, "time *t*", anchor="end", look="soft")
    return drawing.bytes()
