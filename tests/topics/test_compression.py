from collections import Counter
from itertools import permutations, product
from math import prod

import pytest
import sympy as sp

from tests.topics import page

PAGE = page.read("compression")
BITS = list(product((0, 1), repeat=2))  # the binary digits of 0, 1, 2, 3
H = sp.Matrix(4, 4, lambda i, j: (-1) ** sum(a * b for a, b in zip(BITS[i], BITS[j], strict=True)))
TOTAL = sum(entry**2 for entry in H)
ORDERS = list(permutations(range(4)))


def reorder(order):
    return H.extract(list(order), list(range(4)))


def unfold(matrix):
    """Rows by the first digits of row and column, columns by the second digits."""
    return sp.Matrix(4, 4, lambda p, q: matrix[number(p, q, 0), number(p, q, 1)])


def number(p, q, side):
    return 2 * BITS[p][side] + BITS[q][side]


def squares(matrix):
    """The squared singular values, from the largest."""
    return sorted((matrix * matrix.T).eigenvals(multiple=True), reverse=True)


def error(matrix, rank):
    return sum(squares(matrix)[rank:])


def jacobian_rank(entries, unknowns):
    at = {v: (5 * k * k + 3 * k + 1) % 11 - 4 for k, v in enumerate(unknowns)}
    return sp.Matrix(entries).jacobian(unknowns).subs(at).rank()


def test_the_matrix():
    assert H.tolist() == [[1, 1, 1, 1], [1, -1, 1, -1], [1, 1, -1, -1], [1, -1, -1, 1]]
    gram = H * H.T
    assert gram == 4 * sp.eye(4)
    assert squares(H) == [4, 4, 4, 4]
    pair = sp.Matrix([[1, 1], [1, -1]])
    assert sp.kronecker_product(pair, pair) == H
    [size] = {sp.sqrt(square) for square in squares(H)}
    PAGE.says(
        r" \\ ".join(" & ".join(map(str, row)) for row in H.tolist()),
        f"The singular values of $H$ are ${size}$, four times.",
        f"whose squared norm is ${TOTAL}$",
    )


def test_the_function_does_not_see_the_order():
    v = sp.Matrix([[2, -3, 5, 7]])
    for order in ORDERS:
        for x in ((1, 2, -3, 5), (-2, 0, 1, 1)):
            hidden = reorder(order) * sp.Matrix(x)
            outer = v.extract([0], list(order))
            assert outer * hidden.applyfunc(lambda t: max(t, 0)) == v * (H * sp.Matrix(x)).applyfunc(
                lambda t: max(t, 0)
            )
    PAGE.says(f"${len(ORDERS)}$ orders")


def test_pruning_and_rank_do_not_see_the_order_either():
    [pruned] = {sum(sorted((e**2 for e in reorder(order)), reverse=True)[7:]) for order in ORDERS}
    [small] = {error(reorder(order), 1) for order in ORDERS}
    signs = sum((e - sp.sign(e)) ** 2 for e in H)
    PAGE.says(
        f"| seven entries | {pruned} of {TOTAL} |",
        f"| rank one | {small} of {TOTAL} |",
        rf"| entries $\pm 1$, one bit each | {signs} of {TOTAL} |",
    )


def test_the_error_is_that_of_random_inputs_and_bounds_that_of_the_layer():
    other = sp.Matrix(4, 4, range(-7, 9))
    gap = H - other
    assert (gap * sp.eye(4) * gap.T).trace() == sum(
        e**2 for e in gap
    )  # the mean of the squared norm of gap x
    for x in product((-2, 0, 1, 3), repeat=4):
        one, two = H * sp.Matrix(x), other * sp.Matrix(x)
        assert all((max(a, 0) - max(b, 0)) ** 2 <= (a - b) ** 2 for a, b in zip(one, two, strict=True))
    PAGE.says(r"second moments $\E\, x x^\top = I_4$")


def test_the_formats_have_seven_dimensions():
    left, right = sp.symbols("a:4"), sp.symbols("b:4")
    outer = sp.Matrix(left) * sp.Matrix([right])
    kronecker = sp.kronecker_product(sp.Matrix(2, 2, left), sp.Matrix(2, 2, right))
    assert jacobian_rank(list(outer), [*left, *right]) == 7
    assert jacobian_rank(list(kronecker), [*left, *right]) == 7
    assert unfold(kronecker) == outer
    sizes, ranks = (4, 4), (1, 1, 1)  # the tensor train with the pairs of digits
    assert sum(n * ranks[k] * ranks[k + 1] for k, n in enumerate(sizes)) - ranks[1] ** 2 == 7
    PAGE.says("at most seven dimensions", "seven dimensions too", "$P_{i_1 j_1} Q_{i_2 j_2}$")


def test_the_orders():
    found = Counter()
    for order in ORDERS:
        folded = unfold(reorder(order))
        rest = error(folded, 1)
        assert squares(folded)[: folded.rank()] == [sp.Rational(TOTAL, folded.rank())] * folded.rank()
        found[folded.rank(), rest] += 1
    assert sum(found.values()) == 24
    for (rank, rest), orders in found.items():
        PAGE.says(f"| {orders} | {rank} | {rest} |", f"{rest} for {orders} orders")
    [worst] = {rest for (rank, rest), orders in found.items() if orders == len(ORDERS) // 2}
    assert worst == TOTAL - sp.Rational(TOTAL, 4)  # the largest square is no less
    PAGE.says(f"In half of the orders the error is ${worst}$, the most that is possible")


def test_the_rank_counts_ones_off_the_diagonal():
    seen = set()
    for a, b, c, d in product((0, 1), repeat=4):
        if (a * d - b * c) % 2 == 0:
            continue
        for shift in BITS:
            images = [((a * p + b * q + shift[0]) % 2, (c * p + d * q + shift[1]) % 2) for p, q in BITS]
            order = tuple(BITS.index(image) for image in images)
            seen.add(order)
            assert unfold(reorder(order)).rank() == 2 ** (b + c)
    assert seen == set(ORDERS)
    for (i, p), (j, q) in product(enumerate(BITS), repeat=2):
        assert H[i, j] == (-1) ** (p[0] * q[0] + p[1] * q[1])
    PAGE.says("two to the number of ones off the diagonal", "$i_1 j_1 + i_2 j_2$")


def test_the_two_orders_in_the_drawing():
    assert unfold(H).rank() == 1
    exchanged = reorder((0, 2, 1, 3))
    assert unfold(exchanged) == exchanged
    assert exchanged.rank() == 4
    PAGE.says(
        "$H$ and its unfolding, of rank one", "its middle rows exchanged and its unfolding, of rank four"
    )


def test_the_highest_dots_are_those_of_the_rank_and_lie_above_pruning():
    worst = unfold(reorder((0, 2, 1, 3)))
    for rank in (1, 2, 3):
        assert error(worst, rank) == error(H, rank)
        dimension = rank * (8 - rank)
        assert TOTAL - dimension < error(H, rank)  # pruning keeps so many of the equal entries
    assert error(worst, 4) == error(H, 4) == 0 == TOTAL - 4 * (8 - 4)
    PAGE.says("pruning lies below them until both reach $0$")


def test_a_rotation_would_leave_four_entries_but_is_not_free():
    rotation = H.T / 2
    assert rotation * rotation.T == sp.eye(4)
    assert rotation.det() == 1
    assert rotation * H == 2 * sp.eye(4)
    x = sp.Matrix([1, 0, 0, -1])
    rectified = x.applyfunc(lambda t: max(t, 0))
    assert (rotation * x).applyfunc(lambda t: max(t, 0)) != rotation * rectified
    PAGE.says("$2 I_4$")


@pytest.mark.parametrize(
    ("sizes", "ranks"),
    [((2, 2, 2), (2, 2)), ((3, 3, 3), (2, 2)), ((2, 3, 2, 2), (2, 3, 2)), ((3, 2, 3), (1, 2))],
)
def test_the_dimension_of_a_tensor_train(sizes, ranks):
    bonds = (1, *ranks, 1)
    cores = [
        [
            sp.Matrix(
                bonds[k],
                bonds[k + 1],
                lambda a, b, i=i, k=k: (3 * a + 5 * b + 2 * i * i + k + a * b * i) % 7 - 3,
            )
            for i in range(size)
        ]
        for k, size in enumerate(sizes)
    ]
    rows = []
    for where in product(*map(range, sizes)):
        row = []
        for k, size in enumerate(sizes):
            before = prod((cores[j][where[j]] for j in range(k)), start=sp.eye(1))
            after = prod((cores[j][where[j]] for j in range(k + 1, len(sizes))), start=sp.eye(bonds[k + 1]))
            for i in range(size):  # the derivative by the entries of the core k at i
                row += [x * y if i == where[k] else 0 for x in before for y in after]
        rows.append(row)
    stored = sum(bonds[k] * size * bonds[k + 1] for k, size in enumerate(sizes))
    assert len(rows[0]) == stored
    assert sp.Matrix(rows).rank() == stored - sum(r * r for r in ranks)
    PAGE.says_elsewhere(r"\sum_{k=1}^{d} n_k r_{k-1} r_k - \sum_{k=1}^{d-1} r_k^2")


def test_the_monomials_that_define_pruned_arrays():
    for support in product((0, 1), repeat=5):
        vanish = all(
            prod(support[i] for i in chosen) == 0
            for chosen in product(range(5), repeat=3)
            if len(set(chosen)) == 3
        )
        assert vanish == (sum(support) <= 2)
    PAGE.says_elsewhere("products of $s + 1$ different entries vanish")
