"""Search: the dialog on every page, and the page of its own."""

from __future__ import annotations

import re
import shutil
from typing import TYPE_CHECKING

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from sphinx_proceedings.pages.search.spelling import spell
from tests.browser.test_accessibility import RULES, WAYS

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from playwright.sync_api import Locator, Page

    from tests.browser.conftest import PageFor, Scheme, Site

DESK = 1280
NORM = "Recovery in the"


def field(page: Page) -> Locator:
    return page.get_by_role("searchbox", name="Words, names or formulas")


def results(page: Page) -> Locator:
    return page.locator(".search-results > li")


def count(page: Page) -> Locator:
    return page.locator(".search-count")


@pytest.fixture
def found(page_for: PageFor, difficult: Site) -> Callable[[str], Page]:
    page = page_for(DESK)

    def search(query: str) -> Page:
        page.goto(f"{difficult.address}search.html")
        field(page).fill(query)
        expect(count(page)).not_to_be_empty()
        return page

    return search


@pytest.fixture
def dialog(page_for: PageFor, difficult: Site) -> Page:
    page = page_for(DESK)
    page.goto(f"{difficult.address}abstracts/bare.html")
    page.keyboard.press("/")
    expect(field(page)).to_be_focused()
    return page


SPELLINGS = (
    r"\ell_1", r"\ell_{1}", "ℓ_1", "ℓ1", "ℓ₁", "l_1", "L1", r"$\mathbb{P}^n$", "ℙⁿ", "P^n",
    r"\sigma_{\min}", "σ_min", r"\varepsilon", "ϵ", "Ørsted-Łuk", "Montúfar’s", "O'Brien's", "x^{n-1}y",
    "(a+b)^2", "Straße", "测试员", "مؤلف", "i̇stanbul", "d'Ävella", r"\frac{1}{\sqrt{n}}", "½ 🙂",
    r"\mathbf{\hat{x}}_i^{(k)}", "a_b c ^ d", "“quoted”", "...",
)  # fmt: skip


def test_the_page_spells_as_the_index_does(page_for: PageFor, difficult: Site) -> None:
    page = page_for(DESK)
    page.goto(f"{difficult.address}search.html")
    spelled = page.evaluate(
        "async (texts) => texts.map((await import('./_static/search.js')).spell)",
        list(SPELLINGS),
    )
    assert dict(zip(SPELLINGS, spelled, strict=True)) == {text: spell(text) for text in SPELLINGS}


@pytest.mark.parametrize(
    "query",
    [
        r"\ell_1", "ℓ1", "ℓ_1", "l1", "L_1", r"$\ell_{1}$", r"\mathbb{P}^n", "P^n", "ℙ^n", "σ_min",
        r"\sigma_{\min}",
        "Žaneta Ørsted", "orsted zaneta", "ørsted-łuk", "sparse vectors", '"sparse vector"',
    ],
)  # fmt: skip
def test_every_spelling_of_a_formula_or_a_name_finds(found: Callable[[str], Page], query: str) -> None:
    expect(results(found(query)).first).to_contain_text(NORM)


def test_a_result_shows_title_authors_topics_and_the_matching_sentence_with_its_formulas(
    found: Callable[[str], Page],
) -> None:
    result = results(found(r"\mathbb{P}^n")).first
    expect(result.locator(".row-title math")).to_have_count(1)
    expect(result.locator(".row-meta")).to_contain_text("Žaneta Ørsted-Łuk")
    expect(result.locator(".row-meta .topic")).to_have_count(1)
    sentence = result.locator(".match")
    expect(sentence).to_contain_text("A sparse vector in")
    expect(sentence).not_to_contain_text("Nobody measured")
    expect(sentence.locator("mark math")).to_have_count(1)
    assert sentence.locator("math").count() == 3


@pytest.mark.parametrize("query", ["120b", "board 120b"])
def test_a_poster_is_found_by_its_board(found: Callable[[str], Page], query: str) -> None:
    page = found(query)
    expect(count(page)).to_have_text("1 result")
    expect(results(page).first).to_contain_text("Things that are wider than the page")


def test_a_result_leads_to_its_page_and_an_author_to_theirs(found: Callable[[str], Page]) -> None:
    page = found("orsted")
    page.locator(".search-people").get_by_role("link", name="Žaneta Ørsted-Łuk").click()
    expect(page).to_have_url(re.compile(r"/authors/zaneta-orsted-luk\.html$"))
    page.go_back()
    results(page).first.get_by_role("link").first.click()
    expect(page).to_have_url(re.compile(r"/abstracts/spellings\.html$"))


def test_authored_documents_are_found_and_samples_and_quarantined_files_are_not(
    found: Callable[[str], Page],
) -> None:
    page = found("parabola")
    expect(results(page).first.locator("a").first).to_have_attribute(
        "href", re.compile(r"topics/curves\.html")
    )
    page = found("shape of a sample")
    expect(page.locator('.search-results a[href*="sample-shape"]')).to_have_count(0)
    page = found("broken-file")
    expect(page.locator('.search-results a[href*="broken-file"]')).to_have_count(0)


def test_what_nothing_fits_is_said_and_not_passed_off_as_a_match(found: Callable[[str], Page]) -> None:
    expect(count(found("qqqqqq"))).to_have_text("No result for “qqqqqq”.")
    expect(count(found("typeset"))).to_have_text(
        re.compile(r"^Nothing was found for “typeset”. (What is nearest is|The \d+ nearest are) shown.$")
    )
    expect(count(found("^^"))).to_have_text("There is no letter or digit in “^^”.")


def test_the_state_is_in_the_address_of_the_page(page_for: PageFor, difficult: Site) -> None:
    page = page_for(DESK)
    page.goto(f"{difficult.address}search.html?q=curves&topic=curves")
    box = page.get_by_role("checkbox", name=re.compile("Curves in"))
    expect(box).to_be_checked()
    box.uncheck()
    expect(page).to_have_url(re.compile(r"search\.html\?q=curves$"))
    author = page.locator('[data-facet="author"]')
    author.locator("summary").click()
    author.get_by_role("checkbox").first.check()
    expect(page).to_have_url(re.compile(r"author=[a-z-]+$"))
    expect(page.locator(":focus")).to_have_attribute("name", "author")
    said = count(page).inner_text()
    page.reload()
    expect(count(page)).to_have_text(said)
    page.get_by_role("button", name="Clear all").click()
    expect(page).to_have_url(re.compile(r"search\.html\?q=curves$"))


def test_a_count_beside_a_facet_is_the_number_of_results_that_it_leaves(
    found: Callable[[str], Page],
) -> None:
    page = found("curves")
    chips = page.locator('[data-facet="topic"] .chip')
    expect(chips.first).to_be_visible()
    for i in range(chips.count()):
        chip = chips.nth(i)
        number = int(chip.locator(".count").inner_text())
        chip.get_by_role("checkbox").check()
        expect(count(page)).to_have_text(f"{number} result{'' if number == 1 else 's'}")
        chips.nth(i).get_by_role("checkbox").uncheck()
        expect(page.get_by_role("button", name="Clear all")).to_have_count(0)


def test_a_facet_that_no_longer_exists_is_named_and_left_out(page_for: PageFor, difficult: Site) -> None:
    page = page_for(DESK)
    page.goto(f"{difficult.address}search.html?q=curves&topic=gone&author=nobody")
    expect(count(page)).to_contain_text("There is no topic “gone”, no author “nobody” here any more.")
    expect(results(page).first).to_be_visible()


@pytest.mark.parametrize("key", ["/", "Control+k", "Meta+k"])
def test_a_key_opens_the_dialog_and_escape_gives_the_focus_back(
    page_for: PageFor, difficult: Site, key: str
) -> None:
    page = page_for(DESK)
    page.goto(f"{difficult.address}abstracts/bare.html")
    link = page.get_by_role("main").get_by_role("link").first
    link.focus()
    page.keyboard.press(key)
    expect(page.get_by_role("dialog", name="Search")).to_be_visible()
    expect(field(page)).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)
    expect(link).to_be_focused()


def test_a_slash_that_is_written_into_a_field_stays_there(page_for: PageFor, difficult: Site) -> None:
    page = page_for(DESK)
    page.goto(f"{difficult.address}posters.html")
    page.get_by_role("searchbox", name="Filter").press("/")
    expect(page.get_by_role("searchbox", name="Filter")).to_have_value("/")
    expect(page.get_by_role("dialog")).to_have_count(0)


def test_results_are_walked_through_by_arrows_and_announced(dialog: Page) -> None:
    # At once: what is typed slowly is searched for again at every pause.
    dialog.keyboard.insert_text("curves")
    expect(count(dialog)).to_have_text(re.compile(r"^\d+ results$"))
    expect(count(dialog)).to_have_attribute("aria-live", "polite")
    titles = dialog.locator(".search-results .row-title a")
    dialog.keyboard.press("Enter")
    expect(titles.nth(0)).to_be_focused()
    dialog.keyboard.press("ArrowDown")
    expect(titles.nth(1)).to_be_focused()
    dialog.keyboard.press("ArrowUp")
    dialog.keyboard.press("ArrowUp")
    expect(field(dialog)).to_be_focused()
    dialog.keyboard.press("ArrowDown")
    dialog.keyboard.press("Enter")
    expect(dialog).to_have_url(re.compile(r"\.html"))
    expect(dialog.get_by_role("dialog")).to_have_count(0)


def test_nothing_of_search_is_loaded_before_it_is_asked_for(page_for: PageFor, difficult: Site) -> None:
    page = page_for(DESK, fresh=True)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(f"{difficult.address}abstracts/bare.html", wait_until="networkidle")
    assert [url for url in asked if re.search(r"search\.js|search\.json|pagefind", url)] == []


def test_the_dialog_can_be_opened_as_a_page_with_what_was_asked(dialog: Page) -> None:
    field(dialog).fill("curves")
    expect(results(dialog).first).to_be_visible()
    dialog.get_by_role("link", name="Open as a page").click()
    expect(dialog).to_have_url(re.compile(r"search\.html\?q=curves$"))
    expect(field(dialog)).to_have_value("curves")
    expect(results(dialog).first).to_be_visible()


def test_without_script_the_button_leads_to_a_page_of_lists(page_for: PageFor, difficult: Site) -> None:
    page = page_for(DESK, java_script_enabled=False)
    page.goto(f"{difficult.address}abstracts/bare.html")
    page.get_by_role("link", name="Search").click()
    expect(page.get_by_text("Searching needs JavaScript")).to_be_visible()
    lists = page.get_by_role("region", name="Lists").get_by_role("link")
    assert lists.count() >= 5
    lists.first.click()
    expect(page).to_have_url(re.compile(r"/posters\.html$"))


@pytest.mark.parametrize(
    "missing", ["search.json", "pagefind/pagefind.js", "pagefind/index", "pagefind/fragment"]
)
def test_where_the_index_is_missing_or_broken_search_says_so_and_leads_to_the_lists(
    browser: object, difficult: Site, serve: Callable[[Path], str], tmp_path: Path, missing: str
) -> None:
    broken = tmp_path / "site"
    shutil.copytree(difficult.folder, broken)
    gone = broken / missing
    shutil.rmtree(gone) if gone.is_dir() else gone.unlink()
    page = browser.new_page()  # type: ignore[attr-defined]
    page.goto(f"{serve(broken)}abstracts/bare.html")
    page.keyboard.press("/")
    field(page).fill("curves")
    alert = page.get_by_role("alert")
    expect(alert).to_contain_text("could not be loaded, or a part of it is missing")
    alert.get_by_role("link", name="plain lists").click()
    expect(page.get_by_role("heading", name="Lists")).to_be_visible()
    page.close()


@pytest.mark.parametrize(("scheme", "width"), WAYS)
def test_axe_finds_nothing_in_dialog_and_page(
    page_for: PageFor, difficult: Site, scheme: Scheme, width: int
) -> None:
    page = page_for(width, scheme)
    page.goto(f"{difficult.address}index.html")
    page.keyboard.press("/")
    field(page).fill("curves")
    expect(page.locator(".search-facets")).to_be_visible()
    assert Axe().run(page, options=RULES).response["violations"] == []
    page.goto(f"{difficult.address}search.html?q=curves&topic=curves")
    expect(page.locator(".search-facets")).to_be_visible()
    assert Axe().run(page, options=RULES).response["violations"] == []
    width_of = "document.scrollingElement.scrollWidth"
    assert page.evaluate(width_of) <= width
