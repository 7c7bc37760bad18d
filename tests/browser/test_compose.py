"""The page "Compose", driven until the file that it makes passes `proceedings check`."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from sphinx_proceedings.sources.contribution import read_contribution
from tests.browser.test_accessibility import RULES
from tests.browser.tools import build_once

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Page

    from tests.browser.conftest import PageFor, Scheme

DESK, PHONE = 1280, 390
ROOT = Path(__file__).resolve().parents[2]
STARTER = ROOT / "src" / "sphinx_proceedings" / "starter"
SETTINGS = """title: A Workshop
license: CC-BY-4.0
topics:
  - {id: first-topic, title: Curves in $\\R^n$}
  - {id: second-topic, title: Tensors}
macros: {R: '\\mathbb{R}'}
repository: https://github.com/workshop/volume
"""
WORDS = "We study the ranks of tensors, and show by an example that the border rank can be smaller. " * 5
HEAD = "---\ntitle: Ranks\nauthors:\n  - name: Ada Testperson\n{more}---\n\n{body}\n"


@dataclass(frozen=True)
class Place:
    """A volume made from the starter, and where its site is served."""

    root: Path
    address: str

    def check(self, id_: str) -> list[dict[str, str]]:
        """What `proceedings check` says of a contribution and its bibliography."""
        files = [f"abstracts/{id_}.md", f"bib/{id_}.bib"]
        there = [self.root / name for name in files if (self.root / name).exists()]
        done = subprocess.run(
            [Path(sys.executable).with_name("proceedings"), "check", "--source", self.root / "docs",
             "--format", "json", *there],
            capture_output=True, text=True, check=False,
        )  # fmt: skip
        found: list[dict[str, str]] = json.loads(done.stdout)
        return found


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory, serve: Callable[[Path], str]) -> Place:
    root = tmp_path_factory.mktemp("compose") / "volume"
    shutil.copytree(STARTER, root)
    settings = root / "docs" / "volume.yml"
    settings.write_text(SETTINGS, encoding="utf-8")
    site = build_once(root / "docs", "compose", tmp_path_factory.mktemp("compose-site"))
    return Place(root, serve(site))


@pytest.fixture
def open_page(page_for: PageFor, place: Place) -> Callable[..., Page]:
    def open_it(width: int = DESK, scheme: Scheme = "light") -> Page:
        page = page_for(width, scheme, fresh=True, accept_downloads=True)
        page.goto(f"{place.address}compose.html")
        expect(page.locator(".compose-form")).to_be_visible()
        settle(page)
        return page

    return open_it


def settle(page: Page) -> None:
    """Wait until the page has judged what stands in its form."""
    page.evaluate("document.querySelector('.compose').dataset.turn = ''")
    page.locator("#title").dispatch_event("input")
    page.wait_for_function("document.querySelector('.compose').dataset.turn")


def load(page: Page, **files: str) -> None:
    page.locator("#load").set_input_files(
        [
            {"name": name.replace("__", "."), "mimeType": "text/plain", "buffer": text.encode()}
            for name, text in files.items()
        ]
    )
    expect(page.locator(".compose-notice")).to_be_visible()
    settle(page)


def download(page: Page, kind: str = "download") -> tuple[str, str]:
    with page.expect_download() as started:
        page.locator(f'[data-do="{kind}"]').click()
    done = started.value
    return done.suggested_filename, Path(done.path()).read_text(encoding="utf-8")


def save(page: Page, place: Place) -> tuple[str, str]:
    """The file that the page gives, saved in the volume: its id and its text."""
    name, text = download(page)
    (place.root / "abstracts" / name).write_text(text, encoding="utf-8")
    if page.locator(".give-bib").is_visible():
        bib, entries = download(page, "download-bib")
        (place.root / "bib" / bib).write_text(entries, encoding="utf-8")
    return name.removesuffix(".md"), text


def faults(page: Page) -> list[str]:
    return page.locator(".summary-problems li").all_inner_texts()


def advised(page: Page) -> list[str]:
    return page.locator(".summary-advice li").all_inner_texts()


def state(page: Page) -> str:
    return page.locator(".summary-state").inner_text()


def test_a_form_that_is_filled_in_gives_a_file_without_problems(
    open_page: Callable[..., Page], place: Place
) -> None:
    page = open_page()
    assert state(page) == "Still missing: title, authors, abstract, name of the file."
    page.get_by_label("Title of the contribution").fill(r"Ranks: over $\R^n$, # 1 “of” two's *kinds*")
    page.get_by_label("Given names").fill("María José")
    page.get_by_label("Family name").fill("de la Cruz Núñez")
    page.get_by_label("ORCID iD").fill("0000-0002-1825-0097")
    page.get_by_label("Name of the institution").fill("Université d’Été: Nord")
    page.get_by_label("ROR identifier").fill("https://ror.org/03yrm5c26")
    page.get_by_label("Corresponding").check()
    page.get_by_role("button", name="Add an author").click()
    people = page.locator(".author-entry")
    people.nth(1).get_by_text("A group, not a person").click()
    people.nth(1).get_by_label("Name of the group").fill("The Tensor Group")
    page.get_by_role("button", name="Add an author").click()
    people.nth(2).get_by_label("Family name").fill("李")
    people.nth(2).get_by_label("Given names").fill("明")
    page.get_by_label("Text of the abstract").fill(
        WORDS + "\n\n$$\nf(x) = \\sum_i x_i^2 \\in \\R\n$$ (eq-sum)\n\n"
        "By {eq}`eq-sum`, as {cite:t}`goedel1931` says {cite:p}`cox2015ideals`, *all* is well.[^one]\n\n"
        "[^one]: A note with $x^2$."
    )
    page.get_by_label("Works that you cite").fill(
        '@article{goedel1931,\n  author = {G{\\"o}del, Kurt},\n  title = {On {Undecidable} Things},\n'
        "  journal = {Monatshefte},\n  year = 1931\n}"
    )
    page.get_by_text("Tensors", exact=True).click()
    page.get_by_label("Keywords", exact=True).fill("border rank, yes, null, 2027")
    settle(page)
    assert faults(page) == []
    assert state(page) == "Nothing to mend. The file is ready."
    shown = page.locator(".preview")
    expect(shown.locator("h2 math")).to_have_count(1)
    expect(shown.locator(".abstract math")).to_have_count(2)
    expect(shown.locator(".cited").first).to_have_text("Gödel (1931)")
    expect(shown.locator(".authors")).to_contain_text("María José de la Cruz Núñez1")
    assert "By (1), as" in shown.locator(".abstract").inner_text()
    id_, text = save(page, place)
    assert place.check(id_) == []
    made, _, _ = read_contribution(text.encode(), f"abstracts/{id_}.md", id_)
    assert made
    assert made.meta.title == r"Ranks: over $\R^n$, # 1 “of” two's *kinds*"
    assert [author.name.display for author in made.meta.authors] == [
        "María José de la Cruz Núñez", "The Tensor Group", "明 李",
    ]  # fmt: skip
    assert made.meta.authors[0].name.family == "de la Cruz Núñez"
    assert made.meta.authors[1].name.literal == "The Tensor Group"
    assert made.meta.keywords == ("border rank", "yes", "null", "2027")


DIFFICULT = [
    "Ranks: an introduction", "# Ranks", "Ranks # of tensors", "'Ranks'", '"Ranks"', "It's", "a\\b \\R",
    "yes", "no", "null", "~", "true", "1", "1.5", "2027-02-01", "1:30", "- a", "? a", "[a]", "{a: b}",
    "&a", "*a*", "!a", "|", ">", "%a", "@a", "`a`", "a: b", "a:", ":a", "é 李 ع", "a, b", "x #y", "---",
    "<<", "=", "a ' b '' c", "…", "0x1F", "1e3", ".inf", "a\u00a0b",
]  # fmt: skip


def test_difficult_values_come_back_as_they_were(open_page: Callable[..., Page]) -> None:
    page = open_page()
    page.get_by_label("Title of the contribution").fill("Ranks")
    page.get_by_label("Text of the abstract").fill(WORDS)
    page.get_by_label("Given names").fill("Ada")
    page.get_by_label("Family name").fill("Testperson")
    page.get_by_label("Name of the file").fill("difficult")
    for value in DIFFICULT:
        page.get_by_label("Name of the institution").fill(f"  {value} ")
        page.get_by_label("Keywords", exact=True).fill(f"{value};")
        settle(page)
        text = page.locator(".file-text").text_content() or ""
        made, _, problems = read_contribution(text.encode(), "abstracts/difficult.md", "difficult")
        assert made, (value, problems, text)
        plain = " ".join(value.split())
        assert made.meta.affiliations[0].name == plain, text
        assert made.meta.keywords == (plain,), text


BAD = {
    "title": ("keywords: [a]\n", WORDS, "title: Ranks\n", ""),
    "long title": ("", WORDS, "title: Ranks", f"title: {'x' * 601}"),
    "title with a link": ("", WORDS, "title: Ranks", "title: Ranks [a](https://a.org)"),
    "title in capitals": ("", WORDS, "title: Ranks", "title: RANKS OF ALL TENSORS"),
    "orcid": ("    orcid: 0000-0002-1825-0098\n", WORDS),
    "orcid form": ("    orcid: '12'\n", WORDS),
    "given name alone": ("", WORDS, "name: Ada Testperson", "name: {given: Ada}"),
    "name in capitals": ("", WORDS, "name: Ada Testperson", "name: ADA TESTPERSON"),
    "ror": ("    affiliations: [a]\naffiliations: [{id: a, name: A University, ror: 03yrm5c27}]\n", WORDS),
    "no affiliation": (
        "    affiliations: [a]\n  - name: Ben Other\naffiliations: [{id: a, name: A University}]\n", WORDS,
    ),
    "topic": ("topics: [frist-topic]\n", WORDS),
    "strange topic": ("topics: [zzzzz]\n", WORDS),
    "keywords": ("keywords: [a, b, c, d, e, f, g, h, i]\n", WORDS),
    "licence": ("license: CC BY\n", WORDS),
    "no licence": ("license: any of them\n", WORDS),
    "arxiv": ("links: {arxiv: odd}\n", WORDS),
    "doi": ("links: {doi: odd}\n", WORDS),
    "link": ("links: {code: odd}\n", WORDS),
    "link without its scheme": ("links: {code: odd.org}\n", WORDS),
    "link over http": ("links: {code: 'http://odd.org'}\n", WORDS),
    "empty": ("", ""),
    "html": ("", WORDS + " a <b>bold</b> word"),
    "block of html": ("", "<div>\n\n" + WORDS),
    "heading": ("", "# Odd\n\n" + WORDS),
    "rule": ("", WORDS + "\n\n***\n\n" + WORDS[:200]),
    "comment": ("", "% odd\n\n" + WORDS),
    "target": ("", "(odd)=\n" + WORDS),
    "break": ("", "+++\n\n" + WORDS),
    "attributes": ("", WORDS + " `a`{.odd}"),
    "substitution": ("", WORDS + " {{ odd }}"),
    "page of the site": ("", WORDS + " [a](odd.md)"),
    "http": ("", WORDS + " [a](http://odd.org)"),
    "javascript": ("", WORDS + " [a](javascript:alert)"),
    "role": ("", WORDS + " {ref}`odd`"),
    "strange role": ("", WORDS + " {odd}`a`"),
    "directive": ("", WORDS + "\n\n```{note}\na\n```"),
    "colons": ("", WORDS + "\n\n:::{note}\na\n:::"),
    "language": ("", WORDS + "\n\n```odd\na\n```"),
    "picture": ("", WORDS + "\n\n![a](odd.gif)"),
    "picture without words": ("", WORDS + "\n\n![](odd.gif)"),
    "depth": ("", WORDS + "\n\n" + "- " * 13 + "deep"),
    "citation": ("", WORDS + " {cite:p}`zzzz99`"),
    "citation, nearly": ("", WORDS + " {cite:p}`cox2015ideal`"),
    "command": ("", WORDS + r" with $x = \wibblewobble + y$"),
    "link in a formula": ("", WORDS + r" with $\href{https://a.org}{b}$"),
    "macro of one's own": ("", WORDS + r" with $\newcommand{\a}{b}$"),
    "equation": ("", WORDS + " {eq}`odd`"),
    "label twice": ("", WORDS + "\n\n$$\nx\n$$ (odd)\n\n$$\ny\n$$ (odd)\n\nSo {eq}`odd`."),
    "mark without a note": ("", WORDS + "[^odd]"),
    "note without a mark": ("", WORDS + "\n\n[^odd]: b"),
    "invisible": ("", WORDS + " soft\u00adhyphen"),
    "two alphabets": ("", WORDS + " p\u0430per"),
    "money": ("", WORDS + " costs $5 and takes $6 too."),
    "display": ("", WORDS + " so $$x$$ is small."),
    "formula alone": ("", WORDS + "\n\n$x + y$\n\n" + WORDS[:200]),
    "short": ("", "Too short."),
    "long": ("", WORDS * 6),
    "latex": ("", WORDS + r" \emph{a}, ``b'', 1--2, G\"odel, a~b, \cite{cox2015ideals} and \(x^2\)"),
    "unlinked": ("", WORDS + " see arXiv:2501.01234"),
    "dollar": ("", WORDS + " a $ stands here"),
}  # fmt: skip
BAD_BIB = {
    "string": '@string{a = "b"}',
    "type": "@wibble{a, title = {T}, author = {A. Author}, year = 2020}",
    "near type": "@artcle{a, title = {T}, author = {A. Author}, year = 2020}",
    "key": "@misc{é, title = {T}, author = {A. Author}}",
    "fields": "@article{a, note = {T}}",
    "end": "@misc{a, title = {T}, author = {A. Author}",
    "field": "@misc{a, wibble wobble}",
    "comma": "@misc{a title = {T}}",
}
FIXED_ELSEWHERE = {
    "TEX-COMMAND", "TEX-CITE", "TEX-QUOTES", "TEX-DASH", "TEX-ACCENT", "TEX-TIE", "TEX-MATH", "UNLINKED", "MATH",
    "MONEY",
}  # fmt: skip
"""Remedies that `check` works out from what it found, and this page does not."""


def said_by_page(page: Page) -> list[str]:
    return sorted(
        " ".join(text.partition(": ")[2].split()) for text in (*faults(page), *advised(page))
    )


def said_by_check(problems: list[dict[str, str]]) -> list[str]:
    return sorted(
        " ".join(f"{p['code']} {p['message']} {'' if p['code'] in FIXED_ELSEWHERE else p['fix']}".split())
        for p in problems
    )


def without_remedies(said: list[str], checked: list[str]) -> list[str]:
    """What the page says, cut where the remedies of `FIXED_ELSEWHERE` begin."""
    return sorted(
        next((one for one in checked if text.split()[0] in FIXED_ELSEWHERE and text.startswith(one)), text)
        for text in said
    )


def test_what_is_wrong_is_told_in_the_words_of_the_command(
    open_page: Callable[..., Page], place: Place
) -> None:
    page = open_page()
    differing = []
    for name, (more, body, *change) in BAD.items():
        text = HEAD.format(more=more, body=body)
        if change:
            text = text.replace(change[0], change[1], 1)
        (place.root / "abstracts" / "bad-file.md").write_text(text, encoding="utf-8")
        load(page, **{"bad-file__md": text})
        checked = said_by_check(place.check("bad-file"))
        found = without_remedies(said_by_page(page), checked)
        if found != checked or not checked:
            differing.append(f"{name}:\n  page  {found}\n  check {checked}")
    (place.root / "abstracts" / "bad-file.md").unlink()
    assert not differing, "\n".join(differing)


def test_what_is_wrong_in_a_bibliography_is_told_in_the_same_words(
    open_page: Callable[..., Page], place: Place
) -> None:
    page = open_page()
    differing = []
    text = HEAD.format(more="", body=WORDS)
    (place.root / "abstracts" / "bad-bib.md").write_text(text, encoding="utf-8")
    for name, bib in BAD_BIB.items():
        (place.root / "bib" / "bad-bib.bib").write_text(bib, encoding="utf-8")
        load(page, **{"bad-bib__md": text, "bad-bib__bib": bib})
        checked, found = said_by_check(place.check("bad-bib")), said_by_page(page)
        if found != checked or not checked:
            differing.append(f"{name}:\n  page  {found}\n  check {checked}")
    (place.root / "abstracts" / "bad-bib.md").unlink()
    (place.root / "bib" / "bad-bib.bib").unlink()
    assert not differing, "\n".join(differing)
