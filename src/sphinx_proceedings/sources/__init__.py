"""Files to records, and records to files."""

from sphinx_proceedings.sources.contribution import dump, read_contribution
from sphinx_proceedings.sources.volume import Layout, UnusableVolume, load

__all__ = ["Layout", "UnusableVolume", "dump", "load", "read_contribution"]
