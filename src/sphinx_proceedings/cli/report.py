"""What commands print: Problems, build reports, progress."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

import click

from sphinx_proceedings import __version__
from sphinx_proceedings.problems import CODES, Problem, count_by_code

if TYPE_CHECKING:
    from sphinx_proceedings.sphinx_ext.run import Progress, Result

Source = Callable[[str], Sequence[str]]
"""The lines of a file, by its path in a Problem."""


def problems_as_text(problems: Sequence[Problem], root: Path) -> Iterator[str]:
    """Each Problem with the line at fault and a caret below it."""
    lines: dict[str, list[str]] = {}
    for problem in problems:
        where = f"{problem.path}:{problem.line}:{problem.column}" if problem.line else problem.path
        yield f"{click.style(where, bold=True)}: {click.style(problem.code, fg='red')} {problem.message}"
        if problem.line and problem.path not in lines:
            lines[problem.path] = _lines(root / problem.path)
        if 0 < problem.line <= len(lines.get(problem.path, ())):
            yield from _excerpt(lines[problem.path][problem.line - 1], problem.column)
        if problem.fix:
            yield f"    → {problem.fix}"


def _lines(path: Path) -> list[str]:
    if not path.is_file() or path.is_symlink():
        return []
    return path.read_text(encoding="utf-8", errors="replace").split("\n")


def _excerpt(line: str, column: int, width: int = 92) -> Iterator[str]:
    start = max(0, column - width // 2) if len(line) > width else 0
    shown = "".join(c if c.isprintable() else "�" for c in line[start : start + width])
    if shown.strip():
        yield f"    {shown}"
        yield f"    {' ' * (column - 1 - start)}{click.style('^', fg='red')}"


def problems_as_json(problems: Sequence[Problem], _root: Path) -> Iterator[str]:
    """One JSON list."""
    yield json.dumps([asdict(problem) for problem in problems], ensure_ascii=False, indent=2)


def problems_as_github(problems: Sequence[Problem], _root: Path) -> Iterator[str]:
    """GitHub's workflow annotations. Text of an author can never become a command: it is escaped."""
    for problem in problems:
        place = f",line={problem.line},col={problem.column}" if problem.line else ""
        message = _escaped(f"{problem.message} {problem.fix}".strip())
        path = _escaped(problem.path).replace(":", "%3A").replace(",", "%2C")
        yield f"::error file={path}{place},title={problem.code}::{message}"


def _escaped(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def problems_as_sarif(problems: Sequence[Problem], _root: Path) -> Iterator[str]:
    """A SARIF 2.1.0 log, for code scanning."""
    rules = [
        {"id": name, "shortDescription": {"text": CODES[name].meaning}} for name in count_by_code(problems)
    ]
    driver = {"name": "proceedings", "version": __version__, "rules": rules}
    log = {
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [{"tool": {"driver": driver}, "results": [_sarif_result(p) for p in problems]}],
    }
    yield json.dumps(log, ensure_ascii=False, indent=2)


def _sarif_result(problem: Problem) -> dict[str, Any]:
    place: dict[str, Any] = {"artifactLocation": {"uri": quote(problem.path)}}
    if problem.line:
        place["region"] = {"startLine": problem.line, "startColumn": max(problem.column, 1)}
    mark = f"{problem.path}\0{problem.code}\0{problem.message}"
    return {
        "ruleId": problem.code,
        "level": "error",
        "message": {"text": f"{problem.message} {problem.fix}".strip()},
        "locations": [{"physicalLocation": place}],
        # Without the line, so that a Problem that only moved is known again.
        "partialFingerprints": {"problem/v1": sha256(mark.encode()).hexdigest()},
    }


FORMATS: dict[str, Callable[[Sequence[Problem], Path], Iterator[str]]] = {
    "text": problems_as_text,
    "github": problems_as_github,
    "json": problems_as_json,
    "sarif": problems_as_sarif,
}


def summary(problems: Sequence[Problem]) -> str:
    """How many Problems there are, by code."""
    if not problems:
        return "No Problems."
    codes = ", ".join(f"{code} {number}" for code, number in count_by_code(problems).items())
    return f"{len(problems)} Problem{'s' if len(problems) > 1 else ''}: {codes}."


def complaints(result: Result, root: Path) -> Iterator[str]:
    """What a build has to complain of."""
    yield from problems_as_text(result.problems, root)
    yield from result.warnings
    if result.problems or result.warnings:
        yield ""


def build_report(result: Result, root: Path) -> Iterator[str]:
    """The report at the end of a build."""
    yield from complaints(result, root)
    held = f", {result.quarantined} quarantined" if result.quarantined else ""
    pages = result.pages + result.documents
    number = f"{result.contributions} contribution{'' if result.contributions == 1 else 's'}"
    yield f"{number}{held}, {pages} pages in {result.out}"
    written = len(result.changed)
    gone = f", {len(result.removed)} removed" if result.removed else ""
    read = f"{result.read} of {result.documents} documents read"
    yield f"{read}, {written} of {result.pages} pages of the volume written{gone}"
    if 0 < written <= 12:
        yield from (f"  {address}" for address in result.changed)
    yield summary(result.problems)
    seconds = ", ".join(f"{name} {value:.2f} s" for name, value in result.seconds.items())
    yield f"{seconds}; peak memory {result.megabytes:.0f} MB"


@contextmanager
def progress_bar(*, shown: bool) -> Iterator[Progress]:
    """A progress bar on the error stream while work goes on; nothing where there is no terminal."""
    if not shown:
        yield lambda _phase, _percent: None
        return
    from rich.console import Console  # noqa: PLC0415 - only where there is a terminal
    from rich.progress import Progress as Bars  # noqa: PLC0415

    with Bars(console=Console(stderr=True), transient=True) as bars:
        tasks: dict[str, int] = {}

        def tell(phase: str, percent: int) -> None:
            if phase not in tasks:
                tasks[phase] = bars.add_task(phase, total=100)
            bars.update(tasks[phase], completed=percent)  # type: ignore[arg-type]

        yield tell
