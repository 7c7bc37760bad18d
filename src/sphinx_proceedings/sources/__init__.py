"""Files to records, and records to files."""

from sphinx_proceedings.sources.contribution import dump, read_contribution
from sphinx_proceedings.sources.volume import Layout, UnusableVolume, survey

__all__ = ["Layout", "UnusableVolume", "dump", "read_contribution", "survey"]
