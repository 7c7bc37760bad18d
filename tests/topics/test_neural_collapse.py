from fractions import Fraction

import numpy as np
import sympy as sp
from scipy.optimize import minimize, root
from sympy import Rational

from tests.topics import page

PAGE = page.read("neural-collapse")
SIZES = (13, 1, 1)
N = sum(SIZES)


def centring(k: int) -> sp.Matrix:
    return sp.eye(k) - sp.ones(k, k) / k


def rows(matrix: sp.Matrix) -> str:
    return r" \\ ".join(" & ".join(str(entry) for entry in matrix.row(i)) for i in range(matrix.rows))


def power(matrix: sp.Matrix, exponent: sp.Expr) -> sp.Matrix:
    """The power of a positive semidefinite matrix on the complement of its kernel."""
    total = sp.zeros(*matrix.shape)
    for value, _, vectors in matrix.eigenvects():
        if value != 0:
            for vector in sp.GramSchmidt(vectors, orthonormal=True):
                total += value**exponent * vector * vector.T
    return total.applyfunc(sp.nsimplify)


def stationary(k: int, rate: Rational) -> tuple[sp.Expr, sp.Matrix]:
    """e^a for Z = aP, and the gradient of the mean cross-entropy there, one example a class."""
    grown = 1 / rate - (k - 1)
    soft = sp.Matrix(k, k, lambda i, j: grown if i == j else 1) / (grown + k - 1)
    return grown, -(sp.eye(k) - soft) / k


def loss(parameters: np.ndarray, rate: float, sizes: tuple[int, ...], width: int) -> float:
    k, count = len(sizes), np.array(sizes)
    w, h = parameters[: k * width].reshape(k, width), parameters[k * width :].reshape(width, k)
    z = w @ h
    each = np.log(np.exp(z - np.diag(z)).sum(axis=0))
    return count @ each / count.sum() + rate / 2 * ((w**2).sum() + (h**2).sum(axis=0) @ count)


def minimizer(rate: float, sizes: tuple[int, ...]) -> tuple[float, np.ndarray, np.ndarray]:
    """Local search in all weights and features, from a fixed start without symmetry."""
    k = len(sizes)
    start = np.sin(np.arange(1, 2 * k * k + 1))
    found = minimize(loss, start, (rate, sizes, k), "BFGS", options={"gtol": 1e-9, "maxiter": 4000})
    return found.fun, found.x[: k * k].reshape(k, k), found.x[k * k :].reshape(k, k)


def angle(gram: np.ndarray, i: int, j: int) -> float:
    return np.degrees(np.arccos(gram[i, j] / np.sqrt(gram[i, i] * gram[j, j])))


def symmetric_minimum(rate: float) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Scores, Gram matrix of the rows and Gram matrix of the features for sizes 13 : 1 : 1, rank two.

    Columns s(2, -1, -1), t(-2, 1, 1) + r(0, 1, -1) and its mirror image; the gradient is that of the loss.
    """

    def scores(p: np.ndarray) -> np.ndarray:
        s, t, r = p
        return np.array([[2 * s, -2 * t, -2 * t], [-s, t + r, t - r], [-s, t - r, t + r]])

    def gradient(p: np.ndarray) -> np.ndarray:
        s, t, r = p
        length = np.sqrt(6 * (13 * s * s + 2 * t * t))
        other = np.exp(-3 * s) / (1 + 2 * np.exp(-3 * s))
        total = 1 + np.exp(-3 * t - r) + np.exp(-2 * r)
        large, small = np.exp(-3 * t - r) / total, np.exp(-2 * r) / total
        return np.array(
            [
                -78 * other / N / rate + 78 * s / length,
                -6 * large / N / rate + 12 * t / length,
                -2 * (large + 2 * small) / N / rate + 2,
            ]
        )

    guess = -np.log(rate) * np.array([1 / 3, 1 / 6, 1 / 2])
    found = root(gradient, guess, tol=1e-13)
    assert found.success
    z = scores(found.x)
    left, values, right = np.linalg.svd(z * np.sqrt(SIZES))
    gram_rows = left @ np.diag(values) @ left.T
    gram_features = (right.T @ np.diag(values) @ right) / np.sqrt(np.outer(SIZES, SIZES))
    # First-order conditions of the convex problem in all nine scores, not only in the symmetric ones.
    soft = np.exp(z) / np.exp(z).sum(axis=0)
    residual = (np.eye(3) - soft) * np.sqrt(SIZES) / N / rate
    assert np.allclose(residual, left[:, :2] @ right[:2], atol=1e-6)
    return z, gram_rows, gram_features


def test_the_frame_has_the_cosine_and_the_sum_that_the_definition_says():
    for k in range(2, 7):
        p = centring(k)
        assert p * sp.ones(k, 1) == sp.zeros(k, 1)
        assert p[0, 1] / p[0, 0] == Rational(-1, k - 1)
    PAGE.says_elsewhere("cosine $-1/(K - 1)$")


def test_frames_form_an_orbit_of_the_dimension_that_the_page_says():
    for d, k in [(2, 3), (3, 3), (5, 3), (3, 4), (6, 4), (7, 5)]:
        values, vectors = np.linalg.eigh(np.eye(k) - np.ones((k, k)) / k)
        frame = np.zeros((d, k))
        frame[: k - 1] = (vectors[:, 1:] * np.sqrt(values[1:])).T
        units = [np.outer(a, b) for a in np.eye(d) for b in np.eye(d)]
        moved = [((unit - unit.T) @ frame).ravel() for unit in units]
        orbit = np.linalg.matrix_rank(np.array(moved))
        assert orbit == (k - 1) * (d - Fraction(k, 2))
    PAGE.says_elsewhere("$(K - 1)(d - K/2)$")


def test_equal_classes_satisfy_the_first_order_condition_exactly():
    rate = Rational(1, 10)
    grown, gradient = stationary(3, rate)
    assert gradient == -rate * centring(3)
    assert sorted(centring(3).eigenvals()) == [0, 1]
    PAGE.says(
        rf"$\lambda = {rate.p}/{rate.q}$",
        rf"$e^a = {grown}$",
        rf"${grown}/({grown} + 1 + 1) = {Fraction(grown.p, grown.p + 2)}$, "
        rf"the others ${Fraction(1, grown.p + 2)}$ each",
        rf"-\tfrac1{3} (I_3 - S) = -\tfrac{{1}}{{{1 / rate}}} P = -\lambda P",
        f"largest singular value of $P$ is ${max(centring(3).singular_values())}$",
    )


def test_the_minimum_of_equal_classes_is_what_the_page_says_and_local_search_finds_it():
    rate = Rational(1, 10)
    grown, _ = stationary(3, rate)
    fit, weight = (grown + 2) / grown, rate * 2 * sp.log(grown) / sp.log(2)
    value = sp.log(fit) + sp.simplify(weight) * sp.log(2)
    assert sp.simplify(weight).is_Rational
    PAGE.says(
        rf"\log \tfrac{fit.p}{fit.q} + \tfrac{sp.simplify(weight).p}{sp.simplify(weight).q} \log 2",
        rf"angles of ${sp.deg(sp.acos(centring(3)[0, 1] / centring(3)[0, 0]))}^\circ$",
    )
    found, w, h = minimizer(float(rate), (1, 1, 1))
    assert abs(found - float(value)) < 1e-10
    for gram in (w @ w.T, h.T @ h):
        assert np.allclose(gram, float(sp.log(grown)) * np.array(centring(3), float), atol=1e-5)
        assert abs(angle(gram, 0, 1) - 120) < 1e-3


def test_for_every_number_of_classes_the_true_class_gets_one_minus_k_minus_one_lambda():
    for k in range(2, 7):
        for rate in (Rational(1, 3 * k), Rational(2, 7 * k), Rational(9, 10 * k)):
            grown, gradient = stationary(k, rate)
            assert grown > 1
            assert gradient == -rate * centring(k)
            assert grown / (grown + k - 1) == 1 - (k - 1) * rate
        assert stationary(k, Rational(1, k))[0] == 1  # a = 0: from here on the minimizer is zero
    PAGE.says(r"$1 - (K - 1)\lambda$", r"$\lambda < 1/K$")


def test_unequal_classes_have_these_gram_matrices():
    p, d = centring(3), sp.diag(*SIZES)
    square = p * d * p
    assert sorted(square.eigenvals()) == [0, 1, 9]
    first, second, third = SIZES
    PAGE.says(
        rf"then ${first} : {second} : {third}$",
        f"have {first}, {second} and {third} examples, so $n = {N}$",
        rf"$D = \diag{SIZES}$",
    )
    gram_rows = power(square, Rational(1, 2))
    gram_features = p * power(square, Rational(-1, 2)) * p
    assert gram_rows**2 == square
    assert (gram_rows * gram_features).applyfunc(sp.simplify) == p  # (W Wᵀ)(H̄ᵀH̄) = P² as W H̄ = P
    PAGE.says(
        rf"W W^\top &= \begin{{pmatrix}} {rows(gram_rows)}",
        rf"\bar H^\top \bar H &= \frac19 \begin{{pmatrix}} {rows(9 * gram_features)}",
        "singular values are $3$ and $1$",
    )
    for gram, cosine in ((gram_rows, sp.Integer(0)), (gram_features, Rational(-4, 5))):
        assert gram[1, 2] / gram[1, 1] == cosine
    degrees = [float(sp.deg(sp.acos(gram[1, 2] / gram[1, 1]))) for gram in (gram_rows, gram_features)]
    PAGE.says(rf"${degrees[0]:.0f}^\circ$", rf"${degrees[1]:.1f}^\circ$ (cosine $-4/5$)")


def test_the_scores_p_have_the_least_nuclear_norm_among_scores_with_these_margins():
    # B = G D^{1/2} has norm one and is a nonnegative combination of margins: a dual certificate.
    p, d = centring(3), sp.diag(*SIZES)
    g = power(p * d * p, Rational(-1, 2))
    assert sorted((g * d * g).eigenvals()) == [0, 1]
    assert g * sp.ones(3, 1) == sp.zeros(3, 1)
    assert all(g[i, j] < 0 for i in range(3) for j in range(3) if i != j)
    assert (g * d * p).trace() == 3 + 1
    assert {p[k, k] - p[j, k] for k in range(3) for j in range(3) if j != k} == {1}
    PAGE.says("All classes still have the same margins")


def test_the_rank_falls_at_the_singular_values_divided_by_n():
    gradient = np.array(centring(3), float) * np.sqrt(SIZES) / N
    values = np.linalg.svd(gradient, compute_uv=False)
    assert np.allclose(values, [3 / 15, 1 / 15, 0])
    first, second = (round(value * N) for value in values[:2])
    upper, lower = Fraction(first, N), Fraction(second, N)
    PAGE.says(
        f"the largest singular value of the gradient is ${first}/{N}$, so for",
        rf"$\lambda \ge {upper}$ the minimizer is $0$",
        rf"${lower} \le \lambda < {upper}$ it has rank one",
        f"Below ${lower}$ the rank is two",
    )
    for rate, rank in ((0.21, 0), (0.19, 1), (0.1, 1), (0.068, 1), (0.065, 2), (0.03, 2)):
        _, w, h = minimizer(rate, SIZES)
        singular = np.linalg.svd(w @ (h * np.sqrt(SIZES)), compute_uv=False)
        assert (singular > 1e-3).sum() == rank
        if rank == 1:
            assert np.allclose(w[1], w[2], atol=1e-3)
            assert np.allclose(h[:, 1], h[:, 2], atol=1e-3)


def test_the_part_that_tells_small_classes_apart_has_this_slope_whatever_the_rest_is():
    s, t, r = sp.symbols("s t r", real=True)
    part = r * sp.Matrix([0, 1, -1]) * sp.Matrix([[0, 1, -1]])
    z = sp.Matrix([[2 * s, -2 * t, -2 * t], [-s, t, t], [-s, t, t]]) + part
    each = [sp.log(sum(sp.exp(z[j, k] - z[k, k]) for j in range(3))) for k in range(3)]
    mean = sum(size * value for size, value in zip(SIZES, each, strict=True)) / N
    slope = sp.simplify(sp.diff(mean, r).subs(r, 0))
    # The classes of this part have one example each; its singular value adds to those of the rest.
    weighted = (part * sp.diag(*SIZES) * part.T).subs(r, 1)
    norm = sp.sqrt(max(weighted.eigenvals()))
    rest = z.subs(r, 0)
    assert rest.T * part == part * rest.T == sp.zeros(3, 3)
    assert rest.rank() == 1
    assert -slope / norm == Rational(1, N)
    PAGE.says(
        r"a part $r (0, 1, -1)^\top (0, 1, -1)$",
        f"at $r = 0$ the derivative ${slope}$ in $r$",
        rf"this part adds ${norm} \lvert r \rvert$ to the nuclear norm",
        rf"exactly if $\lambda \ge {Fraction(1, N)}$",
    )


def test_the_margins_grow_like_the_logarithm_up_to_a_bounded_error():
    # The small probabilities are λ n |G|, with the dual certificate G above.
    p, d = centring(3), sp.diag(*SIZES)
    g = np.abs(np.array(power(p * d * p, Rational(-1, 2)), float))
    others = [(j, k) for k in range(3) for j in range(3) if j != k]
    for exponent in (4, 6, 8, 10):
        z, _, _ = symmetric_minimum(10.0**-exponent)
        for j, k in others:
            rest = z[k, k] - z[j, k] - exponent * np.log(10)
            assert abs(rest + np.log(N * g[j, k])) < 0.6 / exponent
    PAGE.says(r"all margins are $\log(1/\lambda)$ up to a bounded error")


def test_the_angles_of_unequal_classes_approach_their_limits_slowly():
    _, gram_rows, gram_features = symmetric_minimum(1e-10)
    PAGE.says(
        r"at $\lambda = 10^{-10}$ the two angles are "
        rf"${angle(gram_rows, 1, 2):.1f}^\circ$ and ${angle(gram_features, 1, 2):.1f}^\circ$"
    )


def test_the_symmetric_family_agrees_with_a_search_among_all_weights_and_features():
    _, gram_rows, gram_features = symmetric_minimum(0.03)
    _, w, h = minimizer(0.03, SIZES)
    assert np.allclose(w @ w.T, gram_rows, atol=1e-4)
    assert np.allclose(h.T @ h, gram_features, atol=1e-4)
