"""Pages that Sphinx writes at every build: one that says the same stays as old as it was."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def steady(file: Path) -> Iterator[None]:
    """Give `file` the time that it had before, unless what is written within changes it."""
    before = (file.read_bytes(), file.stat()) if file.exists() else None
    yield
    if before and file.read_bytes() == before[0]:
        os.utime(file, ns=(before[1].st_atime_ns, before[1].st_mtime_ns))
