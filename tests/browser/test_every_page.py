"""What holds on every page of both sites."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pytest

from tests.browser.conftest import context_options, watch
from tests.browser.tools import expect_none, is_moved

if TYPE_CHECKING:
    from playwright.sync_api import Browser

    from tests.browser.conftest import Site

PHONE = 390
NARROW = 320  # what WCAG 2.2 asks for (1.4.10, Reflow)

LOOK = """() => document.fonts.ready.then(() => ({
    language: document.documentElement.lang,
    title: document.title,
    headings: Array.from(document.querySelectorAll("h1, h2, h3, h4, h5, h6"), (heading) => ({
        level: Number(heading.tagName[1]), text: heading.textContent.trim(),
    })),
    unnamed: Array.from(document.images).filter((image) => !image.hasAttribute("alt")).length,
}))"""
WIDTH = "() => document.fonts.ready.then(() => document.scrollingElement.scrollWidth)"


@dataclass(frozen=True)
class Look:
    """What a visit showed of one page. `widths` are those of its content by the window's."""

    address: str
    seen: dict[str, Any]
    widths: dict[int, int]
    faults: tuple[str, ...]


@pytest.fixture(scope="module")
def looks(browser: Browser, site: Site) -> list[Look]:
    """One visit to every page of a site, on a phone."""
    found = []
    context = browser.new_context(**context_options(PHONE))
    faults = watch(context)
    page = context.new_page()
    for address in site.pages:
        if is_moved(site.folder / address):
            continue
        page.goto(site.address + address)
        seen, widths = page.evaluate(LOOK), {PHONE: page.evaluate(WIDTH)}
        page.set_viewport_size({"width": NARROW, "height": 900})
        widths[NARROW] = page.evaluate(WIDTH)
        page.set_viewport_size({"width": PHONE, "height": 900})
        found.append(Look(address, seen, widths, tuple(faults)))
        faults.clear()
    context.close()
    assert len(found) > 50, "The site has hardly any pages; is it built?"
    return found


def test_every_page_says_its_language_and_has_a_title(looks: list[Look]) -> None:
    wrong = [
        f"{look.address}: language “{look.seen['language']}”, title “{look.seen['title']}”"
        for look in looks
        if look.seen["language"] != "en" or len(look.seen["title"]) < 5 or "@@" in look.seen["title"]
    ]
    expect_none(wrong)


def test_no_title_shows_the_source_of_a_formula(looks: list[Look]) -> None:
    wrong = [
        f"{look.address}: {look.seen['title']}"
        for look in looks
        if "$" in look.seen["title"] or "\\" in look.seen["title"]
    ]
    expect_none(wrong)


def test_every_page_has_exactly_one_heading_of_the_first_level(looks: list[Look]) -> None:
    wrong = []
    for look in looks:
        first = [heading["text"] for heading in look.seen["headings"] if heading["level"] == 1]
        if len(first) != 1 or not first[0]:
            wrong.append(f"{look.address}: {first}")
    expect_none(wrong)


def test_no_page_skips_a_level_of_headings(looks: list[Look]) -> None:
    wrong = []
    for look in looks:
        before = 0
        for heading in look.seen["headings"]:
            if heading["level"] > before + 1:
                wrong.append(f"{look.address}: h{heading['level']} “{heading['text']}” after h{before}")
            before = heading["level"]
    expect_none(wrong)


def test_every_picture_has_an_alternative_text_even_if_it_is_empty(looks: list[Look]) -> None:
    wrong = [look.address for look in looks if look.seen["unnamed"]]
    expect_none(wrong)


def test_no_page_asks_in_vain_or_abroad_and_none_complains(looks: list[Look]) -> None:
    wrong = [f"{look.address} {fault}" for look in looks for fault in look.faults]
    expect_none(wrong)


@pytest.mark.parametrize("width", [PHONE, NARROW])
def test_no_page_scrolls_sideways(looks: list[Look], width: int) -> None:
    wrong = [
        f"{look.address} is {look.widths[width]} pixels wide"
        for look in looks
        if look.widths[width] > width
    ]
    expect_none(wrong, f"Too wide for a window of {width} pixels")
