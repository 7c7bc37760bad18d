"""What can be mended in a file because it has one right answer; all its other bytes stay."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass

from sphinx_proceedings.checks import advice, habits
from sphinx_proceedings.checks.habits import Seen
from sphinx_proceedings.content.prose import scan
from sphinx_proceedings.gate.text import describe, refused
from sphinx_proceedings.model import Contribution
from sphinx_proceedings.sources.contribution import read_contribution, split

INDENT = re.compile(r"^( *\t[ \t]*)", re.MULTILINE)
ADDRESSED = re.compile(
    r"(?P<doi>\bdoi:[ ]+['\"]?)https?://(?:dx\.)?doi\.org/(?=10\.)"
    r"|(?P<arxiv>\barxiv:[ ]+)(['\"]?)(?:https?://arxiv\.org/(?:abs|pdf)/|arXiv:[ ]?)"
    r"(?P<number>\d{4}\.\d{4,5}(?:v\d+)?)(?:\.pdf)?"
)
ROUNDS = 8
SINGLY = 40
"""Habits of a round that are tried one by one, where all at once would do harm: each costs two readings."""
PATH, ID = "abstracts/mended.md", "mended"


@dataclass(frozen=True)
class Deed:
    """What was done, in words, and on which line; 0 stands for the whole file."""

    line: int
    what: str


Mended = tuple[str, list[Deed]]
"""A text, and what was done to it."""


def plain_line_ends(text: str) -> Mended:
    """Line ends of old systems become those that all others use."""
    if "\r" not in text:
        return text, []
    return text.replace("\r\n", "\n").replace("\r", "\n"), [Deed(0, "changed the line ends")]


def no_invisible_characters(text: str) -> Mended:
    """Characters that cannot be seen, or that change how others look, are taken out."""
    wrong = sorted(refused(text))
    for character in wrong:
        text = text.replace(character, "")
    return text, [Deed(0, f"removed {describe(character)}") for character in wrong]


def no_tabs_in_front_matter(text: str) -> Mended:
    """A tab that indents a line of front matter becomes two spaces."""
    head, fence, rest = text.partition("\n---")
    mended = INDENT.sub(lambda match: match[1].replace("\t", "  "), head)
    return mended + fence + rest, [Deed(0, "replaced tabs by spaces")] if mended != head else []


def bare_numbers(text: str) -> Mended:
    """A DOI or an arXiv number that front matter gives as an address becomes the bare number."""
    head, fence, rest = text.partition("\n---")
    deeds = []

    def bare(match: re.Match[str]) -> str:
        quote = match[3] or ""
        made = match["doi"] or f"{match['arxiv']}{quote}{match['number']}"
        deeds.append(Deed(line_of(head, match.start()), f"{match[0]} → {made}"))
        return made

    return ADDRESSED.sub(bare, head) + fence + rest, deeds


def no_habits(text: str, keys: Collection[str] = ()) -> Mended:
    """Habits of LaTeX become Markdown, and open addresses links, wherever nothing else changes by it.

    A citation waits until its keys are among `keys`: before, it would be one of nothing.
    """
    deeds: list[Deed] = []
    for _ in range(ROUNDS):
        todo = [seen for seen in _habits(text) if _cites_known(seen, keys)]
        mended = _replaced(text, todo)
        kept = todo
        if todo and not _is_harmless(text, mended, todo):
            mended, kept = text, []
            # From the end, so that the places of the others stay.
            for seen in reversed(todo[:SINGLY]):
                tried = _replaced(mended, [seen])
                if _is_harmless(mended, tried, [seen]):
                    mended, kept = tried, [seen, *kept]
        if not kept:
            break
        deeds += [Deed(line_of(text, s.start), f"{_shown(s.given)} → {_shown(s.instead)}") for s in kept]
        text = mended
    return text, deeds


def _habits(text: str) -> Iterator[Seen]:
    head, body, _, problems = split(text, PATH)
    if problems:
        return
    for start, scanned, of_head in (
        (text.index("\n") + 1, advice.scan_head(head), True),
        (len(text) - len(body), scan(body), False),
    ):
        for seen in habits.seen(scanned, head=of_head):
            if seen.instead is not None:
                yield Seen(seen.habit, start + seen.start, start + seen.end, seen.given, seen.instead)


def _cites_known(seen: Seen, keys: Collection[str]) -> bool:
    cited = (seen.instead or "").split("`")[1].split(",") if seen.habit.code == "TEX-CITE" else ()
    return all(key in keys for key in cited)


def _replaced(text: str, todo: Iterable[Seen]) -> str:
    for seen in reversed(list(todo)):
        text = text[: seen.start] + (seen.instead or "") + text[seen.end :]
    return text


def line_of(text: str, at: int) -> int:
    """The line on which an offset lies."""
    return text.count("\n", 0, at) + 1


def _shown(text: str | None) -> str:
    words = " ".join((text or "").split())
    return words or ("a blank" if text else "nothing")


def _is_harmless(before: str, after: str, todo: list[Seen]) -> bool:
    """Whether a change brings no Problem, and leaves all but words as it was."""
    one, _, problems = read_contribution(before.encode(), PATH, ID)
    other, _, new = read_contribution(after.encode(), PATH, ID)
    if Counter(p.code for p in new) - Counter(p.code for p in problems) or (one and not other):
        return False
    made = sum(seen.habit.code == "TEX-MATH" for seen in todo)
    if one is None or other is None:
        return _is_kept(_formulas(before), _formulas(after), made)
    if _facts(one) != _facts(other):
        return False
    return all(
        _is_kept(list(_of_kinds(one, kinds)), list(_of_kinds(other, kinds)), most)
        for kinds, most in (
            (("math", "display"), made),
            (("code", "codeblock"), len(todo)),
            (("link", "image", "figure", "cite", "eqref", "noteref"), len(todo)),
        )
    )


def _formulas(text: str) -> list[str]:
    return [text[begin:end] for begin, end in scan(text).formulas]


def _is_kept(before: list[str], after: list[str], new: int) -> bool:
    """Whether `after` is `before` with at most `new` things more, in the same order."""
    rest = iter(after)
    return all(any(one == other for other in rest) for one in before) and len(after) <= len(before) + new


def _of_kinds(contribution: Contribution, kinds: tuple[str, ...]) -> Iterator[str]:
    for tree in (contribution.title, contribution.body):
        for node in tree.of_kind(*kinds):
            # Two pairs of LaTeX's quotation marks are code to Markdown.
            if node.kind != "code" or "''" not in node.text:
                yield f"{node.text} {node.attrs}"


def _facts(contribution: Contribution) -> dict[str, object]:
    """Front matter without what is made of words."""
    meta = contribution.meta
    return {
        **meta.model_dump(exclude={"title", "authors", "affiliations", "keywords"}),
        "authors": [author.model_dump(exclude={"name"}) for author in meta.authors],
        "affiliations": [place.model_dump(exclude={"name"}) for place in meta.affiliations],
        "keywords": len(meta.keywords),
    }


MENDINGS: tuple[Callable[[str], Mended], ...] = (
    plain_line_ends,
    no_invisible_characters,
    no_tabs_in_front_matter,
    bare_numbers,
)


def mend(data: bytes, keys: Collection[str] = ()) -> tuple[bytes, list[Deed]]:
    """The file mended, and what was done; `keys` are those that it may cite.

    A file that is not UTF-8 is left as it is.
    """
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data, []
    done: list[Deed] = []
    for mending in MENDINGS:
        text, did = mending(text)
        done += did
    text, did = no_habits(text, keys)
    done += did
    return (text.encode() if done else data), done
