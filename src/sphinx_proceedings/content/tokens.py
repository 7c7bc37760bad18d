"""Markdown tokens, each with its place in the author's file."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.token import Token

# What a token's own text looks like in the source, where it differs from its content.
MARKERS = {
    "math_inline": ("$", "$"),
    "math_inline_double": ("$$", "$$"),
    "myst_role": ("", "`"),
}

OPENINGS = {"link_open": "[", "image": "!["}
FENCES = frozenset({"fence", "colon_fence"})
DIRECTIVE = re.compile(r"\{([^}\s]*)\}[ \t]*(.*)")
OPTION = re.compile(r":([A-Za-z-]+):[ \t]*(.*)")


@cache
def parser() -> MarkdownIt:
    """myst-parser's Markdown parser, with the syntax that abstracts may use and some that we refuse."""
    # To load it takes as long as to read fifty abstracts, and most of them do without.
    from markdown_it.renderer import RendererHTML  # noqa: PLC0415
    from myst_parser.config.main import MdParserConfig  # noqa: PLC0415
    from myst_parser.parsers.mdit import create_md_parser  # noqa: PLC0415

    config = MdParserConfig(
        enable_extensions={"dollarmath", "amsmath", "colon_fence"}, dmath_double_inline=True
    )
    md = create_md_parser(config, RendererHTML)
    # Front matter is read before; counting words is not needed.
    md.disable(["front_matter", "wordcount"])
    return md


def tokenize(text: str, first_line: int = 1) -> list[Token]:
    """The tokens of `text`, whose first line is line `first_line` of its file.

    Each token, and each inline token within, has `meta["at"]`: (line, column), both from 1. A fence has
    `meta["directive"]`: (name, argument, options, content), the name "" for plain code; a figure's
    caption is the fence's children.
    """
    tokens = parser().parse(text, {})
    lines = text.split("\n")
    for token in tokens:
        if token.type in FENCES:
            name, argument, options, content, skipped = _directive(token)
            token.meta["directive"] = name, argument, options, content
            if name == "figure" and content and token.map:
                # A caption is one line of inline text: no picture or directive can stand in it.
                (caption,) = parser().parseInline(content, {})
                start = first_line + token.map[0] + 1 + skipped
                _place_children(caption.children or [], content.split("\n"), start)
                token.children = caption.children
                token.meta["at"] = (first_line + token.map[0], 1)
                continue
        if token.map:
            token.meta["at"] = (first_line + token.map[0], _indent(lines, token.map[0]))
        if token.children and token.map:
            start, end = token.map
            _place_children(token.children, lines[start:end], first_line + start)
    return tokens


def place(token: Token) -> tuple[int, int]:
    """(line, column) of `token`; (0, 0) where the parser does not say."""
    line, column = token.meta.get("at", (0, 0))
    return line, column


def _place_children(children: list[Token], lines: list[str], first_line: int) -> None:
    for child, at in _locate(children, lines):
        child.meta["at"] = (first_line + at[0], at[1])


def _directive(token: Token) -> tuple[str, str, dict[str, str], str, int]:
    """Name, argument, options, content, and the number of lines before the content."""
    match = DIRECTIVE.match(token.info.strip())
    if not match:
        return "", token.info.strip(), {}, token.content, 0
    options: dict[str, str] = {}
    lines = token.content.split("\n")
    while lines and (option := OPTION.fullmatch(lines[0])):
        options[option[1]] = option[2].strip()
        lines.pop(0)
    skipped = len(options)
    while lines and not lines[0].strip():
        skipped += 1
        lines.pop(0)
    return match[1], match[2].strip(), options, "\n".join(lines).rstrip("\n"), skipped


def _indent(lines: list[str], number: int) -> int:
    line = lines[number] if number < len(lines) else ""
    return len(line) - len(line.lstrip()) + 1


def _locate(children: list[Token], lines: list[str]) -> Iterator[tuple[Token, tuple[int, int]]]:
    """Each inline token with (line from 0, column from 1) within `lines`, found in reading order."""
    source = "\n".join(lines)
    cursor = 0
    for token in children:
        before, after = MARKERS.get(token.type, ("", ""))
        if token.type == "myst_role":
            before = f"{{{token.meta['name']}}}`"
        wanted = before + token.content + after if token.content else token.markup
        wanted = OPENINGS.get(token.type, wanted)
        if token.type == "footnote_ref":
            wanted = f"[^{token.meta['label']}]"
        found = source.find(wanted, cursor) if wanted else -1
        if found >= 0:
            cursor = found + (len(wanted) if token.type != "text" else 0)
        at = max(found, cursor) if found < 0 else found
        line = source.count("\n", 0, at)
        yield token, (line, at - (source.rfind("\n", 0, at) + 1) + 1)
