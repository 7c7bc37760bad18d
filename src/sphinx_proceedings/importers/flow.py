"""A text in motion: what a reader of another format found, and what the writer makes MyST of."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Literal, NamedTuple


class Doubt(NamedTuple):
    """Something that could not be taken over exactly: what it was, and what a person can do."""

    message: str
    fix: str = ""


@dataclass(frozen=True, slots=True)
class Style:
    """How a run looks. `href` is the address that it leads to."""

    em: bool = False
    strong: bool = False
    code: bool = False
    href: str = ""


PLAIN = Style()


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of one paragraph in one style.

    `text` is what a reader sees (kind "text"), a formula without its delimiters ("math"), or the
    number of a footnote ("note"); it is empty for a line break ("break").
    """

    text: str
    style: Style = PLAIN
    kind: Literal["text", "math", "note", "break"] = "text"

    def without_link(self) -> Run:
        """The run as mere text."""
        return replace(self, style=replace(self.style, href=""))


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Runs that belong together."""

    runs: tuple[Run, ...]


@dataclass(frozen=True, slots=True)
class Display:
    """A formula of its own; `env` is an environment of amsmath, or empty."""

    tex: str
    env: str = ""


@dataclass(frozen=True, slots=True)
class Verbatim:
    """Lines of code."""

    text: str


@dataclass(frozen=True, slots=True)
class Listing:
    """A list; each item is a list of blocks."""

    ordered: bool
    items: list[list[Block]] = field(default_factory=list)


Block = Paragraph | Display | Verbatim | Listing


@dataclass(frozen=True, slots=True)
class Flow:
    """A whole text: its blocks, the texts of its footnotes (number 1 first), and its doubts."""

    blocks: list[Block]
    notes: list[tuple[Run, ...]]
    doubts: tuple[Doubt, ...]


def runs_of(blocks: list[Block]) -> Iterator[Run]:
    """All that `blocks` say as runs of one paragraph, with formulas in the line."""
    first = True
    for block in blocks:
        if not first:
            yield Run(" ")
        first = False
        match block:
            case Paragraph(runs):
                yield from runs
            case Display(tex, env):
                yield Run(tex if not env else in_dollars(tex, env), kind="math")
            case Verbatim(text):
                yield Run(" ".join(text.split()), Style(code=True))
            case Listing(_, items):
                for number, item in enumerate(items):
                    if number:
                        yield Run(" ")
                    yield from runs_of(item)


def in_dollars(tex: str, env: str) -> str:
    """An environment of amsmath as one that may stand between dollar signs."""
    name = {"align": "aligned"}.get(env.rstrip("*"), "gathered")
    return f"\\begin{{{name}}} {tex} \\end{{{name}}}"
