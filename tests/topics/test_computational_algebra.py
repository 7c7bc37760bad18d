"""The worked example of computational-algebra: all critical points of one squared neuron."""

from itertools import product

import pytest
import sympy as sp

from tests.topics import page

PAGE = page.read("computational-algebra")

w1, w2, x1, x2 = sp.symbols("w1 w2 x1 x2", real=True)
kappa = sp.Symbol("kappa", positive=True)
UNIFORM, GAUSSIAN, LAPLACE = sp.Rational(9, 5), sp.Integer(3), sp.Integer(6)


def expectation(polynomial):
    """Of a polynomial in independent inputs with mean zero, variance one and fourth moment kappa.

    In degree two or four, where one power is odd, one of the inputs occurs linearly, and its mean is zero.
    """
    moments = {0: 1, 2: 1, 4: kappa}
    total = 0
    for (i, j), coefficient in sp.Poly(polynomial, x1, x2).terms():
        assert i + j in (0, 2, 4)
        if i % 2 == 0 and j % 2 == 0:
            total += coefficient * moments[i] * moments[j]
        else:
            assert 1 in (i, j)
    return sp.expand(total)


TARGET = 2 * x1**2 + x2**2
LOSS = expectation(((w1 * x1 + w2 * x2) ** 2 - TARGET) ** 2)
GRADIENT = [sp.expand(sp.diff(LOSS, w) / 4) for w in (w1, w2)]


def critical_points(fourth):
    """Every critical point with real coordinates, from solutions of the two cubics."""
    equations = [g.subs(kappa, fourth) for g in GRADIENT]
    solutions = sp.solve(equations, [w1, w2], dict=True)
    return [(solution[w1], solution[w2]) for solution in solutions]


def standard_monomials(equations, *unknowns):
    leading = [sp.Poly(g, *unknowns).monoms(order="grevlex")[0] for g in basis(equations, *unknowns)]
    box = product(range(10), repeat=len(unknowns))
    return [m for m in box if not any(divides(lead, m) for lead in leading)]


def divides(first, second):
    return all(a <= b for a, b in zip(first, second, strict=True))


def basis(equations, *unknowns):
    return sp.groebner(equations, *unknowns, order="grevlex").exprs


def complex_count(fourth):
    return len(standard_monomials([g.subs(kappa, fourth) for g in GRADIENT], w1, w2))


def minima(fourth):
    """The local minima with a positive definite Hessian, and their losses."""
    hessian = sp.hessian(LOSS.subs(kappa, fourth), (w1, w2))
    found = {}
    for point in critical_points(fourth):
        at = hessian.subs(dict(zip((w1, w2), point, strict=True)))
        assert sp.simplify(at.det()) != 0
        if sp.simplify(at.det()) > 0 and at[0, 0] > 0:
            found[point] = sp.expand(LOSS.subs({kappa: fourth, w1: point[0], w2: point[1]}))
    return found


def test_the_loss_is_as_displayed():
    displayed = (
        kappa * (w1**4 + w2**4)
        + 6 * w1**2 * w2**2
        - 2 * (2 * kappa + 1) * w1**2
        - 2 * (kappa + 2) * w2**2
        + 5 * kappa
        + 4
    )
    assert sp.expand(LOSS - displayed) == 0
    PAGE.says(
        f"learns $y = {sp.latex(TARGET)}$".replace("{1}", "1").replace("{2}", "2").replace("2 x", "2x"),
        r"\mathcal{L} ={} & \kappa (w_1^4 + w_2^4) + 6 w_1^2 w_2^2 \\",
        r"& - 2(2\kappa + 1) w_1^2 - 2(\kappa + 2) w_2^2 \\",
        r"& + 5\kappa + 4 .",
    )


def test_the_fourth_moments_are_those_of_the_distributions():
    root = sp.sqrt(3)
    for moment, value in ((2, 1), (4, UNIFORM)):
        assert sp.integrate(x1**moment / (2 * root), (x1, -root, root)) == value
    for moment, value in ((2, 1), (4, GAUSSIAN)):
        density = sp.exp(-(x1**2) / 2) / sp.sqrt(2 * sp.pi)
        assert sp.integrate(x1**moment * density, (x1, -sp.oo, sp.oo)) == value
    for moment, value in ((2, 1), (4, LAPLACE)):
        density = sp.sqrt(2) * sp.exp(-sp.sqrt(2) * x1)
        assert sp.integrate(x1**moment * density, (x1, 0, sp.oo)) == value


def test_there_are_nine_common_zeros_unless_the_quartic_has_a_double_root():
    quartic = kappa * (w1**4 + w2**4) + 6 * w1**2 * w2**2
    discriminant = sp.discriminant(quartic.subs(w2, 1), w1)
    assert sp.factor(discriminant) == 256 * kappa**2 * (kappa - 3) ** 2 * (kappa + 3) ** 2
    # Elsewhere the leading forms of the cubics have no common zero, so the number is that of Bézout.
    assert all(sp.Poly(g, w1, w2).total_degree() == 3 for g in GRADIENT)
    for fourth in (1, UNIFORM, sp.Rational(5, 2), 4, LAPLACE, 100):
        assert complex_count(fourth) == 3 * 3
    PAGE.says(
        r"For $\kappa \ne 3$ a Gröbner basis has nine standard monomials", "at most nine common zeros"
    )


def test_eliminating_the_second_weight_leaves_the_displayed_polynomial():
    k = sp.Symbol("k")
    equations = [g.subs(kappa, k) for g in GRADIENT]
    eliminated = sp.groebner(equations, w2, w1, order="lex", domain=sp.QQ.frac_field(k)).exprs[-1]
    displayed = w1 * (k * w1**2 - 2 * k - 1) * ((k**2 - 9) * w1**2 - 2 * (k**2 - k - 3))
    quotient = sp.simplify(displayed / eliminated)
    assert w2 not in eliminated.free_symbols
    assert sp.factor(quotient) == sp.factor(k * (k**2 - 9)) == sp.factor(sp.LC(sp.expand(displayed), w1))
    PAGE.says(
        r"w_1 \, \bigl( & \kappa w_1^2 - 2\kappa - 1 \bigr) \\",
        r"\cdot \bigl( & (\kappa^2 - 9) w_1^2 - 2(\kappa^2 - \kappa - 3) \bigr) .",
        r"The leading coefficient vanishes at $\kappa = 3$",
    )


def test_four_zeros_are_lost_at_the_gaussian():
    words = {4: "four", 5: "five", 9: "nine"}
    left = complex_count(GAUSSIAN)
    assert words[left] == "five"
    PAGE.says(f"{words[9 - left]} zeros have gone to infinity and {words[left]} are left")
    far = [2 * (k**2 - k - 3) / (k**2 - 9) for k in (sp.Rational(31, 10), sp.Rational(3001, 1000))]
    assert far[1] > 80 * far[0] > 800


def row(name, fourth, *places):
    counts = complex_count(fourth), len(critical_points(fourth))
    return f"| {name} | ${fourth}$ | {counts[0]} ({counts[1]}) | {', '.join(places)} |"


def test_uniform_inputs_have_a_spurious_minimum_four_times_as_high():
    found = minima(UNIFORM)
    first, second = (sp.sqrt(23) / 3, 0), (0, sp.sqrt(19) / 3)
    assert set(found) == {first, second, (-first[0], 0), (0, -second[1])}
    PAGE.says(row("uniform", UNIFORM, r"$(\sqrt{23}/3, 0)$", r"$(0, \sqrt{19}/3)$"))
    assert found[second] == 4 * found[first]
    PAGE.says(
        f"${found[first]}$ and ${found[second]}$: the second minimum is *spurious*",
        "local but not global, and four times as high",
    )


def test_gaussian_inputs_have_one_minimum_up_to_sign():
    found = minima(GAUSSIAN)
    assert set(found) == {(sp.sqrt(sp.Rational(7, 3)), 0), (-sp.sqrt(sp.Rational(7, 3)), 0)}
    PAGE.says(row("Gaussian", GAUSSIAN, r"$(\sqrt{7/3}, 0)$"))


def test_laplace_inputs_have_four_minima_of_equal_loss():
    found = minima(LAPLACE)
    assert set(found) == {(a * sp.sqrt(2), b / sp.sqrt(3)) for a, b in product((1, -1), repeat=2)}
    assert len(set(found.values())) == 1
    PAGE.says(row("Laplace", LAPLACE, r"$(\sqrt{2}, \pm 1/\sqrt{3})$"))


def squares_off_the_axes():
    """The squares u, v of the coordinates of the four zeros off the axes."""
    u, v = sp.symbols("u v")
    return sp.solve([kappa * u + 3 * v - 2 * kappa - 1, 3 * u + kappa * v - kappa - 2], [u, v]).values()


def axes():
    """The squares u, v of the coordinates of the zeros on the two axes."""
    return ((2 * kappa + 1) / kappa, sp.Integer(0)), (sp.Integer(0), (kappa + 2) / kappa)


LOW, HIGH = (1 + sp.sqrt(13)) / 2, 2 + sp.sqrt(7)


def test_the_four_zeros_that_escape_are_real_outside_of_an_open_interval():
    first, second = squares_off_the_axes()
    assert sp.factor(first - 2 * (kappa**2 - kappa - 3) / (kappa**2 - 9)) == 0
    assert sp.factor(second - (kappa**2 - 4 * kappa - 3) / (kappa**2 - 9)) == 0
    # Beyond one, LOW and HIGH are the only zeros of a square, and three the only pole.
    walls = {root for square in (first, second) for root in sp.solve(sp.numer(sp.together(square)), kappa)}
    assert {wall for wall in walls if wall >= 1} == {LOW, HIGH}
    assert 1 < LOW < 3 < HIGH
    for fourth, real in ((2, True), (sp.Rational(5, 2), False), (4, False), (LAPLACE, True)):
        assert (min(first.subs(kappa, fourth), second.subs(kappa, fourth)) > 0) == real
    for wall, axis in ((LOW, axes()[1]), (HIGH, axes()[0])):
        merged = [
            sp.simplify((s - a).subs(kappa, wall)) for s, a in zip((first, second), axis, strict=True)
        ]
        assert merged == [0, 0]
        assert max(a.subs(kappa, wall) for a in axis) > 0
    PAGE.says(
        r"exactly if $\kappa \leq (1 + \sqrt{13})/2$ or $\kappa \geq 2 + \sqrt{7}$",
        "at equality they have merged, in pairs, with two zeros on an axis",
    )


def test_spurious_minima_exist_exactly_between_one_and_the_first_wall():
    # In the squares u, v >= 0 of the weights the loss is quadratic; its form has determinant kappa^2 - 9.
    u, v = sp.symbols("u v", nonnegative=True)
    loss = sp.expand(LOSS.subs({w1: sp.sqrt(u), w2: sp.sqrt(v)}))
    hessian = sp.hessian(loss, (u, v)) / 2
    assert hessian == sp.Matrix([[kappa, 3], [3, kappa]])
    # From three on it is convex: a local minimum has the least loss. Below, no minimum is off the axes, and
    # a point on an axis is one if and only if the slope across is positive. At slope zero the next term,
    # along the minima over the other variable, is (kappa - 9 / kappa) u^2, which is negative.
    on_first, on_second = ({u: a, v: c} for a, c in axes())
    assert (
        sp.simplify(sp.diff(loss, u).subs(on_first)) == sp.simplify(sp.diff(loss, v).subs(on_second)) == 0
    )
    across_first = sp.factor(sp.diff(loss, v).subs(on_first))
    across_second = sp.factor(sp.diff(loss, u).subs(on_second))
    assert sp.simplify(across_first + 2 * (kappa**2 - 4 * kappa - 3) / kappa) == 0
    assert sp.simplify(across_second + 4 * (kappa**2 - kappa - 3) / kappa) == 0
    along = sp.expand(loss.subs(v, (kappa + 2 - 3 * u) / kappa))
    assert sp.simplify(along.coeff(u, 2) - (kappa - 9 / kappa)) == 0
    assert sp.simplify(along.coeff(u, 1) - across_second) == 0
    # Below three the first axis has minima, and they are lower unless kappa is one.
    assert all(across_first.subs(kappa, fourth) > 0 for fourth in (1, 3))
    assert [root for root in sp.solve(across_first, kappa) if root > 0] == [HIGH]
    gap = sp.factor((loss.subs(on_second) - loss.subs(on_first)).simplify())
    assert gap == sp.factor(3 * (kappa**2 - 1) / kappa)
    assert [root for root in sp.solve(across_second, kappa) if root > 0] == [LOW]
    assert across_second.subs(kappa, 1) > 0 > across_second.subs(kappa, 3)
    PAGE.says(rf"exactly for $1 < \kappa < (1 + \sqrt{{13}})/2$, about ${float(LOW):.2f}$")


def test_random_signs_are_fitted_by_all_four_minima():
    signs = [(a, b) for a in (1, -1) for b in (1, -1)]
    assert sum(a**4 for a, _ in signs) == len(signs)
    (target,) = {TARGET.subs({x1: a, x2: b}) for a, b in signs}
    found = minima(1)
    assert all((p * a + q * b) ** 2 == target for p, q in found for a, b in signs)
    PAGE.says(rf"$y$ is always ${target}$, and all { {4: 'four'}[len(found)] } minima fit it exactly")


def kinds(fourth):
    """How many saddles and minima lie on the axes, and how many off them."""
    hessian = sp.hessian(LOSS.subs(kappa, fourth), (w1, w2))
    count = {}
    for point in critical_points(fourth):
        sign = sp.simplify(hessian.subs(dict(zip((w1, w2), point, strict=True))).det())
        if point != (0, 0):
            kind = "saddles" if sign < 0 else "minima", "on" if 0 in point else "off"
            count[kind] = count.get(kind, 0) + 1
    return count


def test_the_caption_counts_the_saddles_and_the_minima():
    assert kinds(UNIFORM) == {("saddles", "off"): 4, ("minima", "on"): 4}
    assert kinds(GAUSSIAN) == {("saddles", "on"): 2, ("minima", "on"): 2}
    assert kinds(LAPLACE) == {("saddles", "on"): 4, ("minima", "off"): 4}
    PAGE.says_elsewhere(
        rf"four saddles off the axes (left) turn complex at $\kappa \approx {float(LOW):.2f}$,"
        r" are at infinity for $\kappa = 3$ (middle),"
        rf" and come back to the real plane at $\kappa \approx {float(HIGH):.2f}$, as minima (right)",
        "two minima with the least loss, two others, and four saddles off the axes",
        "two minima and two saddles, all on the axes",
        "four minima with the same loss, off the axes, and four saddles on them",
    )


def degree(inner):
    """How many nonzero squares are critical for the distance to general data, in an inner product."""
    difference = sp.Matrix([w1**2 - 3, 2 * w1 * w2 - 7, w2**2 + 5])
    loss = (difference.T * inner * difference)[0]
    zeros = len(standard_monomials([sp.diff(loss, w1), sp.diff(loss, w2)], w1, w2))
    assert sp.hessian(loss, (w1, w2)).subs({w1: 0, w2: 0}).det() != 0
    return sp.Rational(zeros - 1, 2)


def test_nine_is_one_and_twice_the_ed_degree_of_the_cone_of_squares():
    general = sp.Matrix([[5, 1, 2], [1, 7, -1], [2, -1, 11]])
    monomials = sp.Matrix([x1**2, x1 * x2, x2**2])
    gaussian = (monomials * monomials.T).applyfunc(lambda m: expectation(m).subs(kappa, GAUSSIAN))
    assert general.is_positive_definite
    assert gaussian.is_positive_definite
    # With Gaussian inputs and any target the critical w are scaled eigenvectors of a symmetric matrix.
    a, b, c = sp.symbols("a b c")
    target = a * x1**2 + b * x1 * x2 + c * x2**2
    loss = expectation(((w1 * x1 + w2 * x2) ** 2 - target) ** 2).subs(kappa, GAUSSIAN)
    matrix = -sp.hessian(loss, (w1, w2)).subs({w1: 0, w2: 0})
    vector = sp.Matrix([w1, w2])
    gradient = sp.Matrix([sp.diff(loss, w) for w in vector])
    assert sp.expand(gradient - 12 * (w1**2 + w2**2) * vector + matrix * vector) == sp.zeros(2, 1)
    assert degree(gaussian) == matrix.rows
    words = {2: "two", 4: "Four"}
    PAGE.says(
        rf"nine is $1 + 2 \cdot {degree(general)}$",
        f"{words[degree(general)]} is the ED degree of the cone of squares for a general inner product",
        f"the inner product of Gaussian inputs is special, and gives {words[degree(gaussian)]}",
    )


@pytest.mark.parametrize("fourth", [UNIFORM, GAUSSIAN, LAPLACE])
def test_all_zeros_are_simple(fourth):
    assert len(critical_points(fourth)) == complex_count(fourth)
