"""The worked example of tensors: product units that multiply in R[u] / (u^2 - bu - c)."""

from itertools import product

import sympy as sp

from tests.topics import page

PAGE = page.read("tensors")

b, c, s, t = sp.symbols("b c s t", real=True)
h = sp.Symbol("h", positive=True)
x0, x1, y0, y1 = sp.symbols("x0 x1 y0 y1")
ENTRIES = {index: sp.Symbol("t" + "".join(map(str, index))) for index in product((0, 1), repeat=3)}


def multiply():
    """The coefficients z0, z1 of the product, from polynomial division by u^2 - bu - c."""
    u = sp.Symbol("u")
    remainder = sp.rem(sp.expand((x0 + x1 * u) * (y0 + y1 * u)), u**2 - b * u - c, u)
    return [sp.expand(sp.Poly(remainder, u).coeff_monomial(u**k)) for k in (0, 1)]


def slices(bilinear):
    """The matrices of bilinear forms in (x0, x1) and (y0, y1)."""
    return [sp.Matrix(2, 2, lambda i, j, z=z: sp.diff(z, (x0, x1)[i], (y0, y1)[j])) for z in bilinear]


def hyperdeterminant(first, second):
    form = sp.Poly((s * first + t * second).det(), s, t)
    p, q, r = (form.coeff_monomial(m) for m in (s**2, s * t, t**2))
    return sp.expand(q**2 - 4 * p * r)


def latex(matrix):
    rows = [" & ".join(map(str, row)) for row in matrix.tolist()]
    return r"\begin{pmatrix} " + r" \\ ".join(rows) + r" \end{pmatrix}"


def test_the_product_is_as_displayed():
    z0, z1 = multiply()
    assert sp.expand(z0 - (x0 * y0 + c * x1 * y1)) == 0
    assert sp.expand(z1 - (x0 * y1 + x1 * y0 + b * x1 * y1)) == 0
    PAGE.says(
        r"z_0 &= x_0 y_0 + c\, x_1 y_1, \\",
        r"z_1 &= x_0 y_1 + x_1 y_0 + b\, x_1 y_1 .",
    )


def test_the_slices_and_the_hyperdeterminant():
    first, second = slices(multiply())
    value = hyperdeterminant(first, second)
    assert value == b**2 + 4 * c
    PAGE.says(
        rf"T_0 = {latex(first)}",
        rf"T_1 = {latex(second)}",
        rf"\operatorname{{Det}} = {sp.latex(value)}".replace("{2}", "2").replace("4 c", "4c"),
    )


def cayley():
    """Cayley's polynomial in the eight entries: squares and products of diagonals, and two more."""
    e = {"".join(map(str, index)): symbol for index, symbol in ENTRIES.items()}
    pairs = [(e[a], e["".join("10"[int(d)] for d in a)]) for a in ("000", "001", "010", "100")]
    diagonals = [p * q for p, q in pairs]
    squares = sum(d**2 for d in diagonals)
    mixed = sum(diagonals[i] * diagonals[j] for i in range(4) for j in range(i))
    tetrahedra = e["000"] * e["011"] * e["101"] * e["110"] + e["001"] * e["010"] * e["100"] * e["111"]
    return sp.expand(squares - 2 * mixed + 4 * tetrahedra)


def general(direction):
    """The two slices of a tensor with unknown entries, across one of its three indices."""
    found = []
    for value in (0, 1):
        picked = [symbol for index, symbol in ENTRIES.items() if index[direction] == value]
        found.append(sp.Matrix(2, 2, picked))
    return found


def test_the_discriminant_is_cayleys_polynomial_in_each_of_the_three_directions():
    polynomial = cayley()
    assert all(sp.expand(hyperdeterminant(*general(k)) - polynomial) == 0 for k in range(3))
    degree = sp.Poly(polynomial, *ENTRIES.values()).total_degree()
    words = {4: "four"}
    PAGE.says_elsewhere(f"a polynomial of degree {words[degree]} in the eight entries")


def test_changes_of_basis_multiply_it_by_squares():
    first, second = general(2)
    g = sp.Matrix(2, 2, sp.symbols("g1:5"))
    before = hyperdeterminant(first, second)
    turned = hyperdeterminant(g * first, g * second)
    mixed = hyperdeterminant(g[0, 0] * first + g[0, 1] * second, g[1, 0] * first + g[1, 1] * second)
    assert sp.expand(turned - g.det() ** 2 * before) == 0
    assert sp.expand(mixed - g.det() ** 2 * before) == 0


def test_three_units_always_suffice():
    first, second, third = x0 * y0, x1 * y1, (x0 + x1) * (y0 + y1)
    z0, z1 = multiply()
    assert sp.expand(first + c * second - z0) == 0
    assert sp.expand(third - first + (b - 1) * second - z1) == 0
    PAGE.says("$P_0 = x_0 y_0$, $P_1 = x_1 y_1$ and $P_2 = (x_0 + x_1)(y_0 + y_1)$")
    PAGE.says("$z_0 = P_0 + c P_1$ and $z_1 = P_2 - P_0 + (b - 1) P_1$")


def two_units(root, other):
    """What the units at the two roots compute."""
    first, second = ((x0 + r * x1) * (y0 + r * y1) for r in (root, other))
    z1 = (first - second) / (root - other)
    return first - root * z1, z1


def test_two_units_suffice_where_the_hyperdeterminant_is_positive():
    # With b and c written in the roots, the discriminant of u^2 - bu - c is the hyperdeterminant.
    r1, r2 = sp.symbols("r1 r2", real=True)
    at = {b: r1 + r2, c: -r1 * r2}
    assert sp.expand((b**2 + 4 * c).subs(at) - (r1 - r2) ** 2) == 0
    for found, wanted in zip(two_units(r1, r2), multiply(), strict=True):
        assert sp.simplify(found - wanted.subs(at)) == 0
    PAGE.says(
        r"$P = (x_0 + \rho x_1)(y_0 + \rho y_1)$",
        r"z_1 = \frac{P - P'}{\rho - \rho'} , \qquad z_0 = P - \rho z_1 .",
    )


def test_kruskals_condition_holds_for_those_two_units():
    r1, r2 = sp.symbols("r1 r2", real=True)
    incoming = sp.Matrix([[1, r1], [1, r2]])
    outgoing = sp.Matrix([[sp.diff(z, p) for z in outputs(r1, r2)] for p in sp.symbols("P1 P2")])
    assert sp.factor(incoming.det()) == r2 - r1
    assert sp.simplify(outgoing.det() * (r1 - r2)) in (1, -1)
    # Two vectors that are not parallel have Kruskal rank two; there are three such pairs, and two units.
    units, ranks = 2, (2, 2, 2)
    assert sum(ranks) >= 2 * units + 2
    PAGE.says_elsewhere(r"at least $2r + 2$. For $\operatorname{Det} > 0$ above they do.")


def outputs(r1, r2):
    first, second = sp.symbols("P1 P2")
    z1 = (first - second) / (r1 - r2)
    return first - r1 * z1, z1


def pencil():
    """T_0 T_1^-1, for T_1 is always invertible.

    Two units over k compute the tensor if and only if this matrix is diagonalizable over k: they give
    T_i = P D_i Q with diagonal D_i, so P and Q are invertible; the other direction is two_units.
    """
    first, second = slices(multiply())
    assert second.det() == -1
    return first * second.inv()


def test_two_real_units_suffice_exactly_above_the_parabola():
    eigenvalue = sp.Symbol("eigenvalue")
    characteristic = pencil().charpoly(eigenvalue)
    # The sign of the discriminant decides on the wall too: the matrix is never a multiple of the identity.
    assert sp.expand(characteristic.discriminant()) == hyperdeterminant(*slices(multiply()))
    assert pencil()[0, 1] == 1
    PAGE.says_elsewhere(
        "Two real product units reach exactly the shaded side;"
        " the rank is three on the other side and also on the wall"
    )


def test_complex_multiplication_takes_three_real_units_and_two_complex_ones():
    at = {b: 0, c: -1}
    value = hyperdeterminant(*slices(multiply())).subs(at)
    assert set(pencil().subs(at).eigenvals()) == {sp.I, -sp.I}
    for found, wanted in zip(two_units(sp.I, -sp.I), multiply(), strict=True):
        assert sp.simplify(found - wanted.subs(at)) == 0
    PAGE.says(rf"$\operatorname{{Det}} = {value}$: three real units are needed, two complex ones suffice")


def test_the_tensor_of_the_product_rule_has_rank_three():
    at = {b: 0, c: 0}
    z0, z1 = (z.subs(at) for z in multiply())
    assert not pencil().subs(at).is_diagonalizable()
    assert sp.expand(z1 - (x0 * y1 + x1 * y0)) == 0
    time = sp.Symbol("time")
    f, g = sp.Function("f")(time), sp.Function("g")(time)
    rule = z1.subs({x0: f, x1: f.diff(time), y0: g, y1: g.diff(time)})
    assert sp.expand((f * g).diff(time) - rule) == 0
    assert z0 == x0 * y0
    PAGE.says(r"z_1 = x_0 y_1 + x_1 y_0", "rank three and border rank two")


def test_the_sample_has_the_same_slices_exchanged():
    first, second = (matrix.subs({b: 0, c: 0}) for matrix in slices(multiply()))
    ones = {(0, 0, 1), (0, 1, 0), (1, 0, 0)}
    theirs = [sp.Matrix(2, 2, lambda i, j, k=k: int((i, j, k) in ones)) for k in (0, 1)]
    assert [second, first] == theirs
    PAGE.says_elsewhere("That $W$ (there with its two slices exchanged) has rank three")


def test_where_the_hyperdeterminant_vanishes_every_rank_up_to_three_occurs():
    zero, one = sp.zeros(2, 2), sp.Matrix([[1, 0], [0, 0]])
    # The ranks of the slices bound the rank: their sum from above, each from below. For W see above.
    examples = [
        (zero, zero),
        (one, zero),
        (sp.eye(2), zero),
        slices(z.subs({b: 0, c: 0}) for z in multiply()),
    ]
    assert [hyperdeterminant(*pair) for pair in examples] == [0] * 4
    assert [pair[0].rank() + pair[1].rank() for pair in examples] == [0, 1, 2, 3]
    PAGE.says_elsewhere("every rank from zero to three occurs")


def test_central_differences_are_two_units_near_the_product_rule():
    z0, z1 = two_units(h, -h)
    wanted = [z.subs({b: 0, c: 0}) for z in multiply()]
    assert sp.simplify(z1 - wanted[1]) == 0
    assert sp.expand(sp.simplify(z0 - wanted[0])) == h**2 * x1 * y1
    weight = sp.diff(outputs(h, -h)[1], sp.Symbol("P1"))
    assert weight == 1 / (2 * h)
    PAGE.says(r"outgoing weights $\pm 1/(2h)$", "up to $h^2 x_1 y_1$")
    step = sp.Rational(1, 100)
    PAGE.says(
        "an error of $h^2$ costs a weight of $1/(2h)$",
        f"${float(step**2):.4f}$ costs ${weight.subs(h, step)}$",
    )


def test_distances_in_the_plane_are_frobenius_distances():
    other_b, other_c = sp.symbols("b2 c2", real=True)
    here = slices(multiply())
    there = [matrix.subs({b: other_b, c: other_c}, simultaneous=True) for matrix in here]
    distance = sum(((p - q).T * (p - q)).trace() for p, q in zip(here, there, strict=True))
    assert sp.expand(distance - (b - other_b) ** 2 - (c - other_c) ** 2) == 0
    assert hyperdeterminant(*here).subs(c, -(b**2) / 4) == 0
