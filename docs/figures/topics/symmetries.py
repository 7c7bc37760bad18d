"""The least-norm parameters of |x| among networks with two and with three ReLU neurons on the line.

They are known from their incoming weights w: the positive entries have squares with sum 1, and so do the
negative ones. For two neurons these are two points of the square [-1, 1]². For three neurons they are a
quarter circle on each face of the cube [-1, 1]³, and together a closed curve with six corners, the
permutations of (1, -1, 0). The cube is seen along a direction near (1, 1, 1), in parallel projection.
"""

from itertools import combinations, permutations, product

import numpy as np
from drawing import Drawing, Panel
from numpy.typing import NDArray

Points = NDArray[np.float64]

TOWARDS = np.array([1.0, 0.72, 0.62])  # the eye


def project(points: Points) -> Points:
    """From space to the plane of the picture, with the third axis upright."""
    eye = TOWARDS / np.linalg.norm(TOWARDS)
    across = np.cross([0.0, 0.0, 1.0], eye)
    across /= np.linalg.norm(across)
    return np.asarray(points, dtype=float) @ np.stack([across, np.cross(eye, across)], axis=1)


def plane(panel: Panel) -> None:
    """Two neurons: the quadrants of mixed sign, and the two points."""
    far = panel.box[2]
    for side in (1, -1):
        panel.area([(0, 0), (side * far, 0), (side * far, -side * far), (0, -side * far)], "hue-1")
        panel.curve([(side, side), (side, -side), (-side, -side)], "soft", form="thin")
    panel.axes("", "*w*_{2}")
    panel.label((far, 0), "*w*_{1}", "soft", shift=(0, 15), anchor="end")
    panel.label((0.53, 0.5), "*β* = 0", "soft")
    panel.label((-0.5, -0.5), "*α* = 0", "soft")
    panel.dots([(1, -1), (-1, 1)], "mark", radius=5.5)


def cube(panel: Panel) -> None:
    """The edges of the cube that the eye sees, and the names of the faces in front."""
    corners = [np.array(corner, dtype=float) for corner in product((1, -1), repeat=3)]
    for start, end in combinations(corners, 2):
        if np.sum(start != end) == 1 and max(start.sum(), end.sum()) > -1:
            panel.curve(project(np.stack([start, end])), "soft", form="thin")
    for i, face in enumerate(np.eye(3)):
        panel.label(project(face), f"*w*_{{{i + 1}}} = 1", "soft")


def hexagon(panel: Panel) -> None:
    """The six quarter circles: on a face one entry is a side, the two others have the other sign."""
    turn = np.linspace(0, np.pi / 2, 25)
    for side in (-1, 1):
        for lone in range(3):
            points = np.zeros((len(turn), 3))
            points[:, lone] = side
            first, second = (i for i in range(3) if i != lone)
            points[:, first], points[:, second] = -side * np.cos(turn), -side * np.sin(turn)
            panel.curve(project(points), "mark", form="heavy" if side == 1 else "dashed")
    panel.dots(project(np.array(list(permutations((1.0, -1.0, 0.0))))), "mark", radius=5.5)


def draw() -> bytes:
    """Both pictures, side by side."""
    drawing = Drawing(254)
    plane(drawing.panel((-1.5, -1.5, 1.5, 1.5), at=(12, 22, 190, 190)))
    right = drawing.panel((-1.75, -1.75, 1.75, 1.95), at=(232, 0, 236, 230))
    cube(right)
    hexagon(right)
    drawing.label(107, 244, "two neurons")
    drawing.label(350, 244, "three neurons")
    return drawing.bytes()
