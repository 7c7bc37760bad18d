"""The commands that make files: init, new, import."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

import click

from sphinx_proceedings import __version__
from sphinx_proceedings.cli import report
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
    (folder / "requirements.txt").write_text(f"sphinx-proceedings=={__version__}\n", encoding="utf-8")
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


def _columns(_context: click.Context, _option: click.Parameter, given: tuple[str, ...]) -> dict[str, str]:
    pairs = [pair.partition("=") for pair in given]
    if not all(field and name for field, _, name in pairs):
        raise click.BadParameter("write FIELD=NAME, as in title=Beitrag.")
    return {field.strip(): name.strip() for field, _, name in pairs}


@click.command("import")
@click.argument("kind", metavar="KIND")
@click.argument("source", type=click.Path(path_type=Path, exists=True))
@click.option(
    "--into", type=click.Path(path_type=Path, file_okay=False), default=Path("abstracts"),
    show_default=True, help="The folder for the files.",
)  # fmt: skip
@click.option("--update", is_flag=True, help="Take over what a record says anew into files that exist.")
@click.option(
    "--programme", type=click.Path(path_type=Path), help="A new file for the places of the records."
)
@click.option("--column", multiple=True, callback=_columns, help="FIELD=NAME: a column's name in a table.")
def import_(
    kind: str, source: Path, into: Path, programme: Path | None, column: dict[str, str], *, update: bool
) -> None:
    """Turn records of another system into files of abstracts.

    KIND is bibtex, csv, easychair, hotcrp, indico, openreview, pmlr or pretalx, and SOURCE a file as that
    system exports it. Nothing is overwritten without --update.
    """
    from sphinx_proceedings import importers  # noqa: PLC0415

    if kind not in importers.IMPORTERS:
        known = ", ".join(importers.IMPORTERS)
        cannot_run(f"There is no importer “{kind}”. Importers are: {known}.")
    if column and kind != "csv":
        cannot_run(f"--column is for tables of the kind csv; {kind} knows its columns.")
    if programme and programme.exists():
        cannot_run(f"{programme} exists. Name a new file, and take over what you want from it.")
    try:
        with report.progress_bar(shown=sys.stderr.isatty()) as progress:
            options = importers.Options(lambda percent: progress("Import", percent), column)
            records = importers.IMPORTERS[kind](source, options)
            done = importers.write(records, into, update=update)
        if programme and done.slots:
            programme.write_text(importers.suggested(done.slots), encoding="utf-8")
    except (OSError, importers.Unusable) as error:
        cannot_run(str(error))
        return
    for line in report.import_report(done, source, into, programme):
        click.echo(line)
    sys.exit(1 if done.problems else 0)
