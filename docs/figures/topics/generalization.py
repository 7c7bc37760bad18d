"""Parameters that are nearly true, in three models with two parameters.

The sets {K < ε} in the square [−1, 1]², for ε = 1/32 as an outline and for ε = 1/512 as an area. The
functions are K = (a² + b²)/2, a regular model, and K = (a² − b³ − c)²/2 with c = 1/2, where the true
parameters form a smooth curve, and with c = 0, where they form a cusp. The true parameters are a dot
or a thin curve. Here b runs to the right and a upwards.
"""

import numpy as np
from drawing import Drawing, Panel
from numpy.typing import NDArray

Points = NDArray[np.float64]

EPSILONS = (1 / 32, 1 / 512)
CONSTANT = 1 / 2
SIDE = 140.0
GAP = 20.0


def upper(level: float) -> Points:
    """The part of a² = b³ + level in the square with a ≥ 0, from left to right."""
    start, end = np.cbrt(max(-level, -1.0)), np.cbrt(min(1.0 - level, 1.0))
    b = start + (end - start) * np.linspace(0, 1, 61) ** 2  # dense where the curve is steep
    return np.stack([b, np.sqrt(np.maximum(b**3 + level, 0.0))], axis=1)


def mirrored(curve: Points) -> Points:
    """The curve's image below the axis, then the curve: one line from right to left to right."""
    return np.concatenate([curve[::-1] * [1, -1], curve[curve[:, 1] > 0]])


def band(panel: Panel, constant: float) -> None:
    """Where |a² − b³ − constant| is below √(2ε)."""
    wide, narrow = np.sqrt(2 * np.array(EPSILONS))
    outside, inside = mirrored(upper(constant + narrow)), mirrored(upper(constant - narrow))
    if constant < narrow:  # then the inner curve leaves the square on the right, the outer one never does
        inside = np.concatenate([[[1.0, -1.0]], inside, [[1.0, 1.0]]])
    panel.area(np.concatenate([outside, inside[::-1]]), "mark")
    for level in (constant - wide, constant + wide):
        panel.curve(mirrored(upper(level)), "hue-1", form="thin")
    panel.curve(mirrored(upper(constant)), "mark", form="thin")


def disc(panel: Panel) -> None:
    """Where a² + b² is below 2ε."""
    wide, narrow = np.sqrt(2 * np.array(EPSILONS))
    panel.circle((0, 0), wide, "hue-1", form="thin")
    panel.circle((0, 0), narrow, "mark", form="area")
    panel.dots((0, 0), "mark", radius=1.5)


def draw() -> bytes:
    """The SVG file."""
    drawing = Drawing(224)
    frame = np.array([[-1, -1], [1, -1], [1, 1], [-1, 1]])
    for i, (name, value) in enumerate((("point", "1"), ("smooth curve", "1/2"), ("cusp", "5/12"))):
        x = 10 + i * (SIDE + GAP)
        panel = drawing.panel((-1, -1, 1, 1), at=(x, 32, SIDE, SIDE))
        if i == 0:
            disc(panel)
        else:
            band(panel, CONSTANT if i == 1 else 0.0)
        panel.curve(frame, "soft", form="thin", closed=True)
        drawing.label(x + SIDE / 2, 20, name)
        drawing.label(x + SIDE / 2, 210, f"*λ* = {value}")
        panel.label((1, -1), "*b*", "soft", shift=(-5, -12))
        panel.label((-1, 1), "*a*", "soft", shift=(10, -12))
    return drawing.bytes()
