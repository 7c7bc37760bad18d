"""The plan of a build: every page that the engine makes, and a digest of all that each one shows."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from hashlib import sha256
from typing import Any

from sphinx_proceedings.edition import edition
from sphinx_proceedings.model import Contribution
from sphinx_proceedings.pages import contribution as contribution_page
from sphinx_proceedings.pages import heads, indexes, moved, related, sequence, titles
from sphinx_proceedings.pages.compiled import Compiled, Person, Term
from sphinx_proceedings.pages.contribution import ShownOn
from sphinx_proceedings.pages.related import Related
from sphinx_proceedings.pages.search import record

NOWHERE = contribution_page.ShownOn()
FOLDERS = ("abstracts", "authors", "topics", "keywords", "affiliations", titles.FOLDER)


@dataclass(frozen=True)
class Page:
    """A page of the engine. `shown` is a digest of what it shows, without its shell."""

    folder: str
    name: str
    shown: str
    fill: Callable[[], Mapping[str, str]]
    beside: Callable[[], Mapping[str, str]] = dict
    """The other files of the same name: their texts by the ends of their names."""
    contributions: tuple[Contribution, ...] = ()
    """Those that the page is about."""
    indexed: bool = True
    """Whether it is to be found by search engines."""
    record: Callable[[], record.Record] | None = None
    """What search knows of it; None if it is not to be found."""

    @property
    def address(self) -> str:
        """Relative to the site's root."""
        return f"{self.folder}/{self.name}.html"


def pages(
    compiled: Compiled,
    written_topics: Collection[str],
    shown_on: ShownOn = NOWHERE,
    lists: related.Lists | None = None,
) -> Iterator[Page]:
    """Every page of the engine. `written_topics` are those for which the organizers wrote a page.

    `shown_on` names the documents that show the programme. `lists` are the related contributions, if
    they are known already.
    """
    lists = related.find(compiled).lists if lists is None else lists
    made = _Digests(compiled)
    around = sequence.around(compiled)
    for contribution in compiled.ordered:
        near = lists.get(contribution.id, ())
        steps = around[contribution.id]
        shown = made.contribution(contribution, steps, shown_on, near)
        fill = partial(contribution_page.fill, compiled, contribution, steps, shown_on, near)
        beside = partial(contribution_page.exported, compiled, contribution)
        about = (contribution,)
        known = partial(record.of_contribution, compiled, contribution)
        found_as = None if contribution.is_sample else known
        yield Page(
            "abstracts", contribution.id, shown, fill, beside, about, heads.is_indexed(about), found_as
        )
    for quarantined in compiled.volume.quarantined:
        shown = made.of("quarantined", quarantined)
        fill = partial(contribution_page.fill_placeholder, compiled, quarantined)
        yield Page("abstracts", quarantined.id, shown, fill, indexed=False)
    for old, new in compiled.volume.moved.items():
        contribution = compiled.volume.by_id[new]
        shown = made.of("moved", made.contribution(contribution, (None, None), shown_on, ()))
        fill = partial(moved.fill_contribution, compiled, contribution)
        beside = partial(contribution_page.exported, compiled, contribution)
        yield Page("abstracts", old, shown, fill, beside, indexed=False)
    for person in compiled.people.values():
        shown = made.group("author", person)
        fill = partial(indexes.fill_person, compiled, person)
        yield Page("authors", person.slug, shown, fill, **_about(person))
    for slug, target in compiled.moved.items():
        shown = made.of("moved", slug, target, compiled.people[target].name)
        yield Page("authors", slug, shown, partial(moved.fill_author, compiled, slug), indexed=False)
    for folder in ("keywords", "affiliations"):
        for term in getattr(compiled, folder).values():
            shown = made.group(folder, term)
            fill = partial(indexes.fill_term, compiled, folder, term)
            yield Page(folder, term.slug, shown, fill, **_about(term))
    for topic in compiled.volume.topics.values():
        if topic.id not in written_topics:
            rows = [made.row(c) for c in compiled.on_topic[topic.id]]
            fill = partial(indexes.fill_topic, compiled, topic)
            found_as = partial(record.of_topic, compiled, topic)
            yield Page("topics", topic.id, made.of(topic, rows), fill, record=found_as)
    for folder in ("authors", "keywords", "affiliations"):
        fill = partial(indexes.fill_index, compiled, folder)
        shown = made.of(folder, [(s, *_entry(t)) for s, t in _terms(compiled, folder).items()])
        yield Page(folder, "index", shown, fill)
    parts = titles.parts(compiled)
    pages_of_it = [(part.number, part.words) for part in parts]
    for part in parts:
        shown = made.of(
            "titles", pages_of_it, [made.row(contribution) for contribution in part.contributions]
        )
        yield Page(titles.FOLDER, part.name, shown, partial(titles.fill, compiled, parts, part))


def _about(of: Person | Term) -> dict[str, Any]:
    return {"contributions": of.contributions, "indexed": heads.is_indexed(of.contributions)}


def _terms(compiled: Compiled, folder: str) -> Mapping[str, Person | Term]:
    return compiled.people if folder == "authors" else getattr(compiled, folder)


def _entry(term: Person | Term) -> tuple[str, int]:
    name = term.author.name.inverted if isinstance(term, Person) else term.name
    return name, len(term.contributions)


class _Digests:
    """Digests of what pages show; what many pages show is digested once."""

    def __init__(self, compiled: Compiled) -> None:
        self.compiled = compiled
        self.rows: dict[str, str] = {}
        self.mentions: dict[str, str] = {}
        settings = compiled.volume.settings
        self.base = sha256(f"{edition()}\0{settings.model_dump_json()}\0{compiled.site}".encode())

    def of(self, *parts: object) -> str:
        """A digest of `parts`, which must print the same when they are the same."""
        made = self.base.copy()
        made.update(repr(parts).encode())
        return made.hexdigest()

    def row(self, contribution: Contribution) -> str:
        """What a listing shows of a contribution."""
        if contribution.id not in self.rows:
            meta = contribution.meta
            signed = [(author.name.display, author.slug) for author in meta.authors]
            placement = self.compiled.volume.placements.get(contribution.id)
            about = meta.title, signed, meta.topics, meta.keywords, meta.status.value, placement
            self.rows[contribution.id] = self.of(contribution.id, *about)
        return self.rows[contribution.id]

    def contribution(
        self,
        contribution: Contribution,
        steps: sequence.Around,
        shown_on: ShownOn,
        near: Collection[Related],
    ) -> str:
        """All that a contribution's page shows."""
        volume = self.compiled.volume
        places = volume.places.get(contribution.id, ())
        halls = [hall for place in places if (hall := volume.halls.get(place.board))]
        return self.of(
            contribution.digest,
            [step and step.shown for step in steps],
            [(author.slug, author.name.display, author.orcid) for author in contribution.meta.authors],
            [(key, entry.html) for key, entry in self.compiled.references(contribution).items()],
            [(place, volume.span(place), volume.sessions.get(place.session or "")) for place in places],
            [(hall.title, shown_on.halls.get(hall.id)) for hall in halls],
            shown_on.programme,
            volume.programme.revised if places else None,
            volume.corrections.get(contribution.id),
            [(one.id, one.reason, self.mention(volume.by_id[one.id])) for one in near],
        )

    def mention(self, contribution: Contribution) -> str:
        """What a list of related contributions shows of one."""
        if contribution.id not in self.mentions:
            signed = [author.name.display for author in contribution.meta.authors]
            self.mentions[contribution.id] = repr((contribution.meta.title, signed))
        return self.mentions[contribution.id]

    def group(self, kind: str, group: Person | Term) -> str:
        """All that an author's, a keyword's or an affiliation's page shows."""
        rows = [self.row(contribution) for contribution in group.contributions]
        if isinstance(group, Term):
            return self.of(kind, rows, group.name, group.ror)
        people, name = self.compiled.people, group.author.name
        signed = [getattr(name, part) for part in type(name).model_fields]
        stays = [(stay.slug, stay.name, stay.affiliation.ror, stay.years) for stay in group.affiliations]
        others = [(slug, people[slug].name) for slug in group.coauthors]
        namesakes = [(s, people[s].name, people[s].affiliations[:1]) for s in group.namesakes]
        return self.of(kind, rows, signed, group.author.orcid, stays, others, namesakes)
