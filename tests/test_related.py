"""Related contributions: which, why, and what is written again when they change."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

import numpy as np
import pytest

from sphinx_proceedings.pages import likeness, plan, related
from sphinx_proceedings.pages.assembly import assemble
from sphinx_proceedings.pages.compiled import Compiled
from sphinx_proceedings.pages.related import Related
from sphinx_proceedings.sources import Layout
from tests.golden.making import read_html, text

SETTINGS = "title: A Workshop\ntopics:\n" + "".join(
    f"  - {{id: {t}, title: {t}}}\n" for t in ("aa", "bb", "cc")
)
WORKS = {"cox": "Ideals and Varieties", "lee": "Smooth Manifolds", "fulton": "Toric Varieties"}
BIB = "".join(
    f"@book{{{key},\n  author = {{{key.title()}, Ann}},\n  title = {{{title}}},\n"
    f"  publisher = {{Springer}},\n  year = {{2015}},\n}}\n"
    for key, title in WORKS.items()
)
# Words that are everywhere, as in real volumes.
COMMON = "We show that this is the case for all of them and give proofs."
SUBJECTS = {
    "tensor-one": "Tensor rank and border rank of a tensor. A decomposition of tensors.",
    "tensor-two": "The border rank of tensors exceeds the rank. Each tensor has a decomposition.",
    "sampling-one": "Langevin sampling mixes fast. The Langevin diffusion is sampled from.",
    "sampling-two": "Sampling by a Langevin diffusion: diffusions and their sampling.",
    "alone": "Sandpiles topple on a lattice.",
}
Write = Callable[..., None]


@pytest.fixture
def root(tmp_path: Path) -> Path:
    made = tmp_path / "volume"
    for folder in ("docs", "abstracts", "bib"):
        (made / folder).mkdir(parents=True)
    (made / "docs" / "volume.yml").write_text(SETTINGS)
    (made / "bib" / "references.bib").write_text(BIB)
    return made


@pytest.fixture
def write(root: Path) -> Write:
    def _write(id_: str, body: str, **keys: object) -> None:
        given = {"authors": [{"name": f"{id_.title()} Writer-{id_}"}], **keys}
        made = text(f"{body} {COMMON}", str(given.pop("title", f"Entry {id_}")), **given)
        (root / "abstracts" / f"{id_}.md").write_text(made, encoding="utf-8")

    return _write


def nearest(found: list[likeness.Features], most: int, least: float) -> list[list[int]]:
    return [[number for number, _ in near] for near in likeness.alike(found, most, least)]


@pytest.fixture
def subjects(write: Write) -> None:
    for id_, body in SUBJECTS.items():
        write(id_, body, title=body.partition(".")[0])
    # Enough others that what is common to all of them is known to be common.
    for number in range(8):
        write(f"other-{number}", " ".join(f"q{chr(97 + number)}{chr(97 + i)}x" for i in range(9)))


def compiled(root: Path) -> Compiled:
    return assemble(Layout.of_docs(root / "docs"))


def found(root: Path) -> Mapping[str, tuple[Related, ...]]:
    return related.find(compiled(root)).lists


def reasons(root: Path, of: str) -> dict[str, str]:
    return {one.id: one.reason for one in found(root)[of]}


@pytest.mark.usefixtures("subjects")
def test_contributions_with_the_same_uncommon_words_are_related(root: Path):
    lists = found(root)
    assert [one.id for one in lists["tensor-one"]] == ["tensor-two"]
    assert [one.id for one in lists["sampling-two"]] == ["sampling-one"]
    assert lists["alone"] == ()
    assert all(lists[f"other-{number}"] == () for number in range(8)), "common words tell nothing"


@pytest.mark.usefixtures("subjects")
def test_the_reason_names_the_most_telling_words(root: Path):
    (one,) = found(root)["tensor-one"]
    assert one.reason == "similar words (rank, tensor, border)"


@pytest.mark.usefixtures("subjects")
def test_each_reason_is_said_in_words(root: Path, write: Write):
    cited = "{cite:p}`cox` {cite:p}`lee` {cite:p}`fulton`"
    write("one", f"First. {cited}", topics=["aa", "bb"], authors=[{"name": "A Same"}, {"name": "B Same"}])
    write("two", f"Second. {cited}", topics=["aa", "bb"], authors=[{"name": "B Same"}, {"name": "A Same"}])
    write("three", "Third. {cite:p}`lee`", topics=["aa"], authors=[{"name": "A Same"}])
    told = reasons(root, "one")
    assert told["two"] == "shares three references, by two of the same authors, two topics in common"
    assert told["three"] == "shares one reference, by the same author, same topic"


@pytest.mark.usefixtures("subjects")
def test_a_work_of_ones_own_bibliography_is_the_one_of_the_volume(root: Path, write: Write):
    write("one", "First. {cite:p}`cox`")
    write("two", "Second. {cite:p}`mine`")
    (root / "bib" / "two.bib").write_text(BIB.partition("@book{lee")[0].replace("{cox,", "{mine,"))
    assert reasons(root, "one") == {"two": "shares one reference"}


@pytest.mark.usefixtures("subjects")
def test_no_key_means_the_same_in_two_bibliographies_of_authors(root: Path, write: Write):
    for id_, title in (("one", "First Book"), ("two", "Second Book")):
        write(id_, f"{id_}. {{cite:p}}`mine`")
        entry = BIB.partition("@book{lee")[0].replace("{cox,", "{mine,")
        (root / "bib" / f"{id_}.bib").write_text(entry.replace("Ideals and Varieties", title))
    assert reasons(root, "one") == {}


@pytest.mark.usefixtures("subjects")
def test_an_author_under_two_spellings_is_the_same_author(root: Path, write: Write):
    write("one", "First.", authors=[{"name": "Anna Berg"}])
    write("two", "Second.", authors=[{"name": "A. Berg"}])
    assert reasons(root, "one") == {}
    (root / "docs" / "people.yml").write_text("people:\n  - spellings: [Anna Berg, A. Berg]\n")
    assert reasons(root, "one") == {"two": "by the same author"}


@pytest.mark.usefixtures("subjects")
def test_what_most_contributions_share_is_no_reason(root: Path, write: Write):
    for number in range(20):
        write(f"more-{number}", "", topics=["aa"], authors=[{"name": "The Group"}])
    assert not any("same" in one.reason for near in found(root).values() for one in near)


@pytest.mark.usefixtures("subjects")
def test_samples_are_related_to_samples_only(root: Path, write: Write):
    for id_, body in SUBJECTS.items():
        write(f"sample-{id_}", body, status="sample")
    lists = found(root)
    assert [one.id for one in lists["sample-tensor-one"]][:1] == ["sample-tensor-two"]
    for id_, near in lists.items():
        assert all(one.id.startswith("sample-") == id_.startswith("sample-") for one in near)


@pytest.mark.usefixtures("subjects")
def test_nothing_is_related_to_what_is_withdrawn(root: Path, write: Write):
    write("tensor-two", SUBJECTS["tensor-two"], status="withdrawn")
    lists = found(root)
    assert lists["tensor-one"] == ()
    assert "tensor-two" not in lists


def test_at_most_five_are_related_and_equals_come_by_id(root: Path, write: Write):
    for number in range(9):
        write(f"copy-{8 - number}", SUBJECTS["tensor-one"], title="Tensors")
    for number in range(99):
        write(f"other-{number}", f"Nothing {chr(97 + number % 26)}{chr(97 + number // 26)}qqx to see.")
    lists = found(root)
    assert [one.id for one in lists["copy-0"]] == [f"copy-{number}" for number in range(1, 6)]
    assert [one.id for one in lists["copy-8"]] == [f"copy-{number}" for number in range(5)]


def test_a_volume_of_one_or_of_none_has_nothing_related(root: Path, write: Write):
    assert found(root) == {}
    write("alone", "A text.")
    assert found(root) == {"alone": ()}


def test_languages_without_blanks_and_texts_of_formulas_only_do_no_harm(root: Path, write: Write):
    write("one", "张量的秩与边界秩。")
    write("two", "$x^2$")
    write("three", "`code`")
    assert set(found(root)) == {"one", "two", "three"}


# ── the arithmetic ───────────────────────────────────────────────────────────────────────────────


def features(*words: str) -> likeness.Features:
    counts = {word: words.count(word) for word in words}
    return {"words": counts, "references": {}, "authors": {}, "topics": {}}


def test_the_nearest_are_those_of_the_cosine():
    rng = np.random.default_rng(7)
    texts = [[f"w{i}" for i in rng.integers(0, 400, 25)] for _ in range(300)]
    lists = nearest([features(*words) for words in texts], 5, 0.0)
    vocabulary = sorted({word for words in texts for word in words})
    counts = np.array([[words.count(word) for word in vocabulary] for words in texts])
    occurs = (counts > 0).sum(0)
    weights = np.where(counts, 1 + np.log(np.maximum(counts, 1)), 0) * np.log(301 / occurs)
    weights /= np.linalg.norm(weights, axis=1, keepdims=True)
    weights[:, occurs < 2] = 0
    cosines = weights @ weights.T
    np.fill_diagonal(cosines, 0)
    for i, near in enumerate(lists):
        best = np.sort(cosines[i])[::-1][: len(near)]
        assert np.allclose(cosines[i][near], best, atol=2e-3)


def test_lists_do_not_depend_on_how_many_are_compared_at_a_time(monkeypatch: pytest.MonkeyPatch):
    rng = np.random.default_rng(3)
    texts = [features(*(f"w{i}" for i in rng.integers(0, 60, 12))) for _ in range(120)]
    whole = nearest(texts, 5, 0.05)
    for cells in (1, 500, 7000):
        monkeypatch.setattr(likeness, "CELLS", cells)
        assert nearest(texts, 5, 0.05) == whole


# ── pages ────────────────────────────────────────────────────────────────────────────────────────


def pages(root: Path) -> dict[str, plan.Page]:
    return {page.address: page for page in plan.pages(compiled(root), ())}


def changed(before: dict[str, plan.Page], after: dict[str, plan.Page]) -> set[str]:
    return {a for a in before.keys() | after.keys() if before[a].shown != after[a].shown}


@pytest.mark.usefixtures("subjects")
def test_a_page_shows_title_authors_and_reason_of_what_is_related(root: Path, write: Write):
    five = [{"name": f"{letter} Person-{letter}"} for letter in "ABCDE"]
    write("tensor-two", SUBJECTS["tensor-two"], title="On $\\mathbb{R}^2$ & more", authors=five)
    body = pages(root)["abstracts/tensor-one.html"].fill()["body"]
    read = read_html(body.partition('<section class="related"')[2].partition("</section>")[0])
    said = " ".join("".join(read.text).split())
    assert "On ℝ2" in said
    assert "& more" in said
    assert "A Person-A, B Person-B, C Person-C and 2 more" in said
    assert "similar words (tensor, rank, border)" in said
    assert 'href="tensor-two.html"' in body
    assert 'class="related"' not in pages(root)["abstracts/alone.html"].fill()["body"]


@pytest.mark.usefixtures("subjects")
def test_an_edited_abstract_changes_its_page_and_those_whose_list_changed(root: Path, write: Write):
    write("tensor-two", SUBJECTS["tensor-two"], title="A result")
    before = pages(root)
    write("tensor-two", SUBJECTS["alone"], title="A result")
    after = pages(root)
    lists = {address for address in before if _related(before[address]) != _related(after[address])}
    assert lists == {"abstracts/tensor-one.html", "abstracts/tensor-two.html", "abstracts/alone.html"}
    assert changed(before, after) == lists


def _related(page: plan.Page) -> str:
    return page.fill()["body"].partition('<section class="related"')[2].partition("</section>")[0]


@pytest.mark.usefixtures("subjects")
def test_an_edit_that_moves_no_list_changes_its_own_page_only(root: Path, write: Write):
    before = pages(root)
    write("alone", SUBJECTS["alone"] + " Nothing else.", title=SUBJECTS["alone"].partition(".")[0])
    assert changed(before, pages(root)) == {"abstracts/alone.html"}


@pytest.mark.usefixtures("subjects")
def test_a_title_is_new_on_the_pages_that_are_related_to_it(root: Path, write: Write):
    before = pages(root)
    body = SUBJECTS["tensor-two"]
    write("tensor-two", body, title=body.partition(".")[0] + "!")
    assert "abstracts/tensor-one.html" in changed(before, pages(root))


# ── what is remembered ───────────────────────────────────────────────────────────────────────────


@pytest.mark.usefixtures("subjects")
def test_an_unchanged_volume_is_not_compared_again(root: Path, tmp_path: Path, write: Write):
    memory = tmp_path / "memory.json"
    lists = related.remembered(compiled(root), memory).lists
    kept = json.loads(memory.read_text())
    kept["lists"]["alone"] = [["tensor-one", "as it was remembered"]]
    memory.write_text(json.dumps(kept))
    again = related.remembered(compiled(root), memory).lists
    assert again == {**lists, "alone": (Related("tensor-one", "as it was remembered"),)}
    write("alone", "Another text.")
    assert related.remembered(compiled(root), memory).lists["alone"] == ()


@pytest.mark.usefixtures("subjects")
def test_another_process_finds_the_same(root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(related, "MANY", 1)
    assert related.remembered(compiled(root), tmp_path / "memory.json").lists == found(root)


@pytest.mark.usefixtures("subjects")
@pytest.mark.parametrize("damage", [b"", b"{", b"[]", b"null", b"\xff", b'{"digest": 1}', b"[" * 100_000])
def test_a_damaged_memory_costs_time_and_nothing_else(root: Path, tmp_path: Path, damage: bytes):
    memory = tmp_path / "memory.json"
    memory.write_bytes(damage)
    assert related.remembered(compiled(root), memory).lists == found(root)


@pytest.mark.usefixtures("subjects")
@pytest.mark.parametrize("part", ["references", "people", "topics"])
def test_what_a_list_depends_on_makes_it_new(root: Path, tmp_path: Path, write: Write, part: str):
    memory = tmp_path / "memory.json"
    write("one", "First. {cite:p}`cox`", topics=["dd"], authors=[{"name": "Anna Berg"}])
    write("two", "Second. {cite:p}`nobody`", topics=["dd"], authors=[{"name": "A. Berg"}])
    assert related.remembered(compiled(root), memory).lists["one"] == ()
    if part == "references":
        (root / "bib" / "references.bib").write_text(
            BIB + BIB.replace("{cox,", "{nobody,").partition("@book{lee")[0]
        )
    elif part == "people":
        (root / "docs" / "people.yml").write_text("people:\n  - spellings: [Anna Berg, A. Berg]\n")
    else:
        (root / "docs" / "volume.yml").write_text(SETTINGS + "  - {id: dd, title: dd}\n")
    assert [one.id for one in related.remembered(compiled(root), memory).lists["one"]] == ["two"]


def test_a_build_that_remembers_does_not_load_the_arithmetic():
    code = "import sys, sphinx_proceedings.pages.related; print('numpy' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"
