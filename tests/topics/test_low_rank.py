from fractions import Fraction
from itertools import combinations, pairwise
from math import comb

import numpy as np
import pytest
import sympy as sp

from tests.topics import page

PAGE = page.read("low-rank")
X = x, y, z, t = sp.symbols("x y z t")
MULTIPLIER = sp.Symbol("l")
W = sp.Symbol("w", positive=True)
DETERMINANT = x * t - y * z
M = sp.diag(3, 2)


def loss(w):
    return (x - M[0, 0]) ** 2 + (t - M[1, 1]) ** 2 + w * (y**2 + z**2)


def system(w):
    """Lagrange's equations; the zero matrix is no solution, since the loss has a gradient there."""
    return [sp.diff(loss(w) - MULTIPLIER * DETERMINANT, v) for v in X] + [DETERMINANT]


def count(w):
    """The number of complex critical points with multiplicity: the monomials outside the initial ideal."""
    unknowns = (*X, MULTIPLIER)
    basis = sp.groebner(system(w), *unknowns, order="grevlex")
    leading = [sp.Poly(g, *unknowns).monoms(order="grevlex")[0] for g in basis.exprs]
    level, total = {(0,) * len(unknowns)}, 0
    while level:
        level = {
            s for s in level if not any(all(a <= b for a, b in zip(g, s, strict=True)) for g in leading)
        }
        total += len(level)
        level = {(*s[:i], s[i] + 1, *s[i + 1 :]) for s in level for i in range(len(s))}
    return total


def divides(one, other):
    return all(a <= b for a, b in zip(one, other, strict=True))


def pairs(w):
    """The formulas of the page: x, t and the square of y for y = z and for y = -z."""
    for sign in (1, -1):
        here = (3 - sign * 2 * w) / (1 - w**2)
        there = (2 - sign * 3 * w) / (1 - w**2)
        yield sign, here, there, sign * here * there


def index(point, w):
    """The number of negative eigenvalues of the Hessian along the cone, at a rational or real point."""
    at = dict(zip(X, point, strict=True))
    slope = [sp.diff(DETERMINANT, v).subs(at) for v in X]
    fall = [sp.diff(loss(w), v).subs(at) for v in X]
    pivot = next(i for i in range(4) if slope[i] != 0)
    multiplier = sp.nsimplify(fall[pivot] / slope[pivot])
    assert all(sp.simplify(f - multiplier * s) == 0 for f, s in zip(fall, slope, strict=True))
    hessian = sp.hessian(loss(w) - multiplier * DETERMINANT, X)
    tangent = sp.Matrix.hstack(*sp.Matrix([slope]).nullspace())
    return negative(tangent.T * hessian * tangent)


def negative(form):
    """Negative eigenvalues of a symmetric matrix without kernel, by Descartes' rule: all roots are real."""
    assert form.det() != 0
    signs = [int(sp.sign(c)) for c in form.charpoly().all_coeffs() if c != 0]
    return form.rows - sum(a != b for a, b in pairwise(signs))


def factors(m, n, r):
    b = sp.Matrix(m, r, sp.symbols(f"b:{m * r}"))
    a = sp.Matrix(r, n, sp.symbols(f"a:{r * n}"))
    return b, a


SHAPES = [(2, 2, 1), (3, 2, 1), (3, 3, 2), (3, 4, 2)]


@pytest.mark.parametrize(("m", "n", "r"), SHAPES)
def test_dimension_and_tangent_space(m, n, r):
    b, a = factors(m, n, r)
    at = {v: (3 * k * k + 2 * k + 1) % 7 for k, v in enumerate([*b, *a])}
    point = (b * a).subs(at)
    assert point.rank() == r
    image = (b * a).reshape(m * n, 1).jacobian([*b, *a]).subs(at)
    assert image.rank() == r * (m + n - r)
    left, right = point.T.nullspace(), point.nullspace()
    conditions = sp.Matrix([list(sp.kronecker_product(u.T, v.T)) for u in left for v in right])
    assert sp.zeros(len(left) * len(right), image.cols) == conditions * image
    assert m * n - conditions.rank() == image.rank()
    PAGE.says_elsewhere(r"\dim \mathcal{M}_r = r(m + n - r)")


@pytest.mark.parametrize(("m", "n", "r"), SHAPES)
def test_the_singular_points_have_smaller_rank(m, n, r):
    entries = sp.Matrix(m, n, sp.symbols(f"e:{m * n}"))
    minors = [
        entries.extract(list(rows), list(columns)).det()
        for rows in combinations(range(m), r + 1)
        for columns in combinations(range(n), r + 1)
    ]
    jacobian = sp.Matrix(minors).jacobian(list(entries))
    for rank in (r, r - 1):
        point = sp.zeros(m, n)
        for i in range(rank):
            point[i, i] = i + 1
        codimension = jacobian.subs(dict(zip(entries, point, strict=True))).rank()
        assert codimension == (m * n - r * (m + n - r) if rank == r else 0)


@pytest.mark.parametrize("r", [1, 2])
def test_the_index_counts_pairs_in_the_wrong_order(r):
    sizes = (3, 2, 1)
    found = []
    for kept in combinations(range(3), r):
        lost = [i for i in range(3) if i not in kept]
        e = sp.Matrix(r, r, sp.symbols(f"e:{r * r}")) + sp.diag(*[sizes[i] for i in kept])
        f = sp.Matrix(r, 3 - r, sp.symbols(f"f:{r * (3 - r)}"))
        g = sp.Matrix(3 - r, r, sp.symbols(f"g:{r * (3 - r)}"))
        unknowns = [*sp.symbols(f"e:{r * r}"), *f, *g]
        target = sp.diag(*[sizes[i] for i in (*kept, *lost)])
        inverse = sp.diag(*[sp.Rational(1, sizes[i]) for i in kept])  # of e at the point
        chart = sp.Matrix([[e, f], [g, g * inverse * f]])  # rank r, up to terms of order three
        gap = sum(entry**2 for entry in target - chart)
        at = dict.fromkeys(unknowns, 0)
        assert all(sp.diff(gap, v).subs(at) == 0 for v in unknowns)
        hessian = sp.hessian(gap, unknowns).subs(at)
        found.append(negative(hessian))
        assert found[-1] == sum(sizes[i] > sizes[j] for i in lost for j in kept)
        ratios = [Fraction(sizes[i], sizes[j]) for i in lost for j in kept]
        others = r * r  # the directions inside the kept block
        expected = sorted([2 * (1 + s * q) for q in ratios for s in (1, -1)] + [2] * others)
        assert sorted(hessian.eigenvals(multiple=True)) == expected
    assert len(found) == comb(3, r)
    assert found.count(0) == 1
    PAGE.says_elsewhere(r"$1 \pm \sigma_i / \sigma_j$; in the others it is $1$", r"\binom{\min(m, n)}{r}")


def test_two_critical_points_without_weights():
    assert count(1) == 2
    for point, value, saddle in (((3, 0, 0, 0), 4, 0), ((0, 0, 0, 2), 9, 1)):
        assert loss(1).subs(dict(zip(X, point, strict=True))) == value
        assert index(point, 1) == saddle
    assert loss(W).subs({y: 0, z: 0}) == sum(
        (v - s) ** 2 for v, s in zip((x, t), M.diagonal(), strict=True)
    )
    PAGE.says(rf"$M = \diag({M[0, 0]}, {M[1, 1]})$", f"(x - {M[0, 0]})^2 + (t - {M[1, 1]})^2")
    PAGE.says("$\\diag(3, 0)$, the minimum, with loss $4$", "$\\diag(0, 2)$, a saddle, with loss $9$")


def test_six_critical_points_with_weights():
    assert [count(w) for w in (sp.Rational(2, 3), sp.Rational(3, 2))] == [6, 6]
    unknowns = (*X, MULTIPLIER)
    jacobian = sp.Matrix(system(W)).jacobian(unknowns)
    solutions = [(3, 0, 0, 0, -sp.Rational(4, 3)), (0, 0, 0, 2, -3)]
    for sign, here, there, square in pairs(W):
        root = sp.sqrt(sp.factor(square))
        solutions += [(here, s * root, s * sign * root, there, -sign * 2 * W) for s in (1, -1)]
    double = set()
    for solution in solutions:  # all of them are simple, but for the two weights above
        at = dict(zip(unknowns, solution, strict=True))
        assert all(sp.simplify(equation.subs(at)) == 0 for equation in system(W))
        double |= set(sp.solve(sp.factor(sp.simplify(jacobian.subs(at).det())), W))
    assert double == {sp.Rational(2, 3), sp.Rational(3, 2)}
    # There are no others: 2 w y + l z = 0 and 2 w z + l y = 0, so y = z = 0 or l^2 = 4 w^2.
    assert sp.factor(sp.Matrix([[2 * W, MULTIPLIER], [MULTIPLIER, 2 * W]]).det()) == (
        (2 * W - MULTIPLIER) * (2 * W + MULTIPLIER)
    )
    assert len(solutions) == 6
    PAGE.says(r"six solutions over $\C$, counted with multiplicity")


def test_the_formulas_for_the_two_pairs():
    for sign, here, there, square in pairs(W):
        root = sp.sqrt(sp.factor(square))
        at = {x: here, t: there, y: root, z: sign * root}
        multiplier = sp.simplify((sp.diff(loss(W), x) / there).subs(at))
        assert all(sp.simplify(e.subs({**at, MULTIPLIER: multiplier})) == 0 for e in system(W))
        assert sp.limit(sp.Abs(here), W, 1) == sp.oo
        plus = "-" if sign == 1 else "+"
        PAGE.says(
            rf"x = \frac{{3 {plus} 2w}}{{1 - w^2}}",
            rf"t = \frac{{2 {plus} 3w}}{{1 - w^2}}",
        )


def test_where_the_pairs_are_real():
    (_, _, _, square), (_, _, _, other) = pairs(W)
    assert sp.factor(square * (1 - W**2) ** 2) == sp.factor((3 - 2 * W) * (2 - 3 * W))
    assert sp.solve(square, W) == [sp.Rational(2, 3), sp.Rational(3, 2)]
    for w, real in ((sp.Rational(1, 2), True), (sp.Rational(5, 4), False), (2, True)):
        assert (square.subs(W, w) > 0) == real
    assert all(c > 0 for c in sp.Poly(sp.expand(-other * (1 - W**2) ** 2), W).all_coeffs())
    PAGE.says(r"$w \ge \tfrac{3}{2}$", r"$w \le \tfrac{2}{3}$", "never real")


def test_the_second_point_turns_at_three_halves():
    _, here, there, square = next(pairs(sp.Rational(3, 2)))
    assert (here, there, square) == (0, 2, 0)
    assert [index((0, 0, 0, 2), sp.Rational(n, 4)) for n in (2, 3, 5, 7, 12)] == [1, 1, 1, 0, 0]
    assert [index((3, 0, 0, 0), sp.Rational(n, 4)) for n in (3, 5, 7, 12)] == [0, 0, 0, 0]
    tangent = sp.hessian(loss(W) - (2 * (0 - 3) / sp.Integer(2)) * DETERMINANT, X).extract([1, 2], [1, 2])
    assert sp.factor(tangent.det()) == (2 * W - 3) * (2 * W + 3)
    [turn] = sp.solve(tangent.det(), W)
    PAGE.says(rf"As $w$ grows past $\tfrac{{{turn.p}}}{{{turn.q}}}$, it comes out of $\diag(0, 2)$")


def test_the_table_for_weight_two():
    _, here, there, square = next(pairs(sp.Integer(2)))
    root = sp.sqrt(square)
    assert (3 * here, 3 * root, 3 * there) == (1, 2, 4)
    rows = {
        r"$\diag(3, 0)$": (3, 0, 0, 0),
        r"$\diag(0, 2)$": (0, 0, 0, 2),
        r"$\tfrac{1}{3} v v^\top$, $v = (1, \pm 2)$": (here, root, root, there),
    }
    for name, point in rows.items():
        value = loss(2).subs(dict(zip(X, point, strict=True)))
        shown = str(value) if value.is_integer else rf"\tfrac{{{value.p}}}{{{value.q}}}"
        kind = {0: "minimum", 1: "saddle"}[index(point, 2)]
        PAGE.says(f"| {name} | ${shown}$ | {kind} |")
    mirrored = (here, -root, -root, there)
    assert index(mirrored, 2) == 1
    assert loss(2).subs(dict(zip(X, mirrored, strict=True))) == sp.Rational(28, 3)


def test_the_origin_is_the_only_further_critical_point_of_the_factors():
    b, a = factors(2, 2, 1)
    weights = sp.Matrix([[1, W], [W, 1]])
    error = sp.matrix_multiply_elementwise(weights, M - b * a)
    energy = sum(w * (m - e) ** 2 for w, m, e in zip(weights, M, b * a, strict=True))
    assert [sp.expand(sp.diff(energy, v)) for v in b] == [sp.expand(e) for e in -2 * error * a.T]
    silent = (error * a.T).subs(dict.fromkeys(b, 0))
    assert silent == M * a.T  # and M is invertible, so a = 0 too
    PAGE.says("$b = 0$ and $a = 0$")


def flow(w, a, steps=4000, step=5e-3):
    """Gradient flow of half the loss from b = 0, by the classical method of order four."""
    weights, target = np.array([[1.0, w], [w, 1.0]]), np.diag([3.0, 2.0])

    def fall(state):
        error = weights * (target - np.outer(state[0], state[1]))
        return np.stack([error @ state[1], error.T @ state[0]])

    state = np.array([(0.0, 0.0), a])
    for _ in range(steps):
        k1 = fall(state)
        k2 = fall(state + step / 2 * k1)
        k3 = fall(state + step / 2 * k2)
        state = state + step / 6 * (k1 + 2 * k2 + 2 * k3 + fall(state + step * k3))
    return np.outer(state[0], state[1])


def test_the_flow_from_zero_finds_the_second_minimum():
    # Both limits attract, so the flow ends there once it is near; 1e-6 is far below their distance.
    start = (0.3, 1.0)
    assert np.abs(flow(1, start) - np.diag([3, 0])).max() < 1e-6
    assert np.abs(flow(2, start) - np.diag([0, 2])).max() < 1e-6
    PAGE.says(r"$a = (\tfrac{3}{10}, 1)$", "at $\\diag(3, 0)$ for $w = 1$", "at $\\diag(0, 2)$ for $w = 2$")
    for w in (1, 2):
        assert np.abs(flow(w, (1.0, 1.0)) - np.diag([3, 0])).max() < 1e-6
    PAGE.says("From $a = (1, 1)$ it ends at $\\diag(3, 0)$ for both.")


def test_scales_for_rows_and_columns_are_harmless():
    g, h = (2, 3), (5, 7)
    scaled = sp.diag(*g) * sp.Matrix([[x, y], [z, t]]) * sp.diag(*h)
    assert sp.expand(scaled.det() - scaled.subs({x: 1, y: 0, z: 0, t: 1}).det() * DETERMINANT) == 0
    assert [sp.Matrix([[1, w], [w, 1]]).rank() for w in (1, 2, sp.Rational(1, 2))] == [1, 2, 2]
    PAGE.says_elsewhere(r"\omega_{ij} = g_i h_j")


def test_the_picture():
    first, second = sp.symbols("v1 v2")
    at = {x: first**2, y: first * second, z: first * second, t: second**2}
    for w in (1, 2):
        height = loss(w).subs(at)
        top = height.subs({first: 0, second: 0})
        assert negative(sp.hessian(height, (first, second)).subs({first: 0, second: 0})) == 2
        assert all(sp.diff(height, v).subs({first: 0, second: 0}) == 0 for v in (first, second))
        PAGE.says(f"At $v = 0$ there is a peak of height ${top}$.")
    for w, level in ((1, 9), (2, sp.Rational(28, 3))):
        saddle = (
            {first: 0, second: sp.sqrt(2)} if w == 1 else {first: 1 / sp.sqrt(3), second: 2 / sp.sqrt(3)}
        )
        height = loss(w).subs(at)
        assert all(sp.simplify(sp.diff(height, v).subs(saddle)) == 0 for v in (first, second))
        assert negative(sp.hessian(height, (first, second)).subs(saddle)) == 1
        assert sp.simplify(height.subs(saddle)) == level
    PAGE.says(r"$9$ on the left and $\tfrac{28}{3}$ on the right")


def test_second_moments_do_no_harm():
    root = sp.Matrix([[2, 1], [1, 3]])  # symmetric, so that sigma = root^2 has the root as its square root
    sigma, gap = root**2, M - sp.Matrix([[x, y], [z, t]])
    mean = (gap * sigma * gap.T).trace()  # of the squared norm of gap times the input
    assert sp.expand(mean - sum(entry**2 for entry in gap * root)) == 0
    PAGE.says_elsewhere(r"\lVert (M - X) \Sigma^{1/2} \rVert^2")
