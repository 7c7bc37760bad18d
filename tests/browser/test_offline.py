"""Reading without a connection: what was visited or starred stays, what is missing is said."""

from __future__ import annotations

import shutil
from contextlib import ExitStack
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import context_options, served
from tests.browser.tools import ROOT

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, Page

    from tests.browser.conftest import Site

KEPT = """async () => {
    const found = [];
    for (const name of await caches.keys()) {
        const requests = await (await caches.open(name)).keys();
        found.push(...requests.map(({ url }) => `${name.split(" ").at(-1)} ${new URL(url).pathname}`));
    }
    return found.sort();
}"""


class Visit:
    """A copy of a site on a server that can be ended, and a page of a browser that keeps what it may."""

    def __init__(self, folder: Path, page: Page, running: ExitStack) -> None:
        self.folder, self.page, self.running = folder, page, running
        self.address = running.enter_context(served(folder))

    def disconnect(self) -> None:
        self.running.close()

    def kept(self) -> list[str]:
        found: list[str] = self.page.evaluate(KEPT)
        return found

    def until(self, condition: str) -> None:
        """Wait until a condition of the page holds; Playwright's own waiting takes a promise for true."""
        for _ in range(200):
            if self.page.evaluate(condition):
                return
            self.page.wait_for_timeout(50)
        pytest.fail(f"This did not come true: {condition}\n{self.kept()}")

    def until_in_charge(self) -> None:
        """Wait until the worker answers for the page: only then does a visit look for a newer worker."""
        self.until("navigator.serviceWorker.controller !== null")

    def until_kept(self, *entries: str) -> None:
        for entry in entries:
            self.until(f"async () => (await ({KEPT})()).includes('{entry}')")


@pytest.fixture
def visit(browser: Browser, difficult: Site, tmp_path: Path) -> Iterator[Visit]:
    folder = tmp_path / "site"
    shutil.copytree(difficult.folder, folder)
    context = browser.new_context(**(context_options() | {"service_workers": "allow"}))
    with ExitStack() as running:
        yield Visit(folder, context.new_page(), running)
    context.close()


def test_a_page_that_was_visited_once_and_the_agenda_can_be_read_again(visit: Visit) -> None:
    visit.page.goto(f"{visit.address}abstracts/title-with-math.html")
    visit.until_kept("seen /abstracts/title-with-math.html", "files /agenda.html")
    visit.until_kept("files /_static/fonts/proceedings-math.woff2")
    visit.until_in_charge()
    visit.disconnect()
    visit.page.reload()
    expect(visit.page.get_by_role("heading", level=1)).to_contain_text("Curves of degree")
    assert visit.page.evaluate("getComputedStyle(document.body).fontFamily").startswith(
        '"Proceedings Serif"'
    )
    assert visit.page.evaluate("document.fonts.check('16px \"Proceedings Serif\"')")
    visit.page.goto(f"{visit.address}agenda.html")
    expect(visit.page.get_by_text("Nothing is starred yet.")).to_be_visible()


def test_a_long_list_that_was_visited_can_be_filtered_again(visit: Visit) -> None:
    visit.page.goto(f"{visit.address}posters-windowed.html")
    visit.until_in_charge()
    visit.page.reload()
    visit.until(f"async () => (await ({KEPT})()).some((entry) => entry.startsWith('seen /lists/'))")
    visit.until_kept("seen /posters-windowed.html")
    visit.disconnect()
    visit.page.reload()
    search = visit.page.get_by_role("search", name="Filter the list")
    search.get_by_role("searchbox").fill("forty")
    expect(search.get_by_role("status")).to_have_text("1 of 14 contributions")


def test_what_is_starred_is_kept_with_its_pictures_without_being_visited(visit: Visit) -> None:
    visit.page.goto(f"{visit.address}posters.html")
    visit.until_kept("files /agenda.html")
    for id_ in ("picture-and-lists", "forty-authors"):
        visit.page.locator(f'[data-star="{id_}"]').click()
    visit.until_kept("kept /abstracts/picture-and-lists/board.png", "kept /abstracts/forty-authors.html")
    visit.page.get_by_role("link", name="My agenda").click()
    expect(visit.page.get_by_text("All of your 2 contributions can be read")).to_be_visible()
    visit.until_in_charge()
    visit.disconnect()
    visit.page.reload()
    expect(visit.page.locator(".agenda-list .row")).to_have_count(2)
    visit.page.get_by_role("link", name="A picture, lists").click()
    picture = visit.page.locator(".abstract img")
    expect(picture).to_be_visible()
    assert picture.evaluate("(picture) => picture.naturalWidth") > 0


def test_the_files_of_what_is_starred_and_the_programmes_calendar_can_be_had_without_a_connection(
    visit: Visit,
) -> None:
    visit.page.goto(f"{visit.address}posters.html")
    visit.until_kept("files /agenda.html", "files /programme.ics")
    visit.page.locator('[data-star="title-with-math"]').click()
    visit.until_kept("kept /abstracts/title-with-math.html")
    visit.page.goto(f"{visit.address}agenda.html")
    visit.until_in_charge()
    visit.disconnect()
    visit.page.reload()
    for button, name in (("Calendar", "my-agenda.ics"), ("BibTeX", "my-agenda.bib")):
        with visit.page.expect_download() as made:
            visit.page.get_by_role("button", name=button).click()
        assert made.value.suggested_filename == name
        assert "title-with-math" in made.value.path().read_text(encoding="utf-8")
    expect(visit.page.get_by_text("Left out")).to_have_count(0)
    visit.page.get_by_role("link", name="Curves of degree").first.click()
    links = visit.page.locator("a[download]")
    assert links.count() == 4
    for link in links.all():
        with visit.page.expect_download(timeout=4000) as made:
            link.click()
        file = visit.folder / "abstracts" / made.value.suggested_filename
        assert made.value.path().read_bytes() == file.read_bytes()
    text = visit.page.evaluate("fetch('../programme.ics').then((answer) => answer.text())")
    assert text == (visit.folder / "programme.ics").read_bytes().decode()


def test_the_files_of_a_starred_abstract_are_kept_anew_when_its_page_has_changed(visit: Visit) -> None:
    visit.page.goto(f"{visit.address}abstracts/title-with-math.html")
    visit.until_kept("files /agenda.html")
    visit.page.get_by_role("button", name="Star", exact=True).click()
    visit.until_kept("kept /abstracts/title-with-math.html")
    visit.until_in_charge()
    page, calendar = (visit.folder / "abstracts" / f"title-with-math.{end}" for end in ("html", "ics"))
    page.write_text(page.read_text(encoding="utf-8").replace("09:15", "09:20"), encoding="utf-8")
    calendar.write_text("moved", encoding="utf-8")
    visit.page.reload()
    kept = f"caches.match('{visit.address}abstracts/title-with-math.ics').then((copy) => copy.text())"
    visit.until(f"async () => (await {kept}) === 'moved'")


def test_a_page_that_was_never_kept_leads_to_the_agenda_which_says_so(visit: Visit) -> None:
    visit.page.goto(f"{visit.address}posters.html")
    visit.until_kept("files /agenda.html")
    visit.page.locator('[data-star="bare"]').click()
    visit.until_kept("kept /abstracts/bare.html")
    visit.until_in_charge()
    visit.disconnect()
    visit.page.goto(f"{visit.address}abstracts/wide-things.html")
    said = visit.page.locator(".agenda-notices")
    expect(said).to_contain_text("There is no connection, and this browser has kept no copy of the page")
    expect(said.get_by_role("link", name="abstracts/wide-things.html")).to_be_visible()
    expect(visit.page.locator(".agenda-list .row")).to_have_count(1)


def test_with_a_connection_a_page_is_the_servers_even_if_a_copy_is_kept(visit: Visit) -> None:
    visit.page.goto(f"{visit.address}abstracts/bare.html")
    visit.until_kept("seen /abstracts/bare.html")
    visit.until_in_charge()
    file = visit.folder / "abstracts" / "bare.html"
    file.write_text(file.read_text(encoding="utf-8").replace("Bare</h1>", "Changed</h1>"), encoding="utf-8")
    visit.page.reload()
    expect(visit.page.get_by_role("heading", level=1)).to_have_text("Changed")


def test_a_new_release_replaces_what_the_old_one_kept_and_keeps_the_stars(visit: Visit) -> None:
    visit.page.goto(f"{visit.address}posters.html")
    visit.until_kept("files /agenda.html")
    visit.page.locator('[data-star="bare"]').click()
    visit.until_kept("kept /abstracts/bare.html")
    visit.until_in_charge()
    before = set(visit.page.evaluate("caches.keys()"))
    worker = visit.folder / "sw.js"
    text = worker.read_text(encoding="utf-8")
    worker.write_text('const RELEASE = "another";' + text[text.index("\n") :], encoding="utf-8")
    visit.page.reload()
    visit.until("async () => (await caches.keys()).every((name) => name.includes(' another '))")
    visit.page.reload()
    visit.until_kept("kept /abstracts/bare.html")
    assert not before & set(visit.page.evaluate("caches.keys()"))


def test_who_turns_it_off_has_nothing_kept_and_can_turn_it_on_again(visit: Visit) -> None:
    visit.page.goto(f"{visit.address}agenda.html")
    visit.until_kept("files /agenda.html")
    box = visit.page.get_by_role("checkbox", name="Keep starred abstracts")
    expect(box).to_be_checked()
    box.uncheck()
    expect(visit.page.get_by_text("What was kept has been removed.")).to_be_visible()
    assert visit.kept() == []
    visit.page.goto(f"{visit.address}posters.html")
    visit.page.reload()
    assert visit.page.evaluate("navigator.serviceWorker.getRegistrations().then((all) => all.length)") == 0
    visit.page.goto(f"{visit.address}agenda.html")
    expect(box).not_to_be_checked()
    box.check()
    visit.until_kept("files /agenda.html")


def test_a_site_that_stops_keeping_pages_takes_back_what_it_kept(visit: Visit) -> None:
    visit.page.goto(f"{visit.address}posters.html")
    visit.until_in_charge()
    script = ROOT / "src" / "sphinx_proceedings" / "theme" / "js" / "no-worker.js"
    shutil.copyfile(script, visit.folder / "sw.js")
    for file in visit.folder.rglob("*.html"):
        file.write_text(file.read_text(encoding="utf-8").replace(" data-offline", ""), encoding="utf-8")
    visit.page.reload()
    visit.until("async () => !(await caches.keys()).length")
    visit.until("async () => !(await navigator.serviceWorker.getRegistrations()).length")
    visit.page.goto(f"{visit.address}abstracts/bare.html")
    assert visit.kept() == []


def test_no_more_than_sixty_visited_pages_are_kept(visit: Visit) -> None:
    visit.page.goto(f"{visit.address}index.html")
    visit.until_kept("files /agenda.html")
    visit.until_in_charge()
    pages = sorted(
        file.relative_to(visit.folder).as_posix()
        for folder in ("abstracts", "authors")
        for file in (visit.folder / folder).glob("*.html")
    )
    assert len(pages) > 62
    visit.page.evaluate(
        "(pages) => pages.reduce((w, p) => w.then(() => fetch(p)), Promise.resolve())", pages
    )
    visit.until_kept(f"seen /{pages[-1]}")
    visit.until(
        f"async () => (await ({KEPT})()).filter((entry) => entry.startsWith('seen ')).length === 60"
    )
    assert f"seen /{pages[0]}" not in visit.kept()


def test_a_worker_that_fails_leaves_the_pages_as_they_are(visit: Visit) -> None:
    (visit.folder / "sw.js").write_text("throw new Error('broken');", encoding="utf-8")
    errors: list[str] = []
    visit.page.on("pageerror", lambda error: errors.append(str(error)))
    visit.page.goto(f"{visit.address}posters.html")
    visit.page.locator('[data-star="bare"]').click()
    visit.page.get_by_role("link", name="My agenda 1").click()
    expect(visit.page.locator(".agenda-list .row")).to_have_count(1)
    assert errors == []
