"""The map of the volume: where contributions lie, which names stand among them, and what its page holds."""

from __future__ import annotations

import json
import random
import re
import subprocess
import sys
from itertools import pairwise
from pathlib import Path

import pytest

from sphinx_proceedings.model import Contribution
from sphinx_proceedings.pages import chart, related, volume_map
from sphinx_proceedings.pages.compiled import Compiled
from sphinx_proceedings.pages.regions import regions
from sphinx_proceedings.references import Library
from sphinx_proceedings.render.math import Typesetter
from tests.golden.making import contribution, volume

FIELDS = ("algebra", "biology", "chemistry", "drawing")
SIZE = 20


def field(i: int) -> int:
    return i // SIZE


def graph(size: int = len(FIELDS) * SIZE) -> tuple[list[str], list[list[int]]]:
    """Four fields of twenty: each contribution is most like seven of its field, and like one of all."""
    chance = random.Random(7)
    near = []
    for i in range(size):
        own = [j for j in range(size) if field(j) == field(i) and j != i]
        near.append(chance.sample(own, 7) + chance.sample(range(size), 1))
    return [f"{FIELDS[field(i) % 4]}-{i:03}" for i in range(size)], near


def distance(one: tuple[int, int], other: tuple[int, int]) -> float:
    return ((one[0] - other[0]) ** 2 + (one[1] - other[1]) ** 2) ** 0.5


def test_those_of_one_field_lie_together() -> None:
    ids, near = graph()
    places = chart.places(ids, near)
    alike = []
    for i, place in enumerate(places):
        nearest = sorted((j for j in range(len(ids)) if j != i), key=lambda j: distance(place, places[j]))
        alike += [field(j) == field(i) for j in nearest[:10]]
    assert sum(alike) / len(alike) > 0.9


def test_places_are_whole_numbers_that_fill_a_square() -> None:
    places = chart.places(*graph())
    for axis in (0, 1):
        values = [place[axis] for place in places]
        assert all(type(value) is int for value in values)
        assert min(values) == 0
        assert max(values) == chart.SIDE == volume_map.SIDE


def test_no_mark_hides_another() -> None:
    places = chart.places(*graph())
    least = min(distance(one, other) for i, one in enumerate(places) for other in places[:i])
    assert least > chart.SIDE / 50


def test_the_order_of_the_volume_moves_nothing() -> None:
    ids, near = graph()
    order = list(range(len(ids)))
    random.Random(3).shuffle(order)
    number = {old: new for new, old in enumerate(order)}
    shuffled = chart.places([ids[i] for i in order], [[number[j] for j in near[i]] for i in order])
    assert [shuffled[number[i]] for i in range(len(ids))] == chart.places(ids, near)


def test_another_process_with_another_hash_seed_finds_the_same_places() -> None:
    code = "from tests.test_volume_map import chart, graph; print(chart.places(*graph()))"
    said = [
        subprocess.run(
            [sys.executable, "-c", code],
            env={"PYTHONHASHSEED": seed, "PYTHONPATH": ":".join(filter(None, sys.path)) or "."},
            cwd=Path(__file__).parents[1],
            capture_output=True,
            text=True,
            check=True,
        ).stdout.strip()
        for seed in ("1", "2")
    ]
    assert said == [str(chart.places(*graph()))] * 2


def test_one_contribution_more_leaves_most_of_the_others_about_where_they_were() -> None:
    ids, near = graph()
    before = chart.places(ids, near)
    after = chart.places([*ids, "algebra-new"], [*near, [0, 3, 5, 7]])
    moved = sorted(distance(one, other) for one, other in zip(before, after, strict=False))
    # Two places drawn by lot are about half a side apart.
    assert moved[len(moved) // 2] < chart.SIDE / 8


@pytest.mark.parametrize("size", [0, 1, 2, 5])
def test_few_contributions_and_those_that_are_like_no_other_have_places_too(size: int) -> None:
    places = chart.places([f"c{i}" for i in range(size)], [[] for _ in range(size)])
    assert len(set(places)) == size
    assert all(0 <= value <= chart.SIDE for place in places for value in place)


WORDS = {
    "tensors": "tensor rank border decomposition flattening secant",
    "symmetries": "group orbit quotient invariant action fiber",
    "voronoi": "cell nearest distance medial ridge bisector",
}


def made(i: int, **keys: object) -> Contribution:
    topic = list(WORDS)[i % 3]
    words = WORDS[topic].split()
    body = " ".join(f"The {one} of a {other}." for one, other in pairwise(words[i % 4 :] + words))
    given = {"topics": [topic], "title": f"On the {words[i % 6]} <{i}>", "keywords": [words[0]], **keys}
    return contribution(f"entry-{i:03}", body, authors=[{"name": f"Ann Writer-{i}"}], **given)


def compiled(*contributions: Contribution) -> Compiled:
    return Compiled(volume(*contributions), Library(), Typesetter())


def shown(*contributions: Contribution) -> str:
    return volume_map.volume_map(compiled(*contributions), "../")


@pytest.mark.parametrize(
    ("number", "said"),
    [(0, "no contribution"), (1, "there is one so far"), (2, "there are 2"), (4, "there are 4")],
)
def test_too_few_contributions_are_said_in_words(number: int, said: str) -> None:
    page = shown(*(made(i) for i in range(number)))
    assert said in page
    assert "<svg" not in page
    assert "<script" not in page


def test_every_contribution_is_a_link_on_the_map_and_a_line_of_the_table() -> None:
    page = shown(*(made(i) for i in range(12)))
    picture, table = page.split("<table>")
    for i in range(12):
        address = f'href="../abstracts/entry-{i:03}.html"'
        assert picture.count(address) == 1
        assert f'<th scope="row"><a {address}' in table
    assert "On the tensor &lt;0&gt;. Ann Writer-0. Tensor geometry" in picture


def test_a_group_has_a_shape_and_a_hue_of_its_own() -> None:
    page = shown(*(made(i) for i in range(12)))
    drawn = set(re.findall(r'class="point (hue-\d)".*?<path d="([^"]+)"', page))
    # Tensors are of one group, symmetries and Voronoi cells of the other.
    assert len(drawn) == 2
    assert len({hue for hue, _ in drawn}) == len({shape for _, shape in drawn}) == 2


def test_samples_are_on_the_map_only_as_long_as_there_is_nothing_else() -> None:
    samples = [made(i, status="sample") for i in range(6)]
    assert "All contributions on this map are samples." in shown(*samples)
    mixed = shown(*samples, *(made(i) for i in range(10, 16)))
    assert "samples" not in mixed
    assert set(re.findall(r"abstracts/entry-(\d+)", mixed)) == {f"{i:03}" for i in range(10, 16)}


def test_what_is_withdrawn_is_not_on_the_map() -> None:
    page = shown(*(made(i) for i in range(6)), made(6, status="withdrawn"))
    assert "entry-005" in page
    assert "entry-006" not in page


def test_a_topic_is_named_where_its_contributions_lie() -> None:
    volume_ = compiled(*(made(i) for i in range(24)))
    places = {f"entry-{i:03}": (100 * (i // 3), (i % 3) * 2000) for i in range(24)}
    found = {region.name: region for region in regions(volume_, places)}
    assert [found["Symmetries and fibers"].y, found["Symmetries and fibers"].contributions] == [2000, 8]
    assert 0 <= found["Symmetries and fibers"].x <= 700


def test_a_name_whose_bearers_lie_everywhere_is_left_out() -> None:
    volume_ = compiled(*(made(i, keywords=["everywhere"]) for i in range(24)))
    places = {f"entry-{i:03}": (100 * (i // 3), (i % 3) * 2000) for i in range(24)}
    assert "everywhere" not in {region.name for region in regions(volume_, places)}


def test_names_in_the_picture_do_not_overlap() -> None:
    page = shown(*(made(i) for i in range(60)))
    names = re.findall(r'<text x="([\d.]+)" y="([\d.]+)" data-place="[^"]+">([^<]+)<', page)
    assert len(names) > 1
    boxes = [(float(x), float(y), len(name) * volume_map.LETTER / 2) for x, y, name in names]
    for i, (x, y, half) in enumerate(boxes):
        assert all(abs(x - u) >= half + other or abs(y - v) >= volume_map.LINE for u, v, other in boxes[:i])


@pytest.fixture
def many(monkeypatch: pytest.MonkeyPatch) -> Compiled:
    monkeypatch.setattr(volume_map, "MOST", 10)
    return compiled(*(made(i) for i in range(12)))


def test_many_contributions_are_in_data_files_that_agree_with_each_other(
    many: Compiled, tmp_path: Path
) -> None:
    page = volume_map.volume_map(many, "")
    assert "<canvas" in page
    assert "entry-001" not in page
    volume_map.write(many, related.find(many), tmp_path)
    places, words = (json.loads((tmp_path / n).read_text()) for n in (volume_map.PLACES, volume_map.WORDS))
    assert places["of"] == words["of"]
    assert sorted(words["id"]) == [c.id for c in many.volume.contributions]
    assert {len(places[key]) for key in ("x", "y", "mark")} == {12}
    assert {len(words[key]) for key in ("title", "authors", "keywords", "on", "near")} == {12}
    i = words["id"].index("entry-004")
    assert "<4>" in words["title"][i]
    assert [words["topics"][number][0] for number in words["on"][i]] == ["symmetries"]


def test_data_files_are_written_again_only_when_what_they_hold_changed(
    many: Compiled, tmp_path: Path
) -> None:
    file = tmp_path / volume_map.WORDS
    volume_map.write(many, related.find(many), tmp_path)
    before = file.stat().st_mtime_ns
    volume_map.write(many, related.find(many), tmp_path)
    assert file.stat().st_mtime_ns == before
    changed = compiled(*(made(i) for i in range(11)), made(11, title="Another title"))
    volume_map.write(changed, related.find(changed), tmp_path)
    assert "Another title" in file.read_text()


def test_data_files_go_when_there_are_few_again(many: Compiled, tmp_path: Path) -> None:
    volume_map.write(many, related.find(many), tmp_path)
    few = compiled(*(made(i) for i in range(8)))
    volume_map.write(few, related.find(few), tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_places_are_remembered_as_long_as_nothing_changed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    one = compiled(*(made(i) for i in range(6)))
    found = related.remembered(one, tmp_path / "memory.json")
    monkeypatch.setattr(chart, "places", None)
    assert related.remembered(one, tmp_path / "memory.json") == found
    assert len(found.places) == 6
