"""Who is who: docs/people.yml, addresses of authors, and the order of names."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from sphinx_proceedings import names
from sphinx_proceedings.exports import EXPORTS
from sphinx_proceedings.model import Name
from sphinx_proceedings.pages import plan
from sphinx_proceedings.pages.assembly import assemble
from sphinx_proceedings.pages.compiled import Compiled
from sphinx_proceedings.sources import Layout, UnusableVolume
from tests.golden.making import read_html, text

ONE, TWO = "0000-0002-1825-0097", "0000-0001-5109-3700"
Write = Callable[..., None]


@pytest.fixture
def root(tmp_path: Path) -> Path:
    made = tmp_path / "volume"
    for folder in ("docs", "abstracts", "bib"):
        (made / folder).mkdir(parents=True)
    (made / "docs" / "volume.yml").write_text("title: A Workshop\n")
    return made


@pytest.fixture
def write(root: Path) -> Write:
    def _write(id_: str, *authors: str | dict[str, object], **keys: object) -> None:
        listed = [{"name": author} if isinstance(author, str) else author for author in authors]
        made = text(f"The text of {id_}.", f"On {id_}", authors=listed, **keys)
        (root / "abstracts" / f"{id_}.md").write_text(made, encoding="utf-8")

    return _write


def signed(name: str, orcid: str) -> dict[str, object]:
    return {"name": name, "orcid": orcid}


def compiled(root: Path, people: str = "", **options: bool) -> Compiled:
    """The volume, with these entries in people.yml."""
    if people:
        lines = "".join(f"  - {line}\n" for line in people.strip().splitlines())
        (root / "docs" / "people.yml").write_text(f"people:\n{lines}", encoding="utf-8")
    return assemble(Layout.of_docs(root / "docs"), **options)


def who(made: Compiled) -> dict[str, list[str]]:
    return {slug: [c.id for c in person.contributions] for slug, person in made.people.items()}


def said(made: Compiled) -> list[str]:
    return [str(problem) for problem in made.problems]


def everything(made: Compiled) -> str:
    """All pages and exports of the engine, in one text."""
    pages = [*plan.pages(made, ())]
    shown = [piece for page in pages for piece in (page.address, *page.fill().values())]
    shown += [piece for page in pages for piece in page.beside().values()]
    cited = [made.citation(contribution) for contribution in made.published]
    return "\n".join([*shown, *(export.write(cited) for export in EXPORTS.values())])


def digests(made: Compiled) -> dict[str, str]:
    return {page.address: page.shown for page in plan.pages(made, ())}


# ── joining, splitting, renaming ─────────────────────────────────────────────────────────────────


def test_spellings_are_joined_to_one_person(root: Path, write: Write):
    write("alpha", "Anna Maria Berg")
    write("beta", "A. M. Berg", "Otto Ohm")
    made = compiled(root, "{spellings: [Anna Maria Berg, A. M. Berg], address: anna-berg}")
    assert who(made) == {"anna-berg": ["alpha", "beta"], "otto-ohm": ["beta"]}
    assert said(made) == []


def test_without_a_name_to_show_each_file_keeps_its_spelling(root: Path, write: Write):
    write("alpha", "Anna Berg")
    write("beta", "A. Berg")
    made = compiled(root, "{spellings: [Anna Berg, A. Berg]}")
    shown = [author.name.display for c in made.volume.contributions for author in c.meta.authors]
    assert shown == ["Anna Berg", "A. Berg"]


def test_orcids_are_joined_to_one_person_under_the_first(root: Path, write: Write):
    write("alpha", signed("Anna Berg", ONE))
    write("beta", signed("Anna Talmann", TWO))
    made = compiled(root, f"{{orcids: [{TWO}, {ONE}]}}")
    assert who(made) == {"anna-berg": ["alpha", "beta"]}
    assert {a.orcid for c in made.volume.contributions for a in c.meta.authors} == {TWO}


def test_one_name_is_split_into_two_people_by_contribution(root: Path, write: Write):
    write("alpha", "Wei Li")
    write("beta", "Wei Li")
    write("gamma", "Wei Li")
    made = compiled(
        root,
        "{spellings: [Wei Li], contributions: [beta], address: wei-li-bonn}\n"
        "{spellings: [Wei Li], address: wei-li}",
    )
    assert who(made) == {"wei-li": ["alpha", "gamma"], "wei-li-bonn": ["beta"]}
    assert said(made) == []
    assert made.people["wei-li"].namesakes == ("wei-li-bonn",)


def test_a_signature_without_an_orcid_is_given_to_one_of_two_people(root: Path, write: Write):
    write("alpha", signed("Wei Li", ONE))
    write("beta", signed("Wei Li", TWO))
    write("gamma", "Wei Li")
    made = compiled(
        root,
        f"{{spellings: [Wei Li], orcids: [{ONE}], contributions: [gamma], address: wei-li}}\n"
        f"{{orcids: [{TWO}], address: wei-li-2}}",
    )
    assert who(made) == {"wei-li": ["alpha", "gamma"], "wei-li-2": ["beta"]}
    assert said(made) == []


def test_another_orcid_is_another_person_whatever_the_entry_of_the_name_says(root: Path, write: Write):
    write("alpha", signed("Wei Li", ONE))
    write("beta", signed("Wei Li", TWO))
    made = compiled(root, f"{{name: Wei Li, orcids: [{ONE}], address: wei-li}}")
    assert who(made) == {"wei-li": ["alpha"], "wei-li-3700": ["beta"]}


def test_a_hidden_name_stands_nowhere(root: Path, write: Write):
    write("alpha", "Oldgiven Oldfamily", "Otto Ohm", keywords=["curves"])
    write("beta", signed("O. Oldfamily", ONE))
    write("gamma", "Otto Ohm")
    entry = f"{{name: New Name, orcids: [{ONE}], spellings: [Oldgiven Oldfamily], hide_spellings: true}}"
    assert "oldfamily" in everything(compiled(root)).lower()
    made = compiled(root, entry)
    assert who(made)["new-name"] == ["alpha", "beta"]
    shown = everything(made).lower()
    assert "oldfamily" not in shown
    assert "oldgiven" not in shown
    assert shown.count("new name") > 5


def test_a_renamed_author_rewrites_just_the_pages_that_show_the_name(root: Path, write: Write):
    write("alpha", "Anna Berg", "Otto Ohm", keywords=["curves"])
    write("beta", "Ida Iba")
    write("gamma", "Zoe Zander", keywords=["surfaces"])
    before = digests(compiled(root))
    after = digests(compiled(root, "{name: Anna Berg-Talmann, spellings: [Anna Berg], address: anna-berg}"))
    assert {a for a in before.keys() | after.keys() if before.get(a) != after.get(a)} == {
        "abstracts/alpha.html", "authors/anna-berg.html", "authors/otto-ohm.html", "authors/index.html",
        "keywords/curves.html", "authors/anna-berg-talmann.html", "titles/index.html",
    }  # fmt: skip


def test_the_files_of_a_volume_are_not_changed_by_who_is_who(root: Path, write: Write):
    write("alpha", "Anna Berg")
    made = compiled(root, "{name: Anna Talmann, spellings: [Anna Berg]}")
    assert "Anna Berg" in made.volume.by_id["alpha"].source


# ── addresses ────────────────────────────────────────────────────────────────────────────────────


def test_of_two_people_of_one_name_the_first_contribution_keeps_the_address(root: Path, write: Write):
    write("beta", signed("Wei Li", TWO))
    assert who(compiled(root)) == {"wei-li": ["beta"]}
    write("gamma", signed("Wei Li", ONE))
    assert who(compiled(root)) == {"wei-li": ["beta"], "wei-li-0097": ["gamma"]}


def test_a_pinned_address_stays_whoever_comes_first(root: Path, write: Write):
    write("beta", signed("Wei Li", TWO))
    write("alpha", signed("Wei Li", ONE))
    made = compiled(root, f"{{orcids: [{TWO}], address: wei-li}}")
    assert who(made) == {"wei-li": ["beta"], "wei-li-0097": ["alpha"]}


def test_people_of_one_name_are_a_problem_until_their_addresses_are_pinned(root: Path, write: Write):
    write("alpha", signed("Wei Li", ONE))
    write("beta", "Wei Li")
    write("gamma", signed("Wei Li", TWO))
    assert [problem.partition(": ")[2] for problem in said(compiled(root))] == [
        (
            "PEOPLE: 3 people want the address “wei-li”; one of them signs alpha. "
            f"Add an entry that keeps it: - {{orcids: [{ONE}], address: wei-li}}."
        ),
        (
            "PEOPLE: 3 people want the address “wei-li”; one of them signs beta. "
            "Add an entry that keeps it: - {spellings: [Wei Li], contributions: [beta], address: wei-li-2}."
        ),
        (
            "PEOPLE: 3 people want the address “wei-li”; one of them signs gamma. "
            f"Add an entry that keeps it: - {{orcids: [{TWO}], address: wei-li-3700}}."
        ),
    ]
    entries = "\n".join(p.fix.partition("- ")[2].rstrip(".") for p in compiled(root).problems)
    again = compiled(root, entries)
    assert said(again) == []
    assert who(again) == {"wei-li": ["alpha"], "wei-li-2": ["beta"], "wei-li-3700": ["gamma"]}


def test_a_sample_never_takes_the_address_of_an_author(root: Path, write: Write):
    write("a-sample", signed("Wei Li", ONE), status="sample")
    write("zeta", signed("Wei Li", TWO))
    assert who(compiled(root))["wei-li"] == ["zeta"]
    assert who(compiled(root, samples=False)) == {"wei-li": ["zeta"]}


def test_an_address_that_an_author_had_leads_to_the_new_one(root: Path, write: Write):
    write("alpha", "Anna Berg")
    write("beta", "A. Berg")
    made = compiled(
        root, "{name: Anna Talmann, spellings: [Anna Berg, A. Berg], former_addresses: [berg-1]}"
    )
    assert dict(made.moved) == dict.fromkeys(("a-berg", "anna-berg", "berg-1"), "anna-talmann")
    page = {p.address: p.fill() for p in plan.pages(made, ())}["authors/anna-berg.html"]
    read = read_html(page["body"])
    assert '<a href="anna-talmann.html">' in page["body"]
    assert "Anna Berg" not in "".join(read.text)
    assert made.person("a-berg") is made.people["anna-talmann"]


def test_no_address_leads_away_from_somebody_who_has_it(root: Path, write: Write):
    write("alpha", signed("Wei Li", ONE))
    write("beta", signed("W. Li", ONE), signed("W. Li", TWO))
    made = compiled(root)
    assert made.moved == {}
    assert who(made) == {"wei-li": ["alpha", "beta"], "w-li": ["beta"]}


# ── problems ─────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("entry", "expected"),
    [
        (
            "{spellings: [Ana Berg]}",
            "docs/people.yml:2:18: PEOPLE: Nobody signs as “Ana Berg”. Did you mean “Anna Berg”?",
        ),
        (
            "{name: Ana Berg}",
            "docs/people.yml:2:12: PEOPLE: Nobody signs as “Ana Berg”. Did you mean “Anna Berg”?",
        ),
        (
            f"{{orcids: [{ONE}]}}",
            (
                f"docs/people.yml:2:15: PEOPLE: Nobody signs with the ORCID iD {ONE}. "
                "Add the names under which the person signs."
            ),
        ),
        (
            "{spellings: [Anna Berg], contributions: [alfa]}",
            "docs/people.yml:2:46: PEOPLE: There is no contribution “alfa”. Did you mean “alpha”?",
        ),
        (
            "{spellings: [Anna Berg], contributions: [beta]}",
            (
                "docs/people.yml:2:46: PEOPLE: No name of this entry signs the contribution “beta”. "
                "It is signed by Otto Ohm."
            ),
        ),
        (
            "{spellings: [Anna Berg]}\n{name: Anna Berg}",
            (
                "docs/people.yml:3:12: PEOPLE: Two entries claim “Anna Berg”. "
                "Keep one; where two people share a name, list the contributions of each."
            ),
        ),
        (
            "{spellings: [Anna Berg], former_addresses: [otto-ohm]}",
            "docs/people.yml:2:49: PEOPLE: “otto-ohm” is somebody's address now. Remove it.",
        ),
    ],
)
def test_an_entry_that_means_nobody_says_so_at_its_place(
    root: Path, write: Write, entry: str, expected: str
):
    write("alpha", "Anna Berg")
    write("beta", "Otto Ohm")
    assert said(compiled(root, entry)) == [expected]


@pytest.mark.parametrize(
    ("entry", "expected"),
    [
        ("{spelings: [A B]}", "FM-KEY: There is no key “spelings”. Did you mean “spellings”?"),
        ("{name: A B, address: A B}", "FM-VALUE: “A B” is not a valid address."),
        ("{name: A B, address: index}", "FM-VALUE: “index” is the address of the list of all authors."),
        ("{address: a-b}", "FM-VALUE: An entry needs name, spellings or orcids to say who is meant."),
        (
            "{spellings: [A B], hide_spellings: true}",
            "FM-VALUE: hide_spellings needs the name to show instead.",
        ),
        ("{orcids: [0000-0002-1825-0098]}", "ORCID: “0000-0002-1825-0098”"),
    ],
)
def test_nothing_is_built_with_a_list_of_people_that_cannot_be_read(
    root: Path, write: Write, entry: str, expected: str
):
    # It may be what keeps a name from being shown.
    write("alpha", "Anna Berg")
    with pytest.raises(UnusableVolume) as caught:
        compiled(root, entry)
    (problem,) = caught.value.problems
    assert problem.line == 2
    assert expected in str(problem)


def test_a_quarantined_file_does_not_make_its_author_unknown(root: Path, write: Write):
    write("alpha", "Anna Berg", licence="none")
    made = compiled(root, "{spellings: [Anna Berg], address: anna}")
    assert [problem.code for problem in made.problems] == ["FM-KEY"]


# ── what an author's page shows ──────────────────────────────────────────────────────────────────


def stays(root: Path, write: Write, *dated: tuple[str, str]) -> list[tuple[str, str]]:
    for number, (place, date) in enumerate(dated):
        author = {"name": "Anna Berg", "affiliations": ["x"]}
        keys = {"date": date} if date else {}
        write(f"text-{number}", author, affiliations=[{"id": "x", "name": place}], **keys)
    return [(stay.name, stay.years) for stay in compiled(root).people["anna-berg"].affiliations]


def test_affiliations_have_their_years_the_latest_first(root: Path, write: Write):
    found = stays(
        root,
        write,
        ("First", "2024-02-01"),
        ("First", "2026-02-01"),
        ("Second", "2027-02-01"),
        ("Third", ""),
    )
    assert found == [("Second", "2027"), ("First", "2024–2026"), ("Third", "")]


def test_within_one_year_affiliations_have_no_years(root: Path, write: Write):
    assert stays(root, write, ("First", "2027-02-01"), ("Second", "2027-03-01")) == [
        ("First", ""),
        ("Second", ""),
    ]


def test_a_withdrawn_work_is_shown_as_withdrawn_on_its_authors_page(root: Path, write: Write):
    write("alpha", "Anna Berg", status="withdrawn")
    pages = {p.address: p.fill() for p in plan.pages(compiled(root), ())}
    assert '<span class="tag tag-withdrawn">withdrawn</span>' in pages["authors/anna-berg.html"]["body"]


# ── the order of names ───────────────────────────────────────────────────────────────────────────


def test_names_are_in_the_order_that_people_expect():
    in_order = [
        {"given": "Zoe", "family": "Ábel"},
        {"given": "Anna", "family": "Abel", "suffix": "Jr."},
        {"given": "Bo", "family": "Åbel"},
        "Ludwig van Beethoven",
        "Anne Marie Dupont",
        "Anne-Marie Dupont",
        "Gerard 't Hooft",
        "Flann O'Brien",
        "Flann Obst",
        {"given": "Guy", "family": "Van den Broeck"},
        "Johannes van der Waals",
        "Łukasz Żak",
        "Иван Ильин",
        {"literal": "محمد"},
        {"literal": "王芳"},
    ]
    made = [Name.model_validate(name) for name in in_order]
    by_family = sorted(made, key=lambda name: name.sort_key)
    shown = [name.display for name in by_family]
    # Accents do not count, so given names decide among the Abels.
    assert shown[:3] == ["Anna Abel Jr.", "Bo Åbel", "Zoe Ábel"]
    assert shown[3:] == [name.display for name in made[3:]]


def test_a_capital_particle_is_a_part_of_the_family_name():
    assert (
        Name.model_validate({"given": "Guy", "family": "Van den Broeck"}).inverted == "Van den Broeck, Guy"
    )
    assert Name.model_validate("Johannes van der Waals").inverted == "Waals, Johannes van der"


@pytest.mark.parametrize(
    ("name", "heading"),
    [
        ("Ábel", "A"), ("'t Hooft", "T"), ("Øre", "O"), ("Ильин", "И"), ("王", "Chinese characters"),
        ("123", "#"), ("", "#"),
    ],
)  # fmt: skip
def test_an_index_has_a_heading_for_every_name(name: str, heading: str):
    assert names.heading(name) == heading
