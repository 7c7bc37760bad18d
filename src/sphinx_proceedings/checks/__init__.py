"""Rules over a contribution in its volume, and over the volume itself.

A rule is a generator of faults: which field or which node, the code, the message, the remedy. Its
docstring is its documentation. `run` turns faults into Problems with their places.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass

from sphinx_proceedings import names
from sphinx_proceedings.checks import formulas
from sphinx_proceedings.model import Contribution, Node, Volume
from sphinx_proceedings.problems import Problem
from sphinx_proceedings.render.math import Formula, Typesetter
from sphinx_proceedings.sources.marked_yaml import Key, Marked

LABEL = re.compile(r"\\label\{([^}]*)\}")


@dataclass(frozen=True, slots=True)
class Fault:
    """What a rule found: the way to a field, or a node and the offset within its text."""

    at: Key | Node
    code: str
    message: str
    fix: str = ""
    offset: int = 0


@dataclass(frozen=True)
class Context:
    """What rules compare a contribution with."""

    volume: Volume
    typesetter: Typesetter
    known_keys: Callable[[str], Collection[str]]
    """The citation keys that a contribution may cite, by its id."""


def topics_exist(contribution: Contribution, context: Context) -> Iterator[Fault]:
    """Each topic is one of those in docs/volume.yml, and named once."""
    for i, topic in enumerate(contribution.meta.topics):
        if topic not in context.volume.topics:
            known = list(context.volume.topics)
            fix = names.did_you_mean(topic, known) or f"Topics are: {', '.join(known)}."
            yield Fault(("topics", i), "TOPIC", f"There is no topic “{topic}”.", fix)
        elif topic in contribution.meta.topics[:i]:
            message = f"The topic “{topic}” is named twice."
            yield Fault(("topics", i), "TOPIC", message, "Keep one of them.")


def affiliations_are_declared(contribution: Contribution, _context: Context) -> Iterator[Fault]:
    """Each affiliation that an author names is declared under `affiliations`, and only once."""
    declared = [affiliation.id for affiliation in contribution.meta.affiliations]
    for i, author in enumerate(contribution.meta.authors):
        for j, wanted in enumerate(author.affiliations):
            if wanted not in declared:
                fix = names.did_you_mean(wanted, declared) or "Declare it under affiliations:."
                message = f"The affiliation “{wanted}” is not declared."
                yield Fault(("authors", i, "affiliations", j), "AFFILIATION", message, fix)
    for i, id_ in enumerate(declared):
        if id_ in declared[:i]:
            message = f"The affiliation “{id_}” is declared twice."
            yield Fault(("affiliations", i, "id"), "AFFILIATION", message, "Keep one of them.")


def citations_are_known(contribution: Contribution, context: Context) -> Iterator[Fault]:
    """Each key that is cited is in bib/references.bib or in the contribution's own bib file."""
    known = context.known_keys(contribution.id)
    for node in contribution.body.of_kind("cite"):
        for key in node.attrs["keys"]:
            if key not in known:
                own = f"Add the entry to bib/{contribution.id}.bib."
                fix = names.did_you_mean(key, known) or own
                yield Fault(node, "CITATION", f"No bibliography has the key “{key}”.", fix)


def formulas_can_be_typeset(contribution: Contribution, context: Context) -> Iterator[Fault]:
    """Each formula converts, and each reference to an equation finds one."""
    for tree in (contribution.title, contribution.body):
        formulas = context.typesetter.of(tree)
        for node in tree.of_kind("math", "display", "eqref"):
            formula = formulas[id(node)]
            if formula.problem:
                yield _formula(node, formula, context.typesetter.macros)


def _formula(node: Node, formula: Formula, macros: Mapping[str, str]) -> Fault:
    if node.kind == "eqref":
        fix = f"Write ({node.text}) after the closing $$ of the equation."
        return Fault(node, "EQUATION", f"{formula.problem}.", fix)
    said, fix = formulas.in_words(formula.problem, macros)
    message = f"{said} in “{_excerpt(node.text, formula.offset)}”."
    return Fault(node, "MATH", message, fix, formula.offset)


def _excerpt(text: str, offset: int, width: int = 60) -> str:
    start = max(0, min(offset - width // 2, len(text) - width))
    cut = " ".join(text[start : start + width].split())
    return ("…" if start else "") + cut + ("…" if start + width < len(text) else "")


def labels_are_used_once(contribution: Contribution, _context: Context) -> Iterator[Fault]:
    """No two equations of an abstract have the same label."""
    seen: set[str] = set()
    for node in contribution.body.of_kind("display"):
        given = [(node.attrs["label"], 0)] if "label" in node.attrs else []
        given += [(match[1], match.start()) for match in LABEL.finditer(node.text)]
        for label, offset in given:
            if label in seen:
                message = f"The label “{label}” is used twice."
                yield Fault(node, "EQUATION", message, "Rename one.", offset)
            seen.add(label)


def notes_match(contribution: Contribution, _context: Context) -> Iterator[Fault]:
    """Each mark of a footnote has a text, and each text a mark."""
    marks = {node.attrs["label"]: node for node in contribution.body.of_kind("noteref")}
    notes = {node.attrs["label"]: node for node in contribution.body.of_kind("note")}
    for label, node in marks.items():
        if label not in notes:
            fix = f"Write [^{label}]: and the text in a paragraph of its own."
            yield Fault(node, "FOOTNOTE", f"The footnote “{label}” has no text.", fix)
    for label, node in notes.items():
        if label not in marks:
            message = f"Nothing refers to the footnote “{label}”."
            yield Fault(node, "FOOTNOTE", message, f"Write [^{label}] in the text.")


CHECKS: tuple[Callable[[Contribution, Context], Iterator[Fault]], ...] = (
    topics_exist,
    affiliations_are_declared,
    citations_are_known,
    formulas_can_be_typeset,
    labels_are_used_once,
    notes_match,
)


def run(contribution: Contribution, marked: Marked, context: Context) -> list[Problem]:
    """Every Problem that the rules find in one contribution, by place."""
    faults = [fault for check in CHECKS for fault in check(contribution, context)]
    return sorted(
        Problem(
            contribution.path,
            *place(fault, contribution, marked),
            fault.code,
            fault.message,
            fault.fix,
        )
        for fault in faults
    )


def place(fault: Fault, contribution: Contribution, marked: Marked) -> tuple[int, int]:
    """(line, column) of a fault in the author's file."""
    if not isinstance(fault.at, Node):
        return marked.place(fault.at)
    node = fault.at
    if not node.text or not node.line:
        return node.line, node.column
    lines = contribution.source.split("\n")
    start = sum(len(line) + 1 for line in lines[: node.line - 1]) + max(node.column - 1, 0)
    found = contribution.source.find(node.text, start)
    if found < 0:
        return node.line, node.column
    at = found + fault.offset
    before = contribution.source[:at]
    return before.count("\n") + 1, at - (before.rfind("\n") + 1) + 1
