"""The bib folder: its files read, judged, and each entry formatted."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from sphinx_proceedings import names
from sphinx_proceedings.gate import bibtex, files
from sphinx_proceedings.gate.entry import CODES, LINKS, Entry
from sphinx_proceedings.problems import Problem
from sphinx_proceedings.references import style
from sphinx_proceedings.references.record import Library, Reference, SortKey
from sphinx_proceedings.references.text import Typeset, decode, people

CURATED = "references"
UNDATED = "n.d."


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
        """What tells that two entries are of the same work: its DOI; its title and first name."""
        letters = "".join(c for c in names.fold(self.fields["title"]) if c.isalnum())
        doi = self.fields.get("doi", "").lower()
        return frozenset({f"{letters} {names.fold(self.families[0])}", *([doi] if doi else [])})


def load(root: Path, typeset: Typeset, contributions: Collection[str]) -> tuple[Library, list[Problem]]:
    """The library of the volume in `root`, and every Problem of its bibliography files.

    `typeset` says a formula, without dollars, in plain characters. `contributions` are the ids that may
    bring a file of their own.
    """
    found = files.look(root, "bib")
    problems = list(found.problems)
    drafts: dict[str, list[Draft]] = {CURATED: []}
    for id_ in sorted(found.files, key=lambda id_: id_ != CURATED):
        path = f"bib/{found.files[id_].name}"
        budget = bibtex.CURATED_BYTES if id_ == CURATED else bibtex.OWN_BYTES
        entries, wrong = bibtex.read(found.files[id_].read_bytes(), path, max_bytes=budget)
        made = [_draft(entry, typeset) for entry in entries]
        problems += [*wrong, *_repeated(made, path, drafts[CURATED])]
        if id_ != CURATED and id_ not in contributions:
            fix = names.did_you_mean(id_, contributions) or "Name it like the contribution's file."
            problems.append(Problem(path, 0, 0, "BIB", f"There is no contribution “{id_}”.", fix))
        drafts[id_] = sorted(made, key=lambda draft: draft.sort_key)
    curated = drafts.pop(CURATED)
    years = _years(curated, [], {})
    return Library(
        {draft.entry.key: _reference(draft, years[draft.entry.key]) for draft in curated},
        {id_: _own(own, curated, years) for id_, own in drafts.items()},
    ), sorted(problems)


def _own(own: list[Draft], curated: list[Draft], years: Mapping[str, str]) -> dict[str, Reference]:
    found = _years(own, curated, years)
    return {draft.entry.key: _reference(draft, found[draft.entry.key]) for draft in own}


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


def _repeated(drafts: Iterable[Draft], path: str, curated: Iterable[Draft]) -> Iterator[Problem]:
    """Works that stand in a file under a second key, or in references.bib under another one."""
    seen = {mark: draft.entry.key for draft in curated for mark in draft.marks}
    for draft in drafts:
        key = draft.entry.key
        other = next((seen[mark] for mark in sorted(draft.marks) if seen.get(mark, key) != key), None)
        if other:
            message = f"The entry “{key}” is of the same work as “{other}”."
            fix = f"Cite “{other}” and remove this one."
            yield Problem(path, draft.entry.line, 1, "BIB", message, fix)
        for mark in draft.marks:
            seen.setdefault(mark, key)


def _years(drafts: list[Draft], before: list[Draft], known: Mapping[str, str]) -> dict[str, str]:
    """The year of each of `drafts`, sorted, by key; with a letter where two would look alike.

    `before` are the volume's entries, which have their years, `known`, already. An entry of the same work
    as one of them shares its year; the others take the letters that follow.
    """
    looks: dict[tuple[str, str], list[Draft]] = {}
    for draft in before:
        looks.setdefault(draft.looks, []).append(draft)
    years: dict[str, str] = {}
    new: dict[tuple[str, str], list[Draft]] = {}
    for draft in drafts:
        alike = looks.get(draft.looks, ())
        twin = next((other for other in alike if other.marks & draft.marks), None)
        if twin:
            years[draft.entry.key] = known[twin.entry.key]
        else:
            new.setdefault(draft.looks, []).append(draft)
    for pair, alike in new.items():
        first = len(looks.get(pair, ())) + 1
        alone = first + len(alike) == 2
        for number, draft in enumerate(alike, first):
            years[draft.entry.key] = draft.year if alone else draft.year + _letter(number)
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
    )
