"""Titles: the plain list of all contributions, on as many pages as it needs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from markupsafe import Markup

from sphinx_proceedings import metadata
from sphinx_proceedings.model import Contribution
from sphinx_proceedings.pages.compiled import Compiled
from sphinx_proceedings.pages.listing import row
from sphinx_proceedings.pages.templates import render
from sphinx_proceedings.render.text import shorten

FOLDER = "titles"
MOST = 200
"""Contributions on a page."""


@dataclass(frozen=True)
class Part:
    """A page of the list: its number from 1, the number of its first contribution, and what it has."""

    number: int
    start: int
    contributions: tuple[Contribution, ...]
    words: str
    """The first words of its first title."""

    @property
    def name(self) -> str:
        """The name of the page in its folder."""
        return "index" if self.number == 1 else str(self.number)


def parts(compiled: Compiled) -> tuple[Part, ...]:
    """All pages of the list; without contributions, one that is empty."""
    ordered = compiled.ordered
    return tuple(
        Part(number, start + 1, ordered[start : start + MOST], _words(compiled, ordered[start : start + 1]))
        for number, start in enumerate(range(0, max(len(ordered), 1), MOST), 1)
    )


def _words(compiled: Compiled, first: tuple[Contribution, ...]) -> str:
    return shorten(compiled.title(first[0]).text, 40) if first else ""


def fill(compiled: Compiled, all_parts: tuple[Part, ...], here: Part) -> Mapping[str, str]:
    """What fills the shell of one page of the list."""
    heading = "Titles" if here.number == 1 else f"Titles, page {here.number}"
    page = metadata.Page(heading, f"{FOLDER}/{here.name}.html")
    body = render(
        "titles.html",
        heading=heading,
        parts=all_parts,
        here=here,
        here_rows=[row(compiled, contribution) for contribution in here.contributions],
        count=len(compiled.ordered),
        prefix="../",
    )
    return {
        "title": str(Markup("{} – {}").format(heading, compiled.volume.settings.brief)),
        "head": metadata.head(compiled.site, page),
        "body": body,
    }
