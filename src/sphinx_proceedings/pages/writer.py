"""Pages to files: only those that show something new, and none that the volume no longer has."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Mapping
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path

from sphinx_proceedings.pages.plan import Page
from sphinx_proceedings.pages.shell import Shell

WORTH_A_PROCESS = 400
"""Pages to write below which another process costs more than it saves."""


@dataclass(frozen=True)
class Written:
    """What a build wrote. `pages` are all of the engine's, `changed` and `removed` addresses."""

    pages: int
    changed: tuple[str, ...]
    removed: tuple[str, ...]


def write(
    planned: list[Page],
    shells: Mapping[str, Shell],
    out: Path,
    memory: Path,
    *,
    jobs: int = 1,
    tick: Callable[[int, int], None] = lambda _done, _total: None,
) -> Written:
    """Write the planned pages below `out`. `memory` is the file that remembers what they showed.

    `tick` is told how many pages of how many are done.
    """
    known = _remembered(memory)
    shell_digests = {folder: shell.digest for folder, shell in shells.items()}
    now = {page.address: f"{shell_digests[page.folder]}:{page.shown}" for page in planned}
    changed = [
        page
        for page in planned
        if known.get(page.address) != now[page.address] or not (out / page.address).exists()
    ]
    removed = tuple(sorted(set(known) - set(now)))
    for address in removed:
        (out / address).unlink(missing_ok=True)
    for folder in {page.folder for page in changed}:
        (out / folder).mkdir(parents=True, exist_ok=True)
    if jobs > 1 and len(changed) >= WORTH_A_PROCESS:
        _write_apart(changed, shells, out, jobs, tick)
    else:
        for done, page in enumerate(changed, 1):
            _write_one(page, shells, out)
            tick(done, len(changed))
    memory.parent.mkdir(parents=True, exist_ok=True)
    memory.write_text(json.dumps(now, indent=0, sort_keys=True), encoding="utf-8")
    return Written(len(planned), tuple(page.address for page in changed), removed)


def _remembered(memory: Path) -> dict[str, str]:
    try:
        known = json.loads(memory.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return known if isinstance(known, dict) else {}


def _write_one(page: Page, shells: Mapping[str, Shell], out: Path) -> None:
    html = shells[page.folder].fill(page.fill())
    (out / page.address).write_bytes(html.encode())


# A forked process inherits what is to be written: nothing is pickled but page numbers.
_inherited: list[tuple[list[Page], Mapping[str, Shell], Path]] = []


def _write_share(start: int, step: int) -> int:
    pages, shells, out = _inherited[-1]
    share = pages[start::step]
    for page in share:
        _write_one(page, shells, out)
    return len(share)


def _write_apart(
    pages: list[Page],
    shells: Mapping[str, Shell],
    out: Path,
    jobs: int,
    tick: Callable[[int, int], None],
) -> None:
    shares = max(jobs, min(jobs * 8, len(pages) // 50))
    _inherited.append((pages, shells, out))
    done = 0
    try:
        with ProcessPoolExecutor(min(jobs, os.cpu_count() or 1), get_context("fork")) as pool:
            for number in pool.map(_write_share, range(shares), [shares] * shares):
                done += number
                tick(done, len(pages))
    finally:
        _inherited.pop()
