"""The edition of the engine: what it made may be kept only as long as the engine is the same."""

from __future__ import annotations

from functools import cache
from hashlib import sha256
from pathlib import Path

from sphinx_proceedings import __version__

ENGINE = Path(__file__).parent


@cache
def edition() -> str:
    """A digest of the version and, for those who work on the engine, of its files' sizes and times."""
    made = sha256(__version__.encode())
    for file in sorted(ENGINE.rglob("*")):
        if file.suffix in {".py", ".html"}:
            known = file.stat()
            made.update(f"{file.relative_to(ENGINE)}\0{known.st_size}\0{known.st_mtime_ns}\0".encode())
    return made.hexdigest()
