from collections import Counter, defaultdict
from fractions import Fraction
from itertools import product

import numpy as np
import sympy as sp

from tests.topics import page

PAGE = page.read("privacy")
SIZES = (6, 4, 6, 5)
MOVES = ((1, -2, 1, 0), (0, 1, -2, 1), (1, -1, -1, 1))
CUBIC = (2, -3, 0, 1)
Table = tuple[int, ...]
XS = sp.symbols("x0:4")
QUADRICS = [XS[0] * XS[2] - XS[1] ** 2, XS[1] * XS[3] - XS[2] ** 2, XS[0] * XS[3] - XS[1] * XS[2]]


def sums(table: Table) -> tuple[int, int]:
    return sum(table), sum(j * count for j, count in enumerate(table))


def fibers(sizes: Table) -> dict[tuple[int, int], list[Table]]:
    found = defaultdict(list)
    for table in product(*(range(size + 1) for size in sizes)):
        found[sums(table)].append(table)
    return found


def parts(tables: list[Table], moves: tuple[Table, ...]) -> list[set[Table]]:
    left, found = set(tables), []
    while left:
        seen, waiting = set(), [left.pop()]
        while waiting:
            table = waiting.pop()
            seen.add(table)
            for move, sign in product(moves, (1, -1)):
                other = tuple(a + sign * b for a, b in zip(table, move, strict=True))
                if other in left:
                    left.remove(other)
                    waiting.append(other)
        found.append(seen)
    return found


FIBERS = fibers(SIZES)
ODDS = [Fraction(2) ** (j - 1) for j in range(4)]
CHANCES = [odds / (1 + odds) for odds in ODDS]
EXPECTED = [size * chance for size, chance in zip(SIZES, CHANCES, strict=True)]
RELEASE = (sum(EXPECTED), sum(j * value for j, value in enumerate(EXPECTED)))
FIBER = FIBERS[RELEASE]


def test_the_published_model_determines_the_two_sums():
    PAGE.says(
        f"In groups $j = {', '.join(str(j) for j in range(4))}$",
        ", ".join(str(size) for size in SIZES) + "$ people",
        ", ".join(rf"\tfrac{c.numerator}{c.denominator}" for c in CHANCES),
        f"here ${RELEASE[0]}$ and ${RELEASE[1]}$",
    )
    assert all(np.isclose(float(odds), np.exp(-np.log(2) + np.log(2) * j)) for j, odds in enumerate(ODDS))


def test_exactly_eight_tables_have_these_sums():
    words = {8: "eight"}
    PAGE.says(f"Exactly {words[len(FIBER)]} tables have these sums")
    lines = [" & ".join(str(table) for table in FIBER[i : i + 2]) for i in range(0, len(FIBER), 2)]
    PAGE.says(r" \\ ".join(lines))


def test_each_of_the_eight_tables_trains_the_same_model():
    sizes, doses = np.array(SIZES), np.arange(4)
    for table in FIBER:
        theta = np.zeros(2)
        for _ in range(30):  # Newton's method for the concave log-likelihood
            chance = 1 / (1 + np.exp(-theta[0] - theta[1] * doses))
            rest, weight = table - sizes * chance, sizes * chance * (1 - chance)
            step = [[weight.sum(), weight @ doses], [weight @ doses, weight @ doses**2]]
            theta += np.linalg.solve(step, [rest.sum(), rest @ doses])
        assert np.allclose(theta, [-np.log(2), np.log(2)], atol=1e-12)
    PAGE.says(r"$\alpha = -\log 2$, $\beta = \log 2$")


def test_an_observer_can_infer_these_bounds():
    ranges = [(min(t[j] for t in FIBER), max(t[j] for t in FIBER)) for j in range(4)]
    assert all(low < high for low, high in ranges)
    news = [rf"y_{j} \ge {low}" for j, (low, _) in enumerate(ranges) if low > 0]
    news += [rf"y_{j} \le {high}" for j, (_, high) in enumerate(ranges) if high < SIZES[j]]
    assert len(news) == 3
    PAGE.says(*(f"${bound}$" for bound in news), "no count is disclosed")


def test_three_moves_connect_the_tables_and_two_of_them_strand_one():
    assert all(sums(move) == (0, 0) for move in (*MOVES, CUBIC))
    PAGE.says(rf"{MOVES[0]}, \\ {MOVES[1]}, \\ {MOVES[2]}.")
    assert len(parts(FIBER, MOVES)) == 1
    small, large = sorted(parts(FIBER, MOVES[:2]), key=len)
    (stranded,) = small
    assert len(large) == 7
    negative = tuple(size - count for size, count in zip(SIZES, stranded, strict=True))
    assert negative[1] == negative[2] == 0
    PAGE.says(f"the negative labels of ${stranded}$ are ${negative}$, none in the middle groups")
    # The two moves generate the lattice of all moves: its 2 × 2 minors have no common factor.
    minors = [MOVES[0][i] * MOVES[1][j] - MOVES[0][j] * MOVES[1][i] for i in range(4) for j in range(i)]
    assert np.gcd.reduce(minors) == 1
    assert tuple(np.add(*MOVES[:2])) == MOVES[2]


def test_the_binomials_generate_the_ideal_of_the_twisted_cubic():
    r, q = sp.symbols("r q")
    graph = [x - r * q**j for j, x in enumerate(XS)]
    eliminated = [g for g in sp.groebner(graph, r, q, *XS, order="lex") if not g.has(r, q)]
    basis = sp.groebner(QUADRICS, *XS, order="grevlex")
    assert all(basis.contains(g) for g in eliminated)
    assert all(g.subs({x: r * q**j for j, x in enumerate(XS)}).expand() == 0 for g in QUADRICS)
    for quadric, move in zip(QUADRICS, MOVES, strict=True):
        plus = sp.prod(x**e for x, e in zip(XS, move, strict=True) if e > 0)
        minus = sp.prod(x**-e for x, e in zip(XS, move, strict=True) if e < 0)
        assert quadric == plus - minus
    PAGE.says("$x_0 x_2 - x_1^2$, $x_1 x_3 - x_2^2$ and $x_0 x_3 - x_1 x_2$")


def test_two_quadrics_cut_out_the_cubic_and_a_line():
    u = sp.Symbol("u")
    both = [u * g for g in QUADRICS] + [(1 - u) * XS[1], (1 - u) * XS[2]]
    common = [g for g in sp.groebner(both, u, *XS, order="lex") if not g.has(u)]
    two = sp.groebner(QUADRICS[:2], *XS, order="grevlex")
    assert all(two.contains(g) for g in common)
    assert all(sp.groebner(common, *XS, order="grevlex").contains(g) for g in QUADRICS[:2])
    PAGE.says("the cubic together with the line $x_1 = x_2 = 0$")


def test_an_empty_group_needs_a_cubic_move():
    sizes = (2, 3, 0, 1)
    first, second = (2, 0, 0, 1), (0, 3, 0, 0)
    assert sorted(fibers(sizes)[sums(first)]) == sorted([first, second])
    assert tuple(np.subtract(first, second)) == CUBIC
    assert len(parts([first, second], MOVES)) == 2
    PAGE.says(f"For sizes ${sizes}$ only the move ${CUBIC}$ joins the two tables ${first}$ and ${second}$")


def test_five_moves_are_complete_for_all_sizes():
    mirror = CUBIC[::-1]
    five = np.array([*MOVES, CUBIC, mirror])
    # Each is needed: some sizes have a fiber of two tables that differ by it.
    for move in five:
        sizes = tuple(abs(move).tolist())
        ends = sorted([tuple(np.maximum(move, 0).tolist()), tuple(np.maximum(-move, 0).tolist())])
        assert sorted(fibers(sizes)[sums(ends[0])]) == ends
    # They suffice: otherwise the Graver basis has a sixth pair of moves, with none of the five inside.
    # Its entries are at most 2 · 3, as it is a sum of two circuits with coefficients below one.
    both = np.concatenate([five, -five])
    for a, b in product(range(-6, 7), repeat=2):
        move = np.array([a, b, -3 * a - 2 * b, 2 * a + b])
        assert sums(tuple(move)) == (0, 0)
        if move.any() and abs(move).max() <= 6:
            inside = ((both * move >= 0) & (abs(both) <= abs(move))).all(axis=1)
            assert inside.any()
    PAGE.says(f"With this move and its mirror image ${mirror}$ the list is complete for all sizes")


def on_the_boundary(release: tuple[int, int], sizes: Table) -> bool:
    """Whether (-j, 1) or its negative is largest there for some j; the edges have directions (1, j)."""
    for j, sign in product(range(4), (1, -1)):
        gains = [sign * (i - j) for i in range(4)]
        largest = sum(size * max(gain, 0) for size, gain in zip(sizes, gains, strict=True))
        if sign * (release[1] - j * release[0]) == largest:
            return True
    return False


def test_some_releases_disclose_everything():
    single = [release for release, tables in FIBERS.items() if len(tables) == 1]
    edge = [release for release in FIBERS if on_the_boundary(release, SIZES)]
    assert set(edge) <= set(single)
    PAGE.says(
        f"${len(FIBERS)}$ pairs $(s, t)$ are possible, and ${len(single)}$ of them leave one table",
        f"Of these, ${len(edge)}$ lie on the boundary",
    )
    inner = (10, 5)
    assert inner in single
    assert inner not in edge
    PAGE.says(f"${inner}$ leaves only ${FIBERS[inner][0]}$")


def test_finite_fits_exist_exactly_inside_the_polygon():
    doses, sizes = np.arange(4), np.array(SIZES)
    for release in FIBERS:
        if on_the_boundary(release, SIZES):
            continue  # an expected pair is inside: the map from probabilities to pairs is open
        theta = np.zeros(2)
        for _ in range(200):  # damped Newton
            chance = 1 / (1 + np.exp(-theta[0] - theta[1] * doses))
            rest, weight = (
                np.array(release) - [sizes @ chance, sizes @ (doses * chance)],
                sizes * chance * (1 - chance),
            )
            step = np.linalg.solve(
                [[weight.sum(), weight @ doses], [weight @ doses, weight @ doses**2]], rest
            )
            theta += step / max(1, abs(step).max())
            if abs(rest).max() < 1e-9:
                break
        assert abs(rest).max() < 1e-9
    PAGE.says("There no finite fit exists", "At an inner pair a finite fit exists")


def test_on_the_boundary_every_table_is_determined_for_small_groups_of_any_sizes():
    for sizes in product(range(1, 4), repeat=4):
        for release, tables in fibers(sizes).items():
            if on_the_boundary(release, sizes):
                assert len(tables) == 1
    PAGE.says("so every table is determined there, for any group sizes")


def test_on_the_boundary_the_labels_are_separated_and_inside_they_are_not():
    # Separated: some (α, β) ≠ 0 with α + βj ≥ 0 wherever a label is 1, and ≤ 0 wherever one is 0.
    signs = [np.sign(np.arange(4) - j / 2) * sign for j in range(-1, 8) for sign in (1, -1)]
    for release, tables in FIBERS.items():
        for table in tables:
            separated = any(
                all(
                    (count == 0 or sign >= 0) and (count == size or sign <= 0)
                    for count, size, sign in zip(table, SIZES, pattern, strict=True)
                )
                for pattern in signs
            )
            assert separated == on_the_boundary(release, SIZES)


def test_the_noise_is_a_distribution_that_changes_by_a_bounded_factor():
    def chance(k: int) -> Fraction:
        return Fraction(1, 3) / 2 ** abs(k)

    assert (
        Fraction(1, 3)
        + 2 * sp.Rational(1, 3) * sp.Sum(sp.Rational(1, 2) ** XS[0], (XS[0], 1, sp.oo)).doit()
        == 1
    )
    window = range(-8, 9)
    factors = Counter()
    for j in range(4):
        ratios = {
            chance(a) * chance(b) / (chance(a - 1) * chance(b - j)) for a, b in product(window, repeat=2)
        }
        factors[j] = max(*ratios, 1 / min(ratios))
        assert factors[j] == 2 ** (1 + j)
    PAGE.says(
        r"probability $\tfrac13 2^{-|k|}$",
        r"moves $(s, t)$ by $\pm (1, j)$",
        r"factor $2^{1 + j}$",
        rf"$\varepsilon = {int(np.log2(int(max(factors.values()))))} \log 2$",
        r"for people in group $0$ even with $\log 2$",
        f"each of the ${sum(len(tables) for tables in FIBERS.values())}$ tables",
        f"the true pair appears with probability ${chance(0) ** 2}$",
    )
