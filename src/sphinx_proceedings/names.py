"""Names and the words made from them: slugs, sort keys, initials, near misses."""

from __future__ import annotations

import difflib
import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache
from zlib import crc32

MAX_SLUG = 120
RESERVED = r"(?:index|con|prn|aux|nul|com[0-9]|lpt[0-9])"
"""Names that files cannot have: Windows keeps them for devices; index is the folder's own page."""
PARTICLES = frozenset(
    "'t ’t af al ap bin da dal das de del della den der di do dos du el la le los ten ter van von "
    "zu zum zur".split()
)
SUFFIXES = frozenset({"jr", "jr.", "sr", "sr.", "ii", "iii", "iv"})

# Letters that Unicode does not decompose into a base letter and an accent.
UNDECOMPOSED = str.maketrans(
    {
        "ß": "ss", "æ": "ae", "Æ": "AE", "œ": "oe", "Œ": "OE", "ø": "o", "Ø": "O", "ł": "l", "Ł": "L",
        "đ": "d", "Đ": "D", "ð": "d", "Ð": "D", "þ": "th", "Þ": "Th", "ı": "i", "ħ": "h", "Ħ": "H",
        "’": "'", "ʼ": "'", "–": "-", "—": "-", "‐": "-",
    }
)  # fmt: skip


def folded(text: str) -> str:
    """A long text without accents, in lower case, as `fold` makes it of names; not remembered."""
    if text.isascii():
        return text.lower()
    decomposed = unicodedata.normalize("NFKD", text.translate(UNDECOMPOSED))
    return "".join(c for c in decomposed if not unicodedata.combining(c)).casefold()


def natural(text: str) -> list[tuple[int, str]]:
    """A key that sorts as people count: 2 before 10, B2 before B10."""
    parts = re.split(r"(\d+)", text)
    return [(int(part), "") if part.isdecimal() else (-1, fold(part)) for part in parts if part]


@lru_cache(maxsize=65536)
def fold(text: str) -> str:
    """`text` without accents, in lower case: what comparing and sorting by eye expects."""
    return folded(text)


@lru_cache(maxsize=65536)
def collation(text: str) -> str:
    """What `text` sorts by: folded, and without the marks within words.

    Code points then put Latin before Greek, Cyrillic, Hebrew and Arabic, and ideographs last, in the order
    of their radicals: the order of the Unicode collation algorithm without a language.
    """
    folded = fold(text)
    if folded.isalpha():
        return folded
    spaced = folded.replace("-", " ").replace("_", " ")
    return " ".join("".join(c for c in spaced if unicodedata.category(c)[0] not in "PSC").split())


def heading(text: str) -> str:
    """What an index writes above `text`: its first letter, one heading for all ideographs, else “#”."""
    first = collation(text)[:1]
    if not first.isalpha():
        return "#"
    return "Chinese characters" if unicodedata.name(first, "").startswith("CJK") else first.upper()


@lru_cache(maxsize=65536)
def slug(text: str) -> str:
    """An address made from `text`: lower-case ASCII letters and digits with single hyphens.

    Text of other scripts gives its code points in hexadecimal, so that no two names lose
    all that tells them apart; an empty text gives "x".
    """
    folded = fold(text).replace("'", "")
    words = re.findall(r"[^\W_]+", folded)
    ascii_words = [w if w.isascii() else "-".join(f"{ord(c):x}" for c in w) for w in words]
    made = "-".join(ascii_words)
    if len(made) > MAX_SLUG:
        # A file name has at most 255 bytes; a digest keeps two long names apart.
        made = f"{made[: MAX_SLUG - 9].rstrip('-')}-{crc32(made.encode()):08x}"
    # The index of all authors, or keywords, has one of these addresses; Windows keeps the others.
    return f"{made}-1" if re.fullmatch(RESERVED, made) else made or "x"


def split_name(text: str) -> tuple[str, str, str, str]:
    """`text`, a person's name in reading order, as (given, particle, family, suffix).

    The last word is the family name, with the particles before it; "Family, Given" is understood
    as well. An author whose name splits otherwise writes its parts in the front matter.
    """
    if "," in text:
        return _split_at_commas([part.strip() for part in text.split(",")])
    words = text.split()
    suffix = words.pop() if len(words) > 2 and words[-1].lower() in SUFFIXES else ""
    if len(words) < 2:
        return "", "", " ".join(words), suffix
    first = len(words) - 1
    while first > 1 and words[first - 1].lower() in PARTICLES and words[first - 1].islower():
        first -= 1
    return " ".join(words[:first]), " ".join(words[first:-1]), words[-1], suffix


def _split_at_commas(parts: list[str]) -> tuple[str, str, str, str]:
    """“Family, Given”, “Family, Jr., Given” and “Given Family, Jr.”."""
    suffix = next((part for part in parts[1:] if part.lower() in SUFFIXES), "")
    rest = [part for part in parts if part and part != suffix]
    if len(rest) < 2:
        return *split_name(" ".join(rest))[:3], suffix
    words = rest[0].split()
    first = 0
    while first < len(words) - 1 and words[first] in PARTICLES:
        first += 1
    return " ".join(rest[1:]), " ".join(words[:first]), " ".join(words[first:]), suffix


def initials(given: str) -> str:
    """Initials: Jean-Pierre Marie becomes J.-P. M."""
    parts = ("-".join(f"{p[0]}." for p in word.split("-") if p) for word in given.split())
    return " ".join(part for part in parts if part)


def closest(word: str, known: Iterable[str]) -> str | None:
    """The member of `known` that `word` most likely stands for, or None where none is near."""
    by_fold = {fold(candidate): candidate for candidate in known}
    near = difflib.get_close_matches(fold(word), by_fold, n=1, cutoff=0.6)
    return by_fold[near[0]] if near else None


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """The sentence that offers the nearest known word, or an empty text."""
    near = closest(word, known)
    return f"Did you mean “{near}”?" if near else ""
