from __future__ import annotations

import time

import pytest
import yaml
from hypothesis import example, given
from hypothesis import strategies as st

from sphinx_proceedings.sources import marked_yaml
from sphinx_proceedings.sources.marked_yaml import Marked

PATH = "abstracts/a.md"


def read(text: str) -> dict[str, object]:
    marked, problems = marked_yaml.read(text, PATH)
    assert problems == [], [str(problem) for problem in problems]
    return marked.data


def told(text: str) -> list[tuple[int, int, str]]:
    return [(p.line, p.column, p.code) for p in marked_yaml.read(text, PATH)[1]]


def test_every_scalar_is_text():
    assert read("a: 1\nb: true\nc: null\nd: 2027-02-01\ne: 1:30:00\nf: ~\ng:\nh: 'x'\ni: \"y\"") == {
        "a": "1",
        "b": "true",
        "c": "null",
        "d": "2027-02-01",
        "e": "1:30:00",
        "f": "~",
        "g": "",
        "h": "x",
        "i": "y",
    }


def test_lists_and_keys_nest():
    assert read("a:\n  - b: c\n    d: [e, {f: g}]\n  - h") == {
        "a": [{"b": "c", "d": ["e", {"f": "g"}]}, "h"]
    }


def test_text_may_run_over_several_lines():
    assert read("a: >-\n  b\n  c\nd: |\n  e\n  f\ng: h\n  i") == {"a": "b c", "d": "e\nf\n", "g": "h i"}


def test_an_empty_text_is_an_empty_mapping():
    assert read("") == {}
    assert read("# a remark\n") == {}


@pytest.mark.parametrize("text", ["a", "- a", "'a: b'", "[a]"])
def test_what_is_no_mapping_is_refused(text: str):
    assert told(text) == [(1, 1, "YAML")]


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("a: &x b", (1, 4)),
        ("a: &x [b]\nc: *x", (1, 4)),
        ("a: *x", (1, 4)),
        ("a:\n  - !!python/object:os.system b", (2, 5)),
        ("a: !b c", (1, 4)),
        ("a: ! c", (1, 4)),
        ("&x a: b", (1, 1)),
        ("? [a, b]\n: c", (1, 3)),
        ("{[x]: y}", (1, 2)),
    ],
)
def test_anchors_aliases_tags_and_odd_keys_are_refused_at_their_place(text: str, place: tuple[int, int]):
    assert told(text) == [(*place, "YAML-ALIAS")]


def test_a_bomb_of_aliases_is_refused_at_once():
    bomb = "a: &a [x, x]\n" + "".join(
        f"{b}: &{b} [*{a}, *{a}]\n" for a, b in zip("abcdefgh", "bcdefghi", strict=True)
    )
    assert told(bomb) == [(1, 4, "YAML-ALIAS")]


@pytest.mark.parametrize("text", ["a: b\n---\nc: d", "a: b\n...\n---\nc: d"])
def test_a_second_document_is_refused(text: str):
    assert [code for *_, code in told(text)] == ["YAML"]


def test_a_merge_key_is_an_ordinary_unknown_key():
    assert read("<<: {a: b}\nc: d") == {"<<": {"a": "b"}, "c": "d"}


def test_a_key_given_twice_is_reported_at_the_second_place():
    assert told("a: b\nc:\n  - d: e\n    d: f\na: g") == [(4, 5, "YAML-KEY"), (5, 1, "YAML-KEY")]


@pytest.mark.parametrize(
    "escape", ["\\u202e", "\\u200b", "\\0", "\\e", "\\b", "\\a", "\\x7f", "\\U000e0041", "\\P"]
)
def test_an_escape_cannot_bring_in_what_the_gate_refuses(escape: str):
    assert told(f'a: "b{escape}c"') == [(1, 4, "UNICODE")]


@pytest.mark.parametrize(
    "command", ["\\nabla f", "\\theta", "\\tau", "\\neq", "\\notin", "\\rho", "\\beta", "\\vee", "\\frac"]
)
def test_a_latex_command_between_double_quotes_never_becomes_something_else(command: str):
    """YAML reads the first two characters of "\\nabla" as a line end."""
    assert told(f'title: "on ${command}$"') != []


@pytest.mark.parametrize("text", ["title: Case #1 of many", "keywords: [one, two #3\n  ]"])
def test_a_value_is_not_cut_at_a_number_sign_unseen(text: str):
    """To YAML the rest of the line is a remark."""
    assert [(line, code) for line, _, code in told(text)] == [(1, "YAML")]


def test_a_remark_with_a_blank_after_its_sign_is_fine():
    assert read("# a remark\ntitle: C# and F# # another\n  # and another\nlicense: a") == {
        "title": "C# and F#",
        "license": "a",
    }


@pytest.mark.parametrize("escaped", ["b" + "\\u0301" * 5, "\\u0410lice", "b\\ufe0f"])
def test_an_escape_cannot_bring_in_signs_that_deceive_together(escaped: str):
    assert told(f'a: "{escaped}"') == [(1, 4, "UNICODE")]


def test_escaped_quotes_and_backslashes_are_fine_between_double_quotes():
    assert read('a: "b \\"c\\" \\\\alpha"') == {"a": 'b "c" \\alpha'}


def test_a_tab_is_reported_where_it_stands():
    assert told("a:\n\t- b") == [(2, 1, "YAML")]
    assert told("a: b\n \tc: d") == [(2, 2, "YAML")]


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("title: a: b", 1),
        ("title: @a", 1),
        ("title: `a`", 1),
        ("title: %a", 1),
        ("title: a\nkeywords: [a, b\nlicense: c", 2),
        ("title: 'tis a title\nauthors: []", 1),
        ('title: "a\nauthors: []', 1),
        ("title a\nauthors: []", 1),
        ("title:a\nauthors: []", 1),
        ("title: [Re]considering tensors", 1),
        ('title: "A" and B', 1),
        ("authors:\n  - name: a\n orcid: b", 3),
        ("title: *Emphasis* in a title", 1),
    ],
)
def test_what_is_no_yaml_is_reported_on_the_line_of_the_mistake(text: str, line: int):
    [problem] = marked_yaml.read(text, PATH)[1]
    assert problem.code in {"YAML", "YAML-ALIAS"}
    assert problem.line == line


def test_lines_count_from_the_first_line_of_the_block():
    marked, problems = marked_yaml.read("a: b\na: c", PATH, first_line=2)
    assert [(p.line, p.column) for p in problems] == [(3, 1)]
    assert marked.place(("a",), of_key=True) == (3, 1)


def test_a_value_and_its_key_have_their_places():
    marked, _ = marked_yaml.read("title: a\nauthors:\n  - name: b\n    orcid: 'c'\n", PATH)
    assert marked.place(("title",)) == (1, 8)
    assert marked.place(("authors", 0, "orcid")) == (4, 12)
    assert marked.place(("authors", 0, "orcid"), of_key=True) == (4, 5)
    assert marked.place(("authors", 0)) == (3, 5)


def test_the_place_of_what_is_missing_is_the_nearest_thing_around_it():
    marked, _ = marked_yaml.read("title: a\nauthors:\n  - name: b\n", PATH)
    assert marked.place(("authors", 0, "orcid")) == (3, 5)
    assert marked.place(("authors", 7)) == (3, 3)
    assert marked.place(("nothing",)) == (1, 1)
    assert Marked({}).place(("nothing",)) == (1, 1)


@pytest.mark.parametrize(
    "text",
    ["a: " + "[" * 11_000, "a: " + "{" * 11_000, "- " * 5000, "? " * 5000, "a: [" + "x," * 5500 + "]",
     "a: " * 3000,
     "[" * 3000 + "]" * 3000, "'" * 11_000, "a: " + "x " * 5500, "\n".join(f"k{i}: v" for i in range(1400)),
     "&a " * 3000, "a: |\n" + " x\n" * 1400, "#" * 11_000],
)  # fmt: skip
def test_the_largest_block_is_read_in_a_moment(text: str):
    start = time.process_time()
    marked_yaml.read(text, PATH)
    assert time.process_time() - start < 1


SOUP = st.lists(
    st.sampled_from(
        ["title", "authors", ": ", ":", "- ", "\n", "  ", "    ", "\t", "[", "]", "{", "}", ",", "&a ",
         "*a", "!!str ",
         "!", "'", '"', "|", ">", "|-\n", "\\", "\\u202e", "\\x", "#", "%", "@", "`", "---", "...", "?",
         "? ", "<<: ",
         "~", "1:30", "0x1F", "é", "漢", "\u00a0", "a", "b c", "name: A B\n", "- name: A B\n"]
    ),
    max_size=40,
).map("".join)  # fmt: skip


@given(st.one_of(SOUP, st.text(max_size=120)))
@example("a: b\n  \tc")
@example("a: [b\n\t")
@example("'")
@example("\t")
def test_no_text_stops_the_reader_and_each_problem_stands_in_it(text: str):
    from sphinx_proceedings.gate.text import refused

    if refused(text):
        return
    marked, problems = marked_yaml.read(text, PATH)
    assert isinstance(marked.data, dict)
    lines = text.split("\n")
    for problem in problems:
        # The line after the last one is the line --- that ends the block.
        assert 1 <= problem.line <= len(lines) + 1
        assert 1 <= problem.column <= len([*lines, ""][problem.line - 1]) + 1
        assert problem.message
        assert str(problem).isprintable()


DATA = st.recursive(
    st.text(st.characters(blacklist_categories=("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp")), max_size=20),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.text("abc", min_size=1, max_size=4), inner, max_size=3)
    ),
    max_leaves=12,
)


@given(st.dictionaries(st.sampled_from(["title", "authors", "links"]), DATA))
def test_what_a_yaml_writer_wrote_is_read_back(data: dict[str, object]):
    assert read(yaml.safe_dump(data, allow_unicode=True)) == data
