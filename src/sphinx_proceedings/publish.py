"""A release: built strictly in an empty folder, then switched to in one step.

`FOLDER` is a link to `FOLDER.releases/NUMBER`. The switch replaces the link, which a file system does at
once or not at all; the release before stays beside it.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path

from sphinx_proceedings.result import Result

KEPT = 2
"""Releases that stay: the one that is published and the one before."""


class NotPublished(Exception):
    """Nothing was changed; the text says why."""


def publish(folder: Path, build: Callable[[Path, Path], Result]) -> tuple[Result, Path | None]:
    """Build by `build(out, doctrees)` and switch `folder` to the result.

    Returns what was built and the new release, or None instead of it where the build has Problems or
    warnings; then nothing is changed. NotPublished where `folder` is something that we did not make.
    """
    folder = folder.parent.resolve() / folder.name
    if folder.exists() and not folder.is_symlink():
        raise NotPublished(f"{folder} is not a release of ours. Choose a name that is not taken yet.")
    releases = folder.with_name(f"{folder.name}.releases")
    releases.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="building-", dir=releases) as scratch:
        out = Path(scratch) / "site"
        result = build(out, Path(scratch) / "doctrees")
        if result.problems or result.warnings:
            return result, None
        (out / ".buildinfo").unlink(missing_ok=True)
        number = max(_numbers(releases), default=0) + 1
        release = releases / f"{number:04d}"
        out.rename(release)
    _switch(folder, release)
    for old in sorted(_numbers(releases))[:-KEPT]:
        shutil.rmtree(releases / f"{old:04d}")
    return result, release


def _numbers(releases: Path) -> list[int]:
    return [int(entry.name) for entry in releases.iterdir() if entry.name.isdigit()]


def _switch(folder: Path, release: Path) -> None:
    """Point the link `folder` at `release`, in one step."""
    new = folder.with_name(f".{folder.name}.next")
    new.unlink(missing_ok=True)
    new.symlink_to(Path(release.parent.name) / release.name, target_is_directory=True)
    new.replace(folder)
