"""What differs from a revision of git, and what follows from that."""

from __future__ import annotations

import io
import os
import subprocess
import tarfile
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path

from sphinx_proceedings.cli.build import cannot_run
from sphinx_proceedings.problems import Problem


def changed_files(root: Path, revision: str) -> set[str]:
    """The files that differ from a revision, and those that git does not know yet."""
    found: set[str] = set()
    for words in (
        ["diff", "--name-only", "--relative", "-z", "--end-of-options", revision, "--"],
        ["ls-files", "--others", "--exclude-standard", "-z"],
    ):
        found.update(name for name in os.fsdecode(_git(root, revision, *words)).split("\0") if name)
    return found


def of_the_change(
    problems: Sequence[Problem],
    changed: set[str],
    root: Path,
    revision: str,
    check: Callable[[Path], Sequence[Problem]],
) -> list[Problem]:
    """The Problems of changed files, and those of other files which the revision did not have.

    Whether a change caused a Problem elsewhere (a topic taken away, a key renamed, an abstract that the
    programme names) is not guessed from what was changed: the revision is checked as well, and what it did
    not have is new. `check` gives the Problems of a folder. That takes the time of a second check, so it is
    done only if other files have Problems.
    """
    own = [problem for problem in problems if problem.path in changed]
    other = [problem for problem in problems if problem.path not in changed]
    if not other:
        return own
    archive = _git(root, revision, "archive", "--format=tar", revision, ".")
    with tempfile.TemporaryDirectory() as folder:
        with tarfile.open(fileobj=io.BytesIO(archive)) as opened:
            # Links of a stranger stay links within the folder, or are left out.
            for member in opened:
                if member.isfile() or member.isdir():
                    opened.extract(member, folder, filter="data")
        had = {(problem.path, problem.code, problem.message) for problem in check(Path(folder).resolve())}
    new = [problem for problem in other if (problem.path, problem.code, problem.message) not in had]
    return sorted([*own, *new])


def _git(root: Path, revision: str, *words: str) -> bytes:
    done = subprocess.run(["git", *words], cwd=root, capture_output=True, check=False)
    if done.returncode:
        cannot_run(f"git does not know the revision “{revision}” here.")
    return done.stdout
