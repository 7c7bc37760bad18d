"""Related contributions: up to five for each, and the reason in words; and where each lies on the chart."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

from sphinx_proceedings import names
from sphinx_proceedings.edition import edition
from sphinx_proceedings.model import Contribution
from sphinx_proceedings.pages.compiled import Compiled
from sphinx_proceedings.pages.typeset import WORD
from sphinx_proceedings.parallel import parallel

if TYPE_CHECKING:
    from sphinx_proceedings.pages.likeness import Features

MOST = 5
MANY = 1000
"""Contributions from which on comparing them takes memory that the rest of a build should not carry."""
NAMED = 3
"""So many words are named, and so many in common are worth naming beside another reason."""
LEAST = 0.08
"""The likeness below which two contributions have nothing to say to each other."""
LEAST_PULL = 0.05
"""The likeness below which, of many contributions, two have nothing to do with each other on the chart."""
NUMBERS = "no one two three four five six seven eight nine".split()
TITLE_COUNTS = 2
"""A word of the title or a keyword counts as so many of the text."""


@dataclass(frozen=True, slots=True)
class Related:
    """A contribution that is related to another one, and why."""

    id: str
    reason: str


@dataclass(frozen=True)
class Telling:
    """What tells something of a contribution because not too many have it.

    `occurs` says in how many each word stands, `usual` how the volume writes it.
    """

    authors: Set[str]
    topics: Set[str]
    occurs: Mapping[str, int]
    usual: Mapping[str, str]

    def shared(self, one: Mapping[str, int], other: Mapping[str, int]) -> list[str]:
        """The telling words of both, the most telling first; neither has one in passing only."""
        weights = {word: one[word] * other[word] for word in one.keys() & other.keys()}
        told = [word for word, weight in weights.items() if weight > 2 and word in self.occurs]
        return sorted(told, key=lambda word: (-weights[word] / self.occurs[word], word))


Lists = Mapping[str, tuple[Related, ...]]
"""The related contributions of each one, by its id, the nearest first."""


@dataclass(frozen=True)
class Found:
    """The related contributions of each one, and the places of those on the chart, by their ids.

    `digest` is one of all that both depend on.
    """

    lists: Lists
    places: Mapping[str, tuple[int, int]]
    digest: str


def find(compiled: Compiled) -> Found:
    """The related contributions of each one: of a sample samples, and nothing that is withdrawn.

    On the chart are the contributions of the proceedings; samples only as long as there are no others.
    """
    contributions = compiled.volume.contributions
    real = [c for c in contributions if not c.is_sample and not c.is_withdrawn]
    samples = [c for c in contributions if c.is_sample]
    lists, places = _among(compiled, real)
    more, theirs = _among(compiled, samples)
    return Found({**lists, **more}, places or theirs, _digest(compiled))


def of(compiled: Compiled) -> Found:
    """As `find`, made once, and taken from the build before where nothing changed that it depends on."""
    if not compiled.found:
        memory = compiled.related_file
        compiled.found.append(remembered(compiled, memory) if memory else find(compiled))
    return compiled.found[0]


def remembered(compiled: Compiled, memory: Path) -> Found:
    """As `find`, but only when something changed that it depends on. `memory` is a file."""
    digest = _digest(compiled)
    try:
        known = json.loads(memory.read_text(encoding="utf-8"))
        if known["digest"] == digest:
            lists = {id_: tuple(Related(*one) for one in near) for id_, near in known["lists"].items()}
            return Found(lists, {id_: (x, y) for id_, (x, y) in known["places"].items()}, digest)
    except (OSError, ValueError, TypeError, KeyError, RecursionError, AttributeError):
        # A memory that is missing or damaged costs the time to find the lists again.
        pass
    found = _apart(compiled) if len(compiled.volume.contributions) >= MANY else find(compiled)
    plain = {id_: [(one.id, one.reason) for one in near] for id_, near in found.lists.items()}
    memory.parent.mkdir(parents=True, exist_ok=True)
    kept = {"digest": digest, "lists": plain, "places": found.places}
    memory.write_text(json.dumps(kept), encoding="utf-8")
    return found


def _apart(compiled: Compiled) -> Found:
    """As `find`, in a process of its own, with which its memory goes."""
    return next(parallel(lambda _number: find(compiled), range(1), 1))


def _digest(compiled: Compiled) -> str:
    made = sha256(edition().encode())
    for c in compiled.volume.contributions:
        signed = [author.slug for author in c.meta.authors]
        made.update(repr((c.id, c.digest, signed, _works(compiled, c))).encode())
    made.update(repr(tuple(compiled.volume.topics)).encode())
    return made.hexdigest()


def _among(
    compiled: Compiled, contributions: Sequence[Contribution]
) -> tuple[dict[str, tuple[Related, ...]], dict[str, tuple[int, int]]]:
    from sphinx_proceedings.pages import chart, likeness  # noqa: PLC0415 - import numpy, 0.2 s

    spellings: Counter[str] = Counter()
    found = [_features(compiled, contribution, spellings) for contribution in contributions]
    authors, topics, words = (likeness.telling(found, kind) for kind in ("authors", "topics", "words"))
    telling = Telling(authors.keys(), topics.keys(), words, _usual(spellings))
    near = likeness.alike(found, chart.NEAR, LEAST_PULL if len(found) >= MANY else 0.0)
    lists = {
        contribution.id: tuple(
            Related(contributions[other].id, reason(found[i], found[other], telling))
            for other, how in near[i][:MOST]
            if how >= LEAST
        )
        for i, contribution in enumerate(contributions)
    }
    ids = [contribution.id for contribution in contributions]
    return lists, dict(zip(ids, chart.places(ids, [[other for other, _ in n] for n in near]), strict=True))


def _features(compiled: Compiled, contribution: Contribution, spellings: Counter[str]) -> Features:
    meta, text = contribution.meta, compiled.typeset(contribution)
    spellings.update(text.said)
    said = dict(text.said)
    for word in (*text.titled, *WORD.findall(" ".join(meta.keywords))):
        said[word] = said.get(word, 0) + TITLE_COUNTS
    words: dict[str, int] = {}
    for spelling, count in said.items():
        stem = _stem(spelling)
        words[stem] = words.get(stem, 0) + count
    return {
        "words": words,
        "references": dict.fromkeys(_works(compiled, contribution), 1),
        "authors": dict.fromkeys((author.slug for author in meta.authors), 1),
        "topics": dict.fromkeys((topic.id for topic in compiled.volume.topics_of(contribution)), 1),
    }


def _usual(spellings: Counter[str]) -> dict[str, str]:
    """How the volume writes each word most of the time."""
    usual: dict[str, str] = {}
    # A word at the beginning of a sentence has a capital that is not its own.
    weighed = {word: count * (3 if word.islower() else 1) for word, count in spellings.items()}
    for spelling in sorted(weighed, key=lambda word: (-weighed[word], word)):
        usual.setdefault(_stem(spelling), spelling)
    return usual


def _works(compiled: Compiled, contribution: Contribution) -> list[str]:
    """The works that a contribution cites, whether from its own bibliography or the volume's."""
    if not contribution.cited:
        return []
    entries = compiled.references(contribution).values()
    return [repr(entry.sort_key[:3]) for entry in entries]


@lru_cache(maxsize=1 << 18)
def _stem(spelling: str) -> str:
    """A word folded, and an English noun without the ending of its plural."""
    word = names.folded(spelling)
    if word.endswith("ies") and len(word) > 4:
        return f"{word[:-3]}y"
    if word.endswith(("sses", "shes", "ches", "xes")):
        return word[:-2]
    if word.endswith("s") and not word.endswith(("ss", "us", "is")) and len(word) > 3:
        return word[:-1]
    return word


def reason(one: Features, other: Features, telling: Telling) -> str:
    """Why two contributions are related, in words."""
    works = one["references"].keys() & other["references"].keys()
    authors = one["authors"].keys() & other["authors"].keys() & telling.authors
    topics = one["topics"].keys() & other["topics"].keys() & telling.topics
    said = []
    if works:
        said.append(f"shares {_number(len(works))} reference{'s' if len(works) > 1 else ''}")
    if authors:
        alone = len(authors) == 1
        said.append("by the same author" if alone else f"by {_number(len(authors))} of the same authors")
    if topics:
        said.append("same topic" if len(topics) == 1 else f"{_number(len(topics))} topics in common")
    shared = telling.shared(one["words"], other["words"])
    if len(shared) >= NAMED or not said:
        named = ", ".join(telling.usual.get(word, word) for word in shared[:NAMED])
        said.append(f"similar words ({named})" if named else "similar words")
    return ", ".join(said)


def _number(count: int) -> str:
    return NUMBERS[count] if count < len(NUMBERS) else str(count)
