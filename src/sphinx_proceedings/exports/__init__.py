"""What other programs read: each format takes citations and gives the text of a file."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from sphinx_proceedings.citation import Citation
from sphinx_proceedings.exports.bibtex import bibtex
from sphinx_proceedings.exports.csl import csl_json
from sphinx_proceedings.exports.ris import ris


class Export(NamedTuple):
    """A format: the end of its files' names, how a person calls it, and its writer."""

    suffix: str
    title: str
    write: Callable[[Sequence[Citation]], str]


EXPORTS: dict[str, Export] = {
    "bibtex": Export(".bib", "BibTeX", bibtex),
    "ris": Export(".ris", "RIS", ris),
    "csl-json": Export(".json", "CSL-JSON", csl_json),
}
"""The formats that say how to cite contributions, by the name that `proceedings export` knows."""
