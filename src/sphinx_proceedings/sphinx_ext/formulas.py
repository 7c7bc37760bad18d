"""Formulas of authored documents, by the same function as those of contributions."""

from __future__ import annotations

from dataclasses import replace
from html import escape
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.util import logging
from sphinx.util.math import get_node_equation_number

from sphinx_proceedings.render.html import CLOSING, OPENING, held
from sphinx_proceedings.render.math import Formula, wrap
from sphinx_proceedings.sphinx_ext.domain import domain_of

logger = logging.getLogger(__name__)


def hold_signs(app: Sphinx, doctree: nodes.document, _docname: str) -> None:
    """Move the signs that touch a formula into its node, so that they stay on its line."""
    if app.builder.format != "html":
        return
    for node in list(doctree.findall(nodes.math)):
        at = node.parent.index(node)
        if (
            at
            and isinstance(before := node.parent[at - 1], nodes.Text)
            and (found := OPENING.search(before))
        ):
            node["before"] = found[0]
            node.parent[at - 1] = nodes.Text(before[: found.start()])
        rest = node.parent[at + 1 : at + 2]
        if rest and isinstance(rest[0], nodes.Text) and (found := CLOSING.match(rest[0])):
            node["after"] = found[0]
            node.parent[at + 1] = nodes.Text(rest[0][found.end() :])


def visit_math(self: Any, node: nodes.math) -> None:
    """Write an inline formula."""
    formula = _typeset(self, node.astext(), display=False)
    before, after = escape(node.get("before", "")), escape(node.get("after", ""))
    if (before or after) and not formula.problem:
        formula = replace(formula, html=held(before, formula.html, after))
    elif before or after:
        formula = replace(formula, html=f"{before}{formula.html}{after}")
    _write(self, node, formula)


def visit_display(self: Any, node: nodes.math_block) -> None:
    """Write a displayed formula, with its number where it has one."""
    tex = node.astext().strip()
    if node["number"]:
        tex = wrap(tex, tag=get_node_equation_number(self, node))
    formula = _typeset(self, tex, display=True)
    # References lead to the id that Sphinx gave.
    anchor = "".join(f' id="{escape(id_)}"' for id_ in node["ids"][:1])
    _write(self, node, replace(formula, html=f'<div class="display"{anchor}>{formula.html}</div>'))


def _typeset(self: Any, tex: str, *, display: bool) -> Formula:
    return domain_of(self.builder.env).compiled.typesetter.one(tex, display=display)


def _write(self: Any, node: nodes.Element, formula: Formula) -> None:
    if formula.problem:
        said = "%s in the formula “%s”."
        logger.warning(
            said, formula.problem, node.astext(), location=node, type="proceedings", subtype="MATH"
        )
    self.body.append(formula.html)
    raise nodes.SkipNode
