"""Search: spellings, records, and when Pagefind makes an index of them."""

from __future__ import annotations

import json
import shutil
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sphinx_proceedings.pages.search import index
from sphinx_proceedings.pages.search.record import Record, Section, write
from sphinx_proceedings.pages.search.spelling import alternatives, spell
from sphinx_proceedings.pages.search.words import mark, words
from sphinx_proceedings.render.math import Typesetter
from sphinx_proceedings.sphinx_ext import search
from tests.test_site import Workshop, _differences


class Read(HTMLParser):
    """A record as a parser that is not ours reads it."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.meta: dict[str, str] = {}
        self.facets: list[tuple[str, str]] = []
        self.shown: dict[str, Any] = {}
        self.words: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given_ = {name: value or "" for name, value in attrs}
        if "data-pagefind-meta" in given_:
            self.meta[given_["data-pagefind-meta"].removesuffix("[content]")] = given_["content"]
        if "data-pagefind-filter" in given_:
            self.facets.append(
                (given_["data-pagefind-filter"].removesuffix("[content]"), given_["content"])
            )
        if tag == "i":
            assert not any(c.isspace() for c in given_["id"])
            self.shown = json.loads(given_["id"])

    def handle_data(self, data: str) -> None:
        self.words += data.split()


@pytest.fixture
def workshop(tmp_path: Path) -> Workshop:
    return Workshop(tmp_path / "volume")


def record_of(workshop: Workshop, address: str) -> Read:
    file = workshop.root / "build" / "doctrees" / search.FOLDER / index.RECORDS / address
    return Read(file.read_text(encoding="utf-8"))


@pytest.mark.parametrize(
    ("plain", "spellings"),
    [
        ("l1", ["l1", "L1", "l_1", "ℓ1", "ℓ_1", "ℓ₁", r"\ell_1", r"\ell_{1}", r"$\ell_1$", "L_{1}"]),
        ("pn", ["P^n", "ℙ^n", "ℙⁿ", r"\mathbb{P}^n", r"\mathbb P^n", r"\mathbb{P}^{n}", r"$\mathbb{P}^n$"]),
        ("sigma", ["σ", r"\sigma", "Sigma", "ς"]),
        ("epsilon", ["ε", "ϵ", r"\epsilon", r"\varepsilon"]),
        ("sigmamin", [r"\sigma_{\min}", "σ_min", r"\sigma_{min}"]),
        ("x2", ["x^2", "x²", "x^{2}", "x_2"]),
        ("montufar", ["Montúfar", "MONTUFAR", "Montúfar's", "Montúfar’s"]),
        ("orsted luk", ["Ørsted-Łuk", "orsted luk"]),
        ("strasse", ["Straße", "STRASSE"]),
        ("测试员", ["测试员"]),
        ("", ["", "^", "$ $", "…", "\\"]),
    ],
)
def test_all_spellings_of_a_thing_are_one(plain: str, spellings: list[str]) -> None:
    assert {text: spell(text) for text in spellings} == dict.fromkeys(spellings, plain)


@given(st.text())
def test_a_plain_form_is_its_own_plain_form(text: str) -> None:
    assert spell(spell(text)) == spell(text)


def test_only_words_that_would_not_be_found_get_another_spelling() -> None:
    assert [alternatives(word) for word in ("network", "ReLU-networks,", "Montúfar's", "(2020)")] == [
        ()
    ] * 4
    assert alternatives("Ørsted") == ("orsted",)
    assert alternatives("ℓ_1-norm") == ("l1",)


def test_a_formula_stands_in_a_record_in_every_spelling_and_once_as_it_is_shown() -> None:
    formula = Typesetter().one(r"\ell_1")
    text = words(f"The ({mark(0)}) norm", [(formula, r"\ell_1")])
    read = Read(write(Record("A <b> & “c”", "A &lt;b&gt; &amp; “c”", text, {"kind": ("page",)})))
    assert read.words == ["The", "(ℓ_1)", "l1", "norm"]
    ((start, end, html),) = read.shown["math"]
    assert read.words[start:end] == ["(ℓ_1)", "l1"]
    assert html == f'<span class="nb">({formula.html})</span>'
    assert read.meta["title"] == "A <b> & “c”"
    assert "title" not in read.shown


def test_a_record_says_where_the_sections_of_a_document_begin() -> None:
    sections = (Section("one", "One", words("third fourth")), Section("two", "Two", words("fifth")))
    read = Read(write(Record("T", "T", words("first second"), {}, sections=sections, tail="last")))
    assert [read.words[at] for at, *_ in read.shown["sections"]] == ["third", "fifth"]
    assert read.words[read.shown["end"]] == "last"


def test_a_contribution_is_in_search_with_its_facets_and_a_sample_is_not(workshop: Workshop) -> None:
    workshop.write("euler", title="On $\\ell_1$", author="Ada Ørsted", body="A text.")
    workshop.build()
    read = record_of(workshop, "abstracts/euler.html")
    assert read.meta == {"title": "On ℓ_1", "authors": "Ada Ørsted", "also": "l1 orsted"}
    assert read.facets == [
        ("kind", "contribution"),
        ("status", "accepted"),
        ("topic", "first-topic"),
        ("author", "Ada Ørsted|ada-orsted"),
        ("keyword", "curves|curves"),
    ]
    assert read.shown["title"].startswith("On <math")
    folder = workshop.root / "build" / "doctrees" / search.FOLDER / index.RECORDS
    assert not (folder / "abstracts/sample-contribution.html").exists()
    assert Read((folder / "topics/first-topic.html").read_text("utf-8")).facets[0] == ("kind", "topic")
    assert Read((folder / "participate.html").read_text("utf-8")).facets == [("kind", "page")]


def test_what_becomes_a_sample_or_is_deleted_leaves_search(workshop: Workshop) -> None:
    file = workshop.write("euler")
    workshop.write("gauss")
    workshop.build()
    folder = workshop.root / "build" / "doctrees" / search.FOLDER / index.RECORDS / "abstracts"
    assert {f.name for f in folder.iterdir()} == {"euler.html", "gauss.html"}
    file.write_text(file.read_text("utf-8").replace("keywords:", "status: sample\nkeywords:"), "utf-8")
    (workshop.root / "abstracts" / "gauss.md").unlink()
    workshop.build()
    assert list(folder.iterdir()) == []


def test_an_unchanged_volume_makes_no_new_index_and_an_edit_makes_one(
    workshop: Workshop, monkeypatch: pytest.MonkeyPatch
) -> None:
    workshop.write("euler")
    workshop.build()
    runs: list[Path] = []
    make = index.run_pagefind
    monkeypatch.setattr(index, "run_pagefind", lambda folder: runs.append(folder) or make(folder))
    workshop.build()
    assert runs == []
    before = (workshop.out / index.FACTS).read_bytes()
    workshop.write("euler", body="Another text.")
    workshop.build()
    assert len(runs) == 1
    assert (workshop.out / index.FACTS).read_bytes() != before
    page = workshop.root / "docs" / "participate.md"
    page.write_text(page.read_text("utf-8") + "\nA sentence.\n", "utf-8")
    workshop.build()
    assert len(runs) == 2


def test_a_document_is_found_by_the_titles_that_its_roles_show_and_not_by_ids(workshop: Workshop) -> None:
    workshop.write("euler", title="On polyhedra")
    page = workshop.root / "docs" / "participate.md"
    roles = "{proceedings:contribution}`euler`, then {proceedings:contribution}`that one <euler>`"
    page.write_text(f"{page.read_text('utf-8')}\nRead {roles}.\n", "utf-8")
    workshop.build(search="records")
    words = record_of(workshop, "participate.html").words
    assert "Read On polyhedra, then that one." in " ".join(words)
    assert not any("euler" in word for word in words)


def test_a_missing_or_cut_index_is_made_again(workshop: Workshop) -> None:
    workshop.build()
    (workshop.out / index.FOLDER / "pagefind-entry.json").unlink()
    workshop.build()
    assert (workshop.out / index.FOLDER / "pagefind-entry.json").exists()


def test_the_index_of_the_same_records_has_the_same_bytes(workshop: Workshop, tmp_path: Path) -> None:
    for i in range(40):
        workshop.write(f"name-{i}", author=f"Ada Name{i}", keyword=f"word {i}")
    workshop.build(search="records")
    assert not (workshop.out / index.FOLDER).exists()
    records = workshop.root / "build" / "doctrees" / search.FOLDER
    for name in ("a", "b"):
        shutil.copytree(records, tmp_path / f"records-{name}")
        (tmp_path / name).mkdir()
        assert index.refresh(tmp_path / f"records-{name}", tmp_path / name)
    assert _differences(tmp_path / "a", tmp_path / "b") == []


def test_pagefinds_own_interface_is_left_out(workshop: Workshop) -> None:
    workshop.build()
    files = {file.name for file in (workshop.out / index.FOLDER).iterdir() if file.is_file()}
    assert {name for name in files if "ui" in name or "worker" in name or "highlight" in name} == set()
    assert "pagefind.js" in files


def test_without_pagefind_the_build_warns_once_and_the_site_goes_without_search(
    workshop: Workshop, monkeypatch: pytest.MonkeyPatch
) -> None:
    workshop.build()
    assert "data-search" in workshop.page("index.html")
    monkeypatch.setattr(index, "program", lambda: None)
    result = workshop.build()
    assert [line for line in result.warnings if search.MISSING in line] == list(result.warnings)
    assert len(result.warnings) == 1
    for address in ("index.html", "authors/index.html"):
        assert "data-search" not in workshop.page(address)
    assert not (workshop.out / index.FOLDER).exists()
    assert not (workshop.out / index.FACTS).exists()
    assert not (workshop.out / "search.html").exists()


def test_a_pagefind_that_fails_is_said_and_leaves_no_old_index(
    workshop: Workshop, monkeypatch: pytest.MonkeyPatch
) -> None:
    workshop.build()
    monkeypatch.setattr(index, "program", lambda: Path("/bin/false"))
    workshop.write("euler")
    result = workshop.build()
    assert len(result.warnings) == 1
    assert "built without search: Pagefind failed: exit code 1" in result.warnings[0]
    assert not (workshop.out / index.FOLDER).exists()


def test_who_is_cited_within_a_sentence_stands_in_the_record_and_in_brackets_not(
    workshop: Workshop,
) -> None:
    text = "# Notes\n\n{cite:t}`cox2015ideals` read it {cite:p}`cox2015ideals`.\n"
    (workshop.root / "docs" / "participate.md").write_text(text, encoding="utf-8")
    workshop.build()
    words = " ".join(record_of(workshop, "participate.html").words)
    assert "Cox et al. (2015) read it." in words
