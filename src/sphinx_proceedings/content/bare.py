"""Bare text, in which nothing but formulas in lines can be markup: its tree without a parser.

Most titles and most abstracts are bare. The Markdown parser would try a dozen rules on each line of them,
half of the time that it takes to read a volume; tests compare what the two make of the same text.
"""

from __future__ import annotations

import re
from dataclasses import replace

from sphinx_proceedings.model import Node

LETTER = "A-Za-zÀ-ÖØ-öø-ÿĀ-ž"
FORMULA = r"\$(?:[^$\\\x00-\x1f\x7f]|\\[^$\x00-\x1f\x7f])+\$(?!\$)"
# A line that begins with a hyphen, a colon or a plus may be an item or a fence, and so may “1.” and “2)”.
# An ampersand before a letter may begin an entity.
LINE = re.compile(
    rf"(?:[{LETTER}(“‘\"]|[0-9]++(?![.)])|{FORMULA})"
    rf"(?:[{LETTER}0-9 ,.;:?!'\"()/%“”‘’–—+^-]|&(?= )|{FORMULA})*+(?<! )"
)
PIECES = re.compile(rf"{FORMULA}|[^$]+")
ADDRESS = "://"
NUMBERED = re.compile(
    r"\\(?:eqref|label|tag)(?![A-Za-z])"
    r"|\\begin\s*\{(?:equation|align|gather|multline|alignat|flalign|eqnarray)\*?\}"
)
"""What anchors an equation, or leads to one. A title stands on other pages, too, and in links."""


def bare(text: str, first_line: int = 1) -> Node | None:
    """The tree of an abstract, or None unless it is bare. It begins at line `first_line` of its file."""
    if ADDRESS in text:
        return None
    paragraphs: list[Node] = []
    lines: list[str] = []
    # A blank line at the end closes the last paragraph.
    for number, line in enumerate((*text.split("\n"), ""), first_line):
        if not line:
            if lines:
                paragraphs.append(_paragraph(lines, number - len(lines)))
                lines = []
        elif LINE.fullmatch(line):
            lines.append(line)
        else:
            return None
    return Node("document", tuple(paragraphs), line=1) if paragraphs else None


def bare_title(text: str, line: int = 1, column: int = 1) -> Node | None:
    """The tree of a title, placed at its value; None unless it is bare."""
    if ADDRESS in text or NUMBERED.search(text) or not LINE.fullmatch(text):
        return None
    children = (_node(piece, (line, column)) for piece in PIECES.findall(text))
    placed = tuple(replace(child, column=column + text.find(child.text)) for child in children)
    return Node("document", placed, line=line, column=column)


def _paragraph(lines: list[str], first_line: int) -> Node:
    """Its pieces, with line ends between lines; an end is placed where the text before it begins."""
    children: list[Node] = []
    source, cursor = "\n".join(lines), 0
    for line in lines:
        if children:
            children.append(Node("text", (), "\n", {}, *_place(source, cursor, first_line)))
        for piece in PIECES.findall(line):
            found = source.find(piece, cursor)
            children.append(_node(piece, _place(source, found, first_line)))
            # As the parser's tokens are located: a text may be found in the one before it.
            cursor = found + (len(piece) if piece[0] == "$" else 0)
    return Node("paragraph", tuple(children), "", {}, first_line, 1)


def _node(piece: str, at: tuple[int, int]) -> Node:
    is_formula = piece[0] == "$"
    return Node("math" if is_formula else "text", (), piece[1:-1] if is_formula else piece, {}, *at)


def _place(source: str, at: int, first_line: int) -> tuple[int, int]:
    return first_line + source.count("\n", 0, at), at - source.rfind("\n", 0, at)
