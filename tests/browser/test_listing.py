"""The list of contributions: complete as it stands, and filtered by word and by topic."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page

    from tests.browser.conftest import PageFor, Site

DESK, PHONE = 1280, 390


def titles(page: Page) -> Locator:
    """The links to contributions that can be seen in the list; addresses are a promise of the site."""
    return page.get_by_role("main").locator('a[href^="abstracts/"]:visible')


def filter_words(page: Page) -> Locator:
    return page.get_by_role("searchbox", name="Filter")


def result(page: Page) -> Locator:
    return page.get_by_role("search", name="Filter the list").get_by_role("status")


def topic(page: Page, name: str) -> Locator:
    return page.get_by_role("checkbox", name=re.compile(f"^{re.escape(name)}"))


@pytest.fixture
def listing(page_for: PageFor, difficult: Site) -> Page:
    page = page_for(DESK)
    page.goto(f"{difficult.address}posters.html")
    return page


def test_the_list_names_every_contribution_and_counts_them(page_for: PageFor, site: Site) -> None:
    page = page_for(DESK)
    page.goto(f"{site.address}posters.html")
    pages = [address for address in site.pages if address.startswith("abstracts/")]
    quarantined = 1 if site.name == "difficult" else 0
    number = len(pages) - quarantined
    expect(titles(page)).to_have_count(number)
    expect(result(page)).to_have_text(f"{number} contributions")


def test_a_word_of_a_title_finds_its_contribution(page_for: PageFor, site: Site) -> None:
    page = page_for(DESK)
    page.goto(f"{site.address}posters.html")
    number = titles(page).count()
    plain = [title for title in titles(page).all_inner_texts() if re.fullmatch(r"[\w ]+", title)]
    filter_words(page).fill(plain[0].upper())
    expect(titles(page)).to_have_count(1)
    expect(titles(page)).to_have_text(plain[0])
    expect(result(page)).to_have_text(f"1 of {number} contributions")


def test_every_word_must_occur_in_whatever_order(listing: Page) -> None:
    filter_words(listing).fill("words displays")
    expect(titles(listing)).to_have_count(1)
    expect(titles(listing)).to_have_text("Six displays and four hundred words")
    filter_words(listing).fill("words withdrawn")
    expect(titles(listing)).to_have_count(0)


@pytest.mark.parametrize(
    "words", ["Žofie", "zofie prikladova", "ZOFIE", "lukasz van der provemann", "Prøvemann"]
)
def test_names_are_found_with_their_accents_and_without(listing: Page, words: str) -> None:
    filter_words(listing).fill(words)
    expect(titles(listing)).to_have_count(1)
    expect(titles(listing)).to_contain_text("Names of many scripts")


def test_names_of_other_scripts_are_found(listing: Page) -> None:
    filter_words(listing).fill("测试员")
    expect(titles(listing)).to_have_count(1)
    filter_words(listing).fill("مؤلف")
    expect(titles(listing)).to_have_count(1)


def test_the_fortieth_author_is_found_although_the_row_names_only_some(listing: Page) -> None:
    filter_words(listing).fill("nele exampleton")
    expect(titles(listing)).to_have_text("A collaboration of forty people")


def test_a_chosen_topic_keeps_its_contributions_and_two_topics_those_of_either(listing: Page) -> None:
    topic(listing, "Curves").check()
    of_curves = set(titles(listing).all_inner_texts())
    assert "A map that was withdrawn" in of_curves
    assert "Things that are wider than the page" not in of_curves
    topic(listing, "Donaudampf").check()
    of_either = set(titles(listing).all_inner_texts())
    assert of_either > of_curves
    assert "Things that are wider than the page" in of_either


def test_the_number_beside_a_topic_is_that_of_its_contributions(listing: Page) -> None:
    for name in ("Curves", "Donaudampf", "Cells"):
        box = topic(listing, name)
        said = re.search(r"(\d+)$", box.locator("xpath=ancestor::label").inner_text().strip())
        assert said
        box.check()
        expect(titles(listing)).to_have_count(int(said[1]))
        box.uncheck()


def test_words_and_a_topic_hold_together(listing: Page) -> None:
    filter_words(listing).fill("ada testperson")
    expect(titles(listing)).to_have_count(2)
    topic(listing, "Donaudampf").check()
    expect(titles(listing)).to_have_text("A collaboration of forty people")
    expect(result(listing)).to_contain_text("1 of ")


def test_the_address_holds_what_is_chosen_and_brings_it_back(listing: Page, page_for: PageFor) -> None:
    filter_words(listing).fill("Žofie P")
    topic(listing, "Donaudampf").check()
    expect(listing).to_have_url(re.compile(r"\?q=.*&topic=long-words$"))
    listing.reload()
    expect(filter_words(listing)).to_have_value("Žofie P")
    expect(topic(listing, "Donaudampf")).to_be_checked()
    expect(titles(listing)).to_have_count(1)
    elsewhere = page_for(PHONE)
    elsewhere.goto(listing.url)
    expect(titles(elsewhere)).to_have_count(1)
    expect(topic(elsewhere, "Donaudampf")).to_be_checked()


def test_going_back_from_an_abstract_finds_the_list_as_it_was_left(listing: Page) -> None:
    filter_words(listing).fill("withdrawn")
    titles(listing).click()
    expect(listing.get_by_role("heading", level=1)).to_have_text("A map that was withdrawn")
    listing.go_back()
    expect(filter_words(listing)).to_have_value("withdrawn")
    expect(titles(listing)).to_have_count(1)


def test_clear_brings_everything_back_and_waits_for_the_next_word(listing: Page) -> None:
    number = titles(listing).count()
    clear = listing.get_by_role("button", name="Clear")
    expect(clear).to_be_hidden()
    filter_words(listing).fill("bare")
    topic(listing, "Curves").check()
    clear.click()
    expect(titles(listing)).to_have_count(number)
    expect(result(listing)).to_have_text(f"{number} contributions")
    expect(filter_words(listing)).to_have_value("")
    expect(topic(listing, "Curves")).not_to_be_checked()
    expect(filter_words(listing)).to_be_focused()
    expect(listing).to_have_url(re.compile(r"posters\.html$"))
    expect(clear).to_be_hidden()


def test_a_word_that_nothing_has_is_answered_by_a_sentence(listing: Page) -> None:
    expect(listing.get_by_text("No contribution matches.")).to_be_hidden()
    filter_words(listing).fill("zzzzzz")
    expect(titles(listing)).to_have_count(0)
    expect(listing.get_by_text("No contribution matches.")).to_be_visible()
    expect(result(listing)).to_contain_text("0 of ")


def test_the_count_is_announced_politely(listing: Page) -> None:
    expect(result(listing)).to_have_attribute("aria-live", "polite")


def test_enter_in_the_filter_does_not_leave_the_page(listing: Page) -> None:
    filter_words(listing).fill("bare")
    filter_words(listing).press("Enter")
    expect(titles(listing)).to_have_count(1)
    expect(filter_words(listing)).to_be_focused()


def test_on_a_phone_the_topics_are_folded_away_and_open_by_keyboard(page_for: PageFor, site: Site) -> None:
    page = page_for(PHONE)
    page.goto(f"{site.address}posters.html")
    boxes = page.get_by_role("checkbox")
    expect(boxes).to_have_count(0)
    filter_words(page).focus()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(boxes.first).to_be_visible()
    boxes.first.check()
    expect(result(page)).to_contain_text(" of ")
    expect(titles(page).first).to_be_visible()


def test_without_script_the_list_is_complete_and_the_filter_is_not_there(
    page_for: PageFor, site: Site
) -> None:
    with_script, without = page_for(DESK), page_for(DESK, java_script_enabled=False)
    for page in (with_script, without):
        page.goto(f"{site.address}posters.html")
    assert titles(without).all_inner_texts() == titles(with_script).all_inner_texts()
    expect(without.get_by_role("search")).to_have_count(0)
    expect(with_script.get_by_role("search")).to_have_count(1)


def test_the_list_says_which_contributions_are_withdrawn_or_samples(listing: Page) -> None:
    withdrawn = listing.get_by_role("listitem").filter(has_text="A map that was withdrawn")
    expect(withdrawn.get_by_text("withdrawn", exact=True)).to_be_visible()
    sample = listing.get_by_role("listitem").filter(has_text="The shape of a sample")
    expect(sample.get_by_text("sample", exact=True)).to_be_visible()
