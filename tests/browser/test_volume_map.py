"""The map of the volume: moved, enlarged, filtered, by keyboard, as a table and without a script."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.browser import tools
from tests.browser.conftest import Site
from tests.browser.test_accessibility import WAYS, violations
from tests.browser.tools import expect_none

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from playwright.sync_api import Locator, Page

    from tests.browser.conftest import PageFor, Scheme

DESK, PHONE = 1280, 390
MANY = 510
HUES = ("tensor", "graph", "kernel")


@pytest.fixture(scope="session")
def large(tmp_path_factory: pytest.TempPathFactory, serve: Callable[[Path], str]) -> Site:
    """A volume of more contributions than are drawn when the site is built."""
    root = tmp_path_factory.mktemp("large")
    for folder in ("docs", "abstracts", "bib"):
        (root / folder).mkdir()
    topics = "".join(f"  - {{id: {t}, title: About {t}s, group: {t.title()}}}\n" for t in HUES)
    (root / "docs" / "volume.yml").write_text(
        f"title: A large workshop\nlicense: CC-BY-4.0\ntopics:\n{topics}"
    )
    (root / "docs" / "conf.py").write_text('extensions = ["sphinx_proceedings"]\n')
    (root / "docs" / "index.md").write_text("# Home\n\n```{toctree}\nmap\n```\n")
    (root / "docs" / "map.md").write_text("# Map\n\n```{volume-map}\n```\n")
    for i in range(MANY):
        topic = HUES[i % 3]
        head = f"title: The {topic} number {i}\nauthors: [{{name: Ann Author{i}}}]\ntopics: [{topic}]\n"
        text = " ".join(f"The {topic} {w} is {topic}-like." for w in ("rank", "edge", "norm")[: 1 + i % 3])
        (root / "abstracts" / f"entry-{i:03}.md").write_text(f"---\n{head}---\n{text} Case {i} is odd.\n")
    folder = tools.build_once(root / "docs", "large", tmp_path_factory.getbasetemp())
    return Site("large", folder, serve(folder))


@pytest.fixture(params=["real", "large"])
def volume(request: pytest.FixtureRequest) -> Site:
    """A volume whose map is a picture, and one whose map is painted."""
    chosen: Site = request.getfixturevalue(request.param)
    return chosen


def chart(page: Page) -> Locator:
    return page.locator("[data-chart]")


def scale(page: Page) -> float:
    return float(chart(page).get_attribute("data-scale") or 0)


def corner(page: Page) -> tuple[int, int]:
    x, y = (chart(page).get_attribute("data-corner") or "0 0").split()
    return int(x), int(y)


def tip(page: Page) -> Locator:
    return page.locator(".chart-tip")


def result(page: Page) -> Locator:
    return page.get_by_role("search", name="Filter the list").get_by_role("status")


def rows(page: Page) -> Locator:
    return page.locator(".map-list tbody tr:visible")


def opened(page_for: PageFor, site: Site, query: str = "", **options: object) -> Page:
    page = page_for(DESK, reduced_motion="reduce", **options)
    page.goto(f"{site.address}map.html{query}")
    expect(chart(page)).to_have_attribute("data-scale", "1.00")
    return page


def test_buttons_enlarge_reduce_and_show_all(page_for: PageFor, volume: Site) -> None:
    page = opened(page_for, volume)
    page.get_by_role("button", name="Enlarge").click()
    expect(chart(page)).to_have_attribute("data-scale", "1.50")
    page.get_by_role("button", name="Enlarge").click()
    page.get_by_role("button", name="Reduce").click()
    expect(chart(page)).to_have_attribute("data-scale", "1.50")
    page.get_by_role("button", name="Show all").click()
    expect(chart(page)).to_have_attribute("data-scale", "1.00")


def test_the_wheel_enlarges_with_ctrl_and_scrolls_the_page_without(page_for: PageFor, volume: Site) -> None:
    page = opened(page_for, volume)
    chart(page).hover(position={"x": 300, "y": 200})
    page.mouse.wheel(0, 200)
    tools.until(page, "scrollY > 0")
    assert scale(page) == 1
    page.evaluate("scrollTo(0, 0)")
    page.keyboard.down("Control")
    page.mouse.wheel(0, -100)
    page.keyboard.up("Control")
    tools.until(page, "Number(document.querySelector('[data-chart]').dataset.scale) > 1")


def test_an_enlarged_map_is_moved_by_dragging_and_that_follows_no_link(
    page_for: PageFor, volume: Site
) -> None:
    page = opened(page_for, volume)
    page.get_by_role("button", name="Enlarge").click()
    before = corner(page)
    box = chart(page).bounding_box()
    assert box
    page.mouse.move(box["x"] + 300, box["y"] + 300)
    page.mouse.down()
    page.mouse.move(box["x"] + 240, box["y"] + 270, steps=4)
    page.mouse.up()
    after = corner(page)
    assert (after[0] - before[0], after[1] - before[1]) == (-60, -30)
    expect(page).to_have_url(re.compile(r"map\.html$"))


def test_arrows_move_the_map_and_zero_brings_all_of_it_back(page_for: PageFor, volume: Site) -> None:
    page = opened(page_for, volume)
    chart(page).focus()
    page.keyboard.press("+")
    before = corner(page)
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowDown")
    assert corner(page) == (before[0] - 60, before[1] - 60)
    page.keyboard.press("0")
    expect(chart(page)).to_have_attribute("data-scale", "1.00")


def test_arrows_lead_from_contribution_to_contribution_and_escape_leads_out(
    page_for: PageFor, volume: Site
) -> None:
    page = opened(page_for, volume)
    chart(page).focus()
    expect(tip(page)).to_be_hidden()
    page.keyboard.press("Enter")
    expect(tip(page)).to_be_visible()
    seen = {tip(page).inner_text()}
    for key in ("ArrowLeft", "ArrowUp", "ArrowRight", "ArrowDown"):
        page.keyboard.press(key)
        seen.add(tip(page).inner_text())
    assert len(seen) > 2
    page.keyboard.press("Escape")
    expect(tip(page)).to_be_hidden()
    expect(chart(page)).to_be_focused()


def test_enter_on_a_contribution_opens_it(page_for: PageFor, volume: Site) -> None:
    page = opened(page_for, volume)
    chart(page).focus()
    page.keyboard.press("Enter")
    address = tip(page).get_by_role("link").first.get_attribute("href")
    page.keyboard.press("Enter")
    expect(page).to_have_url(f"{volume.address}{address}")


def test_pointing_at_a_mark_names_its_contribution(page_for: PageFor, real: Site) -> None:
    page = opened(page_for, real)
    mark = page.locator(".point").first
    mark.hover()
    name = mark.get_attribute("aria-label") or ""
    title = tip(page).locator(".tip-title a")
    assert title.get_attribute("href") == mark.get_attribute("href")
    assert tip(page).locator("p").nth(1).inner_text() in name
    mark.click()
    expect(page).to_have_url(re.compile(r"/abstracts/"))


def test_words_make_the_rest_pale_and_the_table_short_and_stay_in_the_address(
    page_for: PageFor, real: Site
) -> None:
    page = opened(page_for, real)
    number = page.locator(".point").count()
    expect(rows(page)).to_have_count(number)
    page.get_by_role("searchbox", name="Filter").fill("tensor")
    expect(page).to_have_url(re.compile(r"map\.html\?q=tensor$"))
    left = rows(page).count()
    assert 0 < left < number
    expect(result(page)).to_have_text(f"{left} of {number} contributions")
    expect(page.locator(".point.off")).to_have_count(number - left)
    page.reload()
    expect(rows(page)).to_have_count(left)
    page.get_by_role("button", name="Clear").click()
    expect(rows(page)).to_have_count(number)
    expect(page.locator(".point.off")).to_have_count(0)


def test_of_chosen_topics_one_is_enough(page_for: PageFor, large: Site) -> None:
    page = opened(page_for, large, "?topic=graph&topic=kernel")
    expect(result(page)).to_have_text(f"{2 * MANY // 3} of {MANY} contributions")
    page.get_by_role("checkbox", name="About graphs").uncheck()
    expect(result(page)).to_have_text(f"{MANY // 3} of {MANY} contributions")


def test_what_is_pale_is_passed_over_by_keyboard(page_for: PageFor, large: Site) -> None:
    page = opened(page_for, large, "?topic=graph")
    chart(page).focus()
    for key in ("Enter", "ArrowLeft", "ArrowUp", "ArrowRight", "ArrowDown"):
        page.keyboard.press(key)
        expect(tip(page).get_by_role("link", name="About graphs")).to_be_visible()


def test_nothing_that_matches_is_said(page_for: PageFor, volume: Site) -> None:
    page = opened(page_for, volume, "?q=zzzzzz")
    expect(page.get_by_text("No contribution matches.")).to_be_visible()
    expect(rows(page)).to_have_count(0)
    chart(page).focus()
    page.keyboard.press("Enter")
    expect(tip(page)).to_be_hidden()


def test_a_long_table_is_shown_page_by_page(page_for: PageFor, large: Site) -> None:
    page = opened(page_for, large)
    expect(rows(page)).to_have_count(50)
    first = rows(page).first.inner_text()
    expect(page.get_by_text(f"1–50 of {MANY}")).to_be_visible()
    page.get_by_role("button", name="Next").click()
    expect(page.get_by_text(f"51–100 of {MANY}")).to_be_visible()
    assert rows(page).first.inner_text() != first
    page.get_by_role("searchbox", name="Filter").fill("author7")
    expect(rows(page).first).to_contain_text("Author7")
    page.get_by_role("searchbox", name="Filter").fill("author77 graph")
    expect(page.get_by_role("button", name="Next")).to_be_hidden()


def test_the_painted_map_has_marks(page_for: PageFor, large: Site) -> None:
    page = opened(page_for, large)
    painted = """() => {
        const canvas = document.querySelector("[data-chart] canvas");
        const { data } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
        return data.filter((value, i) => i % 4 === 3 && value > 0).length;
    }"""
    tools.until(page, f"({painted})() > 2000")


def test_one_finger_moves_the_map_only_after_a_tap(page_for: PageFor, real: Site) -> None:
    page = page_for(PHONE, has_touch=True, is_mobile=True)
    page.goto(f"{real.address}map.html")
    expect(chart(page)).to_have_attribute("data-scale", "1.00")
    expect(chart(page)).to_have_css("touch-action", "manipulation")
    page.locator(".point").first.scroll_into_view_if_needed()
    box = page.locator(".point").first.bounding_box()
    assert box
    page.touchscreen.tap(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    expect(tip(page)).to_be_visible()
    expect(page).to_have_url(re.compile(r"map\.html$"))
    expect(chart(page)).to_have_css("touch-action", "none")
    page.get_by_role("button", name="Done").tap()
    expect(chart(page)).to_have_css("touch-action", "manipulation")


def test_without_script_the_picture_has_links_and_the_table_is_complete(
    page_for: PageFor, real: Site
) -> None:
    page = page_for(DESK, java_script_enabled=False)
    page.goto(f"{real.address}map.html")
    marks = page.locator(".point")
    expect(rows(page)).to_have_count(marks.count())
    expect(page.get_by_role("button", name="Enlarge")).to_have_count(0)
    marks.first.click()
    expect(page).to_have_url(re.compile(r"/abstracts/"))


def test_without_script_a_painted_map_says_where_all_are_named(page_for: PageFor, large: Site) -> None:
    page = page_for(DESK, java_script_enabled=False)
    page.goto(f"{large.address}map.html")
    expect(page.get_by_text("drawn by a script")).to_be_visible()
    page.get_by_role("main").get_by_role("link", name="list of titles").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Titles")


def test_a_map_whose_data_is_missing_says_so(page_for: PageFor, large: Site) -> None:
    page = page_for(DESK, fresh=True)
    page.route("**/volume-map.json", lambda route: route.fulfill(status=200, body="no data"))
    page.goto(f"{large.address}map.html")
    expect(page.get_by_text("The map could not be loaded.")).to_be_visible()


@pytest.mark.parametrize(("scheme", "width"), WAYS)
def test_axe_finds_no_violation(page_for: PageFor, volume: Site, scheme: Scheme, width: int) -> None:
    page = page_for(width, scheme)
    page.goto(f"{volume.address}map.html?q=a")
    chart(page).focus()
    page.keyboard.press("Enter")
    expect(tip(page)).to_be_visible()
    expect_none(violations(page))


def test_the_page_is_no_wider_than_a_phone(page_for: PageFor, volume: Site) -> None:
    page = page_for(PHONE)
    page.goto(f"{volume.address}map.html")
    expect(chart(page)).to_have_attribute("data-scale", "1.00")
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE
