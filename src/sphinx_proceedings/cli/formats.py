"""Problems as text for people, and in the formats of other programs."""

from __future__ import annotations

import itertools
import json
import os
import re
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

import click

from sphinx_proceedings import __version__
from sphinx_proceedings.problems import CODES, Problem, advises, count_by_code

if TYPE_CHECKING:
    from sphinx_proceedings.checks.examples import Example

WIDTH = 88
"""Cells of a line that are shown."""
NEAR = 4 * WIDTH
"""So many characters on either side are looked at: a line may be long, and have thousands of Problems."""
TAB = "  "
MAX_SHOWN = 4 * 1024 * 1024
"""Bytes of a file of which lines are shown."""
EFFECTS = {
    "quarantines": "The contribution is left out of the volume until this is mended.",
    "advice": "The text is valid and is shown; this is about its form.",
    "": "The rest is shown; what is at fault is left out, or stands there as it was written.",
}
"""What follows from a Problem, by the effect of its code."""
LINE_END = re.compile("[\x7f-\x9f\u2028\u2029]")
"""What some readers take for the end of a line, or a terminal for a command, and JSON leaves as it is."""


def colour() -> bool | None:
    """Whether to write in colour: never where NO_COLOR is set, else as click finds the stream."""
    return False if os.environ.get("NO_COLOR") else None


def harmless(text: str) -> str:
    """A text in one line that commands neither a terminal nor a workflow.

    GitHub's runner takes `##[…]` for a command anywhere in a line, and `::…` at its beginning, even after
    blanks; so no line of ours begins with a text of an author.
    """
    if not text.isprintable():
        text = "".join(c if c.isprintable() else " " if c in "\n\t" else "�" for c in text)
    return text.replace("##[", "♯♯[")


def problems_as_text(problems: Sequence[Problem], root: Path) -> Iterator[str]:
    """The Problems of each file, with the line at fault and a caret below it."""
    for i, (path, group) in enumerate(itertools.groupby(problems, lambda problem: problem.path)):
        if i:
            yield ""
        lines = _lines(root / path)
        for problem in group:
            yield _said(problem)
            if 0 < problem.line <= len(lines):
                yield from _excerpt(lines[problem.line - 1], problem.line, problem.column)
            if problem.fix:
                yield f"    → {harmless(problem.fix)}"


def _said(problem: Problem) -> str:
    path = harmless(problem.path)
    where = f"{path}:{problem.line}:{problem.column}" if problem.line else path
    advice = advises(problem)
    code = click.style(problem.code, fg="yellow" if advice else "red")
    kind = " advice:" if advice else ""
    return f"{click.style(where, bold=True)}: {code}{kind} {harmless(problem.message)}"


def _lines(path: Path) -> list[str]:
    """The lines of a file; none where it is large, or no text."""
    if not path.is_file() or path.is_symlink() or path.stat().st_size > MAX_SHOWN:
        return []
    data = path.read_bytes()
    return [] if b"\0" in data else data.decode("utf-8-sig", errors="replace").split("\n")


def _excerpt(line: str, number: int, column: int) -> Iterator[str]:
    """A line, or as much of it around `column` as fits, behind its number; a caret below the column."""
    at = max(column - 1, 0)
    before, after = _shown(line[max(at - NEAR, 0) : at]), _shown(line[at : at + NEAR])
    if not (before + after).strip():
        return
    room = max(WIDTH - cells(after), WIDTH // 2)
    if cells(before) > room:
        before = "…" + _cut(before[::-1], room - 1)[::-1]
    if cells(before) + cells(after) > WIDTH:
        after = _cut(after, WIDTH - cells(before) - 1) + "…"
    gutter = f"{number:>5} │ "
    yield f"{gutter}{harmless(before + after)}"
    yield f"{' ' * (len(gutter) - 2)}│ {' ' * cells(before)}{click.style('^', fg='red')}"


def _shown(text: str) -> str:
    """As it is printed: a tab has a fixed width, and what cannot be seen is seen."""
    text = text.rstrip("\r").replace("\t", TAB)
    return "".join(c if c.isprintable() else "�" for c in text)


def _cut(text: str, room: int) -> str:
    """As many characters from the start as fit."""
    used = itertools.accumulate(map(cells, text))
    return text[: sum(1 for width in used if width <= room)]


def cells(text: str) -> int:
    """How many cells of a terminal a text takes: an accent none, a sign of Chinese or an emoji two."""
    if text.isascii():
        return len(text)
    return sum(
        0 if unicodedata.combining(c) else 2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text
    )


def problems_as_json(problems: Sequence[Problem], _root: Path) -> Iterator[str]:
    """One JSON list, as /schema/problems.json of each site describes it."""
    found = [{**asdict(problem), "severity": severity(problem)} for problem in problems]
    yield _json(found)


def severity(problem: Problem) -> str:
    """`error` or `advice`."""
    return "advice" if advises(problem) else "error"


def _json(data: object) -> str:
    # Escapes of JSON, so that the text stays what it was.
    text = json.dumps(data, ensure_ascii=False, indent=2).replace("##[", "#\\u0023[")
    return LINE_END.sub(lambda end: f"\\u{ord(end[0]):04x}", text)


def problems_as_github(problems: Sequence[Problem], _root: Path) -> Iterator[str]:
    """GitHub's workflow annotations. Text of an author can never become a command: it is escaped."""
    for problem in problems:
        place = f",line={problem.line},col={problem.column}" if problem.line else ""
        message = escaped(f"{problem.message} {problem.fix}".strip())
        path = escaped(problem.path).replace(":", "%3A").replace(",", "%2C")
        kind = "notice" if advises(problem) else "error"
        yield f"::{kind} file={path}{place},title={problem.code}::{message}"


def escaped(text: str) -> str:
    """A text as the data of one of GitHub's workflow commands."""
    return harmless(text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A"))


def problems_as_sarif(problems: Sequence[Problem], _root: Path) -> Iterator[str]:
    """A SARIF 2.1.0 log, for code scanning."""
    codes = list(count_by_code(problems))
    driver = {"name": "proceedings", "version": __version__, "rules": [_sarif_rule(name) for name in codes]}
    run = {
        "tool": {"driver": driver},
        # SARIF counts UTF-16 units unless told otherwise.
        "columnKind": "unicodeCodePoints",
        "results": [_sarif_result(problem, codes) for problem in problems],
    }
    schema = "https://json.schemastore.org/sarif-2.1.0.json"
    yield _json({"$schema": schema, "version": "2.1.0", "runs": [run]})


def _sarif_rule(name: str) -> dict[str, Any]:
    """A code as code scanning wants it explained, where a reader does not have the manual."""
    # Whoever asks for help or for text does not wait for what makes examples.
    from sphinx_proceedings.checks.examples import EXAMPLES  # noqa: PLC0415

    code = CODES[name]
    return {
        "id": name,
        "shortDescription": {"text": code.meaning},
        "fullDescription": {"text": f"{code.meaning} {EFFECTS[code.effect]}"},
        "help": {"text": _shown_by(EXAMPLES[name]) if name in EXAMPLES else code.meaning},
        "defaultConfiguration": {"level": "note" if code.advice else "error"},
    }


def _shown_by(example: Example) -> str:
    where = f"In {example.place}:\n" if example.place else ""
    instead = f"\n\nWrite instead:\n{example.good}" if example.good else ""
    return f"{where}{example.shown}{instead}"


def _sarif_result(problem: Problem, codes: Sequence[str]) -> dict[str, Any]:
    # Code scanning shows nothing that has no region; what is wrong with a whole file stands at its start.
    region = {"startLine": max(problem.line, 1), "startColumn": max(problem.column, 1)}
    place = {"artifactLocation": {"uri": quote(problem.path)}, "region": region}
    mark = f"{problem.path}\0{problem.code}\0{problem.message}"
    return {
        "ruleId": problem.code,
        "ruleIndex": codes.index(problem.code),
        "level": "note" if advises(problem) else "error",
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
    """How many Problems there are, by code, and how much of it is advice."""
    if not problems:
        return "No Problems."
    advice = [problem for problem in problems if advises(problem)]
    errors = [problem for problem in problems if not advises(problem)]
    said = f"{_number(errors, 'Problem')}: {_counted(errors)}." if errors else "No Problems."
    return f"{said} Advice on {_number(advice, 'place')}: {_counted(advice)}." if advice else said


def _number(things: Sequence[Problem], noun: str) -> str:
    return f"{len(things)} {noun}{'' if len(things) == 1 else 's'}"


def _counted(problems: Sequence[Problem]) -> str:
    return ", ".join(f"{code} {number}" for code, number in count_by_code(problems).items())
