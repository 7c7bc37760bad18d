"""Every link within a site leads to a file that is there, and every fragment to a part of it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cache
from html.parser import HTMLParser
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

import pytest

from tests.browser import tools

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

POINTERS = frozenset({"href", "src", "action", "data", "poster"})
REFERENCES = frozenset({"aria-labelledby", "aria-describedby", "aria-controls", "for", "popovertarget"})
LOST = "404.html"
CSS_ADDRESS = re.compile(r"url\(\s*[\"']?([^\"')]+)")


@dataclass
class Page(HTMLParser):
    """What a page, or a picture in SVG, points to, and what it can be asked for."""

    addresses: set[str] = field(default_factory=set)
    references: set[str] = field(default_factory=set)
    ids: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__()

    def handle_starttag(self, _tag: str, attrs: list[tuple[str, str | None]]) -> None:
        for name, value in attrs:
            if name == "id" and value:
                self.ids.append(value)
            elif name in POINTERS and value is not None:
                self.addresses.add(value)
            elif name in REFERENCES and value:
                self.references.update(value.split())
            elif name == "srcset" and value:
                self.addresses.update(part.split()[0] for part in value.split(","))


@cache
def read(file: Path) -> Page:
    page = Page()
    page.feed(file.read_text(encoding="utf-8"))
    return page


def pages_of(site: Path) -> Iterator[Path]:
    for file in sorted(site.rglob("*.html")):
        # What an inherited theme leaves in _static is no page.
        if file.relative_to(site).parts[0] != "_static":
            yield file


def fault(site: Path, file: Path, address: str) -> str:
    """Why `address` in `file` leads nowhere; nothing if it leads somewhere or to another site."""
    parts = urlsplit(address)
    if parts.scheme in {"https", "http", "mailto", "data"}:
        return ""
    folder, path = file.parent, unquote(parts.path)
    if file.name == LOST and path.startswith("/"):
        # It is shown at any address. The two sites lie at the root of their host.
        folder, path = site, path.removeprefix("/")
    if parts.scheme or parts.netloc or path.startswith("/"):
        # A site may be published below any folder.
        return "is neither relative nor complete"
    target = (folder / path).resolve() if path else file
    if target.is_dir():
        return "is a folder"
    if not target.is_relative_to(site.resolve()) or not target.is_file():
        return "is not there"
    if parts.fragment and target.suffix in {".html", ".svg"}:
        return "" if unquote(parts.fragment) in read(target).ids else "has no such part"
    return ""


@pytest.fixture(params=["real", "difficult"])
def site(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    if request.param == "real":
        built: Path = request.getfixturevalue("built_site")
        return built
    return tools.build_once(tools.VOLUME / "docs", "difficult", tmp_path_factory.getbasetemp())


def test_every_link_within_the_site_leads_somewhere(site: Path) -> None:
    checked, wrong = 0, []
    for file in pages_of(site):
        for address in sorted(read(file).addresses):
            checked += 1
            if why := fault(site, file, address):
                wrong.append(f"{file.relative_to(site)}: {address} {why}")
    assert checked > 1000
    tools.expect_none(wrong)


def test_every_reference_between_parts_of_a_page_finds_its_part(site: Path) -> None:
    wrong = []
    for file in pages_of(site):
        page = read(file)
        wrong += [f"{file.relative_to(site)}: {name}" for name in sorted(page.references - {*page.ids})]
    tools.expect_none(wrong)


def test_no_page_has_an_id_twice(site: Path) -> None:
    wrong = []
    for file in pages_of(site):
        ids = read(file).ids
        wrong += [
            f"{file.relative_to(site)}: {id_}" for id_ in sorted({i for i in ids if ids.count(i) > 1})
        ]
    tools.expect_none(wrong)


def test_every_file_that_a_linked_stylesheet_names_is_there(site: Path) -> None:
    linked = {
        (file.parent / urlsplit(address).path).resolve()
        for file in pages_of(site)
        for address in read(file).addresses
        if file.name != LOST and urlsplit(address).path.endswith(".css")
    }
    assert linked
    tools.expect_none(
        f"{sheet.name}: {address} {why}"
        for sheet in sorted(linked)
        for address in CSS_ADDRESS.findall(sheet.read_text(encoding="utf-8"))
        if (why := fault(site, sheet, address))
    )


FORMER = (
    "abstracts/numbered-displays.html",
    "authors/d-testperson.html",
    "authors/dario-testperson.html",
)
"""Where a page was before, in the difficult volume: for links that others made."""


def test_every_page_but_home_is_linked_from_another(site: Path) -> None:
    pages = set(pages_of(site))
    reached = {
        (file.parent / unquote(urlsplit(address).path)).resolve()
        for file in pages
        for address in read(file).addresses
        if not urlsplit(address).scheme and urlsplit(address).path
    }
    lonely = sorted(page.relative_to(site).as_posix() for page in pages if page.resolve() not in reached)
    # A file that cannot be shown is not listed; its authors know its address. The host shows the other.
    known = {"abstracts/broken-file.html", LOST, *FORMER}
    tools.expect_none(page for page in lonely if page not in known)
