"""Search in a Sphinx build: records of the authored documents, and when the index is made."""

from __future__ import annotations

from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from typing import Any

from docutils import nodes
from sphinx import addnodes
from sphinx.application import Sphinx
from sphinx.config import Config
from sphinx.environment import BuildEnvironment
from sphinx.util import logging

from sphinx_proceedings import metadata
from sphinx_proceedings.pages.compiled import Compiled
from sphinx_proceedings.pages.plan import Page
from sphinx_proceedings.pages.search import index
from sphinx_proceedings.pages.search.record import Record, Section, write
from sphinx_proceedings.pages.search.words import mark, unmarked, words
from sphinx_proceedings.render.math import Formula
from sphinx_proceedings.render.text import BEFORE_A_STOP
from sphinx_proceedings.sphinx_ext.domain import ProceedingsDomain, domain_of
from sphinx_proceedings.sphinx_ext.navigation import (
    ALL_TOPICS,
    Link,
    list_of_all,
    plain_title,
    title_html,
)
from sphinx_proceedings.sphinx_ext.node import part
from sphinx_proceedings.sphinx_ext.steady import steady

logger = logging.getLogger(__name__)
FOLDER = "search"
"""Beside the doctrees: the records, and what the index has to be made of."""
PAGE = "search"
MISSING = "Pagefind has no program for this platform: the site is built without search"
SKIPPED = (part, nodes.raw, nodes.comment, nodes.Invisible, nodes.literal_block, addnodes.toctree)


def decide(_app: Sphinx, config: Config) -> None:
    """Whether this site has a search. Every page has a link to it, so all are written when that changes."""
    if config.proceedings_search != "none" and index.program() is None:
        logger.warning(MISSING, type="proceedings", subtype="search")
        config["proceedings_search"] = "none"
    config["proceedings_has_search"] = config.proceedings_search != "none"


def page(app: Sphinx) -> Iterator[tuple[str, dict[str, Any], str]]:
    """The page that is all search, where the site has one."""
    file = Path(app.outdir) / f"{PAGE}.html"
    if not app.config.proceedings_has_search:
        file.unlink(missing_ok=True)
        return
    # Results are no page of their own: what they lead to is.
    about = metadata.Page("Search", f"{PAGE}.html", indexed=False)
    said = metadata.head(domain_of(app.env).compiled.site, about)
    # Sphinx has written the page when it asks for the next one.
    with steady(file):
        yield PAGE, {"lists": list(_lists(app)), "head": said}, "search.html"


def _lists(app: Sphinx) -> Iterator[Link]:
    """Where to look without a search: complete lists, as seen from the page of search."""
    documents = dict.fromkeys((list_of_all(app.env), ALL_TOPICS, "programme", "bibliography"))
    for docname in documents:
        if docname in app.env.found_docs:
            address = app.builder.get_relative_uri(PAGE, docname)
            yield Link(title_html(app.env, docname), address)
    for folder in ("authors", "keywords", "affiliations"):
        yield Link(folder.capitalize(), f"{folder}/index.html")


def records_of(app: Sphinx) -> Path | None:
    """The folder of the records, where the site has a search."""
    if not app.config.proceedings_has_search:
        return None
    return Path(app.doctreedir) / FOLDER / index.RECORDS


def update(app: Sphinx, planned: list[Page]) -> None:
    """Write the records of the documents, and make the index unless that is left to somebody else."""
    records, out = records_of(app), Path(app.outdir)
    if records is None:
        index.remove(out)
        (Path(app.doctreedir) / FOLDER / index.FACTS).unlink(missing_ok=True)
        return
    compiled = domain_of(app.env).compiled
    shown = dict(_write_documents(app, compiled, records))
    shown |= {found.address: found.shown for found in planned if found.record}
    for file in records.rglob("*.html"):
        if file.relative_to(records).as_posix() not in shown:
            file.unlink()
    index.note(records.parent, compiled, shown)
    if app.config.proceedings_search == "records":
        return
    try:
        index.refresh(records.parent, out)
    except index.NoIndex as why:
        logger.warning("the site is built without search: %s", why, type="proceedings", subtype="search")


def _write_documents(app: Sphinx, compiled: Compiled, records: Path) -> Iterator[tuple[str, str]]:
    """The address and a digest of the record of each document, written where it is new."""
    for docname in sorted(app.env.found_docs):
        address = app.builder.get_target_uri(docname)
        if "nosearch" in app.env.metadata[docname]:
            (records / address).unlink(missing_ok=True)
            continue
        text = write(_document(app.env, compiled, docname)).encode()
        file = records / address
        file.parent.mkdir(parents=True, exist_ok=True)
        if not file.exists() or file.read_bytes() != text:
            file.write_bytes(text)
        yield address, sha256(text).hexdigest()


def _document(env: BuildEnvironment, compiled: Compiled, docname: str) -> Record:
    doctree = env.get_doctree(docname)
    reader = _Reader(domain_of(env))
    first = next(doctree.findall(nodes.section), None)
    text = reader.of(doctree)
    sections = [
        Section(section["ids"][0], _title(reader, section), words(reader.of(section), reader.formulas))
        for section in doctree.findall(nodes.section)
        if section is not first
    ]
    folder, _, name = docname.partition("/")
    is_topic = folder == "topics" and name in compiled.volume.topics
    facets = {"kind": ("topic",), "topic": (name,)} if is_topic else {"kind": ("page",)}
    return Record(
        title=plain_title(env, docname),
        title_html=str(title_html(env, docname)),
        text=words(text, reader.formulas),
        sections=tuple(sections),
        facets=facets,
    )


def _title(reader: _Reader, section: nodes.section) -> str:
    title = next(iter(section.findall(nodes.title)))
    return "".join(
        reader.compiled.typesetter.one(node.astext()).text
        if isinstance(node, nodes.math)
        else node.astext()
        for node in title.children
    )


class _Reader:
    """The text of a document's parts, and the formulas that its marks stand for."""

    def __init__(self, domain: ProceedingsDomain) -> None:
        self.domain, self.compiled = domain, domain.compiled
        self.formulas: list[tuple[Formula, str]] = []

    def of(self, root: nodes.Element) -> str:
        """The text of `root` without the sections below it; a document's first section is its own."""
        pieces: list[str] = []
        own = [child for child in root.children if not isinstance(child, nodes.title)]
        for child in own:
            if isinstance(child, nodes.section) and isinstance(root, nodes.document):
                pieces.append(self.of(child))
            elif not isinstance(child, nodes.section):
                pieces += self._pieces(child)
        return BEFORE_A_STOP.sub("", "".join(pieces))

    def _pieces(self, node: nodes.Node) -> Iterator[str]:
        if isinstance(node, nodes.math | nodes.math_block):
            display = isinstance(node, nodes.math_block)
            formula = self.compiled.typesetter.one(node.astext(), display=False)
            self.formulas.append((formula, node.astext()))
            made = mark(len(self.formulas) - 1)
            yield f" {made} " if display else made
        elif isinstance(node, nodes.Text):
            yield unmarked(node.astext())
        elif isinstance(node, addnodes.pending_xref) and node.get("refdomain") == "cite":
            yield self._cited(node)
        elif isinstance(node, addnodes.pending_xref) and node.get("refdomain") == self.domain.name:
            yield self._named(node)
        elif not isinstance(node, SKIPPED):
            # What is a block stands apart from the text around it.
            blank = "" if isinstance(node, nodes.Inline | nodes.reference | addnodes.pending_xref) else " "
            yield blank
            for child in node.children:
                yield from self._pieces(child)
            yield blank

    def _named(self, node: addnodes.pending_xref) -> str:
        """What a role shows of an object: its title, which the tree does not have, or a text of its own."""
        found = None if node["refexplicit"] else self.domain.find(node["reftype"], node["reftarget"])
        return unmarked(found[2] if found else node.astext())

    def _cited(self, node: addnodes.pending_xref) -> str:
        """What a citation says as a part of its sentence; nothing where it stands in brackets."""
        if node["reftype"] != "t":
            return ""
        entries = self.compiled.library.entries
        found = [entries[key.strip()] for key in node["reftarget"].split(",") if key.strip() in entries]
        return ", ".join(f"{entry.label} ({entry.year})" for entry in found)
