"""Bytes to text: UTF-8, no deceiving characters, within budget."""

from __future__ import annotations

import codecs
import re
import unicodedata
from collections.abc import Iterator

from sphinx_proceedings.problems import Problem

MAX_BYTES = 32 * 1024
MAX_LINES = 1500
MAX_LINE = 12_000
MAX_MARKS = 4

# Control, format, surrogate, private, unassigned, line and paragraph separators.
REFUSED_CATEGORIES = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})
KEPT_CONTROLS = frozenset("\n\t")
REMOVE = "Delete it: it is invisible, or changes how other text looks."
# Letters by category, blank by their looks: Hangul fillers, and the empty Braille cell.
BLANKS = frozenset("\u115f\u1160\u3164\uffa0\u2800")
STACKED_MARKS = re.compile(rf"[^\W\d_][\u0300-\u036f\u0483-\u0489\u20d0-\u20ff]{{{MAX_MARKS + 1},}}")


def refused(text: str) -> frozenset[str]:
    """The characters of `text` that may not stand in an untrusted file."""
    if text.isascii() and text.isprintable():
        return frozenset()
    return frozenset(
        c
        for c in set(text)
        if (unicodedata.category(c) in REFUSED_CATEGORIES and c not in KEPT_CONTROLS) or c in BLANKS
    )


def deceptions(text: str) -> Iterator[tuple[str, str]]:
    """(message, remedy) for each character or tower of accents in `text` that may not stand there."""
    for character in sorted(refused(text)):
        yield f"The character {describe(character)} may not stand here.", REMOVE
    if not text.isascii() and STACKED_MARKS.search(text):
        yield f"More than {MAX_MARKS} accents stand on one letter.", "Remove some."


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
    stacked = STACKED_MARKS.search(text) if not text.isascii() else None
    if not wrong and not stacked:
        return
    for number, line in enumerate(text.split("\n"), 1):
        for column, character in enumerate(line, 1):
            if character in wrong:
                message = f"The character {describe(character)} may not stand here."
                yield Problem(path, number, column, "UNICODE", message, REMOVE)
                wrong = wrong - {character}
        if stacked and (match := STACKED_MARKS.search(line)):
            message = f"More than {MAX_MARKS} accents stand on one letter."
            yield Problem(path, number, match.start() + 1, "UNICODE", message, "Remove some.")
            stacked = None


def _lengths(text: str, path: str, max_lines: int) -> Iterator[Problem]:
    lines = text.split("\n")
    if len(lines) > max_lines:
        message = f"The file has {len(lines):,} lines; {max_lines:,} are allowed."
        yield Problem(path, max_lines + 1, 1, "BUDGET", message, "Shorten it.")
    for number, line in enumerate(lines, 1):
        if len(line) > MAX_LINE:
            message = f"The line has {len(line):,} characters; {MAX_LINE:,} are allowed."
            yield Problem(path, number, MAX_LINE + 1, "BUDGET", message, "Break it into lines.")
            return
