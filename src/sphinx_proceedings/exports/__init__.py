"""What other programs read: each format takes citations and gives the text of a file."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from sphinx_proceedings.citation import Citation
from sphinx_proceedings.exports.bibtex import bibtex
from sphinx_proceedings.exports.csl import csl_json
from sphinx_proceedings.exports.ris import ris


class Export(NamedTuple):
    """A format: the end of its files' names, how a person calls it, its media type, and its writer."""

    suffix: str
    title: str
    media: str
    write: Callable[[Sequence[Citation]], str]


EXPORTS: dict[str, Export] = {
    "bibtex": Export(".bib", "BibTeX", "application/x-bibtex", bibtex),
    "ris": Export(".ris", "RIS", "application/x-research-info-systems", ris),
    "csl-json": Export(".json", "CSL-JSON", "application/vnd.citationstyles.csl+json", csl_json),
}
"""The formats that say how to cite contributions, by the name that `proceedings export` knows."""
