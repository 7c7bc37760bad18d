"""Pages to files: only those that show something new, and none that the volume no longer has."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from sphinx_proceedings.exports import EXPORTS
from sphinx_proceedings.pages import scan, withheld
from sphinx_proceedings.pages.contribution import CALENDAR
from sphinx_proceedings.pages.plan import Page
from sphinx_proceedings.pages.search import record
from sphinx_proceedings.pages.shell import Shell
from sphinx_proceedings.parallel import by_shares
from sphinx_proceedings.problems import Problem

PAGE = re.compile(r"[^/\\\0]+\.html")
SHARE = 200
"""So many pages are written at a time; fewer are not worth another process."""


@dataclass(frozen=True)
class Written:
    """What a build wrote. `pages` are all of the engine's, `changed` and `removed` addresses.

    `problems` tell of the pages in whose place a notice was written.
    """

    pages: int
    changed: tuple[str, ...]
    removed: tuple[str, ...]
    problems: tuple[Problem, ...] = ()


def write(
    planned: list[Page],
    shells: Mapping[str, Shell],
    out: Path,
    memory: Path,
    *,
    jobs: int = 1,
    tick: Callable[[int, int], None] = lambda _done, _total: None,
    records: Path | None = None,
) -> Written:
    """Write the planned pages below `out`. `memory` is the file that remembers what they showed.

    `tick` is told how many pages of how many are done. `records` is the folder of what search knows.
    """
    known = _remembered(memory, shells)
    shell_digests = {folder: shell.digest for folder, shell in shells.items()}
    now = {page.address: f"{shell_digests[page.folder]}:{page.shown}" for page in planned}
    changed = [
        page
        for page in planned
        if known.get(page.address) != now[page.address]
        or not (out / page.address).exists()
        or (records and page.record and not (records / page.address).exists())
    ]
    removed = tuple(sorted((set(known) or _found(out, shells)) - set(now)))
    for address in removed:
        (out / address).unlink(missing_ok=True)
        _remove_beside(out / address, ())
        if records:
            (records / address).unlink(missing_ok=True)
    # Until all is written nothing is known of what is being written.
    stale = {page.address for page in changed}
    _remember(memory, {address: shown for address, shown in now.items() if address not in stale})
    for folder in {page.folder for page in changed}:
        (out / folder).mkdir(parents=True, exist_ok=True)
        if records:
            (records / folder).mkdir(parents=True, exist_ok=True)
    findings: dict[str, str] = {}

    def write_some(pages: Sequence[Page]) -> Iterator[dict[str, str]]:
        return (_write_one(page, shells, out, records) for page in pages)

    for done, found in enumerate(by_shares(write_some, changed, SHARE, jobs), 1):
        findings |= found
        tick(done, len(changed))
    # A page that was withheld is tried again next time, and told of again.
    _remember(memory, now | dict.fromkeys(findings, ""))
    told = tuple(
        withheld.problem(page, findings[page.address]) for page in changed if page.address in findings
    )
    return Written(len(planned), tuple(page.address for page in changed), removed, told)


def _remember(memory: Path, shown: Mapping[str, str]) -> None:
    memory.parent.mkdir(parents=True, exist_ok=True)
    memory.write_text(json.dumps(shown, indent=0, sort_keys=True), encoding="utf-8")


def _remembered(memory: Path, folders: Collection[str]) -> dict[str, str]:
    """What each page showed. Nothing is believed of a memory that is damaged."""
    try:
        known = json.loads(memory.read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError):
        return {}
    if not isinstance(known, dict):
        return {}
    return {address: str(shown) for address, shown in known.items() if _is_address(address, folders)}


def _is_address(address: str, folders: Collection[str]) -> bool:
    folder, _, name = address.partition("/")
    return folder in folders and PAGE.fullmatch(name) is not None


def _found(out: Path, folders: Collection[str]) -> set[str]:
    """The pages that an earlier build left, where nothing is remembered of it. Topics may be Sphinx's."""
    return {
        f"{folder}/{file.name}"
        for folder in folders
        if folder != "topics"
        for file in (out / folder).glob("*.html")
    }


def _write_one(page: Page, shells: Mapping[str, Shell], out: Path, records: Path | None) -> dict[str, str]:
    """Write a page and what belongs to it; give what kept it from being written, by its address."""
    file, shell = out / page.address, shells[page.folder]
    values = page.fill()
    found = scan.of_page(values)
    if found:
        put(file, shell.fill(withheld.fill()))
        _remove_beside(file, ())
        if records:
            (records / page.address).unlink(missing_ok=True)
        return {page.address: found}
    put(file, shell.fill(values))
    beside = page.beside()
    for suffix, text in beside.items():
        put(file.with_suffix(suffix), text)
    if page.folder == "abstracts":
        _remove_beside(file, beside)
    if records and page.record:
        put(records / page.address, record.write(page.record()))
    elif records:
        (records / page.address).unlink(missing_ok=True)
    return {}


def put(file: Path, text: str) -> None:
    """Write a small file, without the layers that a stream needs: a volume has many."""
    opened = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | getattr(os, "O_BINARY", 0), 0o666)
    try:
        data = memoryview(text.encode())
        while data:
            data = data[os.write(opened, data) :]
    finally:
        os.close(opened)


def _remove_beside(file: Path, kept: Collection[str]) -> None:
    """Remove what an earlier build wrote beside a page, but the files with the ends that are `kept`."""
    for suffix in (*(export.suffix for export in EXPORTS.values()), CALENDAR):
        if suffix not in kept:
            file.with_suffix(suffix).unlink(missing_ok=True)
