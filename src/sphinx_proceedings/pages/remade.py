"""The pictures of contributions, written again: each once, and then kept under a digest of what it was."""

from __future__ import annotations

import os
import struct
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path

from sphinx_proceedings.gate import pictures
from sphinx_proceedings.gate.pictures import Picture

Size = tuple[int, int]
HEAD = struct.Struct(">II")
"""Before the bytes of a picture that is kept stand its width and height."""


@dataclass(frozen=True)
class Remade:
    """The pictures that are kept in `folder`; None keeps none."""

    folder: Path | None = None

    def sizes(self, files: Iterable[Path]) -> dict[Path, Size | str]:
        """The size of each picture once it is written again, or what is wrong with it."""
        found: dict[Path, Size | str] = {}
        missing: dict[Path, bytes] = {}
        for file in files:
            data = file.read_bytes()
            kept = self._kept(_name(file, data))
            if kept is None:
                missing[file] = data
            else:
                found[file] = kept.width, kept.height
        made = pictures.remake((file.suffix[1:], data) for file, data in missing.items())
        for (file, data), one in zip(missing.items(), made, strict=True):
            if isinstance(one, Picture):
                self._keep(_name(file, data), one)
            found[file] = one if isinstance(one, str) else (one.width, one.height)
        return found

    def write(self, targets: Mapping[Path, Path], below: Path) -> None:
        """Write pictures to their targets, in folders `below` one, and remove what else these hold.

        What none of them was made of is not kept any longer.
        """
        names = {file: _name(file, file.read_bytes()) for file in targets}
        self.sizes(file for file, name in names.items() if self._kept(name) is None)
        for file, target in targets.items():
            made = self._kept(names[file])
            if made and not (target.exists() and target.read_bytes() == made.data):
                target.parent.mkdir(parents=True, exist_ok=True)
                target.write_bytes(made.data)
        written = set(map(str, targets.values()))
        folders = [entry.path for entry in os.scandir(below) if entry.is_dir(follow_symlinks=False)]
        _remove(entry for folder in folders for entry in os.scandir(folder) if entry.path not in written)
        if self.folder and self.folder.exists():
            kept = set(names.values())
            _remove(entry for entry in os.scandir(self.folder) if entry.name not in kept)

    def _kept(self, name: str) -> Picture | None:
        file = self.folder / name if self.folder else None
        if file is None or not file.exists():
            return None
        data = file.read_bytes()
        return Picture(data[HEAD.size :], *HEAD.unpack_from(data))

    def _keep(self, name: str, made: Picture) -> None:
        if self.folder is None:
            return
        self.folder.mkdir(parents=True, exist_ok=True)
        # A build that is cut short leaves no half of a picture under a digest.
        part = self.folder / f"{name}.{os.getpid()}"
        part.write_bytes(HEAD.pack(made.width, made.height) + made.data)
        part.replace(self.folder / name)


def _remove(entries: Iterable[os.DirEntry[str]]) -> None:
    for entry in list(entries):
        Path(entry.path).unlink()


@cache
def _writer() -> str:
    return f"{pictures.DESIGN}:{version('pillow')}"


def _name(file: Path, data: bytes) -> str:
    return sha256(f"{_writer()}:{file.suffix}:".encode() + data).hexdigest()
