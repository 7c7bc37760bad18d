"""Authors that stand in one cell of a table."""

from __future__ import annotations

import re
from itertools import zip_longest

from sphinx_proceedings.importers.flow import Doubt
from sphinx_proceedings.importers.record import Person

AND = re.compile(r"\s*,?\s+(?:and|&)\s+")
PLACE = re.compile(r"\s*\(([^()@]*(?:\([^()]*\)[^()@]*)*)\)\s*$")
SUFFIX = re.compile(r",\s*(?=(?:jr|sr|i{2,3}|iv)\.?(?:,|$))", re.IGNORECASE)
WRITE = "Separate authors by semicolons."


def listed(cell: str, places: str = "", orcids: str = "") -> tuple[tuple[Person, ...], tuple[Doubt, ...]]:
    """The authors of a cell, and what is doubtful about them.

    “A B; C D”, one a line, “A B, C D and E F”; each may have an institution in brackets. `places` and
    `orcids` have one for each author, separated by semicolons; a single institution is everybody's.
    """
    names, doubts = _names(cell)
    found = [PLACE.search(name) for name in names]
    own = [match[1].strip() if match else "" for match in found]
    names = [name[: match.start()] if match else name for name, match in zip(names, found, strict=True)]
    given = _parts(places)
    if len(given) == 1:
        given *= len(names)
    elif given and len(given) != len(names):
        message = f"There are {len(given)} affiliations for {len(names)} authors; they were left out."
        doubts.append(Doubt(message, "Give one for each author, or one for all."))
        given = []
    ids = _parts(orcids, keep_empty=True)
    people = tuple(
        Person(name=name, affiliations=tuple(filter(None, (place, *spread.split(" | ")))), orcid=orcid)
        for name, place, spread, orcid in zip_longest(names, own, given, ids[: len(names)], fillvalue="")
    )
    return people, tuple(doubts)


def _parts(cell: str, *, keep_empty: bool = False) -> list[str]:
    parts = [part.strip() for part in re.split(r"[;\n]", cell)] if cell.strip() else []
    return [part for part in parts if part or keep_empty]


def _names(cell: str) -> tuple[list[str], list[Doubt]]:
    if ";" in cell or "\n" in cell:
        return _parts(cell), []
    bare = re.sub(r"\([^()]*\)", "", cell)
    # A comma in brackets, or before “Jr.”, separates nobody.
    parts = [part.strip() for part in re.split(r",(?![^()]*\))", SUFFIX.sub(" ", AND.sub(", ", cell)))]
    parts = [part for part in parts if part]
    single = [part for part in parts if " " not in part]
    if single and len(parts) > 1:
        if len(parts) == 2 and not AND.search(bare):
            message = f"“{cell[:80]}” was read as one author, family name first."
            return [cell], [Doubt(message, WRITE)]
        return parts, [Doubt(f"“{single[0][:60]}” may be half of a name.", WRITE)]
    return parts, []
