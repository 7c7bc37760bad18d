"""The page "Compose": its frame, and what its script knows of the volume and of the rules.

Every rule, limit, sentence and pattern that the script needs is taken from where `check` has it.
"""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Mapping
from functools import cache
from typing import Any

from sphinx_proceedings import addresses, names
from sphinx_proceedings.checks import advice, habits
from sphinx_proceedings.content import prose
from sphinx_proceedings.gate import bibtex, budget, entry, files, markdown, tex, text
from sphinx_proceedings.model import FrontMatter
from sphinx_proceedings.pages.compiled import Compiled
from sphinx_proceedings.pages.compose.expressions import for_browser
from sphinx_proceedings.pages.compose.specimens import sentences
from sphinx_proceedings.pages.contribution import LICENSES, LINKS
from sphinx_proceedings.pages.templates import render
from sphinx_proceedings.problems import CODES
from sphinx_proceedings.render import math
from sphinx_proceedings.sources.records import EXPLAINED

FACTS = "compose.json"
TEMPLATE = """\
---
title: Title of your contribution
authors:
  - name: Given Family
    affiliations: [home]
    corresponding: true
affiliations:
  - id: home
    name: Name of Your Institution
---

The abstract, with formulas such as $x^2$.
"""
"""What to begin with where there is no script."""
PATTERNS = {
    "fence": prose.FENCE,
    "part": prose.PART,
    "amount": advice.AMOUNT,
    "tight": advice.TIGHT,
    "loose": advice.LOOSE,
    "oddName": advice.ODD_NAME,
    "page": addresses.PAGE,
    "mail": addresses.MAIL,
    "attributes": markdown.ATTRIBUTES,
    "blockAttributes": markdown.BLOCK_ATTRIBUTES,
    "unlinked": markdown.UNLINKED,
    "substitution": markdown.SUBSTITUTION,
    "label": markdown.LABEL,
    "picture": files.PICTURE,
    "file": files.NAME["abstracts"],
    "reserved": files.RESERVED,
    "command": markdown.COMMAND,
    "refusedMath": math.REFUSED,
    "key": bibtex.KEY,
    "field": bibtex.NAME,
}
LIMITS = {
    "bytes": text.MAX_BYTES,
    "lines": text.MAX_LINES,
    "depth": markdown.MAX_DEPTH,
    "works": markdown.MOST_KEYS,
    "fewest": advice.FEWEST,
    "most": advice.MOST,
    "keywords": advice.KEYWORDS,
    "short": advice.SHORT,
    "near": advice.NEAR,
    "formula": math.MAX_LENGTH,
}


def frame(compiled: Compiled, version: str, guide: str) -> str:
    """The page's form, which its script brings to life.

    `version` is that of the script, and `guide` the address of the page that says what to write.
    """
    volume = compiled.volume
    grouped = [
        (group, [(topic.id, compiled.inline(topic.title), compiled.hue(topic)) for topic in topics])
        for group, topics in volume.groups.items()
    ]
    return render(
        "compose.html",
        prefix="",
        version=version,
        guide=guide,
        groups=grouped,
        licences={spdx: name for spdx, (name, _) in LICENSES.items()},
        licence=volume.settings.license,
        links=[(kind, label) for kind, (_, label) in LINKS.items()],
        repository=volume.settings.repository or "",
        template=TEMPLATE,
    )


def facts(compiled: Compiled, branch: str) -> str:
    """All that the script knows, as JSON."""
    settings = compiled.volume.settings
    known = {
        **_rules(),
        "topics": {topic.id: compiled.hue(topic) for topic in settings.topics},
        "macros": {f"\\{name}": body for name, body in compiled.typesetter.macros.items()},
        "licence": settings.license,
        "repository": settings.repository or "",
        "branch": branch,
        "ids": sorted({*compiled.volume.by_id, *(held.id for held in compiled.volume.quarantined)}),
        "references": {
            key: [one.label, one.year, one.html] for key, one in compiled.library.entries.items()
        },
    }
    return json.dumps(known, ensure_ascii=False, separators=(",", ":"), sort_keys=True) + "\n"


@cache
def _rules() -> Mapping[str, Any]:
    """What is the same for all volumes."""
    return {
        "schema": FrontMatter.model_json_schema(),
        "sentences": sentences(),
        "advice": sorted(code for code, meant in CODES.items() if meant.advice),
        "explained": EXPLAINED,
        "licences": LICENSES,
        "links": {kind: label for kind, (_, label) in LINKS.items()},
        "limits": LIMITS,
        "patterns": {name: for_browser(pattern) for name, pattern in PATTERNS.items()},
        "habits": [
            [*for_browser(habit.pattern), habit.code, habit.message, habit.fix, habit.in_head]
            for habit in habits.HABITS
        ],
        "prose": {"kept": sorted(prose.PROSE), "formulas": sorted(prose.FORMULAS)},
        "gate": {
            "plain": sorted(markdown.PLAIN),
            "seen": sorted(markdown.SEEN),
            "most": budget.MOST,
            "roles": sorted(markdown.ROLES),
            "otherRoles": markdown.OTHER_ROLES,
            "directives": sorted(markdown.DIRECTIVES),
            "languages": sorted(markdown.LANGUAGES),
        },
        "characters": _characters(),
        "blanks": sorted(text.BLANKS),
        "deceptions": [[*for_browser(group), message, fix] for group, message, fix in text.groups()],
        "names": {"particles": sorted(names.PARTICLES), "suffixes": sorted(names.SUFFIXES)},
        "tex": {"accents": tex.ACCENTS, "signs": tex.SIGNS, "styles": tex.STYLES},
        "bibtex": {
            "types": sorted(entry.TYPES),
            "undated": sorted(entry.UNDATED),
            "containers": entry.CONTAINER,
        },
    }


def _characters() -> Mapping[str, str]:
    """The characters of the first plane that may not stand in a file and have a name, as it is said."""
    refused = text.refused("".join(map(chr, range(0x10000))))
    return {c: text.describe(c) for c in sorted(refused) if unicodedata.name(c, "")}
