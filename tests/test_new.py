"""`proceedings new` on a pseudo-terminal, as an author sits at it."""

from __future__ import annotations

import os
import pty
import select
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

COMMAND = [sys.executable, "-m", "sphinx_proceedings"]
ENVIRONMENT = {k: v for k, v in os.environ.items() if k not in {"EDITOR", "VISUAL"}} | {"NO_COLOR": "1"}
ABSTRACT = "We bound the rank $r$ of a real tensor, and show that the bound is sharp in all cases. " * 6


class Terminal:
    """`proceedings new` in a terminal: waits for what it asks, and answers."""

    def __init__(self, volume: Path, **environment: str) -> None:
        self.leader, follower = pty.openpty()
        self.process = subprocess.Popen(
            [*COMMAND, "new"], cwd=volume, stdin=follower, stdout=follower, stderr=follower,
            env={**ENVIRONMENT, **environment}, start_new_session=True,
        )  # fmt: skip
        os.close(follower)
        self.said = ""

    def read(self, until: str = "", seconds: float = 60) -> str:
        """What is said up to `until`, or to the end."""
        found, end = "", time.monotonic() + seconds
        while not until or until not in found:
            ready, _, _ = select.select([self.leader], [], [], max(end - time.monotonic(), 0))
            assert ready, f"waited for {until!r} after {self.said + found}"
            try:
                data = os.read(self.leader, 4096)
            except OSError:
                break
            if not data:
                break
            found += data.decode(errors="replace")
        self.said += found
        assert until in found, self.said
        return found

    def answer(self, question: str, reply: str) -> str:
        said = self.read(question)
        os.write(self.leader, f"{reply}\n".encode())
        return said

    def end(self) -> int:
        self.read()
        return self.process.wait(30)


@pytest.fixture
def volume(tmp_path: Path) -> Path:
    subprocess.run([*COMMAND, "init", "volume"], cwd=tmp_path, check=True, capture_output=True)
    return tmp_path / "volume"


@pytest.fixture(autouse=True)
def interrupts_are_heard() -> Iterator[None]:
    """A shell without job control lets what it starts in the background ignore them."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


def files(volume: Path) -> set[str]:
    return {p.relative_to(volume).as_posix() for p in volume.rglob("*") if p.is_file()}


def test_answers_are_checked_as_they_are_given_and_make_a_file_that_passes(volume: Path):
    terminal = Terminal(volume)
    terminal.answer("Title", "Ranks <b>of</b> tensors")
    terminal.answer("Title", "Ranks of $2 \\times 2$ tensors")
    terminal.answer("Author 1", "Josiah Carberry")
    terminal.answer("ORCID iD", "0000-0002-1825-0098")
    assert "the last is 7" in terminal.answer("ORCID iD: ", "0000-0002-1825-0097")
    terminal.answer("Affiliation", "A University")
    terminal.answer("Another affiliation", "")
    terminal.answer("Author 2", "Ada van der Lovelace")
    terminal.answer("ORCID iD", "")
    terminal.answer("Affiliation", "1")
    terminal.answer("Another affiliation", "")
    terminal.answer("Author 3", "")
    terminal.answer("Topics", "99")
    assert "There is no topic “99”" in terminal.answer("Topics", "1")
    terminal.answer("Keywords", "tensor rank, real tensors")
    terminal.answer("Licence", "")
    terminal.answer("alone:", f"{ABSTRACT}\n.")
    terminal.answer("alone:", ".")
    terminal.answer("Name of the file", "sample-contribution")
    assert "already" in terminal.answer("Name of the file", "ranks")
    terminal.answer("Write this", "y")
    assert terminal.end() == 0, terminal.said
    done = subprocess.run(
        [*COMMAND, "check", "--strict", "abstracts/ranks.md"], cwd=volume, capture_output=True, text=True,
        check=False, env=ENVIRONMENT,
    )  # fmt: skip
    assert done.stdout == "No Problems.\n"
    text = (volume / "abstracts" / "ranks.md").read_text("utf-8")
    assert "0000-0002-1825-0097" in text
    assert text.count("name: A University") == 1


def test_an_interrupt_leaves_nothing(volume: Path):
    before = files(volume)
    terminal = Terminal(volume)
    terminal.answer("Title", "A title")
    terminal.read("Author 1")
    os.killpg(terminal.process.pid, signal.SIGINT)
    # A signal between prompt and reading is heard when the reading returns.
    os.write(terminal.leader, b"\n")
    assert terminal.end() != 0
    assert files(volume) == before


def test_the_text_is_taken_from_the_editor_that_is_set(volume: Path, tmp_path: Path):
    editor = tmp_path / "editor"
    editor.write_text(f"#!/bin/sh\necho '{ABSTRACT}' > \"$1\"\n")
    editor.chmod(0o755)
    terminal = Terminal(volume, EDITOR=str(editor))
    for question, reply in (
        ("Title", "A title"), ("Author 1", "Ada Lovelace"), ("ORCID", ""), ("Affiliation", ""),
        ("Author 2", ""), ("Topics", ""), ("Keywords", ""), ("Licence", ""), ("alone:", "."),
        ("Name of the file", ""), ("Write this", "n"),
    ):  # fmt: skip
        terminal.answer(question, reply)
    assert terminal.end() == 1
    assert "We bound the rank" in terminal.said
    assert not (volume / "abstracts" / "a-title.md").exists()


def test_without_a_terminal_it_says_so(volume: Path):
    done = subprocess.run(
        [*COMMAND, "new"], cwd=volume, input="A title\n", capture_output=True, text=True, check=False
    )
    assert done.returncode == 2
    assert "on a terminal" in done.stderr
