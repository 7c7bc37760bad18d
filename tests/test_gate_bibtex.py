from __future__ import annotations

import time
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from sphinx_proceedings.gate import bibtex
from sphinx_proceedings.gate.entry import TYPES, split_names

ROOT = Path(__file__).resolve().parents[1]
PATH = "bib/a.bib"

GOOD = """@article{noether1921ideals,
  author = {Noether, Emmy},
  title = {Idealtheorie in {Ringbereichen}},
  journal = {Mathematische Annalen},
  year = 1921,
}
"""


def read(text: str) -> tuple[list[bibtex.Entry], list[tuple[int, int, str]]]:
    entries, problems = bibtex.read(text.encode(), PATH)
    assert all(problem.path == PATH for problem in problems)
    return entries, [(p.line, p.column, p.code) for p in problems]


def said(text: str) -> list[str]:
    return [f"{p.message} {p.fix}" for p in bibtex.read(text.encode(), PATH)[1]]


def keys(text: str) -> list[str]:
    return [entry.key for entry in read(text)[0]]


def misc(**fields: str) -> str:
    """An entry with these fields, and an author and a title unless they are among them."""
    fields = {"author": "Noether, Emmy", "title": "A title", **fields}
    return "@misc{e,\n" + "".join(f"{name} = {{{value}}},\n" for name, value in fields.items()) + "}\n"


# ── what passes ──────────────────────────────────────────────────────────────────────────────────


def test_an_entry_keeps_its_key_type_line_and_fields_in_their_order():
    [entry], problems = read(f"% A comment.\n\n{GOOD}")
    assert problems == []
    assert (entry.key, entry.type, entry.line) == ("noether1921ideals", "article", 3)
    assert list(entry.fields.items()) == [
        ("author", "Noether, Emmy"),
        ("title", "Idealtheorie in {Ringbereichen}"),
        ("journal", "Mathematische Annalen"),
        ("year", "1921"),
    ]


def test_names_of_types_and_fields_may_have_capitals_and_values_may_stand_in_quotation_marks():
    [entry], problems = read('@MISC{e, Author = "Noether, Emmy", TITLE = "A {"}quoted{"}\n  title"}')
    assert problems == []
    assert (entry.type, dict(entry.fields)) == (
        "misc",
        {"author": "Noether, Emmy", "title": 'A {"}quoted{"} title'},
    )


def test_a_month_by_its_short_name_is_written_out():
    assert read(GOOD.replace("year = 1921", "year = 1921, month = mar"))[0][0].fields["month"] == "March"


def test_fields_for_reference_managers_and_empty_fields_go_no_further():
    [entry], problems = read(misc(abstract=r"\input{x}", file="C:\\x", note="", timestamp="now"))
    assert (list(entry.fields), problems) == (["author", "title"], [])


def test_addresses_lose_the_backslashes_that_latex_wants():
    url, doi = r"https://example.org/a\_b?c=1\%20\&d=\#x", r"10.1000/978-3-319-96418-8\_54"
    [entry], problems = read(misc(url=url, doi=doi))
    assert problems == []
    assert entry.fields["url"] == "https://example.org/a_b?c=1%20&d=#x"
    assert entry.fields["doi"] == "10.1000/978-3-319-96418-8_54"


def test_entries_may_share_a_line_and_text_between_them_is_nobodys_concern():
    one, two = misc().replace("\n", ""), misc().replace("@misc{e", "@misc{f").replace("\n", "")
    assert keys(f"Write to a@example.org. {one} {two} and so on @ home") == ["e", "f"]


def test_an_entry_in_lines_of_comments_is_not_read():
    assert read("%@misc{e,\n%  title = {x},\n%}\n" + GOOD)[0][0].key == "noether1921ideals"
    assert read("%@misc{e,\n%  title = {x},\n%}\n")[1] == []


def test_a_comment_of_a_reference_manager_is_skipped_with_all_that_is_in_it():
    assert read("@Comment{jabref-meta: grouping {a {b}} @misc{x,}}\n" + GOOD) == read("\n" + GOOD)


def test_the_curated_bibliography_of_this_volume_passes_as_a_whole():
    data = (ROOT / "bib" / "references.bib").read_bytes()
    entries, problems = bibtex.read(data, "bib/references.bib", max_bytes=bibtex.CURATED_BYTES)
    assert problems == []
    assert len(entries) == data.count(b"\n@") + data.startswith(b"@") > 200


# ── what is refused, and where ───────────────────────────────────────────────────────────────────


def test_strings_and_preambles_are_refused_each_in_its_line():
    text = '% bomb\n@string{a="lol"}\n@String{b="x"}\n@preamble{"\\def\\x{}"}\n'
    assert read(text + GOOD) == ([read("\n\n\n\n" + GOOD)[0][0]], [(i, 1, "BIB") for i in (2, 3, 4)])


def test_the_name_of_a_string_is_no_value():
    assert read("@article{e, title=i, author={A B}, year=2020}")[1] == [(1, 19, "BIB")]
    assert said("@article{e, title=i}") == ["The value of “title” is not in braces. Write title = {…}."]


@pytest.mark.parametrize("value", ['"a" # "b"', "{a} # {b}", "{a} # jan", "2020 # 1"])
def test_values_are_not_joined(value: str):
    [message] = said(f"@misc{{e,\ntitle = {value}}}\n")
    assert message.startswith("Values joined by # are not allowed.")


def test_a_brace_that_is_missing_costs_its_own_entry_only():
    text = "% first line\n@misc{e,title={T,author={A B}}\n" + GOOD
    entries, problems = read(text)
    assert ([e.key for e in entries], problems) == (["noether1921ideals"], [(2, 1, "BIB")])
    assert "“e”" in said(text)[0]


def test_a_brace_that_is_missing_in_a_value_is_told_at_the_value():
    text = "@misc{e,\n  title = {T {U},\n  author = {A B}\n}\n" + GOOD
    entries, problems = read(text)
    assert ([e.key for e in entries], problems) == (["noether1921ideals"], [(2, 11, "BIB")])


def test_a_brace_too_many_ends_the_entry_and_what_follows_is_not_read_as_another():
    assert keys(misc(note="a}b}, note2 = {c") + GOOD) == ["noether1921ideals"]


def test_braces_nest_six_levels_deep_and_not_seven():
    assert read(misc(note="{{{{{x}}}}}"))[1] == []
    assert read(misc(note="{{{{{{x}}}}}}"))[1] == [(4, 14, "BIB")]
    assert "6 levels deep in “note”" in said(misc(note="{{{{{{x}}}}}}"))[0]
    assert read('@misc{e, note = "{{{{{x}}}}}", title = {T}, author = {A}}')[1] == []


def test_a_value_has_at_most_four_thousand_characters():
    assert read(misc(note="x" * 4000))[1] == []
    assert read(misc(note="x" * 4001))[1] == [(4, 8, "BIB")]


def test_an_entry_has_at_most_sixty_fields():
    def fields(count: int) -> dict[str, str]:
        return {f"user{i}": "x" for i in range(count)}

    assert read(misc(**fields(58)))[1] == []
    assert read(misc(**fields(59)))[1] == [(62, 1, "BIB")]


def test_a_file_has_its_budget_in_bytes():
    [problem] = bibtex.read(b" " * (bibtex.OWN_BYTES + 1), PATH)[1]
    assert (problem.code, problem.line) == ("BUDGET", 0)
    assert (
        bibtex.read(b" \n" * bibtex.OWN_BYTES, PATH, max_bytes=bibtex.CURATED_BYTES)[1][0].code == "BUDGET"
    )
    assert bibtex.read(b"\n" * 4000, PATH) == ([], [])


def test_a_file_has_at_most_five_thousand_entries():
    entries, problems = bibtex.read(
        "\n".join(f"@misc{{k{i},title={{t}},author={{A}}}}" for i in range(5002)).encode(),
        PATH,
        max_bytes=bibtex.CURATED_BYTES,
    )
    assert len(entries) == 5000
    assert [(p.line, p.code) for p in problems] == [(5001, "BUDGET")]


def test_problems_are_told_up_to_five_hundred_and_no_faulty_entry_passes_after_them():
    faulty = "".join(f"@misc{{k{i}}}\n" for i in range(400))
    entries, problems = bibtex.read((faulty + misc(url="x") + GOOD).encode(), PATH)
    assert [entry.key for entry in entries] == ["noether1921ideals"]
    assert len(problems) == 501
    assert "more than 500" in problems[-1].message


@pytest.mark.parametrize("data", [b"\xff\xfe", "@misc{é".encode("latin-1"), "a\u202eb".encode(), b"\0"])
def test_bytes_that_are_no_plain_text_are_refused_before_all(data: bytes):
    [problem] = bibtex.read(b"\n" + data, PATH)[1]
    assert (problem.line, problem.code in {"UTF8", "UNICODE"}) == (2, True)


@pytest.mark.parametrize(
    ("kind", "near"),
    [
        ("artcle", "article"),
        ("inproceeding", "inproceedings"),
        ("phdthese", "phdthesis"),
        ("frobnicate", "misc"),
    ],
)
def test_a_type_that_does_not_exist_is_told_with_the_nearest_one(kind: str, near: str):
    text = f"\n@{kind}{{e,title={{T}},author={{A B}},year=2020}}"
    assert read(text) == ([], [(2, 1, "BIB")])
    assert near in said(text)[0]


@pytest.mark.parametrize("kind", sorted(TYPES))
def test_each_type_passes_with_what_it_needs(kind: str):
    fields = "title={T}, author={A B}, year={2020}, journal={J}, booktitle={B}"
    assert read(f"@{kind}{{e, {fields}}}")[1] == []


@pytest.mark.parametrize("key", ["", "é", "-a", "a b", "a(b", "a" * 82, "a'b", 'a"b', "a\\b", "a#b"])
def test_a_key_is_plain(key: str):
    text = misc().replace("@misc{e,", f"@misc{{{key},")
    assert read(text)[0] == []
    assert read(text)[1]


def test_a_key_stands_once_in_a_file_whatever_its_capitals():
    text = misc() + misc().replace("@misc{e,", "@misc{E,") + GOOD
    entries, problems = read(text)
    assert ([e.key for e in entries], problems) == (["e", "noether1921ideals"], [(5, 7, "BIB")])
    assert "in line 1" in said(text)[0]


def test_a_field_stands_once_in_an_entry():
    assert read("@misc{e,\ntitle={T},\nauthor={A},\n Title={U}}")[1] == [(4, 2, "BIB")]


def test_all_that_an_entry_lacks_is_told_in_one_run():
    found = said("@article{e}")
    assert [message.partition(".")[0] for message in found] == [
        "The entry has no author and no editor",
        "The entry has no journal",
        "The entry has no title",
        "The entry has no year",
    ]


def test_an_editor_is_enough_and_a_date_is_a_year():
    text = "@book{e, title={T}, editor={Doe, J.}, date={2020-05-01}}"
    assert read(text)[1] == []
    assert read("@misc{e, title={T}, author={Doe, J.}}")[1] == []


def test_a_conference_paper_says_in_which_book_it_is():
    assert said("@inproceedings{e, title={T}, author={A}, year={2020}}") == [
        "The entry has no booktitle. Add booktitle = {…}."
    ]


# ── fields ───────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    "url",
    [
        "javascript:alert(1)",
        "data:text/html,x",
        "http://example.org/",
        "//example.org",
        "https://localhost/",
        "https://user@example.org/",
        'https://example.org/"onclick="x',
        "https://example.org/<b>",
        "https://example.org/a b",
        r"\url{https://example.org/}",
        "https://exämple.org/",
        "https://example.org/\u00e9",
        "see https://example.org/",
    ],
)
def test_an_address_is_https_and_nothing_but_an_address(url: str):
    assert read(misc(url=url)) == ([], [(4, 8, "BIB")])
    assert url in said(misc(url=url))[0]


def test_an_address_without_encryption_is_offered_with_it():
    [message] = said(misc(url="http://example.org/a?b=c"))
    assert "https://example.org/a?b=c" in message


@pytest.mark.parametrize(
    ("doi", "offered"),
    [
        ("https://doi.org/10.1000/182", "Write 10.1000/182 alone."),
        ("doi:10.1000/182", "Write 10.1000/182 alone."),
        ("11.1000/182", "bare DOI"),
        ("10.1000", "bare DOI"),
        ("10.1000/a b", "bare DOI"),
        ('10.1000/"', "bare DOI"),
    ],
)
def test_a_doi_is_bare(doi: str, offered: str):
    [message] = said(misc(doi=doi))
    assert offered in message


@pytest.mark.parametrize(
    "eprint", ["arXiv:2501.06074", "https://arxiv.org/abs/2501.06074", "2501", "2501.06074 "]
)
def test_an_arxiv_number_stands_alone(eprint: str):
    expected = [] if eprint.strip() == "2501.06074" else [(4, 11, "BIB")]
    assert read(misc(eprint=eprint))[1] == expected
    assert read(misc(eprint="math/0405137v2", archiveprefix="arXiv"))[1] == []
    assert read(misc(eprint="hal-01234567", eprinttype="hal"))[1] == []


@pytest.mark.parametrize(("name", "value"), [("year", "in press"), ("year", "20"), ("date", "May 2020")])
def test_a_year_has_four_digits(name: str, value: str):
    assert read(misc(**{name: value}))[1] == [(4, len(name) + 5, "BIB")]


@pytest.mark.parametrize(
    ("names", "reason"),
    [
        ("Smith, John, Doe, Jane", "more than two commas"),
        ("A, B, C, D and Noether, Emmy", "more than two commas"),
        ("Noether, Emmy and", "A name is empty"),
        ("and Noether, Emmy", "A name is empty"),
        ("A and and B", "A name is empty"),
        ("{}", "A name is empty"),
        ("Noether,", "nothing beside it"),
        (", Emmy", "nothing beside it"),
        ("Noether, Emmy and others and Hilbert, David", "does not stand after all names"),
        ("others", "does not stand after all names"),
        ("Noether, Emmy et al.", "and others"),
        ("Noether, Emmy; Hilbert, David", "semicolon"),
        ("Noether, $x$", "A formula stands in a name"),
    ],
)
def test_names_are_such_as_bibtex_can_part(names: str, reason: str):
    assert reason in said(misc(author=names))[0]
    assert reason in said(misc(editor=names))[0]


def test_names_are_parted_outside_of_braces():
    value = "{Tools and Theory Group} and Noether, Emmy AND de la Cruz, Jr, Juan and others"
    assert split_names(value) == [
        "{Tools and Theory Group}",
        "Noether, Emmy",
        "de la Cruz, Jr, Juan",
        "others",
    ]
    assert read(misc(author=value))[1] == []
    assert read(misc(author="{A, B, C and D; E}"))[1] == []


# ── LaTeX ────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    "value",
    [
        r"Poincar\'e, Poincar{\'e}, Poincar\'{e}, {\'E}cole, Mart{\'\i}nez, \'{\i}",
        r"Ho\c{s}ten, {\v{S}}koda, \H{o}, \r{A}, \k{a}, \~n, \=a, \.z, \u{g}, \'{\^e}, \c c",
        r"\ss{} {\o} \AE{}sop \L{}ukasz \aa \TeX{} \& \% \$5 \# a\_b \{x\} a\-b A.\,B. \ldots",
        r"\emph{a} \textit{b} \textbf{c} \texttt{d} \textsc {e} \textsuperscript{f}",
        r"the $\beta$-model over $\mathbb{R}^n$ with $\|x\|_2 \leq \frac{1}{2}$",
        "plain -- and --- “quoted” ``quoted'' 100~km; A & B; a_b",
    ],
)
def test_accents_letters_signs_styles_and_formulas_pass(value: str):
    assert read(misc(title=value))[1] == []


@pytest.mark.parametrize(
    "command",
    ["input{x}", "include{x}", "write18{ls}", "immediate", "def\\x{y}", "let\\x\\y", "href{https://x.org}{y}",
     "url{https://x.org}", "catcode`@", "csname x\\endcsname", "openin", "includegraphics{x}", "em", "bf",
     "newcommand{\\x}{y}", "cite{x}", "noopsort{a}", "(x\\)", "\\", "@"],
)  # fmt: skip
def test_other_commands_are_refused_at_their_place_in_words_and_formulas(command: str):
    assert (3, 14, "BIB") in read(misc(title=f"abc \\{command}"))[1]
    assert (3, 14, "BIB") in read(misc(title=f"ab $\\{command}$"))[1]


@pytest.mark.parametrize(
    ("value", "reason"),
    [
        (r"x \emph y", "nothing in braces"),
        (r"x \'", "no letter"),
        (r"x \c{}", "no letter"),
        (r"x \~{}y", "no letter"),
        ("x^2", "outside a formula"),
        ("a $x", "does not end"),
        ("a $$x$$ b", "does not end"),
        ("a $x{ b$}", "do not balance"),
        ("A &amp; B", r"Write \&."),
        ("A &#228; B", "HTML"),
    ],
)
def test_latex_that_would_not_compile_is_told(value: str, reason: str):
    assert reason in said(misc(title=value))[0]


def test_a_command_is_told_once_in_a_value():
    assert len(said(misc(title=r"\foo \bar \foo \foo"))) == 2


def test_no_message_repeats_more_than_a_little_of_what_it_refuses():
    long = "x" * 3900
    for fields in ({"url": long}, {"doi": long}, {"eprint": long}, {"year": long}, {"title": f"\\{long}"}):
        assert all(len(message) < 400 for message in said(misc(**fields)))
    assert all(len(message) < 400 for message in said(f"@{long}{{{long}, {long} = {{}}"))


# ── whatever comes ───────────────────────────────────────────────────────────────────────────────

PIECES = st.sampled_from(
    ["@", "@misc{", "@article{e,", "@string{", "@comment{", "{", "}", '"', "=", ",", "#", "%", "\\", "$",
     "\n", " ", "title = {", "author = {", "and ", "a", "é", "2020", "\\'", "\\emph{", ";", "^",
     "url={https://a.org}"]
)  # fmt: skip


@given(st.binary(max_size=300) | st.lists(PIECES, max_size=60).map(lambda parts: "".join(parts).encode()))
@example(b"@")
@example(b"@misc{")
@example(b"@misc{e,")
@example(b"@misc{e,title")
@example(b"@misc{e,title=")
@example(b'@misc{e,title="')
@example(b"@misc{e,title={\\")
@example(b"@comment{")
def test_any_bytes_give_entries_and_problems_with_places(data: bytes):
    entries, problems = bibtex.read(data, PATH)
    lines = data.decode(errors="replace").replace("\r\n", "\n").split("\n")
    for problem in problems:
        assert problem.message
        assert problem.fix
        assert 0 <= problem.line <= len(lines)
        if problem.line and problem.code == "BIB":
            assert 1 <= problem.column <= len(lines[problem.line - 1]) + 1
    for entry in entries:
        assert entry.type in TYPES
        assert bibtex.KEY.fullmatch(entry.key)
        assert all(value.count("{") == value.count("}") for value in entry.fields.values())


@given(st.lists(PIECES, min_size=1, max_size=6).map("".join), st.sampled_from([10, 1000, 11_000]))
@settings(max_examples=25)
@example("@misc{e,title={", 1000)
@example("{}", 11_000)
@example("@a{", 11_000)
@example("@", 10)
def test_a_mebibyte_of_anything_takes_less_than_a_second(piece: str, width: int):
    line = (piece * (width // len(piece) + 1))[:width]
    text = (line + "\n") * (bibtex.CURATED_BYTES // (len(line.encode()) + 1))
    started = time.process_time()
    bibtex.read(text.encode(), PATH, max_bytes=bibtex.CURATED_BYTES)
    assert time.process_time() - started < 1
