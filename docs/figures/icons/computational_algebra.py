"""Computational algebra and polynomial invariants: the staircase of a monomial ideal.

The ideal is (x^5, x^3 y, x y^2, y^4). The large dots are the exponents of its generators; the small
ones below the stairs are the monomials outside the ideal, a basis of the quotient ring.
"""

from icon import Icon

GENERATORS = [(0, 4), (1, 2), (3, 1), (5, 0)]


def draw() -> bytes:
    """The stairs, their corners, and the axes."""
    icon = Icon(0, 0, 5.6, 4.9, stretch=True)
    stairs = [(0.0, 4.0)]
    for x, y in GENERATORS[1:]:
        stairs += [(x, stairs[-1][1]), (x, y)]
    icon.curve([(0, 4.9), (0, 0), (5.6, 0)], thin=True)
    icon.curve(stairs)
    icon.dot(*GENERATORS, radius=3)
    outside = [
        (i, j) for i in range(5) for j in range(4) if not any(i >= a and j >= b for a, b in GENERATORS)
    ]
    icon.dot(*outside, radius=1.2)
    return icon.bytes()
