from itertools import product

import sympy as sp

from tests.topics import page

PAGE = page.read("semi-algebraic")
a, b, c, s, y, gamma = sp.symbols("a b c s y gamma", real=True)
HALF = sp.Rational(1, 2)
TARGET = sp.Rational(3, 2)


def loss(weights, target=TARGET):
    return sp.expand((sp.prod(weights) - target) ** 2 + HALF * sum(w**2 for w in weights))


def frac(number):
    number = sp.Rational(number)
    sign = "-" if number < 0 else ""
    return f"{sign}{abs(number)}" if number.is_integer else rf"{sign}\frac{{{abs(number.p)}}}{{{number.q}}}"


def square_monomials(polynomial, variables):
    """Exponents that can occur in squares with this sum: start from all of half the degree, drop by need.

    The square of a monomial that is no term of the sum must cancel against a product of two others.
    """
    terms = set(sp.Poly(polynomial, *variables).monoms()) | {(0,) * len(variables)}
    half = sp.Poly(polynomial, *variables).total_degree() // 2
    left = {m for m in product(range(half + 1), repeat=len(variables)) if sum(m) <= half}
    while True:
        lone = {
            m
            for m in left
            if (double := tuple(2 * e for e in m)) not in terms
            and not any(
                p != m and tuple(d - e for d, e in zip(double, p, strict=True)) in left - {p} for p in left
            )
        }
        if not lone:
            return left
        left -= lone


def gram_matrices(polynomial, variables, monomials):
    """All symmetric G with m^T G m equal to the polynomial, with the free entries as symbols."""
    n = len(monomials)
    entries = {(i, j): sp.Symbol(f"g{i}{j}") for i in range(n) for j in range(i, n)}
    matrix = sp.Matrix(n, n, lambda i, j: entries[min(i, j), max(i, j)])
    vector = sp.Matrix(monomials)
    difference = sp.expand((vector.T * matrix * vector)[0] - polynomial)
    solution = sp.solve(sp.Poly(difference, *variables).coeffs(), list(entries.values()), dict=True)
    return matrix.subs(solution[0])


def blocks_of_two_layers(target=TARGET):
    monomials = [1, a * b, a, b]
    matrix = gram_matrices(loss((a, b), target) - gamma, (a, b), monomials)
    (free,) = matrix.free_symbols - {gamma, y}
    (value,) = sp.solve(matrix[2, 3] + s, free)
    matrix = matrix.subs(free, value).applyfunc(sp.expand)
    assert matrix[:2, 2:].is_zero_matrix
    return matrix[:2, :2], matrix[2:, 2:]


def exponents(monomials, variables):
    return {sp.Poly(m, *variables).monoms()[0] for m in monomials}


def tex(expression):
    text = sp.latex(expression)
    return f"-{text[2:]}" if text.startswith("- ") else text


def rows(matrix):
    def entry(e):
        constant = e.subs({s: 0, gamma: 0})
        rest = sp.expand(e - constant)
        if rest == -gamma:
            return f"{frac(constant)} - \\gamma"
        if rest == s:
            return f"s - {frac(-constant)}"
        return tex(rest) if constant == 0 else frac(constant)

    return r" \\ ".join(" & ".join(entry(e) for e in matrix.row(i)) for i in range(matrix.rows))


def test_the_losses_of_the_page_are_those_of_this_test():
    PAGE.says(f"$x = 1$ and $y = {frac(TARGET)}$")
    target, decay = (frac(number).replace("frac", "tfrac") for number in (TARGET, HALF))
    for index, names in ((2, "ab"), (3, "abc")):
        squares = " + ".join(f"{name}^2" for name in names)
        PAGE.says(rf"\mathcal{{L}}_{index} &= ({names} - {target})^2 + {decay} ({squares})")
        weights = sp.symbols(names.replace("", " "), real=True)
        assert loss(weights).coeff(weights[0], 2).subs(dict.fromkeys(weights, 0)) == HALF
        assert loss(weights).subs(dict.fromkeys(weights, 0)) == TARGET**2


def test_relu_is_described_by_two_inequalities_and_an_equation():
    x, z = sp.symbols("x z", real=True)
    for value in (-3, -HALF, 0, HALF, 3):
        roots = [r for r in sp.solve((z * (z - x)).subs(x, value), z) if r >= 0 and r >= value]
        assert roots == [max(value, 0)]
    PAGE.says_elsewhere(r"y \ge 0, \quad y \ge x, \quad y \, (y - x) = 0")


def test_only_few_monomials_can_occur_in_the_squares():
    two, three = (1, a * b, a, b), (1, a * b * c, a, b, c)
    assert square_monomials(loss((a, b)) - gamma, (a, b)) == exponents(two, (a, b))
    assert square_monomials(loss((a, b, c)) - gamma, (a, b, c)) == exponents(three, (a, b, c))
    for monomials in (two, three):
        PAGE.says(f"${', '.join(str(m).replace('*', '') for m in monomials)}$ can occur")


def test_the_blocks_for_two_layers_and_when_they_are_positive_semidefinite():
    first, second = blocks_of_two_layers()
    for block in (first, second):
        PAGE.says(rf"\begin{{pmatrix}} {rows(block)} \end{{pmatrix}}")
    bound = sp.solve(first.det(), gamma)[0]
    square, linear, constant = sp.Poly(bound, s).all_coeffs()
    assert (square, constant) == (-1, 0)
    PAGE.says("for $(1, ab)$ and for $(a, b)$")
    PAGE.says(rf"$\lvert s \rvert \le {frac(HALF)}$ and $\gamma \le {linear}s - s^2$")
    assert first[1, 1] > 0
    assert sp.expand(second.det() - (HALF - s) * (HALF + s)) == 0
    assert sp.diff(bound, s).subs(s, HALF) > 0 > sp.diff(bound, s, 2)
    PAGE.says(rf"The largest $\gamma$ is ${frac(bound.subs(s, HALF))}$, at $s = {frac(HALF)}$")


def test_the_certificate_for_two_layers():
    minimum = sp.Rational(5, 4)
    right = (a * b - 1) ** 2 + HALF * (a - b) ** 2
    assert sp.expand(loss((a, b)) - minimum - right) == 0
    PAGE.says(r"\mathcal{L}_2 - \tfrac{5}{4} = (ab - 1)^2 + \tfrac{1}{2} (a - b)^2")
    top = sp.diag(*(block.subs({s: HALF, gamma: minimum}) for block in blocks_of_two_layers()))
    vector = sp.Matrix([1, a * b, a, b])
    assert sp.expand((vector.T * top * vector)[0] - right) == 0
    assert set(sp.solve([a * b - 1, a - b], [a, b])) == {(1, 1), (-1, -1)}
    PAGE.says(rf"So ${frac(minimum)}$ is the global minimum, attained at $a = b = \pm 1$")


def test_the_minimum_for_two_layers_is_hubers_loss_of_the_target():
    first, second = blocks_of_two_layers(y)
    bound = sp.solve(first.det(), gamma)[0]
    assert sp.expand(second.det() - (HALF - s) * (HALF + s)) == 0
    inside, outside = bound.subs(s, y), sp.expand(bound.subs(s, HALF))
    assert inside == y**2 == loss((0, 0), y)
    assert sp.expand(outside - (y - sp.Rational(1, 4))) == 0
    weight = sp.sqrt(y - HALF)
    assert sp.simplify(loss((weight, weight), y) - outside) == 0
    assert sp.expand(loss((a, b), y) - loss((-a, b), -y)) == 0
    huber = HALF * y**2, HALF * (y - HALF / 2)  # with the threshold 1/2: inside, and outside for y > 0
    assert (inside, outside) == tuple(sp.expand(2 * piece) for piece in huber)
    PAGE.says(rf"twice Huber's loss with threshold ${frac(HALF)}$")
    PAGE.says(r"$y^2$ if $\lvert y \rvert \le \frac{1}{2}$, and $\lvert y \rvert - \frac{1}{4}$ otherwise")


def test_for_three_layers_the_gram_matrix_is_unique_and_certifies_nothing():
    matrix = gram_matrices(loss((a, b, c)) - gamma, (a, b, c), [1, a * b * c, a, b, c])
    assert matrix.free_symbols == {gamma}
    block = matrix[:2, :2]
    assert matrix[2:, 2:] == HALF * sp.eye(3)
    assert matrix[:2, 2:].is_zero_matrix
    PAGE.says(rf"\begin{{pmatrix}} {rows(block)} \end{{pmatrix}}")
    PAGE.says(f"of determinant ${tex(block.det())}$")
    best = sp.solve(block.det(), gamma)[0]
    PAGE.says(f"the best certified bound is ${best}$")


def test_the_identity_for_three_layers_proves_the_minimum_where_ab_is_not_negative():
    minimum = sp.Rational(7, 4)
    terms = [
        HALF * (a - b) ** 2,
        HALF * (1 - a * b * c) ** 2,
        HALF * c**2 * (1 - a * b) ** 2,
        a * b * (1 - c) ** 2,
    ]
    assert sp.expand(loss((a, b, c)) - minimum - sum(terms)) == 0
    PAGE.says(
        r"\mathcal{L}_3 - \tfrac{7}{4} &= \tfrac{1}{2} (a - b)^2 + \tfrac{1}{2} (1 - abc)^2 \\"
        r" &\quad + \tfrac{1}{2} c^2 (1 - ab)^2 + ab \, (1 - c)^2 ."
    )
    PAGE.says(f"the minimum is ${frac(minimum)}$")
    assert sp.expand(loss((a, b, c)) - loss((-a, b, -c))) == 0
    zeros = {
        p
        for p in product((-1, 1), repeat=3)
        if loss((a, b, c)).subs(dict(zip((a, b, c), p, strict=True))) == minimum
    }
    assert zeros == {p for p in product((-1, 1), repeat=3) if sp.prod(p) == 1}
    # With ab ≥ 0 all terms vanish only there.
    found = sp.solve([a - b, 1 - a * b * c, c * (1 - a * b), a * b * (1 - c) ** 2], [a, b, c], dict=True)
    assert {tuple(p[v] for v in (a, b, c)) for p in found} == {(1, 1, 1), (-1, -1, 1)}
    PAGE.says(r"we may assume $ab \ge 0$", r"attained where all weights are $\pm 1$ and have product $1$")


def test_what_weight_decay_charges_for_a_product():
    p = sp.symbols("p", positive=True)
    for depth, charge in ((2, p), (3, TARGET * p ** sp.Rational(2, 3))):
        assert sp.simplify(HALF * depth * (p ** sp.Rational(1, depth)) ** 2 - charge) == 0
        assert (sp.diff(charge, p, 2) >= 0) == (depth == 2)
    assert sp.expand(HALF * (a**2 + b**2) - a * b - HALF * (a - b) ** 2) == 0
    # The inequality of the means for three squares, with their cube roots a, b, c.
    means = (a + b + c) * ((a - b) ** 2 + (b - c) ** 2 + (c - a) ** 2) / 2
    assert sp.expand(a**3 + b**3 + c**3 - 3 * a * b * c - means) == 0
    PAGE.says(
        r"at least $\lvert z \rvert$ for two layers", rf"${frac(TARGET)} \lvert z \rvert^{{2/3}}$ for three"
    )


def test_the_convex_charges_give_the_certified_bounds():
    z = sp.symbols("z", positive=True)
    unique = gram_matrices(loss((a, b, c)) - gamma, (a, b, c), [1, a * b * c, a, b, c])[:2, :2]
    certificates = blocks_of_two_layers()[0].subs(s, HALF), unique
    bounds = []
    for charge, block in zip((z, TARGET * z ** sp.Rational(2, 3)), certificates, strict=True):
        # Even, zero at 0 and concave for z > 0: the largest convex function below it is slope · |z|.
        assert sp.diff(charge, z, 2) <= 0
        slope = sp.limit(charge / z, z, sp.oo)
        relaxed = (z - TARGET) ** 2 + slope * z
        (lowest,) = sp.solve(sp.diff(relaxed, z), z)
        bounds.append(relaxed.subs(z, lowest))
        assert bounds[-1] == sp.solve(block.det(), gamma)[0]
    PAGE.says(f"The largest convex function below the second is ${slope}$")
    PAGE.says(rf"the minima over $z$ are ${frac(bounds[0])}$ and ${frac(bounds[1])}$, the certified bounds")


def test_neither_loss_is_convex():
    for weights, at in (((a, b), (0, 0)), ((a, b, c), (0, 0, 1))):
        hessian = sp.hessian(loss(weights), weights).subs(dict(zip(weights, at, strict=True)))
        assert min(hessian.eigenvals()) < 0
    PAGE.says("Neither is convex.")


def test_both_minima_lie_where_all_weights_are_equal():
    for weights in ((a, b), (a, b, c)):
        t = sp.symbols("t", positive=True)
        path = loss((t,) * len(weights))
        critical = [r for r in sp.Poly(sp.diff(path, t), t).real_roots() if r >= 0]
        lowest = min(critical, key=lambda r: path.subs(t, r))
        assert path.subs(t, lowest) == {2: sp.Rational(5, 4), 3: sp.Rational(7, 4)}[len(weights)]
        PAGE.says_elsewhere(f"each attains its minimum at $t = {lowest}$")
