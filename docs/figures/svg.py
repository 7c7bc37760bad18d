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
    return text.replace("0.", ".", 1) if text.startswith(("0.", "-0.")) else text


def path(points: ArrayLike, *, closed: bool = False, digits: int = 1) -> str:
    """Path data of a polyline through points of shape (n, 2), in relative steps.

    The steps run between rounded points, so rounding errors do not add up.
    """
    scale = 10**digits
    grid = np.rint(np.asarray(points, dtype=float) * scale).astype(int)
    steps = np.diff(grid, axis=0)
    steps = steps[np.any(steps != 0, axis=1)]
    start = numbers(grid[0] / scale, digits)
    line = numbers(steps.reshape(-1) / scale, digits)
    return f"M{start}{'l' if line else ''}{line}{'z' if closed else ''}"


def numbers(values: Iterable[float], digits: int = 1) -> str:
    """Numbers in a row with no more space between them than a reader of SVG needs."""
    text, last = "", "."
    for value in values:
        item = number(value, digits)
        apart = text and not item.startswith("-") and not (item.startswith(".") and "." in last)
        text += f" {item}" if apart else item
        last = item
    return text


def segments(ends: Iterable[Sequence[Sequence[float]]], *, digits: int = 1) -> str:
    """Path data of many separate segments, each a pair of points."""
    return "".join(path(pair, digits=digits) for pair in ends)


class Picture:
    """An SVG document with a view box that starts at the origin."""

    def __init__(self, width: float, height: float, /, **attributes: str) -> None:
        self.root = ET.Element(
            f"{{{NAMESPACE}}}svg",
            {"viewBox": f"0 0 {number(width)} {number(height)}", **_attributes(attributes)},
        )

    def add(self, tag: str, *, parent: ET.Element | None = None, **attributes: str | float) -> ET.Element:
        """Append an element; underscores in attribute names stand for hyphens."""
        return ET.SubElement(
            self.root if parent is None else parent, f"{{{NAMESPACE}}}{tag}", _attributes(attributes)
        )

    def bytes(self) -> bytes:
        """The document, with a line feed at its end."""
        ET.indent(self.root, "")
        for words in self.root.iter(f"{{{NAMESPACE}}}text"):
            # A line feed between two pieces of a label would be shown as a space.
            for piece in words:
                words.text = piece.tail = None
        return ET.tostring(self.root, encoding="unicode", short_empty_elements=True).encode() + b"\n"


def _attributes(attributes: dict[str, str | float]) -> dict[str, str]:
    return {
        name.rstrip("_").replace("_", "-"): value if isinstance(value, str) else number(value, 3)
        for name, value in attributes.items()
    }
