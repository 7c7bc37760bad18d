"""A volume with all that pages derive from it, each thing derived once."""

from __future__ import annotations

import pickle
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, cast

from markupsafe import Markup

from sphinx_proceedings import citation, metadata, names
from sphinx_proceedings.content import inline
from sphinx_proceedings.model import Affiliation, Author, Contribution, Topic, Volume
from sphinx_proceedings.pages import typeset as typesetting
from sphinx_proceedings.pages.typeset import Title, Typeset
from sphinx_proceedings.problems import Problem
from sphinx_proceedings.references import Library, Reference
from sphinx_proceedings.render.html import Surroundings, html
from sphinx_proceedings.render.math import Typesetter
from sphinx_proceedings.render.text import plain

if TYPE_CHECKING:
    from sphinx_proceedings.pages.browse import Browsing
    from sphinx_proceedings.pages.listing import Row
    from sphinx_proceedings.pages.related import Found


@dataclass(frozen=True)
class Stay:
    """An institution of a person, with the years of the contributions that name it: “2025–2027”."""

    slug: str
    affiliation: Affiliation
    years: str = ""

    @property
    def name(self) -> str:
        """The institution's name, as the first of the contributions spells it."""
        return self.affiliation.name


@dataclass(frozen=True)
class Person:
    """An author across the volume. `coauthors` and `namesakes` are slugs."""

    slug: str
    author: Author
    contributions: tuple[Contribution, ...]
    affiliations: tuple[Stay, ...]
    coauthors: tuple[str, ...]
    namesakes: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """The name in reading order."""
        return self.author.name.display

    @property
    def is_withdrawn(self) -> bool:
        """Whether nothing of theirs is in the proceedings any more."""
        return all(contribution.is_withdrawn for contribution in self.contributions)


@dataclass(frozen=True)
class Term:
    """A keyword or an affiliation across the volume."""

    slug: str
    name: str
    contributions: tuple[Contribution, ...]
    ror: str = ""


@dataclass(frozen=True)
class Compiled:
    """A volume, its bibliography and its typesetter; every index is made once, when first asked for."""

    volume: Volume
    library: Library
    typesetter: Typesetter
    problems: tuple[Problem, ...] = ()
    preview: bool = False
    """Whether the site asks search engines to leave it alone."""
    pictured: bool = False
    """Whether pictures are drawn for the cards that show pages elsewhere."""
    related_file: Path | None = None
    """Where a build keeps what took long to compare; None where nothing is kept."""
    moved: Mapping[str, str] = field(default_factory=dict)
    """Addresses that authors had before, and where they lead."""
    packed: Mapping[str, bytes] = field(default_factory=dict, repr=False)
    """The pickled text of each contribution, by its id, where it has been typeset already."""
    titles: dict[str, Title] = field(default_factory=dict, repr=False)
    rows: dict[str, Row] = field(default_factory=dict, repr=False)
    """What listings show of each contribution; theirs to fill."""
    items: dict[tuple[str, str], Markup] = field(default_factory=dict, repr=False)
    """The same as HTML, by the way to the site's root and the contribution's id; likewise."""
    found: list[Found] = field(default_factory=list, repr=False)
    """What was found to be related; `related` fills it."""
    lists: dict[tuple[str, ...], Browsing] = field(default_factory=dict, repr=False)
    """What scripts need to know of lists, by the ids in them; likewise."""
    _inlines: dict[str, Markup] = field(default_factory=dict, repr=False)
    _citations: dict[str, citation.Citation] = field(default_factory=dict, repr=False)
    _spoken: dict[str, str] = field(default_factory=dict, repr=False)

    @cached_property
    def site(self) -> metadata.Site:
        """What every page says of the site."""
        settings = self.volume.settings
        base = (settings.site_url or "").rstrip("/")
        return metadata.Site(
            settings.title, settings.brief, base, self.preview, self.pictured and bool(base)
        )

    def title(self, contribution: Contribution) -> Title:
        """A contribution's title."""
        if contribution.id not in self.titles:
            self.titles[contribution.id] = typesetting.title(contribution.title, self.typesetter)
        return self.titles[contribution.id]

    def typeset(self, contribution: Contribution) -> Typeset:
        """A contribution's text in each of its forms."""
        if packed := self.packed.get(contribution.id):
            return cast("Typeset", pickle.loads(packed))  # noqa: S301 - packed by this build or the last
        return typesetting.typeset(contribution, self.typesetter, self.references(contribution))

    def inline(self, text: str) -> Markup:
        """A short text of the organizers, with $math$, as HTML."""
        if text not in self._inlines:
            tree = inline(text)
            made = html(tree, Surroundings(self.typesetter.of(tree)))
            self._inlines[text] = Markup(made)  # noqa: S704 - escaped by render
        return self._inlines[text]

    def spoken(self, text: str) -> str:
        """A short text of the organizers, with $math$, in plain characters."""
        if text not in self._spoken:
            tree = inline(text)
            self._spoken[text] = plain(tree, self.typesetter.of(tree))
        return self._spoken[text]

    def citation(self, contribution: Contribution) -> citation.Citation:
        """How to cite a contribution."""
        if contribution.id not in self._citations:
            title, text = self.title(contribution).text, self.typeset(contribution)
            settings = self.volume.settings
            made = citation.cite(contribution, title, text.latex, text.abstract, settings)
            self._citations[contribution.id] = made
        return self._citations[contribution.id]

    @cached_property
    def published(self) -> tuple[Contribution, ...]:
        """The contributions that are part of the proceedings: by id, without samples."""
        return tuple(c for c in self.volume.contributions if not c.is_sample)

    def references(self, contribution: Contribution) -> dict[str, Reference]:
        """The entries that a contribution cites, by key, in the order of the bibliography."""
        return self.library.cited(contribution.cited, contribution.id)

    @cached_property
    def ordered(self) -> tuple[Contribution, ...]:
        """All contributions by title."""
        return tuple(sorted(self.volume.contributions, key=lambda c: (self.title(c).sort_key, c.id)))

    def slug_of(self, author: Author) -> str:
        """The address of an author within the volume."""
        return author.slug

    def person(self, slug: str) -> Person | None:
        """The person who has, or had, an address."""
        return self.people.get(self.moved.get(slug, slug))

    @cached_property
    def people(self) -> Mapping[str, Person]:
        """Every author of the volume by slug, in the order of family names."""
        records: dict[str, list[tuple[Author, Contribution]]] = {}
        for contribution in self.ordered:
            for author in contribution.meta.authors:
                records.setdefault(self.slug_of(author), []).append((author, contribution))
        alike: dict[str, list[str]] = {}
        for slug, found in records.items():
            for name in dict.fromkeys(names.slug(author.name.display) for author, _ in found):
                alike.setdefault(name, []).append(slug)
        people = [self._person(slug, found, alike) for slug, found in records.items()]
        people.sort(key=lambda person: (person.author.name.sort_key, person.slug))
        return {person.slug: person for person in people}

    def _person(
        self,
        slug: str,
        found: list[tuple[Author, Contribution]],
        alike: Mapping[str, list[str]],
    ) -> Person:
        contributions = {contribution.id: contribution for _, contribution in found}
        best = next((author for author, _ in found if author.orcid), found[0][0])
        coauthors = (self.slug_of(other) for _, c in found for other in c.meta.authors)
        return Person(
            slug,
            best,
            tuple(contributions.values()),
            _stays(found),
            tuple(other for other in dict.fromkeys(coauthors) if other != slug),
            tuple(sorted(other for other in alike[names.slug(best.name.display)] if other != slug)),
        )

    @cached_property
    def keywords(self) -> Mapping[str, Term]:
        """Every keyword of the volume by slug, in alphabetical order."""
        pairs = ((k, c, "") for c in self.ordered for k in c.meta.keywords)
        return _terms(pairs)

    @cached_property
    def affiliations(self) -> Mapping[str, Term]:
        """Every affiliation of the volume by slug, in alphabetical order."""
        pairs = ((a.name, c, a.ror or "") for c in self.ordered for a in c.meta.affiliations)
        return _terms(pairs)

    @cached_property
    def on_topic(self) -> Mapping[str, tuple[Contribution, ...]]:
        """The contributions on each topic, by title."""
        found: dict[str, list[Contribution]] = {id_: [] for id_ in self.volume.topics}
        for contribution in self.ordered:
            for topic in self.volume.topics_of(contribution):
                found[topic.id].append(contribution)
        return {id_: tuple(contributions) for id_, contributions in found.items()}

    @cached_property
    def cited_by(self) -> Mapping[str, tuple[Contribution, ...]]:
        """The contributions that cite each entry of the volume's bibliography, by title."""
        found: dict[str, list[Contribution]] = {}
        for contribution in self.ordered:
            own = self.library.own.get(contribution.id, {})
            for key in contribution.cited:
                if key not in own:
                    found.setdefault(key, []).append(contribution)
        return {key: tuple(contributions) for key, contributions in found.items()}

    @cached_property
    def hues(self) -> Mapping[str, int]:
        """The number of the hue of each group of topics, from 1."""
        return {group: i for i, group in enumerate(self.volume.groups, 1)}

    def hue(self, topic: Topic) -> int:
        """The number of a topic's hue: 1 to 5, again from 1 after that."""
        return (self.hues[topic.group] - 1) % 5 + 1


def _stays(found: list[tuple[Author, Contribution]]) -> tuple[Stay, ...]:
    """The institutions of a person: the latest first where contributions have dates of several years."""
    named: dict[str, Affiliation] = {}
    years: dict[str, list[int]] = {}
    for author, contribution in found:
        for affiliation in contribution.meta.affiliations:
            if affiliation.id in author.affiliations:
                slug = names.slug(affiliation.name)
                named.setdefault(slug, affiliation)
                when = contribution.meta.date
                years.setdefault(slug, []).extend([when.year] if when else [])
    if len({year for known in years.values() for year in known}) < 2:
        return tuple(Stay(slug, affiliation) for slug, affiliation in named.items())
    order = sorted(named, key=lambda slug: (-max(years[slug], default=0), -min(years[slug], default=0)))
    return tuple(Stay(slug, named[slug], _span(years[slug])) for slug in order)


def _span(years: list[int]) -> str:
    return "–".join(str(year) for year in dict.fromkeys((min(years), max(years)))) if years else ""


def _terms(found: Iterable[tuple[str, Contribution, str]]) -> dict[str, Term]:
    spelled: dict[str, str] = {}
    rors: dict[str, str] = {}
    members: dict[str, dict[str, Contribution]] = {}
    for name, contribution, ror in found:
        slug = names.slug(name)
        spelled.setdefault(slug, name)
        if ror:
            rors.setdefault(slug, ror)
        members.setdefault(slug, {})[contribution.id] = contribution
    order = sorted(spelled, key=lambda slug: (names.collation(spelled[slug]), slug))
    return {s: Term(s, spelled[s], tuple(members[s].values()), rors.get(s, "")) for s in order}
