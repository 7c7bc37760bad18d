"""The list that can be filtered: what its script is told, and what stands there without one."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from sphinx_proceedings.pages import browse, plan, titles
from sphinx_proceedings.pages.compiled import Compiled
from sphinx_proceedings.pages.excerpt import MOST
from sphinx_proceedings.pages.listing import select
from tests.golden.making import read_html
from tests.test_pages import compiled, programme, root, write

__all__ = ["root", "write"]

SESSIONS = """\
sessions:
  - id: late
    title: 'Late, about $\\R^n$'
    kind: talks
    start: 2000-01-02T09:00:00Z
    end: 2000-01-02T10:00:00Z
  - {id: early, title: Early, kind: posters, start: 2000-01-01T09:00:00Z, end: 2000-01-01T10:00:00Z}
placements:
  - {contribution: aa, session: late, start: '09:30'}
  - {contribution: bb, session: early, board: '10'}
  - {contribution: bb, session: late}
  - {contribution: cc, session: early, board: '9'}
"""


@pytest.fixture
def few(root: Path, write: Callable[..., None]) -> Compiled:
    write("aa", title="A ring over $\\R^n$", author="Zoé Young", topics=["symmetries"])
    write("bb", title="B & C", author="Bo Xi", keywords=["Gröbner bases", "fans"], topics=["tensors"])
    write("cc", title="C", author="Anna Ábel", keywords=["grobner bases"], status="withdrawn")
    write("dd", title="D", author="Y Two")
    programme(root, SESSIONS)
    return compiled(root)


def facts(made: Compiled, **options: Any) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(browse.browsing(made, select(made, **options)).facts)
    return found


def shown(made: Compiled, **options: Any) -> str:
    return browse.browse(made, select(made), prefix="../", version="1", **options)


def test_the_script_is_told_titles_names_and_what_few_contributions_have(few: Compiled) -> None:
    told = facts(few)
    assert told["id"] == ["aa", "bb", "cc", "dd"]
    assert told["title"] == ["A ring over ℝ^n", "B & C", "C", "D"]
    assert told["authors"] == ["Zoé Young", "Bo Xi", "Anna Ábel", "Y Two"]
    assert list(told["html"]) == ["0"]
    assert "<math" in told["html"]["0"]
    assert told["status"] == {"2": "withdrawn"}
    assert told["board"] == {"1": "10"}, "the board of what was withdrawn is free"


def test_facets_are_told_by_the_numbers_of_their_values(few: Compiled) -> None:
    told = facts(few)
    assert [[told["topics"][at]["id"] for at in of] for of in told["topic"]] == [
        ["symmetries"], ["tensors"], [], [],
    ]  # fmt: skip
    assert told["topics"][0]["text"] == "Tensors in ℝ^n"
    assert {i: [told["sessions"][at]["id"] for at in of] for i, of in told["session"].items()} == {
        "0": ["late"], "1": ["early", "late"], "2": ["early"],
    }  # fmt: skip
    assert told["sessions"][0]["title"] == "Late, about ℝ^n"
    # Two spellings of one keyword have one page, and are one value.
    assert told["keywords"] == [["grobner-bases", "Gröbner bases"], ["fans", "fans"]]
    assert told["keyword"] == [[], [0, 1], [0], []]


@pytest.mark.parametrize("own", ["title", "author", "topic", "time", "board"])
def test_the_orders_are_those_of_the_directive(few: Compiled, own: str) -> None:
    told = facts(few, sort=own)
    assert told["orders"][own] == []
    for sort, order in told["orders"].items():
        ids = [told["id"][i] for i in order] or told["id"]
        assert ids == [contribution.id for contribution in select(few, sort=sort)]


def test_time_sorts_by_the_earliest_place_and_boards_as_people_count(few: Compiled) -> None:
    assert [c.id for c in select(few, sort="time")] == ["cc", "bb", "aa", "dd"]


def test_an_order_by_what_nothing_has_is_not_offered(root: Path, write: Callable[..., None]) -> None:
    write("aa", title="A")
    assert set(facts(compiled(root))["orders"]) == {"title", "author"}


def test_the_facts_of_a_page_cannot_end_their_element(root: Path, write: Callable[..., None]) -> None:
    write("aa", title="`</script><b>`", keywords=["</script>"])
    read = read_html(shown(compiled(root)))
    assert not [fault for fault in read.faults if "clos" in fault or "within" in fault]
    (embedded,) = re.findall(r'<script type="application/json">(.*?)</script>', shown(compiled(root)))
    assert json.loads(embedded)["title"] == ["</script><b>"]


def test_the_same_volume_gives_the_same_bytes(root: Path, few: Compiled) -> None:
    again = compiled(root)
    assert browse.browsing(few, select(few)) == browse.browsing(again, select(again))


def test_a_short_list_is_whole_and_a_long_one_begins_and_says_where_all_of_it_is(few: Compiled) -> None:
    whole = shown(few, whole=4)
    assert re.findall(r'<li [^>]*data-contribution="(\w+)"', whole) == ["aa", "bb", "cc", "dd"]
    assert "data-facts" not in whole
    begun = shown(few, whole=3)
    assert re.findall(r'<li [^>]*data-contribution="(\w+)"', begun) == ["aa", "bb", "cc"]
    assert "These are the first 3 of 4 contributions." in begun
    assert 'href="../titles/index.html"' in begun
    name = browse.name(browse.browsing(few, select(few)).facts)
    assert f'data-facts="../lists/{name}"' in begun
    assert "application/json" not in begun


def test_both_forms_are_sound_html(few: Compiled) -> None:
    for whole in (4, 1):
        read = read_html(shown(few, whole=whole, sort="topic"))
        assert not [fault for fault in read.faults if "clos" in fault or "within" in fault]
        assert len(read.ids) == len(set(read.ids))


def test_excerpts_come_in_parts_in_the_order_of_the_list(
    few: Compiled, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(browse, "PART", 3)
    known = browse.browsing(few, select(few))
    assert [len(json.loads(part)) for part in known.excerpts] == [3, 1]
    assert json.loads(known.facts)["excerpts"] == [browse.name(part) for part in known.excerpts]


# ── excerpts ─────────────────────────────────────────────────────────────────────────────────────

LONG = "We study the ring of invariants of a finite group that acts on a vector space of finite dimension"


def excerpt_of(root: Path, write: Callable[..., None], body: str) -> str:
    write("aa", body)
    made = compiled(root)
    return made.typeset(made.volume.by_id["aa"]).excerpt


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("One sentence.", "One sentence."),
        (f"Short. {LONG} and more besides. Another one.\n\nMore.", f"Short. {LONG} and more besides."),
        (f"{LONG}, e.g. over a ring, and there it ends. Then more.", None),
        ("As [we](https://example.org) show.", "As we show."),
        ("It holds {cite:p}`cox2015ideals`. *Always*.", "It holds. <em>Always</em>."),
        ("We show\n$$x^2$$\nfor all.", "We show\n…"),
        ("- an item\n\nA paragraph.", "A paragraph."),
        ("- an item", ""),
        ("a < b & c", "a &lt; b &amp; c"),
    ],
)
def test_an_excerpt_is_the_first_sentences_and_refers_to_nothing(
    root: Path, write: Callable[..., None], body: str, expected: str | None
) -> None:
    found = excerpt_of(root, write, body)
    assert found == (expected if expected is not None else body.partition(" Then")[0])


def test_an_excerpt_keeps_formulas_and_ends_with_a_word(root: Path, write: Callable[..., None]) -> None:
    found = excerpt_of(root, write, f"Over $\\R^n$, {'rings ' * 80}")
    assert "<math" in found
    assert found.endswith("rings …")
    text = "".join(read_html(re.sub("<math.*?</math>", "", found)).text)
    assert len(text) <= MOST


# ── plain pages ──────────────────────────────────────────────────────────────────────────────────


def test_the_plain_pages_have_every_contribution_once_and_lead_on(
    few: Compiled, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(titles, "MOST", 3)
    made = {page.address: page.fill() for page in plan.pages(few, ()) if page.folder == "titles"}
    assert list(made) == ["titles/index.html", "titles/2.html"]
    listed = [re.findall(r'data-contribution="(\w+)"', filled["body"]) for filled in made.values()]
    assert listed == [["aa", "bb", "cc"], ["dd"]]
    assert 'rel="next" href="2.html"' in made["titles/index.html"]["body"]
    assert 'start="4"' in made["titles/2.html"]["body"]
    assert "<title" not in made["titles/2.html"]["title"]
    assert "page 2" in made["titles/2.html"]["title"]
    for filled in made.values():
        read = read_html(filled["body"])
        assert not [fault for fault in read.faults if "clos" in fault or "within" in fault]


def test_a_volume_without_contributions_has_one_plain_page(root: Path) -> None:
    (page,) = [page for page in plan.pages(compiled(root), ()) if page.folder == "titles"]
    assert page.address == "titles/index.html"
    assert "<li" not in page.fill()["body"]
