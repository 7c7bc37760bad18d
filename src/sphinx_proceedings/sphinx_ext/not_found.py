"""The page for addresses that lead nowhere: a host shows it as 404.html, whatever the address asked for.

Links that are relative to the page would mean something else at each depth of address. A `base` element
would mend that and break links within the page. So this page alone writes all of its links from the
root of the host, which is what `site_url` says after the host's name, or `/` where there is none.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from docutils import nodes
from sphinx.application import Sphinx

from sphinx_proceedings.metadata import Page, head
from sphinx_proceedings.sphinx_ext.domain import domain_of
from sphinx_proceedings.sphinx_ext.navigation import list_of_all

NAME = "404"
MADE = "_404"
"""Where Sphinx writes the page; at its place it is replaced only by a page that is different."""


def page(app: Sphinx) -> Iterator[tuple[str, dict[str, Any], str]]:
    """The page, unless the organizers wrote one."""
    if NAME not in app.env.found_docs:
        compiled = domain_of(app.env).compiled
        context = {
            "title": "Page not found",
            "head": head(compiled.site, Page("Page not found", None, indexed=False)),
            "list_of_all": list_of_all(app.env),
        }
        yield MADE, context, "404.html"


def put_in_place(app: Sphinx, exception: Exception | None) -> None:
    """Move the page to its place, if it says something new."""
    made, place = (Path(app.outdir) / f"{name}.html" for name in (MADE, NAME))
    if exception or not made.exists():
        return
    if place.exists() and place.read_bytes() == made.read_bytes():
        made.unlink()
    else:
        made.replace(place)


def link_from_the_root(
    app: Sphinx,
    pagename: str,
    _templatename: str,
    context: dict[str, Any],
    _doctree: nodes.document | None,
) -> None:
    """Let this page's links begin at the root of the host."""
    if pagename != MADE:
        return
    site = domain_of(app.env).compiled.site
    root = f"{urlsplit(site.base).path.rstrip('/')}/"

    def pathto(target: str, resource: bool | int = False, _baseuri: str = "") -> str:
        return root + (target if resource else app.builder.get_target_uri(target))

    context["root"], context["pathto"] = root, pathto
