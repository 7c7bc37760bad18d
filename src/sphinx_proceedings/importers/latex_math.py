"""Formulas of LaTeX documents, as formulas that stand between MyST's dollar signs."""

from __future__ import annotations

import re

from sphinx_proceedings.gate.markdown import COMMAND

LABEL = re.compile(r"\\label\s*\{[^{}]*\}")
SILENT = re.compile(r"\\(?:xspace|protect|allowbreak)(?![A-Za-z])")
TEXT_BOX = re.compile(r"\\(?:mbox|hbox|textnormal)(?=\s*\{)")
ENSURED = re.compile(r"\\ensuremath(?=\s*\{)")
EMPHASIS = re.compile(r"\{\\em\s+([^{}$]*)\}")
# A formula within a text within a formula.
INNER = re.compile(r"(?<!\\)\$([^$]*)(?<!\\)\$")
STRAY = re.compile(r"(?<!\\)((?:\\\\)*)([$%#])")
EMPTY_TEXT = re.compile(r"\\text\{\}")
COLUMN_SIGN = re.compile(r"&\s*(\\?[A-Za-z]+|[=<>≤≥≈:]=?|[^\s&\\])\s*&")
ROW_END = re.compile(r"\\\\\s*(?:\[[^\[\]]*\]\s*)?")
# A word that was put between dollar signs only to be set in italics.
ONLY_TEXT = re.compile(r"\\(emph|text(?:it|sl|bf|tt|sc|rm|sf|normal)?)\{([\w ,.;:()'’–-]+)\}")
SIMPLE = re.compile(r"[^\\$%#\s]*")
PROSE_WORD = re.compile(r"(?<![A-Za-z])[A-Za-z]{3,}(?![A-Za-z])")

ENVIRONMENTS = {
    "equation": "", "equation*": "", "displaymath": "", "align": "align", "align*": "align*",
    "gather": "gather", "gather*": "gather*", "multline": "multline", "multline*": "multline*",
    "eqnarray": "align", "eqnarray*": "align*", "flalign": "align", "flalign*": "align*",
    "alignat": "align", "alignat*": "align*",
}  # fmt: skip
"""The environments that display a formula, and what takes their place ("": two dollar signs)."""


def formula(tex: str) -> str:
    """A formula on one line, with what only text or a whole document understands taken out."""
    if SIMPLE.fullmatch(tex):
        return tex
    # What the gate refuses in a formula stays to be seen, as a word.
    tex = COMMAND.sub(r"\\text{\1}", LABEL.sub("", tex))
    tex = ENSURED.sub("", TEXT_BOX.sub(r"\\text", SILENT.sub("", tex)))
    if "$" in tex:
        tex = EMPTY_TEXT.sub("", INNER.sub(r"}\1\\text{", tex))
    tex = EMPHASIS.sub(r"\\textit{\1}", tex)
    tex = STRAY.sub(r"\1\\\2", tex)
    tex = " ".join(tex.split())
    # "\ " at the end has lost its space, and would hide the dollar sign that follows.
    return tex + " " if (len(tex) - len(tex.rstrip("\\"))) % 2 else tex


def display(tex: str, source: str) -> tuple[str, str]:
    """A displayed formula and its new environment, from the inside of environment `source`."""
    env = ENVIRONMENTS.get(source, "")
    if source.startswith("alignat"):
        tex = re.sub(r"^\s*\{\d*\}", "", tex)
    elif source.startswith("eqnarray"):
        tex = COLUMN_SIGN.sub(r"& \1", tex)
    if not env:
        tex = tex.replace("{split}", "{aligned}")
    return formula(tex).strip(), env


def rows(tex: str) -> str:
    """The rows of an environment, each on its own line."""
    return ROW_END.sub(lambda match: match[0].rstrip() + "\n", tex).strip()


def is_prose(tex: str) -> bool:
    """Whether `tex` is rather a sentence between two prices than a formula."""
    if any(c in tex for c in "\\^_=<>{}|+"):
        return False
    words = len(PROSE_WORD.findall(tex))
    return words >= 4 or (words > 0 and tex[:1].isdigit() and tex[-1:].isspace())
