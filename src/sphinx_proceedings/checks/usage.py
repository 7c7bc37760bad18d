"""Usage: how the volume as a whole spells its keywords and institutions."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Any, NamedTuple

from sphinx_proceedings import names
from sphinx_proceedings.model import Contribution

SHORTER = re.compile(r"\b(?:univ|dept|inst)\b\.?")
LONGER = {"univ": "university", "dept": "department", "inst": "institute"}
USUAL = 3
"""A spelling is usual where it is so many times as frequent as another one."""
FILLING = re.compile(r"\([^)]*\)|\b(?:the|of|at|and|for)\b|[^\w]+")


class Said(NamedTuple):
    """What one contribution says that others say too: its keywords, and the names of its institutions."""

    keywords: tuple[str, ...]
    affiliations: tuple[str, ...]


def said(contribution: Contribution) -> Said:
    """What a contribution says that others say too."""
    return Said(contribution.meta.keywords, tuple(place.name for place in contribution.meta.affiliations))


def said_raw(front_matter: Mapping[str, Any]) -> Said:
    """The same of front matter that nobody has validated; what is no text says nothing."""
    keywords, places = (front_matter.get(key) for key in ("keywords", "affiliations"))
    named = [place.get("name") for place in _list(places) if isinstance(place, dict)]
    return Said(_texts(_list(keywords)), _texts(named))


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


def _texts(values: Iterable[Any]) -> tuple[str, ...]:
    return tuple(value for value in values if isinstance(value, str) and value)


@dataclass(frozen=True)
class Usage:
    """How the volume spells its keywords and institutions, and whether its authors name any."""

    said: Sequence[Said]

    @classmethod
    def of(cls, contributions: Iterable[Contribution]) -> Usage:
        """How these contributions spell what they share."""
        return cls([said(contribution) for contribution in contributions])

    @cached_property
    def keywords(self) -> Mapping[str, Counter[str]]:
        """How often each spelling of a keyword stands in the volume, by what all spellings share."""
        return _spellings((keyword_key(word), word) for one in self.said for word in one.keywords)

    @cached_property
    def affiliations(self) -> Mapping[str, Counter[str]]:
        """The same for the names of institutions."""
        return _spellings((institution_key(name), name) for one in self.said for name in one.affiliations)

    @cached_property
    def having(self) -> int:
        """How many contributions name affiliations."""
        return sum(bool(one.affiliations) for one in self.said)

    @cached_property
    def affiliated(self) -> bool:
        """Whether nine of ten contributions name affiliations: then a file without is a slip."""
        return self.having > 1 and 10 * self.having >= 9 * len(self.said)


def _spellings(pairs: Iterable[tuple[str, str]]) -> dict[str, Counter[str]]:
    found: dict[str, Counter[str]] = {}
    for key, spelled in pairs:
        found.setdefault(key, Counter())[spelled] += 1
    return found


@lru_cache(maxsize=65536)
def keyword_key(word: str) -> str:
    """What spellings of a keyword share: case, hyphens and the plural aside."""
    words = names.fold(word).replace("-", " ").replace("_", " ").split()
    return "".join(
        w[:-3] + "y" if w.endswith("ies") and len(w) > 4
        else w[:-1] if w.endswith("s") and not w.endswith(("ss", "us", "is")) and len(w) > 3
        else w
        for w in words
    )  # fmt: skip


@lru_cache(maxsize=65536)
def institution_key(name: str) -> str:
    """What spellings of an institution share: case, signs, small words and swapped letters aside."""
    plain = SHORTER.sub(lambda short: LONGER[short[0].rstrip(".")], names.fold(name))
    return " ".join("".join(sorted(word)) for word in FILLING.sub(" ", plain).split())


def usual_spelling(spelled: str, counts: Counter[str]) -> tuple[str, int]:
    """The spelling that is usual in place of a rare one, and how often it occurs; else an empty text."""
    usual, number = counts.most_common(1)[0]
    return (usual, number) if usual != spelled and number >= USUAL * counts[spelled] else ("", 0)
