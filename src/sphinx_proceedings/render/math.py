r"""LaTeX formulas as native MathML.

`math-core` converts, and decides which macros exist; `COMPATIBILITY` adds a few that real abstracts use
and that it lacks. Its output is then read against an allow-list of elements, attributes and styles, so
that a formula can make no link, colour or size of its own. Styles become classes of ours: a page needs
no inline style.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from html import escape

from math_core import LatexError, LatexToMathML
from pylatexenc.latex2text import LatexNodes2Text

from sphinx_proceedings.model import Node

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
    "dotsc": r"\ldots",
    "dotsb": r"\cdots",
    "dotsm": r"\cdots",
}
# What a formula may not do, though the converter could: define, colour, move, size.
REFUSED = re.compile(
    r"\\(def|gdef|edef|let|(?:re|provide)?newcommand|DeclareMathOperator|color|textcolor|colorbox"
    r"|fcolorbox|raisebox|kern|mkern|hskip|hspace|mspace|vspace|phantom|hphantom|vphantom)(?![A-Za-z])"
)
# The converter recurses in C: at some 4,000 nested braces or commands it ends the whole process.
MAX_LENGTH = 4000
MAX_DEPTH = 64
MAX_COMMANDS = 1000
ELEMENTS = frozenset(
    "math semantics annotation mrow mi mn mo mtext mspace ms msup msub msubsup munder mover munderover "
    "mfrac msqrt mroot mtable mtr mtd mpadded menclose mmultiscripts mprescripts mphantom none "
    "span em b i code a".split()
)
ATTRIBUTES = frozenset(
    "display displaystyle scriptlevel stretchy lspace rspace accent accentunder mathvariant width height "
    "depth encoding minsize maxsize form class movablelimits linethickness symmetric notation columnalign "
    "separator fence largeop id".split()
)
# One class for each declaration that the converter writes.
CLASSES = {
    "width: 100%": "mx-full",
    "width: 50%": "mx-half",
    "width: 7.5%": "mx-gap",
    "text-align: right": "mx-right",
    "text-align: left": "mx-left",
    "justify-items: end": "",
    "justify-items: start": "",
    "padding-right: 0": "mx-pr0",
    "padding-left: 0": "mx-pl0",
    "padding-left:0": "mx-pl0",
    "padding-right:0": "mx-pr0",
    "padding-left:1em": "mx-pl1",
    "padding-right:0.1667em": "mx-pr1",
    "padding-left:0.1667em": "mx-pl2",
    "margin-left:-0.16666667em": "mx-neg",
    "font-variant-caps: small-caps": "mx-caps",
    "border-right: 0.05em solid currentcolor": "mx-br",
    "border-left: 0.05em solid currentcolor": "mx-bl",
    "border-top: 0.05em solid currentcolor": "mx-bt",
    "border-bottom: 0.05em solid currentcolor": "mx-bb",
}
TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]*)((?:\s[^<>]*)?)/?>")
ATTRIBUTE = re.compile(r'\s([a-zA-Z][a-zA-Z:-]*)="([^"]*)"')
STYLE = re.compile(r'(?: class="([^"]*)")? style="([^"]*)"(?: class="([^"]*)")?')
ANNOTATION = re.compile(r"<annotation.*?</annotation>", re.DOTALL)
SIZE = re.compile(r"-?[0-9.]+(em|rem|%)?")
MAX_EM = 4.0
NUMBERED = re.compile(r"\s*\\begin\{(equation|align|gather|multline|alignat|flalign|eqnarray)\*?\}")
REFERENCE = re.compile(r">\((.*?)\)</a>")


@dataclass(frozen=True, slots=True)
class Formula:
    """A formula as HTML. `problem` is empty, or says why the source stands there instead.

    `offset` is where in the source the fault is, in characters from 0.
    """

    html: str
    problem: str = ""
    offset: int = 0


class Typesetter:
    """Converts formulas with one set of macros, those of the volume."""

    def __init__(self, macros: Mapping[str, str] | None = None) -> None:
        options = {"annotation": True, "fancy_error": False, "allow_unreliable_rendering": True}
        self.macros = {**COMPATIBILITY, **(macros or {})}
        simple = [name for name, body in self.macros.items() if "#" not in body]
        self._simple = re.compile(rf"\\({'|'.join(map(re.escape, simple))})(?![A-Za-z])")
        self._made: dict[int, tuple[Node, dict[int, Formula]]] = {}
        self._strict = LatexToMathML(macros=self.macros, id_prefix="eq-", **options)  # type: ignore[arg-type]

    def speak(self, tex: str) -> str:
        """A formula in plain characters, for labels, page titles and sorting: x^2, ℝ^n, α ≤ β."""
        return speak(self._simple.sub(self._body, tex))

    def _body(self, match: re.Match[str]) -> str:
        return f"{{{self.macros[match[1]]}}}"

    def one(self, tex: str, *, display: bool = False) -> Formula:
        """One formula by itself."""
        return self.several([(tex, display)])[0]

    def several(self, snippets: Sequence[tuple[str, bool]]) -> list[Formula]:
        r"""The formulas of one text, in order: equations are numbered and \eqref finds them."""
        refused = {i: why for i, (tex, _) in enumerate(snippets) if (why := _refusal(tex))}
        sound = [snippet for i, snippet in enumerate(snippets) if i not in refused]
        try:
            made = iter(self._strict.convert_all(sound))
        except LatexError:
            for i, (tex, display) in enumerate(snippets):
                if i not in refused and (why := self._why(tex, display)):
                    refused[i] = why
            sound = [snippet for i, snippet in enumerate(snippets) if i not in refused]
            made = iter(self._strict.convert_all(sound))
        return [
            in_a_box(tex, display, *refused[i]) if i in refused else self._checked(next(made), tex, display)
            for i, (tex, display) in enumerate(snippets)
        ]

    def _why(self, tex: str, display: bool) -> tuple[str, int] | None:
        try:
            self._strict.convert_with_local_state(tex, displaystyle=display)
        except LatexError as error:
            offset, _, reason = str(error).partition(": ")
            return reason.rstrip("."), int(offset) if offset.isdigit() else 0
        return None

    def _checked(self, html: str, tex: str, display: bool) -> Formula:
        """The converter's output, if it has nothing but what a page may have."""
        visible = ANNOTATION.sub("", html)
        for tag in TAG.finditer(visible):
            if tag[2] not in ELEMENTS:
                return in_a_box(tex, display, f"A formula may not make <{tag[2]}>")
            for name, value in ATTRIBUTE.findall(tag[3]):
                if not _attribute_is_plain(tag[2], name, value):
                    return in_a_box(tex, display, "A formula may not set colours, places or sizes")
        spoken = escape(self.speak(tex))
        html = STYLE.sub(_classes, html)
        return Formula(html.replace("<math", f'<math aria-label="{spoken}"', 1))

    def of(self, tree: Node) -> dict[int, Formula]:
        """The formulas of a tree by their nodes' identity: math, display and eqref.

        Made once for each tree: the checks ask, and then the page.
        """
        if id(tree) not in self._made:
            self._made[id(tree)] = (tree, self._of(tree))
        return self._made[id(tree)][1]

    def _of(self, tree: Node) -> dict[int, Formula]:
        nodes = list(tree.of_kind("math", "display", "eqref"))
        formulas = self.several([_snippet(node) for node in nodes]) if nodes else []
        found = {}
        for node, formula in zip(nodes, formulas, strict=True):
            made = _unwrapped(node, formula) if formula.problem else formula
            found[id(node)] = _reference(node, made) if node.kind == "eqref" else made
        return found


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
    return Formula(html, reason, min(offset, len(tex)))


def wrap(tex: str, label: str = "", tag: str = "") -> str:
    r"""A displayed formula that has a number, as an environment that math-core numbers."""
    if NUMBERED.match(tex):
        return tex
    inner = tex if "\\\\" not in tex or r"\begin" in tex else rf"\begin{{aligned}}{tex}\end{{aligned}}"
    mark = (rf"\label{{{label}}}" if label else "") + (rf"\tag{{{tag}}}" if tag else "")
    return rf"\begin{{equation}}{mark}{inner}\end{{equation}}"


def _snippet(node: Node) -> tuple[str, bool]:
    if node.kind == "eqref":
        return rf"\eqref{{{node.text}}}", False
    if node.kind == "display" and node.attrs.get("label"):
        return wrap(node.text, node.attrs["label"]), True
    return node.text, node.kind == "display"


def _unwrapped(node: Node, formula: Formula) -> Formula:
    """A formula that failed, with its source as its author wrote it."""
    shift = len(_snippet(node)[0]) - len(node.text) if node.attrs.get("label") else 0
    return in_a_box(node.text, node.kind == "display", formula.problem, max(formula.offset - shift, 0))


def _reference(node: Node, formula: Formula) -> Formula:
    number = REFERENCE.search(formula.html)
    if formula.problem or not number or "?" in number[1]:
        problem = f"There is no equation “{node.text}”"
        return Formula(f'<code class="math-source">{escape(node.text)}</code>', problem)
    return Formula(f'<a class="eqref" href="#eq-{escape(node.text)}">({number[1]})</a>')


def _attribute_is_plain(element: str, name: str, value: str) -> bool:
    if name == "style":
        return all(part.strip() in CLASSES for part in value.split(";") if part.strip())
    if name == "href":
        return element == "a" and value.startswith("#eq-")
    if name in {"width", "height", "depth", "minsize", "maxsize", "lspace", "rspace"}:
        return SIZE.fullmatch(value) is not None and abs(float(value.rstrip("rem%"))) <= MAX_EM
    return name in ATTRIBUTES


def _classes(match: re.Match[str]) -> str:
    parts = [part.strip() for part in match[2].split(";")]
    names = [
        *filter(None, (match[1], match[3])),
        *filter(None, (CLASSES.get(p, "") for p in parts)),
    ]
    return f' class="{" ".join(dict.fromkeys(names))}"' if names else ""


@lru_cache(maxsize=1)
def _to_text() -> LatexNodes2Text:
    return LatexNodes2Text(math_mode="text", keep_comments=True, strict_latex_spaces=False)


LAYOUT = re.compile(r"\\(left|right|middle|[bB]igg?[lrm]?|label\{[^}]*\}|limits|displaystyle|[,;:!])")


@lru_cache(maxsize=16384)
def speak(tex: str) -> str:
    """A formula in plain characters, for labels, page titles and sorting: x^2, ℝ^n, α ≤ β."""
    try:
        text = _to_text().latex_to_text(LAYOUT.sub(" ", tex))
    except Exception:  # noqa: BLE001 - whatever a formula makes the library raise, its source will do
        text = tex
    return " ".join(text.split()) or tex
