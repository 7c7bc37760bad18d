"""A live preview: a server on 127.0.0.1 that builds again when a file changes."""

from __future__ import annotations

import subprocess
import sys
import threading
import time
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import click

from sphinx_proceedings.cli.build import doctrees_of
from sphinx_proceedings.pages.search import index

PULSE = "/_proceedings/builds"
INTERVAL = 0.5
RELOAD = "/_proceedings/reload.js"
SCRIPT = f"""\
for (let was = null; ; await new Promise((later) => {{ setTimeout(later, 700); }})) {{
  const now = await fetch("{PULSE}").then((answer) => answer.text(), () => was);
  if (was !== null && now !== was) location.reload();
  was = now;
}}
"""
HOSTS = frozenset({"127.0.0.1", "localhost"})
"""The server's names. Whoever owns another name can have it lead to this machine, and a page of theirs
could then read in a browser here what is not published."""
SCRIPTED = f'<script type="module" src="{RELOAD}"></script>'.encode()


class Builds:
    """How often the site was built; pages reload when the number grows."""

    def __init__(self) -> None:
        self.number = 0


class Handler(SimpleHTTPRequestHandler):
    """Serves the site; pages get a script that reloads them, which the files do not have."""

    def __init__(self, *args: object, builds: Builds, directory: str) -> None:
        self.builds = builds
        super().__init__(*args, directory=directory)  # type: ignore[arg-type]

    def parse_request(self) -> bool:
        """Whether the request can be answered: it is well-formed, and calls the server by its name."""
        if not super().parse_request():
            return False
        named = self.headers.get("Host", "").partition(":")[0].lower() in HOSTS
        if not named:
            self.send_error(421)
        return named

    def do_GET(self) -> None:
        """Answer with the number of builds, a page, or a file."""
        path = Path(self.translate_path(self.path))
        if self.path == "/sw.js":
            # A preview is to show what is there now: nothing keeps its pages.
            self.send_error(404)
        elif self.path == PULSE:
            self._answer(str(self.builds.number).encode(), "text/plain")
        elif self.path == RELOAD:
            self._answer(SCRIPT.encode(), "text/javascript")
        elif path.is_dir() and self.path.endswith("/") and (path / "index.html").is_file():
            self._page(path / "index.html")
        elif path.suffix == ".html" and path.is_file():
            self._page(path)
        else:
            super().do_GET()

    def _page(self, path: Path) -> None:
        self._answer(path.read_bytes() + SCRIPTED, "text/html; charset=utf-8")

    def _answer(self, body: bytes, kind: str) -> None:
        self.send_response(200)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Cache-Control", "no-store")
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base class names it
        """Requests are not news."""


class Indexer:
    """Makes the index of search after a build, while pages can be read already."""

    def __init__(self, out: Path) -> None:
        self.out = out
        self._wanted = threading.Event()
        threading.Thread(target=self._run, daemon=True).start()

    def follow(self) -> None:
        """There was a build: its index is made soon."""
        self._wanted.set()

    def _run(self) -> None:
        records = doctrees_of(self.out) / "search"
        while self._wanted.wait():
            self._wanted.clear()
            if not (records / index.FACTS).exists():
                continue
            try:
                index.refresh(records, self.out)
            except (index.NoIndex, OSError) as why:
                # A build may have taken a record away meanwhile. The next one makes the index again.
                click.echo(f"Search is not up to date: {why}", err=True)


def preview(source: Path, port: int, jobs: int) -> None:
    """Serve and rebuild until Ctrl-C. OSError where the port is taken."""
    out = Path("build/preview")
    builds = Builds()
    out.mkdir(parents=True, exist_ok=True)
    server = ThreadingHTTPServer(("127.0.0.1", port), partial(Handler, builds=builds, directory=str(out)))
    indexer = Indexer(out)
    _build(source, out, jobs, builds)
    indexer.follow()
    threading.Thread(target=server.serve_forever, daemon=True).start()
    click.echo(f"The site is at http://127.0.0.1:{server.server_port}/ (Ctrl-C ends it)")
    seen = _state(source)
    try:
        while True:
            time.sleep(INTERVAL)
            now = _state(source)
            if now != seen:
                seen = now
                _build(source, out, jobs, builds)
                indexer.follow()
    except KeyboardInterrupt:
        click.echo("Ended.")
    finally:
        server.shutdown()


def _build(source: Path, out: Path, jobs: int, builds: Builds) -> None:
    """Build in a process of its own, so that a changed conf.py counts and nothing stays in memory."""
    command = [sys.executable, "-m", "sphinx_proceedings", "build", "--search", "records"]
    subprocess.run([*command, "--source", source, "--out", out, "--jobs", str(jobs)], check=False)
    builds.number += 1


def _state(source: Path) -> dict[str, tuple[int, int]]:
    """Size and time of every file of the volume."""
    root = source.resolve().parent
    folders = (source, root / "abstracts", root / "bib")
    files = (file for folder in folders for file in folder.rglob("*") if file.is_file())
    return {str(file): (file.stat().st_mtime_ns, file.stat().st_size) for file in sorted(files)}
