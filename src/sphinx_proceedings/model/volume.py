"""A volume: the workshop, its topics and programme, and all contributions."""

from __future__ import annotations

import datetime
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Annotated, Self

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from sphinx_proceedings import names
from sphinx_proceedings.model.contribution import Contribution, Name
from sphinx_proceedings.model.people import People
from sphinx_proceedings.model.programme import Correction, Hall, Placement, Programme, Session
from sphinx_proceedings.model.record import Identifier, License, Link, Orcid, Record, Text
from sphinx_proceedings.problems import Problem

Span = tuple[datetime.datetime, datetime.datetime]
"""When something begins and ends."""
MacroName = Annotated[str, Field(pattern=r"^[A-Za-z]{1,30}$")]


class Dates(Record):
    """First and last day of the workshop."""

    start: datetime.date = Field(description="First day, as 2027-02-01.")
    end: datetime.date = Field(description="Last day.")

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.end < self.start:
            raise PydanticCustomError("FM-VALUE", "The last day is before the first day.")
        return self


class Host(Record):
    """The institution where the workshop takes place."""

    name: Text = Field(description="Full name.")
    short: str = Field("", description="Short name or acronym.")
    url: Link | None = Field(None, description="Its web page.")

    @property
    def brief(self) -> str:
        """The short name where there is one, else the full name."""
        return self.short or self.name


class Organizer(Record):
    """A member of the organizing committee."""

    name: Name = Field(description="As an author's name.")
    affiliation: str = Field("", description="Institution, as it should be printed.")
    orcid: Orcid | None = Field(None, description="ORCID iD.")
    url: Link | None = Field(None, description="Web page.")


class Topic(Record):
    """A subject of the workshop, to which contributions belong."""

    id: Identifier = Field(description="Its address, and what authors write under `topics`.")
    title: Text = Field(description="As it is printed.")
    group: str = Field("", description="The heading under which it is listed.")
    summary: str = Field("", description="One sentence: what the topic asks.")
    icon: str = Field("", description="A small SVG below docs/_static, drawn in one colour.")
    neighbours: dict[str, Text] = Field(
        default_factory=dict,
        description="Topics that touch it, by id: a phrase that says how. One of the two names the other.",
    )


class Settings(Record):
    """What is known of the workshop as a whole: docs/volume.yml."""

    title: Text = Field(description="The workshop's title.")
    short_title: str = Field("", description="A short form of it for headers and citations.")
    dates: Dates | None = Field(None, description="start and end.")
    host: Host | None = Field(None, description="name, short and url of the hosting institution.")
    place: str = Field("", description="City, or building and city.")
    organizers: tuple[Organizer, ...] = Field((), description="The organizing committee.")
    description: str = Field("", description="Two sentences about the workshop.")
    site_url: Link | None = Field(None, description="Where the site is published.")
    repository: Link | None = Field(None, description="Where its sources are.")
    license: License = Field("CC-BY-4.0", description="SPDX licence of the abstracts.")
    publisher: str = Field("", description="Who publishes the volume.")
    doi_prefix: str = Field("", description="Prefix of the volume's DOIs.")
    macros: dict[MacroName, str] = Field(
        default_factory=dict, description="LaTeX macros for the whole volume, without backslash."
    )
    topics: tuple[Topic, ...] = Field((), description="The topics, in order.")

    @property
    def brief(self) -> str:
        """The short title where there is one, else the title."""
        return self.short_title or self.title

    @property
    def title_parts(self) -> list[str]:
        """The title in the parts between which a line best ends: before and after a colon."""
        return re.split(r"(?<=:)\s+", self.title)

    @property
    def identity(self) -> str:
        """What permanent ids are made from: the site's address without its scheme, or the short title.

        A site's address is promised to readers; before it is known, the short title, which is part of
        the keys of all citations, is the best there is.
        """
        address = (self.site_url or "").partition("://")[2].rstrip("/")
        return address or names.slug(self.brief)


@dataclass(frozen=True)
class Quarantined:
    """A contribution that did not pass: its address and what is wrong with it."""

    id: str
    path: str
    problems: tuple[Problem, ...]


@dataclass(frozen=True)
class Volume:
    """A whole volume, loaded once and never changed.

    `contributions` are in the order of their ids. `problems` are those of every file, sorted.
    """

    settings: Settings
    programme: Programme = field(default_factory=Programme)
    contributions: tuple[Contribution, ...] = ()
    quarantined: tuple[Quarantined, ...] = ()
    problems: tuple[Problem, ...] = ()
    people: People = field(default_factory=People)

    @cached_property
    def by_id(self) -> Mapping[str, Contribution]:
        """The contributions by their ids."""
        return {contribution.id: contribution for contribution in self.contributions}

    @cached_property
    def topics(self) -> Mapping[str, Topic]:
        """The topics by their ids, in the order of the settings."""
        return {topic.id: topic for topic in self.settings.topics}

    @cached_property
    def groups(self) -> Mapping[str, tuple[Topic, ...]]:
        """The topics by their groups, in the order of the settings."""
        groups: dict[str, list[Topic]] = {}
        for topic in self.settings.topics:
            groups.setdefault(topic.group, []).append(topic)
        return {name: tuple(topics) for name, topics in groups.items()}

    @cached_property
    def neighbours(self) -> Mapping[str, Mapping[str, str]]:
        """For each topic the topics that touch it, in the order of the settings, and how."""
        found: dict[str, dict[str, str]] = {id_: {} for id_ in self.topics}
        for topic in self.settings.topics:
            for other, how in topic.neighbours.items():
                if other in found:
                    found[topic.id].setdefault(other, how)
                    found[other].setdefault(topic.id, how)
        return {id_: {o: near[o] for o in self.topics if o in near} for id_, near in found.items()}

    @cached_property
    def sessions(self) -> Mapping[str, Session]:
        """The sessions by their ids."""
        return {session.id: session for session in self.programme.sessions}

    @cached_property
    def places(self) -> Mapping[str, tuple[Placement, ...]]:
        """Every place of each contribution that has one, by its id, in the order of the programme."""
        found: dict[str, list[Placement]] = {}
        for placement in self.programme.placements:
            found.setdefault(placement.contribution, []).append(placement)
        return {id_: tuple(places) for id_, places in found.items()}

    @cached_property
    def placements(self) -> Mapping[str, Placement]:
        """The place of each contribution that has one, by its id: of several, the first with a board.

        What was withdrawn has none.
        """
        withdrawn = {c.id for c in self.contributions if c.is_withdrawn}
        return {
            id_: next((place for place in places if place.board), places[0])
            for id_, places in self.places.items()
            if id_ not in withdrawn
        }

    @cached_property
    def placed(self) -> Mapping[str, tuple[Placement, ...]]:
        """The places within each session, by its id, in the order of the programme."""
        found: dict[str, list[Placement]] = {id_: [] for id_ in self.sessions}
        for placement in self.programme.placements:
            if placement.session in found:
                found[placement.session].append(placement)
        return {id_: tuple(places) for id_, places in found.items()}

    def span(self, placement: Placement) -> Span | None:
        """When a placement takes place, or None where nobody said: its own time, or that of its session."""
        session = self.sessions.get(placement.session or "")
        if session is None:
            return None
        start = session.at(placement.start) if placement.start else session.start
        if placement.end:
            return start, session.at(placement.end)
        if not placement.start:
            return start, session.end
        others = (session.at(p.start) for p in self.placed[session.id] if p.start and not p.board)
        return start, min((moment for moment in others if moment > start), default=session.end)

    @cached_property
    def halls(self) -> Mapping[str, Hall]:
        """The hall of each board of a plan, by the board's number."""
        return {number: hall for hall in self.programme.halls for number in hall.numbers}

    @cached_property
    def corrections(self) -> Mapping[str, tuple[Correction, ...]]:
        """The corrections of each contribution that has some, by its id, oldest first."""
        found: dict[str, list[Correction]] = {}
        for correction in sorted(self.programme.corrections, key=lambda c: c.date):
            found.setdefault(correction.contribution, []).append(correction)
        return {key: tuple(value) for key, value in found.items()}

    @cached_property
    def moved(self) -> Mapping[str, str]:
        """Ids that contributions had before, each with that of today; those that lead nowhere left out."""
        taken = {*self.by_id, *(quarantined.id for quarantined in self.quarantined)}
        known = self.programme.moved.items()
        return {old: new for old, new in known if new in self.by_id and old not in taken}

    def topics_of(self, contribution: Contribution) -> tuple[Topic, ...]:
        """The topics that a contribution names and the volume has, in the author's order."""
        return tuple(self.topics[id_] for id_ in contribution.meta.topics if id_ in self.topics)
