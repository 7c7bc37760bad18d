"""A change: the files it touches, and whether its author may touch them."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from sphinx_proceedings.cli.formats import escaped, harmless

AUTHORS = ("abstracts/", "bib/")
"""The folders that are an author's."""
KNOWN = frozenset({"OWNER", "MEMBER", "COLLABORATOR", "CONTRIBUTOR"})
"""Who has contributed before, in the words of GitHub's `author_association`; any other is a stranger."""
NAMED = 10
"""Files that the message names."""


@dataclass(frozen=True)
class Changes:
    """The files that a change touches: `inside` of the folders of authors, and `outside`."""

    inside: tuple[str, ...]
    outside: tuple[str, ...]

    def refused(self, association: str) -> bool:
        """Whether this is more than somebody may change who has not contributed before."""
        return bool(self.outside) and association not in KNOWN


class UnknownRevision(Exception):
    """Git does not know a revision, or this is no repository; the text is what git said."""


def changes(root: Path, before: str, after: str) -> Changes:
    """What differs between two revisions. A file that was moved counts at both places."""
    words = ["diff", "--name-only", "--no-renames", "-z", "--end-of-options", before, after, "--"]
    done = subprocess.run(["git", *words], cwd=root, capture_output=True, check=False)
    if done.returncode:
        raise UnknownRevision(done.stderr.decode(errors="replace").strip())
    paths = [path for path in done.stdout.split(b"\0") if path]
    mine = tuple(folder.encode() for folder in AUTHORS)
    return Changes(
        inside=_texts(path for path in paths if path.startswith(mine)),
        outside=_texts(path for path in paths if not path.startswith(mine)),
    )


def _texts(paths: Iterator[bytes]) -> tuple[str, ...]:
    return tuple(path.decode(errors="replace") for path in paths)


WHY = (
    "This proposal also changes files that are not an author’s. From somebody who contributes for the"
    " first time, we take the folders abstracts/ and bib/ only, so that nobody’s mistake can change the"
    " whole site. Nothing is wrong with your abstract, and nothing is lost."
)
NEXT = (
    "Take these files out of the proposal, and it is checked again by itself. If you do not know how, or if"
    " the other change is what you are after, say so below: an organizer will go on with it."
)


def refusal(outside: Sequence[str]) -> Iterator[str]:
    """Why a change is refused, as lines for a log; the first is a note that GitHub shows above it."""
    yield f"::error title=More than an abstract::{escaped(f'Thank you. {WHY} {NEXT}')}"
    yield "These are:"
    yield from (f"  {harmless(path)}" for path in outside[:NAMED])
    if len(outside) > NAMED:
        yield f"  and {len(outside) - NAMED} more"
