"""Entries written again by us: what passed the gate, and nothing else."""

from __future__ import annotations

from pathlib import Path

from sphinx_proceedings.references.record import Library, Reference


def bibtex(reference: Reference) -> str:
    """An entry as clean BibTeX."""
    entry = reference.entry
    fields = "".join(f"  {name} = {{{value}}},\n" for name, value in entry.fields.items())
    return f"@{entry.type}{{{entry.key},\n{fields}}}\n"


def write_checked(library: Library, path: Path) -> None:
    """Write the volume's own entries to `path`, unless the file says the same already."""
    text = "\n".join(bibtex(library.entries[key]) for key in sorted(library.entries))
    if not path.exists() or path.read_text(encoding="utf-8") != text:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
