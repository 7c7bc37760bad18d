"""My agenda: stars, the list of what is starred, its files, and its way to another device."""

from __future__ import annotations

import datetime
import io
import re
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import icalendar
import pytest
import zxingcpp
from axe_playwright_python.sync_playwright import Axe
from PIL import Image
from playwright.sync_api import expect
from pybtex.database import parse_string

from tests.browser.conftest import context_options
from tests.browser.test_accessibility import RULES

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, Locator, Page

    from tests.browser.conftest import PageFor, Scheme, Site

DESK, PHONE = 1280, 390
PACIFIC = datetime.timezone(datetime.timedelta(hours=-8))
REFUSED = """Object.defineProperty(window, "localStorage", {
    get() { throw new DOMException("refused", "SecurityError"); },
});"""
FULL = "Storage.prototype.setItem = () => { throw new DOMException('full', 'QuotaExceededError'); };"
EVENT = """BEGIN:VCALENDAR\r
VERSION:2.0\r
PRODID:-//test//EN\r
BEGIN:VTIMEZONE\r
TZID:Nowhere\r
BEGIN:STANDARD\r
DTSTART:19700101T000000\r
TZOFFSETFROM:-0800\r
TZOFFSETTO:-0800\r
END:STANDARD\r
END:VTIMEZONE\r
BEGIN:VEVENT\r
UID:{id}@test\r
DTSTAMP:20000101T000000Z\r
DTSTART;TZID=Nowhere:20000229T160000\r
SUMMARY:{id}, with a summary that is so long that it had to be folded after\r
  some seventy octets\r
END:VEVENT\r
END:VCALENDAR\r
"""


def star(page: Page, id_: str) -> Locator:
    return page.locator(f'[data-star="{id_}"]')


def rows(page: Page) -> Locator:
    return page.locator(".agenda-list .row")


def notices(page: Page) -> Locator:
    return page.locator(".agenda-notices")


def question(page: Page) -> Locator:
    return page.get_by_role("region", name="Take over an agenda?")


def fill(page: Page, site: Site, *ids: str, expected: int = 0) -> None:
    """Star contributions in the list of all, and go to the agenda, which has so many rows."""
    page.goto(f"{site.address}posters.html")
    for id_ in ids:
        star(page, id_).click()
    page.get_by_role("link", name="My agenda").click()
    expect(rows(page)).to_have_count(expected or len(ids))


def checksum(text: str) -> str:
    """FNV-1a of 32 bits in base 36: the last part of a link."""
    number = 0x811C9DC5
    for letter in text.encode():
        number = (number ^ letter) * 0x01000193 % 2**32
    digits = ""
    while number:
        number, digit = divmod(number, 36)
        digits = "0123456789abcdefghijklmnopqrstuvwxyz"[digit] + digits
    return digits


def link_from(page: Page) -> str:
    page.get_by_role("button", name="Link for another device").click()
    return page.get_by_role("textbox", name="Link").input_value()


@pytest.fixture
def page(page_for: PageFor) -> Page:
    return page_for()


@pytest.fixture
def unwatched(browser: Browser) -> Iterator[Page]:
    """A page that may ask for what is not there: that is how it learns that something is gone."""
    context = browser.new_context(**context_options())
    yield context.new_page()
    context.close()


@pytest.mark.parametrize("width", [DESK, PHONE])
def test_a_star_is_a_toggle_that_can_be_worked_by_keyboard_and_outlives_the_page(
    page_for: PageFor, difficult: Site, width: int
) -> None:
    page = page_for(width)
    page.goto(f"{difficult.address}abstracts/wide-things.html")
    button = page.get_by_role("button", name="Star", exact=True)
    expect(button).to_have_attribute("aria-pressed", "false")
    button.focus()
    page.keyboard.press("Space")
    expect(button).to_have_attribute("aria-pressed", "true")
    expect(page.get_by_role("link", name="My agenda 1")).to_be_visible()
    page.reload()
    expect(button).to_have_attribute("aria-pressed", "true")
    page.keyboard.press("Tab")
    button.focus()
    page.keyboard.press("Enter")
    expect(button).to_have_attribute("aria-pressed", "false")
    expect(page.get_by_role("link", name="My agenda", exact=True)).to_be_visible()


def test_every_row_has_a_star_that_names_the_title_as_it_is_read(page: Page, difficult: Site) -> None:
    page.goto(f"{difficult.address}posters.html")
    rows = page.locator(".row[data-contribution]")
    expect(page.locator(".row .star")).to_have_count(rows.count())
    named = page.get_by_role("button", name=re.compile("^Star “Curves of degree"))
    expect(named).to_have_count(1)
    assert "\\" not in (named.get_attribute("aria-label") or "\\")
    box = named.bounding_box()
    assert box
    assert min(box["width"], box["height"]) >= 24


def test_a_row_that_a_script_adds_later_gets_its_star_too(page: Page, difficult: Site) -> None:
    page.goto(f"{difficult.address}posters.html")
    page.evaluate("""() => {
        const row = document.createElement("li");
        row.dataset.contribution = "late";
        row.innerHTML = '<a href="abstracts/bare.html">A late row</a>';
        document.querySelector("main").append(row);
    }""")
    star(page, "late").click()
    expect(page.get_by_role("button", name="Star “A late row”")).to_have_attribute("aria-pressed", "true")


def test_without_script_there_is_no_star_and_the_agenda_says_why(
    page_for: PageFor, difficult: Site
) -> None:
    page = page_for(java_script_enabled=False)
    page.goto(f"{difficult.address}posters.html")
    expect(page.locator(".star")).to_have_count(0)
    page.goto(f"{difficult.address}agenda.html")
    expect(page.get_by_text("need JavaScript")).to_be_visible()
    expect(page.get_by_role("button", name="BibTeX")).to_have_count(0)


def test_the_agenda_lists_what_is_starred_by_time_and_board(page: Page, difficult: Site) -> None:
    fill(
        page,
        difficult,
        "title-with-math",
        "sample-shape",
        "wide-things",
        "forty-authors",
        "withdrawn-map",
        expected=6,
    )
    headings = page.locator(".agenda-list").get_by_role("heading").all_inner_texts()
    assert headings == [
        "Tuesday, February 29, 16:00–17:30",
        "Wednesday, March 1, 09:15–10:00",
        "Not scheduled yet",
        "Withdrawn",
    ]
    assert rows(page).evaluate_all("rows => rows.map((row) => row.dataset.contribution)") == [
        "forty-authors", "wide-things", "title-with-math",
        "title-with-math", "sample-shape", "withdrawn-map",
    ]  # fmt: skip
    first = rows(page).first
    expect(first).to_contain_text("Board 7")
    expect(first).to_contain_text("and 28 more")
    expect(first.locator("math")).to_have_count(3)
    expect(page.get_by_text("5 contributions, 3 with a time")).to_be_visible()
    first.get_by_role("link", name="A collaboration of forty people").click()
    expect(page).to_have_url(f"{difficult.address}abstracts/forty-authors.html")


def test_every_place_of_a_contribution_is_shown_and_each_names_the_others(
    page: Page, difficult: Site
) -> None:
    fill(page, difficult, "title-with-math", expected=2)
    poster, talk = rows(page).all()
    expect(poster).to_contain_text("Board A1")
    expect(poster).to_contain_text("Also Wednesday, March 1, 09:15–10:00")
    expect(talk).to_contain_text("Slot 1")
    expect(talk).not_to_contain_text("Board")
    expect(talk).to_contain_text("Also Tuesday, February 29, 16:00–17:30")
    expect(page.get_by_text("1 contribution, 1 with a time")).to_be_visible()
    star(page, "title-with-math").first.click()
    expect(page.locator(".agenda-list .row.left")).to_have_count(2)


def test_what_overlaps_says_so_at_both_with_the_name_of_the_other_until_one_is_let_go(
    page: Page, difficult: Site
) -> None:
    fill(page, difficult, "title-with-math", "numbered-equations", expected=3)
    talk = rows(page).filter(has_text="Slot 1")
    other = rows(page).filter(has=page.locator("[data-star=numbered-equations]"))
    expect(talk.locator(".row-clash")).to_have_text(
        "Overlaps with “Six displays and four hundred words”, 09:30–10:30"
    )
    expect(other.locator(".row-clash")).to_contain_text("Overlaps with “Curves of degree")
    expect(other.locator(".row-clash")).to_contain_text("09:15–10:00")
    expect(other.locator(".row-clash math")).to_have_count(talk.locator(".row-title math").count())
    expect(page.locator(".row-clash:visible")).to_have_count(2)
    expect(page.get_by_text("2 contributions, 2 with a time, 1 overlap")).to_be_visible()
    star(page, "numbered-equations").click()
    expect(page.locator(".row-clash:visible")).to_have_count(0)
    expect(page.get_by_text("1 contribution, 1 with a time", exact=True)).to_be_visible()


def test_posters_of_one_session_and_what_is_withdrawn_overlap_with_nothing(
    page: Page, difficult: Site
) -> None:
    fill(page, difficult, "forty-authors", "wide-things", "long-title", "withdrawn-map")
    expect(rows(page)).to_have_count(4)
    expect(page.get_by_text("4 contributions, 3 with a time", exact=True)).to_be_visible()
    expect(page.locator(".row-clash:visible")).to_have_count(0)


def test_its_calendar_has_an_event_for_each_place(page: Page, difficult: Site) -> None:
    fill(page, difficult, "title-with-math", expected=2)
    with page.expect_download() as download:
        page.get_by_role("button", name="Calendar").click()
    events = icalendar.Calendar.from_ical(download.value.path().read_bytes()).walk("VEVENT")
    begins = [f"{event['DTSTART'].dt.astimezone(PACIFIC):%d %H:%M}" for event in events]
    assert begins == ["29 16:00", "01 09:15"]
    assert len({str(event["UID"]) for event in events}) == 2


def test_what_is_let_go_stays_in_sight_until_the_page_is_left(page: Page, difficult: Site) -> None:
    fill(page, difficult, "wide-things", "forty-authors")
    star(page, "wide-things").click()
    expect(page.get_by_text("1 contribution, 1 with a time")).to_be_visible()
    expect(star(page, "wide-things")).to_be_focused()
    expect(rows(page)).to_have_count(2)
    page.emulate_media(media="print")
    expect(rows(page).filter(visible=True)).to_have_count(1)
    page.emulate_media(media="null")
    star(page, "wide-things").click()
    expect(page.get_by_text("2 contributions, 2 with a time")).to_be_visible()
    star(page, "wide-things").click()
    page.reload()
    expect(rows(page)).to_have_count(1)


def test_two_tabs_stay_in_step(page: Page, difficult: Site) -> None:
    page.goto(f"{difficult.address}agenda.html")
    expect(page.get_by_text("Nothing is starred yet.")).to_be_visible()
    other = page.context.new_page()
    other.goto(f"{difficult.address}abstracts/wide-things.html")
    star(other, "wide-things").click()
    expect(rows(page)).to_have_count(1)
    star(page, "wide-things").click()
    expect(star(other, "wide-things")).to_have_attribute("aria-pressed", "false")
    other.close()


@pytest.mark.parametrize("script", [REFUSED, FULL])
def test_where_storage_is_refused_the_star_holds_for_the_page_and_it_is_said(
    page_for: PageFor, difficult: Site, script: str
) -> None:
    page = page_for(fresh=True)
    page.add_init_script(script)
    page.goto(f"{difficult.address}abstracts/wide-things.html")
    star(page, "wide-things").click()
    expect(star(page, "wide-things")).to_have_attribute("aria-pressed", "true")
    expect(page.get_by_role("alert")).to_contain_text("keeps nothing for this site")
    page.get_by_role("button", name="Close").click()
    expect(page.get_by_role("alert")).to_have_count(0)
    page.reload()
    expect(star(page, "wide-things")).to_have_attribute("aria-pressed", "false")


def test_a_list_that_something_else_spoiled_is_an_empty_one(page: Page, difficult: Site) -> None:
    page.goto(f"{difficult.address}agenda.html")
    for spoiled in ('{"a"', "17", '["../x", 3, "wide-things", "wide-things"]'):
        page.evaluate(
            "text => localStorage.setItem(`proceedings-agenda-1:${agenda.site.pathname}`, text)", spoiled
        )
        page.reload()
        expect(rows(page)).to_have_count(1 if "wide-things" in spoiled else 0)


def test_its_bibtex_holds_just_these_and_says_which_have_none(page: Page, difficult: Site) -> None:
    fill(page, difficult, "title-with-math", "sample-shape", "forty-authors", expected=4)
    with page.expect_download() as download:
        page.get_by_role("button", name="BibTeX").click()
    entries = parse_string(text_of(download.value.path()), "bibtex").entries
    assert sorted(key.removeprefix("hard-pages-") for key in entries) == [
        "forty-authors",
        "title-with-math",
    ]
    expect(notices(page)).to_have_text(
        "The BibTeX of 2 contributions was made. Left out: 1 sample, which nobody can cite."
    )


def text_of(file: Path) -> str:
    return file.read_bytes().decode("utf-8")


def test_its_calendar_holds_those_with_a_time_each_zone_once(page_for: PageFor, difficult: Site) -> None:
    page = page_for(fresh=True)
    page.route(
        "**/abstracts/*.ics",
        lambda route: route.fulfill(
            body=EVENT.replace(
                "{id}", urlsplit(route.request.url).path.split("/")[-1].removesuffix(".ics")
            ),
            content_type="text/calendar",
        ),
    )
    fill(page, difficult, "title-with-math", "sample-shape", "forty-authors", "bare", expected=5)
    with page.expect_download() as download:
        page.get_by_role("button", name="Calendar").click()
    data = download.value.path().read_bytes()
    assert b"\n" not in data.replace(b"\r\n", b"")
    calendar = icalendar.Calendar.from_ical(data)
    assert [part.name for part in calendar.subcomponents] == ["VTIMEZONE", "VEVENT", "VEVENT"]
    events = calendar.walk("VEVENT")
    assert [str(event["UID"]) for event in events] == ["forty-authors@test", "title-with-math@test"]
    assert str(events[0]["SUMMARY"]).endswith("folded after some seventy octets")
    expect(notices(page)).to_contain_text("The calendar of 2 contributions was made.")
    expect(notices(page)).to_contain_text("1 without a time; 1 sample.")


def test_a_calendar_with_nothing_in_it_is_not_made(page: Page, difficult: Site) -> None:
    fill(page, difficult, "bare")
    page.get_by_role("button", name="Calendar").click()
    expect(notices(page)).to_have_text("No calendar was made. Left out: 1 without a time.")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_link_and_its_qr_code_carry_the_agenda_to_a_browser_that_has_none(
    page_for: PageFor, difficult: Site, scheme: Scheme
) -> None:
    page, other = page_for(scheme=scheme), page_for(PHONE)
    fill(page, difficult, "title-with-math", "sample-shape", "forty-authors", expected=4)
    link = link_from(page)
    code = page.get_by_role("img", name="QR code of the link")
    expect(code).to_be_visible()
    read = zxingcpp.read_barcode(Image.open(io.BytesIO(code.screenshot())))
    assert read
    assert read.text == link
    asked: list[str] = []
    other.on("request", lambda request: asked.append(request.url))
    other.goto(link)
    expect(rows(other)).to_have_count(4)
    expect(notices(other)).to_have_text("3 contributions from the link are in your agenda now.")
    assert "#" not in other.url
    assert not [address for address in asked if "title-with-math." in urlsplit(address).fragment[30:]]
    other.reload()
    expect(rows(other)).to_have_count(4)


@pytest.mark.parametrize(
    ("answer", "left"),
    [
        ("Add the 2 new", ["forty-authors", "wide-things", "title-with-math", "bare"]),
        ("Replace my 2 by these 3", ["forty-authors", "title-with-math", "bare"]),
        ("Keep mine as it is", ["forty-authors", "wide-things"]),
    ],
)
def test_a_link_asks_before_it_touches_an_agenda(
    page_for: PageFor, difficult: Site, answer: str, left: list[str]
) -> None:
    page, other = page_for(), page_for()
    fill(page, difficult, "title-with-math", "bare", "forty-authors", expected=4)
    link = link_from(page)
    fill(other, difficult, "forty-authors", "wide-things")
    other.goto(link)
    expect(question(other)).to_be_focused()
    expect(question(other)).to_contain_text("carries 3 contributions, 1 of them in your agenda already.")
    expect(question(other).get_by_role("listitem")).to_have_count(2)
    expect(rows(other)).to_have_count(2)
    question(other).get_by_role("button", name=answer).click()
    expect(question(other)).to_have_count(0)
    expect(rows(other)).to_have_count(len(left) + ("title-with-math" in left))
    assert sorted(other.evaluate("agenda.read()")) == sorted(left)


def test_a_link_that_is_damaged_or_foreign_says_so_and_leaves_the_agenda(
    unwatched: Page, difficult: Site
) -> None:
    page = unwatched
    fill(page, difficult, "forty-authors", "wide-things")
    link = link_from(page)
    changed = link.replace("forty-authors", "fifty-authors")
    for fragment, said in (
        (urlsplit(link).fragment[:-9], "This link is damaged"),
        (urlsplit(changed).fragment, "This link is damaged"),
        ("agenda-1=%00.<b>", "This link is damaged"),
        ("agenda-1", "This link is damaged"),
        ("agenda-2=whatever", "made by a newer form of this page"),
        ("agenda=forty-authors", "no agenda that this page can read"),
        (f"agenda-1=no-such.nor-this.{checksum('no-such.nor-this')}", "of which this volume has none"),
    ):
        page.goto("about:blank")
        page.goto(f"{difficult.address}agenda.html#{fragment}")
        expect(notices(page)).to_contain_text(said)
        expect(notices(page)).to_contain_text("Your agenda is as it was.")
        expect(rows(page)).to_have_count(2)
        assert page.evaluate("agenda.read()") == ["forty-authors", "wide-things"]


def test_what_is_no_longer_there_is_shown_and_can_be_removed(unwatched: Page, difficult: Site) -> None:
    page = unwatched
    page.goto(f"{difficult.address}agenda.html")
    page.evaluate("agenda.write(['bare', 'was-here', 'broken-file'])")
    page.reload()
    gone = page.get_by_role("heading", name="Not in this volume")
    expect(gone).to_be_visible()
    expect(rows(page)).to_have_count(3)
    page.get_by_role("button", name="Remove all of these").click()
    page.reload()
    expect(rows(page)).to_have_count(1)
    expect(gone).to_have_count(0)


def test_stars_and_links_follow_a_contribution_to_its_new_address(
    page_for: PageFor, difficult: Site
) -> None:
    page, other = page_for(), page_for()
    page.goto(f"{difficult.address}posters.html")
    page.evaluate("agenda.write(['numbered-displays', 'bare'])")
    page.goto(f"{difficult.address}agenda.html")
    expect(rows(page)).to_have_count(2)
    expect(notices(page)).to_have_text("1 contribution has another address now. Your star went along.")
    assert page.evaluate("agenda.read()") == ["numbered-equations", "bare"]
    page.reload()
    expect(rows(page)).to_have_count(2)
    expect(notices(page)).to_be_empty()
    ids = "numbered-displays.bare"
    other.goto(f"{difficult.address}agenda.html#agenda-1={ids}.{checksum(ids)}")
    expect(notices(other)).to_contain_text("2 contributions from the link are in your agenda now.")
    assert other.evaluate("agenda.read()") == ["numbered-equations", "bare"]


def test_a_former_address_leads_on_at_once_and_back_does_not_return_to_it(
    page: Page, difficult: Site
) -> None:
    page.goto(f"{difficult.address}posters.html")
    page.goto(f"{difficult.address}abstracts/numbered-displays.html")
    page.wait_for_url("**/abstracts/numbered-equations.html")
    page.go_back()
    expect(page).to_have_url(f"{difficult.address}posters.html")


@pytest.mark.parametrize("script", [REFUSED, FULL])
def test_where_storage_is_refused_a_link_still_shows_its_agenda_and_says_how_long(
    page_for: PageFor, difficult: Site, script: str
) -> None:
    page = page_for(fresh=True)
    page.add_init_script(script)
    ids = "forty-authors.title-with-math"
    page.goto(f"{difficult.address}agenda.html#agenda-1={ids}.{checksum(ids)}")
    expect(rows(page)).to_have_count(3)
    expect(notices(page)).to_contain_text("keeps nothing for this site")
    for address in ("programme.html", "search.html", "posters.html", "posters-plan.html"):
        page.goto(difficult.address + address)
        expect(page.get_by_role("heading", level=1)).to_be_visible()


def test_what_was_withdrawn_comes_with_a_link_and_says_so(page: Page, difficult: Site) -> None:
    page.goto(f"{difficult.address}agenda.html#agenda-1=withdrawn-map.{checksum('withdrawn-map')}")
    expect(rows(page)).to_have_count(1)
    expect(rows(page).locator(".tag-withdrawn")).to_be_visible()
    page.get_by_role("button", name="Calendar").click()
    expect(page.get_by_text("No calendar was made. Left out: 1 withdrawn.")).to_be_visible()


def test_an_agenda_prints_on_few_pages(page: Page, real: Site) -> None:
    ids = [a.removeprefix("abstracts/").removesuffix(".html") for a in real.pages if "abstracts/" in a]
    page.goto(f"{real.address}agenda.html")
    page.evaluate("ids => agenda.write(ids)", ids)
    expect(rows(page)).to_have_count(len(ids))
    pages = page.pdf(format="A4").count(b"/Type /Page\n")
    assert pages <= 1 + len(ids) // 13, f"{len(ids)} contributions on {pages} pages"


@pytest.mark.parametrize(("scheme", "width"), [("light", DESK), ("dark", PHONE)])
def test_a_full_agenda_with_a_question_and_a_code_has_no_fault_that_axe_knows(
    page_for: PageFor, difficult: Site, scheme: Scheme, width: int
) -> None:
    page = page_for(width, scheme)
    fill(
        page,
        difficult,
        "title-with-math",
        "sample-shape",
        "forty-authors",
        "withdrawn-map",
        "bare",
        expected=6,
    )
    link = link_from(page)
    expect(page.get_by_role("img", name="QR code of the link")).to_be_visible()
    star(page, "bare").click()
    page.evaluate("agenda.write(['forty-authors', 'wide-things'])")
    page.goto("about:blank")
    page.goto(link)
    expect(question(page)).to_be_visible()
    page.get_by_role("button", name="Link for another device").click()
    found = Axe().run(page, options=RULES).response["violations"]
    assert [(fault["id"], node["html"]) for fault in found for node in fault["nodes"]] == []
    assert page.evaluate("document.scrollingElement.scrollWidth") <= width


def test_in_a_list_of_thousands_a_row_gets_its_star_when_it_comes_near(page: Page, difficult: Site) -> None:
    page.goto(f"{difficult.address}posters.html")
    page.evaluate("""() => {
        const list = document.createElement("ol");
        for (let number = 0; number < 3000; number += 1) {
            const row = document.createElement("li");
            row.className = "row";
            row.dataset.contribution = `made-${number}`;
            row.innerHTML = `<p class="row-title"><a href="abstracts/bare.html">Row ${number}</a></p>`;
            list.append(row);
        }
        document.querySelector("main").append(list);
    }""")
    last = page.get_by_role("link", name="Row 2999")
    assert page.locator(".star").count() < 300
    last.focus()
    page.keyboard.press("Shift+Tab")
    expect(page.get_by_role("button", name="Star “Row 2999”")).to_be_visible()
    last.focus()
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    expect(star(page, "made-2999")).to_have_attribute("aria-pressed", "true")
