"""Preparation: each submission read, checked and typeset by itself, in parallel, and remembered.

What becomes of one submission follows from its bytes, the bibliography and the organizers' settings, so
that after an edit all others are taken from the memory of the build before.
"""

from __future__ import annotations

import pickle
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from typing import cast

from sphinx_proceedings import checks
from sphinx_proceedings.edition import edition
from sphinx_proceedings.model import Contribution, Packed
from sphinx_proceedings.pages.memory import Memory
from sphinx_proceedings.pages.typeset import Title, title, typeset
from sphinx_proceedings.parallel import parallel
from sphinx_proceedings.problems import Problem
from sphinx_proceedings.references import Library
from sphinx_proceedings.sources import volume as sources
from sphinx_proceedings.sources.contribution import read_draft
from sphinx_proceedings.sources.volume import Submission

WORTH_A_PROCESS = 60
"""Submissions to prepare below which another process costs more than it saves."""
SHARE = 40
"""So many submissions are prepared at a time."""


@dataclass(frozen=True, slots=True)
class Prepared:
    """What became of a submission: its contribution unless a Problem keeps it out, and its Problems.

    `text` is the pickled typeset text; it is empty where nobody asked for it.
    """

    contribution: Contribution | None
    problems: tuple[Problem, ...]
    draft: Contribution | None = None
    """What can be known of a file that did not pass."""
    title: Title | None = None
    text: bytes = b""


def prepare(
    submissions: Sequence[Submission],
    context: checks.Context,
    library: Library,
    *,
    typeset: bool = True,
    jobs: int = 1,
    memory: Memory | None = None,
    tick: Callable[[int, int], None] = lambda _done, _total: None,
) -> list[Prepared]:
    """What becomes of each of the submissions, in their order; `typeset` says whether to typeset them.

    `tick` is told how many of how many that are new have been prepared.
    """
    work = Work(context, library, typeset)
    data = [submission.data() for submission in submissions]
    common = work.digest()
    keys = [work.key(common, *one) for one in zip(submissions, data, strict=True)] if memory else []
    known = {key: unpack(packed) for key, packed in memory.recall(keys).items()} if memory else {}
    missing = [i for i in range(len(submissions)) if not memory or keys[i] not in known]
    made: dict[int, bytes] = {}
    todo = [(submissions[i], data[i]) for i in missing]
    for number, packed in zip(missing, _all(work, todo, jobs), strict=True):
        made[number] = packed
        tick(len(made), len(missing))
    if memory:
        memory.keep(keys, {keys[i]: packed for i, packed in made.items()})
    return [unpack(made[i]) if i in made else known[keys[i]] for i in range(len(submissions))]


def unpack(packed: bytes) -> Prepared:
    """What `Work.do` packed."""
    return cast("Prepared", pickle.loads(packed))  # noqa: S301 - packed by this engine


@dataclass(frozen=True)
class Work:
    """What it takes to prepare a submission."""

    context: checks.Context
    library: Library
    typeset: bool

    def digest(self) -> str:
        """A digest of all that bears on every submission."""
        settings = self.context.volume.settings
        topics, macros = tuple(self.context.volume.topics), sorted(settings.macros.items())
        entries = [(e.key, e.label, e.year, e.html, e.text) for e in self.library.entries.values()]
        return sha256(repr((edition(), topics, macros, entries, self.typeset)).encode()).hexdigest()

    def key(self, common: str, submission: Submission, data: bytes) -> str:
        """A digest of all that bears on one."""
        own = self.library.own.get(submission.id, {}).values()
        entries = [(e.key, e.label, e.year, e.html, e.text) for e in own]
        made = sha256(f"{common}\0{submission.id}\0{entries}\0{submission.problems}\0".encode() + data)
        for picture in submission.pictures:
            made.update(f"\0{picture.name}\0".encode() + picture.read_bytes())
        return made.hexdigest()

    def do(self, submission: Submission, data: bytes) -> bytes:
        """A pickled `Prepared`: what becomes of a submission whose file has the bytes `data`."""
        return pickle.dumps(self._done(submission, data), pickle.HIGHEST_PROTOCOL)

    def _done(self, submission: Submission, data: bytes) -> Prepared:
        made, marked, problems = sources.read(submission, data)
        known = made or read_draft(data, submission.path, submission.id)
        found = {*problems, *(checks.run(known, marked, self.context) if known else ())}
        told = tuple(sorted(found))
        if made is None or not self.typeset:
            return Prepared(made and _packed(made), told, draft=None if made else known)
        typesetter = self.context.typesetter
        cited = self.library.cited(made.cited, made.id)
        text = pickle.dumps(typeset(made, typesetter, cited), pickle.HIGHEST_PROTOCOL)
        return Prepared(_packed(made), told, None, title(made.title, typesetter), text)


def _packed(contribution: Contribution) -> Contribution:
    return replace(contribution, manuscript=Packed(contribution.opened))


def _all(work: Work, todo: Sequence[tuple[Submission, bytes]], jobs: int) -> Iterator[bytes]:
    def share(start: int) -> list[bytes]:
        return [work.do(*one) for one in todo[start : start + SHARE]]

    starts = range(0, len(todo), SHARE)
    beside = jobs > 1 and len(todo) >= WORTH_A_PROCESS
    for made in parallel(share, starts, jobs) if beside else map(share, starts):
        yield from made
