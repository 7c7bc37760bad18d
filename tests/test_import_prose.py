"""Text of submission forms: plain, Markdown or HTML, with formulas, as MyST that passes the gate."""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sphinx_proceedings.importers import prose
from sphinx_proceedings.sources import read_contribution


@pytest.mark.parametrize(
    ("source", "made"),
    [
        ("One, 50% of a_b & more.\n\nTwo: x < y.", "One, 50% of a_b & more.\n\nTwo: x < y."),
        (r"\emph{So}: Poincar\'e, ``so'' -- $x_1*y_2*z$.", "*So*: Poincaré, “so” – $x_1*y_2*z$."),
        ("A *word*, **strong** or `code`, 2 * 3 * 4.", "A *word*, **strong** or `code`, 2 \\* 3 \\* 4."),
        ("Two:\n- one\n- two $a_1$", "Two:\n\n- one\n- two $a_1$"),
        ("1. one\n2. two", "1. one\n2. two"),
        ("[here](https://example.org/a_b)", "[here](https://example.org/a_b)"),
        ("# Aim\ntext", "**Aim**\n\ntext"),
        (r"A \* and \(x\) and \[y\]", "A \\* and $x$ and\n\n$$\ny\n$$"),
        ("<p>One</p><p>Two<br>lines</p>", "One\n\nTwo\\\nlines"),
        ("<ul><li>one<li>two <b>strong</b></ul>", "- one\n- two **strong**"),
        ("<ol><li>one</li><li>two</li></ol>", "1. one\n2. two"),
        ("H<sub>2</sub>O and x<sup>n+1</sup>", r"H$_{2}$O and x$^{\mathrm{n+1}}$"),
        ("<pre>a  b\nc</pre>", "```\na  b\nc\n```"),
        ("$a<b$ and <i>a &lt; b</i>", "$a<b$ and *a < b*"),
        ("x <y and z> w", r"x \<y and z> w"),
        ("&lt;script&gt;alert(1)&lt;/script&gt;", r"\<script>alert(1)\</script>"),
    ],
)  # fmt: skip
def test_text_comes_out_as_its_author_meant_it(source: str, made: str):
    converted = prose.body(source)
    assert converted.text == made
    assert converted.doubts == ()


@pytest.mark.parametrize(
    ("source", "made", "lost"),
    [
        ("a<script>alert(1)</script>b", "ab", "<script>"),
        ("<table><tr><td>x</td><td>y</td></tr></table>", "x y", "table"),
        ("![a plot](plot.png)", "a plot", "picture"),
        ("<a href='http://example.org'>here</a>", "here", "http://example.org"),
        ("<a href='javascript:alert(1)'>here</a>", "here", "javascript:"),
        ("x<sup><b>a</b></sup>", "x**a**", "<sup>"),
        ("Ask ada@example.org.", "Ask .", "e-mail"),
        ("<a href='mailto:ada@example.org'>Ada</a>", "Ada", "e-mail"),
    ],
)
def test_what_cannot_be_kept_is_named(source: str, made: str, lost: str):
    converted = prose.body(source)
    assert converted.text == made
    (doubt,) = converted.doubts
    assert lost in doubt.message
    assert doubt.fix


def test_a_title_has_no_markup_but_its_own():
    assert prose.title("On <i>E. coli</i>, a_b * c and $a<b$").text == r"On *E. coli*, a_b \* c and $a<b$"


@pytest.mark.parametrize(
    ("source", "made"),
    [
        ("Ada  Lovelace", "Ada Lovelace"),
        ("Ada Lovelace <ada@example.org>", "Ada Lovelace"),
        ("Zoë Ångström (zoe@example.org)", "Zoë Ångström"),
        ("Universit&eacute; d’exemple", "Université d’exemple"),
        ("<b>Bold</b> Name", "Bold Name"),
    ],
)
def test_a_name_is_mere_text(source: str, made: str):
    assert prose.plain(source) == made


PIECES = st.sampled_from(
    ["<b>", "</b>", "<ul><li>", "</ul>", "<pre>", "</pre>", "<sub>", "</sub>", "<script>", "<a href=x>",
     "<a href='https://x.org/%20{'>", "</a>", "<img src=x>", "<!--", "-->", "<![CDATA[", "&lt;", "&#0;",
     "$", "$$", "\\(", "\\]", "\\", "\\end{itemize}", "\\end{verbatim}", "\\begin{align}", "\\emph{",
     "{", "}", "{{", "%", "``", "''", "`", "*", "_", "\n\n", "\n- ", "\n1. ", "\n> ", "\n    ", "---\n",
     "|", "[^1]", "[", "](https://x.org)", "@", "\ue0000\ue001", "word", " ", "é"]
)  # fmt: skip


@settings(max_examples=150, deadline=None)
@given(st.lists(PIECES, max_size=24).map("".join))
def test_whatever_goes_in_what_comes_out_passes_the_gate(source: str):
    body = prose.body(source).text or "Text."
    file = f"---\ntitle: T\nauthors: [{{name: A B}}]\n---\n\n{body}\n"
    _, _, problems = read_contribution(file.encode("utf-8"), "abstracts/x1.md", "x1")
    assert {problem.code for problem in problems} <= {"EMPTY"}, (body, problems)


@pytest.mark.parametrize("read", [prose.plain, prose.title, prose.body])
@pytest.mark.parametrize("text", ["_" * 60_000, "a." * 30_000, "_" * 60_000 + "@", "a@" * 30_000])
def test_what_looks_for_addresses_takes_no_time(read: Callable[[str], object], text: str):
    started = time.process_time()
    read(text)
    assert time.process_time() - started < 2
