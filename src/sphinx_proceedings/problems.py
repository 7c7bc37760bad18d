"""A Problem: one thing that somebody should mend, said so that they can."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple


def visible(text: str) -> str:
    """`text` in one line, with nothing in it that a terminal or a log would obey."""
    if text.isprintable():
        return text
    return "".join(c if c.isprintable() else " " if c.isspace() else f"\\u{{{ord(c):x}}}" for c in text)


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One fault in one file.

    `path` is relative to the volume's root, with forward slashes. `line` and `column` count from 1;
    0 means that the fault is in the file as a whole. The texts may quote what a stranger wrote: they
    are made `visible`.
    """

    path: str
    line: int
    column: int
    code: str
    message: str
    fix: str = ""

    def __post_init__(self) -> None:
        for name in ("path", "message", "fix"):
            object.__setattr__(self, name, visible(getattr(self, name)))

    def __str__(self) -> str:
        where = f"{self.path}:{self.line}:{self.column}" if self.line else self.path
        remedy = f" {self.fix}" if self.fix else ""
        return f"{where}: {self.code}: {self.message}{remedy}"


class Code(NamedTuple):
    """What a problem code stands for.

    `quarantines` says whether a contribution that has such a Problem is left out of the volume,
    with a placeholder at its address, until it is mended. `advice` is about form: the text is valid and
    is shown, so it quarantines nothing, fails no build, and `check` fails for it only if it is asked to.
    """

    quarantines: bool
    meaning: str
    advice: bool = False

    @property
    def effect(self) -> str:
        """In a word what becomes of a contribution with such a Problem; empty where it is only shown."""
        return "quarantines" if self.quarantines else "advice" if self.advice else ""


CODES: dict[str, Code] = {
    "TREE-NAME": Code(True, "A file's name is not lower-case letters, digits and hyphens."),
    "TREE-KIND": Code(True, "Something in the folder is not a regular file of a known kind."),
    "TREE-COLLISION": Code(True, "Two files' names differ only by case or by accents' encoding."),
    "UTF8": Code(True, "The file is not UTF-8 text."),
    "UNICODE": Code(True, "A control, invisible or direction-changing character."),
    "BUDGET": Code(True, "The file is too long, or nests too deeply."),
    "FRONT-MATTER": Code(True, "The file does not begin with a block of front matter."),
    "YAML": Code(True, "The front matter or settings file is not valid YAML."),
    "YAML-ALIAS": Code(True, "YAML anchors, aliases and tags are refused."),
    "YAML-KEY": Code(True, "A key is given twice."),
    "FM-KEY": Code(True, "A key that the format does not have."),
    "FM-REQUIRED": Code(True, "A required key is missing or empty."),
    "FM-VALUE": Code(True, "A value that does not fit its key."),
    "ORCID": Code(True, "An ORCID iD that is malformed or fails its checksum."),
    "ROR": Code(True, "A ROR identifier that is malformed or fails its checksum."),
    "AFFILIATION": Code(False, "An author names an affiliation that is not declared."),
    "EMPTY": Code(True, "The abstract has no text."),
    "TOKEN": Code(True, "A Markdown construct that abstracts may not use."),
    "LANG": Code(True, "A language of code that is not on the list."),
    "DIRECTIVE": Code(True, "A directive that abstracts may not use."),
    "ROLE": Code(True, "A role that abstracts may not use."),
    "LINK": Code(True, "A link that is not https, mailto or a DOI."),
    "TARGET": Code(False, "A link within the site that leads nowhere."),
    "ATTRS": Code(True, "Attributes in braces are refused."),
    "FIGURE": Code(True, "A picture that is not in the contribution's own folder, or is unusable."),
    "EQUATION": Code(False, "A reference to an equation that does not exist, or a label used twice."),
    "FOOTNOTE": Code(False, "A footnote without a text, or a text without a mark."),
    "MATH": Code(False, "A formula that cannot be typeset; its source is shown in a box instead."),
    "TOPIC": Code(False, "A topic that the volume does not have."),
    "CITATION": Code(False, "A citation of an entry that no bibliography has."),
    "BIB": Code(
        False, "An entry, or a whole bibliography file, that cannot be used; a work that has a key already."
    ),
    "IMPORT": Code(False, "A record that could not be imported exactly."),
    "PROGRAMME": Code(
        False, "The programme names something that does not exist, or two parts of it clash."
    ),
    "PEOPLE": Code(False, "The list of people means nobody, or does not tell two people apart."),
    "VOLUME": Code(False, "The volume's settings contradict themselves."),
    "TEX-COMMAND": Code(False, "A command of LaTeX in the text, which is shown as it is.", advice=True),
    "TEX-CITE": Code(False, "A citation in LaTeX, which is shown as it is.", advice=True),
    "TEX-BREAK": Code(False, "Two backslashes in the text, which are shown as one.", advice=True),
    "TEX-QUOTES": Code(False, "LaTeX's quotation marks, which may be read as code.", advice=True),
    "TEX-DASH": Code(False, "Two or three hyphens for a dash, which are shown as hyphens.", advice=True),
    "TEX-ACCENT": Code(False, "A letter with its accent in LaTeX, which is shown as it is.", advice=True),
    "TEX-TIE": Code(False, "A tilde between words, which is shown as a tilde.", advice=True),
    "TEX-MATH": Code(False, "A formula between marks that abstracts do not have.", advice=True),
    "DOLLAR": Code(False, "A dollar sign that begins or ends no formula.", advice=True),
    "MONEY": Code(False, "A dollar sign for money, which begins a formula.", advice=True),
    "DISPLAY": Code(False, "A display within a sentence, or a formula alone in a paragraph.", advice=True),
    "UNLINKED": Code(False, "An address, a DOI or an arXiv number that is no link.", advice=True),
    "TITLE-CAPITALS": Code(False, "A title in capital letters.", advice=True),
    "LENGTH": Code(False, "An abstract under 80 words or over 400.", advice=True),
    "NAME-ORDER": Code(False, "A name with the family name first, or in capital letters.", advice=True),
    "UNAFFILIATED": Code(
        False, "An author without an affiliation, where the others have one.", advice=True
    ),
    "AFFILIATION-NAME": Code(
        False, "An institution spelled unlike in other abstracts of the volume.", advice=True
    ),
    "KEYWORDS": Code(False, "More than eight keywords.", advice=True),
    "KEYWORD-SPELLING": Code(False, "A keyword spelled unlike in other abstracts.", advice=True),
    "LICENCE": Code(False, "The volume names no licence for its abstracts.", advice=True),
}


def quarantines(problems: Iterable[Problem]) -> bool:
    """Whether any of `problems` keeps a contribution out of the volume."""
    return any(CODES[problem.code].quarantines for problem in problems)


def advises(problem: Problem) -> bool:
    """Whether a Problem is only advice."""
    return CODES[problem.code].advice


def count_by_code(problems: Iterable[Problem]) -> dict[str, int]:
    """How many Problems there are of each code, in the order of the codes' names."""
    counts: dict[str, int] = {}
    for problem in problems:
        counts[problem.code] = counts.get(problem.code, 0) + 1
    return dict(sorted(counts.items()))
