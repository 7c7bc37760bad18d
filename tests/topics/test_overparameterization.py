import itertools
import math

import numpy as np
import pytest
import sympy as sp
from scipy.integrate import solve_ivp

from tests.topics import page

PAGE = page.read("overparameterization")
Y = 3
t, x, s = sp.symbols("t x s", real=True)
w1, w2 = W = sp.symbols("w_1 w_2", real=True)
NORMAL_BELOW_ONE = (1 + math.erf(1 / math.sqrt(2))) / 2


def sigma(value):
    return value**3 - 3 * value


def output(weights, at=1):
    return sp.expand(sum(sigma(w * at) for w in weights))


def loss(weights, y=Y):
    return (output(weights) - y) ** 2 / 2


def stuck(weights, y=Y):
    """The critical points with positive loss: values and eigenvalues of the Hessian matrix."""
    gradient = [sp.diff(loss(weights, y), w) for w in weights]
    residual, inverse = output(weights) - y, sp.symbols("u")
    solutions = sp.solve([*gradient, residual * inverse - 1], [*weights, inverse], dict=True)
    hessian = sp.hessian(loss(weights, y), weights)
    points = {}
    for solution in solutions:
        point = tuple(solution[w] for w in weights)
        here = hessian.subs(dict(zip(weights, point, strict=True)))
        assert here.is_diagonal()
        points[point] = tuple(here.diagonal())
    return points


def kind(eigenvalues):
    if all(e > 0 for e in eigenvalues):
        return "min"
    return "max" if all(e < 0 for e in eigenvalues) else "saddle"


def fraction(value):
    return str(sp.Rational(value))


def flow(start):
    def velocity(_, w):
        return -3 * (np.sum(w**3 - 3 * w) - Y) * (w**2 - 1)

    # Near a fit the residual shrinks like exp(-t |J|^2) with |J| > 2, near a trap like exp(-6 t).
    return solve_ivp(velocity, (0, 8), np.array(start, float), rtol=1e-9, atol=1e-11).y


def oval_and_branch():
    """The ends of the two intervals of s = w1 + w2 over which the cubic has real points."""
    difference = sp.symbols("d")
    half = output([(s + difference) / 2, (s - difference) / 2]) - Y
    # e = 3 s d is a square root of a quartic in s: the cubic is a double cover of the line.
    (square,) = sp.solve(half, difference**2)
    quartic = sp.Poly(sp.cancel(square * (3 * s) ** 2), s)
    roots = sp.real_roots(quartic)
    assert quartic.LC() < 0
    assert len(roots) == 4 == len(set(roots))
    return roots


@pytest.mark.parametrize("weights", [W[:1], W])
def test_the_table_of_critical_points(weights):
    points = stuck(weights)
    assert set(points) == set(itertools.product((-1, 1), repeat=len(weights)))
    for point, eigenvalues in points.items():
        name = str(point[0]) if len(point) == 1 else str(point)
        here = dict(zip(weights, point, strict=True))
        value, height = output(weights).subs(here), loss(weights).subs(here)
        spectrum = ", ".join(map(str, eigenvalues))
        PAGE.says(f"| ${name}$ | ${value}$ | ${fraction(height)}$ | ${spectrum}$ | {kind(eigenvalues)} |")
        assert list(eigenvalues) == [6 * (value - Y) * sign for sign in point]
    PAGE.says(r"$6\,(f_w(1) - y) \diag(w_1, \dots, w_m)$", "$\\sigma'(w) = 3(w - 1)(w + 1)$")
    assert sp.expand(sp.diff(sigma(t), t) - 3 * (t - 1) * (t + 1)) == 0


@pytest.mark.parametrize("m", [1, 2, 3])
def test_spurious_minima_exist_exactly_for_targets_beyond_twice_the_number_of_neurons(m):
    weights = sp.symbols(f"w_1:{m + 1}", real=True)
    ends = [output(weights).subs(dict.fromkeys(weights, sign)) for sign in (1, -1)]
    assert ends == [-2 * m, 2 * m]
    target = sp.symbols("y")
    for sign in (1, -1):
        hessian = sp.hessian(loss(weights, target), weights).subs(dict.fromkeys(weights, sign))
        assert (hessian + 6 * (2 * m + sign * target) * sp.eye(m)).expand() == sp.zeros(m, m)
    PAGE.says(r"At $\pm(1, \dots, 1)$, where $f_w(1) = \mp 2m$, it is $-6\,(2m \pm y)$ times the identity.")
    beyond = 2 * m + sp.Rational(1, 100)
    for y in (5, beyond) if m == 3 else (-7, -1, 3, 5, beyond):
        minima = [p for p, e in stuck(weights, y).items() if kind(e) == "min"]
        assert bool(minima) == (abs(y) > 2 * m)
    PAGE.says(r"exactly if $\lvert y \rvert > 2m$")
    need = {y: next(k for k in range(1, 9) if abs(y) <= 2 * k) for y in (3, 5)}
    number = {2: "two", 3: "three"}
    PAGE.says(f"$y = 3$ needs {number[need[3]]} neurons to avoid it, and $y = 5$ needs {number[need[5]]}.")


def test_the_fits_form_a_smooth_cubic():
    cubic = output(W) - Y
    PAGE.says("w_1^3 + w_2^3 - 3 w_1 - 3 w_2 = 3")
    assert sp.expand(cubic - (w1**3 + w2**3 - 3 * w1 - 3 * w2 - 3)) == 0
    assert sp.groebner([cubic, *(sp.diff(cubic, w) for w in W)], *W).exprs == [1]
    # At infinity: three different points.
    assert sp.discriminant(w1**3 + 1, w1) != 0


def test_the_cubic_has_an_oval_and_an_unbounded_branch():
    low, high, zero, last = oval_and_branch()
    assert high < zero == 0 < last
    # The oval surrounds (-1, -1), whose sum -2 lies inside; over s = 0 the branch goes to infinity.
    assert low < -2 < high
    PAGE.says("two components, an oval around $(-1, -1)$ and an unbounded branch")


def test_the_branch_does_not_enter_the_quadrant_of_the_oval():
    # Below 1 the neuron is at most 2, so on the cubic both are at least 1, between two roots near -1.
    assert sp.Poly(sigma(t) - 2, t).factor_list()[1] == [(sp.Poly(t - 2, t), 1), (sp.Poly(t + 1, t), 2)]
    ends = [r for r in sp.real_roots(sigma(t) - (Y - 2)) if r < 1]
    assert len(ends) == 2
    # There the neuron is concave, so the fits in the quadrant bound one convex set.
    assert all(sp.diff(sigma(t), t, 2).subs(t, end) < 0 for end in ends)


@pytest.mark.parametrize("start", [-3, -0.5, 0.9, 1.1, 3])
def test_one_neuron_is_trapped_by_every_start_below_one(start):
    (truth,) = sp.real_roots(sigma(t) - Y)
    assert flow([start])[0, -1] == pytest.approx(-1 if start < 1 else float(truth), abs=1e-3)
    PAGE.says(f"with probability ${NORMAL_BELOW_ONE:.2f}$")


@pytest.mark.parametrize(
    "start", [(-2, -2), (0.5, -3), (0.9, 0.8), (-1.1, -0.9), (1.2, 0.9), (-4, 2), (3, 2.5), (1.01, 1.02)]
)
def test_two_neurons_reach_a_fit_monotonically_and_the_quadrant_decides_where(start):
    path = flow(start)
    end = path[:, -1]
    assert np.sum(end**3 - 3 * end) == pytest.approx(Y, abs=1e-6)
    steps = np.diff(path, axis=1)
    assert all(np.all(row >= -1e-7) or np.all(row <= 1e-7) for row in steps)
    low, high, _, last = (float(r) for r in oval_and_branch())
    on_oval = all(w < 1 for w in start)
    assert (low - 1e-6 < end.sum() < high + 1e-6) == on_oval
    assert (0 < end.sum() < last + 1e-6) == (not on_oval)


def test_the_flow_and_its_conics():
    for w in W:
        velocity = -sp.diff(loss(W), w)
        assert sp.expand(velocity + 3 * (output(W) - Y) * (w**2 - 1)) == 0
    ratio = (w1 - 1) * (w2 + 1) / ((w1 + 1) * (w2 - 1))
    assert sp.simplify(sum(sp.diff(ratio, w) * (w**2 - 1) for w in W)) == 0
    PAGE.says(r"$\dot w_j = -3\,(f_w(1) - y)(w_j^2 - 1)$")
    PAGE.says_elsewhere(r"$(w_1 - 1)(w_2 + 1) = \kappa\,(w_1 + 1)(w_2 - 1)$")


def test_what_the_fits_predict_at_another_input():
    relation = sp.groebner([output(W) - Y, w1 + w2 - s], *W, s, order="lex")
    prediction = sp.reduced(output(W, x), relation.exprs, *W, s, x, order="lex")[1]
    assert sp.expand(prediction - (3 * x**3 + 3 * s * (x**3 - x))) == 0
    line = sp.Poly(prediction.subs(x, 2), s)
    slope, constant = line.all_coeffs()
    sum_of_cubes = sp.reduced(w1**3 + w2**3, relation.exprs, *W, s, order="lex")[1]
    PAGE.says(f"have $w_1^3 + w_2^3 = {sp.latex(sum_of_cubes, order='rev-lex').replace(' s', 's')}$")
    PAGE.says(r"f_w(x) &= 3x^3 + 3s\,(x^3 - x)", f"f_w(2) &= {constant} + {slope} s")
    PAGE.says(r"$\sigma(t) = t^3 - 3t$", f"$x = 1$ and $y = {Y}$")
    (truth,) = sp.real_roots(sigma(t) - Y)
    assert abs(sp.N(line.eval(truth) - sigma(2 * truth))) < 1e-12
    PAGE.says(rf"$w^* \approx {sp.N(truth, 4)}$", f"is about ${float(line.eval(truth)):.1f}$")
    low, high, zero, last = (f"{float(line.eval(r)):.1f}".removesuffix(".0") for r in oval_and_branch())
    PAGE.says(f"On the oval the predictions fill the interval from ${low}$ to ${high}$")
    PAGE.says(f"on the branch that from ${zero}$ (excluded) to ${last}$")
    # Where s = 0 the cubic has no point.
    assert sp.groebner([output(W) - Y, w1 + w2], *W).exprs == [1]
    oval = f"${NORMAL_BELOW_ONE**2:.2f}$"
    PAGE.says(f"This has probability {oval}.")
    PAGE.says(f"with probability {oval} they predict at most ${high}$ instead of ${line.eval(truth).n(3)}$")
    PAGE.says(f"One neuron fails visibly with probability ${NORMAL_BELOW_ONE:.2f}$")


def test_only_two_fits_are_right():
    # Right means: the same function as one neuron of weight v, a root of sigma(v) - 3.
    v = sp.symbols("v", real=True)
    right = sp.groebner([w1**3 + w2**3 - v**3, w1 + w2 - v], w1, w2, v, order="lex")
    assert right.contains(v * w1 * w2)
    assert not right.contains(w1 * w2)
    for point in ((v, 0), (0, v)):
        assert sp.expand(output(point, x) - sigma(v * x)) == 0
    PAGE.says("only $(w^*, 0)$ and $(0, w^*)$ are right")


def test_matrices_of_deficient_rank_have_the_expected_codimension():
    # In the example J is the row of the derivatives: it drops rank in codimension m = p - n + 1.
    for n, p in ((1, 1), (1, 2), (2, 3), (3, 5)):
        generic = (
            sp.Matrix(n, n - 1, lambda i, j: (i + 2) ** j),
            sp.Matrix(n - 1, p, lambda i, j: (j + 1) ** (i + 1)),
        )
        left, right = generic
        tangent = [
            (left * sp.Matrix(n - 1, p, lambda i, j, a=a, b=b: int((i, j) == (a, b)))).reshape(1, n * p)
            for a in range(n - 1)
            for b in range(p)
        ] + [
            (sp.Matrix(n, n - 1, lambda i, j, a=a, b=b: int((i, j) == (a, b))) * right).reshape(1, n * p)
            for a in range(n)
            for b in range(n - 1)
        ]
        dimension = sp.Matrix.vstack(*tangent).rank() if tangent else 0
        assert n * p - dimension == p - n + 1
    n, p = sp.symbols("n p")
    PAGE.says_elsewhere("codimension $p - n + 1$", f"a set of dimension ${p - (p - n + 1)}$ in $\\R^p$")
