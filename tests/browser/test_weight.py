"""What a visit to an abstract costs: requests, and bytes on the way."""

from __future__ import annotations

import gzip
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page, Response

    from tests.browser.conftest import PageFor, Site

REQUESTS = 12
KILOBYTES = 260
TEXT = ("text/", "application/json", "image/svg+xml")


def visit(page: Page, address: str) -> dict[str, int]:
    """The bytes of each file that a first visit loads, texts compressed as a static host would send them."""
    loaded: list[Response] = []
    page.on("response", loaded.append)
    page.goto(address, wait_until="networkidle")
    page.evaluate("document.fonts.ready")
    sizes = {}
    for response in loaded:
        body = response.body()
        is_text = response.headers["content-type"].startswith(TEXT)
        name = urlsplit(response.url).path.rpartition("/")[2]
        sizes[name] = len(gzip.compress(body, mtime=0)) if is_text else len(body)
    assert len(sizes) == len(loaded), "A file was asked for twice."
    return sizes


def test_an_abstract_of_the_real_site_is_light(page_for: PageFor, real: Site) -> None:
    heaviest: dict[str, int] = {}
    for address in (a for a in real.pages if a.startswith("abstracts/")):
        # A fresh context each: nothing is in the cache.
        sizes = visit(page_for(), real.address + address)
        heaviest = max(heaviest, sizes, key=lambda one: sum(one.values()))
        assert len(sizes) <= REQUESTS, f"{address} loads {len(sizes)} files: {', '.join(sorted(sizes))}"
    kilobytes = sum(heaviest.values()) / 1000
    print(f"The heaviest abstract: {len(heaviest)} files, {kilobytes:.1f} kB\n  {heaviest}")  # noqa: T201
    assert kilobytes <= KILOBYTES, heaviest
