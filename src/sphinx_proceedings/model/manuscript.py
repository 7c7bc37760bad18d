"""A manuscript: what an author wrote, as text and as trees."""

from __future__ import annotations

import pickle
from dataclasses import dataclass, field
from typing import Any, cast


@dataclass(frozen=True, slots=True)
class Node:
    """A node of an abstract's syntax tree.

    `kind` is one of the kinds that `content` makes. `text` is the node's own text (of a text, a code
    or a formula). `attrs` holds what else the kind needs, in a fixed order. `line` and `column` are
    the place in the author's file, counted from 1; 0 where it is not known.
    """

    kind: str
    children: tuple[Node, ...] = ()
    text: str = ""
    attrs: dict[str, Any] = field(default_factory=dict)
    line: int = 0
    column: int = 0

    def __reduce__(self) -> tuple[Any, ...]:
        # A third of the time that pickling takes otherwise: a manuscript has hundreds of nodes.
        return Node, (self.kind, self.children, self.text, self.attrs, self.line, self.column)

    def walk(self) -> list[Node]:
        """This node and all below it, in reading order."""
        found, waiting = [], [self]
        while waiting:
            node = waiting.pop()
            found.append(node)
            if node.children:
                waiting.extend(node.children[::-1])
        return found

    def of_kind(self, *kinds: str) -> list[Node]:
        """The nodes of these kinds, in reading order."""
        return [node for node in self.walk() if node.kind in kinds]


@dataclass(frozen=True, slots=True)
class Manuscript:
    """What an author wrote: the file as text, and the trees of its title and of its abstract."""

    title: Node
    body: Node
    source: str


class Packed:
    """A manuscript as a few bytes instead of thousands of objects, opened when somebody reads it."""

    __slots__ = ("_opened", "_packed")

    def __init__(self, manuscript: Manuscript) -> None:
        self._packed = pickle.dumps(manuscript, pickle.HIGHEST_PROTOCOL)
        self._opened: Manuscript | None = None

    def __reduce__(self) -> tuple[Any, ...]:
        return _packed, (self._packed,)

    @property
    def opened(self) -> Manuscript:
        """The manuscript, the same each time."""
        if self._opened is None:
            self._opened = cast("Manuscript", pickle.loads(self._packed))  # noqa: S301 - packed here
        return self._opened


def _packed(data: bytes) -> Packed:
    made = Packed.__new__(Packed)
    made._packed, made._opened = data, None  # noqa: SLF001 - its own, without packing it again
    return made
