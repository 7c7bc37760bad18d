"""Works, people, institutions and events as nodes of https://schema.org; what is not known has no key."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sphinx_proceedings.citation import Citation
from sphinx_proceedings.metadata.page import Site
from sphinx_proceedings.model import (
    Affiliation,
    Author,
    Contribution,
    Correction,
    Name,
    Session,
    Settings,
    Span,
)

Node = dict[str, Any]


def article(
    site: Site,
    cited: Citation,
    contribution: Contribution,
    *,
    addresses: Sequence[str],
    topics: Sequence[str],
    corrections: Sequence[Correction],
    license_url: str,
    picture: str,
) -> Node:
    """A contribution. `addresses` are those of its authors' pages, `topics` the titles of its topics."""
    homes = {a.id: a for a in contribution.meta.affiliations}
    authors = [
        person(
            author.name,
            orcid=author.orcid,
            affiliations=[homes[id_] for id_ in author.affiliations if id_ in homes],
            url=site.url(address),
        )
        for author, address in zip(contribution.meta.authors, addresses, strict=True)
    ]
    doi = {"@type": "PropertyValue", "propertyID": "DOI", "value": cited.doi} if cited.doi else None
    return _known(
        {
            "@type": "ScholarlyArticle",
            "@id": cited.url,
            "headline": cited.title,
            "name": cited.title,
            "author": authors,
            "datePublished": cited.date.isoformat() if cited.date else "",
            "dateModified": corrections[-1].date.isoformat() if corrections else "",
            "abstract": cited.abstract,
            "keywords": list(cited.keywords),
            "about": [{"@type": "Thing", "name": topic} for topic in topics],
            "inLanguage": "en",
            "license": license_url,
            "url": cited.url,
            "identifier": doi,
            "sameAs": [link for link in (cited.doi and cited.link, _arxiv(cited)) if link],
            "image": site.url(picture) if picture else "",
            "isPartOf": _container(site, cited),
            "publisher": _organization(cited.publisher),
            "creativeWorkStatus": cited.note.rstrip("."),
            "correction": [
                {"@type": "CorrectionComment", "text": c.text, "datePublished": c.date.isoformat()}
                for c in corrections
            ],
        }
    )


def _arxiv(cited: Citation) -> str:
    return f"https://arxiv.org/abs/{cited.arxiv}" if cited.arxiv else ""


def _container(site: Site, cited: Citation) -> Node:
    named = {"@type": "PublicationVolume", "name": cited.container, "url": site.url("")}
    return _known({**named, "publisher": _organization(cited.publisher)})


def person(
    name: Name,
    *,
    orcid: str | None = None,
    affiliations: Sequence[Affiliation] = (),
    url: str = "",
) -> Node:
    """A person, known by the ORCID iD where there is one; a name in one piece is that of a group."""
    if name.literal:
        return _known({"@type": "Organization", "name": name.literal, "url": url})
    return _known(
        {
            "@type": "Person",
            "@id": f"https://orcid.org/{orcid}" if orcid else "",
            "name": name.display,
            "givenName": name.given,
            "familyName": " ".join(part for part in (name.particle, name.family) if part),
            "honorificSuffix": name.suffix,
            "affiliation": [
                _institution(affiliation.name, affiliation.ror) for affiliation in affiliations
            ],
            "url": url,
        }
    )


def profile(site: Site, author: Author, affiliations: Sequence[Affiliation], address: str) -> Node:
    """The page of an author."""
    url = site.url(address)
    about = person(author.name, orcid=author.orcid, affiliations=affiliations, url=url)
    return _known({"@type": "ProfilePage", "url": url, "mainEntity": about})


def workshop(site: Site, settings: Settings, description: str) -> Node | None:
    """The workshop as an event; None as long as its dates are not known. `description` is plain text."""
    dates = settings.dates
    if dates is None:
        return None
    host = settings.host
    where = host.name if host else settings.place
    place = {"@type": "Place", "name": where, "address": settings.place if host else ""}
    return _known(
        {
            "@type": "Event",
            "name": settings.title,
            "alternateName": settings.short_title,
            "description": description,
            "startDate": dates.start.isoformat(),
            "endDate": dates.end.isoformat(),
            "location": _known({**place, "url": (host and host.url) or ""}) if where else None,
            "organizer": [_organizer(o.name, o.affiliation, o.orcid, o.url) for o in settings.organizers],
            "url": site.url(""),
            "image": site.url(site.picture) if site.pictured else "",
        }
    )


def session(site: Site, settings: Settings, part: Session, title: str, address: str) -> Node:
    """A session of the programme, as a part of the workshop.

    `title` is plain text, and `address` where it is announced.
    """
    room = {
        "@type": "Place",
        "name": part.room or (settings.host.name if settings.host else settings.place),
    }
    return _known(
        {
            "@type": "Event",
            "name": title,
            "startDate": part.start.isoformat(),
            "endDate": part.end.isoformat(),
            "location": _known({**room, "address": settings.place}) if room["name"] else None,
            "superEvent": _known({"@type": "Event", "name": settings.title, "url": site.url("")}),
            "url": site.url(address) if address else "",
        }
    )


def presentation(of: Node, title: str, span: Span, url: str) -> Node:
    """A contribution's own time in the session `of`; `url` is its page, `title` plain text."""
    start, end = span
    return _known(
        {
            "@type": "Event",
            "name": title,
            "startDate": start.isoformat(),
            "endDate": end.isoformat(),
            "location": of.get("location"),
            "superEvent": of,
            "workFeatured": {"@id": url} if url else None,
            "url": url,
        }
    )


def website(site: Site) -> Node | None:
    """The site as a whole; None where it is not known where it is."""
    named = {"@type": "WebSite", "name": site.title, "url": site.url("")}
    other = site.brief if site.brief != site.title else ""
    return _known({**named, "alternateName": other}) if site.base else None


def _organizer(name: Name, affiliation: str, orcid: str | None, url: str | None) -> Node:
    at = [_institution(affiliation, None)] if affiliation and not name.literal else []
    return _known({**person(name, orcid=orcid, url=url or ""), "affiliation": at})


def _institution(name: str, ror: str | None) -> Node:
    return _known({"@type": "Organization", "@id": ror or "", "name": name})


def _organization(name: str) -> Node | None:
    return {"@type": "Organization", "name": name} if name else None


def _known(node: Node) -> Node:
    return {key: value for key, value in node.items() if value}
