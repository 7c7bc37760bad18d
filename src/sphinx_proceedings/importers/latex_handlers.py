"""The commands of LaTeX text, each turned into what it says."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from dataclasses import replace

from sphinx_proceedings.importers import latex_commands as known
from sphinx_proceedings.importers.addresses import linkable, without_escapes
from sphinx_proceedings.importers.flow import Run, Style
from sphinx_proceedings.importers.latex_blocks import (
    begin,
    end,
    end_of,
    environment,
    footnote,
    item,
    line_break,
    paragraph,
)
from sphinx_proceedings.importers.latex_reader import COMPARE, Reader

NAME = re.compile(r"[A-Za-z]+")
LETTER = r"(?:\\([ij])(?![A-Za-z])\s?|([^\W\d_]))"
AFTER_SIGN = re.compile(rf"(?:\{{\s*)?{LETTER}")
AFTER_NAME = re.compile(rf"(?:\{{\s*|\s+|(?=\\)){LETTER}")
OWN_NAME = re.compile(r"\\([A-Za-z]+)")
UNBRACED_LIST = re.compile(rf"(begin|end)({'|'.join(known.LISTS)})")
DISPLAYED = {"[": "\\]", "(": "\\)"}
IN_DOLLARS = "Put the formula around it between dollar signs."
CITE = "Bring the reference in a bibliography file and cite it with {cite:p}, or delete the mark."


def command(reader: Reader, _sign: str = "\\") -> None:
    """What comes after a backslash."""
    match = NAME.match(reader.text, reader.at)
    if match:
        reader.at = match.end()
        HANDLERS.get(match[0], other)(reader, match[0])
        return
    sign = reader.text[reader.at : reader.at + 1]
    reader.at += len(sign)
    if sign in known.ACCENTS:
        accent(reader, sign)
    elif sign in DISPLAYED:
        formula(reader, sign)
    elif sign == "\\":
        line_break(reader, sign)
    elif sign in known.PUNCTUATION:
        reader.add(known.PUNCTUATION[sign])
    else:
        reader.doubt("A backslash has no command.", COMPARE)
        reader.at -= len(sign)


def accent(reader: Reader, name: str) -> None:
    """A letter with an accent, in braces or not."""
    match = (AFTER_NAME if name.isalpha() else AFTER_SIGN).match(reader.text, reader.at)
    if not match:
        if reader.text.startswith("{}", reader.at):
            reader.at += 2
        else:
            reader.doubt(f"The accent “\\{name}” has no letter.", COMPARE)
        reader.add(name)
        return
    if match[0].startswith("{"):
        reader.begin_group()
    reader.at = match.end()
    base = match[2] or (known.LETTERS[match[1]] if name in known.BELOW else match[1])
    reader.add(unicodedata.normalize("NFC", base + known.ACCENTS[name]))


def formula(reader: Reader, sign: str) -> None:
    r"""A formula between \( and \) or \[ and \]."""
    tex = reader.until(DISPLAYED[sign])
    if tex is None:
        reader.doubt(f"“\\{sign}” is not closed.", COMPARE)
    elif sign == "[":
        reader.display(tex)
    else:
        reader.math(tex)


def styled(reader: Reader, name: str) -> None:
    """An argument in a style, which is a group or one character."""
    now = reader.frames[-1].style
    match known.STYLES[name]:
        case "em":
            style = replace(now, em=not now.em)
        case "strong":
            style = replace(now, strong=True)
        case _:
            style = replace(now, code=True)
    if reader.skip_space():
        reader.begin_group(style)
    elif reader.text[reader.at : reader.at + 1].isalnum():
        reader.put(Run(reader.text[reader.at], style))
        reader.at += 1


def switch(reader: Reader, name: str) -> None:
    """A style for the rest of the group. Outside of any group its braces were lost: no style."""
    reader.skip_space()
    if len(reader.frames) == 1:
        reader.doubt(f"“\\{name}” stands outside of braces and was left out.", COMPARE)
        return
    reader.flush()
    frame = reader.frames[-1]
    style = {
        "em": replace(frame.style, em=True),
        "strong": replace(frame.style, strong=True),
        "code": replace(frame.style, code=True),
    }
    frame.style = style.get(known.SWITCHES[name], Style(href=frame.style.href))


def kept(reader: Reader, _name: str) -> None:
    """A command that leaves nothing but its argument's text."""


def dropped(reader: Reader, name: str) -> None:
    """A command that goes, with its arguments."""
    reader.star()
    reader.options()
    for _ in range(known.DROPPED[name]):
        reader.group()
    if name in known.DOUBTFUL:
        reader.doubt(f"“\\{name}” was left out with its argument.", COMPARE)


def blank(reader: Reader, _name: str) -> None:
    """White space of any width."""
    reader.add(" ")


def cite(reader: Reader, name: str) -> None:
    """A citation: its keys in brackets, since nothing brings the bibliography along."""
    notes = [reader.options(), reader.options()]
    keys = reader.group()
    if keys is None:
        reader.doubt(f"“\\{name}” has no key.", COMPARE)
        return
    parts = [*(key.strip() for key in keys.split(",")), *(note for note in notes if note)]
    said = OWN_NAME.sub(lambda m: known.SYMBOLS.get(m[1], m[1]), ", ".join(parts))
    reader.add(f"[{said}]")
    reader.doubt(f"The citation “{said[:80]}” was kept as text.", CITE)


def reference(reader: Reader, name: str) -> None:
    """A reference to something that has no number here."""
    label = reader.group() or ""
    reader.add(f"[{label}]")
    reader.doubt(f"“\\{name}{{{label[:80]}}}” was kept as text.", "Say in words what it points at.")


def address(reader: Reader, name: str) -> None:
    r"""An address: \url{…}, or \href{…}{text}."""
    url = without_escapes("".join((reader.group() or "").split()))
    if name == "url" or not reader.skip_space():
        reader.address(url)
    elif linkable(url):
        reader.begin_group(replace(reader.frames[-1].style, href=url))
    else:
        reader.begin_group(after=f" ({url})" if url else "")


def verb(reader: Reader, _name: str) -> None:
    r"""Code between two equal signs: \verb|x|."""
    reader.star()
    sign = reader.text[reader.at : reader.at + 1]
    reader.at += len(sign)
    code = reader.until(sign) if sign and not sign.isspace() else None
    if code is None:
        reader.doubt("“\\verb” is not closed.", COMPARE)
    else:
        reader.put(Run(code, Style(code=True)))


def ensured(reader: Reader, _name: str) -> None:
    """A formula, whether or not one is open."""
    reader.math(reader.group() or "")


def formula_command(reader: Reader, name: str) -> None:
    """A command of formulas outside of one: it and its arguments become one."""
    start = reader.at
    reader.options()
    if any(reader.group() is None for _ in range(known.FORMULAS[name])):
        reader.at = start
        other(reader, name)
        return
    while reader.text.startswith(("_", "^"), reader.at):
        reader.at += 1
        if reader.group() is None:
            reader.at += 1
    tex = f"\\{name}{reader.text[start : reader.at]}"
    reader.doubt(f"“{tex[:60]}” stood outside of a formula.", IN_DOLLARS)
    reader.math(tex)


def letter(reader: Reader, name: str) -> None:
    """A letter that has a name."""
    if reader.text.startswith("{}", reader.at):
        reader.at += 2
    else:
        reader.skip_space()
    reader.add(known.LETTERS[name])


def letter_accent(reader: Reader, name: str) -> None:
    """An accent whose name is a letter; nothing else may begin with its name."""
    if AFTER_NAME.match(reader.text, reader.at):
        accent(reader, name)
    else:
        other(reader, name)


def symbol(reader: Reader, name: str) -> None:
    """A character that has a name."""
    if reader.text.startswith("{}", reader.at):
        reader.at += 2
    reader.add(known.SYMBOLS[name])


def other(reader: Reader, name: str) -> None:
    """A command that belongs into formulas, lost its braces, or is its author's own."""
    shown = f"“\\{name[:60]}”"
    if found := known.math_symbol(name):
        reader.doubt(f"{shown} stood outside of a formula and was written as “{found}”.", IN_DOLLARS)
        start = reader.at - len(name) - 1
        before, after = reader.text[max(start - 1, 0) : start], reader.text[reader.at : reader.at + 1]
        # Words such as log stand apart from letters.
        left = " " if found.isascii() and before.isalnum() else ""
        right = " " if found.isascii() and (after.isalnum() or after == "\\") else ""
        reader.add(f"{left}{found}{right}")
    elif match := UNBRACED_LIST.fullmatch(name):
        (environment if match[1] == "begin" else end_of)(reader, match[2])
    elif name in {"urlhttp", "urlhttps"}:
        reader.at -= len(name) - len("url")
    elif reader.text.startswith("{}", reader.at):
        reader.at += 2
        reader.doubt(f"{shown} is unknown; its name was kept as a word.", "Write what it stands for.")
        reader.add(name)
    elif reader.text.startswith("{", reader.at):
        reader.doubt(f"{shown} is unknown; its argument was kept as text.", COMPARE)
    elif match := known.UNBRACED.fullmatch(name):
        reader.doubt(f"{shown} has lost its braces.", COMPARE)
        around = {"sqrt": "√{}", "cite": "[{}]", "citep": "[{}]", "citet": "[{}]"}
        reader.add(around.get(match[1], "{}").format(match[2]))
    else:
        reader.doubt(f"{shown} is unknown; its name was kept as a word.", "Write what it stands for.")
        reader.add(name)


Handler = Callable[[Reader, str], None]
HANDLERS: dict[str, Handler] = {
    **dict.fromkeys(known.STYLES, styled),
    **dict.fromkeys(known.SWITCHES, switch),
    **dict.fromkeys(known.KEPT, kept),
    **dict.fromkeys(known.DROPPED, dropped),
    **dict.fromkeys(known.SPACES, blank),
    **dict.fromkeys(known.CITES, cite),
    **dict.fromkeys(known.REFERENCES, reference),
    **dict.fromkeys(known.FORMULAS, formula_command),
    **dict.fromkeys(known.LETTERS, letter),
    **dict.fromkeys(known.SYMBOLS, symbol),
    **{name: letter_accent for name in known.ACCENTS if name.isalpha()},
    "newline": line_break,
    "url": address,
    "href": address,
    "footnote": footnote,
    "verb": verb,
    "par": paragraph,
    "begin": begin,
    "end": end,
    "item": item,
    "ensuremath": ensured,
}
