"""An entry as it is shown, and all entries of a volume."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from pybtex.richtext import Text

from sphinx_proceedings import names
from sphinx_proceedings.gate.entry import Entry


@dataclass(frozen=True)
class Reference:
    """An entry, formatted. `html` is safe inline HTML; `year` has a letter where two would look alike."""

    key: str
    entry: Entry
    authors: tuple[str, ...]
    label: str
    year: str
    rich: Text
    html: str
    text: str
    links: tuple[tuple[str, str], ...]
    topics: tuple[str, ...]

    @property
    def sort_key(self) -> tuple[str, str, str]:
        """By authors without accents, then year, then title and the rest."""
        return names.fold(" ".join(self.authors)), self.year, names.fold(self.text)


@dataclass(frozen=True)
class Library:
    """The entries that a volume's contributions and pages may cite.

    `entries` are those of references.bib by key, in the order of a bibliography. `own` are those of a
    contribution's own file, by its id.
    """

    entries: Mapping[str, Reference] = field(default_factory=lambda: MappingProxyType({}))
    own: Mapping[str, Mapping[str, Reference]] = field(default_factory=lambda: MappingProxyType({}))

    def find(self, key: str, contribution: str) -> Reference | None:
        """The entry that a contribution means by `key`: its own first, then the volume's."""
        return self.own.get(contribution, {}).get(key) or self.entries.get(key)
