"""The command that checks."""

from __future__ import annotations

import sys
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
def check(paths: tuple[Path, ...], source: Path, form: str) -> None:
    """Check files, or the whole volume, without building.

    PATHS are files or folders such as abstracts/my-poster.md; without any, everything is checked. Each
    Problem says where it is and how to mend it.
    """
    from sphinx_proceedings.pages.assembly import assemble  # noqa: PLC0415
    from sphinx_proceedings.sources import Layout, UnusableVolume  # noqa: PLC0415

    needs_volume(source)
    layout = Layout.of_docs(source)
    wanted = [_within(layout.root, path) for path in paths]
    try:
        problems = assemble(layout).problems
    except UnusableVolume as error:
        problems = error.problems
    found = [p for p in problems if not wanted or any(_covers(path, p.path) for path in wanted)]
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


def _covers(wanted: str, path: str) -> bool:
    return wanted in {".", path} or path.startswith(f"{wanted}/")
