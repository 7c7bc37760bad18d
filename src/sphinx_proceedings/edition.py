"""The edition of the engine: what it made may be kept only as long as the engine is the same."""

from __future__ import annotations

from functools import cache
from hashlib import sha256
from pathlib import Path

from sphinx_proceedings import __version__

ENGINE = Path(__file__).parent


@cache
def edition() -> str:
    """A digest of the engine's version and files: code, templates, theme."""
    made = sha256(__version__.encode())
    for file in sorted(path for path in ENGINE.rglob("*.*") if path.suffix != ".pyc" and path.is_file()):
        made.update(f"\0{file.relative_to(ENGINE).as_posix()}\0".encode() + file.read_bytes())
    return made.hexdigest()
