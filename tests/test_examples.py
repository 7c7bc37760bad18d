"""Every example of the manual: the first has the Problem of its code and no other, the second has none."""

from __future__ import annotations

from pathlib import Path

import pytest

from sphinx_proceedings.checks.examples import EXAMPLES, Example
from sphinx_proceedings.pages.examination import examine
from sphinx_proceedings.problems import CODES, Problem
from sphinx_proceedings.sources import Layout, UnusableVolume
from sphinx_proceedings.sphinx_ext import manual

FILLER = "\n\n" + "Here stand some more words of a text that is long enough. " * 8 + "\n"
SETTINGS = "title: A workshop\nlicense: CC-BY-4.0\ntopics: [{id: first-topic, title: A}]\n"
BOOK = (
    "@book{cox2015ideals, title = {Ideals, Varieties, and Algorithms}, author = {Cox, David},\n"
    "publisher = {Springer}, year = 2015, keywords = {first-topic}}\n"
)
# They are of no single file: a link, two names that clash, a record of another system.
WITHOUT = {"TREE-KIND", "TREE-COLLISION", "IMPORT", "PAGE"}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    neighbours(tmp_path)
    return tmp_path


def neighbours(root: Path) -> None:
    """A sound volume, whose contributions spell a keyword and an institution alike."""
    for name in ("docs", "abstracts", "bib"):
        (root / name).mkdir(exist_ok=True)
    (root / "docs" / "volume.yml").write_text(SETTINGS, "utf-8")
    (root / "bib" / "references.bib").write_text(BOOK, "utf-8")
    for number in range(1, 4):
        head = (
            "title: A neighbour\nauthors: [{name: Ada Lovelace, affiliations: [a]}]\n"
            "affiliations: [{id: a, name: University of Somewhere}]\nkeywords: [neural network]\n"
        )
        cited = "A neighbour cites {cite:p}`other`." if number == 1 else ""
        file = root / "abstracts" / f"neighbour-{number}.md"
        file.write_text(f"---\n{head}---\n{cited}{FILLER}", "utf-8")


OTHER = (
    "@book{other, title = {Groebner Bases}, author = {Cox, David}, publisher = {A Press}, year = 2015}\n"
)


def problems(folder: Path) -> list[Problem]:
    layout = Layout.of_docs(folder / "docs")
    try:
        return examine(layout)
    except UnusableVolume as error:
        return list(error.problems)


def written(folder: Path, example: Example, given: str, code: str) -> Path:
    """The file of an example, in a volume that is sound without it."""
    (folder / "bib" / "neighbour-1.bib").write_text(OTHER, "utf-8")
    path, text = folder / "abstracts" / "an-example.md", given
    if example.where == "name":
        path, given = folder / given, ""
    elif example.where not in {"text", "front matter"}:
        path = folder / example.where
        path.write_text(f"{given}\n", "utf-8")
        return path
    needed = {"title": "title: A title\n", "authors": "authors: [{name: {literal: A Group}}]\n"}
    head = given + "\n" if example.where == "front matter" else ""
    head += "".join(line for key, line in needed.items() if f"{key}:" not in head)
    body = text if example.where == "text" else "The text."
    body += "" if given.startswith("We prove a bound.") and code == "LENGTH" else FILLER
    path.write_bytes(f"---\n{head}---\n{body}".encode("utf-8", "surrogateescape"))
    return path


@pytest.mark.parametrize("code", EXAMPLES)
def test_a_bad_example_has_the_problem_that_it_shows_and_no_other(folder: Path, code: str):
    written(folder, EXAMPLES[code], EXAMPLES[code].bad, code)
    found = problems(folder)
    assert {problem.code for problem in found} == {code}
    if EXAMPLES[code].where in {"text", "front matter"}:
        alone = examine(Layout.of_docs(folder / "docs"), lambda path: path == "abstracts/an-example.md")
        assert alone == found
    if EXAMPLES[code].where == "bib/neighbour-1.bib":
        assert examine(Layout.of_docs(folder / "docs"), lambda path: path == EXAMPLES[code].where) == found


@pytest.mark.parametrize("code", [code for code, example in EXAMPLES.items() if example.good])
def test_a_good_example_has_no_problem(folder: Path, code: str):
    written(folder, EXAMPLES[code], EXAMPLES[code].good, code)
    assert [str(problem) for problem in problems(folder)] == []


def test_every_code_has_an_example():
    assert set(CODES) - set(EXAMPLES) == WITHOUT


def test_the_list_of_codes_begins_with_each_of_them_once_by_its_kind() -> None:
    entries = list(manual.SECTIONS["problems"]())
    shown = dict(manual.contents(entries))
    assert list(shown) == ["Quarantines", "No mark", "Advice"]
    assert sorted(entry.name for found in shown.values() for entry in found) == sorted(CODES)
    assert [entry.name for entry in shown["Advice"]] == sorted(c for c in CODES if CODES[c].advice)
    assert manual.contents(list(manual.SECTIONS["people"]())) == []
