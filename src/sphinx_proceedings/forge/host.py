"""The host of previews: one folder for each open pull request, and nothing else."""

from __future__ import annotations

import re
import shutil
from collections.abc import Collection
from pathlib import Path

FOLDER = re.compile(r"pr-([1-9]\d{0,8})")


def folder_of(number: int) -> str:
    """The name of a pull request's folder."""
    return f"pr-{number}"


def place(site: Path, host: Path, number: int, open_pulls: Collection[int]) -> None:
    """Put `site` into the folder of its pull request; take away those of pull requests that are closed."""
    for entry in host.iterdir():
        match = FOLDER.fullmatch(entry.name)
        if match and int(match[1]) not in open_pulls:
            shutil.rmtree(entry)
    own = host / folder_of(number)
    if own.exists():
        shutil.rmtree(own)
    shutil.copytree(site, own)
    # Pages would otherwise leave out folders such as _static; and no robot has business here.
    (host / ".nojekyll").touch()
    (host / "robots.txt").write_text("User-agent: *\nDisallow: /\n", encoding="utf-8")
