"""`python -m sphinx_proceedings.forge` is what the steps of the workflows call."""

from __future__ import annotations

import json
import re
import sys
from dataclasses import asdict
from pathlib import Path
from typing import Any

import click

from sphinx_proceedings.cli.build import cannot_run
from sphinx_proceedings.forge import artifact, host
from sphinx_proceedings.forge import changes as change
from sphinx_proceedings.forge import comment as comments
from sphinx_proceedings.forge.pull import pull_of

FILE = click.Path(path_type=Path, dir_okay=False)
FOLDER = click.Path(path_type=Path, file_okay=False)
REPORT = frozenset({".json"})


@click.group()
def main() -> None:
    """Serve the workflows of a forge. Exit codes: 0 go on, 1 it is refused, 2 the command could not run."""


@main.command()
@click.option("--from", "before", required=True, metavar="REV")
@click.option("--to", "after", required=True, metavar="REV")
@click.option("--association", required=True, help="GitHub's author_association.")
@click.option("--into", type=FOLDER, required=True, help="The folder of the report.")
def changes(before: str, after: str, association: str, into: Path) -> None:
    """Say whether an author may make this change, and which files it touches."""
    try:
        found = change.changes(Path.cwd(), before, after)
    except change.UnknownRevision as error:
        cannot_run(str(error))
        return
    refused = found.refused(association)
    into.mkdir(parents=True, exist_ok=True)
    said = json.dumps({**asdict(found), "refused": refused})
    (into / "changes.json").write_text(said, encoding="utf-8")
    if refused:
        for line in change.refusal(found.outside):
            click.echo(line)
    sys.exit(refused)


@main.command()
@click.option("--event", type=FILE, required=True, help="The event, as JSON.")
@click.option("--pulls", type=FILE, required=True, help="Open pull requests of the run's branch.")
@click.option("--artifacts", type=FILE, required=True, help="Artifacts of the run.")
def pull(event: Path, pulls: Path, artifacts: Path) -> None:
    """Say which pull request a run checked, as outputs of a step; none if it is not to be told."""
    found = pull_of(_json(event), _lists(pulls), _json(artifacts))
    if found is None:
        click.echo("There is no open pull request at the commit of this run.", err=True)
        return
    click.echo(f"number={found.number}\nhead={found.head}")
    for name, id_ in found.artifacts.items():
        click.echo(f"{name}={id_ or ''}")


@main.command()
@click.argument("archive", type=FILE)
@click.option("--into", type=FOLDER, required=True, help="A new folder.")
@click.option("--like", type=FOLDER, help="The site of the base, for a preview; without it, a report.")
def unpack(archive: Path, into: Path, like: Path | None) -> None:
    """Unpack an artifact as data: a report, or the preview of a site."""
    try:
        number = artifact.unpack(archive, into, like, kinds=None if like else REPORT)
    except artifact.Unsafe as error:
        click.echo(f"The artifact is not used. {error}", err=True)
        sys.exit(1)
    click.echo(f"{number} files in {into}")


@main.command()
@click.argument("site", type=FOLDER)
@click.option("--host", "into", type=FOLDER, required=True, help="The folder of all previews.")
@click.option("--number", type=click.IntRange(1), required=True)
@click.option("--open", "open_pulls", type=FILE, required=True, help="All open pull requests.")
def place(site: Path, into: Path, number: int, open_pulls: Path) -> None:
    """Put a preview among the others, without those of closed pull requests."""
    numbers = {int(one["number"]) for one in _lists(open_pulls)}
    host.place(site, into, number, numbers | {number})


@main.command()
@click.option("--repository", required=True, help="OWNER/NAME")
@click.option("--server", required=True, help="The forge's address.")
@click.option("--number", type=click.IntRange(1), required=True)
@click.option("--head", required=True, help="The commit.")
@click.option("--report", type=FOLDER, required=True)
@click.option("--site", type=FOLDER, required=True, help="The unpacked preview.")
@click.option("--previews", default="", help="The address of all previews, where this one was placed.")
@click.option("--archive", default="", help="The address of the preview as an archive.")
@click.option("--comments", "before", type=FILE, required=True, help="The comments so far.")
@click.option("--into", type=FILE, required=True, help="The file for the comment's text.")
def comment(
    repository: str,
    server: str,
    number: int,
    head: str,
    report: Path,
    site: Path,
    previews: str,
    archive: str,
    before: Path,
    into: Path,
) -> None:
    """Write the comment, and say as outputs of a step where it goes."""
    if not re.fullmatch(r"[0-9a-f]{40,64}", head):
        cannot_run("the head is no commit.")
    known = comments.Place(
        preview=f"{previews.rstrip('/')}/{host.folder_of(number)}" if previews else "",
        files=f"{server}/{repository}/blob/{head}",
        archive=archive,
        site=site,
    )
    into.write_text(comments.body(comments.report_of(report), known, head), encoding="utf-8")
    own = comments.own_comment(_lists(before))
    issues = f"repos/{repository}/issues"
    where = (
        f"PATCH\nendpoint={issues}/comments/{own}" if own else f"POST\nendpoint={issues}/{number}/comments"
    )
    click.echo(f"method={where}")


def _json(path: Path) -> Any:
    return json.loads(path.read_text(encoding="utf-8"))


def _lists(path: Path) -> list[Any]:
    """The items of one list after another, as pages of an answer are put together."""
    text, decoder = path.read_text(encoding="utf-8").strip(), json.JSONDecoder()
    items: list[Any] = []
    while text:
        page, end = decoder.raw_decode(text)
        items.extend(page)
        text = text[end:].lstrip()
    return items


if __name__ == "__main__":
    main(prog_name="python -m sphinx_proceedings.forge")
