import itertools
import re

import numpy as np
import pytest
import sympy as sp
from scipy.integrate import solve_ivp

from tests.topics import page

PAGE = page.read("implicit-bias")
X, Y = (1, 2), 9
START = (2, 2, 0, 0)
C = sp.Integer(START[0] ** 2)
z = sp.symbols("z", real=True)
a, c = sp.symbols("a c", positive=True)


def functions(scale):
    return [scale / 4 * (z**x - z**-x) for x in X]


def equation(scale):
    """The condition of a fit, cleared of denominators."""
    beta = functions(scale)
    return sp.Poly(sp.numer(sp.together(X[0] * beta[0] + X[1] * beta[1] - Y)), z)


def velocity(weights):
    u, v = weights[:2], weights[2:]
    r = sum(x * p * q for x, p, q in zip(X, u, v, strict=True)) - Y
    return [-r * x * q for x, q in zip(X, v, strict=True)] + [-r * x * p for x, p in zip(X, u, strict=True)]


def flow_limit(start):
    # The residual shrinks at least like exp(-5 c t), so for c >= 1/4 it is below 1e-10 at t = 20.
    run = solve_ivp(lambda _, w: velocity(w), (0, 20), start, rtol=1e-9, atol=1e-11)
    return run.y[:2, -1] * run.y[2:, -1]


def descend(size):
    """Where gradient descent ends, and the invariants after its first and its last step."""
    u, v, x = np.array(START[:2], float), np.array(START[2:], float), np.array(X, float)
    invariants = []
    for _ in range(400):
        r = x @ (u * v) - Y
        u, v = u - size * r * x * v, v - size * r * x * u
        invariants.append(u**2 - v**2)
    assert abs(x @ (u * v) - Y) < 1e-12
    return u * v, invariants[0], invariants[-1]


def tex(value):
    value = sp.Rational(value)
    return str(value) if value.q == 1 else rf"\frac{{{value.p}}}{{{value.q}}}"


def pair(values):
    return "({}, {})".format(*(tex(value) for value in values))


def compact(expression):
    return re.sub(r"\^\{(\w)\}", r"^\1", re.sub(r"(\d) z", r"\1z", sp.latex(expression)))


def test_the_two_least_norms_on_the_line():
    s = sp.symbols("s", real=True)
    line = (Y - 2 * s, s)
    (least,) = sp.solve(sp.diff(line[0] ** 2 + line[1] ** 2, s), s)
    # The sum of absolute values is convex and piecewise linear: least at one of its kinks.
    kinks = [kink for part in line for kink in sp.solve(part, s)]
    sparse = min(kinks, key=lambda kink: sum(abs(part.subs(s, kink)) for part in line))
    PAGE.says(f"$x = {X}$ with $y = {Y}$", rf"$\beta_1 + 2\beta_2 = {Y}$")
    PAGE.says(f"least at ${pair(part.subs(s, least) for part in line)}$")
    PAGE.says(f"absolute values at ${pair(part.subs(s, sparse) for part in line)}$")


def test_the_flow_conserves_the_invariants_and_moves_on_a_monomial_curve():
    t = sp.symbols("t")
    r, clock = sp.Function("r"), sp.Function("R")
    for x, beta in zip(X, functions(c), strict=True):
        # u ± v = sqrt(c) z^(±x/2) with z = exp(2 R), R' = -r.
        plus, minus = sp.sqrt(c) * sp.exp(x * clock(t)), sp.sqrt(c) * sp.exp(-x * clock(t))
        u, v = (plus + minus) / 2, (plus - minus) / 2
        for left, right in ((u, v), (v, u)):
            rate = sp.diff(left, t).subs(sp.diff(clock(t), t), -r(t))
            assert sp.simplify(rate + r(t) * x * right) == 0
        assert sp.simplify(u**2 - v**2) == c
        assert sp.expand((u * v - beta.subs(z, sp.exp(2 * clock(t)))).rewrite(sp.exp)) == 0
    PAGE.says(f"$u = {START[:2]}$ and $v = {START[2:]}$", r"z = e^{-2 \int_0^t r}")
    PAGE.says(r"$\dot u_i = -r x_i v_i$, $\dot v_i = -r x_i u_i$")
    PAGE.says(f"$u_i^2 - v_i^2 = {C}$", rf"u_i \pm v_i = {sp.sqrt(C)} z^{{\pm x_i / 2}}")


def test_the_function_moves_on_a_quartic_curve():
    first, second, inverse = sp.symbols("beta_1 beta_2 w")
    powers = [C / 4 * (z**x - inverse**x) for x in X]
    assert [f.subs(inverse, 1 / z) for f in powers] == functions(C)
    relations = [powers[0] - first, powers[1] - second, z * inverse - 1]
    basis = sp.groebner(relations, z, inverse, first, second, order="lex")
    (curve,) = [g for g in basis.exprs if not g.has(z, inverse)]
    (square,) = sp.solve(curve, second**2)
    terms = sp.Poly(square, first).terms()
    right = " + ".join(f"{k if k != 1 else ''}\\beta_1^{power}" for (power,), k in reversed(terms))
    PAGE.says(rf"\beta_2^2 = {right}", r"(z - z^{-1},\; z^2 - z^{-2})")


def test_exactly_one_zero_is_positive_and_one_other_is_real():
    quartic = equation(C)
    signs = [sp.sign(k) for k in quartic.all_coeffs()]
    assert sum(s != t for s, t in itertools.pairwise(signs)) == 1
    other, positive = sp.real_roots(quartic)
    assert other < 0 < positive
    factors = [compact(f.as_expr()) for f, _ in sp.factor_list(quartic)[1]]
    PAGE.says(f"&{compact(quartic.as_expr())}", f"({')('.join(factors)})")
    PAGE.says(
        f"exactly one positive zero, $z = {positive}$",
        rf"One other zero is real, $z \approx {sp.N(other, 3)}$",
    )
    at = [f.subs(z, other) for f in functions(C)]
    assert abs(sp.N(at[0] + 2 * at[1] - Y)) < 1e-9
    assert abs(sp.N(at[1] ** 2 - 4 * at[0] ** 2 - at[0] ** 4)) < 1e-9


def test_training_selects_a_point_that_minimizes_neither_norm():
    selected = [f.subs(z, max(sp.real_roots(equation(C)))) for f in functions(C)]
    assert np.allclose(flow_limit(START), [float(s) for s in selected], atol=1e-7)
    PAGE.says(rf"\beta = {pair(selected).replace('frac', 'tfrac')}", "minimizes neither of the two norms")
    # One may move along the line, in the direction (-2, 1), and make either norm smaller.
    along = sp.symbols("along")
    moved = [selected[0] - 2 * along, selected[1] + along]
    assert sp.diff(moved[0] ** 2 + moved[1] ** 2, along).subs(along, 0) != 0
    assert all(s > 0 for s in selected)
    assert sp.diff(sum(moved), along) != 0


def test_the_scale_of_the_start_leads_from_one_norm_to_the_other():
    beta = functions(c)
    assert sp.simplify(beta[1] / beta[0] - (z + 1 / z)) == 0
    PAGE.says(r"$\beta_i = \frac{c}{4}(z^{x_i} - z^{-x_i})$", r"$\beta_2 / \beta_1 = z + z^{-1}$")
    (scale,) = sp.solve(X[0] * beta[0] + X[1] * beta[1] - Y, c)
    # The scale falls from infinity to zero as z rises from one to infinity: no zero of its derivative.
    assert not [s for s in sp.real_roots(sp.numer(sp.cancel(sp.diff(scale, z)))) if s > 1]
    limits = {}
    for at, value in ((1, sp.oo), (sp.oo, 0)):
        assert sp.limit(scale, z, at, "+") == value
        limits[value] = pair(sp.limit(sp.cancel(f.subs(c, scale)), z, at) for f in beta)
    PAGE.says(
        rf"For $c \to \infty$ the selected point tends to ${limits[sp.oo]}$, for $c \to 0$ to ${limits[0]}$"
    )
    PAGE.says(f"A smaller start would have moved the end towards ${limits[0]}$.")


@pytest.mark.parametrize("scale", [sp.Rational(1, 4), sp.Rational(40, 9)])
def test_other_starts_arrive_where_their_quartic_says(scale):
    root = float(sp.sqrt(scale))
    (positive,) = [q for q in sp.real_roots(equation(scale)) if q > 0]
    expected = [float(f.subs(z, positive)) for f in functions(scale)]
    assert np.allclose(flow_limit((root, root, 0, 0)), expected, atol=1e-6)


def test_the_selected_point_minimizes_a_convex_function_on_the_line():
    # With z = exp(s): sinh of the claimed slope x s is 2 beta / c, and sinh is one to one.
    s = sp.symbols("s", real=True)
    for x, beta in zip(X, functions(c), strict=True):
        assert sp.simplify((sp.sinh(x * s) - 2 * beta / c).subs(z, sp.exp(s)).rewrite(sp.exp)) == 0
    PAGE.says(r"\varphi'(\beta) = \operatorname{arsinh}(2\beta / c)", r"$\varphi'(\beta_i) = x_i \log z$")
    slope = [sp.simplify(sp.asinh(2 * f.subs(z, 2) / C).rewrite(sp.log)) for f in functions(C)]
    values = ", ".join(rf"\log {sp.exp(s)}" for s in slope)
    PAGE.says(f"for $c = {C}$ it is $({values})$")


def test_what_a_finite_step_does_to_the_invariants():
    u, v, r, x, eta = sp.symbols("u v r x eta")
    new = (u - eta * r * x * v) ** 2 - (v - eta * r * x * u) ** 2
    assert sp.cancel(new / (u**2 - v**2) - (1 - eta**2 * r**2 * x**2)) == 0
    PAGE.says(r"by exactly $1 - \eta^2 r^2 x_i^2$")
    size = sp.Rational(1, 36)
    first = [C * (1 - size**2 * Y**2 * q**2) for q in X]
    PAGE.says(rf"With $\eta = {size}$", f"from ${pair([C, C])}$ to ${pair(first)}$")
    end, after_one, after_all = descend(float(size))
    assert np.allclose(after_one, [float(f) for f in first])
    assert all(after_all < after_one)
    assert after_one[0] > after_one[1]
    PAGE.says("near $({:.2f}, {:.2f})$".format(*end))
    # Between the selected point of the flow and the least Euclidean norm; smaller starts end below 3/2.
    assert 3 / 2 < end[0] < 9 / 5
    assert flow_limit((3**0.5, 3**0.5, 0, 0))[0] < 3 / 2
    PAGE.says_elsewhere(rf"steps of size ${size}$")


def test_two_weights_meet_the_fits_in_four_points_of_which_two_are_real():
    b, d = sp.symbols("b d")
    basis = sp.groebner([a * b - 1, a**2 - b**2 - d], b, a, d, order="lex").exprs
    (meeting,) = [g.subs(d, c) for g in basis if not g.has(b)]
    assert sp.expand(meeting - (a**4 - c * a**2 - 1)) == 0
    s = sp.symbols("s")
    squares = sp.solve(meeting.subs(a, sp.sqrt(s)), s)
    (positive,) = [root for root in squares if root.subs(c, 3) > 0]
    assert sp.simplify(sp.prod(squares)) == -1
    assert sp.simplify(positive + 1 / positive - sp.sqrt(c**2 + 4)) == 0
    PAGE.says_elsewhere(r"a^4 - c\,a^2 - 1 = 0", r"$a^2 + b^2 = \sqrt{c^2 + 4}$")
    # For each real c the squares of a have negative product: four points, of which two are real.
    for gap in (-3, 0, sp.Rational(1, 2), 4):
        quartic = sp.Poly(a**4 - gap * a**2 - 1, a)
        assert quartic.discriminant() != 0
        assert (quartic.degree(), sp.count_roots(quartic)) == (4, 2)
    PAGE.says_elsewhere("Of these four complex points two are real.")


def test_the_flow_of_a_product_does_not_reach_the_nearest_fit():
    # From (2, 0), so c = 4. Nearest on ab = 1: (a - 2, b) is a multiple of (b, a), so a^2 - b^2 = 2 a.
    reached, nearest = sp.Poly(a**4 - 4 * a**2 - 1, a), sp.Poly(a**4 - 2 * a**3 - 1, a)
    assert sp.gcd(reached, nearest) == 1


@pytest.mark.parametrize("start", [(2.0, 0.5), (-0.5, 0.25), (0.3, -1.5)])
def test_two_weights_end_on_the_side_of_their_start(start):
    def toy(_, w):
        return [-(w[0] * w[1] - 1) * w[1], -(w[0] * w[1] - 1) * w[0]]

    run = solve_ivp(toy, (0, 40), start, rtol=1e-9, atol=1e-11)
    end, gap = run.y[:, -1], start[0] ** 2 - start[1] ** 2
    assert end.prod() == pytest.approx(1, abs=1e-7)
    assert end[0] ** 2 - end[1] ** 2 == pytest.approx(gap, abs=1e-6)
    assert end @ end == pytest.approx((gap**2 + 4) ** 0.5, abs=1e-6)
    assert set(np.sign(run.y.sum(axis=0))) == {np.sign(sum(start))}
