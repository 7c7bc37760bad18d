"""The command that checks."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

import click

from sphinx_proceedings.cli import formats
from sphinx_proceedings.cli.build import SOURCE, cannot_run, jobs_of, needs_volume
from sphinx_proceedings.problems import Problem, advises

OF_AN_AUTHOR = re.compile(r"abstracts/.+|bib/(?!references\.bib$).+")
"""Files of which the Problems do not hang on the organizers' documents."""
KEY = re.compile(rb"@\w+\s*\{\s*([^,\s]+)")


@click.command()
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path))
@SOURCE
@click.option(
    "--format", "form", type=click.Choice(tuple(formats.FORMATS)), default="text", show_default=True,
    help="How Problems are printed.",
)  # fmt: skip
@click.option("--fix", is_flag=True, help="First mend what has one right answer, and say what was done.")
@click.option("--strict", is_flag=True, help="End with exit code 1 for advice, too.")
@click.option(
    "--changed-from", metavar="REV",
    help="Only files that differ from this revision of git, and what the change breaks elsewhere.",
)  # fmt: skip
def check(
    paths: tuple[Path, ...], source: Path, form: str, fix: bool, strict: bool, changed_from: str | None
) -> None:
    """Check files, or the whole volume, without building.

    PATHS are files or folders such as abstracts/my-poster.md; without any, everything is checked. Each
    Problem says where it is and how to mend it. Advice is about form: a text may be right to differ, so
    the exit code is 1 for Problems, and for advice only with --strict.
    """
    from sphinx_proceedings.cli.changes import changed_files, of_the_change  # noqa: PLC0415
    from sphinx_proceedings.sources import Layout  # noqa: PLC0415

    needs_volume(source)
    layout = Layout.of_docs(source)
    wanted = [_within(layout.root, path) for path in paths]
    changed = changed_files(layout.root, changed_from) if changed_from else None
    if fix:
        _mend(layout.root, lambda path: _covered(path, wanted) and (changed is None or path in changed))
    docs = layout.docs.relative_to(layout.root)
    look = partial(_problems, docs=docs, wanted=wanted)
    found = look(layout.root)
    if changed is not None and changed_from:
        found = of_the_change(found, changed, layout.root, changed_from, look)
    for line in formats.FORMATS[form](found, layout.root):
        click.echo(line, color=formats.colour())
    if form == "text":
        if found:
            click.echo()
        click.echo(formats.summary(found))
    sys.exit(1 if any(strict or not advises(problem) for problem in found) else 0)


def _problems(root: Path, docs: Path, wanted: Sequence[str]) -> list[Problem]:
    """The Problems of the files that are wanted in the volume in `root`."""
    from sphinx_proceedings.pages.examination import examine  # noqa: PLC0415
    from sphinx_proceedings.sources import Layout, UnusableVolume  # noqa: PLC0415

    of_authors = bool(wanted) and all(OF_AN_AUTHOR.fullmatch(path) for path in wanted)
    is_meant = partial(_covered, wanted=wanted) if of_authors else None
    try:
        problems = examine(Layout.of_docs(root / docs), is_meant, jobs_of(None))
    except UnusableVolume as error:
        problems = list(error.problems)
    except FileNotFoundError:
        # A revision from before there was a volume.
        problems = []
    return [problem for problem in problems if _covered(problem.path, wanted)]


def _within(root: Path, path: Path) -> str:
    if not path.exists() and not path.is_symlink():
        cannot_run(f"there is no {path}.")
    absolute = path.parent.resolve() / path.name
    if not absolute.is_relative_to(root):
        cannot_run(f"{path} is not part of the volume in {root}.")
    return absolute.relative_to(root).as_posix()


def _covered(path: str, wanted: Sequence[str]) -> bool:
    """Whether a file is one of those that were asked for."""
    return not wanted or any(one in {".", path} or path.startswith(f"{one}/") for one in wanted)


def _mend(root: Path, is_meant: Callable[[str], bool]) -> None:
    from sphinx_proceedings.checks.mending import mend  # noqa: PLC0415
    from sphinx_proceedings.gate import files  # noqa: PLC0415
    from sphinx_proceedings.gate.text import MAX_BYTES  # noqa: PLC0415
    from sphinx_proceedings.importers.files import put  # noqa: PLC0415

    shared = _keys(root / "bib" / "references.bib")
    for id_, file in files.look(root, "abstracts").files.items():
        path = f"abstracts/{file.name}"
        data = files.start_of(file, MAX_BYTES) if is_meant(path) else b""
        if not data or len(data) > MAX_BYTES:
            continue
        mended, done = mend(data, shared | _keys(root / "bib" / f"{id_}.bib"))
        if done:
            put(file, mended)
        for deed in done:
            where = f"{path}:{deed.line}" if deed.line else path
            click.echo(formats.harmless(f"{where}: {deed.what}"), err=True)


def _keys(bibliography: Path) -> set[str]:
    """The keys of a bibliography file, which is judged later."""
    from sphinx_proceedings.gate import bibtex, files  # noqa: PLC0415

    if not bibliography.is_file() or bibliography.is_symlink():
        return set()
    data = files.start_of(bibliography, bibtex.CURATED_BYTES)
    return {key.decode(errors="replace") for key in KEY.findall(data)}
