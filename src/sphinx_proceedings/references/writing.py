"""Entries written again by us: what passed the gate, and nothing else."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

from sphinx_proceedings.gate import tex
from sphinx_proceedings.gate.entry import CODES, LINKS, Entry

if TYPE_CHECKING:
    from sphinx_proceedings.references.record import Library

# Signs that stop LaTeX, unless they stand in a formula or behind a backslash already.
SIGN = re.compile(rf"({tex.FORMULA}|\\.)|([&%#_])", re.DOTALL)


def bibtex(entry: Entry) -> str:
    """An entry as clean BibTeX in UTF-8, its fields in their order."""
    lines = "".join(f"  {name} = {{{_escaped(name, value)}}},\n" for name, value in entry.fields.items())
    return f"@{entry.type}{{{entry.key},\n{lines}}}\n"


def _escaped(name: str, value: str) -> str:
    if name in LINKS or name in CODES:
        return value
    return SIGN.sub(lambda found: found[1] or f"\\{found[3]}", value)


def write_checked(library: Library, path: Path) -> None:
    """Write the volume's own entries to `path`, by key, unless the file says the same already."""
    text = library.bibtex()
    if not path.exists() or path.read_text(encoding="utf-8") != text:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
