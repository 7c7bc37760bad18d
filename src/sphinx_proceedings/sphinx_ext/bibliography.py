"""Citations of authored documents: the list below a page, and who cites each entry of the bibliography.

`sphinxcontrib-bibtex` reads and resolves citations; entries are formatted once, by `references`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from hashlib import sha256
from typing import TYPE_CHECKING, cast

from docutils import nodes
from markupsafe import Markup
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment

from sphinx_proceedings.model import Contribution
from sphinx_proceedings.pages.bibliography import bibliography
from sphinx_proceedings.pages.compiled import Compiled
from sphinx_proceedings.pages.templates import render
from sphinx_proceedings.pages.topic_map import topic_map
from sphinx_proceedings.sphinx_ext.domain import domain_of

if TYPE_CHECKING:
    from sphinxcontrib.bibtex.domain import BibtexDomain

ANCHOR = "ref-"


def _citations(env: BuildEnvironment) -> BibtexDomain:
    return cast("BibtexDomain", env.get_domain("cite"))


def cited_by_document(env: BuildEnvironment) -> dict[str, tuple[str, ...]]:
    """The keys that each authored document cites, each once, in order."""
    found: dict[str, dict[str, None]] = {}
    for cited in _citations(env).citation_refs:
        found.setdefault(cited.docname, {}).update(dict.fromkeys(target.key for target in cited.targets))
    return {docname: tuple(keys) for docname, keys in sorted(found.items())}


def documents(env: BuildEnvironment) -> set[str]:
    """The documents that show who cites what: a bibliography, or a part of this module."""
    listing = {key.docname for key in _citations(env).bibliographies}
    for docname, parts in domain_of(env).shown.items():
        if any(kind in PARTS for kind, _ in parts):
            listing.add(docname)
    return listing


def cited_by(env: BuildEnvironment) -> dict[str, list[tuple[str, str]]]:
    """For each key the pages that cite it: (address from the site's root, title)."""
    found: dict[str, list[tuple[str, str]]] = {}
    for docname, keys in cited_by_document(env).items():
        for key in keys:
            found.setdefault(key, []).append((f"{docname}.html", env.titles[docname].astext()))
    compiled = domain_of(env).compiled
    for key, contributions in compiled.cited_by.items():
        pages = [(f"abstracts/{c.id}.html", _named(compiled, c)) for c in contributions]
        found.setdefault(key, []).extend(pages)
    return found


def _named(compiled: Compiled, contribution: Contribution) -> str:
    sample = " (sample)" if contribution.is_sample else ""
    return compiled.title(contribution).text + sample


def digest(env: BuildEnvironment) -> str:
    """A digest of what bibliographies show beside the document's own text."""
    entries = domain_of(env).compiled.library.entries
    shown = [(key, entry.html) for key, entry in entries.items()]
    return sha256(repr((sorted(cited_by(env).items()), shown)).encode()).hexdigest()


def _cited_references(
    env: BuildEnvironment, docname: str, _options: Mapping[str, str], _prefix: str
) -> str:
    entries = domain_of(env).compiled.library.entries
    keys = cited_by_document(env).get(docname, ())
    cited = sorted((entries[key] for key in keys if key in entries), key=lambda entry: entry.sort_key)
    return render("cited_references.html", entries=[(e.key, Markup(e.html)) for e in cited])  # noqa: S704


def topic_references(env: BuildEnvironment) -> dict[str, set[str]]:
    """The entries that belong to each topic: those tagged for it, and those that its page cites."""
    compiled = domain_of(env).compiled
    cited = cited_by_document(env)
    found = {id_: set(cited.get(f"topics/{id_}", ())) for id_ in compiled.volume.topics}
    for key, entry in compiled.library.entries.items():
        for topic in entry.topics:
            if topic in found:
                found[topic].add(key)
    return found


def _topic_map(env: BuildEnvironment, _docname: str, _options: Mapping[str, str], prefix: str) -> str:
    return topic_map(domain_of(env).compiled, topic_references(env), prefix)


PARTS: dict[str, Callable[[BuildEnvironment, str, Mapping[str, str], str], str]] = {
    "cited-references": _cited_references,
    "topic-map": _topic_map,
}


def _lists_what_it_cites(env: BuildEnvironment, docname: str) -> bool:
    return any(kind == "cited-references" for kind, _ in domain_of(env).shown.get(docname, ()))


def link_to_entries_of_the_page(app: Sphinx, doctree: nodes.document, docname: str) -> None:
    """On a page that lists what it cites, citations lead to that list and not to the bibliography."""
    if not _lists_what_it_cites(app.env, docname):
        return
    for node in doctree.findall(nodes.reference):
        _, found, key = node.get("refuri", "").partition(f"#{ANCHOR}")
        if found:
            node["refuri"] = f"#{ANCHOR}{key}"


def show_entries(app: Sphinx, doctree: nodes.document, docname: str) -> None:
    """A bibliography is shown by topic, with the pages that cite each entry."""
    if app.builder.format != "html":
        return
    prefix = "../" * docname.count("/")
    for container in list(doctree.findall(nodes.container)):
        # sphinxcontrib-bibtex leaves a container with nothing but entries.
        entries = [child for child in container.children if isinstance(child, nodes.citation)]
        if entries and len(entries) == len(container.children):
            keys = [id_.removeprefix(ANCHOR) for entry in entries for id_ in entry["ids"]]
            made = bibliography(domain_of(app.env).compiled, keys, cited_by(app.env), prefix)
            container.replace_self(nodes.raw("", made, format="html"))
