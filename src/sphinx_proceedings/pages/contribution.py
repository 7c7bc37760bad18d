"""A contribution's page, and the placeholder of one that is quarantined."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from markupsafe import Markup

from sphinx_proceedings import metadata, names
from sphinx_proceedings.citation import STYLES, Citation
from sphinx_proceedings.exports import EXPORTS
from sphinx_proceedings.model import Author, Contribution, Correction, Placement, Quarantined, Session, Span
from sphinx_proceedings.pages import calendars, codes, hall, heads, schedule
from sphinx_proceedings.pages.compiled import Compiled
from sphinx_proceedings.pages.listing import TopicMark, topic_marks
from sphinx_proceedings.pages.related import Related
from sphinx_proceedings.pages.sequence import Around, Step
from sphinx_proceedings.pages.templates import render

PREFIX = "../"
CALENDAR = ".ics"
"""The end of the name of a contribution's calendar file."""
NAMED = 3
"""So many authors of a related contribution are named."""
LINKS = {
    "arxiv": ("paper", "arXiv"),
    "doi": ("paper", "DOI"),
    "paper": ("paper", "Paper"),
    "code": ("code", "Code"),
    "poster": ("poster", "Poster"),
    "slides": ("poster", "Slides"),
    "video": ("video", "Video"),
    "data": ("download", "Data"),
}
LICENSES = {
    "CC-BY-4.0": ("CC BY 4.0", "https://creativecommons.org/licenses/by/4.0/"),
    "CC-BY-SA-4.0": ("CC BY-SA 4.0", "https://creativecommons.org/licenses/by-sa/4.0/"),
    "CC-BY-NC-4.0": ("CC BY-NC 4.0", "https://creativecommons.org/licenses/by-nc/4.0/"),
    "CC0-1.0": ("CC0 1.0", "https://creativecommons.org/publicdomain/zero/1.0/"),
}


@dataclass(frozen=True)
class ShownOn:
    """The documents that show the programme, and each hall by its id; empty where none does."""

    programme: str = ""
    halls: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class AuthorMark:
    """An author in the line of authors, with the numbers of the affiliations where they need any."""

    name: str
    slug: str
    marks: tuple[int, ...]
    orcid: str | None
    corresponding: bool


@dataclass(frozen=True)
class AffiliationMark:
    """An affiliation in the list below the authors. `number` is 0 where it is that of all of them."""

    name: str
    slug: str
    number: int


@dataclass(frozen=True)
class Board:
    """A poster board. `address` is where a plan shows it; empty where none does."""

    number: str
    address: str


@dataclass(frozen=True)
class Place:
    """A place in the programme. `address` is that of the session; empty where no page shows it."""

    session: str
    title: Markup
    address: str
    start: datetime.datetime
    end: datetime.datetime
    when: str
    until: str
    offset: str
    room: str
    slot: str
    board: Board | None


@dataclass(frozen=True)
class Neighbour:
    """The contribution before or after this one, and in which order."""

    id: str
    title: Markup
    order: Markup


@dataclass(frozen=True)
class Mention:
    """A related contribution: its title, its first authors and how many more, and why it is here."""

    id: str
    title: Markup
    authors: tuple[str, ...]
    more: int
    reason: str


@dataclass(frozen=True)
class View:
    """What the template of a contribution shows."""

    id: str
    status: str
    title: Markup
    board: Board | None
    places: tuple[Place, ...]
    calendar: bool
    """Whether there is a calendar file of it."""
    unscheduled: str
    """The programme's address, where it has no time for this one yet."""
    topics: tuple[TopicMark, ...]
    authors: tuple[AuthorMark, ...]
    affiliations: tuple[AffiliationMark, ...]
    body: Markup
    references: tuple[tuple[str, Markup], ...]
    keywords: tuple[tuple[str, str], ...]
    links: tuple[tuple[str, str, str], ...]
    corrections: tuple[Correction, ...]
    styles: tuple[tuple[str, str], ...]
    """How to cite it: the name of a style, and the citation in it."""
    exports: tuple[tuple[str, str], ...]
    """The ends of the addresses of its citation in other formats, and their names."""
    license: str
    license_url: str
    printed: tuple[str, Markup] | None
    """The page's address and a code of it; None where nobody said where the site is."""
    previous: Neighbour | None
    next: Neighbour | None
    related: tuple[Mention, ...]


def view(
    compiled: Compiled,
    contribution: Contribution,
    steps: Around,
    near: Iterable[Related],
    cited_as: Citation,
    shown_on: ShownOn,
) -> View:
    """What the page of `contribution` shows. `near` is related to it; `cited_as` is how to cite it."""
    meta, volume = contribution.meta, compiled.volume
    cited = compiled.references(contribution)
    placement = volume.placements.get(contribution.id)
    timed = () if contribution.is_withdrawn else schedule.places(volume, contribution)
    places = tuple(_place(compiled, place, shown_on) for place in timed)
    awaited = not places and not contribution.is_sample and not contribution.is_withdrawn
    spdx = meta.license or volume.settings.license
    license_, license_url = LICENSES.get(spdx, (spdx, ""))
    order = [a.id for a in meta.affiliations if any(a.id in author.affiliations for author in meta.authors)]
    shown = {a.id: a for a in meta.affiliations}
    common = len(order) == 1 and all(order[0] in author.affiliations for author in meta.authors)
    numbers = {id_: 0 if common else number for number, id_ in enumerate(order, 1)}
    return View(
        id=contribution.id,
        status=meta.status.value,
        title=compiled.title(contribution).html,
        board=_board(compiled, placement, shown_on) if placement else None,
        places=places,
        calendar=bool(places) and not contribution.is_sample,
        unscheduled=f"{PREFIX}{shown_on.programme}.html" if awaited and shown_on.programme else "",
        topics=topic_marks(compiled, contribution),
        authors=tuple(_author(compiled, author, numbers) for author in meta.authors),
        affiliations=tuple(
            AffiliationMark(shown[i].name, names.slug(shown[i].name), numbers[i]) for i in order
        ),
        body=Markup(compiled.typeset(contribution).body),  # noqa: S704 - escaped by render
        references=tuple((key, Markup(entry.html)) for key, entry in cited.items()),  # noqa: S704 - escaped by references
        keywords=tuple((names.slug(word), word) for word in meta.keywords),
        links=tuple((*LINKS[kind], address) for kind, address in meta.links.addresses()),
        corrections=volume.corrections.get(contribution.id, ()),
        styles=tuple((name, style(cited_as)) for name, style in STYLES.items()),
        exports=tuple((export.suffix, export.title) for export in EXPORTS.values()),
        license=license_,
        license_url=license_url,
        printed=(cited_as.url, codes.code(cited_as.url)) if cited_as.url else None,
        previous=_neighbour(compiled, steps[0]),
        next=_neighbour(compiled, steps[1]),
        related=tuple(_mention(compiled, one) for one in near),
    )


def _author(compiled: Compiled, author: Author, numbers: Mapping[str, int]) -> AuthorMark:
    marks = tuple(numbers[i] for i in author.affiliations if numbers.get(i))
    slug = compiled.slug_of(author)
    return AuthorMark(author.name.display, slug, marks, author.orcid, author.corresponding)


def _board(compiled: Compiled, placement: Placement, shown_on: ShownOn) -> Board | None:
    if not placement.board:
        return None
    address = hall.address(compiled, placement.board, shown_on.halls)
    return Board(placement.board, PREFIX + address if address else "")


def _place(compiled: Compiled, place: tuple[Placement, Session, Span], shown_on: ShownOn) -> Place:
    placement, session, (start, end) = place
    return Place(
        session.id,
        compiled.inline(session.title),
        f"{PREFIX}{shown_on.programme}.html#session-{session.id}" if shown_on.programme else "",
        start,
        end,
        f"{schedule.day_name(start.date())}, {schedule.clock(start)}",
        schedule.clock(end),
        schedule.offset(start),
        session.room,
        placement.slot,
        _board(compiled, placement, shown_on),
    )


def _neighbour(compiled: Compiled, step: Step | None) -> Neighbour | None:
    if step is None:
        return None
    title = compiled.title(step.contribution).html
    return Neighbour(step.contribution.id, title, compiled.inline(step.order))


def _mention(compiled: Compiled, related: Related) -> Mention:
    contribution = compiled.volume.by_id[related.id]
    signed = [author.name.display for author in contribution.meta.authors]
    # “and 1 more” would be no shorter than the name.
    shown = signed if len(signed) <= NAMED + 1 else signed[:NAMED]
    title = compiled.title(contribution).html
    return Mention(related.id, title, tuple(shown), len(signed) - len(shown), related.reason)


def fill(
    compiled: Compiled,
    contribution: Contribution,
    steps: Around,
    shown_on: ShownOn,
    near: Iterable[Related] = (),
) -> Mapping[str, str]:
    """What fills the shell for `contribution`; `near` is related to it."""
    cited_as = compiled.citation(contribution)
    shown = view(compiled, contribution, steps, near, cited_as, shown_on)
    programme = f"{shown_on.programme}.html" if shown_on.programme else ""
    page = heads.contribution(compiled, contribution, cited_as, shown.license_url, programme)
    return {
        "title": _page_title(cited_as.title, compiled.volume.settings.brief),
        "head": metadata.head(compiled.site, page),
        "body": render("contribution.html", page=shown, prefix=PREFIX),
    }


def exported(compiled: Compiled, contribution: Contribution) -> Mapping[str, str]:
    """The files beside the page of `contribution`, by the ends of their names. A sample has none."""
    if contribution.is_sample:
        return {}
    cited_as = [compiled.citation(contribution)]
    made = {export.suffix: export.write(cited_as) for export in EXPORTS.values()}
    if contribution.id in compiled.volume.places and (
        dates := calendars.of_contributions(compiled, [contribution])
    ):
        made[CALENDAR] = dates
    return made


def fill_placeholder(compiled: Compiled, quarantined: Quarantined) -> Mapping[str, str]:
    """What fills the shell at the address of a contribution that did not pass."""
    return {
        "title": _page_title(quarantined.id, compiled.volume.settings.brief),
        "head": metadata.head(compiled.site, metadata.Page(quarantined.id, None, indexed=False)),
        "body": render(
            "placeholder.html",
            id=quarantined.id,
            path=quarantined.path,
            problems=quarantined.problems,
            prefix=PREFIX,
        ),
    }


def _page_title(title: str, volume: str) -> str:
    return str(Markup("{} – {}").format(title, volume))
