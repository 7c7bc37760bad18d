"""A real browser, a server for what it visits, and the Nu HTML checker.

The browser lives as long as a test file: while it does, Playwright keeps its event loop running in
the thread of the tests, where no test of another file should meet it. `make test` gives a worker
whole files, so that a file starts one browser.
"""

from __future__ import annotations

import json
import subprocess
import threading
from contextlib import ExitStack, contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any, Literal, Protocol
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import sync_playwright

from tests.browser import tools

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, Page, Request

QUIET = (
    "--no-sandbox",  # in a container, as root, there is none to be had
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


def pytest_itemcollected(item: pytest.Item) -> None:
    """Mark the tests of this folder; the hook is called for no others."""
    item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    chromium = tools.chromium()
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=chromium, args=QUIET)
        yield running
        running.close()


class Files(SimpleHTTPRequestHandler):
    """A folder as a static host would serve it; the types do not depend on the machine's own."""

    extensions_map = SimpleHTTPRequestHandler.extensions_map | {
        ".css": "text/css",
        ".html": "text/html",
        ".js": "text/javascript",
        ".json": "application/json",
        ".svg": "image/svg+xml",
        ".wasm": "application/wasm",
        ".woff2": "font/woff2",
    }

    def log_message(self, *_: object) -> None:
        """Say nothing: a request is no news."""


@contextmanager
def served(folder: Path) -> Iterator[str]:
    handler = partial(Files, directory=str(folder))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()
        thread.join()


@pytest.fixture(scope="session")
def serve() -> Iterator[Callable[[Path], str]]:
    """Serve a folder until the end of the run; give its address, which ends in a slash."""
    addresses: dict[Path, str] = {}
    with ExitStack() as running:

        def start(folder: Path) -> str:
            if folder not in addresses:
                addresses[folder] = running.enter_context(served(folder))
            return addresses[folder]

        yield start


class PageFor(Protocol):
    def __call__(self, width: int = 1280, scheme: Literal["light", "dark"] = "light") -> Page: ...


@pytest.fixture
def page_for(browser: Browser) -> Iterator[PageFor]:
    """Open a fresh page of a width and a colour scheme.

    A test fails at its end if one of its pages asked another host for anything or threw an error
    that nothing caught.
    """
    faults: list[str] = []

    def watch_request(request: Request) -> None:
        address = urlsplit(request.url)
        if address.scheme in {"http", "https", "ws", "wss"} and address.hostname != "127.0.0.1":
            faults.append(f"asked another host: {request.url}")

    with ExitStack() as opened:

        def open_page(width: int = 1280, scheme: Literal["light", "dark"] = "light") -> Page:
            context = browser.new_context(
                viewport={"width": width, "height": 900},
                color_scheme=scheme,
                locale="en-US",
                timezone_id="America/Los_Angeles",
            )
            opened.callback(context.close)
            context.on("request", watch_request)
            context.on("weberror", lambda error: faults.append(f"threw: {error.error}"))
            return context.new_page()

        yield open_page
    if faults:
        pytest.fail("A page of this test\n- " + "\n- ".join(faults), pytrace=False)


@pytest.fixture(scope="session")
def vnu() -> Callable[[Iterable[Path]], list[dict[str, Any]]]:
    """Check HTML files, or folders of them; give the checker's messages, none if all is well.

    A message has `type` (error, info or non-document-error), `subType` (warning), `url`,
    `lastLine`, `lastColumn`, `message` and `extract`, as far as each applies.
    """
    command = tools.html_checker()

    def check(paths: Iterable[Path]) -> list[dict[str, Any]]:
        files = [str(path) for path in paths]
        options = ["--stdout", "--exit-zero-always", "--skip-non-html", "--format", "json"]
        done = subprocess.run(
            [*command, *options, *files], capture_output=True, text=True, check=False
        )
        if done.returncode:
            pytest.fail(f"The Nu HTML checker did not run:\n{done.stderr}", pytrace=False)
        messages: list[dict[str, Any]] = json.loads(done.stdout)["messages"]
        return messages

    return check
