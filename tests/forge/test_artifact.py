"""What is taken from an artifact, and what is not."""

from __future__ import annotations

import stat
import time
import zipfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sphinx_proceedings.forge import artifact
from sphinx_proceedings.forge.artifact import Unsafe, unpack
from sphinx_proceedings.forge.page import runs

PAGE = b'<!DOCTYPE html><html><head><meta charset="utf-8"></head><body><p>Text.</p></body></html>'


def archive(folder: Path, files: dict[str, bytes]) -> Path:
    made = folder / "made.zip"
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as opened:
        for name, data in files.items():
            opened.writestr(name, data)
    return made


@pytest.fixture
def base(tmp_path: Path) -> Path:
    site = tmp_path / "base"
    (site / "_static").mkdir(parents=True)
    (site / "_static" / "a.js").write_bytes(b"let a = 1")
    (site / "a.svg").write_bytes(b"<svg/>")
    return site


def test_a_site_is_unpacked_as_it_is_but_for_feeds(tmp_path: Path, base: Path) -> None:
    files = {
        "index.html": PAGE,
        "abstracts/x.bib": b"@misc{x}",
        "_static/a.js": b"let a = 1",
        "a.svg": b"<svg/>",
        "abstracts/x.png": b"\x89PNG\r\n\x1a\n...",
    }
    out = tmp_path / "out"
    assert unpack(archive(tmp_path, {**files, "feed.atom": b"<feed/>"}), out, base) == 6
    assert {p.relative_to(out).as_posix(): p.read_bytes() for p in out.rglob("*") if p.is_file()} == files


@pytest.mark.parametrize(
    "name",
    [
        "../up.html",
        "a/../../up.html",
        "/etc/passwd.html",
        "C:/x.html",
        "a\\b.html",
        "./x.html",
        ".git/x.html",
        ".htaccess",
        "CNAME",
        "a b.html",
        "x\n.html",
        "a//b.html",
        "$(x).html",
        "é.html",
        "-rf.html",
        "a/b/c/d/e/f/g.html",
        "x" * 200 + ".html",
    ],
)
def test_an_odd_name_spoils_the_whole_archive(tmp_path: Path, base: Path, name: str) -> None:
    made = archive(tmp_path, {"index.html": PAGE, name: PAGE})
    with pytest.raises(Unsafe):
        unpack(made, tmp_path / "out", base)
    assert not (tmp_path / "out").exists()
    assert not (tmp_path / "up.html").exists()


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("_static/a.js", b"let a = 2"),
        ("_static/b.js", b"let a = 1"),
        ("a.svg", b"<svg onload='x'/>"),
        ("x.css", b""),
        ("x.wasm", b""),
        ("x.php", b""),
        ("x.HTML", PAGE),
        ("x.htm", PAGE),
        ("x.xhtml", PAGE),
        ("x.png", b"<script>"),
        ("x", b""),
        ("x.pagefind", b""),
        ("sw.js", b""),
        ("x.html", b"\xff"),
        ("x.html", b"<script>alert(1)</script>"),
    ],
)
def test_what_a_browser_could_run_has_to_be_the_base_s(
    tmp_path: Path, base: Path, name: str, data: bytes
) -> None:
    with pytest.raises(Unsafe, match="It has a"):
        unpack(archive(tmp_path, {name: data}), tmp_path / "out", base)


def test_links_and_repeated_names_are_refused(tmp_path: Path, base: Path) -> None:
    made = tmp_path / "made.zip"
    link = zipfile.ZipInfo("x.txt")
    link.external_attr = (stat.S_IFLNK | 0o777) << 16
    with zipfile.ZipFile(made, "w") as opened:
        opened.writestr(link, "/etc/passwd")
    with pytest.raises(Unsafe, match="no file"):
        unpack(made, tmp_path / "out", base)
    with pytest.raises(Unsafe, match="two files of one name"):
        unpack(archive(tmp_path, {"a.txt": b"1", "A.txt": b"2"}), tmp_path / "out", base)


def test_a_bomb_is_refused_by_what_it_says_and_by_what_it_holds(
    tmp_path: Path, base: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(artifact, "MAX_FILE", 1000)
    monkeypatch.setattr(artifact, "MAX_TOTAL", 1500)
    with pytest.raises(Unsafe, match="a file that is too large"):
        unpack(archive(tmp_path, {"a.txt": b"x" * 1001}), tmp_path / "out", base)
    with pytest.raises(Unsafe, match="too large"):
        unpack(archive(tmp_path, {"a.txt": b"x" * 900, "b.txt": b"x" * 900}), tmp_path / "out", base)
    made = archive(tmp_path, {"a.txt": b"x" * 900_000})
    lying = made.read_bytes().replace((900_000).to_bytes(4, "little"), (10).to_bytes(4, "little"))
    made.write_bytes(lying)
    with pytest.raises(Unsafe):
        unpack(made, tmp_path / "out", base)


def test_a_report_is_json_and_nothing_else(tmp_path: Path) -> None:
    kinds = frozenset({".json"})
    assert unpack(archive(tmp_path, {"changes.json": b"{}"}), tmp_path / "good", kinds=kinds) == 1
    with pytest.raises(Unsafe, match="another kind"):
        unpack(archive(tmp_path, {"changes.html": b""}), tmp_path / "bad", kinds=kinds)


@given(st.binary(max_size=400))
def test_what_is_no_archive_is_refused_and_never_breaks(
    tmp_path_factory: pytest.TempPathFactory, data: bytes
) -> None:
    folder = tmp_path_factory.mktemp("any")
    (folder / "x.zip").write_bytes(data)
    with pytest.raises(Unsafe):
        unpack(folder / "x.zip", folder / "out")


@given(st.data())
def test_a_broken_archive_is_refused_or_read_and_never_breaks(
    tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    folder = tmp_path_factory.mktemp("broken")
    made = archive(folder, {"index.html": PAGE, "a.txt": b"x" * 300})
    broken = bytearray(made.read_bytes())
    for _ in range(3):
        broken[data.draw(st.integers(0, len(broken) - 1))] = data.draw(st.integers(0, 255))
    made.write_bytes(broken)
    try:
        unpack(made, folder / "out")
    except Unsafe:
        assert not (folder / "out").exists()


@pytest.mark.parametrize(
    "harmless",
    [
        '<script src="../_static/a.js"></script>',
        '<script type="application/ld+json">{"a": "b"}</script>',
        '<a href="https://example.org/">x</a>',
        '<a href="mailto:a@b.org">x</a>',
        '<a href="webcal://example.org/programme.ics">x</a>',
        '<img src="x.png" alt="">',
        '<link rel="canonical" href="https://example.org/">',
        '<form action="/search.html"></form>',
        "<svg><title>T</title></svg>",
        "<p>a &lt;script&gt; on x=1</p>",
        "<p>1 < 2</p>",
    ],
)
def test_a_page_may_do_what_pages_of_a_site_do(harmless: str) -> None:
    assert runs(harmless.encode()) == ""


@pytest.mark.parametrize(
    "hostile",
    [
        "<script>x</script>",
        "<SCRIPT>x</SCRIPT>",
        "<svg><script>x</script></svg>",
        "<style>a{}</style>",
        "<script src=https://e.org/a.js></script>",
        "<script src=//e.org/a.js></script>",
        "<script src='\\\\e.org/a.js'></script>",
        "<script src='data:,x'></script>",
        "<script type=module>x</script>",
        "<script type='text/json'>x</script>",
        "<img src=x onerror=x>",
        "<p ONCLICK=x>",
        "<svg/onload=x>",
        "<a href=javascript:x>",
        "<a href='java\nscript:x'>",
        "<a href=' \x01javascript:x'>",
        "<a href='JaVaScRiPt:x'>",
        "<a href='javascript&colon;x'>",
        "<a href=data:,x>",
        "<a href=vbscript:x>",
        "<svg><a xlink:href=javascript:x>",
        "<form action=https://e.org>",
        "<button formaction=https://e.org>",
        "<iframe src=x.html>",
        "<object data=x>",
        "<embed src=x>",
        "<base href=https://e.org>",
        "<meta http-equiv=refresh content='0;https://e.org'>",
        "<meta charset=utf-7>",
        "<link rel=stylesheet href=https://e.org/a.css>",
        "<link rel='canonical stylesheet' href=//e.org/a.css>",
        "<link rel=preload href=//e.org>",
        "<img src=https://e.org/a.png>",
        "<img srcset='//e.org/a 2x'>",
        "<p style='background:url(//e.org)'>",
        "<svg><set attributeName=href to=javascript:x>",
        "<svg><use href=https://e.org/a.svg>",
        "<!--><img src=x onerror=x>-->",
        "<svg><title><img src=x onerror=x></title>",
        "<textarea><img src=x onerror=x>",
        "<noscript><p title='</noscript><img src=x onerror=x>'>",
        "<svg><![CDATA[><img src=x onerror=x>]]>",
        "<template><script>x</script></template>",
        "<table background=https://e.org/a.png>",
        "<body background='//e.org/a.png'>",
        "<link rel=preload as=image imagesrcset='https://e.org/a 1x'>",
        "<link rel=preload as=image imagesrcset='a 1x, http:e.org/a 2x'>",
        "<svg><rect cursor='url(https://e.org/a)'/></svg>",
        "<svg><rect cursor='u\\72l(a)'/></svg>",
        "<a href='#a' ping=https://e.org>x</a>",
        "<img src=a.png attributionsrc=https://e.org>",
    ],
)
def test_a_page_that_runs_or_fetches_more_is_found(hostile: str) -> None:
    assert runs(b"<p>" + hostile.encode())


@pytest.mark.parametrize(
    "piece",
    [
        "<!--",
        "<!",
        "<a ",
        "<a b='",
        "</a ",
        "<?",
        "<",
        "<a b ",
        "&",
        "<p>",
        "<a b='c'>",
        "<script>",
        "<title>",
    ],
)
def test_no_page_takes_long_to_be_looked_at(piece: str) -> None:
    started = time.process_time()
    runs(piece.encode() * 50_000)
    assert time.process_time() - started < 2
