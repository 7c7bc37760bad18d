"""The commands of LaTeX text that an abstract may hold, and what each comes to."""

from __future__ import annotations

import re
from functools import cache

from pylatexenc.latex2text import get_default_latex_context_db

STYLES = {
    "emph": "em", "textit": "em", "textsl": "em", "textbf": "strong", "texttt": "code",
    "lstinline": "code",
}  # fmt: skip
"""Commands whose argument has a style."""

SWITCHES = {
    "em": "em", "it": "em", "itshape": "em", "sl": "em", "slshape": "em",
    "bf": "strong", "bfseries": "strong", "tt": "code", "ttfamily": "code",
    "rm": "", "rmfamily": "", "normalfont": "", "upshape": "", "mdseries": "",
    "sf": "", "sffamily": "", "sc": "", "scshape": "",
}  # fmt: skip
"""Commands that change the style of the rest of their group."""

KEPT = frozenset(
    "text textsc textrm textsf textup textmd textnormal mbox hbox fbox underline uline textsuperscript "
    "textsubscript uppercase lowercase MakeUppercase protect xspace noindent indent smallskip medskip "
    "bigskip centering raggedright small footnotesize scriptsize tiny normalsize large Large LARGE "
    "maketitle hfill vfill null relax sloppy footnotemark allowbreak nobreak boldmath unboldmath".split()
)
"""Commands that vanish; the text of their arguments, if they have any, stays."""

DROPPED = {
    "vspace": 1, "hspace": 1, "label": 1, "color": 1, "textcolor": 1, "thanks": 1, "pagestyle": 1,
    "thispagestyle": 1, "bibliographystyle": 1, "bibliography": 1, "setlength": 2, "setcounter": 2,
    "nocite": 1, "vskip": 0, "index": 1, "phantom": 1, "includegraphics": 1, "input": 1,
}  # fmt: skip
"""Commands that vanish with so many of their arguments."""

DOUBTFUL = frozenset({"thanks", "includegraphics", "input"})
"""Those of DROPPED that took something with them."""

CITES = frozenset("cite citep citet citealt citealp citeauthor citeyear parencite textcite".split())
REFERENCES = frozenset("ref eqref autoref cref Cref pageref".split())
SPACES = frozenset({"quad", "qquad", "enspace", "thinspace", "space", "hskip", "linebreak"})

LISTS = {
    "itemize": False, "enumerate": True, "description": False, "compactitem": False,
    "compactenum": True, "inparaenum": True,
}  # fmt: skip
VERBATIM = frozenset({"verbatim", "verbatim*", "lstlisting"})
TRANSPARENT = frozenset(
    "abstract center quote quotation flushleft flushright document subequations small sloppypar".split()
)
"""Environments of which only the content matters."""
WITH_ARGUMENT = frozenset({"tabular", "minipage", "multicols", "array", "wrapfigure"})

FORMULAS = {
    "sqrt": 1, "frac": 2, "tfrac": 2, "dfrac": 2, "binom": 2, "widehat": 1, "widetilde": 1, "hat": 1,
    "tilde": 1, "bar": 1, "vec": 1, "dot": 1, "ddot": 1, "overline": 1, "mathbb": 1, "mathcal": 1,
    "mathbf": 1, "mathrm": 1, "mathsf": 1, "mathfrak": 1, "mathscr": 1, "mathit": 1, "boldsymbol": 1,
    "bm": 1, "operatorname": 1,
}  # fmt: skip
"""Commands of formulas, with their number of arguments."""

LETTERS = {
    "ss": "ß", "o": "ø", "O": "Ø", "l": "ł", "L": "Ł", "ae": "æ", "AE": "Æ", "oe": "œ", "OE": "Œ",
    "aa": "å", "AA": "Å", "i": "ı", "j": "ȷ", "dh": "ð", "DH": "Ð", "dj": "đ", "DJ": "Đ",
    "th": "þ", "TH": "Þ", "ng": "ŋ", "NG": "Ŋ",
}  # fmt: skip
SYMBOLS = {
    "ldots": "…", "dots": "…", "textellipsis": "…", "S": "§", "P": "¶", "copyright": "©", "dag": "†",
    "ddag": "‡", "pounds": "£", "euro": "€", "textendash": "–", "textemdash": "—", "slash": "/",
    "textquoteleft": "‘", "textquoteright": "’", "textquotedblleft": "“", "textquotedblright": "”",
    "textbackslash": "\\", "textasciitilde": "~", "textasciicircum": "^", "textless": "<",
    "textgreater": ">", "textbar": "|", "textunderscore": "_", "textregistered": "®",
    "texttrademark": "™", "textdegree": "°", "textmu": "µ", "texttimes": "×", "textbullet": "•",
    "textpm": "±", "LaTeX": "LaTeX", "TeX": "TeX", "lbrack": "[", "rbrack": "]", "lq": "‘", "rq": "’",
    "guillemotleft": "«", "guillemotright": "»", "checkmark": "✓",
}  # fmt: skip
"""Symbols of text."""

ACCENTS = {
    "'": "\u0301", "`": "\u0300", "^": "\u0302", '"': "\u0308", "~": "\u0303", "=": "\u0304",
    ".": "\u0307", "u": "\u0306", "v": "\u030c", "H": "\u030b", "c": "\u0327", "d": "\u0323",
    "b": "\u0331", "r": "\u030a", "k": "\u0328",
}  # fmt: skip
BELOW = frozenset("cdbk")

PUNCTUATION = {
    **{c: c for c in "%&_#${}"}, " ": " ", "\n": " ", "\t": " ", ",": " ", ";": " ", ":": " ",
    ">": " ", "!": "", "/": "", "-": "", "@": "", "|": "‖",
}  # fmt: skip
"""What a backslash makes of the character after it."""

# Commands that lost their braces on the way: \emphword, \sqrtT.
UNBRACED = re.compile(
    r"(emph|text(?:it|bf|tt|sc|rm|sf)|math(?:cal|bb|bf|rm|sf)|widetilde|widehat|sqrt|citep|citet|cite)"
    r"([A-Za-z]+)"
)


@cache
def math_symbol(name: str) -> str | None:
    """The character or the word that a command without arguments makes in a formula."""
    spec = get_default_latex_context_db().get_macro_spec(name)
    found = spec.simplify_repl if spec else None
    if not isinstance(found, str) or "%" in found or not found.strip():
        return None
    return found.strip()
