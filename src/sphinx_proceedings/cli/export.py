"""The command that exports."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from sphinx_proceedings import names
from sphinx_proceedings.cli.build import SOURCE, cannot_run, needs_volume

DATES, NEWS = "ics", "atom"
SAME = {"json": "csl-json"}
"""volume.json is CSL-JSON."""


@click.command()
@click.argument("kind", metavar="KIND")
@click.argument("ids", nargs=-1, metavar="[ID]...")
@SOURCE
@click.option("--out", type=click.Path(path_type=Path, dir_okay=False), help="Write here instead.")
def export(kind: str, ids: tuple[str, ...], source: Path, out: Path | None) -> None:
    """Write how to cite contributions, or when they take place, for other programs.

    KIND is bibtex, ris, csl-json or json (what volume.json has), ics or atom. Each ID is a contribution's;
    without any, all of the volume's are written, with ics the whole programme. A feed, atom, is always that
    of the whole volume. Samples are left out.
    """
    from sphinx_proceedings.exports import EXPORTS  # noqa: PLC0415
    from sphinx_proceedings.pages import calendars, feed  # noqa: PLC0415
    from sphinx_proceedings.pages.assembly import assemble  # noqa: PLC0415
    from sphinx_proceedings.sources import Layout, UnusableVolume  # noqa: PLC0415

    kinds = (*EXPORTS, *SAME, DATES, NEWS)
    if kind not in kinds:
        cannot_run(f"there is no format “{kind}”; formats are {', '.join(kinds)}.")
    if kind == NEWS and ids:
        cannot_run("a feed is of the whole volume. Leave out the ids.")
    needs_volume(source)
    try:
        compiled = assemble(Layout.of_docs(source), typeset=False)
    except UnusableVolume as error:
        for problem in error.problems:
            click.echo(str(problem), err=True)
        sys.exit(1)
    published = {contribution.id: contribution for contribution in compiled.published}
    for id_ in ids:
        if id_ not in published:
            said = names.did_you_mean(id_, published) or "Samples and quarantined files have no citation."
            cannot_run(f"there is no contribution “{id_}”. {said}")
    chosen = [published[id_] for id_ in ids] if ids else list(published.values())
    if kind == DATES:
        text = calendars.of_contributions(compiled, chosen) if ids else calendars.whole(compiled)
        if not text:
            cannot_run("nothing of this is scheduled yet.")
    elif kind == NEWS:
        text = (feed.feed(compiled) or b"").decode()
        if not text:
            cannot_run("nothing of this has a date, and a feed must say when.")
    else:
        text = EXPORTS[SAME.get(kind, kind)].write(
            [compiled.citation(contribution) for contribution in chosen]
        )
    if out:
        out.write_bytes(text.encode())
    else:
        sys.stdout.buffer.write(text.encode())
