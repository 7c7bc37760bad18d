"""A tree as plain text: for page titles, descriptions, sorting and search."""

from __future__ import annotations

from collections.abc import Callable

from sphinx_proceedings.model import Node

Speak = Callable[[str], str]
"""A formula in plain characters: `Typesetter.speak`."""

BLOCKS = frozenset(
    {
        "paragraph",
        "display",
        "codeblock",
        "bullets",
        "numbers",
        "quote",
        "table",
        "figure",
        "item",
        "cell",
        "headcell",
    }
)
OMITTED = frozenset({"note", "noteref"})


def plain(node: Node, speak: Speak) -> str:
    """The text of `node` in one line: formulas in plain characters, notes and citations left out."""
    return " ".join("".join(_pieces(node, speak)).split())


def _pieces(node: Node, speak: Speak) -> list[str]:
    if node.kind in OMITTED or node.kind == "cite":
        return []
    if node.kind in {"math", "display"}:
        return [" ", speak(node.text), " "] if node.kind == "display" else [speak(node.text)]
    if node.kind == "break":
        return [" "]
    pieces = [node.text] if node.kind != "eqref" else []
    for child in node.children:
        pieces += _pieces(child, speak)
    if node.kind in BLOCKS:
        pieces.append(" ")
    return pieces


def shorten(text: str, length: int) -> str:
    """`text` cut at a word's end to at most `length` characters, with an ellipsis."""
    if len(text) <= length:
        return text
    return text[: length - 1].rsplit(" ", 1)[0].rstrip(" ,;:.–") + "…"
