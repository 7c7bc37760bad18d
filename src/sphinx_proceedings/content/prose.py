"""Where an abstract's source is prose: not a formula, code, an address, a role or a directive."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

HIDDEN = "\ufffc"
"""Stands for each character that is not prose, so that places in both texts are the same."""
ENVIRONMENTS = "equation|align|gather|multline|alignat|flalign|eqnarray|math|displaymath"
# LaTeX's quotation marks come before code: two pairs of them in a paragraph would be read as code.
PART = re.compile(
    rf"""
      (?P<escaped> \\[\\$`] )
    | (?P<quoted> (?<![`\w]) `` (?=[^\s`]) [^`]{{0,400}}? (?<=[\w.,;:!?)\]*$}}]) '' (?![\w'`]) )
    | (?P<fence> ^[ \t>]*(?:[-*+][ ]|\d+[.)][ ])?[ \t]* (?P<ticks>`{{3,}}|~{{3,}}|:{{3,}}) [^\n]* \n
        (?: (?: (?!^[ \t>]*(?P=ticks)) [^\n]* \n )* ) (?:[ \t>]*(?P=ticks)[`~:]*)? )
    | (?P<role> \{{[a-z][a-z:]*\}}`[^`]*` )
    | (?P<code> (?P<tick>`+) (?!`) .+? (?<!`)(?P=tick)(?!`) )
    | (?P<display> \$\$ (?: [^$\\] | \\. )+? \$\$ )
    | (?P<inline> \$ (?: [^$\\\n] | \\. | \n(?![ \t]*\n) )+ \$ )
    | (?P<numbered> \\begin\{{(?P<name>(?:{ENVIRONMENTS})\*?)\}} .*? \\end\{{(?P=name)\}} )
    | (?P<address> \]\([^()\s]*(?:\([^()\s]*\)[^()\s]*)*(?:[ ]"[^"]*")?\) | <(?:https?://|mailto:)[^>\s]*>
        | \bhttps?://[^\s<>"|{{}}]*[^\s<>"|{{}}.,;:!?)\]'] | \[\^[^\]\s]*\] )
    """,
    re.VERBOSE | re.DOTALL | re.MULTILINE,
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
        return sum(any(c.isalnum() or c == HIDDEN for c in word) for word in self.prose.split())


def scan(source: str) -> Scanned:
    """What of `source` is prose."""
    formulas: list[tuple[int, int]] = []
    return Scanned(source, PART.sub(_hide(formulas), source), tuple(formulas))


def _hide(formulas: list[tuple[int, int]]) -> Callable[[re.Match[str]], str]:
    def hide(part: re.Match[str]) -> str:
        if part.lastgroup is None or any(part[kind] is not None for kind in PROSE):
            return part[0]
        if any(part[kind] is not None for kind in FORMULAS):
            formulas.append(part.span())
        return HIDDEN * (part.end() - part.start())

    return hide
