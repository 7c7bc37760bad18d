"""The page "Compose": its frame, and what its script knows of the volume and of the rules.

Every rule, limit, sentence and pattern that the script needs is taken from where `check` has it.
"""

from __future__ import annotations

import json
import unicodedata
from collections import Counter
from collections.abc import Mapping
from functools import cache
from typing import Any

from sphinx_proceedings import addresses, names
from sphinx_proceedings.checks import advice, formulas, habits, usage
from sphinx_proceedings.content import prose
from sphinx_proceedings.content.bare import NUMBERED
from sphinx_proceedings.gate import bibtex, budget, entry, files, markdown, tex, text
from sphinx_proceedings.model import FrontMatter
from sphinx_proceedings.pages.compiled import Compiled
from sphinx_proceedings.pages.compose.expressions import for_browser
from sphinx_proceedings.pages.compose.specimens import sentences
from sphinx_proceedings.pages.contribution import LICENSES, LINKS
from sphinx_proceedings.pages.templates import render
from sphinx_proceedings.problems import CODES
from sphinx_proceedings.references import locators, record
from sphinx_proceedings.render import math
from sphinx_proceedings.sources import marked_yaml
from sphinx_proceedings.sources.records import EXPLAINED

FACTS = "compose.json"
VOLUME = "compose-volume.json"
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
    "numbered": NUMBERED,
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
    "bibBorder": bibtex.BOUNDARY,
    "bibStart": bibtex.START,
    "swallowed": bibtex.SWALLOWED,
    "url": entry.URL,
    "doi": entry.DOI,
    "arxiv": entry.ARXIV,
    "code": entry.CODE,
    "year": entry.YEAR,
    "date": entry.DATE,
    "and": entry.AND,
    "etAl": entry.ET_AL,
    "linkEscape": entry.LINK_ESCAPE,
    "texPart": tex.PART,
    "texAccent": tex.ACCENT,
    "doiPage": locators.DOI_PAGE,
    "arxivPage": locators.ARXIV_PAGE,
    "arxivDoi": locators.ARXIV_DOI,
    "version": locators.VERSION,
    "shown": addresses.SHOWN,
    "bare": addresses.BARE,
    "shorter": usage.SHORTER,
    "filling": usage.FILLING,
    "yamlEscaped": marked_yaml.ESCAPED,
    "yamlCutOff": marked_yaml.CUT_OFF,
    "yamlOddValue": marked_yaml.ODD_VALUE,
}
SUGGESTED = 500
LIMITS = {
    "bytes": text.MAX_BYTES,
    "lines": text.MAX_LINES,
    "depth": markdown.MAX_DEPTH,
    "works": markdown.MOST_KEYS,
    "cells": budget.MOST_CELLS,
    "problems": markdown.MOST_PROBLEMS,
    "bib": bibtex.OWN_BYTES,
    "fields": bibtex.MAX_FIELDS,
    "value": bibtex.MAX_VALUE,
    "braces": bibtex.MAX_DEPTH,
    "telling": record.TELLING,
    "fewest": advice.FEWEST,
    "most": advice.MOST,
    "keywords": advice.KEYWORDS,
    "usual": usage.USUAL,
    "short": advice.SHORT,
    "near": advice.NEAR,
    "formula": math.MAX_LENGTH,
    "commands": math.MAX_COMMANDS,
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
    }
    return _json(known)


def volume(compiled: Compiled) -> str:
    """What the script asks for once there is something to compare with the rest of the volume, as JSON."""
    found = usage.Usage.of(compiled.volume.contributions)
    known = {
        "ids": sorted({*compiled.volume.by_id, *(held.id for held in compiled.volume.quarantined)}),
        "references": {
            key: [one.label, one.year, one.html, *sorted(one.marks)]
            for key, one in compiled.library.entries.items()
        },
        "keywords": _spellings(found.keywords),
        "affiliations": _spellings(found.affiliations),
        "affiliated": [found.having, len(compiled.volume.contributions)],
    }
    return _json(known)


def _spellings(found: Mapping[str, Counter[str]]) -> list[list[str | int]]:
    """The spellings of each word and how often they occur: of all that are usual, and then the most used.

    Below `usage.USUAL` the rule finds nothing to say, and a word is worth no more than to be suggested.
    """
    groups = [counts.most_common() for counts in found.values()]
    groups.sort(key=lambda counts: (-counts[0][1], counts[0][0]))
    usual = sum(counts[0][1] >= usage.USUAL for counts in groups)
    return [[part for pair in counts for part in pair] for counts in groups[: max(usual, SUGGESTED)]]


def _json(known: Mapping[str, Any]) -> str:
    return json.dumps(known, ensure_ascii=False, separators=(",", ":"), sort_keys=True) + "\n"


@cache
def _rules() -> Mapping[str, Any]:
    """What is the same for all volumes."""
    return {
        "schema": FrontMatter.model_json_schema(),
        "sentences": {**sentences(), "name": ("TREE-NAME", *_naming())},
        "advice": sorted(code for code, meant in CODES.items() if meant.advice),
        "explained": EXPLAINED,
        "near": names.did_you_mean("knowm", ["known"]).replace("known", "«near»"),
        "longer": usage.LONGER,
        "expansions": {
            "known": formulas.WELL_KNOWN,
            "operators": sorted(formulas.OPERATORS),
            "families": [[*for_browser(letters), command] for letters, command in formulas.FAMILIES],
            "environments": formulas.ENVIRONMENTS,
            "near": formulas.NEAR,
        },
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
            "options": {name: sorted(options) for name, options in markdown.OPTIONS.items()},
            "ruled": "".join(sorted(budget.RULED)),
            "familiar": sorted(addresses.FAMILIAR),
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
            "leftOut": sorted(entry.LEFT_OUT),
            "links": sorted(entry.LINKS),
            "codes": sorted(entry.CODES),
            "months": bibtex.MONTHS,
            "instead": tex.INSTEAD,
            "math": sorted(tex.MATH),
            "mathSigns": "".join(sorted(tex.MATH_SIGNS)),
        },
    }


def _naming() -> tuple[str, str]:
    return files.UNUSABLE.format(name="«name»"), files.RENAME.format(example="«example»")


def _characters() -> Mapping[str, str]:
    """The characters of the first plane that may not stand in a file and have a name, as it is said."""
    refused = text.refused("".join(map(chr, range(0x10000))))
    return {c: text.describe(c) for c in sorted(refused) if unicodedata.name(c, "")}
