"""Three classes with unconstrained features: rows and features that minimize regularized cross-entropy.

Scores Z = W H that minimize the loss decide the Gram matrices W Wᵀ = (Z Zᵀ)^{1/2} and HᵀH = (ZᵀZ)^{1/2}.
For equal classes Z is a multiple of P = I - 11ᵀ/3, and rows and features are the same simplex frame.
For sizes 13 : 1 : 1 and a vanishing regularization Z is P with repeated columns: the rows of the small
classes are at a right angle, their features have the cosine -4/5. For a positive regularization λ the
minimum has the columns s(2, -1, -1), t(-2, 1, 1) + r(0, 1, -1) and its mirror image; s, t and r solve
the first-order conditions, followed from λ = 1/15, where r leaves zero, towards smaller λ.
"""

import numpy as np
from drawing import Drawing, Panel
from numpy.typing import NDArray
from scipy.optimize import root

SIZES = np.array([13.0, 1.0, 1.0])
COUNT = SIZES.sum()
SPLIT = 1 / COUNT  # above it the two small classes share row and feature
LOOKS = ("hue-1", "hue-4", "hue-2")
ACROSS, UP = np.array([0, -1, 1]) / np.sqrt(2), np.array([2, -1, -1]) / np.sqrt(6)


def condition(p: NDArray[np.float64], rate: float) -> NDArray[np.float64]:
    """The gradient of the loss in s, t, r, divided by the regularization."""
    s, t, r = p
    length = np.sqrt(6 * (13 * s * s + 2 * t * t))
    other = np.exp(-3 * s) / (1 + 2 * np.exp(-3 * s))
    total = 1 + np.exp(-3 * t - r) + np.exp(-2 * r)
    large, small = np.exp(-3 * t - r) / total, np.exp(-2 * r) / total
    return np.array(
        [
            -78 * other / COUNT / rate + 78 * s / length,
            -6 * large / COUNT / rate + 12 * t / length,
            -2 * (large + 2 * small) / COUNT / rate + 2,
        ]
    )


def angles(rates: NDArray[np.float64]) -> NDArray[np.float64]:
    """The angles of the small classes, in degrees: between their rows, and between their features."""
    found, p = [], np.array([0.66, 0.4, 0.01])
    for rate in rates:
        p = root(condition, p, args=(rate,), tol=1e-12).x
        s, t, r = p
        across, up = 2 * r, np.sqrt(6 * (13 * s * s + 2 * t * t))  # singular values of the scores
        gram = [up / 6, 6 * t * t / up]  # what both small classes share, of rows and of features
        found.append([np.degrees(np.arccos((g - across / 2) / (g + across / 2))) for g in gram])
    return np.array(found)


def frame(panel: Panel, across: float, up: float) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """The three vectors with Gram matrix across uuᵀ + up vvᵀ, rows dashed, and their dual basis, solid."""
    rows = np.stack([np.sqrt(across) * ACROSS, np.sqrt(up) * UP], axis=1)
    features = np.stack([ACROSS / np.sqrt(across), UP / np.sqrt(up)], axis=1)
    for look, row, feature in zip(LOOKS, rows, features, strict=True):
        panel.curve([(0, 0), row], look, form="dashed")
        panel.dots([row], look, radius=5, open_=True)
        panel.arrow((0, 0), feature, look, form="heavy")
    panel.dots([(0, 0)], radius=3)
    return rows, features


def draw() -> bytes:
    """The picture of the topic page."""
    drawing = Drawing(346)
    box = (-1.15, -0.9, 1.15, 1.5)
    drawing.label(112, 18, "equal classes")
    panel = drawing.panel(box, at=(0, 30, 224, 166))
    rows, _ = frame(panel, 1, 1)
    for k, look, shift in zip((1, 2, 3), LOOKS, ((46, 0), (-6, -22), (6, -22)), strict=True):
        panel.label(rows[k - 1], f"*w*_{{{k}}} = *h*_{{{k}}}", look, shift=shift)
    drawing.label(352, 18, "13 : 1 : 1")
    panel = drawing.panel(box, at=(240, 30, 224, 166))
    rows, features = frame(panel, 1, 3)
    for name, ends, shifts in (
        ("w", rows, ((19, 0), (-20, 0), (20, 0))),
        ("h", features, ((19, -4), (-16, 0), (16, 0))),
    ):
        for k, look, end, shift in zip((1, 2, 3), LOOKS, ends, shifts, strict=True):
            panel.label(end, f"*{name}*_{{{k}}}", look, shift=shift)

    end = 7.0
    exponents = -np.log10(SPLIT) + (end + np.log10(SPLIT)) * np.linspace(0.004, 1, 120) ** 2
    both = angles(10.0**-exponents)
    plot = drawing.panel((1, 0, end, 150), at=(46, 212, 342, 110), stretch=True)
    for level, form in ((90.0, "thin"), (float(np.degrees(np.arccos(-0.8))), "thin"), (120.0, "dashed")):
        plot.segments([[(1, level), (end, level)]], "soft", form=form)
    plot.segments([[(1, 0), (end, 0)], [(1, 0), (1, 150)]], "soft")
    plot.segments([[(e, 0), (e, 6)] for e in (2, 4, 6)], "soft")
    start = [[1, 0], [-np.log10(SPLIT), 0]]
    for column, form in ((1, "heavy"), (0, "dashed")):
        plot.curve(np.vstack([start, np.stack([exponents, both[:, column]], axis=1)]), "mark", form=form)
    plot.label((end, 143), "∠(*h*_{2}, *h*_{3})", "mark", shift=(8, 3), anchor="start")
    plot.label((end, 120), "equal", "soft", shift=(8, -1), anchor="start")
    plot.label((end, 90), "∠(*w*_{2}, *w*_{3})", "mark", shift=(8, -2), anchor="start")
    for degrees, lift in ((0, 0), (90, -2), (120, -1), (143, 3)):
        plot.label((1, degrees), f"{degrees}°", "soft", shift=(-6, lift), anchor="end")
    plot.label((-np.log10(SPLIT), 0), "1/15", "soft", shift=(0, -15))
    for e in (2, 4, 6):
        plot.label((e, 0), f"10^{{−{e}}}", "soft", shift=(0, -15))
    plot.label((end, 0), "*λ*", "soft", shift=(0, -15))
    return drawing.bytes()
