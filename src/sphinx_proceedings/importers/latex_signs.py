"""The signs of LaTeX text other than commands: braces, quotes, dashes, ties, dollars, addresses."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

from sphinx_proceedings.importers import latex_math
from sphinx_proceedings.importers.addresses import find_address
from sphinx_proceedings.importers.flow import Run
from sphinx_proceedings.importers.latex_reader import COMPARE, Reader

# Emphasis of Markdown, which finds its way into LaTeX: words between two stars.
STARRED = re.compile(r"(\*{1,2})(?=\w)([\w ,()+'’-]{0,120}[\w)])\1(?![\w*])")
BLANK_LINE = re.compile(r"\n[ \t]*\n")


def brace(reader: Reader, _sign: str) -> None:
    """The begin of a group."""
    reader.at -= 1
    reader.begin_group()


def unbrace(reader: Reader, _sign: str) -> None:
    """The end of a group, and of all environments that were forgotten in it."""
    end = reader.at - 1
    while end in reader.ends and reader.frames[-1].end != end:
        reader.close()
    if len(reader.frames) == 1 or reader.frames[-1].env:
        reader.doubt("A brace } closes nothing.", COMPARE)
    else:
        reader.close()


def tie(reader: Reader, _sign: str) -> None:
    """A space that does not break; after a space, a tilde that means "about"."""
    before = reader.text[max(reader.at - 2, 0) : reader.at - 1]
    reader.add(" " if before and not before.isspace() and before not in "([" else "~")


def dash(reader: Reader, sign: str) -> None:
    """Two hyphens or three."""
    reader.add("–" if len(sign) == 2 else "—")


def percent(reader: Reader, sign: str) -> None:
    """A percent sign. LaTeX begins a comment with it, but whoever kept the text lost the line ends."""
    number = reader.text[max(reader.at - 4, 0) : reader.at - 1].rstrip(" $")
    if not number[-1:].isdigit():
        reader.doubt("A % that follows no number may begin a comment.", COMPARE)
    reader.add(sign)


def quote(reader: Reader, sign: str) -> None:
    """Opening quotes; a single one within or after a word is an apostrophe."""
    start = reader.at - len(sign)
    before = reader.text[max(start - 1, 0) : start]
    after = reader.text[reader.at : reader.at + 1]
    if sign == "`" and before.isalnum() and ("`" in reader.quotes or after.isalnum()):
        reader.add("’")
        return
    reader.quotes |= {"``"} if len(sign) > 1 else set()
    reader.quotes |= {"`"} if len(sign) % 2 else set()
    reader.add("“" * (len(sign) // 2) + "‘" * (len(sign) % 2))


def unquote(reader: Reader, sign: str) -> None:
    """Closing quotes, or an apostrophe."""
    single = "`" in reader.quotes and not reader.text[reader.at : reader.at + 1].isalnum()
    if len(sign) % 2 and single:
        reader.quotes.discard("`")
    reader.add(("’" if single else "'") * (len(sign) % 2) + "”" * (len(sign) // 2))


def straight(reader: Reader, sign: str) -> None:
    """A straight quote, which often closes what two backticks opened."""
    reader.add("”" if "``" in reader.quotes else sign)
    reader.quotes.discard("``")


def star(reader: Reader, sign: str) -> None:
    """A star, or words in Markdown's emphasis."""
    start = reader.at - len(sign)
    before = reader.text[max(start - 1, 0) : start]
    match = STARRED.match(reader.text, start)
    if not match or before.isalnum() or before in {"*", "^", "_", "$", "\\"}:
        reader.add(sign)
        return
    now = reader.frames[-1].style
    style = replace(now, em=True) if sign == "*" else replace(now, strong=True)
    reader.put(Run(match[2], style))
    reader.at = match.end()


def bare_address(reader: Reader, sign: str) -> None:
    """An address in the text."""
    start = reader.at - len(sign)
    length, url = find_address(reader.text, start)
    reader.at = start + max(length, len(sign))
    reader.address(url or sign)


def dollar(reader: Reader, _sign: str) -> None:
    """A formula, in the line or displayed."""
    start = reader.at
    if reader.text.startswith("$", start):
        reader.at += 1
        tex = reader.until("$$")
        if tex is not None and not BLANK_LINE.search(tex):
            reader.display(tex)
            return
        reader.at = start + 1
    elif (end := reader.formula_end()) >= 0:
        tex = reader.text[start:end]
        if not latex_math.is_prose(tex):
            reader.at = end + 1
            reader.math(tex)
            return
    reader.doubt("A dollar sign stands alone.", COMPARE)
    reader.add(reader.text[start - 1 : reader.at])


SIGNS: dict[str, Callable[[Reader, str], None]] = {
    "{": brace,
    "}": unbrace,
    "~": tie,
    "-": dash,
    "%": percent,
    "*": star,
    "`": quote,
    "'": unquote,
    '"': straight,
    "h": bare_address,
    "$": dollar,
}
