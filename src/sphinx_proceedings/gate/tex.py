r"""The LaTeX that a value of a bibliography entry may contain.

Accents, letters, a few signs and styles, and formulas of well-known commands; nothing that reads a file,
defines, links or draws. The tables say also what each command stands for, to whoever shows the value.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

Fault = tuple[int, str, str]
"""Offset in the value, message, remedy."""

ACCENTS = {
    "`": "\u0300", "'": "\u0301", "^": "\u0302", '"': "\u0308", "~": "\u0303", "=": "\u0304",
    ".": "\u0307", "u": "\u0306", "v": "\u030c", "H": "\u030b", "c": "\u0327", "d": "\u0323",
    "b": "\u0331", "k": "\u0328", "r": "\u030a",
}  # fmt: skip
SIGNS = {
    "&": "&", "%": "%", "$": "$", "#": "#", "_": "_", "{": "{", "}": "}",
    " ": " ", "\n": " ", ",": " ", "-": "", "/": "",
    "ss": "ß", "ae": "æ", "AE": "Æ", "oe": "œ", "OE": "Œ", "aa": "å", "AA": "Å", "o": "ø", "O": "Ø",
    "l": "ł", "L": "Ł", "i": "ı", "j": "ȷ", "dh": "ð", "DH": "Ð", "dj": "đ", "DJ": "Đ", "th": "þ",
    "TH": "Þ", "ng": "ŋ", "NG": "Ŋ", "S": "§", "P": "¶", "ldots": "…", "dots": "…",
    "TeX": "TeX", "LaTeX": "LaTeX", "slash": "/", "copyright": "©", "textregistered": "®",
    "texttrademark": "™", "textendash": "–", "textemdash": "—", "textellipsis": "…",
    "textquoteleft": "‘", "textquoteright": "’", "textquotedblleft": "“", "textquotedblright": "”",
    "textasciitilde": "~", "textasciicircum": "^", "textunderscore": "_", "textbackslash": "\\",
    "textdegree": "°",
}  # fmt: skip
STYLES = {
    "emph": "em", "textit": "em", "textsl": "em", "textbf": "strong", "texttt": "tt", "textsc": "sc",
    "textsuperscript": "sup", "textsubscript": "sub", "textrm": "", "textsf": "", "textup": "",
    "textnormal": "", "mbox": "", "text": "",
}  # fmt: skip
"""Commands that take a group, and the tag which the group gets; an empty one leaves it as it is."""

MATH = frozenset(
    "alpha beta gamma delta epsilon varepsilon zeta eta theta vartheta iota kappa lambda mu nu xi pi varpi "
    "rho varrho sigma varsigma tau upsilon phi varphi chi psi omega Gamma Delta Theta Lambda Xi Pi Sigma "
    "Upsilon Phi Psi Omega ell hbar imath jmath Re Im aleph nabla partial infty emptyset varnothing forall "
    "exists neg top bot prime dagger star ast circ bullet cdot times div pm mp oplus ominus otimes wedge "
    "vee cap cup setminus subset subseteq supset supseteq in notin ni le leq ge geq ne neq ll gg approx "
    "sim simeq cong equiv propto mid nmid parallel perp to rightarrow leftarrow Rightarrow Leftarrow "
    "leftrightarrow Leftrightarrow longrightarrow mapsto hookrightarrow uparrow downarrow sum prod coprod "
    "int oint bigcup bigcap bigoplus bigotimes sqrt frac tfrac dfrac binom log ln exp sin cos tan sinh "
    "cosh "
    "tanh min max inf sup lim liminf limsup det dim ker deg gcd arg hom Pr mathbb mathcal mathfrak mathscr "
    "mathrm mathbf mathsf mathtt mathit mathnormal boldsymbol bm operatorname text textrm hat widehat "
    "tilde "
    "widetilde bar overline underline vec dot ddot check breve acute grave left right big Big bigl bigr "
    "langle rangle lfloor rfloor lceil rceil lvert rvert lVert rVert vert Vert lbrace rbrace ldots cdots "
    "dots vdots quad qquad limits nolimits bmod pmod mod square triangle diamond rtimes ltimes".split()
)
MATH_SIGNS = frozenset(" ,;:!{}|_&%#\n")

LETTER = r"(?:[^\W\d_]|\\[ij](?![A-Za-z])[ ]?)"
MARK = r"\\(?:[`'^\"~=.]|[uvHcdbkr](?![A-Za-z]))\s*"
ACCENTED = rf"(?:{MARK}(?:\{{\s*{LETTER}\s*\}}|{LETTER}))"
ACCENT = re.compile(rf"{MARK}(?:\{{\s*(?:{ACCENTED}|{LETTER})\s*\}}|{ACCENTED}|{LETTER})")
FORMULA = r"\$((?:[^$\\]|\\.)+)\$"
SPECIAL = re.compile(r"[\\$^]|&[a-z#]")
PART = re.compile(rf"{FORMULA}|(\$)|\\([A-Za-z]+)|\\(.)|(\\)|(\^)|(&(?:[a-z]+|\#\d+);)", re.DOTALL)
COMMAND = re.compile(r"\\([A-Za-z]+|.)", re.DOTALL)

INSTEAD = {
    "url": "Put the address into a field url.",
    "href": "Put the address into a field url.",
    "em": r"Write \emph{…} around the words.",
    "it": r"Write \emph{…} around the words.",
    "bf": r"Write \textbf{…} around the words.",
    "sc": r"Write \textsc{…} around the words.",
    "tt": r"Write \texttt{…} around the words.",
    "(": "Write a formula between two $.",
    "cite": "Name the work in words.",
}
CHARACTER = "Write the character itself (the file is UTF-8), or leave the command out."


def faults(value: str) -> Iterator[Fault]:
    """What may not stand in `value`: each command once, at its first place."""
    if not SPECIAL.search(value):
        return
    said: set[str] = set()
    for part in PART.finditer(value):
        formula, dollar, word, sign, *_ = part.groups()
        for fault in (
            _formula(formula, part.start() + 1)
            if formula
            else _dollar(part.start())
            if dollar
            else _command(word or sign, value, part.start())
            if word or sign
            else _rest(part)
        ):
            if fault[1] not in said:
                said.add(fault[1])
                yield fault


def _command(name: str, value: str, at: int) -> Iterator[Fault]:
    if name in STYLES:
        if not value[at + len(name) + 1 :].lstrip().startswith("{"):
            yield (
                at,
                f"The command \\{name} has nothing in braces after it.",
                rf"Write \{name}{{…}}.",
            )
    elif name in ACCENTS:
        if not ACCENT.match(value, at):
            yield at, f"The accent \\{name} stands on no letter.", CHARACTER
    elif name not in SIGNS:
        yield at, f"The command \\{name[:40]} is not allowed.", INSTEAD.get(name, CHARACTER)


def _formula(tex: str, at: int) -> Iterator[Fault]:
    for command in COMMAND.finditer(tex):
        name = command[1]
        if name not in (MATH if name.isalpha() else MATH_SIGNS):
            message = f"The command \\{name[:40]} is not allowed in a formula of an entry."
            yield at + command.start(), message, "Use standard commands, and no macros of your own."
    depth = 0
    for brace in re.finditer(r"[{}]", tex):
        depth += 1 if brace[0] == "{" else -1
        if depth < 0:
            break
    if depth:
        yield at, "The braces of a formula do not balance.", "Count them between the two $."


def _dollar(at: int) -> Iterator[Fault]:
    yield (
        at,
        "A $ begins a formula that does not end.",
        r"Add the second $, or write \$ for the sign.",
    )


def _rest(part: re.Match[str]) -> Iterator[Fault]:
    if part[0] == "\\":
        yield part.start(), "A backslash stands at the end.", "Delete it."
    elif part[0] == "^":
        yield part.start(), "The sign ^ stands outside a formula.", "Write $x^2$ with both $."
    elif part[0] == "&amp;":
        yield part.start(), "“&amp;” is HTML.", r"Write \&."
    else:
        yield part.start(), f"“{part[0][:20]}” is HTML.", "Write the character itself."
