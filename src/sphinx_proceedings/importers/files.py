"""Imported records as files: written whole or not at all, and never over somebody's work."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from sphinx_proceedings.importers import merging
from sphinx_proceedings.importers.record import Slot, Unusable
from sphinx_proceedings.problems import Problem

ID = re.compile(r"[a-z0-9][a-z0-9-]{1,60}")


@dataclass(frozen=True)
class Imported:
    """One record of another system as the text of an abstract's file, and what is doubtful about it.

    The text is empty where no file can be made of the record, and a Problem says why; or where the other
    system does not count it among the accepted, and `left_out` says why. `label` names the record.
    """

    id: str
    text: str
    problems: tuple[Problem, ...] = ()
    left_out: str = ""
    label: str = ""
    slot: Slot | None = None


@dataclass
class Report:
    """What an import did.

    How many files were written, were the same already, and were left alone; all Problems; what differs
    in each file that was there before; the records that were left out, by reason; and the places in the
    programme that the records have, by id.
    """

    written: int = 0
    unchanged: int = 0
    skipped: int = 0
    problems: list[Problem] = field(default_factory=list)
    changed: dict[str, tuple[str, ...]] = field(default_factory=dict)
    left_out: dict[str, list[str]] = field(default_factory=dict)
    slots: dict[str, Slot] = field(default_factory=dict)


def write(records: Iterable[Imported], into: Path, *, update: bool = False) -> Report:
    """Write each record to `into`/<id>.md, which is made if it does not exist.

    Where a file exists, `merging` says what the record would change in it. If that is something, the file
    stays as it is, with a Problem, unless `update` is true; then what differs is replaced, and all else
    keeps its lines. OSError where a file cannot be written; what was written until then is whole.
    Unusable where the source is nothing that can be read; if it breaks off later, that is a Problem.
    """
    report = Report()
    try:
        for record in records:
            _take(record, into, report, update=update)
    except Unusable as error:
        if not (report.written or report.unchanged or report.skipped or report.left_out):
            raise
        report.problems.append(Problem(error.path, 0, 0, "IMPORT", error.message, error.fix))
    return report


def _take(record: Imported, into: Path, report: Report, *, update: bool) -> None:
    if not ID.fullmatch(record.id):
        raise ValueError(f"{record.id!r} is not an id")
    target = into / f"{record.id}.md"
    report.problems += record.problems
    if record.left_out:
        report.left_out.setdefault(record.left_out, []).append(record.label)
        if os.path.lexists(target):
            message = f"The file exists, and the record of {record.label} is {record.left_out}."
            _complain(target, report, message, "Set status: withdrawn in it, or delete it.")
        return
    if record.slot:
        report.slots[record.id] = record.slot
    if not record.text:
        report.skipped += 1
        return
    if os.path.lexists(target):
        _compare(record, target, report, update=update)
        return
    into.mkdir(parents=True, exist_ok=True)
    put(target, record.text.encode("utf-8"))
    report.written += 1


def _compare(record: Imported, target: Path, report: Report, *, update: bool) -> None:
    """Bring a record together with the file that exists."""
    if target.is_symlink() or not target.is_file():
        report.skipped += 1
        _complain(target, report, "It is not a regular file.", "Move it out of the way.")
        return
    old = target.read_bytes()
    same = old == record.text.encode("utf-8")
    merged = merging.Merged(old, ()) if same else merging.merge(old, record.text)
    if merged is None:
        report.skipped += 1
        _complain(target, report, "The file exists and cannot be read.", "Mend it, or delete it.")
    elif not merged.fields:
        report.unchanged += 1
    elif not update:
        report.skipped += 1
        message = f"The file exists and differs from the record: {', '.join(merged.fields)}."
        _complain(target, report, message, "Compare the two; the option --update takes the record's.")
    else:
        put(target, merged.data)
        report.written += 1
        report.changed[record.id] = merged.fields


def _complain(target: Path, report: Report, message: str, fix: str) -> None:
    report.problems.append(Problem(f"{target.parent.name}/{target.name}", 0, 0, "IMPORT", message, fix))


def put(target: Path, data: bytes) -> None:
    """Put a file with `data` at `target` in one step, and nothing where a link beside it leads."""
    part = target.with_name(f".{target.name}.part")
    part.unlink(missing_ok=True)
    try:
        with part.open("xb") as file:
            file.write(data)
        part.replace(target)
    except BaseException:
        part.unlink(missing_ok=True)
        raise
