"""A quadratic score, the largest disk on which it is positive, and the region of all its certificates.

The score is f = 12 - 2x - 2xy - x²; f = 0 is a hyperbola, the graph of (12 - 2x - x²) / 2x, and the
disk of squared radius 5 touches it at (2, 1). A pair (λ, t) proves f ≥ 0 on the disk of squared radius
t/λ if f - λ(t/λ - x² - y²) is positive semidefinite as a form in (x, y, 1): to the right of the golden
ratio, below the cubic (12 - t)(λ² - λ - 1) = λ. The line of slope 5 through the origin touches the
region at (2, 10), the line of slope 4 meets it in a segment, the point (3, 12) on it is outside.
"""

import numpy as np
from drawing import Drawing
from numpy.typing import NDArray


def border(multiplier: NDArray[np.float64]) -> NDArray[np.float64]:
    """The curve det M = 0, as a graph over the multiplier."""
    return 12 - multiplier / (multiplier**2 - multiplier - 1)


def branch(side: int, heights: NDArray[np.float64]) -> NDArray[np.float64]:
    """The part of f = 0 to the right (1) or to the left (-1) of the axis: x² + 2x(1 + y) = 12."""
    middle = 1 + heights
    return np.stack([-middle + side * np.sqrt(middle**2 + 12), heights], axis=1)


def draw() -> bytes:
    """The picture of the topic page."""
    drawing = Drawing(296)
    wide, high = 3.5, 4.1
    left = drawing.panel((-wide, -high, wide, high), at=(4, 14, 228, 268))
    end = (12 - 2 * wide - wide**2) / (2 * wide)  # height at which the right branch leaves the panel
    start = (12 + 2 * wide - wide**2) / (-2 * wide)  # and the left one enters it
    for side, heights, corners in (
        (1, np.linspace(high, end, 60), [(wide, high)]),
        (-1, np.linspace(start, -high, 60), [(-wide, -high)]),
    ):
        curve = branch(side, heights)
        left.area(np.vstack([curve, corners]), "hue-4")
        left.curve(curve, "hue-4", form="heavy")
    left.axes("", "*y*")
    left.label((wide, 0), "*x*", "soft", shift=(-4, 15), anchor="end")
    left.circle((0, 0), np.sqrt(5), "hue-1")
    left.curve([(0, 0), (2, 1)], "hue-1", form="dashed")
    left.dots([(0, 0)], radius=3)
    left.dots([(2, 1)], "mark")
    left.label((2, 1), "(2, 1)", "mark", shift=(8, 14), anchor="start")
    left.label((2.4, 3.2), "*f* < 0", "hue-4")
    left.label((-1.0, -1.0), "*f* > 0", "hue-1")
    left.label((0.8, 1.15), "*s* = 5", "hue-1")

    right = drawing.panel((0, 0, 4.4, 14), at=(262, 18, 206, 240), stretch=True)
    first = (13 + np.sqrt(745)) / 24  # where the border meets t = 0
    inside = first + (4.4 - first) * np.linspace(0, 1, 160) ** 2
    edge = np.stack([inside, border(inside)], axis=1)
    right.area(np.vstack([edge, [(4.4, 0)]]), "hue-1")
    right.axes("", "*t*")
    right.segments([[(0, 0), (2.8, 14)]], "mark", form="line")
    right.segments([[(0, 0), (3.5, 14)]], "soft", form="dashed")
    right.curve(edge, "hue-1", form="heavy")
    right.dots([(2, 10)], "mark")
    right.dots([(3, 12)], "hue-4", open_=True, radius=5)
    right.label((4.4, 0), "*λ*", "soft", shift=(0, -15), anchor="end")
    right.segments([[(k, 0), (k, 0.3)] for k in (2, 3)], "soft", form="line")
    right.label((2, 0), "2", "soft", shift=(0, -15))
    right.label((3, 0), "3", "soft", shift=(0, -15))
    right.label((2, 10), "(2, 10)", "mark", shift=(-10, 6), anchor="end")
    right.label((3, 12), "(3, 12)", "hue-4", shift=(10, 9), anchor="start")
    right.label((3.15, 5.5), "certificates", "hue-1")
    return drawing.bytes()
