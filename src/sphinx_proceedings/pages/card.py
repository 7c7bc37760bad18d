"""A card: the picture that stands for a page where it is shared; its text in the site's own typefaces."""

from __future__ import annotations

import io
import math
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from hashlib import sha256
from itertools import groupby, product
from pathlib import Path
from typing import TYPE_CHECKING

from sphinx_proceedings.metadata.page import SIZE

if TYPE_CHECKING:
    from PIL.Image import Image
    from PIL.ImageDraw import ImageDraw
    from PIL.ImageFont import FreeTypeFont

DESIGN = "1"
"""Counts how the drawing changes: what was drawn by another design is drawn again."""
FONTS = Path(__file__).parents[1] / "theme" / "static" / "fonts"
FACE = re.compile(r'src: url\("([\w-]+\.woff2)"\)[^;]*;\s*unicode-range: ([^;]+);')
SERIF = ("proceedings-serif", "proceedings-serif-ext")
SANS = ("proceedings-sans", "proceedings-sans-ext", *SERIF)
MATH = ("proceedings-math", "proceedings-math-letters", "proceedings-math-symbols")

WIDTH, HEIGHT = SIZE
LEFT, TOP, BOTTOM = 88, 84, HEIGHT - 50
ROOM = WIDTH - 2 * LEFT
BAND = 150
"""Height of the motif at the foot."""
TITLES = ((68, 3), (60, 3), (52, 4), (46, 4), (40, 5))
"""Sizes of a title and the lines it may have at each; what is too long for the last is cut."""
LEADING = 1.2
AUTHORS, LINES = 30, 2
SMALL = 26
NO_BREAK = "\u00a0"
LONG_NAME = 50
"""Letters from which on a name may be broken."""
BLANK = ((" ", 0),)
RAISED = {0: 0.0, 1: 0.36, -1: -0.16}
"""How far scripts are shifted, in sizes of the type."""
SCRIPT = re.compile(r"(?P<mark>[\^_])?(?:(?<=[\^_])\((?P<group>[^()]*)\)|(?P<one>(?<=[\^_])\d+|.))")
"""A character of a formula in plain characters, or a script, which has parentheses if it is longer."""

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

    `formulas` are those of the title, as they stand in it. `hue` is that of the topic's group, 0 for none.
    """

    title: str
    people: tuple[str, ...]
    place: str
    hue: int = 0
    formulas: tuple[str, ...] = ()

    @property
    def is_settable(self) -> bool:
        """Whether the site's typefaces have every character of it."""
        text = "".join((self.title, *self.people, self.place))
        return all(_face(character, SANS) for character in text)

    @property
    def digest(self) -> str:
        """A digest of all that is drawn, and of what draws it."""
        from PIL import __version__ as version  # noqa: PLC0415

        made_by = f"{DESIGN}\0{version}\0{_fonts_digest()}\0{self!r}"
        return sha256(made_by.encode()).hexdigest()


def draw(card: Card) -> bytes:
    """The card as a PNG of sixteen colours."""
    from PIL import Image, ImageDraw  # noqa: PLC0415

    picture = Image.new("L", SIZE, 255)
    picture.paste(_motif(), (0, HEIGHT - BAND))
    pen = ImageDraw.Draw(picture)
    size, lines = _title(card)
    y = TOP + size * 0.8
    for line in lines:
        _write(pen, (LEFT, y), line, SERIF, size, 600, BLACK)
        y += size * LEADING
    y += AUTHORS * 0.55
    for line in _people(card.people):
        _write(pen, (LEFT, y), line, SANS, AUTHORS, 400, SOFT)
        y += AUTHORS * 1.4
    _write(pen, (LEFT, BOTTOM), (_plain(card.place),), SANS, SMALL, 600, BLACK)
    return _png(picture, card.hue)


def _png(picture: Image, hue: int) -> bytes:
    """The picture in the colours of the theme, with the hue as an edge."""
    picture = picture.point([(value * (STEPS - 1) + 127) // 255 for value in range(256)])
    picture.paste(STEPS, (0, 0, 14, HEIGHT))
    picture.putpalette([part for colour in (*_ramp(), HUES[hue]) for part in colour])
    file = io.BytesIO()
    picture.save(file, "PNG", bits=4)
    return file.getvalue()


def _ramp() -> list[tuple[int, ...]]:
    shares = [step / (STEPS - 1) for step in range(STEPS)]
    return [tuple(round(i + (p - i) * share) for i, p in zip(INK, PAPER, strict=True)) for share in shares]


@cache
def _motif() -> Image:
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


# ── lines ────────────────────────────────────────────────────────────────────────────────────────────

# A word is characters with their levels: 1 for what stands high, as an exponent, -1 for what stands low.
Word = tuple[tuple[str, int], ...]
Line = tuple[Word, ...]


def _title(card: Card) -> tuple[int, list[Line]]:
    """The largest size at which the title fits, and its lines."""
    words = _words(_levels(card.title, card.formulas))
    for size, most in TITLES:
        lines = _broken(words, SERIF, size, 600)
        if len(lines) <= most and all(_width(word, SERIF, size, 600) <= ROOM for word in words):
            return size, lines
    size, most = TITLES[-1]
    return size, _cut(_broken(words, SERIF, size, 600), most)


def _people(people: tuple[str, ...]) -> list[Line]:
    """The names in two lines; of more than fit there the first, and how many others."""
    for shown in range(len(people), 0, -1):
        others = len(people) - shown
        rest = f" and {others} other{'s' * (others > 1)}" if others else ""
        names = [name.replace(" ", NO_BREAK) if len(name) < LONG_NAME else name for name in people[:shown]]
        lines = _broken(_words(_plain(", ".join(names) + rest)), SANS, AUTHORS, 400)
        if len(lines) <= LINES:
            return lines
    return _cut(_broken(_words(_plain(people[0])), SANS, AUTHORS, 400), LINES) if people else []


def _plain(text: str) -> Word:
    return tuple((character, 0) for character in text)


def _levels(title: str, formulas: tuple[str, ...]) -> Word:
    """The characters of a title; in its formulas, what follows ^ and _ stands high and low."""
    found: list[tuple[str, int]] = []
    for formula in formulas:
        before, at, after = title.partition(formula)
        if at:
            found += _plain(before)
            for part in SCRIPT.finditer(formula):
                level = {"^": 1, "_": -1}.get(part["mark"] or "", 0)
                found += ((character, level) for character in part["group"] or part["one"])
            title = after
    return (*found, *_plain(title))


def _words(text: Word) -> list[Word]:
    return [tuple(word) for blank, word in groupby(text, key=(" ", 0).__eq__) if not blank]


def _broken(words: list[Word], faces: tuple[str, ...], size: int, weight: int) -> list[Line]:
    """Lines that fit, broken between words; a word that is too long has a line of its own."""
    lines: list[Line] = []
    room, blank = 0.0, _width(BLANK, faces, size, weight)
    for word in words:
        wide = _width(word, faces, size, weight)
        if wide + blank <= room:
            lines[-1] += (word,)
            room -= wide + blank
        else:
            lines.append((word,))
            room = ROOM - wide
    return lines


def _cut(lines: list[Line], most: int) -> list[Line]:
    return lines if len(lines) <= most else [*lines[: most - 1], (*lines[most - 1][:-1], _plain("…"))]


# ── type ─────────────────────────────────────────────────────────────────────────────────────────────


def _write(
    pen: ImageDraw,
    at: tuple[float, float],
    line: Line,
    faces: tuple[str, ...],
    size: int,
    weight: int,
    ink: int,
) -> None:
    """Write a line that begins at `at`, each character in the first face that has it."""
    x, y = at
    for i, word in enumerate(line):
        x += _width(BLANK, faces, size, weight) if i else 0
        for name, level, run in _runs(word, faces):
            font = _font(name, _smaller(size, level), weight)
            pen.text((x, y - size * RAISED[level]), run, ink, font, anchor="ls")
            x += font.getlength(run)


@lru_cache(4096)
def _width(word: Word, faces: tuple[str, ...], size: int, weight: int) -> float:
    runs = _runs(word, faces)
    return sum(_font(name, _smaller(size, level), weight).getlength(run) for name, level, run in runs)


def _runs(word: Word, faces: tuple[str, ...]) -> Iterator[tuple[str, int, str]]:
    """The pieces of a word in one face and at one level: face, level and characters."""
    for (name, level), run in groupby(word, key=lambda letter: (_face(letter[0], faces), letter[1])):
        yield name, level, "".join(character for character, _ in run)


def _smaller(size: int, level: int) -> int:
    return round(size * 0.66) if level else size


@cache
def _font(name: str, size: int, weight: int) -> FreeTypeFont:
    from PIL import ImageFont  # noqa: PLC0415

    font = ImageFont.truetype(str(FONTS / f"{name}.woff2"), size)
    if name not in MATH:
        font.set_variation_by_axes([weight])
    return font


@cache
def _face(character: str, faces: tuple[str, ...]) -> str:
    """The first of `faces`, or else of those for formulas, that has a character; nothing if none has."""
    have = _characters()
    return next((name for name in (*faces, *MATH) if ord(character) in have[name]), "")


@cache
def _characters() -> dict[str, frozenset[int]]:
    """The characters that each file of the theme's fonts has."""
    found = {}
    for file, ranges in FACE.findall((FONTS / "fonts.css").read_text(encoding="utf-8")):
        codes: set[int] = set()
        for part in ranges.replace("U+", "").split(", "):
            first, _, last = part.partition("-")
            codes.update(range(int(first, 16), int(last or first, 16) + 1))
        found[file.removesuffix(".woff2")] = frozenset(codes)
    return found


@cache
def _fonts_digest() -> str:
    made = sha256()
    for file in sorted(FONTS.glob("*.woff2")):
        made.update(file.read_bytes())
    return made.hexdigest()
