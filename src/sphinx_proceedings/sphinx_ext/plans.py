"""Plans: which documents show the halls and the programme, and a programme that leads to the halls."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from sphinx.environment import BuildEnvironment

from sphinx_proceedings.pages.contribution import ShownOn
from sphinx_proceedings.pages.programme import programme
from sphinx_proceedings.sphinx_ext.domain import domain_of


def shown_on(env: BuildEnvironment) -> ShownOn:
    """The documents that show the programme and the halls; of several, the first."""
    domain = domain_of(env)
    halls = [hall.id for hall in domain.compiled.volume.programme.halls]
    pages: dict[str, str] = {}
    programme = ""
    for docname, parts in sorted(domain.shown.items()):
        for kind, options in parts:
            if kind == "programme":
                programme = programme or docname
            elif kind == "poster-hall":
                for hall in [dict(options)["id"]] if dict(options).get("id") else halls:
                    pages.setdefault(hall, docname)
    return ShownOn(programme, pages)


def documents(env: BuildEnvironment) -> Iterator[str]:
    """The documents that show a programme."""
    for docname, parts in domain_of(env).shown.items():
        if any(kind == "programme" for kind, _options in parts):
            yield docname


def _part(env: BuildEnvironment, _docname: str, _options: Any, prefix: str) -> str:
    return programme(domain_of(env).compiled, prefix, shown_on(env).halls)


PARTS: dict[str, Callable[[BuildEnvironment, str, Any, str], str]] = {"programme": _part}
