"""The map of the topics: which topics it joins, and where its arcs begin and end."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from sphinx_proceedings.model import Settings, Volume
from sphinx_proceedings.pages.compiled import Compiled
from sphinx_proceedings.pages.topic_map import edges, topic_map
from sphinx_proceedings.references import Library
from sphinx_proceedings.render.math import Typesetter

TOPICS = [
    {"id": "a", "title": "Arcs", "group": "One", "neighbours": {"c": "over $\\R$"}},
    {"id": "b", "title": "Bands", "group": "One"},
    {"id": "c", "title": "Curves", "group": "Two"},
]


@pytest.fixture
def compiled() -> Compiled:
    volume = Volume(Settings.model_validate({"title": "A volume", "topics": TOPICS}))
    return Compiled(volume, Library(), Typesetter({"R": "\\mathbb{R}"}))


def test_neighbours_and_topics_that_share_two_references_are_joined(compiled: Compiled):
    keys = {"a": {"x", "y"}, "b": {"x", "y", "z"}, "c": {"z"}}
    found = [(edge.first.id, edge.second.id, edge.shared, bool(edge.how)) for edge in edges(compiled, keys)]
    assert found == [("a", "b", 2, False), ("a", "c", 0, True)]


@pytest.mark.parametrize(("shared", "band"), [(0, 0), (2, 1), (3, 1), (4, 2), (6, 2), (7, 3), (40, 3)])
def test_a_band_is_wider_the_more_is_shared(compiled: Compiled, shared: int, band: int):
    keys = {topic: {str(i) for i in range(shared)} for topic in ("a", "c")}
    assert [edge.band for edge in edges(compiled, keys) if edge.second.id == "c"] == [band]


def test_arcs_end_in_the_middle_of_the_rows_of_their_topics(compiled: Compiled):
    made = topic_map(compiled, {}, "../")
    assert 'viewBox="0 0 100 14"' in made
    # A heading of 2.5, then rows of 3: the first is about 4, the third, below another heading, about 12.5.
    [data] = re.findall(
        r'<path class="near hue-1" data-ends="a c" d="M100 4C[\d.-]+ 4 [\d.-]+ ([\d. ]+)"', made
    )
    assert data == "12.5 100 12.5"


def test_the_table_says_what_the_picture_shows(compiled: Compiled):
    made = topic_map(compiled, {"a": {"x", "y"}, "b": {"x", "y"}}, "../")
    table = made[made.index("<tbody>") :]
    rows = re.findall(r"<tr>.*?</tr>", table, re.DOTALL)
    assert len(rows) == 2
    assert 'href="../topics/a.html">Arcs</a><br><a href="../topics/b.html">Bands' in rows[0]
    assert '<td class="right">2</td>' in rows[0]
    assert "over <math" in rows[1]
    assert '<td class="right">0</td>' in rows[1]


def test_a_volume_without_topics_has_an_empty_map(compiled: Compiled):
    empty = replace(compiled, volume=Volume(Settings(title="A volume")))
    assert edges(empty, {}) == []
    assert "<path" not in topic_map(empty, {}, "")
