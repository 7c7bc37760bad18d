"""The comment below a pull request: the preview, and what there is to mend.

All that it tells comes from a build that a stranger may have changed. Our own words are taken from here
and from the table of codes; the stranger's stand in spans of code, in which a forge reads no markup, no
mention, no link and no formula.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError

from sphinx_proceedings.cli.formats import harmless
from sphinx_proceedings.forge.changes import NEXT, WHY
from sphinx_proceedings.problems import CODES

MARK = "<!-- sphinx-proceedings: preview -->"
"""The first line of our comment, by which it is found again."""
BOT = "github-actions[bot]"
MAX_PROBLEMS = 25
MAX_LIST = 25_000
"""Characters of a list of Problems: of 65,536 a comment is refused, and there are two lists."""
MAX_PAGES = 8
MAX_TEXT = 400
"""Characters that are shown of a text of somebody else."""
ABSTRACT = re.compile(r"abstracts/([a-z0-9][a-z0-9-]{1,60})(?:\.md|/[^/]+)")
BIBLIOGRAPHY = re.compile(r"bib/([a-z0-9][a-z0-9-]{1,60})\.bib")


class Found(BaseModel):
    """A Problem, as somebody's file says it."""

    model_config = ConfigDict(frozen=True, extra="ignore", strict=True)

    path: str
    line: int = Field(ge=0, le=10_000_000)
    column: int = Field(ge=0, le=10_000_000)
    code: str
    message: str
    fix: str = ""


class Report(BaseModel):
    """What a check found: the files of the change, whether it was refused, and the Problems.

    `problems` is None if the check did not get that far.
    """

    model_config = ConfigDict(frozen=True, extra="ignore", strict=True)

    inside: list[str] = Field(max_length=100_000)
    outside: list[str] = Field(max_length=100_000)
    refused: bool
    problems: list[Found] | None = None


FOUND = TypeAdapter(list[Found])


@dataclass(frozen=True)
class Place:
    """Addresses: of the preview, of the change's files, and of the preview as an archive.

    Empty where there is none. `site` is the folder with the preview's files.
    """

    preview: str
    files: str
    archive: str
    site: Path


def report_of(folder: Path) -> Report | None:
    """The report in `folder`; None where it is not one."""
    try:
        report = Report.model_validate_json((folder / "changes.json").read_bytes())
        problems = folder / "problems.json"
        found = FOUND.validate_json(problems.read_bytes()) if problems.is_file() else None
    except (OSError, ValidationError):
        return None
    return report.model_copy(update={"problems": found})


def code(text: str) -> str:
    """A text of somebody else, in one line, so that nothing in it has a meaning."""
    text = harmless(text).strip()
    if len(text) > MAX_TEXT:
        text = text[: MAX_TEXT - 1] + "…"
    ticks = "`" * (1 + max((len(run) for run in re.findall("`+", text)), default=0))
    return f"{ticks} {text or '?'} {ticks}"


def body(report: Report | None, place: Place, head: str) -> str:
    """The comment, in Markdown."""
    return "\n\n".join((MARK, *_parts(report, place), _foot(head))) + "\n"


def _parts(report: Report | None, place: Place) -> Iterator[str]:
    if report is None:
        yield "The check of this proposal did not get far enough to say anything. Its log says why."
    elif report.refused:
        yield from _refused(report)
    else:
        yield from _preview(report, place)
        if report.problems is None:
            yield "The volume could not be built with this change. The log of the check says why."
        else:
            yield from _problems(report.problems, place)


def _refused(report: Report) -> Iterator[str]:
    yield "### Thank you. One thing before we go on"
    yield WHY
    shown = [f"- {code(path)}" for path in report.outside[:MAX_PAGES]]
    more = len(report.outside) - len(shown)
    yield "\n".join([*shown, *([f"- and {more} more"] if more else [])])
    yield NEXT


def _preview(report: Report, place: Place) -> Iterator[str]:
    ids = contributions(report.inside)
    there = place.site.is_dir()
    pages = [id_ for id_ in ids if not there or (place.site / "abstracts" / f"{id_}.html").is_file()]
    if place.preview:
        links = [f"- [`{id_}`]({place.preview}/abstracts/{id_}.html)" for id_ in pages[:MAX_PAGES]]
        yield "### How it will look"
        yield "\n".join(links or [f"- [The site]({place.preview}/index.html)"])
        for id_ in pages[:1]:
            if (place.site / "abstracts" / f"{id_}.png").is_file():
                address = f"{place.preview}/abstracts/{id_}"
                yield f"[![The picture that stands for the page elsewhere]({address}.png)]({address}.html)"
    elif place.archive:
        yield "### How it will look"
        names = ", ".join(f"`abstracts/{id_}.html`" for id_ in pages[:MAX_PAGES]) or "`index.html`"
        yield (
            f"The whole site with your change is [an archive]({place.archive}) to download while you are"
            f" signed in. Unpack it and open {names} in your browser."
        )


def contributions(paths: Sequence[str]) -> list[str]:
    """The ids of the contributions to which files belong, in order."""
    matches = (ABSTRACT.fullmatch(path) or BIBLIOGRAPHY.fullmatch(path) for path in paths)
    return sorted({match[1] for match in matches if match} - {"references"})


def _problems(problems: Sequence[Found], place: Place) -> Iterator[str]:
    known = [problem for problem in problems if problem.code in CODES]
    errors = [problem for problem in known if not CODES[problem.code].advice]
    advice = [problem for problem in known if CODES[problem.code].advice]
    if errors:
        yield f"### {len(errors)} {'thing' if len(errors) == 1 else 'things'} to mend"
        yield "\n".join(_listed(errors, place))
        yield (
            "To mend it, open *Files changed* above, choose *Edit file* from the menu of the file, change"
            " the line and commit. The proposal changes with the file, and so does this comment: there is"
            " nothing to send again. If a finding makes no sense to you, ask below."
        )
    else:
        yield "### Nothing to mend"
        yield "Every check has passed. An organizer reads your proposal next."
    if advice:
        number = len(advice)
        said = "1 piece" if number == 1 else f"{number} pieces"
        yield f"<details><summary>{said} of advice on form, which keeps nothing out</summary>"
        yield "\n".join(_listed(advice, place))
        yield "</details>"


def _listed(problems: Sequence[Found], place: Place) -> Iterator[str]:
    shown, room = 0, MAX_LIST
    for problem in problems[:MAX_PROBLEMS]:
        where = code(problem.path)
        if problem.line:
            address = f"{place.files}/{quote(problem.path, errors='replace')}?plain=1#L{problem.line}"
            where = f"[{where} line {problem.line}]({address})" if len(address) < MAX_TEXT else where
        remedy = f"<br>How: {code(problem.fix)}" if problem.fix else ""
        item = f"- {where}: {CODES[problem.code].meaning}<br>{code(problem.message)}{remedy}"
        room -= len(item)
        if room < 0:
            break
        shown += 1
        yield item
    if len(problems) > shown:
        yield f"- and {len(problems) - shown} more, in the log of the check"


def _foot(head: str) -> str:
    return f"<sub>This comment is for {head[:12]}, and is written anew whenever the proposal changes.</sub>"


def own_comment(comments: Sequence[dict[str, Any]]) -> int:
    """The id of the comment that we wrote before, or 0. Somebody else's with our mark is not ours."""
    return next(
        (
            int(comment["id"])
            for comment in comments
            if (comment["user"] or {}).get("login") == BOT
            and (comment["user"] or {}).get("type") == "Bot"
            and str(comment["body"]).startswith(MARK)
        ),
        0,
    )
