"""What each kind of the engine's pages says of itself in its head."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import chain

from sphinx_proceedings.citation import Citation
from sphinx_proceedings.exports import EXPORTS
from sphinx_proceedings.metadata import Crumb, Page, scholarly, structured
from sphinx_proceedings.metadata.elements import link
from sphinx_proceedings.model import Contribution, Session, Topic
from sphinx_proceedings.pages import pictures, schedule
from sphinx_proceedings.pages.compiled import Compiled, Person, Term


def is_indexed(contributions: Iterable[Contribution]) -> bool:
    """Whether a page about these is to be found: it is not where all of them are samples."""
    return not all(contribution.is_sample for contribution in contributions)


def sessions(compiled: Compiled, programme: str) -> tuple[structured.Node, ...]:
    """What takes place, breaks left out; `programme` is the address of the page that says so."""
    listed = schedule.in_order(list(compiled.volume.sessions.values()))
    return tuple(_session(compiled, part, programme) for part in listed if part.kind != "break")


def _session(compiled: Compiled, part: Session, programme: str) -> structured.Node:
    where = f"{programme}#session-{part.id}" if programme else ""
    title = compiled.spoken(part.title)
    return structured.session(compiled.site, compiled.volume.settings, part, title, where)


def _presentations(
    compiled: Compiled, shown: Contribution, cited: Citation, programme: str
) -> Iterator[structured.Node]:
    if not shown.is_withdrawn:
        for _, part, span in schedule.places(compiled.volume, shown):
            of = _session(compiled, part, programme)
            yield structured.presentation(of, cited.title, span, cited.url)


def contribution(
    compiled: Compiled, shown: Contribution, cited: Citation, license_url: str, programme: str = ""
) -> Page:
    """The page of a contribution. A sample is no work, so that nothing can be cited of it.

    `programme` is the address of the page that shows the programme, if one does.
    """
    address = f"abstracts/{shown.id}.html"
    if shown.is_sample:
        return Page(cited.title, address, cited.abstract, indexed=False)
    topics = compiled.volume.topics_of(shown)
    titles = [compiled.spoken(topic.title) for topic in topics]
    corrections = compiled.volume.corrections.get(shown.id, ())
    licence = license_url or f"https://spdx.org/licenses/{cited.license}.html"
    picture = pictures.address(compiled, shown)
    authors = [f"authors/{compiled.slug_of(author)}.html" for author in shown.meta.authors]
    node = structured.article(
        compiled.site,
        cited,
        shown,
        addresses=authors,
        topics=titles,
        corrections=corrections,
        license_url=licence,
        picture=picture,
    )
    return Page(
        cited.title,
        address,
        f"{cited.note} {cited.abstract}".strip(),
        kind="article",
        above=tuple(
            Crumb(title, f"topics/{topic.id}.html")
            for topic, title in zip(topics[:1], titles, strict=False)
        ),
        picture=picture,
        cards=(
            ("article:published_time", cited.date.isoformat() if cited.date else ""),
            ("article:modified_time", corrections[-1].date.isoformat() if corrections else ""),
            *(("article:author", compiled.site.url(address)) for address in authors),
            *(("article:tag", keyword) for keyword in cited.keywords),
        ),
        elements=tuple(
            chain(
                scholarly.highwire(cited, shown),
                scholarly.dublin_core(cited, licence),
                (
                    link("alternate", f"{shown.id}{export.suffix}", export.media)
                    for export in EXPORTS.values()
                ),
            )
        ),
        nodes=(node, *_presentations(compiled, shown, cited, programme)),
    )


def person(compiled: Compiled, shown: Person) -> Page:
    """The page of an author."""
    address = f"authors/{shown.slug}.html"
    name = shown.author.name
    titles = [compiled.title(c).text for c in shown.contributions if not c.is_sample]
    affiliations = [stay.affiliation for stay in shown.affiliations]
    return Page(
        shown.name,
        address,
        f"{shown.name} in {compiled.site.title}: {'; '.join(titles)}",
        kind="profile",
        above=(Crumb("Authors", "authors/index.html"),),
        indexed=is_indexed(shown.contributions),
        cards=(("profile:first_name", name.given), ("profile:last_name", name.family)),
        nodes=(structured.profile(compiled.site, shown.author, affiliations, address),),
    )


def term(compiled: Compiled, folder: str, kind: str, shown: Term) -> Page:
    """The page of a keyword or an affiliation."""
    return Page(
        shown.name,
        f"{folder}/{shown.slug}.html",
        f"{shown.name}: contributions to {compiled.site.title}",
        above=(Crumb(kind, f"{folder}/index.html"),),
        indexed=is_indexed(shown.contributions),
    )


def topic(compiled: Compiled, shown: Topic) -> Page:
    """The page of a topic for which the organizers wrote none."""
    title = compiled.spoken(shown.title)
    return Page(title, f"topics/{shown.id}.html", compiled.spoken(shown.summary))


def index(compiled: Compiled, folder: str, heading: str) -> Page:
    """The index of authors, keywords or affiliations."""
    return Page(heading, f"{folder}/index.html", f"{heading}: {compiled.site.title}")
