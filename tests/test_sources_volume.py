from __future__ import annotations

from pathlib import Path

import pytest

from sphinx_proceedings.model import Volume
from sphinx_proceedings.sources import Layout, UnusableVolume
from sphinx_proceedings.sources.volume import Survey, read, survey, without_samples
from tests.golden.making import PNG, text

SETTINGS = "title: A Workshop\ntopics:\n  - id: tensors\n    title: Tensors\n"
PROGRAMME = "sessions: []\nplacements: []\ncorrections: []\n"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    for folder in ("docs", "abstracts", "bib"):
        (tmp_path / folder).mkdir()
    (tmp_path / "docs" / "volume.yml").write_text(SETTINGS)
    (tmp_path / "docs" / "programme.yml").write_text(PROGRAMME)
    return tmp_path


def surveyed(root: Path) -> Survey:
    return survey(Layout.of_docs(root / "docs"))


def loaded(root: Path) -> Volume:
    found = surveyed(root)
    readings = ((submission, read(submission)) for submission in found.submissions)
    return found.volume((submission, made, wrong) for submission, (made, _, wrong) in readings)


def write(root: Path, id_: str, data: str) -> None:
    (root / "abstracts" / f"{id_}.md").write_text(data, encoding="utf-8")


def test_a_folder_becomes_a_volume_in_the_order_of_the_ids(root: Path):
    for id_ in ("b-text", "a-text", "c-text"):
        write(root, id_, text())
    volume = loaded(root)
    assert list(volume.by_id) == ["a-text", "b-text", "c-text"]
    assert (volume.settings.title, list(volume.topics)) == ("A Workshop", ["tensors"])
    assert (volume.problems, volume.quarantined) == ((), ())


def test_an_empty_folder_is_an_empty_volume(root: Path):
    (root / "abstracts").rmdir()
    (root / "docs" / "programme.yml").unlink()
    assert loaded(root).contributions == ()


def test_a_folder_without_settings_is_no_volume(root: Path):
    (root / "docs" / "volume.yml").unlink()
    with pytest.raises(FileNotFoundError):
        loaded(root)


def test_one_broken_file_is_set_aside_and_the_others_stay(root: Path):
    write(root, "a-text", text())
    write(root, "b-text", "no front matter")
    write(root, "c-text", text())
    volume = loaded(root)
    assert list(volume.by_id) == ["a-text", "c-text"]
    [held] = volume.quarantined
    assert (held.id, held.path) == ("b-text", "abstracts/b-text.md")
    assert [problem.code for problem in held.problems] == ["FRONT-MATTER"]


def test_all_files_of_a_volume_are_judged_in_one_run(root: Path):
    write(root, "a-text", text("# heading"))
    write(root, "b-text", "no front matter")
    (root / "abstracts" / "c-text.md").write_bytes(b"\xff")
    (root / "abstracts" / "BAD.md").write_text("x")
    (root / "docs" / "programme.yml").write_text("sessions: yes\n")
    found = [(problem.path, problem.code) for problem in loaded(root).problems]
    assert found == [
        ("abstracts/BAD.md", "TREE-NAME"),
        ("abstracts/a-text.md", "TOKEN"),
        ("abstracts/b-text.md", "FRONT-MATTER"),
        ("abstracts/c-text.md", "UTF8"),
        ("docs/programme.yml", "FM-VALUE"),
    ]


def test_broken_settings_stop_the_volume_and_hide_no_other_problem(root: Path):
    (root / "docs" / "volume.yml").write_text("titel: A Workshop\n")
    write(root, "a-text", text("# heading"))
    with pytest.raises(UnusableVolume) as raised:
        loaded(root)
    assert [(p.path, p.code) for p in raised.value.problems] == [
        ("abstracts/a-text.md", "TOKEN"),
        ("docs/volume.yml", "FM-KEY"),
        ("docs/volume.yml", "FM-REQUIRED"),
    ]


def test_a_broken_programme_is_left_out_and_reported(root: Path):
    (root / "docs" / "programme.yml").write_text("placements:\n  - contribution: [a]\n")
    volume = loaded(root)
    assert volume.programme.placements == ()
    assert [(p.path, p.line, p.column) for p in volume.problems] == [("docs/programme.yml", 2, 19)]


def test_a_broken_picture_sets_its_contribution_aside(root: Path):
    write(root, "a-text", text("![a](p.png)"))
    (root / "abstracts" / "a-text").mkdir()
    (root / "abstracts" / "a-text" / "p.png").write_bytes(PNG)
    assert list(loaded(root).by_id) == ["a-text"]
    (root / "abstracts" / "a-text" / "q.png").write_bytes(b"<html>")
    volume = loaded(root)
    assert volume.contributions == ()
    assert [problem.path for problem in volume.quarantined[0].problems] == ["abstracts/a-text/q.png"]


def test_the_pictures_of_one_contribution_do_not_trouble_another_with_a_longer_name(root: Path):
    write(root, "a-text", text())
    write(root, "a-text-2", text())
    (root / "abstracts" / "a-text-2").mkdir()
    (root / "abstracts" / "a-text-2" / "q.png").write_bytes(b"<html>")
    assert list(loaded(root).by_id) == ["a-text"]


def test_a_link_in_place_of_a_text_leaves_a_placeholder_at_its_address(root: Path):
    write(root, "a-text", text())
    (root / "abstracts" / "b-text.md").symlink_to("a-text.md")
    volume = loaded(root)
    assert list(volume.by_id) == ["a-text"]
    assert [held.id for held in volume.quarantined] == ["b-text"]


def test_a_name_in_other_case_does_not_push_a_text_out_of_the_volume(root: Path):
    write(root, "a-text", text())
    write(root, "A-TEXT", text())
    if len(list((root / "abstracts").iterdir())) == 1:
        pytest.skip("this file system does not tell case apart")
    volume = loaded(root)
    assert "a-text" in {*volume.by_id, *(held.id for held in volume.quarantined)}


def test_a_picture_folder_without_a_text_is_reported(root: Path):
    (root / "abstracts" / "a-txet").mkdir()
    (root / "abstracts" / "a-txet" / "p.png").write_bytes(PNG)
    assert [problem.path for problem in loaded(root).problems] == ["abstracts/a-txet"]


def test_where_each_key_stands_is_remembered_by_file(root: Path):
    write(root, "a-text", text(topics=["tensors"]))
    found = surveyed(root)
    assert found.marks["docs/volume.yml"].place(("topics", 0, "title")) == (4, 12)
    assert read(found.submissions[0])[1].place(("topics", 0)) == (6, 3)


def test_samples_can_be_left_out(root: Path):
    write(root, "a-text", text(status="sample"))
    write(root, "b-text", text(status="withdrawn"))
    write(root, "c-text", text())
    volume = loaded(root)
    assert list(without_samples(volume).by_id) == ["b-text", "c-text"]
    assert list(volume.by_id) == ["a-text", "b-text", "c-text"]


def test_the_same_folder_gives_the_same_volume(root: Path):
    for id_ in ("b-text", "a-text"):
        write(root, id_, text("On $x$, {cite:p}`k`.", topics=["tensors"], keywords=["b", "a"]))
    one, two = loaded(root), loaded(root)
    assert repr(one) == repr(two)
    assert str(root) not in repr(one)


@pytest.mark.parametrize(
    ("settings", "line", "code"),
    [
        ("title: A\nmacros: {R1: x}\n", 2, "FM-VALUE"),
        ("title: A\ndates: {start: 2027-02-05, end: 2027-02-01}\n", 2, "FM-VALUE"),
        ("title: A\nsite_url: http://example.org\n", 2, "LINK"),
        ("title: A\norganizers:\n  - name: B C\n    orcid: 0000-0002-1825-0098\n", 4, "ORCID"),
        ("title: A\ntopics:\n  - id: a b\n    title: c\n", 3, "FM-VALUE"),
        ("title: A\nhost: B\n", 2, "FM-VALUE"),
    ],
)
def test_settings_are_judged_at_their_places(root: Path, settings: str, line: int, code: str):
    (root / "docs" / "volume.yml").write_text(settings)
    with pytest.raises(UnusableVolume) as raised:
        loaded(root)
    assert [(p.line, p.code) for p in raised.value.problems] == [(line, code)]


@pytest.mark.parametrize("place", ["docs/volume.yml", "docs/programme.yml"])
@pytest.mark.parametrize("data", [b"\xff", b"", b"a: [", b"\0", b"title: a\ntitle: b", b"- a", b"a"])
def test_no_settings_stop_the_loader(root: Path, place: str, data: bytes):
    (root / place).write_bytes(data)
    try:
        found = loaded(root).problems
    except UnusableVolume as unusable:
        found = unusable.problems
    assert found or not data
