"""How citations of authored documents look: as in contributions, with authors and year."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from pybtex.richtext import BaseText, Text
from pybtex.style.template import Node
from sphinxcontrib.bibtex.plugin import register_plugin
from sphinxcontrib.bibtex.style.referencing import BaseReferenceStyle, BracketStyle
from sphinxcontrib.bibtex.style.template import entry_label, join2, node, post_text, pre_text, reference

NAME = "proceedings"
ROUND = partial(BracketStyle, left="(", right=")", sep="; ")


@node  # type: ignore[untyped-decorator]  # sphinxcontrib-bibtex has no types for it
def textual_label(_children: list[Any], data: dict[str, Any]) -> BaseText:
    """An entry's label with its year in brackets."""
    authors, comma, year = data["formatted_entry"].label.rpartition(", ")
    return Text(f"{authors} ({year})" if comma else year)


@dataclass
class LibraryReferenceStyle(BaseReferenceStyle):
    """Authors and year, with the letters that the library gives to years."""

    bracket: BracketStyle = field(default_factory=ROUND)

    def role_names(self) -> Iterable[str]:
        """The roles: {cite:p} in brackets, {cite:alp} without, {cite:t} in the sentence."""
        return ["p", "alp", "t"]

    def outer(self, role_name: str, children: list[BaseText]) -> Node:
        """All citations of one role."""
        return self.bracket.outer(children, brackets=role_name == "p", capfirst=False)

    def inner(self, role_name: str) -> Node:
        """One citation, as a link."""
        shown = textual_label if role_name == "t" else entry_label
        return join2(sep1=" ", sep2=", ")[pre_text, reference[shown], post_text]


def register() -> None:
    """Make the style known to sphinxcontrib-bibtex under `NAME`."""
    register_plugin("sphinxcontrib.bibtex.style.referencing", NAME, LibraryReferenceStyle)
