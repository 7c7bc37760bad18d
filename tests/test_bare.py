from __future__ import annotations

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from sphinx_proceedings import content
from sphinx_proceedings.gate import markdown

SIGNS = " ,.;:?!'\"()/%“”‘’–—-"
MARKUP = "\t*_`$[]<>{}#&\\~^=|+@\u00a0"
INNER = st.text(alphabet=f"aZé9{SIGNS}", max_size=30)
LINES = st.builds("{}{}{}".format, st.sampled_from("aÉ(“‘"), INNER, st.sampled_from("z9.?”)-"))
TEXTS = st.lists(st.one_of(LINES, st.just("")), min_size=1, max_size=8).map("\n".join)
ODD = st.text(alphabet=f"ab1\n{SIGNS}{MARKUP}", max_size=20).map("a{}b".format)


def parsed(text: str, line: int) -> object:
    tokens = content.tokenize(text, line)
    assert list(markdown.judge(tokens, "abstracts/a.md", "a")) == []
    return content.build(tokens)


@settings(max_examples=300, deadline=None)
@given(st.one_of(TEXTS, ODD), st.integers(1, 40))
@example("a b\na b", 1)
@example("One.\n\nTwo: three; four's “five”.\n\n\nSix", 7)
def test_bare_text_is_what_the_parser_makes_of_it(text: str, line: int):
    tree = content.bare(text, line)
    assert tree is None or tree == parsed(text, line)


@settings(max_examples=300, deadline=None)
@given(st.one_of(LINES, ODD), st.integers(1, 9), st.integers(1, 9))
@example("On a title: with (brackets) – and more", 2, 8)
def test_a_bare_title_is_what_the_parser_makes_of_it(text: str, line: int, column: int):
    if tree := content.bare_title(text, line, column):
        tokens = content.title_tokens(text, line, column)
        assert (tree, ()) == content.build_title(tokens, line, column)
        assert list(markdown.judge(tokens, "abstracts/a.md", "a")) == []


@pytest.mark.parametrize(
    "text",
    ["", "\n", "- a", "1. a", "a *b*", "a $b$", "a\n===", "a\n---", ":::a", " a", "a  \nb", "a\n  b",
     "a_b", "a|b", "see https://example.org", "<b>", "&amp;", "[a]", "a\tb", "`a`", "{a}", "a\\", "~a~"],
)  # fmt: skip
def test_what_may_be_markup_is_left_to_the_parser(text: str):
    assert content.bare(text) is None
    assert content.bare_title(text) is None


def test_most_of_what_people_write_is_bare():
    told = "We study 3-layer networks (and more): 50% of them.\nIt's “open”.\n\nThus: yes!"
    assert content.bare(told)
    assert content.bare_title("Networks: a theory of width, depth & more") is None
    assert content.bare_title("Networks: a theory of width, depth – and more")
