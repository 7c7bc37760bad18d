r"""LaTeX formulas as native MathML.

`math-core` converts, and decides which macros exist; `COMPATIBILITY` adds a few that real abstracts use
and that it lacks. Its output is then read against an allow-list of elements, attributes and styles, so
that a formula can make no link, colour or size of its own. Styles become classes of ours: a page needs
no inline style.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from html import escape, unescape
from xml.etree.ElementTree import ParseError

from math_core import LatexError, LatexToMathML

from sphinx_proceedings.model import Node
from sphinx_proceedings.render import mathml
from sphinx_proceedings.render.speech import speak

COMPATIBILITY = {
    "smash": "{#1}",
    "mbox": r"\text{#1}",
    "Tilde": r"\tilde{#1}",
    "Hat": r"\hat{#1}",
    "Bar": r"\bar{#1}",
    "mathds": r"\mathbb{#1}",
    "mathbbm": r"\mathbb{#1}",
    "nicefrac": r"{}^{#1}\!/_{#2}",
    "ensuremath": "{#1}",
    "allowbreak": "",
    "xspace": "",
    # The converter sets it as a letter.
    "colon": r"{:}\;",
    "dotsc": r"\ldots",
    "dotsb": r"\cdots",
    "dotsm": r"\cdots",
}
# What a formula may not do, though the converter could: define, colour, move, size.
REFUSED = re.compile(
    r"\\(def|gdef|edef|let|(?:re)?newcommand|providecommand|DeclareMathOperator|color|textcolor|colorbox"
    r"|fcolorbox|raisebox|kern|mkern|hskip|hspace|mspace|vspace|phantom|hphantom|vphantom)(?![A-Za-z])"
)
# The converter recurses in C: at some 4,000 nested braces or commands it ends the whole process.
MAX_LENGTH = 4000
MAX_DEPTH = 64
MAX_COMMANDS = 1000
REMEMBERED = 8
"""Trees of which the formulas are kept."""
MACRO_DEPTH = 8
"""Macros of volume.yml nest less: each level of a formula may be one of a macro."""
NESTING = re.compile(r"[{}]|\\([A-Za-z]+)")
NUMBERED = re.compile(r"\s*\\begin\{(equation|align|gather|multline|alignat|flalign|eqnarray)\*?\}")
FAILED = re.compile(r'<(?:span|p) class="math-core-error" title="(\d+): ([^"]*)"')
UNKNOWN = ">(??)</a>"
REFERENCE = re.compile(r">\((.*?)\)</a>")


@dataclass(frozen=True, slots=True)
class Formula:
    """A formula as HTML, and in plain characters.

    `problem` is empty, or says why the source stands there instead; `offset` is where in the source the
    fault is, in characters from 0.
    """

    html: str
    text: str
    problem: str = ""
    offset: int = 0


class Typesetter:
    """Converts formulas with one set of macros, those of the volume.

    `unusable` are the macros that do not convert, with the reasons; they are left out.
    """

    def __init__(self, macros: Mapping[str, str] | None = None) -> None:
        self.macros = {**COMPATIBILITY, **(macros or {})}
        self.unusable: dict[str, str] = {}
        for name in [name for name in self.macros if self._depth(name, {}) > MACRO_DEPTH]:
            self.unusable[name] = f"Its braces nest more than {MACRO_DEPTH} levels deep"
            del self.macros[name]
        self._made: dict[int, tuple[Node, dict[int, Formula]]] = {}
        while True:
            try:
                self._converter = LatexToMathML(
                    macros=self.macros,
                    id_prefix="eq-",
                    annotation=True,
                    fancy_error=False,
                    allow_unreliable_rendering=True,
                    continue_on_error=True,
                )
                break
            except LatexError as error:
                self._leave_out(error)

    def _leave_out(self, error: LatexError) -> None:
        """Take out the macro that the converter names by its number."""
        number, _, reason = str(error).removeprefix("macro").partition(":")
        name = list(self.macros)[int(number)]
        self.unusable[name] = reason.partition(": ")[2].rstrip(".")
        self.macros = {other: body for other, body in self.macros.items() if other != name}

    def _depth(self, name: str, known: dict[str, int]) -> int:
        """How deep the braces of a macro nest, with those of the macros that it uses."""
        if name not in known:
            known[name] = depth = 0
            for part in NESTING.finditer(self.macros[name]):
                depth += (part[0] == "{") - (part[0] == "}")
                inner = self._depth(part[1], known) if part[1] in self.macros else 0
                known[name] = max(known[name], depth + inner)
        return known[name]

    def one(self, tex: str, *, display: bool = False) -> Formula:
        """One formula by itself."""
        return self.several([(tex, display)])[0]

    def several(self, snippets: Sequence[tuple[str, bool]]) -> list[Formula]:
        r"""The formulas of one text, in order: equations are numbered and \eqref finds them."""
        refused = {i: why for i, (tex, _) in enumerate(snippets) if (why := _refusal(tex))}
        sound = [snippet for i, snippet in enumerate(snippets) if i not in refused]
        made = iter(self._converter.convert_all(sound))
        return [
            in_a_box(tex, display, *refused[i]) if i in refused else _checked(next(made), tex, display)
            for i, (tex, display) in enumerate(snippets)
        ]

    def of(self, tree: Node) -> dict[int, Formula]:
        """The formulas of a tree by their nodes' identity: math, display and eqref.

        Made once for each of the last trees: the checks ask for one, and then those who typeset it.
        """
        if id(tree) not in self._made:
            while len(self._made) >= REMEMBERED:
                del self._made[next(iter(self._made))]
            self._made[id(tree)] = (tree, self._of(tree))
        return self._made[id(tree)][1]

    def _of(self, tree: Node) -> dict[int, Formula]:
        nodes = tree.of_kind("math", "display", "eqref")
        snippets = list(_snippets(nodes))
        found = {}
        for node, (tex, _), formula in zip(nodes, snippets, self.several(snippets), strict=True):
            if node.kind == "eqref":
                found[id(node)] = _reference(node, formula)
            elif formula.problem:
                # The source as its author wrote it, and the place of the fault in it.
                offset = max(formula.offset - max(tex.find(node.text), 0), 0)
                found[id(node)] = in_a_box(node.text, node.kind == "display", formula.problem, offset)
            else:
                found[id(node)] = replace(formula, html=mathml.with_source(formula.html, node.text))
        return found


def _checked(html: str, tex: str, display: bool) -> Formula:
    """The converter's output, if it has nothing but what a page may have."""
    if failed := FAILED.match(html):
        return in_a_box(tex, display, unescape(failed[2]).replace("...", "…").rstrip("."), int(failed[1]))
    try:
        root = mathml.parse(html)
    except ParseError:
        return in_a_box(tex, display, "A formula may not have control characters")
    for fault in mathml.faults(root):
        return in_a_box(tex, display, fault)
    if UNKNOWN in html:
        return in_a_box(tex, display, "The formula refers to an equation that does not exist")
    spoken = speak(root)
    lean = ' class="mx-lean"' if mathml.leans(html) and not display else ""
    labelled = mathml.with_classes(html).replace("<math", f'<math{lean} aria-label="{escape(spoken)}"', 1)
    return Formula(labelled, spoken)


def _refusal(tex: str) -> tuple[str, int] | None:
    """Why a formula is not even tried, and where, or None."""
    if len(tex) > MAX_LENGTH or tex.count("\\") > MAX_COMMANDS:
        return f"A formula has at most {MAX_LENGTH} characters and {MAX_COMMANDS} commands", 0
    depth = 0
    for at, sign in enumerate(tex):
        depth += (sign == "{") - (sign == "}")
        if depth > MAX_DEPTH:
            return f"A formula nests at most {MAX_DEPTH} levels deep", at
    if found := REFUSED.search(tex):
        return f"A formula may not use {found[0]}", found.start()
    return None


def in_a_box(tex: str, display: bool, reason: str, offset: int = 0) -> Formula:
    """The source of a formula that cannot be typeset, marked as such."""
    kind = "math-source display" if display else "math-source"
    html = f'<code class="{kind}" title="{escape(reason)}">{escape(tex)}</code>'
    return Formula(html, tex, reason, min(offset, len(tex)))


def wrap(tex: str, label: str = "", tag: str = "") -> str:
    r"""A displayed formula that has a number, as an environment that math-core numbers."""
    mark = (rf"\label{{{label}}}" if label else "") + (rf"\tag{{{tag}}}" if tag else "")
    if begin := NUMBERED.match(tex):
        return tex if r"\label" in tex else f"{begin[0]}{mark}{tex[begin.end() :]}"
    inner = tex if "\\\\" not in tex or r"\begin" in tex else rf"\begin{{aligned}}{tex}\end{{aligned}}"
    return rf"\begin{{equation}}{mark}{inner}\end{{equation}}"


def _snippets(nodes: Sequence[Node]) -> Iterator[tuple[str, bool]]:
    """What the converter is given for each node. A label that was used before marks nothing."""
    seen: set[str] = set()
    for node in nodes:
        label = node.attrs.get("label", "")
        if node.kind == "eqref":
            yield rf"\eqref{{{node.text}}}", False
        elif label and label not in seen:
            seen.add(label)
            yield wrap(node.text, label), True
        else:
            yield node.text, node.kind == "display"


def _reference(node: Node, formula: Formula) -> Formula:
    number = REFERENCE.search(formula.html)
    if formula.problem or not number:
        problem = f"There is no equation “{node.text}”"
        return Formula(f'<code class="math-source">{escape(node.text)}</code>', node.text, problem)
    shown = f"({number[1]})"
    return Formula(f'<a class="eqref" href="#eq-{escape(node.text)}">{shown}</a>', shown)
