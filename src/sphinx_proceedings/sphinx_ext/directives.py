"""The directives of authored documents: each checks its options and leaves a part in the document."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, ClassVar

from docutils import nodes
from docutils.parsers.rst import directives as options
from sphinx.util.docutils import SphinxDirective

from sphinx_proceedings import names
from sphinx_proceedings.pages.listing import SORTS
from sphinx_proceedings.sphinx_ext.domain import domain_of
from sphinx_proceedings.sphinx_ext.node import part

Converter = Callable[[Any], Any]


def _sort(argument: str) -> str:
    return options.choice(argument, tuple(SORTS))


def _view(argument: str) -> str:
    return options.choice(argument, ("list", "cards"))


def _count(argument: str) -> str:
    return str(options.nonnegative_int(argument))


class PartDirective(SphinxDirective):
    """A directive that shows a part of the volume. The docstring of each is its line in the manual."""

    has_content = False
    option_spec: ClassVar[dict[str, Converter]] = {}

    def settings(self) -> dict[str, str]:
        """The part's options, as text."""
        return {name: str(value or "") for name, value in self.options.items()}

    def run(self) -> list[nodes.Node]:
        """The part, noted with the document that shows it."""
        chosen = self.settings()
        domain_of(self.env).note(self.env.docname, self.name, chosen)
        node = part("", kind=self.name, options=chosen)
        self.set_source_info(node)
        return [node]

    def known(self, what: str, value: str, among: Any) -> None:
        """Stop with a message when `value` is none of `among`."""
        if value and value not in among:
            hint = names.did_you_mean(value, among)
            raise self.error(f"There is no {what} “{value}”. {hint}".strip())


class Contributions(PartDirective):
    """Lists contributions: all of them, or those on a topic, in a session or of an author."""

    option_spec: ClassVar[dict[str, Converter]] = {
        "topic": options.unchanged_required,
        "session": options.unchanged_required,
        "author": options.unchanged_required,
        "sort": _sort,
        "limit": _count,
        "filter": options.flag,
        "view": _view,
        "whole": _count,
    }

    def settings(self) -> dict[str, str]:
        """The options, with ids that exist."""
        volume = domain_of(self.env).compiled.volume
        self.known("topic", self.options.get("topic", ""), volume.topics)
        self.known("session", self.options.get("session", ""), volume.sessions)
        return super().settings()


class Committee(PartDirective):
    """Shows the organizing committee of volume.yml."""


class Dates(PartDirective):
    """Shows the workshop's dates, host and place."""


class Programme(PartDirective):
    """Shows the programme as a timetable and by day, or that nothing is scheduled yet."""


class PosterHall(PartDirective):
    """Shows the plan of the poster boards, and a list. The argument is a hall's id; without it, all."""

    optional_arguments = 1

    def settings(self) -> dict[str, str]:
        """The hall's id, if one is named."""
        halls = {hall.id: hall for hall in domain_of(self.env).compiled.volume.programme.halls}
        wanted = self.arguments[0] if self.arguments else ""
        self.known("hall", wanted, halls)
        return {"id": wanted} if wanted else {}


class BoardSigns(PartDirective):
    """Shows a sign to print for each poster board, of all sessions or of one."""

    option_spec: ClassVar[dict[str, Converter]] = {"session": options.unchanged_required}

    def settings(self) -> dict[str, str]:
        """The session's id, if one is named."""
        volume = domain_of(self.env).compiled.volume
        self.known("session", self.options.get("session", ""), volume.sessions)
        return super().settings()


class TopicGroups(PartDirective):
    """Shows all topics in their groups, with their summaries unless `:compact:` is given."""

    option_spec: ClassVar[dict[str, Converter]] = {"compact": options.flag}


class Topic(PartDirective):
    """Heads the page of a topic: its group and its summary. The argument is the topic's id."""

    required_arguments = 1

    def settings(self) -> dict[str, str]:
        """The topic's id."""
        self.known("topic", self.arguments[0], domain_of(self.env).compiled.volume.topics)
        return {"id": self.arguments[0]}


class Neighbours(Topic):
    """Lists the topics that touch a topic, each with how. The argument is the topic's id."""


class TopicMap(PartDirective):
    """Shows how the topics touch, and which share references, as a picture and as a table."""


class VolumeMap(PartDirective):
    """Shows the contributions as a map on which what is alike lies near, with a filter, and as a table."""


class Cover(PartDirective):
    """Shows a picture that has a light and a dark form: `NAME-light.svg`, `NAME-dark.svg` in _static."""

    required_arguments = 1
    option_spec: ClassVar[dict[str, Converter]] = {
        "alt": options.unchanged_required,
        "caption": options.unchanged,
    }

    def settings(self) -> dict[str, str]:
        """The picture's name, its description and its caption."""
        given = super().settings()
        return {
            "source": self.arguments[0],
            "alt": given.get("alt", ""),
            "caption": given.get("caption", ""),
        }


class Agenda(PartDirective):
    """Shows the reader's own list of starred contributions, on a page docs/agenda.md of yours."""


class CitedReferences(PartDirective):
    """Lists the entries that the page cites."""


DIRECTIVES: dict[str, type[PartDirective]] = {
    "contributions": Contributions,
    "committee": Committee,
    "dates": Dates,
    "programme": Programme,
    "poster-hall": PosterHall,
    "board-signs": BoardSigns,
    "topic-groups": TopicGroups,
    "topic": Topic,
    "neighbours": Neighbours,
    "topic-map": TopicMap,
    "volume-map": VolumeMap,
    "cover": Cover,
    "agenda": Agenda,
    "cited-references": CitedReferences,
}
