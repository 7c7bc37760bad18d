"""A flow as a MyST text: paragraphs of short lines, lists, displayed formulas, footnotes."""

from __future__ import annotations

import re
from typing import assert_never

from sphinx_proceedings.importers import latex_math
from sphinx_proceedings.importers.flow import (
    Block,
    Display,
    Doubt,
    Flow,
    Listing,
    Paragraph,
    Run,
    Verbatim,
    in_dollars,
)
from sphinx_proceedings.importers.markdown_inline import BACKTICKS, BREAK, GLUE, line

WIDTH = 96
LOST_STYLE = Doubt("Emphasis within a word was left out.", "Set it again where it matters.")
# What begins a block if it begins a line: a quote, a comment; a list, a heading, a rule, a fence; the
# rule of a table; a target; an item with a number.
STARTER = re.compile(
    r"[>%]|[-+=#:~](?![^\W_])|\|(?=[|:\- ]*$)|\((?=.*\)=$)|(?P<number>\d{1,9})(?=[.)](?:\s|$))"
)


def document(flow: Flow) -> tuple[str, tuple[Doubt, ...]]:
    """The text of an abstract, and the doubts about it."""
    writer = _Writer()
    lines = writer.blocks(flow.blocks, top=True)
    for number, note in enumerate(flow.notes, 1):
        text = writer.paragraph(note, WIDTH - 4) or ["–"]
        lines += ["", f"[^{number}]: {text[0]}", *(f"    {more}" for more in text[1:])]
    return "\n".join(lines).strip("\n"), (*flow.doubts, *writer.doubts)


def title(flow: Flow) -> tuple[str, tuple[Doubt, ...]]:
    """A title of one line; footnotes, links and line breaks have no place in it."""
    runs: list[Run] = []
    doubts = list(flow.doubts)
    for block in flow.blocks:
        for run in block.runs if isinstance(block, Paragraph) else ():
            if run.kind == "note":
                doubts.append(Doubt("A footnote was left out.", "Say it in the abstract."))
            elif run.kind == "break":
                runs.append(Run(" "))
            else:
                runs.append(run.without_link())
    writer = _Writer()
    text = " ".join(writer.paragraph(tuple(runs), 0))
    return text, (*doubts, *writer.doubts)


class _Writer:
    """Writes blocks, and keeps its doubts."""

    def __init__(self) -> None:
        self.doubts: list[Doubt] = []

    def blocks(self, blocks: list[Block], width: int = WIDTH, *, top: bool = False) -> list[str]:
        """The lines of `blocks`, with an empty line between two of them."""
        lines: list[str] = []
        before: Listing | None = None
        alternate = False
        for block in blocks:
            match block:
                case Paragraph(runs):
                    written = self.paragraph(runs, width)
                case Display(tex, env):
                    written = _display(tex, env, top=top)
                case Verbatim(text):
                    written = _verbatim(text)
                case Listing():
                    # Two lists in sequence need different signs, or they would be one.
                    alternate = before is not None and not alternate
                    written = self.listing(block, width, "+)" if alternate else "-.")
                case _:
                    assert_never(block)
            before = block if isinstance(block, Listing) else None
            if written:
                lines += ["", *written] if lines else written
        return lines

    def listing(self, listing: Listing, width: int, signs: str) -> list[str]:
        """A list, close together where its items are single paragraphs."""
        lines: list[str] = []
        items = [item for item in listing.items if item]
        loose = any(len(item) > 1 for item in items)
        for number, item in enumerate(items, 1):
            marker = f"{number}{signs[1]} " if listing.ordered else f"{signs[0]} "
            indent = " " * len(marker)
            first, *rest = self.blocks(item, width - len(marker)) or ["–"]
            if loose and lines:
                lines.append("")
            lines.append(marker + first)
            lines += [indent + more if more else "" for more in rest]
        return lines

    def paragraph(self, runs: tuple[Run, ...], width: int) -> list[str]:
        """The lines of a paragraph; one for each line break where `width` is 0."""
        text, exact = line(runs)
        if not exact and LOST_STYLE not in self.doubts:
            self.doubts.append(LOST_STYLE)
        parts = [part for part in (part.strip() for part in text.split(BREAK)) if part]
        lines: list[str] = []
        for number, part in enumerate(parts):
            wrapped = [_guarded(words) for words in _wrapped(part, width)]
            if number + 1 < len(parts):
                wrapped[-1] += "\\"
            lines += wrapped
        return [words.replace(GLUE, " ") for words in lines]


def _wrapped(text: str, width: int) -> list[str]:
    """`text` in lines of at most `width` characters where it has spaces; 0 is one line."""
    if not width or len(text) <= width:
        return [text]
    lines: list[str] = []
    current = ""
    for word in text.split(" "):
        if current and len(current) + 1 + len(word) > width:
            lines.append(current)
            current = word
        else:
            current = f"{current} {word}" if current else word
    return [*lines, current]


def _guarded(words: str) -> str:
    """A line with a backslash before what would begin a block there."""
    match = STARTER.match(words)
    if not match:
        return words
    number = match["number"] or ""
    return f"{number}\\{words[len(number) :]}"


def _display(tex: str, env: str, *, top: bool) -> list[str]:
    if env and top:
        return [f"\\begin{{{env}}}", *latex_math.rows(tex).split("\n"), f"\\end{{{env}}}"]
    return ["$$", in_dollars(tex, env) if env else tex, "$$"]


def _verbatim(text: str) -> list[str]:
    longest = max((len(ticks) for ticks in BACKTICKS.findall(text)), default=0)
    fence = "`" * max(3, longest + 1)
    return [fence, *text.split("\n"), fence]
