"""The drawing of a topic page: computed curves, points and words in the colours of the page.

A drawing stands in its page as SVG, so it has no colours or fonts of its own: each element has one
class for its form and at most one for its colour, and the theme's drawings.css gives both a value,
in light, in dark and on paper. Forms: line, heavy, thin, dashed, area, dot, ring, words, rim.
Colours: soft, mark, hue-1 … hue-5; none is the ink.
"""

import re
from xml.etree import ElementTree as ET

import numpy as np
from numpy.typing import ArrayLike, NDArray
from svg import Picture, number, path, segments

WIDTH = 480.0
SIZE = 16.0  # of words, in picture units; 12 px on a phone
SMALL = 0.72  # size of a subscript, as a part of its line's
PIECE = re.compile(r"\*([^*]+)\*|([_^])\{([^}]*)\}|([^*_^]+)")


class Drawing:
    """A picture of the given size, 480 units wide unless told otherwise."""

    def __init__(self, height: float, *, width: float = WIDTH) -> None:
        self.width, self.height = width, height
        self.picture = Picture(width, height)

    def panel(
        self,
        box: tuple[float, float, float, float],
        *,
        at: tuple[float, float, float, float] | None = None,
        stretch: bool = False,
    ) -> "Panel":
        """A part of the drawing that shows the box (left, bottom, right, top) of a plane.

        `at` is (x, y, width, height) in picture units, the whole drawing less 12 on each side unless
        given. The scale is the same in both directions and the box is centred, unless `stretch`.
        """
        return Panel(self, box, at or (12.0, 12.0, self.width - 24.0, self.height - 24.0), stretch=stretch)

    def label(
        self, x: float, y: float, text: str, *, anchor: str = "middle", look: str = "", size: float = SIZE
    ) -> None:
        """Words with their baseline at (x, y) in picture units; anchor start, middle or end.

        `*a*` is italic, `_{1}` a subscript and `^{2}` a superscript.
        """
        # First its rim of paper, whole: painted piece by piece, each would cover the end of the one before.
        for classes in ("rim", f"words {look}".strip()):
            element = self.picture.add("text", class_=classes, x=number(x), y=number(y))
            element.set("text-anchor", anchor)
            if size != SIZE:
                element.set("font-size", number(size))
            self._pieces(element, text, size)

    def _pieces(self, element: ET.Element, text: str, size: float) -> None:
        back = 0.0
        for italic, shift, small, plain in PIECE.findall(text):
            span = ET.SubElement(element, f"{element.tag.removesuffix('text')}tspan")
            span.text = italic or small or plain
            move = {"_": 0.25, "^": -0.4}.get(shift, 0.0) * size
            if italic or (small and small.isalpha()):
                span.set("class", "italic")
            if small:
                span.set("font-size", number(SMALL * size))
            if move - back:
                span.set("dy", number(move - back))
            back = move

    def bytes(self) -> bytes:
        """The SVG file."""
        return self.picture.bytes()


class Panel:
    """A part of a drawing with the coordinates of a plane. `look` is a colour, or two class names."""

    def __init__(
        self,
        drawing: Drawing,
        box: tuple[float, float, float, float],
        at: tuple[float, float, float, float],
        *,
        stretch: bool,
    ) -> None:
        self.drawing = drawing
        self.box = box
        left, bottom, right, top = box
        x, y, width, height = at
        scale = np.array([width / (right - left), height / (top - bottom)])
        self.scale = scale if stretch else np.full(2, scale.min())
        self.middle = np.array([(left + right) / 2, (bottom + top) / 2])
        self.centre = np.array([x + width / 2, y + height / 2])

    def place(self, points: ArrayLike) -> NDArray[np.float64]:
        """From the plane to the picture."""
        return self.centre + (np.asarray(points, dtype=float) - self.middle) * self.scale * [1, -1]

    def curve(self, points: ArrayLike, look: str = "", *, form: str = "line", closed: bool = False) -> None:
        """A polyline through points of shape (n, 2); form line, heavy, thin or dashed."""
        self._path(path(self.place(points), closed=closed), f"{form} {look}")

    def area(self, points: ArrayLike, look: str = "") -> None:
        """A tinted polygon with corners of shape (n, 2), without a border."""
        self._path(path(self.place(points), closed=True), f"area {look}")

    def segments(self, ends: ArrayLike, look: str = "", *, form: str = "thin") -> None:
        """Separate segments, shape (n, 2, 2)."""
        self._path(segments(self.place(ends)), f"{form} {look}")

    def arrow(self, start: ArrayLike, end: ArrayLike, look: str = "", *, form: str = "line") -> None:
        """A segment with a head at its end."""
        tail, tip = self.place(start), self.place(end)
        along = (tip - tail) / np.hypot(*(tip - tail))
        across = np.array([-along[1], along[0]])
        head = np.stack([tip, tip - 11 * along + 4.5 * across, tip - 11 * along - 4.5 * across])
        self._path(path(np.stack([tail, tip - 9 * along])), f"{form} {look}")
        self._path(path(head, closed=True), f"dot {look}")

    def circle(self, centre: ArrayLike, radius: float, look: str = "", *, form: str = "line") -> None:
        """A circle of the plane; only where the scale is the same in both directions."""
        x, y = self.place(centre)
        self._add("circle", f"{form} {look}", cx=x, cy=y, r=radius * self.scale[0])

    def dots(self, points: ArrayLike, look: str = "", *, radius: float = 4.5, open_: bool = False) -> None:
        """Dots on points of shape (n, 2), or rings; the radius is in picture units."""
        for x, y in np.atleast_2d(self.place(points)):
            self._add("circle", f"{'ring' if open_ else 'dot'} {look}", cx=x, cy=y, r=radius)

    def label(
        self,
        at: ArrayLike,
        text: str,
        look: str = "",
        *,
        shift: tuple[float, float] = (0.0, 0.0),
        anchor: str = "middle",
        size: float = SIZE,
    ) -> None:
        """Words beside a point of the plane; `shift` is in picture units, to the right and upwards."""
        x, y = self.place(at)
        self.drawing.label(
            x + shift[0], y - shift[1] + 0.33 * size, text, anchor=anchor, look=look, size=size
        )

    def axes(self, x: str = "", y: str = "", *, origin: tuple[float, float] = (0.0, 0.0)) -> None:
        """Two thin arrows through the origin over the whole box, named at their ends."""
        left, bottom, right, top = self.box
        self.arrow((left, origin[1]), (right, origin[1]), "soft", form="thin")
        self.arrow((origin[0], bottom), (origin[0], top), "soft", form="thin")
        if x:
            self.label((right, origin[1]), x, "soft", shift=(0, -16), anchor="end")
        if y:
            self.label((origin[0], top), y, "soft", shift=(8, -6), anchor="start")

    def _path(self, data: str, classes: str) -> None:
        self._add("path", classes, d=data)

    def _add(self, tag: str, classes: str, **attributes: str | float) -> None:
        self.drawing.picture.add(tag, class_=classes.strip(), **attributes)
