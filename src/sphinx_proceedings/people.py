"""Who is who: each author of a volume as the one person that signs here and there.

A signature belongs to the entry of docs/people.yml that names it, else to the person with its ORCID iD,
else to the one person who signs with the same name. `resolve` gives every author the name, the ORCID iD
and the address of the person, so that all that is made of the volume shows the same.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from hashlib import sha256
from typing import NamedTuple

from sphinx_proceedings import names
from sphinx_proceedings.model import Author, Contribution, Identity, Volume

Key = tuple[str, str]
"""Who somebody is: by the number of an entry, by an ORCID iD, or by the slug of a name."""


class Signature(NamedTuple):
    """An author of a contribution, and which one in its list."""

    contribution: Contribution
    number: int
    author: Author
    slug: str
    """What the name as it is signed makes."""


@dataclass
class Individual:
    """All signatures of one person, and the address that follows from them."""

    signatures: list[Signature]
    identity: Identity | None = None
    address: str = ""

    @property
    def wanted(self) -> str:
        """The address that the person has if nobody else does."""
        if self.identity and self.identity.address:
            return self.identity.address
        if self.identity and self.identity.name:
            return names.slug(self.identity.name.display)
        return self.signatures[0].slug

    @property
    def orcid(self) -> str | None:
        """The person's ORCID iD."""
        listed = self.identity.orcids[:1] if self.identity else ()
        return next((o for o in (*listed, *(s.author.orcid for s in self.signatures)) if o), None)

    @property
    def is_pinned(self) -> bool:
        """Whether the organizers decided the address."""
        return bool(self.identity and self.identity.address)


@dataclass(frozen=True)
class Resolved:
    """A volume whose authors are known. `moved` are addresses that lead to another one."""

    volume: Volume
    moved: Mapping[str, str] = field(default_factory=dict)


def resolve(volume: Volume) -> Resolved:
    """The volume with each author under the name, ORCID iD and address of the person."""
    found = individuals(volume)
    known: dict[str, dict[int, Author]] = {}
    for person in found:
        for signature in person.signatures:
            made = _known(signature, person)
            if made is not signature.author:
                known.setdefault(signature.contribution.id, {})[signature.number] = made
    contributions = tuple(_signed(c, known[c.id]) if c.id in known else c for c in volume.contributions)
    return Resolved(replace(volume, contributions=contributions), _moved(found))


def _known(signature: Signature, person: Individual) -> Author:
    author, identity = signature.author, person.identity
    name = (identity.name if identity else None) or author.name
    orcid = identity.orcids[0] if identity and identity.orcids else author.orcid
    if name == author.name and orcid == author.orcid and person.address == signature.slug:
        return author
    return author.known_as(name, orcid, person.address)


def _signed(contribution: Contribution, known: Mapping[int, Author]) -> Contribution:
    """`contribution` with these authors. Its digest changes with what its page shows of them."""
    before = contribution.meta.authors
    authors = tuple(known.get(number, author) for number, author in enumerate(before))
    meta = contribution.meta.model_copy(update={"authors": authors})
    shown = [(author.name, author.orcid) for author in authors]
    if shown == [(author.name, author.orcid) for author in before]:
        return replace(contribution, meta=meta)
    digest = sha256(f"{contribution.digest}{shown!r}".encode()).hexdigest()
    return replace(contribution, meta=meta, digest=digest)


def individuals(volume: Volume) -> list[Individual]:
    """Everybody who signs a contribution, in the order of their first ones, each with an address.

    Samples come last: a release, which has none, gives the same addresses.
    """
    found: dict[Key, Individual] = {}
    for key, signature in _sorted_out(volume):
        person = found.setdefault(key, Individual([]))
        person.signatures.append(signature)
        if key[0] == "entry":
            person.identity = volume.people.people[int(key[1])]
    people = list(found.values())
    taken: set[str] = set()
    for person in sorted(people, key=lambda person: not person.is_pinned):
        person.address = next(slug for slug in _addresses(person) if slug not in taken)
        taken.add(person.address)
    return people


def signatures(contributions: Iterable[Contribution]) -> list[Signature]:
    """Every signature: of contributions in the order of their ids, then of samples."""
    order = sorted(contributions, key=lambda c: (c.is_sample, c.id))
    return [
        Signature(c, i, author, names.slug(author.name.display))
        for c in order
        for i, author in enumerate(c.meta.authors)
    ]


def _sorted_out(volume: Volume) -> list[tuple[Key, Signature]]:
    signed = signatures(volume.contributions)
    entries = _Entries(volume.people.people)
    found = [entries.find(signature) for signature in signed]
    spelled: dict[str, set[Key]] = {}
    for (key, only_here), signature in zip(found, signed, strict=True):
        if key and not only_here:
            spelled.setdefault(signature.slug, set()).add(key)
    made = []
    for (key, _), signature in zip(found, signed, strict=True):
        # Without an ORCID iD the name is all there is; it means the one person who spells it so.
        alike = spelled.get(signature.slug, set())
        made.append(
            (key or (next(iter(alike)) if len(alike) == 1 else ("name", signature.slug)), signature)
        )
    return made


class _Entries:
    """The entries of people.yml, by what they say of whom they mean."""

    def __init__(self, entries: tuple[Identity, ...]) -> None:
        self.entries = entries
        self.orcids: dict[str, int] = {}
        self.spellings: dict[str, int] = {}
        self.limited: dict[tuple[str, str], int] = {}
        self.adopted: dict[int, str] = {}
        for number, entry in enumerate(entries):
            for orcid in entry.orcids:
                self.orcids.setdefault(orcid, number)
            for slug in slugs(entry):
                for id_ in entry.contributions:
                    self.limited.setdefault((id_, slug), number)
                if not entry.contributions:
                    self.spellings.setdefault(slug, number)

    def find(self, signature: Signature) -> tuple[Key | None, bool]:
        """Who signed, where an entry or an ORCID iD says so; and whether it says so of this file only."""
        orcid, slug = signature.author.orcid, signature.slug
        if orcid and (number := self.orcids.get(orcid)) is not None:
            return ("entry", str(number)), False
        if (number := self.limited.get((signature.contribution.id, slug))) is not None:
            return ("entry", str(number)), True
        number = self.spellings.get(slug)
        # Another ORCID iD is another person, whatever the name.
        if number is not None and (not orcid or self._adopts(number, orcid)):
            return ("entry", str(number)), False
        return (("orcid", orcid) if orcid else None), False

    def _adopts(self, number: int, orcid: str) -> bool:
        return not self.entries[number].orcids and self.adopted.setdefault(number, orcid) == orcid


def slugs(entry: Identity) -> tuple[str, ...]:
    """What the names make under which the person signs, each once."""
    return tuple(dict.fromkeys(names.slug(name.display) for name in entry.spelled))


def _addresses(person: Individual) -> Iterator[str]:
    """The person's address, then what else it may be if others have that one."""
    yield person.wanted
    if person.orcid:
        yield f"{person.wanted}-{person.orcid[-4:].lower()}"
        yield f"{person.wanted}-{person.orcid.lower()}"
    number = 2
    while True:
        yield f"{person.wanted}-{number}"
        number += 1


def _moved(people: list[Individual]) -> dict[str, str]:
    """The addresses of other spellings, and those that an entry calls former, unless somebody has them."""
    own = {person.address for person in people}
    moved: dict[str, str] = {}
    for person in people:
        entry = person.identity
        former = list(entry.former_addresses) if entry else []
        # Who is meant in some contributions only shares the name with somebody else.
        if not entry or not (entry.hide_spellings or entry.contributions):
            former += sorted({signature.slug for signature in person.signatures})
            former += slugs(entry) if entry else ()
        for slug in former:
            if slug not in own:
                moved.setdefault(slug, person.address)
    return dict(sorted(moved.items()))
