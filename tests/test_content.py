from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from sphinx_proceedings import content
from sphinx_proceedings.model import Node


def tree(text: str) -> Node:
    return content.build(content.tokenize(text))


def shape(node: Node) -> object:
    """A tree as nested tuples: kind, then children, or kind and text for a leaf."""
    if node.children:
        return (node.kind, *(shape(child) for child in node.children))
    return (node.kind, node.text) if node.text else node.kind


def only(text: str, kind: str) -> Node:
    [node] = tree(text).of_kind(kind)
    return node


def test_a_paragraph_holds_text_and_marks():
    assert shape(tree("a *b* **c** `d`")) == (
        "document",
        ("paragraph", ("text", "a "), ("emphasis", ("text", "b")), ("text", " "), ("strong", ("text", "c")),
         ("text", " "), ("code", "d")),
    )  # fmt: skip


def test_a_tight_list_has_no_paragraphs_and_a_loose_one_has():
    assert shape(tree("- a\n- b")) == (
        "document",
        ("bullets", ("item", ("tight", ("text", "a"))), ("item", ("tight", ("text", "b")))),
    )
    assert shape(tree("- a\n\n- b")) == (
        "document",
        ("bullets", ("item", ("paragraph", ("text", "a"))), ("item", ("paragraph", ("text", "b")))),
    )


def test_a_numbered_list_remembers_its_first_number():
    assert only("3. a\n4. b", "numbers").attrs == {"start": 3}
    assert only("0. a", "numbers").attrs == {"start": 0}
    assert only("1. a", "numbers").attrs == {"start": 1}


def test_a_table_has_head_and_body_and_aligned_cells():
    made = only("| a | b | c |\n|:--|--:|---|\n| d | e | f |", "table")
    assert [child.kind for child in made.children] == ["head", "body"]
    aligned = [node.attrs.get("align") for node in made.of_kind("headcell", "cell")]
    assert aligned == ["left", "right", None] * 2


def test_formulas_are_inline_or_displayed():
    assert only("a $x$ b", "math").text == "x"
    assert only("a {math}`x` b", "math").text == "x"
    assert only("$$\nx\n$$", "display").text == "x"
    assert only("a $$x$$ b", "display").text == "x"
    assert only("```{math}\nx\n```", "display").text == "x"
    assert only("```{math} x\n```", "display").text == "x"
    assert only("\\begin{align}x\\end{align}", "display").text == "\\begin{align}x\\end{align}"


@pytest.mark.parametrize(
    "text",
    [
        "$$\nx\n$$ (name)",
        "$$x$$ (name)",
        "```{math}\n:label: name\nx\n```",
        ":::{math}\n:label: name\n\nx\n:::",
    ],
)
def test_an_equation_may_have_a_label(text: str):
    made = only(text, "display")
    assert (made.text, made.attrs) == ("x", {"label": "name"})


def test_nothing_of_a_math_directive_is_lost():
    made = only("```{math} a +\nb\n```", "display")
    assert "a +" in made.text
    assert "b" in made.text


def test_a_reference_to_an_equation_has_its_label():
    assert only("see {eq}`name`", "eqref").text == "name"


@pytest.mark.parametrize(
    ("text", "keys", "style"),
    [
        ("{cite:p}`a`", ("a",), "parenthetical"),
        ("{cite}`a`", ("a",), "parenthetical"),
        ("{cite:t}`a, b`", ("a", "b"), "textual"),
        ("{cite:p}`a,b,`", ("a", "b"), "parenthetical"),
    ],
)
def test_a_citation_has_keys_and_a_style(text: str, keys: tuple[str, ...], style: str):
    assert only(text, "cite").attrs == {"keys": keys, "style": style}


def test_notes_and_their_marks_have_the_same_label():
    made = tree("a[^n]\n\n[^n]: The *text*.")
    [mark], [note] = made.of_kind("noteref"), made.of_kind("note")
    assert mark.attrs == note.attrs == {"label": "n"}
    assert note.of_kind("emphasis")[0].children[0].text == "text"


def test_a_paragraph_that_is_only_a_picture_is_a_figure():
    [figure] = tree('![what it shows](a.png "A caption")').children
    assert figure.kind == "figure"
    assert figure.attrs == {"src": "a.png", "alt": "what it shows"}
    assert [node.text for node in figure.of_kind("text")] == ["A caption"]


def test_a_figure_has_description_and_caption():
    made = only("```{figure} a.png\n:alt: what *it* shows\n\nA caption with $x$.\n```", "figure")
    assert made.attrs == {"src": "a.png", "alt": "what *it* shows"}
    assert made.of_kind("math")[0].text == "x"


def test_the_description_of_a_picture_is_all_its_text():
    assert only("![a *b* `c`](a.png)", "figure").attrs["alt"] == "a b c"


def test_a_code_block_keeps_its_text_and_language():
    made = only("```python\nif a < b:\n    c\n```", "codeblock")
    assert (made.text, made.attrs["language"]) == ("if a < b:\n    c\n", "python")
    assert only("    indented\n", "codeblock").text == "indented\n"


def test_line_ends_are_blanks_or_breaks():
    assert shape(tree("a\nb\\\nc")) == (
        "document",
        ("paragraph", ("text", "a"), ("text", "\n"), ("text", "b"), "break", ("text", "c")),
    )


def test_a_link_has_its_address():
    assert only("[a](https://example.org/ä?b=c)", "link").attrs == {
        "href": "https://example.org/%C3%A4?b=c"
    }


def test_entities_and_escapes_become_characters():
    assert shape(tree("&lt;b&gt; \\*c\\*")) == ("document", ("paragraph", ("text", "<b> *c*")))


def test_quotation_marks_and_dashes_are_left_as_they_are():
    assert shape(tree('"a" -- b...')) == ("document", ("paragraph", ("text", '"a" -- b...')))


@pytest.mark.parametrize(
    ("text", "kind", "place"),
    [
        ("a\n\nb $x$", "math", (3, 3)),
        ("a $x$ b $x$", "math", (1, 3)),
        ("a `x` b", "code", (1, 4)),
        ("a\nb {cite:p}`k`", "cite", (2, 3)),
        ("> a $x$", "math", (1, 5)),
        ("- a\n  b $x$", "math", (2, 5)),
        ("| a |\n|---|\n| $x$ |", "math", (3, 3)),
        ("a *b $x$*", "math", (1, 6)),
        ("a\n\n$$\nx\n$$ (n)", "display", (3, 1)),
        ("a\n\n```python\nx\n```", "codeblock", (3, 1)),
        ("  a", "paragraph", (1, 3)),
    ],
)
def test_a_node_knows_its_place(text: str, kind: str, place: tuple[int, int]):
    node = tree(text).of_kind(kind)[0]
    assert (node.line, node.column) == place


def test_two_formulas_that_look_alike_have_two_places():
    columns = [node.column for node in tree("$x$ and $x$ and $x$").of_kind("math")]
    assert columns == [1, 9, 17]


def test_a_formula_is_not_taken_for_the_text_before_it():
    assert tree("the text x and $x$").of_kind("math")[0].column == 16


def test_places_count_from_the_first_line_of_the_body():
    [token] = [t for t in content.tokenize("a\n\n# b", 11) if t.type == "heading_open"]
    assert content.place(token) == (13, 1)


def test_nodes_of_a_caption_know_their_line():
    made = only("a\n\n```{figure} b.png\n:alt: c\n\nd\ne $x$\n```\n\nf", "figure")
    assert made.of_kind("math")[0].line == 7


TITLES = st.lists(
    st.sampled_from(["a", " ", "*", "**", "`", "$", "$$", "[", "](", ")", "!", "^", "<b>", "</b>", "{", "}",
    "# ",
                     "- ", "\\", "&lt;", "{cite:p}`a`", "<!--", "|", "\n", "---", "1. ", "> ", "é", "漢"])
).map("".join)  # fmt: skip


@given(TITLES)
@example("a <b>c</b>")
@example("<div>")
@example("# a")
@example("***")
@example("")
@example("a\n\nb")
@example("(a)=")
@example("% a")
def test_any_text_of_the_organizers_is_shown_somehow(text: str):
    """Topic titles and summaries come from volume.yml, where no gate has looked."""
    from sphinx_proceedings.render.html import Surroundings, html
    from sphinx_proceedings.render.math import Typesetter
    from tests.golden.making import faults

    made = content.inline(text)
    assert faults(html(made, Surroundings(Typesetter().of(made)))) == []


@pytest.mark.parametrize("text", ["Plain", "On $x$", "*a* **b** `c`", "&eacute;"])
def test_an_inline_text_may_have_marks_and_formulas(text: str):
    made = content.inline(text)
    assert {node.kind for node in made.walk()} <= {"document", "text", "emphasis", "strong", "math", "code"}
    assert made.children
