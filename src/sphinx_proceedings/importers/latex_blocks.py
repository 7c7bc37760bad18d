"""What LaTeX text is made of: paragraphs, lists, footnotes and other environments."""

from __future__ import annotations

import re

from sphinx_proceedings.importers import latex_commands as known
from sphinx_proceedings.importers import latex_math
from sphinx_proceedings.importers.flow import Listing, Run, Style, Verbatim
from sphinx_proceedings.importers.latex_reader import COMPARE, Frame, Reader

MAX_LISTS = 4
BREAK_END = re.compile(r"\*?(?:\[[\d. ]*[a-z]{2}\])?")


def footnote(reader: Reader, name: str) -> None:
    """A footnote, read where it stands and kept apart."""
    reader.options()
    if not reader.skip_space() or reader.at not in reader.braces:
        reader.doubt(f"“\\{name}” has no text.", COMPARE)
        return
    while reader.pending and reader.pending[-1] == " ":
        reader.pending.pop()  # the mark touches its word
    reader.notes.append(())
    number = len(reader.notes)
    reader.put(Run(str(number), kind="note"))
    end = reader.braces[reader.at]
    reader.at += 1
    reader.open(Frame(Style(), note=number - 1, end=end))
    reader.divert([])


def paragraph(reader: Reader, _name: str) -> None:
    """The end of a paragraph."""
    reader.add(" ") if reader.in_line else reader.paragraph()


def line_break(reader: Reader, _name: str) -> None:
    """A new line; two of them are a new paragraph."""
    reader.at = BREAK_END.match(reader.text, reader.at).end()  # type: ignore[union-attr]
    reader.flush()
    if reader.runs and reader.runs[-1].kind == "break":
        reader.runs.pop()
        reader.paragraph()
    else:
        reader.put(Run("", kind="break"))


def begin(reader: Reader, _name: str) -> None:
    """An environment."""
    env = (reader.group() or "").strip()[:40] or "?"
    if env in latex_math.ENVIRONMENTS or env == "math":
        tex = reader.until(f"\\end{{{env}}}")
        if tex is not None:
            reader.math(tex) if env == "math" else reader.display(tex, env)
            return
        reader.doubt(f"“\\begin{{{env}}}” has no end.", COMPARE)
    elif env in known.VERBATIM and (code := reader.until(f"\\end{{{env}}}")) is not None:
        reader.paragraph()
        reader.sink.append(Verbatim(code.strip("\n")))
    else:
        environment(reader, env)


def environment(reader: Reader, env: str) -> None:
    """An environment whose content is text."""
    reader.paragraph()
    reader.options()
    style = reader.frames[-1].style
    reader.envs[env] += 1
    if env in known.LISTS and len(reader.lists) < MAX_LISTS and not reader.in_line:
        listing = Listing(known.LISTS[env])
        reader.sink.append(listing)
        reader.open(Frame(style, env=env, listing=listing))
        reader.divert([*reader.lists, listing])
        return
    if env not in known.LISTS and env not in known.TRANSPARENT:
        reader.doubt(f"The environment “{env}” was taken for plain text.", COMPARE)
    if env in known.WITH_ARGUMENT:
        reader.group()
    reader.open(Frame(style, env=env))


def end(reader: Reader, _name: str) -> None:
    """The end of an environment, and of all that was forgotten in it."""
    end_of(reader, (reader.group() or "").strip()[:40] or "?")


def end_of(reader: Reader, env: str) -> None:
    """The end of environment `env`."""
    if reader.envs[env] <= 0:
        reader.doubt(f"“\\end{{{env}}}” ends nothing.", COMPARE)
        return
    while reader.frames[-1].env != env:
        reader.close()
    reader.close()


def item(reader: Reader, _name: str) -> None:
    """An item of the innermost list; its own label goes before its text."""
    reader.paragraph()
    if not reader.lists:
        reader.doubt("“\\item” stands outside of a list.", COMPARE)
    else:
        items = reader.lists[-1].items
        if not items and reader.sink:
            items.append(reader.sink)
        reader.sink = []
        items.append(reader.sink)
    label = reader.options()
    reader.add(f"{label} " if label else "")
