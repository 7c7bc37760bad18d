"""Citations as RIS: tags of two signs, two blanks, a hyphen and a blank; lines end with CR and LF."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from sphinx_proceedings.citation import Citation, catalogued


def ris(citations: Sequence[Citation]) -> str:
    """One record for each citation."""
    return "".join(
        f"{tag}  - {' '.join(value.split())}\r\n"
        for citation in citations
        for tag, value in _record(citation)
        if value or tag == "ER"
    )


def _record(cited: Citation) -> Iterator[tuple[str, str]]:
    yield "TY", "CPAPER"
    for name in cited.authors:
        yield "AU", catalogued(name)
    yield "TI", cited.title
    yield "T2", cited.container
    yield "C1", cited.place
    yield "PB", cited.publisher
    yield "PY", cited.year
    yield "DA", f"{cited.date:%Y/%m/%d}" if cited.date else ""
    yield "AB", cited.abstract
    for keyword in cited.keywords:
        yield "KW", keyword
    yield "DO", cited.doi
    yield "UR", cited.url
    yield "N1", cited.note
    yield "ER", ""
