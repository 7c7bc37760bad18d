"""What is cited: the bibliography files, each entry formatted once for the whole volume."""

from sphinx_proceedings.references.record import Library, Reference
from sphinx_proceedings.references.shelf import load
from sphinx_proceedings.references.writing import write_checked

__all__ = ["Library", "Reference", "load", "write_checked"]
