"""A drawing: an SVG that becomes part of a page and takes its colours from the page's style."""

from __future__ import annotations

from xml.etree import ElementTree as ET

SVG = "http://www.w3.org/2000/svg"
MOST_BYTES = 60 * 1024
ELEMENTS = frozenset("svg g path circle ellipse rect line polyline polygon text tspan".split())
ATTRIBUTES = frozenset(
    "viewBox class d x y dx dy x1 y1 x2 y2 cx cy r rx ry width height points transform"
    " text-anchor font-size".split()
)


class NotADrawing(ValueError):
    """A file that cannot be shown within a page, and why."""


def inline(data: bytes, alt: str) -> str:
    """The drawing as an element of HTML that `alt` describes.

    Only shapes, words and classes may stand in it: its look is the page's. Raises NotADrawing.
    """
    if len(data) > MOST_BYTES:
        raise NotADrawing(
            f"A drawing has at most {MOST_BYTES // 1024} KiB; this one has {len(data)} bytes."
        )
    if b"<!" in data:
        raise NotADrawing("A drawing has no document type and no comments.")
    try:
        root = ET.fromstring(data)  # noqa: S314 - an organizer's file, small, and without entities
    except ET.ParseError as reason:
        raise NotADrawing(f"This is no SVG: {reason}.") from None
    for element in root.iter():
        name = element.tag.removeprefix(f"{{{SVG}}}")
        if name not in ELEMENTS:
            raise NotADrawing(f"A drawing may not hold <{name}>.")
        if wrong := sorted(set(element.attrib) - ATTRIBUTES):
            raise NotADrawing(
                f"<{name}> may not have the attribute “{wrong[0]}”; a class gives it its look."
            )
        element.tag = name
    if root.tag != "svg" or "viewBox" not in root.attrib:
        raise NotADrawing("A drawing is one <svg> with a viewBox.")
    root.attrib = {"class": "drawing", "viewBox": root.attrib["viewBox"], "role": "img", "aria-label": alt}
    return ET.tostring(root, encoding="unicode", short_empty_elements=True)
