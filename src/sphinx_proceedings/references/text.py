"""LaTeX values of entries in plain characters, and the names in them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator

from pybtex.database import Person

from sphinx_proceedings import names
from sphinx_proceedings.gate import entry, tex

Typeset = Callable[[str], str]
"""A formula, without dollars, in plain characters."""

SPECIAL = re.compile(r"[\\{}$~`'\"]|--")
# An accent inside another one, \'{\^e}, waits for the second round.
ACCENTED = re.compile(rf"{tex.FORMULA}|{tex.ACCENTED}|\\.", re.DOTALL)
PIECE = re.compile(
    rf"{tex.FORMULA}|\\([A-Za-z]+)(?:\s*\{{\}}|\s*)|\\(.)|([{{}}])|(---?|~|``|''|[`'\"])", re.DOTALL
)
LIGATURES = {"---": "—", "--": "–", "~": "\u00a0", "``": "“", "''": "”", "`": "‘", "'": "’"}
BEFORE_QUOTE = frozenset(" \u00a0([–—“‘/")
LETTER = re.compile(r"\{([^\W\d_])\}")
CROWDED = re.compile(r"\.(?=[^\W\d_])")


def decode(value: str, typeset: Typeset) -> str:
    """A value in plain characters: accents, signs and formulas decoded, protecting braces gone."""
    if not SPECIAL.search(value):
        return value
    value = _with_letters(value)
    made = ""
    at = 0
    for piece in PIECE.finditer(value):
        made += value[at : piece.start()]
        made += _said(piece, made, typeset)
        at = piece.end()
    return made + value[at:]


def _with_letters(value: str) -> str:
    """A value in which letters with accents are characters; all else is as it was."""
    if "\\" not in value:
        return value
    return ACCENTED.sub(_composed, ACCENTED.sub(_composed, value))


def _composed(match: re.Match[str]) -> str:
    found = match[0]
    if len(found) == 2 or found.startswith("$"):
        return found
    return unicodedata.normalize("NFC", found[2:].strip(" \t\n{}\\") + tex.ACCENTS[found[1]])


def _said(piece: re.Match[str], before: str, typeset: Typeset) -> str:
    formula, word, sign, brace, ligature = piece.groups()
    if formula:
        return typeset(formula)
    if word:
        # A sign swallows the blanks after it; a style only its own name.
        return tex.SIGNS.get(word, "")
    if sign:
        return tex.SIGNS.get(sign, "")
    if brace:
        return ""
    if ligature == '"':
        return "“" if not before or before[-1] in BEFORE_QUOTE else "”"
    return LIGATURES[ligature]


def people(value: str, typeset: Typeset) -> Iterator[tuple[str, str]]:
    """(family name, “Family, G.”) of each person of an author or editor field; a group's name twice.

    “and others” comes as ("others", "others").
    """
    # Without its braces {\'E}tienne is a given name for pybtex too.
    for name in entry.split_names(LETTER.sub(r"\1", _with_letters(value))):
        yield ("others", "others") if name.lower() == "others" else _person(Person(name), typeset)


def _person(person: Person, typeset: Typeset) -> tuple[str, str]:
    family = decode(" ".join((*person.prelast_names, *person.last_names)), typeset)
    given = decode(" ".join((*person.first_names, *person.middle_names)), typeset)
    lineage = decode(" ".join(person.lineage_names), typeset)
    short = names.initials(CROWDED.sub(". ", given))
    return family, ", ".join(part for part in (family, lineage, short) if part)
