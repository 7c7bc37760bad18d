"""Which files a change touches, and who may touch them."""

from __future__ import annotations

from pathlib import Path

import pytest

from sphinx_proceedings.forge.changes import Changes, UnknownRevision, changes, refusal
from tests.forge.runner import git


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    for name in ("abstracts/a.md", "docs/page.md", "bib/references.bib"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(f"A text of some length, for {name}.\n" * 9, "utf-8")
    git(tmp_path, "init", "--quiet")
    git(tmp_path, "add", "--all")
    git(tmp_path, "commit", "--quiet", "--message", "Begin")
    return tmp_path


def change(repository: Path) -> Changes:
    git(repository, "add", "--all")
    git(repository, "commit", "--quiet", "--message", "Change")
    return changes(repository, "HEAD^1", "HEAD")


def test_abstracts_and_bibliographies_are_an_author_s(repository: Path) -> None:
    (repository / "abstracts" / "b").mkdir()
    (repository / "abstracts" / "b" / "x.png").touch()
    (repository / "bib" / "references.bib").unlink()
    found = change(repository)
    assert found == Changes(("abstracts/b/x.png", "bib/references.bib"), ())
    assert not found.refused("NONE")


def test_a_file_that_is_moved_among_the_abstracts_is_missed_where_it_was(repository: Path) -> None:
    (repository / "docs" / "page.md").rename(repository / "abstracts" / "page.md")
    assert change(repository) == Changes(("abstracts/page.md",), ("docs/page.md",))


def test_a_link_in_the_place_of_the_folder_is_no_abstract(repository: Path) -> None:
    (repository / "abstracts" / "a.md").unlink()
    (repository / "abstracts").rmdir()
    (repository / "abstracts").symlink_to("docs")
    assert change(repository).outside == ("abstracts",)


@pytest.mark.parametrize("association", ["CONTRIBUTOR", "COLLABORATOR", "MEMBER", "OWNER"])
def test_who_has_contributed_may_change_the_rest(association: str) -> None:
    assert not Changes((), ("docs/conf.py",)).refused(association)


@pytest.mark.parametrize(
    "association", ["FIRST_TIMER", "FIRST_TIME_CONTRIBUTOR", "NONE", "MANNEQUIN", "", "owner"]
)
def test_anybody_else_may_not(association: str) -> None:
    assert Changes((), ("docs/conf.py",)).refused(association)


def test_a_refusal_is_kind_names_a_few_files_and_commands_nothing() -> None:
    lines = list(refusal(["::error::x", "a\n::set-output name=x::y", *(f"f{n}" for n in range(20))]))
    assert "Thank you" in lines[0]
    assert lines[0].count("::") == 2
    assert not [line for line in lines[1:] if line.startswith("::") or "\n" in line]
    assert lines[-1] == "  and 12 more"


@pytest.mark.parametrize("revision", ["nothing", "--output=pwned"])
def test_what_is_no_revision_is_said_to_be_none(repository: Path, revision: str) -> None:
    with pytest.raises(UnknownRevision):
        changes(repository, revision, "HEAD")
    assert not (repository / "pwned").exists()
