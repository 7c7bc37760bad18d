"""The map of the topics: a list with arcs beside it, and the same as a table.

An arc diagram keeps every title in full at any width, needs no layout that could change from build to
build, and is a list of links to whoever does not see it.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from itertools import combinations

from markupsafe import Markup

from sphinx_proceedings.model import Topic
from sphinx_proceedings.pages.compiled import Compiled
from sphinx_proceedings.pages.templates import render

ROW, HEADING = 3.0, 2.5
"""Heights in rem; topic-map.css gives the list the same."""
WIDTH = 100.0
REACH = 128.0
"""How far to the left the control points of the longest arc lie: it comes to 3/4 of that."""
FEWEST = 2
"""So many shared references make a band; one alone is often chance."""
BANDS = (2, 4, 7)
"""From so many shared references a band has the next width."""


@dataclass(frozen=True)
class Edge:
    """Two topics that touch. `how` is empty where they only share references."""

    first: Topic
    second: Topic
    how: Markup
    shared: int

    @property
    def band(self) -> int:
        """The number of the band's width, 0 for none."""
        return sum(self.shared >= least for least in BANDS)


@dataclass(frozen=True)
class Arc:
    """An edge as a curve from one row of the list to another, as path data."""

    edge: Edge
    hue: int
    data: str


def edges(compiled: Compiled, keys: Mapping[str, Collection[str]]) -> list[Edge]:
    """The pairs of topics that are neighbours or share references, in the order of the settings.

    `keys` are the entries of the bibliography that belong to each topic, by its id.
    """
    volume = compiled.volume
    found = []
    for first, second in combinations(volume.topics.values(), 2):
        how = volume.neighbours[first.id].get(second.id, "")
        shared = len(set(keys.get(first.id, ())) & set(keys.get(second.id, ())))
        if how or shared >= FEWEST:
            found.append(Edge(first, second, compiled.inline(how), shared))
    return found


def topic_map(compiled: Compiled, keys: Mapping[str, Collection[str]], prefix: str) -> str:
    """The map and the table as HTML."""
    places, height = _places(compiled)
    found = edges(compiled, keys)
    arcs = [
        Arc(edge, compiled.hue(edge.first), _arc(places[edge.first.id], places[edge.second.id], height))
        for edge in found
    ]
    groups = [
        (group, compiled.hue(topics[0]), [(topic.id, compiled.inline(topic.title)) for topic in topics])
        for group, topics in compiled.volume.groups.items()
    ]
    titles = {topic.id: compiled.inline(topic.title) for topic in compiled.volume.topics.values()}
    return render(
        "topic_map.html",
        groups=groups,
        # The longest first, so that a short arc lies above it.
        arcs=sorted(arcs, key=lambda arc: places[arc.edge.first.id] - places[arc.edge.second.id]),
        edges=found,
        titles=titles,
        height=f"{height:g}",
        prefix=prefix,
    )


def _places(compiled: Compiled) -> tuple[dict[str, float], float]:
    """The middle of each topic's row below the top of the list, and the height of the list, in rem."""
    places: dict[str, float] = {}
    top = 0.0
    for group, topics in compiled.volume.groups.items():
        top += HEADING if group else 0.0
        for topic in topics:
            places[topic.id] = top + ROW / 2
            top += ROW
    return places, top


def _arc(start: float, end: float, height: float) -> str:
    out = WIDTH - REACH * ((end - start) / height) ** 0.75
    return f"M{WIDTH:g} {start:g}C{out:.1f} {start:g} {out:.1f} {end:g} {WIDTH:g} {end:g}"
