from __future__ import annotations

import importlib.metadata
import time
from html.parser import HTMLParser
from pathlib import Path

import pybtex.plugin
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pybtex.database import Person, parse_string
from pybtex.database.input.bibtex import Parser

from sphinx_proceedings import references
from sphinx_proceedings.gate import bibtex
from sphinx_proceedings.problems import Problem
from sphinx_proceedings.references import Library, Reference, style
from sphinx_proceedings.references.text import decode, people

ROOT = Path(__file__).resolve().parents[1]
FORMULAS = {r"\beta": "β", "x": "x", "L^2": "L²"}


def typeset(tex: str) -> str:
    return FORMULAS.get(tex, f"«{tex}»")


def shelf(tmp_path: Path, **files: str) -> tuple[Library, list[Problem]]:
    """What a bib folder with these files gives; every file but references.bib has its contribution."""
    folder = tmp_path / "bib"
    folder.mkdir(exist_ok=True)
    for name, text in files.items():
        (folder / f"{name}.bib").write_text(text, encoding="utf-8")
    return references.load(tmp_path, typeset, [name for name in files if name != "references"])


def one(tmp_path: Path, text: str) -> Reference:
    """The one entry of a curated file."""
    library, problems = shelf(tmp_path, references=text)
    assert problems == []
    [reference] = library.entries.values()
    return reference


def entry(key: str, **fields: str) -> str:
    fields = {"author": "Noether, Emmy", "title": f"Title of {key}", "year": "1921", **fields}
    return f"@misc{{{key},\n" + "".join(f"  {n} = {{{v}}},\n" for n, v in fields.items()) + "}\n"


@pytest.fixture(scope="module")
def curated() -> Library:
    return references.load(ROOT, typeset, [path.stem for path in (ROOT / "bib").glob("*.bib")])[0]


class Inline(HTMLParser):
    """HTML in pieces; only text, emphasis and links may be there."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.text = ""
        self.addresses: list[str] = []
        self.open: list[str] = []
        self.feed(html)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert (tag, [name for name, _ in attrs]) in (("em", []), ("a", ["href"]))
        self.open.append(tag)
        self.addresses += [value for _, value in attrs if value]

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text += data


# ── how entries look ─────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        (
            (
                "@article{e, author={Noether, Emmy and Artin, Emil}, title={On {Ideals}}, year=1921,"
                " journal={Mathematische Annalen}, volume=83, number={1--2}, pages={24--66}}"
            ),
            (
                "Noether, E. and Artin, E. (1921). On Ideals. <em>Mathematische Annalen</em> 83(1–2),"
                " pp.\u00a024–66."
            ),
        ),
        (
            "@article{e, author={A, B.}, title={T}, year=2020, journal={J}, volume=172, pages={106132}}",
            "A, B. (2020). T. <em>J</em> 172, 106132.",
        ),
        (
            "@article{e, author={A, B.}, title={T}, year=2020, journal={J}, number=4, pages={1-9}}",
            "A, B. (2020). T. <em>J</em> no.\u00a04, pp.\u00a01–9.",
        ),
        (
            (
                "@inproceedings{e, author={A, B.}, title={Is it so?}, year=2020, booktitle={Proc. of X},"
                " editor={C, D. and E, F.},"
                " series={LNCS}, volume=12, pages={1, 5}, publisher={S}, address={T}}"
            ),
            (
                "A, B. (2020). Is it so? In C, D. and E, F. (eds.), <em>Proc. of X</em>, LNCS 12,"
                " pp.\u00a01, 5. S, T."
            ),
        ),
        (
            "@inproceedings{e, author={A, B.}, title={T.}, year=2020, booktitle={X}, volume=3}",
            "A, B. (2020). T. In <em>X</em>, vol.\u00a03.",
        ),
        (
            "@incollection{e, author={A}, title={T}, year=2020, booktitle={X}, editor={C, D.}, chapter=2}",
            "A (2020). T. In C, D. (ed.), <em>X</em>, chapter\u00a02.",
        ),
        (
            (
                "@book{e, editor={C, D. and E, F.}, title={The Book}, edition={4}, series={GSM},"
                " volume=128, publisher={AMS}, year=2012}"
            ),
            "C, D. and E, F. (eds.) (2012). <em>The Book</em>. 4th edition, GSM 128. AMS.",
        ),
        (
            "@inbook{e, author={A}, title={The Book}, chapter=3, pages={7--9}, publisher={P}, year=2012}",
            "A (2012). <em>The Book</em>. Chapter\u00a03, pp.\u00a07–9. P.",
        ),
        (
            "@phdthesis{e, author={A, B.}, title={T}, school={University of X}, year=2012}",
            "A, B. (2012). <em>T</em>. PhD thesis, University of X.",
        ),
        (
            "@thesis{e, author={A, B.}, title={T}, type={mathesis}, institution={X}, date={2012-05}}",
            "A, B. (2012). <em>T</em>. Master’s thesis, X.",
        ),
        (
            "@techreport{e, author={A, B.}, title={T}, number=7, institution={X}, year=2012}",
            "A, B. (2012). T. Technical report 7, X.",
        ),
        (
            "@software{e, author={{The Group}}, title={T}, version={2.1}, organization={O}}",
            "The Group (n.d.). T. Version 2.1. O.",
        ),
        (
            (
                "@misc{e, author={A, B. and others}, title={T}, howpublished={Lecture notes}, year=2012,"
                " note={To appear}}"
            ),
            "A, B. et al. (2012). T. Lecture notes. To appear.",
        ),
        (
            "@online{e, author={A, B.}, title={“Why?”}, subtitle={{\\'E}tude}, year=2012}",
            "A, B. (2012). “Why?”: Étude.",
        ),
        ("@misc{e, author={A, B.}, title={Is it ``so?''}, year=2012}", "A, B. (2012). Is it “so?”"),
        (
            "@misc{e, author={A, B.}, title={The $\\beta$-model in {$L^2$}}, year=2012}",
            "A, B. (2012). The β-model in L².",
        ),
    ],
)
def test_an_entry_of_each_kind_says_who_when_what_and_where(tmp_path: Path, text: str, shown: str):
    reference = one(tmp_path, text)
    assert reference.html == shown
    assert reference.text == shown.replace("<em>", "").replace("</em>", "")


def test_many_authors_are_cut_but_never_to_leave_out_a_single_one(tmp_path: Path):
    def head(count: int) -> str:
        names = " and ".join(f"N{i}, A." for i in range(count))
        return one(tmp_path, entry("e", author=names)).html.partition(" (1921)")[0]

    assert head(13).endswith("N11, A. and N12, A.")
    assert head(14).endswith("N10, A., N11, A. and 2 others")


@pytest.mark.parametrize(
    ("authors", "families", "label"),
    [
        ("Noether, Emmy", ("Noether",), "Noether"),
        ("Emmy Noether and David Hilbert", ("Noether", "Hilbert"), "Noether and Hilbert"),
        ("A and B and C", ("A", "B", "C"), "A et al."),
        ("A and others", ("A", "others"), "A et al."),
        ("van den Dries, Lou", ("van den Dries",), "van den Dries"),
        ("{Tools and Theory Group}", ("Tools and Theory Group",), "Tools and Theory Group"),
        (r"{\'E}lie Cartan and {\v{S}}koda, A.", ("Cartan", "Škoda"), "Cartan and Škoda"),
    ],
)
def test_authors_and_the_label_are_family_names(
    tmp_path: Path, authors: str, families: tuple[str, ...], label: str
):
    reference = one(tmp_path, entry("e", author=authors))
    assert (reference.authors, reference.label) == (families, label)


def test_an_entry_without_authors_is_known_by_its_editors(tmp_path: Path):
    reference = one(tmp_path, "@book{e, editor={Noether, Emmy}, title={T}, year=1921}")
    assert (reference.authors, reference.label) == (("Noether",), "Noether")


def test_keywords_are_topics(tmp_path: Path):
    reference = one(tmp_path, entry("e", keywords="voronoi, model-invariants,,"))
    assert reference.topics == ("voronoi", "model-invariants")


@pytest.mark.parametrize(
    ("latex", "plain"),
    [
        (
            r"Ho\c{s}ten, Mart{\'\i}nez, \'{\i}, \v{s}, {\L}ukasz, \'{\^e}, \c c",
            "Hoşten, Martínez, í, š, Łukasz, ế, ç",
        ),
        (r"\emph{a} \textsc {b} {C\textit{d}} \LaTeX{} x", "a b Cd LaTeX x"),
        (r"5\% \& \$1 \{a\} a\_b a\-b A.\,B. \ldots", "5% & $1 {a} a_b ab A. B. …"),
        ("don't -- do --- \"quote\" ``quote'' `q' 1~km", "don’t – do — “quote” “quote” ‘q’ 1\u00a0km"),
        (r"A {formula $x$ of Poincar\'e}", "A formula x of Poincaré"),
        (r"\$5 and $\beta$ and $\$$", r"$5 and β and «\$»"),
    ],
)
def test_latex_is_said_in_plain_characters(latex: str, plain: str):
    assert decode(latex, typeset) == plain


def test_given_names_become_initials():
    value = "Landsberg, J.M. and Amari, Shun-ichi and de la Cruz, Jr., Juan and Plato"
    assert [name for _, name in people(value, typeset)] == [
        "Landsberg, J. M.",
        "Amari, S.-i.",
        "de la Cruz, Jr., J.",
        "Plato",
    ]


# ── links ────────────────────────────────────────────────────────────────────────────────────────

DOI = ("doi:10.1000/182", "https://doi.org/10.1000/182")
ARXIV = ("arXiv:2501.06074", "https://arxiv.org/abs/2501.06074")
PAGE = ("example.org", "https://www.example.org/a?b=1&c=2")


@pytest.mark.parametrize(
    ("fields", "links"),
    [
        ({}, ()),
        ({"doi": "10.1000/182"}, (DOI,)),
        ({"doi": "10.1000/182", "url": "https://doi.org/10.1000/182"}, (DOI,)),
        ({"url": "https://dx.doi.org/10.1000/182"}, (DOI,)),
        ({"eprint": "2501.06074"}, (ARXIV,)),
        ({"eprint": "2501.06074", "url": "https://arxiv.org/abs/2501.06074v2"}, (ARXIV,)),
        ({"eprint": "2501.06074", "doi": "10.48550/arXiv.2501.06074"}, (ARXIV,)),
        ({"url": "https://arxiv.org/pdf/2501.06074.pdf"}, (ARXIV,)),
        ({"url": "https://arxiv.org/"}, (("arxiv.org", "https://arxiv.org/"),)),
        ({"eprint": "hal-1", "archiveprefix": "HAL"}, ()),
        ({"url": PAGE[1], "eprint": "2501.06074", "doi": "10.1000/182"}, (DOI, ARXIV, PAGE)),
        (
            {"doi": "10.1000/a(b)1:2?x=#y"},
            (("doi:10.1000/a(b)1:2?x=#y", "https://doi.org/10.1000/a(b)1:2%3Fx%3D%23y"),),
        ),
    ],
)
def test_each_place_is_linked_once(
    tmp_path: Path, fields: dict[str, str], links: tuple[tuple[str, str], ...]
):
    reference = one(tmp_path, entry("e", **fields))
    assert reference.links == links
    page = Inline(reference.html)
    assert page.addresses == [address for _, address in links]
    assert page.text == " ".join(["Noether, E. (1921). Title of e.", *(text for text, _ in links)])


def test_plain_text_has_whole_addresses(tmp_path: Path):
    text = one(tmp_path, entry("e", url=PAGE[1], doi="10.1000/182")).text
    assert text.endswith(f"doi:10.1000/182 {PAGE[1]}")


def test_text_and_addresses_are_escaped_once(tmp_path: Path):
    reference = one(tmp_path, entry("e", title="<b>x</b> \\& y & z \"q\" 'r'", url=PAGE[1]))
    assert "&lt;b&gt;x&lt;/b&gt; &amp; y &amp; z “q” ’r’" in reference.html
    assert 'href="https://www.example.org/a?b=1&amp;c=2"' in reference.html


@given(
    st.lists(
        st.sampled_from(["<", ">", "&", '"', "'", "a ", "$x$", "{", "}", r"\emph", "`", "-", "~"]),
        max_size=12,
    )
)
def test_no_title_makes_an_element_of_its_own(pieces: list[str]):
    title = "t" + "".join(pieces)
    read, _ = bibtex.read(entry("e", title=title).encode(), "bib/a.bib")
    for made in read:
        plain = decode(made.fields["title"], typeset)
        rich = style.compose("misc", {"title": plain}, ["A"], [], "n.d.")
        assert Inline(style.html(rich)).text == str(rich)


# ── letters, order ───────────────────────────────────────────────────────────────────────────────


def test_entries_stand_by_names_then_years_then_titles(tmp_path: Path):
    text = (
        entry("e", author="Zhang, Yu and Abel, N.", year="1900")
        + entry("d", author="Zhang, Yu", year="2001")
        + entry("c", author="Zhang, Yu", year="2000", title="b")
        + entry("b", author="Zhang, Yu", year="2000", title="A")
        + entry("a", author="Zhang, An and Abel, N.", year="2020")
        + entry("f", author="Étienne, A.", year="2020")
    )
    assert list(shelf(tmp_path, references=text)[0].entries) == ["f", "a", "b", "c", "d", "e"]


def test_years_get_letters_where_citations_would_look_alike(tmp_path: Path):
    text = (
        entry("c", author="Zhou, Yu and A and B", year="2024")
        + entry("b", author="Zhou, Hu and C and D", year="2024")
        + entry("a", author="Zhou, Hu and C and D", year="2023")
        + entry("n", author="Zhou, Yu", year="")
        + entry("m", author="Zhou, Hu", year="")
    )
    library, problems = shelf(tmp_path, references=text)
    assert problems == []
    assert {key: found.year for key, found in library.entries.items()} == {
        "a": "2023",
        "b": "2024a",
        "c": "2024b",
        "m": "n.d.a",
        "n": "n.d.b",
    }
    assert "(2024b)" in library.entries["c"].html
    assert "year = {2024}" in library.entries["c"].bibtex


def test_after_z_come_two_letters(tmp_path: Path):
    text = "".join(entry(f"k{i:02}", title=f"Title {i:02}") for i in range(28))
    years = [found.year for found in shelf(tmp_path, references=text)[0].entries.values()]
    assert (years[0], years[25], years[26], years[27]) == ("1921a", "1921z", "1921aa", "1921ab")


def test_letters_of_a_contributions_own_entries_follow_those_of_the_volume(tmp_path: Path):
    own = entry("mine", title="Mine") + entry("also", title="Also mine")
    library, problems = shelf(tmp_path, references=entry("a"), paper=own)
    assert problems == []
    assert library.entries["a"].year == "1921"
    assert {key: found.year for key, found in library.own["paper"].items()} == {
        "also": "1921b",
        "mine": "1921c",
    }


def test_an_own_entry_of_a_known_work_has_the_years_letter_of_the_volume(tmp_path: Path):
    curated_entries = entry("a") + entry("b")
    library, problems = shelf(tmp_path, references=curated_entries, paper=entry("b"))
    assert problems == []
    assert library.own["paper"]["b"].year == library.entries["b"].year == "1921b"


# ── the folder ───────────────────────────────────────────────────────────────────────────────────


def test_a_contribution_finds_its_own_entry_first_and_then_the_volumes(tmp_path: Path):
    files = {"references": entry("a") + entry("b"), "paper": entry("a", title="Another")}
    library, problems = shelf(tmp_path, **files)
    assert problems == []
    found = [library.find("a", "paper"), library.find("a", "other"), library.find("b", "paper")]
    assert [reference and reference.text for reference in found] == [
        "Noether, E. (1921c). Another.",
        "Noether, E. (1921a). Title of a.",
        "Noether, E. (1921b). Title of b.",
    ]
    assert library.find("c", "paper") is None


def test_a_folder_without_files_and_a_volume_without_folder_have_an_empty_library(tmp_path: Path):
    assert references.load(tmp_path, typeset, []) == (Library({}, {}), [])
    assert shelf(tmp_path) == (Library({}, {}), [])


def test_a_file_needs_its_contribution(tmp_path: Path):
    shelf(tmp_path, **{"tropical-cells": entry("a")})
    problems = references.load(tmp_path, typeset, ["tropical-cell"])[1]
    assert [str(problem) for problem in problems] == [
        (
            "bib/tropical-cells.bib: BIB: There is no contribution “tropical-cells”."
            " Did you mean “tropical-cell”?"
        )
    ]


def test_the_problems_of_all_files_are_told_with_their_places(tmp_path: Path):
    library, problems = shelf(tmp_path, references="@misc{a}\n" + entry("b"), paper='\n@string{a="b"}')
    assert {(p.path, p.line, p.code) for p in problems} == {
        ("bib/references.bib", 1, "BIB"),
        ("bib/paper.bib", 2, "BIB"),
    }
    assert list(library.entries) == ["b"]


@pytest.mark.parametrize(
    "fields",
    [
        {"title": r"\emph{Poincar\'e} maps", "author": r"N{\"o}ther, Emmy"},
        {"doi": "10.1000/ABC", "title": "Other", "author": "Other"},
    ],
)
def test_a_work_that_the_volume_has_under_another_key_is_named(tmp_path: Path, fields: dict[str, str]):
    known = entry("known", title="Poincaré Maps", author="Nöther, E.", doi="10.1000/abc")
    library, problems = shelf(tmp_path, references=known, paper=entry("mine", **fields))
    assert [str(problem) for problem in problems] == [
        (
            "bib/paper.bib:1:1: BIB: The entry “mine” is of the same work as “known”."
            " Cite “known” and remove this one."
        )
    ]
    assert "mine" in library.own["paper"]


def test_one_title_of_two_authors_is_two_works(tmp_path: Path):
    text = entry("a", title="Neural collapse") + entry("b", title="Neural collapse", author="Hilbert, D.")
    assert shelf(tmp_path, references=text)[1] == []


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (
            {"title": "Geometry of linear networks", "author": "de Silva, V."},
            {"title": "Geometry of {Linear} Networks", "author": "Silva, Vin de", "year": "2024"},
        ),
        ({"eprint": "2501.01234v2"}, {"title": "Other", "url": "https://arxiv.org/abs/2501.01234"}),
    ],
)
def test_a_work_is_known_by_a_long_title_and_by_its_arxiv_number(
    tmp_path: Path, first: dict[str, str], second: dict[str, str]
):
    [problem] = shelf(tmp_path, references=entry("a", **first) + entry("b", **second))[1]
    assert "“b” is of the same work as “a”" in problem.message


def test_a_work_twice_in_one_file_is_told_at_the_second(tmp_path: Path):
    text = entry("a", doi="10.1000/1") + entry("b", doi="10.1000/1", title="Other")
    [problem] = shelf(tmp_path, references=text)[1]
    assert (problem.line, problem.path) == (7, "bib/references.bib")


# ── written again ────────────────────────────────────────────────────────────────────────────────


def persons(value: str) -> list[Person]:
    return [Person(name) for name in value.split(" and ")]


def test_what_is_written_again_is_read_by_pybtex_with_the_same_fields(curated: Library):
    data = parse_string(curated.bibtex(), "bibtex")
    assert sorted(data.entries) == sorted(curated.entries)
    for key, reference in curated.entries.items():
        wanted = dict(reference.entry.fields)
        people_ = {role: persons(wanted.pop(role)) for role in ("author", "editor") if role in wanted}
        found = data.entries[key]
        assert found.type == reference.entry.type
        assert dict(found.fields) == wanted
        assert dict(found.persons) == people_


def test_what_is_written_again_passes_the_gate_as_it_was(curated: Library):
    entries, problems = bibtex.read(curated.bibtex().encode(), "x", max_bytes=bibtex.CURATED_BYTES)
    assert problems == []
    assert {e.key: (e.type, dict(e.fields)) for e in entries} == {
        key: (r.entry.type, dict(r.entry.fields)) for key, r in curated.entries.items()
    }


def test_signs_that_stop_latex_are_escaped_once_outside_of_formulas_and_addresses(tmp_path: Path):
    text = entry("e", title=r"A & B \& C_1 50% #2 $a_1$", url="https://example.org/a_b%20c#d")
    reference = one(tmp_path, text)
    assert r"title = {A \& B \& C\_1 50\% \#2 $a_1$}," in reference.bibtex
    assert "url = {https://example.org/a_b%20c#d}," in reference.bibtex
    assert one(tmp_path, reference.bibtex).bibtex == reference.bibtex
    assert one(tmp_path, reference.bibtex).html == reference.html


VALUES = st.lists(
    st.sampled_from(
        [
            "a",
            "É",
            " ",
            "{B}",
            r"\'e",
            r"{\v{s}}",
            r"\&",
            "&",
            "_",
            "%",
            "#",
            "$x_1$",
            "--",
            "~",
            '{"}',
            r"\emph{c}",
        ]
    ),
    max_size=10,
).map(lambda pieces: "t" + "".join(pieces))


@given(VALUES, VALUES)
def test_any_entry_that_passes_is_written_so_that_it_passes_and_looks_the_same(title: str, note: str):
    text = entry("e", title=title, note=note)
    [first], problems = bibtex.read(text.encode(), "x")
    assert problems == []
    written = references.writing.bibtex(first)
    [second], problems = bibtex.read(written.encode(), "x")
    assert problems == []
    assert references.writing.bibtex(second) == written
    [found] = parse_string(written, "bibtex").entries.values()
    for name in ("title", "note"):
        assert decode(first.fields[name], typeset) == decode(second.fields[name], typeset)
        assert found.fields[name] == second.fields[name]


def test_bibtex_of_some_entries_is_in_the_order_asked_for(tmp_path: Path):
    library, _ = shelf(tmp_path, references=entry("a") + entry("b"), paper=entry("mine", title="Mine"))
    text = library.bibtex("mine", "b", "nobody", contribution="paper")
    assert [line for line in text.split("\n") if line.startswith("@")] == ["@misc{mine,", "@misc{b,"]
    assert library.bibtex() == entry("a") + "\n" + entry("b")


def test_the_checked_file_is_written_by_key_and_only_when_it_changes(tmp_path: Path):
    library, _ = shelf(tmp_path, references=entry("b") + entry("a"), paper=entry("c", title="Mine"))
    target = tmp_path / "made" / "references.bib"
    references.write_checked(library, target)
    assert target.read_text(encoding="utf-8") == entry("a") + "\n" + entry("b")
    before = target.stat().st_mtime_ns
    references.write_checked(library, target)
    assert target.stat().st_mtime_ns == before
    references.write_checked(Library(), target)
    assert target.read_text(encoding="utf-8") == ""


# ── for sphinxcontrib-bibtex ─────────────────────────────────────────────────────────────────────


def test_the_registered_style_hands_out_what_was_formatted(tmp_path: Path):
    text = entry("b", title="Second") + entry("a", title="First") + entry("c", author="Abel, N.")
    library, _ = shelf(tmp_path, references=text)
    style.register(library)
    handed = pybtex.plugin.find_plugin("pybtex.style.formatting", style.NAME)()
    data = Parser("utf-8").parse_string(library.bibtex())
    ordered = handed.sort(data.entries.values())
    assert [found.key for found in ordered] == ["c", "a", "b"]
    labels = list(handed.format_labels(ordered))
    assert labels == ["Abel, 1921", "Noether, 1921a", "Noether, 1921b"]
    formatted = handed.format_entry(labels[1], ordered[1])
    assert (formatted.key, formatted.label) == ("a", "Noether, 1921a")
    assert style.html(formatted.text) == library.entries["a"].html


def test_a_second_volume_in_one_process_is_shown_by_its_own_entries(tmp_path: Path):
    for title in ("One", "Two"):
        library, _ = shelf(tmp_path, references=entry("a", title=title))
        style.register(library)
        handed = pybtex.plugin.find_plugin("pybtex.style.formatting", style.NAME)()
        [found] = Parser("utf-8").parse_string(library.bibtex()).entries.values()
        assert title in str(handed.format_entry("x", found).text)


def test_nothing_scans_the_installed_packages_after_registration(monkeypatch: pytest.MonkeyPatch):
    style.register(Library())

    def scan(**_wanted: str) -> importlib.metadata.EntryPoints:
        raise AssertionError("looked through all installed packages")

    monkeypatch.setattr(pybtex.plugin, "entry_points", scan)
    pybtex.plugin.find_plugin("pybtex.style.formatting", style.NAME)()
    pybtex.plugin.find_plugin("pybtex.backends", "plaintext")()


# ── the bibliography of this volume ──────────────────────────────────────────────────────────────


def test_the_volumes_own_bibliography_has_no_slips(curated: Library):
    assert len(curated.entries) > 200
    for key, reference in curated.entries.items():
        text = reference.text
        page = Inline(reference.html)
        assert page.addresses == [address for _, address in reference.links], key
        for slip in (
            "..",
            "  ",
            " ,",
            " .",
            "{",
            "}",
            "\\",
            "$",
            "()",
            "and and",
            "None",
            "--",
            "?.",
            ",,",
            "“”",
        ):
            assert slip not in page.text, (key, slip, text)
        assert f"({reference.year})" in text, key
        assert reference.label
        assert page.text.count("(") == page.text.count(")"), key


def test_no_two_entries_of_the_volume_are_cited_alike(curated: Library):
    looks = [(reference.label, reference.year) for reference in curated.entries.values()]
    assert len(set(looks)) == len(looks)


def test_the_volumes_bibliography_is_formatted_in_four_tenths_of_a_second():
    started = time.process_time()
    references.load(ROOT, typeset, [])
    assert time.process_time() - started < 0.4
