"""A submission judged by itself: read, its rules run, its pictures seen; for a build as for a check."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from sphinx_proceedings import checks
from sphinx_proceedings.gate import pictures
from sphinx_proceedings.model import Contribution
from sphinx_proceedings.pages.remade import Remade, Size
from sphinx_proceedings.problems import Problem
from sphinx_proceedings.sources import volume as sources
from sphinx_proceedings.sources.contribution import read_draft
from sphinx_proceedings.sources.marked_yaml import Marked
from sphinx_proceedings.sources.volume import Submission

SHARE = 40
"""So many submissions are judged at a time; fewer are not worth another process."""


@dataclass(frozen=True, slots=True)
class Judged:
    """A submission's contribution unless a Problem keeps it out, and its Problems.

    `known` is what can be known of it in any case; `marked` says where its keys stand. `sizes` are those
    of its pictures, by name.
    """

    contribution: Contribution | None
    problems: tuple[Problem, ...]
    known: Contribution | None
    marked: Marked
    sizes: Mapping[str, Size]


def judge(
    todo: Sequence[tuple[Submission, bytes | None]], context: checks.Context, remade: Remade
) -> Iterator[Judged]:
    """Each submission judged. Its file has these bytes, or is still to be read."""
    sizes = remade.sizes(picture for submission, _ in todo for picture in submission.pictures)
    for submission, data in todo:
        yield _judge(submission, submission.data() if data is None else data, context, sizes)


def _judge(
    submission: Submission, data: bytes, context: checks.Context, sizes: Mapping[Path, Size | str]
) -> Judged:
    made, marked, problems = sources.read(submission, data)
    seen = {picture: sizes[picture] for picture in submission.pictures}
    unusable = [_unusable(submission, at, why) for at, why in seen.items() if isinstance(why, str)]
    known = made or read_draft(data, submission.path, submission.id)
    found = {*problems, *unusable, *(checks.run(known, marked, context) if known else ())}
    usable = {picture.name: size for picture, size in seen.items() if not isinstance(size, str)}
    return Judged(None if unusable else made, tuple(sorted(found)), known, marked, usable)


def _unusable(submission: Submission, picture: Path, why: str) -> Problem:
    path = f"abstracts/{submission.id}/{picture.name}"
    return Problem(path, 0, 0, "FIGURE", why, pictures.FIXES[why])
