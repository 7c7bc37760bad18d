"""Advice on a contribution: where it is given, and where it is not."""

from __future__ import annotations

import time

import pytest

from sphinx_proceedings.checks import advice, formulas
from sphinx_proceedings.checks.usage import Usage, said
from sphinx_proceedings.content.prose import HIDDEN, scan
from sphinx_proceedings.model import Contribution
from sphinx_proceedings.render.math import Typesetter
from sphinx_proceedings.sources import read_contribution
from sphinx_proceedings.sources.contribution import read_draft
from sphinx_proceedings.sources.marked_yaml import Marked
from tests.golden.making import contribution, text

LONG = "Here stand some more words of a text that is long enough. " * 8


def advised(data: str, *others: Contribution) -> list[tuple[int, int, str]]:
    raw = data.encode()
    made, marked, _ = read_contribution(raw, "abstracts/a-text.md", "a-text")
    known = made or read_draft(raw, "abstracts/a-text.md", "a-text")
    assert known is not None
    usage = Usage([said(one) for one in (*([made] if made else []), *others)])
    found = [*advice.run(known, marked), *advice.compare([known], usage, lambda _contribution: marked)]
    return sorted((p.line, p.column, p.code) for p in found)


def of_body(body: str) -> list[tuple[int, int, str]]:
    first = text("").count("\n")
    return [(line - first + 1, column, code) for line, column, code in advised(text(f"{body}\n\n{LONG}"))]


@pytest.mark.parametrize(
    "body",
    [
        "A bound of 5 % and \\$5, for $x < 1$ and $y$.",
        "We have\n$$\nx = 1\n$$\nfor all $x$.",
        "We have $$\\sum_{i=1}^n x_i^2 + \\sum_{i=1}^n y_i^2 = 1$$ for all.",
        "We have $$x = 1.$$",
        "Set $x$ to $5$ and $6$ of $n$.",
        "Let $5 + x$1 be.",
        "A range 3-5, and an option --fix; about ~5.",
        "See <https://doi.org/10.1000/182> and [arXiv:2501.01234](https://arxiv.org/abs/2501.01234).",
        "It is `\\emph{code}` and `` a`b -- c ``.",
        "```\n\\emph{a}~b -- $5\n```",
        "- item\n- another\n\n| a | b |\n|---|---|\n| 1 | 2 |",
        "Mail <mailto:a@example.org>.[^1]\n\n[^1]: A note.",
    ],
)
def test_what_honest_authors_write_gets_no_advice(body: str):
    assert of_body(body) == []


@pytest.mark.parametrize(
    ("body", "found"),
    [
        ("It is\n\\emph{so}.", [(2, 1, "TEX-COMMAND")]),
        ("A $x$ and \\begin{itemize}", [(1, 11, "TEX-COMMAND")]),
        ("It costs $5 and $6.", [(1, 10, "MONEY")]),
        ("Then $$x = 1$$ is it.", [(1, 6, "DISPLAY")]),
        ("$x = 1$", [(1, 1, "DISPLAY")]),
        ("Let $x be.", [(1, 5, "DOLLAR")]),
        ("See www.example.org/a.", [(1, 5, "UNLINKED")]),
        ("``a'' and ``b''", [(1, 1, "TEX-QUOTES"), (1, 11, "TEX-QUOTES")]),
    ],
)
def test_advice_stands_at_its_place(body: str, found: list[tuple[int, int, str]]):
    assert of_body(body) == found


def test_a_text_that_is_quarantined_gets_advice_too():
    assert [code for *_, code in advised(f"---\ntitel: A\n---\n\\emph{{a}} {LONG}")] == ["TEX-COMMAND"]


@pytest.mark.parametrize(
    ("name", "is_odd"),
    [
        ("Lovelace, Ada", True), ("ADA LOVELACE", True), ("LOVELACE Ada", True), ("Ada LOVELACE", False),
        ("Ada Lovelace, Jr.", False), ("Ada van der Lovelace", False), ("A. B. Lovelace", False),
        ("JP Lovelace", False), ("李 明", False), ("Plato", False), ("Ada Lovelace III", False),
    ],
)  # fmt: skip
def test_only_names_in_another_order_get_advice(name: str, is_odd: bool):
    found = [code for *_, code in advised(text(LONG, authors=[{"name": name}]))]
    assert found == (["NAME-ORDER"] if is_odd else [])


@pytest.mark.parametrize(
    "title", ["GANs and VAEs", "PAC BAYES", "On the KKT conditions", "$SL(2, R)$ in ML"]
)
def test_acronyms_are_no_title_in_capitals(title: str):
    assert advised(text(LONG, title=title)) == []


def test_a_sample_and_what_was_withdrawn_are_not_told_their_length():
    assert advised(text("Short.", status="sample")) == []
    assert advised(text("Short \\emph{x}.", status="withdrawn")) == []
    assert [code for *_, code in advised(text("Short."))] == ["LENGTH"]
    assert [code for *_, code in advised(text("word " * 401))] == ["LENGTH"]


def test_a_spelling_is_rare_only_where_another_is_usual():
    others = [contribution(f"other-{i}", keywords=["neural networks"]) for i in range(3)]
    assert [code for *_, code in advised(text(LONG, keywords=["Neural-Network"]), *others)] == [
        "KEYWORD-SPELLING"
    ]
    assert advised(text(LONG, keywords=["Neural-Network"]), *others[:2]) == []
    assert advised(text(LONG, keywords=["neural network theory"]), *others) == []


def test_one_author_without_affiliation_is_told_and_a_volume_without_any_is_not():
    assert advised(text(LONG)) == []
    keys = {
        "authors": [{"name": "Ada B", "affiliations": ["a"]}, {"name": "Emmy N"}],
        "affiliations": [{"id": "a", "name": "U"}],
    }
    assert [code for *_, code in advised(text(LONG, **keys))] == ["UNAFFILIATED"]


def test_a_scan_hides_what_is_no_prose_and_moves_nothing():
    source = "a $x$ `b` {cite:p}`c` <https://d.org> [e](https://f.org)\n```\ng\n```\n"
    scanned = scan(source)
    assert len(scanned.prose) == len(source)
    assert scanned.prose.replace(HIDDEN, "").split() == ["a", "[e]"]
    assert [source[begin:end] for begin, end in scanned.formulas] == ["$x$"]


PATHOLOGICAL = (
    "`", "$x", "\\(", "\\[", "\\(a\n", "~", "\\begin{align}", "<https://", "\\cite[", "\\cite{a", " \n",
    "[^",
    "\n\n$x$", "$x$\n", "$$a", "\\emph{a", "\\\\ ", "a--", "```\n", "- ```\n", "](", "{a:", "$1 a ", "``a",
)  # fmt: skip


@pytest.mark.parametrize("end", ["", "\n```\na\n```\n"], ids=["alone", "before code"])
@pytest.mark.parametrize("piece", [*PATHOLOGICAL, " ", "\t", "> "])
def test_no_text_makes_advice_slow(piece: str, end: str):
    body = (piece * 32_000)[:32_000] + end
    made = contribution(body="Text.")
    sheet = advice.Sheet(made, Marked({}), "", body)
    before = time.process_time()
    for rule in advice.RULES:
        list(rule(sheet))
    # Each took seconds before its search had bounds; now a tenth.
    assert time.process_time() - before < 1


@pytest.mark.parametrize(
    ("name", "remedy"),
    [
        ("eps", "Write \\varepsilon, or what else it stands for."),
        ("RR", "Did you mean “\\R”? Or write \\mathbb{R}."),
        ("cF", "Write \\mathcal{F}, or what else it stands for."),
        ("tr", "Write \\operatorname{tr}, or what else it stands for."),
        ("nrom", "Did you mean “\\norm”?"),
        ("lamda", "Did you mean “\\lambda”?"),
        ("qqqq", "Write it out, or ask the organizers to add a macro to docs/volume.yml."),
    ],
)
def test_an_unknown_macro_is_told_what_it_may_stand_for(name: str, remedy: str):
    macros = {"R": r"\mathbb{R}", "norm": r"\lVert #1\rVert"}
    assert formulas.in_words(f'Unknown command "\\{name}"', macros) == (
        f"Unknown command “\\{name}”",
        remedy,
    )


FAULTY = (
    r"\frac{a", "a}", r"\left(x", "x^2^3", "a & b", r"\begin{foo}x\end{foo}", "x^", "#1", r"\text{a$b$}",
    r"\begin{array}{q}a\end{array}", r"\begin{cases}a\end{align}", r"\left.x\right", r"\tag{1}",
    r"\limits x", r"\begin{align}x",
)  # fmt: skip


@pytest.mark.parametrize("tex", FAULTY)
def test_what_the_converter_says_is_put_into_words(tex: str):

    said = Typesetter({}).one(tex).problem
    message, fix = formulas.in_words(said, {})
    assert said
    assert "closing token" not in message
    assert "\\1" not in message + fix
    assert fix != "Compare it with what LaTeX accepts."
