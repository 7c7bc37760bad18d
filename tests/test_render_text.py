from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sphinx_proceedings.render.math import Typesetter
from sphinx_proceedings.render.text import plain, shorten
from tests.golden.making import MACROS, body_text, contribution


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("A *b* **c** `d`.", "A b c d."),
        ("a\nb\\\nc", "a b c"),
        ("a\n\nb", "a b"),
        ("- a\n- b", "a b"),
        ("> a\n>\n> b", "a b"),
        ("| a | b |\n|---|---|\n| c | d |", "a b c d"),
        ("[a](https://example.org) b", "a b"),
        ("On $x^2$ and $\\alpha \\in \\mathbb{R}^n$.", "On x^2 and α ∈ ℝ^n."),
        ("So\n\n$$\nx = y\n$$\n\nholds.", "So x = y holds."),
        ("a[^1]\n\n[^1]: a note", "a"),
        ("```python\nx = 1\n```", "x = 1"),
        ("&lt;b&gt; & c", "<b> & c"),
        ("a {{b}} c".replace("{{b}}", "{b}"), "a {b} c"),
    ],
)
def test_a_text_is_one_line_without_marks(body: str, expected: str):
    assert body_text(body) == expected


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("This is known {cite:p}`cox2015ideals`.", "This is known."),
        ("This {cite:p}`cox2015ideals` is known, see {eq}`a`.\n\n$$x$$ (a)", "This is known, see. x (1)"),
        ("As in {cite:t}`cox2015ideals`, we see.", "As in, we see."),
    ],
)
def test_what_is_left_out_leaves_no_blank_before_a_full_stop(body: str, expected: str):
    assert body_text(body) == expected


def test_a_list_within_a_list_begins_a_new_word():
    assert body_text("- a\n  - b\n- c") == "a b c"


def test_a_formula_that_fails_is_spoken_as_it_is_written():
    assert body_text("On $x + \\undefinedcommand$.") == "On x + \\undefinedcommand."


def test_macros_of_the_volume_are_spoken():
    made = contribution(title="Maps to $\\R^n$")
    assert plain(made.title, Typesetter(MACROS).of(made.title)) == "Maps to ℝ^n"


@given(
    st.lists(
        st.sampled_from(
            [
                "*a*",
                "**b**",
                "`c`",
                "$x$",
                "$\\frac{a}{b}$",
                "[d](https://e.org)",
                "e",
                "&amp;",
                "\n\n- f\n\n",
            ]
        ),
        min_size=1,
        max_size=8,
    ).map(" ".join)
)
def test_plain_text_never_contains_markup(body: str):
    made = body_text("g " + body)
    assert not set(made) & set("*`[]$\\\n\t<>")
    assert "  " not in made


def test_a_short_text_is_not_cut():
    assert shorten("a b", 3) == "a b"


def test_a_long_text_is_cut_at_the_end_of_a_word():
    assert shorten("one two three", 10) == "one two…"
    assert shorten("one, two three", 6) == "one…"


@given(st.text(max_size=80), st.integers(2, 40))
def test_a_cut_text_is_never_longer_than_asked(text: str, length: int):
    made = shorten(text, length)
    assert len(made) <= length
    assert made == text or made.endswith("…")


def test_a_word_longer_than_the_limit_is_cut_within():
    assert shorten("a" * 50, 10) == "a" * 9 + "…"
