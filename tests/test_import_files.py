"""What becomes of files that exist when their records are imported again."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from sphinx_proceedings.importers import Imported, Unusable, write
from sphinx_proceedings.importers.merging import merge

TEXT = """\
---
title: A Title
authors:
- name: Ada Author
  affiliations:
  - sample-university
- name: Bo Author
affiliations:
- id: sample-university
  name: Sample University
keywords:
- one
---

The abstract.
"""
# The same record in a file that somebody has worked on.
MENDED = """\
---
# Checked by Bo.
topics: [geometry]
title: "A Title"   # as in the letter
authors:
  - {name: {given: Ada, family: Author}, orcid: 0000-0002-1825-0097, affiliations: [su]}
  - name: Bo Author
    corresponding: true
affiliations:
  - id: su
    name: Sample University
    ror: https://ror.org/046rm7j60
keywords:
- one
license: CC-BY-4.0
links: {code: https://example.org/code}
---

The abstract.
"""
RECORD = Imported("author-1", TEXT)


def file_of(folder: Path, text: str | bytes = TEXT) -> Path:
    file = folder / "author-1.md"
    file.write_bytes(text if isinstance(text, bytes) else text.encode("utf-8"))
    return file


def updated(folder: Path, text: str) -> str:
    """The file in `folder` after an update by a record with this text."""
    write([replace(RECORD, text=text)], folder, update=True)
    return (folder / "author-1.md").read_text("utf-8")


def test_writing_again_changes_nothing(tmp_path: Path):
    write([RECORD], tmp_path)
    before = (tmp_path / "author-1.md").stat().st_mtime_ns
    report = write([RECORD], tmp_path, update=True)
    assert (report.written, report.unchanged, report.problems) == (0, 1, [])
    assert (tmp_path / "author-1.md").stat().st_mtime_ns == before


@pytest.mark.parametrize("update", [False, True])
@pytest.mark.parametrize("mended", [MENDED, MENDED.replace("\n", "\r\n"), f"\ufeff{MENDED}"])
def test_a_file_whose_imported_fields_are_the_record_s_keeps_its_bytes(
    tmp_path: Path, mended: str, *, update: bool
):
    file = file_of(tmp_path, mended)
    report = write([RECORD], tmp_path, update=update)
    assert (report.written, report.unchanged, report.problems) == (0, 1, [])
    assert file.read_bytes() == mended.encode("utf-8")


def test_a_file_that_differs_is_left_alone_without_update_and_the_fields_are_named(tmp_path: Path):
    file = file_of(tmp_path, MENDED)
    new = TEXT.replace("A Title", "Another").replace("The abstract", "Another abstract")
    report = write([replace(RECORD, text=new)], tmp_path)
    assert (report.written, report.skipped) == (0, 1)
    (problem,) = report.problems
    assert problem.path == f"{tmp_path.name}/author-1.md"
    assert problem.message == "The file exists and differs from the record: title, abstract."
    assert "--update" in problem.fix
    assert file.read_text("utf-8") == MENDED


def test_an_update_writes_the_lines_of_what_changed_and_keeps_all_others(tmp_path: Path):
    file_of(tmp_path, MENDED)
    new = TEXT.replace("A Title", "Another").replace("- one", "- two")
    expected = MENDED.replace('title: "A Title"   # as in the letter', "title: Another")
    assert updated(tmp_path, new) == expected.replace("- one", "- two")


def test_an_update_of_the_abstract_leaves_the_front_matter_as_it_is(tmp_path: Path):
    file_of(tmp_path, MENDED)
    new = TEXT.replace("The abstract.", "A new one.")
    assert updated(tmp_path, new) == MENDED.replace("The abstract.", "A new one.")


def test_an_update_keeps_the_line_ends_of_the_file(tmp_path: Path):
    file = file_of(tmp_path, MENDED.replace("\n", "\r\n"))
    write([replace(RECORD, text=TEXT.replace("A Title", "Another"))], tmp_path, update=True)
    data = file.read_bytes()
    assert data.count(b"\n") == data.count(b"\r\n")
    assert b"title: Another\r\n" in data


def test_an_update_of_the_authors_keeps_what_only_the_file_knows(tmp_path: Path):
    file_of(tmp_path, MENDED)
    new = TEXT.replace("- name: Bo Author", "- name: Cy Author\n- name: Bo Author")
    merged = updated(tmp_path, new)
    assert merged.index("Cy Author") < merged.index("Bo Author")
    for kept in ("0000-0002-1825-0097", "corresponding: true", "046rm7j60", "topics: [geometry]", "- su"):
        assert kept in merged
    assert "sample-university" not in merged


def test_an_institution_that_no_author_has_any_more_goes(tmp_path: Path):
    file_of(tmp_path, MENDED)
    merged = updated(tmp_path, TEXT.replace("Sample University", "Sample Institute"))
    assert "Sample University" not in merged
    assert "Sample Institute" in merged


def test_a_record_without_keywords_links_and_institutions_takes_none_away(tmp_path: Path):
    file_of(tmp_path, MENDED)
    bare = "---\ntitle: New\nauthors:\n- name: Ada Author\n- name: Bo Author\n---\n\nThe abstract.\n"
    expected = MENDED.replace('title: "A Title"   # as in the letter', "title: New")
    assert updated(tmp_path, bare) == expected


def test_a_link_of_the_record_is_added_to_those_of_the_file(tmp_path: Path):
    file_of(tmp_path, MENDED)
    merged = updated(
        tmp_path, TEXT.replace("---\n\nThe", "links:\n  paper: https://example.org/p\n---\n\nThe")
    )
    assert "paper: https://example.org/p" in merged
    assert "code: https://example.org/code" in merged


def test_the_report_says_what_an_update_changed(tmp_path: Path):
    file_of(tmp_path, MENDED)
    report = write([replace(RECORD, text=TEXT.replace("A Title", "B"))], tmp_path, update=True)
    assert (report.written, report.changed) == (1, {"author-1": ("title",)})


def test_merging_twice_changes_nothing_more():
    new = TEXT.replace("A Title", "B").replace("Bo Author", "Cy Author")
    first = merge(MENDED.encode(), new)
    assert first is not None
    second = merge(first.data, new)
    assert second is not None
    assert (second.data, second.fields) == (first.data, ())


@pytest.mark.parametrize("data", [b"mended by hand\n", b"---\ntitle: [\n---\n\nText.\n", b"\xff"])
def test_a_file_that_cannot_be_read_is_left_alone_even_by_an_update(tmp_path: Path, data: bytes):
    file = file_of(tmp_path, data)
    report = write([RECORD], tmp_path, update=True)
    assert (report.written, report.skipped) == (0, 1)
    assert report.problems[0].message == "The file exists and cannot be read."
    assert file.read_bytes() == data


def test_a_link_in_the_file_system_is_never_written_through(tmp_path: Path):
    outside = tmp_path / "outside.txt"
    outside.write_text("keep me\n", encoding="utf-8")
    into = tmp_path / "abstracts"
    into.mkdir()
    (into / "author-1.md").symlink_to(outside)
    assert write([RECORD], into, update=True).skipped == 1
    assert outside.read_text(encoding="utf-8") == "keep me\n"


def test_a_write_that_fails_leaves_no_half_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    def fail(*_: object) -> None:
        raise OSError("no space left")

    monkeypatch.setattr(Path, "replace", fail)
    with pytest.raises(OSError, match="no space"):
        write([RECORD], tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_an_id_that_is_no_file_name_is_a_programmers_mistake(tmp_path: Path):
    with pytest.raises(ValueError, match="is not an id"):
        write([Imported("../author", TEXT)], tmp_path)


def test_a_record_that_is_left_out_and_has_a_file_is_a_problem(tmp_path: Path):
    gone = Imported("author-1", "", left_out="withdrawn", label="#1")
    assert write([gone], tmp_path).problems == []
    file_of(tmp_path)
    report = write([gone], tmp_path, update=True)
    assert report.left_out == {"withdrawn": ["#1"]}
    assert "status: withdrawn" in report.problems[0].fix
    assert (tmp_path / "author-1.md").read_text("utf-8") == TEXT


def broken_after(*records: Imported) -> Iterator[Imported]:
    yield from records
    raise Unusable("export.json", "It breaks off.", "Export it again.")


def test_a_source_that_breaks_off_is_a_problem_and_what_came_before_is_written(tmp_path: Path):
    report = write(broken_after(RECORD), tmp_path)
    assert report.written == 1
    assert str(report.problems[-1]) == "export.json: IMPORT: It breaks off. Export it again."


def test_a_source_with_nothing_in_it_cannot_be_imported(tmp_path: Path):
    with pytest.raises(Unusable):
        write(broken_after(), tmp_path)
