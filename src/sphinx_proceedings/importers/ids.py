"""Names of files, made from what another system says."""

from __future__ import annotations

import re

from sphinx_proceedings import names
from sphinx_proceedings.gate.files import RESERVED

MAX_ID = 61
WORDS = 2
# Words of a title that say nothing of what it is about.
SMALL = frozenset(
    "a an and are as at by can do does for from how in into is it its of on or our over the their to "
    "towards toward under using via what when why with without".split()
)


def identifier(text: str) -> str:
    """`text` as the name of a file: letters, digits and hyphens, and no name that Windows keeps."""
    made = names.slug(text)[:MAX_ID].strip("-")
    return made if len(made) > 1 and not RESERVED.fullmatch(f"{made}.md") else f"{made}-1"


def suggested(author: str, key: str, title: str) -> str:
    """The family name of the first author with the system's number, else with two words of the title."""
    family = names.slug(names.split_name(author)[2])[:30].strip("-") if author else "submission"
    if key:
        return identifier(f"{family} {names.slug(key)[:28]}")
    words = [word for word in re.findall(r"[^\W\d_]{2,}", title) if word.lower() not in SMALL]
    return identifier(" ".join([family, *words[:WORDS]]))


class Taken:
    """The ids that were given out; one that is asked for again gets a number."""

    def __init__(self) -> None:
        self.first: dict[str, str] = {}
        self.counts: dict[str, int] = {}

    def give(self, wanted: str, label: str) -> tuple[str, str]:
        """(an id of its own, label of the record that has `wanted`, or an empty text)."""
        if wanted not in self.first:
            self.first[wanted] = label
            return wanted, ""
        while True:
            self.counts[wanted] = number = self.counts.get(wanted, 1) + 1
            made = f"{wanted[: MAX_ID - 4].rstrip('-')}-{number}"
            if made not in self.first:
                self.first[made] = label
                return made, self.first[wanted]
