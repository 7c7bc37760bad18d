"""What a visit to an abstract costs: requests, and bytes on the way."""

from __future__ import annotations

import gzip
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pytest

from tests.browser.conftest import context_options, watch
from tests.browser.tools import expect_none, is_moved

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page, Request

    from tests.browser.conftest import PageFor, Site

# Measured: 11 files and 138 kB for most abstracts, 12 and 149 kB for one that needs rarer symbols.
REQUESTS = 12
KILOBYTES = 150
TEXT = frozenset({".html", ".css", ".js", ".json", ".svg"})


def visit(page: Page, site: Site, address: str) -> dict[str, int]:
    """The bytes of each file that a page loads, texts compressed as a static host would send them."""
    loaded: list[str] = []

    def on_finished(request: Request) -> None:
        loaded.append(request.url)

    page.on("requestfinished", on_finished)
    page.goto(site.address + address, wait_until="networkidle")
    page.evaluate("document.fonts.ready")
    page.remove_listener("requestfinished", on_finished)
    sizes = {}
    for url in loaded:
        assert url.startswith(site.address), url
        file = site.folder / urlsplit(url).path.lstrip("/")
        body = file.read_bytes()
        sizes[file.relative_to(site.folder).as_posix()] = (
            len(gzip.compress(body, mtime=0)) if file.suffix in TEXT else len(body)
        )
    assert len(sizes) == len(loaded), f"{address} asks for a file twice."
    return sizes


@pytest.fixture(scope="module")
def visits(browser: Browser, real: Site, difficult: Site) -> dict[str, dict[str, int]]:
    """A first visit, with nothing in the cache, to every abstract of both sites."""
    found = {}
    context = browser.new_context(**context_options())
    faults = watch(context)
    page = context.new_page()
    protocol = context.new_cdp_session(page)
    for site in (real, difficult):
        for address in site.pages:
            if address.startswith("abstracts/") and not is_moved(site.folder / address):
                page.goto("about:blank")
                protocol.send("Network.clearBrowserCache")
                found[f"{site.name}: {address}"] = visit(page, site, address)
    context.close()
    expect_none(faults)
    return found


def test_every_abstract_is_visited_with_an_empty_cache(visits: dict[str, dict[str, int]]) -> None:
    shared = set.intersection(*(set(sizes) for sizes in visits.values()))
    assert {file.rpartition(".")[2] for file in shared} >= {"css", "js", "woff2"}


def test_every_abstract_loads_few_files(visits: dict[str, dict[str, int]]) -> None:
    address, sizes = max(visits.items(), key=lambda item: len(item[1]))
    print(f"{address} loads the most files, {len(sizes)}: {', '.join(sorted(sizes))}")  # noqa: T201
    assert len(sizes) <= REQUESTS, sizes


def test_the_page_on_which_abstracts_are_written_is_light(page_for: PageFor, real: Site) -> None:
    sizes = visit(page_for(fresh=True), real, "compose.html")
    assert sum(sizes.values()) / 1000 <= KILOBYTES, sizes
    assert "compose.json" in sizes
    # What grows with the volume, and what reads a text, comes when there is something to read.
    assert not {"compose-volume.json", *(name for name in sizes if "/vendor/" in name)} & set(sizes)


def test_every_abstract_is_light(visits: dict[str, dict[str, int]]) -> None:
    address, sizes = max(visits.items(), key=lambda item: sum(item[1].values()))
    kilobytes = sum(sizes.values()) / 1000
    print(f"{address} is the heaviest, {kilobytes:.1f} kB: {sizes}")  # noqa: T201
    assert kilobytes <= KILOBYTES, sizes
