from __future__ import annotations

import datetime

import pytest
from pydantic import ValidationError

from sphinx_proceedings.model import (
    Affiliation,
    Author,
    Dates,
    FrontMatter,
    Host,
    Links,
    Name,
    Node,
    Programme,
    Session,
    Settings,
    Status,
)
from tests.golden.making import contribution, volume


def test_a_name_may_be_one_line_or_its_parts():
    line = Author.model_validate({"name": "Given van Family"}).name
    parts = Name(given="Given", particle="van", family="Family")
    assert line == parts


def test_a_name_is_displayed_in_reading_order_and_inverted_for_indexes():
    name = Name(given="Given", particle="van der", family="Family", suffix="Jr.")
    assert name.display == "Given van der Family Jr."
    assert name.inverted == "Family, Given van der, Jr."


def test_a_group_has_one_name_in_every_form():
    name = Name(literal="The Sample Consortium")
    assert name.display == name.inverted == "The Sample Consortium"


def test_names_sort_by_family_without_accents_case_or_particles():
    lines = ["Zoe ávila", "Anna van Berg", "Bea Ávila", "The Carl"]
    found = sorted((Author.model_validate({"name": line}).name for line in lines), key=lambda n: n.sort_key)
    assert [name.display for name in found] == ["Bea Ávila", "Zoe ávila", "Anna van Berg", "The Carl"]


@pytest.mark.parametrize("name", [{}, {"given": "Given"}, {"family": "A", "literal": "B"}, "", " , "])
def test_a_name_needs_a_family_or_a_literal_and_not_both(name: object):
    with pytest.raises(ValidationError):
        Author.model_validate({"name": name})


@pytest.mark.parametrize("part", ["given", "particle", "suffix"])
def test_a_literal_name_has_no_other_part(part: str):
    with pytest.raises(ValidationError):
        Name.model_validate({"literal": "A Group", part: "x"})


def test_records_cannot_be_changed_and_have_no_other_keys():
    affiliation = Affiliation(id="a", name="An Institute")
    with pytest.raises(ValidationError):
        affiliation.name = "Another"
    with pytest.raises(ValidationError):
        Affiliation.model_validate({"id": "a", "name": "An Institute", "city": "x"})


@pytest.mark.parametrize("bad", ["A", "", "-a", "a b", "a/b", "../a", "é", "a" * 62])
def test_an_identifier_is_lower_case_letters_digits_and_hyphens(bad: str):
    with pytest.raises(ValidationError):
        Affiliation(id=bad, name="An Institute")


@pytest.mark.parametrize(
    "bad",
    [
        "http://example.org",
        "javascript:alert(1)",
        "https://a b.org",
        'https://example.org/"onclick="x',
        "https://example.org/<b>",
        "HTTPS://example.org",
        "//example.org",
        "ftp://example.org",
        "",
    ],
)
def test_a_link_is_https_without_spaces_or_quotes(bad: str):
    with pytest.raises(ValidationError):
        Links(code=bad)


@pytest.mark.parametrize(
    "bad",
    ["https://", "https:///x", "https://user:secret@example.org/", "https://user@example.org", "https://x"],
)
def test_a_link_has_a_host_and_no_user(bad: str):
    with pytest.raises(ValidationError):
        Links(code=bad)


@pytest.mark.parametrize(
    "good", ["2501.01234", "2501.01234v2", "math/0501234", "math.AG/0501234", "hep-th/9901001"]
)
def test_an_arxiv_number_may_be_old_or_new(good: str):
    assert dict(Links(arxiv=good).addresses()) == {"arxiv": f"https://arxiv.org/abs/{good}"}


@pytest.mark.parametrize(
    "bad", ["arXiv:2501.01234", "https://arxiv.org/abs/2501.01234", "2501.1", "2501.01234/x"]
)
def test_what_is_no_arxiv_number_is_refused(bad: str):
    with pytest.raises(ValidationError):
        Links(arxiv=bad)


@pytest.mark.parametrize(
    "bad", ["https://doi.org/10.1000/182", "doi:10.1000/182", "10.1000", "10.1/x", "10.1000/a b"]
)
def test_a_doi_is_written_bare(bad: str):
    with pytest.raises(ValidationError):
        FrontMatter.model_validate({"title": "x", "authors": [{"name": "A B"}], "doi": bad})


def test_a_doi_with_signs_that_addresses_use_otherwise_is_still_found():
    address = dict(Links(doi="10.1000/a#b?c%d").addresses())["doi"]
    assert address == "https://doi.org/10.1000/a%23b%3Fc%25d"


def test_links_are_listed_in_the_order_of_the_fields():
    links = Links(video="https://example.org/v", doi="10.1000/182", arxiv="2501.01234")
    assert [kind for kind, _ in links.addresses()] == ["arxiv", "doi", "video"]


@pytest.mark.parametrize("bad", ["", "CC BY 4.0", "https://creativecommons.org", "<b>"])
def test_a_licence_is_an_spdx_identifier(bad: str):
    with pytest.raises(ValidationError):
        FrontMatter.model_validate({"title": "x", "authors": [{"name": "A B"}], "license": bad})


def test_what_an_author_leaves_out_has_a_default():
    meta = FrontMatter.model_validate({"title": "x", "authors": [{"name": "A B"}]})
    assert (meta.status, meta.license, meta.date, meta.topics) == (Status.ACCEPTED, None, None, ())
    assert list(meta.links.addresses()) == []


@pytest.mark.parametrize(
    "bad", [{"title": ""}, {"title": "   "}, {"title": "x" * 601}, {"authors": []}, {"keywords": [" "]}]
)
def test_what_is_required_may_not_be_empty_or_endless(bad: dict[str, object]):
    with pytest.raises(ValidationError):
        FrontMatter.model_validate({"title": "x", "authors": [{"name": "A B"}], **bad})


def test_a_tree_is_walked_in_reading_order():
    tree = Node("document", (Node("a", (Node("b"), Node("c"))), Node("d")))
    assert [node.kind for node in tree.walk()] == ["document", "a", "b", "c", "d"]
    assert [node.kind for node in tree.of_kind("d", "b")] == ["b", "d"]


def test_a_contribution_names_each_key_it_cites_once_in_reading_order():
    made = contribution(
        body="{cite:p}`b, a` and {cite:t}`c`.\n\n- {cite:p}`a`\n\n[^1]\n\n[^1]: {cite:p}`d`"
    )
    assert made.cited == ("b", "a", "c", "d")


def test_the_last_day_is_not_before_the_first():
    day = datetime.date(2027, 2, 1)
    assert Dates(start=day, end=day).end == day
    with pytest.raises(ValidationError, match="last day"):
        Dates(start=day, end=day - datetime.timedelta(days=1))


def test_a_session_says_its_offset_from_utc():
    times = {"start": "2000-01-01T09:00:00-08:00", "end": "2000-01-01T10:00:00-08:00"}
    assert Session.model_validate({"id": "a", "title": "A", **times}).start.utcoffset() is not None
    with pytest.raises(ValidationError):
        Session.model_validate({"id": "a", "title": "A", **times, "start": "2000-01-01T09:00:00"})


@pytest.mark.parametrize("name", ["\\R", "R1", "R_n", "", "a b"])
def test_a_macro_has_a_name_of_letters(name: str):
    with pytest.raises(ValidationError):
        Settings.model_validate({"title": "x", "macros": {name: "x"}})


def test_short_forms_stand_in_for_long_ones():
    assert Host(name="An Institute", short="AI").brief == "AI"
    assert Host(name="An Institute").brief == "An Institute"
    assert Settings(title="A Workshop").brief == "A Workshop"


def test_a_title_is_parted_behind_a_colon_and_nowhere_else():
    assert Settings(title="Geometry: A Window: Again").title_parts == ["Geometry:", "A Window:", "Again"]
    assert Settings(title="At 10:30 a Workshop").title_parts == ["At 10:30 a Workshop"]


def test_a_volume_finds_its_parts():
    made = contribution("first-text", topics=["voronoi", "unknown", "tensors"])
    programme = {
        "sessions": [
            {"id": "s", "title": "S", "start": "2000-01-01T09:00:00Z", "end": "2000-01-01T10:00:00Z"},
        ],
        "placements": [{"contribution": "first-text", "session": "s", "board": "7"}],
        "corrections": [
            {"contribution": "first-text", "date": "2000-01-03", "text": "Later."},
            {"contribution": "first-text", "date": "2000-01-02", "text": "Earlier."},
        ],
    }
    found = volume(made, programme=programme)
    assert found.by_id == {"first-text": made}
    assert [topic.id for topic in found.topics_of(made)] == ["voronoi", "tensors"]
    assert found.placements["first-text"].board == "7"
    assert [c.text for c in found.corrections["first-text"]] == ["Earlier.", "Later."]
    assert list(found.groups) == ["Tools", "Structures"]
    assert list(found.sessions) == ["s"]


def test_every_field_of_every_record_is_described():
    records = [FrontMatter, Author, Name, Affiliation, Links, Settings, Programme, Session, Dates, Host]
    silent = [
        f"{r.__name__}.{name}" for r in records for name, f in r.model_fields.items() if not f.description
    ]
    assert silent == []
