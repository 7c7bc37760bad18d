import re
from fractions import Fraction
from itertools import combinations, product

import pytest
import sympy as sp

from tests.topics import page

PAGE = page.read("voronoi")
x, y = sp.symbols("x y")

# The pieces of the units: two slopes and a bias. The biases of B vary.
A = ((0, 0, 0), (2, -1, 1), (-1, 2, -2))
ROWS = ((1, -2), (-2, -2), (-3, 3), (-2, 4))
PAIRS = tuple(product(range(3), range(3)))


def unit_b(first, second):
    return ((0, 0, 0), (2, 1, first), (-1, -2, second))


def det(p, q):
    return p[0] * q[1] - p[1] * q[0]


def minus(p, q):
    return tuple(a - b for a, b in zip(p, q, strict=True))


def lifted(one, two):
    return {(i, j): tuple(a + b for a, b in zip(one[i], two[j], strict=True)) for i, j in PAIRS}


def hull(points):
    """The vertices of a convex polygon, counterclockwise (monotone chain)."""

    def half(points):
        chain = []
        for p in points:
            while len(chain) > 1 and det(minus(chain[-1], chain[-2]), minus(p, chain[-2])) <= 0:
                chain.pop()
            chain.append(p)
        return chain[:-1]

    points = sorted(set(points))
    return half(points) + half(points[::-1])


def area(points):
    corners = hull(points)
    return Fraction(sum(det(p, q) for p, q in zip(corners, corners[1:] + corners[:1], strict=True)), 2)


def height_above(point, corners):
    """The height over a point of the triangle or segment with these lifted corners, if it lies there."""
    ends = [minus(corner[:2], point[:2]) for corner in corners]
    if len(ends) == 2:
        apart = [abs(p[0]) + abs(p[1]) for p in ends]
        between = det(*ends) == 0 and ends[0][0] * ends[1][0] + ends[0][1] * ends[1][1] <= 0
        weights = apart[::-1] if between and sum(apart) else None
    else:
        weights = [det(ends[k - 2], ends[k - 1]) for k in range(3)]
        if not all(w > 0 for w in weights) and not all(w < 0 for w in weights):
            weights = None
    if weights is None:
        return None
    return Fraction(sum(w * corner[2] for w, corner in zip(weights, corners, strict=True)), sum(weights))


def upper_vertices(points):
    """The lifted points above which lies no segment or triangle of others, by name."""

    def hidden(name):
        rest = [point for other, point in points.items() if other != name]
        heights = (height_above(points[name], few) for size in (2, 3) for few in combinations(rest, size))
        return any(height is not None and height >= points[name][2] for height in heights)

    return {name for name in points if not hidden(name)}


def open_regions(points):
    """The names of the terms that are the strict maximum on an open set: cut a large square, exactly."""
    size = Fraction(10**4)
    found = {}
    for name, point in points.items():
        polygon = [(-size, -size), (size, -size), (size, size), (-size, size)]
        for other in points.values():
            if other == point:
                continue
            a, b, c = minus(point, other)
            values = [a * p + b * q + c for p, q in polygon]
            cut = []
            for k, (here, at) in enumerate(zip(values, polygon, strict=True)):
                last, before = values[k - 1], polygon[k - 1]
                if here * last < 0:
                    share = Fraction(last) / (last - here)
                    cut.append(tuple(s + share * (t - s) for s, t in zip(before, at, strict=True)))
                if here >= 0:
                    cut.append(at)
            polygon = cut
        if len(set(polygon)) > 2 and area(polygon) > 0:
            found[name] = max(abs(value) for corner in polygon for value in corner) == size
    return found  # with the values: is it unbounded?


def corner(unit):
    (a, b, c), (d, e, f) = (minus(piece, unit[0]) for piece in unit[1:])
    return Fraction(b * f - c * e, a * e - b * d), Fraction(c * d - a * f, a * e - b * d)


def rays(unit):
    for i, j in combinations(range(3), 2):
        change = minus(unit[j], unit[i])[:2]
        along = (change[1], -change[0])
        third = minus(unit[3 - i - j], unit[i])
        sign = -1 if third[0] * along[0] + third[1] * along[1] > 0 else 1
        yield (sign * along[0], sign * along[1]), change


def crossings(one, two):
    """The weight of each crossing of a wall of one unit with a wall of the other; None if not general."""
    start, weights = minus(corner(two), corner(one)), []
    for (u, p), (v, q) in product(rays(one), rays(two)):
        s, t = Fraction(det(start, v)) / det(u, v), Fraction(det(start, u)) / det(u, v)
        if (s == 0 and t >= 0) or (t == 0 and s >= 0):
            return None
        if s > 0 and t > 0:
            weights.append(abs(det(p, q)))
    return sorted(weights)


def polygons():
    p = [piece[:2] for piece in A]
    q = [piece[:2] for piece in unit_b(0, 0)]
    return p, q, [(s[0] + t[0], s[1] + t[1]) for s, t in product(p, q)]


def written(piece):
    a, b, c = piece
    text = re.sub(r"(\d) (?=[xy])", r"\1", sp.latex(a * x + b * y + c))
    return text.replace("- ", "-", 1) if text.startswith("- ") else text


def test_the_units_of_the_page_are_those_of_this_test():
    first, second = (written(piece) for piece in A[1:])
    PAGE.says(rf"A &= \max(0, {first}, {second})")
    first, second = (written(piece) for piece in unit_b(0, 0)[1:])
    PAGE.says(rf"B &= \max(0, {first} + \beta_1, {second} + \beta_2)")


def test_the_first_row_makes_b_the_mirror_image_of_a():
    assert [(a, -b, c) for a, b, c in A] == list(unit_b(*ROWS[0]))


def test_the_newton_polygons_and_their_sum_have_the_stated_areas():
    p, q, total = polygons()
    assert area(p) == area(q)
    assert len(hull(total)) == 6
    PAGE.says(f"triangles of area ${area(p)}$", f"a hexagon of area ${area(total)}$")
    assert len(set(total)) == 9


@pytest.mark.parametrize("biases", ROWS)
def test_a_row_of_the_table_counts_regions_in_three_ways(biases):
    b = unit_b(*biases)
    points, weights = lifted(A, b), crossings(A, b)
    count = len(upper_vertices(points))
    assert count == len(open_regions(points)) == 5 + len(weights)
    first, second = biases
    PAGE.says(f"| ${first}$ | ${second}$ | ${' + '.join(map(str, weights))}$ | ${count}$ |")


def test_the_weights_of_the_crossings_add_up_to_the_mixed_area_for_all_general_biases():
    p, q, total = polygons()
    mixed = area(total) - area(p) - area(q)
    one, two = (rf"\tfrac{{{size.numerator}}}{{{size.denominator}}}" for size in map(area, (p, q)))
    PAGE.says(f"{area(total)} - {one} - {two} = {mixed} ,")
    seen, apart = set(), set()
    for biases in product(range(-4, 6), repeat=2):
        b = unit_b(*biases)
        weights = crossings(A, b)
        if weights is None:
            continue
        assert sum(weights) == mixed
        regions = open_regions(lifted(A, b))
        apart.add(len(regions) - len(weights))
        assert sum(regions.values()) == 6
        seen.add(len(regions))
    assert seen == {6, 7, 8, 9}
    PAGE.says(f"between ${min(seen)}$ and ${max(seen)}$")
    (more,) = apart
    PAGE.says(f"cross in $c$ points, and by Euler's formula $A + B$ has ${more} + c$ linear regions")


def test_the_unbounded_regions_belong_to_the_vertices_of_the_hexagon():
    *_, total = polygons()
    points = lifted(A, unit_b(*ROWS[0]))
    regions = open_regions(points)
    assert len(regions) == len(PAIRS)
    assert {points[name][:2] for name, far in regions.items() if far} == set(hull(total))
    PAGE.says("Six of these are unbounded, one for each vertex of the hexagon")
    PAGE.says("The other three belong to points inside it")


def test_without_biases_only_the_vertices_of_the_hexagon_remain():
    flat = [(*piece[:2], 0) for piece in A]
    assert len(open_regions(lifted(flat, unit_b(0, 0)))) == 6
    PAGE.says("With all biases zero just the six unbounded ones remain")


def test_a_voronoi_diagram_is_the_subdivision_of_a_maxout_unit():
    u, s, t = (sp.Matrix(sp.symbols(f"{name}0:3")) for name in "ust")

    def term(site):
        return site.dot(u) - site.dot(site) / 2

    nearer = (u - t).dot(u - t) - (u - s).dot(u - s)
    assert sp.expand(nearer - 2 * (term(s) - term(t))) == 0
    PAGE.says_elsewhere(r"$\langle s_i, x \rangle - \frac{1}{2} \lVert s_i \rVert^2$ is largest")


def test_the_areas_in_the_drawing_are_the_weights_of_the_first_row():
    weights = crossings(A, unit_b(*ROWS[0]))
    said = re.search(r"two triangles and (\w+) parallelograms with areas ([\d, and]+)\.", PAGE.text)
    assert said[1] == ("zero", "one", "two", "three", "four")[len(weights)]
    assert sorted(map(int, re.findall(r"\d", said[2]))) == weights
