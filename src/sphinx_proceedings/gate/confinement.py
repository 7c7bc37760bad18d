"""Confinement: a process that may compute for a while, and do nothing else."""

from __future__ import annotations

import contextlib
import os
import sys
from time import process_time


def command(*program: str) -> list[str]:
    """How to start a Python that runs `program`: the words that follow the interpreter's options."""
    return [sys.executable, "-P", "-S", "-X", "utf8", *program]


def environment(packages: str) -> dict[str, str]:
    """All that it knows of its surroundings: where `packages` are, and what Windows cannot do without."""
    kept = {name: os.environ[name] for name in ("SYSTEMROOT",) if name in os.environ}
    return {**kept, "PYTHONPATH": packages}


def limit(megabytes: int) -> None:
    """Give up files and memory beyond so much, where the system knows such limits; from within."""
    try:
        import resource  # noqa: PLC0415 - not on Windows
    except ImportError:
        return
    for what, most in (
        (resource.RLIMIT_AS, megabytes << 20),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_NOFILE, 0),
        (resource.RLIMIT_CORE, 0),
    ):
        with contextlib.suppress(ValueError, OSError):
            resource.setrlimit(what, (most, most))


def give(seconds: int) -> None:
    """Let this process compute for so many seconds more, where the system knows such a limit."""
    try:
        import resource  # noqa: PLC0415 - not on Windows
    except ImportError:
        return
    with contextlib.suppress(ValueError, OSError):
        hard = resource.getrlimit(resource.RLIMIT_CPU)[1]
        resource.setrlimit(resource.RLIMIT_CPU, (int(process_time()) + 1 + seconds, hard))
