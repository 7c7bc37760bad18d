import re

import sympy as sp
from sympy.parsing import sympy_parser

from tests.topics import page

PAGE = page.read("verification")
x, y, a, b, d = sp.symbols("x y a b D", real=True)
RULES = (
    *sympy_parser.standard_transformations,
    sympy_parser.implicit_multiplication_application,
    sympy_parser.convert_xor,
)


def read(formula):
    return sympy_parser.parse_expr(formula, {"x": x, "y": y}, RULES)


# Input and score are what the page says; everything else is computed from them.
U = {a: 2, b: 1}
SCORE = read(re.search(r"f\(x, y\) = (.*) \.\n", PAGE.example)[1])


def aligned(f):
    """The determinant of x − u and the gradient of f, with u = (a, b)."""
    return sp.expand((x - a) * sp.diff(f, y) - (y - b) * sp.diff(f, x))


def squared_distance(at=U):
    return (x - at[a]) ** 2 + (y - at[b]) ** 2


def critical_points():
    """Exact, from the roots of the eliminant, nearest first."""
    f, g = SCORE, aligned(SCORE).subs(U)
    found = []
    for root in sp.roots(sp.Poly(sp.resultant(f, g, x), y)):
        common = sp.gcd(
            sp.Poly(f.subs(y, root), x, extension=True), sp.Poly(g.subs(y, root), x, extension=True)
        )
        found += [(value, root) for value in sp.roots(common)]
    return sorted(found, key=lambda p: distance_at(p).evalf())


def distance_at(point):
    return sp.radsimp(sp.expand(squared_distance().subs({x: point[0], y: point[1]})))


def tex(polynomial):
    return sp.latex(polynomial).replace("^{2}", "^2")


def decimals(value, digits=2):
    return f"{float(value):.{digits}f}"


def number_of_solutions(f, at, variables=(x, y), minors=None):
    """The dimension of the coordinate ring of the critical points, after a check that none is double."""
    minors = minors or [aligned(f).subs(at)]
    basis = sp.groebner([f, *minors], *variables, order="grevlex")
    assert basis.is_zero_dimensional
    leading = [sp.Poly(p, *variables).monoms(order="grevlex")[0] for p in basis.exprs]
    bounds = [min(m[i] for m in leading if sum(m) == m[i]) for i in range(len(variables))]
    standard = [
        m
        for m in sp.itermonomials(list(variables), [n - 1 for n in bounds])
        if not any(
            all(p >= q for p, q in zip(sp.Poly(m, *variables).monoms()[0], n, strict=True)) for n in leading
        )
    ]
    return len(standard)


def test_the_score_of_the_input_and_the_equation_of_its_critical_points():
    PAGE.says(f"The input $u = ({U[a]}, {U[b]})$")
    PAGE.says(f"f(u) = {SCORE.subs({x: U[a], y: U[b]})}$", "satisfy $f = 0$ and")
    equation = read(re.search(r"\n(x\^2 .*) = 0 \.\n", PAGE.example)[1])
    assert sp.expand(aligned(SCORE).subs(U) - 2 * equation) == 0


def test_eliminating_x_leaves_the_quartic_of_the_page():
    eliminant = sp.resultant(SCORE, aligned(SCORE).subs(U), x)
    basis = sp.groebner([SCORE, aligned(SCORE).subs(U)], x, y, order="lex")
    _, factors = sp.factor_list(eliminant)
    assert sp.factor_list(basis.exprs[-1])[1] == factors
    quadratic = max((f for f, _ in factors), key=lambda f: sp.degree(f, y))
    linear = sorted((f for f, _ in factors if f != quadratic), key=lambda f: -f.subs(y, 0))
    assert all(m == 1 for _, m in factors)
    PAGE.says("".join(f"({tex(f)})" for f in [*linear, quadratic]) + " = 0")


def test_the_squared_distances_are_the_roots_of_the_second_quartic():
    system = [SCORE, aligned(SCORE).subs(U), d - squared_distance()]
    last = sp.groebner(system, x, y, d, order="lex").exprs[-1]
    _, factors = sp.factor_list(last)
    quadratic = max((f for f, _ in factors), key=lambda f: sp.degree(f, d))
    linear = sorted((f for f, _ in factors if f != quadratic), key=lambda f: -f.subs(d, 0))
    first = "".join(f"({tex(f)})" for f in linear)
    PAGE.says(rf"&{first} \\ &\quad \cdot ({tex(quadratic)}) = 0 .")
    assert {sp.expand(last.subs(d, distance_at(p))) for p in critical_points()} == {0}


def test_the_rows_of_the_table_are_the_four_real_critical_points():
    points = critical_points()
    assert all(value.is_real for point in points for value in point)
    PAGE.says(f"All {('no', 'one', 'two', 'three', 'four')[len(points)]} solutions are real")
    # No conic is part of the other, so there are at most four points.
    assert sp.gcd(SCORE, aligned(SCORE).subs(U)) == 1
    assert sp.total_degree(SCORE) == sp.total_degree(aligned(SCORE).subs(U)) == 2
    PAGE.says("Two conics without a common component meet in at most four points")
    rows = [line for line in PAGE.example.splitlines() if line.startswith(("| $a", "| $b", "| $c", "| $d"))]
    angle = sp.symbols("t", real=True)
    height = 2 * sp.sin(angle)
    walk = squared_distance().subs({x: sp.sqrt(12) * sp.cos(angle) + height, y: height}, simultaneous=True)
    for name, point, row in zip("abcd", points, rows, strict=True):
        assert SCORE.subs({x: point[0], y: point[1]}).equals(0)
        exact = all(value.is_integer for value in point)
        sign = "=" if exact else r"\approx"
        values = ", ".join(str(value) if exact else decimals(value) for value in point)
        distance = distance_at(point)
        written = f"${distance}$" if exact else f"$\\approx {decimals(distance)}$"
        at = sp.atan2(point[1] / 2, (point[0] - point[1]) / sp.sqrt(12))
        bend = sp.diff(walk, angle, 2).subs(angle, at)
        assert abs(sp.diff(walk, angle).subs(angle, at).evalf(30)) < 1e-25
        kind = "minimum" if bend.evalf() > 0 else "maximum"
        assert row == f"| ${name} {sign} ({values})$ | {written} | local {kind} |"


def test_the_radius_is_one():
    nearest = distance_at(critical_points()[0])
    PAGE.says(f"the robustness radius of $u$ is exactly ${sp.sqrt(nearest)}$")


def test_quicker_methods_are_misled():
    gradient = sp.Matrix([SCORE]).jacobian([x, y]).subs({x: 2, y: 1})
    margin = SCORE.subs({x: 2, y: 1}) / gradient.norm()
    PAGE.says(f"is about ${decimals(margin)}$")
    assert all(value < 0 for value in sp.hessian(SCORE, (x, y)).eigenvals())
    PAGE.says("Since $f$ is concave, it vanishes at this distance against the gradient or before")
    stuck = sp.sqrt(distance_at(critical_points()[1]))
    PAGE.says(f"stop at $b$ and report ${decimals(stuck)}$")
    s = sp.symbols("s", positive=True)
    path = SCORE.subs({x: 2 - s * gradient[0], y: 1 - s * gradient[1]}, simultaneous=True)
    (step,) = sp.solve(path, s)
    PAGE.says(f"meets the boundary at distance ${decimals(step * gradient.norm())}$")
    assert step * gradient.norm() > 1


def test_the_numbers_of_solutions_depend_on_the_weights():
    general = {a: sp.Rational(7, 3), b: sp.Rational(-5, 11)}
    scores = re.findall(r"\| \$(12 - [^$]*)\$ \|", PAGE.example)
    assert read(scores[0]) == SCORE
    for text, name in zip(scores, ("ellipse", "parabola", "circle"), strict=True):
        f = read(text)
        form = sp.hessian(f, (x, y))
        kind = (
            "circle"
            if form[0, 0] == form[1, 1] and form[0, 1] == 0
            else "ellipse"
            if form.det() > 0
            else "parabola"
        )
        assert kind == name
        count = number_of_solutions(f, general)
        eliminant = sp.Poly(sp.resultant(f, aligned(f), x), y)
        assert eliminant.degree() == count
        assert sp.discriminant(eliminant, y) != 0
        PAGE.says(f"| ${text}$ | {name} | ${count}$ |")


def test_each_squared_layer_doubles_the_degree():
    degrees, values = [], sp.Matrix([x, y])
    for weights in ([[1, 2], [3, -1]], [[2, 1], [-1, 4]], [[1, -3], [5, 2]]):
        score = sp.expand(sum(values))  # the last layer is linear
        degrees.append(sp.Poly(score, x, y).total_degree())
        values = (sp.Matrix(weights) * values + sp.ones(2, 1)).applyfunc(lambda value: sp.expand(value**2))
    assert degrees == [2 ** (layers - 1) for layers in (1, 2, 3)]
    PAGE.says_elsewhere("after all but the last of $L$ layers, $f$ has degree at most $2^{L-1}$")


def general_degree(degree, n):
    return degree * sum((degree - 1) ** i for i in range(n))


def test_the_formula_for_general_polynomials():
    conic = 3 * x**2 + 5 * x * y - 7 * y**2 + 2 * x - 11 * y + 13
    cubic = x**3 - 2 * x**2 * y + 5 * x * y**2 + 3 * y**3 + conic
    general = {a: sp.Rational(2, 3), b: sp.Rational(-3, 5)}
    assert number_of_solutions(conic, general) == general_degree(2, 2)
    assert number_of_solutions(cubic, general) == general_degree(3, 2)
    z = sp.symbols("z")
    quadric = conic + 4 * z**2 - x * z + 6 * y * z - z
    rows = sp.Matrix([[x - 2, y + 3, z - 5], [sp.diff(quadric, v) for v in (x, y, z)]])
    minors = [rows[:, [i, j]].det() for i, j in ((0, 1), (0, 2), (1, 2))]
    assert number_of_solutions(quadric, {}, (x, y, z), minors) == general_degree(2, 3)
    PAGE.says_elsewhere(f"For $d = 2$ in the plane this is ${general_degree(2, 2)}$")
    count = f"{general_degree(4, 10):,}".replace(",", "{,}")
    PAGE.says_elsewhere(f"for $d = 4$ and $n = 10$ already ${count}$")


def test_the_evolute_separates_inputs_with_four_and_with_two_real_critical_points():
    eliminant = sp.Poly(sp.resultant(SCORE, aligned(SCORE), x), y)
    _, factors = sp.factor_list(sp.discriminant(eliminant, y))
    evolute = max((f for f, _ in factors), key=lambda f: sp.Poly(f, a, b).total_degree())
    # It vanishes at the centre of curvature of each point M (c, s) of the ellipse, with c² + s² = 1.
    c, s = sp.symbols("c s")
    to_ellipse = sp.Matrix([[2 * sp.sqrt(3), 2], [0, 2]])
    point, first = to_ellipse * sp.Matrix([c, s]), to_ellipse * sp.Matrix([-s, c])
    assert sp.expand(SCORE.subs({x: point[0], y: point[1]}, simultaneous=True)).equals(
        12 * (1 - c**2 - s**2)
    )
    bend = to_ellipse.det()  # of the first and the second derivative, M (−s, c) and −M (c, s)
    centre = point + sp.Matrix([-first[1], first[0]]) * first.dot(first) / bend
    there = sp.expand(evolute.subs({a: centre[0], b: centre[1]}, simultaneous=True))
    assert sp.rem(there, c**2 + s**2 - 1, s) == 0
    counts = {}
    for first in range(-5, 6):
        for second in range(-5, 6):
            here = {a: first + sp.Rational(1, 7), b: second + sp.Rational(1, 11)}
            real = sp.Poly(eliminant.as_expr().subs(here), y).count_roots()
            counts.setdefault(sp.sign(evolute.subs(here)), set()).add(real)
    assert counts == {-1: {4}, 1: {2}}
    assert evolute.subs(U) < 0
    PAGE.says_elsewhere("separates the inputs with four real critical points from those with two")
