"""A tree as HTML.

REGENERATE=1 pytest tests/test_render_html.py makes the golden files everything.html and .txt again.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sphinx_proceedings.content import tree as content_tree
from sphinx_proceedings.render.html import WRITERS
from sphinx_proceedings.render.math import Typesetter
from sphinx_proceedings.render.text import plain
from sphinx_proceedings.sources import read_contribution
from tests.golden.making import MACROS, PNG, body_html, contribution, faults, read_html, text, to_html

GOLDEN = Path(__file__).parent / "golden"


@dataclass(frozen=True)
class Entry:
    """As much of a bibliography's entry as a citation shows."""

    label: str
    year: str


CITED = {
    "cox2015ideals": Entry("Cox et al.", "2015"),
    "kileel2019expressive": Entry("Kileel & <b>", "2019a"),
}


@pytest.fixture
def picture(tmp_path: Path) -> Path:
    made = tmp_path / "cells.png"
    made.write_bytes(PNG)
    return made


# ── everything that an abstract may have, at once ────────────────────────────────────────────────


def golden(name: str, made: str) -> None:
    path = GOLDEN / name
    if os.environ.get("REGENERATE"):
        path.write_text(made, encoding="utf-8")
    assert made == path.read_text(encoding="utf-8")


@pytest.fixture
def everything(picture: Path):
    data = (GOLDEN / "everything.md").read_bytes()
    made, _, problems = read_contribution(data, "abstracts/everything.md", "everything", (picture,))
    assert problems == []
    return made


def test_everything_that_an_abstract_may_have_becomes_html(everything):
    made = to_html(everything, cited=CITED)
    golden("everything.html", made.replace("><", ">\n<") + "\n")


def test_everything_that_an_abstract_may_have_becomes_text(everything):
    golden("everything.txt", plain(everything.body, Typesetter(MACROS).of(everything.body)) + "\n")


def test_the_golden_abstract_has_every_kind_of_node(everything):
    kinds = {node.kind for node in everything.body.walk()}
    assert set(WRITERS) - kinds == set()
    assert set(content_tree.CONTAINERS.values()) - kinds == set()


def test_the_golden_abstract_is_sound_html(everything):
    made = read_html(to_html(everything, cited=CITED))
    assert made.faults == []
    assert len(made.ids) == len(set(made.ids))
    references = {target for target in made.targets if not target.startswith("ref-")}
    assert references <= set(made.ids)


# ── one construct at a time ──────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("a *b* **c** `d`", "<p>a <em>b</em> <strong>c</strong> <code>d</code></p>"),
        ("a\\\nb\nc", "<p>a<br>b\nc</p>"),
        ("- a\n- b", "<ul><li>a</li><li>b</li></ul>"),
        ("1. a\n2. b", "<ol><li>a</li><li>b</li></ol>"),
        ("3. a", '<ol start="3"><li>a</li></ol>'),
        ("> a", "<blockquote><p>a</p></blockquote>"),
        ("[a](https://e.org/?b&c)", '<p><a href="https://e.org/?b&amp;c">a</a></p>'),
        ("[a](mailto:a@e.org)", '<p><a href="mailto:a@e.org">a</a></p>'),
        ("```python\na < b\n```", "<pre><code>a &lt; b</code></pre>"),
        ("a < b & \"c\" 'd'", "<p>a &lt; b &amp; \"c\" 'd'</p>"),
        ("&lt;script&gt;alert(1)&lt;/script&gt;", "<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>"),
        ("`<b>&amp;</b>`", "<p><code>&lt;b&gt;&amp;amp;&lt;/b&gt;</code></p>"),
    ],
)
def test_a_construct_becomes_its_element(body: str, expected: str):
    assert body_html(body) == expected


def test_a_wide_table_can_scroll_and_aligns_its_cells():
    assert body_html("| a | b |\n|---|--:|\n| c | d |") == (
        '<div class="wide"><table><thead><tr><th>a</th><th class="right">b</th></tr></thead>'
        '<tbody><tr><td>c</td><td class="right">d</td></tr></tbody></table></div>'
    )


def test_formulas_stand_inline_or_displayed():
    assert body_html("a $x$ b").startswith('<p>a <math aria-label="x">')
    assert body_html("$$\nx\n$$").startswith('<span class="display"><math aria-label="x" display="block">')


def test_a_citation_names_the_entry_and_leads_to_it():
    assert to_html(contribution(body="{cite:p}`cox2015ideals`"), cited=CITED) == (
        '<p><cite class="cited">(<a href="#ref-cox2015ideals">Cox et al., 2015</a>)</cite></p>'
    )
    assert to_html(contribution(body="{cite:t}`cox2015ideals, kileel2019expressive`"), cited=CITED) == (
        '<p><cite class="cited"><a href="#ref-cox2015ideals">Cox et al. (2015)</a>, '
        '<a href="#ref-kileel2019expressive">Kileel &amp; &lt;b&gt; (2019a)</a></cite></p>'
    )


def test_a_citation_of_nothing_shows_its_key():
    assert body_html("{cite:p}`nothing`") == (
        '<p><cite class="cited">(<code class="unknown" title="No bibliography has this key">'
        "nothing</code>)</cite></p>"
    )


def test_notes_stand_at_the_end_in_the_order_of_their_marks():
    made = body_html("a[^two] b[^one]\n\n[^one]: first\n\n[^two]: second")
    assert made == (
        '<p>a<sup><a id="noteref-1" href="#note-1" aria-label="Note 1">1</a></sup> '
        'b<sup><a id="noteref-2" href="#note-2" aria-label="Note 2">2</a></sup></p>'
        '<ol class="notes" aria-label="Notes">'
        '<li id="note-1"><p>second</p> '
        '<a class="back" href="#noteref-1" aria-label="Back to the text">↩</a></li>'
        '<li id="note-2"><p>first</p> '
        '<a class="back" href="#noteref-2" aria-label="Back to the text">↩</a></li></ol>'
    )


def test_a_note_without_a_mark_and_a_mark_without_a_note_are_left_out():
    assert body_html("a\n\n[^one]: first") == "<p>a</p>"
    assert body_html("a[^one]") in {"<p>a</p>", "<p>a[^one]</p>"}


def test_a_note_that_is_marked_twice_makes_two_places_with_different_ids():
    made = read_html(body_html("a[^n] b[^n]\n\n[^n]: c"))
    assert len(made.ids) == len(set(made.ids))
    assert set(made.targets) <= set(made.ids)


def test_a_figure_has_a_description_and_a_caption(picture: Path):
    made = contribution("a-text", "```{figure} cells.png\n:alt: a < b\n\nA *caption*.\n```", (picture,))
    assert to_html(made) == (
        '<figure><img src="a-text/cells.png" alt="a &lt; b" loading="lazy">'
        "<figcaption>A <em>caption</em>.</figcaption></figure>"
    )


def test_a_picture_of_its_own_paragraph_is_a_figure(picture: Path):
    made = contribution("a-text", '![a](cells.png "A caption")', (picture,))
    assert to_html(made) == (
        '<figure><img src="a-text/cells.png" alt="a" loading="lazy">'
        "<figcaption>A caption</figcaption></figure>"
    )


@pytest.mark.parametrize(
    "body",
    ["text ![a](cells.png) more", "![a](cells.png) ![b](cells.png)",
     "[![a](cells.png)](https://example.org)",
     "*![a](cells.png)*"],
)  # fmt: skip
def test_a_picture_within_a_line_does_not_break_its_paragraph(body: str, picture: Path):
    assert faults(to_html(contribution(body=body, pictures=(picture,)))) == []


@pytest.mark.parametrize(
    "body", ["[a {cite:p}`cox2015ideals`](https://e.org)", "[a {eq}`b`](https://e.org)\n\n$$x$$ (b)"]
)
def test_a_link_holds_no_other_link(body: str):
    assert faults(to_html(contribution(body=body), cited=CITED)) == []


def test_an_equation_is_found_from_the_text():
    made = read_html(body_html("See {eq}`one`.\n\n$$x$$ (one)"))
    assert made.targets == made.ids == ["eq-one"]


def test_a_display_in_a_caption_and_in_a_note_is_typeset(picture: Path):
    body = "a[^n]\n\n```{figure} cells.png\n:alt: b\n\n$$x$$\n```\n\n[^n]: $y$"
    made = to_html(contribution(body=body, pictures=(picture,)))
    assert made.count("<math") == 2
    assert faults(made) == []


def test_the_same_text_gives_the_same_bytes():
    body = "a $x$ {cite:p}`b`\n\n$$y$$ (one)\n\n{eq}`one`[^n]\n\n[^n]: c"
    assert body_html(body) == body_html(body)


# ── whatever passes the gate ─────────────────────────────────────────────────────────────────────

SOUP = st.lists(
    st.sampled_from(
        ["*", "**", "_", "`", "\n```\n", "\n```python\n", "$", "$$", "\n$$\nx\n$$ (a)\n", "{eq}`a`", "[",
         "](https://a.b)",
         "[a](https://a.b)", "<https://a.b>", "[^1]", "\n[^1]: a\n", "\n[^2]: b [^1]\n\n",
         "{cite:p}`cox2015ideals`",
         "{cite:t}`a, b`", "\\begin{align}x&=y\\end{align}", "\n| a | b |\n|:-:|---|\n| c | d |\n", "\n- ",
         "\n  - ", "\n1. ",
         "\n> ", "\n", "\n\n", "    ", "\\", "&lt;", "&amp;", "&quot;", "a", " ", "b c", "é", "漢", "\"",
         "'", "<", ">", "=", "{a}",
         "javascript:alert(1)", " onclick=x", "-->", "]]>", "{math}`\\R`", "$\\norm{x}$", "$\\foo$",
         "$<b>$", "|"]
    ),
    max_size=40,
).map("".join)  # fmt: skip


@given(SOUP)
@settings(
    max_examples=200,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
)
def test_whatever_passes_the_gate_is_sound_html(body: str):
    made, _, _ = read_contribution(text(body).encode(), "abstracts/a-text.md", "a-text")
    if made is None:
        return
    rendered = to_html(made, cited=CITED)
    # That a link holds no other has a test of its own.
    assert faults(rendered, ignore=["<a> within <a>"]) == []


@given(SOUP)
@settings(max_examples=100, suppress_health_check=[HealthCheck.too_slow])
def test_whatever_passes_the_gate_can_be_said_in_plain_text(body: str):
    made, _, _ = read_contribution(text(body).encode(), "abstracts/a-text.md", "a-text")
    if made is not None:
        said = plain(made.body, Typesetter(MACROS).of(made.body))
        assert said == " ".join(said.split())
