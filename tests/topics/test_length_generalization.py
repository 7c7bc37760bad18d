from fractions import Fraction
from itertools import pairwise, product
from math import comb

import numpy as np
import sympy as sp

from tests.topics import page

PAGE = page.read("length-generalization")
x, y = sp.symbols("x y")
BASIS = ("", "a")  # words of the rows and columns of the blocks


def count(word):
    return word.count("a")


def words(length):
    return ["".join(letters) for letters in product("ab", repeat=length)]


def block(middle, unknown):
    return sp.Matrix(
        2, 2, lambda i, j: unknown.get(u := BASIS[i] + middle + BASIS[j], sp.Integer(count(u)))
    )


UNKNOWN = {"aaa": x, "aba": y}
H = block("", {})
BLOCKS = {letter: block(letter, UNKNOWN) for letter in "ab"}
STEPS = {letter: values * H.inv() for letter, values in BLOCKS.items()}


def values_up_to(length, steps=STEPS, start=(1, 0), end=(0, 1)):
    """The value of every word of at most this length, as a polynomial."""
    states = {"": sp.Matrix([start])}
    for n in range(length):
        for word in words(n):
            for letter in "ab":
                states[word + letter] = (states[word] * steps[letter]).applyfunc(sp.expand)
    return {word: sp.expand((state * sp.Matrix(end))[0]) for word, state in states.items()}


VALUES = values_up_to(8)


def pmatrix(matrix):
    rows = (" & ".join(sp.latex(entry) for entry in matrix.row(i)) for i in range(matrix.rows))
    return r"\begin{pmatrix} " + r" \\ ".join(rows) + r" \end{pmatrix}"


def test_the_target_has_hankel_rank_two():
    side = [word for n in range(4) for word in words(n)]
    hankel = sp.Matrix(len(side), len(side), lambda i, j: count(side[i] + side[j]))
    # the whole matrix has no larger rank, since count(uv) = count(u) · 1 + 1 · count(v)
    PAGE.says(f"Its Hankel matrix has rank ${hankel.rank()}$")


def test_the_blocks_have_two_unknown_entries():
    assert H.det() != 0
    seen = {word for n in range(3) for word in words(n)}
    assert len(seen) == 7
    needed = {u + letter + v for u in BASIS for v in BASIS for letter in "ab"}
    assert needed - seen == set(UNKNOWN)
    PAGE.says(f"H = {pmatrix(H)}", r"$A_\sigma = H_\sigma H^{-1}$")
    for letter in "ab":
        PAGE.says(f"H_{letter} = {pmatrix(BLOCKS[letter])}", f"A_{letter} = {pmatrix(STEPS[letter])}")
    # the row of ε in the basis of the rows of ε and a, and their values at ε
    alpha, beta = H.row(0) * H.inv(), H.col(0)
    PAGE.says("sees the seven words", f"$\\alpha = {tuple(alpha)}$, $\\beta = {tuple(beta)}^\\top$")


def test_every_point_of_the_plane_fits_the_seven_words_and_its_own_blocks():
    assert all(VALUES[word] == count(word) for n in range(3) for word in words(n))
    assert all(VALUES[word] == unknown for word, unknown in UNKNOWN.items())
    target = {unknown: count(word) for word, unknown in UNKNOWN.items()}
    assert all(value.subs(target) == count(word) for word, value in VALUES.items())
    PAGE.says(f"The target is its point $({target[x]}, {target[y]})$")


def test_general_automata_with_two_states_leave_the_same_plane():
    target = {x: 3, y: 2}
    steps = {letter: np.array(STEPS[letter].subs(target), dtype=int) for letter in "ab"}
    columns = []
    for i in range(12):  # the derivative of all values in the direction of one entry of the automaton
        move = np.eye(12, dtype=int)[i]
        states = {"": (np.array([1, 0]), move[:2])}
        for n in range(4):
            for word, letter in product(words(n), "ab"):
                row, slope = states[word]
                change = move[4:8] if letter == "a" else move[8:]
                states[word + letter] = (
                    row @ steps[letter],
                    slope @ steps[letter] + row @ change.reshape(2, 2),
                )
        columns.append({word: slope[1] + row @ move[2:4] for word, (row, slope) in states.items()})
    ranks = []
    for length in range(5):
        read = [word for n in range(length + 1) for word in words(n)]
        ranks.append(sp.Matrix([[int(column[word]) for column in columns] for word in read]).rank())
    # functions of rank 2 form a manifold of dimension 12 - 4, as GL(2) acts freely on the automata
    assert ranks[4] == ranks[3] == 12 - 4
    assert ranks[3] - ranks[2] == len(UNKNOWN)
    PAGE.says("So $V_2$ is a copy of the plane", "$V_3$ is that point alone")


def test_the_horizon_is_three_and_the_difference_of_two_solutions_shows_it():
    r = 2
    assert any(VALUES[word].free_symbols for word in words(2 * r - 1))
    other = {x: 5, y: 7}
    pairs = [{x: 3, y: 2}, other]
    steps = {letter: sp.diag(*(STEPS[letter].subs(point) for point in pairs)) for letter in "ab"}
    difference = values_up_to(4, steps, (1, 0, -1, 0), (0, 1, 0, 1))
    first = min(len(word) for word, value in difference.items() if value)
    assert first == 2 * r - 1
    rows = {"": sp.Matrix([[1, 0, -1, 0]])}
    dimensions = []
    for n in range(5):
        rows |= {u + letter: rows[u] * steps[letter] for u in words(n) for letter in "ab"}
        dimensions.append(sp.Matrix.vstack(*(row for u, row in rows.items() if len(u) <= n)).rank())
    stop = dimensions.index(max(dimensions)) + 1
    assert all(later > sooner for sooner, later in pairwise(dimensions[:stop]))
    assert stop <= 2 * r  # spans of words of length at most 2r - 1
    PAGE.says(f"the horizon for rank ${r}$ and two letters is exactly $2r - 1 = {first}$")
    PAGE.says_elsewhere("a horizon of at most $2r - 1$", "has an automaton with $N = 2r$ states")


def test_exactly_two_n_words_have_the_same_value_on_the_plane():
    for n in range(1, 9):
        same = {word for word in words(n) if not VALUES[word].free_symbols}
        assert len(same) == 2 * n
        assert same == {word for word in words(n) if count(word) < 2 or (count(word) == 2 and "aa" in word)}
        assert all(VALUES[word] == count(word) for word in same)
    numbers = {6: "six", 8: "eight"}
    PAGE.says(
        r"Of the $2^n$ words of length $n \ge 1$, exactly $2n$ have the same value",
        f"{numbers[2 * 3]} words of {numbers[2**3]} right",
    )


def test_the_reasons_are_these_polynomials():
    for word, value in VALUES.items():
        if count(word) == 2:
            between = word.strip("b").count("b")
            assert sp.expand(value - (2 + between * (y - 2))) == 0
        series = sum(comb(count(word), 2 * k + 1) * (x - 3) ** k for k in range(5))
        assert sp.expand(value.subs(y, 2) - series) == 0
    PAGE.says(
        "give $2 + k (y - 2)$",
        "and for $y = 2$ a word with $m$ letters $a$",
        r"f(a^m) = \sum_{k \ge 0} \binom{m}{2k + 1} (x - 3)^k",
    )


def test_a_small_error_at_length_three_is_large_at_length_one_hundred():
    error, n = Fraction(1, 10**4), 100
    row = [Fraction(1), Fraction(0)]
    for _ in range(n):  # the row times A_a, whose lower left entry is x − 4
        row = [row[1] * (error - 1), row[0] + 2 * row[1]]
    assert row[1] == sum(comb(n, 2 * k + 1) * error**k for k in range(n))
    wrong = f"$f(aaa) = {float(3 + error)}$"
    PAGE.says(
        f"If {wrong} and $y = 2$, then $f(a^{{{n}}})$ is about ${float(row[1]):.1f}$ in place of ${n}$"
    )
    PAGE.says_elsewhere(
        f"a straight line that ends at {n} and one that leaves it upwards and ends at {float(row[1]):.0f}.",
        rf"$f(a^n)$ for $n \le {n}$ with the last value",
        f"the function with {wrong}, $y = 2$.",
    )


def test_the_drawing_has_a_dot_for_each_value_that_varies():
    side = [word for n in range(3) for word in words(n)]
    free = sum(bool(VALUES[u + v].free_symbols) for u in side for v in side)
    assert free == 12
    PAGE.says_elsewhere("twelve have a dot")
