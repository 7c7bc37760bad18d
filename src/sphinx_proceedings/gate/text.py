"""Bytes to text: UTF-8, no deceiving characters, within budget."""

from __future__ import annotations

import codecs
import re
import unicodedata
from collections.abc import Iterator
from functools import cache

from sphinx_proceedings.problems import Problem

MAX_BYTES = 32 * 1024
MAX_LINES = 1500
MAX_MARKS = 4

# Control, format, surrogate, private, unassigned, line and paragraph separators.
REFUSED_CATEGORIES = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})
MARKS = frozenset({"Mn", "Me"})
KEPT_CONTROLS = frozenset("\n\t")
CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")
REMOVE = "Delete it: it is invisible, or changes how other text looks."
# Letters and marks by category, blank by their looks: Hangul fillers, the empty Braille cell, a joiner of
# marks, vowels of Khmer that were never written, and selectors of Mongolian.
BLANKS = frozenset("\u115f\u1160\u3164\uffa0\u2800\u034f\u17b4\u17b5\u180b\u180c\u180d\u180f")
SELECTOR = "[\ufe00-\ufe0f\U000e0100-\U000e01ef]"
LATIN = "[A-Za-z\u00c0-\u024f\u1e00-\u1eff]"
# Cyrillic, Armenian, Cherokee, Coptic and Lisu: alphabets with letters that look like Latin ones. Greek is
# not among them, since words such as “μm” and “ε-net” need it.
ALIKE = (
    "[\u0400-\u052f\u0531-\u0587\u13a0-\u13fd\u1c80-\u1c8f\u2c80-\u2cf3\ua4d0-\ua4f7\ua640-\ua69d"
    "\uab70-\uabbf]"
)
BEYOND_LATIN = re.compile("[\u0300-\u1fff\u20d0-\u20ff\u2c80-\U0010ffff]")
PATTERNS = (
    (
        re.compile(f"(?:(?<![^\\x00-\\x7f])|(?<={SELECTOR})){SELECTOR}"),
        "A variation selector, which is invisible, stands on a sign that has no variants.",
        "Delete it.",
    ),
    (
        re.compile(f"(?<={LATIN}){ALIKE}|(?<={ALIKE}){LATIN}"),
        "A word mixes letters of two alphabets that look alike.",
        "Type the word again.",
    ),
)
Group = tuple[re.Pattern[str], str, str]


@cache
def stacked_marks() -> re.Pattern[str]:
    """More than `MAX_MARKS` signs in a row that stand on, in or below a letter, of whatever script.

    Made when a text needs it: asking for each character's category takes some milliseconds.
    """
    marks = [c for c in range(0x300, 0x20000) if unicodedata.category(chr(c)) in MARKS]
    starts = [c for c, before in zip(marks, (0, *marks), strict=False) if c != before + 1]
    ends = [c for c, after in zip(marks, (*marks[1:], 0), strict=True) if c != after - 1]
    ranges = "".join(f"{chr(a)}-{chr(b)}" for a, b in zip(starts, ends, strict=True))
    return re.compile(f"[{ranges}]{{{MAX_MARKS + 1},}}")


def groups() -> tuple[Group, ...]:
    """What deceives together though each character may stand alone: pattern, message, remedy."""
    message = f"More than {MAX_MARKS} accents stand on one letter."
    return ((stacked_marks(), message, "Remove some."), *PATTERNS)


def refused(text: str) -> frozenset[str]:
    """The characters of `text` that may not stand in an untrusted file."""
    if text.isascii() and not CONTROL.search(text):
        return frozenset()
    return frozenset(
        c
        for c in set(text)
        if (unicodedata.category(c) in REFUSED_CATEGORIES and c not in KEPT_CONTROLS) or c in BLANKS
    )


def deceptions(text: str) -> Iterator[tuple[str, str]]:
    """(message, remedy) for each character of `text`, or group of them, that may not stand there."""
    for character in sorted(refused(text)):
        yield f"The character {describe(character)} may not stand here.", REMOVE
    yield from ((message, fix) for _, message, fix in _groups(text))


def _groups(text: str) -> list[Group]:
    if text.isascii() or not BEYOND_LATIN.search(text):
        return []
    return [group for group in groups() if group[0].search(text)]


def describe(character: str) -> str:
    """A character by its code point and name, never by itself."""
    return f"U+{ord(character):04X} ({unicodedata.name(character, 'a control character').lower()})"


def read(
    data: bytes, path: str, *, max_bytes: int = MAX_BYTES, max_lines: int = MAX_LINES
) -> tuple[str, list[Problem]]:
    """The text of a file, with plain line ends and without a leading byte order mark, and its Problems.

    Where there is a Problem the text is empty: nothing reads what was refused.
    """
    if len(data) > max_bytes:
        message = f"The file has more than {max_bytes:,} bytes."
        return "", [Problem(path, 0, 0, "BUDGET", message, "Shorten it, or move pictures out of it.")]
    data = data.removeprefix(codecs.BOM_UTF8)
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        before = data[data.rfind(b"\n", 0, error.start) + 1 : error.start]
        column = len(before.decode("utf-8")) + 1
        byte = data[error.start : error.start + 1]
        meant = byte.decode("cp1252", errors="ignore")
        message = f"Byte 0x{byte.hex().upper()} is not UTF-8" + (
            f"; it may stand for “{meant}”." if meant.isprintable() and meant else "."
        )
        fix = "Save the file again with the encoding UTF-8; most editors ask for it under “Save as”."
        return "", [Problem(path, line, column, "UTF8", message, fix)]
    text = text.replace("\r\n", "\n")
    if "\r" in text and "\n" not in text:
        message = "The lines end with carriage returns only."
        fix = "Save the file with line ends of Unix or Windows."
        return "", [Problem(path, 1, text.index("\r") + 1, "UNICODE", message, fix)]
    problems = [*_characters(text, path), *_lengths(text, path, max_lines)]
    return ("" if problems else text), problems


def _characters(text: str, path: str) -> Iterator[Problem]:
    wrong = refused(text)
    found = _groups(text)
    if not wrong and not found:
        return
    for number, line in enumerate(text.split("\n"), 1):
        for column, character in enumerate(line, 1):
            if character in wrong:
                message = f"The character {describe(character)} may not stand here."
                yield Problem(path, number, column, "UNICODE", message, REMOVE)
                wrong = wrong - {character}
        for group in tuple(found):
            pattern, message, fix = group
            if match := pattern.search(line):
                yield Problem(path, number, match.start() + 1, "UNICODE", message, fix)
                found.remove(group)


def _lengths(text: str, path: str, max_lines: int) -> Iterator[Problem]:
    lines = text.count("\n") + 1
    if lines > max_lines:
        message = f"The file has {lines:,} lines; {max_lines:,} are allowed."
        yield Problem(path, max_lines + 1, 1, "BUDGET", message, "Shorten it.")
