"""A shell: a page of the theme with holes, cut once and filled for every record."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256

MARKS = ("title", "head", "body")


def mark(name: str) -> str:
    """What stands in a specimen where `name` will be."""
    return f"@@proceedings:{name}@@"


@dataclass(frozen=True)
class Shell:
    """The pieces of a page between its holes, and the holes' names in their order."""

    pieces: tuple[str, ...]
    holes: tuple[str, ...]

    @property
    def digest(self) -> str:
        """A digest of the pieces."""
        return sha256("\0".join(self.pieces).encode()).hexdigest()

    def fill(self, values: Mapping[str, str]) -> str:
        """A page. The values are HTML already."""
        parts = [self.pieces[0]]
        for hole, piece in zip(self.holes, self.pieces[1:], strict=True):
            parts += (values[hole], piece)
        return "".join(parts)


def cut(specimen: str) -> Shell:
    """The shell of a specimen page. ValueError unless each mark stands in it exactly once."""
    found = sorted((specimen.find(mark(name)), name) for name in MARKS)
    for at, name in found:
        if at < 0 or specimen.count(mark(name)) != 1:
            count = specimen.count(mark(name))
            raise ValueError(f"the theme shows the mark “{name}” {count} times instead of once")
    pieces, start = [], 0
    for at, name in found:
        pieces.append(specimen[start:at])
        start = at + len(mark(name))
    pieces.append(specimen[start:])
    return Shell(tuple(pieces), tuple(name for _, name in found))
