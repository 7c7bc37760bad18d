"""A contribution typeset: its title and its text in each form that pages, exports and search use.

All of it follows from the manuscript, the volume's macros and the entries that it cites, and from nothing
else, so it is made once, beside others, and kept until one of these changes.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType

from markupsafe import Markup

from sphinx_proceedings import names
from sphinx_proceedings.model import Contribution, Node
from sphinx_proceedings.pages.excerpt import excerpt
from sphinx_proceedings.pages.search import words as search
from sphinx_proceedings.pages.search.spelling import spell
from sphinx_proceedings.references import Reference
from sphinx_proceedings.render import tex
from sphinx_proceedings.render.html import Surroundings, html
from sphinx_proceedings.render.math import Typesetter
from sphinx_proceedings.render.text import plain

WORD = re.compile(r"[^\W\d_]{3,}")
UNSPOKEN = frozenset({"math", "display", "cite", "eqref", "code", "codeblock", "noteref"})
NO_SIZES: Mapping[str, tuple[int, int]] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Title:
    """A title as HTML and as plain text."""

    html: Markup
    text: str

    @property
    def sort_key(self) -> str:
        """The title as a list sorts it: without accents, case, or marks before the first letter."""
        return names.fold(self.text).lstrip("“”‘’\"'([$ ")


@dataclass(frozen=True, slots=True)
class Typeset:
    """The text of a contribution in each of its forms.

    `body` is HTML, `abstract` the same in plain characters, `excerpt` how it begins, as HTML without links;
    `latex` is the title in LaTeX. `words` is the text as search finds it, `spellings` are more of what the
    title says. `said` counts the words of the text's sentences, and `titled` are those of the title.
    """

    body: str
    abstract: str
    excerpt: str
    latex: str
    words: search.Words
    spellings: tuple[str, ...]
    said: Mapping[str, int]
    titled: tuple[str, ...]


def title(tree: Node, typesetter: Typesetter) -> Title:
    """A title as HTML and as plain text."""
    formulas = typesetter.of(tree)
    shown = Markup(html(tree, Surroundings(formulas)))  # noqa: S704 - escaped by render
    return Title(shown, plain(tree, formulas))


def typeset(
    contribution: Contribution,
    typesetter: Typesetter,
    cited: Mapping[str, Reference],
    sizes: Mapping[str, tuple[int, int]] = NO_SIZES,
) -> Typeset:
    """The text of `contribution`, which cites the entries `cited`; `sizes` are those of its pictures."""
    head, tree = contribution.title, contribution.body
    formulas = typesetter.of(tree)
    around = Surroundings(formulas, cited, pictures=contribution.id, sizes=sizes)
    return Typeset(
        body=html(tree, around),
        abstract=plain(tree, formulas, cited),
        excerpt=excerpt(tree, formulas),
        latex=tex.latex(head, typesetter.macros),
        words=_searched(tree, typesetter, cited),
        spellings=tuple(spell(node.text) for node in head.of_kind("math")),
        said=dict(Counter(WORD.findall(" ".join(_spoken(tree))))),
        titled=tuple(WORD.findall(" ".join(_spoken(head)))),
    )


def _searched(tree: Node, typesetter: Typesetter, cited: Mapping[str, Reference]) -> search.Words:
    """The words of a text. What gate lets pass has no mark of ours in it."""
    formulas = typesetter.of(tree)
    nodes = tree.of_kind("math", "display")
    marks = {id(node): replace(formulas[id(node)], text=search.mark(i)) for i, node in enumerate(nodes)}
    text = plain(tree, {**formulas, **marks}, cited)
    return search.words(text, [(formulas[id(node)], node.text) for node in nodes])


def _spoken(node: Node) -> list[str]:
    if node.kind in UNSPOKEN:
        return []
    return [node.text, *(text for child in node.children for text in _spoken(child))]
