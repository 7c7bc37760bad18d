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
from sphinx_proceedings.checks.usage import Usage, said
from sphinx_proceedings.gate import bibtex
from sphinx_proceedings.gate.budget import MOST
from sphinx_proceedings.gate.markdown import MAX_DEPTH, MOST_KEYS
from sphinx_proceedings.gate.text import MAX_BYTES, MAX_LINES
from sphinx_proceedings.model import Settings, Topic, Volume
from sphinx_proceedings.problems import Problem
from sphinx_proceedings.render.math import Typesetter
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

    `bib` is the file below `bib/` instead, where that is what is bad.
    """

    code: str
    body: str = WORDS
    head: tuple[str, ...] = (TITLE, AUTHORS)
    gaps: Mapping[str, str] = field(default_factory=lambda: NO_GAPS)
    bib: str = ""


def _author(entry: str, code: str, **gaps: str) -> Specimen:
    return Specimen(code, head=(TITLE, f"authors: [{{{entry}}}]"), gaps=gaps)


def _key(line: str, code: str, **gaps: str) -> Specimen:
    return Specimen(code, head=(TITLE, AUTHORS, line), gaps=gaps)


def _body(text: str, code: str, **gaps: str) -> Specimen:
    return Specimen(code, text, gaps=gaps)


def _habit(text: str, code: str, **gaps: str) -> Specimen:
    return Specimen(code, f"{WORDS} {text}", gaps=gaps)


def _entry(text: str, **gaps: str) -> Specimen:
    return Specimen("BIB", bib=text, gaps=gaps)


def _place(values: str, code: str, **gaps: str) -> Specimen:
    author = "authors: [{name: Given Family, affiliations: [a]}]"
    return Specimen(code, head=(TITLE, author, f"affiliations: [{{{values}}}]"), gaps=gaps)


WORK = "@article{odd, title = {T}, author = {A. Author}, journal = {J}, year = {2020}"
NAMED = "name: Given Family"
LONG = "x" * 601
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
    "keywords": _key("keywords: [a, b, c, d, e, f, g, h, i]", "KEYWORDS", found="9"),
    "bib-string": _entry('@string{a = "b"}', type="string"),
    "bib-preamble": _entry('@preamble{"b"}', type="preamble"),
    "bib-begin": _entry("@article(key, title = {T})"),
    "bib-type": _entry("@wibble{key, title = {T}, author = {A. Author}, year = 2020}", type="wibble"),
    "bib-key": _entry("@misc{é, title = {T}, author = {A. Author}}", key="é"),
    "bib-no-key": _entry("@misc{, title = {T}, author = {A. Author}}"),
    "bib-twice": _entry(f"{WORK}}}\n\n{WORK}}}", line="line 1", key="odd"),
    "bib-title": _entry("@misc{key, author = {A. Author}}"),
    "bib-author": _entry("@misc{key, title = {T}}"),
    "bib-year": _entry("@book{key, title = {T}, author = {A. Author}}"),
    "bib-container": _entry(
        "@article{key, title = {T}, author = {A. Author}, year = 2020}", container="journal"
    ),
    "bib-endless": _entry(WORK, key="odd"),
    "bib-field": _entry("@misc{key, wibble wobble}", line="wibble wobble}"),
    "bib-comma": _entry("@misc{odd title = {T}}", key="odd"),
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
        return bibtex.read(specimen.bib.encode(), f"bib/{ID}.bib")[1]
    head = "\n".join(specimen.head)
    return list(_of_file(f"---\n{head}\n---\n\n{specimen.body}\n".encode()))


def _of_file(data: bytes) -> Iterator[Problem]:
    contribution, marked, problems = read_contribution(data, PATH, ID)
    yield from problems
    if contribution:
        settings = Settings(title="Specimens", topics=(Topic(id=TOPIC, title="T"),))
        context = checks.Context(Volume(settings), Typesetter(), lambda _id: ("known",))
        yield from checks.run(contribution, marked, context)
        yield from advice.run(contribution, marked)
        usage = Usage([said(contribution)])
        yield from advice.compare([contribution], usage, lambda _contribution: marked)
