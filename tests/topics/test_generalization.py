import re
from itertools import pairwise

import numpy as np
import pytest
import sympy as sp
from mpmath import mp
from sympy import Rational

from tests.topics import page

PAGE = page.read("generalization")
a, b, c, s, t, z = sp.symbols("a b c s t z")
F = a**2 - b**3
NODES, WEIGHTS = np.polynomial.legendre.leggauss(160)
CHARTS = {  # one sign stands for both, with the same K or its mirror image
    "b small": {a: t**3, b: t**2 * s},
    "b positive": {a: t**3 * s, b: t**2},
    "b negative": {a: t**3 * s, b: -(t**2)},
}


def fraction(value, style="tfrac"):
    return rf"\{style}{{{value.p}}}{{{value.q}}}"


def tex(expression, order=None):
    """Without the braces around an exponent of one digit."""
    return re.sub(r"\^\{(\d)\}", r"^\1", sp.latex(expression, order=order))


def exponents(chart):
    """Of t in K and in the area element, with the factor in front of the latter."""
    k = sp.Poly(sp.expand(sp.Rational(1, 2) * F.subs(chart) ** 2), t, s)
    jacobian = sp.Matrix([chart[a], chart[b]]).jacobian([t, s]).det()
    element = sp.Poly(sp.expand(jacobian), t, s)
    return min(m[0] for m in k.monoms()), element.degree(t), abs(element.LC())


def inner(value):
    """The integral in the page's formula for ζ, at a z where it is finite."""
    return (
        3 * (mp.beta(mp.mpf(1) / 3, 2 * value + 1) / 3)
        + 3 * mp.quad(lambda x: (1 + x**3) ** (2 * value), [0, 1])
        + mp.beta(mp.mpf(1) / 2, 2 * value + 1)
        + 2 * mp.quad(lambda x: (1 + x**2) ** (2 * value), [0, 1])
    )


def share(width, constant):
    """How much of the square has |a² − b³ − constant| below a width, by Gauss quadrature in b."""
    edges = {-1.0, 1.0}
    edges |= {
        float(np.cbrt(x))
        for sign in (1, -1)
        for x in (-constant + sign * width, 1 - constant + sign * width)
    }
    edges = sorted(x for x in edges if -1 <= x <= 1)
    total = 0.0
    for left, right in pairwise(edges):
        # b = left + (right - left) (3 v² - 2 v³): no root at an end of the interval is left
        v = (NODES + 1) / 2
        x = left + (right - left) * (3 * v**2 - 2 * v**3)
        step = (right - left) * 6 * v * (1 - v) * WEIGHTS / 2

        def height(level, x=x):
            return np.sqrt(np.clip(x**3 + level, 0, 1))

        total += float(step @ (height(constant + width) - height(constant - width)))
    return 2 * total / 4


def period(sign):
    """∫ ds / √(s³ + sign) over all s where the root is real, with s = −sign + v²."""
    return mp.quad(lambda v: 2 / mp.sqrt(v**4 - 3 * sign * v**2 + 3), [0, 1, mp.inf])


def test_the_charts_are_weighted_polar_coordinates():
    PAGE.says(rf"f_{{a,b}}(x) = ({tex(F)}) \, x .", rf"$K = {fraction(Rational(1, 2))} ({tex(F)})^2$")
    shown = [(("\\pm ", ""), CHARTS["b small"]), (("", "\\pm "), CHARTS["b positive"])]
    for marks, chart in shown:
        powers = [sp.degree(chart[x], t) for x in (a, b)]
        factors = [" s" if chart[x].has(s) else "" for x in (a, b)]
        left, right = (f"{m}t^{k}{f}" for m, k, f in zip(marks, powers, factors, strict=True))
        PAGE.says(f"$(a, b) = ({left}, {right})$")
    for x, y in ((-1, 1), (0.5, -0.25), (-0.1, 0.9), (0.3, -0.9), (1, -1)):  # each lies in a chart
        t0 = max(abs(x) ** (1 / 3), abs(y) ** (1 / 2))
        assert 0 < t0 <= 1
        assert max(abs(x) / t0**3, abs(y) / t0**2) == pytest.approx(1)
    PAGE.says(r"with $0 < t \le 1$ and $\lvert s \rvert \le 1$, cover the square", "the square $[-1, 1]^2$")
    found = {name: exponents(chart) for name, chart in CHARTS.items()}
    (k,) = {powers[0] for powers in found.values()}
    (j,) = {powers[1] for powers in found.values()}
    assert {powers[2] for name, powers in found.items() if name != "b small"} == {2}
    PAGE.says(f"$t^{{{k}}}$ times a function of $s$")
    PAGE.says(f"${found['b small'][2]} t^{j} \\, dt \\, ds$ or $2 t^{j} \\, dt \\, ds$")
    PAGE.says(f"\\frac{{2^{{-z}}}}{{2 \\, ({k} z + {j + 1})}}")


def test_the_formula_for_zeta_agrees_with_the_integral_over_the_square():
    for power in (0, 1, 2):
        integrand = sp.expand((F**2 / 2) ** power / 4)
        direct = sp.integrate(sp.integrate(integrand, (a, -1, 1)), (b, -1, 1))
        formula = mp.mpf(2) ** -power / (2 * (12 * power + 5)) * inner(power)
        assert mp.almosteq(formula, mp.mpf(direct.p) / direct.q, 1e-12)
    pieces = ["3 (1 - s^3)^{2z}", "(1 - s^2)^{2z}", "(1 + s^2)^{2z}"]
    shapes = [sp.expand((F.subs(chart) / t**6) ** 2) for chart in CHARTS.values()]
    assert shapes == [sp.expand(x**2) for x in (1 - s**3, s**2 - 1, s**2 + 1)]
    one, two, three = pieces
    PAGE.says(rf"\int_{{-1}}^{{1}} g_z(s) \, ds , \\ g_z(s) &= {one} + {two} \\ &\quad {{}} + {three} .")


def test_the_learning_coefficient_is_five_twelfths_with_multiplicity_one():
    k, j, _ = exponents(CHARTS["b small"])
    threshold = Rational(j + 1, k)
    boundary = -sp.Rational(1, 2)  # where (1 - s)^(2z) stops being integrable
    assert -threshold > boundary
    assert 0 < inner(mp.mpf(-threshold.p) / threshold.q) < 100
    PAGE.says(f"$z > -{fraction(-boundary)}$", f"$\\lambda = {fraction(threshold)}$ and $m = 1$")
    PAGE.says(rf"| $({tex(F)}) \, x$ | $0$ | cusp | ${threshold.p}/{threshold.q}$ |")
    codimension = sp.Matrix([F]).jacobian([a, b]).subs({a: 1, b: 1}).rank()  # (1, 1) lies on the cusp
    assert threshold < Rational(codimension, 2)


def test_the_volume_near_the_cusp_has_that_exponent_and_the_constant_of_the_density():
    # density κ|c|^(-1/6) on both sides, so a share of (6/5)(κ₊ + κ₋) δ^(5/6), less δ for the missing tails
    constant = float(Rational(6, 5) * (period(1) + period(-1)) / 4)
    for width in (1e-3, 1e-4, 1e-5):
        expected = constant * width ** (5 / 6) - width  # up to what the upper side cuts off, of order δ²
        assert share(width, 0.0) == pytest.approx(expected, abs=width**2 / 10)
    residue = inner(mp.mpf(-5) / 12) * 2 ** (mp.mpf(5) / 12) / 24
    assert float(residue / (mp.mpf(5) / 12)) == pytest.approx(constant * 2 ** (5 / 12), rel=1e-12)


def test_the_other_rows_of_the_table_have_one_half_and_one():
    gradient = [sp.diff(F, x) for x in (a, b)]
    assert sp.solve(gradient, [a, b], dict=True) == [{a: 0, b: 0}]  # so the fiber over c ≠ 0 is smooth
    values = [F.subs({a: x, b: y}) for x in (0, 1) for y in (-1, 1)]
    assert (min(values), max(values)) == (-1, 2)
    for constant in (0.25, 0.5, 1.5):
        ratio = share(1e-3, constant) / share(1e-3 / 4, constant)  # width is the root of 2ε
        curve = Rational(np.log(ratio) / np.log(16)).limit_denominator(100)
        assert np.log(ratio) / np.log(16) == pytest.approx(float(curve), abs=1e-4)
        PAGE.says(
            rf"| $({tex(F)}) \, x$ | $c \, x$, with $0 < c < {max(values)}$ | smooth curve | ${curve}$ |"
        )
    epsilon = sp.symbols("epsilon", positive=True)
    disc = sp.integrate(2 * sp.pi * t, (t, 0, sp.sqrt(2 * epsilon)))
    PAGE.says(f"| $a x_1 + b x_2$ | $0$ | point | ${sp.degree(disc, epsilon)}$ |")


def test_without_ties_the_learning_coefficient_is_one_half():
    v, k = sp.symbols("v k", positive=True)  # v = −log|u|, so du = exp(−v) dv
    two, three = v / 2, v**2 / 4  # the densities of a a' and of b b' b'' at u and at −u

    def integral(density, power=0):  # of |u|^power over [−1, 1]
        return 2 * sp.integrate(sp.exp(-(power + 1) * v) * density, (v, 0, sp.oo))

    one = 1 / (2 * k + 1)  # the mean of u^2k for a single weight; such moments determine a density
    assert sp.simplify(integral(two, 2 * k) - one**2) == 0
    assert sp.simplify(integral(three, 2 * k) - one**3) == 0
    # both densities are square integrable, so that of the difference is continuous
    assert integral(two**2).is_finite
    assert integral(three**2).is_finite
    at_zero = integral(two * three)
    assert at_zero > 0
    epsilon = sp.symbols("epsilon", positive=True)
    near = 2 * sp.sqrt(2 * epsilon) * at_zero  # the mass of {K < ε}, up to terms of lower order
    exponent = sp.simplify(epsilon * sp.diff(near, epsilon) / near)
    PAGE.says(r"uniform on $[-1, 1]$, and $K = \tfrac{1}{2} (a a' - b b' b'')^2$")
    PAGE.says(f"with the value ${fraction(at_zero)}$, and $\\lambda = {fraction(exponent)}$, $m = 1$")


def test_the_density_at_zero_is_a_period_and_the_root_of_three_times_it():
    omega = period(-1)
    assert mp.almosteq(omega, mp.quad(lambda s: 1 / mp.sqrt(s**3 - 1), [1, 2, mp.inf]), 1e-6)
    PAGE.says(r"\varpi = \int_1^\infty \frac{ds}{\sqrt{s^3 - 1}}")
    assert mp.almosteq(omega, mp.gamma(mp.mpf(1) / 3) ** 3 / (2 ** (mp.mpf(4) / 3) * mp.pi), 1e-12)
    square = int(mp.nint((period(1) / omega) ** 2))
    assert mp.almosteq((period(1) / omega) ** 2, square, 1e-12)
    PAGE.says(f"\\approx {mp.nstr(omega, 5)}", f"$\\sqrt{{{square}}}$ times as much if $c > 0$")
    power = Rational(1, 3) - Rational(1, 2)  # b = |c|^(1/3) s in ∫ db / √(b³ + c)
    for sign in (1, -1):
        near, far = (share(1e-9, sign * x) / 2e-9 for x in (1e-6, 1e-5))
        # the density is κ|c|^(-1/6) − 1/2 up to terms in c
        scale = [x ** float(power) for x in (1e-6, 1e-5)]
        factor = (near - far) / (scale[0] - scale[1]) / float(period(sign))
        quarter = Rational(factor).limit_denominator(20)
        assert factor == pytest.approx(float(quarter), rel=1e-3)
        PAGE.says(
            r"over $c \ne 0$",
            f"$a^2 = {tex(a**2 - F + c, 'grevlex')}$",
            rf"${fraction(quarter)} \int db / \lvert a \rvert$, taken over the half",
            "of the fiber with $a > 0$",
            rf"${fraction(quarter)} \varpi \, \lvert c \rvert^{{{power.p}/{power.q}}}$ if $c < 0$",
        )


def test_maximum_likelihood_pays_one_half():
    n, x = sp.symbols("n x", positive=True)
    chi = x ** (n / 2 - 1) * sp.exp(-x / 2) / (2 ** (n / 2) * sp.gamma(n / 2))
    inverse = sp.gammasimp(sp.integrate(chi / x, (x, 0, sp.oo), conds="none"))
    assert sp.simplify(inverse - 1 / (n - 2)) == 0
    error = inverse / 2  # half the mean square of the least squares estimate of c = 0
    rate = sp.limit(n * error, n, sp.oo)
    PAGE.says(rf"expected $K$ of its estimate is $\tfrac{{{rate.p}}}{{{rate.q}n}} + o(\tfrac{{1}}{{n}})$")


def test_the_bayesian_predictive_distribution_pays_five_twelfths():
    # u = √n c has the posterior κ|u|^(-1/6) exp(−(u − z)²/2), z standard normal; n G tends to mean(u)²/2
    def mean(shift):
        top = (abs(shift) + 9) ** (5 / 6)
        v, w = (NODES + 1) / 2 * top, WEIGHTS / 2 * top
        u = v ** (6 / 5)  # then |u|^(-1/6) du is a multiple of dv
        right = np.sqrt(3) * np.exp(-((u - shift) ** 2) / 2)
        left = np.exp(-((u + shift) ** 2) / 2)
        return (w @ (u * (right - left))) / (w @ (right + left))

    grid = np.linspace(-9, 9, 361)
    normal = np.exp(-(grid**2) / 2) / np.sqrt(2 * np.pi)
    error = np.sum(normal * np.array([mean(x) ** 2 for x in grid]) / 2) * (grid[1] - grid[0])
    value = Rational(float(error)).limit_denominator(50)
    assert error == pytest.approx(float(value), abs=1e-9)
    PAGE.says(rf"$\E \, G_n = \tfrac{{{value.p}}}{{{value.q} n}} + o(\tfrac{{1}}{{n}})$")
    PAGE.says("The predictive distribution does better")
    assert value < Rational(1, 2)  # what maximum likelihood pays


def test_the_caption_gives_the_shares_of_the_square():
    rows, constant, epsilons = [], Rational(1, 2), (Rational(1, 32), Rational(1, 512))
    for epsilon in epsilons:
        width = float(sp.sqrt(2 * epsilon))
        shares = (np.pi * width**2 / 4, share(width, float(constant)), share(width, 0.0))
        rows.append(("{:.1f}, {:.1f} and {:.1f} percent".format(*(100 * x for x in shares)), shares))
    (outlined, before), (tinted, after) = rows
    PAGE.says_elsewhere(f"the outlined sets hold {outlined}", f"the tinted ones {tinted}")
    PAGE.says_elsewhere(
        "with $K < \\varepsilon$ in $[-1, 1]^2$",
        rf"$\varepsilon = {fraction(epsilons[0])}$ (outline) and ${fraction(epsilons[1])}$ (tinted)",
        f"$c = {fraction(constant)}$ in the second",
    )
    kept = [small / large for small, large in zip(after, before, strict=True)]
    assert kept.index(max(kept)) == 2
    PAGE.says_elsewhere("The cusp keeps the largest part")
