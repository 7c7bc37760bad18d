from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest

from sphinx_proceedings import metadata
from sphinx_proceedings.model import Name
from sphinx_proceedings.model.volume import Organizer
from sphinx_proceedings.pages import plan, sequence, writer
from sphinx_proceedings.pages.assembly import assemble
from sphinx_proceedings.pages.compiled import Compiled
from sphinx_proceedings.pages.contribution import ShownOn
from sphinx_proceedings.pages.listing import SORTS, listing, select
from sphinx_proceedings.pages.plan import Page
from sphinx_proceedings.pages.shell import MARKS, Shell, cut, mark
from sphinx_proceedings.pages.templates import render
from sphinx_proceedings.sources import Layout
from tests.golden.making import read_html, text

SETTINGS = """\
title: A Workshop
short_title: AW 2027
dates: {start: 2027-02-01, end: 2027-02-05}
site_url: https://example.org/volume
macros: {R: '\\mathbb{R}'}
topics:
  - {id: tensors, title: Tensors in $\\R^n$, group: Tools}
  - {id: symmetries, title: Symmetries, group: Structures}
"""
BIB = """\
@book{cox2015ideals,
  author = {Cox, David A. and Little, John and O'Shea, Donal},
  title = {Ideals, Varieties, and Algorithms},
  publisher = {Springer},
  year = {2015},
}
"""
ONE, TWO = "0000-0002-1825-0097", "0000-0001-5109-3700"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    made = tmp_path / "volume"
    for folder in ("docs", "abstracts", "bib"):
        (made / folder).mkdir(parents=True)
    (made / "docs" / "volume.yml").write_text(SETTINGS)
    (made / "docs" / "programme.yml").write_text("sessions: []\n")
    (made / "bib" / "references.bib").write_text(BIB)
    return made


@pytest.fixture
def write(root: Path) -> Callable[..., None]:
    def _write(id_: str, body: str = "Some text.", *, author: str = "Given Family", **keys: object) -> None:
        given = {"authors": [{"name": author}], **keys}
        (root / "abstracts" / f"{id_}.md").write_text(text(body, **given), encoding="utf-8")

    return _write


@pytest.fixture
def four(write: Callable[..., None]) -> None:
    """Four contributions, in the order of their titles."""
    institute = [{"id": "one", "name": "An Institute"}]
    write("alpha", title="Alpha", author="A One", keywords=["first"], topics=["tensors"])
    write("beta", title="Beta", author="B Two", keywords=["second"], topics=["symmetries"])
    write("gamma", title="Gamma", author="C Three", keywords=["third"], topics=["tensors"])
    write(
        "omega",
        title="Omega",
        authors=[{"name": "D Four", "affiliations": ["one"]}, {"name": "C Three"}],
        affiliations=institute,
    )


def compiled(root: Path) -> Compiled:
    return assemble(Layout.of_docs(root / "docs"))


def programme(root: Path, data: str) -> None:
    (root / "docs" / "programme.yml").write_text(data)


def digests(root: Path, written_topics: tuple[str, ...] = ()) -> dict[str, str]:
    found: dict[str, str] = {}
    for page in plan.pages(compiled(root), written_topics):
        assert page.address not in found, f"two pages have the address {page.address}"
        found[page.address] = page.shown
    return found


def changed(before: dict[str, str], after: dict[str, str]) -> set[str]:
    return {a.removesuffix(".html") for a in before.keys() | after.keys() if before.get(a) != after.get(a)}


def filled(root: Path) -> dict[str, dict[str, str]]:
    return {page.address: dict(page.fill()) for page in plan.pages(compiled(root), ())}


# ── the plan ─────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.usefixtures("four")
def test_every_record_of_a_volume_has_its_page(root: Path):
    assert set(digests(root)) == {
        f"{name}.html"
        for name in (
            "abstracts/alpha", "abstracts/beta", "abstracts/gamma", "abstracts/omega", "authors/a-one",
            "authors/b-two",
            "authors/c-three", "authors/d-four", "authors/index", "keywords/first", "keywords/second",
            "keywords/third",
            "keywords/index", "affiliations/an-institute", "affiliations/index", "topics/tensors",
            "topics/symmetries", "titles/index",
        )
    }  # fmt: skip


@pytest.mark.usefixtures("four")
def test_a_topic_that_the_organizers_wrote_is_not_made_again(root: Path):
    assert "topics/tensors.html" not in digests(root, ("tensors",))
    assert "topics/symmetries.html" in digests(root, ("tensors",))


@pytest.mark.usefixtures("four")
def test_nothing_changes_when_nothing_changed(root: Path):
    assert digests(root) == digests(root)


@pytest.mark.usefixtures("four")
def test_what_pages_show_does_not_depend_on_where_the_volume_lies(root: Path, tmp_path: Path):
    before = digests(root)
    root.rename(tmp_path / "elsewhere")
    assert digests(tmp_path / "elsewhere") == before


@pytest.mark.usefixtures("four")
def test_the_body_of_an_abstract_changes_its_own_page_only(root: Path, write: Callable[..., None]):
    before = digests(root)
    write("beta", "Another text.", title="Beta", author="B Two", keywords=["second"], topics=["symmetries"])
    assert changed(before, digests(root)) == {"abstracts/beta"}


@pytest.mark.usefixtures("four")
def test_a_title_changes_the_pages_that_show_it(root: Path, write: Callable[..., None]):
    before = digests(root)
    write("beta", title="Beta again", author="B Two", keywords=["second"], topics=["symmetries"])
    assert changed(before, digests(root)) == {
        "abstracts/alpha", "abstracts/beta", "abstracts/gamma", "authors/b-two", "keywords/second",
        "topics/symmetries", "titles/index",
    }  # fmt: skip


@pytest.mark.usefixtures("four")
def test_a_title_that_moves_changes_its_old_and_new_neighbours(root: Path, write: Callable[..., None]):
    before = digests(root)
    write("beta", title="Zeta", author="B Two", keywords=["second"], topics=["symmetries"])
    assert {a for a in changed(before, digests(root)) if a.startswith("abstracts/")} == {
        "abstracts/alpha", "abstracts/beta", "abstracts/gamma", "abstracts/omega",
    }  # fmt: skip


@pytest.mark.usefixtures("four")
def test_the_name_of_an_author_changes_the_pages_that_show_it(root: Path, write: Callable[..., None]):
    before = digests(root)
    write("gamma", title="Gamma", author="Ç Three", keywords=["third"], topics=["tensors"])
    # The address stays, and the index of authors shows the name.
    assert changed(before, digests(root)) >= {
        "abstracts/gamma", "authors/c-three", "keywords/third", "topics/tensors", "authors/index",
    }  # fmt: skip


@pytest.mark.usefixtures("four")
def test_another_spelling_of_a_keyword_changes_the_index(root: Path, write: Callable[..., None]):
    before = digests(root)
    write("beta", title="Beta", author="B Two", keywords=["SECOND"], topics=["symmetries"])
    assert changed(before, digests(root)) >= {"abstracts/beta", "keywords/second", "keywords/index"}


@pytest.mark.usefixtures("four")
def test_another_name_of_an_institution_changes_the_pages_that_show_it(
    root: Path, write: Callable[..., None]
):
    before = digests(root)
    write(
        "omega",
        title="Omega",
        authors=[{"name": "D Four", "affiliations": ["one"]}, {"name": "C Three"}],
        affiliations=[{"id": "one", "name": "An INSTITUTE"}],
    )
    assert changed(before, digests(root)) >= {
        "abstracts/omega", "affiliations/an-institute", "affiliations/index", "authors/d-four",
    }  # fmt: skip


@pytest.mark.usefixtures("four")
def test_a_board_changes_the_pages_that_show_it(root: Path):
    before = digests(root)
    programme(root, "placements:\n  - {contribution: beta, board: '7'}\n")
    # Alpha and gamma are neighbours now.
    assert changed(before, digests(root)) == {
        "abstracts/alpha",
        "abstracts/beta",
        "abstracts/gamma",
        "authors/b-two",
        "keywords/second",
        "titles/index",
        "topics/symmetries",
    }


@pytest.mark.usefixtures("four")
def test_the_title_of_a_session_changes_the_pages_of_what_is_in_it(root: Path):
    events = (
        "sessions:\n  - {id: s, title: %s, start: 2000-01-01T09:00:00Z, end: 2000-01-01T10:00:00Z}\n"
        "placements:\n  - {contribution: beta, session: s}\n"
    )
    programme(root, events % "Morning")
    before = digests(root)
    programme(root, events % "Evening")
    assert changed(before, digests(root)) == {"abstracts/beta"}


@pytest.mark.usefixtures("four")
def test_where_programme_and_plan_are_shown_changes_the_pages_that_lead_there(root: Path):
    programme(
        root,
        "sessions:\n  - {id: s, title: S, start: 2027-02-01T09:00:00Z, end: 2027-02-01T10:00:00Z}\n"
        "placements:\n  - {contribution: beta, session: s, board: A1}\n"
        "halls:\n  - {id: h, title: H, rows: [A1]}\n",
    )

    def shown(where: ShownOn) -> dict[str, str]:
        return {page.address: page.shown for page in plan.pages(compiled(root), (), where)}

    nowhere = shown(ShownOn())
    # What is not in the programme says so where there is one.
    everywhere = {f"abstracts/{id_}.html" for id_ in ("alpha", "beta", "gamma", "omega")}
    for where, pages_ in (
        (ShownOn("programme"), everywhere),
        (ShownOn(halls={"h": "plan"}), {"abstracts/beta.html"}),
    ):
        there = shown(where)
        assert {a for a in there if there[a] != nowhere[a]} == pages_
    pages = {page.name: page for page in plan.pages(compiled(root), (), ShownOn("p", {"h": "x/plan"}))}
    body = pages["beta"].fill()["body"]
    assert 'href="../p.html#session-s"' in body
    assert body.count('href="../x/plan.html#board-A1"') == 2
    assert 'href="beta.ics"' in body
    assert "Not scheduled yet" not in body
    assert 'Not scheduled yet: see the <a href="../p.html">' in pages["alpha"].fill()["body"]
    assert set(pages["beta"].beside()) == {".bib", ".ris", ".json", ".ics"}
    assert ".ics" not in pages["alpha"].beside()
    assert ".ics" not in pages["alpha"].fill()["body"]


@pytest.mark.usefixtures("four")
def test_pages_lead_on_through_the_programme_then_by_board_then_by_title(
    root: Path, write: Callable[..., None]
):
    write("delta", title="Delta")
    write("epsilon", title="Epsilon")
    hours = "start: 2000-01-01T{}:00:00Z, end: 2000-01-01T{}:00:00Z"
    programme(
        root,
        f"sessions:\n  - {{id: late, title: Late $x$, {hours.format(11, 12)}}}\n"
        f"  - {{id: early, title: Early, {hours.format('09', 10)}}}\n"
        "placements:\n"
        "  - {contribution: alpha, session: late, board: '1'}\n"
        "  - {contribution: alpha, session: early, board: '10'}\n"
        "  - {contribution: omega, session: early, board: '9'}\n"
        "  - {contribution: beta, session: late, board: '2'}\n"
        "  - {contribution: epsilon, board: B2}\n"
        "  - {contribution: delta, board: B10}\n",
    )
    write("eta", title="Eta")
    around = sequence.around(compiled(root))
    chain = {
        id_: tuple(step and (step.contribution.id, step.order) for step in steps)
        for id_, steps in around.items()
    }
    assert chain == {
        "omega": (None, ("alpha", "in Early")),
        "alpha": (("omega", "in Early"), ("beta", "in Late $x$")),
        "beta": (("alpha", "in Early"), None),
        "epsilon": (None, ("delta", "by board")),
        "delta": (("epsilon", "by board"), None),
        "eta": (None, ("gamma", "by title")),
        "gamma": (("eta", "by title"), None),
    }
    body = filled(root)["abstracts/alpha.html"]["body"]
    assert "<span>Previous in Early</span>" in body
    assert "<span>Next in Late <math" in body


# ── former ids ───────────────────────────────────────────────────────────────────────────────────


@pytest.mark.usefixtures("four")
def test_the_former_address_of_a_contribution_leads_to_the_one_of_today(root: Path):
    before = digests(root)
    programme(root, "moved: {old-beta: beta, alpha: beta, lost: nowhere}\n")
    assert changed(before, digests(root)) == {"abstracts/old-beta"}
    pages = {page.address: page for page in plan.pages(compiled(root), ())}
    page = pages["abstracts/old-beta.html"]
    filled_ = page.fill()
    assert '<meta http-equiv="refresh" content="0; url=beta.html">' in filled_["head"]
    assert 'name="robots" content="noindex"' in filled_["head"]
    assert 'data-moved="beta"' in filled_["body"]
    assert '<a href="beta.html">' in filled_["body"]
    assert not page.indexed
    assert page.record is None
    assert page.beside() == pages["abstracts/beta.html"].beside()
    assert ".bib" in page.beside()


@pytest.mark.usefixtures("four")
def test_what_stands_at_a_former_address_is_written_again_with_what_it_leads_to(
    root: Path, write: Callable[..., None]
):
    programme(root, "moved: {old-beta: beta}\n")
    before = digests(root)
    write("beta", title="Another beta")
    assert "abstracts/old-beta" in changed(before, digests(root))


def test_the_page_of_an_author_says_where_nothing_of_theirs_is_left(root: Path, write: Callable[..., None]):
    write("gone", author="Only Once", status="withdrawn")
    write("gone-too", author="Still There", status="withdrawn")
    write("there", title="There", author="Still There")
    pages = filled(root)
    said = "The only contribution of this author was withdrawn."
    assert said in pages["authors/only-once.html"]["body"]
    assert "withdrawn." not in pages["authors/still-there.html"]["body"]


@pytest.mark.usefixtures("four")
def test_a_correction_changes_its_own_page_only(root: Path):
    before = digests(root)
    programme(root, "corrections:\n  - {contribution: beta, date: 2027-03-01, text: A sign.}\n")
    assert changed(before, digests(root)) == {"abstracts/beta"}


@pytest.mark.usefixtures("four")
def test_an_entry_of_the_bibliography_changes_the_pages_that_cite_it(
    root: Path, write: Callable[..., None]
):
    write("beta", "See {cite:p}`cox2015ideals`.", title="Beta")
    before = digests(root)
    assert "Ideals" in filled(root)["abstracts/beta.html"]["body"]
    (root / "bib" / "references.bib").write_text(BIB.replace("2015},", "2016},"))
    assert changed(before, digests(root)) == {"abstracts/beta"}


@pytest.mark.usefixtures("four")
def test_a_second_work_of_one_year_changes_the_pages_that_cite_the_first(
    root: Path, write: Callable[..., None]
):
    write("beta", "See {cite:p}`cox2015ideals`.", title="Beta")
    write("gamma", "See {cite:p}`cox2015another`.", title="Gamma")
    before, shown_before = digests(root), filled(root)["abstracts/beta.html"]["body"]
    another = BIB.replace("cox2015ideals", "cox2015another").replace("{Ideals, ", "{More Ideals, ")
    (root / "bib" / "references.bib").write_text(BIB + another)
    shown_after = filled(root)["abstracts/beta.html"]["body"]
    assert shown_after != shown_before, "the years are told apart by letters"
    assert {"abstracts/beta", "abstracts/gamma"} <= changed(before, digests(root))


@pytest.mark.usefixtures("four")
def test_settings_change_every_page(root: Path):
    before = digests(root)
    (root / "docs" / "volume.yml").write_text(SETTINGS.replace("AW 2027", "AW 2028"))
    assert changed(before, digests(root)) == {address.removesuffix(".html") for address in before}


@pytest.mark.usefixtures("four")
def test_a_picture_changes_its_own_page_only(root: Path, write: Callable[..., None]):
    (root / "abstracts" / "beta").mkdir()
    picture = root / "abstracts" / "beta" / "p.png"
    data = (Path(__file__).parent / "fixtures" / "dot.png").read_bytes()
    picture.write_bytes(data)
    write("beta", "![a](p.png)", title="Beta", author="B Two", keywords=["second"], topics=["symmetries"])
    before = digests(root)
    picture.write_bytes(data + b"1")
    assert changed(before, digests(root)) == {"abstracts/beta"}


@pytest.mark.usefixtures("four")
def test_a_second_person_of_one_name_does_not_move_the_first(root: Path, write: Callable[..., None]):
    write("beta", title="Beta", authors=[{"name": "B Two", "orcid": ONE}])
    before = digests(root)
    write("new", title="New", authors=[{"name": "B Two", "orcid": TWO}])
    after = digests(root)
    assert before["abstracts/beta.html"] == after["abstracts/beta.html"]
    assert "authors/b-two-3700.html" in after.keys() - before.keys()


@pytest.mark.usefixtures("four")
def test_a_contribution_that_does_not_pass_has_a_placeholder_at_its_address(
    root: Path, write: Callable[..., None]
):
    write("beta", "# A heading", title="Beta")
    made = filled(root)["abstracts/beta.html"]
    assert "<h1>beta</h1>" in made["body"]
    assert "Headings are not allowed" in made["body"]
    assert '<meta name="robots" content="noindex">' in made["head"]
    assert "abstracts/alpha.html" in filled(root)


@pytest.mark.parametrize("word", ["Index", "INDEX", "index"])
def test_a_keyword_that_is_called_index_has_an_address_of_its_own(
    root: Path, write: Callable[..., None], word: str
):
    write("alpha", keywords=[word])
    assert len([address for address in digests(root) if address.startswith("keywords/")]) == 2


def test_an_index_is_in_the_order_of_its_letters_whatever_marks_come_first(
    root: Path, write: Callable[..., None]
):
    write("alpha", keywords=["“elliptic”", "degree", "(dual) cone", "cone"])
    body = filled(root)["keywords/index.html"]["body"]
    letters = re.findall(r"<h2>(.)</h2>", body)
    assert letters == sorted(set(letters))
    assert {"C", "D", "E"} <= set(letters)
    assert body.index(">degree<") < body.index(">(dual) cone<")


def test_an_author_who_is_called_index_has_an_address_of_its_own(root: Path, write: Callable[..., None]):
    write("alpha", authors=[{"name": {"literal": "Index"}}])
    assert len([address for address in digests(root) if address.startswith("authors/")]) == 2


def test_the_longest_names_make_addresses_that_a_file_system_takes(
    root: Path, write: Callable[..., None], tmp_path: Path
):
    write(
        "alpha",
        authors=[{"name": {"literal": "a" * 550}, "affiliations": ["one"]}],
        keywords=["漢" * 140],
        affiliations=[{"id": "one", "name": "institute " * 50}],
    )
    shells = {folder: cut("".join(mark(name) for name in MARKS)) for folder in plan.FOLDERS}
    planned = list(plan.pages(compiled(root), ()))
    assert writer.write(planned, shells, tmp_path / "out", tmp_path / "memory.json").pages == len(planned)


# ── who is who ───────────────────────────────────────────────────────────────────────────────────


def people(root: Path) -> dict[str, list[str]]:
    return {slug: [c.id for c in person.contributions] for slug, person in compiled(root).people.items()}


def test_one_orcid_is_one_person_however_the_name_is_spelled(root: Path, write: Callable[..., None]):
    write("alpha", authors=[{"name": "Given Family", "orcid": ONE}])
    write("beta", authors=[{"name": "G. Family", "orcid": ONE}])
    assert people(root) == {"given-family": ["alpha", "beta"]}


def test_two_orcids_are_two_persons_of_one_name(root: Path, write: Callable[..., None]):
    write("alpha", authors=[{"name": "Given Family", "orcid": ONE}])
    write("beta", authors=[{"name": "Given Family", "orcid": TWO}])
    assert people(root) == {"given-family": ["alpha"], "given-family-3700": ["beta"]}


def test_a_name_without_an_orcid_is_the_one_person_who_has_it(root: Path, write: Callable[..., None]):
    write("alpha", authors=[{"name": "Given Family", "orcid": ONE}])
    write("beta", authors=[{"name": "Given Family"}])
    assert people(root) == {"given-family": ["alpha", "beta"]}
    assert compiled(root).people["given-family"].author.orcid == ONE


def test_a_name_without_an_orcid_is_neither_of_two_persons_who_have_it(
    root: Path, write: Callable[..., None]
):
    write("alpha", authors=[{"name": "Given Family", "orcid": ONE}])
    write("beta", authors=[{"name": "Given Family", "orcid": TWO}])
    write("gamma", authors=[{"name": "Given Family"}])
    assert people(root) == {
        "given-family": ["alpha"],
        "given-family-2": ["gamma"],
        "given-family-3700": ["beta"],
    }


def test_names_that_differ_by_accents_only_are_one_person(root: Path, write: Callable[..., None]):
    write("alpha", author="José Família")
    write("beta", author="Jose Familia")
    assert people(root) == {"jose-familia": ["alpha", "beta"]}


def test_another_spelling_without_an_orcid_is_the_person_who_also_spells_it_so(
    root: Path, write: Callable[..., None]
):
    write("alpha", authors=[{"name": "Given Family", "orcid": ONE}])
    write("beta", authors=[{"name": "G. Family", "orcid": ONE}])
    write("gamma", authors=[{"name": "G. Family"}])
    assert people(root) == {"given-family": ["alpha", "beta", "gamma"]}


def test_two_persons_of_one_name_whose_orcids_end_alike_stay_two(root: Path, write: Callable[..., None]):
    from sphinx_proceedings.identifiers import parse_orcid

    def valid(number: int) -> str:
        for last in "0123456789X":
            try:
                return parse_orcid(f"{number:015}{last}")
            except ValueError:
                continue
        raise AssertionError

    by_end: dict[str, str] = {}
    for number in range(999_000_000_000_000, 999_000_000_100_000):
        orcid = valid(number)
        if orcid[-4:] in by_end:
            break
        by_end[orcid[-4:]] = orcid
    write("alpha", authors=[{"name": "Given Family", "orcid": by_end[orcid[-4:]]}])
    write("beta", authors=[{"name": "Given Family", "orcid": orcid}])
    assert len(people(root)) == 2


def test_people_are_in_the_order_of_their_family_names(root: Path, write: Callable[..., None]):
    write("alpha", authors=[{"name": n} for n in ("Zoe Ábel", "Anna van Beck", "The Group", "Carl Zander")])
    assert list(people(root)) == ["zoe-abel", "anna-van-beck", "the-group", "carl-zander"]


def test_a_person_has_coauthors_and_institutions_each_once(root: Path, write: Callable[..., None]):
    institute = [{"id": "x", "name": "An Institute"}]
    for id_ in ("alpha", "beta"):
        write(
            id_,
            title=id_,
            authors=[{"name": "Given Family", "affiliations": ["x"]}, {"name": "Other Person"}],
            affiliations=institute,
        )
    person = compiled(root).people["given-family"]
    assert person.coauthors == ("other-person",)
    assert [affiliation.name for affiliation in person.affiliations] == ["An Institute"]


# ── listings ─────────────────────────────────────────────────────────────────────────────────────


def ids(root: Path, **keys: object) -> list[str]:
    return [contribution.id for contribution in select(compiled(root), **keys)]  # type: ignore[arg-type]


@pytest.mark.usefixtures("four")
def test_a_listing_is_of_all_or_of_a_topic_a_session_an_author(root: Path):
    programme(
        root,
        "sessions:\n  - {id: s, title: S, start: 2000-01-01T09:00:00Z, end: 2000-01-01T10:00:00Z}\n"
        "placements:\n  - {contribution: gamma, session: s}\n  - {contribution: beta, board: '1'}\n",
    )
    assert ids(root) == ["alpha", "beta", "gamma", "omega"]
    assert ids(root, topic="tensors") == ["alpha", "gamma"]
    assert ids(root, session="s") == ["gamma"]
    assert ids(root, author="c-three") == ["gamma", "omega"]
    assert ids(root, topic="tensors", author="a-one") == ["alpha"]
    assert ids(root, topic="nothing") == ids(root, session="nothing") == ids(root, author="nobody") == []
    assert ids(root, limit=2) == ["alpha", "beta"]


def test_titles_sort_without_case_accents_and_leading_marks(root: Path, write: Callable[..., None]):
    for id_, title in {
        "aa": "“Beta” and more",
        "bb": "álpha",
        "cc": "$\\gamma$ rays",
        "dd": "Alpha two",
        "ee": "beta",
    }.items():
        write(id_, title=title)
    assert ids(root) == ["bb", "dd", "ee", "aa", "cc"]


def test_authors_sort_by_the_first_author_and_then_by_title(root: Path, write: Callable[..., None]):
    write("aa", title="Two", author="Anna Zander")
    write("bb", title="One", author="Anna Zander")
    write("cc", title="Three", author="Zoe Ábel")
    assert ids(root, sort="author") == ["cc", "bb", "aa"]


def test_topics_sort_in_the_order_of_the_settings_and_none_last(root: Path, write: Callable[..., None]):
    write("aa", title="A")
    write("bb", title="B", topics=["symmetries", "tensors"])
    write("cc", title="C", topics=["tensors"])
    assert ids(root, sort="topic") == ["cc", "bb", "aa"]


@pytest.mark.parametrize(
    "boards",
    [
        ["1", "2", "10"],
        ["A1", "A2", "A10", "B1"],
        ["1a", "1b", "2"],
        ["P-9", "P-10", "P-100"],
    ],
)
def test_boards_sort_as_people_count_and_none_last(
    root: Path, write: Callable[..., None], boards: list[str]
):
    places = []
    for number, board in enumerate(boards):
        write(f"text-{number}", title=f"{9 - number}")
        places.append(f"  - {{contribution: text-{number}, board: '{board}'}}")
    write("unplaced", title="0")
    programme(root, "placements:\n" + "\n".join(reversed(places)) + "\n")
    assert ids(root, sort="board") == [*(f"text-{number}" for number in range(len(boards))), "unplaced"]


@pytest.mark.usefixtures("four")
@pytest.mark.parametrize("sort", sorted(SORTS))
def test_every_order_has_every_contribution_once(root: Path, sort: str):
    assert sorted(ids(root, sort=sort)) == ["alpha", "beta", "gamma", "omega"]


def test_an_empty_listing_says_so(root: Path):
    assert "No contribution is listed here yet." in listing(compiled(root), (), prefix="")


@pytest.mark.usefixtures("four")
def test_a_listing_is_sound_html_with_its_formulas(root: Path):
    made = compiled(root)
    for grouped in (False, True):
        read = read_html(listing(made, select(made, sort="topic"), prefix="../", grouped=grouped))
        assert not [fault for fault in read.faults if "clos" in fault or "within" in fault]
        assert len(read.ids) == len(set(read.ids))
        text_shown = "".join(read.text)
        assert "<math" not in text_shown
        assert "$" not in text_shown.replace("\\R^n", "")


@pytest.mark.usefixtures("four")
def test_groups_of_a_listing_have_the_titles_of_their_topics(root: Path):
    made = compiled(root)
    shown = listing(made, select(made, sort="topic"), prefix="", grouped=True)
    headings = re.findall(r'<h2[^>]* id="group-([a-z]+)">(.*?)</h2>', shown)
    assert [anchor for anchor, _ in headings] == ["tensors", "symmetries"]
    assert "<math" in headings[0][1]


def test_a_sixth_group_of_topics_has_a_hue_that_exists(root: Path, write: Callable[..., None]):
    topics = "\n".join(f"  - {{id: t{i}, title: T{i}, group: G{i}}}" for i in range(7))
    (root / "docs" / "volume.yml").write_text(f"title: A\ntopics:\n{topics}\n")
    for i in range(7):
        write(f"text-{i}", topics=[f"t{i}"])
    made = compiled(root)
    shown = listing(made, select(made), prefix="")
    assert set(re.findall(r"hue-(\d+)", shown)) <= set("12345")


# ── what pages show ──────────────────────────────────────────────────────────────────────────────


@pytest.mark.usefixtures("four")
def test_every_page_is_sound_html(root: Path, write: Callable[..., None]):
    write(
        "alpha",
        "A text $x$[^n] {cite:p}`cox2015ideals`.\n\n[^n]: A note.",
        title="On <Alpha> & $\\R^n$".replace("<Alpha>", "Alpha"),
        authors=[{"name": "A One", "orcid": ONE, "affiliations": ["x"], "corresponding": True}],
        affiliations=[{"id": "x", "name": "An & Institute", "ror": "046rm7j60"}],
        keywords=["a & b", "<c>"],
        links={"arxiv": "2501.01234", "code": "https://example.org/?a&b"},
    )
    write("broken", "<script>alert(1)</script>")
    for address, made in filled(root).items():
        read = read_html(made["body"])
        assert not [f for f in read.faults if "clos" in f or "within" in f or "<script" in f], address
        assert len(read.ids) == len(set(read.ids)), address
        assert not [target for target in read.targets if target not in read.ids], address
        rest = re.sub(
            r"<(meta|link) [^<>]*>|<script type=\"application/ld\+json\">[^<]*</script>", "", made["head"]
        )
        assert "<" not in rest, address
        assert "<" not in made["title"], address


def test_the_worst_samples_together_still_make_a_volume(root: Path):
    samples = sorted((Path(__file__).parent / "fixtures" / "lint").glob("*.md"))
    for sample in samples:
        (root / "abstracts" / sample.name).write_bytes(sample.read_bytes())
    pages = filled(root)
    assert {f"abstracts/{sample.stem}.html" for sample in samples} <= set(pages)
    for address, made in pages.items():
        read = read_html(made["body"])
        assert not [f for f in read.faults if "clos" in f or "within" in f or "<script" in f], address
        assert len(read.ids) == len(set(read.ids)), address
        assert not {"\u202e", "\u200b", "\x1b"} & set(made["body"] + made["title"] + made["head"]), address


@pytest.mark.usefixtures("four")
def test_the_title_of_a_page_is_plain_and_escaped(root: Path, write: Callable[..., None]):
    write("alpha", title="A & B in $\\R^n$")
    assert filled(root)["abstracts/alpha.html"]["title"] == "A &amp; B in ℝ^n – AW 2027"


def test_a_title_of_a_topic_is_plain_in_the_title_of_its_page(root: Path):
    assert filled(root)["topics/tensors.html"]["title"] == "Tensors in ℝ^n – AW 2027"


@pytest.mark.usefixtures("four")
def test_neighbours_are_in_the_order_of_titles(root: Path):
    made = filled(root)
    beta = made["abstracts/beta.html"]["body"]
    assert re.search(r'class="previous" rel="prev" href="alpha\.html"', beta)
    assert re.search(r'class="next" rel="next" href="gamma\.html"', beta)
    assert 'class="previous"' not in made["abstracts/alpha.html"]["body"]
    assert 'class="next"' not in made["abstracts/omega.html"]["body"]


def test_samples_say_so_and_keep_out_of_search_engines(root: Path, write: Callable[..., None]):
    write("alpha", status="sample")
    made = filled(root)
    page = made["abstracts/alpha.html"]
    assert "Sample." in page["body"]
    assert "How to cite" not in page["body"]
    assert 'content="noindex"' in page["head"]
    assert 'content="noindex"' in made["authors/given-family.html"]["head"]


def test_a_withdrawn_contribution_says_why_and_has_no_place(root: Path, write: Callable[..., None]):
    write("alpha", "Some text.", status="withdrawn")
    programme(
        root,
        "sessions:\n  - {id: s, title: T, kind: posters, start: 2027-02-01T09:00:00-08:00,"
        " end: 2027-02-01T10:00:00-08:00}\n"
        "placements:\n  - {contribution: alpha, session: s, board: B7}\n"
        "corrections:\n  - {contribution: alpha, date: 2027-03-01, text: The proof has a gap.}\n",
    )
    pages = filled(root)
    assert "B7" not in pages["authors/given-family.html"]["body"]
    body = pages["abstracts/alpha.html"]["body"]
    assert "B7" not in body
    assert "Programme" not in body
    assert "Withdrawn." in body
    assert "The proof has a gap." in body
    assert '<time datetime="2027-03-01">March 1, 2027</time>' in body


def test_a_page_is_printed_with_its_address_where_the_site_has_one(root: Path, write: Callable[..., None]):
    write("alpha", "Some text.")
    body = filled(root)["abstracts/alpha.html"]["body"]
    assert "<span>https://example.org/volume/abstracts/alpha.html</span> <svg" in body
    (root / "docs" / "volume.yml").write_text(SETTINGS.replace("site_url", "# site_url"))
    assert 'class="printed"' not in filled(root)["abstracts/alpha.html"]["body"]


def test_one_affiliation_of_all_authors_needs_no_number(root: Path, write: Callable[..., None]):
    here = [{"id": "x", "name": "First"}]
    both = [{"name": "A One", "affiliations": ["x"]}, {"name": "B Two", "affiliations": ["x"]}]
    write("alpha", authors=both, affiliations=here)
    write("beta", authors=[*both, {"name": "C Three"}], affiliations=here)
    made = filled(root)
    assert "<sup>" not in made["abstracts/alpha.html"]["body"]
    assert "affiliations/first.html" in made["abstracts/alpha.html"]["body"]
    assert made["abstracts/beta.html"]["body"].count("<sup>1</sup>") == 3


def test_affiliations_are_numbered_as_they_are_listed(root: Path, write: Callable[..., None]):
    write(
        "alpha",
        authors=[
            {"name": "A One", "affiliations": ["y", "x"]},
            {"name": "B Two", "affiliations": ["y"]},
            {"name": "C Three"},
        ],
        affiliations=[
            {"id": "x", "name": "First"},
            {"id": "unused", "name": "Unused"},
            {"id": "y", "name": "Second"},
        ],
    )
    body = filled(root)["abstracts/alpha.html"]["body"]
    assert re.findall(r"<sup>([\d,]+)</sup><a href=\"../affiliations/(\w+)", body) == [
        ("1", "first"),
        ("2", "second"),
    ]
    assert re.findall(r"</a><sup>([\d,]+)</sup>", body) in (["2,1", "2"], ["1,2", "2"])
    assert "Unused" not in body


def test_a_committee_that_is_not_known_says_so():
    assert "Not announced yet." in render("committee.html", organizers=(), prefix="")
    known = (Organizer(name=Name.model_validate("Ada Lovelace")),)
    shown = render("committee.html", organizers=known, prefix="")
    assert "Ada Lovelace" in shown
    assert "announced" not in shown


def test_the_head_of_a_page_describes_it():
    site = metadata.Site("A Volume", "AV", "https://example.org/v")
    page = metadata.Page("A", "abstracts/a.html", 'A "short" & plain text', indexed=False)
    assert metadata.head(site, page) == (
        '<meta name="description" content="A &quot;short&quot; &amp; plain text">\n'
        '<link rel="canonical" href="https://example.org/v/abstracts/a.html">\n'
        '<meta name="robots" content="noindex">'
    )
    nowhere = metadata.Site("A Volume", "AV")
    assert metadata.head(nowhere, metadata.Page("A", None)) == ""
    assert len(metadata.head(nowhere, metadata.Page("A", None, "word " * 100))) < 260


# ── shells ───────────────────────────────────────────────────────────────────────────────────────

SPECIMEN = f"<title>{mark('title')}</title>{mark('head')}<main>{mark('body')}</main>"


def test_a_shell_is_filled_at_its_marks():
    made = cut(SPECIMEN)
    assert made.fill({"title": "T", "head": "<h>", "body": "B"}) == "<title>T</title><h><main>B</main>"


def test_the_marks_of_a_shell_may_stand_in_any_order():
    made = cut(f"{mark('body')}|{mark('title')}|{mark('head')}")
    assert made.fill({"title": "T", "head": "H", "body": "B"}) == "B|T|H"


def test_what_fills_a_shell_may_contain_marks():
    made = cut(SPECIMEN)
    assert made.fill({"title": mark("body"), "head": "", "body": mark("title")}).count("@@proceedings") == 2


@pytest.mark.parametrize("name", MARKS)
def test_a_shell_without_a_mark_is_an_error_that_names_it(name: str):
    with pytest.raises(ValueError, match=f"“{name}” 0 times"):
        cut(SPECIMEN.replace(mark(name), ""))


@pytest.mark.parametrize("name", MARKS)
def test_a_shell_with_a_mark_twice_is_an_error_that_names_it(name: str):
    with pytest.raises(ValueError, match=f"“{name}” 2 times"):
        cut(SPECIMEN + mark(name))


def test_the_digest_of_a_shell_is_of_its_pieces():
    assert cut(SPECIMEN).digest == cut(SPECIMEN).digest
    assert cut(SPECIMEN).digest != cut(SPECIMEN + " ").digest
    assert Shell(("ab", "c"), ("body",)).digest != Shell(("a", "bc"), ("body",)).digest


# ── files ────────────────────────────────────────────────────────────────────────────────────────

SHELLS = {"abstracts": Shell(("<", ">"), ("body",)), "authors": Shell(("(", ")"), ("body",))}


def page(name: str, body: str, folder: str = "abstracts", shown: str = "") -> Page:
    return Page(folder, name, shown or body, lambda: {"body": body})


@pytest.fixture
def written(tmp_path: Path) -> Callable[..., writer.Written]:
    def _write(*pages: Page, shells: dict[str, Shell] = SHELLS, jobs: int = 1) -> writer.Written:
        return writer.write(
            list(pages), shells, tmp_path / "out", tmp_path / "state" / "memory.json", jobs=jobs
        )

    return _write


def shown(tmp_path: Path) -> dict[str, str]:
    out = tmp_path / "out"
    return {
        p.relative_to(out).as_posix(): p.read_text(encoding="utf-8") for p in sorted(out.rglob("*.html"))
    }


def test_pages_are_written_into_their_shells(tmp_path: Path, written: Callable[..., writer.Written]):
    made = written(page("a", "ä"), page("b", "b", "authors"))
    assert made == writer.Written(2, ("abstracts/a.html", "authors/b.html"), ())
    assert shown(tmp_path) == {"abstracts/a.html": "<ä>", "authors/b.html": "(b)"}


def test_only_what_shows_something_new_is_written(tmp_path: Path, written: Callable[..., writer.Written]):
    written(page("a", "1"), page("b", "1"))
    before = (tmp_path / "out" / "abstracts" / "a.html").stat().st_mtime_ns
    assert written(page("a", "1"), page("b", "2")).changed == ("abstracts/b.html",)
    assert (tmp_path / "out" / "abstracts" / "a.html").stat().st_mtime_ns == before
    assert written(page("a", "1"), page("b", "2")).changed == ()


def test_another_shell_writes_the_pages_of_its_kind(written: Callable[..., writer.Written]):
    written(page("a", "1"), page("b", "1", "authors"))
    other = {**SHELLS, "authors": Shell(("[", "]"), ("body",))}
    assert written(page("a", "1"), page("b", "1", "authors"), shells=other).changed == ("authors/b.html",)


def test_a_page_that_was_deleted_is_written_again(tmp_path: Path, written: Callable[..., writer.Written]):
    written(page("a", "1"))
    (tmp_path / "out" / "abstracts" / "a.html").unlink()
    assert written(page("a", "1")).changed == ("abstracts/a.html",)


def test_what_the_volume_no_longer_has_is_removed(tmp_path: Path, written: Callable[..., writer.Written]):
    written(page("a", "1"), page("b", "1"))
    made = written(page("a", "1"))
    assert (made.changed, made.removed) == ((), ("abstracts/b.html",))
    assert list(shown(tmp_path)) == ["abstracts/a.html"]


def test_what_somebody_else_wrote_is_left_alone(tmp_path: Path, written: Callable[..., writer.Written]):
    written(page("a", "1"))
    (tmp_path / "out" / "index.html").write_text("home")
    written()
    assert shown(tmp_path) == {"index.html": "home"}


@pytest.mark.parametrize(
    "damage",
    [
        b"",
        b"{",
        b"\xff",
        b"[]",
        b"null",
        b"7",
        b'"x"',
        b'{"abstracts/a.html": 7}',
        b"{}",
        b"[" * 100_000,
    ],
)
def test_a_damaged_memory_costs_time_and_nothing_else(
    tmp_path: Path, written: Callable[..., writer.Written], damage: bytes
):
    written(page("a", "1"))
    (tmp_path / "state" / "memory.json").write_bytes(damage)
    assert written(page("a", "1")).changed == ("abstracts/a.html",)
    assert shown(tmp_path) == {"abstracts/a.html": "<1>"}
    assert written(page("a", "1")).changed == ()


@pytest.mark.parametrize(
    "address", ["", ".", "abstracts", "../kept.html", "abstracts/../../kept.html", "{}/kept.html"]
)
def test_a_damaged_memory_never_deletes_what_is_not_a_page(
    tmp_path: Path, written: Callable[..., writer.Written], address: str
):
    written(page("a", "1"))
    kept = tmp_path / "kept.html"
    kept.write_text("kept")
    known = {address.format(tmp_path): "x"}
    (tmp_path / "state" / "memory.json").write_text(json.dumps(known))
    written(page("a", "1"))
    assert kept.read_text() == "kept"


def test_pages_that_are_gone_do_not_stay_when_the_memory_is_lost(
    tmp_path: Path, written: Callable[..., writer.Written]
):
    written(page("a", "1"), page("b", "1"))
    (tmp_path / "state" / "memory.json").unlink()
    written(page("a", "1"))
    assert list(shown(tmp_path)) == ["abstracts/a.html"]


def test_a_build_that_stops_half_way_leaves_no_page_that_the_next_one_believes(
    tmp_path: Path, written: Callable[..., writer.Written]
):
    def stops() -> dict[str, str]:
        raise RuntimeError

    written(page("a", "1"), page("b", "1"))
    with pytest.raises(RuntimeError):
        written(page("a", "2"), Page("abstracts", "b", "2", stops))
    # The change is taken back before the next build.
    written(page("a", "1"), page("b", "1"))
    assert shown(tmp_path) == {"abstracts/a.html": "<1>", "abstracts/b.html": "<1>"}


def test_several_processes_write_the_same_as_one(tmp_path: Path, written: Callable[..., writer.Written]):
    number = writer.SHARE + 1
    ticks: list[tuple[int, int]] = []
    pages = [page(f"p{i}", str(i)) for i in range(number)]
    made = writer.write(
        pages,
        SHELLS,
        tmp_path / "out",
        tmp_path / "memory.json",
        jobs=2,
        tick=lambda *done: ticks.append(done),
    )
    assert len(made.changed) == number
    assert shown(tmp_path) == {
        f"abstracts/p{i}.html": f"<{i}>" for i in sorted(range(number), key=lambda i: f"p{i}.html")
    }
    assert ticks[-1] == (number, number)


def test_the_memory_is_the_same_for_the_same_pages(tmp_path: Path, written: Callable[..., writer.Written]):
    memory = tmp_path / "state" / "memory.json"
    written(page("b", "1"), page("a", "1"))
    one = memory.read_bytes()
    written(page("a", "1"), page("b", "1"))
    assert memory.read_bytes() == one
    assert str(tmp_path) not in one.decode()
