"""A stock Firefox, driven over WebDriver BiDi.

Playwright 1.65 has a channel for it, moz-firefox, but sends it emulation.setMediaFeaturesOverride before
every page, which the extended support release 153 does not know. Once it does, Playwright will do.
"""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import time
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import websocket

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

START, ANSWER, TRUE = 60, 30, 20
"""Seconds in which Firefox must have started, must answer a command, and a page must have come so far."""

# Under remote control Firefox leaves out most of what it would ask its makers, and all the rest meets a
# proxy that is not there. It never asks one for what is served on 127.0.0.1.
PREFERENCES: dict[str, bool | int | str] = {
    "browser.download.folderList": 2,
    "dom.serviceWorkers.enabled": False,  # as in the other tests: see conftest.context_options
    "intl.accept_languages": "en-US",
    "media.gmp-manager.updateEnabled": False,
    "network.dns.disablePrefetch": True,
    "network.proxy.http": "127.0.0.1",
    "network.proxy.http_port": 9,
    "network.proxy.ssl": "127.0.0.1",
    "network.proxy.ssl_port": 9,
    "network.proxy.type": 1,
    "ui.useOverlayScrollbars": 1,  # as a phone has them: they take no room
}
SURROUNDINGS = {
    "MOZ_CRASHREPORTER_DISABLE": "1",
    "MOZ_REMOTE_SETTINGS_DEVTOOLS": "1",  # else a release ignores that its remote settings are turned off
    "TZ": "America/Los_Angeles",
}
EVENTS = (
    "browsingContext.downloadEnd",
    "log.entryAdded",
    "network.beforeRequestSent",
    "network.fetchError",
    "network.responseCompleted",
    "script.message",
)
REPORT = """(send) => addEventListener("securitypolicyviolation", (event) => send(
    `its policy forbids ${event.effectiveDirective}: ${event.blockedURI} ${event.sample}`))"""
KEYS = {"Backspace": "\ue003", "Tab": "\ue004", "Enter": "\ue007", "End": "\ue010"}


class Refused(Exception):
    """Firefox did not do what it was told to."""


class Connection:
    """What is asked of Firefox, each with its answer, and what it tells unasked."""

    def __init__(self, address: str) -> None:
        # Firefox refuses whoever says that they come from a web page.
        self.socket = websocket.create_connection(address, timeout=ANSWER, suppress_origin=True)
        self.asked = 0
        self.listeners: list[Callable[[str, dict[str, Any]], None]] = []

    def call(self, method: str, **parameters: Any) -> dict[str, Any]:
        self.asked += 1
        try:
            self.socket.send(json.dumps({"id": self.asked, "method": method, "params": parameters}))
            return self.answer(method)
        except websocket.WebSocketTimeoutException:
            raise Refused(f"{method}: no answer within {ANSWER} seconds") from None
        except (websocket.WebSocketException, OSError) as error:
            raise Refused(f"{method}: the connection broke: {error}") from None

    def answer(self, method: str) -> dict[str, Any]:
        while message := self.socket.recv():
            said = json.loads(message)
            if said["type"] == "event":
                for listener in self.listeners:
                    listener(said["method"], said["params"])
            elif said["id"] == self.asked:
                if said["type"] == "error":
                    raise Refused(f"{method}: {said['error']}: {said['message']}")
                answer: dict[str, Any] = said["result"]
                return answer
        raise Refused(f"{method}: Firefox closed the connection")


@dataclass
class Tab:
    """A page with a storage of its own; `faults` are what it did and may not do."""

    connection: Connection
    context: str
    faults: list[str] = field(default_factory=list)
    downloads: list[Path] = field(default_factory=list)
    under_way: set[str] = field(default_factory=set)

    def call(self, method: str, **parameters: Any) -> dict[str, Any]:
        return self.connection.call(method, context=self.context, **parameters)

    def hear(self, event: str, said: dict[str, Any]) -> None:
        """Note what concerns this page, of what Firefox tells."""
        if self.context not in {said.get("context"), said.get("source", {}).get("context")}:
            return
        if event == "script.message":
            self.faults.append(said["data"]["value"])
        elif event == "log.entryAdded" and said["level"] == "error":
            self.faults.append(f"wrote an error to the console: {said['text']}")
        elif event == "browsingContext.downloadEnd" and said["status"] == "complete":
            self.downloads.append(Path(said["filepath"]))
        elif event == "network.beforeRequestSent":
            self.under_way.add(said["request"]["request"])
            address = urlsplit(said["request"]["url"])
            if address.scheme in {"http", "https", "ws", "wss"} and address.hostname != "127.0.0.1":
                self.faults.append(f"asked another host: {address.geturl()}")
        elif event in {"network.fetchError", "network.responseCompleted"}:
            self.under_way.discard(said["request"]["request"])
            if said.get("response", {}).get("status", 0) >= 400:
                self.faults.append(f"asked for what is not there: {said['request']['url']}")

    def go(self, address: str) -> None:
        self.call("browsingContext.navigate", url=address, wait="complete")

    def reload(self) -> None:
        self.call("browsingContext.reload", wait="complete")

    def resize(self, width: int) -> None:
        self.call("browsingContext.setViewport", viewport={"width": width, "height": 900})

    def evaluate(self, expression: str) -> Any:
        """The value of an expression in the page, as JSON carries it; a promise is waited for."""
        answer = self.connection.call(
            "script.evaluate",
            expression=f"Promise.resolve({expression}).then((value) => JSON.stringify(value ?? null))",
            target={"context": self.context},
            awaitPromise=True,
        )
        if answer["type"] == "exception":
            raise Refused(f"{expression}: {answer['exceptionDetails']['text']}")
        return json.loads(answer["result"]["value"])

    def until(self, condition: str) -> Any:
        """Wait until an expression has a true value; give that."""
        return wait(lambda: self.evaluate(condition), condition)

    def settle(self) -> None:
        """Wait until the page has what it asked for."""
        pause = "new Promise((done) => setTimeout(done, 10, true))"
        wait(lambda: self.evaluate(pause) and not self.under_way, "the page has what it asked for")

    @contextmanager
    def left(self) -> Iterator[None]:
        """While a page is left; what it says of what it could not finish is not held against it."""
        self.settle()
        before = len(self.faults)
        yield
        del self.faults[before:]

    def text(self, selector: str) -> str:
        """What can be read in an element."""
        said: str = self.evaluate(f"document.querySelector({json.dumps(selector)}).innerText")
        return said

    def click(self, selector: str) -> None:
        """Press an element with the pointer, where a reader would: in the middle of what is seen of it."""
        found = json.dumps(selector)
        self.until(f"document.querySelector({found})?.checkVisibility()")
        self.evaluate(f"document.querySelector({found}).scrollIntoView({{block: 'center'}})")
        there = self.call("browsingContext.locateNodes", locator={"type": "css", "value": selector})
        origin = {"type": "element", "element": {"sharedId": there["nodes"][0]["sharedId"]}}
        self.act(
            "pointer",
            [
                {"type": "pointerMove", "x": 0, "y": 0, "origin": origin},
                {"type": "pointerDown", "button": 0},
                {"type": "pointerUp", "button": 0},
            ],
        )

    def press(self, *keys: str) -> None:
        """Press keys one after the other: letters, or names of `KEYS`."""
        values = [KEYS.get(key, key) for key in keys]
        self.act(
            "key", [{"type": kind, "value": value} for value in values for kind in ("keyDown", "keyUp")]
        )

    def type(self, text: str) -> None:
        """Write by the keyboard where the focus is."""
        self.press(*("Enter" if letter == "\n" else letter for letter in text))

    def write(self, selector: str, text: str) -> None:
        """Click into a field, and write by the keyboard."""
        self.click(selector)
        self.type(text)

    def fill(self, selector: str, text: str) -> None:
        """Let a field have a text at once, as if it were pasted."""
        self.evaluate(
            f"((field) => {{ field.value = {json.dumps(text)};"
            " field.dispatchEvent(new InputEvent('input', {bubbles: true})); })"
            f"(document.querySelector({json.dumps(selector)}))"
        )

    def act(self, kind: str, actions: list[dict[str, Any]]) -> None:
        self.call("input.performActions", actions=[{"type": kind, "id": kind, "actions": actions}])

    def downloaded(self, selector: str) -> Path:
        """Click what offers a file, and give the file."""
        before = len(self.downloads)
        self.click(selector)
        # What Firefox tells is heard while an answer is waited for.
        files: list[Path] = wait(lambda: self.evaluate("true") and self.downloads[before:], selector)
        return files[0]


def wait(look: Callable[[], Any], wanted: str) -> Any:
    """Wait until there is something; give that. A page that is being left has nothing, and may say so."""
    deadline = time.monotonic() + TRUE
    refused = ""
    while time.monotonic() < deadline:
        try:
            if found := look():
                return found
        except Refused as reason:
            refused = f" ({reason})"
        time.sleep(0.02)
    raise Refused(f"This did not come true within {TRUE} seconds: {wanted}{refused}")


class Firefox:
    """A running Firefox."""

    def __init__(self, connection: Connection) -> None:
        self.connection = connection
        connection.call("session.new", capabilities={})
        connection.call("session.subscribe", events=list(EVENTS))
        channel = {"type": "channel", "value": {"channel": "reports"}}
        connection.call("script.addPreloadScript", functionDeclaration=REPORT, arguments=[channel])

    @contextmanager
    def tab(self, width: int) -> Iterator[Tab]:
        """A page in a window so wide, which knows nothing of other pages."""
        person = self.connection.call("browser.createUserContext")["userContext"]
        context = self.connection.call("browsingContext.create", type="tab", userContext=person)["context"]
        tab = Tab(self.connection, context)
        self.connection.listeners.append(tab.hear)
        try:
            tab.resize(width)
            yield tab
        finally:
            self.connection.listeners.remove(tab.hear)
            self.connection.call("browser.removeUserContext", userContext=person)


@contextmanager
def running(program: Path, folder: Path) -> Iterator[Firefox]:
    """Start a Firefox without a window; what it keeps, says and downloads lies in an empty folder."""
    profile = folder / "profile"
    profile.mkdir()
    preferences = PREFERENCES | {"browser.download.dir": str(folder / "downloads")}
    lines = (
        f"user_pref({json.dumps(name)}, {json.dumps(value)});\n" for name, value in preferences.items()
    )
    (profile / "user.js").write_text("".join(lines), encoding="utf-8")
    command = [program, "--headless", "--remote-debugging-port=0", "--profile", profile, "about:blank"]
    # Where it can be had: the end of a worker that is killed is the end of its Firefox.
    guard = ["setpriv", "--pdeathsig", "KILL"] if shutil.which("setpriv") else []
    said = folder / "said.txt"
    with said.open("wb") as output:
        process = subprocess.Popen(
            [*guard, *map(str, command)],
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            env=os.environ | SURROUNDINGS | {"HOME": str(folder)},
            start_new_session=True,
        )
    try:
        connection = Connection(listening_at(process, profile, said))
        try:
            yield Firefox(connection)
        finally:
            with suppress(Refused, subprocess.TimeoutExpired):
                connection.call("browser.close")
                process.wait(5)
            connection.socket.close()
    finally:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)  # the processes of its pages too
        process.wait()


def listening_at(process: subprocess.Popen[bytes], profile: Path, said: Path) -> str:
    """Where Firefox listens, once it does."""
    deadline = time.monotonic() + START
    while process.poll() is None and time.monotonic() < deadline:
        # Until it is written to its end, it is no JSON.
        with suppress(FileNotFoundError, json.JSONDecodeError):
            server = json.loads((profile / "WebDriverBiDiServer.json").read_bytes())
            return f"ws://{server['ws_host']}:{server['ws_port']}/session"
        time.sleep(0.05)
    ended = "does not listen" if process.returncode is None else f"ended with status {process.returncode}"
    raise Refused(f"Firefox {ended}:\n{said.read_text(errors='replace')}")
