from __future__ import annotations

import time

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from sphinx_proceedings import content
from sphinx_proceedings.importers import latex
from sphinx_proceedings.model import Author, FrontMatter, Name, Node
from sphinx_proceedings.sources import dump, read_contribution

AUTHORS = (Author(name=Name(literal="A Test")),)


def passes(title: str, body: str) -> bool:
    text = dump(FrontMatter(title=title, authors=AUTHORS), body)
    made, _, problems = read_contribution(text.encode(), "abstracts/x1.md", "x1")
    # What an author wrote in two alphabets stays in two alphabets.
    return made is not None or all("two alphabets" in problem.message for problem in problems)


def said(node: Node) -> str:
    """All text below a node; formulas between angle quotes, and marks of notes in brackets."""
    if node.kind in {"math", "display"}:
        return f"‹{node.text}›"
    if node.kind == "noteref":
        return f"[{node.attrs['label']}]"
    return node.text + "".join(said(child) for child in node.children)


def tree(body: str) -> Node:
    return content.build(content.tokenize(body))


def kinds(body: str) -> list[str]:
    return [node.kind for node in tree(body).children]


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        (r"An \emph{important} word", "An *important* word"),
        (r"An \textit{important} \textsl{word}", "An *important* *word*"),
        (r"A \textbf{strong} word", "A **strong** word"),
        (r"\textbf{\emph{Both} at once}", "***Both*** **at once**"),
        (r"{\em old} and {\bf older}", "*old* and **older**"),
        (r"\emph{up \emph{down} up}", "*up* down *up*"),
        (r"run \texttt{a\_b --all}", "run `a_b --all`"),
        (r"run \verb|a_b --all|", "run `a_b --all`"),
        (r"\texttt{a`b}", "``a`b``"),
        (r"\textsc{Small} \textrm{and} \mbox{plain}", "Small and plain"),
        (r"$\textit{word}$", "*word*"),
        ("An *important* and a **strong** word", "An *important* and a **strong** word"),
    ],
)
def test_styles_become_emphasis_and_code(source: str, expected: str):
    assert latex.body(source) == latex.Converted(expected)


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        (r"\emph{a}b", "*a*b"),
        (r"a\emph{b}", "a*b*"),
        (r"\emph{done.}Next", "*done*.Next"),
        (r"\emph{ spaced }word", "*spaced* word"),
        (r"$k${\em -nested}", "$k$*-nested*"),
        (r"“\emph{quoted}”", "“*quoted*”"),
    ],
)
def test_emphasis_stands_where_markdown_sees_it(source: str, expected: str):
    found = latex.body(source).text
    assert found == expected
    assert [node.kind for node in tree(found).of_kind("emphasis")] == ["emphasis"]


@pytest.mark.parametrize("source", [r"a\emph{(b)}c", r"\emph{a}\textbf{b}", r"a{\em $x$}"])
def test_emphasis_that_markdown_cannot_write_is_left_out_with_a_doubt(source: str):
    found = latex.body(source)
    assert "left out" in found.doubts[0].message
    assert "*" not in said(tree(found.text))


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("``double'' and `single'", "“double” and ‘single’"),
        ('``mixed"', "“mixed”"),
        ("it's the authors' own", "it's the authors' own"),
        ("pages 1--2 --- not 3-4", "pages 1–2 — not 3-4"),
        (r"H\"older, H\"{o}lder, {\L}ojasiewicz", "Hölder, Hölder, Łojasiewicz"),
        (r"\'{\i}, \v{S}, \c c, \k{a}, \o{} \ss", "í, Š, ç, ą, ø ß"),
        ("Figure~3, about ~10", r"Figure 3, about ~10"),
        (r"100\% of R\&D \#1", "100% of R&D #1"),
        (r"5\,GB, \ldots, \S 2", "5 GB, …, § 2"),
        ("a &lt; b &amp;amp; c", r"a < b \&amp; c"),
        ("gen(cid:173) eralization", "generalization"),
        ("e\u0301 \ufb01nd\u00ad \u200bit", "é find it"),
        ("it\u00e2\u0080\u0099s", "it’s"),
    ],
)  # fmt: skip
def test_characters_come_out_as_they_were_meant(source: str, expected: str):
    assert latex.body(source).text == expected


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        (r"so $x<1$ and \(y\)", "so $x<1$ and $y$"),
        ("$a$$b$", "$a b$"),
        (r"$a \text{ if $b$ holds}$", r"$a \text{ if }b\text{ holds}$"),
        (r"$\mbox{rank}_{\rm max}$", r"$\text{rank}_{\rm max}$"),
        (r"$5%$", r"$5\%$"),
        (r"$x\ $ y", r"$x\ $ y"),
    ],
)
def test_formulas_in_the_line_stay_formulas(source: str, expected: str):
    assert latex.body(source).text == expected


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        (r"so \[ x = 1 \] holds", "so\n\n$$\nx = 1\n$$\n\nholds"),
        (r"so $$x = 1$$.", "so\n\n$$\nx = 1.\n$$"),
        (
            r"\begin{equation}\label{a} x \end{equation}",
            "$$\nx\n$$",
        ),
        (
            r"\begin{align*} a &= b \\ c &= d \end{align*}, so",
            "\\begin{align*}\na &= b \\\\\nc &= d,\n\\end{align*}\n\nso",
        ),
        (r"\begin{eqnarray} a &=& b \end{eqnarray}", "\\begin{align}\na & = b\n\\end{align}"),
        (
            r"\begin{itemize}\item a \begin{align}b\end{align}\end{itemize}",
            "- a\n\n  $$\n  \\begin{aligned} b \\end{aligned}\n  $$",
        ),
    ],
)
def test_displayed_formulas_stand_in_blocks_of_their_own(source: str, expected: str):
    assert latex.body(source).text == expected


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("one\n\ntwo", "one\n\ntwo"),
        (r"one\par two", "one\n\ntwo"),
        (r"one\\two", "one\\\ntwo"),
        (r"one\\ \\two", "one\\\ntwo"),
        (r"\begin{enumerate}\item a\item b\end{enumerate}", "1. a\n2. b"),
        (r"\begin{itemize}\item a \begin{itemize}\item b\end{itemize}\end{itemize}", "- a\n\n  - b"),
        (r"\begin{description}\item[a] b\end{description}", "- a b"),
        ("\\begin{verbatim}\na  b\n\\end{verbatim}", "```\na  b\n```"),
        (r"\begin{center}a\end{center}", "a"),
        (r"a\footnote{$b$, c.} d", "a[^1] d\n\n[^1]: $b$, c."),
        (r"a\footnote{b}(c)", "a[^1]\\(c)\n\n[^1]: b"),
        (r"\footnote{b}: c", "[^1]\\: c\n\n[^1]: b"),
    ],
)
def test_blocks_become_markdowns_blocks(source: str, expected: str):
    found = latex.body(source)
    assert found.text == expected
    assert found.doubts == ()


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        (r"\url{https://example.org/a\_b}", "<https://example.org/a_b>"),
        (r"\href{https://example.org}{the \emph{site}}", "[the](https://example.org) *[site](https://example.org)*"),
        (r"\href{http://example.org}{site}", "site (http://example.org)"),
        ("(see https://example.org/a_(b).)", "(see <https://example.org/a_(b)>.)"),
        ("http://example.org", "http://example.org"),
        (r"\href{javascript:alert(1)}{x}", "x (javascript:alert(1))"),
        ("https://example.org/%E2%80%AE", "[https://example.org/%E2%80%AE](https://example.org/%E2%80%AE)"),
        ("wow!\\href{https://example.org}{x}", "wow\\![x](https://example.org)"),
    ],
)  # fmt: skip
def test_addresses_become_links_where_an_abstract_may_have_them(source: str, expected: str):
    assert latex.body(source).text == expected
    assert passes("x", expected)


@pytest.mark.parametrize(
    ("source", "expected", "doubt"),
    [
        (r"see \citep[p.~2]{a,b}", "see [a, b, p.~2]", "The citation"),
        (r"see \ref{fig:a}", "see [fig:a]", "“\\ref{fig:a}”"),
        (r"\mycommand{text}", "text", "“\\mycommand” is unknown"),
        (r"our \method{} wins", "our method wins", "“\\method” is unknown"),
        (r"an \emphodd case", "an odd case", "“\\emphodd” has lost its braces"),
        (r"O(n\log n)", "O(n log n)", "“\\log” stood outside of a formula"),
        (r"O(\sqrt{n})", r"O($\sqrt{n}$)", "“\\sqrt{n}” stood outside of a formula"),
        ("it costs $5", r"it costs \$5", "A dollar sign stands alone"),
        ("from $5 a day to $6", r"from \$5 a day to \$6", "A dollar sign stands alone"),
        ("a {b", "a b", "A brace { is not closed"),
        ("a } b", "a b", "A brace } closes nothing"),
        (r"an \em old word", "an old word", "“\\em” stands outside of braces"),
        ("the (cid:12)rst", "the (cid:12)rst", "“(cid:12)” stands for a character that was lost"),
        ("a \ue000 b", "a b", "The character U+E000"),
        ("so. % a comment", "so. % a comment", "A % that follows no number"),
        (r"\begin{figure}a\end{figure}", "a", "The environment “figure”"),
        (r"a \end{b}", "a", "“\\end{b}” ends nothing"),
    ],
)
def test_what_has_no_counterpart_is_kept_as_text_with_one_doubt(source: str, expected: str, doubt: str):
    found = latex.body(source)
    assert found.text == expected
    assert found.doubts[0].message.startswith(doubt)
    assert len(found.doubts) == 1


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        (r"{Deep} $\ell_2$-\emph{Norms}", r"Deep $\ell_2$-*Norms*"),
        (r"1. A Title\thanks{A grant.}", r"1\. A Title"),
        (r"Two\\Lines", "Two Lines"),
        (r"$$x$$ in a title", "$x$ in a title"),
        ("- a\n\nb", "\\- a b"),
        (r"See https://example.org", "See https://example.org"),
    ],
)
def test_a_title_is_one_line_of_what_titles_may_have(source: str, expected: str):
    assert latex.title(source).text == expected
    assert passes(expected, "x")


@pytest.mark.parametrize(
    ("source", "expected"),
    [(r"Ren\'{e} {van}~Author", "René van Author"), (r"\emph{$x_1$}", "$x_1$"), ("*", "*")],
)
def test_a_name_is_plain_text(source: str, expected: str):
    assert latex.plain(source) == expected


SIGNS = [
    *"-+=#:|>%()[]!<&.,;/^_*@",
    *["1.", "2)", "(x)=", ":::", "===", "+++", "|-|", "<b>", "[^1]:", "](x)", "a_b", "_a_", "&lt"],
    *["word", "another", "longer-than-that"],
]


@given(st.lists(st.sampled_from(SIGNS), min_size=1, max_size=200))
def test_no_line_of_a_paragraph_begins_or_ends_anything_else(words: list[str]):
    text = " ".join(words)
    found = latex.body(text).text
    assert kinds(found) == ["paragraph"]
    assert said(tree(found)).split() == text.split()
    assert max(len(line) for line in found.split("\n")) <= 98


PIECES = [
    *"{}$\\ \n[)*_`'\"~#>&%|+!é\t",
    *[
        "$$",
        "\\\\",
        "\n\n",
        "](",
        "**",
        "``",
        "''",
        "--",
        "---",
        "<b>",
        ":::",
        "1.",
        "word",
        "{{",
        "{%",
        "~~~",
        "```",
    ],
    *[
        "[^1]:",
        "(x)=",
        "|-|",
        "<!--",
        "{eq}`x`",
        "$x$",
        "*a*",
        "https://example.org/x",
        "https://example.org/%e2%80%ae",
    ],
    *["\u202e", "\u0301" * 6, "\ue000", "\x00", "\x01", "\x85", "\u2028"],
    *[
        r"\item ",
        r"\begin{itemize}",
        r"\end{itemize}",
        r"\begin{align}",
        r"\end{align}",
        r"\begin{x}",
        r"\end{x}",
    ],
    *[
        r"\begin{verbatim}",
        r"\end{verbatim}",
        r"\verb|",
        r"\[",
        r"\]",
        r"\(",
        r"\)",
        r"\ensuremath{",
        r"\par",
    ],
    *[
        r"\url{https://example.org/(b)}",
        r"\href{https://example.org}{",
        r"\footnote{",
        r"\cite{",
        r"\emph{",
    ],
    *[r"\textbf{", r"\texttt{", r"{\em ", r"\"{o}", r"\v ", r"\foo{", r"\foo ", r"\alpha", r"\sqrt{x}"],
]


@given(st.one_of(st.text(), st.lists(st.sampled_from(PIECES)).map("".join)))
@example("$x$ \\textbackslash")
@example("\\texttt{a}\\{b\\}")
@example("{{")
@example("\\footnote{a}(b)")
@example("\\footnote{a}: b")
@example("[a](b)")
@example("$\\url$")
def test_whatever_comes_in_what_comes_out_passes_the_gate(source: str):
    body, title = latex.body(source).text, latex.title(source).text
    latex.plain(source)
    assert passes("x", body or "x")
    assert passes(title if title and len(title) <= 600 else "x", "x")


@given(st.lists(st.sampled_from(PIECES)).map("".join))
def test_converting_is_the_same_every_time(source: str):
    assert latex.body(source) == latex.body(source)


@pytest.mark.parametrize(
    "piece",
    [
        *["{", "}", "$", "${", "$$", "\\", r"\[", r"\begin{align}", r"\begin{itemize}\item ", r"{\item "],
        *[
            r"\footnote{",
            r"\url{",
            r"\emph{",
            r"\verb|",
            "`",
            "*a* ",
            "https://example.org/)",
            "[",
            "a\n\n",
        ],
        *["\u0301\u0323", r"\foo ", r"\\[1", "$5 a $"],
    ],
)
def test_no_text_takes_more_than_its_length_in_time(piece: str):
    start = time.process_time()
    latex.body(piece * (32_000 // len(piece)))
    assert time.process_time() - start < 1
