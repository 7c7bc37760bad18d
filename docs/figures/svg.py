"""A picture in SVG: elements in, text out, always the same bytes for the same picture."""

from collections.abc import Iterable, Sequence
from xml.etree import ElementTree as ET

import numpy as np
from numpy.typing import ArrayLike

NAMESPACE = "http://www.w3.org/2000/svg"
ET.register_namespace("", NAMESPACE)


def number(value: float, digits: int = 1) -> str:
    """The shortest decimal with at most so many digits behind the point; never a negative zero."""
    text = f"{value:.{digits}f}"
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    if text in {"-0", ""}:
        return "0"
    return text.replace("0.", ".", 1) if text.lstrip("-").startswith("0.") else text


def path(points: ArrayLike, *, closed: bool = False, digits: int = 1) -> str:
    """Path data of a polyline through points of shape (n, 2), in relative steps.

    The steps run between rounded points, so rounding errors do not add up.
    """
    scale = 10**digits
    grid = np.rint(np.asarray(points, dtype=float) * scale).astype(int)
    steps = np.diff(grid, axis=0)
    first = _pair(grid[0] / scale, digits)
    line = "".join(
        "l" * (i == 0) + (_pair(step / scale, digits) if i == 0 else _joined(step / scale, digits))
        for i, step in enumerate(steps[np.any(steps != 0, axis=1)])
    )
    return f"M{first}{line}{'z' if closed else ''}"


def segments(ends: Iterable[Sequence[Sequence[float]]], *, digits: int = 1) -> str:
    """Path data of many separate segments, each a pair of points."""
    return "".join(path(pair, digits=digits) for pair in ends)


def _pair(point: Sequence[float], digits: int) -> str:
    x, y = number(point[0], digits), number(point[1], digits)
    return x + (y if y.startswith("-") else f" {y}")


def _joined(point: Sequence[float], digits: int) -> str:
    text = _pair(point, digits)
    return text if text.startswith("-") else f" {text}"


class Picture:
    """An SVG document with a view box that starts at the origin."""

    def __init__(self, width: float, height: float, **attributes: str) -> None:
        self.root = ET.Element(
            f"{{{NAMESPACE}}}svg", {"viewBox": f"0 0 {number(width)} {number(height)}", **_attributes(attributes)}
        )

    def add(self, tag: str, *, parent: ET.Element | None = None, **attributes: str | float) -> ET.Element:
        """Append an element; underscores in attribute names stand for hyphens."""
        return ET.SubElement(
            self.root if parent is None else parent, f"{{{NAMESPACE}}}{tag}", _attributes(attributes)
        )

    def bytes(self) -> bytes:
        """The document, with a line feed at its end."""
        ET.indent(self.root, "")
        return ET.tostring(self.root, encoding="unicode", short_empty_elements=True).encode() + b"\n"


def _attributes(attributes: dict[str, str | float]) -> dict[str, str]:
    return {
        name.rstrip("_").replace("_", "-"): value if isinstance(value, str) else number(value, 3)
        for name, value in attributes.items()
    }
