"""The page "Compose", driven until the file that it makes passes `proceedings check`."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from sphinx_proceedings.sources.contribution import read_contribution
from tests.browser import tools
from tests.browser.test_accessibility import RULES, WAYS
from tests.browser.tools import build_once

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from playwright.sync_api import Page

    from tests.browser.conftest import PageFor, Scheme

DESK = 1280
ROOT = Path(__file__).resolve().parents[2]
STARTER = ROOT / "src" / "sphinx_proceedings" / "starter"
SETTINGS = """title: A Workshop
license: CC-BY-4.0
topics:
  - {id: first-topic, title: Curves in $\\R^n$}
  - {id: second-topic, title: Tensors}
macros: {R: '\\mathbb{R}'}
repository: https://github.com/workshop/volume
"""
WORDS = "We study the ranks of tensors, and show by an example that the border rank can be smaller. " * 5
HEAD = "---\ntitle: Ranks\nauthors:\n  - name: Ada Testperson\n{more}---\n\n{body}\n"


@dataclass(frozen=True)
class Place:
    """A volume made from the starter, and where its site is served."""

    root: Path
    address: str

    def check(self, *ids: str) -> dict[str, list[dict[str, str]]]:
        """What `proceedings check` says of contributions and their bibliographies, by id."""
        files = [self.root / name for id_ in ids for name in (f"abstracts/{id_}.md", f"bib/{id_}.bib")]
        done = subprocess.run(
            [Path(sys.executable).with_name("proceedings"), "check", "--source", self.root / "docs",
             "--format", "json", *(file for file in files if file.exists())],
            capture_output=True, text=True, check=False,
        )  # fmt: skip
        found: dict[str, list[dict[str, str]]] = {id_: [] for id_ in ids}
        for problem in json.loads(done.stdout):
            found[Path(problem["path"]).stem].append(problem)
        return found

    def remove(self, *ids: str) -> None:
        """Take contributions out of the volume again."""
        for id_ in ids:
            (self.root / "abstracts" / f"{id_}.md").unlink()
            (self.root / "bib" / f"{id_}.bib").unlink(missing_ok=True)


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory, serve: Callable[[Path], str]) -> Place:
    root = tmp_path_factory.mktemp("compose") / "volume"
    shutil.copytree(STARTER, root)
    settings = root / "docs" / "volume.yml"
    settings.write_text(SETTINGS, encoding="utf-8")
    site = build_once(root / "docs", "compose", tmp_path_factory.mktemp("compose-site"))
    return Place(root, serve(site))


@pytest.fixture
def open_page(page_for: PageFor, place: Place) -> Callable[..., Page]:
    def open_it(width: int = DESK, scheme: Scheme = "light") -> Page:
        page = page_for(width, scheme)
        page.goto(f"{place.address}compose.html")
        expect(page.locator(".compose-form")).to_be_visible()
        settle(page)
        return page

    return open_it


@contextmanager
def judged(page: Page) -> Iterator[None]:
    """Wait, after something was done, until the page has judged what stands in its form."""
    page.evaluate("document.querySelector('.compose').dataset.turn = ''")
    yield
    tools.until(page, "document.querySelector('.compose').dataset.turn")


def settle(page: Page) -> None:
    """Have the page judge what stands in its form now."""
    with judged(page):
        page.locator("#title").dispatch_event("input")


def load(page: Page, **files: str) -> None:
    with judged(page):
        choose(page, **files)


def choose(page: Page, **files: str) -> None:
    page.locator("#load").set_input_files(
        [
            {"name": name.replace("__", "."), "mimeType": "text/plain", "buffer": text.encode()}
            for name, text in files.items()
        ]
    )


def download(page: Page, kind: str = "download") -> tuple[str, str]:
    with page.expect_download() as started:
        page.locator(f'[data-do="{kind}"]').click()
    done = started.value
    return done.suggested_filename, Path(done.path()).read_text(encoding="utf-8")


def save(page: Page, place: Place) -> tuple[str, str]:
    """The file that the page gives, saved in the volume: its id and its text."""
    name, text = download(page)
    (place.root / "abstracts" / name).write_text(text, encoding="utf-8")
    if page.locator(".give-bib").is_visible():
        bib, entries = download(page, "download-bib")
        (place.root / "bib" / bib).write_text(entries, encoding="utf-8")
    return name.removesuffix(".md"), text


def faults(page: Page) -> list[str]:
    return page.locator(".summary-problems li").all_inner_texts()


def advised(page: Page) -> list[str]:
    return page.locator(".summary-advice li").all_inner_texts()


def state(page: Page) -> str:
    return page.locator(".summary-state").inner_text()


def test_a_form_that_is_filled_in_gives_a_file_without_problems(
    open_page: Callable[..., Page], place: Place
) -> None:
    page = open_page()
    assert state(page) == "Still missing: title, authors, abstract."
    page.get_by_label("Title of the contribution").fill(r"Ranks: over $\R^n$, # 1 “of” two's *kinds*")
    page.get_by_label("Given names").fill("María José")
    page.get_by_label("Family name").fill("de la Cruz Núñez")
    page.get_by_label("ORCID iD").fill("0000-0002-1825-0097")
    page.get_by_label("Name of the institution").fill("Université d’Été: Nord")
    page.get_by_label("ROR identifier").fill("https://ror.org/03yrm5c26")
    page.get_by_label("Corresponding").check()
    page.get_by_role("button", name="Add an author").click()
    people = page.locator(".author-entry")
    people.nth(1).get_by_text("A group, not a person").click()
    people.nth(1).get_by_label("Name of the group").fill("The Tensor Group")
    page.get_by_role("button", name="Add an author").click()
    people.nth(2).get_by_label("Family name").fill("李")
    people.nth(2).get_by_label("Given names").fill("明")
    page.get_by_label("Text of the abstract").fill(
        WORDS + "\n\n$$\nf(x) = \\sum_i x_i^2 \\in \\R\n$$ (eq-sum)\n\n"
        "By {eq}`eq-sum`, as {cite:t}`goedel1931` says {cite:p}`cox2015ideals`, *all* is well.[^one]\n\n"
        "[^one]: A note with $x^2$."
    )
    page.get_by_label("Works that you cite").fill(
        '@article{goedel1931,\n  author = {G{\\"o}del, Kurt},\n  title = {On {Undecidable} Things},\n'
        "  journal = {Monatshefte},\n  year = 1931\n}"
    )
    page.get_by_text("Tensors", exact=True).click()
    page.get_by_label("Keywords", exact=True).fill("border rank, yes, null, 2027")
    settle(page)
    assert faults(page) == []
    assert state(page) == "Nothing to mend. The file is ready."
    shown = page.locator(".preview")
    expect(shown.locator("h2 math")).to_have_count(1)
    expect(shown.locator(".abstract math")).to_have_count(2)
    expect(shown.locator(".cited").first).to_have_text("Gödel (1931)")
    expect(shown.locator(".authors")).to_contain_text("María José de la Cruz Núñez1")
    assert "By (1), as" in shown.locator(".abstract").inner_text()
    id_, text = save(page, place)
    assert place.check(id_) == {id_: []}
    place.remove(id_)
    made, _, _ = read_contribution(text.encode(), f"abstracts/{id_}.md", id_)
    assert made
    assert made.meta.title == r"Ranks: over $\R^n$, # 1 “of” two's *kinds*"
    assert [author.name.display for author in made.meta.authors] == [
        "María José de la Cruz Núñez", "The Tensor Group", "明 李",
    ]  # fmt: skip
    assert made.meta.authors[0].name.family == "de la Cruz Núñez"
    assert made.meta.authors[1].name.literal == "The Tensor Group"
    assert made.meta.keywords == ("border rank", "yes", "null", "2027")


DIFFICULT = [
    "Ranks: an introduction", "# Ranks", "Ranks # of tensors", "'Ranks'", '"Ranks"', "It's", "a\\b \\R",
    "yes", "no", "null", "~", "true", "1", "1.5", "2027-02-01", "1:30", "- a", "? a", "[a]", "{a: b}",
    "&a", "*a*", "!a", "|", ">", "%a", "@a", "`a`", "a: b", "a:", ":a", "é 李 ع", "a, b", "x #y", "---",
    "<<", "=", "a ' b '' c", "…", "0x1F", "1e3", ".inf", "a\u00a0b",
]  # fmt: skip


def test_difficult_values_come_back_as_they_were(open_page: Callable[..., Page]) -> None:
    page = open_page()
    page.get_by_label("Title of the contribution").fill("Ranks")
    page.get_by_label("Text of the abstract").fill(WORDS)
    page.get_by_label("Given names").fill("Ada")
    page.get_by_label("Family name").fill("Testperson")
    page.get_by_label("Name of the file").fill("difficult")
    for value in DIFFICULT:
        page.get_by_label("Name of the institution").fill(f"  {value} ")
        page.get_by_label("Keywords", exact=True).fill(f"{value};")
        settle(page)
        text = page.locator(".file-text").text_content() or ""
        made, _, problems = read_contribution(text.encode(), "abstracts/difficult.md", "difficult")
        assert made, (value, problems, text)
        plain = " ".join(value.split())
        assert made.meta.affiliations[0].name == plain, text
        assert made.meta.keywords == (plain,), text


BAD = {
    "title": ("keywords: [a]\n", WORDS, "title: Ranks\n", ""),
    "long title": ("", WORDS, "title: Ranks", f"title: {'x' * 601}"),
    "title with a link": ("", WORDS, "title: Ranks", "title: Ranks [a](https://a.org)"),
    "title with numbers": ("", WORDS, "title: Ranks", r"title: Ranks $x \label{a}$ and $\eqref{a}$"),
    "title with an environment": ("", WORDS, "title: Ranks", r"title: Ranks $\begin{align}x\end{align}$"),
    "title in capitals": ("", WORDS, "title: Ranks", "title: RANKS OF ALL TENSORS"),
    "orcid": ("    orcid: 0000-0002-1825-0098\n", WORDS),
    "orcid form": ("    orcid: '12'\n", WORDS),
    "given name alone": ("", WORDS, "name: Ada Testperson", "name: {given: Ada}"),
    "long name": ("", WORDS, "name: Ada Testperson", f"name: Ada {'b' * 201}"),
    "long parts of a name": (
        "", WORDS, "name: Ada Testperson", f"name: {{given: {'a' * 201}, family: {'b' * 200}}}",
    ),
    "long group": ("", WORDS, "name: Ada Testperson", f"name: {{literal: {'b' * 201}}}"),
    "name in capitals": ("", WORDS, "name: Ada Testperson", "name: ADA TESTPERSON"),
    "ror": ("    affiliations: [a]\naffiliations: [{id: a, name: A University, ror: 03yrm5c27}]\n", WORDS),
    "no affiliation": (
        "    affiliations: [a]\n  - name: Ben Other\naffiliations: [{id: a, name: A University}]\n", WORDS,
    ),
    "topic": ("topics: [frist-topic]\n", WORDS),
    "topic twice": ("topics: [first-topic, first-topic]\n", WORDS),
    "strange topic": ("topics: [zzzzz]\n", WORDS),
    "keywords": ("keywords: [a, b, c, d, e, f, g, h, i]\n", WORDS),
    "forty-one keywords": (f"keywords: [{', '.join(f'word {i}' for i in range(41))}]\n", WORDS),
    "forty keywords": (f"keywords: [{', '.join(f'word {i}' for i in range(40))}]\n", WORDS),
    "licence": ("license: CC BY\n", WORDS),
    "no licence": ("license: any of them\n", WORDS),
    "arxiv": ("links: {arxiv: odd}\n", WORDS),
    "doi": ("links: {doi: odd}\n", WORDS),
    "link": ("links: {code: odd}\n", WORDS),
    "link without its scheme": ("links: {code: odd.org}\n", WORDS),
    "link over http": ("links: {code: 'http://odd.org'}\n", WORDS),
    "empty": ("", ""),
    "html": ("", WORDS + " a <b>bold</b> word"),
    "block of html": ("", "<div>\n\n" + WORDS),
    "heading": ("", "# Odd\n\n" + WORDS),
    "rule": ("", WORDS + "\n\n***\n\n" + WORDS[:200]),
    "comment": ("", "% odd\n\n" + WORDS),
    "target": ("", "(odd)=\n" + WORDS),
    "break": ("", "+++\n\n" + WORDS),
    "attributes": ("", WORDS + " `a`{.odd}"),
    "substitution": ("", WORDS + " {{ odd }}"),
    "page of the site": ("", WORDS + " [a](odd.md)"),
    "http": ("", WORDS + " [a](http://odd.org)"),
    "javascript": ("", WORDS + " [a](javascript:alert)"),
    "role": ("", WORDS + " {ref}`odd`"),
    "strange role": ("", WORDS + " {odd}`a`"),
    "directive": ("", WORDS + "\n\n```{note}\na\n```"),
    "colons": ("", WORDS + "\n\n:::{note}\na\n:::"),
    "language": ("", WORDS + "\n\n```odd\na\n```"),
    "picture": ("", WORDS + "\n\n![a](odd.gif)"),
    "picture without words": ("", WORDS + "\n\n![](odd.gif)"),
    "depth": ("", WORDS + "\n\n" + "- " * 13 + "deep"),
    "citation": ("", WORDS + " {cite:p}`zzzz99`"),
    "citation, nearly": ("", WORDS + " {cite:p}`cox2015ideal`"),
    "command": ("", WORDS + r" with $x = \wibblewobble + y$"),
    "link in a formula": ("", WORDS + r" with $\href{https://a.org}{b}$"),
    "macro of one's own": ("", WORDS + r" with $\newcommand{\a}{b}$"),
    "equation": ("", WORDS + " {eq}`odd`"),
    "label twice": ("", WORDS + "\n\n$$\nx\n$$ (odd)\n\n$$\ny\n$$ (odd)\n\nSo {eq}`odd`."),
    "mark without a note": ("", WORDS + "[^odd]"),
    "note without a mark": ("", WORDS + "\n\n[^odd]: b"),
    "invisible": ("", WORDS + " soft\u00adhyphen"),
    "two alphabets": ("", WORDS + " p\u0430per"),
    "money": ("", WORDS + " costs $5 and takes $6 too."),
    "display": ("", WORDS + " so $$x$$ is small."),
    "formula alone": ("", WORDS + "\n\n$x + y$\n\n" + WORDS[:200]),
    "short": ("", "Too short."),
    "long": ("", WORDS * 6),
    "latex": ("", WORDS + r" \emph{a}, ``b'', 1--2, G\"odel, a~b, \cite{cox2015ideals} and \(x^2\)"),
    "unlinked": ("", WORDS + " see arXiv:2501.01234"),
    "dollar": ("", WORDS + " a $ stands here"),
    "another address": ("", WORDS + " [epfl.ch](https://example.org/a)"),
    "another host": ("", WORDS + " [see www.epfl.ch/a](https://example.org)"),
    "its own address": ("", WORDS[:200] + " [www.example.org](https://example.org/a)"),
    "entity": ("", WORDS + " a&#x202e;b"),
    "cells": ("", WORDS + "\n\n" + f"{'a|' * 59}a\n{'--|' * 59}--\n" + f"{'a|' * 59}a\n" * 40),
    "problems": ("", WORDS + "<i>" * 101),
    "option": ("", WORDS + "\n\n```{math}\n:odd: a\nx\n```"),
    "label of a directive": ("", WORDS + "\n\n```{math}\n:label: 1 2\nx\n```"),
    "macro of many papers": ("", WORDS + r" with $\eps > 0$ and $\argmin_x \bbE f$"),
    "macro that is near": ("", WORDS + r" with $\norn{x}$ and $\vphi$"),
    "macro of the volume": ("", WORDS + r" with $x \in \RR$"),
    "brace": ("", WORDS + r" with $\frac{a}{b$"),
    "brace too many": ("", WORDS + r" with $a}$"),
    "two exponents": ("", WORDS + r" with $x^2^3$"),
    "ampersand": ("", WORDS + r" with $x & y$"),
    "left": ("", WORDS + r" with $\left( x$"),
    "right": ("", WORDS + r" with $x \right)$"),
    "argument": ("", WORDS + r" with $\frac$"),
    "environment": ("", WORDS + r" with $\begin{pmatirx} x \end{pmatirx}$"),
    "environment that ends as another": ("", WORDS + r" with $\begin{pmatrix} x \end{bmatrix}$"),
    "environment without an end": ("", WORDS + r" with $\begin{pmatrix} x$"),
    "column": ("", WORDS + r" with $\begin{array}{z} x \end{array}$"),
    "name of hyphens": ("", WORDS + r" by Erd\H{o}s~and \textbf{all} others \ldots{} \textsc{a}"),
    "cited in brackets": ("", WORDS + r" \citet{cox2015ideals} and \citep[p. 2]{cox2015ideals}"),
    "two backslashes": ("", WORDS + "\\\\\nso \\\\\n\nit is."),
    "address and doi": ("", WORDS + r" see doi:10.1000/182, www.example.org and \url{https://a.org}"),
}  # fmt: skip
BAD_BIB = {
    "string": '@string{a = "b"}',
    "type": "@wibble{a, title = {T}, author = {A. Author}, year = 2020}",
    "near type": "@artcle{a, title = {T}, author = {A. Author}, year = 2020}",
    "key": "@misc{é, title = {T}, author = {A. Author}}",
    "fields": "@article{a, note = {T}}",
    "end": "@misc{a, title = {T}, author = {A. Author}",
    "field": "@misc{a, wibble wobble}",
    "comma": "@misc{a title = {T}}",
    **{
        f"value {i}": f"@misc{{a, title = {{T}}, author = {{A. Author}}, {field}\n}}"
        for i, field in enumerate(
            (
                "note = {a} b",
                "note = {a} # {b}",
                "% a remark",
                "note = {a}, note = {b}",
                "note = odd",
                'note = "a',
                "note = {{{{{{{a}}}}}}}",
                "note = {" + "x" * 4001 + "}",
                "url = {odd}",
                "url = {http://a.org}",
                r"url = {http://a.org/b\_c}",
                "doi = {odd}",
                "doi = {https://doi.org/10.1000/182}",
                "eprint = {odd}",
                "eprint = {arXiv:2501.01234}",
                "eprint = {a?}, archiveprefix = {hal}",
                "isbn = {a?}",
                "year = {to appear}",
                "date = {May}",
                r"howpublished = {\url{https://a.org}}",
                r"note = {\emph a}",
                r"note = {\'}",
                r"note = {$\odd{x}$}",
                "note = {a {$x}$}",
                "note = {5 $}",
                "note = {a \\}",
                "note = {x^2}",
                "note = {a &amp; b &lt; c}",
                r"note = {\odd and \odd}",
                "abstract = {\\odd}, url = {a b}",
            )
        )
    },
    **{
        f"name {i}": f"@misc{{a, title = {{T}}, author = {{{value}}}}}"
        for i, value in enumerate(
            (
                "A. B and and C. D",
                "A, B, C, D",
                "A,",
                "others and A. B",
                "A. B et al.",
                "A. B; C. D",
                "A. $x$",
            )
        )
    },
    "same work": "@misc{a, title = {T}, author = {A. Odd}}\n@misc{b, title = {T}, author = {A. Odd}}",
    "same title": (
        "@book{clo, title = {Ideals, Varieties, and Algorithms: An Introduction to Computational Algebraic "
        "Geometry and Commutative Algebra}, author = {Cox, D.}, year = 2015}"
    ),
    "same number": (
        "@misc{a, title = {One}, author = {A. Odd}, eprint = {2501.01234v2}}\n"
        "@misc{b, title = {Two}, author = {B. Odd}, url = {https://arxiv.org/abs/2501.01234}}"
    ),
    "two entries": "@misc{a, title = {T}}\n@misc{b, author = {A. Odd}, title = {U} @misc{c, title = {V}}",
    "swallowed value": "@misc{a, note = {b,\n  title = {T},\n  author = {A. Odd}\n}",
    "too many fields": "@misc{a"
    + "".join(f", f{chr(97 + i // 26)}{chr(97 + i % 26)} = {{x}}" for i in range(61))
    + "}",
    "long": "@misc{a, title = {T}, author = {A. Odd}}\n" + "% a remark\n" * 6000,
    "invisible": "@misc{a, title = {T\u00ad}, author = {A. Odd}}",
}


def said_by_page(page: Page) -> list[str]:
    return sorted(" ".join(text.partition(": ")[2].split()) for text in (*faults(page), *advised(page)))


def said_by_check(problems: list[dict[str, str]]) -> list[str]:
    """What the command says, without its option: on the page a button does that."""
    return sorted(
        " ".join(re.sub(r" \(--fix [^)]*\)", "", f"{p['code']} {p['message']} {p['fix']}").split())
        for p in problems
    )


def compare(page: Page, place: Place, files: dict[str, dict[str, str]]) -> None:
    """See that of each of these files, by id and suffix, the page and the command say the same."""
    for id_, parts in files.items():
        for suffix, text in parts.items():
            folder = place.root / ("bib" if suffix == "bib" else "abstracts")
            (folder / f"{id_}.{suffix}").write_text(text, encoding="utf-8")
    checked = place.check(*files)
    place.remove(*files)
    differing = []
    for id_, parts in files.items():
        load(page, **{f"{id_}__{suffix}": text for suffix, text in parts.items()})
        wanted = said_by_check(checked[id_])
        found = said_by_page(page)
        if found != wanted or not wanted:
            differing.append(f"{id_}:\n  page  {found}\n  check {wanted}")
    assert not differing, "\n".join(differing)


def test_what_is_wrong_is_told_in_the_words_of_the_command(
    open_page: Callable[..., Page], place: Place
) -> None:
    files = {}
    for name, (more, body, *change) in BAD.items():
        text = HEAD.format(more=more, body=body)
        id_ = "bad-" + name.replace(" ", "-").replace(",", "").replace("'", "")
        files[id_] = {"md": text.replace(change[0], change[1], 1) if change else text}
    compare(open_page(), place, files)


def test_what_is_wrong_in_a_bibliography_is_told_in_the_same_words(
    open_page: Callable[..., Page], place: Place
) -> None:
    text = HEAD.format(more="", body=WORDS)
    files = {f"bib-{name.replace(' ', '-')}": {"md": text, "bib": bib} for name, bib in BAD_BIB.items()}
    compare(open_page(), place, files)


COMPLETE = """---
title: 'Ranks: over $\\R^n$'
authors:
  - name: Ada Maria Testperson
    orcid: 0000-0002-1825-0097
    affiliations: [north, south]
    corresponding: true
    presenting: true
  - name: {given: Juan, particle: de la, family: Cruz Núñez, suffix: Jr.}
    affiliations: [south]
  - name: {literal: 'The Group: One'}
affiliations:
  - id: north
    name: University of the North
    ror: https://ror.org/03yrm5c26
  - id: south
    name: 'South: an Institute'
topics: [second-topic, first-topic]
keywords: ['a, b', 'yes']
license: CC0-1.0
links:
  arxiv: '2501.01234'
  code: https://example.org/a?b=c#d
doi: 10.1000/182
date: 2027-02-01
status: sample
---

The *text* with $x^2$ and a list:

- one
- two
"""


def test_a_file_that_is_loaded_is_saved_with_all_that_it_said(open_page: Callable[..., Page]) -> None:
    page = open_page()
    load(page, complete__md=COMPLETE)
    expect(page.locator(".compose-notice")).to_contain_text("Everything in it was taken over.")
    name, text = download(page)
    assert name == "complete.md"
    before, _, _ = read_contribution(COMPLETE.encode(), "abstracts/complete.md", "complete")
    after, _, _ = read_contribution(text.encode(), "abstracts/complete.md", "complete")
    assert before
    assert after
    assert after.meta == before.meta
    assert text.partition("\n---\n")[2] == COMPLETE.partition("\n---\n")[2]


def test_of_many_affiliations_each_is_a_line_until_it_is_opened(open_page: Callable[..., Page]) -> None:
    page = open_page()
    places = ", ".join(f"{{id: a{i}, name: University {i}}}" for i in range(1, 8))
    all_ids = ", ".join(f"a{i}" for i in range(1, 8))
    load(
        page,
        many__md=f"---\ntitle: Ranks\nauthors:\n  - name: Ada Testperson\n    affiliations: [{all_ids}]\n"
        f"affiliations: [{places}]\n---\n{WORDS}\n",
    )
    folds = page.locator(".affiliations-of .fold")
    assert folds.locator("> summary").all_inner_texts() == [f"{i}. University {i}" for i in range(1, 8)]
    expect(page.locator("#affiliations-6-name")).to_be_hidden()
    expect(page.locator("#authors-0-family")).to_be_visible()
    folds.last.locator("> summary").press("Enter")
    page.locator("#affiliations-6-name").fill("Other University")
    settle(page)
    expect(folds.last.locator("> summary")).to_have_text("7. Other University")
    page.get_by_role("button", name="Remove affiliation 7").press("Enter")
    expect(page.locator("#affiliations-0-name")).to_be_visible()
    expect(folds.first.locator("> summary")).to_be_hidden()


def test_what_could_not_be_taken_over_is_named(open_page: Callable[..., Page]) -> None:
    page = open_page()
    load(page, odd__md=HEAD.format(more="    email: a@b.org\nboard: 7\n", body=WORDS))
    lost = page.locator(".compose-notice li").all_inner_texts()
    assert lost == [
        "FM-KEY There is no key “board”. Organizers place contributions in docs/programme.yml.",
        (
            "Author 1: FM-KEY There is no key “email”. Addresses are not published; mark an author with "
            "`corresponding: true`."
        ),
    ]
    choose(page, broken__md="---\ntitle: [a\n---\n\nText.\n")
    expect(page.locator(".compose-notice h2")).to_have_text("broken.md cannot be read")
    expect(page.locator(".compose-notice li")).to_have_text(
        "Line 2: YAML A bracket [ or { is not closed. Close it, or quote the value."
    )
    assert page.get_by_label("Title of the contribution").input_value() == "Ranks"


def test_a_draft_is_there_again_after_the_page_was_left(open_page: Callable[..., Page]) -> None:
    page = open_page()
    load(page, complete__md=COMPLETE)
    before = page.locator(".file-text").text_content()
    page.reload()
    expect(page.locator(".compose-form")).to_be_visible()
    settle(page)
    assert page.locator(".file-text").text_content() == before
    page.get_by_role("button", name="Start anew").click()
    settle(page)
    assert page.get_by_label("Text of the abstract").input_value() == ""
    page.get_by_role("button", name="Bring it back").click()
    settle(page)
    assert page.locator(".file-text").text_content() == before
    page.get_by_role("button", name="Start anew").click()
    page.reload()
    expect(page.locator(".compose-form")).to_be_visible()
    assert page.get_by_label("Text of the abstract").input_value() == ""


def test_the_page_works_where_the_browser_keeps_nothing(page_for: PageFor, place: Place) -> None:
    page = page_for(fresh=True)
    page.add_init_script(
        "Object.defineProperty(window, 'localStorage', "
        "{ get() { throw new DOMException('refused', 'SecurityError'); } });"
    )
    page.goto(f"{place.address}compose.html")
    page.get_by_label("Title of the contribution").fill("Ranks")
    expect(page.locator(".compose-draft")).to_have_text(
        "Your browser keeps no draft: take the file with you before you leave."
    )
    expect(page.locator(".preview h2")).to_have_text("Ranks")


AMSART = r"""\documentclass{amsart}
\newcommand{\eps}{\varepsilon}
\DeclareMathOperator{\brank}{brank}
\title[Short]{Border ranks of \emph{general} tensors}
\author[A. G\"odel]{Anna G\"odel}
\address{Department of Mathematics, University of Somewhere, 1 Street, Town}
\email{anna@example.org}
\author{Jos\'e N\'u\~nez}
\address{Institute for Things, Place}
\thanks{Supported by nobody.}
\keywords{border rank, tensors}
\begin{document}
\begin{abstract}
We show ``sharp'' bounds~\cite{cox2015ideals} for $\eps$-approximation --- see \citet{cox2015ideals}:
\begin{equation}\label{eq:main}
\brank(T) \le \eps^{-1}. % a remark
\end{equation}
By \eqref{eq:main}, \textbf{all} is well in 50\% of cases.
\begin{itemize}
\item one
\item two
\end{itemize}
\end{abstract}
\maketitle
\end{document}
"""
NEURIPS = r"""\title{Deep Nets \\ and Tensors}
\author{%
  Ada B.~Lovelace\thanks{Equal contribution.} \\
  Department of Computing\\
  University of London\\
  \texttt{ada@example.org} \\
  \And
  Kurt G\"odel \\
  Institute for Advanced Study \\
  \texttt{kurt@example.org}
}
\begin{abstract}
A network \(f\) learns \[ x^2 \] and more.
\end{abstract}
"""
LLNCS = r"""\title{Tensors and Nets\thanks{Funded.}}
\author{Ada Lovelace\inst{1,2}\orcidID{0000-0002-1825-0097} \and Bo van Berg\inst{2}}
\institute{University of A, Town \email{a@a.org} \and Laboratory B, City}
\begin{abstract}
The abstract of a paper.
\keywords{First word \and Second word}
\end{abstract}
"""


def paste(page: Page, source: str) -> str:
    page.get_by_role("button", name="Paste from LaTeX").click()
    page.get_by_label("LaTeX source").fill(source)
    page.get_by_role("button", name="Take it over").click()
    settle(page)
    return page.locator(".file-text").text_content() or ""


def test_latex_in_the_style_of_amsart_becomes_a_file_without_problems(
    open_page: Callable[..., Page], place: Place
) -> None:
    page = open_page()
    paste(page, AMSART)
    assert faults(page) == []
    id_, text = save(page, place)
    checked = place.check(id_)[id_]
    place.remove(id_)
    assert [problem["code"] for problem in checked] == ["LENGTH"]
    made, _, _ = read_contribution(text.encode(), f"abstracts/{id_}.md", id_)
    assert made
    assert made.meta.title == "Border ranks of *general* tensors"
    assert [author.name.display for author in made.meta.authors] == ["Anna Gödel", "José Núñez"]
    assert [where.name for where in made.meta.affiliations] == [
        "University of Somewhere", "Institute for Things",
    ]  # fmt: skip
    assert made.meta.keywords == ("border rank", "tensors")
    body = text.partition("\n---\n")[2]
    assert "“sharp” bounds {cite:p}`cox2015ideals` for $\\varepsilon$-approximation" in body
    assert "\\operatorname{brank}(T) \\le \\varepsilon^{-1}." in body
    assert "$$ (eq:main)" in body
    assert "By {eq}`eq:main`, **all** is well in 50% of cases." in body
    assert "- one\n- two" in body


def test_latex_of_conferences_gives_authors_and_institutions(open_page: Callable[..., Page]) -> None:
    page = open_page()
    for source, people, places in (
        (
            NEURIPS,
            ["Ada B. Lovelace", "Kurt Gödel"],
            ["University of London", "Institute for Advanced Study"],
        ),
        (LLNCS, ["Ada Lovelace", "Bo van Berg"], ["University of A", "Laboratory B"]),
    ):
        text = paste(page, source)
        assert faults(page) == []
        made, _, problems = read_contribution(text.encode(), "abstracts/a.md", "a")
        assert made, problems
        assert [author.name.display for author in made.meta.authors] == people
        assert [where.name for where in made.meta.affiliations] == places
    assert made.meta.keywords == ("First word", "Second word")
    assert made.meta.authors[0].orcid == "0000-0002-1825-0097"
    assert [len(author.affiliations) for author in made.meta.authors] == [2, 1]


def test_the_forge_is_given_the_whole_file_or_it_is_pasted(open_page: Callable[..., Page]) -> None:
    page = open_page()
    load(page, complete__md=COMPLETE)
    link = page.locator('[data-propose="md"]')
    asked = urlsplit(link.get_attribute("href") or "")
    assert (asked.netloc, asked.path) == ("github.com", "/workshop/volume/new/main/abstracts")
    values = parse_qs(asked.query)
    assert values["filename"] == ["complete.md"]
    assert values["value"] == [page.locator(".file-text").text_content()]
    page.get_by_label("Text of the abstract").fill("€ " * 3000)
    settle(page)
    assert link.get_attribute("href") == (
        "https://github.com/workshop/volume/new/main/abstracts?filename=complete.md"
    )
    expect(page.locator(".propose-say")).to_contain_text("paste it there")


def test_a_file_that_is_not_ready_shows_why_and_is_given_when_asked_again(
    open_page: Callable[..., Page],
) -> None:
    page = open_page()
    page.get_by_label("Title of the contribution").fill("Ranks")
    settle(page)
    page.locator('[data-do="download"]').click()
    expect(page.locator("#compose-summary")).to_be_focused()
    settle(page)
    assert [text.partition(":")[0] for text in faults(page)] == ["Authors", "Abstract"]
    page.locator(".summary-problems a").nth(1).click()
    expect(page.get_by_label("Text of the abstract")).to_be_focused()
    body = page.get_by_label("Text of the abstract")
    assert body.get_attribute("aria-invalid") == "true"
    ids = (body.get_attribute("aria-describedby") or "").split()
    assert "The abstract has no text." in " ".join(page.locator(f"#{id_}").inner_text() for id_ in ids)
    assert download(page)[0] == "ranks.md"


@pytest.mark.parametrize(("scheme", "width"), WAYS)
def test_the_form_has_no_barriers(open_page: Callable[..., Page], scheme: Scheme, width: int) -> None:
    page = open_page(width, scheme)
    load(page, complete__md=COMPLETE.replace("0097", "0098"))
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    found = Axe().run(page, options=RULES).response["violations"]
    assert not found, json.dumps(found, indent=1)[:3000]


def test_without_a_script_the_page_says_what_to_write(page_for: PageFor, place: Place) -> None:
    page = page_for(java_script_enabled=False)
    page.goto(f"{place.address}compose.html")
    expect(page.locator(".compose-unscripted")).to_contain_text("The form needs JavaScript.")
    text = page.locator(".compose-unscripted pre").text_content() or ""
    made, _, problems = read_contribution(text.encode(), "abstracts/template.md", "template")
    assert made, problems
