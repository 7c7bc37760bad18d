"""What `proceedings check` finds in the authored documents, without Sphinx."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from sphinx_proceedings.pages.examination import examine
from sphinx_proceedings.sources import Layout
from sphinx_proceedings.sources.documents import read

STARTER = Path(__file__).parent.parent / "src" / "sphinx_proceedings" / "starter"


@pytest.fixture
def docs(tmp_path: Path) -> Path:
    shutil.copytree(STARTER, tmp_path / "volume")
    return tmp_path / "volume" / "docs"


def told(docs: Path) -> list[tuple[str, int, int, str, str]]:
    found = [
        problem for problem in examine(Layout.of_docs(docs)) if problem.path.startswith(("docs/", "bib/"))
    ]
    return [(p.path, p.line, p.column, p.code, f"{p.message} {p.fix}".strip()) for p in found]


def test_the_starter_has_no_faults(docs: Path):
    assert told(docs) == []


@pytest.mark.parametrize(
    ("text", "line", "column", "code", "message"),
    [
        (
            "See {cite:t}`cox2015ideal`.", 3, 5, "CITATION",
            "No bibliography has the key “cox2015ideal”. Did you mean “cox2015ideals”?",
        ),
        (
            "Text.\n\nSee [here](bibliografy.md).", 5, 5, "TARGET",
            "There is no file “bibliografy.md” below docs/. Did you mean “bibliography.md”?",
        ),
        (
            "See [here](bibliography.md#no-such-part).", 3, 5, "TARGET",
            "docs/bibliography.md has no anchor “no-such-part”. Correct or remove it.",
        ),
        (
            "(a-place)=\n## Part\n\nSee [it](#a-plaice).", 6, 5, "TARGET",
            "Nothing has the anchor “a-plaice”. Did you mean “a-place”?",
        ),
        (
            "{proceedings:topic}`first-topik`", 3, 1, "TARGET",
            "There is no topic “first-topik”. Did you mean “first-topic”?",
        ),
        (
            ":::{definition} Cell\n:name: cell\n\nSee {cite:p}`cox2015ideals,nobody`.\n:::",
            6, 5, "CITATION",
            "No bibliography has the key “nobody”. Add the entry to bib/references.bib.",
        ),
        (
            "![A cell.](cell.png)", 3, 1, "TARGET",
            "There is no file “cell.png” below docs/. Correct or remove it.",
        ),
    ],
)  # fmt: skip
def test_what_leads_nowhere_is_told_with_its_place_and_what_was_meant(
    docs: Path, text: str, line: int, column: int, code: str, message: str
):
    (docs / "extra.md").write_text(f"# Extra\n\n{text}\n", encoding="utf-8")
    assert told(docs) == [("docs/extra.md", line, column, code, message)]


@pytest.mark.parametrize(
    "text",
    [
        "[a file](bibliography.md), [a site](https://example.org/#x), [mail](mailto:a@example.org)",
        "(own)=\n## A *fine* heading\n\n[one](#own) and [the other](#a-fine-heading)",
        "{proceedings:topic}`the first <first-topic>`, [its page](topics/first-topic.md)",
        "```python\n[no](link.md) {cite:p}`here`\n```",
        ":::{definition} Cell\n:name: cell\n\nText.\n:::\n\nSee [the cell](#cell).",
    ],
)
def test_what_leads_somewhere_is_left_alone(docs: Path, text: str):
    (docs / "extra.md").write_text(f"# Extra\n\n{text}\n", encoding="utf-8")
    assert told(docs) == []


def test_an_entry_that_nobody_cites_and_no_topic_claims_is_told_at_its_line(docs: Path):
    file = docs.parent / "bib" / "references.bib"
    before = file.read_text(encoding="utf-8")
    line = before.count("\n") + 1
    entry = "@book{lonely,\n  title = {Alone},\n  author = {Noether, E.},\n  year = {1921}KEYWORDS\n}\n"
    file.write_text(before + entry.replace("KEYWORDS", ""), encoding="utf-8")
    [(path, at, _, code, message)] = told(docs)
    assert (path, at, code) == ("bib/references.bib", line, "BIB")
    assert message.startswith("The entry “lonely” is cited nowhere and belongs to no topic.")
    file.write_text(before + entry.replace("KEYWORDS", ",\n  keywords = {first-topic}"), encoding="utf-8")
    assert told(docs) == []
    file.write_text(before + entry.replace("KEYWORDS", ""), encoding="utf-8")
    (docs / "extra.md").write_text("# Extra\n\n{cite:t}`lonely`\n", encoding="utf-8")
    assert told(docs) == []


def test_a_document_within_a_directive_within_another_is_read():
    text = "# T\n\n::::{note}\nA.\n\n:::{tip}\nB [c](d.md).\n:::\n::::\n"
    assert [(link.what, link.line) for link in read(text, "docs/t.md", "t").links] == [("d.md", 7)]


def test_the_documents_of_this_volume_have_no_faults():
    assert told(Path(__file__).parent.parent / "docs") == []
