"""The page for lost addresses, shown as a host shows it: at whatever address was asked for."""

from __future__ import annotations

import threading
from functools import partial
from http.server import ThreadingHTTPServer
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Files

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.browser.conftest import PageFor, Site


class Host(Files):
    """A static host that has a page for what it does not have.

    Its status is 200, since a page of these tests may not ask for what is not there.
    """

    def translate_path(self, path: str) -> str:
        found = super().translate_path(path)
        # What a page links, its styles and its script, must be there.
        is_page = urlsplit(path).path.endswith(("/", ".html")) or "." not in path
        return found if Path(found).exists() or not is_page else str(Path(self.directory) / "404.html")


@pytest.fixture(scope="module")
def host(difficult: Site) -> Iterator[str]:
    handler = partial(Host, directory=str(difficult.folder))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()


@pytest.mark.parametrize(
    ("asked", "offered", "address"),
    [
        (
            "/abstracts/forty-autors.html",
            "A collaboration of forty people",
            "/abstracts/forty-authors.html",
        ),
        (
            "/a/b/c/collaboration-of-forty",
            "A collaboration of forty people",
            "/abstracts/forty-authors.html",
        ),
        ("/authors/ada-testpersson.html", "Ada Testperson", "/authors/ada-testperson.html"),
        ("/old/posters/long%20title/", "On the question whether", "/abstracts/long-title.html"),
    ],
)
def test_the_nearest_pages_are_offered_at_any_depth(
    page_for: PageFor, host: str, asked: str, offered: str, address: str
) -> None:
    page = page_for()
    page.goto(host + asked)
    expect(page.locator("h1")).to_have_text("Page not found")
    link = page.locator(".near-pages a").first
    expect(link).to_contain_text(offered)
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(251, 249, 244)"
    link.click()
    page.wait_for_url(host + address)


def test_a_page_is_offered_once(page_for: PageFor, host: str) -> None:
    page = page_for()
    page.goto(f"{host}/topics/curve.html")
    link = page.locator(".near-pages a")
    expect(link.first).to_have_attribute("href", "/topics/curves.html")
    addresses = [found.get_attribute("href") for found in link.all()]
    assert len(addresses) == len(set(addresses))


def test_the_words_of_the_address_are_looked_for_in_the_list(page_for: PageFor, host: str) -> None:
    page = page_for(390)
    page.goto(f"{host}/abstracts/2027/forty-people.html")
    field = page.get_by_role("searchbox")
    expect(field).to_have_value("forty people")
    page.get_by_role("button", name="Look").click()
    page.wait_for_url("**/posters.html?q=forty+people")
    expect(page.locator(".row:visible")).to_have_count(1)


@pytest.mark.parametrize("asked", ["/", "/%E0%A4%A", "/zzzzqqqq", "/404.html", "/abstracts/index.html"])
def test_what_is_like_nothing_leaves_the_reader_with_links(
    page_for: PageFor, host: str, asked: str
) -> None:
    page = page_for()
    page.goto(host + asked if asked != "/" else f"{host}/nowhere/")
    page.wait_for_load_state("networkidle")
    expect(page.locator(".near-pages")).to_be_hidden()
    expect(page.get_by_role("main").get_by_role("link", name="All contributions")).to_be_visible()


def test_without_scripts_the_page_has_its_links_and_no_dead_form(page_for: PageFor, host: str) -> None:
    page = page_for(java_script_enabled=False)
    page.goto(f"{host}/abstracts/forty-people.html")
    expect(page.get_by_role("main").get_by_role("link")).to_have_count(5)
    expect(page.locator(".seek")).to_be_hidden()
    page.get_by_role("main").get_by_role("link", name="All contributions").click()
    page.wait_for_url(f"{host}/posters.html")
