"""LaTeX values of entries as plain text."""

from __future__ import annotations

import re
from collections.abc import Callable

from pybtex.database import Person
from pybtex.richtext import Text

from sphinx_proceedings import names

Typeset = Callable[[str], str]
"""A formula, without dollars, in plain characters."""

MATH = re.compile(r"(?<!\\)\$([^$]*)(?<!\\)\$")
SIGNS = (("---", "—"), ("--", "–"), ("``", "“"), ("''", "”"), ("~", "\u00a0"))


def decode(value: str, typeset: Typeset) -> str:
    """A value in plain characters: accents and signs decoded, protecting braces gone."""
    pieces = MATH.split(value)
    for i in range(0, len(pieces), 2):
        pieces[i] = _words(pieces[i])
    for i in range(1, len(pieces), 2):
        pieces[i] = typeset(pieces[i])
    return "".join(pieces)


def _words(text: str) -> str:
    if "\\" in text:
        text = str(Text.from_latex(text))
    for sign, character in SIGNS:
        text = text.replace(sign, character)
    return text.replace("{", "").replace("}", "")


def people(value: str, typeset: Typeset) -> list[tuple[str, str]]:
    """(family name, “Family, G.”) of each person of an author or editor field; a group's name twice."""
    found = []
    for name in re.split(r"\s+and\s+(?![^{]*\})", value):
        if name.strip() == "others":
            found.append(("others", "others"))
        elif name.startswith("{") and name.endswith("}"):
            group = decode(name, typeset)
            found.append((group, group))
        else:
            found.append(_person(Person(name), typeset))
    return found


def _person(person: Person, typeset: Typeset) -> tuple[str, str]:
    family = decode(" ".join((*person.prelast_names, *person.last_names)), typeset)
    given = names.initials(decode(" ".join((*person.first_names, *person.middle_names)), typeset))
    lineage = decode(" ".join(person.lineage_names), typeset)
    return family, ", ".join(part for part in (family, lineage, given) if part)
