"""Everything that a build needs of a volume, put together in one place."""

from __future__ import annotations

from dataclasses import replace

from sphinx_proceedings import people
from sphinx_proceedings.pages import groundwork
from sphinx_proceedings.pages.compiled import Compiled
from sphinx_proceedings.pages.memory import Memory
from sphinx_proceedings.pages.preparation import prepare
from sphinx_proceedings.pages.remade import Remade
from sphinx_proceedings.parallel import without_collector
from sphinx_proceedings.sources import Layout
from sphinx_proceedings.sources.volume import without_samples


@without_collector()
def assemble(
    layout: Layout,
    *,
    samples: bool = True,
    typeset: bool = True,
    jobs: int = 1,
    memory: Memory | None = None,
    remade: Remade = Remade(),  # noqa: B008 - frozen
) -> Compiled:
    """The volume in a folder, read and checked, with its bibliography and every Problem of all files.

    Without `samples` it is the volume as released. Where `typeset` is false, texts are typeset only when
    somebody asks for one. `remade` keeps the pictures. FileNotFoundError where there is no volume.yml.
    """
    ground = groundwork.lay(layout)
    submissions = ground.surveyed.submissions
    prepared = prepare(
        submissions,
        ground.context,
        ground.library,
        typeset=typeset,
        jobs=jobs,
        memory=memory,
        remade=remade,
    )
    outcomes = list(zip(submissions, prepared, strict=True))
    volume = ground.surveyed.volume((known, made.contribution, made.problems) for known, made in outcomes)
    every = ground.problems_of(volume)
    told = tuple(
        replace(
            held,
            problems=tuple(p for p in every if p.path.startswith((held.path, f"abstracts/{held.id}/"))),
        )
        for held in volume.quarantined
    )
    shown = replace(volume if samples else without_samples(volume), quarantined=told, problems=every)
    resolved = people.resolve(shown)
    return Compiled(
        resolved.volume,
        ground.library,
        ground.context.typesetter,
        every,
        moved=resolved.moved,
        packed={known.id: made.text for known, made in outcomes if made.text},
        titles={known.id: made.title for known, made in outcomes if made.title},
    )
