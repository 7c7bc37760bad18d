from __future__ import annotations

import os
from pathlib import Path

import pytest

from sphinx_proceedings.gate import files
from tests.golden.making import PNG

SIGNATURES = {"png": PNG, "jpg": b"\xff\xd8\xff\xe0" + b"\0" * 20, "webp": b"RIFF\0\0\0\0WEBPVP8 "}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "abstracts"
    made.mkdir()
    return made


@pytest.fixture
def inside(folder: Path) -> Path:
    """The folder of a contribution's pictures."""
    (folder / "a-text.md").write_text("x")
    (folder / "a-text").mkdir()
    return folder / "a-text"


def look(folder: Path) -> files.Found:
    return files.look(folder.parent, folder.name)


def told(folder: Path) -> list[tuple[str, str]]:
    return [(problem.path, problem.code) for problem in look(folder).problems]


def test_a_plain_file_is_found_by_its_id(folder: Path):
    (folder / "b-text.md").write_text("b")
    (folder / "a-text.md").write_text("a")
    found = look(folder)
    assert list(found.files) == ["a-text", "b-text"]
    assert found.files["a-text"] == folder / "a-text.md"
    assert found.problems == ()


def test_a_folder_that_does_not_exist_is_empty(tmp_path: Path):
    found = files.look(tmp_path, "abstracts")
    assert (found.files, found.pictures, found.problems) == ({}, {}, ())


def test_files_that_every_repository_has_are_passed_over(folder: Path):
    for name in (".gitkeep", ".DS_Store", "README.md"):
        (folder / name).write_text("x")
    found = look(folder)
    assert (found.files, found.pictures, found.problems) == ({}, {}, ())


@pytest.mark.parametrize(
    "name",
    ["Upper.md", "a b.md", "a_b.md", "é.md", "-rf.md", "a.md", "con.md", "com1.md", "$(touch x).md",
     "evil.rst",
     "a.MD", "a.markdown", "noending", ".hidden.md", "a..md", "a" * 62 + ".md", "a\nb.md", "\u202egnp.md",
     "ab.md~"],
)  # fmt: skip
def test_an_odd_name_is_refused_and_its_file_left_out(folder: Path, name: str):
    (folder / name).write_text("x")
    found = look(folder)
    assert [problem.code for problem in found.problems] == ["TREE-NAME"]
    assert found.files == {}


@pytest.mark.parametrize("name", ["new\nline.md", "\u202egnp.md", "a\x1b[31m.md", "a\u2028b.md"])
def test_a_message_shows_nothing_that_a_terminal_would_obey(folder: Path, name: str):
    (folder / name).write_text("x")
    for problem in look(folder).problems:
        assert str(problem).isprintable()


def test_a_name_that_is_no_utf8_is_refused(folder: Path):
    try:
        (Path(os.fsdecode(os.fsencode(folder) + b"/a\xff.md"))).write_text("x")
    except OSError:
        pytest.skip("this file system takes no such name")
    [problem] = look(folder).problems
    assert problem.code == "TREE-NAME"
    str(problem).encode()


def test_a_link_is_refused_wherever_it_leads(folder: Path):
    (folder / "real-text.md").write_text("x")
    (folder / "absolute-link.md").symlink_to("/etc/hostname")
    (folder / "relative-link.md").symlink_to("real-text.md")
    (folder / "dangling.md").symlink_to("nowhere")
    (folder / "loop").symlink_to(".")
    found = look(folder)
    assert [problem.code for problem in found.problems] == ["TREE-KIND"] * 4
    assert list(found.files) == ["real-text"]
    assert found.pictures == {}


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no named pipes")
def test_a_pipe_is_refused_without_being_opened(folder: Path, inside: Path):
    os.mkfifo(folder / "pipe.md")
    os.mkfifo(inside / "picture.png")
    assert sorted(told(folder)) == [
        ("abstracts/a-text/picture.png", "TREE-KIND"),
        ("abstracts/pipe.md", "TREE-KIND"),
    ]


def test_a_folder_named_like_a_file_is_refused(folder: Path):
    (folder / "a-text.md").mkdir()
    found = look(folder)
    assert [problem.code for problem in found.problems] == ["TREE-NAME"]
    assert found.files == {}


def test_two_names_that_differ_by_case_are_reported(folder: Path):
    (folder / "text.md").write_text("x")
    (folder / "TEXT.md").write_text("x")
    if len(list(folder.iterdir())) == 1:
        pytest.skip("this file system does not tell case apart")
    assert "TREE-COLLISION" in {code for _, code in told(folder)}


def test_two_names_that_differ_by_how_accents_are_stored_are_reported(folder: Path):
    (folder / "\u00e9.md").write_text("x")
    (folder / "e\u0301.md").write_text("x")
    if len(list(folder.iterdir())) == 1:
        pytest.skip("this file system does not tell the two apart")
    assert "TREE-COLLISION" in {code for _, code in told(folder)}


def test_a_stranger_cannot_push_a_text_out_by_a_name_in_other_case(folder: Path):
    (folder / "text.md").write_text("x")
    (folder / "TEXT.md").write_text("x")
    assert "text" in look(folder).files


@pytest.mark.usefixtures("inside")
def test_a_text_may_have_the_name_of_its_folder(folder: Path):
    assert look(folder).problems == ()


def test_pictures_without_a_text_are_reported(folder: Path):
    (folder / "a-txet").mkdir()
    assert told(folder) == [("abstracts/a-txet", "TREE-KIND")]


def test_a_text_that_may_not_be_read_keeps_its_place(folder: Path):
    (folder / "a-text.md").symlink_to("/etc/hostname")
    (folder / "Odd.md").write_text("x")
    assert look(folder).held == ("a-text",)


@pytest.mark.parametrize("ending", sorted(SIGNATURES))
def test_a_picture_is_found_with_its_contribution(folder: Path, inside: Path, ending: str):
    picture = inside / f"cells_1.{ending}"
    picture.write_bytes(SIGNATURES[ending])
    found = look(folder)
    assert found.problems == ()
    assert found.pictures == {"a-text": (picture,)}


@pytest.mark.parametrize(
    ("name", "data", "code"),
    [
        ("a.svg", b"<svg onload='alert(1)'/>", "TREE-NAME"),
        ("a.PNG", PNG, "TREE-NAME"),
        ("a b.png", PNG, "TREE-NAME"),
        ("..png", PNG, "TREE-NAME"),
        ("a.html", b"<script>", "TREE-NAME"),
        ("a.png", b"<html><script>alert(1)</script>", "FIGURE"),
        ("a.png", SIGNATURES["jpg"], "FIGURE"),
        ("a.jpg", PNG, "FIGURE"),
        ("a.webp", b"RIFF", "FIGURE"),
        ("a.png", b"", "FIGURE"),
        ("a.png", PNG + b"\0" * files.MAX_PICTURE, "BUDGET"),
    ],
)
def test_what_is_no_plain_picture_is_refused(folder: Path, inside: Path, name: str, data: bytes, code: str):
    (inside / name).write_bytes(data)
    found = look(folder)
    assert [problem.code for problem in found.problems] == [code]
    assert found.pictures == {"a-text": ()}


def test_links_and_folders_among_pictures_are_refused(folder: Path, inside: Path):
    (inside / "link.png").symlink_to("/etc/hostname")
    (inside / "deeper").mkdir()
    assert {code for _, code in told(folder)} == {"TREE-KIND"}
    assert look(folder).pictures == {"a-text": ()}


def test_a_contribution_has_so_many_pictures_and_no_more(folder: Path, inside: Path):
    for number in range(files.MAX_PICTURES + 1):
        (inside / f"p{number}.png").write_bytes(PNG)
    found = look(folder)
    assert len(found.pictures["a-text"]) == files.MAX_PICTURES
    assert [problem.code for problem in found.problems] == ["BUDGET"]


def test_a_bibliography_folder_has_bib_files_only(tmp_path: Path):
    folder = tmp_path / "bib"
    folder.mkdir()
    (folder / "a-text.bib").write_text("")
    (folder / "a-text.md").write_text("")
    (folder / "pictures").mkdir()
    found = files.look(tmp_path, "bib")
    assert list(found.files) == ["a-text"]
    assert {problem.code for problem in found.problems} == {"TREE-NAME", "TREE-KIND"}


def test_the_folder_itself_may_not_be_a_link(tmp_path: Path):
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "elsewhere" / "a-text.md").write_text("x")
    (tmp_path / "abstracts").symlink_to("elsewhere")
    found = files.look(tmp_path, "abstracts")
    assert found.files == {}
    assert [problem.code for problem in found.problems] == ["TREE-KIND"]


def test_problems_name_what_an_author_can_do(folder: Path):
    (folder / "My Poster.md").write_text("x")
    [problem] = look(folder).problems
    assert str(problem) == (
        "abstracts/My Poster.md: TREE-NAME: The file's name “My Poster.md” cannot be used. Name it with "
        "lower-case letters, digits and hyphens only, such as my-poster.md."
    )
