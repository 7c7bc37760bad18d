"""A tree as HTML: every text escaped here, every tag and attribute written here."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from html import escape
from typing import Protocol

from sphinx_proceedings.model import Node
from sphinx_proceedings.render.math import Formula

OPENING = re.compile(r"[(\[“‘]+$")
CLOSING = re.compile(r"[.,;:!?)\]”’]+(?=\s|$)|-(?=\w)")
"""Signs before and after a formula that stay on its line: browsers would break between the two."""


class Cited(Protocol):
    """What a citation needs to know of the entry that it cites."""

    @property
    def label(self) -> str:
        """Its authors, as they are named in a text."""

    @property
    def year(self) -> str:
        """Its year, with a letter where two entries would look alike."""


@dataclass(frozen=True)
class Surroundings:
    """What a tree's nodes refer to: formulas by node, entries by key, notes by label, picture folder."""

    formulas: Mapping[int, Formula] = field(default_factory=dict)
    cited: Mapping[str, Cited] = field(default_factory=dict)
    notes: Mapping[str, int] = field(default_factory=dict)
    pictures: str = ""
    sizes: Mapping[str, tuple[int, int]] = field(default_factory=dict)
    """The width and height of each picture, by its name, so that a page keeps its place free."""
    first_marks: frozenset[int] = frozenset()
    """The marks to which notes lead back: the first of each note."""
    in_link: bool = False
    """A link cannot hold another one."""


def html(node: Node, around: Surroundings) -> str:
    """`node` as HTML. A document's footnotes stand at its end."""
    if node.kind == "document":
        notes = {n.attrs["label"]: n for n in node.of_kind("note")}
        marks = [r for r in node.of_kind("noteref") if r.attrs["label"] in notes]
        first = {r.attrs["label"]: id(r) for r in reversed(marks)}
        numbers = {label: i for i, label in enumerate(dict.fromkeys(r.attrs["label"] for r in marks), 1)}
        around = replace(around, notes=numbers, first_marks=frozenset(first.values()))
        return _inner(node, around) + _notes(notes, numbers, around)
    return WRITERS[node.kind](node, around)


def _inner(node: Node, around: Surroundings) -> str:
    parts = [WRITERS[child.kind](child, around) for child in node.children]
    for i, child in enumerate(node.children):
        # The source of a formula that failed may be long, and breaks like any text.
        if child.kind == "math" and not around.formulas[id(child)].problem:
            _hold_together(parts, i, node.children)
    return "".join(parts)


def _hold_together(parts: list[str], at: int, children: tuple[Node, ...]) -> None:
    """Keep a formula on the line of the signs that touch it."""
    before, after = "", ""
    if at and children[at - 1].kind == "text" and (found := OPENING.search(parts[at - 1])):
        before, parts[at - 1] = found[0], parts[at - 1][: found.start()]
    if at + 1 < len(parts) and children[at + 1].kind == "text" and (found := CLOSING.match(parts[at + 1])):
        after, parts[at + 1] = found[0], parts[at + 1][found.end() :]
    if before or after:
        parts[at] = held(before, parts[at], after)


def held(before: str, formula: str, after: str) -> str:
    """HTML of a formula with the signs, escaped, that stay on its line."""
    return f'<span class="nb">{before}{formula}{after}</span>'


def _notes(notes: Mapping[str, Node], numbers: Mapping[str, int], around: Surroundings) -> str:
    if not numbers:
        return ""
    items = []
    for label, number in numbers.items():
        back = f' <a class="back" href="#noteref-{number}" aria-label="Back to the text">↩</a>'
        items.append(f'<li id="note-{number}">{_inner(notes[label], around)}{back}</li>')
    return f'<ol class="notes" aria-label="Notes">{"".join(items)}</ol>'


def _element(tag: str) -> Callable[[Node, Surroundings], str]:
    def write(node: Node, around: Surroundings) -> str:
        return f"<{tag}>{_inner(node, around)}</{tag}>"

    return write


def _code(node: Node, _around: Surroundings) -> str:
    return f"<code>{escape(node.text)}</code>"


def _codeblock(node: Node, _around: Surroundings) -> str:
    return f"<pre><code>{escape(node.text.rstrip())}</code></pre>"


def _math(node: Node, around: Surroundings) -> str:
    return around.formulas[id(node)].html


def _display(node: Node, around: Surroundings) -> str:
    return f'<span class="display">{around.formulas[id(node)].html}</span>'


def _numbers(node: Node, around: Surroundings) -> str:
    start = node.attrs["start"]
    first = f' start="{start}"' if start != 1 else ""
    return f"<ol{first}>{_inner(node, around)}</ol>"


def _table(node: Node, around: Surroundings) -> str:
    return f'<div class="wide"><table>{_inner(node, around)}</table></div>'


def _cell(tag: str) -> Callable[[Node, Surroundings], str]:
    def write(node: Node, around: Surroundings) -> str:
        align = node.attrs.get("align")
        opened = f'<{tag} class="{align}">' if align else f"<{tag}>"
        return f"{opened}{_inner(node, around)}</{tag}>"

    return write


def _link(node: Node, around: Surroundings) -> str:
    inner = _inner(node, replace(around, in_link=True))
    return f'<a href="{escape(node.attrs["href"])}">{inner}</a>'


def _eqref(node: Node, around: Surroundings) -> str:
    formula = around.formulas[id(node)]
    return escape(formula.text) if around.in_link and not formula.problem else formula.html


def _cite(node: Node, around: Surroundings) -> str:
    textual = node.attrs["style"] == "textual"
    parts = [_cited(key, textual, around) for key in node.attrs["keys"]]
    text = (", " if textual else "; ").join(parts)
    return f'<cite class="cited">{text if textual else f"({text})"}</cite>'


def _cited(key: str, textual: bool, around: Surroundings) -> str:
    entry = around.cited.get(key)
    if entry is None:
        return f'<code class="unknown" title="No bibliography has this key">{escape(key)}</code>'
    text = f"{entry.label} ({entry.year})" if textual else f"{entry.label}, {entry.year}"
    text = escape(text if entry.year else entry.label)
    return text if around.in_link else f'<a href="#ref-{escape(key)}">{text}</a>'


def _noteref(node: Node, around: Surroundings) -> str:
    number = around.notes.get(node.attrs["label"])
    if number is None:
        return ""
    if around.in_link:
        return f"<sup>{number}</sup>"
    mark = f' id="noteref-{number}"' if id(node) in around.first_marks else ""
    return f'<sup><a{mark} href="#note-{number}" aria-label="Note {number}">{number}</a></sup>'


def _image(node: Node, around: Surroundings) -> str:
    name = node.attrs["src"].rpartition("/")[2]
    source, alt = escape(f"{around.pictures}/{name}"), escape(node.attrs["alt"])
    size = around.sizes.get(name)
    held = f' width="{size[0]}" height="{size[1]}"' if size else ""
    return f'<img src="{source}" alt="{alt}"{held} loading="lazy">'


def _figure(node: Node, around: Surroundings) -> str:
    caption = f"<figcaption>{_inner(node, around)}</figcaption>" if node.children else ""
    return f"<figure>{_image(node, around)}{caption}</figure>"


def _nothing(_node: Node, _around: Surroundings) -> str:
    return ""


WRITERS: dict[str, Callable[[Node, Surroundings], str]] = {
    "text": lambda node, _around: escape(node.text, quote=False),
    "paragraph": _element("p"),
    "tight": _inner,
    "emphasis": _element("em"),
    "strong": _element("strong"),
    "bullets": _element("ul"),
    "item": _element("li"),
    "quote": _element("blockquote"),
    "head": _element("thead"),
    "body": _element("tbody"),
    "row": _element("tr"),
    "code": _code,
    "codeblock": _codeblock,
    "math": _math,
    "display": _display,
    "eqref": _eqref,
    "numbers": _numbers,
    "table": _table,
    "headcell": _cell("th"),
    "cell": _cell("td"),
    "link": _link,
    "cite": _cite,
    "note": _nothing,
    "noteref": _noteref,
    "figure": _figure,
    "image": _image,
    "break": lambda _node, _around: "<br>",
}
