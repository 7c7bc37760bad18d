"""Which authored documents are out of date because the volume that they show a part of changed."""

from __future__ import annotations

from collections.abc import Set
from hashlib import sha256

from docutils import nodes
from sphinx import addnodes
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment

from sphinx_proceedings.pages.contribution import ShownOn
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


def shown_on(env: BuildEnvironment) -> ShownOn:
    """The documents that show the programme and the halls; of several, the first."""
    domain = domain_of(env)
    halls = [hall.id for hall in domain.compiled.volume.programme.halls]
    pages: dict[str, str] = {}
    programme = ""
    for docname, parts in sorted(domain.shown.items()):
        for kind, options in parts:
            if kind == "programme":
                programme = programme or docname
            elif kind == "poster-hall":
                for hall in [dict(options)["id"]] if dict(options).get("id") else halls:
                    pages.setdefault(hall, docname)
    return ShownOn(programme, pages)


def note_roles(app: Sphinx, doctree: nodes.document) -> None:
    """Remember the objects that a document's roles name: their titles stand on its page."""
    domain = domain_of(app.env)
    for node in doctree.findall(addnodes.pending_xref):
        if node.get("refdomain") == "proceedings":
            target = {"type": node["reftype"], "target": node["reftarget"]}
            domain.note(app.env.docname, "role", target)


def remember_what_is_shown(_app: Sphinx, env: BuildEnvironment) -> list[str]:
    """Digest every part, and name the documents that Sphinx would not write again though they changed.

    These are bibliographies of which an entry is cited elsewhere now, and all documents where the
    navigation changed that stands on each of them.
    """
    domain = domain_of(env)
    for parts in domain.shown.values():
        for shown in parts:
            parts[shown] = digest(domain.compiled, shown)
    cited_by, navigation = bibliography.digest(env), _navigation(env)
    before = domain.data["cited_by"], domain.data["navigation"]
    domain.data["cited_by"], domain.data["navigation"] = cited_by, navigation
    if before[1] != navigation:
        return sorted(env.found_docs)
    return sorted(bibliography.documents(env)) if before[0] != cited_by else []


def _navigation(env: BuildEnvironment) -> str:
    titles = sorted((docname, title.astext()) for docname, title in env.titles.items())
    return sha256(repr((sorted(env.toctree_includes.items()), titles)).encode()).hexdigest()
