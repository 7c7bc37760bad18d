"""The result of a build: what it made, and what it has to complain of."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field
from pathlib import Path

from sphinx_proceedings.problems import Problem


@dataclass(frozen=True)
class Result:
    """What a build made.

    `documents` are authored, and `read` of them were new or out of date; `pages` are the engine's, and
    `changed` of them were written; `pictures` is the number of those that stand for pages elsewhere.
    `warnings` are Sphinx's own, beside the Problems.
    """

    out: Path
    contributions: int
    quarantined: int
    documents: int
    read: int
    pages: int
    changed: tuple[str, ...]
    removed: tuple[str, ...]
    pictures: int
    problems: tuple[Problem, ...]
    warnings: tuple[str, ...]
    seconds: dict[str, float] = field(default_factory=dict)
    megabytes: float = 0.0

    def dump(self) -> str:
        """The result as JSON, from which `load` makes it again."""
        return json.dumps({**asdict(self), "out": str(self.out)})


def load(text: str) -> Result:
    """The result that `dump` wrote. ValueError, TypeError or KeyError if it is another text."""
    known = json.loads(text)
    problems = tuple(Problem(**problem) for problem in known["problems"])
    lists = {name: tuple(known[name]) for name in ("changed", "removed", "warnings")}
    return Result(**{**known, **lists, "out": Path(known["out"]), "problems": problems})
