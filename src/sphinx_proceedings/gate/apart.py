"""A stranger's bibliography file, read in a process of its own with limits.

The process has no environment, opens no file, starts nothing, and has a few seconds and some memory. It
says in JSON what it found: nothing that it sends is executed here. One process reads all files of a volume,
so that they cost what reading them costs, and its start, some 40 ms, once.
"""

from __future__ import annotations

import codecs
import contextlib
import json
import subprocess
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import fields
from itertools import islice
from pathlib import Path
from threading import Event, Thread
from time import monotonic
from typing import IO, Any, Self

from sphinx_proceedings.gate import bibtex, confinement
from sphinx_proceedings.gate.entry import Entry
from sphinx_proceedings.problems import Problem

SECONDS = 5
"""Of computing, for so many files as are asked for together; the longest that is allowed takes 0.04 s."""
PATIENCE = 60.0
"""Seconds after which a process that does not even compute is ended. A slow machine refuses no file."""
TOGETHER = 32
MEGABYTES = 512
PACKAGES = str(Path(__file__).parents[2])

Question = tuple[bytes, str]
"""The bytes of a file, and its path."""
Answer = tuple[list[Entry], list[Problem]]


class Reader:
    """Reads files of strangers, one after the other. Used with `with`, which ends the process."""

    def __init__(self, seconds: float = PATIENCE) -> None:
        self.seconds = seconds
        self._process: subprocess.Popen[str] | None = None
        self._asked = 0.0
        self._over = Event()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        self._end()

    def start(self) -> subprocess.Popen[str]:
        """The process, which is begun if there is none."""
        if self._process is None:
            self._process = subprocess.Popen(
                confinement.command("-m", __name__), env=confinement.environment(PACKAGES),
                stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
                text=True, encoding="utf-8",
            )  # fmt: skip
            self._asked, self._over = 0.0, Event()
            Thread(target=self._watch, args=(self._process, self._over), daemon=True).start()
        return self._process

    def _watch(self, process: subprocess.Popen[str], over: Event) -> None:
        """End the process when it thinks for too long."""
        while not over.wait(self.seconds / 10):
            if self._asked and monotonic() - self._asked > self.seconds:
                process.kill()

    def read(self, questions: Iterable[Question]) -> Iterator[Answer]:
        """What `bibtex.read` says of each file, or a Problem where it comes to no end."""
        rest = iter(questions)
        while together := list(islice(rest, TOGETHER)):
            # One of them ends the process: which one, only asking for each tells.
            yield from self._ask(together) or (
                (self._ask([one]) or [([], [_endless(one[1])])])[0] for one in together
            )

    def _ask(self, questions: Sequence[Question]) -> list[Answer]:
        process = self.start()
        self._asked = monotonic()
        answers = ask(process, questions)
        self._asked = 0.0
        if not answers:
            self._end()
        return [
            ([Entry(*parts) for parts in entries], [Problem(*parts) for parts in problems])
            for entries, problems in answers
        ]

    def _end(self) -> None:
        self._over.set()
        if self._process is not None:
            self._process.kill()
            self._process.communicate()
            self._process = None


def _endless(path: str) -> Problem:
    message = "The file takes too long, or too much memory, to be read."
    return Problem(path, 0, 0, "BUDGET", message, "Export it again, or shorten it.")


def ask(process: subprocess.Popen[str], questions: Sequence[Question]) -> list[Any]:
    """The answers of the process; none where it ended without them."""
    if process.stdin is None or process.stdout is None:
        return []
    with contextlib.suppress(BrokenPipeError):
        asked = [[data.decode("latin-1"), path] for data, path in questions]
        process.stdin.write(json.dumps(asked) + "\n")
        process.stdin.flush()
        if line := process.stdout.readline():
            answers: list[Any] = json.loads(line)
            return answers
    return []


def _parts(record: Entry | Problem) -> list[Any]:
    """The values of a record's fields; `dataclasses.astuple` would copy each."""
    return [getattr(record, field.name) for field in fields(record)]


def answer(questions: Iterable[str], out: IO[str]) -> None:
    """Read the files of each line, and write what there is to say of them."""
    for line in questions:
        said = []
        for data, path in json.loads(line):
            entries, problems = bibtex.read(data.encode("latin-1"), path)
            said.append((list(map(_parts, entries)), list(map(_parts, problems))))
        out.write(json.dumps(said) + "\n")
        out.flush()


def _given(lines: Iterable[str]) -> Iterator[str]:
    """Each line, with seconds to answer it."""
    for line in lines:
        confinement.give(SECONDS)
        yield line


if __name__ == "__main__":
    # Python looks for this codec when it is first asked for, and then no file can be opened any more.
    codecs.lookup("cp1252")
    confinement.limit(MEGABYTES)
    answer(_given(sys.stdin), sys.stdout)
