"""The Content-Security-Policy: no page of ours needs more, and what got past all else is stopped.

What a page may not load or run is an error in the console, which no test of this folder lets pass; so every
test here that opens a page, clicks or searches is one of the policy, too.
"""

from __future__ import annotations

import json
import re
import shutil
from typing import TYPE_CHECKING

import pytest

from sphinx_proceedings.metadata.policy import element, policy
from tests.browser import tools
from tests.browser.conftest import context_options
from tests.browser.tools import expect_none

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, Page, Route

    from tests.browser.conftest import PageFor, Pages, Site, Watched

VIOLATIONS = """
window.violations = [];
document.addEventListener("securitypolicyviolation", (event) => {
  window.violations.push(`${event.effectiveDirective} ${event.blockedURI} ${event.sample}`);
});
"""
SMUGGLED = {
    "an inline script": "<script>document.title = 'hijacked'</script>",
    "a handler": "<img src='_static/volume.svg' onload=\"document.title = 'hijacked'\" alt=''>",
    "a script from elsewhere": "<script src='ELSEWHERE/x.js'></script>",
    "a script as data": "<script src=\"data:text/javascript,document.title='hijacked'\"></script>",
    "a style": "<p style='position: fixed'>smuggled</p>",
    "a style sheet": "<style>main { display: none }</style>",
    "a picture from elsewhere": "<img src='ELSEWHERE/pixel.svg' alt=''>",
    "a frame": "<iframe src='ELSEWHERE/' title='x'></iframe>",
    "another base": "<base href='ELSEWHERE/'>",
    "an object": "<object data='ELSEWHERE/x.swf'></object>",
}


def test_every_page_begins_with_the_policy(site: Site) -> None:
    wanted = element(policy())
    wrong = []
    for address in site.pages:
        head = (site.folder / address).read_text(encoding="utf-8").partition("<head>")[2]
        before = head.partition(wanted)[0]
        if wanted not in head or re.findall(r"<(\w+)", before) != ["meta", "meta"]:
            wrong.append(address)
    expect_none(wrong)


@pytest.fixture(scope="module")
def watched(pages: Pages) -> Iterator[Watched]:
    """A page that counts what the policy stops."""
    watched = pages.open({})
    watched.page.add_init_script(VIOLATIONS)
    yield watched
    watched.page.context.close()


@pytest.mark.parametrize("smuggled", SMUGGLED.values(), ids=SMUGGLED.keys())
def test_what_got_past_all_else_does_not_run(
    smuggled: str, real: Site, tmp_path: Path, serve: Callable[[Path], str], watched: Watched
) -> None:
    page_of = next(address for address in real.pages if address.startswith("abstracts/"))
    copy = tmp_path / "site"
    (copy / "abstracts").mkdir(parents=True)
    shutil.copytree(real.folder / "_static", copy / "_static")
    html = (real.folder / page_of).read_text(encoding="utf-8")
    assert "</h1>" in html
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    (elsewhere / "x.js").write_text("document.title = 'hijacked'")
    (elsewhere / "pixel.svg").write_text('<svg xmlns="http://www.w3.org/2000/svg"/>')
    other = serve(elsewhere)
    (copy / page_of).write_text(
        html.replace("</h1>", f"</h1>{smuggled}".replace("ELSEWHERE/", other), 1), encoding="utf-8"
    )
    page, faults = watched.page, watched.faults
    faults.clear()
    answers: list[str] = []
    page.on("response", lambda answer: answers.append(answer.url))
    page.goto(serve(copy) + page_of)
    page.wait_for_timeout(100)
    assert page.title() != "hijacked"
    assert page.evaluate("window.violations.length") > 0
    assert not [url for url in answers if url.startswith(other)]
    assert any("Content Security Policy" in fault for fault in faults), faults


def test_nothing_that_a_reader_does_is_refused(difficult: Site, page_for: PageFor) -> None:
    page = page_for(fresh=True, service_workers="allow", accept_downloads=True)
    page.add_init_script(VIOLATIONS)
    contributions = [a for a in difficult.pages if a.startswith("abstracts/") and "broken" not in a]

    def settled(address: str) -> None:
        page.goto(difficult.address + address)
        page.wait_for_load_state("networkidle")

    def none_refused(after: str) -> None:
        expect_none(page.evaluate("window.violations"), f"Refused after {after}")

    settled(contributions[0])
    page.locator("[data-scheme]").click()
    page.locator(".agenda-star, [data-star], button:has-text('Star')").first.click()
    none_refused("a star")
    page.keyboard.press("/")
    page.locator("#search-words").fill("linear")
    page.locator(".search-results li, .search-trouble, .search-count").first.wait_for()
    page.wait_for_timeout(300)
    none_refused("a search")
    settled("agenda.html")
    page.locator("[data-do=share]").click()
    page.locator(".agenda-qr svg").wait_for()
    with page.expect_download():
        page.locator("[data-do=bibtex]").click()
    page.locator(".agenda-offline input").check()
    tools.until(page, "navigator.serviceWorker.ready.then(() => true)")
    none_refused("the agenda")
    for address in (
        "search.html?q=linear",
        "map.html",
        "posters.html",
        "programme.html",
        "bibliography.html",
    ):
        if address.partition("?")[0] in difficult.pages:
            settled(address)
            none_refused(address)
    visit_list(page, difficult)
    none_refused("the list")


def visit_list(page: Page, site: Site) -> None:
    """Show a list of contributions as cards, and narrow it."""
    with_list = next(
        a for a in site.pages if 'class="listing browse"' in (site.folder / a).read_text(encoding="utf-8")
    )
    page.goto(site.address + with_list)
    page.locator(".list-tools button[value=cards]").click()
    page.locator("#filter-words").first.fill("a")
    page.wait_for_timeout(200)


HOSTILE = (
    "<img src=x onerror=\"document.title = 'hijacked'\"><script>document.title = 'hijacked'</script>"
    '<svg onload="document.title = \'hijacked\'"><a href="javascript:alert(1)">x</a></svg>'
    "<b style='position: fixed'>bold</b><em onclick=\"document.title = 'hijacked'\" id=\"root\">kept</em>"
    '<math><mtext><form><mglyph><style><!--</style><img title="--&gt;&lt;img src=1 onerror=alert(1)&gt;">'
)
"""What a title would be if neither gate nor renderer stood before it."""
LEFT = """(place) => Array.from(document.querySelectorAll(place + " *"), (element) => [
  element.localName, ...Array.from(element.attributes, ({ name }) => name),
].join(" "))"""


def hostile(route: Route) -> None:
    """Answer with what the site has, in which every title is hostile."""
    answer = route.fetch()
    text = answer.text()
    facts = json.loads(text)
    if isinstance(facts, list):
        route.fulfill(response=answer, body=text)
        return
    topics = facts["topics"].values() if isinstance(facts["topics"], dict) else facts["topics"]
    for topic in topics:
        topic["title"] = HOSTILE
    route.fulfill(response=answer, body=json.dumps(facts))


@pytest.mark.parametrize("where", ["list", "search"])
def test_a_title_that_got_past_all_else_is_harmless_where_a_script_shows_it(
    where: str, difficult: Site, browser: Browser
) -> None:
    """With the policy switched off, so that only the script itself is in the way."""
    context = browser.new_context(**context_options(), bypass_csp=True)
    page = context.new_page()
    page.route(re.compile(r"search\.json" if where == "search" else r"/lists/"), hostile)
    page.goto(difficult.address + ("search.html?q=curve" if where == "search" else "posters-windowed.html"))
    place = ".search-facets label"
    page.locator(place, has_text="kept").first.wait_for(state="attached")
    page.wait_for_timeout(200)
    assert page.title() != "hijacked"
    left = set(page.evaluate(LEFT, place))
    assert "em" in left
    assert not {line.split()[0] for line in left} & {"img", "script", "a", "b", "style", "form", "mglyph"}
    assert not {name for line in left for name in line.split()[1:]} & {"onclick", "onload", "style", "href"}
    context.close()
