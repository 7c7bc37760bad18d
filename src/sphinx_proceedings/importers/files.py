"""Imported records as files: written whole or not at all, and never over somebody's work."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from sphinx_proceedings.problems import Problem

ID = re.compile(r"[a-z0-9][a-z0-9-]{1,60}")


@dataclass(frozen=True)
class Imported:
    """One record of another system as the text of an abstract's file, and what is doubtful about it.

    The text is empty where no file can be made of the record; then a Problem says why.
    """

    id: str
    text: str
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True)
class Report:
    """How many files were written, were the same already, and were left alone; with all Problems."""

    written: int
    unchanged: int
    skipped: int
    problems: tuple[Problem, ...]


def write(records: Iterable[Imported], into: Path, *, update: bool = False) -> Report:
    """Write each record to `into`/<id>.md, which is made if it does not exist.

    A file that exists and differs stays as it is, with a Problem, unless `update` is true. OSError
    where a file cannot be written; what was written until then is whole.
    """
    counts = {"written": 0, "unchanged": 0, "skipped": 0}
    problems: list[Problem] = []
    for record in records:
        problems += record.problems
        outcome = _write_one(record, into, update=update) if record.text else "skipped"
        if outcome == "differs":
            message = "The file exists and differs from what the import would write."
            fix = "Compare the two; the option --update writes over it."
            problems.append(Problem(f"{into.name}/{record.id}.md", 0, 0, "IMPORT", message, fix))
            outcome = "skipped"
        counts[outcome] += 1
    return Report(**counts, problems=tuple(problems))


def _write_one(record: Imported, into: Path, *, update: bool) -> str:
    if not ID.fullmatch(record.id):
        raise ValueError(f"{record.id!r} is not an id")
    target = into / f"{record.id}.md"
    data = record.text.encode("utf-8")
    if os.path.lexists(target):
        if target.is_file() and not target.is_symlink() and target.read_bytes() == data:
            return "unchanged"
        if not update or target.is_symlink() or not target.is_file():
            return "differs"
    into.mkdir(parents=True, exist_ok=True)
    _replace(target, data)
    return "written"


def _replace(target: Path, data: bytes) -> None:
    """Put a file with `data` at `target` in one step."""
    part = target.with_name(f".{target.name}.part")
    part.unlink(missing_ok=True)
    try:
        with part.open("xb") as file:
            file.write(data)
        part.replace(target)
    except BaseException:
        part.unlink(missing_ok=True)
        raise
