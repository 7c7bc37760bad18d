"""Web addresses in running text."""

from __future__ import annotations

import re

from sphinx_proceedings import addresses

URL = re.compile(r"https?://(?:[^\s<>\"'{}|\\^`$]|\\[_%#&~])+")
ESCAPED = re.compile(r"\\([_%#&~{}$])(?:\{\})?")
AFTER = ".,;:!?*~"
# What Markdown keeps as it is; an apostrophe or a bracket would end a link.
PLAIN = re.compile(r"https://[A-Za-z0-9.-]+(?::\d+)?(?:[/?#][A-Za-z0-9/._~:?#@!$&()*+,;=%-]*)?")
ENTITY_LIKE = re.compile(r"&#?\w+;")


def find_address(text: str, start: int) -> tuple[int, str]:
    """(length in `text`, address) of the address that begins at `start`; (0, "") where none does.

    Punctuation at its end belongs to the sentence.
    """
    match = URL.match(text, start)
    if not match:
        return 0, ""
    found = match[0].rstrip(AFTER)
    surplus = found.count(")") - found.count("(")
    while surplus > 0 and found.endswith(")"):
        found = found[:-1].rstrip(AFTER)
        surplus -= 1
    return len(found), without_escapes(found)


def without_escapes(url: str) -> str:
    """An address without the backslashes that LaTeX needs in it."""
    return ESCAPED.sub(r"\1", url)


def linkable(url: str) -> bool:
    """Whether an abstract may link to `url`, and Markdown leaves it as it is."""
    return bool(PLAIN.fullmatch(url) and addresses.PAGE.fullmatch(url) and not ENTITY_LIKE.search(url))
