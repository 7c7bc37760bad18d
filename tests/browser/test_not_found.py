"""The page for lost addresses, shown as a host shows it: at whatever address was asked for."""

from __future__ import annotations

import shutil
import threading
from contextlib import contextmanager
from functools import partial
from http.server import ThreadingHTTPServer
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Files, context_options
from tests.test_site import Workshop

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser

    from tests.browser.conftest import PageFor, Site


class Host(Files):
    """A static host that has a page for what it does not have.

    Its status is 200, since a page of these tests may not ask for what is not there.
    """

    def __init__(self, *args: Any, lost: str, **options: Any) -> None:
        self.lost = lost
        super().__init__(*args, **options)

    def translate_path(self, path: str) -> str:
        found = super().translate_path(path)
        # What a page links, its styles and its script, must be there.
        is_page = urlsplit(path).path.endswith(("/", ".html")) or "." not in path
        return found if Path(found).exists() or not is_page else str(Path(self.directory) / self.lost)


@contextmanager
def hosted(folder: Path, lost: str = "404.html") -> Iterator[str]:
    handler = partial(Host, directory=str(folder), lost=lost)
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()


@pytest.fixture(scope="module")
def host(difficult: Site) -> Iterator[str]:
    with hosted(difficult.folder) as address:
        yield address


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


def test_the_words_of_the_address_are_searched_for_and_what_has_them_is_shown_in_place(
    page_for: PageFor, host: str
) -> None:
    page = page_for(390)
    page.goto(f"{host}/abstracts/2027/codimension-of-a-complete-intersection.html")
    found = page.locator(".found-pages .row")
    expect(found).to_have_count(1)
    expect(found.locator("a").first).to_have_attribute("href", f"{host}/abstracts/numbered-equations.html")
    expect(page.get_by_role("heading", name="Pages with these words")).to_be_visible()
    found.locator("a").first.click()
    page.wait_for_url(f"{host}/abstracts/numbered-equations.html")


def test_a_page_that_is_offered_is_not_found_once_more(page_for: PageFor, host: str) -> None:
    page = page_for()
    page.goto(f"{host}/a/collaboration-of-forty-people")
    expect(page.locator(".near-pages a").first).to_have_attribute("href", "/abstracts/forty-authors.html")
    page.wait_for_load_state("networkidle")
    found = page.locator(".found-pages a").evaluate_all("links => links.map((link) => link.href)")
    assert f"{host}/abstracts/forty-authors.html" not in found


def test_the_words_of_the_address_stand_in_a_form_that_leads_to_the_search(
    page_for: PageFor, host: str
) -> None:
    page = page_for(390)
    page.goto(f"{host}/abstracts/2027/forty-people.html")
    field = page.get_by_role("searchbox")
    expect(field).to_have_value("forty people")
    page.get_by_role("button", name="Search", exact=True).click()
    page.wait_for_url("**/search.html?q=forty+people")
    expect(page.locator(".search-results .row").first).to_be_visible()


def test_without_an_index_the_nearest_pages_and_the_form_remain(
    browser: Browser, difficult: Site, tmp_path: Path
) -> None:
    folder = tmp_path / "site"
    shutil.copytree(difficult.folder, folder)
    shutil.rmtree(folder / "pagefind")
    with hosted(folder) as host:
        context = browser.new_context(**context_options())
        page = context.new_page()
        page.goto(f"{host}/abstracts/forty-autors.html")
        expect(page.locator(".near-pages a").first).to_have_attribute(
            "href", "/abstracts/forty-authors.html"
        )
        page.wait_for_load_state("networkidle")
        expect(page.locator(".found-pages")).to_be_hidden()
        expect(page.get_by_role("searchbox")).to_have_value("forty autors")
        context.close()


def test_a_site_in_a_folder_of_its_host_finds_its_pages_from_any_depth(
    page_for: PageFor, tmp_path: Path
) -> None:
    workshop = Workshop(tmp_path / "volume")
    settings = workshop.root / "docs" / "volume.yml"
    text = settings.read_text(encoding="utf-8")
    settings.write_text(text + "\nsite_url: https://example.org/volumes/first\n", encoding="utf-8")
    workshop.write("euler", title="Faces of polytopes", body="What is a facet?")
    workshop.build()
    (tmp_path / "host" / "volumes").mkdir(parents=True)
    workshop.out.rename(tmp_path / "host" / "volumes" / "first")
    with hosted(tmp_path / "host", "volumes/first/404.html") as host:
        page = page_for()
        page.goto(f"{host}/volumes/first/some/where/what-is-a-facet")
        found = page.locator(".found-pages a").first
        expect(found).to_have_attribute("href", f"{host}/volumes/first/abstracts/euler.html")
        expect(page.get_by_role("searchbox")).to_have_value("what is a facet")
        page.get_by_role("button", name="Search", exact=True).click()
        page.wait_for_url(f"{host}/volumes/first/search.html?q=what+is+a+facet")


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
