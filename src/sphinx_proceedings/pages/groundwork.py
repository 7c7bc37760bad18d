"""The groundwork: what is known of a volume before its submissions are judged, and what follows then."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from functools import partial

from sphinx_proceedings import checks, references
from sphinx_proceedings.checks import identities, programme
from sphinx_proceedings.model import Volume
from sphinx_proceedings.problems import Problem
from sphinx_proceedings.references import Library
from sphinx_proceedings.render.math import Typesetter
from sphinx_proceedings.sources import Layout, survey
from sphinx_proceedings.sources.volume import Survey


@dataclass(frozen=True)
class Groundwork:
    """A volume's folder surveyed, its bibliography, and what rules compare a contribution with.

    `docs` is the path of the authored documents for messages; `problems` are those of the bibliography.
    """

    surveyed: Survey
    library: Library
    context: checks.Context
    docs: str
    problems: tuple[Problem, ...]

    def problems_of(self, volume: Volume) -> tuple[Problem, ...]:
        """Every Problem of all files, once `volume` holds what became of the submissions."""
        found = {*volume.problems, *self.problems}
        found.update(programme.run(volume, self.surveyed.marks, self.docs, self.context.typesetter))
        found.update(identities.run(volume, self.surveyed.marks, self.docs))
        return tuple(sorted(found))


def lay(layout: Layout) -> Groundwork:
    """The volume in a folder as far as it is known before its submissions are read.

    FileNotFoundError where there is no volume.yml; UnusableVolume where it or people.yml has Problems.
    """
    surveyed = survey(layout)
    typesetter = Typesetter(surveyed.settings.macros)
    ids = [*(submission.id for submission in surveyed.submissions), *(held.id for held in surveyed.held)]
    library, problems = references.load(layout.root, partial(_inline, typesetter), ids)
    context = checks.Context(surveyed.volume(), typesetter, partial(_known_keys, library))
    return Groundwork(surveyed, library, context, layout.path(layout.docs), tuple(problems))


def _inline(typesetter: Typesetter, tex: str) -> str:
    return typesetter.one(tex).text


def _known_keys(library: Library, contribution: str) -> Collection[str]:
    return {*library.entries, *library.own.get(contribution, ())}
