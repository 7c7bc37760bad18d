"""The linear regions of two maxout units, beside the sum of their Newton polygons.

A(x, y) = max(0, 2x − y + 1, −x + 2y − 2) and B(x, y) = A(x, −y). On the left the plane with the walls of A
and of B; on the right, for each region, the gradient of A + B on it. Two gradients are joined when their
regions share a wall. This gives the mixed subdivision of the sum of two triangles: each crossing of two
walls becomes a parallelogram, which is labelled with its area.
"""

from itertools import combinations

import numpy as np
from drawing import Drawing, Panel
from numpy.typing import NDArray

Points = NDArray[np.float64]
Unit = tuple[tuple[int, int, int], ...]
Pair = tuple[int, int]

A: Unit = ((0, 0, 0), (2, -1, 1), (-1, 2, -2))  # two slopes and the bias of each piece
B: Unit = ((0, 0, 0), (2, 1, 1), (-1, -2, -2))
PAIRS: list[Pair] = [(i, j) for i in range(3) for j in range(3)]
BOX = (-2.9, -2.0, 1.4, 2.0)  # the part of the plane that is shown
FAR = (-1e3, -1e3, 1e3, 1e3)  # a box that reaches into every unbounded region far beyond the crossings
NAMES = "abcdefghi"


def cut(polygon: list[Points], slope: Points, bias: float) -> list[Points]:
    """The part of a convex polygon on which ⟨slope, x⟩ + bias ≥ 0."""
    values = [float(slope @ corner + bias) for corner in polygon]
    part: list[Points] = []
    for i, here in enumerate(values):
        last = values[i - 1]
        if (here > 0) != (last > 0):
            part.append((last * polygon[i] - here * polygon[i - 1]) / (last - here))
        if here > 0:
            part.append(polygon[i])
    return part


def region(pair: Pair, box: tuple[float, float, float, float]) -> Points:
    """The corners of the region where these pieces of A and B are the largest, within the box."""
    left, bottom, right, top = box
    corners = ((left, bottom), (right, bottom), (right, top), (left, top))
    polygon = [np.array(corner, dtype=float) for corner in corners]
    for unit, piece in zip((A, B), pair, strict=True):
        for k in {0, 1, 2} - {piece}:
            *slope, bias = np.subtract(unit[piece], unit[k])
            polygon = cut(polygon, np.array(slope, dtype=float), float(bias))
    return np.array(polygon)


def walls(panel: Panel, unit: Unit, look: str, form: str) -> None:
    """The three rays on which two pieces of a unit are equal and largest, until the edge of the box."""
    p = np.array(unit, dtype=float)
    apex = np.linalg.solve(p[1:, :2] - p[0, :2], p[0, 2] - p[1:, 2])
    for i, j in combinations(range(3), 2):
        along = np.array([p[j, 1] - p[i, 1], p[i, 0] - p[j, 0]])
        if (p[3 - i - j, :2] - p[i, :2]) @ along > 0:
            along = -along
        edge = np.where(along > 0, panel.box[2:], panel.box[:2])
        panel.curve(np.stack([apex, apex + np.min((edge - apex) / along) * along]), look, form=form)


def name(gradient: dict[Pair, Points], inner: list[Pair]) -> dict[Pair, str]:
    """Letters for the regions: the unbounded ones around the polygon, then the bounded ones."""
    middle = np.mean(list(gradient.values()), axis=0)
    outer = [pair for pair in PAIRS if pair not in inner]
    outer.sort(key=lambda pair: float(np.arctan2(*(gradient[pair] - middle)[::-1])))
    return dict(zip(outer + inner, NAMES, strict=True))


def subdivision(panel: Panel, cells: dict[Pair, Points], gradient: dict[Pair, Points]) -> None:
    """Join the gradients of regions that share a wall, and write the areas of the parallelograms."""
    joined = set()
    for one, two in combinations(PAIRS, 2):
        apart = np.linalg.norm(cells[one][:, None] - cells[two][None], axis=-1)
        if np.sum(apart < 1e-6) == 2:
            joined.add((one, two))
            look, form = ("hue-5", "dashed") if one[0] == two[0] else ("hue-1", "line")
            panel.curve(np.stack([gradient[one], gradient[two]]), look, form=form)
    for i, k in combinations(range(3), 2):
        for j, m in combinations(range(3), 2):
            sides = {((i, j), (i, m)), ((k, j), (k, m)), ((i, j), (k, j)), ((i, m), (k, m))}
            if sides <= joined:
                across = gradient[k, j] - gradient[i, j], gradient[i, m] - gradient[i, j]
                area = round(abs(float(np.linalg.det(np.stack(across)))))
                panel.label((gradient[i, j] + gradient[k, m]) / 2, str(area), "soft")


def draw() -> bytes:
    """The SVG file."""
    drawing = Drawing(280)
    plane = drawing.panel(BOX, at=(2, 12, 252, 256))
    dual = drawing.panel((-2.9, -3.9, 4.7, 3.9), at=(262, 12, 214, 256))
    cells = {pair: region(pair, FAR) for pair in PAIRS}
    gradient = {(i, j): np.array(A[i][:2], dtype=float) + B[j][:2] for i, j in PAIRS}
    inner = [pair for pair in PAIRS if np.abs(cells[pair]).max() < 100]
    names = name(gradient, inner)

    for pair in inner:
        plane.area(cells[pair], "mark")
    walls(plane, A, "hue-1", "line")
    walls(plane, B, "hue-5", "dashed")
    for pair in PAIRS:
        look = "mark" if pair in inner else ""
        plane.label(region(pair, BOX).mean(axis=0), f"*{names[pair]}*", look)
    plane.label((0.88, 1.55), "*A*", "hue-1")
    plane.label((0.88, -1.55), "*B*", "hue-5")

    subdivision(dual, cells, gradient)
    middle = np.mean(list(gradient.values()), axis=0)
    for pair in PAIRS:
        at, look = gradient[pair], "mark" if pair in inner else ""
        away = 15 * (at - middle) / np.linalg.norm(at - middle)
        if pair in inner:
            away = np.array([-13.0, 6 * np.sign(at[1])]) if at[1] else np.array([22.0, 4.0])
        dual.dots(at, look, open_=pair in inner)
        dual.label(at, f"*{names[pair]}*", look, shift=(away[0], away[1]))
    return drawing.bytes()
