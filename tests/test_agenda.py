"""The reader's agenda as it is built: its page, a contribution's place, and the worker."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path

import lxml.html
import pytest

from sphinx_proceedings.sphinx_ext.run import build_site
from tests.test_site import Workshop

VENDOR = Path(__file__).parent.parent / "src" / "sphinx_proceedings" / "theme" / "static" / "vendor"
PROGRAMME = """
sessions:
  - id: posters
    title: Posters & more
    start: 2030-03-01T16:00:00-08:00
    end: 2030-03-01T17:30:00-08:00
    room: Hall
placements:
  - {contribution: euler, session: posters, board: '12'}
  - {contribution: gauss, board: '3'}
"""


@pytest.fixture
def workshop(tmp_path: Path) -> Workshop:
    return Workshop(tmp_path / "volume")


def test_a_page_says_when_and_where_its_contribution_is_shown(workshop: Workshop) -> None:
    for id_ in ("euler", "gauss"):
        workshop.write(id_)
    (workshop.root / "docs" / "programme.yml").write_text(PROGRAMME, encoding="utf-8")
    workshop.build()
    (place,) = lxml.html.fromstring(workshop.page("abstracts/euler.html")).find_class("places")[0]
    assert place.get("data-session") == "posters"
    assert [time.get("datetime") for time in place.iter("time")] == [
        "2030-03-01T16:00:00-08:00",
        "2030-03-01T17:30:00-08:00",
    ]
    said = [place.find_class(name)[0].text for name in ("place-session", "place-room", "board")]
    assert said == ["Posters & more", "Hall", "Board 12"]
    gauss = lxml.html.fromstring(workshop.page("abstracts/gauss.html"))
    assert [board.text for board in gauss.find_class("board")] == ["Board 3"]
    assert not gauss.find_class("places")


def test_every_volume_has_an_agenda_that_each_page_leads_to(workshop: Workshop) -> None:
    workshop.write("euler")
    workshop.build()
    assert workshop.page("agenda.html").count('id="agenda"') == 1
    assert 'name="robots" content="noindex"' in workshop.page("agenda.html")
    assert 'href="contributions.html">list</a>' in workshop.page("agenda.html")
    assert 'href="agenda.html"' in workshop.page("index.html")
    assert 'href="../agenda.html"' in workshop.page("abstracts/euler.html")


def test_a_page_of_the_organizers_takes_the_place_of_the_agenda(workshop: Workshop) -> None:
    own = workshop.root / "docs" / "agenda.md"
    own.write_text("---\norphan: true\n---\n\n# What I want to see\n\n```{agenda}\n```\n", encoding="utf-8")
    assert workshop.build().warnings == ()
    page = workshop.page("agenda.html")
    assert "What I want to see" in page
    assert page.count('id="agenda"') == 1


def test_the_worker_changes_with_the_files_that_pages_share_and_with_nothing_else(
    workshop: Workshop,
) -> None:
    workshop.build()
    first = workshop.page("sw.js")
    workshop.write("euler")
    workshop.build()
    assert workshop.page("sw.js") == first
    (workshop.root / "docs" / "_static" / "mine.css").write_text("p { color: red; }", encoding="utf-8")
    workshop.build()
    assert re.sub(r'RELEASE = "\w+"', "", workshop.page("sw.js")) == re.sub(r'RELEASE = "\w+"', "", first)
    assert workshop.page("sw.js") != first


def test_where_nothing_is_to_be_kept_the_worker_removes_itself_and_no_page_asks_for_it(
    workshop: Workshop,
) -> None:
    workshop.build()
    assert "data-offline" in workshop.page("index.html")
    conf = workshop.root / "docs" / "conf.py"
    conf.write_text(conf.read_text(encoding="utf-8") + "\nproceedings_offline = False\n", encoding="utf-8")
    workshop.build()
    assert "data-offline" not in workshop.page("index.html")
    assert "registration.unregister()" in workshop.page("sw.js")
    assert "RELEASE" not in workshop.page("sw.js")


def test_two_builds_in_two_folders_make_the_same_worker(workshop: Workshop, tmp_path: Path) -> None:
    workshop.build()
    other = tmp_path / "other"
    build_site(workshop.root / "docs", other / "html", other / "doctrees")
    assert (other / "html" / "sw.js").read_bytes() == (workshop.out / "sw.js").read_bytes()


def test_scripts_of_others_are_what_their_table_says() -> None:
    table = (VENDOR / "SOURCES.md").read_text(encoding="utf-8")
    scripts = sorted(VENDOR.glob("*.js"))
    assert scripts
    for script in scripts:
        data = script.read_bytes()
        assert f"| {script.name} | {len(data)} |" in table
        assert f"`{hashlib.sha256(data).hexdigest()}`" in table
