"""The cover: a plane quartic with four ovals, its Voronoi cells and a largest disk.

The curve is f = 0 with

    f = (x^2/4.5 + 1.3 y^2 - 1) (1.3 (x - 0.1)^2 + (y + 0.16)^2/2.2 - 1) + 0.09 + 0.04 x y + 0.03 x:

two ellipses that meet in four points, moved apart at each of them. Four ovals are the most that a
plane quartic can have. Every thin segment is the Voronoi cell of one point p of the curve: all
points of the plane that are nearer to p than to any other point of the curve. It lies on the normal
at p, and where it ends, on the medial axis, a second point of the curve is as near. Its colour is
the direction of the normal, the image of p under the Gauss map. The circle is centred where the
medial axis branches: it touches three ovals and meets the curve nowhere else.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from palette import DARK, LIGHT, Palette, cycle
from plane_curve import Branch, Points, reach, trace
from svg import Picture, path, segments

WIDTH, HEIGHT = 1600, 900
CENTRE = np.array([0.0, -0.13])
SCALE = 288.0  # picture units for a unit of the plane
TURN = np.radians(12.0)
STEP = 1 / 240  # between traced points, in units of the plane
SPACING = 10.5  # between drawn cells, in picture units, along the parallel curve ...
OFFSET = 0.1  # ... at this distance from the curve, in units of the plane: corners get their share
SHADES = 30
FAR = 9.0  # beyond the picture: a cell that nothing ends


def quartic(points: Points) -> tuple[NDArray[np.float64], Points]:
    """The polynomial f of the curve and its gradient.

    Two ellipses that meet in four points, moved apart at each of them: Pluecker's way to a quartic
    with four ovals.
    """
    x, y = points.T
    wide, tall = x**2 / 4.5 + 1.3 * y**2 - 1, 1.3 * (x - 0.1) ** 2 + (y + 0.16) ** 2 / 2.2 - 1
    value = wide * tall + 0.09 + 0.04 * x * y + 0.03 * x
    across = x / 2.25 * tall + wide * 2.6 * (x - 0.1) + 0.04 * y + 0.03
    up = 2.6 * y * tall + wide * (y + 0.16) / 1.1 + 0.04 * x
    return value, np.stack([across, up], axis=1)


def place(points: Points) -> Points:
    """From the plane to the picture: a turn, a scale, a shift, and y downwards."""
    turn = np.array([[np.cos(TURN), -np.sin(TURN)], [np.sin(TURN), np.cos(TURN)]])
    moved = (points - CENTRE) @ turn.T * SCALE
    return np.stack([WIDTH / 2 + moved[..., 0], HEIGHT / 2 - moved[..., 1]], axis=-1)


def clip(start: Points, end: Points) -> tuple[Points, Points] | None:
    """The part of a segment inside the picture, with a little margin."""
    margin, (low, high) = 2.0, (0.0, 1.0)
    step = end - start
    for position, delta, size in zip(start, step, (WIDTH, HEIGHT), strict=True):
        if abs(delta) < 1e-9:
            if not -margin <= position <= size + margin:
                return None
            continue
        ends = sorted(((-margin - position) / delta, (size + margin - position) / delta))
        low, high = max(low, ends[0]), min(high, ends[1])
    return (start + low * step, start + high * step) if low < high else None


def branches() -> list[Branch]:
    """The ovals of the curve."""
    return trace(quartic, (-4.0, -3.0, 4.0, 3.0), STEP)


@dataclass(frozen=True)
class Side:
    """One side of one oval: every traced point, the end of its cell, and the site that ends it."""

    branch: Branch
    ends: Points
    touch: NDArray[np.intp]
    first: int  # the number of the branch's first point among all sites

    def drawn(self) -> NDArray[np.intp]:
        """The numbers of the points whose cells are drawn."""
        normals = self.branch.normals
        turns = np.hypot(*(np.roll(normals, -1, axis=0) - normals).T)
        steps = np.hypot(*(np.roll(self.branch.points, -1, axis=0) - self.branch.points).T)
        length = np.cumsum(steps + OFFSET * turns) * SCALE
        count = round(length[-1] / SPACING)
        return np.searchsorted(length, np.arange(count) * length[-1] / count)

    def shades(self) -> NDArray[np.intp]:
        """The number of each cell's colour: the direction of the normal, in equal parts of a full turn."""
        angles = np.arctan2(self.branch.normals[:, 1], self.branch.normals[:, 0])
        return np.floor((angles / (2 * np.pi) % 1.0) * SHADES).astype(int) % SHADES


def sides(curve: list[Branch]) -> list[Side]:
    """Both sides of every oval."""
    sites = np.vstack([branch.points for branch in curve])
    result, first = [], 0
    for branch in curve:
        for sign in (1, -1):
            radii, touch = reach(branch.points, sign * branch.normals, sites, limit=FAR)
            ends = branch.points + radii[:, None] * sign * branch.normals
            result.append(Side(branch, ends, touch, first))
        first += len(branch.points)
    return result


def cell_lines(side: Side, shade: int) -> str:
    """Path data of the drawn cells with this shade."""
    chosen = [i for i in side.drawn() if side.shades()[i] == shade]
    pairs = (clip(*place(np.stack([side.branch.points[i], side.ends[i]]))) for i in chosen)
    return segments(pair for pair in pairs if pair is not None)


def cell_area(side: Side, shade: int) -> str:
    """Path data of the areas that the cells with this shade fill."""
    shades = side.shades()
    count = len(shades)
    data = ""
    for start in np.nonzero((shades == shade) & (np.roll(shades, 1) != shade))[0]:
        stop = start
        while shades[stop % count] == shade and stop - start < count:
            stop += 1
        run = np.arange(start, stop + 1) % count
        ends = place(side.ends[run])
        jump = np.hypot(*np.diff(ends, axis=0, prepend=ends[:1]).T) > 8
        kept = (np.arange(len(run)) % 6 == 0) | jump | np.roll(jump, -1)
        kept[-1] = True
        outline = np.vstack([place(side.branch.points[run])[kept], ends[kept][::-1]])
        data += path(outline, closed=True, digits=0)
    return data


def medial_axis(all_sides: list[Side], sites: Points) -> str:
    """Path data of the medial axis.

    Each of its points ends two cells and is drawn from the one that comes first.
    """
    runs: list[list[Points]] = []
    for side in all_sides:
        own = np.arange(len(side.ends)) + side.first
        earlier = side.touch > own
        ends = place(side.ends)
        jump = np.hypot(*np.diff(sites[side.touch], axis=0).T)
        for i in np.nonzero(earlier[1:] & earlier[:-1])[0]:
            pair = clip(ends[i], ends[i + 1])
            # At a branching point of the axis the site that ends the cells is suddenly another one.
            if pair is None or jump[i] > 0.1:
                continue
            if runs and np.allclose(runs[-1][-1], pair[0]):
                runs[-1].append(pair[1])
            else:
                runs.append(list(pair))
    return "".join(path(np.array([*run[:-1:3], run[-1]])) for run in runs)


def largest_disk(curve: list[Branch], near: Points) -> tuple[Points, Points]:
    """The centre near `near` that is equally far from its three nearest ovals, and their nearest points.

    Newton's method: the gradient of the distance to an oval is the unit vector away from its
    nearest point.
    """
    centre = near
    feet = np.zeros((3, 2))
    for _ in range(8):
        nearest = [b.points[np.argmin(np.hypot(*(b.points - centre).T))] for b in curve]
        feet = np.array(sorted(nearest, key=lambda q: float(np.hypot(*(q - centre))))[:3])
        for _ in range(20):  # from the nearest traced point to the foot of the normal
            value, gradient = quartic(feet)
            tangent = np.stack([-gradient[:, 1], gradient[:, 0]], axis=1)
            tangent /= np.hypot(*tangent.T)[:, None]
            feet = feet + np.sum((centre - feet) * tangent, axis=1)[:, None] * tangent * 0.5
            value, gradient = quartic(feet)
            feet = feet - (value / np.sum(gradient**2, axis=1))[:, None] * gradient
        away = centre - feet
        distance = np.hypot(*away.T)
        slope = away / distance[:, None]
        centre = centre - np.linalg.solve(slope[1:] - slope[0], distance[1:] - distance[0])
    return centre, feet


def draw(palette: Palette) -> bytes:
    """The cover in the colours of the palette."""
    curve = branches()
    all_sides = sides(curve)
    colours = list(enumerate(cycle(palette.hues, SHADES)))
    picture = Picture(WIDTH, HEIGHT)
    picture.add("rect", width=WIDTH, height=HEIGHT, fill=palette.ground)
    areas = picture.add("g", fill_opacity=palette.tint)
    lines = picture.add("g", fill="none", stroke_width=1, stroke_opacity=palette.line)
    for shade, colour in colours:
        if area := "".join(cell_area(side, shade) for side in all_sides):
            picture.add("path", parent=areas, d=area, fill=colour)
        if line := "".join(cell_lines(side, shade) for side in all_sides):
            picture.add("path", parent=lines, d=line, stroke=colour)
    ink = picture.add("g", fill="none", stroke=palette.ink, stroke_linejoin="round")
    picture.add(
        "path",
        parent=ink,
        d=medial_axis(all_sides, np.vstack([b.points for b in curve])),
        stroke_width=1.2,
        stroke_opacity=0.7,
    )
    for branch in curve:
        picture.add("path", parent=ink, d=path(place(branch.points)[::4], closed=True), stroke_width=3.4)
    centre, feet = largest_disk(curve, np.array([0.12, 0.02]))
    centre_at, feet_at = place(centre), place(feet)
    radius = float(np.hypot(*(feet_at[0] - centre_at)))
    marks = picture.add("g", fill=palette.mark)
    picture.add(
        "circle",
        parent=marks,
        cx=centre_at[0],
        cy=centre_at[1],
        r=radius,
        fill="none",
        stroke=palette.mark,
        stroke_width=1.6,
    )
    for x, y in [centre_at, *feet_at]:
        picture.add("circle", parent=marks, cx=x, cy=y, r=5.5)
    return picture.bytes()


FILES = {"cover-light.svg": lambda: draw(LIGHT), "cover-dark.svg": lambda: draw(DARK)}
