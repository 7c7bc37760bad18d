"""Finding the way: the menu, the skip link, the marks of where one is; and the colour scheme."""

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
MAIN_PAGES = ("Posters", "Topics", "Bibliography", "Programme", "People", "Participate", "About")
NO_STORAGE = """Object.defineProperty(window, "localStorage", {
    get() { throw new DOMException("The reader refuses storage.", "SecurityError"); },
});"""


def menu(page: Page) -> Locator:
    return page.get_by_role("navigation", name="Main")


def menu_button(page: Page) -> Locator:
    return page.get_by_role("button", name="Menu")


@pytest.mark.parametrize("width", [DESK, PHONE])
def test_the_menu_leads_from_home_to_each_main_page(page_for: PageFor, site: Site, width: int) -> None:
    page = page_for(width)
    for name in MAIN_PAGES:
        page.goto(site.address)
        if width == PHONE:
            menu_button(page).click()
        menu(page).get_by_role("link", name=name).click()
        expect(page.get_by_role("heading", level=1)).to_contain_text(name)
        expect(menu(page)).to_be_visible(visible=width == DESK)


@pytest.mark.parametrize("script", [True, False], ids=["with-script", "without-script"])
def test_on_a_phone_the_menu_opens_by_keyboard_and_gives_the_focus_back_on_esc(
    page_for: PageFor, difficult: Site, script: bool
) -> None:
    page = page_for(PHONE, java_script_enabled=script)
    page.goto(difficult.address)
    expect(menu(page)).to_be_hidden()
    menu_button(page).focus()
    page.keyboard.press("Enter")
    expect(menu(page)).to_be_visible()
    page.keyboard.press("Tab")
    expect(menu(page).get_by_role("link").first).to_be_focused()
    page.keyboard.press("Escape")
    expect(menu(page)).to_be_hidden()
    expect(menu_button(page)).to_be_focused()


def test_on_a_phone_a_link_of_the_open_menu_works_by_keyboard(page_for: PageFor, difficult: Site) -> None:
    page = page_for(PHONE)
    page.goto(difficult.address)
    menu_button(page).focus()
    page.keyboard.press("Space")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Posters")


def test_on_a_wide_screen_the_menu_stands_open_and_needs_no_button(page_for: PageFor, real: Site) -> None:
    page = page_for(DESK)
    page.goto(real.address)
    expect(menu(page)).to_be_visible()
    expect(menu_button(page)).to_be_hidden()


def test_a_menu_left_open_does_not_stay_over_the_page_when_the_window_widens(
    page_for: PageFor, real: Site
) -> None:
    page = page_for(PHONE)
    page.goto(real.address)
    menu_button(page).click()
    page.set_viewport_size({"width": DESK, "height": 900})
    expect(menu(page)).to_be_visible()
    top = page.get_by_role("main").bounding_box()
    bar = menu(page).bounding_box()
    assert top
    assert bar
    assert bar["y"] + bar["height"] <= top["y"] + 1


def test_the_menu_marks_the_page_that_is_open_and_no_other(page_for: PageFor, site: Site) -> None:
    page = page_for(DESK)
    page.goto(f"{site.address}people.html")
    expect(menu(page).locator("[aria-current]")).to_have_count(1)
    expect(menu(page).get_by_role("link", name="People")).to_have_attribute("aria-current", "page")


def test_on_an_abstract_the_menu_marks_the_list_to_which_it_belongs(
    page_for: PageFor, difficult: Site
) -> None:
    page = page_for(DESK)
    page.goto(f"{difficult.address}abstracts/bare.html")
    expect(menu(page).locator("[aria-current]")).to_have_count(1)
    expect(menu(page).get_by_role("link", name="Posters")).to_have_attribute("aria-current", "true")


@pytest.mark.parametrize("width", [DESK, PHONE])
def test_the_first_tab_shows_a_link_that_skips_to_the_content(
    page_for: PageFor, difficult: Site, width: int
) -> None:
    page = page_for(width)
    page.goto(f"{difficult.address}abstracts/title-with-math.html")
    page.keyboard.press("Tab")
    skip = page.get_by_role("link", name="Skip to the content")
    expect(skip).to_be_focused()
    expect(skip).to_be_in_viewport(ratio=1)
    page.keyboard.press("Enter")
    expect(page.get_by_role("main")).to_be_focused()
    page.keyboard.press("Tab")
    expect(page.get_by_role("main").get_by_role("link").first).to_be_focused()


def test_previous_and_next_lead_through_the_contributions_and_back(page_for: PageFor, real: Site) -> None:
    page = page_for(PHONE)
    page.goto(f"{real.address}posters.html")
    page.locator('main a[href^="abstracts/"]').first.click()
    first = page.url
    page.get_by_role("link", name=re.compile("^Next")).click()
    assert page.url != first
    page.get_by_role("link", name=re.compile("^Previous")).click()
    expect(page).to_have_url(first)


# --- The colour scheme ----------------------------------------------------------------------------


def shown_scheme(page: Page) -> str:
    return str(page.evaluate("document.documentElement.dataset.theme"))


def paper(page: Page) -> str:
    return str(page.evaluate("getComputedStyle(document.body).backgroundColor"))


def choose_scheme(page: Page, name: str) -> None:
    """Press the button until it names the scheme; there are three."""
    button = page.get_by_role("button", name="Colour scheme")
    for _ in range(3):
        if button.get_attribute("aria-label") == f"Colour scheme: {name}":
            return
        button.click()
    pytest.fail(f"The button never says “Colour scheme: {name}”.")


@pytest.mark.parametrize("system", ["light", "dark"])
def test_the_page_follows_the_system_until_a_scheme_is_chosen(
    page_for: PageFor, real: Site, system: str
) -> None:
    page = page_for(scheme=system)
    page.goto(real.address)
    assert shown_scheme(page) == system
    other = "light" if system == "dark" else "dark"
    page.emulate_media(color_scheme=other)
    tools.until(page, "scheme => document.documentElement.dataset.theme === scheme", arg=other)
    choose_scheme(page, system)
    assert shown_scheme(page) == system


def test_a_chosen_scheme_changes_the_colours_and_is_announced(page_for: PageFor, real: Site) -> None:
    page = page_for()
    page.goto(real.address)
    light = paper(page)
    choose_scheme(page, "dark")
    assert shown_scheme(page) == "dark"
    assert paper(page) != light
    expect(page.get_by_text("Colour scheme: dark", exact=True)).to_have_attribute("aria-live", "polite")


def test_a_chosen_scheme_survives_reloading_and_the_way_to_the_next_page(
    page_for: PageFor, real: Site
) -> None:
    page = page_for()
    page.goto(real.address)
    choose_scheme(page, "dark")
    page.reload()
    assert shown_scheme(page) == "dark"
    menu(page).get_by_role("link", name="People").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("People")
    assert shown_scheme(page) == "dark"
    choose_scheme(page, "automatic")
    page.reload()
    assert shown_scheme(page) == "light"


def test_the_scheme_stands_before_the_first_paint(page_for: PageFor, real: Site) -> None:
    page = page_for(fresh=True)
    page.goto(real.address)
    choose_scheme(page, "dark")
    page.add_init_script("""
        window.painted = [];
        new MutationObserver((changes, observer) => {
            if (!document.body) return;
            window.painted.push(document.documentElement.dataset.theme);
            observer.disconnect();
        }).observe(document, {childList: true, subtree: true});
    """)
    page.reload()
    assert page.evaluate("window.painted") == ["dark"]


def test_a_scheme_can_be_chosen_where_the_browser_refuses_to_store_it(
    page_for: PageFor, real: Site
) -> None:
    page = page_for(scheme="dark", fresh=True)
    page.add_init_script(NO_STORAGE)
    page.goto(real.address)
    assert shown_scheme(page) == "dark"
    choose_scheme(page, "light")
    assert shown_scheme(page) == "light"
    page.reload()
    assert shown_scheme(page) == "dark"


def test_without_script_the_page_follows_the_system_and_offers_no_switch(
    page_for: PageFor, real: Site
) -> None:
    grounds = []
    for system in ("light", "dark"):
        page = page_for(scheme=system, java_script_enabled=False)
        page.goto(real.address)
        expect(page.get_by_role("button", name="Colour scheme")).to_be_hidden()
        grounds.append(paper(page))
    assert grounds[0] != grounds[1]
