import itertools

import numpy as np
import pytest
import sympy as sp
from scipy.integrate import solve_ivp

from tests.topics import page

PAGE = page.read("feature-learning")
D = 20
ONES = sp.ones(D, 1)
SIGNS = sp.Matrix([(-1) ** i for i in range(D)])
t, eps = sp.symbols("t epsilon", positive=True)


def target(i, j):
    """The symmetric matrix of the form x_i x_j, with indices from one."""
    return sp.Matrix(D, D, lambda a, b: sp.Rational(int({a, b} == {i - 1, j - 1}), 2))


def missing(w1, w2):
    """The projection onto the complement of two vectors."""
    w = sp.Matrix.hstack(w1, w2)
    return sp.eye(D) - w * (w.T * w).inv() * w.T


def solution():
    """The two neurons at time t, by the formulas of the page, as multiples of m, and m^-2."""
    growth = sp.Matrix([sp.exp(2 * t)] * 2 + [1] * (D - 2))
    return growth, growth.multiply_elementwise(SIGNS), 1 / eps**2 + 4 * (sp.exp(4 * t) - 1) + 144 * t


def tangent_rank(*weights):
    """The dimension of the span of the tangent features."""
    rows = []
    for w in weights:
        for k in range(D):
            e = sp.Matrix([int(i == k) for i in range(D)])
            form = w * e.T + e * w.T
            rows.append([0, *(form[i, j] for i in range(D) for j in range(i, D))])
    rows.append([1] + [0] * (D * (D + 1) // 2))
    return sp.polys.matrices.DomainMatrix.from_Matrix(sp.Matrix(rows)).to_field().rank()


def explained():
    """The share of the target that the network explains, at time t."""
    w1, w2, inverse = solution()
    network = (w1 * w1.T - w2 * w2.T) / inverse
    return sp.simplify(1 - 2 * sum(e**2 for e in network - target(1, 2)))


def gaussian_moment(powers):
    return sp.prod(0 if k % 2 else sp.factorial2(k - 1) for k in powers)


def percent(share):
    return rf"${sp.nsimplify(100 * share)}\%$"


def integrate(form, until, size, times=None):
    """Gradient flow on the expected loss, with the constant, by numerical integration."""

    def velocity(_, p):
        w1, w2, a = p[:D], p[D:-1], p[-1]
        gap = np.outer(w1, w1) - np.outer(w2, w2) - form
        mean = a + np.trace(gap)
        # E of the gradient of ((x'Gx + a)^2) / 2, with E (x'Gx) xx' = 2G + tr(G) I.
        pull = 2 * gap + mean * np.eye(D)
        return np.concatenate([-2 * pull @ w1, 2 * pull @ w2, [-mean]])

    start = size * np.concatenate([np.ones(D), np.array(SIGNS, float).ravel(), [0]])
    return solve_ivp(velocity, (0, until), start, rtol=1e-9, atol=1e-13, t_eval=times)


def test_two_neurons_compute_the_target():
    x1, x2 = sp.symbols("x_1 x_2")
    assert sp.expand(sp.Rational(1, 4) * ((x1 + x2) ** 2 - (x1 - x2) ** 2)) == x1 * x2
    PAGE.says(r"$x_1 x_2 = \frac{1}{4}(x_1 + x_2)^2 - \frac{1}{4}(x_1 - x_2)^2$")


def test_the_dimension_of_the_tangent_space():
    rank, products = tangent_rank(ONES, SIGNS), D * (D - 1) // 2
    PAGE.says(rf"$\R^{{{D}}}$", f"dimension ${rank}$", f"the ${products}$ products")
    PAGE.says(rf"$\frac{{{rank}}}{{{products}}}$")
    # The dimension of the model is the rank at a general point.
    general = [sp.Matrix([(k + 2) ** e % 31 for k in range(D)]) for e in (2, 3)]
    assert tangent_rank(*general) == rank
    PAGE.says_elsewhere(f"all ${products}$ of them for $d = {D}$, and has dimension ${rank}$.")


def test_what_the_tangent_space_of_the_start_sees():
    q = missing(ONES, SIGNS)
    shares = {
        (i, j): 1 - (q[i - 1, i - 1] * q[j - 1, j - 1] + q[i - 1, j - 1] ** 2)
        for i, j in itertools.combinations(range(1, D + 1), 2)
    }
    even = {s for (i, j), s in shares.items() if (i + j) % 2 == 0}
    odd = {s for (i, j), s in shares.items() if (i + j) % 2}
    assert len(even) == len(odd) == 1
    PAGE.says(
        rf"seen by {percent(even.pop())} if $i + j$ is even and by {percent(odd.pop())} if $i + j$ is odd."
    )
    average = sum(shares.values()) / len(shares)
    PAGE.says(rf"$\frac{{{average.p}}}{{{average.q}}}$", f"at most {percent(shares[1, 2])} of $y$")
    assert average < sp.Rational(tangent_rank(ONES, SIGNS), len(shares))


@pytest.mark.parametrize(("i", "j"), [(0, 1), (0, 2), (1, 3)])
def test_the_share_by_projection_in_the_space_of_gaussian_functions(i, j):
    # Independently of the formula: least squares in L^2 of a Gaussian in four variables.
    d, w1, w2 = 4, sp.Matrix([1, 2, 0, 1]), sp.Matrix([1, -1, 3, 0])
    x = sp.symbols(f"x:{d}")
    dot = [sum(a * b for a, b in zip(w, x, strict=True)) for w in (w1, w2)]
    features = [sp.Integer(1)] + [p * v for p in dot for v in x]
    functions = [sp.Poly(f, *x) for f in (*features, x[i] * x[j])]
    gram = sp.Matrix(
        len(functions),
        len(functions),
        lambda a, b: sum(
            k * gaussian_moment(powers) for powers, k in (functions[a] * functions[b]).terms()
        ),
    )
    rank = gram[:-1, :-1].rank()
    basis = gram[:-1, :-1].rref()[1]
    assert len(basis) == rank == 2 * d
    inner, right = gram.extract(basis, basis), gram.extract(basis, [len(functions) - 1])
    seen = (right.T * inner.inv() * right)[0] / gram[-1, -1]
    w = sp.Matrix.hstack(w1, w2)
    q = sp.eye(d) - w * (w.T * w).inv() * w.T
    assert seen == 1 - (q[i, i] * q[j, j] + q[i, j] ** 2)
    PAGE.says("missed by the share $Q_{ii} Q_{jj} + Q_{ij}^2$")


def test_the_inner_product_of_forms_up_to_constants():
    x = sp.symbols("x:3")
    b, c = sp.Matrix([[1, 2, 0], [2, -1, 3], [0, 3, 4]]), sp.Matrix([[0, 1, 1], [1, 5, 0], [1, 0, -2]])
    forms = [sp.Poly((sp.Matrix([x]) * m * sp.Matrix(x))[0], *x) for m in (b, c)]
    mean = [sum(k * gaussian_moment(powers) for powers, k in form.terms()) for form in forms]
    product = sum(k * gaussian_moment(powers) for powers, k in (forms[0] * forms[1]).terms())
    assert product - mean[0] * mean[1] == 2 * (b * c).trace()
    PAGE.says(r"$2 \tr B B'$")
    # The moments from which the gradient of the expected loss follows, as in integrate above.
    for i, j in itertools.combinations_with_replacement(range(3), 2):
        moment = sum(k * gaussian_moment(m) for m, k in (forms[0] * sp.Poly(x[i] * x[j], *x)).terms())
        assert moment == 2 * b[i, j] + b.trace() * (i == j)


def test_the_first_moments_of_the_target():
    # E[y x x'] for y = x_1 x_2, entry by entry, and half of it is S.
    for a, b in itertools.combinations_with_replacement(range(1, D + 1), 2):
        powers = [(k in (1, 2)) + (k == a) + (k == b) for k in range(1, D + 1)]
        assert gaussian_moment(powers) / sp.Integer(2) == target(1, 2)[a - 1, b - 1]
    PAGE.says(r"$S = \frac{1}{2} \E[y\, x x^\top]$")


def test_the_formulas_solve_the_flow():
    w1, w2, inverse = solution()
    form, m = target(1, 2), 1 / sp.sqrt(inverse)
    network = m**2 * (w1 * w1.T - w2 * w2.T)
    for w, sign in ((m * w1, 1), (m * w2, -1)):
        rate = sign * 4 * (form - network) * w
        difference = (sp.diff(w, t) - rate).applyfunc(lambda e: sp.cancel(e / m))
        assert difference == sp.zeros(D, 1)
    assert (w1.T * w2)[0] == 0
    assert sp.expand((w1.T * w1 - w2.T * w2)[0]) == 0
    assert (m * w1).subs(t, 0) == eps * ONES
    assert (m * w2).subs(t, 0) == eps * SIGNS
    PAGE.says(r"m^{-2} &= \varepsilon^{-2} + 4(e^{4t} - 1) + 144\,t")
    for name, w in (("w_1", w1), ("w_2", w2)):
        entries = [sp.latex(e).replace("2 t", "2t").replace("- ", "-") for e in (*w[:4], *w[-2:])]
        PAGE.says(rf"{name} &= m\,({', '.join(entries[:4])}, \dots, {', '.join(entries[4:])})")
    PAGE.says(r"\dot w_1 = 4(S - A) w_1", r"\dot w_2 = 4(A - S) w_2")
    for name, signs in (("w_1", ONES), ("w_2", SIGNS)):
        first, last = (", ".join(map(str, part)) for part in (signs[:2], signs[-2:]))
        PAGE.says(rf"${name} = \varepsilon\,({first}, \dots, {last})$")


def test_the_formulas_agree_with_numerical_integration():
    size, times = 0.01, [1.0, 2.0, 3.5]
    run = integrate(np.array(target(1, 2), float), 3.5, size, times)
    for at, point in zip(times, run.y.T, strict=True):
        w1, w2, inverse = solution()
        m = float((1 / sp.sqrt(inverse)).subs({t: at, eps: size}))
        expected = [float(e.subs(t, at)) * m for e in (*w1, *w2)] + [0.0]
        assert np.allclose(point, expected, atol=1e-7)
    assert float(explained().subs({t: 6, eps: size})) == pytest.approx(1, abs=1e-6)


def test_the_tangent_space_finds_the_target_before_the_network_does():
    w1, w2, _ = solution()
    q = missing(w1, w2).applyfunc(sp.cancel)
    share = sp.simplify(1 - (q[0, 0] * q[1, 1] + q[0, 1] ** 2))
    assert sp.simplify(share - (1 - (9 / (sp.exp(4 * t) + 9)) ** 2)) == 0
    PAGE.says(r"1 - \left( \frac{9}{e^{4t} + 9} \right)^{2}")
    late = sp.simplify(share.subs(t, sp.log(3)))
    PAGE.says(rf"from {percent(share.subs(t, 0))} to {percent(late)} at $t = \log 3$")
    fitted = explained().subs({t: sp.log(3), eps: sp.Rational(1, 100)})
    fitted = rf"${round(100 * float(fitted))}\%$"
    PAGE.says(rf"$\varepsilon = 1/100$, the network explains only {fitted}")
    PAGE.says_elsewhere(rf"The dots at $\log 3$ are {percent(late)} and {fitted}")


def test_the_average_gradient_outer_products():
    # The gradient of x'Ax is 2Ax, and E xx' = I.
    outer = 4 * target(1, 2) ** 2
    nonzero = {(i + 1, j + 1): outer[i, j] for i in range(D) for j in range(D) if outer[i, j]}
    assert nonzero == {(1, 1): 1, (2, 2): 1}
    PAGE.says(rf"$G_\rho(y) = e_1 e_1^\top + e_2 e_2^\top$ has rank ${outer.rank()}$")
    w1, w2, _ = solution()
    network = w1 * w1.T - w2 * w2.T
    weights = w1 * w1.T + w2 * w2.T
    assert (network**2 - (w1.T * w1)[0] * weights).expand() == sp.zeros(D, D)
    PAGE.says(r"G_\rho(f_\theta) = 4A^2 = 4 \lVert w_1 \rVert^2\, W^\top W")


def test_the_rank_counts_linear_forms_and_is_a_flattening_rank():
    # A cubic in three variables that is written in the two forms x + y and y + z.
    x, y, w = v = sp.symbols("x y z")
    cubic = sp.Poly((x + y) ** 2 * (y + w), *v)
    slopes = [cubic.diff(k) for k in v]
    outer = sp.Matrix(
        3, 3, lambda a, b: sum(k * gaussian_moment(p) for p, k in (slopes[a] * slopes[b]).terms())
    )
    monomials = [m for m in itertools.product(range(3), repeat=3) if sum(m) == 2]
    flattening = sp.Matrix([[s.coeff_monomial(m) for m in monomials] for s in slopes])
    assert outer.rank() == flattening.rank() == 2


def test_from_the_same_start_another_target_is_learned_at_most_by_half():
    form = np.array(target(1, 3), float)
    run = integrate(form, 8, 0.01)
    w1, w2 = run.y[:D], run.y[D:-1]
    assert np.allclose(w1[0], w1[2])
    assert np.allclose(w2[0], w2[2])
    # If A kills e_1 - e_3, then |A - S|^2 is at least |S v|^2 for the unit vector v in that direction.
    unit = sp.zeros(D, 1)
    unit[0], unit[2] = 1 / sp.sqrt(2), -1 / sp.sqrt(2)
    bound = 1 - 2 * ((target(1, 3) * unit).T * (target(1, 3) * unit))[0]
    assert bound == sp.Rational(1, 2)
    gap = np.outer(w1[:, -1], w1[:, -1]) - np.outer(w2[:, -1], w2[:, -1]) - form
    assert 1 - 2 * np.sum(gap**2) - (run.y[-1, -1] + np.trace(gap)) ** 2 <= bound + 1e-9
    PAGE.says("more than half of $y$", "$A(e_1 - e_3) = 0$")
