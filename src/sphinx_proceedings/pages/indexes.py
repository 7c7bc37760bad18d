"""Pages of authors, keywords, affiliations and topics, and their indexes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from markupsafe import Markup

from sphinx_proceedings import metadata, names
from sphinx_proceedings.model import Topic
from sphinx_proceedings.pages import heads
from sphinx_proceedings.pages.compiled import Compiled, Person, Term
from sphinx_proceedings.pages.listing import listing
from sphinx_proceedings.pages.templates import render

PREFIX = "../"
KINDS = {"keywords": "Keywords", "affiliations": "Affiliations"}


def fill_person(compiled: Compiled, person: Person) -> Mapping[str, str]:
    """What fills the shell of an author's page."""
    people = compiled.people
    body = render(
        "author.html",
        person=person,
        coauthors=[(slug, people[slug].name) for slug in person.coauthors],
        namesakes=[people[slug] for slug in person.namesakes],
        listing=_listing(compiled, person),
        prefix=PREFIX,
    )
    return _page(compiled, heads.person(compiled, person), body)


def fill_term(compiled: Compiled, folder: str, term: Term) -> Mapping[str, str]:
    """What fills the shell of a keyword's or an affiliation's page."""
    body = render(
        "term.html",
        name=term.name,
        kind=KINDS[folder],
        up="index.html",
        summary="",
        ror=term.ror,
        listing=_listing(compiled, term),
        prefix=PREFIX,
    )
    return _page(compiled, heads.term(compiled, folder, KINDS[folder], term), body)


def fill_topic(compiled: Compiled, topic: Topic) -> Mapping[str, str]:
    """What fills the shell of a topic for which the organizers wrote no page."""
    contributions = compiled.on_topic[topic.id]
    body = render(
        "term.html",
        name=compiled.inline(topic.title),
        kind=topic.group or "Topics",
        up=f"{PREFIX}index.html",
        summary=compiled.inline(topic.summary),
        ror="",
        listing=Markup(listing(compiled, contributions, prefix=PREFIX)),  # noqa: S704 - a template's
        prefix=PREFIX,
    )
    return _page(compiled, heads.topic(compiled, topic), body)


def fill_index(compiled: Compiled, folder: str) -> Mapping[str, str]:
    """What fills the shell of the index of authors, keywords or affiliations."""
    if folder == "authors":
        heading = "Authors"
        people = compiled.people.values()
        entries = [(p.slug, p.author.name.inverted, len(p.contributions)) for p in people]
    else:
        heading = KINDS[folder]
        terms = getattr(compiled, folder).values()
        entries = [(t.slug, t.name, len(t.contributions)) for t in terms]
    body = render("index.html", heading=heading, letters=list(_by_letter(entries)), prefix=PREFIX)
    return _page(compiled, heads.index(compiled, folder, heading), body)


def _by_letter(
    entries: list[tuple[str, str, int]],
) -> Iterator[tuple[str, list[tuple[str, str, int]]]]:
    letters: dict[str, list[tuple[str, str, int]]] = {}
    for entry in entries:
        letters.setdefault(names.heading(entry[1]), []).append(entry)
    yield from letters.items()


def _listing(compiled: Compiled, of: Person | Term) -> Markup:
    return Markup(listing(compiled, of.contributions, prefix=PREFIX))  # noqa: S704 - a template's


def _page(compiled: Compiled, page: metadata.Page, body: str) -> Mapping[str, str]:
    return {
        "title": str(Markup("{} – {}").format(page.title, compiled.volume.settings.brief)),
        "head": metadata.head(compiled.site, page),
        "body": body,
    }
