"""A title as LaTeX, for bibliographies that others typeset: the volume's own macros are written out."""

from __future__ import annotations

import re
from collections.abc import Mapping

from sphinx_proceedings.model import Node

COMMANDS = {"emphasis": "emph", "strong": "textbf", "code": "texttt"}
SPECIAL = str.maketrans(
    {
        "\\": r"\textbackslash{}", "{": r"\textbraceleft{}", "}": r"\textbraceright{}", "$": r"\$",
        "&": r"\&", "%": r"\%", "#": r"\#", "_": r"\_",
        "~": r"\textasciitilde{}", "^": r"\textasciicircum{}",
    }
)  # fmt: skip
"""Braces by their names: BibTeX counts them, whatever stands before them."""
COMMENT = re.compile(r"(\\.)|%[^\n]*\n?", re.DOTALL)
BRACE = re.compile(r"\\.", re.DOTALL)
BRACES = {r"\{": r"\lbrace ", r"\}": r"\rbrace "}
CALL = re.compile(r"\\([A-Za-z]+)")
DEEPEST = 8
"""Macros within macros; as deep as any that converts."""


def latex(node: Node, macros: Mapping[str, str]) -> str:
    """An inline tree as LaTeX in UTF-8: text, emphasis, code, formulas between dollars."""
    if node.kind == "math":
        return _formula(expand(node.text, macros).strip())
    inner = node.text.translate(SPECIAL) + "".join(latex(child, macros) for child in node.children)
    command = COMMANDS.get(node.kind)
    return rf"\{command}{{{inner}}}" if command else inner


def _formula(tex: str) -> str:
    """A formula between dollars, in braces that balance as BibTeX counts them; else its source as text."""
    tex = COMMENT.sub(lambda found: found[1] or "", tex)
    if not _balances(tex):
        tex = BRACE.sub(lambda found: BRACES.get(found[0], found[0]), tex)
    return f"${tex}$" if _balances(tex) else f"${tex}$".translate(SPECIAL)


def _balances(tex: str) -> bool:
    depth = 0
    for sign in tex:
        depth += (sign == "{") - (sign == "}")
        if depth < 0:
            return False
    return depth == 0


def expand(tex: str, macros: Mapping[str, str], depth: int = 0) -> str:
    """`tex` with each of `macros` replaced by what it stands for, and its arguments filled in."""
    if depth == DEEPEST:
        return tex
    made, at = [], 0
    while found := CALL.search(tex, at):
        name, body = found[1], macros.get(found[1])
        made.append(tex[at : found.start()])
        at = found.end()
        if body is None:
            made.append(found[0])
            continue
        arguments = []
        for _ in range(max((int(n) for n in re.findall(r"#([1-9])", body)), default=0)):
            argument, at = _argument(tex, at)
            arguments.append(argument)
        filled = re.sub(r"#([1-9])", lambda number: arguments[int(number[1]) - 1], body)  # noqa: B023 - used at once
        if name != "ensuremath" and not arguments:
            # A name swallows the blank after it; what follows must not join the last word of the body.
            after = len(tex[at:]) - len(tex[at:].lstrip())
            filled += " " if after and re.search(r"\\[A-Za-z]+$", filled) else ""
            at += after
        made.append(expand(filled, macros, depth + 1))
    return "".join([*made, tex[at:]])


def _argument(tex: str, at: int) -> tuple[str, int]:
    """The argument of a macro that begins at `at`, and where it ends: a group, a command or one sign."""
    while at < len(tex) and tex[at].isspace():
        at += 1
    if at < len(tex) and tex[at] == "{":
        depth = 0
        for end in range(at, len(tex)):
            depth += (tex[end] == "{") - (tex[end] == "}")
            if depth == 0:
                return tex[at + 1 : end], end + 1
    if found := CALL.match(tex, at):
        return found[0], found.end()
    return tex[at : at + 1], at + 1
