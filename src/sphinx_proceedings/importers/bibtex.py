"""A bibliography as contributions: one entry of a BibTeX file each, as publishers of proceedings give them.

Taken over are title, author, abstract, keywords, DOI, arXiv number and the links that an abstract has a
place for; entries for whole books of proceedings are left out. Names are in BibTeX's own forms, and one
that stands between braces is a group's. Text is LaTeX.

The file is cut where a line begins with @ and a word, and one entry at a time is parsed by pybtex.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from pybtex.database import InvalidNameString
from pybtex.database import Person as Names
from pybtex.database.input.bibtex import LowLevelParser, month_names
from pybtex.exceptions import PybtexError
from pybtex.scanner import PybtexSyntaxError

from sphinx_proceedings.importers import making, streams
from sphinx_proceedings.importers.files import Imported
from sphinx_proceedings.importers.flow import Doubt
from sphinx_proceedings.importers.record import DEFAULTS, Options, Person, Submission, Unusable
from sphinx_proceedings.importers.tables import NOT_UTF8

BEGIN = re.compile(r"\s*@\s*[A-Za-z]+\s*[{(]")
AND = re.compile(r"\s+and\s+", re.IGNORECASE)
BRACED = re.compile(r"\{([^{}]*)\}")
MAX_ENTRY = 256 * 1024
BOOKS = frozenset({"proceedings", "book", "collection"})
LINKS = {"doi": "doi", "software": "code", "code": "code", "pdf": "paper", "url": "paper", "video": "video",
         "slides": "slides", "poster": "poster"}  # fmt: skip
SEPARATOR = re.compile(r"[;,\n]")
MEND = "Mend it in the bibliography."


def read(source: Path, options: Options = DEFAULTS) -> Iterator[Imported]:
    """The entries of `source`; Unusable where it has none."""
    return making.imported(_submissions(source, options), source.name)


def _submissions(source: Path, options: Options) -> Iterator[Submission]:
    macros: dict[str, str] = dict(month_names)
    found = False
    with streams.text(source) as (file, encoding):
        doubts = (NOT_UTF8,) if encoding == "cp1252" else ()
        for line, piece in _pieces(file):
            for submission in _parsed(line, piece, macros, doubts):
                found, doubts = True, ()
                yield submission
            options.progress(streams.percent(file))
    if not found:
        raise Unusable(source.name, "The file has no entries.", "Expected is BibTeX: @inproceedings{…}.")


def _pieces(lines: Iterator[str]) -> Iterator[tuple[int, str]]:
    """(line, text) of each entry, cut where the next begins."""
    start, size = 1, 0
    held: list[str] = []
    for number, line in enumerate(lines, 1):
        if BEGIN.match(line):
            if held:
                yield start, "".join(held)
            start, held, size = number, [], 0
        size += len(line)
        if size <= MAX_ENTRY:
            held.append(line)
    if held:
        yield start, "".join(held)


def _parsed(
    line: int, piece: str, macros: dict[str, str], doubts: tuple[Doubt, ...]
) -> Iterator[Submission]:
    parser = LowLevelParser(piece, macros=macros)
    try:
        for command, (*head, fields) in parser:
            if command.lower() == "string":
                macros[head[0].lower()] = "".join(fields)
            elif command.lower() not in {"comment", "preamble"}:
                values = {name.lower(): "".join(parts) for name, parts in fields}
                yield _submission(line, command.lower(), head[0], values, doubts)
    except (PybtexSyntaxError, PybtexError) as error:
        why = str(error).partition(": ")[2] or str(error)
        label = f"entry in line {line}"
        wrong = (Doubt(f"It cannot be parsed: {why}.", MEND),)
        yield Submission(label, "", line=line, unreadable=True, doubts=wrong)


def _submission(
    line: int, kind: str, key: str, values: dict[str, str], doubts: tuple[Doubt, ...]
) -> Submission:
    people, more = _people(values.get("author", ""))
    return Submission(
        label=f"“{key}”",
        title=values.get("title", ""),
        people=tuple(people),
        abstract=values.get("abstract", ""),
        id=key,
        line=line,
        keywords=tuple(SEPARATOR.split(values.get("keywords", ""))),
        links=tuple(_links(values)),
        left_out="for a whole volume" if kind in BOOKS else "",
        latex=True,
        doubts=(*doubts, *more),
    )


def _people(authors: str) -> tuple[list[Person], list[Doubt]]:
    people: list[Person] = []
    doubts: list[Doubt] = []
    for name in AND.split(" ".join(authors.split())) if authors.strip() else ():
        if name == "others":
            doubts.append(Doubt("There are others, whom the entry does not name.", "Add them by hand."))
        elif match := BRACED.fullmatch(name):
            people.append(Person(name=match[1]))
        else:
            people.append(_person(name))
    return people, doubts


def _person(name: str) -> Person:
    try:
        parts = Names(name)
    except InvalidNameString:
        return Person(name=name)
    given = [*parts.first_names, *parts.middle_names]
    family = [*parts.prelast_names, *parts.last_names, *parts.lineage_names]
    if len(parts.last_names) == 1:
        # In reading order its parts are found again, and written in one line.
        return Person(name=" ".join([*given, *family]))
    return Person(given=" ".join(given), family=" ".join(family))


def _links(values: dict[str, str]) -> Iterator[tuple[str, str]]:
    found: dict[str, str] = {}
    if (
        values.get("archiveprefix", "").lower() == "arxiv"
        or values.get("eprinttype", "").lower() == "arxiv"
    ):
        found["arxiv"] = values.get("eprint", "")
    for field, kind in LINKS.items():
        if (said := values.get(field, "")) and kind not in found:
            found[kind] = re.sub(r"\\([_%#&~])", r"\1", said)
    yield from ((kind, said) for kind, said in found.items() if said)
