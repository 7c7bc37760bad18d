"""Navigation: where a page stands among the documents, and the links that lead on from it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property

from docutils import nodes
from markupsafe import Markup, escape
from sphinx.addnodes import toctree
from sphinx.environment import BuildEnvironment

from sphinx_proceedings.pages.compiled import Compiled
from sphinx_proceedings.sphinx_ext.domain import domain_of

ALL_TOPICS = "topics/index"


@dataclass(frozen=True)
class Link:
    """A page in a navigation. `current` is the value of aria-current: "page", "true" or nothing."""

    title: Markup | str
    address: str
    current: str = ""
    hue: int = 0


@dataclass(frozen=True)
class Group:
    """Links under one caption, which may be empty."""

    caption: str
    links: tuple[Link, ...]


@dataclass(frozen=True)
class Section:
    """A page with pages of its own below it, and its pages before and after the one we are on."""

    head: Link
    links: tuple[Link, ...]
    previous: Link | None
    next: Link | None


@dataclass(frozen=True)
class Navigation:
    """The documents as seen from one page, which need not be a document itself."""

    env: BuildEnvironment
    pagename: str
    pathto: Callable[[str], str]

    @cached_property
    def line(self) -> list[str]:
        """The page, and the documents above it up to one that the root's toctree names."""
        includes = self.env.toctree_includes
        parents = {child: parent for parent, children in includes.items() for child in children}
        line = [self.pagename]
        if self.pagename not in self.env.found_docs and (above := self._above()):
            line.append(above)
        while (parent := parents.get(line[-1])) and parent != self.env.config.root_doc:
            if parent in line:
                break
            line.append(parent)
        return line

    def _above(self) -> str:
        """The document below which a page of the engine belongs, if there is one."""
        folder = self.pagename.partition("/")[0]
        if folder == "topics" and ALL_TOPICS in self.env.found_docs:
            return ALL_TOPICS
        return list_of_all(self.env) if folder == "abstracts" else ""

    def groups(self) -> Iterator[Group]:
        """The toctrees of the root document, with their captions."""
        root = self.env.config.root_doc
        for tree in self.env.tocs[root].findall(toctree):
            targets = [(title, root if target == "self" else target) for title, target in tree["entries"]]
            links = tuple(self.link(target, title) for title, target in targets)
            yield Group(tree.get("caption") or "", links)

    def below(self, docname: str) -> tuple[Link, ...]:
        """The documents directly below another."""
        children = self.env.toctree_includes.get(docname, ())
        return tuple(self.link(child) for child in children if child in self.env.found_docs)

    def footer(self, group: Group) -> Group:
        """A group as the footer shows it: a document that has others below it gives way to them."""
        addresses = {self.pathto(docname): docname for docname in self.env.toctree_includes}
        links: list[Link] = []
        for link in group.links:
            links += self.below(addresses.get(link.address, "")) or (link,)
        return Group(group.caption, tuple(links))

    def section(self) -> Section | None:
        """The section to which the page belongs, if it belongs to one."""
        top = self.line[-1]
        links = self.below(top)
        # Topics have a rail of their own, by group.
        if not links or top in {self.env.config.root_doc, ALL_TOPICS}:
            return None
        head = self.link(top)
        order = [head, *links]
        here = next((i for i, link in enumerate(order) if link.current == "page"), None)
        if here is None:
            return Section(head, links, None, None)
        return Section(
            head,
            links,
            order[here - 1] if here else None,
            order[here + 1] if here + 1 < len(order) else None,
        )

    def link(self, target: str, title: str | None = None) -> Link:
        """A link to a document, or to another address that a toctree names."""
        if target not in self.env.found_docs:
            return Link(title or target, target)
        current = "page" if target == self.pagename else "true" if target in self.line else ""
        return Link(title or title_html(self.env, target), self.pathto(target), current)

    def all_topics(self, compiled: Compiled) -> list[Group]:
        """On a topic's page all topics, by group; elsewhere nothing."""
        if not self.pagename.startswith("topics/") or self.pagename == ALL_TOPICS:
            return []
        return [
            Group(
                group,
                tuple(
                    Link(
                        compiled.inline(topic.title),
                        self.pathto(f"topics/{topic.id}"),
                        "page" if self.pagename == f"topics/{topic.id}" else "",
                        compiled.hue(topic),
                    )
                    for topic in topics
                ),
            )
            for group, topics in compiled.volume.groups.items()
        ]


def list_of_all(env: BuildEnvironment) -> str:
    """The document that lists all contributions, with a filter; contributions belong below it."""
    for docname, parts in sorted(domain_of(env).shown.items()):
        if any(kind == "contributions" and "filter" in dict(options) for kind, options in parts):
            return docname
    return ""


def title_html(env: BuildEnvironment, docname: str) -> Markup:
    """A document's title with its formulas, for a link to it."""
    typesetter = domain_of(env).compiled.typesetter
    parts = [
        Markup(typesetter.one(node.astext()).html)  # noqa: S704 - escaped by render
        if isinstance(node, nodes.math)
        else escape(node.astext())
        for node in env.titles[docname].children
    ]
    return Markup("").join(parts)


def plain_title(env: BuildEnvironment, docname: str) -> str:
    """A document's title in plain characters, for the browser's tab."""
    title = env.titles.get(docname)
    typesetter = domain_of(env).compiled.typesetter
    return "".join(
        typesetter.one(node.astext()).text if isinstance(node, nodes.math) else node.astext()
        for node in (title.children if title else ())
    )
