"""Formulas of authored documents, by the same function as those of contributions."""

from __future__ import annotations

from dataclasses import replace
from html import escape
from typing import Any

from docutils import nodes
from sphinx.util import logging
from sphinx.util.math import get_node_equation_number

from sphinx_proceedings.render.math import Formula, wrap
from sphinx_proceedings.sphinx_ext.domain import domain_of

logger = logging.getLogger(__name__)


def visit_math(self: Any, node: nodes.math) -> None:
    """Write an inline formula."""
    _write(self, node, _typeset(self, node.astext(), display=False))


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
