"""The budget of a text: what makes parsing slow is counted before anything is parsed."""

from __future__ import annotations

from collections.abc import Iterator

from sphinx_proceedings.problems import Problem

MOST = {"[": 1000, "\\begin": 100, "$": 1200, "<": 1000, "*": 1500, "_": 2500}
MOST_CELLS = 2000
RULED = frozenset(" \t>*+:|-")
"""The signs of a table's second line, in a quotation or a list too."""


def budget(body: str, path: str, first_line: int) -> Iterator[Problem]:
    """Whether a text is worth parsing: no more of the marks that make parsing slow than a text has."""
    for mark, most in MOST.items():
        if body.count(mark) > most:
            message = f"The text has more than {most} times “{mark}”."
            yield Problem(path, first_line, 1, "BUDGET", message, "Write it with fewer.")
    columns = cells = 0
    for number, line in enumerate(body.split("\n"), first_line):
        if "|" in line and "-" in line and RULED.issuperset(line):
            columns += line.count("|") + 1
        elif not line.strip():
            columns = 0
        cells += columns
        if cells > MOST_CELLS:
            message = f"The tables have more than {MOST_CELLS:,} cells."
            yield Problem(path, number, 1, "BUDGET", message, "Make them smaller.")
            return
