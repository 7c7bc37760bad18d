"""The worked example of model-invariants: the determinant, the fiber, the inequality, and the target."""

import numpy as np
import sympy as sp

from tests.topics import page

PAGE = page.read("model-invariants")

n1, n2, n3, s, t, x1, x2 = sp.symbols("n1 n2 n3 s t x1 x2", real=True)
HIDDEN = sp.Matrix(2, 2, sp.symbols("w1:5"))
OUTER = sp.Matrix(3, 2, sp.symbols("v1:7"))
EXAMPLE = sp.Matrix([[2, 2, 5], [3, 0, 6], [2, 14, 11]])
TARGET = sp.Matrix([[1, 0, -1], [0, 2, 0], [0, 0, 0]])
DELTA = n2**2 - n1 * n3
MONOMIALS = (x1**2, x1 * x2, x2**2)


def quadric(polynomial):
    """The row of coefficients of a quadratic form in x1 and x2."""
    return sp.Matrix([[sp.Poly(polynomial, x1, x2).coeff_monomial(m) for m in MONOMIALS]])


def square(first, second):
    return quadric((first * x1 + second * x2) ** 2)


def coefficients(hidden, outer):
    """The matrix A of a network, from its outputs as polynomials in x1 and x2."""
    outputs = outer * (hidden * sp.Matrix([x1, x2])).applyfunc(lambda z: z**2)
    return sp.Matrix.vstack(*(quadric(f) for f in outputs))


def kernel(matrix):
    (vector,) = matrix.nullspace()
    return vector


def delta(vector):
    return vector[1] ** 2 - vector[0] * vector[2]


def latex_column(vector):
    return r"\begin{pmatrix} " + r" \\ ".join(str(entry) for entry in vector) + r" \end{pmatrix}"


def latex_matrix(matrix):
    rows = [" & ".join(str(entry) for entry in matrix.row(i)) for i in range(matrix.rows)]
    return r"\begin{pmatrix} " + r" \\ ".join(rows) + r" \end{pmatrix}"


def test_a_hidden_neuron_contributes_multiples_of_the_row_of_its_square():
    assert square(s, t) == sp.Matrix([[s**2, 2 * s * t, t**2]])
    PAGE.says("$(s^2, 2st, t^2)$")


def test_the_determinant_vanishes_on_every_network():
    assert sp.expand(coefficients(HIDDEN, OUTER).det()) == 0
    PAGE.says(r"\det A = 0 .")


def test_the_neurovariety_is_the_cubic_hypersurface_and_has_the_expected_dimension():
    weights = [*HIDDEN, *OUTER]
    entries = coefficients(HIDDEN, OUTER)
    point = dict(zip(weights, (1, 2, 1, -1, 1, 1, 1, 2, 3, -1), strict=True))
    rank = sp.Matrix(list(entries)).jacobian(weights).subs(point).rank()
    generic = sp.Matrix(3, 3, sp.symbols("a:9"))
    factors = sp.factor_list(generic.det())[1]
    # An irreducible hypersurface that contains the image has dimension 8; the image has at least the rank.
    assert len(factors) == 1
    assert factors[0][1] == 1
    cubic = {3: "cubic"}[sp.Poly(generic.det(), *generic).total_degree()]
    assert rank == len(entries) - 1 == len(weights) - HIDDEN.rows
    PAGE.says(
        rf"Take widths $({HIDDEN.cols}, {HIDDEN.rows}, {OUTER.rows})$ and $\sigma(z) = z^2$",
        f"The determinant does not factor, so the neurovariety is this {cubic} hypersurface",
        f"rank ${rank}$ at a general point",
        f"with $p = {len(weights)}$ weights and ${len(entries)}$ coefficients",
        f"of the expected dimension ${len(weights)} - {HIDDEN.rows}$",
    )


def test_rescaling_a_neuron_leaves_the_function_and_two_rescalings_are_the_fiber():
    scale = sp.Symbol("lambda", nonzero=True)
    moved, outer = HIDDEN.copy(), OUTER.copy()
    moved[0, :] *= scale
    outer[:, 0] /= scale**2
    difference = coefficients(moved, outer) - coefficients(HIDDEN, OUTER)
    assert difference.applyfunc(sp.simplify).is_zero_matrix
    PAGE.says_elsewhere(r"outgoing weights by $\lambda^{-r}$")


def test_the_kernel_of_the_example_gives_its_hidden_weights():
    n = kernel(EXAMPLE)
    n = n * 4 / n[0]
    form = sp.factor(n[0] * s**2 + 2 * n[1] * s * t + n[2] * t**2)
    assert EXAMPLE.rank() == 2
    assert sp.expand(form - 2 * (2 * s - t) * (s + t)) == 0
    neurons = [(1, 2), (1, -1)]
    assert all(form.subs({s: a, t: b}) == 0 for a, b in neurons)
    PAGE.says(
        rf"A = {latex_matrix(EXAMPLE)}",
        rf"n = {latex_column(n)}",
        rf"${n[0]}s^2 + {2 * n[1]}st - {-n[2]}t^2 = 2(2s - t)(s + t)$",
        f"the neurons are ${neurons[0]}$ and ${neurons[1]}$",
    )


def test_the_example_is_a_network_with_those_neurons():
    hidden = sp.Matrix([[1, 2], [1, -1]])
    rows = sp.Matrix.vstack(*(square(*hidden.row(i)) for i in range(2)))
    solution = rows.T.gauss_jordan_solve(EXAMPLE.T)[0].T
    assert coefficients(hidden, solution) == EXAMPLE
    assert delta(kernel(EXAMPLE)) > 0


def test_the_discriminant_of_the_roots_is_four_times_delta():
    assert sp.expand(sp.discriminant(n1 * s**2 + 2 * n2 * s + n3, s) - 4 * DELTA) == 0
    PAGE.says(r"n_1 s^2 + 2 n_2\, s t + n_3 t^2 = 0", r"$\delta = n_2^2 - n_1 n_3$")


def test_a_tangent_line_holds_one_square_only_and_is_a_limit_of_secants():
    tangent = sp.Matrix([[0, 1, 0], [0, 0, 1], [0, 0, 0]])
    n = kernel(tangent)
    assert delta(n) == 0
    squares = sp.solve((square(s, t) * n)[0], s)
    assert squares == [0]
    for small in (sp.Rational(1, 10), sp.Rational(1, 1000)):
        hidden = sp.Matrix([[small, 1], [-small, 1]])
        outer = sp.Matrix([[1 / (2 * small), -1 / (2 * small)], [1, 1], [0, 0]]) / 2
        distance = coefficients(hidden, outer) - tangent
        assert max(abs(entry) for entry in distance) <= small**2
    PAGE.says(r"| $\delta = 0$ | only a limit | only a limit |")


def test_every_tangent_line_is_a_limit_of_secant_lines():
    # On the tangent at the square of (p, q); its normal is the form (q s - p t)^2.
    p, q, small = sp.symbols("p q small", real=True)
    tangent = normal((p, q), (p, q))
    assert sp.expand(delta(tangent)) == 0
    near = normal((p - small * q, q + small * p), (p + small * q, q - small * p))
    assert sp.factor(delta(near) - small**2 * (p**2 + q**2) ** 2) == 0
    limit = [sp.expand(entry.subs(small, 0)) for entry in near]
    assert limit == [sp.expand(entry) for entry in tangent]


def normal(first, second):
    """The coefficients (n1, n2, n3) of a form n1 s^2 + 2 n2 st + n3 t^2 with the roots given."""
    form = sp.Poly((first[1] * s - first[0] * t) * (second[1] * s - second[0] * t), s, t)
    return form.coeff_monomial(s**2), form.coeff_monomial(s * t) / 2, form.coeff_monomial(t**2)


def test_two_distinct_roots_give_two_independent_rows_orthogonal_to_the_kernel():
    # So a matrix of rank two is computed where the form has two roots, real or complex as they are.
    a, b, c, d = sp.symbols("a:d")
    rows = sp.Matrix.vstack(square(a, b), square(c, d))
    n = normal((a, b), (c, d))
    assert sp.expand(rows * sp.Matrix(n)) == sp.zeros(2, 1)
    assert sp.factor(4 * delta(n) - (a * d - b * c) ** 2) == 0
    cross = rows.row(0).cross(rows.row(1)) - 2 * (a * d - b * c) * sp.Matrix([n])
    assert sp.expand(cross).is_zero_matrix
    PAGE.says(r"| $\delta > 0$ | yes | yes |")


def test_delta_is_a_square_on_real_networks_so_that_negative_values_are_no_limits():
    networks = coefficients(HIDDEN, OUTER).adjugate()
    for j in range(3):
        value = sp.factor_list(delta(networks[:, j]))
        assert value[0] > 0
        assert all(exponent % 2 == 0 for _, exponent in value[1])
    assert (EXAMPLE * EXAMPLE.adjugate()).is_zero_matrix
    generic = sp.Matrix(3, 3, sp.symbols("a:9"))
    degree = sp.Poly(delta(generic.adjugate()[:, 0]), *generic).total_degree()
    # The target breaks the inequality, and has complex weights, as computed below.
    assert min(delta(TARGET.adjugate()[:, j]) for j in range(3)) < 0
    PAGE.says(
        f"a polynomial of degree {({4: 'four'})[degree]} in the coefficients",
        "for real networks it is a square",
        r"| $\delta < 0$ | yes | not even a limit |",
    )


def test_every_matrix_of_rank_one_is_a_real_network():
    a, b, c = 3, 4, -5
    values, vectors = np.linalg.eigh(np.array([[a, b / 2], [b / 2, c]]))
    rows = np.stack([vectors[0] ** 2, 2 * vectors[0] * vectors[1], vectors[1] ** 2])
    assert np.allclose(rows @ values, (a, b, c), atol=1e-12)


def test_the_target_doubles_angles_and_satisfies_the_equation_with_complex_neurons():
    angle = sp.Symbol("angle", real=True)
    outputs = TARGET * sp.Matrix(MONOMIALS)
    turned = outputs.subs({x1: sp.cos(angle), x2: sp.sin(angle)})
    assert sp.simplify(turned - sp.Matrix([sp.cos(2 * angle), sp.sin(2 * angle), 0])) == sp.zeros(3, 1)
    n = kernel(TARGET)
    assert TARGET.det() == 0
    roots = sp.solve((square(1, sp.Symbol("z")) * n)[0])
    assert set(roots) == {sp.I, -sp.I}
    hidden = sp.Matrix([[1, sp.I], [1, -sp.I]])
    outer = sp.Matrix([[1, 1], [-sp.I, sp.I], [0, 0]]) / 2
    assert coefficients(hidden, outer) == TARGET
    PAGE.says(
        r"$(x_1^2 - x_2^2,\; 2x_1x_2,\; 0)$",
        rf"$n = ({n[0]}, {n[1]}, {n[2]})$ and $\delta = {delta(n)}$",
        r"$x_1 \pm i x_2$",
    )


def symmetric(row):
    return sp.Matrix([[row[0], row[1] / 2], [row[1] / 2, row[2]]])


def distance_to_line():
    """The squared Frobenius distance of the target from all outputs on the line with normal n."""
    functional = sp.Matrix([[n1, n2], [n2, n3]])
    pairings = [(functional * symmetric(TARGET.row(i))).trace() for i in range(3)]
    plain = TARGET * sp.Matrix([n1, n2, n3])
    assert all(sp.expand(first - second) == 0 for first, second in zip(plain, pairings, strict=True))
    return sum(p**2 for p in pairings) / (functional * functional).trace()


def test_the_distance_of_the_target_to_a_line():
    norm = sum((symmetric(TARGET.row(i)) ** 2).trace() for i in range(3))
    formula = 1 + 2 * DELTA / (n1**2 + 2 * n2**2 + n3**2)
    assert sp.simplify(distance_to_line() - formula) == 0
    PAGE.says(
        f"the target has squared norm ${norm}$",
        r"1 + \frac{2 \delta}{n_1^2 + 2 n_2^2 + n_3^2} ,",
        {4: "more than a quarter of the squared norm"}[norm],
    )


def test_the_distance_for_two_neurons_depends_on_their_angle_and_stays_above_one():
    turn, angle = sp.symbols("turn angle", real=True)
    n = normal((sp.cos(turn), sp.sin(turn)), (sp.cos(turn + angle), sp.sin(turn + angle)))
    distance = distance_to_line().subs(dict(zip((n1, n2, n3), n, strict=True)))
    assert sp.simplify(sp.expand_trig(distance - 2 / (1 + sp.cos(angle) ** 2))) == 0
    assert sp.limit(2 / (1 + sp.cos(angle) ** 2), angle, 0) == 1
    PAGE.says(r"at an angle $\alpha > 0$ is $2 / (1 + \cos^2 \alpha)$")


def test_parallel_neurons_alone_stay_far_from_the_target():
    # One square of norm one pairs with the two outputs to (s^2 - t^2)^2 + (2st)^2 = (s^2 + t^2)^2.
    unit = symmetric(square(s, t))
    explained = sum((unit * symmetric(TARGET.row(i))).trace() ** 2 for i in range(3))
    norm = sum((symmetric(TARGET.row(i)) ** 2).trace() for i in range(3))
    missed = norm - sp.simplify(explained / (unit * unit).trace())
    PAGE.says(f"a single square misses { {sp.Rational(3, 4): 'three quarters'}[missed / norm] }")
