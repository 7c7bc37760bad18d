"""What the page "Compose" says of every example of the manual: what `proceedings check` says, and no more."""

from __future__ import annotations

import re
import shutil
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from sphinx_proceedings.checks.examples import EXAMPLES
from sphinx_proceedings.problems import CODES
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
def address(
    volume: Path, tmp_path_factory: pytest.TempPathFactory, serve: Callable[[Path], str]
) -> str:
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
