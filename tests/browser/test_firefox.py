"""What readers and authors do, in a Firefox as it comes from its makers."""

from __future__ import annotations

import shutil
from contextlib import ExitStack
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Protocol

import pytest

from tests.browser import tools
from tests.browser.firefox import running
from tests.browser.test_compose import Place

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tests.browser.conftest import Site
    from tests.browser.firefox import Firefox, Tab

DESK, PHONE = 1280, 390
TITLE = r"Ranks over $\mathbb{R}^n$, # 1 “of” two's *kinds*"
TYPED = r"""Let $T$ be one.

$$
f(x) = \sum_i x_i^2 \in \R
$$ (eq-sum)

By {eq}`eq-sum`, as {cite:t}`goedel1931`"""
REST = (
    " says, *all* is well." + " We study the ranks of tensors and show by an example that more is so." * 6
)
BIB = """@article{goedel1931,
  author = {G{\\"o}del, Kurt},
  title = {On {Undecidable} Things},
  journal = {Monatshefte},
  year = 1931
}"""
FORMULAS = """Array.from(document.querySelectorAll(".preview h2 math, .preview .abstract math"),
    (formula) => formula.namespaceURI.endsWith("MathML") && formula.getBoundingClientRect().height > 8)"""
SPOILED = """<!doctype html><title>Spoiled</title>
<meta http-equiv="Content-Security-Policy" content="default-src 'self'; img-src *">
<script>document.title = "inline";</script><script src="throws.js"></script><script src="none.js"></script>
<img src="http://elsewhere.invalid/a.png" alt="">
"""
WIDTH = "document.fonts.ready.then(() => document.scrollingElement.scrollWidth)"


class TabOf(Protocol):
    def __call__(self, width: int = DESK) -> Tab: ...


@pytest.fixture(scope="module")
def firefox(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Firefox]:
    with running(tools.firefox(), tmp_path_factory.mktemp("firefox")) as started:
        yield started


@pytest.fixture
def tab_of(firefox: Firefox) -> Iterator[TabOf]:
    """Give a page of a width. A test fails at its end if one of its pages did what no page may do."""
    with ExitStack() as opened:
        tabs: list[Tab] = []

        def open_tab(width: int = DESK) -> Tab:
            tabs.append(opened.enter_context(firefox.tab(width)))
            return tabs[-1]

        yield open_tab
        for tab in tabs:
            tab.settle()
        tools.expect_none((fault for tab in tabs for fault in tab.faults), "A page of this test")


def test_what_no_page_may_do_is_noticed(
    firefox: Firefox, serve: Callable[[Path], str], tmp_path: Path
) -> None:
    (tmp_path / "spoiled.html").write_text(SPOILED, "utf-8")
    (tmp_path / "throws.js").write_text("console.error('said'); throw new Error('thrown');", "utf-8")
    with firefox.tab(DESK) as tab:
        tab.go(f"{serve(tmp_path)}spoiled.html")
        tab.settle()
        assert tab.evaluate("document.title") == "Spoiled"
        noticed = " ".join(tab.faults)
    for fault in ("forbids script-src-elem", ": said", "thrown", "host: http://elsewhere", "/none.js"):
        assert fault in noticed


def compose(tab: Tab, site: Site) -> None:
    tab.go(f"{site.address}compose.html")
    tab.until("document.querySelector('.compose-form').checkVisibility()")


def test_a_page_of_each_kind_neither_complains_nor_scrolls_sideways_on_a_phone(
    tab_of: TabOf, site: Site
) -> None:
    kinds: dict[str, str] = {}
    for page in sorted(site.pages, key=lambda page: (site.folder / page).stat().st_size):
        name = PurePosixPath(page)
        if not tools.is_moved(site.folder / page):
            # The longest page of each folder, its index, and all at the top.
            kinds[str(name if name.stem == "index" else name.parents[-2] if name.parts[1:] else name)] = (
                page
            )
    assert len(kinds) > 15
    tab = tab_of(PHONE)
    wrong = []
    for page in kinds.values():
        tab.go(site.address + page)
        if (width := tab.evaluate(WIDTH)) != PHONE:
            wrong.append(f"{page} is {width} pixels wide")
        tab.settle()
        wrong += [f"{page} {fault}" for fault in tab.faults]
        tab.faults.clear()
        with tab.left():
            tab.go("about:blank")
    tools.expect_none(wrong)


@pytest.mark.parametrize("width", [DESK, PHONE])
def test_an_author_types_a_contribution_and_takes_away_files_without_problems(
    tab_of: TabOf, difficult: Site, tmp_path: Path, width: int
) -> None:
    tab = tab_of(width)
    compose(tab, difficult)
    tab.write("#title", TITLE)
    tab.press("Tab")
    tab.type("María José")
    tab.press("Tab")
    tab.type("de la Cruz Núñez")
    tab.write("[data-part=name] input", "Université d’Été: Nord")
    tab.write("#body", TYPED)
    tab.fill("#body", TYPED + REST)
    tab.fill("#bib", BIB)
    tab.click(".choice:has([value=cells])")
    tab.write("#keywords", "border rank, yes")
    tab.until("document.querySelector('.summary-state').textContent.includes('The file is ready.')")
    assert tab.evaluate(FORMULAS) == [True] * 3
    assert "By (1), as Gödel (1931) says, all is well." in tab.text(".preview .abstract")
    assert "María José de la Cruz Núñez" in tab.text(".preview .authors")
    assert tab.evaluate(WIDTH) == width
    volume = Place(shutil.copytree(tools.VOLUME, tmp_path / "volume"), difficult.address)
    md = Path(shutil.move(tab.downloaded("[data-do=download]"), volume.root / "abstracts"))
    shutil.move(tab.downloaded("[data-do=download-bib]"), volume.root / "bib")
    assert TYPED + REST in md.read_text("utf-8")
    assert volume.check(md.stem) == {md.stem: []}


def test_a_wrong_orcid_is_told_when_its_field_is_left_and_no_more_when_it_is_mended(
    tab_of: TabOf, difficult: Site
) -> None:
    tab = tab_of()
    compose(tab, difficult)
    tab.write("[data-part=family] input", "Testperson")
    tab.write("[data-part=orcid] input", "0000-0002-1825-0098")
    tab.press("Tab")
    told = "document.querySelector('[data-part=orcid] .fault')?.textContent"
    assert "0000-0002-1825-0098" in tab.until(told)
    field = "document.querySelector('[data-part=orcid] input')"
    assert tab.evaluate(f"{field}.ariaInvalid") == "true"
    tab.click("[data-part=orcid] input")
    tab.press("End", "Backspace", "7")
    tab.until(f"!{told}")
    assert tab.evaluate(f"[{field}.value, {field}.ariaInvalid]") == ["0000-0002-1825-0097", None]


def test_a_draft_is_there_again_after_a_reload(tab_of: TabOf, difficult: Site) -> None:
    tab = tab_of()
    compose(tab, difficult)
    tab.write("#title", TITLE)
    tab.write("[data-part=family] input", "Testperson")
    tab.until(
        "document.querySelector('.compose-draft').textContent == 'The draft is kept in this browser.'"
    )
    with tab.left():
        tab.reload()
    tab.until("document.querySelector('.preview .authors')?.textContent.includes('Testperson')")
    assert tab.evaluate("document.querySelector('#title').value") == TITLE


def test_a_formula_that_is_typed_into_search_finds_and_the_result_leads_to_its_page(
    tab_of: TabOf, difficult: Site
) -> None:
    tab = tab_of()
    tab.go(f"{difficult.address}abstracts/bare.html")
    tab.press("/")
    tab.until("document.activeElement.matches('dialog [type=search]')")
    tab.type("ℓ_1")
    tab.until(
        "document.querySelector('.search-results .row-title')?.textContent.includes('Recovery in the')"
    )
    with tab.left():
        tab.press("Enter", "Enter")
        tab.until("location.pathname == '/abstracts/spellings.html' && document.readyState == 'complete'")


@pytest.mark.parametrize("width", [DESK, PHONE])
def test_a_star_in_a_list_brings_its_contribution_into_the_agenda_that_stays(
    tab_of: TabOf, difficult: Site, width: int
) -> None:
    tab = tab_of(width)
    tab.go(f"{difficult.address}posters.html")
    tab.click("[data-star=forty-authors]")
    tab.click("[data-star=wide-things]")
    tab.click("[data-star=forty-authors]")
    shown = "Array.from(document.querySelectorAll('.agenda-list .row'), (row) => row.dataset.contribution)"
    with tab.left():
        tab.click(".agenda-link")
        tab.until(f"location.pathname == '/agenda.html' && {shown}.length")
    assert tab.evaluate(shown) == ["wide-things"]
    with tab.left():
        tab.reload()
    tab.until(f"{shown}.length")
    assert tab.evaluate(shown) == ["wide-things"]
