"""What is sent to hijack, crash, slow down or spy out a build: refused one by one, harmless together.

A sample in tests/fixtures/hostile says in its first or second line `expect: LINE:COLUMN CODE, …`;
dots stand for the rest.
"""

from __future__ import annotations

import importlib
import json
import os
import re
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from sphinx_proceedings.gate import bibtex
from sphinx_proceedings.problems import Problem, visible
from sphinx_proceedings.sources import read_contribution
from sphinx_proceedings.sphinx_ext.run import Result, build_site
from tests.golden.making import problems_of

FIXTURES = Path(__file__).parent / "fixtures"
HOSTILE = FIXTURES / "hostile"
ABSTRACTS = [
    *sorted((HOSTILE / "abstracts").glob("*.md")),
    *(path for path in sorted((FIXTURES / "lint").glob("*.md")) if not path.name.startswith("fine-")),
]
SAMPLES = sorted(HOSTILE.glob("*/*"))
STARTER = Path(__file__).parents[1] / "src" / "sphinx_proceedings" / "starter"
EXPECTED = re.compile(rb"^[#%] expect: (.+?)\r?$", re.MULTILINE)
SECONDS = 0.25
"""Of processor time, for one sample without the start of the program."""

SECRET = "canary-5d41402abc4b2a76"
ODD_NAMES = (
    "ALDER.md", "al\nder.md", "\u202egnp.md", "\x1b[31m.md", "-rf.md", "con.md", "index.md", "a.rst",
    "birch.MD", "$(id).md", "a b.md", ".hidden.md",
)  # fmt: skip
ENTRY = """@book{cox2015ideals,
  title = {Ideals}, author = {Cox, David and Little, John}, publisher = {Springer}, year = 2015,
}
"""
HONEST = """---
title: Title of {id}
authors: [{{name: Ada {id}}}]
topics: [first-topic]
---

The text of {id}, with $x^2$, {{cite:p}}`cox2015ideals` and [a link](https://example.org/).
"""


def problems_in(sample: Path) -> list[Problem]:
    data = sample.read_bytes()
    if sample.suffix == ".bib":
        return bibtex.read(data, f"bib/{sample.name}")[1]
    return problems_of(data, sample.stem)


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda sample: sample.name)
def test_a_hostile_file_is_refused_at_its_place_and_soon(sample: Path):
    found = EXPECTED.search(sample.read_bytes())
    assert found, "a sample states what it expects"
    wanted = found[1].decode().split(", ")
    started = time.process_time()
    problems = problems_in(sample)
    assert time.process_time() - started < SECONDS
    said = [f"{line}:{column} {code}" for line, column, code in placed(problems)]
    assert (said[: len(wanted) - 1] if wanted[-1] == "…" else said) == [w for w in wanted if w != "…"]


def placed(problems: list[Problem]) -> list[tuple[int, int, str]]:
    return sorted({(problem.line, problem.column, problem.code) for problem in problems})


# ── all of them in one volume ────────────────────────────────────────────────────────────────────


def honest_volume(root: Path) -> Path:
    """A volume of honest contributions, and of samples that only have a formula in a box."""
    shutil.copytree(STARTER, root)
    (root / "bib").mkdir(exist_ok=True)
    (root / "bib" / "references.bib").write_text(ENTRY, encoding="utf-8")
    bibliographies = [sample.stem for sample in (HOSTILE / "bib").glob("*.bib")]
    for id_ in ("alder", "birch", "cedar", *bibliographies):
        (root / "abstracts" / f"{id_}.md").write_text(HONEST.format(id=id_), encoding="utf-8")
    for sample in ABSTRACTS:
        if not is_held(sample):
            shutil.copy(sample, root / "abstracts" / named(sample))
    return root


def named(sample: Path) -> str:
    """What a sample is called in a volume of all."""
    return sample.name if sample.is_relative_to(HOSTILE) else f"lint-{sample.name}"


def is_held(sample: Path) -> bool:
    """Whether the gate keeps a sample out of the volume."""
    return read_contribution(sample.read_bytes(), sample.name, sample.stem)[0] is None


def add_the_hostile(root: Path) -> None:
    """Every sample, and odd things on disk."""
    for sample in ABSTRACTS:
        shutil.copy(sample, root / "abstracts" / named(sample))
    for sample in (HOSTILE / "bib").glob("*.bib"):
        shutil.copy(sample, root / "bib")
    abstracts = root / "abstracts"
    secret = root / "secret.txt"
    secret.write_text(SECRET, encoding="utf-8")
    (abstracts / "linked.md").symlink_to(secret)
    (abstracts / "linked.png").symlink_to(secret)
    (abstracts / "linked").symlink_to(root)
    (abstracts / "loop").symlink_to(abstracts)
    (root / "bib" / "linked.bib").symlink_to(secret)
    (abstracts / "pictured.md").write_text(HONEST.format(id="pictured"), encoding="utf-8")
    (abstracts / "pictured").mkdir()
    (abstracts / "pictured" / "picture.png").symlink_to(secret)
    for name in ODD_NAMES:
        (abstracts / name).write_text(HONEST.format(id="odd"), encoding="utf-8")
    if hasattr(os, "mkfifo"):
        os.mkfifo(abstracts / "pipe.md")
        os.mkfifo(root / "bib" / "pipe.bib")
    for file in (abstracts / "huge.md", root / "bib" / "huge.bib"):
        with file.open("wb") as opened:
            opened.truncate(1 << 34)


def built(root: Path) -> tuple[Path, Result]:
    out = root / "build" / "html"
    return out, build_site(root / "docs", out, root / "build" / "doctrees", search="none")


def contents(folder: Path) -> dict[str, bytes]:
    """What lies in a folder, by name."""
    return {path.name: path.read_bytes() for path in folder.iterdir() if path.is_file()}


def refuse(*_arguments: object) -> None:
    """What stands in for the network."""
    raise AssertionError("A build asks another host.")


def test_a_volume_of_hostile_files_is_built_and_touches_no_honest_page(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setenv("CANARY", SECRET)
    monkeypatch.setattr(socket.socket, "connect", refuse)
    alone, quiet = built(honest_volume(tmp_path / "alone" / "volume"))
    root = honest_volume(tmp_path / "together" / "volume")
    add_the_hostile(root)
    out, result = built(root)
    honest = contents(alone / "abstracts")
    made = contents(out / "abstracts")
    assert {name for name in honest if made.get(name) != honest[name]} == set()
    assert len(honest) > 3 * quiet.contributions > 30
    blamed = {problem.path for problem in result.problems}
    for sample in SAMPLES:
        assert f"{sample.parent.name}/{sample.name}" in blamed
        page = made[f"{sample.stem}.html"].decode()
        assert ("Not shown." in page) == (sample.suffix == ".md" and is_held(sample)), sample
    assert result.quarantined == sum(map(is_held, ABSTRACTS)) + len(
        {"linked", "pictured", "pipe", "huge", "con", "index"}
    )
    for file in out.rglob("*"):
        assert not file.is_symlink(), file
        if file.is_file():
            said = file.read_bytes()
            assert SECRET.encode() not in said, file
            assert str(tmp_path).encode() not in said, file


def test_the_command_refuses_them_all_and_says_nothing_that_a_terminal_obeys(tmp_path: Path):
    root = honest_volume(tmp_path / "volume")
    add_the_hostile(root)
    command = [sys.executable, "-m", "sphinx_proceedings", "check", "--format"]
    told = subprocess.run([*command, "text"], cwd=root, capture_output=True, text=True, check=False)
    assert told.returncode == 1
    assert told.stdout.replace("\n", "").isprintable()
    done = subprocess.run([*command, "json"], cwd=root, capture_output=True, text=True, check=False)
    blamed = {problem["path"] for problem in json.loads(done.stdout)}
    assert {f"{sample.parent.name}/{sample.name}" for sample in SAMPLES} <= blamed
    assert {f"abstracts/{visible(name)}" for name in ODD_NAMES} <= blamed
    assert {"abstracts/linked", "abstracts/linked.md", "abstracts/linked.png", "abstracts/loop"} <= blamed
    assert {
        "bib/linked.bib",
        "bib/huge.bib",
        "abstracts/huge.md",
        "abstracts/pictured/picture.png",
    } <= blamed


# ── the second line: no parser but ours ──────────────────────────────────────────────────────────

MARK = "Zwetschgenmus"
MARKED = f"""---
title: Title of {MARK} with $x$
authors: [{{name: Ada {MARK}, affiliations: [a]}}]
affiliations: [{{id: a, name: University of {MARK}}}]
topics: [first-topic]
keywords: [{MARK}]
---

The text of {MARK}, with $x^2$ and {{cite:p}}`own2020`.
"""
PARSERS = (
    ("docutils.parsers.rst", "Parser", "parse"),
    ("docutils.parsers.rst.states", "Inliner", "parse"),
    ("docutils.statemachine", "StateMachine", "run"),
    ("sphinx.parsers", "RSTParser", "parse"),
    ("myst_parser.parsers.docutils_", "Parser", "parse"),
    ("myst_parser.parsers.sphinx_", "MystParser", "parse"),
    ("myst_parser.mdit_to_docutils.base", "DocutilsRenderer", "render"),
    ("pybtex.database.input", "BaseParser", "parse_string"),
    ("pybtex.database.input.bibtex", "Parser", "parse_stream"),
    ("pybtex.database.input.bibtex", "Parser", "parse_string"),
)


def guard(name: str, parse: Callable[..., object], asked: set[str]) -> Callable[..., object]:
    """A parser that raises where it is given the marked text."""

    def guarded(*arguments: object, **named: object) -> object:
        asked.add(name)
        given = [*arguments[1:], *named.values()]
        for value in given:
            stream = value.getvalue() if hasattr(value, "getvalue") else value
            assert MARK not in (stream if isinstance(stream, str) else repr(stream)), name
        return parse(*arguments, **named)

    return guarded


def test_the_text_of_a_stranger_never_reaches_a_parser_of_docutils_or_sphinx(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    asked: set[str] = set()
    for module, owner, method in PARSERS:
        found = getattr(importlib.import_module(module), owner)
        monkeypatch.setattr(found, method, guard(f"{owner}.{method}", getattr(found, method), asked))
    root = honest_volume(tmp_path / "volume")
    (root / "abstracts" / "marked.md").write_text(MARKED, encoding="utf-8")
    (root / "bib" / "marked.bib").write_text(
        ENTRY.replace("cox2015ideals", "own2020").replace("Ideals", MARK), encoding="utf-8"
    )
    out, result = built(root)
    assert MARK in (out / "abstracts" / "marked.html").read_text(encoding="utf-8")
    assert f"University of {MARK}" in (out / "abstracts" / "marked.html").read_text(encoding="utf-8")
    assert not [problem for problem in result.problems if "marked" in problem.path]
    assert "MystParser.parse" in asked


@pytest.mark.filterwarnings("ignore:'sphinx.environment.BuildEnvironment.app' is deprecated")
def test_a_document_puts_no_file_into_a_page_unless_organizers_ask_for_it(tmp_path: Path):
    root = honest_volume(tmp_path / "volume")
    (root / "secret.txt").write_text(SECRET, encoding="utf-8")
    document = root / "docs" / "programme.md"
    document.write_text("# Programme\n\n```{include} ../secret.txt\n```\n", encoding="utf-8")
    out, result = built(root)
    assert SECRET not in (out / "programme.html").read_text(encoding="utf-8")
    assert any("programme.md" in warning and "disabled" in warning for warning in result.warnings)
    with (root / "docs" / "conf.py").open("a", encoding="utf-8") as conf:
        conf.write("\nproceedings_includes = True\n")
    out, _ = built(root)
    assert SECRET in (out / "programme.html").read_text(encoding="utf-8")
