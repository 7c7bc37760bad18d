"""The command that checks."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import click

from sphinx_proceedings.cli import report
from sphinx_proceedings.cli.build import SOURCE, cannot_run, needs_volume


@click.command()
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path))
@SOURCE
@click.option(
    "--format", "form", type=click.Choice(tuple(report.FORMATS)), default="text", show_default=True,
    help="How Problems are printed.",
)  # fmt: skip
@click.option("--fix", is_flag=True, help="First mend what has one right answer, and say what was done.")
@click.option("--changed-from", metavar="REV", help="Only files that differ from this revision of git.")
def check(paths: tuple[Path, ...], source: Path, form: str, fix: bool, changed_from: str | None) -> None:
    """Check files, or the whole volume, without building.

    PATHS are files or folders such as abstracts/my-poster.md; without any, everything is checked. Each
    Problem says where it is and how to mend it.
    """
    from sphinx_proceedings.pages.assembly import assemble, check_documents  # noqa: PLC0415
    from sphinx_proceedings.sources import Layout, UnusableVolume  # noqa: PLC0415

    needs_volume(source)
    layout = Layout.of_docs(source)
    wanted = [_within(layout.root, path) for path in paths]
    changed = _changed(layout.root, changed_from) if changed_from else None
    if fix:
        _mend(layout.root, lambda path: _is_meant(path, wanted, changed))
    try:
        compiled = assemble(layout, typeset=False, jobs=os.cpu_count() or 1)
        problems = compiled.problems
        if not wanted or any(not path.startswith("abstracts/") for path in wanted):
            problems += tuple(check_documents(compiled, layout))
    except UnusableVolume as error:
        problems = error.problems
    found = [problem for problem in problems if _is_meant(problem.path, wanted, changed)]
    for line in report.FORMATS[form](found, layout.root):
        click.echo(line)
    if form == "text":
        click.echo(report.summary(found))
    sys.exit(1 if found else 0)


def _within(root: Path, path: Path) -> str:
    if not path.exists() and not path.is_symlink():
        cannot_run(f"there is no {path}.")
    absolute = path.parent.resolve() / path.name
    if not absolute.is_relative_to(root):
        cannot_run(f"{path} is not part of the volume in {root}.")
    return absolute.relative_to(root).as_posix()


def _is_meant(path: str, wanted: list[str], changed: set[str] | None) -> bool:
    """Whether a file is one of those that were asked for."""
    return (not wanted or any(_covers(one, path) for one in wanted)) and (
        changed is None or path in changed
    )


def _changed(root: Path, revision: str) -> set[str]:
    """The files that differ from a revision, and those that git does not know yet."""
    found: set[str] = set()
    for words in (
        ["diff", "--name-only", "--relative", "-z", "--end-of-options", revision, "--"],
        ["ls-files", "--others", "--exclude-standard", "-z"],
    ):
        done = subprocess.run(["git", *words], cwd=root, capture_output=True, text=True, check=False)
        if done.returncode:
            cannot_run(f"git does not know the revision “{revision}” here.")
        found.update(name for name in done.stdout.split("\0") if name)
    return found


def _mend(root: Path, is_meant: Callable[[str], bool]) -> None:
    from sphinx_proceedings.checks.mending import mend  # noqa: PLC0415
    from sphinx_proceedings.gate import files  # noqa: PLC0415

    for file in files.look(root, "abstracts").files.values():
        path = f"abstracts/{file.name}"
        if not is_meant(path):
            continue
        mended, done = mend(file.read_bytes())
        if done:
            beside = file.with_name(f".{file.name}.mended")
            beside.write_bytes(mended)
            beside.replace(file)
            click.echo(f"{path}: {'; '.join(done)}.", err=True)


def _covers(wanted: str, path: str) -> bool:
    return wanted in {".", path} or path.startswith(f"{wanted}/")
