"""The list of contributions: complete as it stands, filtered, sorted, as rows and as cards.

The page `posters-windowed.html` has the form of a long list: of its rows only those near the screen are in
the document.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.browser import tools

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
    moved = 1 if site.name == "difficult" else 0
    number = len(pages) - quarantined - moved
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


@pytest.mark.parametrize("words", ["120b", "board 120B", "wider board 120b"])
def test_a_poster_is_found_by_its_board(listing: Page, words: str) -> None:
    filter_words(listing).fill(words)
    expect(titles(listing)).to_have_text(["Things that are wider than the page"])


def test_a_part_of_a_board_is_another_board(listing: Page) -> None:
    filter_words(listing).fill("board 120")
    expect(titles(listing)).to_have_count(0)
    expect(filter_words(listing)).to_have_attribute("placeholder", re.compile("board"))


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
    expect(elsewhere.get_by_role("button", name="Remove topic Donaudampf")).to_be_visible()


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


def facet(page: Page, title: str) -> Locator:
    """The boxes of a facet, which is opened first where it is closed."""
    group = page.locator("details.filter-topics").filter(
        has=page.locator("summary", has_text=re.compile(f"^{title}"))
    )
    if group.get_attribute("open") is None:
        group.locator("summary").click()
    return group.get_by_role("checkbox")


def said(box: Locator) -> int:
    """The number beside a box."""
    return int(box.locator("xpath=ancestor::label").locator(".count").inner_text())


@pytest.mark.parametrize(
    ("title", "value"),
    [
        ("Session", "posters"),
        ("Kind of session", "talks"),
        ("Place", "no"),
        ("Status", "withdrawn"),
        ("Keyword", "plane-curves"),
    ],
)
def test_every_facet_keeps_as_many_as_it_says(listing: Page, title: str, value: str) -> None:
    box = facet(listing, title).and_(listing.locator(f'[value="{value}"]'))
    number = said(box)
    assert number > 0
    box.check()
    expect(titles(listing)).to_have_count(number)
    expect(listing).to_have_url(re.compile(rf"\?\w+={value}$"))


def test_counts_follow_the_other_conditions_and_not_their_own_facet(listing: Page) -> None:
    curves, cells = topic(listing, "Curves"), topic(listing, "Cells")
    before = said(cells)
    curves.check()
    assert said(cells) == before, "of two topics one is enough"
    withdrawn = facet(listing, "Status").and_(listing.locator('[value="withdrawn"]'))
    withdrawn.check()
    assert said(curves) == 1
    assert said(cells) <= 1


def test_one_condition_is_taken_back_and_the_others_stay(listing: Page) -> None:
    topic(listing, "Curves").check()
    topic(listing, "Cells").check()
    listing.get_by_role("button", name="Remove topic Curves").click()
    expect(topic(listing, "Curves")).not_to_be_checked()
    expect(topic(listing, "Cells")).to_be_checked()
    expect(listing).to_have_url(re.compile(r"\?topic=cells$"))
    expect(filter_words(listing)).to_be_focused()


def test_where_nothing_matches_the_page_says_what_to_loosen(listing: Page) -> None:
    filter_words(listing).fill("withdrawn")
    topic(listing, "Donaudampf").check()
    listing.get_by_role("button", name="With any topic: 1").click()
    expect(titles(listing)).to_have_text("A map that was withdrawn")
    topic(listing, "Donaudampf").check()
    number = said(topic(listing, "Donaudampf"))
    assert number == 0
    listing.get_by_role("button", name=re.compile("^Without “withdrawn”: [1-9]")).click()
    expect(filter_words(listing)).to_have_value("")
    expect(topic(listing, "Donaudampf")).to_be_checked()


def test_a_value_that_is_no_more_is_named_and_ignored(page_for: PageFor, difficult: Site) -> None:
    page = page_for(DESK)
    page.goto(f"{difficult.address}posters.html?topic=gone&topic=curves&session=lost&sort=weight")
    expect(result(page)).to_contain_text(
        "There is no topic “gone”, no session “lost”, no order “weight” here any more."
    )
    expect(topic(page, "Curves")).to_be_checked()
    filter_words(page).fill("map")
    expect(page).to_have_url(re.compile(r"\?q=map&topic=curves$"))
    expect(result(page)).not_to_contain_text("any more")


def test_the_order_is_chosen_and_stands_in_the_address(listing: Page) -> None:
    by_title = titles(listing).all_inner_texts()
    listing.get_by_label("Sort by").select_option("board")
    expect(listing).to_have_url(re.compile(r"\?sort=board$"))
    boards = listing.locator(".row .board").all_inner_texts()
    assert boards == ["Board A1", "Board A2", "Board 7", "Board 120b"]
    assert sorted(titles(listing).all_inner_texts()) == sorted(by_title)
    listing.reload()
    expect(listing.locator(".row .board").first).to_have_text("Board A1")
    listing.get_by_label("Sort by").select_option("title")
    assert titles(listing).all_inner_texts() == by_title
    expect(listing).to_have_url(re.compile(r"posters\.html$"))


def test_by_topic_the_topics_are_headings(listing: Page) -> None:
    listing.get_by_label("Sort by").select_option("topic")
    headings = listing.locator(".rows h2")
    expect(headings.first).to_contain_text("Curves")
    expect(headings.last).to_have_text("No topic")
    listing.get_by_label("Sort by").select_option("title")
    expect(headings).to_have_count(0)


@pytest.mark.parametrize("address", ["posters.html", "posters-windowed.html"])
def test_cards_show_the_first_sentences_with_formulas_and_keywords(
    page_for: PageFor, difficult: Site, address: str
) -> None:
    page = page_for(DESK)
    page.goto(difficult.address + address)
    expect(page.locator(".row-excerpt:visible")).to_have_count(0)
    page.get_by_role("button", name="Cards").click()
    expect(page).to_have_url(re.compile(r"\?view=cards$"))
    filter_words(page).fill("six displays")
    card = page.get_by_role("main").get_by_role("listitem").filter(has=page.locator(".row-title"))
    expect(card).to_have_count(1)
    expect(card.locator(".row-excerpt")).not_to_be_empty()
    filter_words(page).fill("curves")
    expect(page.locator(".row-excerpt math").first).to_be_visible()
    expect(page.get_by_role("link", name="plane curves").first).to_be_visible()
    # The browser remembers it; an address that says otherwise counts more.
    page.goto(difficult.address + address)
    expect(page.locator(".row-excerpt").first).to_be_visible()
    page.goto(f"{difficult.address}{address}?view=list")
    expect(page.get_by_role("button", name="List", exact=True)).to_have_attribute("aria-pressed", "true")
    expect(page.locator(".row-excerpt:visible")).to_have_count(0)


def test_what_is_starred_can_be_kept_and_counted(page_for: PageFor, difficult: Site) -> None:
    page = page_for(DESK)
    page.goto(f"{difficult.address}posters.html")
    page.get_by_role("button", name="Star “A map that was withdrawn”").click()
    starred = facet(page, "My agenda")
    assert said(starred) == 1
    starred.check()
    expect(titles(page)).to_have_text("A map that was withdrawn")
    page.get_by_role("button", name="Star “A map that was withdrawn”").click()
    expect(page.get_by_text("No contribution matches.")).to_be_visible()


def test_a_row_whose_authors_are_cut_off_is_no_stop_for_the_keyboard(listing: Page) -> None:
    expect(listing.locator(".row-meta").first).to_contain_text("Ada Testperson")
    expect(listing.locator(".row-meta[tabindex]")).to_have_count(0)


def test_arrows_lead_from_the_field_through_the_rows_and_back(listing: Page) -> None:
    filter_words(listing).fill("curves")
    filter_words(listing).press("ArrowDown")
    expect(titles(listing).nth(0)).to_be_focused()
    listing.keyboard.press("ArrowDown")
    expect(titles(listing).nth(1)).to_be_focused()
    listing.keyboard.press("ArrowUp")
    listing.keyboard.press("ArrowUp")
    expect(filter_words(listing)).to_be_focused()


# ── a long list ──────────────────────────────────────────────────────────────────────────────────

NUMBER = 14


@pytest.fixture
def windowed(page_for: PageFor, difficult: Site) -> Page:
    """The cards of a long list on a phone: most of them are not on the screen."""
    page = page_for(PHONE)
    page.goto(f"{difficult.address}posters-windowed.html?view=cards")
    expect(page.locator(".row-excerpt").first).to_be_visible()
    return page


def rows(page: Page) -> Locator:
    return page.locator(".rows > .row")


def test_of_a_long_list_only_what_is_near_the_screen_is_in_the_document(windowed: Page) -> None:
    assert 2 < rows(windowed).count() < NUMBER
    seen: set[str] = set()
    for _ in range(40):
        places = rows(windowed).evaluate_all("rows => rows.map((row) => Number(row.ariaPosInSet))")
        assert places == list(range(places[0], places[-1] + 1))
        seen |= set(rows(windowed).evaluate_all("rows => rows.map((row) => row.dataset.contribution)"))
        windowed.mouse.wheel(0, 400)
        windowed.wait_for_timeout(50)
    assert len(seen) == NUMBER
    assert rows(windowed).count() < NUMBER
    expect(rows(windowed).last).to_have_attribute("aria-posinset", str(NUMBER))
    expect(rows(windowed).last).to_have_attribute("aria-setsize", str(NUMBER))


def test_a_long_list_is_as_high_as_if_all_of_it_were_there(windowed: Page) -> None:
    for _ in range(40):
        windowed.mouse.wheel(0, 400)
        windowed.wait_for_timeout(30)
    height = "document.querySelector('.rows').getBoundingClientRect().height"
    learned = windowed.evaluate(height)
    windowed.evaluate("dispatchEvent(new Event('beforeprint'))")
    expect(rows(windowed)).to_have_count(NUMBER)
    assert abs(windowed.evaluate(height) - learned) <= 2
    windowed.evaluate("dispatchEvent(new Event('afterprint'))")
    assert rows(windowed).count() < NUMBER


def test_a_printed_long_list_is_whole(windowed: Page) -> None:
    windowed.evaluate(
        """() => matchMedia("print").addEventListener("change", ({ matches }) => {
          if (matches) window.printed = document.querySelectorAll(".rows > .row").length;
        })"""
    )
    windowed.pdf(format="A4")
    assert windowed.evaluate("window.printed") == NUMBER
    expect(rows(windowed).first).to_be_visible()
    assert rows(windowed).count() < NUMBER


def test_what_is_not_on_the_screen_is_found(windowed: Page) -> None:
    filter_words(windowed).fill("nele exampleton")
    expect(titles(windowed)).to_have_text("A collaboration of forty people")
    expect(rows(windowed)).to_have_attribute("aria-setsize", "1")


def test_the_row_with_the_focus_stays_when_the_list_is_scrolled(windowed: Page) -> None:
    first = titles(windowed).first
    title = first.inner_text()
    first.focus()
    windowed.evaluate("scrollTo(0, document.body.scrollHeight)")
    expect(rows(windowed).last).to_have_attribute("aria-posinset", str(NUMBER))
    assert windowed.evaluate("document.activeElement.innerText") == title
    windowed.keyboard.press("ArrowDown")
    assert windowed.evaluate("document.activeElement.closest('.row').ariaPosInSet") == "2"


def test_going_back_to_a_long_list_finds_the_place(windowed: Page) -> None:
    windowed.evaluate("scrollTo(0, 1800)")
    where = (
        "[...document.querySelectorAll('.rows > .row')]"
        ".find((row) => row.getBoundingClientRect().bottom > 0).dataset.contribution"
    )
    tools.until(windowed, f"scrollY && history.state?.row === ({where})")
    before = windowed.evaluate(where)
    windowed.goto("about:blank")
    windowed.go_back()
    tools.until(windowed, f"({where}) === {before!r}")


def test_an_address_leads_to_a_row_of_a_long_list(page_for: PageFor, difficult: Site) -> None:
    page = page_for(PHONE)
    page.goto(f"{difficult.address}posters-windowed.html?view=cards#row-wide-things")
    expect(page.locator('[data-contribution="wide-things"] .row-title')).to_be_in_viewport()


def test_a_long_list_whose_file_does_not_come_says_so(page_for: PageFor, difficult: Site) -> None:
    page = page_for(DESK, fresh=True)
    page.route("**/lists/*.json", lambda route: route.abort())
    page.goto(f"{difficult.address}posters-windowed.html")
    alert = page.get_by_role("alert")
    expect(alert).to_contain_text("could not be loaded")
    expect(titles(page)).to_have_count(5)
    page.get_by_role("link", name="plain pages", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Titles")


def test_without_script_a_long_list_begins_and_leads_to_all_of_it(
    page_for: PageFor, difficult: Site
) -> None:
    page = page_for(DESK, java_script_enabled=False)
    page.goto(f"{difficult.address}posters-windowed.html")
    expect(titles(page)).to_have_count(5)
    expect(page.get_by_role("search")).to_have_count(0)
    page.get_by_role("link", name="All of them are on plain pages.").click()
    listed = page.get_by_role("main").locator('a[href^="../abstracts/"]:visible')
    expect(listed).to_have_count(NUMBER)


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
