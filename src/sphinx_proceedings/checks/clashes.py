"""Clashes: two parts of the programme that want one person, room or board at the same time.

Who presents is known where an author is marked `presenting`, or is the only one; else nobody is guessed.
What is withdrawn does not take place, and clashes with nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import combinations

from sphinx_proceedings import names
from sphinx_proceedings.model import Author, Contribution, Placement, Span, Volume
from sphinx_proceedings.sources.marked_yaml import Key

Fault = tuple[Key, str, str, str]
Line = Callable[[Key], int]
"""The line on which a value of programme.yml stands."""
MOVE = "Move one of them."


def run(volume: Volume, line: Line) -> Iterator[Fault]:
    """Every clash of the programme, each at the later of its two places, with the line of the other."""
    for rule in (_rooms, _contributions, _boards, _talks, _people):
        for way, other, message, fix in rule(volume):
            yield way, "PROGRAMME", f"{message} (line {line(other)}).", fix


Clash = tuple[Key, Key, str, str]
"""The way to the later place, to the earlier one, what is wrong, and the remedy."""


def presenters(contribution: Contribution) -> tuple[Author, ...]:
    """Those who are known to present a contribution: nobody where that was not said."""
    authors = contribution.meta.authors
    return tuple(a for a in authors if a.presenting) or (authors if len(authors) == 1 else ())


def _rooms(volume: Volume) -> Iterator[Clash]:
    sessions = [(i, s) for i, s in enumerate(volume.programme.sessions) if s.room]
    for (i, one), (j, other) in combinations(sessions, 2):
        if names.fold(one.room) == names.fold(other.room) and one.overlaps(other):
            message = f"“{other.title}” is in “{other.room}” at the same time as “{one.title}”"
            yield ("sessions", j, "room"), ("sessions", i, "room"), message, MOVE


@dataclass(frozen=True)
class _Placed:
    """A placement that takes place, its number in the list, and when it takes place."""

    number: int
    placement: Placement
    span: Span | None

    def meets(self, other: _Placed) -> bool:
        """Whether both are at the same time, as far as is known; in one session they always are."""
        if self.span is None or other.span is None:
            return True
        return self.placement.session == other.placement.session or _overlap(self.span, other.span)

    def way(self, key: str) -> Key:
        """The way to a value of the placement."""
        return ("placements", self.number, key)


def _overlap(one: Span, other: Span) -> bool:
    return one[0] < other[1] and other[0] < one[1]


def _placed(volume: Volume) -> list[_Placed]:
    withdrawn = {c.id for c in volume.contributions if c.is_withdrawn}
    return [
        _Placed(i, placement, volume.span(placement))
        for i, placement in enumerate(volume.programme.placements)
        if placement.contribution not in withdrawn
    ]


def _pairs(items: Iterable[_Placed], key: Callable[[_Placed], str]) -> Iterator[tuple[_Placed, _Placed]]:
    """The pairs of those with one key, which is not empty."""
    groups: dict[str, list[_Placed]] = {}
    for item in items:
        if value := key(item):
            groups.setdefault(value, []).append(item)
    for group in groups.values():
        yield from combinations(group, 2)


def _contributions(volume: Volume) -> Iterator[Clash]:
    for one, other in _pairs(_placed(volume), lambda p: p.placement.contribution):
        if one.meets(other):
            id_ = one.placement.contribution
            ways = other.way("contribution"), one.way("contribution")
            yield *ways, f"The contribution “{id_}” has another place at the same time", "Keep one of them."


def _boards(volume: Volume) -> Iterator[Clash]:
    for one, other in _pairs(_placed(volume), lambda p: p.placement.board):
        if one.placement.contribution != other.placement.contribution and one.meets(other):
            message = f"On board “{one.placement.board}” stands “{one.placement.contribution}” already"
            yield other.way("board"), one.way("board"), message, "Choose another board."


def _talks(volume: Volume) -> Iterator[Clash]:
    timed = [p for p in _placed(volume) if p.placement.start and not p.placement.board]
    for one, other in _pairs(timed, lambda p: p.placement.session or ""):
        if one.span and other.span and _overlap(one.span, other.span):
            message = f"The talk begins before “{one.placement.contribution}” has ended"
            if other.span[0] < one.span[0]:
                message = f"The talk lasts until after “{one.placement.contribution}” has begun"
            yield other.way("start"), one.way("start"), message, "Correct the times of one of them."


@dataclass(frozen=True)
class _Duty:
    """That a person has to be somewhere."""

    name: str
    orcid: str
    way: Key
    span: Span
    session: str
    contribution: str
    """Empty where the person leads the session."""
    exact: bool
    """Whether it is known when within the session."""
    what: str

    def is_of_the_same_person(self, other: _Duty) -> bool:
        """Two are one person if their ORCID iDs, or else names, agree."""
        if self.orcid and other.orcid:
            return self.orcid == other.orcid
        return names.fold(self.name) == names.fold(other.name)

    def clashes(self, other: _Duty) -> bool:
        """Whether one person cannot have both."""
        if self.contribution == other.contribution and self.contribution:
            return False
        if self.session == other.session and not (self.exact and other.exact):
            return False
        return _overlap(self.span, other.span)


def _duties(volume: Volume) -> Iterator[_Duty]:
    for i, session in enumerate(volume.programme.sessions):
        for chair in session.chairs:
            span = session.start, session.end
            way: Key = ("sessions", i, "chair")
            yield _Duty(chair, "", way, span, session.id, "", False, f"leads “{session.title}”")
    for placed in _placed(volume):
        placement = placed.placement
        contribution = volume.by_id.get(placement.contribution)
        if contribution is None or placed.span is None:
            continue
        where = f" on board “{placement.board}”" if placement.board else ""
        for author in presenters(contribution):
            yield _Duty(
                author.name.display,
                author.orcid or "",
                placed.way("contribution"),
                placed.span,
                placement.session or "",
                contribution.id,
                bool(placement.board or placement.start),
                f"presents “{contribution.id}”{where}",
            )


def _people(volume: Volume) -> Iterator[Clash]:
    groups: dict[str, list[_Duty]] = {}
    for duty in _duties(volume):
        for key in {names.fold(duty.name), duty.orcid} - {""}:
            groups.setdefault(key, []).append(duty)
    found: dict[tuple[Key, Key], Clash] = {}
    for duties in groups.values():
        for one, other in combinations(duties, 2):
            if one.way != other.way and one.is_of_the_same_person(other) and one.clashes(other):
                message = f"{other.name} {other.what} and, at the same time, {one.what}"
                fix = "Move one of them, or say in the abstract who else is presenting."
                found[one.way, other.way] = (
                    other.way,
                    one.way,
                    message,
                    fix if other.contribution else MOVE,
                )
    yield from found.values()
