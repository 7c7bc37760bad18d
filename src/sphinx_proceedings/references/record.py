"""An entry as it is shown, and all entries of a volume."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from pybtex.richtext import Text

from sphinx_proceedings.gate.entry import Entry
from sphinx_proceedings.references import writing

SortKey = tuple[tuple[str, ...], str, str, str]
"""Names, year, title and key, without accents or capitals."""


@dataclass(frozen=True)
class Reference:
    """An entry, formatted once.

    `authors` are family names, of editors where there is no author. `label` is how a text names them:
    “Kileel et al.”. `year` is “n.d.” where there is none, and has a letter where two would look alike.
    `html` is safe inline HTML, `text` the same in plain characters, `rich` the same for pybtex's writers.
    `links` are (text, address); `topics` the keywords. `marks` tell that another entry is of the same work.
    """

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
    sort_key: SortKey
    marks: tuple[str, ...] = ()

    @property
    def bibtex(self) -> str:
        """The entry as clean BibTeX, its year without a letter."""
        return writing.bibtex(self.entry)


@dataclass(frozen=True)
class Library:
    """The entries that a volume's contributions and pages may cite.

    `entries` are those of references.bib by key, in the order of a bibliography. `own` are those of a
    contribution's own file, by its id.
    """

    entries: Mapping[str, Reference] = field(default_factory=lambda: MappingProxyType({}))
    own: Mapping[str, Mapping[str, Reference]] = field(default_factory=lambda: MappingProxyType({}))

    def find(self, key: str, contribution: str = "") -> Reference | None:
        """The entry that a contribution means by `key`: its own first, then the volume's."""
        return self.own.get(contribution, {}).get(key) or self.entries.get(key)

    def cited(self, keys: Iterable[str], contribution: str) -> dict[str, Reference]:
        """The entries that a contribution means by `keys`, by key, in the order of a bibliography."""
        found = (self.find(key, contribution) for key in keys)
        known = sorted((entry for entry in found if entry), key=lambda entry: entry.sort_key)
        return {entry.key: entry for entry in known}

    def bibtex(self, *keys: str, contribution: str = "") -> str:
        """Clean BibTeX of the entries that a contribution means by `keys`, or of all the volume's.

        Keys that nobody knows are left out.
        """
        found = (self.find(key, contribution) for key in keys or sorted(self.entries))
        return "\n".join(reference.bibtex for reference in found if reference)
