"""The command `proceedings`: exit code 0 is fine, 1 means Problems, 2 that it could not run."""

from __future__ import annotations

import click

from sphinx_proceedings import __version__
from sphinx_proceedings.cli.build import build, publish, serve
from sphinx_proceedings.cli.check import check
from sphinx_proceedings.cli.export import export
from sphinx_proceedings.cli.start import import_, init, new


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, prog_name="proceedings")
def main() -> None:
    """Make the proceedings of a workshop from one Markdown file per abstract.

    Start with `proceedings init my-workshop`, then `proceedings build` in that folder. Exit codes: 0 all
    is well, 1 there are Problems to mend, 2 the command could not run.
    """


for command in (build, check, serve, init, new, import_, export, publish):
    main.add_command(command)
