"""Citations as BibTeX in UTF-8: http://mirrors.ctan.org/biblio/bibtex/base/btxdoc.pdf."""

from __future__ import annotations

import re
from collections.abc import Sequence

from sphinx_proceedings.citation import Citation
from sphinx_proceedings.model import Name
from sphinx_proceedings.render.tex import SPECIAL

WORD = re.compile(r"\$[^$]*\$|\\[A-Za-z]+|\\.|[^\W\d_][\w’'-]*")
FUNCTION_WORDS = 4
"""Words shorter than this are written small in titles of either style."""


def bibtex(citations: Sequence[Citation]) -> str:
    """One entry for each citation."""
    return "\n".join(_entry(citation) for citation in citations)


def _entry(cited: Citation) -> str:
    fields = {
        "author": " and ".join(_name(name) for name in cited.authors),
        "title": protected(cited.latex),
        "booktitle": protected(_escaped(cited.container)),
        "address": _escaped(cited.place),
        "publisher": _escaped(cited.publisher),
        "year": cited.year,
        "month": f"{cited.date:%b}".lower() if cited.date else "",
        "doi": cited.doi,
        "eprint": cited.arxiv,
        "archiveprefix": "arXiv" if cited.arxiv else "",
        "url": cited.url,
        "keywords": _escaped(", ".join(cited.keywords)),
        "note": _escaped(cited.note),
    }
    # A month is one of BibTeX's own abbreviations, and stands without braces.
    lines = "".join(
        f"  {name} = {value},\n" if name == "month" else f"  {name} = {{{value}}},\n"
        for name, value in fields.items()
        if value
    )
    return f"@inproceedings{{{cited.key},\n{lines}}}\n"


def _escaped(text: str) -> str:
    return text.translate(SPECIAL)


def _name(name: Name) -> str:
    """A name so that BibTeX finds its parts: von Family, Jr., Given."""
    if name.literal:
        return f"{{{_escaped(name.literal)}}}"
    family = _family(name)
    return ", ".join(part for part in (family, _whole(name.suffix), _whole(name.given)) if part)


def _family(name: Name) -> str:
    """Particle and family name. BibTeX takes words for a particle as long as they begin small."""
    particle, family = _escaped(name.particle), _whole(name.family)
    if particle and (not particle[0].islower() or _parts_names(name.particle)):
        return f"{{{particle} {family}}}"
    if any(word[0].islower() for word in family.split()):
        family = f"{{{family}}}"
    return f"{particle} {family}".strip()


def _whole(part: str) -> str:
    """A part of a name, in braces where a word in it would part names."""
    escaped = _escaped(part)
    return f"{{{escaped}}}" if _parts_names(part) else escaped


def _parts_names(part: str) -> bool:
    """Whether BibTeX would see the end of a name, or of a part of one, or “and others”."""
    return "," in part or " and " in f" {part.lower()} " or part.lower() == "others"


def protected(latex: str) -> str:
    """A title in which the capitals that matter stand in braces: a style may write the rest small.

    In a title that is written small these are all but the first; where every long word begins with a
    capital, as in headlines, only those within a word tell.
    """
    words = [found[0] for found in WORD.finditer(latex) if found[0][0] not in "$\\"]
    long = [word for word in words[1:] if len(word) >= FUNCTION_WORDS]
    headline = bool(long) and sum(word[0].isupper() for word in long) * 2 > len(long)
    first = True

    def brace(found: re.Match[str]) -> str:
        nonlocal first
        word, begins = found[0], first
        if word[0] in "$\\":
            # A style may not touch a formula; its braces keep it whole.
            return f"{{{word}}}" if word[0] == "$" else word
        first = False
        within = any(letter.isupper() for letter in word[1:])
        alone = word[0].isupper() and not begins and not headline
        return f"{{{word}}}" if within or alone else word

    return WORD.sub(brace, latex)
