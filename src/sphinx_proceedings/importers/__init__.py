"""Records of other systems as abstracts' files, for a person to look at and commit.

Each importer is a function from a source to its records, and has one line in `IMPORTERS`.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Protocol

from sphinx_proceedings.importers import (
    bibtex,
    easychair,
    hotcrp,
    indico,
    openreview,
    pmlr,
    pretalx,
    spreadsheet,
)
from sphinx_proceedings.importers.files import Imported, Report, write
from sphinx_proceedings.importers.programme import suggested
from sphinx_proceedings.importers.record import Options, Unusable


class Importer(Protocol):
    """From a source, a file or a folder, to its records, one at a time."""

    def __call__(self, source: Path, options: Options = ...) -> Iterator[Imported]:
        """The records of `source`. Unusable where it is not what the importer reads."""


IMPORTERS: dict[str, Importer] = {
    "bibtex": bibtex.read,
    "csv": spreadsheet.read,
    "easychair": easychair.read,
    "hotcrp": hotcrp.read,
    "indico": indico.read,
    "openreview": openreview.read,
    "pmlr": pmlr.read,
    "pretalx": pretalx.read,
}
"""The importers, by the word that chooses them on the command line."""

__all__ = ["IMPORTERS", "Imported", "Importer", "Options", "Report", "Unusable", "suggested", "write"]
