"""An entry as it is shown, and all entries of a volume."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from types import MappingProxyType
from typing import TYPE_CHECKING

from sphinx_proceedings import names
from sphinx_proceedings.gate.entry import Entry
from sphinx_proceedings.references import locators, writing

if TYPE_CHECKING:
    from pybtex.richtext import Text

    from sphinx_proceedings.references.style import Formatted

SortKey = tuple[tuple[str, ...], str, str, str]
"""Names, year, title and key, without accents or capitals."""
People = tuple[tuple[str, str], ...]
"""(family name, “Family, G.”) of each."""
OTHERS = "others"
UNDATED = "n.d."
TELLING = 24
"""So many letters of a title tell two works apart; two of one year are called “Neural collapse”."""


@dataclass(frozen=True)
class Reference:
    """An entry, formatted once, when somebody first asks for it.

    `fields` are its values in plain characters, by name. `letter` stands after the year where two would
    look alike.
    """

    entry: Entry
    fields: Mapping[str, str]
    writers: People
    editors: People
    letter: str = ""

    @property
    def key(self) -> str:
        """What a text cites it by."""
        return self.entry.key

    @cached_property
    def authors(self) -> tuple[str, ...]:
        """Family names; of the editors where there is no author."""
        return tuple(family for family, _ in self.writers or self.editors)

    @cached_property
    def label(self) -> str:
        """The authors as a text names them: “Kileel et al.”."""
        if len(self.authors) > 2 or OTHERS in self.authors:
            return f"{self.authors[0]} et al."
        return " and ".join(self.authors)

    @cached_property
    def dated(self) -> str:
        """The year without a letter, or “n.d.”."""
        return self.fields.get("year") or self.fields.get("date", "")[:4] or UNDATED

    @property
    def year(self) -> str:
        """The year as a citation shows it."""
        return f"{self.dated}{self.letter}"

    @cached_property
    def sort_key(self) -> SortKey:
        """Where the entry stands in a bibliography."""
        who = tuple(names.fold(name) for _, name in self.writers or self.editors)
        return who, self.dated, names.fold(self.fields["title"]), self.key

    @cached_property
    def marks(self) -> frozenset[str]:
        """What tells that two entries are of the same work.

        Its DOI; its arXiv number, without a version; its title, a short one only with the first name.
        """
        letters = "".join(c for c in names.fold(self.fields["title"]) if c.isalnum())
        texts = (text for text, _ in self.links if text.startswith(("doi:", "arXiv:")))
        title = letters if len(letters) >= TELLING else f"{letters} {names.fold(self.authors[0])}"
        return frozenset({title, *(locators.VERSION.sub("", text).lower() for text in texts)})

    @cached_property
    def links(self) -> tuple[tuple[str, str], ...]:
        """(text, address) of each place where the work is found."""
        return locators.links(self.fields)

    @cached_property
    def topics(self) -> tuple[str, ...]:
        """Its keywords."""
        return tuple(word.strip() for word in self.fields.get("keywords", "").split(",") if word.strip())

    @cached_property
    def formatted(self) -> Formatted:
        """The entry in each of its forms."""
        # To load the writers takes as long as to read two hundred entries, and who only checks shows none.
        from sphinx_proceedings.references import style  # noqa: PLC0415

        return style.formatted(self)

    @property
    def rich(self) -> Text:
        """The entry for pybtex's writers."""
        return self.formatted.rich

    @property
    def html(self) -> str:
        """The entry as safe inline HTML."""
        return self.formatted.html

    @property
    def text(self) -> str:
        """The entry in plain characters, with whole addresses."""
        return self.formatted.text

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
