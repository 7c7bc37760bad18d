"""How citations of authored documents look: author and year in round brackets, as in contributions."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import partial

from sphinxcontrib.bibtex.plugin import register_plugin
from sphinxcontrib.bibtex.style.referencing import BracketStyle
from sphinxcontrib.bibtex.style.referencing.author_year import AuthorYearReferenceStyle

NAME = "proceedings"
ROUND = partial(BracketStyle, left="(", right=")", sep="; ")


@dataclass
class RoundReferenceStyle(AuthorYearReferenceStyle):
    """Author and year, in round brackets."""

    bracket_textual: BracketStyle = field(default_factory=ROUND)
    bracket_parenthetical: BracketStyle = field(default_factory=ROUND)


def register() -> None:
    """Make the style known to sphinxcontrib-bibtex under `NAME`."""
    register_plugin("sphinxcontrib.bibtex.style.referencing", NAME, RoundReferenceStyle)
