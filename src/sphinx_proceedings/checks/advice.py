"""Advice: what a sound contribution would be better without.

Advice is about form, and no machine is sure of form. So it is given to whoever asks (`proceedings check`),
keeps nothing out, and fails neither a build nor a check, unless the check is asked to be strict.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

from sphinx_proceedings import names
from sphinx_proceedings.checks import habits
from sphinx_proceedings.checks.usage import Usage, institution_key, keyword_key, usual_spelling
from sphinx_proceedings.content.prose import HIDDEN, Scanned, scan
from sphinx_proceedings.model import Contribution, Settings
from sphinx_proceedings.problems import Problem
from sphinx_proceedings.sources.contribution import split
from sphinx_proceedings.sources.marked_yaml import Key, Marked

FEWEST, MOST = 80, 400
KEYWORDS = 8
SHORT = 24
"""A display that is as long as this, dollars and all, would fit into its line."""
NEAR = 200
"""So many characters beside a formula are looked at."""
SENTENCES = re.compile(r"[^\W\d_]{2,}")
AMOUNT = re.compile(r"\$\d[\d.,]*[^\S\n]+(?:[^\W\d_\s]+[,;]?\s+)+\(?\$", re.ASCII)
TIGHT = re.compile(r"[\w,:;(][ \t]*\Z")
LOOSE = re.compile(r"[ \t]*[a-z(]")
ODD_NAME = re.compile(r",|[^\W\d_a-zà-ÿ]{3}")
COMMENT = re.compile(r"(?:^|[ \t])#.*$", re.MULTILINE)


@dataclass(frozen=True)
class Sheet:
    """One contribution as rules of advice see it: its record, where its keys stand, its source in parts."""

    contribution: Contribution
    marked: Marked
    head: str
    body: str

    @property
    def head_at(self) -> int:
        """Where front matter begins in the file."""
        return self.contribution.source.index("\n") + 1

    @property
    def body_at(self) -> int:
        """Where the text begins in the file."""
        return len(self.contribution.source) - len(self.body)

    @cached_property
    def text(self) -> Scanned:
        """The abstract, with its prose told from the rest."""
        return scan(self.body)


Remark = tuple[Key, str, str, str]
"""The way to a value; the code, the message and the remedy."""
Advice = Remark | tuple[int, str, str, str]
"""The same, or with an offset in the file's text."""


def habits_of_latex(sheet: Sheet) -> Iterator[Advice]:
    """The text has no commands, accents, quotes, dashes or ties of LaTeX, and no open addresses."""
    for found in habits.seen(sheet.text):
        yield sheet.body_at + found.start, found.habit.code, _said(found), _remedy(found)
    if not any(sign in sheet.head for sign in habits.SIGNS_OF_HEAD):
        return
    for found in habits.seen(scan_head(sheet.head), head=True):
        yield sheet.head_at + found.start, found.habit.code, _said(found), _remedy(found)


def scan_head(head: str) -> Scanned:
    """Front matter with its remarks hidden."""
    scanned = scan(head)
    prose = COMMENT.sub(lambda remark: HIDDEN * len(remark[0]), scanned.prose)
    return Scanned(head, prose, scanned.formulas)


def _said(found: habits.Seen) -> str:
    given = " ".join(found.given.split())
    return f"“{given}”: {found.habit.message}" if len(given) <= 60 else found.habit.message


def _remedy(found: habits.Seen) -> str:
    if found.instead is None:
        return found.habit.fix
    if found.habit.code == "TEX-BREAK":
        return "Leave them out, or write one at the end of the line to break it there."
    if found.habit.code == "TEX-CITE":
        return f"Write {found.instead} (--fix does, where a bibliography has it)."
    shown = found.instead if found.instead.strip() else "a blank"
    return f"Write {shown} (--fix does)."


def money_is_no_formula(sheet: Sheet) -> Iterator[Advice]:
    """No two amounts in dollars have become a formula."""
    for begin, end in sheet.text.formulas:
        tex = sheet.body[begin:end]
        if sheet.body[end : end + 1].isdigit() and AMOUNT.fullmatch(tex):
            shown = " ".join(tex.split())
            message = f"“{shown}” is read as a formula, from one dollar sign to the next."
            yield (
                sheet.body_at + begin,
                "MONEY",
                message,
                r"Write \$ for the sign: " + shown.replace("$", r"\$") + "…",
            )


def displays_stand_alone(sheet: Sheet) -> Iterator[Advice]:
    """A display stands between lines, and a formula alone in its paragraph is a display."""
    prose = sheet.text.prose
    for begin, end in sheet.text.formulas:
        tex = sheet.body[begin:end]
        before, after = prose[max(begin - NEAR, 0) : begin], prose[end : end + NEAR]
        if tex.startswith("$$"):
            sits = TIGHT.search(before.rpartition("\n")[2]) and LOOSE.match(after.partition("\n")[0])
            if sits and "\n" not in tex and len(tex) <= SHORT:
                fix = f"Write ${tex[2:-2].strip()}$ with single dollars, or give it lines of its own."
                yield sheet.body_at + begin, "DISPLAY", "A display interrupts this sentence.", fix
        elif tex.startswith("$") and _is_alone(before, after):
            message = "A formula stands alone in its paragraph."
            yield sheet.body_at + begin, "DISPLAY", message, f"Make it a display: ${tex}$."


def _is_alone(before: str, after: str) -> bool:
    """Whether a paragraph holds nothing between these; a mark of punctuation may follow."""
    rest, _, following = after.partition("\n")
    beside = "".join(before.split("\n")[-2:]) + following.partition("\n")[0]
    return not beside.strip() and rest.strip() in {"", ".", ","}


def length_is_that_of_an_abstract(sheet: Sheet) -> Iterator[Advice]:
    """An abstract has 80 to 400 words; a formula counts as one. Samples may be shorter."""
    words = 0 if sheet.contribution.is_sample else sheet.text.words
    at = sheet.body_at + len(sheet.body) - len(sheet.body.lstrip())
    if 0 < words < FEWEST:
        fix = f"Write {FEWEST} or more: the question, what you show, and why it matters."
        yield at, "LENGTH", f"The abstract has {words} word{'' if words == 1 else 's'}.", fix
    elif words > MOST:
        fix = f"Cut it to {MOST}; the paper has room for the rest."
        yield at, "LENGTH", f"The abstract has {words} words.", fix


def title_is_no_shout(sheet: Sheet) -> Iterator[Advice]:
    """A title is written like a sentence, not in capital letters."""
    title = sheet.contribution.meta.title
    words = SENTENCES.findall(re.sub(r"\$[^$]*\$", "", title))
    loud = [word for word in words if word.isupper()]
    if len(words) >= 3 and len(loud) > 0.7 * len(words) and any(len(word) > 4 for word in loud):
        calm = title[0].upper() + title[1:].lower()
        fix = f"Write it like a sentence: {calm} (names and acronyms as they are)."
        yield ("title",), "TITLE-CAPITALS", "The title is in capital letters.", fix


def names_are_in_reading_order(sheet: Sheet) -> Iterator[Advice]:
    """A name is written as it is said: given names first, and no part in capitals only."""
    authors = sheet.marked.data.get("authors")
    for i, author in enumerate(authors if isinstance(authors, list) else []):
        name = author.get("name") if isinstance(author, dict) else None
        if not isinstance(name, str) or not ODD_NAME.search(name):
            continue
        given, particle, family, suffix = names.split_name(name)
        said = " ".join(part for part in (given, particle, family, suffix) if part)
        loud = [
            word
            for word in name.replace(",", " ").split()
            if len(word) > 2 and word.isupper() and word.isalpha()
        ]
        if given and "," in name and said != " ".join(name.replace(",", " ").split()):
            message = f"“{name}” has the family name first."
            yield ("authors", i, "name"), "NAME-ORDER", message, f"Write {_calm(said)}."
        elif (
            loud
            and len(loud) == len([word for word in name.split() if len(word) > 2])
            and len(name.split()) > 1
        ):
            yield (
                ("authors", i, "name"),
                "NAME-ORDER",
                f"“{name}” is in capital letters.",
                f"Write {_calm(name)}.",
            )
        elif given and len(loud) == 1 and name.split()[0] == loud[0]:
            turned = _calm(" ".join([*name.split()[1:], loud[0]]))
            message = f"“{name}” seems to have the family name first."
            yield ("authors", i, "name"), "NAME-ORDER", message, f"Write {turned}."


def _calm(name: str) -> str:
    return " ".join(w.title() if len(w) > 1 and w.isupper() and w.isalpha() else w for w in name.split())


def keywords_are_few(sheet: Sheet) -> Iterator[Advice]:
    """There are at most eight keywords."""
    number = len(sheet.contribution.meta.keywords)
    if number > KEYWORDS:
        fix = "Keep those under which somebody would look for it."
        yield ("keywords", KEYWORDS), "KEYWORDS", f"There are {number} keywords.", fix


RULES: tuple[Callable[[Sheet], Iterator[Advice]], ...] = (
    habits_of_latex,
    money_is_no_formula,
    displays_stand_alone,
    length_is_that_of_an_abstract,
    title_is_no_shout,
    names_are_in_reading_order,
    keywords_are_few,
)


def authors_are_affiliated(contribution: Contribution, usage: Usage) -> Iterator[Remark]:
    """Where a contribution, or the volume as a rule, names affiliations, each author has one."""
    meta = contribution.meta
    people = [(i, author) for i, author in enumerate(meta.authors) if not author.name.literal]
    without = [(i, author) for i, author in people if not author.affiliations]
    known = ", ".join(place.id for place in meta.affiliations)
    if without and (meta.affiliations or (usage.affiliated and meta.authors)):
        fix = (
            f"Add affiliations: [{known}]." if known else "Add it under affiliations: and name its id here."
        )
        for i, author in without if known else without[:1]:
            yield ("authors", i), "UNAFFILIATED", f"{author.name.display} has no affiliation.", fix


def keywords_are_shared(contribution: Contribution, usage: Usage) -> Iterator[Remark]:
    """Each keyword is spelled as the rest of the volume spells it."""
    for i, word in enumerate(contribution.meta.keywords):
        usual, number = usual_spelling(word, usage.keywords.get(keyword_key(word), Counter([word])))
        if usual:
            message = f"“{word}” is spelled “{usual}” in {number} abstracts, and so has another page."
            yield ("keywords", i), "KEYWORD-SPELLING", message, f"Write {usual}."


def affiliations_are_spelled_alike(contribution: Contribution, usage: Usage) -> Iterator[Remark]:
    """An institution has one name in the whole volume."""
    for i, place in enumerate(contribution.meta.affiliations):
        counts = usage.affiliations.get(institution_key(place.name), Counter([place.name]))
        usual, number = usual_spelling(place.name, counts)
        if usual:
            message = f"“{place.name}” is spelled “{usual}” in {number} abstracts."
            yield ("affiliations", i, "name"), "AFFILIATION-NAME", message, f"Write {usual}."


COMPARISONS: tuple[Callable[[Contribution, Usage], Iterator[Remark]], ...] = (
    authors_are_affiliated,
    keywords_are_shared,
    affiliations_are_spelled_alike,
)


def run(contribution: Contribution, marked: Marked) -> Iterator[Problem]:
    """The advice on a contribution by itself. Where it was withdrawn there is none."""
    if contribution.is_withdrawn:
        return
    head, body, _, _ = split(contribution.source, contribution.path)
    sheet = Sheet(contribution, marked, head, body)
    for rule in RULES:
        for at, code, message, fix in rule(sheet):
            place = _place(contribution.source, at) if isinstance(at, int) else marked.place(at)
            yield Problem(contribution.path, *place, code, message, fix)


def compare(
    contributions: Iterable[Contribution], usage: Usage, marks: Callable[[Contribution], Marked]
) -> Iterator[Problem]:
    """The advice on contributions among the others. `marks` says where the keys of one stand."""
    for contribution in contributions:
        if contribution.is_withdrawn:
            continue
        found = [remark for comparison in COMPARISONS for remark in comparison(contribution, usage)]
        marked = marks(contribution) if found else Marked({})
        for way, code, message, fix in found:
            yield Problem(contribution.path, *marked.place(way), code, message, fix)


def _place(source: str, at: int) -> tuple[int, int]:
    before = source[:at]
    return before.count("\n") + 1, at - (before.rfind("\n") + 1) + 1


def of_settings(settings: Settings, path: str) -> Iterator[Problem]:
    """Whether the volume says under which licence abstracts are published."""
    if "license" not in settings.model_fields_set:
        message = f"No licence is named, so abstracts are published under {settings.license}."
        yield Problem(
            path, 1, 1, "LICENCE", message, f"Ask the authors, and write license: {settings.license}."
        )
