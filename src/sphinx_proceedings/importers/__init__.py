"""Records of other systems as abstracts' files, for a person to look at and commit.

Each importer is a function from a source to its records, and has one line in `IMPORTERS`.
"""

from collections.abc import Callable, Iterator
from pathlib import Path

from sphinx_proceedings.importers import pmlr
from sphinx_proceedings.importers.files import Imported, Report, write

Importer = Callable[[Path], Iterator[Imported]]

IMPORTERS: dict[str, Importer] = {
    "pmlr": pmlr.read,
}
"""The importers, by the word that chooses them on the command line."""

__all__ = ["IMPORTERS", "Imported", "Importer", "Report", "write"]
