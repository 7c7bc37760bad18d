"""What no text can do: break the gate and what stands behind it, slow it down, or get through as markup."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from sphinx_proceedings.sources import read_contribution
from tests import targets
from tests.golden.making import said, text

SEEDS = Path(__file__).parent / "fixtures" / "seeds"
HEAD = "---\ntitle: A title\nauthors: [{name: Given Family}]\n---\n"
ROOM = 32 * 1024 - len(HEAD) - 2
SECONDS = 0.5
"""Of processor time, for the longest file that is read at all."""


def full(unit: str) -> str:
    """As much of `unit`, again and again, as a file can hold."""
    return unit * (ROOM // len(unit.encode()))


# ── slow for some parser ─────────────────────────────────────────────────────────────────────────

UNITS = (
    "*a **a ", "a**b", "*a_ ", "_a ", "*_", "**x ", "***a ", "é*", "[", "[a](", "![", "[]",
    "[a](b", "![[]()", "[a](<b", "<", "<a", "<!--", "<? ", "<!A ", "<![CDATA[", "<a b='", "&",
    "&#", "&amp", "&lt;", "`", "`` ", "`a``", "\\", "$", "$a", "$$", "$a$ ", "\\begin{align}", "{",
    "{a}`", "{cite:p}`a` ", "{eq}`a` ", "{{", "{%", ">", "> ", "> - ", "- ", "-\n", "1. ", "- a\n",
    "|", "|-", "| a ", "a|b\n", "|a|\n|-|\n", "--", "---\n", "===\n", "a\n=\n", "#", "# ", "~~~\n",
    "```\n", "```{math}\n", ":::\n", "[^a]", "[^a]: b\n\n", "[a]: https://e.org\n", "[a]: <",
    "[a]:", "(a)=\n", "+++\n", "% \n", "https://", "<https://e.org>", "<a@b.c>", "\t", "    ", " ",
    "\n", "a\n", "a  \n", "\\\n", "](", "])", "**[a](b)**", "`$", ":a:\n", "a\u0301", "中", "𝔸",
    "&nbsp;", "!", "@", "=", "^", "\xa0", "[a][b]", "$$\nx\n$$ (a)\n\n",
)  # fmt: skip
SHAPES = {
    "one line under another, each further in": "".join("  " * i + "- a\n" for i in range(170)),
    "code spans that never close": "".join("e" + "`" * i for i in range(1, 250)),
    "code spans, longest first": " ".join("`" * i for i in range(250, 1, -1)),
    "emphasis opened and closed": "*a **a " * 2000 + " a** a*" * 2000,
    "brackets within brackets": "[" * 999 + "a" + "]" * 999,
    "a table that is completed": "a" + "|a" * 3000 + "\n-" + "|-" * 3000 + "\n" + "|\n" * 900,
    "a table of many short rows": "|a" * 400 + "\n" + "|-" * 400 + "\n" + "a\n" * 900,
    "notes of notes": "a[^1]\n\n[^1]: " + "[^1]" * 900,
    "many definitions": "".join(f"[a{i}]: https://e.org\n" for i in range(700)) + "[a1] " * 290,
    "a formula of fractions": "$" + r"\frac{" * 60 + "x" + "}{y}" * 60 + "$",
    "a formula of roots": "$" + r"\sqrt " * 900 + "x$",
    "a formula of tables": "$" + r"\begin{matrix}" * 60 + "x" + r"\end{matrix}" * 60 + "$",
    "environments that never end": "\n\n".join([r"\begin{aligned}x"] * 100) + "a\n" * 1000,
    "a citation of many": "{cite:p}`" + "a," * 9000 + "`",
    "a figure of options": "```{figure} a.png\n" + ":a: b\n" * 1400 + "```\n",
    "a title of a link that never ends": '[a](https://e.org "' + '\\"' * 6000,
    "parentheses in an address": "[a](" + "(" * 9000,
    "braces after a link": "[a](https://e.org)" + "{" * 9000,
    "one long word": "a" * 30000,
}


@pytest.mark.parametrize("body", [*map(full, UNITS), *SHAPES.values()], ids=[*map(repr, UNITS), *SHAPES])
@pytest.mark.parametrize("width", [0, 90], ids=["in one line", "in lines"])
def test_no_text_takes_long_to_read(body: str, width: int):
    if width:
        body = "\n".join(body[i : i + width] for i in range(0, len(body), width))
    data = (HEAD + body).encode()[: 32 * 1024].decode(errors="ignore").encode()
    started = time.process_time()
    targets.sources(data)
    assert time.process_time() - started < SECONDS


# ── naughty values ───────────────────────────────────────────────────────────────────────────────

NAUGHTY = (
    "", " ", "undefined", "null", "None", "NaN", "true", "0", "-1", "1e1000", "1/0", "0x10",
    "1:30", "No", "~", "<script>alert(1)</script>", "'\"><img src=x onerror=alert(1)>",
    "</script><script>", "<!--", "-->", "]]>", "javascript:alert(1)", "${7*7}", "#{7*7}",
    "{{7*7}}", "{% raw %}", "<%= 7 %>", "%s%n", "%00", "\\u0000", "'; DROP TABLE a; --",
    "' OR 1=1 --", "=1+1", "@SUM(1)", "+1", "-1+1", "=HYPERLINK(\"https://e.org\")",
    "../../etc/hostname", "/dev/null", "C:\\con", "con", "nul", "a\\b", "$(id)", "`id`", "; id",
    "| id", "&& id", "\\input{x}", "\\def\\a{\\a}\\a", "$", "$$", "}", "{", "}}{{", "#", "& b",
    "*", "**", "_", "a_b_c", "~", "^", "BEGIN:VEVENT", "TY  - BOOK", "@misc{a, b={c}}", "and",
    "A and B", "Ærøskøbing", "Łukasz", "Ǆ", "İ", "ß", "ﬀ", "ﷺ", "مرحبا", "שלום", "中文", "ไทย",
    "한국어", "Ελληνικά", "Русский", "a\u0301", "👩", "🇺🇳", "❤\ufe0f", "𝒜", "①", "½",
    "\u2028", "\u202e", "\u200b", "\ufeff", "\ufffd", "\x00", "\x07", "\x1b[31m", "\r", "\ud7ff",
    "\ue000", "a" * 500, "a b " * 150, "\u0301" * 20, "()" * 50, "[a](b)", "![a](b)", "[^1]",
    "{cite:p}`a`", "a{.b}", "index", "search", "__proto__", "constructor", "hasOwnProperty",
    "main-content", "eq-a", "ref-a", "note-1",
)  # fmt: skip


@pytest.mark.parametrize("value", NAUGHTY, ids=ascii)
def test_a_naughty_value_is_refused_or_shown_as_it_is(value: str):
    for made in (
        text(value),
        text(title=value),
        text(keywords=[value]),
        text(authors=[{"name": value}]),
        text(authors=[{"name": {"literal": value}}], affiliations=[{"id": "a", "name": value}]),
        text(links={"code": value}, doi=value, license=value, date=value),
    ):
        targets.sources(made.encode())
        assert all(line.isprintable() for line in said(made))


# ── anything ─────────────────────────────────────────────────────────────────────────────────────

FEW = settings(max_examples=60, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
MARKS = st.sampled_from([
    "*", "**", "_", "`", "```", "~~~", "$", "$$", "[", "](", ")", "![", "<", ">", "&", ";", "{",
    "}", "{cite:p}`", "{math}`", "```{math}\n", "```{figure} a.png\n", ":alt: a\n", "\n", "\n\n",
    "- ", "1. ", "> ", "|", "|-|\n", "[^1]", "[^1]: ", "https://e.org", "\\", "\\begin{align}",
    "\\end{align}", "\\frac", "#", "%", "(a)=", "+++", "---", "a", "é", " ", "    ", "\t", ":::",
    "&#8238;", "&lt;",
])  # fmt: skip
BODY = st.lists(st.one_of(MARKS, st.text(max_size=8)), max_size=60).map("".join)
YAML = st.lists(
    st.one_of(
        st.sampled_from(
            [
                "title: ",
                "authors:",
                "\n",
                "- name: ",
                "  ",
                "{",
                "}",
                "[",
                "]",
                ", ",
                ": ",
                '"',
                "'",
                "|",
                ">",
                "&a ",
                "*a",
                "!a ",
                "? ",
                "#",
                "orcid: ",
                "links: ",
                "code: ",
                "https://e.org",
                "date: ",
                "2027-02-01",
                "\t",
                "a",
            ]
        ),
        st.text(max_size=6),
    ),
    max_size=40,
).map("".join)
BIB = st.lists(
    st.one_of(
        st.sampled_from(
            [
                "@misc{a,",
                "@article{b,",
                "title = ",
                "author = ",
                "{",
                "}",
                '"',
                ",",
                "=",
                "#",
                "\n",
                "and ",
                "A B",
                "year = 2020",
                "url = {https://e.org}",
                "\\'",
                "\\emph{",
                "$x$",
                "%",
                "@comment{",
                "@",
                "\\&",
                "--",
                "others",
            ]
        ),
        st.text(max_size=6),
    ),
    max_size=40,
).map("".join)


@FEW
@given(BODY)
@example("[a](https://e.org)")
def test_any_text_is_judged_and_what_passes_is_sound(body: str):
    targets.gate(body.encode())
    targets.inside(body.encode())


@FEW
@given(YAML, BODY)
@example("title: a\nauthors: [{name: A B}]", "a")
def test_any_front_matter_is_read_or_refused(head: str, body: str):
    targets.sources(f"---\n{head}\n---\n{body}".encode())


@FEW
@given(st.binary(max_size=400))
def test_any_bytes_are_read_or_refused(data: bytes):
    targets.sources(data)
    targets.references(data)


@FEW
@given(BIB)
@example("@misc{a, title = {B}, author = {C and others}, note = {$x$ \\& {\\'e}}}")
def test_any_bibliography_is_read_back_as_it_was_written(data: str):
    targets.references(data.encode())


@pytest.mark.parametrize(
    "seed", sorted(SEEDS.glob("*/*")), ids=lambda seed: f"{seed.parent.name}/{seed.name}"
)
def test_a_seed_of_the_fuzzer_breaks_nothing(seed: Path):
    targets.TARGETS[seed.parent.name](seed.read_bytes())


def test_the_targets_find_what_they_look_for():
    for unsound in (
        "<b>",
        "<p>",
        "</p>",
        '<a href="javascript:x">a</a>',
        '<p onclick="x">a</p>',
        "a < b",
        "<p a=b></p>",
    ):
        with pytest.raises((AssertionError, IndexError)):
            targets.tags(unsound)
    targets.tags('<p class="a">a &lt; b<br><a href="https://e.org">c</a></p>')
    assert read_contribution((HEAD + "a").encode(), "abstracts/a-b.md", "a-b")[0] is not None
