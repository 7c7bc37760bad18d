"""Rules over docs/people.yml: everybody it names exists, and any two people can be told apart."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from sphinx_proceedings import names, people
from sphinx_proceedings.model import Identity, Volume
from sphinx_proceedings.people import Individual, Signature
from sphinx_proceedings.problems import Problem
from sphinx_proceedings.sources.marked_yaml import Key, Marked

Fault = tuple[Key, str, str]
"""The way to the value, the message and the remedy."""


def run(volume: Volume, marks: Mapping[str, Marked], docs: str) -> list[Problem]:
    """Every Problem of people.yml, which lies in the folder `docs`."""
    path = f"{docs}/people.yml"
    marked = marks.get(path, Marked({}))
    entries = volume.people.people
    signed = people.signatures(volume.contributions)
    found = people.individuals(volume)
    faults = [
        fault for i, entry in enumerate(entries) for fault in _means_someone(i, entry, signed, volume)
    ]
    faults += [*_each_is_claimed_once(entries), *_addresses_are_free(entries, found)]
    problems = [Problem(path, *marked.place(way), "PEOPLE", said, fix) for way, said, fix in faults]
    problems += [Problem(path, 0, 0, "PEOPLE", said, fix) for said, fix in _namesakes(found)]
    return sorted(problems)


def _means_someone(
    number: int, entry: Identity, signed: list[Signature], volume: Volume
) -> Iterator[Fault]:
    yield from _contributions_are_theirs(number, entry, signed, volume)
    if volume.quarantined:
        # Who signs those files is not known before they are mended.
        return
    known = {signature.author.name.display: signature.slug for signature in signed}
    for i, name in enumerate(entry.spellings if not entry.contributions else ()):
        if names.slug(name.display) not in known.values():
            keep = "Remove it; under former_addresses its address still leads to the page."
            fix = names.did_you_mean(name.display, known) or keep
            yield ("people", number, "spellings", i), f"Nobody signs as “{name.display}”.", fix
    orcids = {signature.author.orcid for signature in signed}
    if entry.spellings or entry.contributions or orcids & set(entry.orcids):
        return
    if not entry.name:
        message = f"Nobody signs with the ORCID iD {entry.orcids[0]}."
        yield ("people", number, "orcids", 0), message, "Add the names under which the person signs."
    elif names.slug(entry.name.display) not in known.values():
        fix = names.did_you_mean(entry.name.display, known) or "Add spellings or orcids of the files."
        yield ("people", number, "name"), f"Nobody signs as “{entry.name.display}”.", fix


def _contributions_are_theirs(
    number: int, entry: Identity, signed: list[Signature], volume: Volume
) -> Iterator[Fault]:
    ids = [*volume.by_id, *(quarantined.id for quarantined in volume.quarantined)]
    slugs = people.slugs(entry)
    for i, id_ in enumerate(entry.contributions):
        at: Key = ("people", number, "contributions", i)
        within = [signature for signature in signed if signature.contribution.id == id_]
        if id_ not in ids:
            fix = names.did_you_mean(id_, ids) or "Correct or remove it."
            yield at, f"There is no contribution “{id_}”.", fix
        elif within and not any(s.slug in slugs or s.author.orcid in entry.orcids for s in within):
            message = f"No name of this entry signs the contribution “{id_}”."
            listed = ", ".join(signature.author.name.display for signature in within[:8])
            yield at, message, f"It is signed by {listed}."


def _each_is_claimed_once(entries: tuple[Identity, ...]) -> Iterator[Fault]:
    seen: dict[tuple[str, ...], int] = {}
    for number, entry in enumerate(entries):
        claims: list[tuple[Key, str, tuple[str, ...]]] = []
        claims += [(("orcids", i), orcid, ("orcid", orcid)) for i, orcid in enumerate(entry.orcids)]
        for i, name in enumerate(entry.spelled, -1 if entry.name else 0):
            way: Key = ("name",) if i < 0 else ("spellings", i)
            slug = names.slug(name.display)
            for where in entry.contributions or ("",):
                claims.append((way, name.display, ("name", slug, where)))
        if entry.address:
            claims.append((("address",), entry.address, ("address", entry.address)))
        for i, address in enumerate(entry.former_addresses):
            claims.append((("former_addresses", i), address, ("address", address)))
        for way, shown, claim in claims:
            if seen.setdefault(claim, number) != number:
                fix = "Keep one; where two people share a name, list the contributions of each."
                yield ("people", number, *way), f"Two entries claim “{shown}”.", fix


def _addresses_are_free(entries: tuple[Identity, ...], found: list[Individual]) -> Iterator[Fault]:
    own = {person.address: person for person in found}
    for number, entry in enumerate(entries):
        for i, address in enumerate(entry.former_addresses):
            if address in own:
                message = f"“{address}” is somebody's address now."
                yield ("people", number, "former_addresses", i), message, "Remove it."


def _namesakes(found: list[Individual]) -> Iterator[tuple[str, str]]:
    """People who want the same address: who came first cannot be known from the files."""
    groups: dict[str, list[Individual]] = {}
    for person in found:
        groups.setdefault(person.wanted, []).append(person)
    for wanted, members in groups.items():
        if len(members) > 1:
            for person in members:
                if not person.is_pinned:
                    where = person.signatures[0].contribution.id
                    message = (
                        f"{len(members)} people want the address “{wanted}”; one of them signs {where}."
                    )
                    yield message, _entry(person)


def _entry(person: Individual) -> str:
    """What to add to people.yml so that the person keeps the address."""
    pin = f"address: {person.address}"
    if person.identity:
        return f"Add {pin} to the entry of this person."
    if person.orcid:
        return f"Add an entry that keeps it: - {{orcids: [{person.orcid}], {pin}}}."
    name = person.signatures[0].author.name.display
    ids = ", ".join(dict.fromkeys(signature.contribution.id for signature in person.signatures))
    return f"Add an entry that keeps it: - {{spellings: [{name}], contributions: [{ids}], {pin}}}."
