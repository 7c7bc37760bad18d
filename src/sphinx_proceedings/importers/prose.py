"""Text of a submission form as MyST: plain text, Markdown or HTML, with formulas of LaTeX in it.

No system says which of them an author used, and authors mix them. So all are read as one language:
Markdown with HTML becomes LaTeX, and the reader of LaTeX does the rest. Formulas pass by untouched.
"""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache

from markdown_it import MarkdownIt

from sphinx_proceedings.importers import hypertext, latex
from sphinx_proceedings.importers.cleaning import readable
from sphinx_proceedings.importers.flow import Doubt
from sphinx_proceedings.importers.latex import Converted

FORMULA = re.compile(
    r"(?<!\\)\$\$.+?\$\$|(?<!\\)\$(?:\\.|[^$\\\n]|\n(?!\s*\n))+\$|\\\(.+?\\\)|\\\[.+?\\\]"
    r"|\\begin\{([a-z]+\*?)\}.+?\\end\{\1\}",
    re.DOTALL,
)
# Private characters, which no text has after `readable`: they keep a formula's place.
HELD = re.compile("\ue000(\\d+)\ue001")
MARKUP = re.compile(
    r"^[ \t]*(?:[-*+#>]|\d{1,3}[.)])[ \t]|\]\(|[*_`]|</?[a-z]|&\w|\n[ \t]*```", re.MULTILINE | re.IGNORECASE
)
# A backslash of Markdown, where LaTeX has no command with that sign.
ESCAPED = re.compile(r"\\([*>!|])")
EMAIL = re.compile(r"(?:mailto:)?(?<![\w.+-])[\w.+-]+@(?:[\w-]+\.)+[a-z]{2,}\b")
TITLE_TAG = re.compile(r"</?(?:i|em|b|strong|sub|sup|span|p|br|tt|code)\b[^<>]*>", re.IGNORECASE)
SIMPLE = re.compile(r"[A-Za-z][A-Za-z .,]*")
NO_EMAIL = Doubt("An e-mail address was left out.", "Authors may add one to their own file.")


def body(source: str) -> Converted:
    """The text of an abstract."""
    text, doubts = without_emails(readable(source))
    if MARKUP.search(text):
        text, more = _as_latex(text)
        doubts += more
    return _with(latex.body(text), doubts)


def title(source: str) -> Converted:
    """A title on one line."""
    text, doubts = without_emails(readable(source))
    if TITLE_TAG.search(text):
        held, formulas = _hold(text)
        text, more = hypertext.as_latex(held)
        text = _release(text, formulas)
        doubts += more
    return _with(latex.title(text), doubts)


def plain(source: str) -> str:
    """A name, a keyword or an institution: text without markup and without an e-mail address."""
    if SIMPLE.fullmatch(source):
        return " ".join(source.split()).strip(" ,")
    text = EMAIL.sub("", readable(source))
    text = TITLE_TAG.sub("", text) if TITLE_TAG.search(text) else text
    return latex.plain(re.sub(r"<\s*>|\(\s*\)", "", text)).strip(" ,;")


def without_emails(text: str) -> tuple[str, tuple[Doubt, ...]]:
    """`text` without e-mail addresses, which belong to the people and not to the volume."""
    if "@" not in text:
        return text, ()
    rest, number = EMAIL.subn("", text)
    return (rest, (NO_EMAIL,)) if number else (text, ())


def _with(converted: Converted, doubts: tuple[Doubt, ...]) -> Converted:
    return replace(converted, doubts=(*doubts, *converted.doubts)) if doubts else converted


def _as_latex(text: str) -> tuple[str, tuple[Doubt, ...]]:
    held, formulas = _hold(text)
    # ``Quotes'' of LaTeX look like code of Markdown.
    html = _markdown("''" not in held).render(held)
    made, doubts = hypertext.as_latex(html)
    return _release(ESCAPED.sub(r"\1", made), formulas), doubts


def _hold(text: str) -> tuple[str, list[str]]:
    """`text` with a mark in place of each formula, and the formulas."""
    formulas: list[str] = []

    def hold(match: re.Match[str]) -> str:
        formulas.append(match[0])
        return f"\ue000{len(formulas) - 1}\ue001"

    return FORMULA.sub(hold, text), formulas


def _release(text: str, formulas: list[str]) -> str:
    return HELD.sub(lambda match: formulas[int(match[1])], text)


@cache
def _markdown(with_code: bool) -> MarkdownIt:
    # A backslash belongs to LaTeX here; indented lines and underlined ones are what mail programs make.
    off = ["escape", "code", "lheading", "hr", "reference", "entity"]
    return MarkdownIt("commonmark", {"html": True}).disable(off if with_code else [*off, "backticks"])
