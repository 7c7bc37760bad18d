"""How to cite a contribution: derived once, so that pages, exports and metadata agree."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from dataclasses import dataclass

from sphinx_proceedings import names
from sphinx_proceedings.model import Contribution, Name, Settings


@dataclass(frozen=True)
class Citation:
    """What a citation of one contribution says.

    `title` and `abstract` are plain text, `latex` is the title in LaTeX. `address` is that of its page
    below the site's root; `url` the whole one, empty where nobody said where the site is. `date` is that
    of the abstract, or else the workshop's first day. `note` says that it was withdrawn.
    """

    id: str
    key: str
    authors: tuple[Name, ...]
    title: str
    latex: str
    container: str
    event: str
    begins: datetime.date | None
    ends: datetime.date | None
    place: str
    publisher: str
    date: datetime.date | None
    keywords: tuple[str, ...]
    abstract: str
    license: str
    url: str
    doi: str
    arxiv: str
    note: str

    @property
    def year(self) -> str:
        """The year, empty where no date is known."""
        return str(self.date.year) if self.date else ""

    @property
    def link(self) -> str:
        """Where the contribution is found: its DOI as a link, or its page."""
        return f"https://doi.org/{self.doi}" if self.doi else self.url


def cite(contribution: Contribution, title: str, latex: str, abstract: str, settings: Settings) -> Citation:
    """How to cite `contribution` of the volume that `settings` describes.

    `title` and `abstract` are its title and text in plain characters, `latex` its title in LaTeX.
    """
    meta, dates = contribution.meta, settings.dates
    base = settings.site_url.rstrip("/") if settings.site_url else ""
    host = settings.host.brief if settings.host else ""
    return Citation(
        id=contribution.id,
        key=f"{names.slug(settings.brief)}-{contribution.id}",
        authors=tuple(author.name for author in meta.authors),
        title=title,
        latex=latex,
        container=settings.title,
        event=settings.title,
        begins=dates.start if dates else None,
        ends=dates.end if dates else None,
        place=", ".join(part for part in (host, settings.place) if part),
        publisher=settings.publisher,
        date=meta.date or (dates.start if dates else None),
        keywords=meta.keywords,
        abstract=abstract,
        license=meta.license or settings.license,
        url=f"{base}/abstracts/{contribution.id}.html" if base else "",
        doi=meta.doi or "",
        arxiv=meta.links.arxiv or "",
        note="Withdrawn." if contribution.is_withdrawn else "",
    )


def catalogued(name: Name) -> str:
    """A name as catalogues write it: family name, given names, suffix; a group as it is called."""
    if name.literal:
        return name.literal
    family = " ".join(part for part in (name.particle, name.family) if part)
    return ", ".join(part for part in (family, name.given, name.suffix) if part)


def apa(cited: Citation) -> str:
    """The citation as the American Psychological Association writes it, 7th edition; at most 20 names."""
    people = [_inverted(name) for name in cited.authors]
    who = f"{', '.join(people[:19])}, … {people[-1]}" if len(people) > 20 else _series(people, ", &")
    when = f"({cited.year or 'n.d.'})."
    return _joined(_stop(who), when, _stop(cited.title), _stop(cited.container), cited.note, cited.link)


def chicago(cited: Citation) -> str:
    """The citation as the Chicago Manual of Style writes it, author and date; 3 of more than 6 names."""
    people = [name.display for name in cited.authors]
    people[0] = catalogued(cited.authors[0])
    who = f"{', '.join(people[:3])}, et al." if len(people) > 6 else _series(people, ", and")
    title = f"“{_stop(cited.title)}”"
    where = _stop(", ".join(part for part in (f"In {cited.container}", cited.place) if part))
    link = cited.link and _stop(cited.link)
    return _joined(_stop(who), _stop(cited.year or "n.d."), title, where, cited.note, link)


def ams(cited: Citation) -> str:
    """The citation as the American Mathematical Society writes it, without the number of a list."""
    who = _series([name.display for name in cited.authors], "and" if len(cited.authors) == 2 else ", and")
    parts = (who, cited.title, cited.container, cited.place, cited.publisher, cited.year, cited.link)
    return _joined(_stop(", ".join(part for part in parts if part)), cited.note)


STYLES: dict[str, Callable[[Citation], str]] = {"APA": apa, "Chicago": chicago, "AMS": ams}
"""How to cite, by the name of a style, in plain text; the first is shown first."""


def _stop(text: str) -> str:
    """`text` with a full stop, unless it ends with a mark of its own."""
    return text if text.endswith((".", "?", "!", "…")) else f"{text}."


def _joined(*parts: str) -> str:
    return " ".join(part for part in parts if part)


def _series(parts: list[str], joint: str) -> str:
    """“a”, “a and b”, “a, b, and c”, with `joint` for what stands before the last."""
    if len(parts) < 2:
        return "".join(parts)
    blank = "" if joint.startswith(",") else " "
    return f"{', '.join(parts[:-1])}{blank}{joint} {parts[-1]}"


def _inverted(name: Name) -> str:
    """Particle and family name, initials, suffix."""
    if name.literal:
        return name.literal
    family = " ".join(part for part in (name.particle, name.family) if part)
    return ", ".join(part for part in (family, names.initials(name.given), name.suffix) if part)
