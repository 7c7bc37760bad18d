"""Submissions of EasyChair: its tables “submission” and “author”, as CSV or in one workbook.

`submission.csv` has the columns #, title, authors, submitted, last updated, form fields, keywords,
decision, notified, reviews sent, abstract, deleted?; `author.csv` has submission #, first name, last
name, email, country, affiliation, Web page, person #, corresponding?. In a workbook (.xlsx) they are
sheets called Submissions and Authors. Where there are no authors of their own, those of the submission
are taken, without institutions.

Source: the headers that public programs for these tables name (annaritz/easychair-to-acm-erights,
PEARC-ACM/Proceedings_Tools); EasyChair's own help describes no columns. E-mail addresses are not read.

The authors of all submissions are in memory at once, since their table is sorted by whatever it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from sphinx_proceedings.importers import making, people, tables
from sphinx_proceedings.importers.files import Imported
from sphinx_proceedings.importers.record import (
    DEFAULTS,
    Options,
    Person,
    Submission,
    Unusable,
    reason_against,
)
from sphinx_proceedings.importers.tables import Row

NUMBER = ("#", "submission #", "number", "id")
YES = frozenset({"yes", "y", "true", "1", "✔"})
LINE = re.compile(r"[\n;,]")
Authors = dict[str, list[Person]]


def read(source: Path, options: Options = DEFAULTS) -> Iterator[Imported]:
    """The accepted submissions of `source`, a table, a workbook, or a folder with both tables."""
    table = source / "submission.csv" if source.is_dir() else source
    if not table.is_file():
        raise Unusable(
            source.name, "There is no submission.csv in the folder.", "Download the table again."
        )
    return making.imported(_submissions(table, options), table.name)


def _submissions(table: Path, options: Options) -> Iterator[Submission]:
    authors = _authors(table)
    found = False
    for row in tables.rows(table, options, "submission"):
        if "title" not in row.header:
            shown = ", ".join(f"“{name}”" for name in row.header)
            message = f"There is no column “title”. The columns are: {shown}."
            raise Unusable(table.name, message, "For other tables there is the importer csv.")
        found = True
        yield _submission(row, authors)
    if not found:
        raise Unusable(table.name, "The table has no rows below its header.")


def _submission(row: Row, authors: Authors) -> Submission:
    number = _first(row, NUMBER)
    listed, doubts = people.listed(row.cells.get("authors", ""))
    deleted = row.cells.get("deleted", "").casefold() in YES
    return Submission(
        label=f"submission {number or row.line}",
        title=row.cells.get("title", ""),
        people=tuple(authors[number]) if number in authors else listed,
        abstract=row.cells.get("abstract", ""),
        key=number,
        line=row.line,
        keywords=tuple(LINE.split(row.cells.get("keywords", ""))),
        left_out="deleted" if deleted else reason_against(row.cells.get("decision", "")),
        doubts=row.doubts if number in authors else (*row.doubts, *doubts),
    )


def _authors(table: Path) -> Authors:
    """The authors of each submission, by its number, from the table beside or the workbook's sheet."""
    beside = table if table.suffix.lower() in tables.WORKBOOKS else table.with_name("author.csv")
    found: Authors = {}
    if not beside.is_file():
        return found
    for row in tables.rows(beside, DEFAULTS, "author", optional=True):
        person = Person(
            given=row.cells.get("first name", ""),
            family=row.cells.get("last name", ""),
            affiliations=(_first(row, ("affiliation", "organization")),),
            corresponding=row.cells.get("corresponding", "").casefold() in YES,
        )
        found.setdefault(_first(row, ("submission #", "#", "submission")), []).append(person)
    return found


def _first(row: Row, names: tuple[str, ...]) -> str:
    return next((row.cells[name] for name in names if name in row.cells), "")
