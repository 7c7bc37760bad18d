"""The bib folder: its files read and judged, and entries that would look alike told apart."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path

from sphinx_proceedings import names
from sphinx_proceedings.gate import apart, bibtex, files
from sphinx_proceedings.gate.entry import CODES, LINKS, Entry
from sphinx_proceedings.problems import Problem
from sphinx_proceedings.references.record import Library, Reference
from sphinx_proceedings.references.text import Typeset, decode, people

CURATED = "references"
Looks = tuple[str, str]
"""What a citation shows, but for a letter: label and year."""


@dataclass(frozen=True)
class Shelved:
    """The entries of references.bib, found by what they are and by how a citation of them looks."""

    entries: tuple[Reference, ...] = ()

    @cached_property
    def marks(self) -> Mapping[str, str]:
        """The key of each work by its marks."""
        return {mark: entry.key for entry in self.entries for mark in entry.marks}

    @cached_property
    def alike(self) -> Mapping[Looks, list[Reference]]:
        """The entries of which citations would look alike, were there no letters."""
        return _alike(self.entries)


NOTHING = Shelved()


def load(root: Path, typeset: Typeset, contributions: Collection[str]) -> tuple[Library, list[Problem]]:
    """The library of the volume in `root`, and every Problem of its bibliography files.

    `typeset` says a formula, without dollars, in plain characters. `contributions` are the ids that may
    bring a file of their own.
    """
    found = files.look(root, "bib")
    problems = list(found.problems)
    curated = NOTHING
    if file := found.files.get(CURATED):
        data = files.start_of(file, bibtex.CURATED_BYTES)
        read = bibtex.read(data, f"bib/{file.name}", max_bytes=bibtex.CURATED_BYTES)
        shelved, wrong = entries(*read, f"bib/{file.name}", typeset)
        problems += wrong
        curated = Shelved(shelved)
    own: dict[str, dict[str, Reference]] = {}
    strangers = {id_: file for id_, file in found.files.items() if id_ != CURATED}
    questions = ((files.start_of(f, bibtex.OWN_BYTES), f"bib/{f.name}") for f in strangers.values())
    with apart.Reader() as reader:
        for id_, read in zip(strangers, reader.read(questions), strict=True):
            path = f"bib/{id_}.bib"
            if id_ not in contributions:
                fix = names.did_you_mean(id_, contributions) or "Name it like the contribution's file."
                problems.append(Problem(path, 0, 0, "BIB", f"There is no contribution “{id_}”.", fix))
            brought, wrong = entries(*read, path, typeset, curated)
            problems += wrong
            own[id_] = {entry.key: entry for entry in brought}
    return Library({entry.key: entry for entry in curated.entries}, own), sorted(problems)


def entries(
    read: Iterable[Entry],
    problems: list[Problem],
    path: str,
    typeset: Typeset,
    curated: Shelved = NOTHING,
) -> tuple[tuple[Reference, ...], list[Problem]]:
    """The entries of one file in the order of a bibliography, and its Problems."""
    made = [_reference(entry, typeset) for entry in read]
    repeated = _repeated(made, path, curated)
    lettered = _lettered(sorted(made, key=lambda entry: entry.sort_key), curated)
    return lettered, [*problems, *repeated]


def _reference(entry: Entry, typeset: Typeset) -> Reference:
    fields = {
        name: value if name in LINKS or name in CODES else decode(value, typeset)
        for name, value in entry.fields.items()
        if name not in {"author", "editor"}
    }
    writers, editors = (
        tuple(people(entry.fields[role], typeset)) if role in entry.fields else ()
        for role in ("author", "editor")
    )
    return Reference(entry, fields, writers, editors)


def _repeated(entries: Iterable[Reference], path: str, curated: Shelved) -> Iterator[Problem]:
    """Works that stand in a file under a second key, or in references.bib under another one."""
    seen: dict[str, str] = {}
    for entry in entries:
        known = (curated.marks.get(mark) or seen.get(mark) for mark in sorted(entry.marks))
        if other := next((other for other in known if other and other != entry.key), None):
            message = f"The entry “{entry.key}” is of the same work as “{other}”."
            fix = f"Cite “{other}” and remove this one."
            yield Problem(path, entry.entry.line, 1, "BIB", message, fix)
        for mark in entry.marks:
            seen.setdefault(mark, entry.key)


def _alike(entries: Iterable[Reference]) -> dict[Looks, list[Reference]]:
    alike: dict[Looks, list[Reference]] = {}
    for entry in entries:
        alike.setdefault((entry.label, entry.dated), []).append(entry)
    return alike


def _lettered(entries: Sequence[Reference], curated: Shelved) -> tuple[Reference, ...]:
    """The entries, sorted, each with a letter after its year where two would look alike.

    An entry of a work that references.bib has too shares its letter with it; the others take those that
    follow.
    """
    letters: dict[str, str] = {}
    for looks, alike in _alike(entries).items():
        before = curated.alike.get(looks, [])
        new = []
        for entry in alike:
            twin = next((other for other in before if other.marks & entry.marks), None)
            if twin:
                letters[entry.key] = twin.letter
            else:
                new.append(entry)
        if len(before) + len(new) > 1:
            letters |= {entry.key: _letter(number) for number, entry in enumerate(new, len(before) + 1)}
    return tuple(
        replace(entry, letter=letters[entry.key]) if letters.get(entry.key) else entry for entry in entries
    )


def _letter(number: int) -> str:
    """1 is a, 26 is z, 27 is aa."""
    letters = ""
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(ord("a") + rest) + letters
    return letters
