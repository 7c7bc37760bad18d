"""Lettering: text for pictures, broken into lines and drawn in the site's own typefaces."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache, lru_cache
from hashlib import sha256
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from PIL.ImageDraw import ImageDraw
    from PIL.ImageFont import FreeTypeFont

FONTS = Path(__file__).parents[1] / "theme" / "static" / "fonts"
FACE = re.compile(r'src: url\("([\w-]+\.woff2)"\)[^;]*;\s*unicode-range: ([^;]+);')
SERIF = ("proceedings-serif", "proceedings-serif-ext")
SANS = ("proceedings-sans", "proceedings-sans-ext", *SERIF)
MATH = tuple(f"proceedings-math{part}" for part in ("", "-letters", "-fraktur", "-relations", "-symbols"))

SMALLER = 0.66
"""The size of what stands high or low, in sizes of the type."""
RAISED = {0: 0.0, 1: 0.36, -1: -0.16}
"""How far it is shifted."""
SCRIPT = re.compile(r"(?P<mark>[\^_])?(?:(?<=[\^_])\((?P<group>[^()]*)\)|(?P<one>(?<=[\^_])\d+|.))")
"""A character of a formula in plain characters, or a script, which has parentheses if it is longer."""

Word = tuple[tuple[str, int], ...]
"""Characters with their levels: 1 for what stands high, as an exponent, -1 for what stands low."""
Line = tuple[Word, ...]
BLANK: Word = ((" ", 0),)


class Type(NamedTuple):
    """How text is set: the faces from which its characters are taken, in this order; size and weight."""

    faces: tuple[str, ...]
    size: int
    weight: int


def is_settable(text: str) -> bool:
    """Whether the site's typefaces have every character of `text`."""
    return all(_face(character, SANS) for character in {*text})


def words(text: str, formulas: Sequence[str] = ()) -> list[Word]:
    """The words of `text`. In its formulas, what follows ^ and _ stands high and low."""
    letters: list[tuple[str, int]] = []
    for formula in formulas:
        before, found, after = text.partition(formula)
        if found:
            letters += _level(before)
            for part in SCRIPT.finditer(formula):
                level = {"^": 1, "_": -1}.get(part["mark"] or "", 0)
                letters += _level(part["group"] or part["one"] or "", level)
            text = after
    letters += _level(text)
    return [tuple(word) for blank, word in groupby(letters, key=BLANK[0].__eq__) if not blank]


def _level(text: str, level: int = 0) -> Word:
    return tuple((character, level) for character in text)


def broken(of: Sequence[Word], room: float, type_: Type) -> list[Line]:
    """Lines of at most `room`, broken between words; a word that is longer has a line of its own."""
    lines: list[Line] = []
    left, blank = 0.0, width(BLANK, type_)
    for word in of:
        wide = width(word, type_)
        if wide + blank <= left:
            lines[-1] += (word,)
            left -= wide + blank
        else:
            lines.append((word,))
            left = room - wide
    return lines


def cut(lines: list[Line], most: int, room: float, type_: Type) -> list[Line]:
    """At most so many lines, none of them longer than `room`; an ellipsis stands for what is left out."""
    kept = lines[:most]
    if len(lines) > most:
        kept[-1] = (*kept[-1][:-1], _level("…"))
    return [_within(line, room, type_) for line in kept]


def _within(line: Line, room: float, type_: Type) -> Line:
    """A line; if it is a single word that is too long, as much of that as there is room for."""
    [*_, last] = line
    if len(line) > 1 or width(last, type_) <= room:
        return line
    end = _level("…")
    while len(last) > 1 and width((*last, *end), type_) > room:
        last = last[:-1]
    return ((*last, *end),)


def write(pen: ImageDraw, at: tuple[float, float], line: Line, type_: Type, ink: int) -> None:
    """Write a line whose foot begins at `at`, each character in the first face that has it."""
    x, y = at
    for i, word in enumerate(line):
        x += width(BLANK, type_) if i else 0
        for font, level, run in _runs(word, type_):
            pen.text((x, y - type_.size * RAISED[level]), run, ink, font, anchor="ls")
            x += font.getlength(run)


@lru_cache(4096)
def width(word: Word, type_: Type) -> float:
    """How wide a word is, in pixels."""
    return sum(font.getlength(run) for font, _, run in _runs(word, type_))


def _runs(word: Word, type_: Type) -> Iterator[tuple[FreeTypeFont, int, str]]:
    """The pieces of a word in one face and at one level."""
    for (name, level), run in groupby(word, key=lambda letter: (_face(letter[0], type_.faces), letter[1])):
        size = round(type_.size * SMALLER) if level else type_.size
        yield _font(name, size, type_.weight), level, "".join(character for character, _ in run)


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
def digest() -> str:
    """A digest of the typefaces."""
    made = sha256()
    for file in sorted(FONTS.glob("*.woff2")):
        made.update(file.read_bytes())
    return made.hexdigest()
