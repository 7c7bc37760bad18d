"""The authored documents as far as they can be known without Sphinx: what each cites and links to."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from sphinx_proceedings.content import place, tokenize
from sphinx_proceedings.sources.volume import Layout

if TYPE_CHECKING:
    from markdown_it.token import Token

VERBATIM = frozenset({"", "code", "code-block", "code-cell", "literalinclude", "math", "raw"})
"""Fences whose content is not Markdown."""
BUILT = frozenset({"_build", "_static", "_templates"})
CITE = "cite:"
TARGET = re.compile(r"^[ \t]*\(([^()\s]+)\)=[ \t]*$", re.MULTILINE)
NAME = re.compile(r"^:name:[ \t]*(\S+)", re.MULTILINE)
EXPLICIT = re.compile(r".*<([^<>]+)>\s*", re.DOTALL)
NOT_IN_SLUG = re.compile(r"[^\w\- ]")


class Mention(NamedTuple):
    """A key, an id or an address that a document names, with the line and column where it does."""

    what: str
    line: int
    column: int


@dataclass
class Document:
    """An authored document. `path` is relative to the volume's root; `name` to its documents, without end.

    `objects` are (kind, id) that roles of the engine name; `anchors` are what a link can lead to.
    """

    path: str
    name: str
    citations: list[Mention] = field(default_factory=list)
    links: list[Mention] = field(default_factory=list)
    objects: list[tuple[str, Mention]] = field(default_factory=list)
    anchors: set[str] = field(default_factory=set)


def read_documents(layout: Layout) -> list[Document]:
    """The Markdown documents of a volume, by path. Files that are not UTF-8 are left to Sphinx."""
    found = []
    for file in sorted(layout.docs.rglob("*.md")):
        inside = file.relative_to(layout.docs)
        if BUILT & set(inside.parts):
            continue
        try:
            text = file.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue
        found.append(read(text, layout.path(file), inside.with_suffix("").as_posix()))
    return found


def read(text: str, path: str, name: str) -> Document:
    """What one document cites, links to, names, and offers to links."""
    document = Document(path, name)
    document.anchors.update(found[1] for found in TARGET.finditer(text))
    document.anchors.update(found[1] for found in NAME.finditer(text))
    _collect(document, text, 1)
    return document


def _collect(document: Document, text: str, first_line: int) -> None:
    tokens = tokenize(text, first_line)
    for i, token in enumerate(tokens):
        if directive := token.meta.get("directive"):
            name, _argument, _options, content = directive
            if name not in VERBATIM and content and token.map:
                # The content's last line is the one before the closing fence.
                start = first_line + token.map[0] + 1
                skipped = token.content.rstrip("\n").count("\n") - content.count("\n")
                _collect(document, content, start + skipped)
        elif token.type == "heading_open":
            document.anchors.add(_slug(tokens[i + 1]))
        for child in token.children or ():
            _note(document, child)


def _note(document: Document, token: Token) -> None:
    line, column = place(token)
    if token.type == "link_open":
        document.links.append(Mention(str(token.attrs.get("href", "")), line, column))
    elif token.type == "image":
        document.links.append(Mention(str(token.attrs.get("src", "")), line, column))
    elif token.type == "myst_role":
        role = token.meta["name"]
        if role.startswith(CITE):
            keys = (key.strip() for key in token.content.split(","))
            document.citations += [Mention(key, line, column) for key in keys if key]
        elif role.startswith("proceedings:"):
            explicit = EXPLICIT.fullmatch(token.content)
            target = (explicit[1] if explicit else token.content).strip()
            document.objects.append((role.partition(":")[2], Mention(target, line, column)))


def _slug(heading: Token) -> str:
    """The anchor that MyST gives a heading: as on the forges."""
    words = "".join(
        child.content for child in heading.children or () if child.type in {"text", "code_inline"}
    )
    return NOT_IN_SLUG.sub("", words.strip().lower()).replace(" ", "-")
