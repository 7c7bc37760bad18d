"""Where an abstract's source is prose: not a formula, code, an address, a role or a directive."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property

HIDDEN = "\ufffc"
"""Stands for each character that is not prose, so that places in both texts are the same."""
ENVIRONMENTS = r"(?:equation|align|gather|multline|alignat|flalign|eqnarray|math|displaymath)\*?"
# A block of code, which may stand in a list or a quotation.
FENCE = re.compile(
    r"^[ \t>]*(?:(?:[-*+] |\d+[.)] )[ \t]*)?(`{3,}+|~{3,}+|:{3,}+)[^\n]*\n"
    r"(?:(?!^[ \t>]*\1)[^\n]*\n)*(?:[ \t>]*\1[`~:]*)?",
    re.MULTILINE,
)
# Each alternative begins with a plain character, so that the search skips all others: ten times as fast.
# The empty group at its end says which it was. What has no bound would search a hostile text again and
# again. LaTeX's quotation marks come before code: two pairs of
# them in a paragraph would be read as code.
PART = re.compile(
    rf"""
      \\[\\$`] (?P<escaped>)
    | \\begin\{{(?P<name>{ENVIRONMENTS})\}} .{{0,4000}}? \\end\{{(?P=name)\}} (?P<numbered>)
    | `` (?<![`\w]``)(?=[^\s`]) [^`]{{0,400}}? (?<=[\w.,;:!?)\]*$}}]) '' (?![\w'`]) (?P<quoted>)
    | ` (?<!``) (?P<ticks>`*+) .+? (?<!`)`(?P=ticks)(?!`) (?P<code>)
    | \{{ [a-z][a-z:]*\}}`[^`]*` (?P<role>)
    | \$ \$ (?: [^$\\] | \\. )+? \$\$ (?P<display>)
    | \$ (?: [^$\\\n] | \\. | \n(?![ \t]*\n) )+ \$ (?P<inline>)
    | \] \([^()\s]*(?:\([^()\s]*\)[^()\s]*)*(?:[ ]"[^"]*")?\) (?P<target>)
    | < (?:https?://|mailto:)[^>\s]{{0,2000}}> (?P<link>)
    | h (?<!\wh)ttps?://[^\s<>"|{{}}]*[^\s<>"|{{}}.,;:!?)\]'] (?P<address>)
    | \[ \^[^\]\s]{{0,80}}\] (?P<note>)
    """,
    re.VERBOSE | re.DOTALL,
)
PROSE = frozenset({"escaped", "quoted"})
FORMULAS = frozenset({"display", "inline", "numbered"})


@dataclass(frozen=True)
class Scanned:
    """An abstract's source. `prose` is as long, with `HIDDEN` in place of all that is not prose."""

    source: str
    prose: str
    formulas: tuple[tuple[int, int], ...]
    """Where formulas begin and end, with their dollars."""

    @cached_property
    def words(self) -> int:
        """The number of words; a formula is one."""
        return len(self.prose.split())


def scan(source: str) -> Scanned:
    """What of `source` is prose."""
    formulas: list[tuple[int, int]] = []

    def hide(part: re.Match[str]) -> str:
        if part.lastgroup in PROSE:
            return part[0]
        if part.lastgroup in FORMULAS:
            formulas.append(part.span())
        # The bracket stays, so that it can be seen where the words of a link end.
        kept = "]" if part.lastgroup == "target" else ""
        return kept + HIDDEN * (part.end() - part.start() - len(kept))

    blocks = any(mark in source for mark in ("```", "~~~", ":::"))
    prose = FENCE.sub(lambda block: HIDDEN * len(block[0]), source) if blocks else source
    return Scanned(source, PART.sub(hide, prose), tuple(formulas))
