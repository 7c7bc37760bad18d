"""What can be mended in a file because it has one right answer; all its other bytes stay."""

from __future__ import annotations

import re
from collections.abc import Callable

from sphinx_proceedings.gate.text import describe, refused

Mended = tuple[str, list[str]]
"""A text, and what was done to it."""

INDENT = re.compile(r"^( *\t[ \t]*)", re.MULTILINE)


def plain_line_ends(text: str) -> Mended:
    """Line ends of old systems become those that all others use."""
    if "\r" not in text:
        return text, []
    return text.replace("\r\n", "\n").replace("\r", "\n"), ["changed the line ends"]


def no_invisible_characters(text: str) -> Mended:
    """Characters that cannot be seen, or that change how others look, are taken out."""
    wrong = sorted(refused(text))
    for character in wrong:
        text = text.replace(character, "")
    return text, [f"removed {describe(character)}" for character in wrong]


def no_tabs_in_front_matter(text: str) -> Mended:
    """A tab that indents a line of front matter becomes two spaces."""
    head, fence, rest = text.partition("\n---")
    mended = INDENT.sub(lambda match: match[1].replace("\t", "  "), head)
    return mended + fence + rest, ["replaced tabs by spaces"] if mended != head else []


MENDINGS: tuple[Callable[[str], Mended], ...] = (
    plain_line_ends,
    no_invisible_characters,
    no_tabs_in_front_matter,
)


def mend(data: bytes) -> tuple[bytes, list[str]]:
    """The file mended, and what was done. A file that is not UTF-8 is left as it is."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data, []
    done: list[str] = []
    for mending in MENDINGS:
        text, did = mending(text)
        done += did
    return (text.encode() if done else data), done
