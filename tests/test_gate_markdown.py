from __future__ import annotations

import pytest

from sphinx_proceedings.content import tokenize
from sphinx_proceedings.gate import markdown

OWN = "a-text"


def judged(text: str) -> list[tuple[int, int, str]]:
    return [(p.line, p.column, p.code) for p in markdown.judge(tokenize(text), f"abstracts/{OWN}.md", OWN)]


def codes(text: str) -> list[str]:
    return [code for _, _, code in judged(text)]


@pytest.mark.parametrize(
    "text",
    [
        "Plain text, *emphasis*, __strong__, `code` and a\\\nbreak.",
        "- a list\n- of two\n  1. and\n  2. numbers",
        "7. starts at seven",
        "> a quote\n>\n> of two paragraphs",
        "| a | b |\n|:--|--:|\n| $x$ | *y* |",
        "A note[^1] and another[^n].\n\n[^1]: The text.\n\n[^n]: More.",
        "[a link](https://example.org/a?b=c#d), [mail](mailto:a@example.org), <https://example.org>.",
        "[a DOI](https://doi.org/10.1000/182)",
        "[by reference][r]\n\n[r]: https://example.org/",
        "Inline $x^2$ and {math}`y^2`, displayed\n\n$$\nx = y\n$$ (eq-one)\n\nand {eq}`eq-one`.",
        "\\begin{align}\na &= b \\label{eq-two}\n\\end{align}",
        "```{math}\n:label: eq-three\nx\n```",
        "{cite:p}`cox2015ideals` and {cite:t}`cox2015ideals, kileel2019expressive` and {cite}`a`",
        "![What it shows](cells.png)",
        f"![What it shows]({OWN}/cells.png \"A caption\")",
        "```{figure} cells.png\n:alt: What it shows\n\nA caption with $x$.\n```",
        ":::{figure} cells.webp\n:alt: What it shows\n:::",
        "```python\nprint('<b>')\n```",
        "```\nno language {{ x }} <b>\n```",
        "    indented code <script>",
        "Braces {a, b} of sets, a < b, a & b, 5 % of $5.",
        "&lt;b&gt; and &amp; and &eacute;",
        "`<script>alert(1)</script>` and `{{ x }}`",
        "a {.b} c",
        "",
    ],
)  # fmt: skip
def test_what_abstracts_may_use_passes(text: str):
    assert judged(text) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # HTML
        ("a <b>c</b>", [(1, 3, "TOKEN"), (1, 7, "TOKEN")]),
        ("<script>alert(1)</script>", [(1, 1, "TOKEN")]),
        ("<!-- hidden -->", [(1, 1, "TOKEN")]),
        ("</div></div><!--", [(1, 1, "TOKEN")]),
        ("a\n\n<style>body{display:none}</style>", [(3, 1, "TOKEN")]),
        ("<?php x ?>", [(1, 1, "TOKEN")]),
        ("<![CDATA[x]]>", [(1, 1, "TOKEN")]),
        ("a <img src=x onerror=alert(1)>", [(1, 3, "TOKEN")]),
        # Structure
        ("# Heading", [(1, 1, "TOKEN")]),
        ("Heading\n=======", [(1, 1, "TOKEN")]),
        ("a\n\n## Heading\n\nb", [(3, 1, "TOKEN")]),
        ("a\n\n***\n\nb", [(3, 1, "TOKEN")]),
        ("(target)=\ntext", [(1, 1, "TOKEN")]),
        ("+++ block", [(1, 1, "TOKEN")]),
        # Directives
        ("```{include} /etc/passwd\n```", [(1, 1, "DIRECTIVE")]),
        ("```{raw} html\n<b>\n```", [(1, 1, "DIRECTIVE")]),
        ("~~~{eval-rst}\n.. raw:: html\n~~~", [(1, 1, "DIRECTIVE")]),
        ("- a\n\n  ```{note}\n  b\n  ```", [(3, 3, "DIRECTIVE")]),
        (":::\nb\n:::", [(1, 1, "DIRECTIVE")]),
        ("```{math}\n:name: search\nx\n```", [(1, 1, "DIRECTIVE")]),
        ("```{math}\n:label: a b\nx\n```", [(1, 1, "DIRECTIVE")]),
        ("```{}\nx\n```", [(1, 1, "DIRECTIVE")]),
        ("```{code-block} python\n:emphasize-lines: 1-99999999999\nx\n```", [(1, 1, "DIRECTIVE")]),
        ("```{figure} a.png\n:alt: b\n:target: javascript:alert(1)\n```", [(1, 1, "DIRECTIVE")]),
        ("```{toctree}\n/index\n```", [(1, 1, "DIRECTIVE")]),
        # Languages
        ("```perl\nx\n```", [(1, 1, "LANG")]),
        ("```python {.x}\nx\n```", [(1, 1, "LANG")]),
        ("```PHP\nx\n```", [(1, 1, "LANG")]),
        # Roles
        ("a {sub}`b`", [(1, 3, "ROLE")]),
        ("{ref}`b` and\n{download}`../.git/config`", [(1, 1, "ROLE"), (2, 1, "ROLE")]),
        ("{raw-html}`<b>`", [(1, 1, "ROLE")]),
        ("{eq}`a b`", [(1, 1, "ROLE")]),
        ("{cite:alp}`a`", [(1, 1, "ROLE")]),
        # Attributes and substitutions
        ("[a](https://example.org){#search .modal}", [(1, 25, "ATTRS")]),
        ("`a`{.b}", [(1, 4, "ATTRS")]),
        ("![a](b.png){width=9px}", [(1, 12, "ATTRS")]),
        ("a {{ x }}", [(1, 1, "TOKEN")]),
        ("a {% raw %} b", [(1, 1, "TOKEN")]),
        # Characters that only the parser decodes
        ("a &#x202e; b", [(1, 1, "UNICODE")]),
        ("a &ZeroWidthSpace; b", [(1, 1, "UNICODE")]),
        ("**&#8203;**", [(1, 3, "UNICODE")]),
        # Pictures
        ("![](a.png)", [(1, 1, "FIGURE")]),
        ("```{figure} a.png\n```", [(1, 1, "FIGURE")]),
        ("```{figure} https://example.org/a.png\n:alt: b\n```", [(1, 1, "TOKEN")]),
        # Labels
        ("$$x$$ (1a)", [(1, 1, "TOKEN")]),
    ],
)
def test_what_abstracts_may_not_use_is_refused_at_its_place(
    text: str, expected: list[tuple[int, int, str]]
):
    assert judged(text) == expected


@pytest.mark.parametrize(
    "address",
    ["http://example.org", "ftp://example.org/a", "/etc/passwd", "../a.md", "#top", "//example.org",
     "example.org",
     "https://user:secret@example.org/", "https://example", "https://", "mailto:a",
     "mailto:a@example.org?bcc=b@c.d",
     "tel:+1", "project:#a", "inv:python#a", "path:a.md", "a-text", ""],
)  # fmt: skip
def test_other_addresses_are_no_links(address: str):
    assert codes(f"[a](<{address}>)") == ["LINK"]
    assert codes(f"[a][r]\n\n[r]: <{address}>\n") == ["LINK"]


@pytest.mark.parametrize(
    "address", ["javascript:alert(1)", "data:text/html,x", "vbscript:a", "file:///etc/passwd"]
)
def test_an_address_that_runs_something_is_reported(address: str):
    assert "LINK" in codes(f"[a]({address})")


@pytest.mark.parametrize(
    "source",
    ["../.git/config", "https://example.org/p.png", "other-text/a.png", "a.svg", "a.gif", "A.png",
     "a%20b.png", "x/../a.png", "a.png?x", "data:image/png;base64,AA"],
)  # fmt: skip
def test_a_picture_comes_from_the_contributions_own_folder(source: str):
    assert codes(f"![a]({source})") == ["TOKEN"]


def test_a_link_is_reported_where_it_stands():
    assert judged("Some words, [a link](http://example.org) and more.") == [(1, 13, "LINK")]
    assert judged("Words.\nMore *words* [a](http://example.org)") == [(2, 14, "LINK")]


@pytest.mark.parametrize(
    ("text", "line"), [("a\n\n- # Heading", 3), ("> a\n>\n> :::{note} t\n> b\n> :::", 3)]
)
def test_a_block_within_another_is_reported_on_its_line(text: str, line: int):
    assert [found for found, _, _ in judged(text)] == [line]


def test_a_picture_is_reported_where_it_stands():
    assert judged("the cells: ![the cells](cells.svg)") == [(1, 12, "TOKEN")]


def test_a_picture_has_no_path_from_the_root():
    assert codes("![a](/a.png)") == ["TOKEN"]


def test_a_problem_in_a_caption_is_reported_where_it_stands():
    text = "```{figure} a.png\n:alt: b\n\nA caption\nwith {bad}`role`.\n```\n\nMore text.\n"
    assert judged(text) == [(5, 6, "ROLE")]


@pytest.mark.parametrize("text", ["{#an-id}\ntext", "text\n\n{.cls}\n- a"])
def test_attributes_in_braces_are_refused_above_blocks_too(text: str):
    assert "ATTRS" in codes(text)


@pytest.mark.parametrize(
    "text",
    [
        "![a &#x202e; b](a.png)",
        '![a](a.png "b &#x202e; c")',
        "```{figure} a.png\n:alt: b\n\nc &#x202e; d\n```",
    ],
)
def test_hidden_characters_are_refused_in_all_that_a_picture_says(text: str):
    assert codes(text) == ["UNICODE"]


def test_a_tower_of_accents_is_refused_however_it_is_written():
    assert codes("a" + "&#x301;" * 9) == ["UNICODE"]


def test_a_line_that_begins_with_a_percent_sign_is_not_dropped_unseen():
    assert codes("It falls by 30\n% of all cases.") == ["TOKEN"]


@pytest.mark.parametrize("opening", ["> ", "- ", "1. "])
def test_text_may_nest_a_little_and_no_more(opening: str):
    assert codes(opening * 3 + "a") == []
    assert codes(opening * 30 + "a") == ["BUDGET"]


def test_emphasis_may_not_nest_without_end():
    assert codes("*a " * 60 + "b*" * 60) == ["BUDGET"]
    assert codes("*a **b *c***") == []


def test_pictures_may_not_stand_in_captions_of_pictures():
    assert codes("```{figure} a.png\n:alt: b\n\n![c](d.png)\n```") == ["TOKEN"]


def test_a_file_of_nothing_but_opened_figures_is_refused_and_stops_nothing():
    assert codes(":::{figure} a.png\n" * 1000) != []


def test_every_problem_of_a_text_is_found():
    text = "# H\n\n<b>\n\n{sub}`a` [b](http://example.org)\n\n```{note}\n```\n"
    assert codes(text) == ["TOKEN", "TOKEN", "ROLE", "LINK", "DIRECTIVE"]


def test_nothing_that_is_not_on_the_list_passes():
    from markdown_it.token import Token

    unknown = Token("marquee_open", "marquee", 1)
    [problem] = markdown.judge([unknown], "abstracts/a-text.md", OWN)
    assert problem.code == "TOKEN"
