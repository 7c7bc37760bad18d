"""A stranger's bibliography file, read in a process of its own with limits.

The process has no environment, opens no file, starts nothing, and has a few seconds and some memory. It
says in JSON what it found: nothing that it sends is executed here. One process reads all files of a volume,
so that they cost what reading them costs, and its start, some 40 ms, once.
"""

from __future__ import annotations

import contextlib
import json
import os
import subprocess
import sys
from collections.abc import Iterable
from dataclasses import astuple
from pathlib import Path
from threading import Timer
from typing import IO, Any, Self

from sphinx_proceedings.gate import bibtex
from sphinx_proceedings.gate.entry import Entry
from sphinx_proceedings.problems import Problem

SECONDS = 5.0
"""For one file; the longest that is allowed takes 0.04 s."""
MEGABYTES = 512
PACKAGES = Path(__file__).parents[2]


class Reader:
    """Reads files of strangers, one after the other. Used with `with`, which ends the process."""

    def __init__(self, seconds: float = SECONDS) -> None:
        self.seconds = seconds
        self._process: subprocess.Popen[str] | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        self._end()

    def start(self) -> subprocess.Popen[str]:
        """The process, which is begun if there is none."""
        if self._process is None:
            kept = {name: os.environ[name] for name in ("SYSTEMROOT",) if name in os.environ}
            self._process = subprocess.Popen(
                [sys.executable, "-P", "-S", "-X", "utf8", "-m", __name__],
                env={**kept, "PYTHONPATH": str(PACKAGES)},
                stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
                text=True, encoding="utf-8",
            )  # fmt: skip
        return self._process

    def read(self, data: bytes, path: str) -> tuple[list[Entry], list[Problem]]:
        """What `bibtex.read` says of a file, or a Problem where it comes to no end."""
        process = self.start()
        timer = Timer(self.seconds, process.kill)
        timer.start()
        try:
            answer = ask(process, data, path)
        finally:
            timer.cancel()
        if answer is None:
            self._end()
            message = "The file takes too long, or too much memory, to be read."
            return [], [Problem(path, 0, 0, "BUDGET", message, "Export it again, or shorten it.")]
        entries, problems = answer
        return [Entry(*fields) for fields in entries], [Problem(*fields) for fields in problems]

    def _end(self) -> None:
        if self._process is not None:
            self._process.kill()
            self._process.communicate()
            self._process = None


def ask(process: subprocess.Popen[str], data: bytes, path: str) -> tuple[Any, Any] | None:
    """The answer of the process, or None where it ended without one."""
    if process.stdin is None or process.stdout is None:
        return None
    with contextlib.suppress(BrokenPipeError):
        process.stdin.write(json.dumps([data.decode("latin-1"), path]) + "\n")
        process.stdin.flush()
        if line := process.stdout.readline():
            entries, problems = json.loads(line)
            return entries, problems
    return None


def limit() -> None:
    """Give up what reading does not need, where the system knows such limits."""
    try:
        import resource  # noqa: PLC0415 - not on Windows
    except ImportError:
        return
    for what, most in (
        (resource.RLIMIT_AS, MEGABYTES << 20),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_NOFILE, 0),
        (resource.RLIMIT_CORE, 0),
    ):
        with contextlib.suppress(ValueError, OSError):
            resource.setrlimit(what, (most, most))


def answer(questions: Iterable[str], out: IO[str]) -> None:
    """Read each file that is asked for, and write what there is to say of it."""
    for line in questions:
        data, path = json.loads(line)
        entries, problems = bibtex.read(data.encode("latin-1"), path)
        said = [astuple(entry) for entry in entries], [astuple(problem) for problem in problems]
        out.write(json.dumps(said) + "\n")
        out.flush()


if __name__ == "__main__":
    limit()
    answer(sys.stdin, sys.stdout)
