"""A table of anybody's making: CSV or XLSX, one contribution a row, with the columns that COLUMNS names.

A column is known by one of its names, in capitals or not. `--column title=Beitrag` gives another one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path

from sphinx_proceedings.importers import making, people, tables
from sphinx_proceedings.importers.files import Imported
from sphinx_proceedings.importers.flow import Doubt
from sphinx_proceedings.importers.moments import moment
from sphinx_proceedings.importers.record import (
    DEFAULTS,
    Options,
    Slot,
    Submission,
    Unusable,
    reason_against,
)
from sphinx_proceedings.importers.tables import Row
from sphinx_proceedings.names import did_you_mean

COLUMNS: dict[str, tuple[str, ...]] = {
    "title": ("title", "paper title", "submission title", "talk title", "poster title"),
    "authors": ("authors", "author", "author names", "author s", "speakers", "speaker"),
    "affiliations": ("affiliations", "affiliation", "institutions", "institution", "organization"),
    "orcids": ("orcids", "orcid", "orcid id"),
    "abstract": ("abstract", "summary", "description", "text"),
    "keywords": ("keywords", "keyword", "keyphrases", "author keywords", "topics"),
    "id": ("id", "file"),
    "number": ("number", "#", "no", "paper id", "submission id", "paper #", "submission #", "paper number"),
    "decision": ("decision", "status", "state", "acceptance"),
    "date": ("date",),
    "doi": ("doi",),
    "arxiv": ("arxiv", "arxiv id"),
    "paper": ("paper", "pdf", "url", "link"),
    "code": ("code", "software"),
    "poster": ("poster",),
    "slides": ("slides",),
    "video": ("video",),
    "data": ("data",),
    "session": ("session",),
    "board": ("board", "board number", "poster number", "poster board"),
    "start": ("start", "start time", "begins"),
    "end": ("end", "end time", "ends"),
    "room": ("room",),
}
"""The columns of a table, each with the names that it may have."""
LINKS = ("doi", "arxiv", "paper", "code", "poster", "slides", "video", "data")
REQUIRED = ("title", "authors")
NO_START = Doubt(
    "The place in the programme has no start with an offset, so it was left out.",
    "Times are written 2027-02-01T09:30:00+01:00.",
)
SEPARATOR = re.compile(r"[;\n]")
COMMA = re.compile(r"[,;\n]")
BEFORE_DOI = re.compile(r"^(?:https?://(?:dx\.)?doi\.org/|doi:\s*)", re.IGNORECASE)
BEFORE_ARXIV = re.compile(r"^(?:https?://arxiv\.org/(?:abs|pdf)/|arxiv:\s*)", re.IGNORECASE)


def read(source: Path, options: Options = DEFAULTS) -> Iterator[Imported]:
    """The accepted rows of `source`; Unusable where it is no table with titles and authors."""
    return making.imported(_submissions(source, options), source.name)


def _submissions(source: Path, options: Options) -> Iterator[Submission]:
    names: Mapping[str, str] = {}
    number = 0
    for number, row in enumerate(tables.rows(source, options), 1):
        if number == 1:
            names = _chosen(source.name, row.header, options.columns)
        yield _submission(number, row, names)
    if not number:
        raise Unusable(source.name, "The table has no rows below its header.")


def _chosen(path: str, header: tuple[str, ...], given: Mapping[str, str]) -> dict[str, str]:
    """The table's own name of each column that it has."""
    chosen: dict[str, str] = {}
    if unknown := next((field for field in given if field not in COLUMNS), ""):
        fix = did_you_mean(unknown, COLUMNS) or f"Fields are: {', '.join(COLUMNS)}."
        raise Unusable(path, f"There is no field “{unknown}”.", fix)
    for field, known in COLUMNS.items():
        wanted = [tables.column(given[field])] if field in given else known
        if found := next((name for name in wanted if name in header), ""):
            chosen[field] = found
        elif field in given or field in REQUIRED:
            shown = ", ".join(f"“{name}”" for name in header)
            said = given.get(field, field)
            fix = did_you_mean(said, header) or f"Say which it is: --column {field}=NAME."
            raise Unusable(path, f"There is no column “{said}”. The columns are: {shown}.", fix)
    return chosen


def _submission(number: int, row: Row, names: Mapping[str, str]) -> Submission:
    cells = {field: row.cells.get(name, "") for field, name in names.items()}
    said = {field: cells.get(field, "") for field in COLUMNS}
    authors, doubts = people.listed(said["authors"], said["affiliations"], said["orcids"])
    keywords = (SEPARATOR if SEPARATOR.search(said["keywords"]) else COMMA).split(said["keywords"])
    key = said["number"]
    slot = _slot(said)
    homeless = slot is None and any(said[field] for field in ("session", "board", "start"))
    return Submission(
        label=f"row {number}" + (f" ({said['id'] or key})" if said["id"] or key else ""),
        title=said["title"],
        people=authors,
        abstract=said["abstract"],
        key=key,
        id=said["id"],
        line=row.line,
        keywords=tuple(keywords),
        links=tuple((kind, _link(kind, said[kind])) for kind in LINKS if said[kind]),
        date=said["date"],
        left_out=reason_against(said["decision"]),
        slot=slot,
        doubts=(*row.doubts, *doubts, *([NO_START] if homeless else [])),
    )


def _link(kind: str, said: str) -> str:
    prefix = {"doi": BEFORE_DOI, "arxiv": BEFORE_ARXIV}.get(kind)
    return prefix.sub("", said) if prefix else said


def _slot(said: Mapping[str, str]) -> Slot | None:
    start = moment(said["start"])
    return Slot(said["session"], said["board"], start, moment(said["end"]), said["room"]) if start else None
