"""The bib folder: its files read, judged, and each entry formatted."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from sphinx_proceedings import names
from sphinx_proceedings.gate import apart, bibtex, files
from sphinx_proceedings.gate.entry import CODES, LINKS, Entry
from sphinx_proceedings.problems import Problem
from sphinx_proceedings.references import style
from sphinx_proceedings.references.record import Library, Reference, SortKey
from sphinx_proceedings.references.text import Typeset, decode, people

CURATED = "references"
UNDATED = "n.d."
TELLING = 24
"""So many letters of a title tell two works apart; two of one year are called “Neural collapse”."""


@dataclass(frozen=True)
class Draft:
    """An entry decoded, before it is known whether its year needs a letter.

    `authors` and `editors` are (family name, “Family, G.”).
    """

    entry: Entry
    fields: Mapping[str, str]
    authors: tuple[tuple[str, str], ...]
    editors: tuple[tuple[str, str], ...]

    @property
    def year(self) -> str:
        """The year, without a letter."""
        return self.fields.get("year") or self.fields.get("date", "")[:4] or UNDATED

    @cached_property
    def families(self) -> tuple[str, ...]:
        """The family names of those who stand first."""
        return tuple(family for family, _ in self.authors or self.editors)

    @cached_property
    def looks(self) -> tuple[str, str]:
        """What a citation shows: label and year."""
        return style.label(self.families), self.year

    @cached_property
    def sort_key(self) -> SortKey:
        """Where the entry stands in a bibliography."""
        who = tuple(names.fold(name) for _, name in self.authors or self.editors)
        return who, self.year, names.fold(self.fields["title"]), self.entry.key

    @cached_property
    def marks(self) -> frozenset[str]:
        """What tells that two entries are of the same work.

        Its DOI; its arXiv number, without a version; its title, a short one only with the first name.
        """
        letters = "".join(c for c in names.fold(self.fields["title"]) if c.isalnum())
        links = dict(style.links(self.fields))
        numbers = (style.VERSION.sub("", text) for text in links if text.startswith(("doi:", "arXiv:")))
        title = letters if len(letters) >= TELLING else f"{letters} {names.fold(self.families[0])}"
        return frozenset({title, *(number.lower() for number in numbers)})


@dataclass(frozen=True)
class Shelved:
    """The entries of references.bib, found by what they are and by how a citation of them looks."""

    drafts: tuple[Draft, ...] = ()
    years: Mapping[str, str] = field(default_factory=dict)

    @cached_property
    def marks(self) -> Mapping[str, str]:
        """The key of each work by its marks."""
        return {mark: draft.entry.key for draft in self.drafts for mark in draft.marks}

    @cached_property
    def looks(self) -> Mapping[tuple[str, str], list[Draft]]:
        """The entries of which citations would look alike, were there no letters."""
        return _alike(self.drafts)


NOTHING = Shelved()


def load(root: Path, typeset: Typeset, contributions: Collection[str]) -> tuple[Library, list[Problem]]:
    """The library of the volume in `root`, and every Problem of its bibliography files.

    `typeset` says a formula, without dollars, in plain characters. `contributions` are the ids that may
    bring a file of their own.
    """
    found = files.look(root, "bib")
    problems = list(found.problems)
    curated, entries = NOTHING, dict[str, Reference]()
    if file := found.files.get(CURATED):
        data = files.start_of(file, bibtex.CURATED_BYTES)
        read = bibtex.read(data, f"bib/{file.name}", max_bytes=bibtex.CURATED_BYTES)
        shelved, wrong = drafts(*read, f"bib/{file.name}", typeset)
        problems += wrong
        curated = Shelved(shelved, _years(shelved, curated))
        entries = _formatted(shelved, curated.years)
    own: dict[str, dict[str, Reference]] = {}
    strangers = {id_: file for id_, file in found.files.items() if id_ != CURATED}
    questions = ((files.start_of(f, bibtex.OWN_BYTES), f"bib/{f.name}") for f in strangers.values())
    with apart.Reader() as reader:
        for id_, read in zip(strangers, reader.read(questions), strict=True):
            path = f"bib/{id_}.bib"
            if id_ not in contributions:
                fix = names.did_you_mean(id_, contributions) or "Name it like the contribution's file."
                problems.append(Problem(path, 0, 0, "BIB", f"There is no contribution “{id_}”.", fix))
            brought, wrong = drafts(*read, path, typeset, curated)
            problems += wrong
            own[id_] = _formatted(brought, _years(brought, curated))
    return Library(entries, own), sorted(problems)


def drafts(
    entries: Iterable[Entry],
    problems: list[Problem],
    path: str,
    typeset: Typeset,
    curated: Shelved = NOTHING,
) -> tuple[tuple[Draft, ...], list[Problem]]:
    """The entries of one file in the order of a bibliography, and its Problems."""
    made = [_draft(entry, typeset) for entry in entries]
    repeated = _repeated(made, path, curated)
    return tuple(sorted(made, key=lambda draft: draft.sort_key)), [*problems, *repeated]


def _formatted(drafts: Iterable[Draft], years: Mapping[str, str]) -> dict[str, Reference]:
    return {draft.entry.key: _reference(draft, years[draft.entry.key]) for draft in drafts}


def _draft(entry: Entry, typeset: Typeset) -> Draft:
    fields = {
        name: value if name in LINKS or name in CODES else decode(value, typeset)
        for name, value in entry.fields.items()
        if name not in {"author", "editor"}
    }
    authors, editors = (
        tuple(people(entry.fields[role], typeset)) if role in entry.fields else ()
        for role in ("author", "editor")
    )
    return Draft(entry, fields, authors, editors)


def _repeated(drafts: Iterable[Draft], path: str, curated: Shelved) -> Iterator[Problem]:
    """Works that stand in a file under a second key, or in references.bib under another one."""
    seen: dict[str, str] = {}
    for draft in drafts:
        key = draft.entry.key
        known = (curated.marks.get(mark) or seen.get(mark) for mark in sorted(draft.marks))
        if other := next((other for other in known if other and other != key), None):
            message = f"The entry “{key}” is of the same work as “{other}”."
            fix = f"Cite “{other}” and remove this one."
            yield Problem(path, draft.entry.line, 1, "BIB", message, fix)
        for mark in draft.marks:
            seen.setdefault(mark, key)


def _alike(drafts: Iterable[Draft]) -> dict[tuple[str, str], list[Draft]]:
    alike: dict[tuple[str, str], list[Draft]] = {}
    for draft in drafts:
        alike.setdefault(draft.looks, []).append(draft)
    return alike


def _years(drafts: Iterable[Draft], curated: Shelved) -> dict[str, str]:
    """The year of each of `drafts`, sorted, by key; with a letter where two would look alike.

    An entry of a work that references.bib has too shares its year with it; the others take the letters
    that follow.
    """
    years: dict[str, str] = {}
    for looks, alike in _alike(drafts).items():
        before = curated.looks.get(looks, [])
        new = []
        for draft in alike:
            twin = next((other for other in before if other.marks & draft.marks), None)
            if twin:
                years[draft.entry.key] = curated.years[twin.entry.key]
            else:
                new.append(draft)
        alone = len(before) + len(new) == 1
        for number, draft in enumerate(new, len(before) + 1):
            years[draft.entry.key] = draft.year + ("" if alone else _letter(number))
    return years


def _letter(number: int) -> str:
    """1 is a, 26 is z, 27 is aa."""
    letters = ""
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(ord("a") + rest) + letters
    return letters


def _reference(draft: Draft, year: str) -> Reference:
    entry, fields = draft.entry, draft.fields
    authors, editors = ([name for _, name in people] for people in (draft.authors, draft.editors))
    links = style.links(fields)
    body = style.compose(entry.type, fields, authors, editors, year)
    rich = style.with_links(body, links)
    return Reference(
        key=entry.key,
        entry=entry,
        authors=draft.families,
        label=draft.looks[0],
        year=year,
        rich=rich,
        html=style.html(rich),
        text=style.plain(body, links),
        links=links,
        topics=tuple(word.strip() for word in fields.get("keywords", "").split(",") if word.strip()),
        sort_key=draft.sort_key,
        marks=tuple(sorted(draft.marks)),
    )
