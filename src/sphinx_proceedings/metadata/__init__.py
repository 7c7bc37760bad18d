"""What pages say of themselves in their heads: to search engines, reference managers, and where shared."""

from sphinx_proceedings.metadata.page import Crumb, Page, Site, head

__all__ = ["Crumb", "Page", "Site", "head"]
