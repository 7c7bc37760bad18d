from itertools import combinations, combinations_with_replacement, product

import sympy as sp
from sympy import Rational, cos, pi, sin, sqrt

from tests.topics import page

PAGE = page.read("grokking")
PRIME = 5
a, b, c, w, alpha, beta = sp.symbols("a b c omega alpha beta", real=True)


def features(residue):
    return cos(w * residue), sin(w * residue)


def lines(x, y):
    return x[0] + y[0], x[1] - y[1], x[0] + y[1], x[1] + y[0]


def neurons(x, y):
    return tuple(line**2 for line in lines(x, y))


def turn(point, angle):
    return sp.Matrix([[cos(angle), -sin(angle)], [sin(angle), cos(angle)]]) * sp.Matrix(point)


def score(h, angle):
    return ((h[0] + h[1]) / 2 - 1) * cos(angle) + ((h[2] + h[3]) / 2 - 1) * sin(angle)


def vanishes(expression):
    return sp.expand(sp.expand(expression, trig=True).rewrite(sp.exp)).simplify() == 0


def table_row(frequency, distances=(0, 1, 2)):
    return [cos(2 * pi * frequency * d / PRIME) for d in distances]


def margin(row):
    return sp.radsimp(row[0] - max(row[1:]))


def tex(value):
    """A number of Q(√5) over a common denominator, the way the page writes it."""
    parts = sp.expand(value).as_coefficients_dict()
    one, root = (sp.Rational(parts.get(unit, 0)) for unit in (sp.S.One, sqrt(5)))
    bottom = sp.ilcm(one.q, root.q)
    one, root = one * bottom, root * bottom
    if bottom == 1 and root == 0:
        return str(one)
    sign = ""
    if root == 0:
        return rf"{'-' if one < 0 else ''}\tfrac{{{abs(one)}}}{{{bottom}}}"
    if root < 0 and one < 0:
        sign, root, one = "-", -root, -one
    assert abs(root) == 1
    if abs(one) > 1:  # 5 ± √5
        text = rf"{one} {'+' if root > 0 else '-'} \sqrt{{5}}"
    else:  # √5 ± 1
        text = rf"\sqrt{{5}} {'+' if one > 0 else '-'} {abs(one)}"
    return rf"{sign}\tfrac{{{text}}}{{{bottom}}}"


def rank_modulo(rows, q):
    """The rank of a matrix over the field with q elements."""
    rows, rank = [list(row) for row in rows], 0
    for column in range(len(rows[0])):
        pivot = next((i for i in range(rank, len(rows)) if rows[i][column] % q), None)
        if pivot is None:
            continue
        rows[rank], rows[pivot] = rows[pivot], rows[rank]
        inverse = pow(rows[rank][column], -1, q)
        rows[rank] = [inverse * entry % q for entry in rows[rank]]
        for i in range(len(rows)):
            if i != rank and rows[i][column] % q:
                factor = rows[i][column]
                rows[i] = [(x - factor * y) % q for x, y in zip(rows[i], rows[rank], strict=True)]
        rank += 1
    return rank


def test_the_table_is_a_sum_of_cosines():
    for d in range(PRIME):
        total = Rational(1, PRIME) + Rational(2, PRIME) * sum(
            cos(2 * pi * k * d / PRIME) for k in range(1, (PRIME + 1) // 2)
        )
        assert sp.simplify(total - (d == 0)) == 0
    PAGE.says_elsewhere(
        r"\frac{1}{p} + \frac{2}{p} \sum_{k=1}^{(p-1)/2} \cos \frac{2 \pi k (a + b - c)}{p}"
    )


def test_each_cosine_is_the_product_of_complex_numbers_of_rank_two_and_three():
    def at(*quarters):  # the features at multiples of a quarter turn pick the coefficients
        return cos(pi / 2 * (quarters[0] + quarters[1] - quarters[2]))

    t = {index: at(*index) for index in product(range(2), repeat=3)}
    x, y, z = (features(r) for r in (a, b, c))
    spread = sum(t[i, j, k] * x[i] * y[j] * z[k] for i, j, k in t)
    assert vanishes(spread - cos(w * (a + b - c)))
    s, u = sp.symbols("s u", real=True)
    slices = [sp.Matrix(2, 2, lambda i, j, k=k: t[i, j, k]) for k in range(2)]
    pencil = sp.Poly((s * slices[0] + u * slices[1]).det(), s, u)
    hyperdeterminant = sp.discriminant(pencil.as_expr().subs(u, 1), s)
    assert hyperdeterminant == -4
    # over C the slices are diagonal together; over R three products do: Gauss' trick
    eigenvalues = (slices[0].inv() * slices[1]).eigenvals()
    assert eigenvalues == {sp.I: 1, -sp.I: 1}
    x1, x2, y1, y2 = sp.symbols("x1 x2 y1 y2")
    m1, m2, m3 = x1 * y1, x2 * y2, (x1 + x2) * (y1 + y2)
    assert sp.expand(m3 - m1 - m2 - (x1 * y2 + x2 * y1)) == 0
    PAGE.says_elsewhere(
        rf"$2$ over $\C$ but ${len((m1, m2, m3))}$ over $\R$,",
        "[hyperdeterminant](#def-hyperdeterminant) is negative",
        "So it takes three neurons per cosine",
    )


def test_four_squares_add_on_a_circle():
    h = neurons(features(a), features(b))
    assert len(h) == 4
    assert vanishes(h[0] + h[1] - 2 - 2 * cos(w * (a + b)))
    assert vanishes(h[2] + h[3] - 2 - 2 * sin(w * (a + b)))
    assert vanishes(score(h, w * c) - cos(w * (a + b - c)))
    PAGE.says(r"$h_1 + h_2 = 2 + 2 \cos \omega (a + b)$", r"$h_3 + h_4 = 2 + 2 \sin \omega (a + b)$")
    PAGE.says(
        r"s_c &= \tfrac{1}{2} (h_1 + h_2 - 2) \cos \omega c \\"
        r" &\quad {} + \tfrac{1}{2} (h_3 + h_4 - 2) \sin \omega c \\ &= \cos \omega (a + b - c) ."
    )
    PAGE.says(r"the activation $\sigma(z) = z^2$")
    PAGE.says(
        r"h_1 &= (x_1 + y_1)^2, & h_2 &= (x_2 - y_2)^2", r"h_3 &= (x_1 + y_2)^2, & h_4 &= (x_2 + y_1)^2"
    )


def test_a_torus_of_networks_has_the_same_scores():
    u, v, out = sp.symbols("u v out", real=True)
    h = neurons((cos(u), sin(u)), (cos(v), sin(v)))
    rule = cos(u + v - out)  # for all angles, so also for angles that have been turned
    assert vanishes(score(h, out) - rule)
    turned = rule.subs({u: w * a + alpha, v: w * b + beta, out: w * c + alpha + beta}, simultaneous=True)
    assert turned == cos(sp.expand(w * (a + b - c)))
    x, y = sp.symbols("x1 x2"), sp.symbols("y1 y2")
    moved = lines(turn(x, alpha), turn(y, beta))
    weights = sp.Matrix(moved).jacobian([*x, *y]).reshape(16, 1)
    dimension = weights.jacobian([alpha, beta]).subs({alpha: 0, beta: 0}).rank()
    PAGE.says_elsewhere(f"a torus of dimension {({1: 'one', 2: 'two'})[dimension]}")
    # turns that leave the output alone, but change a network whose scores are all the first neuron
    assert sp.expand((moved[0] ** 2 - lines(x, y)[0] ** 2).subs({alpha: pi / 2, beta: -pi / 2})) != 0


def test_on_pairs_of_residues_the_circles_give_all_relations_of_degree_two():
    for p, q in ((5, 41), (7, 29)):  # the field with q elements has roots of unity of order p and 4
        generator = sp.primitive_root(q)
        zeta, i = pow(generator, (q - 1) // p, q), pow(generator, (q - 1) // 4, q)
        half, half_i = pow(2, -1, q), pow(2 * i, -1, q)

        def circle(residue, zeta=zeta, q=q, half=half, half_i=half_i):
            up, down = pow(zeta, residue, q), pow(zeta, -residue, q)
            return (up + down) * half % q, (up - down) * half_i % q

        points = [circle(r) + circle(s) for r, s in product(range(p), repeat=2)]
        monomials = [m for degree in range(3) for m in combinations_with_replacement(range(4), degree)]
        rows = [[sp.prod([point[j] for j in m]) % q for m in monomials] for point in points]
        # the rank over q is at most that over the reals, which the two circles make at most 13
        assert (len(monomials), rank_modulo(rows, q)) == (15, 13)
    # for every p: on the circles the monomials span the characters with these exponents
    exponents = [(i, j) for i, j in product(range(-2, 3), repeat=2) if abs(i) + abs(j) <= 2]
    for p in sp.primerange(3, 60):
        assert (len({(i % p, j % p) for i, j in exponents}) == 13) == (p >= 5)
    assert sp.simplify(cos(w) ** 2 + sin(w) ** 2) == 1
    PAGE.says(
        r"come from $\lVert x \rVert^2 = \lVert y \rVert^2 = 1$", r"Let $p \ge 5$", r"For $p \ge 5$ all"
    )


def test_three_squares_do_not_suffice():
    x1, x2, y1, y2, u, v, big_a, big_b = sp.symbols("x1 x2 y1 y2 u v A B", real=True)
    form = u * (x1 * y1 - x2 * y2) + v * (x1 * y2 + x2 * y1)
    form += big_a * (x1**2 + x2**2) + big_b * (y1**2 + y2**2)
    gram = sp.hessian(form, (x1, x2, y1, y2)) / 2
    assert sp.expand(gram.det() - (big_a * big_b - (u**2 + v**2) / 4) ** 2) == 0
    PAGE.says(
        r"u \, (x_1 y_1 - x_2 y_2) + v \, (x_1 y_2 + x_2 y_1) \\"
        r" & \quad {} + A \lVert x \rVert^2 + B \lVert y \rVert^2 ,",
        r"$(AB - \tfrac{1}{4} (u^2 + v^2))^2$",
        "But $u^2 + v^2$ is no product of real linear forms",
    )
    # a product of two real linear forms has the discriminant of a square; u² + v² has a negative one
    k, m, p, q = sp.symbols("k m p q", real=True)
    two_lines = sp.expand((k * u + m) * (p * u + q))
    assert sp.expand(sp.discriminant(two_lines, u) - (k * q - m * p) ** 2) == 0
    assert sp.discriminant(u**2 + 1, u) < 0


def test_the_scores_modulo_five_are_in_the_table():
    rows = {f"frequency {k}": table_row(k) for k in (1, 2)}
    rows["sum"] = [sp.simplify(x + y) for x, y in zip(*rows.values(), strict=True)]
    for name, row in rows.items():
        PAGE.says(f"| {name} | " + " | ".join(f"${tex(value)}$" for value in row) + " |")
    PAGE.says(
        f"Now let $p = {PRIME}$. The scores depend only on $c - a - b$ modulo ${PRIME}$",
        r"| $c - a - b$ | $0$ | $\pm 1$ | $\pm 2$ |",
    )
    for k, d in product((1, 2), (1, 2)):
        assert sp.simplify(cos(2 * pi * k * d / PRIME) - cos(-2 * pi * k * d / PRIME)) == 0


def test_both_frequencies_have_the_larger_margin():
    one, two = table_row(1), table_row(2)
    single, whole = margin(one), margin([sp.simplify(x + y) for x, y in zip(one, two, strict=True)])
    assert margin(two) == single
    ratio = sp.radsimp(whole / single)
    PAGE.says(f"margin ${tex(single)} \\approx {float(single):.2f}$ with four neurons")
    PAGE.says(
        f"margin ${tex(whole)}$ with eight: twice the neurons, ${tex(ratio)} \\approx {float(ratio):.2f}$"
    )


def test_each_further_frequency_adds_to_the_margin():
    for p in (5, 7):
        frequencies = range(1, (p + 1) // 2)
        drops = {k: [1 - cos(2 * pi * k * d / p) for d in range(1, p)] for k in frequencies}
        for size in range(1, len(frequencies)):
            for chosen in combinations(frequencies, size):
                before = [sum(drops[k][d] for k in chosen) for d in range(p - 1)]
                for more in set(frequencies) - set(chosen):
                    after = [float(x + y) for x, y in zip(before, drops[more], strict=True)]
                    assert min(after) > min(map(float, before)) + 1e-6
    PAGE.says_elsewhere("in a sum of them each further frequency adds to the margin")


def test_the_equal_average_has_the_largest_margin():
    weight = sp.symbols("weight", real=True)
    mixed = [weight * x + (1 - weight) * y for x, y in zip(table_row(1), table_row(2), strict=True)]
    drops = [sp.expand(mixed[0] - value) for value in mixed[1:]]  # the margin is the smaller of two lines
    slopes = [sp.simplify(drop.coeff(weight)) for drop in drops]
    assert slopes[0] * slopes[1] < 0
    (best,) = sp.solve(drops[0] - drops[1], weight)
    assert best == Rational(1, 2)
    largest = drops[0].subs(weight, best)
    PAGE.says_elsewhere(
        f"high at 1 and at -1, with a margin of {float(margin(table_row(1))):.2f};",
        f"equally low at all wrong answers, with a margin of {float(largest):.2f}.",
        f"the residues modulo {PRIME} at their angles for frequency 1;",
        "circle for frequency 1, dashed lines those for frequency 2.",
        r"at $c - a - b = -2, \dots, 2$ for frequency 1 (rings) and for the average of both (dots)",
    )
    PAGE.says(r"$\alpha s^{(1)} + (1 - \alpha) s^{(2)}$")
    PAGE.says(f"the equal one has the largest margin, ${tex(sp.simplify(largest))}$")
