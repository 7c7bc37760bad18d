"""What `check` says of a bad file, as sentences with gaps, for the page that says the same in a browser.

No sentence is written here: each is what the rules say of a specimen, with a gap in place of what is the
specimen's own.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from types import MappingProxyType

from sphinx_proceedings import checks
from sphinx_proceedings.checks import advice
from sphinx_proceedings.checks.usage import Usage
from sphinx_proceedings.gate import bibtex
from sphinx_proceedings.gate.budget import MOST, MOST_CELLS
from sphinx_proceedings.gate.markdown import MAX_DEPTH, MOST_KEYS, MOST_PROBLEMS
from sphinx_proceedings.gate.text import MAX_BYTES, MAX_LINES
from sphinx_proceedings.model import Settings, Topic, Volume
from sphinx_proceedings.pages.compose.bad_bibliographies import BAD_BIBLIOGRAPHIES
from sphinx_proceedings.problems import Problem
from sphinx_proceedings.references import shelf
from sphinx_proceedings.render.math import MAX_LENGTH, Typesetter
from sphinx_proceedings.sources.contribution import read_contribution

PATH, ID = "abstracts/specimen.md", "specimen"
TOPIC = "first-topic"
TITLE = "title: Ranks"
AUTHORS = "authors: [{name: Given Family}]"
WORDS = " ".join(["word"] * advice.FEWEST)
NO_GAPS: Mapping[str, str] = MappingProxyType({})


@dataclass(frozen=True)
class Specimen:
    """A bad file, the code of its Problem, and the gaps in what is said: their names, and what fills them.

    `bib` is the file below `bib/` instead, where that is what is bad; `file` the whole of the other one.
    """

    code: str
    body: str = WORDS
    head: tuple[str, ...] = (TITLE, AUTHORS)
    gaps: Mapping[str, str] = field(default_factory=lambda: NO_GAPS)
    bib: str = ""
    file: str = ""


def _author(entry: str, code: str, **gaps: str) -> Specimen:
    return Specimen(code, head=(TITLE, f"authors: [{{{entry}}}]"), gaps=gaps)


def _key(line: str, code: str, **gaps: str) -> Specimen:
    return Specimen(code, head=(TITLE, AUTHORS, line), gaps=gaps)


def _body(text: str, code: str, **gaps: str) -> Specimen:
    return Specimen(code, text, gaps=gaps)


def _habit(text: str, code: str, **gaps: str) -> Specimen:
    return Specimen(code, f"{WORDS} {text}", gaps=gaps)


def _formula(tex: str, **gaps: str) -> Specimen:
    excerpt = tex
    for gap, filled in gaps.items():
        excerpt = excerpt.replace(filled, f"«{gap}»")
    return Specimen("MATH", f"${tex}$", gaps={**gaps, "excerpt": excerpt})


def _place(values: str, code: str, **gaps: str) -> Specimen:
    author = "authors: [{name: Given Family, affiliations: [a]}]"
    return Specimen(code, head=(TITLE, author, f"affiliations: [{{{values}}}]"), gaps=gaps)


NAMED = "name: Given Family"
LONG = "x" * 601
TABLE = "\n".join(["|".join("a" * 60), "|".join(["--"] * 60), *["|".join("a" * 60)] * 40])
NEIGHBOUR = f"""---
{TITLE}
authors: [{{name: Given Family, affiliations: [a]}}]
affiliations: [{{id: a, name: Usual University}}]
keywords: [usual word]
---
{WORDS}
"""
LOOSE = "\n".join(["line"] * (MAX_LINES - 5))

SPECIMENS: dict[str, Specimen] = {
    "missing": Specimen("FM-REQUIRED", head=(AUTHORS,), gaps={"key": "title"}),
    "too-long": Specimen(
        "FM-VALUE", head=(f"title: {LONG}", AUTHORS), gaps={"shown": LONG[:80], "most": "600"}
    ),
    "no-family": _author("name: {given: Ada}", "FM-VALUE"),
    "name-both": _author("name: {given: Ada, literal: Group}", "FM-VALUE"),
    "orcid-form": _author(f"{NAMED}, orcid: '12'", "ORCID", value="12"),
    "orcid-sum": _author(
        f"{NAMED}, orcid: 0000-0002-1825-0098", "ORCID", value="0000-0002-1825-0098", last="is 7"
    ),
    "ror-form": _place("id: a, name: A, ror: '12'", "ROR", value="12"),
    "ror-sum": _place("id: a, name: A, ror: 03yrm5c27", "ROR", value="03yrm5c27"),
    "license": _key("license: 'any of them'", "FM-VALUE", value="any of them"),
    "license-cc": _key("license: 'CC ODD'", "FM-VALUE", value="CC ODD", instead="CC-ODD"),
    "pattern-arxiv": _key("links: {arxiv: 'odd'}", "FM-VALUE", shown="odd"),
    "pattern-doi": _key("links: {doi: 'odd'}", "FM-VALUE", shown="odd"),
    "link": _key("links: {code: 'odd'}", "LINK", value="odd"),
    "link-bare": _key("links: {code: odd.org}", "LINK", value="odd.org"),
    "link-http": _key("links: {code: 'http://odd.org'}", "LINK", value="http://odd.org", bare="odd.org"),
    "link-host": _key("links: {code: 'https://odd'}", "LINK", value="https://odd"),
    "topic": _key("topics: [zzz]", "TOPIC", topic="zzz", topics=TOPIC),
    "title-token": Specimen("TOKEN", head=("title: a [link](https://a.org)", AUTHORS)),
    "title-number": Specimen("TOKEN", head=(r"title: a $x \tag{1}$", AUTHORS)),
    "empty": _body("", "EMPTY"),
    "bytes": _body("\n".join(["x" * 11_000] * 4), "BUDGET", most=f"{MAX_BYTES:,}"),
    "lines": _body(LOOSE, "BUDGET", lines=f"{MAX_LINES:,}", found=f"{MAX_LINES + 1:,}"),
    "marks": _body("[" * 1001, "BUDGET", most=f"{MOST['[']}", mark="["),
    "works": _body("{cite:p}`" + "a," * MOST_KEYS + "`", "BUDGET", most=f"{MOST_KEYS}"),
    "command": _body(r"$\href{a}{b}$", "MATH", command=r"\href"),
    "depth": _body("- " * 13 + "deep", "BUDGET", most=f"{MAX_DEPTH}"),
    "character": _body("A\u200b", "UNICODE", character="U+200B (zero width space)"),
    "html": _body("a <b>", "TOKEN", value="<b>"),
    "html_block": _body("<div>\n", "TOKEN"),
    "heading_open": _body("# Odd", "TOKEN"),
    "hr": _body("a\n\n***", "TOKEN"),
    "myst_target": _body("(odd)=\na", "TOKEN"),
    "myst_line_comment": _body("% odd\n\na", "TOKEN"),
    "myst_block_break": _body("+++\n\na", "TOKEN"),
    "attributes": _body("`a`{.odd}", "ATTRS", value="{.odd}"),
    "substitution": _body("{{ odd }}", "TOKEN"),
    "address": _body("[a](odd.md)", "LINK", value="odd.md"),
    "address-http": _body("[a](http://odd.org)", "LINK", value="http://odd.org", bare="odd.org"),
    "role": _body("{odd}`a`", "ROLE", role="{odd}"),
    "equation-name": _body("{eq}`1 2`", "ROLE", value="1 2"),
    "colons": _body(":::\na\n:::", "DIRECTIVE"),
    "language": _body("```odd\na\n```", "LANG", value="odd"),
    "directive": _body("```{odd}\na\n```", "DIRECTIVE", directive="{odd}"),
    "no-description": _body("![](odd.png)", "FIGURE"),
    "picture": _body("![a](odd.gif)", "TOKEN", value="odd.gif", id=ID),
    "label": _body("$$\nx\n$$ (1 2)", "TOKEN", value="1-2"),
    "citation": _body("{cite:p}`zzz`", "CITATION", key="zzz", id=ID),
    "citation-near": _body("{cite:p}`knowm`", "CITATION", key="knowm", near="known"),
    "unknown-command": _body(
        r"$x = \wibble + y$", "MATH", excerpt=r"x = \wibble + y", command=r"\wibble"
    ),
    "equation": _body("{eq}`odd`", "EQUATION", label="odd"),
    "label-twice": _body("$$\nx\n$$ (odd)\n\n$$\ny\n$$ (odd)", "EQUATION", label="odd"),
    "no-note": _body("a[^odd]", "FOOTNOTE", label="odd"),
    "no-mark": _body("a\n\n[^odd]: b", "FOOTNOTE", label="odd"),
    "money-formula": _habit("costs $5 and $6 too.", "MONEY", tex="$5 and $", escaped=r"\$5 and \$"),
    "mended": _habit(r"\emph{odd}", "TEX-COMMAND", instead="*odd*"),
    "mended-cite": _habit(r"\cite{odd}", "TEX-CITE", instead="{cite:p}`odd`"),
    "mended-blank": _habit("odd~words", "TEX-TIE"),
    "mended-break": Specimen("TEX-BREAK", f"{WORDS} \\\\\nodd"),
    "display-within": _habit("so $$x$$ is small.", "DISPLAY", tex="x"),
    "display-alone": _body(f"{WORDS}\n\n$x$\n\n{WORDS}", "DISPLAY", tex="$x$"),
    "too-short": _body("One two three.", "LENGTH", words="3", fewest=f"{advice.FEWEST}"),
    "too-many": _body("word " * 777, "LENGTH", words="777", most=f"{advice.MOST}"),
    "capitals": Specimen(
        "TITLE-CAPITALS", head=("title: RANKS OF TENSORS", AUTHORS), gaps={"calm": "Ranks of tensors"}
    ),
    "unaffiliated": Specimen(
        "UNAFFILIATED",
        head=(
            TITLE,
            "authors: [{name: Given Family, affiliations: [odd]}, {name: Ada Other}]",
            "affiliations: [{id: odd, name: A}]",
        ),
        gaps={"name": "Ada Other", "ids": "odd"},
    ),
    "name-capitals": _author(
        "name: ADA LOVELACE", "NAME-ORDER", name="ADA LOVELACE", calm="Ada Lovelace"
    ),
    "name-turned": _author(
        "name: LOVELACE Ada", "NAME-ORDER", name="LOVELACE Ada", calm="Ada Lovelace"
    ),
    "entries": _key(f"keywords: [{', '.join(map(str, range(41)))}]", "FM-VALUE", most="40"),
    "keywords": _key("keywords: [a, b, c, d, e, f, g, h, i]", "KEYWORDS", found="9"),
    "yaml": _key("keywords: ]", "YAML"),
    "yaml-colon": _key("keywords: Tensors: an introduction", "YAML"),
    "yaml-escape": _key(r'keywords: "\odd"', "YAML"),
    "yaml-escaped": _key(r'keywords: "\nabla"', "YAML"),
    "yaml-quote": _key("keywords: 'tensors", "YAML"),
    "yaml-bracket": _key("keywords: [tensors", "YAML"),
    "yaml-after-bracket": _key("keywords: [tensors] odd", "YAML"),
    "yaml-after-quote": _key("keywords: 'tensors' odd", "YAML"),
    "yaml-beginning": _key("keywords: @odd", "YAML", sign="@"),
    "yaml-no-colon": _key("keywords\nlicense: CC-BY-4.0", "YAML"),
    "yaml-indented": _key("keywords:\n  - tensors\n - ranks", "YAML"),
    "yaml-tab": _key("keywords:\n\t- tensors", "YAML"),
    "yaml-remark": _key("keywords: Case #1", "YAML"),
    "yaml-list": Specimen("YAML", head=("- odd",)),
    "yaml-alias": _key("keywords: [&first tensors]", "YAML-ALIAS"),
    "yaml-tag": _key("keywords: !odd tensors", "YAML-ALIAS"),
    "yaml-twice": _key("keywords: [a]\nkeywords: [b]", "YAML-KEY", key="keywords"),
    "key": _key("zzzzzz: odd", "FM-KEY", key="zzzzzz"),
    "key-within": _place("id: a, name: A, zzzzzz: odd", "FM-KEY", key="zzzzzz", keys="id, name, ror"),
    "date": _key("date: odd", "FM-VALUE", shown="“odd”"),
    "status": _key("status: odd", "FM-VALUE", shown="“odd”"),
    "true-or-false": _author(f"{NAMED}, corresponding: odd", "FM-VALUE", shown="“odd”"),
    "list": _key("keywords: odd", "FM-VALUE", shown="“odd”", key="keywords"),
    "authors-list": Specimen("FM-VALUE", head=(TITLE, "authors: odd"), gaps={"shown": "“odd”"}),
    "author-keys": Specimen("FM-VALUE", head=(TITLE, "authors: [odd]"), gaps={"name": "odd"}),
    "undeclared": _author(f"{NAMED}, affiliations: [zzzzzz]", "AFFILIATION", id="zzzzzz"),
    "declared-twice": _key(
        "affiliations: [{id: odd, name: A}, {id: odd, name: B}]", "AFFILIATION", id="odd"
    ),
    "topic-twice": _key(f"topics: [{TOPIC}, {TOPIC}]", "TOPIC", topic=TOPIC),
    "name-first": _author("name: 'Lovelace, Ada'", "NAME-ORDER", name="Lovelace, Ada", calm="Ada Lovelace"),
    "no-front-matter": Specimen("FRONT-MATTER", file="odd"),
    "endless": Specimen("FRONT-MATTER", file="---\nodd"),
    "utf8": _body("caf\udce9", "UTF8", byte="E9", meant="é"),
    "utf8-unknown": _body("caf\udc81", "UTF8", byte="81"),
    "link-shows": _body(
        "[odd.org](https://other.org/a)", "LINK", host="odd.org", address="https://other.org/a"
    ),
    "cells": _body(TABLE, "BUDGET", most=f"{MOST_CELLS:,}"),
    "problems": _body("<i>" * (MOST_PROBLEMS + 1), "BUDGET", most=f"{MOST_PROBLEMS}"),
    "option": _body(
        "```{math}\n:odd: a\nx\n```", "DIRECTIVE", option="odd", directive="{math}", options="label"
    ),
    "option-label": _body("```{math}\n:label: 1 2\nx\n```", "DIRECTIVE", value="1 2"),
    "figure-words": _body("```{figure} odd.png\n```", "FIGURE"),
    "keyword": _key(
        "keywords: [Usual-Words]", "KEYWORD-SPELLING", word="Usual-Words", usual="usual word", number="3"
    ),
    "affiliation": _place(
        "id: a, name: The Usual University", "AFFILIATION-NAME",
        name="The Usual University", usual="Usual University", number="3",
    ),
    "unaffiliated-all": _author("name: Ada Other", "UNAFFILIATED", name="Ada Other"),
    "formula-long": _body("$" + "x" * (MAX_LENGTH + 1) + "$", "MATH", excerpt="x" * 60 + "…"),
    "formula-refused": _body(r"$x \hspace y$", "MATH", command=r"\hspace", excerpt=r"x «command» y"),
    "macro-meant": _formula(r"x = \eps + y", meant=r"\varepsilon", command=r"\eps"),
    "macro-both": _formula(r"x = \vphi + y", near=r"\phi", meant=r"\varphi", command=r"\vphi"),
    "formula-brace": _formula(r"\frac{a}{b", closing="“}”"),
    "formula-unmatched": _formula("x}", closing="“}”"),
    "formula-double": _formula("x^2^3"),
    "formula-ampersand": _formula("x & y"),
    "formula-left": _formula(r"\left( x"),
    "formula-bracket": _formula(r"\left x"),
    "formula-argument": _formula("z^"),
    "formula-environment": _formula(r"\begin{zzzzzz} x \end{zzzzzz}", name="zzzzzz"),
    "formula-column": _formula(r"\begin{array}{z} x \end{array}", column="“z”"),
    "formula-ended": _formula(
        r"\begin{pmatrix} x \end{bmatrix}", begun="pmatrix", ended="bmatrix"
    ),
    "formula-endless": _formula(r"\begin{pmatrix} x"),
    **{name: Specimen("BIB", bib=text, gaps=gaps) for name, (text, gaps) in BAD_BIBLIOGRAPHIES.items()},
}  # fmt: skip


@cache
def sentences() -> Mapping[str, tuple[str, str, str]]:
    """Code, message and remedy of each specimen, its gaps marked «name»."""
    return {name: _gapped(name, specimen) for name, specimen in SPECIMENS.items()}


def _gapped(name: str, specimen: Specimen) -> tuple[str, str, str]:
    found = next((problem for problem in _problems(specimen) if problem.code == specimen.code), None)
    if found is None:
        raise LookupError(f"The specimen “{name}” has no Problem of the code {specimen.code}.")
    said = [found.message, found.fix]
    for gap, filled in specimen.gaps.items():
        if not any(filled in sentence for sentence in said):
            raise LookupError(f"“{filled}” does not stand in what is said of the specimen “{name}”.")
        said = [sentence.replace(filled, f"«{gap}»") for sentence in said]
    return found.code, said[0], said[1]


def _problems(specimen: Specimen) -> Iterable[Problem]:
    if specimen.bib:
        path = f"bib/{ID}.bib"
        return shelf.entries(*bibtex.read(specimen.bib.encode(), path), path, str)[1]
    head = "\n".join(specimen.head)
    file = specimen.file or f"---\n{head}\n---\n\n{specimen.body}\n"
    return list(_of_file(file.encode(errors="surrogateescape")))


def _of_file(data: bytes) -> Iterator[Problem]:
    contribution, marked, problems = read_contribution(data, PATH, ID)
    yield from problems
    if contribution:
        context = checks.Context(_volume(), Typesetter(), lambda _id: ("known",))
        yield from checks.run(contribution, marked, context)
        yield from advice.run(contribution, marked)
        usage = Usage.of(_volume().contributions)
        yield from advice.compare([contribution], usage, lambda _contribution: marked)


@cache
def _volume() -> Volume:
    """A volume whose contributions have one keyword and one institution."""
    settings = Settings(title="Specimens", topics=(Topic(id=TOPIC, title="T"),))
    read = (read_contribution(NEIGHBOUR.encode(), f"abstracts/n{i}.md", f"n{i}")[0] for i in range(3))
    return Volume(settings, contributions=tuple(one for one in read if one))
