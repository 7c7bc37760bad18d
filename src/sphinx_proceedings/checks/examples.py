r"""For each code an example that has the Problem, and the same without; the manual shows both.

A test checks every one of them: the first has this Problem and no other, the second none.
"""

from __future__ import annotations

from typing import NamedTuple


class Example(NamedTuple):
    """What stands `where`: in the `text` or the `front matter` of an abstract, or in the file of that name.

    Where it is a file of which only the name matters, both examples are names.
    """

    where: str
    bad: str
    good: str

    @property
    def place(self) -> str:
        """Where the example stands, in words; of a name there is nothing to say."""
        return {"text": "the text", "front matter": "front matter", "name": ""}.get(self.where, self.where)

    @property
    def shown(self) -> str:
        """The first example with what cannot be seen written as an escape."""
        return "".join(
            c if c == "\n" or (c.isprintable() and not 0xDC80 <= ord(c) <= 0xDCFF)
            else f"\\x{ord(c) - 0xDC00:02x}" if 0xDC80 <= ord(c) <= 0xDCFF
            else f"<U+{ord(c):04X}>"
            for c in self.bad
        )  # fmt: skip


def _text(bad: str, good: str) -> Example:
    return Example("text", bad, good)


def _head(bad: str, good: str) -> Example:
    return Example("front matter", bad, good)


EXAMPLES: dict[str, Example] = {
    "TREE-NAME": Example("name", "abstracts/My Poster.md", "abstracts/my-poster.md"),
    "UTF8": _text("A cafe\udce9.", "A café."),
    "UNICODE": _text("A soft hy\u00adphen.", "No soft hyphen."),
    "BUDGET": _text("- " * 13 + "deep", "- - flat"),
    "FRONT-MATTER": Example("abstracts/my-poster.md", "A title\n\nThe text.", ""),
    "YAML": _head("title: Tensors: an introduction", "title: 'Tensors: an introduction'"),
    "YAML-ALIAS": _head("keywords: [&first tensors, *first]", "keywords: [tensors]"),
    "YAML-KEY": _head("keywords: [tensors]\nkeywords: [ranks]", "keywords: [tensors, ranks]"),
    "FM-KEY": _head("topcis: [first-topic]", "topics: [first-topic]"),
    "FM-REQUIRED": _head("title:", "title: Ranks of tensors"),
    "FM-VALUE": _head("date: 1 Feb 2027", "date: 2027-02-01"),
    "ORCID": _head(
        "authors:\n  - {name: Josiah Carberry, orcid: 0000-0002-1825-0098}",
        "authors:\n  - {name: Josiah Carberry, orcid: 0000-0002-1825-0097}",
    ),
    "ROR": _head(
        "authors: [{name: Given Family, affiliations: [a]}]\n"
        "affiliations:\n  - {id: a, name: A University, ror: 03yrm5c27}",
        "authors: [{name: Given Family, affiliations: [a]}]\n"
        "affiliations:\n  - {id: a, name: A University, ror: 03yrm5c26}",
    ),
    "AFFILIATION": _head(
        "authors: [{name: Given Family, affiliations: [home]}]\n"
        "affiliations:\n  - {id: hom, name: A University}",
        "authors: [{name: Given Family, affiliations: [home]}]\n"
        "affiliations:\n  - {id: home, name: A University}",
    ),
    "EMPTY": Example(
        "abstracts/my-poster.md",
        "---\ntitle: Ranks\nauthors: [{name: Given Family}]\n---",
        "",
    ),
    "TOKEN": _text("# Introduction\n\nWe prove a bound.", "**Introduction.** We prove a bound."),
    "LANG": _text("```cobol\n+\n```", "```text\n+\n```"),
    "DIRECTIVE": _text("```{note}\nA note.\n```", "> A note."),
    "ROLE": _text("H{sub}`2`O", "H$_2$O"),
    "LINK": _text("[code](http://example.org/code)", "[code](https://example.org/code)"),
    "TARGET": Example("docs/page.md", "# Page\n\n[a](nowhere.md)", "# Page\n\n[a](https://example.org)"),
    "ATTRS": _text("[code](https://example.org){.big}", "[code](https://example.org)"),
    "FIGURE": _text("![](cells.png)", "The text alone."),
    "EQUATION": _text("By {eq}`main`.", "$$\nx = 1\n$$ (main)\n\nBy {eq}`main`."),
    "FOOTNOTE": _text("A bound.[^1]", "A bound.[^1]\n\n[^1]: It is sharp."),
    "MATH": _text(r"Let $x \in \mathb{R}$.", r"Let $x \in \mathbb{R}$."),
    "TOPIC": _head("topics: [frist-topic]", "topics: [first-topic]"),
    "CITATION": _text("See {cite:p}`cox2015ideal`.", "See {cite:p}`cox2015ideals`."),
    "BIB": Example(
        "bib/neighbour-1.bib",
        "@book{other, title = {Ideals, Varieties, and Algorithms},\n"
        "  author = {Cox, David}, publisher = {Springer}, year = 2015}",
        "@book{other, title = {Using Algebraic Geometry},\n"
        "  author = {Cox, David}, publisher = {Springer}, year = 2005}",
    ),
    "PROGRAMME": Example(
        "docs/programme.yml",
        "placements:\n  - {contribution: nieghbour-1, board: A1}",
        "placements:\n  - {contribution: neighbour-1, board: A1}",
    ),
    "PEOPLE": Example(
        "docs/people.yml",
        "people:\n  - {name: Ada B. Lovelace, spellings: [Nobody Here]}",
        "people:\n  - {name: Ada B. Lovelace, spellings: [Ada Lovelace]}",
    ),
    "VOLUME": Example(
        "docs/volume.yml",
        "title: A workshop\nlicense: CC-BY-4.0\n"
        "topics: [{id: first-topic, title: A}, {id: first-topic, title: B}]",
        "title: A workshop\nlicense: CC-BY-4.0\n"
        "topics: [{id: first-topic, title: A}, {id: second-topic, title: B}]",
    ),
    "LICENCE": Example(
        "docs/volume.yml",
        "title: A workshop\ntopics: [{id: first-topic, title: A}]",
        "title: A workshop\nlicense: CC-BY-4.0\ntopics: [{id: first-topic, title: A}]",
    ),
    "TEX-COMMAND": _text(r"The rank is \emph{generic}.", "The rank is *generic*."),
    "TEX-CITE": _text(r"See \cite{cox2015ideals}.", "See {cite:p}`cox2015ideals`."),
    "TEX-BREAK": _text("First. \\\\\nSecond.", "First.\n\nSecond."),
    "TEX-QUOTES": _text("The ``generic'' rank.", "The “generic” rank."),
    "TEX-DASH": _text("Pages 3--5 of Cauchy---the last.", "Pages 3–5 of Cauchy—the last."),
    "TEX-ACCENT": _text(r"A bound of Erd\H{o}s.", "A bound of Erdős."),
    "TEX-TIE": _text("By Theorem~3 it is.", "By Theorem 3 it is."),
    "TEX-MATH": _text(r"Let \(x^2 = 1\).", "Let $x^2 = 1$."),
    "DOLLAR": _text("Let $x be a point.", "Let $x$ be a point."),
    "MONEY": _text("It costs $5 and then $6 more.", r"It costs \$5 and then \$6 more."),
    "DISPLAY": _text("Then $$x = 1$$ is the root.", "Then $x = 1$ is the root."),
    "UNLINKED": _text("See arXiv:2501.01234.", "See [arXiv:2501.01234](https://arxiv.org/abs/2501.01234)."),
    "TITLE-CAPITALS": _head("title: THE RANKS OF REAL TENSORS", "title: The ranks of real tensors"),
    "LENGTH": _text("We prove a bound.", "The same in 80 to 400 words."),
    "NAME-ORDER": _head("authors: [{name: 'Lovelace, Ada'}]", "authors: [{name: Ada Lovelace}]"),
    "UNAFFILIATED": _head(
        "authors:\n  - {name: Ada Lovelace, affiliations: [home]}\n  - {name: Emmy Noether}\n"
        "affiliations: [{id: home, name: A University}]",
        "authors:\n  - {name: Ada Lovelace, affiliations: [home]}\n"
        "  - {name: Emmy Noether, affiliations: [home]}\n"
        "affiliations: [{id: home, name: A University}]",
    ),
    "AFFILIATION-NAME": _head(
        "authors: [{name: Ada Lovelace, affiliations: [a]}]\n"
        "affiliations: [{id: a, name: The University of Somewhere}]",
        "authors: [{name: Ada Lovelace, affiliations: [a]}]\n"
        "affiliations: [{id: a, name: University of Somewhere}]",
    ),
    "KEYWORDS": _head("keywords: [a, b, c, d, e, f, g, h, i]", "keywords: [a, b, c, d, e, f, g, h]"),
    "KEYWORD-SPELLING": _head("keywords: [Neural-Networks]", "keywords: [neural network]"),
}
