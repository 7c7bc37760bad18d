"""A tree as plain text: for page titles, descriptions, sorting and search."""

from __future__ import annotations

import re
from collections.abc import Mapping

from sphinx_proceedings.model import Node
from sphinx_proceedings.render.math import Formula

BLOCKS = frozenset(
    "paragraph tight display codeblock bullets numbers quote table figure item cell headcell".split()
)
OMITTED = frozenset({"note", "noteref", "cite", "eqref"})
BEFORE_A_STOP = re.compile(r" +(?=[.,;:!?)](\s|$))")


def plain(node: Node, formulas: Mapping[int, Formula]) -> str:
    """The text of `node` in one line: formulas in plain characters, notes and citations left out."""
    return BEFORE_A_STOP.sub("", " ".join("".join(_pieces(node, formulas)).split()))


def _pieces(node: Node, formulas: Mapping[int, Formula]) -> list[str]:
    if node.kind in OMITTED:
        return []
    if node.kind in {"math", "display"}:
        spoken = formulas[id(node)].text
        return [f" {spoken} "] if node.kind == "display" else [spoken]
    if node.kind == "break":
        return [" "]
    pieces = [node.text]
    for child in node.children:
        pieces += _pieces(child, formulas)
    return [" ", *pieces, " "] if node.kind in BLOCKS else pieces


def shorten(text: str, length: int) -> str:
    """`text` cut at a word's end to at most `length` characters, with an ellipsis."""
    if len(text) <= length:
        return text
    return text[: length - 1].rsplit(" ", 1)[0].rstrip(" ,;:.–") + "…"
