"""Rules over the authored documents and the bibliography that they share with the contributions."""

from __future__ import annotations

import posixpath
from collections.abc import Collection, Iterator, Mapping
from pathlib import Path
from urllib.parse import unquote, urlsplit

from sphinx_proceedings import names
from sphinx_proceedings.gate.entry import Entry
from sphinx_proceedings.model import Volume
from sphinx_proceedings.problems import Problem
from sphinx_proceedings.sources.documents import Document, Mention

REFERENCES = "bib/references.bib"


def run(
    documents: Collection[Document], folder: Path, volume: Volume, entries: Mapping[str, Entry]
) -> list[Problem]:
    """Every Problem of the documents in `folder`, and every entry of references.bib that nothing uses."""
    anchors = {anchor for document in documents for anchor in document.anchors}
    by_name = {document.name: document for document in documents}
    found: list[Problem] = []
    for document in documents:
        for mention, code, message, fix in (
            *_citations_are_known(document, entries),
            *_objects_exist(document, volume),
            *_links_lead_somewhere(document, folder, by_name, anchors, volume),
        ):
            found.append(Problem(document.path, mention.line, mention.column, code, message, fix))
    cited = {mention.what for document in documents for mention in document.citations}
    cited.update(key for contribution in volume.contributions for key in contribution.cited)
    return sorted([*found, *_entries_are_used(entries, cited, volume)])


Fault = tuple[Mention, str, str, str]


def _citations_are_known(document: Document, entries: Collection[str]) -> Iterator[Fault]:
    for mention in document.citations:
        if mention.what not in entries:
            fix = names.did_you_mean(mention.what, entries) or f"Add the entry to {REFERENCES}."
            yield mention, "CITATION", f"No bibliography has the key “{mention.what}”.", fix


def _objects_exist(document: Document, volume: Volume) -> Iterator[Fault]:
    known: dict[str, Collection[str]] = {
        "contribution": [*volume.by_id, *(held.id for held in volume.quarantined)],
        "topic": volume.topics,
        "session": volume.sessions,
    }
    for kind, mention in document.objects:
        if kind in known and mention.what not in known[kind]:
            fix = names.did_you_mean(mention.what, known[kind]) or "Correct or remove it."
            yield mention, "TARGET", f"There is no {kind} “{mention.what}”.", fix


def _links_lead_somewhere(
    document: Document,
    folder: Path,
    documents: Mapping[str, Document],
    anchors: Collection[str],
    volume: Volume,
) -> Iterator[Fault]:
    for mention in document.links:
        address = urlsplit(mention.what)
        if address.scheme or address.netloc:
            continue
        anchor = unquote(address.fragment)
        if not address.path:
            if anchor and anchor not in anchors:
                fix = names.did_you_mean(anchor, anchors) or f"Write ({anchor})= above what it means."
                yield mention, "TARGET", f"Nothing has the anchor “{anchor}”.", fix
            continue
        here = posixpath.dirname(document.name)
        wanted = posixpath.normpath(posixpath.join(here, unquote(address.path).lstrip("/")))
        if address.path.startswith("/"):
            wanted = posixpath.normpath(unquote(address.path).lstrip("/"))
        other = documents.get(wanted.removesuffix(".md"))
        if other is None and not (folder / wanted).exists() and not _is_made(wanted, volume):
            near = [f"{name}.md" for name in documents]
            fix = names.did_you_mean(wanted, near) or "Correct or remove it."
            yield mention, "TARGET", f"There is no file “{wanted}” below {folder.name}/.", fix
        elif other and anchor and anchor not in {*other.anchors, *anchors}:
            fix = names.did_you_mean(anchor, other.anchors) or "Correct or remove it."
            yield mention, "TARGET", f"{other.path} has no anchor “{anchor}”.", fix


def _is_made(page: str, volume: Volume) -> bool:
    """Whether the engine makes this page; authors, keywords and affiliations have too many to ask here."""
    kind, _, rest = page.partition("/")
    name = rest.removesuffix(".html").removesuffix(".md")
    known: dict[str, Collection[str]] = {"abstracts": volume.by_id, "topics": volume.topics}
    return kind in {"authors", "keywords", "affiliations", "schema"} or name in known.get(kind, ())


def _entries_are_used(
    entries: Mapping[str, Entry], cited: Collection[str], volume: Volume
) -> Iterator[Problem]:
    """An entry is cited somewhere, or tagged for a topic; a tag is the id of one."""
    for key, entry in entries.items():
        tags = [tag.strip() for tag in entry.fields.get("keywords", "").split(",") if tag.strip()]
        if key not in cited and not any(tag in volume.topics for tag in tags):
            fix = "Cite it, tag it with the id of a topic in keywords = {…}, or remove it."
            message = f"The entry “{key}” is cited nowhere and belongs to no topic."
            yield Problem(REFERENCES, entry.line, 1, "BIB", message, fix)
