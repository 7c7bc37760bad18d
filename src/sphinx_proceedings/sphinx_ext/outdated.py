"""Which authored documents are out of date because the volume that they show a part of changed."""

from __future__ import annotations

from collections.abc import Set
from hashlib import sha256

from docutils import nodes
from sphinx import addnodes
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment

from sphinx_proceedings.sphinx_ext import bibliography, plans
from sphinx_proceedings.sphinx_ext.domain import domain_of
from sphinx_proceedings.sphinx_ext.parts import WITHHELD, digest


def pages_that_show_what_changed(
    _app: Sphinx, env: BuildEnvironment, _added: Set[str], _changed: Set[str], _removed: Set[str]
) -> list[str]:
    """Documents of which a part looks different now."""
    domain = domain_of(env)
    return [
        docname
        for docname, parts in domain.shown.items()
        if any(
            before == WITHHELD or digest(domain.compiled, shown) != before
            for shown, before in parts.items()
        )
    ]


def note_roles(app: Sphinx, doctree: nodes.document) -> None:
    """Remember the objects that a document's roles name: their titles stand on its page."""
    domain = domain_of(app.env)
    for node in doctree.findall(addnodes.pending_xref):
        if node.get("refdomain") == "proceedings":
            target = {"type": node["reftype"], "target": node["reftarget"]}
            domain.note(app.env.docname, "role", target)


def remember_what_is_shown(_app: Sphinx, env: BuildEnvironment) -> list[str]:
    """Digest every part, and name the documents that Sphinx would not write again though they changed.

    These are bibliographies of which an entry is cited elsewhere now, programmes where another document
    shows the boards, and all documents where the navigation changed that stands on each of them.
    """
    domain = domain_of(env)
    for parts in domain.shown.values():
        for shown in parts:
            parts[shown] = digest(domain.compiled, shown)
    now = {
        "cited_by": bibliography.digest(env),
        "navigation": _navigation(env),
        "halls": repr(plans.shown_on(env).halls),
    }
    changed = {name for name, digest_ in now.items() if domain.data[name] != digest_}
    domain.data.update(now)
    if "navigation" in changed:
        return sorted(env.found_docs)
    again = set(bibliography.documents(env)) if "cited_by" in changed else set()
    again |= set(plans.documents(env)) if "halls" in changed else set()
    return sorted(again)


def _navigation(env: BuildEnvironment) -> str:
    titles = sorted((docname, title.astext()) for docname, title in env.titles.items())
    return sha256(repr((sorted(env.toctree_includes.items()), titles)).encode()).hexdigest()
