"""Characters as they came from another system, freed from what went wrong on their way."""

from __future__ import annotations

import html
import re
import unicodedata

from sphinx_proceedings.gate.text import MAX_MARKS, describe, refused, stacked_marks
from sphinx_proceedings.importers.flow import Doubt

ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")
# UTF-8 that was read as Latin-1: a lead byte, and trailing bytes that stand for no character.
MISREAD = re.compile("[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}")
C1 = re.compile("[\x80-\x9f]")
LIGATURES = str.maketrans(
    {"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st", "\ufffc": ""}
)
HYPHENATION = re.compile(r"\(cid:173\)\s*")
LOST_GLYPH = re.compile(r"\(cid:\d+\)|\ufffd")
# With the letter that accents may stand on; in pieces, since sorting accents takes the square of time.
FOREIGN = re.compile("[\x00-\x7f]?[^\x00-\x7f]{1,500}")
SEPARATORS = frozenset("\x0b\x0c\x1c\x1d\x1e\x1f\x85\u2028\u2029")
INVISIBLE = frozenset({"Cc", "Cf", "Zl", "Zp", "Cs"})


def readable(text: str) -> str:
    """`text` without control, invisible and unknown characters, each line end one character."""
    if text.isascii() and text.isprintable():
        return text
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if C1.search(text):
        text = _windows(MISREAD.sub(_reread, text))
    wrong = refused(text)
    if wrong:
        text = text.translate({ord(c): " " if c in SEPARATORS else None for c in wrong})
    return text


def clean(text: str) -> tuple[str, tuple[Doubt, ...]]:
    """`text` with its entities decoded and broken characters repaired; and what is lost for good."""
    text = ENTITY.sub(lambda match: html.unescape(match[0]), text)
    lost = sorted(c for c in refused(text) if unicodedata.category(c) not in INVISIBLE)
    doubts = [
        Doubt(f"The character {describe(c)} was left out.", "See what stands there in the original.")
        for c in lost[:5]
    ]
    text = readable(text)
    if not text.isascii():
        text = FOREIGN.sub(lambda match: unicodedata.normalize("NFC", match[0]), text)
        text = few_marks(text).translate(LIGATURES)
    text = HYPHENATION.sub("", text)
    if match := LOST_GLYPH.search(text):
        message = f"“{match[0]}” stands for a character that was lost before the import."
        doubts.append(Doubt(message, "Look the word up in the original."))
    return text, tuple(doubts)


def few_marks(text: str) -> str:
    """`text` with no more accents on a letter than the gate allows."""
    return text if text.isascii() else stacked_marks().sub(lambda m: m[0][:MAX_MARKS], text)


def _reread(match: re.Match[str]) -> str:
    if not C1.search(match[0]):
        return match[0]
    try:
        return match[0].encode("latin-1").decode("utf-8")
    except UnicodeDecodeError:
        return match[0]


def _windows(text: str) -> str:
    """The control characters U+0080–U+009F as the characters that Windows-1252 has there."""
    return C1.sub(lambda m: m[0].encode("latin-1").decode("cp1252", "ignore"), text)
