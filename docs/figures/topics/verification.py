"""How far an input is from the decision boundary of a network with two squared neurons.

The boundary is the ellipse (x − y)² + 3y² = 12 and the input is u = (2, 1). Drawn are the four points of
the ellipse at which the distance to u is critical, with segments to u, the largest disk around u that the
boundary does not enter, and, dashed, the evolute: inside of it an input has four real critical points,
outside it has two.
"""

import numpy as np
from drawing import Drawing
from numpy.typing import NDArray

Points = NDArray[np.float64]

FORM = np.array([[1.0, -1.0], [-1.0, 4.0]])  # of (x − y)² + 3y²
LEVEL = 12.0
INPUT = np.array([2.0, 1.0])
BOX = (-4.5, -2.35, 4.6, 2.35)


def boundary(angles: Points) -> Points:
    """Points of the ellipse: x − y = √12 cos t and √3 y = √12 sin t."""
    y = np.sqrt(LEVEL / 3) * np.sin(angles)
    return np.stack([np.sqrt(LEVEL) * np.cos(angles) + y, y], axis=1)


def evolute(angles: Points) -> Points:
    """The centres of curvature of the ellipse at the same angles."""
    step = 1e-4
    before, here, after = (boundary(angles + shift) for shift in (-step, 0.0, step))
    first, second = (after - before) / (2 * step), (after - 2 * here + before) / step**2
    bend = first[:, 0] * second[:, 1] - first[:, 1] * second[:, 0]
    normal = np.stack([-first[:, 1], first[:, 0]], axis=1)
    return here + normal * (np.sum(first**2, axis=1) / bend)[:, None]


def critical() -> Points:
    """The points of the boundary at which its normal meets the input, nearest first.

    On the normals x = (1 + s FORM)⁻¹ u, and the equation of the boundary is a quartic in s.
    """
    # (1 + s M)⁻¹ u = (u + s adj(M) u) / det(1 + s M) for a 2 × 2 matrix M
    adjugate = np.array([[FORM[1, 1], -FORM[0, 1]], [-FORM[1, 0], FORM[0, 0]]])
    x, y = (np.array([(adjugate @ INPUT)[i], INPUT[i]]) for i in range(2))
    det = np.array([np.linalg.det(FORM), np.trace(FORM), 1.0])
    form = FORM[0, 0] * np.polymul(x, x) + 2 * FORM[0, 1] * np.polymul(x, y) + FORM[1, 1] * np.polymul(y, y)
    roots = np.roots(np.polysub(form, LEVEL * np.polymul(det, det)))
    s = roots[np.abs(roots.imag) < 1e-9].real
    points = np.stack([np.polyval(x, s), np.polyval(y, s)], axis=1) / np.polyval(det, s)[:, None]
    return points[np.argsort(np.linalg.norm(points - INPUT, axis=1))]


def runs(points: Points) -> list[Points]:
    """The parts of a closed curve that lie in the box, a little enlarged."""
    left, bottom, right, top = BOX
    inside = (points[:, 0] > left) & (points[:, 0] < right) & (points[:, 1] > bottom) & (points[:, 1] < top)
    start = int(np.argmin(inside))
    points, inside = np.roll(points, -start, axis=0), np.roll(inside, -start)
    breaks = np.flatnonzero(np.diff(inside.astype(int))) + 1
    return [
        part
        for part, keep in zip(np.split(points, breaks), np.split(inside, breaks), strict=True)
        if keep[0]
    ]


def draw() -> bytes:
    """The SVG file."""
    drawing = Drawing(258)
    panel = drawing.panel(BOX)
    turn = np.linspace(0, 2 * np.pi, 241)[:-1]
    points = critical()
    radius = float(np.linalg.norm(points[0] - INPUT))

    for part in runs(evolute(np.linspace(0, 2 * np.pi, 721)[:-1])):
        panel.curve(part, "soft", form="dashed")
    disk = INPUT + radius * np.stack([np.cos(turn), np.sin(turn)], axis=1)
    panel.area(disk[::4], "mark")
    panel.circle(INPUT, radius, "mark")
    panel.curve(boundary(turn), "hue-1", form="heavy", closed=True)
    panel.segments([(INPUT, point) for point in points], "soft")
    panel.dots(points[:1], "mark", radius=5.5)
    panel.dots(points[1:], "hue-1", open_=True)
    panel.dots(INPUT)
    panel.label(INPUT, "*u*", shift=(-12, 8))
    shifts = ((0, 16), (8, -15), (15, 2), (-8, -15))
    for name, point, shift in zip("abcd", points, shifts, strict=True):
        panel.label(point, f"*{name}*", "mark" if name == "a" else "hue-1", shift=shift)
    panel.label((-1.3, 0.1), "four", "soft")
    panel.label((-4.35, 1.6), "two", "soft", anchor="start")
    return drawing.bytes()
