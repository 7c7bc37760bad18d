from __future__ import annotations

import pytest

from sphinx_proceedings import citation
from sphinx_proceedings.model import Settings
from sphinx_proceedings.render.math import Typesetter
from sphinx_proceedings.render.text import plain
from tests.golden.making import contribution

SETTINGS = Settings.model_validate(
    {
        "title": "Algebra and Learning",
        "dates": {"start": "2027-02-01", "end": "2027-02-05"},
        "host": {"name": "An Institute", "short": "AI"},
        "place": "A City",
        "site_url": "https://example.org/volume/",
    }
)


def cited(settings: Settings = SETTINGS, **keys: object) -> citation.Citation:
    made = contribution("a-text", **keys)
    return citation.cite(made, plain(made.title, Typesetter().of(made.title)), settings)


def test_a_citation_in_one_line_says_who_when_what_where():
    assert cited(title="On cells").text == (
        "Family, G. (2027). On cells. In Algebra and Learning, AI, A City. "
        "https://example.org/volume/abstracts/a-text.html"
    )


@pytest.mark.parametrize(
    ("authors", "expected"),
    [
        (["A First"], "First, A. (2027)."),
        (["A First", "B Second"], "First, A. and Second, B. (2027)."),
        (["A First", "B van Second", "C. D. Third"], "First, A., van Second, B. and Third, C. D. (2027)."),
        ([{"literal": "The Sample Group"}], "The Sample Group (2027)."),
        (["Anne-Marie Fourth Jr."], "Fourth Jr., A.-M. (2027)."),
        ([{"family": "Fifth"}], "Fifth (2027)."),
    ],
)
def test_authors_are_named_by_family_and_initials(authors: list[object], expected: str):
    assert cited(authors=[{"name": name} for name in authors]).text.startswith(expected + " ")


def test_the_doi_of_the_abstract_is_preferred_to_its_address():
    assert cited(doi="10.1000/182").text.endswith(". https://doi.org/10.1000/182")


def test_the_year_is_of_the_abstract_or_else_of_the_workshop():
    assert cited(date="2026-12-31").year == "2026"
    assert cited().year == "2027"


def test_what_is_not_known_is_left_out():
    assert cited(Settings(title="A Workshop")).text == "Family, G. A title. In A Workshop."


def test_the_licence_is_of_the_abstract_or_else_of_the_volume():
    assert cited(license="CC0-1.0").license == "CC0-1.0"
    assert cited().license == "CC-BY-4.0"


def test_the_title_is_plain_text():
    assert cited(title="On *cells* in $\\mathbb{R}^n$").title == "On cells in ℝ^n"


@pytest.mark.parametrize(
    ("title", "expected"),
    [("Is it so?", "Is it so? In "), ("It is so!", "It is so! In "), ("It is so.", "It is so. In ")],
)
def test_a_title_that_ends_its_sentence_gets_no_second_stop(title: str, expected: str):
    assert expected in cited(title=title).text
