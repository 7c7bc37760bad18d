from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest
from hypothesis import given

from sphinx_proceedings import checks
from sphinx_proceedings.checks import programme
from sphinx_proceedings.model import Contribution
from sphinx_proceedings.render.math import Typesetter
from sphinx_proceedings.sources import read_contribution
from sphinx_proceedings.sources.marked_yaml import Marked, read
from tests.golden.making import KEYS, MACROS, MARKDOWN, contribution, problems_of, text, volume


def told(data: str, macros: Mapping[str, str] = MACROS) -> list[tuple[int, int, str]]:
    made, marked, problems = read_contribution(data.encode(), "abstracts/a-text.md", "a-text")
    assert made is not None, [str(problem) for problem in problems]
    context = checks.Context(volume(made), Typesetter(macros), lambda _id: KEYS)
    return [(p.line, p.column, p.code) for p in checks.run(made, marked, context)]


def of_body(body: str) -> list[tuple[int, int, str]]:
    """Places within the body, which begins at line 1."""
    first = text("").count("\n")
    return [(line - first + 1, column, code) for line, column, code in told(text(body))]


def test_a_sound_contribution_has_no_problems():
    body = "On $\\R^n$ {cite:p}`cox2015ideals`, {eq}`one`[^n].\n\n$$\nx\n$$ (one)\n\n[^n]: note"
    assert told(text(body, topics=["tensors"])) == []


def test_topics_are_those_of_the_volume():
    assert told(text(topics=["tensors", "tensor", "zebra"])) == [(7, 3, "TOPIC"), (8, 3, "TOPIC")]


def test_a_topic_is_named_once():
    assert [code for *_, code in told(text(topics=["tensors", "tensors"]))] == ["TOPIC"]


def test_affiliations_are_declared_once_and_known():
    data = text(
        authors=[{"name": "A B", "affiliations": ["one", "onne"]}],
        affiliations=[{"id": "one", "name": "One"}, {"id": "one", "name": "Two"}],
    )
    found = told(data)
    assert [code for *_, code in found] == ["AFFILIATION", "AFFILIATION"]
    lines = data.split("\n")
    assert lines[found[0][0] - 1].strip() == "- onne"
    assert lines[found[1][0] - 1].strip() == "- id: one"


def test_cited_keys_are_known():
    assert of_body("a\n\nb {cite:p}`cox2015ideals` c {cite:t}`nothing`") == [(3, 29, "CITATION")]


def test_each_unknown_key_of_one_citation_is_reported():
    assert [code for *_, code in of_body("{cite:p}`nothing, cox2015ideals, nowhere`")] == ["CITATION"] * 2


def test_a_formula_that_fails_is_reported_at_its_fault():
    assert of_body("a $x$ b $y + \\foo$") == [(1, 14, "MATH")]
    assert of_body("a\n\n$$\nx\n  + \\foo\n$$") == [(5, 5, "MATH")]
    assert of_body("```{math}\nx + \\foo\n```") == [(2, 5, "MATH")]
    assert of_body("\\begin{align}\nx \\\\\n\\foo\n\\end{align}") == [(3, 1, "MATH")]


def test_a_formula_that_fails_and_has_a_label_is_reported_at_its_fault():
    assert of_body("a\n\n$$\nx + \\foo\n$$ (one)") == [(4, 5, "MATH")]


def test_a_formula_that_stands_twice_is_reported_in_both_places():
    assert of_body("$\\foo$ and $\\foo$") == [(1, 2, "MATH"), (1, 13, "MATH")]


def test_a_formula_in_a_title_is_checked_too():
    assert told(text(title="On $x + \\foo$")) == [(2, 16, "MATH")]
    assert [line for line, *_ in told(text(title="'On' $x + \\foo$: a"))] == [2]


def test_a_formula_in_a_note_and_in_a_quotation_is_checked_too():
    assert of_body("a[^n]\n\n[^n]: b $\\foo$") == [(3, 10, "MATH")]
    assert of_body("> a $\\foo$") == [(1, 6, "MATH")]


def test_a_reference_finds_its_equation():
    assert of_body("a {eq}`one`") == [(1, 8, "EQUATION")]
    assert of_body("a {eq}`one`\n\n$$x$$ (one)") == []
    assert of_body("a {eq}`one`\n\n\\begin{align}x\\label{one}\\end{align}") == []


def test_a_label_is_used_once():
    assert of_body("$$x$$ (one)\n\n$$y$$ (two)\n\n$$z$$ (one)") == [(5, 3, "EQUATION")]


@pytest.mark.parametrize(
    "body",
    [
        "$$x$$ (one)\n\n\\begin{align}y\\label{one}\\end{align}",
        "\\begin{align}x\\label{one}\\\\y\\label{one}\\end{align}",
    ],
)
def test_a_label_is_used_once_wherever_it_is_given(body: str):
    assert [code for *_, code in of_body(body)] == ["EQUATION"]


def test_notes_and_marks_belong_together():
    assert of_body("a[^n]\n\n[^n]: b") == []
    assert [(line, code) for line, _, code in of_body("a\n\n[^n]: b")] == [(3, "FOOTNOTE")]


def test_a_mark_without_a_note_is_reported():
    assert [(line, code) for line, _, code in of_body("a\nb [^n]")] == [(2, "FOOTNOTE")]


def test_every_problem_of_a_contribution_is_found_in_the_order_of_its_places():
    data = text(
        "$\\foo$ {cite:p}`nothing` {eq}`one`\n\n[^n]: a", topics=["zebra"],
        authors=[{"name": "A B", "affiliations": ["none"]}],
    )  # fmt: skip
    found = told(data)
    assert found == sorted(found)
    assert {code for *_, code in found} == {
        "TOPIC",
        "AFFILIATION",
        "MATH",
        "CITATION",
        "EQUATION",
        "FOOTNOTE",
    }


@given(MARKDOWN)
def test_no_text_stops_a_rule_and_each_problem_stands_in_its_file(body: str):
    data = text(body)
    lines = data.split("\n")
    for problem in problems_of(data):
        assert 0 <= problem.line <= len(lines)
        assert problem.column <= len(lines[problem.line - 1]) + 1


def test_every_rule_is_explained():
    for rule in checks.CHECKS:
        assert rule.__doc__
        assert rule.__doc__.strip().endswith(".")


# ── the volume itself ────────────────────────────────────────────────────────────────────────────


SESSION = "sessions:\n  - id: s\n    title: S\n"


def of_volume(
    settings: str = "title: A", events: str = "", *made: Contribution
) -> list[tuple[str, int, int, str]]:
    marks: dict[str, Marked] = {}
    data: dict[str, Any] = {}
    for name, source in (("volume", settings), ("programme", events)):
        marks[f"docs/{name}.yml"], problems = read(source, f"docs/{name}.yml")
        assert problems == []
        data[name] = marks[f"docs/{name}.yml"].data
    whole = volume(*made, programme=data["programme"], **{"topics": (), **data["volume"]})
    found = programme.run(whole, marks, "docs", Typesetter(whole.settings.macros))
    return [(p.path, p.line, p.column, p.code) for p in found]


def test_a_sound_programme_has_no_problems():
    events = (
        "sessions:\n  - id: s\n    title: S\n"
        "    start: 2000-01-01T09:00:00Z\n    end: 2000-01-01T10:00:00Z\n"
        "placements:\n  - {contribution: a-text, session: s, board: '1'}\n"
    )
    assert of_volume("title: A\nmacros: {R: '\\mathbb{R}'}", events, contribution("a-text")) == []


def test_the_programme_names_what_exists():
    events = (
        "placements:\n  - contribution: a-text\n    session: nothing\n  - contribution: nobody\n"
        "corrections:\n  - {contribution: no-one, date: 2000-01-01, text: x}\n"
    )
    assert of_volume("title: A", events, contribution("a-text")) == [
        ("docs/programme.yml", 3, 14, "PROGRAMME"),
        ("docs/programme.yml", 4, 19, "PROGRAMME"),
        ("docs/programme.yml", 6, 20, "PROGRAMME"),
    ]


def test_a_session_ends_after_it_begins():
    events = SESSION + "    start: 2000-01-01T09:00:00Z\n    end: 2000-01-01T09:00:00Z\n"
    assert of_volume("title: A", events) == [("docs/programme.yml", 5, 10, "PROGRAMME")]


def test_sessions_are_compared_across_time_zones():
    events = SESSION + "    start: 2000-01-01T09:00:00-08:00\n    end: 2000-01-01T16:59:00Z\n"
    assert [code for *_, code in of_volume("title: A", events)] == ["PROGRAMME"]


def test_topics_have_different_ids():
    settings = "title: A\ntopics:\n  - {id: a, title: A}\n  - {id: a, title: B}\n"
    assert of_volume(settings) == [("docs/volume.yml", 4, 10, "VOLUME")]


@pytest.mark.parametrize(
    ("events", "line"),
    [
        (
            "placements:\n  - {contribution: a-text, board: '1'}\n  - {contribution: a-text, board: '2'}\n",
            3,
        ),
        (
            "sessions:\n"
            + "  - {id: s, title: S, start: 2000-01-01T09:00:00Z, end: 2000-01-01T10:00:00Z}\n" * 2,
            3,
        ),
        (
            "placements:\n  - {contribution: a-text, board: '1'}\n  - {contribution: b-text, board: '1'}\n",
            3,
        ),
    ],
    ids=["a contribution placed twice", "a session given twice", "a board given twice"],
)
def test_nothing_in_the_programme_is_given_twice(events: str, line: int):
    found = of_volume("title: A", events, contribution("a-text"), contribution("b-text"))
    assert [(at, code) for _, at, _, code in found] == [(line, "PROGRAMME")]


@pytest.mark.parametrize("body", ["{", "\\left(", "x^2^3"])
def test_macros_without_arguments_convert(body: str):
    assert of_volume(f"title: A\nmacros:\n  M: '{body}'\n") == [("docs/volume.yml", 3, 6, "MATH")]


@pytest.mark.parametrize("body", ["\\undefined", "\\undefined{#1}", "#"])
def test_a_macro_that_does_not_convert_is_the_organizers_problem_and_no_crash(body: str):
    assert of_volume(f"title: A\nmacros:\n  M: '{body}'\n") == [("docs/volume.yml", 3, 6, "MATH")]
