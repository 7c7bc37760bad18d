"""What must hold for any bytes at all, of each part that meets a stranger's file: asked by the property
tests, and by tools/fuzz.py.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache

from sphinx_proceedings import content
from sphinx_proceedings.gate import bibtex, budget, markdown
from sphinx_proceedings.gate import text as gate_text
from sphinx_proceedings.model import Node
from sphinx_proceedings.problems import Problem
from sphinx_proceedings.references import shelf, writing
from sphinx_proceedings.render.html import Surroundings, html
from sphinx_proceedings.render.math import Typesetter
from sphinx_proceedings.render.text import plain
from sphinx_proceedings.sources.contribution import read_contribution, read_draft

ELEMENTS = frozenset(
    "a blockquote br cite code em figcaption figure img li ol p pre span strong sub sup table tbody td th "
    "thead tr ul div annotation math menclose mfrac mi mmultiscripts mn mo mover mpadded mprescripts mroot "
    "mrow ms mspace msqrt msub msubsup msup mtable mtd mtext mtr munder munderover none semantics "
    "mphantom".split()
)
TAG = re.compile(r"<(/?)([A-Za-z!?][^\s/>]*)([^<>]*)>")
ATTRIBUTE = re.compile(r"\s+([a-z-]+)(?:=\"([^\"<>]*)\")?")
ATTRIBUTES = frozenset(
    "class href id src alt loading start title aria-label aria-hidden display encoding minsize maxsize "
    "stretchy mathvariant accent accentunder lspace rspace width height depth form movablelimits "
    "linethickness symmetric notation columnalign separator fence largeop".split()
)
ADDRESS = re.compile(r"#[A-Za-z0-9]|https://[a-z0-9]|mailto:[a-z0-9]", re.IGNORECASE)


@cache
def typesetter() -> Typesetter:
    """One for all: to make it costs more than to use it."""
    return Typesetter({"R": r"\mathbb{R}"})


def gate(data: bytes) -> None:
    """The gate says what is wrong at a place in the file, or lets text pass that deceives nobody."""
    body, problems = gate_text.read(data, "abstracts/a-text.md")
    places(problems, data)
    if problems or list(budget.budget(body, "abstracts/a-text.md", 1)):
        return
    places(list(markdown.judge(content.tokenize(body), "abstracts/a-text.md", "a-text")), data)


def sources(data: bytes) -> None:
    """A file is a contribution, or has a Problem that says why it is none; a draft breaks nothing."""
    made, _, problems = read_contribution(data, "abstracts/a-text.md", "a-text")
    places(problems, data)
    assert made is not None or problems
    if made is None:
        read_draft(data, "abstracts/a-text.md", "a-text")
    else:
        sound(made.body)
        sound(made.title)


def inside(data: bytes) -> None:
    """What the gate lets pass becomes one tree by both ways, and the tree sound HTML and plain text."""
    body, problems = gate_text.read(data, "abstracts/a-text.md")
    if problems or list(budget.budget(body, "abstracts/a-text.md", 1)):
        return
    tokens = content.tokenize(body)
    bare = None if markdown.COMMAND.search(body) else content.bare(body)
    if list(markdown.judge(tokens, "abstracts/a-text.md", "a-text")):
        assert bare is None
        return
    tree = content.build(tokens)
    assert bare is None or bare == tree
    sound(tree)


def references(data: bytes) -> None:
    """Entries that pass can be shown, and written again they read back as the same entries."""
    path = "bib/a-text.bib"
    shown, problems = shelf.entries(*bibtex.read(data, path), path, _as_it_is)
    places(problems, data)
    for reference in shown:
        tags(reference.html)
    written = [reference.bibtex for reference in shown]
    again, wrong = bibtex.read("\n".join(written).encode(), "a.bib", max_bytes=2**20)
    assert not wrong, wrong
    assert [writing.bibtex(entry) for entry in again] == written


def _as_it_is(tex: str) -> str:
    return tex


TARGETS: dict[str, Callable[[bytes], None]] = {
    "gate": gate,
    "sources": sources,
    "content": inside,
    "references": references,
}


def places(problems: list[Problem], data: bytes) -> None:
    """Every Problem is at a line that there is, and can be shown on a terminal."""
    lines = data.count(b"\n") + data.count(b"\r") + 2
    for problem in problems:
        assert 0 <= problem.line <= lines, problem
        assert str(problem).isprintable(), ascii(problem)


def sound(tree: Node) -> None:
    """The tree's HTML has nothing but what the engine writes, and its text no deceiving character."""
    formulas = typesetter().of(tree)
    tags(html(tree, Surroundings(formulas=formulas)))
    plain(tree, formulas)


def tags(made: str) -> None:
    """Elements and attributes are known ones and balance; addresses lead to the web, or into the page."""
    opened: list[str] = []
    rest = TAG.sub("", made)
    assert "<" not in rest, rest
    for closing, name, attributes in TAG.findall(made):
        assert name in ELEMENTS, name
        if closing:
            assert opened.pop() == name
            continue
        if not attributes.endswith("/") and name not in {"br", "img"}:
            opened.append(name)
        assert ATTRIBUTE.sub("", attributes.rstrip("/")).strip() == "", attributes
        for key, value in ATTRIBUTE.findall(attributes):
            assert key in ATTRIBUTES, key
            assert key != "href" or ADDRESS.match(value), value
    assert not opened
