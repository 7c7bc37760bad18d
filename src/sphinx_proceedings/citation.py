"""How to cite a contribution, and the volume: derived once, so that pages and exports agree."""

from __future__ import annotations

from dataclasses import dataclass

from sphinx_proceedings import names
from sphinx_proceedings.model import Contribution, Name, Settings


@dataclass(frozen=True)
class Citation:
    """What a citation of one contribution says, each piece as plain text."""

    authors: tuple[Name, ...]
    title: str
    container: str
    place: str
    publisher: str
    year: str
    license: str
    url: str
    doi: str

    @property
    def text(self) -> str:
        """The citation in one line."""
        where = ", ".join(part for part in (f"In {self.container}", self.place, self.publisher) if part)
        link = f" https://doi.org/{self.doi}" if self.doi else f" {self.url}" if self.url else ""
        year = f" ({self.year})" if self.year else ""
        who = _sentence(f"{_joined(self.authors)}{year}")
        return f"{who} {_sentence(self.title)} {_sentence(where)}{link}"


def cite(contribution: Contribution, title: str, settings: Settings) -> Citation:
    """How to cite `contribution`, with its title in plain text, of the volume that `settings` describes."""
    meta = contribution.meta
    date = meta.date or (settings.dates.start if settings.dates else None)
    base = settings.site_url.rstrip("/") if settings.site_url else ""
    return Citation(
        authors=tuple(author.name for author in meta.authors),
        title=title,
        container=settings.title,
        place=", ".join(
            part for part in (settings.host.brief if settings.host else "", settings.place) if part
        ),
        publisher=settings.publisher,
        year=str(date.year) if date else "",
        license=meta.license or settings.license,
        url=f"{base}/abstracts/{contribution.id}.html" if base else "",
        doi=meta.doi or "",
    )


def _sentence(text: str) -> str:
    """`text` with a full stop, unless it ends with a mark of its own."""
    return text if text.endswith((".", "?", "!", "…")) else f"{text}."


def _joined(authors: tuple[Name, ...]) -> str:
    short = [_short(name) for name in authors]
    if len(short) == 1:
        return short[0]
    return f"{', '.join(short[:-1])} and {short[-1]}"


def _short(name: Name) -> str:
    if name.literal:
        return name.literal
    family = " ".join(part for part in (name.particle, name.family, name.suffix) if part)
    return f"{family}, {names.initials(name.given)}" if name.given else family
