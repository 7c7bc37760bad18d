"""The page "Compose" says of every example of the manual what `proceedings check` says, and no more."""

from __future__ import annotations

import re
import shutil
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from sphinx_proceedings.checks.examples import EXAMPLES
from sphinx_proceedings.pages.compose.specimens import sentences
from sphinx_proceedings.problems import CODES
from sphinx_proceedings.sources.contribution import read_contribution
from tests import test_examples
from tests.browser import tools
from tests.browser.test_compose import STARTER, settle

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from playwright.sync_api import Page

    from tests.browser.conftest import PageFor

NOT_MIRRORED = {
    "TREE-KIND": "A browser hands over what is in a file, and never a link or a folder.",
    "TREE-COLLISION": "A form has one file, whose name has no capitals; a name that is taken is told.",
    "IMPORT": "It is of a record of another system.",
    "PAGE": "It is of a page that was built.",
    "TARGET": "Only the documents of organizers have links within the site.",
    "PROGRAMME": "It is of docs/programme.yml.",
    "PEOPLE": "It is of docs/people.yml.",
    "VOLUME": "It is of docs/volume.yml.",
    "LICENCE": "It is of docs/volume.yml.",
}
FOLLOWING = {"AFFILIATION": {"UNAFFILIATED"}, "FRONT-MATTER": {"FM-REQUIRED", "LENGTH"}}
"""What is told besides, of the form: what is not taken over is not in it."""
BY_FIX = re.compile(r" \(--fix [^)]*\)")
"""What a remedy says of the command's option; on the page a button does it."""
OTHER_WORDS = {"FM-REQUIRED": "The key “title” is missing. Add title: …"}
"""A form has no keys without a value."""


@pytest.fixture(scope="module")
def volume(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("examples") / "volume"
    shutil.copytree(STARTER, root)
    test_examples.neighbours(root)
    (root / "bib" / "neighbour-1.bib").write_text(test_examples.OTHER, "utf-8")
    return root


@pytest.fixture(scope="module")
def address(volume: Path, tmp_path_factory: pytest.TempPathFactory, serve: Callable[[Path], str]) -> str:
    return serve(tools.build_once(volume / "docs", "examples", tmp_path_factory.mktemp("examples-site")))


@pytest.fixture
def page(page_for: PageFor, address: str) -> Page:
    opened = page_for(fresh=True)
    opened.goto(f"{address}compose.html")
    expect(opened.locator(".compose-form")).to_be_visible()
    return opened


def shown(page: Page, *files: Path) -> dict[str, list[str]]:
    """What the page says of files, by code: of what it could not take over, and of what it did."""
    page.get_by_role("button", name="Start anew").click()
    page.locator("#load").set_input_files(files)
    expect(page.locator(".compose-notice h2")).to_contain_text(files[0].name)
    settle(page)
    found: dict[str, list[str]] = {}
    for item in page.locator("li[data-code]").all():
        code, _, text = item.inner_text().partition(": ")[2].partition(" ")
        if code != item.get_attribute("data-code"):
            code, _, text = item.inner_text().partition(" ")
        found.setdefault(code, []).append(text)
    return found


def files_of(volume: Path, code: str, given: str, folder: Path) -> tuple[Path, ...]:
    """The files of an example, outside of the volume."""
    path = test_examples.written(folder, EXAMPLES[code], given, code)
    return (volume / "abstracts" / "neighbour-1.md", path) if path.suffix == ".bib" else (path,)


def test_a_bad_example_is_told_in_the_words_of_the_command(
    page: Page, volume: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    differing = []
    for code in (code for code in EXAMPLES if code not in NOT_MIRRORED):
        folder = tmp_path_factory.mktemp(code.lower())
        test_examples.neighbours(folder)
        files = files_of(volume, code, EXAMPLES[code].bad, folder)
        problems = test_examples.problems(folder)
        wanted = sorted(BY_FIX.sub("", f"{problem.message} {problem.fix}").strip() for problem in problems)
        wanted = [OTHER_WORDS[code]] if code in OTHER_WORDS else wanted
        told = shown(page, *files)
        if sorted(told.get(code, [])) != wanted or set(told) - {code} - FOLLOWING.get(code, set()):
            differing.append(f"{code}:\n  page  {told}\n  check {wanted}")
    tools.expect_none(differing)


def test_of_a_good_example_nothing_is_told(
    page: Page, volume: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    differing = []
    for code, example in EXAMPLES.items():
        if code in NOT_MIRRORED or not example.good:
            continue
        folder = tmp_path_factory.mktemp(code.lower())
        test_examples.neighbours(folder)
        if told := shown(page, *files_of(volume, code, example.good, folder)):
            differing.append(f"{code}: {told}")
    tools.expect_none(differing)


def test_every_code_is_told_or_has_a_reason_why_not() -> None:
    assert set(NOT_MIRRORED) <= set(CODES)
    assert set(CODES) - set(EXAMPLES) <= set(NOT_MIRRORED)


def settled(page: Page, id_: str, value: str) -> None:
    page.locator(f"#{id_}").fill(value)
    settle(page)


def test_what_latex_left_in_a_text_is_written_as_markdown_at_a_click(page: Page) -> None:
    settled(page, "title", r"Erd\H{o}s--R\'enyi graphs")
    settled(page, "body", r"By~\emph{\textbf{all}} means, ``so'' \(x^2\) \cite{cox2015ideals} \cite{zzz}.")
    page.locator("#body").press("Tab")
    page.get_by_role("button", name="Write what LaTeX left as Markdown").press("Enter")
    expect(page.locator(".compose-notice")).to_be_focused()
    assert page.locator("#title").input_value() == "Erdős–Rényi graphs"
    expected = r"By ***all*** means, “so” $x^2$ {cite:p}`cox2015ideals` \cite{zzz}."
    assert page.locator("#body").input_value() == expected
    page.get_by_role("button", name="Undo").press("Enter")
    assert page.locator("#title").input_value() == r"Erd\H{o}s--R\'enyi graphs"
    expect(page.locator("#body")).to_be_focused()


def test_keywords_and_institutions_of_the_volume_are_suggested(page: Page) -> None:
    def suggested() -> list[str]:
        return page.locator("#suggested option").evaluate_all("(all) => all.map(({ value }) => value)")

    settled(page, "title", "Ranks")
    settled(page, "keywords", "ranks, neur")
    assert suggested() == ["ranks, neural network"]
    settled(page, "keywords", "ranks, neural network, neu")
    assert suggested() == []
    page.get_by_label("Name of the institution").fill("somewh")
    assert suggested() == ["University of Somewhere"]


def test_a_topic_that_the_volume_does_not_have_can_be_taken_away(page: Page, tmp_path: Path) -> None:
    file = tmp_path / "odd-topic.md"
    file.write_text(
        "---\ntitle: A\nauthors: [{name: {literal: A Group}}]\ntopics: [odd]\n---\nText.\n", "utf-8"
    )
    assert "TOPIC" in shown(page, file)
    page.get_by_label("odd", exact=True).uncheck()
    settle(page)
    assert page.locator('.summary-problems li[data-code="TOPIC"]').count() == 0
    page.get_by_role("button", name="Start anew").click()
    expect(page.get_by_label("odd", exact=True)).to_have_count(0)


def test_of_many_authors_each_is_a_line_that_opens(page: Page, tmp_path: Path) -> None:
    file = tmp_path / "many.md"
    people = "".join(f"  - name: Given Family{i}\n" for i in range(9)) + "  - {name: A B, orcid: '12'}\n"
    file.write_text(f"---\ntitle: Ranks\nauthors:\n{people}---\n{test_examples.FILLER}", "utf-8")
    assert set(shown(page, file)) == {"ORCID"}
    lines = page.locator(".authors-of .fold > summary")
    assert lines.all_inner_texts()[8:] == ["9. Given Family8", "10. A B – see 1 remark"]
    expect(page.locator(".authors-of .fold[open]")).to_have_count(0)
    link = page.get_by_role("link", name="Author 10")
    link.focus()
    settle(page)
    expect(link).to_be_focused()
    link.press("Enter")
    expect(page.locator("#authors-9-orcid")).to_be_focused()
    page.get_by_role("button", name="Remove author 10").press("Enter")
    expect(lines.last).to_be_focused()
    for _ in range(3):
        lines.last.press("Enter")
        page.locator(".author-entry").last.get_by_role("button", name="Remove").press("Enter")
    expect(page.locator(".authors-of .fold[open]")).to_have_count(6)


def test_of_many_affiliations_each_is_a_line_that_opens(page: Page, tmp_path: Path) -> None:
    file = tmp_path / "many.md"
    places = "".join(f"  - {{id: a{i}, name: University {i}}}\n" for i in range(7))
    head = f"title: Ranks\nauthors: [{{name: A B, affiliations: [a0]}}]\naffiliations:\n{places}"
    file.write_text(f"---\n{head}---\n{test_examples.FILLER}", "utf-8")
    shown(page, file)
    lines = page.locator(".affiliations-of .fold > summary")
    assert lines.all_inner_texts() == [f"{i + 1}. University {i}" for i in range(7)]
    expect(page.locator(".affiliations-of .fold[open]")).to_have_count(0)
    lines.last.press("Enter")
    page.get_by_role("button", name="Remove affiliation 7").press("Enter")
    expect(page.locator(".affiliations-of .fold[open]")).to_have_count(6)


LISTS_AS_TEXT = """---
title: Ranks
authors: [Ada Lovelace, {name: {given: Emmy, family: Noether, literal: E. Noether}, corresponding: "yes"}]
keywords: tensors, ranks
---
"""


def test_what_was_mended_while_a_file_was_read_is_named(page: Page, tmp_path: Path) -> None:
    file = tmp_path / "as-text.md"
    file.write_text(LISTS_AS_TEXT + test_examples.FILLER, "utf-8")
    assert shown(page, file) == {
        "FM-VALUE": [
            "“Ada Lovelace” is an author without keys. Write - name: Ada Lovelace.",
            "A name has either its parts or a literal name, and not both.",
            "“tensors, ranks” is not a list, and keywords is one. Write keywords: [first, second].",
        ],
    }
    assert "keywords: [tensors, ranks]" in (page.locator(".file-text").text_content() or "")
    assert "corresponding: true" in (page.locator(".file-text").text_content() or "")


@pytest.mark.parametrize("having", [8, 9])
def test_where_nearly_all_name_an_institution_an_author_without_one_is_told(
    page: Page, tmp_path: Path, having: int
) -> None:
    file = tmp_path / "alone.md"
    file.write_text(
        f"---\ntitle: Ranks\nauthors: [{{name: Ada Lovelace}}]\n---\n{test_examples.FILLER}", "utf-8"
    )
    known = {
        "ids": [],
        "references": {},
        "keywords": [],
        "affiliations": [],
        "affiliated": [having, having],
    }
    page.route("**/compose-volume.json", lambda route: route.fulfill(json=known))
    _, message, fix = sentences()["unaffiliated-all"]
    told = {"UNAFFILIATED": [f"{message} {fix}".replace("«name»", "Ada Lovelace")]}
    assert shown(page, file) == (told if having == 9 else {})


ODD_YAML = {
    "list": "- title: A",
    "quote": "title: 'A\nauthors: B",
    "bracket": "title: A\nkeywords: [a, b",
    "after": "title: [A] B",
    "after a quote": 'title: "A" B',
    "beginning": "title: `A` B",
    "emphasis": "title: *A* B",
    "no colon": "title A\nauthors: B",
    "no colon below": "title: A\nauthors",
    "indented": "authors:\n  - name: A\n - name: B",
    "tab": "authors:\n\t- name: A",
    "escape": r'title: "On \odd"',
    "escaped": r'title: "On \nabla"',
    "remark": "title: Case #1",
    "tag": "title: !A",
    "colon below": "title: A\n  sub: B",
}  # fmt: skip


def test_front_matter_that_is_no_yaml_is_explained_in_the_words_of_the_command(
    page: Page, tmp_path: Path
) -> None:
    differing = []
    for name, head in ODD_YAML.items():
        file = tmp_path / f"odd-{name.replace(' ', '-')}.md"
        file.write_text(f"---\n{head}\n---\n{test_examples.FILLER}", "utf-8")
        _, _, problems = read_contribution(file.read_bytes(), f"abstracts/{file.name}", file.stem)
        [wanted] = [p for p in problems if p.code.startswith("YAML")]
        said = f"Line {wanted.line}: {wanted.code} {wanted.message} {wanted.fix}"
        page.locator("#load").set_input_files(file)
        expect(page.locator(".compose-notice h2")).to_have_text(f"{file.name} cannot be read")
        told = page.locator(".compose-notice li").all_inner_texts()
        if told != [said]:
            differing.append(f"{name}:\n  page  {told}\n  check {said}")
    tools.expect_none(differing)
