"""Where a work is found: by its DOI, its arXiv number, its address."""

from __future__ import annotations

import re
from collections.abc import Mapping
from urllib.parse import quote, unquote, urlsplit

from sphinx_proceedings.gate.entry import ARXIV

Fields = Mapping[str, str]
"""Values in plain characters, by their names in lower case."""

ARXIV_PAGE = re.compile(r"https://(?:www\.)?arxiv\.org/(?:abs|pdf)/([^?#]+?)(?:\.pdf)?/?")
DOI_PAGE = re.compile(r"https://(?:dx\.|www\.)?doi\.org/(10\..+)")
ARXIV_DOI = re.compile(r"10\.48550/arxiv\.(.+)", re.IGNORECASE)
VERSION = re.compile(r"v\d+$")


def links(fields: Fields) -> tuple[tuple[str, str], ...]:
    """(text, address) of each place where a work is found; none that leads where another one leads."""
    doi, arxiv, url = fields.get("doi", ""), "", fields.get("url", "")
    if (fields.get("archiveprefix") or fields.get("eprinttype") or "arXiv").lower() == "arxiv":
        arxiv = fields.get("eprint", "")
    if page := DOI_PAGE.fullmatch(url):
        doi = doi or unquote(page[1])
        url = "" if unquote(page[1]).lower() == doi.lower() else url
    if number := ARXIV_DOI.fullmatch(doi):
        doi, arxiv = "", arxiv or number[1]
    if (page := ARXIV_PAGE.fullmatch(url)) and ARXIV.fullmatch(page[1]):
        arxiv = arxiv or page[1]
        url = "" if VERSION.sub("", page[1]) == VERSION.sub("", arxiv) else url
    found = []
    if doi:
        found.append((f"doi:{doi}", f"https://doi.org/{quote(doi, safe='/:;().,_-')}"))
    if arxiv:
        found.append((f"arXiv:{arxiv}", f"https://arxiv.org/abs/{arxiv}"))
    if url:
        found.append((urlsplit(url).netloc.removeprefix("www."), url))
    return tuple(found)
