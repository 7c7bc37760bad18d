"""Preparation: each submission read, checked and typeset by itself, in parallel, and remembered.

What becomes of one submission follows from its bytes, the bibliography and the organizers' settings, so
that after an edit all others are taken from the memory of the build before.
"""

from __future__ import annotations

import pickle
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path
from typing import cast

from sphinx_proceedings import checks
from sphinx_proceedings.edition import edition
from sphinx_proceedings.gate import pictures
from sphinx_proceedings.model import Contribution, Packed
from sphinx_proceedings.pages.memory import Memory
from sphinx_proceedings.pages.remade import Remade, Size
from sphinx_proceedings.pages.typeset import Title, title, typeset
from sphinx_proceedings.parallel import by_shares
from sphinx_proceedings.problems import Problem
from sphinx_proceedings.references import Library
from sphinx_proceedings.sources import volume as sources
from sphinx_proceedings.sources.contribution import read_draft
from sphinx_proceedings.sources.volume import Submission

SHARE = 40
"""So many submissions are prepared at a time; fewer are not worth another process."""


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
    remade: Remade = Remade(),  # noqa: B008 - frozen
) -> list[Prepared]:
    """What becomes of each of the submissions, in their order; `typeset` says whether to typeset them."""
    work = Work(context, library, remade, typeset)
    data = [submission.data() for submission in submissions]
    common = work.digest()
    keys = [work.key(common, *one) for one in zip(submissions, data, strict=True)] if memory else []
    known = {key: unpack(packed) for key, packed in memory.recall(keys).items()} if memory else {}
    missing = [i for i in range(len(submissions)) if not memory or keys[i] not in known]
    todo = [(submissions[i], data[i]) for i in missing]
    made = dict(zip(missing, by_shares(work.do, todo, SHARE, jobs), strict=True))
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

    def do(self, todo: Sequence[tuple[Submission, bytes]]) -> list[bytes]:
        """A pickled `Prepared` for each: what becomes of a submission whose file has these bytes."""
        sizes = self.remade.sizes(picture for submission, _ in todo for picture in submission.pictures)
        done = (self._done(submission, data, sizes) for submission, data in todo)
        return [pickle.dumps(one, pickle.HIGHEST_PROTOCOL) for one in done]

    def _done(self, submission: Submission, data: bytes, sizes: Mapping[Path, Size | str]) -> Prepared:
        made, marked, problems = sources.read(submission, data)
        shown = {picture: sizes[picture] for picture in submission.pictures}
        unusable = [_unusable(submission, at, why) for at, why in shown.items() if isinstance(why, str)]
        known = made or read_draft(data, submission.path, submission.id)
        found = {*problems, *unusable, *(checks.run(known, marked, self.context) if known else ())}
        made = None if unusable else made
        told = tuple(sorted(found))
        if made is None or not self.typeset:
            return Prepared(made and _packed(made), told, draft=None if made else known)
        typesetter = self.context.typesetter
        cited = self.library.cited(made.cited, made.id)
        named = {picture.name: size for picture, size in shown.items() if not isinstance(size, str)}
        text = pickle.dumps(typeset(made, typesetter, cited, named), pickle.HIGHEST_PROTOCOL)
        return Prepared(_packed(made), told, None, title(made.title, typesetter), text)


def _unusable(submission: Submission, picture: Path, why: str) -> Problem:
    path = f"abstracts/{submission.id}/{picture.name}"
    return Problem(path, 0, 0, "FIGURE", why, pictures.FIXES[why])


def _packed(contribution: Contribution) -> Contribution:
    return replace(contribution, manuscript=Packed(contribution.opened))
