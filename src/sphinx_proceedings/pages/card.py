"""A card: the picture that stands for a page where it is shared."""

from __future__ import annotations

import io
import math
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from itertools import product
from typing import TYPE_CHECKING

from sphinx_proceedings.metadata.page import SIZE
from sphinx_proceedings.pages.lettering import (
    SANS,
    SERIF,
    Line,
    Type,
    broken,
    cut,
    digest,
    is_settable,
    width,
    words,
    write,
)

if TYPE_CHECKING:
    from PIL.Image import Image

DESIGN = "1"
"""Counts how the drawing changes: what was drawn by another design is drawn again."""

WIDTH, HEIGHT = SIZE
LEFT, TOP, FOOT = 88, 84, HEIGHT - 50
ROOM = WIDTH - 2 * LEFT
EDGE = 14
BAND = 150
"""Height of the motif at the foot."""
TITLES = ((68, 3), (60, 3), (52, 4), (46, 4), (40, 5))
"""Sizes of a title and the lines it may have at each; what is too long for the last is cut."""
LEADING = 1.2
PEOPLE, LINES = Type(SANS, 30, 400), 2
PLACE = Type(SANS, 26, 600)
NO_BREAK = "\u00a0"
LONG_NAME = 50
"""Letters from which on a name may be broken."""

# The colours of the theme's light scheme: paper to ink in steps, and the hue of the topic's group.
PAPER, INK = (0xFB, 0xF9, 0xF4), (0x1B, 0x1C, 0x1F)
HUES = ((0x8B, 0x86, 0x7A), (0x3F, 0x66, 0x88), (0x4B, 0x7C, 0x6C), (0x97, 0x80, 0x3F), (0xA3, 0x65, 0x4C),
        (0x7C, 0x5D, 0x80))  # fmt: skip
STEPS = 15
BLACK, SOFT, GREY = 0, 68, 150
SHARPER = 4
"""The motif is drawn so many times larger, since lines are drawn without grey edges."""


@dataclass(frozen=True)
class Card:
    """What a card shows, in plain characters.

    `hue` is that of the topic's group, 0 for none. `formulas` are those of the title, as they stand in it.
    """

    title: str
    people: tuple[str, ...]
    place: str
    hue: int = 0
    formulas: tuple[str, ...] = ()

    @property
    def is_settable(self) -> bool:
        """Whether the site's typefaces have every character of it."""
        return is_settable("".join((self.title, *self.people, self.place)))

    @property
    def digest(self) -> str:
        """A digest of all that is drawn, and of what draws it."""
        from PIL import __version__ as version  # noqa: PLC0415

        return sha256(f"{DESIGN}\0{version}\0{digest()}\0{self!r}".encode()).hexdigest()


def draw(card: Card) -> bytes:
    """The card as a PNG of sixteen colours."""
    from PIL import Image, ImageDraw  # noqa: PLC0415

    picture = Image.new("L", SIZE, 255)
    picture.paste(motif(), (0, HEIGHT - BAND))
    pen = ImageDraw.Draw(picture)
    type_, lines = title_lines(card)
    y = TOP + type_.size * 0.8
    for line in lines:
        write(pen, (LEFT, y), line, type_, BLACK)
        y += type_.size * LEADING
    y += PEOPLE.size * 0.55
    for line in people_lines(card.people):
        write(pen, (LEFT, y), line, PEOPLE, SOFT)
        y += PEOPLE.size * 1.4
    for line in cut(broken(words(card.place), ROOM, PLACE), 1, ROOM, PLACE):
        write(pen, (LEFT, FOOT), line, PLACE, BLACK)
    return _png(picture, card.hue)


def title_lines(card: Card) -> tuple[Type, list[Line]]:
    """The largest type in which the title fits, and its lines."""
    title = words(card.title, card.formulas)
    for size, most in TITLES:
        type_ = Type(SERIF, size, 600)
        lines = broken(title, ROOM, type_)
        if len(lines) <= most and all(width(word, type_) <= ROOM for word in title):
            return type_, lines
    size, most = TITLES[-1]
    type_ = Type(SERIF, size, 600)
    return type_, cut(broken(title, ROOM, type_), most, ROOM, type_)


def people_lines(people: tuple[str, ...]) -> list[Line]:
    """The names in two lines; of more than fit there the first, and how many others."""
    lines: list[Line] = []
    for shown in range(len(people), 0, -1):
        others = len(people) - shown
        rest = f" and {others} other{'s' * (others > 1)}" if others else ""
        names = [name.replace(" ", NO_BREAK) if len(name) < LONG_NAME else name for name in people[:shown]]
        lines = broken(words(", ".join(names) + rest), ROOM, PEOPLE)
        if len(lines) <= LINES:
            break
    return cut(lines, LINES, ROOM, PEOPLE)


def _png(picture: Image, hue: int) -> bytes:
    """The picture in the colours of the theme, with the hue as an edge."""
    picture = picture.point([(value * (STEPS - 1) + 127) // 255 for value in range(256)])
    picture.paste(STEPS, (0, 0, EDGE, HEIGHT))
    picture.putpalette([part for colour in (*_ramp(), HUES[hue]) for part in colour])
    file = io.BytesIO()
    picture.save(file, "PNG", bits=4)
    return file.getvalue()


def _ramp() -> list[tuple[int, ...]]:
    shares = [step / (STEPS - 1) for step in range(STEPS)]
    return [tuple(round(i + (p - i) * share) for i, p in zip(INK, PAPER, strict=True)) for share in shares]


@cache
def motif() -> Image:
    """The tangents of two waves: curves that are nowhere drawn, and cells. It fades where text is."""
    from PIL import Image, ImageDraw  # noqa: PLC0415

    wide, high = WIDTH * SHARPER, BAND * SHARPER
    picture = Image.new("L", (wide, high), 255)
    pen = ImageDraw.Draw(picture)
    swing, length = high * 0.28, wide / 4.5
    for i, sign in product(range(-10, 230), (1, -1)):
        x = i * wide / 220
        turn = 2 * math.pi * x / length
        y = high / 2 - sign * swing * math.cos(turn)
        slope = sign * swing * 2 * math.pi / length * math.sin(turn)
        run = high * 0.46 / math.hypot(1, slope)
        pen.line(((x - run, y - slope * run), (x + run, y + slope * run)), fill=GREY, width=SHARPER)
    small = picture.resize((WIDTH, BAND), Image.Resampling.BOX)
    # Paper up to a quarter of the width, all of the motif from three quarters on.
    fade = Image.linear_gradient("L").rotate(90).resize((WIDTH, BAND))
    fade = fade.point([min(255, max(0, 2 * value - 128)) for value in range(256)])
    return Image.composite(small, Image.new("L", small.size, 255), fade)
