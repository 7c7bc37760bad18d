"""The rule over formulas, and what the converter says of them in an author's words."""

from __future__ import annotations

import difflib
import re
from collections.abc import Mapping

from sphinx_proceedings import names
from sphinx_proceedings.gate.tex import MATH

NEAR = 0.75
"""How alike two commands are of which one is offered for the other: norn and norm."""

WELL_KNOWN = {
    "eps": r"\varepsilon", "veps": r"\varepsilon", "vphi": r"\varphi", "1": r"\mathbb{1}",
    "ind": r"\mathbb{1}", "indic": r"\mathbb{1}", "argmin": r"\operatorname*{arg\,min}",
    "argmax": r"\operatorname*{arg\,max}", "norm": r"\lVert x \rVert", "abs": r"\lvert x \rvert",
    "inner": r"\langle x, y \rangle", "ip": r"\langle x, y \rangle", "bra": r"\langle x |",
    "ket": r"| x \rangle", "set": r"\{ x \}", "ceil": r"\lceil x \rceil", "floor": r"\lfloor x \rfloor",
    "dd": r"\mathrm{d}", "diff": r"\mathrm{d}", "defeq": ":=", "eqdef": ":=", "T": r"^\top",
    "transpose": r"^\top", "unicode": "the character itself", "substack": r"\begin{smallmatrix} … "
    r"\end{smallmatrix}", "SI": r"2\,\mathrm{m}", "xrightarrow": r"\overset{a}{\rightarrow}",
}  # fmt: skip
"""What many papers mean by a macro of their own."""
OPERATORS = frozenset(
    "rank tr Tr trace diag sign sgn supp span conv vol Var Cov Corr im coker Hom End Aut Sym GL SL SO SU "
    "Sp Gr id poly polylog spec Spec Proj rk codim vec KL relu ReLU softmax sigmoid prox proj dist card "
    "ord lcm cl aff cone".split()
)
LETTERS = re.compile(r"(?:bb|mathbb)?([A-Z])\1?")
"""`\\R`, `\\RR` and `\\bbR` are all the reals."""
CALLIGRAPHIC = re.compile(r"(?:cal|c|mc)([A-Z])")
BOLD = re.compile(r"(?:bf|b|bm|v|vec)([A-Za-z])|([e-z])\2?")
FAMILIES = ((LETTERS, "mathbb"), (CALLIGRAPHIC, "mathcal"), (BOLD, "mathbf"))

WORDS: tuple[tuple[re.Pattern[str], str, str], ...] = tuple(
    (re.compile(said), message, fix)
    for said, message, fix in (
        (r'Expected closing token "\\end.*',
         "An environment does not end",
         r"Write the \end{…} that belongs to its \begin{…}."),
        (r'Expected closing token "\\right".*',
         r"\left has no \right",
         r"Write \right before the closing bracket, or \right. for no bracket."),
        (r'Expected closing token "(.*?)".*',
         r"“\1” is missing at the end",
         "Count the brackets, and close each."),
        (r'Unmatched closing token: "(.*)"',
         r"Nothing opens what “\1” closes",
         "Remove it, or write what opens it."),
        (r"Duplicate subscript or superscript",
         "Two exponents, or two indices, stand on one sign",
         "Put the first with its sign in braces: {x^2}^3."),
        (r'Found "&".*',
         "The sign & stands outside a table",
         r"Put the lines into \begin{aligned} … \end{aligned}; the sign itself is \&."),
        (r"Expected argument but .*",
         "The formula ends where an argument should follow",
         r"Write it in braces, as in \frac{a}{b} or x^{2}."),
        (r"Macro parameter found.*",
         "A # stands in the formula",
         r"Write \# for the sign."),
        (r"Math mode within text mode.*",
         r"A $ stands within \text{…}",
         r"End \text before it: \text{if } x > 0."),
        (r'Unexpected "\$"', "A $ stands within the formula", r"Write \$ for the sign."),
        (r'Expected column specification, found "(.*)"',
         r"“\1” is no alignment of a column",
         r"Use l, c and r, as in \begin{array}{lc}."),
        (r'Expected "\\end\{(.*)\}", but found "\\end\{(.*)\}"',
         r"The environment “\1” is ended as “\2”",
         r"Write \end{\1}."),
        (r'There must be a parenthesis after "(\\[a-z]+).*',
         r"No bracket follows \1",
         r"Write a bracket there; after \left and \right a full stop stands for none."),
        (r'Found "\\(tag|label).*',
         r"\\1 needs a display that is numbered",
         "Write $$ … $$ (name), and refer to it by {eq}`name`."),
        (r'Found "(.*)", which may only appear (.*)', r"\1 may stand only \2", "Move or remove it."),
        (r"A formula may not .*", r"\0", "Remove it."),
    )
)  # fmt: skip
ENVIRONMENTS = (
    "aligned", "align", "array", "bmatrix", "cases", "equation", "gather", "gathered", "matrix", "multline",
    "pmatrix", "smallmatrix", "split", "vmatrix",
)  # fmt: skip


def in_words(problem: str, macros: Mapping[str, str]) -> tuple[str, str]:
    """(message without a full stop, remedy) for what the converter says of a formula."""
    if problem.startswith("Unknown command"):
        return problem.replace('"', "“", 1).replace('"', "”"), _remedy(
            problem.rsplit("\\", maxsplit=1)[-1][:-1], macros
        )
    if problem.startswith("Unknown environment"):
        name = problem.split('"')[1]
        near = names.did_you_mean(name, ENVIRONMENTS)
        return f"There is no environment “{name}”", near or f"There are {', '.join(ENVIRONMENTS)}."
    for pattern, message, fix in WORDS:
        if match := pattern.fullmatch(problem):
            return _filled(message, match), _filled(fix, match)
    return problem, "Compare it with what LaTeX accepts."


def _filled(sentence: str, match: re.Match[str]) -> str:
    for number in range(3):
        if f"\\{number}" in sentence:
            sentence = sentence.replace(f"\\{number}", match[number])
    return sentence


def _remedy(name: str, macros: Mapping[str, str]) -> str:
    meant = expansion(name)
    near = difflib.get_close_matches(name, [*macros, *sorted(MATH)], n=1, cutoff=NEAR)
    same = [other for other, body in macros.items() if meant and body == meant] or near
    if same:
        return f"Did you mean “\\{same[0]}”?" + (f" Or write {meant}." if meant else "")
    if meant:
        return f"Write {meant}, or what else it stands for."
    return "Write it out, or ask the organizers to add a macro to docs/volume.yml."


def expansion(name: str) -> str:
    """What a macro most likely stands for, or an empty text."""
    if name in WELL_KNOWN:
        return WELL_KNOWN[name]
    if name in OPERATORS:
        return rf"\operatorname{{{name}}}"
    for pattern, command in FAMILIES:
        if match := pattern.fullmatch(name):
            return rf"\{command}{{{match[1] or match[2]}}}"
    return ""
