from fractions import Fraction

import numpy as np
import sympy as sp
from scipy.optimize import minimize_scalar

from tests.topics import page

PAGE = page.read("trustworthy-ai")
X, Y, LAMBDA, T = sp.symbols("x y lambda t")
SCORE = 12 + (Y + 1) ** 2 - (X + Y + 1) ** 2
MATRIX = sp.Matrix([[LAMBDA - 1, -1, -1], [-1, LAMBDA, 0], [-1, 0, 12 - T]])


def certificate_matrix(multiplier: Fraction, square: Fraction) -> list[list[Fraction]]:
    """M(λ, λs), from the coefficients of the score."""
    form = sp.Poly(SCORE - multiplier * (sp.Rational(square) - X**2 - Y**2), X, Y)
    basis = [(1, 0), (0, 1), (0, 0)]
    values = [[form.coeff_monomial(X ** (a + c) * Y ** (b + d)) for c, d in basis] for a, b in basis]
    return [
        [Fraction(v.p, v.q) / (1 if i == j else 2) for j, v in enumerate(row)]
        for i, row in enumerate(values)
    ]


def pivots(multiplier: Fraction, square: Fraction) -> list[Fraction]:
    """What elimination leaves on the diagonal; it stops at a pivot zero with something beside it."""
    rows = certificate_matrix(multiplier, square)
    found = []
    for k in range(3):
        found.append(rows[k][k])
        if rows[k][k] == 0 and any(rows[k][k + 1 :]):
            break
        for i in range(k + 1, 3):
            factor = rows[i][k] / rows[k][k] if rows[i][k] else 0
            rows[i] = [a - factor * b for a, b in zip(rows[i], rows[k], strict=True)]
    return found


def accepts(multiplier: Fraction, square: Fraction) -> bool:
    found = pivots(multiplier, square)
    return multiplier >= 0 and len(found) == 3 and min(found) >= 0


def small(value: Fraction) -> str:
    sign, (p, q) = "-" if value < 0 else "", (str(abs(value.numerator)), str(value.denominator))
    if q == "1":
        return f"${sign}{p}$"
    pair = p + q if len(p) == len(q) == 1 else f"{{{p}}}{{{q}}}"
    return rf"${sign}\tfrac{pair}$"


def test_the_score_and_its_matrix_are_what_the_page_says():
    PAGE.says("12 + (y + 1)^2 - (x + y + 1)^2", "12 - 2x - 2xy - x^2")
    assert sp.expand(SCORE - (12 - 2 * X - 2 * X * Y - X**2)) == 0
    vector = sp.Matrix([X, Y, 1])
    s = sp.Symbol("s")
    form = (vector.T * MATRIX.subs(T, LAMBDA * s) * vector)[0]
    assert sp.expand(form - SCORE + LAMBDA * (s - X**2 - Y**2)) == 0
    entries = r" \\ ".join(
        " & ".join(str(e).replace("lambda", r"\lambda") for e in MATRIX.row(i)) for i in range(3)
    )
    PAGE.says(entries, f"At the origin $f = {SCORE.subs({X: 0, Y: 0})}$")


def test_the_certificate_is_an_identity():
    found = pivots(Fraction(2), Fraction(5))
    PAGE.says(f"$(\\lambda, t) = (2, {2 * 5})$ has the pivots ${', '.join(map(str, found))}$")
    rows = sp.Matrix(certificate_matrix(Fraction(2), Fraction(5)))
    squares = []
    for k in range(2):  # the third pivot is zero
        squares.append((rows.row(k) / rows[k, k]).dot([X, Y, 1]))
        rows -= rows.col(k) * rows.row(k) / rows[k, k]
    assert rows == sp.zeros(3, 3)
    assert sp.expand(2 * (5 - X**2 - Y**2) + sum(q**2 for q in squares) - SCORE) == 0
    first, second = (str(sp.Poly(square, X, Y).as_expr()) for square in squares)
    PAGE.says("2 (5 - x^2 - y^2)", f"({first})^2 + ({second})^2")


def test_the_disk_cannot_grow():
    assert SCORE.subs({X: 2, Y: 1}) == 0
    assert 2**2 + 1**2 == 5
    PAGE.says(r"radius $\sqrt{5}$", "$f(2, 1) = 0$")
    # Independently: the smallest squared norm on the curve f = 0, which is y = (12 - 2x - x²)/(2x).
    curve = sp.solve(SCORE, Y)[0]
    square = sp.together(X**2 + curve**2)
    critical = sp.Poly(sp.numer(sp.together(sp.diff(square, X))), X)
    values = [sp.N(square.subs(X, root)) for root in critical.nroots() if abs(sp.im(root)) < 1e-12]
    assert abs(min(sp.re(value) for value in values) - 5) < 1e-10


def test_the_region_is_what_the_page_says():
    leading = MATRIX[:2, :2].det()
    assert sp.expand(leading - (LAMBDA**2 - LAMBDA - 1)) == 0
    golden = max(sp.solve(leading, LAMBDA))
    assert golden == (1 + sp.sqrt(5)) / 2
    bound = sp.solve(MATRIX.det(), T)[0]
    assert sp.simplify(bound - (12 - LAMBDA / (LAMBDA**2 - LAMBDA - 1))) == 0
    # At λ = (1 + √5)/2 the first block is singular and the column (-1, 0) is not in its image.
    assert sp.simplify(MATRIX.det().subs(LAMBDA, golden)) == -golden
    PAGE.says(r"$\lambda > (1 + \sqrt{5})/2$", r"$t \le 12 - \lambda / (\lambda^2 - \lambda - 1)$")
    for numerator in range(10, 60):
        multiplier = Fraction(numerator, 13)
        for square in (Fraction(2), Fraction(4), Fraction(49, 10), Fraction(51, 10)):
            inside = multiplier > Fraction(1618034, 1000000) and multiplier * square <= 12 - multiplier / (
                multiplier**2 - multiplier - 1
            )
            assert accepts(multiplier, square) == inside


def test_an_error_in_the_multiplier_costs_its_square():
    proved = sp.solve(MATRIX.det(), T)[0] / LAMBDA
    gap = sp.factor(5 - proved)
    expected = (LAMBDA - 2) ** 2 * (5 * LAMBDA + 3) / (LAMBDA * (LAMBDA**2 - LAMBDA - 1))
    assert sp.simplify(gap - expected) == 0
    golden = (1 + sp.sqrt(5)) / 2
    assert [zero for zero in sp.solve(sp.numer(gap), LAMBDA) if zero > golden] == [2]
    cost = sp.limit(gap / (LAMBDA - 2) ** 2, LAMBDA, 2)
    PAGE.says(
        r"5 - s(\lambda) = \frac{(\lambda - 2)^2 (5 \lambda + 3)}{\lambda (\lambda^2 - \lambda - 1)}",
        f"an error in the multiplier costs about {small(Fraction(cost.p, cost.q))} times its square",
        "Only $s = 5$ itself has a single certificate",
    )


def test_a_rounded_multiplier_still_proves_almost_everything():
    multiplier, square = Fraction("2.01"), Fraction("4.999")
    found = pivots(multiplier, square)
    assert all(pivot > 0 for pivot in found)
    PAGE.says(
        rf"With $\lambda = {float(multiplier)}$ one still proves $s = {float(square)}$, with pivots "
        + ", ".join(small(pivot) for pivot in found)
    )


def test_for_another_constant_the_best_multiplier_and_square_are_roots_of_irreducible_quartics():
    def condition(constant: int) -> sp.Poly:
        proved = constant / LAMBDA - 1 / (LAMBDA**2 - LAMBDA - 1)
        return sp.Poly(sp.numer(sp.together(sp.diff(proved, LAMBDA))), LAMBDA)

    assert condition(12).degree() == condition(13).degree() == 4
    assert condition(12).eval(2) == 0
    assert condition(13).is_irreducible
    best = minimize_scalar(
        lambda v: -(13 / v - 1 / (v * v - v - 1)), bounds=(1.7, 4), options={"xatol": 1e-10}
    )
    assert min(abs(complex(r) - best.x) for r in condition(13).nroots()) < 1e-6
    # The best square is 13/λ - 1/(λ² - λ - 1) there: eliminate λ.
    square = sp.Symbol("s")
    proved = sp.numer(sp.together(square - 13 / LAMBDA + 1 / (LAMBDA**2 - LAMBDA - 1)))
    eliminated = sp.Poly(sp.resultant(condition(13).as_expr(), proved, LAMBDA), square)
    assert eliminated.degree() == 4
    assert eliminated.primitive()[1].is_irreducible
    PAGE.says(
        "with $13$ in place of $12$, the best $\\lambda$ is a root of a quartic that is irreducible "
        "over $\\Q$, and so is the best $s$"
    )


def test_a_bad_proof_of_a_true_claim_is_refused():
    found = pivots(Fraction(3), Fraction(4))
    assert not accepts(Fraction(3), Fraction(4))
    assert accepts(Fraction(2), Fraction(4))
    PAGE.says(
        rf"$\lambda = 3$ for $s = 4$ has the pivots {', '.join(small(p) for p in found)} and is refused",
        r"although $\lambda = 2$ would do",
    )


def test_a_false_claim_has_no_certificate_and_a_rational_refutation():
    square = Fraction("5.1")
    proved = sp.solve(MATRIX.det(), T)[0] - sp.Rational(square) * LAMBDA
    numerator = sp.Poly(
        sp.numer(sp.together(proved)) * -sp.sign(sp.LC(sp.numer(sp.together(proved)))), LAMBDA
    )
    assert not [root for root in numerator.real_roots() if root > (1 + sp.sqrt(5)) / 2]
    assert not accepts(Fraction(2), square)
    point = (Fraction("2.01"), Fraction(1))
    value = SCORE.subs({X: sp.Rational(point[0]), Y: 1})
    norm = point[0] ** 2 + point[1] ** 2
    assert value < 0
    assert norm < square
    PAGE.says(
        f"for $s = {float(square)}$ all $\\lambda$ are refused",
        f"the point $({float(point[0])}, 1)$ refutes it, "
        f"with $f = {float(value)}$ and squared norm ${float(norm)}$",
    )


def test_a_checker_in_double_precision_accepts_a_false_claim():
    square = 5 + Fraction(1, 10**16)
    third = pivots(Fraction(2), square)[2]
    assert third == Fraction(-2, 10**16)
    assert float(square) == 5.0  # the nearest double
    assert accepts(Fraction(2), Fraction(float(square)))
    PAGE.says(
        r"$\lambda = 2$ and $s = 5 + 10^{-16}$ give the third pivot $-2 \cdot 10^{-16}$",
        "stores this $s$ as $5$",
    )


def test_the_lemma_agrees_with_the_smallest_value_on_circles():
    # For radii around the best one: a certificate exists exactly if the smallest value on the disk is ≥ 0.
    angles = np.linspace(0, 2 * np.pi, 4001)
    value = sp.lambdify((X, Y), SCORE)
    for square in (1.0, 3.0, 4.9, 5.1, 6.0):
        radii = np.sqrt(square) * np.linspace(0, 1, 101)[:, None]
        least = value(radii * np.cos(angles), radii * np.sin(angles)).min()
        proved = max(12 / v - 1 / (v * v - v - 1) for v in np.linspace(1.63, 6, 20000))
        assert (least >= 0) == (proved >= square)
