"""What an author writes stays a value in every format: it ends no field and adds no entry."""

from __future__ import annotations

import json
import warnings

import pytest

from sphinx_proceedings import citation
from sphinx_proceedings.exports import EXPORTS
from sphinx_proceedings.model import Settings
from sphinx_proceedings.render.math import Typesetter
from sphinx_proceedings.render.tex import latex
from sphinx_proceedings.render.text import plain
from tests.golden.making import contribution

SETTINGS = Settings.model_validate({"title": "A Workshop", "site_url": "https://example.org/"})
TYPESETTER = Typesetter()
VALUES = (
    "A } closing brace",
    "A { opening brace",
    "}, url = {javascript:alert(1)",
    "} } @misc{stolen, title = {B}",
    "A backslash \\\\ and \\} brace",
    "@string{a = {b}} # c",
    'A "quotation"',
    "A $x_{1}$ } and $y$",
    "A half-open interval $\\left\\{x\\right.$",
    "A formula that fails $}$ here",
    "A formula with a comment $x%$ here",
    "100 % of & # _ ~ ^",
    "ER  - TY  - BOOK",
    "BEGIN:VEVENT END:VCALENDAR",
    "</title><script>alert(1)</script>",
    "=HYPERLINK(1)",
    "A AND B and C",
)


def cited(id_: str, value: str) -> citation.Citation:
    made = contribution(
        id_,
        title=value.replace("<", "&lt;"),
        authors=[{"name": {"literal": value}}, {"name": {"given": value, "family": value}}],
        keywords=[value],
    )
    title = plain(made.title, TYPESETTER.of(made.title))
    return citation.cite(made, title, latex(made.title, {}), value, SETTINGS)


@pytest.mark.parametrize("value", VALUES)
def test_a_value_ends_no_field_and_begins_no_entry_of_bibtex(value: str):
    import bibtexparser
    from pybtex.database import parse_string

    both = [cited("hostile", value), cited("honest", "An honest title")]
    text = EXPORTS["bibtex"].write(both)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        found = bibtexparser.parse_string(text)
    assert [entry.key for entry in found.entries] == [one.key for one in both], text
    assert not found.failed_blocks
    assert not found.strings
    read = parse_string(text, "bibtex").entries
    assert list(read) == [one.key for one in both]
    for entry, one in zip(read.values(), both, strict=True):
        assert entry.fields["url"] == one.url
        assert len(entry.persons["author"]) == 2


@pytest.mark.parametrize("particle", ["van and Turing, Alan and de", "de, la, del, los", "and", "von, der"])
def test_a_particle_adds_no_author_and_leaves_the_file_readable(particle: str):
    from pybtex.database import parse_string

    authors = [
        {"name": {"given": "Ada", "particle": particle, "family": "Lovelace"}},
        {"name": {"family": "others"}},
    ]
    made = contribution("hostile", title="A title", authors=authors)
    text = EXPORTS["bibtex"].write([citation.cite(made, "A title", "A title", "", SETTINGS)])
    (entry,) = parse_string(text, "bibtex").entries.values()
    assert len(entry.persons["author"]) == 2
    assert entry.persons["author"][1].last_names == ["{others}"]


@pytest.mark.parametrize("value", VALUES)
def test_a_value_adds_no_line_to_ris_and_no_key_to_json(value: str):
    import rispy

    both = [cited("hostile", value), cited("honest", "An honest title")]
    read = rispy.loads(EXPORTS["ris"].write(both))
    assert [record["urls"] for record in read] == [[one.url] for one in both]
    assert [record["type_of_reference"] for record in read] == ["CPAPER", "CPAPER"]
    items = json.loads(EXPORTS["csl-json"].write(both))
    assert [item["title"] for item in items] == [one.title for one in both]


def test_a_formula_keeps_its_braces_as_far_as_they_balance():
    for tex, made in (
        (r"\{x\}", r"$\{x\}$"),
        (r"\left\{x\right.", r"$\left\lbrace x\right.$"),
        ("a{b", r"\$a\textbraceleft{}b\$"),
        (r"5\%", r"$5\%$"),
    ):
        assert latex(contribution(title=f"${tex}$").title, {}) == made
