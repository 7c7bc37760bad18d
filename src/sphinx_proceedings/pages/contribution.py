"""A contribution's page, and the placeholder of one that is quarantined."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from markupsafe import Markup

from sphinx_proceedings import metadata, names
from sphinx_proceedings.citation import STYLES, Citation
from sphinx_proceedings.exports import EXPORTS
from sphinx_proceedings.model import Author, Contribution, Correction, Quarantined
from sphinx_proceedings.pages import agenda
from sphinx_proceedings.pages.compiled import Compiled
from sphinx_proceedings.pages.listing import TopicMark, topic_marks
from sphinx_proceedings.pages.templates import render
from sphinx_proceedings.render.html import Surroundings, html

PREFIX = "../"
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
class AuthorMark:
    """An author in the line of authors, with the numbers of the affiliations."""

    name: str
    slug: str
    marks: tuple[int, ...]
    orcid: str | None
    corresponding: bool


@dataclass(frozen=True)
class AffiliationMark:
    """An affiliation in the list below the authors."""

    name: str
    slug: str


@dataclass(frozen=True)
class Neighbour:
    """The contribution before or after this one."""

    id: str
    title: Markup


@dataclass(frozen=True)
class View:
    """What the template of a contribution shows."""

    id: str
    status: str
    title: Markup
    board: str
    session: str
    place: Mapping[str, str]
    """When and where, by the names of data attributes."""
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
    previous: Neighbour | None
    next: Neighbour | None


def view(
    compiled: Compiled,
    contribution: Contribution,
    before: Contribution | None,
    after: Contribution | None,
    cited_as: Citation,
) -> View:
    """What the page of `contribution` shows. `cited_as` is how to cite it."""
    meta, volume = contribution.meta, compiled.volume
    cited = compiled.references(contribution)
    formulas = compiled.typesetter.of(contribution.body)
    around = Surroundings(formulas, cited, pictures=contribution.id)
    placement = volume.placements.get(contribution.id)
    session = volume.sessions.get(placement.session or "") if placement else None
    spdx = meta.license or volume.settings.license
    license_, license_url = LICENSES.get(spdx, (spdx, ""))
    order = [a.id for a in meta.affiliations if any(a.id in author.affiliations for author in meta.authors)]
    shown = {a.id: a for a in meta.affiliations}
    return View(
        id=contribution.id,
        status=meta.status.value,
        title=compiled.title(contribution).html,
        board=placement.board if placement else "",
        session=", ".join(filter(None, (session.title, placement.slot))) if session and placement else "",
        place=agenda.place(compiled, contribution),
        topics=topic_marks(compiled, contribution),
        authors=tuple(_author(compiled, author, order) for author in meta.authors),
        affiliations=tuple(AffiliationMark(shown[i].name, names.slug(shown[i].name)) for i in order),
        body=Markup(html(contribution.body, around)),  # noqa: S704 - escaped by render
        references=tuple((key, Markup(entry.html)) for key, entry in cited.items()),  # noqa: S704 - escaped by references
        keywords=tuple((names.slug(word), word) for word in meta.keywords),
        links=tuple((*LINKS[kind], address) for kind, address in meta.links.addresses()),
        corrections=volume.corrections.get(contribution.id, ()),
        styles=tuple((name, style(cited_as)) for name, style in STYLES.items()),
        exports=tuple((export.suffix, export.title) for export in EXPORTS.values()),
        license=license_,
        license_url=license_url,
        previous=_neighbour(compiled, before),
        next=_neighbour(compiled, after),
    )


def _author(compiled: Compiled, author: Author, order: list[str]) -> AuthorMark:
    marks = tuple(order.index(i) + 1 for i in author.affiliations if i in order)
    slug = compiled.slug_of(author)
    return AuthorMark(author.name.display, slug, marks, author.orcid, author.corresponding)


def _neighbour(compiled: Compiled, contribution: Contribution | None) -> Neighbour | None:
    return Neighbour(contribution.id, compiled.title(contribution).html) if contribution else None


def fill(
    compiled: Compiled,
    contribution: Contribution,
    before: Contribution | None,
    after: Contribution | None,
) -> Mapping[str, str]:
    """What fills the shell for `contribution`, whose neighbours are `before` and `after`."""
    settings = compiled.volume.settings
    title = compiled.title(contribution).text
    cited_as = compiled.citation(contribution)
    return {
        "title": _page_title(title, settings.brief),
        "head": metadata.head(
            cited_as.abstract,
            address=f"abstracts/{contribution.id}.html",
            site_url=settings.site_url,
            indexed=not contribution.is_sample,
        ),
        "body": render(
            "contribution.html",
            page=view(compiled, contribution, before, after, cited_as),
            prefix=PREFIX,
        ),
    }


def exported(compiled: Compiled, contribution: Contribution) -> Mapping[str, str]:
    """The files beside the page of `contribution`, by the ends of their names. A sample has none."""
    if contribution.is_sample:
        return {}
    cited_as = [compiled.citation(contribution)]
    return {export.suffix: export.write(cited_as) for export in EXPORTS.values()}


def fill_placeholder(compiled: Compiled, quarantined: Quarantined) -> Mapping[str, str]:
    """What fills the shell at the address of a contribution that did not pass."""
    return {
        "title": _page_title(quarantined.id, compiled.volume.settings.brief),
        "head": metadata.head("", address="", site_url=None, indexed=False),
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
