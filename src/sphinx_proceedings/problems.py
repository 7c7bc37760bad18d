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
    with a placeholder at its address, until it is mended.
    """

    quarantines: bool
    meaning: str


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
    "BIB": Code(False, "An entry, or a whole bibliography file, that cannot be used."),
    "IMPORT": Code(False, "A record that could not be imported exactly."),
    "PROGRAMME": Code(
        False, "The programme names something that does not exist, or two parts of it clash."
    ),
    "PEOPLE": Code(False, "The list of people means nobody, or does not tell two people apart."),
    "VOLUME": Code(False, "The volume's settings contradict themselves."),
}


def quarantines(problems: Iterable[Problem]) -> bool:
    """Whether any of `problems` keeps a contribution out of the volume."""
    return any(CODES[problem.code].quarantines for problem in problems)


def count_by_code(problems: Iterable[Problem]) -> dict[str, int]:
    """How many Problems there are of each code, in the order of the codes' names."""
    counts: dict[str, int] = {}
    for problem in problems:
        counts[problem.code] = counts.get(problem.code, 0) + 1
    return dict(sorted(counts.items()))
