"""Addition modulo 5 with one frequency and with two.

On the left, the residues on the circle for frequency 1; the regular pentagon joins neighbours on the
circle for frequency 1, the star those for frequency 2. On the right, the score cos(2πd/5) and the average
of cos(2πd/5) and cos(4πd/5) as functions of d = c − a − b, with their margins: the drop from d = 0 to the
next largest of the other four values.
"""

import numpy as np
from drawing import Drawing, Panel

PRIME = 5


def circle(panel: Panel) -> None:
    """The residues and their neighbours."""
    angle = np.pi / 2 - 2 * np.pi * np.arange(PRIME) / PRIME  # clockwise from the top, like a clock
    points = np.stack([np.cos(angle), np.sin(angle)], axis=1)
    panel.circle((0, 0), 1.0, "soft", form="thin")
    for frequency, look, form in ((1, "hue-1", "line"), (2, "hue-5", "dashed")):
        order = [a * pow(frequency, -1, PRIME) % PRIME for a in range(PRIME)]
        panel.curve(points[order], look, form=form, closed=True)
    panel.dots(points)
    for residue, point in enumerate(points):
        panel.label(1.22 * point, str(residue))


def scores(panel: Panel) -> None:
    """Both scores and their margins."""
    grid, whole = np.linspace(-2.35, 2.35, 95), np.arange(-2, 3)
    for frequencies, look, open_, x, name in (
        ((1,), "hue-1", True, 1, "one"),
        ((1, 2), "mark", False, 2, "both"),
    ):

        def score(d: np.ndarray, frequencies: tuple[int, ...] = frequencies) -> np.ndarray:
            return np.mean([np.cos(2 * np.pi * k * d / PRIME) for k in frequencies], axis=0)

        panel.curve(np.stack([grid, score(grid)], axis=1), look, form="line" if open_ else "thin")
        rival = score(whole[whole != 0]).max()
        panel.arrow((x, 1), (x, rival + 0.09), look)
        panel.dots(np.stack([whole, score(whole)], axis=1), look, open_=open_)
        panel.label((x, 1), name, look, shift=(0, 14))
        panel.label((x, (1 + rival) / 2), f"{1 - rival:.2f}", look, shift=(7, 4), anchor="start")
    panel.segments([[(0, 1), (2.2, 1)]], "soft")


def draw() -> bytes:
    """The SVG file."""
    drawing = Drawing(244)
    circle(drawing.panel((-1.35, -1.35, 1.35, 1.35), at=(4, 22, 200, 200)))
    panel = drawing.panel((-2.5, -1.0, 2.75, 1.2), at=(222, 30, 252, 172), stretch=True)
    panel.segments([[(-2.4, -1), (2.4, -1)]], "soft")
    scores(panel)
    for d in range(-2, 3):
        panel.label((d, -1), f"{d}".replace("-", "−"), "soft", shift=(0, -14))
    panel.label((0, -1), "*c* − *a* − *b*", "soft", shift=(0, -33))
    return drawing.bytes()
