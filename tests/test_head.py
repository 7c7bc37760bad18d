"""What pages say in their heads, read by parsers that are not ours and held against the exports."""

from __future__ import annotations

import json
import re
import shutil
import warnings
from datetime import datetime
from functools import cache
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import extruct
import icalendar
import pytest
import rispy
from pybtex.database import parse_string

from sphinx_proceedings import metadata
from sphinx_proceedings.metadata import scholarly, structured
from sphinx_proceedings.metadata.elements import data
from sphinx_proceedings.model import Session, Settings
from sphinx_proceedings.sphinx_ext.run import Result, build_site
from tests.browser.tools import VOLUME
from tests.golden.making import contribution
from tools import roundtrip

BASE = "https://volume.example/hard"
IDENTIFIED = r"""---
title: 'Ends of `</script><!--` & "quotes" over $\R^2$ where $a<b$'
authors:
  - name: {given: Élodie, particle: van der, family: Šimůnek, suffix: Jr.}
    orcid: 0000-0001-5109-3700
    affiliations: [here, there]
  - name: {literal: The Group of A & B}
    affiliations: [there]
  - name: 陈
affiliations:
  - {id: here, name: 'Universität "Ü" & Söhne', ror: 'https://ror.org/046rm7j60'}
  - {id: there, name: There}
topics: [cells]
keywords: [a & b, '<i>', ReLU]
links: {arxiv: '2501.01234'}
doi: 10.1000/182
date: 2001-04-05
license: CC0-1.0
---

Text with $x<y$ & `</script>`.
"""


class Head(HTMLParser):
    """The metas, links and title of a page."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.metas: list[tuple[str, str]] = []
        self.links: list[dict[str, str]] = []
        self.scripts = 0
        self.feed(text.partition("<body")[0])

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "meta" and "content" in given:
            self.metas.append((given.get("name") or given.get("property", ""), given["content"]))
        elif tag == "link":
            self.links.append(given)
        elif tag == "script":
            self.scripts += 1

    def all(self, name: str) -> list[str]:
        return [content for other, content in self.metas if other == name]

    def one(self, name: str) -> str:
        found = self.all(name)
        assert len(found) < 2, f"{name} stands there {len(found)} times"
        return found[0] if found else ""

    def link(self, rel: str, kind: str = "") -> str:
        found = [a["href"] for a in self.links if a.get("rel") == rel and kind in ("", a.get("type"))]
        assert len(found) < 2, f"{rel} is linked {len(found)} times"
        return found[0] if found else ""


class Site:
    """A volume in a folder, and its site."""

    def __init__(self, root: Path, site_url: str = BASE) -> None:
        shutil.copytree(VOLUME, root)
        self.root, self.out = root, root / "site"
        settings = root / "docs" / "volume.yml"
        said = f"site_url: {site_url}\npublisher: A Press & Sons\nlicense:" if site_url else "license:"
        settings.write_text(settings.read_text("utf-8").replace("license:", said), "utf-8")
        (root / "abstracts" / "identified.md").write_text(IDENTIFIED, encoding="utf-8")

    def build(self, **options: Any) -> Result:
        return build_site(self.root / "docs", self.out, self.root / "doctrees", **options)

    @property
    def pages(self) -> list[str]:
        files = (file.relative_to(self.out) for file in self.out.rglob("*.html"))
        return sorted(file.as_posix() for file in files if file.parts[0] != "_static")

    @cache  # noqa: B019 - a site lives as long as the tests of this file
    def head(self, address: str) -> Head:
        return Head((self.out / address).read_text(encoding="utf-8"))

    @cache  # noqa: B019 - as above
    def found(self, address: str) -> dict[str, list[dict[str, Any]]]:
        """What extruct finds on a page."""
        text = (self.out / address).read_text(encoding="utf-8")
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            made: dict[str, list[dict[str, Any]]] = extruct.extract(
                text, base_url=f"{BASE}/{address}", syntaxes=["json-ld", "opengraph", "dublincore"]
            )
        return made

    def nodes(self, address: str) -> dict[str, dict[str, Any]]:
        """The nodes of schema.org on a page, by their types; only events may be several."""
        every = self.every(address)
        once = [node["@type"] for node in every if node["@type"] != "Event"]
        assert len({*once}) == len(once)
        return {node["@type"]: node for node in every}

    def every(self, address: str) -> list[dict[str, Any]]:
        found = self.found(address)["json-ld"]
        return [node for whole in found for node in whole.get("@graph", [whole])]

    def events(self, address: str) -> list[dict[str, Any]]:
        return [node for node in self.every(address) if node["@type"] == "Event"]

    def text(self, address: str) -> str:
        return (self.out / address).read_text(encoding="utf-8")

    @property
    def published(self) -> list[str]:
        found = (file.stem for file in (self.out / "abstracts").glob("*.bib"))
        return sorted(id_ for id_ in found if f"abstracts/{id_}.html" not in MOVED)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Site:
    made = Site(tmp_path_factory.mktemp("head") / "volume")
    made.build()
    return made


@pytest.fixture(scope="module")
def nowhere(tmp_path_factory: pytest.TempPathFactory) -> Site:
    """The same volume, of which nobody says where it is."""
    made = Site(tmp_path_factory.mktemp("nowhere") / "volume", site_url="")
    made.build()
    return made


def known(names: list[Any]) -> list[Any]:
    return [name for name in names if name]


MOVED = {
    "authors/d-testperson.html": "authors/dario-testperson-querschnitt.html",
    "authors/dario-testperson.html": "authors/dario-testperson-querschnitt.html",
    "abstracts/numbered-displays.html": "abstracts/numbered-equations.html",
}
"""Addresses that the difficult volume's people.yml and programme.yml lead elsewhere."""


def test_every_page_has_one_canonical_address_which_is_its_own(site: Site) -> None:
    for page in site.pages:
        head = site.head(page)
        if page in MOVED:
            assert head.link("canonical") == f"{BASE}/{MOVED[page]}", page
            assert head.one("robots") == "noindex"
            continue
        address = "" if page == "index.html" else page
        expected = "" if page in {"404.html", "abstracts/broken-file.html"} else f"{BASE}/{address}"
        assert head.link("canonical") == expected, page
        if head.one("robots") != "noindex":
            assert head.one("og:url") == expected, page


def test_every_page_that_is_indexed_has_a_card_with_title_and_kind(site: Site) -> None:
    kinds = {"index.html": "website", "about.html": "article", "abstracts/bare.html": "article",
             "authors/ada-testperson.html": "profile", "topics/cells.html": "website"}  # fmt: skip
    for page in site.pages:
        head = site.head(page)
        assert len(head.one("description")) <= 200, page
        if head.one("robots") == "noindex":
            continue
        assert head.one("og:title"), page
        assert head.one("twitter:card") == "summary", page
        assert head.one("og:site_name").startswith("A Workshop on Pages"), page
        assert head.one("og:description") == head.one("description"), page
        assert head.one("og:type") == kinds.get(page, head.one("og:type")), page
        # A formula that cannot be set is shown as its source, here as well.
        if page != "abstracts/formula-in-a-box.html":
            assert not re.search(r"[$\\]|\bNone\b", "".join(value for _, value in head.metas)), page


def test_every_page_names_the_feed_and_the_icon(site: Site) -> None:
    for page in site.pages:
        head = site.head(page)
        root = "/hard/" if page == "404.html" else "../" * page.count("/")
        assert head.link("alternate", "application/atom+xml") == f"{root}feed.atom", page
        assert head.link("icon", "image/svg+xml") == f"{root}_static/volume.svg", page


def test_heads_say_the_same_as_bibtex_ris_and_csl_json(site: Site) -> None:
    assert len(site.published) == 14
    for id_ in site.published:
        page = f"abstracts/{id_}.html"
        head, work = site.head(page), site.nodes(page)["ScholarlyArticle"]
        bib = next(iter(parse_string(site.text(f"abstracts/{id_}.bib"), "bibtex").entries.values()))
        [ris] = rispy.loads(site.text(f"abstracts/{id_}.ris"))
        [csl] = json.loads(site.text(f"abstracts/{id_}.json"))
        titles = (head.one("DC.title"), head.one("og:title"), work["headline"], work["name"], ris["title"])
        assert {head.one("citation_title"), csl["title"], *titles} == {csl["title"]}, id_
        assert head.all("citation_author") == head.all("DC.creator") == ris["authors"], id_
        assert len(bib.persons["author"]) == len(work["author"]) == len(ris["authors"]), id_
        families = [author.get("familyName") or author["name"] for author in work["author"]]
        parts = ("non-dropping-particle", "family")
        in_csl = [a.get("literal") or " ".join(known([a.get(p) for p in parts])) for a in csl["author"]]
        assert families == in_csl, id_
        given = [author.get("givenName", "") for author in work["author"]]
        assert given == [a.get("given", "") for a in csl["author"]], id_
        day = "-".join(f"{part:02}" for part in csl["issued"]["date-parts"][0])
        dates = (head.one("DC.date"), work["datePublished"], head.one("article:published_time"))
        assert {*dates, ris["date"].replace("/", "-")} == {day}, id_
        assert head.one("citation_publication_date") == ris["date"], id_
        assert bib.fields["year"] == day[:4], id_
        containers = (head.one("DCTERMS.isPartOf"), work["isPartOf"]["name"], ris["secondary_title"])
        assert {head.one("citation_conference_title"), *containers} == {csl["container-title"]}, id_
        assert head.one("citation_abstract") == work["abstract"] == ris["abstract"] == csl["abstract"], id_
        words = work.get("keywords", [])
        assert head.all("citation_keywords") == head.all("DC.subject") == head.all("article:tag") == words
        assert ris.get("keywords", []) == words, id_
        urls = (head.one("citation_abstract_html_url"), work["url"], head.link("canonical"), ris["urls"][0])
        assert {bib.fields["url"], csl["URL"], *urls} == {f"{BASE}/{page}"}, id_
        assert head.one("citation_doi") == bib.fields.get("doi", "") == csl.get("DOI", ""), id_
        assert head.one("citation_doi") == ris.get("doi", "") == work.get("identifier", {}).get("value", "")
        assert head.one("citation_arxiv_id") == bib.fields.get("eprint", ""), id_
        assert work.get("creativeWorkStatus", "") == csl.get("note", "").rstrip("."), id_
        assert (head.one("citation_publisher"), work["publisher"]["name"]) == (csl["publisher"],) * 2, id_
        for suffix, kind in (
            (".bib", "application/x-bibtex"),
            (".ris", "application/x-research-info-systems"),
        ):
            assert head.link("alternate", kind) == f"{id_}{suffix}"


def test_every_export_is_read_back_the_same_by_other_parsers(site: Site) -> None:
    found = list(roundtrip.compare(site.out))
    assert [one for one in found if not isinstance(one, str)] == []
    assert {"bibtex families", "ris abstract", "atom title", "json-ld doi", "own bib"} <= {*map(str, found)}


def test_what_one_export_says_otherwise_is_found(site: Site, tmp_path: Path) -> None:
    copy = shutil.copytree(site.out, tmp_path / "site")
    for name, before, after in (
        ("volume.ris", "TI  - Ends of", "TI  - Beginnings of"),
        ("volume.bib", "The Group of", "Another Group of"),
        ("feed.atom", "<title>Ends of", "<title>Beginnings of"),
    ):
        text = (copy / name).read_bytes().decode()
        assert before in text
        (copy / name).write_bytes(text.replace(before, after).encode())
    different = {one[1] for one in roundtrip.compare(copy) if not isinstance(one, str)}
    assert different == {"ris title", "own ris", "bibtex families", "own bib", "atom title"}


def test_pages_announce_the_same_times_as_the_calendars(site: Site) -> None:
    def times(calendar: str) -> set[tuple[datetime, datetime]]:
        events = icalendar.Calendar.from_ical(site.text(calendar)).events
        return {(e.start, e.end) for e in events if "break" not in [kind.lower() for kind in e.categories]}

    def said(page: str) -> set[tuple[datetime, datetime]]:
        read = datetime.fromisoformat
        return {(read(e["startDate"]), read(e["endDate"])) for e in site.events(page)}

    assert said("programme.html") == times("programme.ics")
    placed = [id_ for id_ in site.published if (site.out / f"abstracts/{id_}.ics").exists()]
    assert len(placed) > 1
    for id_ in placed:
        page = f"abstracts/{id_}.html"
        if site.nodes(page)["ScholarlyArticle"].get("creativeWorkStatus"):
            assert not site.events(page), id_
            continue
        assert said(page) == times(f"abstracts/{id_}.ics"), id_
        for event in site.events(page):
            assert event["workFeatured"]["@id"] == event["url"] == f"{BASE}/{page}"
            assert event["superEvent"]["url"].startswith(f"{BASE}/programme.html#session-")


@pytest.mark.parametrize(
    ("poster", "said"),
    [
        ("https://example.org/p.PDF?x=1", "https://example.org/p.PDF?x=1"),
        ("https://example.org/p.png", ""),
        ("", ""),
    ],
)
def test_a_poster_is_offered_as_the_pdf_where_it_is_one(poster: str, said: str) -> None:
    assert scholarly.pdf(contribution("a-text", links={"poster": poster} if poster else {})) == said


def test_dublin_core_and_open_graph_are_found_by_another_reader(site: Site) -> None:
    found = site.found("abstracts/identified.html")
    [dublin] = found["dublincore"]
    terms = {element["name"].lower(): element["content"] for element in dublin["elements"]}
    assert terms["dc.identifier"] == "https://doi.org/10.1000/182"
    assert terms["dc.rights"] == "https://creativecommons.org/publicdomain/zero/1.0/"
    assert dublin["namespaces"]["DC"] == "http://purl.org/dc/elements/1.1/"
    [card] = found["opengraph"]
    said = dict(card["properties"])
    assert said["og:title"] == 'Ends of </script><!-- & "quotes" over ℝ^2 where a < b'
    assert said["og:type"] == "article"


def test_people_are_known_by_orcid_and_institutions_by_ror(site: Site) -> None:
    head = site.head("abstracts/identified.html")
    names = [(name, value) for name, value in head.metas if name.startswith("citation_author")]
    assert names == [
        ("citation_author", "van der Šimůnek, Élodie, Jr."),
        ("citation_author_institution", 'Universität "Ü" & Söhne'),
        ("citation_author_institution", "There"),
        ("citation_author_orcid", "https://orcid.org/0000-0001-5109-3700"),
        ("citation_author", "The Group of A & B"),
        ("citation_author_institution", "There"),
        ("citation_author", "陈"),
    ]
    first, group, last = site.nodes("abstracts/identified.html")["ScholarlyArticle"]["author"]
    assert first["@id"] == "https://orcid.org/0000-0001-5109-3700"
    assert first["affiliation"] == [
        {"@type": "Organization", "@id": "https://ror.org/046rm7j60", "name": 'Universität "Ü" & Söhne'},
        {"@type": "Organization", "name": "There"},
    ]
    assert group["@type"] == "Organization"
    assert group["name"] == "The Group of A & B"
    assert last["name"] == "陈"
    assert "affiliation" not in last
    profile = site.nodes(first["url"].removeprefix(f"{BASE}/"))["ProfilePage"]
    assert profile["mainEntity"] == first


def test_a_text_cannot_end_the_data_that_holds_it(site: Site) -> None:
    text = site.text("abstracts/identified.html")
    [inner] = re.findall(r'<script type="application/ld\+json">(.*?)</script>', text, re.DOTALL)
    assert "<" not in inner
    work = next(node for node in json.loads(inner)["@graph"] if node["@type"] == "ScholarlyArticle")
    assert work["abstract"].endswith("</script>.")
    assert site.head("abstracts/identified.html").scripts == 3  # the theme's two, and the data
    assert (
        json.loads(data([{"name": "</ScRipt>"}]).partition(">")[2].partition("<")[0])["name"] == "</ScRipt>"
    )


def test_what_was_withdrawn_or_corrected_says_so(site: Site) -> None:
    head, work = site.head("abstracts/withdrawn-map.html"), site.nodes("abstracts/withdrawn-map.html")
    assert head.one("description").startswith("Withdrawn. We described")
    assert work["ScholarlyArticle"]["creativeWorkStatus"] == "Withdrawn"
    corrected = site.nodes("abstracts/notes-and-back.html")["ScholarlyArticle"]
    assert corrected["dateModified"] == "2000-03-03"
    assert corrected["correction"][0]["text"] == "The second note named the wrong number."
    assert site.head("abstracts/notes-and-back.html").one("article:modified_time") == "2000-03-03"


def test_samples_placeholders_and_lost_addresses_are_not_indexed_and_cite_nothing(site: Site) -> None:
    hidden = [page for page in site.pages if site.head(page).one("robots") == "noindex"]
    expected = {
        "404.html",
        "search.html",
        "agenda.html",
        "compose.html",
        "abstracts/broken-file.html",
        "abstracts/sample-shape.html",
    }
    assert expected <= set(hidden)
    samples = {page for page in site.pages if page.startswith(("authors/", "keywords/", "affiliations/"))}
    for page in hidden:
        head = site.head(page)
        assert page in {*expected, *samples, *MOVED}
        assert not [name for name, _ in head.metas if re.match(r"citation_|DC|og:|article:", name)], page
        assert not site.nodes(page), page
    assert "The shape of a sample" not in json.dumps([site.found(page)["json-ld"] for page in site.pages])


def test_the_way_from_the_home_page_leads_over_pages_that_exist(site: Site) -> None:
    ways = 0
    for page in site.pages:
        if way := site.nodes(page).get("BreadcrumbList"):
            ways += 1
            steps = way["itemListElement"]
            assert [step["position"] for step in steps] == list(range(1, len(steps) + 1)), page
            assert steps[0]["item"] == f"{BASE}/", page
            assert steps[-1]["item"] == f"{BASE}/{page}", page
            for step in steps[1:]:
                assert step["name"], page
                assert (site.out / step["item"].removeprefix(f"{BASE}/")).is_file(), step
    assert ways > 90
    curves = site.nodes("topics/curves.html")["BreadcrumbList"]["itemListElement"]
    assert curves[0]["name"] == "Hard Pages"
    assert len(curves) == 3


def test_the_home_page_announces_the_workshop_as_volume_yml_has_it(site: Site) -> None:
    nodes = site.nodes("index.html")
    event = nodes["Event"]
    assert (event["startDate"], event["endDate"]) == ("2000-02-29", "2000-03-03")
    assert event["location"]["name"].startswith("Imaginary Institute")
    assert event["location"]["address"] == "Nowhere"
    assert [person["name"] for person in event["organizer"]] == [
        "Ada Testperson", "The Committee for Names That Do Not Split Into Given and Family",
    ]  # fmt: skip
    assert event["organizer"][0]["affiliation"][0]["name"] == "Imaginary University"
    assert not {"eventStatus", "eventAttendanceMode", "offers"} & set(event)
    assert nodes["WebSite"]["alternateName"] == "Hard Pages"
    assert site.head("index.html").one("description") == "A volume for tests. Nothing in it is real."


def test_a_workshop_without_dates_is_not_announced_and_a_session_is_part_of_it() -> None:
    place = metadata.Site("A Workshop", "AW", "https://example.org")
    bare = Settings(title="A Workshop")
    assert structured.workshop(place, bare, "") is None
    session = Session.model_validate(
        {
            "id": "s",
            "title": "Posters",
            "start": "2031-05-06T16:00:00+02:00",
            "end": "2031-05-06T18:00:00+02:00",
        }
    )
    made = structured.session(place, bare, session, "Posters", "programme.html#session-s")
    assert made == {
        "@type": "Event",
        "name": "Posters",
        "startDate": "2031-05-06T16:00:00+02:00",
        "endDate": "2031-05-06T18:00:00+02:00",
        "superEvent": {"@type": "Event", "name": "A Workshop", "url": "https://example.org/"},
        "url": "https://example.org/programme.html#session-s",
    }


def test_a_document_is_described_by_its_summary_its_first_paragraph_or_its_own_words(site: Site) -> None:
    assert site.head("topics/curves.html").one("description") == (
        "What does a formula such as ∑_kx_k^2 do in a summary?"
    )
    assert site.head("about.html").one("description") == "Nobody should cite this volume."
    assert site.head("about.html").one("og:title") == "About"


def test_a_description_has_formulas_in_plain_characters_and_no_tags(tmp_path: Path) -> None:
    made = Site(tmp_path / "volume")
    docs = made.root / "docs"
    text = "# Notes\n\nLet $x^2 \\in \\R$ be *seen* by <a href='x.html'>all</a> & more.\n"
    (docs / "participate.md").write_text(text, encoding="utf-8")
    own = "---\nmyst:\n  html_meta:\n    description: In our own words\n---\n"
    (docs / "about.md").write_text(own + (docs / "about.md").read_text("utf-8"), encoding="utf-8")
    made.build()
    assert made.head("participate.html").one("description") == "Let x^2 ∈ ℝ be seen by all & more."
    assert made.head("about.html").one("description") == "In our own words"


def test_without_an_address_of_the_site_a_page_says_none(nowhere: Site) -> None:
    for page in nowhere.pages:
        head = nowhere.head(page)
        assert not head.link("canonical"), page
        assert not [name for name, _ in head.metas if name in {"og:url", "og:image", "article:author"}], (
            page
        )
        assert "BreadcrumbList" not in nowhere.nodes(page), page
    work = nowhere.nodes("abstracts/bare.html")["ScholarlyArticle"]
    assert "url" not in work
    assert "@id" not in work
    assert nowhere.head("abstracts/bare.html").one("citation_title") == "Bare"
    assert nowhere.nodes("index.html").keys() == {"Event"}


def test_an_address_in_conf_py_is_that_of_all_and_a_preview_asks_to_be_left_alone(tmp_path: Path) -> None:
    made = Site(tmp_path / "volume")
    conf = made.root / "docs" / "conf.py"
    other = "https://elsewhere.example"
    conf.write_text(conf.read_text("utf-8") + f'\nhtml_baseurl = "{other}/"\n', "utf-8")
    made.build(preview=True)
    head = made.head("abstracts/bare.html")
    assert head.link("canonical") == head.one("og:url") == f"{other}/abstracts/bare.html"
    [csl] = json.loads(made.text("abstracts/bare.json"))
    assert csl["URL"] == f"{other}/abstracts/bare.html"
    assert len(made.pages) > 100
    for page in made.pages:
        assert made.head(page).one("robots") == "noindex", page
    made.head.cache_clear()
    made.build()
    assert made.head("abstracts/bare.html").one("robots") == ""
    assert made.head("index.html").one("robots") == ""
