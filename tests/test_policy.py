from __future__ import annotations

import http.client
import re
import threading
import urllib.request
from functools import partial
from http.server import ThreadingHTTPServer
from pathlib import Path

import pytest

from sphinx_proceedings.cli import preview
from sphinx_proceedings.metadata.policy import policy
from sphinx_proceedings.sphinx_ext.run import BuildFailed
from tests.test_site import Workshop


@pytest.fixture
def workshop(tmp_path: Path) -> Workshop:
    return Workshop(tmp_path / "volume")


def test_the_policy_allows_nothing_inline_and_no_other_host() -> None:
    sources = dict(directive.split(" ", 1) for directive in policy().split("; "))
    assert sources["default-src"] == "'none'"
    assert sources["base-uri"] == "'none'"
    assert set(" ".join(sources.values()).split()) == {"'none'", "'self'", "'wasm-unsafe-eval'"}


def test_conf_py_may_widen_it_by_hosts_and_hashes() -> None:
    wider = policy({"frame-src": ["https://video.example.org"], "img-src": ["data:"]})
    assert "frame-src https://video.example.org;" in wider
    assert "img-src 'self' data:;" in wider


@pytest.mark.parametrize(
    "more",
    [
        {"script-src": ["'unsafe-inline'"]},
        {"script-src": ["'unsafe-eval'"]},
        {"script-src": ["*"]},
        {"script-src": ["https://*"]},
        {"script-src": ["data:"]},
        {"script-src": ["http://example.org"]},
        {"img-src": ["https://a.example; script-src https://b.example"]},
        {"base-uri": ["https://example.org"]},
        {"default-src": ["https://example.org"]},
        {"form-action": ["https://example.org"]},
    ],
)
def test_it_cannot_be_undone(more: dict[str, list[str]]) -> None:
    with pytest.raises(ValueError, match="“"):
        policy(more)


def test_a_policy_that_cannot_be_used_stops_the_build(workshop: Workshop) -> None:
    conf = workshop.root / "docs" / "conf.py"
    conf.write_text(conf.read_text() + "proceedings_policy = {'script-src': ['*']}\n")
    with pytest.raises(BuildFailed, match=r"proceedings_policy in conf\.py"):
        workshop.build()


def test_every_page_of_a_volume_has_the_policy_that_conf_py_widens(workshop: Workshop) -> None:
    workshop.write("one")
    conf = workshop.root / "docs" / "conf.py"
    conf.write_text(
        conf.read_text() + "proceedings_policy = {'frame-src': ['https://video.example.org']}\n"
    )
    workshop.build()
    pages = [file for file in workshop.out.rglob("*.html") if "_static" not in file.parts]
    assert len(pages) > 10
    for file in pages:
        head = file.read_text(encoding="utf-8").partition("</head>")[0]
        assert "frame-src https://video.example.org" in head.partition("<title>")[0], file


def test_no_page_has_an_inline_script_style_or_handler(workshop: Workshop) -> None:
    workshop.write("one", body="$x$ and $\\begin{pmatrix} 1 & 2 \\end{pmatrix}$.")
    workshop.build()
    for file in workshop.out.rglob("*.html"):
        if "_static" not in file.parts:
            html = file.read_text(encoding="utf-8")
            scripts = re.findall(r"<script([^>]*)>", html)
            assert all(" src=" in script or "application/" in script for script in scripts), file
            assert not re.search(r"<style|<[^>]* (?:style|on[a-z]+)=", html), file


def test_a_preview_reloads_by_a_script_that_the_policy_allows(tmp_path: Path) -> None:
    (tmp_path / "index.html").write_text("<p>A page</p>")
    handler = partial(preview.Handler, builds=preview.Builds(), directory=str(tmp_path))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        site = f"http://127.0.0.1:{server.server_port}"
        page = urllib.request.urlopen(f"{site}/").read().decode()
        source = re.search(r'<script type="module" src="(/[^"]+)"></script>$', page)
        assert source
        script = urllib.request.urlopen(site + source[1])
        assert script.headers["Content-Type"] == "text/javascript"
        assert preview.PULSE in script.read().decode()
        server.shutdown()


@pytest.mark.parametrize(
    ("host", "status"),
    [
        ("127.0.0.1:8000", 200),
        ("localhost", 200),
        ("example.org", 421),
        ("127.0.0.1.example.org:80", 421),
        ("", 421),
    ],
)
@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_a_preview_answers_to_its_own_name_only(
    tmp_path: Path, method: str, host: str, status: int
) -> None:
    (tmp_path / "index.html").write_text("<p>A page</p>")
    handler = partial(preview.Handler, builds=preview.Builds(), directory=str(tmp_path))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        asking = http.client.HTTPConnection("127.0.0.1", server.server_port)
        asking.request(method, "/", headers={"Host": host})
        assert asking.getresponse().status == status
        server.shutdown()
