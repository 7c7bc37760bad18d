"""The domain: contributions, authors, topics and sessions as objects that any document can refer to."""

from __future__ import annotations

from collections.abc import Iterator, Set
from typing import TYPE_CHECKING, Any, ClassVar, cast

from docutils import nodes
from sphinx.addnodes import pending_xref
from sphinx.builders import Builder
from sphinx.domains import Domain, ObjType
from sphinx.environment import BuildEnvironment
from sphinx.roles import XRefRole
from sphinx.util.nodes import make_refnode

from sphinx_proceedings.pages.compiled import Compiled

if TYPE_CHECKING:
    from sphinx_proceedings.sphinx_ext.build import Build

KINDS = ("contribution", "author", "topic", "session")
Shown = tuple[str, tuple[tuple[str, str], ...]]
"""A part that a document shows: its kind and its options, sorted."""


class ProceedingsDomain(Domain):
    """Objects of the volume. `data["shown"]` says which parts each document shows, and their digests."""

    name = "proceedings"
    label = "Proceedings"
    object_types: ClassVar[dict[str, ObjType]] = {kind: ObjType(kind, kind) for kind in KINDS}
    roles: ClassVar[dict[str, Any]] = {
        kind: XRefRole(innernodeclass=nodes.inline, warn_dangling=True) for kind in KINDS
    }
    initial_data: ClassVar[dict[str, Any]] = {"shown": {}, "cited_by": "", "navigation": "", "halls": ""}
    data_version = 3
    compiled: Compiled
    """The volume of this build; set before reading, never pickled."""
    build: Build
    """The state of this build; likewise."""

    @property
    def shown(self) -> dict[str, dict[Shown, str]]:
        """For each document the parts that it shows, with a digest of each."""
        return cast("dict[str, dict[Shown, str]]", self.data["shown"])

    def note(self, docname: str, kind: str, options: dict[str, str]) -> None:
        """Remember that `docname` shows a part."""
        self.shown.setdefault(docname, {})[kind, tuple(sorted(options.items()))] = ""

    def shows(self, kind: str) -> bool:
        """Whether a document shows a part of this kind."""
        return any(kind == shown for parts in self.shown.values() for shown, _ in parts)

    def clear_doc(self, docname: str) -> None:
        """Forget what `docname` shows."""
        self.shown.pop(docname, None)

    def merge_domaindata(self, docnames: Set[str], otherdata: dict[str, Any]) -> None:
        """Take over what a parallel reader noted of `docnames`."""
        for docname in docnames:
            if docname in otherdata["shown"]:
                self.shown[docname] = otherdata["shown"][docname]

    def find(self, kind: str, target: str) -> tuple[str, str, str] | None:
        """(document or page, anchor, title) of an object, or None where there is none."""
        compiled = self.compiled
        volume = compiled.volume
        if kind == "contribution" and (contribution := volume.by_id.get(target)):
            return f"abstracts/{target}", "", compiled.title(contribution).text
        if kind == "author" and (person := compiled.person(target)):
            return f"authors/{person.slug}", "", person.name
        if kind == "topic" and (topic := volume.topics.get(target)):
            return f"topics/{target}", "", compiled.spoken(topic.title)
        if kind == "session" and (session := volume.sessions.get(target)):
            return "programme", f"session-{target}", session.title
        return None

    def resolve_xref(
        self,
        env: BuildEnvironment,
        fromdocname: str,
        builder: Builder,
        typ: str,
        target: str,
        node: pending_xref,
        contnode: nodes.Element,
    ) -> nodes.reference | None:
        """A link to an object, under its title unless the author gave another text."""
        found = self.find(typ, target)
        if not found:
            return None
        page, anchor, title = found
        text = contnode if node["refexplicit"] else nodes.inline("", title)
        return make_refnode(builder, fromdocname, page, anchor, text)

    def resolve_any_xref(
        self,
        env: BuildEnvironment,
        fromdocname: str,
        builder: Builder,
        target: str,
        node: pending_xref,
        contnode: nodes.Element,
    ) -> list[tuple[str, nodes.reference]]:
        """Links to every object that has the id `target`."""
        found = []
        for kind in KINDS:
            made = self.resolve_xref(env, fromdocname, builder, kind, target, node, contnode)
            if made is not None:
                found.append((f"proceedings:{kind}", made))
        return found

    def get_objects(self) -> Iterator[tuple[str, str, str, str, str, int]]:
        """Every object, for objects.inv."""
        compiled = self.compiled
        names = {
            "contribution": compiled.volume.by_id,
            "author": compiled.people,
            "topic": compiled.volume.topics,
            "session": compiled.volume.sessions,
        }
        for kind, objects in names.items():
            for name in objects:
                if found := self.find(kind, name):
                    page, anchor, title = found
                    yield name, title, kind, page, anchor, 1


def domain_of(env: BuildEnvironment) -> ProceedingsDomain:
    """The domain of an environment."""
    return cast("ProceedingsDomain", env.get_domain("proceedings"))
