"""Feed, sitemap, robots.txt, the page for lost addresses and pictures, read by the parsers of others."""

from __future__ import annotations

import io
import os
import re
import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from urllib.robotparser import RobotFileParser

import feedparser
import pytest
from lxml import etree
from PIL import Image

from sphinx_proceedings.pages import crawling, feed
from sphinx_proceedings.pages.card import Card, draw, motif, people_lines
from sphinx_proceedings.pages.lettering import words
from sphinx_proceedings.sphinx_ext.run import Result
from tests.test_head import BASE, Head, Site
from tests.test_site import Workshop

# What RFC 4287 asks of a feed such as ours (4.1.1, 4.1.2, 3.2, 3.3, 4.2.7), as RELAX NG.
ATOM = """
<grammar xmlns="http://relaxng.org/ns/structure/1.0" ns="http://www.w3.org/2005/Atom"
 datatypeLibrary="http://www.w3.org/2001/XMLSchema-datatypes">
<start><element name="feed"><attribute name="xml:lang"/><interleave>
<ref name="common"/><optional><element name="subtitle"><text/></element></optional>
<optional><element name="rights"><text/></element></optional>
<optional><element name="generator"><text/></element></optional>
<zeroOrMore><element name="entry"><interleave><ref name="common"/>
<optional><element name="published"><ref name="instant"/></element></optional>
<zeroOrMore><element name="category"><attribute name="term"/></element></zeroOrMore>
<element name="summary"><text/></element></interleave></element></zeroOrMore>
</interleave></element></start>
<define name="common"><interleave>
<element name="id"><data type="anyURI"><param name="pattern">[a-z]+:.+</param></data></element>
<element name="title"><text/></element>
<element name="updated"><ref name="instant"/></element>
<zeroOrMore><element name="author"><element name="name"><data type="string">
<param name="minLength">1</param></data></element></element></zeroOrMore>
<oneOrMore><element name="link"><attribute name="rel"/><attribute name="type"/>
<attribute name="href"><data type="anyURI"/></attribute></element></oneOrMore>
</interleave></define>
<define name="instant"><data type="dateTime"><param name="pattern">.*T.*Z</param></data></define>
</grammar>
"""
# https://www.sitemaps.org/protocol.html: loc is whole and at most 2,048 long; lastmod is a W3C date.
SITEMAP = """
<grammar xmlns="http://relaxng.org/ns/structure/1.0" ns="http://www.sitemaps.org/schemas/sitemap/0.9"
 datatypeLibrary="http://www.w3.org/2001/XMLSchema-datatypes">
<start><choice>
<element name="urlset"><oneOrMore><element name="url"><ref name="place"/></element></oneOrMore></element>
<element name="sitemapindex"><oneOrMore><element name="sitemap"><ref name="place"/></element></oneOrMore>
</element>
</choice></start>
<define name="place"><element name="loc"><data type="anyURI"><param name="pattern">https://.+</param>
<param name="maxLength">2048</param></data></element>
<optional><element name="lastmod"><data type="date"/></element></optional></define>
</grammar>
"""
NS = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9"}


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Site:
    made = Site(tmp_path_factory.mktemp("discovery") / "volume")
    made.build(pictures=made.root / "drawn")
    return made


@pytest.fixture(scope="module")
def nowhere(tmp_path_factory: pytest.TempPathFactory) -> Site:
    made = Site(tmp_path_factory.mktemp("nowhere") / "volume", site_url="")
    made.build(pictures=made.root / "drawn")
    return made


def valid(file: Path, grammar: str) -> Any:
    tree = etree.parse(file)
    etree.RelaxNG(etree.fromstring(grammar)).assertValid(tree)
    return tree


def news(site: Site) -> Any:
    valid(site.out / "feed.atom", ATOM)
    found = feedparser.parse((site.out / "feed.atom").read_bytes())
    assert not found.bozo, found.get("bozo_exception")
    assert found.version == "atom10"
    return found


# ── the feed ─────────────────────────────────────────────────────────────────────────────────────────


def test_the_feed_has_every_contribution_and_every_correction_the_newest_first(site: Site) -> None:
    found = news(site)
    titles = [entry.title for entry in found.entries]
    assert titles[0] == 'Ends of </script><!-- & "quotes" over ℝ^2 where a < b'
    assert titles[1] == "Correction: Notes that lead there and back"
    assert titles[2] == "Notes that lead there and back"
    assert titles[3] == "Withdrawn: A map that was withdrawn"
    assert len(titles) == len(site.published) + 2
    assert "The shape of a sample" not in titles
    days = [entry.updated for entry in found.entries]
    assert days == sorted(days, reverse=True)
    assert found.feed.updated == days[0] == "2001-04-05T00:00:00Z"
    assert "2000-02-29T00:00:00Z" in days  # the workshop's first day, for what has no date
    assert days[-1] == "1998-05-01T00:00:00Z"


def test_an_entry_of_the_feed_says_the_same_as_the_page(site: Site) -> None:
    by_link = {entry.link: entry for entry in reversed(news(site).entries) if ": " not in entry.title[:12]}
    for id_ in site.published:
        entry, head = by_link[f"{BASE}/abstracts/{id_}.html"], site.head(f"abstracts/{id_}.html")
        assert entry.title == head.one("citation_title")
        assert entry.summary.removeprefix("Withdrawn. ") == head.one("citation_abstract")
        assert len(entry.authors) == len(head.all("citation_author"))
        words = {tag.term for tag in entry.get("tags", [])}
        assert words >= set(head.all("citation_keywords"))
        assert entry.published[:10] == head.one("DC.date")


def test_ids_are_made_of_the_sites_address_or_else_of_the_short_title(site: Site, nowhere: Site) -> None:
    here, there = news(site), news(nowhere)
    ids = [entry.id for entry in here.entries]
    assert len({*ids, here.feed.id}) == len(ids) + 1
    assert here.feed.id == feed.permanent_id(BASE.removeprefix("https://"))
    assert feed.permanent_id(BASE.removeprefix("https://"), "bare") in ids
    # Written down: a feed that one day has other ids is a feed of nothing but news.
    assert feed.permanent_id("hard-pages", "bare") in [entry.id for entry in there.entries]
    assert feed.permanent_id("hard-pages", "bare") == "urn:uuid:52c1fb02-44bf-571e-a8cb-04af21ece492"
    assert {link.href for link in here.feed.links} == {f"{BASE}/feed.atom", f"{BASE}/"}
    assert {entry.link for entry in there.entries} >= {"abstracts/bare.html"}


def test_a_volume_in_which_nothing_has_a_date_has_no_feed_until_something_has(tmp_path: Path) -> None:
    workshop = Workshop(tmp_path / "volume")
    file = workshop.write("euler")
    workshop.write("gauss")
    workshop.build()
    assert not (workshop.out / "feed.atom").exists()
    assert not Head(workshop.page("index.html")).link("alternate")
    file.write_text(file.read_text("utf-8").replace("keywords:", "date: 2031-05-06\nkeywords:"), "utf-8")
    workshop.build()
    found = feedparser.parse((workshop.out / "feed.atom").read_bytes())
    # What has no date has that of the newest.
    assert [entry.updated[:10] for entry in found.entries] == ["2031-05-06", "2031-05-06"]


def test_a_feed_has_the_newest_and_not_all(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    before = len(news(site).entries)
    monkeypatch.setattr(feed, "NEWEST", 3)
    site.build(pictures=site.root / "drawn")
    assert before > 10
    assert len(news(site).entries) == 3
    monkeypatch.undo()
    site.build(pictures=site.root / "drawn")
    assert len(news(site).entries) == before


# ── sitemap and robots ───────────────────────────────────────────────────────────────────────────────


def places(file: Path) -> dict[str, str]:
    tree = valid(file, SITEMAP)
    return {
        entry.findtext("s:loc", namespaces=NS): entry.findtext("s:lastmod", "", namespaces=NS)
        for entry in tree.getroot()
    }


def test_the_sitemap_names_exactly_the_pages_that_are_to_be_found(site: Site) -> None:
    found = places(site.out / "sitemap.xml")
    expected = {
        site.head(page).link("canonical")
        for page in site.pages
        if site.head(page).one("robots") != "noindex"
    }
    assert set(found) == expected
    assert len(found) > 90
    assert found[f"{BASE}/abstracts/identified.html"] == "2001-04-05"
    assert found[f"{BASE}/abstracts/withdrawn-map.html"] == "2000-03-02"
    assert found[f"{BASE}/abstracts/bare.html"] == ""  # nobody said when
    assert found[f"{BASE}/authors/edda-testperson.html"] == "2000-03-02"


def test_a_sitemap_that_would_be_too_long_is_several(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = places(site.out / "sitemap.xml")
    monkeypatch.setattr(crawling, "MOST", 40)
    site.build(pictures=site.root / "drawn")
    parts = places(site.out / "sitemap.xml")
    assert list(parts) == [f"{BASE}/sitemap-{i}.xml" for i in range(1, len(parts) + 1)]
    found: dict[str, str] = {}
    for part in parts:
        found |= places(site.out / part.removeprefix(f"{BASE}/"))
    assert found == whole
    monkeypatch.undo()
    site.build(pictures=site.root / "drawn")
    assert not list(site.out.glob("sitemap-*.xml"))


def robots(site: Site | Workshop) -> RobotFileParser:
    parser = RobotFileParser()
    parser.parse((site.out / "robots.txt").read_text(encoding="utf-8").splitlines())
    return parser


def test_robots_may_read_a_site_and_no_preview(site: Site, nowhere: Site, tmp_path: Path) -> None:
    assert robots(site).can_fetch("*", f"{BASE}/abstracts/bare.html")
    assert robots(site).site_maps() == [f"{BASE}/sitemap.xml"]
    assert robots(nowhere).can_fetch("*", "/abstracts/bare.html")
    assert robots(nowhere).site_maps() is None
    assert not (nowhere.out / "sitemap.xml").exists()
    made = Site(tmp_path / "volume")
    made.build(preview=True)
    assert not robots(made).can_fetch("*", f"{BASE}/abstracts/bare.html")
    assert not (made.out / "sitemap.xml").exists()


def test_files_that_organizers_bring_themselves_are_left_alone(tmp_path: Path) -> None:
    workshop = Workshop(tmp_path / "volume")
    own = workshop.root / "docs" / "root"
    own.mkdir()
    (own / "robots.txt").write_text("User-agent: *\nDisallow: /private/\n")
    (workshop.root / "docs" / "404.md").write_text("---\norphan: true\n---\n# Lost\n\nOur own words.\n")
    conf = workshop.root / "docs" / "conf.py"
    conf.write_text(conf.read_text("utf-8") + '\nhtml_extra_path = ["root"]\n', "utf-8")
    assert workshop.build().warnings == ()
    assert not robots(workshop).can_fetch("*", "/private/page.html")
    assert "Our own words." in workshop.page("404.html")


# ── the page for lost addresses ──────────────────────────────────────────────────────────────────────


class Addresses(HTMLParser):
    def __init__(self, text: str) -> None:
        super().__init__()
        self.found: list[str] = []
        self.feed(text)

    def handle_starttag(self, _tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found += [value or "" for name, value in attrs if name in {"href", "src", "action"}]


@pytest.mark.parametrize("which", ["site", "nowhere"])
def test_every_link_of_the_page_for_lost_addresses_begins_at_the_root_and_leads_somewhere(
    which: str, request: pytest.FixtureRequest
) -> None:
    made: Site = request.getfixturevalue(which)
    root = "/hard/" if which == "site" else "/"
    within = [a for a in Addresses(made.text("404.html")).found if not re.match(r"https?:|#", a)]
    assert len(within) > 15
    for address in within:
        assert address.startswith(root), address
        assert not address.startswith("//"), address
        target = made.out / re.split(r"[?#]", address.removeprefix(root))[0]
        assert target.is_file(), address
    assert Head(made.text("404.html")).one("robots") == "noindex"
    assert not list(made.out.glob("_404*"))


# ── pictures ─────────────────────────────────────────────────────────────────────────────────────────


def test_every_page_names_a_picture_that_is_there_and_has_the_size_that_it_says(site: Site) -> None:
    named = set()
    for page in site.pages:
        head = site.head(page)
        if head.one("robots") == "noindex":
            continue
        address = head.one("og:image").removeprefix(f"{BASE}/")
        named.add(address)
        assert head.one("twitter:card") == "summary_large_image"
        with Image.open(site.out / address) as picture:
            assert picture.format == "PNG"
            said = (head.one("og:image:width"), head.one("og:image:height"))
            assert tuple(map(str, picture.size)) == said == ("1200", "630")
        assert (site.out / address).stat().st_size < 100_000
        if address.startswith("abstracts/"):
            assert site.nodes(page)["ScholarlyArticle"]["image"] == f"{BASE}/{address}"
    drawn = {file.relative_to(site.out).as_posix() for file in (site.out / "abstracts").glob("*.png")}
    assert named == drawn | {"picture.png"}
    # Their names are in scripts that the site's typefaces do not have.
    assert set(site.published) - {Path(name).stem for name in drawn} == {
        "names-of-many-scripts",
        "identified",
    }


def test_pictures_are_drawn_once_and_again_only_when_they_show_something_else(tmp_path: Path) -> None:
    workshop = Workshop(tmp_path / "volume")
    settings = workshop.root / "docs" / "volume.yml"
    settings.write_text(settings.read_text("utf-8") + "site_url: https://example.org\n", "utf-8")
    workshop.write("euler")
    workshop.write("gauss")
    drawn = tmp_path / "drawn"

    def build() -> Result:
        return workshop.build(pictures=drawn)

    workshop.build()
    assert "og:image" not in workshop.page("index.html")
    assert build().pictures == 3
    assert "og:image" in workshop.page("index.html")
    files = {file.name: file.stat().st_mtime_ns for file in drawn.iterdir()}
    target = workshop.out / "abstracts" / "euler.png"
    before, when = target.read_bytes(), target.stat().st_mtime_ns
    build()
    assert {file.name: file.stat().st_mtime_ns for file in drawn.iterdir()} == files
    assert target.stat().st_mtime_ns == when
    workshop.write("euler", title="Another title")
    build()
    assert target.read_bytes() != before
    now = {file.name for file in drawn.iterdir()}
    assert len(now) == 3
    assert len(now - files.keys()) == 1
    (workshop.root / "abstracts" / "gauss.md").unlink()
    build()
    assert not (workshop.out / "abstracts" / "gauss.png").exists()
    assert workshop.build().pictures == 0
    assert not list(workshop.out.rglob("*.png"))
    assert "og:image" not in workshop.page("abstracts/euler.html") + workshop.page("index.html")


def test_the_same_volume_in_two_folders_makes_the_same_bytes(tmp_path: Path) -> None:
    made = [Site(tmp_path / name / "volume") for name in ("one", "another")]
    for site in made:
        site.build(pictures=site.root / "drawn")
    one, other = (
        {
            file.relative_to(s.out).as_posix(): file.read_bytes()
            for file in s.out.rglob("*")
            if file.is_file()
        }
        for s in made
    )
    assert one.keys() == other.keys()
    assert [name for name in one if one[name] != other[name]] == []


def test_nothing_is_drawn_where_no_page_could_name_it(nowhere: Site) -> None:
    assert not (nowhere.root / "drawn").exists()
    assert not (nowhere.out / "picture.png").exists()


LONG = "Word " * 60
CARDS = [
    Card("A title", ("Ada Testperson",), "AW", 1),
    Card(LONG, tuple(f"Given Family{i}" for i in range(200)), "AW"),
    Card("W" * 200, ("N" * 300,), "AW"),
    Card("On ℝ^n and x_(i+1)", (), "", 5, ("ℝ^n", "x_(i+1)")),
]


@pytest.mark.parametrize("made", CARDS)
def test_a_card_is_the_same_bytes_each_time_and_stays_within_its_edges(made: Card) -> None:
    first = draw(made)
    motif.cache_clear()
    assert draw(made) == first
    with Image.open(io.BytesIO(first)) as picture:
        grey = picture.convert("L")
        # Paper alone at the top and, above the motif, below the longest text.
        assert grey.crop((20, 0, 1200, 40)).getextrema()[0] > 240
        assert grey.crop((20, 445, 1200, 475)).getextrema()[0] > 240
        assert grey.crop((1115, 0, 1200, 470)).getextrema()[0] > 240


def test_what_a_card_shows_decides_its_digest() -> None:
    assert len({made.digest for made in CARDS}) == len(CARDS)
    assert CARDS[0].is_settable
    assert not Card("אבג", ("A",), "").is_settable


def test_scripts_of_formulas_stand_high_and_low_and_other_signs_stay() -> None:
    spelled = words("a_b x^10 y_(i+1)z^()", ("x^10", "y_(i+1)z^()"))
    assert spelled == [
        (("a", 0), ("_", 0), ("b", 0)),
        (("x", 0), ("1", 1), ("0", 1)),
        (("y", 0), ("i", -1), ("+", -1), ("1", -1), ("z", 0)),
    ]


def test_many_names_are_cut_with_the_number_of_the_others() -> None:
    lines = people_lines(tuple(f"Given Family{i}" for i in range(30)))
    said = " ".join("".join(c for c, _ in word) for line in lines for word in line)
    assert len(lines) == 2
    shown = said.count("Family")
    assert said.endswith(f"and {30 - shown} others")


def test_a_preview_can_be_asked_for_by_the_environment_and_says_why_it_has_no_pictures(
    tmp_path: Path,
) -> None:
    workshop = Workshop(tmp_path / "volume")
    command = [sys.executable, "-m", "sphinx_proceedings", "build", "--pictures", "--out", workshop.out]
    done = subprocess.run(
        [*command, "--source", workshop.root / "docs"],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "PROCEEDINGS_PREVIEW": "1"},
    )
    assert done.returncode == 0, done.stderr
    assert "No pictures:" in done.stdout
    assert not robots(workshop).can_fetch("*", "/index.html")
    assert Head(workshop.page("index.html")).one("robots") == "noindex"


def test_the_pictures_folder_of_a_release_stays_outside_of_it(tmp_path: Path) -> None:
    workshop = Workshop(tmp_path / "volume")
    settings = workshop.root / "docs" / "volume.yml"
    settings.write_text(settings.read_text("utf-8") + "site_url: https://example.org\n", "utf-8")
    workshop.write("euler")
    public = tmp_path / "public"
    command = [sys.executable, "-m", "sphinx_proceedings", "publish", public]
    done = subprocess.run(
        [*command, "--source", workshop.root / "docs"], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert (public / "abstracts" / "euler.png").is_file()
    assert len(list((tmp_path / "public.releases" / "pictures").glob("*.png"))) == 2
