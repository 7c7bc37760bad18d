"""The commands that make files: init, new, import."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

import click

from sphinx_proceedings.cli import formats
from sphinx_proceedings.cli.build import SOURCE, cannot_run, needs_volume

STARTER = Path(__file__).parent.parent / "starter"


@click.command()
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False))
@click.option("--title", default="Workshop title", show_default=True, help="The workshop's title.")
def init(folder: Path, title: str) -> None:
    """Start a new workshop's volume in FOLDER; it builds at once.

    FOLDER must be new or empty. docs/volume.yml is the first file to edit.
    """
    if folder.exists() and any(folder.iterdir()):
        cannot_run(f"{folder} is not empty. Choose a new folder.")
    shutil.copytree(STARTER, folder, dirs_exist_ok=True)
    settings = folder / "docs" / "volume.yml"
    quoted = title.replace("'", "''")
    text = settings.read_text(encoding="utf-8").replace("'Workshop title'", f"'{quoted}'", 1)
    settings.write_text(text, encoding="utf-8")
    click.echo(f"A volume is in {folder}. Next:\n  cd {folder}\n  proceedings build")


@click.command()
@SOURCE
def new(source: Path) -> None:
    """Ask for a title, authors, topics and an abstract, and write them to abstracts/<id>.md.

    Each answer is checked as it is given. Nothing is written before the end, and no file is overwritten;
    Ctrl-C ends it and leaves nothing. The text is taken from $EDITOR, where that is set.
    """
    from sphinx_proceedings.cli.interview import interview  # noqa: PLC0415

    needs_volume(source)
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        cannot_run(
            "new asks its questions on a terminal, and this is none. Write the file by hand instead."
        )
    interview(source)


@click.group("import")
def import_() -> None:
    """Turn records of another system into files of abstracts."""


@import_.command()
@click.argument("source", type=click.Path(path_type=Path, exists=True))
@click.option(
    "--into", type=click.Path(path_type=Path, file_okay=False), default=Path("abstracts"),
    show_default=True, help="The folder for the files.",
)  # fmt: skip
@click.option("--update", is_flag=True, help="Overwrite files that differ from the record.")
def pmlr(source: Path, into: Path, update: bool) -> None:
    """Import a volume of PMLR from SOURCE, a folder with its repository.

    LaTeX becomes Markdown, formulas stay. Nothing is overwritten without --update.
    """
    from sphinx_proceedings import importers  # noqa: PLC0415

    try:
        done = importers.write(importers.IMPORTERS["pmlr"](source), into, update=update)
    except FileNotFoundError as error:
        cannot_run(str(error))
        return
    for line in formats.problems_as_text(done.problems, source):
        click.echo(line)
    click.echo(f"{done.written} written, {done.unchanged} unchanged, {done.skipped} skipped in {into}")
    sys.exit(1 if done.problems else 0)
