"""What `--fix` does to a file, and what it leaves as it was."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sphinx_proceedings.checks.mending import mend
from sphinx_proceedings.sources import read_contribution
from tests.golden.making import MARKDOWN, text

HEAD = "---\ntitle: A title\nauthors:\n  - {name: Given Family}  # it -- stays\n---\n"
KEYS = {"cox2015ideals", "a"}
# LaTeX as it comes, among what must stay.
LATEX = st.lists(
    st.sampled_from(
        ["\\emph{", "\\textbf{", "\\texttt{", "}", "{", "\\cite{a}", "\\citet{a,b}", "``", "''",
         "\\cite[p. 2]{a}",
         "--", "---", "~", "\\'{e}", "\\\"o", "\\H{o}", "\\c{c}", "\\(", "\\)", "\\[", "\\]", "$x$",
         "$$y$$", "$", "$5", "\\$", "\\\\", "\\\\\n", "\\%", "`a -- b`", "`", "https://a.org/~b--c", "<https://a.org/>",
         "[a](https://a.org/--)", "arXiv:2501.01234", "doi:10.1000/182", "\\url{https://a.org}", "\\ldots ",
         "{cite:p}`a`", "```\na -- b\n```", "\\begin{align}a--b\\end{align}",
         "\\begin{itemize}",
         "\\item ", "a", "b ", " ", "\n", "\n\n", ".", "é", "漢", "- ", "> ", "| a | b |\n|--|--|\n"]
    ),
    max_size=40,
).map("".join)  # fmt: skip


def mended(body: str) -> str:
    """The body after mending."""
    made, _ = mend((HEAD + body).encode(), KEYS)
    assert made.decode().startswith(HEAD)
    return made.decode().removeprefix(HEAD)


@pytest.mark.parametrize(
    ("given", "made"),
    [
        (r"\emph{new} and \textbf{old $x$}", "*new* and **old $x$**"),
        (r"\texttt{a_b}", "`a_b`"),
        (r"\cite{cox2015ideals, a} and \citet{a}", "{cite:p}`cox2015ideals,a` and {cite:t}`a`"),
        ("``One'' and ``two''.", "“One” and “two”."),
        ("pages 3--5, and---so", "pages 3–5, and—so"),
        (r"Erd\H{o}s, na\"{\i}ve, \'{e}, \c{c}, Stra\ss e", "Erdős, naïve, é, ç, Straße"),
        ("Theorem~3 of~$x$", "Theorem 3 of $x$"),
        (r"Let \(x_1\) be.", "Let $x_1$ be."),
        ("First\\\\\nsecond", "First\\\nsecond"),
        ("arXiv:2501.01234v2.", "[arXiv:2501.01234v2](https://arxiv.org/abs/2501.01234v2)."),
        ("doi:10.1000/182.", "<https://doi.org/10.1000/182>."),
        (r"\url{https://a.org/b} \href{https://a.org}{here}", "<https://a.org/b> [here](https://a.org)"),
        ("It costs $5.", r"It costs \$5."),
    ],
)
def test_what_has_one_answer_is_mended(given: str, made: str):
    assert mended(given) == made


@pytest.mark.parametrize(
    "body",
    [
        "$a--b~c$ and `x -- ~y` and <https://a.org/~b--c>",
        "```\n\\emph{a} -- ``b''\n```",
        "\\begin{align}\na~b \\\\\n--c\n\\end{align}",
        r"She said \"over\" and 5\% of \$5 and 1\. item",
        "an option --fix, about ~5, a_b",
        r"\cite{unknown} and \cite[p. 2]{a}",
        "| a | b |\n|--|---|\n| 1 | 2 |",
        r"\[1\] is a footnote in brackets",
        "[see arXiv:2501.01234](https://arxiv.org/abs/2501.01234)",
        "`` x'' `` is code",
    ],
)
def test_what_may_be_meant_is_left_alone(body: str):
    assert mended(body) == body


def test_front_matter_keeps_its_quotes_remarks_and_order():
    given = (
        "---\nkeywords: [a--b]  # c -- d\ntitle: 'On Erd\\H{o}s'' \\emph{graph} $x--y$'\nauthors:\n"
        '- name: "Jean~Paul B"\n  affiliations: [u--v]\naffiliations: [{id: u--v, name: U}]\n'
        "links: {arxiv: 'https://arxiv.org/abs/2501.01234', doi: https://doi.org/10.1000/182}\n---\nText.\n"
    )
    made, _ = mend(given.encode())
    assert made.decode() == (
        "---\nkeywords: [a–b]  # c -- d\ntitle: 'On Erdős'' *graph* $x--y$'\nauthors:\n"
        '- name: "Jean Paul B"\n  affiliations: [u--v]\naffiliations: [{id: u--v, name: U}]\n'
        "links: {arxiv: '2501.01234', doi: 10.1000/182}\n---\nText.\n"
    )


def test_each_deed_is_said_with_its_line():
    _, done = mend(f"{HEAD}One.\n\\emph{{Two}}~3.\n".encode())
    assert [(deed.line, deed.what) for deed in done] == [
        (7, r"\emph{Two} → *Two*"),
        (7, "~ → a blank"),
    ]


def formulas(data: bytes) -> list[str] | None:
    """The formulas of a file as the reader finds them, or None where it is not valid."""
    made, _, _ = read_contribution(data, "abstracts/a.md", "a")
    return [node.text for node in made.body.of_kind("math", "display")] if made else None


@given(st.one_of(LATEX, MARKDOWN))
@settings(deadline=None, max_examples=300)
def test_mending_twice_is_mending_once_and_a_valid_file_stays_valid_with_its_formulas(body: str):
    data = text(body).encode()
    made, _ = mend(data, KEYS)
    assert mend(made, KEYS) == (made, [])
    before, after = formulas(data), formulas(made)
    if before is not None:
        assert after is not None
        rest = iter(after)
        assert all(any(one == other for other in rest) for one in before)
