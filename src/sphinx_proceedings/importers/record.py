"""A submission as another system has it: what all systems have in common, before any conversion."""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from sphinx_proceedings.importers.flow import Doubt

REFUSED = re.compile(r"reject|declin|not[ _-]?accept|unaccept", re.IGNORECASE)
CANCELLED = re.compile(r"cancel|delet", re.IGNORECASE)
ACCEPTED = re.compile(r"accept|confirm", re.IGNORECASE)
WITHDRAWN = re.compile(r"withdr[ae]w", re.IGNORECASE)
OPEN = re.compile(
    r"no decision|undecided|undefined|pending|submitted|draft|in ?progress|under[ _-]review", re.IGNORECASE
)


class Unusable(Exception):
    """A source that is not what its importer reads: what is wrong, and what a person can do."""

    def __init__(self, path: str, message: str, fix: str = "") -> None:
        super().__init__(f"{path}: {message} {fix}".strip())
        self.path, self.message, self.fix = path, message, fix


def ignore(_percent: int) -> None:
    """Progress that nobody looks at."""


@dataclass(frozen=True)
class Options:
    """How to read a source: whom to tell of progress in percent, and the columns' names in a table."""

    progress: Callable[[int], None] = ignore
    columns: Mapping[str, str] = field(default_factory=dict)


DEFAULTS = Options()


@dataclass(frozen=True, slots=True)
class Person:
    """An author. The name is in one piece as it is written, or in parts. There is no e-mail address."""

    name: str = ""
    given: str = ""
    family: str = ""
    affiliations: tuple[str, ...] = ()
    orcid: str = ""
    presenting: bool = False
    corresponding: bool = False

    @property
    def written(self) -> str:
        """The name in one piece."""
        return self.name or f"{self.given} {self.family}".strip()


@dataclass(frozen=True, slots=True)
class Slot:
    """Where the programme of the other system has a submission."""

    session: str = ""
    board: str = ""
    start: datetime.datetime | None = None
    end: datetime.datetime | None = None
    room: str = ""


@dataclass(frozen=True, slots=True)
class Submission:
    """One record of another system; its texts are as they came.

    `key` is the number that the system knows it by, `id` the one that its file shall have, where there
    are any. `left_out` says why it is not among the accepted. `line` is its place in the source, 0 where
    there are no lines. `latex` is true where the text is LaTeX and nothing else. Of one that is
    `unreadable` only the doubts are known.
    """

    label: str
    title: str
    people: tuple[Person, ...] = ()
    abstract: str = ""
    key: str = ""
    id: str = ""
    line: int = 0
    keywords: tuple[str, ...] = ()
    links: tuple[tuple[str, str], ...] = ()
    date: str = ""
    left_out: str = ""
    latex: bool = False
    unreadable: bool = False
    slot: Slot | None = None
    doubts: tuple[Doubt, ...] = ()


def reason_against(decision: str) -> str:
    """Why a submission with this decision is not among the accepted; empty where it is."""
    if WITHDRAWN.search(decision):
        return "withdrawn"
    if REFUSED.search(decision):
        return "rejected"
    if CANCELLED.search(decision):
        return "cancelled"
    if ACCEPTED.search(decision):
        return ""
    return "without a decision" if OPEN.search(decision) else ""
