"""WCAG 2.2 AA as far as axe-core can test it: a page of every kind, in both schemes, on desk and phone."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.browser import tools
from tests.browser.tools import expect_none

if TYPE_CHECKING:
    from typing import Any

    from playwright.sync_api import Page

    from tests.browser.conftest import PageFor, Scheme, Site

RULES = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"],
    "resultTypes": ["violations"],
}
SHOWN = 3
UNREPEATED = {"exclude": [["li:nth-child(n + 25)"]]}
"""All but what a long list says again and again, which costs axe most of its time."""
REAL = {
    "home": "index.html",
    "posters": "posters.html",
    "topic": "topics/tensors.html",
    "topics": "topics/index.html",
    "programme": "programme.html",
    "people": "people.html",
    "bibliography": "bibliography.html",
    "participate": "participate.html",
    "about": "about.html",
    "manual": "manual/authors.html",
    "abstract": "abstracts/sample-tensor-train.html",
    "agenda": "agenda.html",
}
DIFFICULT = {
    "topic-without-a-document": "topics/long-words.html",
    "programme-with-sessions": "programme.html",
    "plan-of-boards": "posters-plan.html",
    "signs-of-boards": "signs.html",
    "manual-with-wide-things": "manual/wide.html",
    "forty-authors": "abstracts/forty-authors.html",
    "wide-things": "abstracts/wide-things.html",
    "notes": "abstracts/notes-and-back.html",
    "scheduled": "abstracts/title-with-math.html",
    "formula-in-a-box": "abstracts/formula-in-a-box.html",
    "withdrawn": "abstracts/withdrawn-map.html",
    "quarantined": "abstracts/broken-file.html",
    "lost-address": "404.html",
    "author": "authors/ada-testperson.html",
    "author-with-a-namesake": "authors/ines-testperson-wide.html",
    "author-elsewhere": "authors/dario-testperson.html",
    "keyword": "keywords/plane-curves.html",
    "affiliation": "affiliations/imaginary-university-of-the-north.html",
    "authors": "authors/index.html",
    "keywords": "keywords/index.html",
    "long-list": "posters-windowed.html",
    "cards": "posters-windowed.html?view=cards&sort=topic&topic=curves",
    "nothing-found": "posters.html?q=withdrawn&topic=long-words",
    "titles": "titles/index.html",
    "affiliations": "affiliations/index.html",
}
PAGES = [
    pytest.param(site, address, id=f"{site}-{kind}")
    for site, pages in (("real", REAL), ("difficult", DIFFICULT))
    for kind, address in pages.items()
]
WAYS: tuple[tuple[Scheme, int], ...] = (("light", 1280), ("dark", 390))
"""Both schemes and both layouts; colours do not depend on the layout."""


def violations(page: Page, where: dict[str, Any] | None = None) -> list[str]:
    """The rules that axe found broken, each with the first nodes that break it."""
    found: list[dict[str, Any]] = Axe().run(page, where, RULES).response["violations"]
    return [
        f"{rule['id']} ({rule['help']}), {len(rule['nodes'])} nodes"
        + "".join(
            f"\n    {node['target']} {node['html'][:200]}\n    {node['failureSummary']}"
            for node in rule["nodes"][:SHOWN]
        )
        for rule in found
    ]


@pytest.mark.parametrize(("name", "address"), PAGES)
def test_axe_finds_no_violation(
    page_for: PageFor, request: pytest.FixtureRequest, name: str, address: str
) -> None:
    site: Site = request.getfixturevalue(name)
    page = page_for()
    page.goto(site.address + address)
    wrong = []
    for (scheme, width), where in zip(WAYS, (None, UNREPEATED), strict=True):
        page.emulate_media(color_scheme=scheme)
        page.set_viewport_size({"width": width, "height": 900})
        tools.until(page, "scheme => document.documentElement.dataset.theme === scheme", arg=scheme)
        wrong += [f"{scheme}, {width} pixels: {violation}" for violation in violations(page, where)]
    expect_none(wrong, f"{address} of the {name} site")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_no_violation_in_the_open_menu(page_for: PageFor, real: Site, scheme: Scheme) -> None:
    page = page_for(390, scheme)
    page.goto(f"{real.address}people.html")
    page.get_by_role("button", name="Menu").click()
    expect_none(violations(page))


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_no_violation_in_the_filter_at_work(
    page_for: PageFor, difficult: Site, scheme: Scheme
) -> None:
    page = page_for(390, scheme)
    page.goto(f"{difficult.address}posters.html?q=a&topic=cells&topic=curves")
    page.get_by_role("button", name="Clear").wait_for()
    expect_none(violations(page))
