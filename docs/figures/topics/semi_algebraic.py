"""Which lower bounds of two training losses have a sum-of-squares certificate.

The losses are (ab − 3/2)² + (a² + b²)/2 and (abc − 3/2)² + (a² + b² + c²)/2. On the left the pairs (s, γ)
for which the Gram matrix of the first loss minus γ with parameter s is positive semidefinite: |s| ≤ 1/2
and γ ≤ 3s − s². The second loss leaves no parameter free: its certified bounds are the half-line s = 0,
γ ≤ 0. On the right, at the same heights, the two losses where all weights are equal to t.
"""

import numpy as np
from drawing import Drawing, Panel

BOTTOM, TOP = -2.1, 2.85
TARGET, DECAY = 1.5, 0.5


def level(
    drawing: Drawing, left: Panel, right: Panel, height: float, ends: tuple[float, float], look: str
) -> None:
    """A dashed line across both panels, from a parameter on the left to a weight on the right."""
    start, end = left.place((ends[0], height)), right.place((ends[1], height))
    whole = drawing.panel((0, 0, drawing.width, drawing.height), at=(0, 0, drawing.width, drawing.height))
    flip = drawing.height - np.array([start[1], end[1]])
    whole.curve([(start[0], flip[0]), (end[0], flip[1])], look, form="dashed")


def draw() -> bytes:
    """The SVG file."""
    drawing = Drawing(300)
    left = drawing.panel((-0.8, BOTTOM, 0.8, TOP), at=(6, 6, 232, 288), stretch=True)
    right = drawing.panel((-0.12, BOTTOM, 1.62, TOP), at=(262, 6, 212, 288), stretch=True)
    left.axes("*s*", "*γ*")
    right.arrow((-0.12, 0), (1.62, 0), "soft", form="thin")
    right.arrow((0, -0.12), (0, TOP), "soft", form="thin")
    right.label((1.62, 0), "*t*", "soft", shift=(0, -16), anchor="end")
    right.label((0, TOP), "loss", "soft", shift=(9, -8), anchor="start")

    s = np.linspace(-DECAY, DECAY, 41)
    arc = np.stack([s, 2 * TARGET * s - s**2], axis=1)
    left.area(np.concatenate([arc, [(DECAY, BOTTOM), (-DECAY, BOTTOM)]]), "hue-1")
    left.curve(np.concatenate([[(-DECAY, BOTTOM)], arc, [(DECAY, BOTTOM)]]), "hue-1")
    left.curve([(0, BOTTOM), (0, 0)], "hue-5", form="heavy")

    t = np.linspace(0, 1.6, 121)
    bounds = []
    for depth, look, form in ((2, "hue-1", "line"), (3, "hue-5", "heavy")):
        loss = (t**depth - TARGET) ** 2 + DECAY * depth * t**2
        shown = loss < TOP
        right.curve(np.stack([t, loss], axis=1)[shown], look, form=form)
        bounds.append((1 - TARGET) ** 2 + DECAY * depth)
    two, three = bounds
    level(drawing, left, right, two, (DECAY, 1.0), "hue-1")
    level(drawing, left, right, three, (0.0, 1.0), "hue-5")
    right.dots([(1.0, two)], "hue-1")
    right.dots([(1.0, three)], "hue-5")
    left.dots([(DECAY, two)], "hue-1")
    left.dots([(0.0, 0.0)], "hue-5")
    left.dots([(0.0, three)], "hue-5", open_=True)

    left.label((DECAY, two), "5/4", "hue-1", shift=(20, -14))
    left.label((0.0, three), "7/4", "hue-5", shift=(-20, 0))
    left.label((0.0, 0.0), "0", "hue-5", shift=(-13, 11))
    left.label((0.27, -1.5), "two", "hue-1")
    left.label((-0.22, -1.5), "three", "hue-5")
    right.label((0.27, 1.5), "two", "hue-1")
    right.label((0.56, 2.56), "three", "hue-5")
    return drawing.bytes()
