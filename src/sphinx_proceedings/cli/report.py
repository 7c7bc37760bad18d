"""What commands that build print: reports and progress."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from sphinx_proceedings.cli.formats import harmless, problems_as_text, summary

if TYPE_CHECKING:
    from sphinx_proceedings.sphinx_ext.run import Progress, Result


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
