"""A real browser, the two sites that it visits and a server for them, and the Nu HTML checker.

The sites are the real one and that of `volume/`, whose contributions are as difficult as they get.

The browser lives until a worker leaves this folder: while it does, Playwright keeps its event loop running
in the thread of the tests, where no test of another folder should meet it. `make test` gives a worker whole
files in their order, so that a worker starts one browser.
"""

from __future__ import annotations

import json
import subprocess
import threading
from collections import defaultdict
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
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

    from playwright.sync_api import (
        Browser,
        BrowserContext,
        CDPSession,
        ConsoleMessage,
        Page,
        Request,
        Response,
    )

Scheme = Literal["light", "dark"]

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


@pytest.fixture(scope="package")
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
        # The time after which a server that is to end looks up.
        thread = threading.Thread(target=server.serve_forever, args=[0.02], daemon=True)
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


@dataclass(frozen=True)
class Site:
    """A built site, and where it is served; the address ends in a slash."""

    name: str
    folder: Path
    address: str

    @property
    def pages(self) -> list[str]:
        """The addresses of all pages, relative to the site's; what a theme left in _static is none."""
        files = (file.relative_to(self.folder) for file in self.folder.rglob("*.html"))
        return sorted(file.as_posix() for file in files if file.parts[0] != "_static")


@pytest.fixture(scope="session")
def real(built_site: Path, serve: Callable[[Path], str]) -> Site:
    return Site("real", built_site, serve(built_site))


@pytest.fixture(scope="session")
def difficult(tmp_path_factory: pytest.TempPathFactory, serve: Callable[[Path], str]) -> Site:
    folder = tools.build_once(tools.VOLUME / "docs", "difficult", tmp_path_factory.getbasetemp())
    return Site("difficult", folder, serve(folder))


@pytest.fixture(scope="session", params=["real", "difficult"])
def site(request: pytest.FixtureRequest) -> Site:
    """Each of the two sites in turn."""
    chosen: Site = request.getfixturevalue(request.param)
    return chosen


def watch(context: BrowserContext) -> list[str]:
    """The list in which everything will be noted that no page may do."""
    faults: list[str] = []

    def on_request(request: Request) -> None:
        address = urlsplit(request.url)
        if address.scheme in {"http", "https", "ws", "wss"} and address.hostname != "127.0.0.1":
            faults.append(f"asked another host: {request.url}")

    def on_response(response: Response) -> None:
        if response.status >= 400:
            faults.append(f"asked for what is not there: {response.url}")

    def on_console(message: ConsoleMessage) -> None:
        # What the browser says of a missing file does not name it; on_response does.
        if message.type == "error" and not message.text.startswith("Failed to load resource"):
            faults.append(f"wrote an error to the console: {message.text}")

    context.on("request", on_request)
    context.on("response", on_response)
    context.on("console", on_console)
    context.on("weberror", lambda error: faults.append(f"threw: {error.error}"))
    return faults


def context_options(width: int = 1280, scheme: Scheme = "light") -> dict[str, Any]:
    return {
        "viewport": {"width": width, "height": 900},
        "color_scheme": scheme,
        "locale": "en-US",
        "timezone_id": "America/Los_Angeles",
        # What it keeps is no page's business but that of the tests of reading without a connection.
        "service_workers": "block",
    }


@dataclass(frozen=True)
class Watched:
    """A page, the list of what it did and may not do, and the way to what its browser has stored."""

    page: Page
    faults: list[str]
    protocol: CDPSession


class Pages:
    """Pages that tests hand on to each other: a new one costs more than most tests."""

    def __init__(self, browser: Browser) -> None:
        self.browser = browser
        self.free: dict[str, list[Watched]] = defaultdict(list)

    def open(self, options: dict[str, Any]) -> Watched:
        context = self.browser.new_context(**(context_options() | options))
        faults = watch(context)
        page = context.new_page()
        return Watched(page, faults, context.new_cdp_session(page))

    def take(self, options: dict[str, Any]) -> Watched:
        free = self.free[str(options)]
        return free.pop() if free else self.open(options)

    def give_back(self, watched: Watched, options: dict[str, Any]) -> None:
        watched.page.goto("about:blank")
        watched.protocol.send("Storage.clearDataForOrigin", {"origin": "*", "storageTypes": "all"})
        watched.page.emulate_media(media="null")
        watched.faults.clear()
        self.free[str(options)].append(watched)


@pytest.fixture(scope="package")
def pages(browser: Browser) -> Pages:
    return Pages(browser)


class PageFor(Protocol):
    def __call__(
        self, width: int = 1280, scheme: Scheme = "light", *, fresh: bool = False, **options: Any
    ) -> Page: ...


@pytest.fixture
def page_for(pages: Pages) -> Iterator[PageFor]:
    """Give a page of a width and a colour scheme; `options` are those of a browser context.

    It may have been another test's; what that one stored is gone. A test that adds a script to all pages,
    answers their requests or sets their clock asks for a fresh one. A test fails at its end if one of its
    pages asked another host for anything, asked for a file that is not there, wrote an error to the console
    or threw one that nothing caught.
    """
    faults: list[str] = []

    with ExitStack() as opened:

        def page_of(
            width: int = 1280, scheme: Scheme = "light", *, fresh: bool = False, **options: Any
        ) -> Page:
            watched = pages.open(options) if fresh else pages.take(options)
            if fresh:
                opened.callback(watched.page.context.close)
            else:
                opened.callback(pages.give_back, watched, options)
            opened.callback(lambda: faults.extend(watched.faults))
            watched.page.set_viewport_size({"width": width, "height": 900})
            watched.page.emulate_media(color_scheme=scheme)
            return watched.page

        yield page_of
    if faults:
        pytest.fail("\n- ".join(["A page of this test", *faults]), pytrace=False)


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
        done = subprocess.run([*command, *options, *files], capture_output=True, text=True, check=False)
        if done.returncode:
            pytest.fail(f"The Nu HTML checker did not run:\n{done.stderr}", pytrace=False)
        messages: list[dict[str, Any]] = json.loads(done.stdout)["messages"]
        return messages

    return check
