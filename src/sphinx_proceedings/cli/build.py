"""The commands that build: build, serve, publish."""

from __future__ import annotations

import sys
import time
from dataclasses import replace
from functools import partial
from pathlib import Path

import click

from sphinx_proceedings.cli import report
from sphinx_proceedings.result import Result

FOLDER = click.Path(path_type=Path, file_okay=False)
SOURCE = click.option(
    "--source",
    type=FOLDER,
    default=Path("docs"),
    show_default=True,
    help="The folder with conf.py and volume.yml.",
)
JOBS = click.option(
    "--jobs", "-j", type=click.IntRange(1), default=None, help="Processes; as a rule all cores."
)
PREVIEW = click.option(
    "--preview",
    is_flag=True,
    envvar="PROCEEDINGS_PREVIEW",
    help="Ask search engines to leave the site alone; also by PROCEEDINGS_PREVIEW=1.",
)


def jobs_of(jobs: int | None) -> int:
    """The number of processes to use."""
    import os  # noqa: PLC0415

    return jobs or os.cpu_count() or 1


def cannot_run(message: str) -> None:
    """Say why the command cannot run, and end it with exit code 2."""
    click.echo(f"proceedings: {message}", err=True)
    sys.exit(2)


def needs_volume(source: Path) -> None:
    """End with exit code 2 unless `source` is the Sphinx source of a volume."""
    for name in ("conf.py", "volume.yml"):
        if not (source / name).is_file():
            where = (
                "Start one with: proceedings init FOLDER"
                if source == Path("docs")
                else "Is --source right?"
            )
            cannot_run(f"there is no {source / name}, so this is no volume. {where}")


@click.command()
@SOURCE
@click.option(
    "--out", type=FOLDER, default=Path("build/html"), show_default=True, help="Where the site goes."
)
@JOBS
@click.option("--strict", is_flag=True, help="End with exit code 1 if there is any Problem or warning.")
@click.option(
    "--with-samples/--without-samples",
    "samples",
    default=True,
    show_default=True,
    help="Whether contributions with `status: sample` are part of the site.",
)
@PREVIEW
@click.option(
    "--pictures", is_flag=True, help="Draw the pictures that stand for pages where they are shared."
)
@click.option(
    "--search",
    type=click.Choice(["index", "records", "none"]),
    default="index",
    show_default=True,
    help="Make the index of search, or only what it is made of (as serve does), or leave search out.",
)
def build(
    source: Path,
    out: Path,
    jobs: int | None,
    strict: bool,
    samples: bool,
    preview: bool,
    pictures: bool,
    search: str,
) -> None:
    """Build the site.

    A contribution that cannot be shown is left out, with a page at its address that says what to mend; the
    rest of the volume is built all the same. Only pages that show something new are written; where no file
    of the volume and none of OUT has changed since the last build, there is nothing to do.
    """
    from sphinx_proceedings.standing import Standing  # noqa: PLC0415

    needs_volume(source)
    options = f"{samples=} {preview=} {pictures=} {search=}"
    standing = Standing(source, out, doctrees_of(out) / "proceedings-standing.txt", options)
    started = time.perf_counter()
    result = standing.recall()
    if result:
        result = replace(result, seconds={"nothing to do": time.perf_counter() - started})
    else:
        standing.begin()
        result = _build(source, out, jobs_of(jobs), samples, preview, pictures, search)
        standing.keep(result)
    for line in report.build_report(result, source.resolve().parent):
        click.echo(line)
    if pictures and not result.pictures:
        click.echo("No pictures: a page names its picture by its whole address, and site_url is not set.")
    sys.exit(1 if strict and (result.problems or result.warnings) else 0)


def _build(
    source: Path, out: Path, jobs: int, samples: bool, preview: bool, pictures: bool, search: str
) -> Result:
    # Nothing of Sphinx is loaded before it is known that something is to be built.
    from sphinx_proceedings.sphinx_ext.run import BuildFailed, build_site  # noqa: PLC0415

    try:
        with report.progress_bar(shown=sys.stderr.isatty()) as progress:
            return build_site(
                source,
                out,
                doctrees_of(out),
                jobs=jobs,
                samples=samples,
                preview=preview,
                pictures=out.with_name(f"{out.name}.pictures") if pictures else None,
                search=search,
                progress=progress,
            )
    except BuildFailed as failed:
        click.echo(str(failed), err=True)
        sys.exit(1)


def doctrees_of(out: Path) -> Path:
    """Where Sphinx remembers a build, beside its output."""
    return out.with_name(f"{out.name}.doctrees")


@click.command()
@SOURCE
@click.option(
    "--port",
    type=click.IntRange(0, 65535),
    default=8000,
    show_default=True,
    help="0 takes a free one.",
)
@JOBS
def serve(source: Path, port: int, jobs: int | None) -> None:
    """Show the site at http://127.0.0.1:8000 and build it again whenever a file changes.

    Open pages reload by themselves. Nobody but this computer can see it. Ctrl-C ends it.
    """
    from sphinx_proceedings.cli.preview import preview  # noqa: PLC0415

    needs_volume(source)
    try:
        preview(source, port, jobs_of(jobs))
    except OSError as error:
        cannot_run(f"port {port} cannot be used: {error.strerror}. Choose another with --port.")


@click.command()
@click.argument("folder", type=click.Path(path_type=Path))
@SOURCE
@JOBS
@click.option("--with-samples", "samples", is_flag=True, help="Keep samples in, for a demonstration.")
@PREVIEW
def publish(folder: Path, source: Path, jobs: int | None, samples: bool, preview: bool) -> None:
    """Build a release and switch FOLDER to it in one step.

    The build is strict: any Problem or warning ends it with exit code 1, and FOLDER stays as it was.
    Samples are left out. The release before is kept in FOLDER.releases.
    """
    from sphinx_proceedings.publish import NotPublished  # noqa: PLC0415
    from sphinx_proceedings.publish import publish as release  # noqa: PLC0415
    from sphinx_proceedings.sphinx_ext.run import BuildFailed, build_site  # noqa: PLC0415

    needs_volume(source)
    try:
        with report.progress_bar(shown=sys.stderr.isatty()) as progress:
            make = partial(
                build_site,
                source,
                jobs=jobs_of(jobs),
                samples=samples,
                preview=preview,
                pictures=folder.with_name(f"{folder.name}.releases") / "pictures",
                progress=progress,
            )
            result, made = release(folder, make)
    except NotPublished as error:
        cannot_run(str(error))
    except BuildFailed as failed:
        click.echo(f"{failed}\nNothing was published.", err=True)
        sys.exit(1)
    else:
        tell = report.build_report if made else report.complaints
        for line in tell(result, source.resolve().parent):
            click.echo(line)
        if made is None:
            click.echo("Nothing was published: mend the above first.", err=True)
            sys.exit(1)
        click.echo(f"Published: {folder} is now {made.parent.name}/{made.name}.")
