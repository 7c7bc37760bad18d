"""Citations of authored documents: the list below a page, and who cites each entry of the bibliography.

`sphinxcontrib-bibtex` reads and resolves citations; entries are formatted once, by `references`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from hashlib import sha256
from typing import TYPE_CHECKING, Any, cast

from docutils import nodes
from markupsafe import Markup
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment

from sphinx_proceedings.model import Contribution
from sphinx_proceedings.pages.compiled import Compiled
from sphinx_proceedings.pages.templates import render
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
    """The documents that hold a bibliography or a list of what they cite."""
    listing = {key.docname for key in _citations(env).bibliographies}
    for docname, parts in domain_of(env).shown.items():
        if any(kind == "cited-references" for kind, _ in parts):
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


PARTS: dict[str, Callable[[BuildEnvironment, str, Mapping[str, str], str], str]] = {
    "cited-references": _cited_references,
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


def add_cited_by(app: Sphinx, doctree: nodes.document, docname: str) -> None:
    """Below each entry of the bibliography stand the pages that cite it."""
    entries = list(_entries(doctree))
    pages = cited_by(app.env) if entries else {}
    prefix = "../" * docname.count("/")
    for entry, key in entries:
        # An entry begins with its authors, not with a label in brackets.
        for label in list(entry.findall(nodes.label)):
            entry.remove(label)
        made = render("cited_by.html", pages=pages.get(key, []), prefix=prefix)
        entry.append(nodes.raw("", made, format="html"))


def visit_citation(self: Any, node: nodes.citation) -> None:
    """Begin an entry, as an item of a list: docutils gives it a role that ARIA has withdrawn."""
    if not isinstance(_sibling(node, -1), nodes.citation):
        self.body.append('<div role="list" class="citation-list">\n')
    self.body.append(self.starttag(node, "div", CLASS="citation", role="listitem"))


def depart_citation(self: Any, node: nodes.citation) -> None:
    """End an entry, and the list after the last one."""
    self.body.append("</div>\n")
    if not isinstance(_sibling(node, 1), nodes.citation):
        self.body.append("</div>\n")


def _sibling(node: nodes.Element, step: int) -> nodes.Node | None:
    at = node.parent.index(node) + step
    return node.parent[at] if 0 <= at < len(node.parent) else None


def _entries(doctree: nodes.document) -> Iterator[tuple[nodes.citation, str]]:
    for entry in doctree.findall(nodes.citation):
        for id_ in entry["ids"]:
            if id_.startswith(ANCHOR):
                yield entry, id_.removeprefix(ANCHOR)
