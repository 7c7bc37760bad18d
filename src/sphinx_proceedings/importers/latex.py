"""LaTeX text as MyST: an abstract, a title, or a plain name.

Most of LaTeX's text commands have a counterpart in MyST; formulas stay as they are. What has none
comes out as text, with a doubt. Whatever goes in, what comes out passes the gate, as long as it is
no longer than the gate allows.
"""

from __future__ import annotations

from dataclasses import dataclass

from sphinx_proceedings.importers import markdown_blocks
from sphinx_proceedings.importers.cleaning import clean, few_marks
from sphinx_proceedings.importers.flow import Doubt, Flow, runs_of
from sphinx_proceedings.importers.latex_handlers import command
from sphinx_proceedings.importers.latex_reader import Reader
from sphinx_proceedings.importers.latex_signs import SIGNS

ALL_SIGNS = {**SIGNS, "\\": command}


@dataclass(frozen=True)
class Converted:
    """A text, and what in it could not be taken over exactly."""

    text: str
    doubts: tuple[Doubt, ...] = ()


def body(source: str) -> Converted:
    """The text of an abstract: paragraphs, lists, displayed formulas and footnotes."""
    return Converted(*_finished(*markdown_blocks.document(_read(source))))


def title(source: str) -> Converted:
    """A title on one line, with emphasis and formulas."""
    return Converted(*_finished(*markdown_blocks.title(_read(source, in_line=True))))


def plain(source: str) -> str:
    """A name or a keyword: text without any markup; a formula keeps its dollar signs."""
    runs = runs_of(_read(source, in_line=True).blocks)
    text = "".join(
        f"${run.text}$" if run.kind == "math" else run.text for run in runs if run.kind != "note"
    )
    return few_marks(" ".join(text.split()))


def _read(source: str, *, in_line: bool = False) -> Flow:
    text, doubts = clean(source)
    reader = Reader(text, ALL_SIGNS, in_line=in_line)
    reader.run()
    found = tuple(Doubt(*item) for item in reader.doubts.items())
    return Flow(reader.sink, reader.notes, doubts + found)


def _finished(text: str, doubts: tuple[Doubt, ...]) -> tuple[str, tuple[Doubt, ...]]:
    # Accents written as commands may have come on top of others.
    return few_marks(text), doubts
