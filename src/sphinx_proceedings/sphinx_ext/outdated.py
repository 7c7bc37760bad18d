"""Which authored documents are out of date because the volume that they show a part of changed."""

from __future__ import annotations

from collections.abc import Set

from docutils import nodes
from sphinx import addnodes
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment

from sphinx_proceedings.sphinx_ext import bibliography
from sphinx_proceedings.sphinx_ext.domain import domain_of
from sphinx_proceedings.sphinx_ext.parts import digest


def pages_that_show_what_changed(
    _app: Sphinx, env: BuildEnvironment, _added: Set[str], _changed: Set[str], _removed: Set[str]
) -> list[str]:
    """Documents of which a part looks different now."""
    domain = domain_of(env)
    return [
        docname
        for docname, parts in domain.shown.items()
        if any(digest(domain.compiled, shown) != before for shown, before in parts.items())
    ]


def note_roles(app: Sphinx, doctree: nodes.document) -> None:
    """Remember the objects that a document's roles name: their titles stand on its page."""
    domain = domain_of(app.env)
    for node in doctree.findall(addnodes.pending_xref):
        if node.get("refdomain") == "proceedings":
            target = {"type": node["reftype"], "target": node["reftarget"]}
            domain.note(app.env.docname, "role", target)


def remember_what_is_shown(_app: Sphinx, env: BuildEnvironment) -> list[str]:
    """Digest every part, and name the documents whose lists of citing pages changed."""
    domain = domain_of(env)
    for parts in domain.shown.values():
        for shown in parts:
            parts[shown] = digest(domain.compiled, shown)
    now = bibliography.digest(env)
    before, domain.data["cited_by"] = domain.data["cited_by"], now
    return sorted(bibliography.documents(env)) if before != now else []
