"""Words: a text as search finds it, each word followed by its other spellings.

A formula stands in a text as a mark until its words are known. Searched are its plain characters and
its other spellings; a reader sees the formula.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from sphinx_proceedings.pages.search.spelling import alternatives, spell
from sphinx_proceedings.render.math import Formula

MARK = re.compile("\ue000(\\d+)\ue001")
PLAIN_ENDS = ".,;:()"
"""What may stand around a word that has no other spelling."""
MARKS = str.maketrans("", "", "\ue000\ue001")
Replaced = tuple[int, int, str]
"""The words from one place to another, and the HTML that a result shows in their stead."""


@dataclass(frozen=True, slots=True)
class Words:
    """The words of a text with blanks between them, how many, and what a reader sees instead of some."""

    text: str = ""
    count: int = 0
    replaced: tuple[Replaced, ...] = ()

    def shown_after(self, count: int) -> list[Replaced]:
        """What a reader sees instead of some, where `count` words stand before these."""
        return [(start + count, end + count, html) for start, end, html in self.replaced]


def mark(number: int) -> str:
    """What stands in a text for the formula of this number."""
    return f"\ue000{number}\ue001"


def unmarked(text: str) -> str:
    """A text in which nothing can be taken for a mark."""
    return text.translate(MARKS)


def words(text: str, formulas: Sequence[tuple[Formula, str]] = ()) -> Words:
    """The words of `text`; `formulas`, with their sources, are those that its marks stand for."""
    found: list[str] = []
    replaced: list[Replaced] = []
    for token in text.split():
        if token.isascii() and token.strip(PLAIN_ENDS).isalpha():
            found.append(token)
            continue
        before = len(found)
        inside = [formulas[int(number)] for number in MARK.findall(token)]
        if not inside:
            others = alternatives(token)
            found += (token, *others)
            if others:
                replaced.append((before, len(found), escape(token, quote=False)))
            continue
        spoken = MARK.sub(lambda match: formulas[int(match[1])][0].text, token).split() or ["·"]
        known = set(spoken)
        spelled = [
            word for formula, tex in inside for word in f"{spell(tex)} {spell(formula.text)}".split()
        ]
        found += (*spoken, *(word for word in dict.fromkeys(spelled) if word not in known))
        shown = MARK.sub(lambda match: formulas[int(match[1])][0].html, escape(token, quote=False))
        replaced.append((before, len(found), f'<span class="nb">{shown}</span>'))
    return Words(" ".join(found), len(found), tuple(replaced))
