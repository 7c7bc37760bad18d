"""Regions of the chart: names of topics, of keywords or from titles, where those that bear them lie."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import hypot
from statistics import median

from sphinx_proceedings import names
from sphinx_proceedings.model import Contribution
from sphinx_proceedings.pages.compiled import Compiled

MOST = 120
ENOUGH = 8
"""So many regions with names of topics and keywords are enough to do without words of titles."""
FEW = 3
"""So few bearers lie together by chance, and have to lie nearer."""
GATHERED = {"topic": 0.7, "keyword": 0.6, "word": 0.5}
"""How far from their middle those of a region may lie, as a part of what all lie from theirs."""
JOINING = frozenset(
    "about beyond between from into over than that their this through toward towards under using via when "
    "where which with within without".split()
)
"""English words that are no name of anything."""
WORD = re.compile(r"[^\W\d_]{4,}(?:-[^\W\d_]+)*")
Point = tuple[int, int]


@dataclass(frozen=True)
class Region:
    """A name at the middle of the contributions that bear it."""

    name: str
    x: int
    y: int
    contributions: int


def regions(compiled: Compiled, places: Mapping[str, Point]) -> list[Region]:
    """The regions of the chart, those first that are to be shown where not all can be."""
    charted = [contribution for contribution in compiled.ordered if contribution.id in places]
    usual = _spread(list(places.values())) if places else 0.0
    found: list[Region] = []
    said: set[str] = set()
    for kind, terms in (("topic", _topics), ("keyword", _keywords), ("word", _words)):
        if kind == "word" and len(found) >= ENOUGH:
            break
        bearers: dict[str, list[Point]] = {}
        for contribution in charted:
            for name in dict.fromkeys(terms(compiled, contribution)):
                bearers.setdefault(name, []).append(places[contribution.id])
        found += _gathered(bearers, len(charted), GATHERED[kind] * usual, said)
    return found[:MOST]


def _gathered(
    bearers: Mapping[str, Sequence[Point]], of: int, farthest: float, said: set[str]
) -> Iterator[Region]:
    """Regions of names whose bearers lie together; first of the most that lie nearest.

    `said` are the names that stand already.
    """
    fewest = 2 if of < 100 else 3 + of // 500
    spreads = {name: _spread(points) for name, points in bearers.items() if len(points) >= fewest}
    weights = {
        name: len(bearers[name]) * (1 - spread / farthest)
        for name, spread in spreads.items()
        if spread < farthest * (1 if len(bearers[name]) > FEW else 0.5)
    }
    for name in sorted(weights, key=lambda name: (-weights[name], name)):
        points, folded = bearers[name], names.fold(name).removesuffix("s")
        if any(folded in other for other in said):
            continue
        said.add(folded)
        x, y = _middle(points)
        yield Region(name, x, y, len(points))


def _middle(points: Sequence[Point]) -> Point:
    return round(median(x for x, _ in points)), round(median(y for _, y in points))


def _spread(points: Sequence[Point]) -> float:
    u, v = _middle(points)
    return median(hypot(x - u, y - v) for x, y in points)


def _topics(compiled: Compiled, contribution: Contribution) -> Iterable[str]:
    return (compiled.spoken(topic.title) for topic in compiled.volume.topics_of(contribution))


def _keywords(compiled: Compiled, contribution: Contribution) -> Iterable[str]:
    return (compiled.keywords[names.slug(keyword)].name for keyword in contribution.meta.keywords)


def _words(compiled: Compiled, contribution: Contribution) -> Iterable[str]:
    """The words of a title, and each two that stand together."""
    found = [word.lower() for word in WORD.findall(compiled.title(contribution).text)]
    pairs = [pair for pair in pairwise(found) if JOINING.isdisjoint(pair)]
    return [*(" ".join(pair) for pair in pairs), *(word for word in found if word not in JOINING)]
