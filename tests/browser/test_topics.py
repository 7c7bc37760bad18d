"""The map of the topics by pointer and by keyboard, and the bibliography by year and topic."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page

    from tests.browser.conftest import PageFor, Site

DESK, PHONE = 1280, 390


@pytest.fixture
def topics(page_for: PageFor, real: Site) -> Page:
    page = page_for(DESK)
    page.goto(f"{real.address}topics/index.html")
    return page


@pytest.fixture
def bibliography(page_for: PageFor, real: Site) -> Page:
    page = page_for(DESK)
    page.goto(f"{real.address}bibliography.html")
    return page


def entries(page: Page) -> Locator:
    return page.locator("li[id^=ref-]:visible")


@pytest.mark.parametrize("width", [DESK, PHONE])
def test_each_topic_stands_on_the_map_with_its_dot_at_the_end_of_its_arcs(
    page_for: PageFor, real: Site, width: int
) -> None:
    page = page_for(width)
    page.goto(f"{real.address}topics/index.html")
    rows = page.locator("[data-map] [data-topic]")
    assert rows.count() == 18
    middles = {}
    for row in rows.all():
        box = row.bounding_box()
        assert box
        middles[row.get_attribute("data-topic")] = box["y"] + box["height"] / 2
        link = row.get_by_role("link").bounding_box()
        assert link
        assert link["height"] <= box["height"] + 0.5
    for arc in page.locator("[data-map] path.near").all():
        first, second = (arc.get_attribute("data-ends") or "").split()
        box = arc.bounding_box()
        assert box
        assert abs(box["y"] - middles[first]) < 4  # a browser counts half of the line's width
        assert abs(box["y"] + box["height"] - middles[second]) < 4


def test_the_topic_in_focus_and_its_neighbours_stand_out(topics: Page) -> None:
    map_ = topics.get_by_role("navigation", name="Map of the topics")
    link = map_.get_by_role("link", name="Low-rank adaptation")
    link.focus()
    names = map_.locator(".on a").all_inner_texts()
    assert "Low-rank adaptation" in names
    assert "Tensor geometry" in names
    assert "Privacy" not in names
    link.press("Enter")
    expect(topics.get_by_role("heading", level=1)).to_have_text(re.compile("Low-rank adaptation"))


def test_the_table_of_the_map_has_a_row_for_each_pair(topics: Page) -> None:
    topics.get_by_text("The map as a table").click()
    rows = topics.get_by_role("row")
    pairs = {arc.get_attribute("data-ends") for arc in topics.locator("[data-map] path").all()}
    assert rows.count() == len(pairs) + 1


def test_years_and_topics_choose_entries_and_stand_in_the_address(bibliography: Page) -> None:
    page = bibliography
    everything = entries(page).count()
    page.get_by_role("combobox", name=re.compile("^From")).select_option("2024")
    years = [row.get_attribute("data-year") for row in entries(page).all()]
    assert years
    assert min(years) >= "2024"
    page.get_by_role("combobox", name=re.compile("^To")).select_option("2024")
    page.get_by_role("checkbox", name=re.compile("^Neural collapse")).check()
    shown = entries(page)
    expect(page.get_by_role("status").first).to_have_text(f"{shown.count()} of {everything} entries")
    for row in shown.all():
        assert row.get_attribute("data-year") == "2024"
        assert "neural-collapse" in (row.get_attribute("data-topics") or "").split()
    assert page.url.endswith("?from=2024&to=2024&topic=neural-collapse")
    page.reload()
    expect(entries(page)).to_have_count(shown.count())
    page.get_by_role("button", name="Clear").click()
    expect(entries(page)).to_have_count(everything)


def test_a_word_finds_an_entry_whatever_its_accents(bibliography: Page) -> None:
    bibliography.get_by_role("searchbox", name="Filter").fill("montufar sharp maxout")
    expect(entries(bibliography)).to_have_count(1)
    expect(bibliography.locator("#ref-montufar2022sharp")).to_be_visible()


def test_bibtex_of_an_entry_can_be_opened_and_copied(page_for: PageFor, real: Site) -> None:
    page = page_for(DESK, permissions=["clipboard-read", "clipboard-write"])
    page.goto(f"{real.address}bibliography.html")
    entry = page.locator("#ref-hu2022lora")
    entry.get_by_text("BibTeX").click()
    entry.get_by_role("button", name="Copy the code").click()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied.startswith("@inproceedings{hu2022lora,")
    assert copied.endswith("}")


def test_a_citation_on_a_page_leads_to_its_entry(page_for: PageFor, real: Site) -> None:
    page = page_for(PHONE)
    page.goto(f"{real.address}bibliography.html#ref-hu2022lora")
    expect(page.locator("#ref-hu2022lora")).to_be_in_viewport()
