"""The pages of these tests, which one hands on to the next."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.browser.conftest import Pages, Site

STORED = "[localStorage.length, sessionStorage.length]"


def test_a_page_that_is_handed_on_has_nothing_stored(pages: Pages, difficult: Site) -> None:
    watched = pages.take({})
    watched.page.goto(difficult.address)
    watched.page.evaluate("localStorage.one = sessionStorage.one = 'kept'")
    assert watched.page.evaluate(STORED) == [1, 1]
    pages.give_back(watched, {})
    assert pages.take({}) is watched
    watched.page.goto(difficult.address)
    assert watched.page.evaluate(STORED) == [0, 0]
    pages.give_back(watched, {})
