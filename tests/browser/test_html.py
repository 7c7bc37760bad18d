"""The Nu HTML checker's word on every page."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

from tests.browser.tools import expect_none

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

    from tests.browser.conftest import Site

    Checker = Callable[[Iterable[Path]], list[dict[str, Any]]]


def test_the_checker_finds_an_error_where_there_is_one(vnu: Checker, tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    page.write_text("<!DOCTYPE html><html lang=en><title>A page</title><p id=a><p id=a>", encoding="utf-8")
    assert any(message["type"] == "error" for message in vnu([page]))


def test_every_page_is_valid_html(vnu: Checker, real: Site, difficult: Site) -> None:
    # In one run: starting Java takes longer than checking a hundred pages.
    messages = vnu([site.folder / page for site in (real, difficult) for page in site.pages])
    places: dict[str, list[str]] = defaultdict(list)
    for message in messages:
        if message["type"] != "info":
            place = "/".join(message["url"].rsplit("/", 3)[1:])
            line = f"{message.get('lastLine')}: {message.get('extract', '').strip()}"
            places[message["message"]].append(f"{place}:{line}")
    expect_none(f"{said} ({len(where)} times)\n    {where[0]}" for said, where in places.items())
