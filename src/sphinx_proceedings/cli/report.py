"""What commands that build print: reports and progress."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from sphinx_proceedings.cli.formats import harmless, problems_as_text, summary

if TYPE_CHECKING:
    from sphinx_proceedings.importers import Report as Imports
    from sphinx_proceedings.result import Result
    from sphinx_proceedings.sphinx_ext.run import Progress


def complaints(result: Result, root: Path) -> Iterator[str]:
    """What a build has to complain of."""
    yield from problems_as_text(result.problems, root)
    yield from map(harmless, result.warnings)
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
    yield seconds + (f"; peak memory {result.megabytes:.0f} MB" if result.megabytes else "")


def import_report(done: Imports, source: Path, into: Path, programme: Path | None) -> Iterator[str]:
    """What an import did: Problems, changed files, records that were left out, places, numbers."""
    yield from problems_as_text(done.problems, source if source.is_dir() else source.parent)
    for id_, fields in done.changed.items():
        yield f"{into / id_}.md: {', '.join(fields)}"
    for reason, labels in done.left_out.items():
        yield f"Left out, {reason}: {', '.join(labels)}"
    if done.slots and programme:
        yield f"{len(done.slots)} places in the programme are in {programme}"
    elif done.slots:
        yield f"{len(done.slots)} records have a place in the programme; --programme FILE writes them down"
    left = sum(map(len, done.left_out.values()))
    skipped = f"{done.skipped} skipped" + (f", {left} left out" if left else "")
    yield f"{done.written} written, {done.unchanged} unchanged, {skipped} in {into}"


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
