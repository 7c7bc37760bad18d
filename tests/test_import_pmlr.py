from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from sphinx_proceedings.importers import IMPORTERS, Imported, write
from sphinx_proceedings.model import Contribution
from sphinx_proceedings.sources import read_contribution

VOLUME = Path(__file__).parent / "fixtures" / "pmlr"
POST = """\
---
title: A Title
abstract: A text.
id: author31a
author:
- given: Given
  family: Author
---
"""


def imported(folder: Path, text: str | bytes, name: str = "2031-05-04-author31a.md") -> Imported:
    """What becomes of one post."""
    data = text if isinstance(text, bytes) else text.encode()
    (folder / name).write_bytes(data)
    (record,) = IMPORTERS["pmlr"](folder)
    return record


def contribution(record: Imported) -> Contribution:
    made, _, problems = read_contribution(record.text.encode(), f"abstracts/{record.id}.md", record.id)
    assert made is not None, problems
    return made


def messages(record: Imported) -> list[str]:
    return [problem.message for problem in record.problems]


@pytest.mark.parametrize("id_", ["author31a", "author31b"])
def test_a_record_becomes_the_file_that_was_written_by_hand_for_it(id_: str):
    found = next(record for record in IMPORTERS["pmlr"](VOLUME) if record.id == id_)
    assert found.text == (VOLUME / "expected" / f"{id_}.md").read_text(encoding="utf-8")


def test_every_file_is_read_back_without_a_problem():
    for record in IMPORTERS["pmlr"](VOLUME):
        if record.text:
            _, _, problems = read_contribution(record.text.encode(), "abstracts/x1.md", "x1")
            assert problems == []


def test_the_folder_of_posts_may_be_given_itself():
    whole, posts = IMPORTERS["pmlr"](VOLUME), IMPORTERS["pmlr"](VOLUME / "_posts")
    assert [record.text for record in whole] == [record.text for record in posts]


def test_a_folder_without_posts_is_not_a_volume(tmp_path: Path):
    with pytest.raises(FileNotFoundError):
        list(IMPORTERS["pmlr"](tmp_path))


def test_problems_say_where_in_the_post_they_are():
    record = next(record for record in IMPORTERS["pmlr"](VOLUME) if record.id == "author31b")
    (problem,) = record.problems
    assert (problem.path, problem.line, problem.code) == ("_posts/2031-05-04-author31b.md", 8, "IMPORT")


def test_a_record_without_an_abstract_makes_a_file_that_says_so():
    record = next(record for record in IMPORTERS["pmlr"](VOLUME) if record.id == "preface31")
    assert record.text.endswith("---\n\nThis record was published without an abstract.\n")
    assert messages(record) == ["The post has no abstract; the file says so."]


def test_the_second_record_of_an_id_makes_no_file():
    records = [record for record in IMPORTERS["pmlr"](VOLUME) if record.id == "author31b"]
    assert [bool(record.text) for record in records] == [True, False]


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ("Müller_31a", "muller-31a"),
        ("../../etc/passwd", "etc-passwd"),
        ("con", "con-1"),
        ("x", "x-1"),
        ("a" * 99, "a" * 61),
    ],
)
def test_an_id_is_made_to_fit_the_name_of_a_file(tmp_path: Path, given: str, expected: str):
    assert imported(tmp_path, POST.replace("author31a", given)).id == expected


def test_a_post_without_an_id_is_called_as_its_file_without_the_date(tmp_path: Path):
    assert imported(tmp_path, POST.replace("id: author31a\n", "")).id == "author31a"


def test_a_name_with_latex_in_it_becomes_plain_text(tmp_path: Path):
    record = imported(tmp_path, POST.replace("given: Given", "given: 'J{\\o}rg \\v{S}.'"))
    assert contribution(record).meta.authors[0].name.display == "Jørg Š. Author"


def test_a_name_of_one_part_is_kept_whole(tmp_path: Path):
    record = imported(tmp_path, POST.replace("- given: Given\n  family: Author", "- given: Mononym"))
    assert contribution(record).meta.authors[0].name.literal == "Mononym"


def test_particles_stay_where_the_post_has_them(tmp_path: Path):
    record = imported(tmp_path, POST.replace("family: Author", "family: van der Author"))
    name = contribution(record).meta.authors[0].name
    assert (name.given, name.particle, name.family) == ("Given", "", "van der Author")


@pytest.mark.parametrize(
    ("lines", "links"),
    [
        ("software: https://example.org/c", {"code": "https://example.org/c"}),
        ("extras: [{label: Talk, link: https://example.org/t}]", {"video": "https://example.org/t"}),
        ("pdf: https://example.org/p.pdf", {"paper": "https://example.org/p.pdf"}),
        ("pdf: http://example.org/p.pdf", {}),
        ("pdf: javascript:alert(1)", {}),
        ("extras: []", {}),
    ],
)
def test_links_are_kept_where_an_abstract_has_a_place_for_them(
    tmp_path: Path, lines: str, links: dict[str, str]
):
    record = imported(tmp_path, POST.replace("id:", f"{lines}\nid:"))
    assert contribution(record).meta.links.model_dump(exclude_defaults=True) == links


@pytest.mark.parametrize(
    "lines",
    [
        "pdf: http://example.org/p.pdf",
        "extras: [{label: Errata, link: https://example.org/e}]",
        "note: See the other volume.",
        "date: 2031-13-01",
    ],
)
def test_what_is_left_out_is_named_once(tmp_path: Path, lines: str):
    assert len(imported(tmp_path, POST.replace("id:", f"{lines}\nid:")).problems) == 1


def test_no_doi_and_no_licence_are_made_up(tmp_path: Path):
    meta = contribution(imported(tmp_path, POST)).meta
    assert (meta.doi, meta.links.doi, meta.license, meta.topics) == (None, None, None, ())


@pytest.mark.parametrize(
    "post",
    [
        b"",
        b"---\ntitle: \xff\n---\n",
        b"---\ntitle: [\n---\n",
        b"---\n- a\n---\n",
        b"---\n---\n",
        b"---\ntitle: &a A\nabstract: *a\n---\n",
        b"---\ntitle: A\nabstract: B\nauthor: {given: [A]}\n---\n",
        b"---\ntitle: " + b"A" * 601 + b"\nabstract: B\nauthor: [C]\n---\n",
        b"---\nx: " + b"[" * 50_000 + b"\n---\n",
        b"---\nx: " + b"x" * 70_000 + b"\n---\n",
    ],
    ids=lambda post: post[:20].decode("ascii", "replace"),
)
def test_a_post_that_cannot_be_used_is_a_problem_and_no_file(tmp_path: Path, post: bytes):
    record = imported(tmp_path, post)
    assert record.text == ""
    assert record.problems
    assert {problem.code for problem in record.problems} == {"IMPORT"}


def test_a_file_that_the_gate_would_refuse_for_its_length_says_so(tmp_path: Path):
    record = imported(tmp_path, POST.replace("A text.", "long " * 8000))
    assert any("set aside" in message for message in messages(record))


@pytest.mark.parametrize(
    "value",
    [
        "It’s \u00ada\u200b te\u00adxt\u202e.",
        '"It’s a\\u200b te\\u00ADxt\\u202E."',
        '"It\\u2019s\n  a\\x9D text."',
        '"It\\xE2\\x80\\x99s a text."',
    ],
)
def test_invisible_characters_of_a_post_vanish(tmp_path: Path, value: str):
    record = imported(tmp_path, POST.replace("A text.", value))
    assert record.text.endswith("\n\nIt’s a text.\n"), record


def test_commands_that_look_like_escapes_stay_what_they_are(tmp_path: Path):
    record = imported(tmp_path, POST.replace("A text.", r"$\xbar$ '\xe9' \u0301e"))
    assert r"$\xbar$" in record.text
    assert messages(record)[0].startswith("In the abstract: “\\xe”")


def test_writing_makes_the_folder_and_a_file_for_each_record(tmp_path: Path):
    report = write(IMPORTERS["pmlr"](VOLUME), tmp_path / "abstracts")
    assert (report.written, report.unchanged, report.skipped) == (3, 0, 1)
    assert sorted(file.name for file in (tmp_path / "abstracts").iterdir()) == [
        "author31a.md",
        "author31b.md",
        "preface31.md",
    ]


def test_the_report_carries_the_records_problems(tmp_path: Path):
    report = write(IMPORTERS["pmlr"](VOLUME), tmp_path)
    expected = [problem for record in IMPORTERS["pmlr"](VOLUME) for problem in record.problems]
    assert report.problems == expected


def test_nothing_of_a_volume_is_lost_between_two_imports(tmp_path: Path):
    shutil.copytree(VOLUME / "_posts", tmp_path / "_posts")
    assert list(IMPORTERS["pmlr"](tmp_path)) == list(IMPORTERS["pmlr"](VOLUME))
