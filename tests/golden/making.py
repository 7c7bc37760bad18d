"""Contributions, volumes and pages for tests, made from texts; and a strict reader of what is rendered."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import yaml
from hypothesis import strategies as st

from sphinx_proceedings import checks
from sphinx_proceedings.model import Contribution, Programme, Settings, Volume
from sphinx_proceedings.problems import Problem
from sphinx_proceedings.render.html import Surroundings, html
from sphinx_proceedings.render.math import Typesetter
from sphinx_proceedings.render.text import plain
from sphinx_proceedings.sources.contribution import read_contribution, read_draft

PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 32
MACROS = {"R": r"\mathbb{R}", "norm": r"\lVert #1\rVert"}
TOPICS = (
    {"id": "tensors", "title": "Tensor geometry", "group": "Tools", "summary": "What do ranks say?"},
    {"id": "symmetries", "title": "Symmetries and fibers", "group": "Structures"},
    {"id": "voronoi", "title": "Voronoi cells in $\\mathbb{R}^n$", "group": "Structures"},
)
KEYS = frozenset({"kileel2019expressive", "cox2015ideals"})


def text(body: str = "Some text.", title: str = "A title", **keys: object) -> str:
    """An author's file. `keys` are front matter beside the title; authors are made up unless given."""
    data = {"title": title, "authors": [{"name": "Given Family"}], **keys}
    head = yaml.safe_dump(data, allow_unicode=True, sort_keys=False, width=10_000)
    return f"---\n{head}---\n{body}\n"


def contribution(
    id_: str = "sample-text", body: str = "Some text.", pictures: tuple[Path, ...] = (), **keys: Any
) -> Contribution:
    """A contribution; it fails the test where the file would be quarantined."""
    data = text(body, **keys).encode()
    made, _, problems = read_contribution(data, f"abstracts/{id_}.md", id_, pictures)
    assert made is not None, [str(problem) for problem in problems]
    return made


def volume(*contributions: Contribution, programme: Mapping[str, Any] | None = None, **keys: Any) -> Volume:
    """A volume of these contributions. `keys` are settings."""
    settings = {"title": "A Workshop", "topics": TOPICS, "macros": MACROS, **keys}
    return Volume(
        Settings.model_validate(settings),
        Programme.model_validate(programme or {}),
        tuple(sorted(contributions, key=lambda c: c.id)),
    )


def problems_of(
    data: bytes | str, id_: str = "sample-text", pictures: tuple[Path, ...] = ()
) -> list[Problem]:
    """Every Problem of one author's file: those of reading it, then those of the rules."""
    raw = data.encode() if isinstance(data, str) else data
    path = f"abstracts/{id_}.md"
    made, marked, problems = read_contribution(raw, path, id_, pictures)
    known = made or read_draft(raw, path, id_)
    if known is not None:
        context = checks.Context(volume(), Typesetter(MACROS), lambda _id: KEYS)
        problems = sorted({*problems, *checks.run(known, marked, context)})
    return problems


def said(data: bytes | str, id_: str = "sample-text", pictures: tuple[Path, ...] = ()) -> list[str]:
    """What an author of the file is told, a line for each Problem."""
    return [str(problem) for problem in problems_of(data, id_, pictures)]


def to_html(made: Contribution, **around: Any) -> str:
    """The body of a contribution as HTML."""
    formulas = Typesetter(MACROS).of(made.body)
    return html(made.body, Surroundings(formulas, pictures=made.id, **around))


def body_html(body: str, **keys: Any) -> str:
    """A body as HTML."""
    return to_html(contribution(body=body, **keys))


def body_text(body: str, **keys: Any) -> str:
    """A body as plain text."""
    tree = contribution(body=body, **keys).body
    return plain(tree, Typesetter(MACROS).of(tree))


# Markdown as nobody writes it.
MARKDOWN = st.lists(
    st.sampled_from(
        ["*", "**", "_", "`", "```", "~~~", ":::", "$", "$$", "$$ (a)", "[", "]", "(", ")", "![", "](",
         "](https://a.b)",
         "[^1]", "[^1]: ", "<", ">", "<b>", "</b>", "<!--", "-->", "{", "}", "{{", "{%", "{cite:p}`a`",
         "{eq}`a`",
         "{x}`y`", "{figure} a.png", "{math}", ":alt: b", ":label: c", "\\begin{align}", "\\end{align}",
         "\\", "&",
         "&#x202e;", "&lt;", "|", "|-|", "- ", "1. ", "> ", "# ", "=", "---", "***", "+++", "%", "(a)=",
         "\n", "\n\n",
         "    ", "\t", " ", "a", "b c", "é", "漢", "🙂", "\u0301"]
    ),
    max_size=60,
).map("".join)  # fmt: skip

VOID = frozenset({"br", "img", "input"})
# MathML's own empty elements are written `<mspace/>`.
ELEMENTS = frozenset(
    "p em strong ul ol li blockquote table thead tbody tr th td a code pre span div cite sup br figure "
    "img figcaption math semantics annotation mrow mi mn mo mtext mspace ms msup msub msubsup munder "
    "mover munderover mfrac msqrt mroot mtable mtr mtd mpadded menclose mmultiscripts mprescripts none "
    "b i".split()
)
ATTRIBUTES = {
    "a": {"href", "id", "class", "aria-label"},
    "annotation": {"encoding"},
    "cite": {"class"},
    "code": {"class", "title"},
    "div": {"class"},
    "img": {"src", "alt", "loading"},
    "li": {"id"},
    "math": {"aria-label", "display", "class"},
    "ol": {"start", "class", "aria-label"},
    "span": {"class"},
    "td": {"class"},
    "th": {"class"},
}
MATHML = {
    "accent", "accentunder", "class", "columnalign", "depth", "displaystyle", "fence", "form", "height",
    "id", "largeop", "linethickness", "lspace", "mathvariant", "maxsize", "minsize", "movablelimits",
    "notation", "rspace", "scriptlevel", "separator", "stretchy", "symmetric", "width",
}  # fmt: skip
BLOCKS = frozenset("p ul ol blockquote table div figure pre li".split())


class Reader(HTMLParser):
    """Reads HTML and notes what a page must not have; `faults` is empty where all is well."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[str] = []
        self.faults: list[str] = []
        self.ids: list[str] = []
        self.targets: list[str] = []
        self.text: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in ELEMENTS:
            self.faults.append(f"element <{tag}>")
        allowed = ATTRIBUTES.get(tag, set()) | (MATHML if "math" in self.open else set())
        for name, value in attrs:
            if name not in allowed:
                self.faults.append(f"attribute {name} of <{tag}>")
            if name == "href" and not re.match(r"https://|mailto:|#", value or ""):
                self.faults.append(f"address {value}")
            if name == "id":
                self.ids.append(value or "")
            if name == "href" and (value or "").startswith("#"):
                self.targets.append((value or "")[1:])
        if tag in BLOCKS and "p" in self.open:
            self.faults.append(f"<{tag}> within <p>")
        if tag == "a" and "a" in self.open:
            self.faults.append("<a> within <a>")
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.open.pop()

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open.pop() != tag:
            self.faults.append(f"</{tag}> closes nothing")

    def handle_data(self, data: str) -> None:
        self.text.append(data)

    def handle_comment(self, data: str) -> None:
        self.faults.append(f"comment {data!r}")

    def handle_decl(self, decl: str) -> None:
        self.faults.append(f"declaration {decl!r}")

    def handle_pi(self, data: str) -> None:
        self.faults.append(f"instruction {data!r}")

    def unknown_decl(self, data: str) -> None:
        self.faults.append(f"declaration {data!r}")


def read_html(made: str) -> Reader:
    """`made` as the strict reader sees it."""
    reader = Reader()
    reader.feed(made)
    reader.close()
    reader.faults += [f"<{tag}> is not closed" for tag in reader.open]
    return reader


def faults(made: str, ignore: Iterable[str] = ()) -> list[str]:
    """What is wrong with `made`, each fault once."""
    return [fault for fault in dict.fromkeys(read_html(made).faults) if fault not in set(ignore)]
