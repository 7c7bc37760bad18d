from __future__ import annotations

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from sphinx_proceedings import content
from sphinx_proceedings.gate import markdown
from sphinx_proceedings.sources import read_contribution

SIGNS = " ,.;:?!'\"()/%“”‘’–—-"
MARKUP = "\t*_`$[]<>{}#&\\~^=|+@\u00a0"
PLAIN = st.text(alphabet=f"aZé9{SIGNS}+^", max_size=30)
FORMULAS = st.text(alphabet=f"xy1 {SIGNS}{MARKUP}", max_size=12).map("${}$".format)
INNER = st.lists(st.one_of(PLAIN, PLAIN, FORMULAS, st.just(" & ")), max_size=4).map("".join)
BEGINNINGS = st.one_of(st.sampled_from(["a", "É", "(", "“", "‘", '"', "1", "12"]), FORMULAS)
LINES = st.builds("{}{}{}".format, BEGINNINGS, INNER, st.sampled_from("z9.?”)-$"))
TEXTS = st.lists(st.one_of(LINES, st.just("")), min_size=1, max_size=8).map("\n".join)
ODD = st.text(alphabet=f"ab1\n{SIGNS}{MARKUP}", max_size=20).map("a{}b".format)


def parsed(text: str, line: int) -> object:
    tokens = content.tokenize(text, line)
    assert markdown.COMMAND.search(text) or list(markdown.judge(tokens, "abstracts/a.md", "a")) == []
    return content.build(tokens)


@settings(max_examples=300, deadline=None)
@given(st.one_of(TEXTS, ODD), st.integers(1, 40))
@example("a b\na b", 1)
@example("a $x$ b\n$x$ a, $a$", 1)
@example("$a$ b\n$c\\\\$", 3)
@example("One.\n\nTwo: three; four's “five”.\n\n\nSix", 7)
def test_bare_text_is_what_the_parser_makes_of_it(text: str, line: int):
    tree = content.bare(text, line)
    assert tree is None or tree == parsed(text, line)


@settings(max_examples=300, deadline=None)
@given(st.one_of(LINES, ODD), st.integers(1, 9), st.integers(1, 9))
@example("On a title: with (brackets) – and more", 2, 8)
@example("On $a$ and $x_a$ & a", 2, 8)
def test_a_bare_title_is_what_the_parser_makes_of_it(text: str, line: int, column: int):
    if tree := content.bare_title(text, line, column):
        tokens = content.title_tokens(text, line, column)
        assert (tree, ()) == content.build_title(tokens, line, column)
        assert list(markdown.judge(tokens, "abstracts/a.md", "a")) == []


@pytest.mark.parametrize(
    "text",
    ["", "\n", "- a", "1. a", "a *b*", "a $b", "a $$b$$", "a $b$$c$", "a $b\\$", "1) a", "+ a",
     "a\n+ b", "a\n===", "a\n---", ":::a", " a", "a  \nb", "a\n  b",
     "a_b", "a|b", "see https://example.org", "<b>", "&amp;", "[a]", "a\tb", "`a`", "{a}", "a\\", "~a~"],
)  # fmt: skip
def test_what_may_be_markup_is_left_to_the_parser(text: str):
    assert content.bare(text) is None
    assert content.bare_title(text) is None


def test_most_of_what_people_write_is_bare():
    told = "We study 3-layer networks (and more): 50% of them.\nIt's “open”.\n\nThus: yes!"
    assert content.bare(told)
    assert content.bare("3-layer networks with $n$ neurons,\n$2^n$ regions & no-\nthing else.")
    assert content.bare_title("Networks: a theory of width, depth &more") is None
    assert content.bare_title("Networks: a theory of width $w$, depth & more")


def test_what_a_formula_may_not_do_is_refused_in_bare_text_too():
    data = "---\ntitle: On $\\url{x}$\nauthors:\n- name: A B\n---\nThat $a$ is $\\href{a}{b}$.\n"
    _, _, problems = read_contribution(data.encode(), "abstracts/a.md", "a")
    assert [(p.line, p.code) for p in problems] == [(2, "MATH"), (6, "MATH")]
