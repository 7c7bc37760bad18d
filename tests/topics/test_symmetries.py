from fractions import Fraction
from itertools import combinations, pairwise, permutations, product

import sympy as sp
from sympy.polys.matrices import DomainMatrix

from tests.topics import page

PAGE = page.read("symmetries")
HALF = Fraction(1, 2)
TWO_SIDED, ONE_SIDED = (1, 1), (1, 0)  # the values at 1 and -1 of |x| and of one neuron
SIDES = (1, -1)


def relu(t):
    return max(t, 0)


def network(a, w, x):
    return sum(ai * relu(wi * x) for ai, wi in zip(a, w, strict=True))


def values(a, w):
    return network(a, w, 1), network(a, w, -1)


def loss(a, w):
    return HALF * sum((value - 1) ** 2 for value in values(a, w))


def equations(w):
    """The rows of the linear equations for a, one for each side of the line."""
    return sp.Matrix([[relu(side * wi) for wi in w] for side in SIDES])


def strata(m, target):
    """The sign vectors of w over which the fiber of the target is not empty, with the dimension there."""
    found = {}
    for signs in product((1, -1, 0), repeat=m):
        system = equations(signs)  # its rank depends on the signs alone
        if system.rank() == system.row_join(sp.Matrix(target)).rank():
            found[signs] = sum(map(abs, signs)) + m - system.rank()
    return found


def below(small, large):
    """Whether the first sign vector arises from the second by zeros in place of signs."""
    return small != large and all(s in {0, t} for s, t in zip(small, large, strict=True))


def pieces(signs):
    """The number of classes under `below`: a stratum is connected and meets the closure of one above."""
    left, count = set(signs), 0
    while left:
        count, front = count + 1, {left.pop()}
        while front:
            front = {t for t in left if any(below(s, t) or below(t, s) for s in front)}
            left -= front
    return count


def betti(boundaries, cells):
    """Betti numbers over the rationals, from the matrices of the boundary maps."""
    ranks = [0]
    for k in range(1, len(cells)):
        table = sp.zeros(len(cells[k - 1]), len(cells[k]))
        row = {cell: i for i, cell in enumerate(cells[k - 1])}
        for column, cell in enumerate(cells[k]):
            for sign, face in boundaries(cell):
                table[row[face], column] += sign
        ranks.append(DomainMatrix.from_Matrix(table).to_field().rank())
    ranks.append(0)
    return [len(cells[k]) - ranks[k] - ranks[k + 1] for k in range(len(cells))]


def polytope(m):
    """The faces of the least-norm set: a simplex of positive weights times one of negative weights."""
    faces = [
        (plus, minus)
        for plus in subsets(range(m))
        for minus in subsets(set(range(m)) - set(plus))
        if plus and minus
    ]
    return [[f for f in faces if len(f[0]) + len(f[1]) == k + 2] for k in range(m - 1)]


def subsets(items):
    return [part for size in range(len(items) + 1) for part in combinations(sorted(items), size)]


def faces_of(cell):
    plus, minus = cell
    for i in range(len(plus)):
        if len(plus) > 1:
            yield (-1) ** i, (plus[:i] + plus[i + 1 :], minus)
    for j in range(len(minus)):
        if len(minus) > 1:
            yield (-1) ** (len(plus) - 1 + j), (plus, minus[:j] + minus[j + 1 :])


def chains(signs):
    """The order complex of a set of sign vectors under `below`."""
    cells = [[(s,) for s in signs]]
    while cells[-1]:
        cells.append([(*chain, s) for chain in cells[-1] for s in signs if below(chain[-1], s)])
    return cells[:-1]


def ends_of(chain):
    for i in range(len(chain)):
        yield (-1) ** i, chain[:i] + chain[i + 1 :]


def sphere(dimension):
    return [2] if dimension == 0 else [1] + [0] * (dimension - 1) + [1]


def test_two_values_determine_the_function():
    a, w = (2, -3, Fraction(1, 3)), (Fraction(1, 2), -5, 4)
    alpha, beta = values(a, w)
    assert alpha == sum(ai * wi for ai, wi in zip(a, w, strict=True) if wi > 0)
    assert beta == sum(ai * abs(wi) for ai, wi in zip(a, w, strict=True) if wi < 0)
    for x in (-7, -HALF, 0, Fraction(2, 3), 5):
        assert network(a, w, x) == alpha * relu(x) + beta * relu(-x)
        assert abs(x) == TWO_SIDED[0] * relu(x) + TWO_SIDED[1] * relu(-x)
        assert relu(x) == ONE_SIDED[0] * relu(x) + ONE_SIDED[1] * relu(-x)
    PAGE.says(
        r"it is $\alpha \sigma(x) + \beta \sigma(-x)$",
        rf"$|x|$ with $\alpha = \beta = {TWO_SIDED[0]}$",
        rf"$\sigma(x)$ with $\alpha = {ONE_SIDED[0]}$ and $\beta = {ONE_SIDED[1]}$",
    )


def test_the_dimensions_of_the_fibers():
    for m in (2, 3, 4):
        assert max(strata(m, TWO_SIDED).values()) == 2 * m - 2
        assert max(strata(m, ONE_SIDED).values()) == 2 * m - 1
        assert max(strata(m, (0, 0)).values()) == 2 * m - 1
    PAGE.says("dimension $2m - 2$", "dimension $2m - 1$")


def test_the_jacobian_agrees_on_the_smooth_part():
    for m in (2, 3, 4):
        a, w = sp.symbols(f"a:{m}"), sp.symbols(f"w:{m}")
        for negative, rank in ((1, 2), (0, 1)):
            signs = [1] * (m - negative) + [-1] * negative
            model = [
                sum(ai * sign * wi for ai, wi, sign in zip(a, w, signs, strict=True) if sign == side)
                for side in SIDES
            ]
            at = {**dict.fromkeys(a, 1), **dict(zip(w, signs, strict=True))}
            jacobian = sp.Matrix(model).jacobian([*a, *w]).subs(at)
            assert jacobian.rank() == rank
            assert 2 * m - jacobian.rank() == (2 * m - 2 if negative else 2 * m - 1)


def test_the_pieces_of_the_fibers():
    assert [pieces(strata(m, TWO_SIDED)) for m in (2, 3, 4)] == [2, 1, 1]
    assert [pieces(strata(m, ONE_SIDED)) for m in (2, 3, 4)] == [1, 1, 1]


def test_the_fiber_over_a_two_sided_function_has_the_homology_of_a_sphere():
    for m in (2, 3):  # the base of the bundle, by chains of sign vectors
        base = list(strata(m, TWO_SIDED))
        assert all(max(signs) == 1 and min(signs) == -1 for signs in base)
        numbers = betti(ends_of, chains(base))
        assert numbers[: m - 1] == sphere(m - 2)
        assert not any(numbers[m - 1 :])
    for m in (2, 3, 4, 5):  # the sphere to which it contracts, by its faces
        assert betti(faces_of, polytope(m)) == sphere(m - 2)
    PAGE.says("on a space of dimension $m - 1$, hence a sphere of dimension $m - 2$")


def test_the_sphere_is_that_of_a_norm_and_bounds_a_convex_hull():
    for u in ((2, 3, -5), (1, -4, 6, -3), (7, 0, -2, -5), (1, 2, 3, -6, 0)):
        assert sum(u) == 0
        scale = Fraction(sum(map(abs, u)), 2)
        plus, minus = [relu(ui) / scale for ui in u], [relu(-ui) / scale for ui in u]
        assert sum(plus) == sum(minus) == 1  # the squares of the positive and of the negative weights
        m = len(u)
        hull = [0] * m  # the combination of e_i - e_j with the weights plus_i minus_j
        for i, j in product(range(m), repeat=2):
            hull[i] += plus[i] * minus[j]
            hull[j] -= plus[i] * minus[j]
        assert hull == [ui / scale for ui in u]
    PAGE.says(r"\sum_i u_i = 0, \quad \sum_i |u_i| = 2")


def test_the_fiber_over_a_one_sided_function_contracts_to_a_point():
    for m in (2, 3):
        numbers = betti(ends_of, chains(list(strata(m, ONE_SIDED))))
        assert numbers[0] == 1
        assert not any(numbers[1:])
    start = (3, -1, -4)
    for t in (0, HALF, Fraction(4, 5), 1):  # straight to the vector of ones
        w = [(1 - t) * wi + t for wi in start]
        assert max(w) > 0
        norm = sum(relu(wi) ** 2 for wi in w)
        a = [relu(wi) / norm for wi in map(Fraction, w)]  # the section that the page names
        assert values(a, w) == ONE_SIDED
    PAGE.says(r"$a = \sigma(w) / \lVert \sigma(w) \rVert^2$", r"straight to $\mathbf{1}$")


def test_the_table():
    shapes = {2: "two pieces", 3: "a circle", 4: "a sphere"}
    for m, shape in shapes.items():
        assert betti(faces_of, polytope(m)) == sphere(m - 2)
        dimension = max(strata(m, TWO_SIDED).values())
        smaller = max(strata(m, ONE_SIDED).values())
        PAGE.says(f"| {m} | {2 * m} | {dimension}, {shape} | {smaller}, a point |")


def test_the_two_pieces_are_one_orbit_of_the_obvious_symmetries():
    a1, w1, a2, w2 = sp.symbols("a1 w1 a2 w2", nonzero=True)
    scaled = {a1: 1 / w1, a2: -1 / w2}  # the only solutions with w1 > 0 > w2
    assert sp.solve([a1 * w1 - 1, -a2 * w2 - 1], [a1, a2]) == scaled
    hidden = {m: max(strata(m, TWO_SIDED).values()) - m for m in (2, 3, 4)}
    assert hidden == {m: m - 2 for m in (2, 3, 4)}
    PAGE.says("$m - 2$ dimensions of hidden symmetry")


def test_the_barrier_between_the_pieces_is_one_half():
    outside = [s for s in product((1, -1, 0), repeat=2) if not (max(s) == 1 and min(s) == -1)]
    for signs in outside:  # such a network has p = 0 or q = 0, whatever a is
        assert any(not any(row) for row in equations(signs).tolist())
    lowest = HALF * (0 - 1) ** 2
    t = [Fraction(k, 12) for k in range(13)]
    legs = [
        [((1, 1 - s), (1, -1)) for s in t],  # the second neuron falls silent,
        [((1, 0), (1, 2 * s - 1)) for s in t],  # turns around,
        [((1 - s, s), (1, 1)) for s in t],  # takes over,
        [((0, 1), (1 - 2 * s, 1)) for s in t],  # and the first turns around
        [((s, 1), (-1, 1)) for s in t],  # and speaks again
    ]
    path = [point for leg in legs for point in leg]
    assert all(leg[-1] == following[0] for leg, following in pairwise(legs))
    assert loss(*path[0]) == loss(*path[-1]) == 0
    assert path[0] == ((1, 1), (1, -1))
    assert path[-1] == ((1, 1), (-1, 1))
    assert max(loss(*point) for point in path) == lowest == HALF
    assert [pieces(strata(m, TWO_SIDED)) for m in (3, 4, 5)] == [1, 1, 1]
    PAGE.says(
        rf"its loss reaches $\tfrac{{{lowest.numerator}}}{{{lowest.denominator}}}$. It need not reach more",
        "With three or more neurons the loss can stay $0$",
        "Fit $|x|$ at $x = 1$ and $x = -1$",
        r"\tfrac{1}{2}(\alpha - 1)^2 + \tfrac{1}{2}(\beta - 1)^2",
    )


def quarter_circles():
    """Rational points on the least-norm set of three neurons, ends included."""
    for lone, first, second in permutations(range(3)):
        for side in SIDES:
            for c, s in ((1, 0), (Fraction(4, 5), Fraction(3, 5)), (Fraction(5, 13), Fraction(12, 13))):
                w = [0, 0, 0]
                w[lone], w[first], w[second] = side, -side * c, -side * s
                yield tuple(w)


def test_weight_decay_keeps_a_hexagon():
    points = set(quarter_circles())
    least = 2 * sum(TWO_SIDED)
    for w in points:
        a = [abs(wi) for wi in w]
        assert values(a, w) == TWO_SIDED
        assert sum(v * v for v in [*a, *w]) == least
        u = [wi * abs(wi) for wi in w]
        assert sum(u) == 0
        assert sum(map(abs, u)) == 2
    a, w = sp.symbols("a w", real=True)
    assert sp.expand(a**2 + w**2 - 2 * a * w - (a - w) ** 2) == 0  # so the sum is at least 2 (alpha + beta)
    faces = {m: [len(cells) for cells in polytope(m)] for m in (2, 3, 4)}
    assert faces == {2: [2], 3: [6, 6], 4: [12, 24, 14]}  # 14 faces, 24 edges: the cuboctahedron
    corners = [w for w in points if 0 in w]
    assert len(corners) == len(list(permutations(range(3)))) == 6
    assert set(corners) == set(permutations((1, -1, 0)))
    PAGE.says(
        rf"$\lVert a \rVert^2 + \lVert w \rVert^2 \ge {least}$",
        "$u_i = w_i |w_i|$",
        f"two points, a hexagon, a cuboctahedron for $m = {', '.join(map(str, faces))}$",
    )
    PAGE.says_elsewhere("six quarter circles", "six corners")


def test_the_hexagon_is_a_path_of_zero_loss_between_permuted_networks():
    for w in quarter_circles():
        assert loss([abs(wi) for wi in w], w) == 0


def test_a_symmetric_generator_gives_a_conserved_quantity():
    a, w, target = sp.symbols("a w y", positive=True)
    energy = (a * w - target) ** 2 / 2
    flow = {a: -sp.diff(energy, a), w: -sp.diff(energy, w)}
    generator = sp.diag(-1, 1)  # of (a, w) -> (a / s, s w)
    quantity = (sp.Matrix([[a, w]]) * generator * sp.Matrix([a, w]))[0]
    assert quantity == w**2 - a**2
    assert sp.expand(sum(sp.diff(quantity, v) * flow[v] for v in (a, w))) == 0
    PAGE.says_elsewhere(r"\theta^\top A \theta")
