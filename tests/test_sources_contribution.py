from __future__ import annotations

import time
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from sphinx_proceedings.gate.text import deceptions
from sphinx_proceedings.model import FrontMatter, Name
from sphinx_proceedings.sources import dump, read_contribution
from sphinx_proceedings.sources.contribution import split
from tests.golden.making import MARKDOWN, PNG, contribution, text

PATH = "abstracts/a-text.md"


def codes(data: bytes | str, pictures: tuple[Path, ...] = ()) -> list[tuple[int, str]]:
    raw = data.encode() if isinstance(data, str) else data
    made, _, problems = read_contribution(raw, PATH, "a-text", pictures)
    assert made is None or all(p.code in {"CITATION", "MATH"} for p in problems)
    return [(problem.line, problem.code) for problem in problems]


def test_a_file_becomes_a_contribution():
    made = contribution("a-text", "On $x$.", title="A *title*", topics=["tensors"], keywords=["k"])
    assert (made.id, made.path) == ("a-text", PATH)
    assert made.meta.title == "A *title*"
    assert [node.kind for node in made.title.walk()] == ["document", "text", "emphasis", "text"]
    assert [node.text for node in made.body.of_kind("math")] == ["x"]
    assert (made.is_sample, made.is_withdrawn) == (False, False)


def test_a_file_with_line_ends_of_windows_is_read_the_same():
    plain, windows = (read_contribution(data, PATH, "a-text")[0] for data in (
        text("a\nb $x$").encode(), text("a\nb $x$").replace("\n", "\r\n").encode()
    ))  # fmt: skip
    assert plain is not None
    assert windows is not None
    assert (plain.meta, plain.title, plain.body, plain.source) == (
        windows.meta,
        windows.title,
        windows.body,
        windows.source,
    )


def test_the_digest_is_of_the_bytes_and_of_the_pictures(tmp_path: Path):
    picture = tmp_path / "p.png"
    picture.write_bytes(PNG)
    one = contribution(body="![a](p.png)", pictures=(picture,))
    again = contribution(body="![a](p.png)", pictures=(picture,))
    picture.write_bytes(PNG + b"1")
    other = contribution(body="![a](p.png)", pictures=(picture,))
    assert one.digest == again.digest
    assert len({one.digest, other.digest, contribution(body="a").digest}) == 3


@pytest.mark.parametrize(
    ("data", "line"),
    [
        ("", 1),
        ("text", 1),
        (" ---\ntitle: a\n---\n", 1),
        ("\n---\ntitle: a\n---\n", 1),
        ("---\ntitle: a\n", 1),
    ],
)
def test_a_file_without_front_matter_is_refused(data: str, line: int):
    assert codes(data) == [(line, "FRONT-MATTER")]


def test_front_matter_ends_at_the_first_line_of_three_hyphens():
    head, body, line, problems = split("---\na: b\n---  \nc\n---\nd", PATH)
    assert (head, body, line, problems) == ("a: b", "c\n---\nd", 4, [])


@pytest.mark.parametrize("body", ["", "   ", "\n\n\n", "\t\n"])
def test_an_abstract_needs_a_text(body: str):
    assert [code for _, code in codes(text(body))] == ["EMPTY"]


@pytest.mark.parametrize(
    "body",
    [
        "[a]: https://example.org",
        "$$\n\n$$",
        "[^1]: a note that nothing marks",
    ],
)
def test_an_abstract_that_shows_nothing_has_no_text(body: str):
    assert "EMPTY" in [code for _, code in codes(text(body))]


def test_the_place_of_every_problem_is_in_the_file():
    for data in ("---", "---\n---", "---\ntitle: a\n---", text("").rstrip("\n"), "---\n\n\n---"):
        for _, problem in enumerate(read_contribution(data.encode(), PATH, "a-text")[2]):
            assert problem.line <= len(data.split("\n")), (data, str(problem))


def test_everything_that_is_wrong_with_the_front_matter_is_said_at_once():
    data = "---\ntitl: a\nauthors:\n  - nme: b\n    orcid: 1\ntopics: [A]\nlicense: a b\n---\ntext"
    assert codes(data) == [
        (1, "FM-REQUIRED"), (2, "FM-KEY"), (4, "FM-KEY"), (4, "FM-REQUIRED"), (5, "ORCID"), (7, "FM-VALUE"),
    ]  # fmt: skip


def test_front_matter_and_body_are_judged_in_one_run():
    assert [code for _, code in codes("---\ntitl: a\nauthors: []\n---\n# b\n\n{sub}`c`")] == [
        "FM-REQUIRED", "FM-KEY", "FM-VALUE", "TOKEN", "ROLE",
    ]  # fmt: skip


def test_a_broken_front_matter_does_not_hide_a_broken_body():
    assert [code for _, code in codes("---\ntitle: a: b\n---\n# b")] == ["YAML", "TOKEN"]


def test_title_and_body_are_judged_in_one_run():
    assert [code for _, code in codes(text("# b", title="[a](https://example.org)"))] == ["TOKEN", "TOKEN"]


def test_a_missing_picture_and_a_broken_title_are_said_at_once():
    found = codes(text("![a](b.png)", title="[a](https://example.org)"))
    assert [code for _, code in found] == ["TOKEN", "FIGURE"]


@pytest.mark.parametrize(
    "title",
    ["Plain", "On $\\mathbb{R}^n$", "*Emphasis* and **strong**", "`code`", "a & b < c", "Two $x$ and $y$",
     "A, B: C",
     "{braces}", "$5 and more", "50 % of it", "What is it?", "É 漢字", "&eacute;"],
)  # fmt: skip
def test_a_title_may_hold_inline_math_and_emphasis(title: str):
    assert codes(text(title=title)) == []


@pytest.mark.parametrize(
    "title",
    ["[a](https://example.org)", "![a](b.png)", "# A", "- a", "> a", "$$x$$", "{cite:p}`a`",
     "***",
     "<https://example.org>", "{eq}`a`", "<div>", "a <b>c</b>", "<!-- a -->",
     "(a)=",
     "{{ a }}", "a &#x202e; b"],
)  # fmt: skip
def test_a_title_holds_nothing_else_and_says_so_in_its_line(title: str):
    found = codes(text(title=title))
    assert found
    assert {line for line, _ in found} == {2}


@pytest.mark.parametrize(
    "head",
    [
        'title: "a \\u202e b"',
        'title: a\nkeywords: ["b \\u200b c"]',
        'title: a\naffiliations: [{id: b, name: "\\x1b[31m"}]',
    ],
)
def test_escapes_hide_nothing_in_front_matter(head: str):
    assert "UNICODE" in [code for _, code in codes(f"---\n{head}\nauthors: [{{name: A B}}]\n---\ntext")]


@pytest.mark.parametrize(
    "formula",
    [
        r"\begin{equation}\label{a}x\end{equation}",
        r"\eqref{a}",
        r"x \tag{1}",
        r"\begin {align*}x\end{align*}",
    ],
)
def test_a_title_makes_no_anchor_and_leads_to_none(formula: str):
    made, _, problems = read_contribution(text(title=f"On ${formula}$").encode(), PATH, "a")
    assert made is None
    assert [(p.line, p.code) for p in problems] == [(2, "TOKEN")]
    assert "has no number" in problems[0].message


@pytest.mark.parametrize("field", ["title", "keywords", "name"])
def test_a_value_is_one_line_of_text(field: str):
    """A line end inside a name or a title breaks every export that has one line for it."""
    values = {"title": "a", "keywords": ["k"], "authors": [{"name": {"literal": "A"}}]}
    bad = "one\ntwo"
    values.update({"title": bad} if field == "title" else {"keywords": [bad]} if field == "keywords" else {
        "authors": [{"name": {"literal": bad}}]
    })  # fmt: skip
    made, _, _ = read_contribution(text(**values).encode(), PATH, "a-text")
    if made is not None:
        shown = (made.meta.title, *made.meta.keywords, made.meta.authors[0].name.display)
        assert not any("\n" in value for value in shown)


def test_a_blank_item_of_a_list_does_not_move_the_places_of_the_others():
    data = "---\ntitle: a\nauthors:\n  -\n  - name: b\n    orcid: bad\n---\ntext"
    assert (6, "ORCID") in codes(data)


def test_a_key_without_a_value_is_as_good_as_none():
    made, _, problems = read_contribution(
        b"---\ntitle: a\nauthors:\n  - name: A B\n    orcid:\nkeywords:\nlicense:\nlinks:\n---\ntext",
        PATH,
        "a-text",
    )
    assert problems == []
    assert made is not None
    assert (made.meta.keywords, made.meta.license, made.meta.authors[0].orcid) == ((), None, None)


def test_a_picture_must_be_there(tmp_path: Path):
    picture = tmp_path / "cells.png"
    picture.write_bytes(PNG)
    assert codes(text("![a](cells.png)"), (picture,)) == []
    assert [code for _, code in codes(text("![a](other.png)"), (picture,))] == ["FIGURE"]


# ── round trips ──────────────────────────────────────────────────────────────────────────────────

# Hangul fillers are letters by category; the gate refuses them.
LETTERS = st.characters(
    whitelist_categories=("Lu", "Ll", "Lo", "Lt"), max_codepoint=0x2FFF, blacklist_characters="\u115f\u1160"
)
WORD = st.text(LETTERS, min_size=1, max_size=8).filter(lambda word: not list(deceptions(word)))
LINE = st.text(
    st.characters(blacklist_categories=("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp", "Mn", "Me")), min_size=1,
    max_size=60
).map(str.strip).filter(bool)  # fmt: skip
# Blanks by their looks, and words of two alphabets, are refused by the gate.
LINE = LINE.filter(lambda line: not list(deceptions(line)))
NAMES = st.one_of(
    st.builds(Name, literal=LINE),
    st.builds(
        Name,
        given=st.one_of(
            st.just(""), WORD, st.lists(WORD, min_size=1, max_size=3).map(" ".join), st.just("J.-P.")
        ),
        particle=st.sampled_from(["", "van", "de la", "von der", "Van"]),
        family=st.one_of(
            WORD,
            st.lists(WORD, min_size=2, max_size=2).map("-".join),
            # A comma has a test of its own below.
            LINE.filter(lambda line: "," not in line),
        ),
        suffix=st.sampled_from(["", "Jr.", "III"]),
    ),
)
IDS = st.from_regex(r"[a-z0-9][a-z0-9-]{0,12}", fullmatch=True)
TITLES = st.one_of(
    st.lists(WORD, min_size=1, max_size=6).map(" ".join),
    WORD.map(lambda w: f"{w}: over $\\mathbb{{R}}^n$ and $x_1 < \\alpha$"),
    WORD.map(lambda w: f"*{w}* & “{w}”, 50% # {w} 'a' \"b\""),
)
FRONT_MATTER = st.builds(
    lambda **keys: FrontMatter.model_validate(keys),
    title=TITLES,
    authors=st.lists(
        st.fixed_dictionaries(
            {"name": NAMES.map(lambda name: name.model_dump())},
            optional={
                "orcid": st.sampled_from(["0000-0002-1825-0097", "0000-0002-1694-233X"]),
                "affiliations": st.lists(IDS, max_size=2),
                "corresponding": st.booleans(),
            },
        ),
        min_size=1,
        max_size=3,
    ),
    affiliations=st.lists(
        st.fixed_dictionaries({"id": IDS, "name": LINE}, optional={"ror": st.just("046rm7j60")}), max_size=2
    ),
    topics=st.lists(IDS, max_size=3),
    keywords=st.lists(LINE, max_size=3),
    license=st.sampled_from([None, "CC-BY-4.0", "CC0-1.0"]),
    links=st.sampled_from(
        [{}, {"arxiv": "2501.01234"}, {"code": "https://example.org/a?b=c&d#e", "doi": "10.1000/182"}]
    ),
    doi=st.sampled_from([None, "10.1000/a(b)"]),
    date=st.sampled_from([None, "2027-02-01"]),
    status=st.sampled_from(["accepted", "sample", "withdrawn"]),
)
BODIES = st.sampled_from(["Text.", "On $x$,\n\n$$\ny\n$$ (eq)\n\n{eq}`eq`.", "- a\n- b\n\n> c", "É 漢 `d`"])


@given(FRONT_MATTER, BODIES)
@settings(suppress_health_check=[HealthCheck.too_slow])
def test_what_is_written_is_read_back(meta: FrontMatter, body: str):
    made, _, problems = read_contribution(dump(meta, body).encode(), PATH, "a-text")
    assert problems == []
    assert made is not None
    assert made.meta == meta
    assert made.source.split("---\n", 2)[2].strip() == body


@given(FRONT_MATTER, BODIES)
@settings(max_examples=40, suppress_health_check=[HealthCheck.too_slow])
def test_what_is_read_back_is_written_the_same(meta: FrontMatter, body: str):
    written = dump(meta, body)
    made, _, _ = read_contribution(written.encode(), PATH, "a-text")
    assert made is not None
    assert dump(made.meta, body) == written


def test_a_name_that_splits_the_same_is_written_in_one_line():
    meta = FrontMatter.model_validate(
        {"title": "a", "authors": [{"name": "Given van Family"}, {"name": {"given": "A", "family": "B C"}}]}
    )
    written = dump(meta, "text")
    assert "name: Given van Family\n" in written
    assert "family: B C\n" in written


@pytest.mark.parametrize("family", [",", ", a", "a, b", "Jr."])
def test_a_family_name_with_a_comma_can_be_written(family: str):
    meta = FrontMatter.model_validate({"title": "a", "authors": [{"name": {"family": family}}]})
    made, _, _ = read_contribution(dump(meta, "text").encode(), PATH, "a-text")
    assert made is not None
    assert made.meta == meta


def test_a_body_that_begins_with_indented_code_keeps_its_indentation():
    meta = FrontMatter.model_validate({"title": "a", "authors": [{"name": "A B"}]})
    made, _, _ = read_contribution(dump(meta, "    code\n    more").encode(), PATH, "a-text")
    assert made is not None
    assert [node.text for node in made.body.of_kind("codeblock")] == ["code\nmore\n"]


# ── no bytes stop the reader ─────────────────────────────────────────────────────────────────────

YAMLISH = st.lists(
    st.sampled_from(
        ["title: ", "authors:", "\n", "  - ", "name: ", "A B", "orcid: ", "{", "}", "[", "]", ", ", ": ",
         "'", '"', "*a",
         "&a ", "!", "|", ">", "#", "\t", "literal: x", "keywords: ", "links: ", "topics: [", "status: ",
         "$x$", "date: ",
         "1", "~", "é", "myst:", "affiliations: ", "id: "]
    ),
    max_size=40,
).map("".join)  # fmt: skip
FILES = st.one_of(
    st.binary(max_size=300),
    st.text(max_size=300).map(str.encode),
    MARKDOWN.map(lambda body: text(body).encode()),
    st.tuples(YAMLISH, MARKDOWN).map(lambda parts: f"---\n{parts[0]}\n---\n{parts[1]}".encode()),
    YAMLISH.map(lambda head: f"---\ntitle: a\nauthors:\n  - name: A B\n{head}\n---\ntext".encode()),
)


@given(FILES)
@settings(suppress_health_check=[HealthCheck.too_slow])
def test_no_bytes_stop_the_reader_and_each_problem_stands_in_its_file(data: bytes):
    made, _, problems = read_contribution(data, PATH, "a-text")
    assert made is not None or problems
    lines = data.decode("utf-8-sig", "replace").replace("\r\n", "\n").split("\n")
    for problem in problems:
        assert problem.path == PATH
        assert problem.line <= len(lines) + 1
        assert "\n" not in str(problem)


@given(MARKDOWN)
@example("a <b>c</b>")
@example("a <!-- b")
@example("<div>")
@example("{x}`y`")
def test_no_title_stops_the_reader(title: str):
    made, _, problems = read_contribution(text(title=title).encode(), PATH, "a-text")
    assert made is not None or problems


@pytest.mark.parametrize(
    "body",
    ["[" * 11_000, ("[" * 60 + "\n") * 300, "![" * 5500, "`" * 11_000, "*a " * 3900, "**a " * 2900,
     "_" * 11_000,
     " ".join("`" * i for i in range(1, 150)), "> " * 5500, "- " * 5500,
     "\n".join("> " * i + "a" for i in range(150)),
     "|a" * 5500 + "\n" + "|-" * 5500, "|a|b|\n|-|-|\n" + "|c|d|\n" * 1400, "[^a]" * 2900 + "\n\n[^a]: b",
     "".join(f"[a{i}]: https://a.b\n" for i in range(1400)), "&#x41;" * 1900, "<" * 11_000, "<a " * 3900,
     "<!--" * 2900,
     "$$\n" * 1400, "\\begin{align}\n" * 1400, "(a)=\n" * 1400, "{x}`" * 2900, "a\\\n" * 1400,
     ("$x$ " * 2000 + "\n") * 3,
     "\n\n".join(f"$$x$$ (a{i})" for i in range(700)), "[a](" * 2900, "[a](<" * 2300, "a@" * 5500,
     "\\" * 11_000,
     "```{math}\n" * 1400, "%" * 11_000, "[a][a]" * 1900, "{" * 11_000, "$" * 11_000],
    ids=lambda body: f"{body[:8]!r}x{len(body)}",
)  # fmt: skip
def test_the_worst_text_is_read_in_a_second(body: str):
    start = time.process_time()
    read_contribution(text(body).encode(), PATH, "a-text")
    assert time.process_time() - start < 1
