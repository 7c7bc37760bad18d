r"""Spelling: one plain form for the ways in which a word or a formula is written.

`\ell_1`, `ℓ_1`, `ℓ₁` and `l_1` are all “l1”; `\mathbb{P}^n`, `ℙ^n` and `P^n` are all “pn”; `σ` and `\sigma`
are “sigma”; `Łukasz` is “lukasz”. theme/static/search.js spells what a reader asks for by the same steps,
and tests/browser/test_search.py compares the two.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from sphinx_proceedings import names

GREEK = dict(
    zip(
        "αβγδεζηθικλμνξοπρστυφχψω",
        "alpha beta gamma delta epsilon zeta eta theta iota kappa lambda mu nu xi omicron pi rho sigma tau"
        " upsilon phi chi psi omega".split(),
        strict=True,
    )
)
# What only says how a letter looks, or how large a bracket is.
LOOKS = re.compile(
    r"\\(?:math(?:bb|bbm|ds|cal|frak|scr|rm|bf|sf|it|tt|normal)|bb|cal|boldsymbol|bm|text(?:bf|it|rm|sf|tt)?"
    r"|operatorname\*?|mbox|hat|widehat|tilde|widetilde|bar|overline|vec|left|right|[bB]igg?[lrm]?|displaystyle"
    r"|limits|nolimits|[,;:!> ])(?![a-z])\s*(?:\{([^{}]*)\})?"
)
COMMAND = re.compile(r"\\(?:var)?([a-z]+)")
# A script belongs to its letter, with or without a bracket around it.
SCRIPT = re.compile(r"[)}]?\s*[_^]\s*[({]?\s*")
APOSTROPHE = re.compile(r"'s?\b|'")
BETWEEN = re.compile(r"[^\w]+|_", re.UNICODE)


@lru_cache(maxsize=65536)
def spell(text: str) -> str:
    """`text` in its plain form: words of letters and digits, in lower case, with one blank between."""
    plain = names.fold(text).replace("ς", "σ").replace("$", " ")
    if "\\" in plain:
        for _ in range(3):  # as deep as looks are nested in practice
            plain = LOOKS.sub(lambda found: found[1] or "", plain)
        plain = COMMAND.sub(lambda found: " l " if found[1] == "ell" else f" {found[1]} ", plain)
    if not plain.isascii():
        plain = "".join(f" {GREEK[c]} " if c in GREEK else c for c in plain)
    plain = APOSTROPHE.sub("", SCRIPT.sub("", plain))
    return BETWEEN.sub(" ", plain).strip()


@lru_cache(maxsize=65536)
def alternatives(token: str) -> tuple[str, ...]:
    """The words of `token` in their plain form that Pagefind would not find by itself.

    Pagefind folds case and accents that Unicode takes apart, and finds the parts of a compound.
    """
    if token.isascii() and token.isalpha():
        return ()
    decomposed = unicodedata.normalize("NFD", token.lower())
    known = "".join(c for c in decomposed if not unicodedata.combining(c))
    found = set(re.findall(r"\w+", APOSTROPHE.sub("", known.replace("’", "'"))))
    return tuple(word for word in dict.fromkeys(spell(token).split()) if word not in found)
