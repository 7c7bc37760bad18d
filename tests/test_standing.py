"""What a build remembers, so that nothing is done twice."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable, Collection, Mapping
from contextlib import closing
from pathlib import Path

import pytest

from sphinx_proceedings.pages import preparation
from sphinx_proceedings.pages.assembly import assemble
from sphinx_proceedings.pages.compiled import Compiled
from sphinx_proceedings.pages.memory import Memory
from sphinx_proceedings.problems import Problem
from sphinx_proceedings.result import Result
from sphinx_proceedings.sources import Layout
from sphinx_proceedings.standing import Standing
from tests.golden.making import PNG, text

PROBLEM = Problem("abstracts/a.md", 3, 1, "TOPIC", "There is no topic “x”.", "Use y.")


@pytest.fixture
def root(tmp_path: Path) -> Path:
    for folder in ("docs", "abstracts", "bib", "out/pages", "doctrees"):
        (tmp_path / folder).mkdir(parents=True)
    (tmp_path / "docs" / "volume.yml").write_text("title: A Workshop\n")
    (tmp_path / "abstracts" / "a-text.md").write_text(text("On $x$, {cite:p}`one`.", title="On $x$"))
    (tmp_path / "bib" / "references.bib").write_text("")
    (tmp_path / "out" / "pages" / "a.html").write_text("<p>")
    return tmp_path


def built(root: Path, options: str = "") -> Standing:
    return Standing(root / "docs", root / "out", root / "doctrees" / "standing.txt", options)


def result(root: Path) -> Result:
    return Result(
        root / "out", 1, 0, 1, 1, 3, ("a.html",), (), 0, (PROBLEM,), ("warned",), {"in all": 1.0}, 9
    )


def test_a_build_of_which_nothing_changed_still_stands_with_all_it_complained_of(root: Path) -> None:
    assert built(root).recall() is None
    built(root).keep(result(root))
    again = built(root).recall()
    assert again is not None
    assert (again.problems, again.warnings, again.pages) == ((PROBLEM,), ("warned",), 3)
    assert (again.read, again.changed) == (0, ())


def edit_without_a_trace(root: Path) -> None:
    file = root / "abstracts" / "a-text.md"
    before = file.stat()
    file.write_text(file.read_text().replace("On", "In"))
    os.utime(file, ns=(before.st_atime_ns, before.st_mtime_ns))


CHANGES: dict[str, Callable[[Path], object]] = {
    "an abstract of the same size and time": edit_without_a_trace,
    "a new abstract": lambda root: (root / "abstracts" / "b.md").write_text("x"),
    "a picture": lambda root: (root / "docs" / "a.png").write_bytes(b"x"),
    "an abstract less": lambda root: (root / "abstracts" / "a-text.md").unlink(),
    "a reference": lambda root: (root / "bib" / "references.bib").write_text("@misc{a}"),
    "a page of the site": lambda root: (root / "out" / "pages" / "a.html").write_text("<b>"),
    "a page less": lambda root: (root / "out" / "pages" / "a.html").unlink(),
    "a page more": lambda root: (root / "out" / "b.html").write_text(""),
    "a damaged memory": lambda root: (root / "doctrees" / "standing.txt").write_text("a\nb\n{}"),
    "no memory": lambda root: (root / "doctrees" / "standing.txt").unlink(),
}


@pytest.mark.parametrize("change", CHANGES)
def test_a_build_no_longer_stands_after(root: Path, change: str) -> None:
    built(root).keep(result(root))
    CHANGES[change](root)
    assert built(root).recall() is None


def test_what_is_saved_while_a_build_runs_is_not_taken_for_built(root: Path) -> None:
    running = built(root)
    running.begin()
    (root / "abstracts" / "a-text.md").write_text("saved meanwhile")
    running.keep(result(root))
    assert built(root).recall() is None


def test_a_build_with_other_options_is_another_build(root: Path) -> None:
    built(root, "samples").keep(result(root))
    assert built(root, "samples").recall()
    assert built(root, "preview").recall() is None


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes here")
def test_a_pipe_among_the_abstracts_is_not_waited_for(root: Path) -> None:
    os.mkfifo(root / "abstracts" / "a-pipe.md")
    built(root).keep(result(root))
    assert built(root).recall()


class Counting(Memory):
    """A memory that knows how many submissions were new."""

    new = 0

    def keep(self, keys: Collection[str], made: Mapping[str, bytes]) -> None:
        self.new = len(made)
        super().keep(keys, made)


def assembled(root: Path, memory: Path | None = None, jobs: int = 1) -> tuple[Compiled, int]:
    known = Counting(memory) if memory else None
    made = assemble(Layout.of_docs(root / "docs"), jobs=jobs, memory=known)
    return made, known.new if known else 0


def volume_of(root: Path, number: int) -> None:
    for i in range(number):
        body = f"Text {i}, $x^{i}$ and *more* {{cite:p}}`unknown`."
        (root / "abstracts" / f"n-{i}.md").write_text(text(body, title=f"Number ${i}$"))


def shown(compiled: Compiled) -> list[object]:
    return [
        (c.id, c.digest, c.body, compiled.title(c), compiled.typeset(c), compiled.problems)
        for c in compiled.volume.contributions
    ]


def test_only_what_was_edited_is_prepared_again(root: Path) -> None:
    volume_of(root, 5)
    memory = root / "doctrees" / "prepared.sqlite"
    first, new = assembled(root, memory)
    assert new == 6
    again, new = assembled(root, memory)
    assert new == 0
    assert shown(again) == shown(first)
    (root / "abstracts" / "n-3.md").write_text(text("Something else.", title="Else"))
    third, new = assembled(root, memory)
    assert new == 1
    assert third.title(third.volume.by_id["n-3"]).text == "Else"
    assert shown(third) == shown(assembled(root)[0])


@pytest.mark.parametrize(
    ("path", "data"),
    [
        ("docs/volume.yml", "title: A Workshop\nmacros: {R: x}\n"),
        ("docs/volume.yml", "title: A Workshop\ntopics: [{id: a, title: A}]\n"),
        ("bib/references.bib", "@book{one, title={T}, author={Ada B}, year=2001, publisher={P}}"),
    ],
)
def test_what_bears_on_every_contribution_prepares_all_of_them_again(
    root: Path, path: str, data: str
) -> None:
    memory = root / "doctrees" / "prepared.sqlite"
    assembled(root, memory)
    (root / path).write_text(data)
    compiled, new = assembled(root, memory)
    assert new == 1
    assert shown(compiled) == shown(assembled(root)[0])


def test_its_own_bibliography_and_its_pictures_bear_on_one_contribution(root: Path) -> None:
    volume_of(root, 2)
    memory = root / "doctrees" / "prepared.sqlite"
    assembled(root, memory)
    (root / "bib" / "n-1.bib").write_text(
        "@book{unknown, title={T}, author={A B}, year=2001, publisher={P}}"
    )
    compiled, new = assembled(root, memory)
    assert new == 1
    assert "2001" in compiled.typeset(compiled.volume.by_id["n-1"]).body
    assert [problem.path for problem in compiled.problems] == ["abstracts/a-text.md", "abstracts/n-0.md"]
    (root / "abstracts" / "n-0").mkdir()
    (root / "abstracts" / "n-0" / "p.png").write_bytes(PNG)
    assert assembled(root, memory)[1] == 1
    (root / "abstracts" / "n-0" / "p.png").write_bytes(PNG + b"1")
    assert assembled(root, memory)[1] == 1


def test_a_damaged_memory_costs_only_time(root: Path) -> None:
    memory = root / "doctrees" / "prepared.sqlite"
    assembled(root, memory)
    memory.write_bytes(b"SQLite format 3\0" + b"\1" * 5000)
    compiled, new = assembled(root, memory)
    assert new == 1
    assert shown(compiled) == shown(assembled(root)[0])
    assert assembled(root, memory)[1] == 0


def test_a_damaged_row_is_made_again(root: Path) -> None:
    memory = root / "doctrees" / "prepared.sqlite"
    assembled(root, memory)
    with closing(sqlite3.connect(memory)) as db, db:
        db.execute("UPDATE prepared SET made = substr(made, 1, length(made) / 2)")
    compiled, new = assembled(root, memory)
    assert new == 1
    assert shown(compiled) == shown(assembled(root)[0])


def kept(memory: Path) -> int:
    with closing(sqlite3.connect(memory)) as db:
        return int(db.execute("SELECT count(*) FROM prepared").fetchone()[0])


def test_what_is_gone_is_forgotten(root: Path) -> None:
    volume_of(root, 3)
    memory = root / "doctrees" / "prepared.sqlite"
    assembled(root, memory)
    full = kept(memory)
    for i in range(3):
        (root / "abstracts" / f"n-{i}.md").unlink()
    assembled(root, memory)
    assert (full, kept(memory)) == (4, 1)


def test_several_processes_prepare_what_one_does(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(preparation, "SHARE", 3)
    monkeypatch.setattr(os, "cpu_count", lambda: 2)
    volume_of(root, 8)
    (root / "abstracts" / "broken.md").write_text("no front matter")
    alone, beside = assembled(root)[0], assembled(root, jobs=2)[0]
    assert shown(beside) == shown(alone)
    assert [held.id for held in beside.volume.quarantined] == ["broken"]
