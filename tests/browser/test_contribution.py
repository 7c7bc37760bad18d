"""The page of a contribution: what stands on it, however difficult, and what it does."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.browser import tools

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page

    from tests.browser.conftest import PageFor, Site

DESK, PHONE = 1280, 390
CLIPBOARD = ["clipboard-read", "clipboard-write"]
SCROLLER = """element => {
    let box = element;
    while (box && (box.scrollWidth <= box.clientWidth + 1 || getComputedStyle(box).overflowX !== "auto"))
        box = box.parentElement;
    return box;
}"""


def abstract(page: Page) -> Locator:
    return page.get_by_role("region", name="Abstract")


def formulas(within: Page | Locator) -> Locator:
    return within.get_by_role("math")


def clipboard(page: Page) -> str:
    return str(page.evaluate("navigator.clipboard.readText()"))


def lines_of(locator: Locator) -> int:
    """How many lines of text an element fills."""
    return int(
        locator.evaluate(
            """element => {
                const range = document.createRange();
                range.selectNodeContents(element);
                const height = parseFloat(getComputedStyle(element).lineHeight);
                return Math.round(range.getBoundingClientRect().height / height);
            }"""
        )
    )


# --- What stands there ----------------------------------------------------------------------------


def test_forty_authors_are_all_named_and_linked_and_stay_on_the_page(
    page_for: PageFor, difficult: Site
) -> None:
    page = page_for(PHONE)
    page.goto(f"{difficult.address}abstracts/forty-authors.html")
    authors = page.locator('main a[href^="../authors/"]')
    expect(authors).to_have_count(40)
    shown = authors.evaluate_all(
        "links => links.map(link => [link.href, Array.from(link.getClientRects(), r => [r.left, r.right])])"
    )
    assert len({address for address, _ in shown}) == 40
    assert all(left >= 0 and right <= PHONE for _, lines in shown for left, right in lines)
    authors.last.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Nele Exampleton")
    co_authors = page.get_by_role("region", name="Co-authors").get_by_role("link")
    expect(co_authors).to_have_count(39)


def test_an_authors_orcid_and_the_corresponding_author_are_said_in_words(
    page_for: PageFor, difficult: Site
) -> None:
    page = page_for()
    page.goto(f"{difficult.address}abstracts/forty-authors.html")
    orcid = page.get_by_role("link", name="ORCID iD of Ada Testperson")
    expect(orcid).to_have_attribute("href", "https://orcid.org/0000-0002-1825-0097")
    expect(page.get_by_text("corresponding author", exact=True)).to_have_count(1)


def test_a_title_is_typeset_on_the_page_and_plain_in_the_browsers_tab(
    page_for: PageFor, difficult: Site
) -> None:
    page = page_for()
    page.goto(f"{difficult.address}abstracts/title-with-math.html")
    heading = page.get_by_role("heading", level=1)
    expect(formulas(heading)).to_have_count(3)
    expect(heading.get_by_role("emphasis")).to_have_text("integral")
    expect(page).to_have_title(re.compile("^Curves of degree d ≥ 3 in ℙ.*integral"))


@pytest.mark.parametrize("width", [DESK, PHONE])
def test_a_long_title_takes_its_lines_and_leaves_the_abstract_its_place(
    page_for: PageFor, difficult: Site, width: int
) -> None:
    page = page_for(width)
    page.goto(f"{difficult.address}abstracts/long-title.html")
    heading = page.get_by_role("heading", level=1)
    assert lines_of(heading) >= 3
    box, below = heading.bounding_box(), abstract(page).bounding_box()
    assert box
    assert below
    assert box["x"] + box["width"] <= width
    assert box["y"] + box["height"] <= below["y"]
    expect(abstract(page)).to_be_in_viewport()


def test_the_long_name_of_an_institution_is_shown_whole(page_for: PageFor, difficult: Site) -> None:
    page = page_for(PHONE)
    page.goto(f"{difficult.address}abstracts/long-affiliation.html")
    link = page.locator('main a[href^="../affiliations/"]')
    name = link.inner_text()
    assert len(name) >= 140
    assert name.endswith("the Far End of Nowhere")
    box = link.bounding_box()
    assert box
    assert box["x"] + box["width"] <= PHONE
    link.click()
    expect(page.get_by_role("heading", level=1)).to_have_text(name)


def test_names_keep_their_own_direction(page_for: PageFor, difficult: Site) -> None:
    page = page_for()
    page.goto(f"{difficult.address}abstracts/names-of-many-scripts.html")
    authors = page.locator('main a[href^="../authors/"]')
    expect(authors).to_have_text(
        ["Žofie Příkladová", "测试员甲", "مؤلف للاختبار", "Łukasz van der Prøvemann III"]
    )
    places = [author.bounding_box() for author in authors.all()]
    assert all(places)
    lefts = [place["x"] for place in places if place]
    assert lefts == sorted(lefts), "A name from right to left must not turn the order of the others."


@pytest.mark.parametrize(
    ("id_", "sentence"),
    [
        ("withdrawn-map", "Withdrawn. The map that it describes does not exist."),
        ("sample-shape", "Sample. This text shows the format."),
        ("broken-file", "Not shown. The file of this contribution has to be mended first."),
    ],
)
def test_a_contribution_that_is_no_ordinary_one_says_so_before_anything_else(
    page_for: PageFor, difficult: Site, id_: str, sentence: str
) -> None:
    page = page_for(PHONE)
    page.goto(f"{difficult.address}abstracts/{id_}.html")
    expect(page.get_by_role("main")).to_contain_text(sentence)
    said = page.get_by_text(sentence.partition(" ")[2], exact=False)
    expect(said).to_be_in_viewport()
    expect(page.locator(".board")).to_have_count(0)
    above, heading = said.bounding_box(), page.get_by_role("heading", level=1).bounding_box()
    assert above
    assert heading
    assert above["y"] < heading["y"]


def test_what_was_withdrawn_has_a_star_only_to_be_let_go(page_for: PageFor, difficult: Site) -> None:
    page = page_for()
    page.goto(f"{difficult.address}abstracts/withdrawn-map.html")
    star = page.get_by_role("button", name="Star", exact=True)
    expect(page.locator(".agenda-link")).to_be_visible()
    expect(star).to_have_count(0)
    page.evaluate("agenda.write(['withdrawn-map'])")
    page.reload()
    star.click()
    assert page.evaluate("agenda.read()") == []


def test_a_quarantined_file_tells_its_authors_what_to_mend(page_for: PageFor, difficult: Site) -> None:
    page = page_for()
    page.goto(f"{difficult.address}abstracts/broken-file.html")
    expect(page.get_by_text("There is no key “colour”.")).to_be_visible()
    found = page.get_by_role("listitem").filter(has_text="Line 8")
    expect(found.first).to_contain_text(re.compile("HTML|<b>"))
    expect(page.get_by_text("that nobody may use")).to_have_count(0)


def test_a_formula_that_cannot_be_set_shows_its_source_and_spoils_no_other(
    page_for: PageFor, difficult: Site
) -> None:
    page = page_for(PHONE)
    page.goto(f"{difficult.address}abstracts/formula-in-a-box.html")
    expect(abstract(page).get_by_text(r"\nosuchmacro{x}", exact=True)).to_be_visible()
    expect(formulas(abstract(page))).to_have_count(1)


def test_a_correction_is_dated(page_for: PageFor, difficult: Site) -> None:
    page = page_for()
    page.goto(f"{difficult.address}abstracts/notes-and-back.html")
    expect(page.get_by_text("The second note named the wrong number.")).to_be_visible()
    expect(page.get_by_role("time")).to_have_text("March 3, 2000")
    expect(page.get_by_role("time")).to_have_attribute("datetime", "2000-03-03")


@pytest.mark.parametrize("width", [DESK, PHONE])
def test_without_script_an_abstract_can_be_read_with_its_formulas(
    page_for: PageFor, site: Site, width: int
) -> None:
    page = page_for(width, java_script_enabled=False)
    name = "numbered-equations" if site.name == "difficult" else "sample-tensor-train"
    page.goto(f"{site.address}abstracts/{name}.html")
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    shown = formulas(abstract(page)).all()
    assert len(shown) > 10
    for formula in shown:
        box = formula.bounding_box()
        assert box
        assert min(box["width"], box["height"]) > 3
    expect(page.get_by_role("button", name="Copy the citation")).to_have_count(0)


# --- What it does ---------------------------------------------------------------------------------


def test_the_copy_button_puts_the_citation_on_the_clipboard_and_says_so(
    page_for: PageFor, difficult: Site
) -> None:
    page = page_for(PHONE, permissions=CLIPBOARD)
    page.goto(f"{difficult.address}abstracts/title-with-math.html")
    page.get_by_role("button", name="Copy the citation").click()
    expect(page.get_by_role("button", name="Copied")).to_be_visible()
    expect(page.locator("[aria-live]").filter(has_text="Copied")).to_have_count(1)
    copied = clipboard(page)
    assert copied.startswith("Testperson, B. (2000). Curves of degree d ≥ 3 in ℙ")
    expect(page.get_by_text(copied, exact=True)).to_be_visible()
    expect(page.get_by_role("button", name="Copy the citation")).to_be_visible()


def test_a_block_of_code_can_be_copied(page_for: PageFor, difficult: Site) -> None:
    page = page_for(permissions=CLIPBOARD)
    page.goto(f"{difficult.address}manual/wide.html")
    page.get_by_role("button", name="Copy the code").click()
    expect(page.get_by_role("button", name="Copied")).to_be_visible()
    copied = clipboard(page)
    assert copied.startswith("def a_name_that_is_longer_than_it_should_be(")
    assert copied.endswith("    return first_argument + second_argument + third_argument")


def test_a_refused_clipboard_is_said(page_for: PageFor, difficult: Site) -> None:
    page = page_for(fresh=True)
    page.add_init_script("navigator.clipboard.writeText = () => Promise.reject(new Error('refused'));")
    page.goto(f"{difficult.address}abstracts/bare.html")
    page.get_by_role("button", name="Copy the citation").click()
    expect(page.get_by_text("did not allow copying")).to_have_attribute("aria-live", "polite")
    expect(page.get_by_role("button", name="Copied")).to_have_count(0)


def test_a_copied_selection_has_the_latex_of_its_formulas(page_for: PageFor, difficult: Site) -> None:
    page = page_for(permissions=CLIPBOARD)
    page.goto(f"{difficult.address}abstracts/title-with-math.html")
    abstract(page).evaluate("element => getSelection().selectAllChildren(element)")
    page.keyboard.press("ControlOrMeta+c")
    assert clipboard(page) == (
        r"A title may hold formulas. This one holds three, and $\int_0^1 x^{d-1}\,dx = \frac{1}{d}$."
    )


def test_a_selection_that_ends_within_a_formula_takes_all_of_it(page_for: PageFor, difficult: Site) -> None:
    page = page_for(permissions=CLIPBOARD)
    page.goto(f"{difficult.address}abstracts/long-title.html")
    abstract(page).evaluate(
        """element => {
            const formula = element.querySelector("math");
            getSelection().setBaseAndExtent(element, 0, formula.querySelector("mi, mn"), 0);
        }"""
    )
    page.keyboard.press("ControlOrMeta+c")
    assert clipboard(page) == "It does. The number of subsets of a set with $n$"


def test_copied_displays_are_displays_of_latex(page_for: PageFor, difficult: Site) -> None:
    page = page_for(permissions=CLIPBOARD)
    page.goto(f"{difficult.address}abstracts/numbered-equations.html")
    abstract(page).evaluate("element => getSelection().selectAllChildren(element)")
    page.keyboard.press("ControlOrMeta+c")
    copied = clipboard(page)
    assert re.search(r"\$\$\s*\\mathbb\{R\}\^2 \\times [^$]*\\mapsto u v\^\\top \.\s*\$\$", copied), copied
    # Within dollars an environment that numbers is an error in LaTeX.
    for environment in ("equation", "align", "gather"):
        assert rf"$$\begin{{{environment}}}" not in copied


def test_text_without_formulas_is_copied_as_the_browser_does_it(page_for: PageFor, difficult: Site) -> None:
    page = page_for(permissions=CLIPBOARD)
    page.goto(f"{difficult.address}abstracts/bare.html")
    abstract(page).evaluate("element => getSelection().selectAllChildren(element)")
    page.keyboard.press("ControlOrMeta+c")
    assert clipboard(page) == "One sentence."


def test_a_reference_to_an_equation_leads_to_it(page_for: PageFor, difficult: Site) -> None:
    page = page_for(PHONE)
    page.goto(f"{difficult.address}abstracts/numbered-equations.html")
    for name in ("eq-det", "eq-differential", "eq-dim"):
        reference = abstract(page).locator(f'a[href$="#eq-{name}"]')
        number = reference.inner_text()
        assert re.fullmatch(r"\(\d\)", number)
        reference.click()
        expect(page).to_have_url(re.compile(f"#eq-{name}$"))
        target = page.locator(":target")
        expect(target).to_be_in_viewport()
        # The number may stand beside the target, in its row or its formula.
        formula = target.locator("xpath=ancestor-or-self::*[local-name()='math'][1]")
        expect(formula).to_contain_text(number)


def test_a_reference_to_an_equation_of_a_document_leads_to_it(page_for: PageFor, difficult: Site) -> None:
    page = page_for(PHONE)
    page.goto(f"{difficult.address}manual/wide.html")
    page.get_by_role("link", name="(1)", exact=True).click()
    expect(page).to_have_url(re.compile("#equation-long-sum$"))
    expect(page.locator(":target")).to_be_in_viewport()
    expect(page.locator(":target")).to_contain_text("(1)")


def test_notes_of_a_document_lead_there_and_back(page_for: PageFor, difficult: Site) -> None:
    page = page_for(PHONE)
    page.goto(f"{difficult.address}manual/wide.html")
    there = page.locator('main p a[href="#two"]')
    there.click()
    note = page.get_by_text("The second note has").locator("xpath=ancestor::*[@id='two']")
    expect(note).to_be_in_viewport()
    note.get_by_role("link").click()
    expect(there).to_be_in_viewport(ratio=1)


def test_notes_lead_there_and_back(page_for: PageFor, difficult: Site) -> None:
    page = page_for(PHONE)
    page.goto(f"{difficult.address}abstracts/notes-and-back.html")
    for number, text in ((1, "The first note"), (2, "The second note")):
        there = abstract(page).get_by_role("link", name=f"Note {number}")
        there.click()
        note = abstract(page).get_by_role("listitem").filter(has_text=text)
        expect(note).to_be_in_viewport(ratio=1)
        assert note.evaluate("element => element.matches(':target')")
        note.get_by_role("link", name="Back to the text").click()
        expect(there).to_be_in_viewport(ratio=1)
        assert there.evaluate("element => element.matches(':target')")


def test_a_citation_leads_to_its_reference(page_for: PageFor, difficult: Site) -> None:
    page = page_for(PHONE)
    page.goto(f"{difficult.address}abstracts/numbered-equations.html")
    abstract(page).get_by_role("link", name="2015").click()
    references = page.get_by_role("region", name="References").get_by_role("listitem")
    expect(references).to_have_count(1)
    expect(references).to_be_in_viewport()
    assert references.evaluate("element => element.matches(':target')")


# --- What is wider than the page ------------------------------------------------------------------


@pytest.mark.parametrize("address", ["abstracts/wide-things.html", "manual/wide.html"])
@pytest.mark.parametrize("what", ["display", "formula in a line", "table", "code"])
def test_what_is_too_wide_scrolls_within_itself_and_by_keyboard(
    page_for: PageFor, difficult: Site, address: str, what: str
) -> None:
    page = page_for(PHONE)
    page.goto(difficult.address + address)
    main = page.get_by_role("main")
    wide = {
        "display": main.locator('math[display="block"]').last,
        "formula in a line": main.locator("p math:not([display])").first,
        "table": main.get_by_role("table"),
        "code": main.locator("pre"),
    }[what]
    page.evaluate("document.fonts.ready")
    box = wide.evaluate_handle(SCROLLER).as_element()
    assert box, "Nothing around it scrolls."
    place = box.bounding_box()
    assert place
    assert place["x"] + place["width"] <= PHONE
    # Chromium lets the keyboard reach whatever scrolls; other browsers want to be told.
    assert box.get_attribute("tabindex") == "0", "The keyboard cannot reach it."
    box.focus()
    page.keyboard.press("ArrowRight")
    tools.until(page, "box => box.scrollLeft > 0", arg=box)


def test_a_picture_is_made_to_fit_and_described(page_for: PageFor, difficult: Site) -> None:
    page = page_for(PHONE)
    page.goto(f"{difficult.address}abstracts/picture-and-lists.html")
    picture = page.get_by_role("img", name="A row of black and white squares")
    picture.scroll_into_view_if_needed()
    box = picture.bounding_box()
    assert box
    assert box["x"] + box["width"] <= PHONE
    tools.until(page, "picture => picture.naturalWidth > 1000", arg=picture.element_handle())


# --- On paper -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "address", ["abstracts/numbered-equations.html", "posters.html", "manual/wide.html"]
)
def test_on_paper_there_is_the_text_and_no_navigation(
    page_for: PageFor, difficult: Site, address: str
) -> None:
    page = page_for()
    page.goto(difficult.address + address)
    expect(page.get_by_role("navigation").first).to_be_visible()
    page.emulate_media(media="print")
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    expect(page.get_by_role("navigation")).to_have_count(0)
    expect(page.get_by_role("button")).to_have_count(0)
    expect(page.get_by_role("search")).to_have_count(0)


def test_a_short_abstract_takes_one_sheet(page_for: PageFor, difficult: Site) -> None:
    page = page_for()
    page.goto(f"{difficult.address}abstracts/title-with-math.html")
    sheets = re.findall(rb"/Type\s*/Page\b", page.pdf(format="A4"))
    assert len(sheets) == 1


def test_a_dark_page_is_printed_black_on_white(page_for: PageFor, difficult: Site) -> None:
    page = page_for(scheme="dark")
    page.goto(f"{difficult.address}abstracts/bare.html")
    page.emulate_media(media="print")
    ground, ink = page.evaluate(
        "[getComputedStyle(document.body).backgroundColor, getComputedStyle(document.body).color]"
    )
    assert (ground, ink) == ("rgb(255, 255, 255)", "rgb(0, 0, 0)")


def test_an_author_whose_only_work_was_withdrawn_is_said_to_have_none_and_the_way_to_it_stays(
    page_for: PageFor, difficult: Site
) -> None:
    page = page_for(390)
    page.goto(f"{difficult.address}authors/edda-testperson.html")
    said = page.get_by_text("The only contribution of this author was withdrawn.")
    expect(said).to_be_visible()
    page.get_by_role("main").get_by_role("link", name="A map that was withdrawn").click()
    expect(page.get_by_text("The map that it describes does not exist.")).to_be_visible()


def test_previous_and_next_follow_the_programme_and_say_so(page_for: PageFor, difficult: Site) -> None:
    page = page_for(390)
    page.goto(f"{difficult.address}abstracts/title-with-math.html")
    ahead = []
    for _ in range(5):
        link = page.get_by_role("navigation", name="Neighbouring contributions").locator(".next")
        ahead.append(link.locator("span").first.text_content())
        link.click()
    assert ahead[:4] == ["Next in Poster session"] * 4
    assert (ahead[4] or "").startswith("Next in A session about ")
    expect(page).to_have_url(f"{difficult.address}abstracts/numbered-equations.html")
    expect(page.locator(".next")).to_have_count(0)
