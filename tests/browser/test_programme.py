"""The programme, the plan of the boards and their signs, as readers use them."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import pytest
import zxingcpp
from PIL import Image

from sphinx_proceedings.pages import codes

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import FloatRect, Page

    from tests.browser.conftest import PageFor, Site

KOLKATA = "Asia/Kolkata"


def times_of(page: Page, id_: str) -> str:
    return page.locator(f"#session-{id_} .session-time").inner_text()


def boxes(page: Page) -> list[FloatRect]:
    """Where the two sessions stand that are parallel."""
    found = [page.locator(f"#session-{id_}").bounding_box() for id_ in ("talks", "workshop-in-parallel")]
    return [box for box in found if box]


@pytest.fixture
def programme(page_for: PageFor, difficult: Site) -> Page:
    """The programme, as it is read in India at 9:45 of the workshop's second day."""
    page = page_for(fresh=True, timezone_id=KOLKATA)
    page.clock.install(time="2000-03-01T17:45:00Z")
    page.goto(f"{difficult.address}programme.html")
    return page


def test_times_are_the_workshops_until_the_reader_asks_for_another(programme: Page) -> None:
    assert times_of(programme, "talks").startswith("09:00–10:00")
    programme.get_by_role("button", name="Show my time").click()
    assert times_of(programme, "talks").startswith("22:30–23:30")
    assert times_of(programme, "coffee").startswith("Thu 00:00–00:30")
    assert programme.locator("#session-talks .place").inner_text() == "22:45"
    assert programme.locator("[data-zone-name]").inner_text().startswith("Times are yours, Asia/")
    programme.reload()
    assert times_of(programme, "talks").startswith("22:30–23:30")
    programme.get_by_role("button", name="Show the workshop’s time").click()
    assert times_of(programme, "coffee").startswith("10:30–11:00")


def test_a_reader_on_the_spot_is_offered_no_other_time(page_for: PageFor, difficult: Site) -> None:
    page = page_for()
    page.goto(f"{difficult.address}programme.html")
    page.locator(".timetable").wait_for()
    assert not page.locator("[data-zone]").is_visible()


def test_what_is_on_now_is_marked_and_the_mark_goes_on(programme: Page) -> None:
    on = ".session.now .session-title"
    assert len(programme.locator(on).all()) == 2
    lines = [line.bounding_box() for line in programme.locator(".now-line").all()]
    assert len(lines) == 2
    first, second = (line["y"] for line in lines if line)
    assert first == pytest.approx(second, abs=1)
    programme.clock.run_for(50 * 60 * 1000)
    assert programme.locator(on).all_inner_texts() == ["Coffee"]
    programme.clock.run_for(60 * 60 * 1000)
    assert programme.locator(on).count() == 0


def test_before_the_event_nothing_is_marked(page_for: PageFor, difficult: Site) -> None:
    page = page_for(fresh=True)
    page.clock.install(time="2000-02-28T17:45:00Z")
    page.goto(f"{difficult.address}programme.html")
    assert page.locator(".now-rule, .now-line, .session.now").count() == 0


def test_without_scripts_the_programme_says_everything(page_for: PageFor, difficult: Site) -> None:
    page = page_for(390, java_script_enabled=False)
    page.goto(f"{difficult.address}programme.html")
    assert times_of(page, "talks").startswith("09:00–10:00")
    assert not page.locator("[data-zone]").is_visible()
    assert not page.locator(".timetable").is_visible()
    assert page.locator("time[datetime='2000-03-01T09:15:00-08:00']").inner_text() == "09:15"


def test_days_stand_side_by_side_on_a_wide_screen_and_one_below_the_other_on_a_phone(
    page_for: PageFor, difficult: Site
) -> None:
    page = page_for(1280)
    page.goto(f"{difficult.address}programme.html")
    heads = [head.bounding_box() for head in page.locator(".timetable thead th").all()]
    assert len({head["y"] for head in heads if head}) == 1
    first, second = boxes(page)
    assert first["y"] == second["y"]
    page.set_viewport_size({"width": 390, "height": 900})
    first, second = boxes(page)
    assert first["y"] + first["height"] <= second["y"]


def test_the_way_goes_from_the_plan_to_the_abstract_and_back(page_for: PageFor, difficult: Site) -> None:
    page = page_for(390)
    page.goto(f"{difficult.address}posters-plan.html")
    page.get_by_role("link", name="Board 120b: ").first.click()
    page.wait_for_url("**/abstracts/wide-things.html")
    page.locator(".eyebrow").get_by_role("link", name="Board 120b").click()
    page.wait_for_url("**/posters-plan.html#board-120b")
    board = page.locator("#board-120b rect")
    free = page.locator("#board-18 rect")
    assert board.evaluate("e => getComputedStyle(e).fill") != free.evaluate("e => getComputedStyle(e).fill")
    assert board.evaluate("e => e.closest('a').matches(':target')")


def test_the_way_goes_from_the_programme_to_the_plan_and_on_to_the_abstract(
    page_for: PageFor, difficult: Site
) -> None:
    page = page_for(390)
    page.goto(f"{difficult.address}programme.html")
    link = page.get_by_role("link", name="Board A1 on the plan")
    box = link.bounding_box()
    assert box
    assert min(box["width"], box["height"]) >= 24
    link.click()
    page.wait_for_url("**/posters-plan.html#board-A1")
    assert page.locator("#board-A1").evaluate("e => e.matches(':target')")
    page.locator("#board-A1").click()
    page.wait_for_url("**/abstracts/title-with-math.html")


def test_the_plan_scrolls_to_the_board_that_was_asked_for(page_for: PageFor, difficult: Site) -> None:
    page = page_for(390)
    page.goto(f"{difficult.address}posters-plan.html#board-12")
    box = page.locator("#board-12 rect").bounding_box()
    assert box
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= 390


@pytest.mark.parametrize("width", [390, 1280])
def test_boards_are_large_enough_for_a_finger_and_their_numbers_for_the_eye(
    page_for: PageFor, difficult: Site, width: int
) -> None:
    page = page_for(width)
    page.goto(f"{difficult.address}posters-plan.html")
    for board in page.locator(".plan rect").all():
        box = board.bounding_box()
        assert box
        assert min(box["width"], box["height"]) >= 24
    size = "all => all.map((e) => parseFloat(getComputedStyle(e).fontSize))"
    sizes = page.eval_on_selector_all(".plan text", size)
    assert min(sizes) >= 12


@pytest.mark.parametrize("code", [codes.code, codes.large])
def test_a_code_leads_to_its_address(page_for: PageFor, code: Callable[[str], str]) -> None:
    address = "https://example.org/volume/abstracts/a-name-of-some-length.html"
    page = page_for()
    page.set_content(f"<style>svg {{ width: 190px; stroke: #000 }}</style>{code(address)}")
    picture = Image.open(io.BytesIO(page.locator("svg").screenshot()))
    assert [found.text for found in zxingcpp.read_barcodes(picture)] == [address]


def test_each_sign_is_a_sheet_of_its_own(page_for: PageFor, difficult: Site) -> None:
    page = page_for()
    page.goto(f"{difficult.address}signs.html")
    count = page.locator(".sign").count()
    assert count == 4
    pdf = page.pdf(format="A4", prefer_css_page_size=True)
    assert pdf.count(b"/Type /Page\n") == count


def test_the_links_to_calendars_lead_to_files(page_for: PageFor, difficult: Site) -> None:
    page = page_for()
    for address in ("programme.html", "abstracts/title-with-math.html"):
        page.goto(difficult.address + address)
        links = page.eval_on_selector_all("a[href$='.ics']", "all => all.map((link) => link.href)")
        assert links
        for link in links:
            file = difficult.folder / link.removeprefix(difficult.address)
            assert file.read_bytes().startswith(b"BEGIN:VCALENDAR\r\n")
