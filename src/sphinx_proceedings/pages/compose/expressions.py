r"""Regular expressions of Python's, written as a browser reads them.

Both languages share nearly all of the notation. What differs here: named groups, `\Z`, possessive
quantifiers, letters of every script in `\w` and at `\b`, and patterns with blanks.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

WORD = r"\p{L}\p{N}_"
EDGE = rf"(?:(?<=[{WORD}])(?![{WORD}])|(?<![{WORD}])(?=[{WORD}]))"
OF_ALL_SCRIPTS = {r"\w": f"[{WORD}]", r"\b": EDGE}
# One piece of a pattern: an escape, a class, a group's name, a quantifier, or any other character.
PIECE = re.compile(
    r"(?P<end>\\Z)|(?P<escape>\\.)|(?P<class>\[\^?\]?(?:\\.|[^\]\\])*\])|(?P<named>\(\?P<)"
    r"|(?P<again>\(\?P=(?P<name>\w+)\))|(?P<possessive>(?<=[*+?}])\+)|(?P<blank>\s)|(?P<other>.)",
    re.DOTALL,
)
NOT_OTHER = re.compile(r"\[\^\\W(.*)\]", re.DOTALL)
"""A class that leaves out all but the characters of words, and some of these."""


def for_browser(pattern: re.Pattern[str]) -> tuple[str, str]:
    """The source and the flags of `pattern` as a `RegExp`."""
    verbose, ascii_ = bool(pattern.flags & re.VERBOSE), bool(pattern.flags & re.ASCII)
    source = "".join(_pieces(pattern.pattern, verbose=verbose, ascii_=ascii_))
    flags = ((re.IGNORECASE, "i"), (re.MULTILINE, "m"), (re.DOTALL, "s"))
    return source, "u" + "".join(letter for flag, letter in flags if pattern.flags & flag)


def _pieces(source: str, *, verbose: bool, ascii_: bool) -> Iterator[str]:
    for piece in PIECE.finditer(source):
        text = piece[0]
        match piece.lastgroup:
            case "end":
                yield r"(?![\s\S])"
            case "named":
                yield "(?<"
            case "again":
                yield rf"\k<{piece['name']}>"
            case "possessive":
                pass
            case "blank" if verbose:
                pass
            case "class":
                yield _class(text, ascii_=ascii_)
            case "escape":
                yield _escape(text) if ascii_ else OF_ALL_SCRIPTS.get(text) or _escape(text)
            case _:
                yield text


def _class(text: str, *, ascii_: bool) -> str:
    if found := NOT_OTHER.fullmatch(text):
        return f"(?![{found[1]}])[{WORD}]"
    inner = re.sub(r"\\.", lambda found: _escape(found[0]), text, flags=re.DOTALL)
    return inner if ascii_ else inner.replace(r"\w", WORD)


def _escape(text: str) -> str:
    """An escape as it is, or the character alone where a browser would not have it escaped."""
    return text if text[1].isalnum() or text[1] in "^$\\.*+?()[]{}|/-" else text[1]
