"""The bib folder: its files read, judged, and each entry formatted."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import replace
from pathlib import Path

from sphinx_proceedings import names
from sphinx_proceedings.gate import bibtex, files
from sphinx_proceedings.gate.entry import LINKS, Entry
from sphinx_proceedings.problems import Problem
from sphinx_proceedings.references import style
from sphinx_proceedings.references.record import Library, Reference
from sphinx_proceedings.references.text import Typeset, decode, people

CURATED = "references"


def load(root: Path, typeset: Typeset, contributions: Collection[str]) -> tuple[Library, list[Problem]]:
    """The library of the volume in `root`, and every Problem of its bibliography files.

    `typeset` says a formula, without dollars, in plain characters. `contributions` are the ids that may
    bring a file of their own.
    """
    found = files.look(root, "bib")
    problems = list(found.problems)
    entries: dict[str, Reference] = {}
    own: dict[str, dict[str, Reference]] = {}
    curated = found.files.get(CURATED)
    if curated:
        path = f"bib/{curated.name}"
        read, wrong = bibtex.read(curated.read_bytes(), path, max_bytes=bibtex.CURATED_BYTES)
        problems += [*wrong, *_repeated(read, path, {})]
        entries = _formatted(read, typeset)
    known = {mark: key for key, entry in entries.items() for mark in _identity(entry.entry)}
    for id_, file in found.files.items():
        if id_ == CURATED:
            continue
        path = f"bib/{file.name}"
        if id_ not in contributions:
            fix = names.did_you_mean(id_, contributions) or "Name it like the contribution's file."
            problems.append(Problem(path, 0, 0, "BIB", f"There is no contribution “{id_}”.", fix))
        read, wrong = bibtex.read(file.read_bytes(), path)
        problems += [*wrong, *_repeated(read, path, known)]
        own[id_] = _formatted(read, typeset)
    return Library(entries, own), sorted(problems)


def _identity(entry: Entry) -> Iterator[str]:
    """What tells that two entries are of the same work."""
    if doi := entry.fields.get("doi"):
        yield f"doi {doi.lower()}"
    letters = names.fold(entry.fields.get("title", ""))
    yield "title " + "".join(c for c in letters if c.isalnum())


def _repeated(entries: Iterable[Entry], path: str, known: dict[str, str]) -> Iterator[Problem]:
    seen = dict(known)
    for entry in entries:
        for mark in _identity(entry):
            if (other := seen.get(mark)) and other != entry.key:
                message = f"The entry “{entry.key}” is of the same work as “{other}”."
                yield Problem(path, entry.line, 1, "BIB", message, f"Cite “{other}” and remove this one.")
                break
        for mark in _identity(entry):
            seen.setdefault(mark, entry.key)


def _formatted(entries: Iterable[Entry], typeset: Typeset) -> dict[str, Reference]:
    made = sorted(
        (_reference(entry, typeset) for entry in entries), key=lambda reference: reference.sort_key
    )
    alike: dict[tuple[str, str], int] = {}
    for reference in made:
        alike[reference.label, reference.year] = alike.get((reference.label, reference.year), 0) + 1
    used: dict[tuple[str, str], int] = {}
    lettered = []
    for reference in made:
        pair = reference.label, reference.year
        if alike[pair] > 1 and reference.year:
            used[pair] = used.get(pair, 0) + 1
            year = reference.year + _letter(used[pair])
            lettered.append(_with_year(reference, year, typeset))
        else:
            lettered.append(reference)
    return {reference.key: reference for reference in lettered}


def _letter(number: int) -> str:
    """1 is a, 26 is z, 27 is aa."""
    letters = ""
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(ord("a") + rest) + letters
    return letters


def _values(entry: Entry, typeset: Typeset) -> dict[str, str]:
    return {
        name: value if name in LINKS else decode(value, typeset) for name, value in entry.fields.items()
    }


def _reference(entry: Entry, typeset: Typeset) -> Reference:
    fields = _values(entry, typeset)
    who = people(entry.fields.get("author") or entry.fields.get("editor", ""), typeset)
    families = tuple(family for family, _ in who)
    year = fields.get("year") or fields.get("date", "")[:4]
    rich = style.compose(entry.type, fields, [full for _, full in who], year)
    topics = tuple(word.strip() for word in fields.get("keywords", "").split(",") if word.strip())
    return Reference(
        key=entry.key,
        entry=entry,
        authors=families,
        label=style.label(families),
        year=year,
        rich=rich,
        html=style.html(rich),
        text=str(rich),
        links=tuple(style.links(fields)),
        topics=topics,
    )


def _with_year(reference: Reference, year: str, typeset: Typeset) -> Reference:
    """The same entry with a letter after its year."""
    entry = reference.entry
    who = people(entry.fields.get("author") or entry.fields.get("editor", ""), typeset)
    rich = style.compose(entry.type, _values(entry, typeset), [full for _, full in who], year)
    return replace(reference, year=year, rich=rich, html=style.html(rich), text=str(rich))
