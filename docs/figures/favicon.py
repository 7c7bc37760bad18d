"""The favicon: the largest oval of the cover and its inner medial axis, which cuts it into three."""

import cover
import numpy as np
from palette import DARK, LIGHT
from plane_curve import Points, reach
from svg import Picture, path

SIZE = 32.0


def draw() -> bytes:
    """The oval, in the colours of three of the quiet hues; the ink follows the reader's scheme."""
    oval = max(cover.branches(), key=lambda branch: len(branch.points))
    inward = (
        oval.normals if encloses(oval.points, oval.points[0] + 0.01 * oval.normals[0]) else -oval.normals
    )
    radii, touch = reach(oval.points, inward, oval.points, limit=cover.FAR)
    ends = oval.points + radii[:, None] * inward
    flat, axis = cover.place(oval.points), cover.place(ends)
    low, high = flat.min(axis=0), flat.max(axis=0)
    scale = (SIZE - 3) / (high - low).max()
    flat, axis = ((p - (low + high) / 2) * scale + SIZE / 2 for p in (flat, axis))
    # The axis has an end where a cell is bounded by its own osculating circle: three times, at the
    # sharpest bends.
    count = len(flat)
    apart = np.minimum((touch - np.arange(count)) % count, (np.arange(count) - touch) % count)
    corners = [i for i in range(count) if apart[i] <= min(apart[(i + np.arange(-60, 61)) % count])]
    corners = [c for c, before in zip(corners, [-99, *corners], strict=False) if c - before > 30]
    picture = Picture(SIZE, SIZE)
    style = picture.add("style")
    style.text = f"path{{stroke:{LIGHT.ink}}}@media(prefers-color-scheme:dark){{path{{stroke:{DARK.ink}}}}}"
    parts = picture.add("g", stroke_width=1.6, stroke_linejoin="round")
    for colour, start, stop in zip(
        (DARK.hues[0], DARK.hues[2], DARK.hues[3]), corners, [*corners[1:], corners[0] + count], strict=True
    ):
        arc = np.arange(start, stop + 1) % count
        picture.add(
            "path",
            parent=parts,
            d=path(np.vstack([flat[arc][::6], flat[arc][-1:], axis[arc][::-6]]), closed=True, digits=2),
            fill=colour,
        )
    picture.add("path", d=path(flat[::6], closed=True, digits=2), fill="none", stroke_width=2.6)
    return picture.bytes()


def encloses(polygon: Points, point: Points) -> bool:
    """Whether a closed polygon goes around a point: by the angles under which the point sees its sides."""
    seen = polygon - point
    angles = np.unwrap(np.arctan2(seen[:, 1], seen[:, 0]))
    return bool(abs(angles[-1] - angles[0]) > np.pi)


FILES = {"favicon.svg": draw}
