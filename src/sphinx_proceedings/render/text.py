"""A tree as plain text: for page titles, descriptions, sorting and search."""

from __future__ import annotations

import re
from collections.abc import Mapping

from sphinx_proceedings.model import Node
from sphinx_proceedings.render.html import Cited
from sphinx_proceedings.render.math import Formula

BLOCKS = frozenset(
    "paragraph tight display codeblock bullets numbers quote table figure item cell headcell".split()
)
OMITTED = frozenset({"note", "noteref", "cite", "eqref"})
BEFORE_A_STOP = re.compile(r" +(?=[.,;:!?)](\s|$))")


def plain(node: Node, formulas: Mapping[int, Formula], cited: Mapping[str, Cited] | None = None) -> str:
    """The text of `node` in one line: formulas in plain characters, notes left out.

    Of citations those remain that are part of a sentence and that `cited` has.
    """
    pieces = _pieces(node, formulas, cited or {})
    return BEFORE_A_STOP.sub("", " ".join("".join(pieces).split()))


def _pieces(node: Node, formulas: Mapping[int, Formula], cited: Mapping[str, Cited]) -> list[str]:
    if node.kind == "cite" and node.attrs["style"] == "textual":
        entries = [cited[key] for key in node.attrs["keys"] if key in cited]
        return [", ".join(f"{entry.label} ({entry.year})" for entry in entries)]
    if node.kind in OMITTED:
        return []
    if node.kind in {"math", "display"}:
        spoken = formulas[id(node)].text
        return [f" {spoken} "] if node.kind == "display" else [spoken]
    if node.kind == "break":
        return [" "]
    pieces = [node.text]
    for child in node.children:
        pieces += _pieces(child, formulas, cited)
    return [" ", *pieces, " "] if node.kind in BLOCKS else pieces


def shorten(text: str, length: int) -> str:
    """`text` cut at a word's end to at most `length` characters, with an ellipsis."""
    if len(text) <= length:
        return text
    return text[: length - 1].rsplit(" ", 1)[0].rstrip(" ,;:.–") + "…"
