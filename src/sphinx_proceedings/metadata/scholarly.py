"""A contribution for libraries: Highwire's tags, which Google Scholar and Zotero read, and Dublin Core."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import urlsplit

from sphinx_proceedings.citation import Citation, catalogued
from sphinx_proceedings.metadata.elements import link, meta
from sphinx_proceedings.model import Contribution


def highwire(cited: Citation, contribution: Contribution) -> Iterator[str]:
    """Highwire's tags: https://scholar.google.com/intl/en/scholar/inclusion.html#indexing."""
    yield meta("citation_title", cited.title)
    homes = {a.id: a.name for a in contribution.meta.affiliations}
    for author in contribution.meta.authors:
        yield meta("citation_author", catalogued(author.name))
        for id_ in author.affiliations:
            yield meta("citation_author_institution", homes.get(id_, ""))
        yield meta("citation_author_orcid", f"https://orcid.org/{author.orcid}" if author.orcid else "")
    yield meta("citation_publication_date", f"{cited.date:%Y/%m/%d}" if cited.date else "")
    yield meta("citation_conference_title", cited.container)
    yield meta("citation_publisher", cited.publisher)
    yield meta("citation_doi", cited.doi)
    yield meta("citation_arxiv_id", cited.arxiv)
    yield meta("citation_language", "en")
    for keyword in cited.keywords:
        yield meta("citation_keywords", keyword)
    yield meta("citation_abstract", cited.abstract)
    yield meta("citation_abstract_html_url", cited.url)
    yield meta("citation_pdf_url", pdf(contribution))


def pdf(contribution: Contribution) -> str:
    """The poster, where its address says that it is a PDF. A paper would be another work."""
    poster = contribution.meta.links.poster or ""
    return poster if urlsplit(poster).path.lower().endswith(".pdf") else ""


def dublin_core(cited: Citation, license_url: str) -> Iterator[str]:
    """Dublin Core: https://www.dublincore.org/specifications/dublin-core/dcmi-terms/."""
    yield link("schema.DC", "http://purl.org/dc/elements/1.1/")
    yield link("schema.DCTERMS", "http://purl.org/dc/terms/")
    yield meta("DC.title", cited.title)
    for name in cited.authors:
        yield meta("DC.creator", catalogued(name))
    yield meta("DC.date", cited.date.isoformat() if cited.date else "")
    for keyword in cited.keywords:
        yield meta("DC.subject", keyword)
    yield meta("DC.publisher", cited.publisher)
    yield meta("DC.type", "Text")
    yield meta("DC.language", "en")
    yield meta("DC.rights", license_url)
    yield meta("DC.identifier", cited.link)
    yield meta("DCTERMS.isPartOf", cited.container)
