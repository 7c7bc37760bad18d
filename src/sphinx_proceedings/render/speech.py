"""A formula in plain characters, read off its MathML: x^2, ℝ^n, α ≤ β, (a + b)/c."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from xml.etree.ElementTree import Element

# Functions, differentials and the like stand apart from what follows them.
INVISIBLE = str.maketrans("", "", "\u2061\u2062\u2063\u2064\u200b\ufe00\ufe01")
ACCENTS = {
    "^": "\u0302", "ˆ": "\u0302", "~": "\u0303", "˜": "\u0303", "¯": "\u0304", "‾": "\u0304",
    "―": "\u0304", "_": "\u0304", "˙": "\u0307", "¨": "\u0308", "→": "\u20d7", "ˇ": "\u030c",
    # The converter's own signs: a low line for \overline, the combining arrow for \vec.
    "\u0332": "\u0305", "\u20d7": "\u20d7",
}  # fmt: skip
LINES = {"\u0304": "\u0305", "\u0305": "\u0305"}
"""Accents that lie over more than one letter, as each letter has them."""
TIGHT = frozenset("!'′″‴,;.:/∇∂√∑∏∫∮°|‖()[]{}⟨⟩⌊⌋⌈⌉∖∘·¬∀∃…⋯")


def speak(root: Element) -> str:
    """The formula as one line of text."""
    return " ".join(_spoken(root).split())


def _spoken(element: Element) -> str:
    return WRITERS.get(element.tag, _row)(element)


def _row(element: Element) -> str:
    return (element.text or "").translate(INVISIBLE).strip("\n") + "".join(
        _spoken(child) for child in element if child.tag != "annotation"
    )


def _operator(element: Element) -> str:
    sign = "".join(element.itertext()).translate(INVISIBLE)
    if sign == ":" and element.get("lspace", "0") != "0":
        return " : "
    if element.get("form") in {"prefix", "postfix"} or not sign or set(sign) <= TIGHT:
        return f"{sign} " if sign in {",", ";"} else sign
    if any(unicodedata.category(c) in {"Sm", "So"} or c in "-*" for c in sign):
        return f" {sign} "
    return sign


def _group(element: Element) -> str:
    """What a script or a fraction holds: in brackets where it is more than one word."""
    inner = "".join(_spoken(element).split())
    return inner if len(inner) == 1 or inner.isalnum() or not inner else f"({inner})"


def _script(sign: str) -> Callable[[Element], str]:
    def write(element: Element) -> str:
        base, script = element
        mark = _group(script)
        return f"{_spoken(base)}{mark if set(mark) <= set('′″‴*†⊤') else sign + mark}"

    return write


def _both(element: Element) -> str:
    base, below, above = element
    return f"{_spoken(base)}_{_group(below)}^{_group(above)}"


def _over(element: Element) -> str:
    base, above = element
    mark = "".join(_spoken(above).split())
    spoken, accent = _spoken(base).strip(), ACCENTS.get(mark, "")
    if accent and len(spoken) == 1:
        return f"{spoken}{accent}"
    if line := LINES.get(accent):
        return _lined(spoken, line)
    return f"{spoken}{mark}" if accent else f"{spoken}^{_group(above)}"


def _under(element: Element) -> str:
    base, below = element
    if "".join(_spoken(below).split()) == "\u0332":
        return _lined(_spoken(base).strip(), "\u0332")
    return f"{_spoken(base)}_{_group(below)}"


def _lined(spoken: str, line: str) -> str:
    """The line on each letter, once: a line over a line would double the text each time."""
    letters = spoken.replace(line, "")
    return "".join(letter if unicodedata.combining(letter) else letter + line for letter in letters)


def _fraction(element: Element) -> str:
    above, below = element
    if element.get("linethickness") == "0":
        return f"{_spoken(above)} choose {_spoken(below)}"
    return f"{_group(above)}/{_group(below)}"


def _root(element: Element) -> str:
    inner = "".join(_spoken(child) for child in element)
    return f"√({inner})" if len(inner) > 1 else f"√{inner}"


def _nth_root(element: Element) -> str:
    base, degree = element
    return f"({_spoken(base)})^(1/{_spoken(degree)})"


def _table(element: Element) -> str:
    rows = (" ".join(filter(None, (_spoken(cell).strip() for cell in row))) for row in element)
    return "; ".join(row for row in rows if row)


def _prescripts(element: Element) -> str:
    return " ".join(_spoken(child) for child in element)


WRITERS: dict[str, Callable[[Element], str]] = {
    "mo": _operator,
    "msub": _script("_"),
    "msup": _script("^"),
    "munder": _under,
    "mover": _over,
    "msubsup": _both,
    "munderover": _both,
    "mfrac": _fraction,
    "msqrt": _root,
    "mroot": _nth_root,
    "mtable": _table,
    "mmultiscripts": _prescripts,
    "mspace": lambda _element: " ",
    "mphantom": lambda _element: "",
    "annotation": lambda _element: "",
}
