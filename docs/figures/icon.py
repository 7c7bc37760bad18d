"""A topic's icon: a few computed curves on a square of 64, in lines of 2, one colour.

Pages show an icon through a CSS mask, so only its shape counts; the colour is one that is legible
on either ground.
"""

import numpy as np
from numpy.typing import ArrayLike, NDArray
from palette import NEUTRAL
from svg import Picture, path

SIZE = 64.0
MARGIN = 5.0
THIN = 1.2


class Icon:
    """A picture whose coordinates are those of a box of the plane, centred and to scale."""

    def __init__(
        self, left: float, bottom: float, right: float, top: float, *, stretch: bool = False
    ) -> None:
        room = SIZE - 2 * MARGIN
        scale = np.array([room / (right - left), room / (top - bottom)])
        self.scale = scale if stretch else np.full(2, scale.min())
        self.middle = np.array([(left + right) / 2, (bottom + top) / 2])
        self.picture = Picture(SIZE, SIZE)
        self.lines = self.picture.add(
            "g",
            fill="none",
            stroke=NEUTRAL,
            stroke_width=2,
            stroke_linecap="round",
            stroke_linejoin="round",
        )
        self.dots = self.picture.add("g", fill=NEUTRAL)

    def place(self, points: ArrayLike) -> NDArray[np.float64]:
        """From the plane to the picture."""
        return SIZE / 2 + (np.asarray(points, dtype=float) - self.middle) * self.scale * [1, -1]

    def curve(
        self, points: ArrayLike, *, closed: bool = False, thin: bool = False, dashes: str | None = None
    ) -> None:
        """A polyline through points of shape (n, 2)."""
        style: dict[str, str | float] = {"stroke_width": THIN} if thin else {}
        if dashes:
            style["stroke_dasharray"] = dashes
        self.picture.add(
            "path", parent=self.lines, d=path(self.place(points), closed=closed, digits=2), **style
        )

    def circle(self, centre: ArrayLike, radius: float, *, thin: bool = False) -> None:
        """A circle of the plane; only where the scale is the same in both directions."""
        x, y = self.place(centre)
        style: dict[str, str | float] = {"stroke_width": THIN} if thin else {}
        self.picture.add("circle", parent=self.lines, cx=x, cy=y, r=radius * self.scale[0], **style)

    def dot(self, *points: ArrayLike, radius: float = 2.8) -> None:
        """A dot on each of the points; its radius is in the picture's units."""
        for point in points:
            x, y = self.place(point)
            self.picture.add("circle", parent=self.dots, cx=x, cy=y, r=radius)

    def bytes(self) -> bytes:
        """The SVG file."""
        return self.picture.bytes()
