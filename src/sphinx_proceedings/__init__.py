"""Proceedings of a scientific workshop, compiled by Sphinx from Markdown.

The package is a Sphinx extension and a command line over the same core.
`docs/manual/architecture.md` in the repository explains how its layers stand on each other.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sphinx.application import Sphinx

__version__ = "0.1.0"


def setup(app: Sphinx) -> dict[str, Any]:
    """Set up the Sphinx extension (imported late, so that the command line starts fast)."""
    from sphinx_proceedings.sphinx_ext import setup as set_up  # noqa: PLC0415 - see above

    return set_up(app)
