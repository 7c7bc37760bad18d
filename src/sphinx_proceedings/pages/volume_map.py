"""The map of the volume: the chart as a picture of links, or as data files, and the same as a table."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from sphinx_proceedings import names
from sphinx_proceedings.edition import edition
from sphinx_proceedings.pages import related, templates
from sphinx_proceedings.pages.compiled import Compiled
from sphinx_proceedings.pages.listing import Row, facets, row, select
from sphinx_proceedings.pages.regions import Region, regions
from sphinx_proceedings.pages.related import Found

FEWEST = 5
"""Fewer contributions than this make no map."""
MOST = 500
"""So many are drawn when the site is built; more are drawn by the page's script, from data files."""
NEAR = 3
"""So many of the nearest are named in the table."""
SIDE = 4000
"""The chart's; see there. Importing it would import numpy."""
WIDTH, HEIGHT, MARGIN = 960, 640, 24
"""Of the picture, as it is without a script."""
LETTER, LINE = 7.0, 18.0
"""Of the name of a region, at most."""
PLACES, WORDS = "volume-map.json", "volume-map-words.json"
SHAPES = (
    "M-6 0A6 6 0 1 1 6 0A6 6 0 1 1-6 0Z",
    "M-5.2-5.2H5.2V5.2H-5.2Z",
    "M0-7L6.6 4.8H-6.6Z",
    "M0-7.4L7.4 0L0 7.4L-7.4 0Z",
    "M-2.2-6.6H2.2V-2.2H6.6V2.2H2.2V6.6H-2.2V2.2H-6.6V-2.2H-2.2Z",
    "M0 7L6.6-4.8H-6.6Z",
    "M-3.4-6H3.4L6.8 0L3.4 6H-3.4L-6.8 0Z",
)
"""The marks of groups of topics, about their middle. After the last, the first comes with another hue."""


@dataclass(frozen=True)
class Mark:
    """How the contributions of a group are drawn; `hue` is 0 for those without a topic."""

    group: str
    hue: int
    shape: str
    contributions: int


@dataclass(frozen=True)
class Point:
    """A contribution on the map. `mark` is a number of the legend, `x` and `y` are those of the chart."""

    row: Row
    label: str
    words: str
    """What the filter looks at, folded."""
    x: int
    y: int
    mark: int
    near: tuple[Row, ...]


@dataclass(frozen=True)
class Name:
    """A region as the picture names it; `first` says whether there is room for it without a script."""

    region: Region
    x: float
    y: float
    first: bool


def volume_map(compiled: Compiled, prefix: str) -> str:
    """The map and the table as HTML. `prefix` leads from the page to the site's root."""
    shown = [c for c in compiled.volume.contributions if not c.is_withdrawn]
    real = [c for c in shown if not c.is_sample]
    charted = real or shown
    small = FEWEST <= len(charted) <= MOST
    points = list(_points(compiled, related.of(compiled))) if small else []
    marks = _marks(compiled, charted_ids={c.id for c in charted})
    return templates.render(
        "volume_map.html",
        count=len(charted),
        fewest=FEWEST,
        samples=bool(charted) and not real,
        small=small,
        points=[(point, *_drawn(point.x, point.y)) for point in points],
        marks=marks,
        names=_names(regions(compiled, related.of(compiled).places)) if small else [],
        facets=facets(compiled, [row(compiled, c).topics for c in charted]),
        width=WIDTH,
        height=HEIGHT,
        data=(PLACES, WORDS),
        prefix=prefix,
    )


def write(compiled: Compiled, found: Found, out: Path) -> None:
    """Write the data files of a map of many, unless they are there; a map of few has none."""
    files = (out / PLACES, out / WORDS)
    if len(found.places) <= MOST:
        for file in files:
            file.unlink(missing_ok=True)
        return
    board = repr([(group, topics[0].id) for group, topics in compiled.volume.groups.items()])
    of = sha256(f"{found.digest}{board}{edition()}".encode()).hexdigest()[:16]
    begin = f'{{"of":"{of}",'
    if all(_begins(file, begin) for file in files):
        return
    points = list(_points(compiled, found))
    number = {point.row.id: i for i, point in enumerate(points)}
    topic = {id_: i for i, id_ in enumerate(compiled.volume.topics)}
    places = {
        "of": of,
        "x": [point.x for point in points],
        "y": [point.y for point in points],
        "mark": [point.mark for point in points],
        "regions": [(r.name, r.x, r.y) for r in regions(compiled, found.places)],
    }
    words = {
        "of": of,
        "topics": [[id_, compiled.spoken(t.title)] for id_, t in compiled.volume.topics.items()],
        "id": [point.row.id for point in points],
        "title": [compiled.title(compiled.volume.by_id[point.row.id]).text for point in points],
        "authors": [", ".join(name for name, _ in point.row.authors) for point in points],
        "keywords": [", ".join(point.row.keywords) for point in points],
        "on": [[topic[mark.id] for mark in point.row.topics] for point in points],
        "near": [[number[near.id] for near in point.near] for point in points],
    }
    for file, data in zip(files, (places, words), strict=True):
        file.write_text(json.dumps(data, ensure_ascii=False, separators=(",", ":")), encoding="utf-8")


def _begins(file: Path, text: str) -> bool:
    try:
        with file.open(encoding="utf-8") as opened:
            return opened.read(len(text)) == text
    except (OSError, ValueError):
        return False


def _points(compiled: Compiled, found: Found) -> Iterator[Point]:
    """The contributions on the chart, by topic and title."""
    groups = list(compiled.volume.groups)
    for contribution in select(compiled, sort="topic"):
        if contribution.id not in found.places:
            continue
        shown = row(compiled, contribution)
        said = [compiled.title(contribution).text, ", ".join(name for name, _ in shown.authors)]
        said += [compiled.spoken(topic.title) for topic in compiled.volume.topics_of(contribution)]
        yield Point(
            shown,
            ". ".join(filter(None, said)),
            names.fold(" ".join((*said, *shown.keywords))),
            *found.places[contribution.id],
            groups.index(shown.topics[0].group) if shown.topics else len(groups),
            tuple(
                row(compiled, compiled.volume.by_id[one.id])
                for one in found.lists.get(contribution.id, ())[:NEAR]
            ),
        )


def _marks(compiled: Compiled, charted_ids: set[str]) -> list[Mark]:
    """The legend: a mark for each group, and one for what has no topic."""
    first = [
        topics[0].group
        for c in compiled.volume.contributions
        if c.id in charted_ids
        for topics in [compiled.volume.topics_of(c)]
        if topics
    ]
    marks = [
        Mark(group, compiled.hue(topics[0]), SHAPES[i % len(SHAPES)], first.count(group))
        for i, (group, topics) in enumerate(compiled.volume.groups.items())
    ]
    return [*marks, Mark("No topic", 0, SHAPES[0], len(charted_ids) - len(first))]


def _drawn(x: float, y: float) -> tuple[float, float]:
    """A place of the chart in the picture."""
    return (
        round(MARGIN + x / SIDE * (WIDTH - 2 * MARGIN), 1),
        round(MARGIN + y / SIDE * (HEIGHT - 2 * MARGIN), 1),
    )


def _names(found: Sequence[Region]) -> list[Name]:
    """Names in the picture; those for which there is room beside the ones before come first."""
    made: list[Name] = []
    for region in found:
        half = LETTER * len(region.name) / 2
        x, y = _drawn(region.x, region.y)
        x = round(min(max(x, half), WIDTH - half), 1)
        taken = (
            abs(x - other.x) < half + LETTER * len(other.region.name) / 2 and abs(y - other.y) < LINE
            for other in made
            if other.first
        )
        made.append(Name(region, x, y, not any(taken)))
    return made
