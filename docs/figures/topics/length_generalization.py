"""What words of at most two letters say about a function of Hankel rank two.

The functions of rank 2 that count the letters a in all words of at most two letters form a plane with
the coordinates x = f(aaa) and y = f(aba). On the left, the Hankel matrix with rows and columns
ε, a, b, aa, ab, ba, bb: tinted where it is known from training, a number where all points of the plane
agree, a dot where they do not. On the right, f(aⁿ) for x = 3 and for x = 3.0001, with y = 2.
"""

import numpy as np
from drawing import Drawing, Panel
from numpy.typing import NDArray

WORDS = ("", "a", "b", "aa", "ab", "ba", "bb")
LONGEST = 2
CELL = 30.0
LENGTH = 100
ERROR = 1e-4
# Points of the plane; a value that is the same at all of them and in the target does not vary: it is a
# polynomial of degree at most two in x and y here.
POINTS = [(3 + i, 2 + j) for i in range(-2, 3) for j in range(-2, 3)]


def value(word: str, x: float, y: float) -> float:
    """What the automaton at the point (x, y) computes."""
    step = {"a": np.array([[0, 1], [x - 4, 2]]), "b": np.array([[1, 0], [y - 2, 1]])}
    row: NDArray[np.float64] = np.array([1.0, 0.0])
    for letter in word:
        row = row @ step[letter]
    return float(row[1])


def matrix(drawing: Drawing, left: float, top: float) -> None:
    """The Hankel matrix, with its corner at the given point."""
    count = len(WORDS)
    panel = drawing.panel((0, -count, count, 0), at=(left, top, CELL * count, CELL * count))
    for i, word in enumerate(WORDS):
        name = f"*{word or 'ε'}*"
        drawing.label(left + CELL * (i + 0.5), top - 8, name)
        drawing.label(left - 8, top + CELL * (i + 0.5) + 5, name, anchor="end")
        seen = max((j for j, v in enumerate(WORDS) if len(word + v) <= LONGEST), default=-1) + 1
        panel.area([[0, -i], [seen, -i], [seen, -i - 1], [0, -i - 1]], "hue-1")
        for j, other in enumerate(WORDS):
            values = {value(word + other, *point) for point in POINTS}
            middle = (j + 0.5, -i - 0.5)
            if len(values) == 1:
                panel.label(middle, f"{values.pop():.0f}", "" if j < seen else "soft")
            else:
                panel.dots(middle, "mark")
    panel.curve([[0, 0], [count, 0], [count, -count], [0, -count]], "soft", form="thin", closed=True)


def growth(panel: Panel) -> None:
    """Both functions on the words aⁿ."""
    lengths = np.arange(LENGTH + 1)
    for x, look, form in ((3.0, "hue-1", "dashed"), (3.0 + ERROR, "mark", "line")):
        values = [value("a" * n, x, 2.0) for n in lengths]
        panel.curve(np.stack([lengths, values], axis=1), look, form=form)
        panel.label((LENGTH, values[-1]), f"{values[-1]:.0f}", look, shift=(5, 0), anchor="start")


def draw() -> bytes:
    """The SVG file."""
    drawing = Drawing(256)
    matrix(drawing, 36, 32)
    panel = drawing.panel((0, 0, 124, 136), at=(290, 26, 178, 196), stretch=True)
    panel.axes("*n*", "*f*(*a*^{n})")
    growth(panel)
    return drawing.bytes()
