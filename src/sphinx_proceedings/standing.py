"""Whether a build still stands: all that went into it, and all that came out of it, is as it was.

Files of the volume are compared by their bytes, files of the site by their sizes and times. What conf.py
reads from elsewhere is not seen.
"""

from __future__ import annotations

import os
import stat
import sys
import sysconfig
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from hashlib import sha256
from pathlib import Path

from sphinx_proceedings import result
from sphinx_proceedings.edition import edition
from sphinx_proceedings.result import Result

READ = 4 * 1024 * 1024
"""A larger file is known by its size and time."""
UNSEEN = frozenset({"__pycache__", ".git"})


@dataclass(frozen=True)
class Standing:
    """A build of the volume whose Sphinx source is `source` into `out`, with these options.

    `memory` is the file that remembers the build before.
    """

    source: Path
    out: Path
    memory: Path
    options: str

    def recall(self) -> Result | None:
        """The result of the build before, if it still stands."""
        try:
            known, made, text = self.memory.read_text(encoding="utf-8").split("\n", 2)
            if known != self.inputs or made != _digest(_state(self.out)):
                return None
            before = result.load(text)
        except (OSError, ValueError, TypeError, KeyError):
            return None
        return replace(before, read=0, changed=(), removed=(), seconds={}, megabytes=0.0)

    def begin(self) -> None:
        """A build begins with the inputs as they are now: until it has ended, nothing is known."""
        self.memory.unlink(missing_ok=True)
        _ = self.inputs

    def keep(self, made: Result) -> None:
        """Remember a build that has ended."""
        self.memory.write_text(
            f"{self.inputs}\n{_digest(_state(self.out))}\n{made.dump()}", encoding="utf-8"
        )

    @cached_property
    def inputs(self) -> str:
        """A digest of all that went into the build, from when it began: what is saved meanwhile is new."""
        root = self.source.resolve().parent
        folders = [self.source.resolve(), root / "abstracts", root / "bib"]
        return _digest(
            [self.options, edition(), *_installed()],
            *(_content(folder) for folder in folders),
        )


def _digest(*parts: Iterator[str] | list[str]) -> str:
    made = sha256()
    for part in parts:
        for line in part:
            made.update(line.encode("utf-8", "surrogateescape") + b"\0")
    return made.hexdigest()


def _installed() -> list[str]:
    """The Python that runs, and the versions of all packages: their folders are named by them."""
    packages = sysconfig.get_paths()["purelib"]
    found = (entry.name for entry in os.scandir(packages) if entry.name.endswith(".dist-info"))
    return [sys.version, os.environ.get("SOURCE_DATE_EPOCH", ""), *sorted(found)]


def _files(folder: Path) -> Iterator[os.DirEntry[str]]:
    """Everything below a folder that is no folder, in order."""
    if not folder.is_dir():
        return
    with os.scandir(folder) as entries:
        found = sorted(entries, key=lambda entry: entry.name)
    for entry in found:
        if entry.is_dir(follow_symlinks=False):
            if entry.name not in UNSEEN:
                yield from _files(Path(entry.path))
        else:
            yield entry


def _content(folder: Path) -> Iterator[str]:
    for entry in _files(folder):
        known = entry.stat(follow_symlinks=False)
        if stat.S_ISREG(known.st_mode) and known.st_size <= READ:
            with open(entry.path, "rb") as opened:  # noqa: PTH123 - ten thousand of them
                yield f"{entry.path} {sha256(opened.read()).hexdigest()}"
        else:
            # Never opened: a pipe would wait for somebody who writes.
            yield f"{entry.path} {known.st_mode} {known.st_size} {known.st_mtime_ns}"


def _state(folder: Path) -> Iterator[str]:
    for entry in _files(folder):
        known = entry.stat(follow_symlinks=False)
        yield f"{entry.path} {known.st_size} {known.st_mtime_ns}"
