"""Preparation: each submission read, checked and typeset by itself, in parallel, and remembered.

What becomes of one submission follows from its bytes, the bibliography and the organizers' settings, so
that after an edit all others are taken from the memory of the build before.
"""

from __future__ import annotations

import pickle
from collections.abc import Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from typing import cast

from sphinx_proceedings import checks
from sphinx_proceedings.edition import edition
from sphinx_proceedings.model import Contribution, Packed
from sphinx_proceedings.pages.judgement import SHARE, Judged, judge
from sphinx_proceedings.pages.memory import Memory
from sphinx_proceedings.pages.remade import Remade
from sphinx_proceedings.pages.typeset import Title, title, typeset
from sphinx_proceedings.parallel import by_shares
from sphinx_proceedings.problems import Problem
from sphinx_proceedings.references import Library
from sphinx_proceedings.sources.volume import Submission


@dataclass(frozen=True, slots=True)
class Prepared:
    """What became of a submission: its contribution unless a Problem keeps it out, and its Problems.

    `text` is the pickled typeset text; it is empty where nobody asked for it.
    """

    contribution: Contribution | None
    problems: tuple[Problem, ...]
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
    remade: Remade = Remade(),  # noqa: B008 - frozen
) -> list[Prepared]:
    """What becomes of each of the submissions, in their order; `typeset` says whether to typeset them."""
    work = Work(context, library, remade, typeset)
    if memory is None:
        unread = [(submission, None) for submission in submissions]
        return [unpack(packed) for packed in by_shares(work.do, unread, SHARE, jobs)]
    data = [submission.data() for submission in submissions]
    common = work.digest()
    keys = [work.key(common, *one) for one in zip(submissions, data, strict=True)]
    known = {key: unpack(packed) for key, packed in memory.recall(keys).items()}
    missing = [i for i in range(len(submissions)) if keys[i] not in known]
    todo = [(submissions[i], data[i]) for i in missing]
    made = dict(zip(missing, by_shares(work.do, todo, SHARE, jobs), strict=True))
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
    remade: Remade
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

    def do(self, todo: Sequence[tuple[Submission, bytes | None]]) -> list[bytes]:
        """A pickled `Prepared` for each: what becomes of a submission whose file has these bytes."""
        done = (self._done(judged) for judged in judge(todo, self.context, self.remade))
        return [pickle.dumps(one, pickle.HIGHEST_PROTOCOL) for one in done]

    def _done(self, judged: Judged) -> Prepared:
        made = judged.contribution
        if made is None or not self.typeset:
            return Prepared(made and _packed(made), judged.problems)
        typesetter = self.context.typesetter
        cited = self.library.cited(made.cited, made.id)
        text = pickle.dumps(typeset(made, typesetter, cited, judged.sizes), pickle.HIGHEST_PROTOCOL)
        return Prepared(_packed(made), judged.problems, title(made.title, typesetter), text)


def _packed(contribution: Contribution) -> Contribution:
    return replace(contribution, manuscript=Packed(contribution.opened))
