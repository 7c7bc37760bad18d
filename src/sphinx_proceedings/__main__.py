"""`python -m sphinx_proceedings` is the command `proceedings`."""

from sphinx_proceedings.cli import main

main(prog_name="proceedings")
