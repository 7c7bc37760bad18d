"""Bare text, in which nothing can be markup: its tree without a parser.

Most titles and most abstracts are bare. The Markdown parser would try a dozen rules on each line of them,
half of the time that it takes to read a volume; tests compare what the two make of the same text.
"""

from __future__ import annotations

import re

from sphinx_proceedings.model import Node

LETTER = "A-Za-zÀ-ÖØ-öø-ÿĀ-ž"
# A line that begins with a digit, a hyphen or a colon may be an item or a fence.
LINE = re.compile(rf"[{LETTER}(“‘](?:[{LETTER}0-9 ,.;:?!'\"()/%“”‘’–—-]*[{LETTER}0-9,.;:?!'\"()/%”’])?")
ADDRESS = "://"


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
    if ADDRESS in text or not LINE.fullmatch(text):
        return None
    said = Node("text", (), text, {}, line, column)
    return Node("document", (said,), line=line, column=column)


def _paragraph(lines: list[str], first_line: int) -> Node:
    """Its lines as texts with line ends between them; an end is placed where the line before it begins."""
    children: list[Node] = []
    source, at, start = "\n".join(lines), (first_line, 1), 0
    for line in lines:
        if children:
            children.append(Node("text", (), "\n", {}, *at))
        start = source.find(line, start)
        before = source.rfind("\n", 0, start) + 1
        at = first_line + source.count("\n", 0, start), start - before + 1
        children.append(Node("text", (), line, {}, *at))
    return Node("paragraph", tuple(children), "", {}, first_line, 1)
