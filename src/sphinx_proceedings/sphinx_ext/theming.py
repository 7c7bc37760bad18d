"""What templates of the theme know of the volume."""

from __future__ import annotations

from typing import Any

from docutils import nodes
from sphinx.application import Sphinx

from sphinx_proceedings.pages.templates import icon
from sphinx_proceedings.sphinx_ext.domain import domain_of


def complete_context(
    app: Sphinx,
    pagename: str,
    _templatename: str,
    context: dict[str, Any],
    _doctree: nodes.document | None,
) -> None:
    """Add the volume's settings and the icons to a page's context."""
    context["volume"] = domain_of(app.env).compiled.volume.settings
    context["icon"] = icon
    context["root"] = "../" * pagename.count("/")
