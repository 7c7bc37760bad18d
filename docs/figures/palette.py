"""The colours of the pictures, on light and on dark ground."""

from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True)
class Palette:
    """Ground, ink and the quiet hues, in the order in which they follow one another around a circle."""

    ground: str
    ink: str
    mark: str
    tint: float  # opacity of filled cells
    line: float  # opacity of thin lines
    hues: tuple[str, ...]


LIGHT = Palette(
    "#fbf9f4", "#1b1c1f", "#a8432d", 0.1, 0.75, ("#3f6688", "#4b7c6c", "#97803f", "#a3654c", "#7c5d80")
)
DARK = Palette(
    "#16171a", "#ece8df", "#e08a6d", 0.12, 0.7, ("#7fa5c4", "#86b6a2", "#c6ad74", "#cf957c", "#ae90b4")
)


def cycle(hues: tuple[str, ...], count: int) -> list[str]:
    """So many colours around the closed polygon of the hues, mixed in linear light."""
    corners = np.array([[int(h[i : i + 2], 16) / 255 for i in (1, 3, 5)] for h in hues]) ** 2.2
    at = np.arange(count) * len(hues) / count
    left = at.astype(int)
    weight = (at - left)[:, None]
    mixed = (1 - weight) * corners[left] + weight * corners[(left + 1) % len(hues)]
    return ["#" + "".join(f"{round(255 * v ** (1 / 2.2)):02x}" for v in row) for row in mixed]


NEUTRAL = "#807c73"
"""Legible on both grounds, for pictures that do not know which one they are on."""
