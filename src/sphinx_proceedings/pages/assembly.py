"""Everything that a build needs of a volume, put together in one place."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import replace
from functools import partial

from sphinx_proceedings import checks, people, references
from sphinx_proceedings.checks import advice, documents, identities, programme
from sphinx_proceedings.checks.usage import Usage
from sphinx_proceedings.pages.compiled import Compiled
from sphinx_proceedings.pages.memory import Memory
from sphinx_proceedings.pages.preparation import SHARE, prepare
from sphinx_proceedings.pages.remade import Remade
from sphinx_proceedings.parallel import by_shares, without_collector
from sphinx_proceedings.problems import Problem
from sphinx_proceedings.references import Library
from sphinx_proceedings.render.math import Typesetter
from sphinx_proceedings.sources import Layout, survey
from sphinx_proceedings.sources.documents import read_documents
from sphinx_proceedings.sources.volume import without_samples


@without_collector()
def assemble(
    layout: Layout,
    *,
    samples: bool = True,
    typeset: bool = True,
    advise: Callable[[str], bool] | None = None,
    jobs: int = 1,
    memory: Memory | None = None,
    remade: Remade = Remade(),  # noqa: B008 - frozen
) -> Compiled:
    """The volume in a folder, read and checked, with its bibliography and every Problem of all files.

    Without `samples` it is the volume as released. Where `typeset` is false, texts are typeset only when
    somebody asks for one. `advise` says of a path whether advice on the file is wanted; a build wants none.
    `remade` keeps the pictures. FileNotFoundError where there is no volume.yml.
    """
    surveyed = survey(layout)
    typesetter = Typesetter(surveyed.settings.macros)
    ids = [*(submission.id for submission in surveyed.submissions), *(held.id for held in surveyed.held)]
    library, problems = references.load(layout.root, partial(_inline, typesetter), ids)
    context = checks.Context(surveyed.volume(), typesetter, partial(_known_keys, library))
    prepared = prepare(
        surveyed.submissions,
        context,
        library,
        typeset=typeset,
        jobs=jobs,
        memory=memory,
        remade=remade,
    )
    outcomes = list(zip(surveyed.submissions, prepared, strict=True))
    volume = surveyed.volume((known, made.contribution, made.problems) for known, made in outcomes)
    docs = layout.path(layout.docs)
    problems += programme.run(volume, surveyed.marks, docs, typesetter)
    problems += identities.run(volume, surveyed.marks, docs)
    if advise:
        known = (made.contribution or made.draft for made in prepared)
        files = [contribution for contribution in known if contribution and advise(contribution.path)]
        problems += advice.of_settings(volume.settings, f"{docs}/volume.yml")
        problems += by_shares(partial(advice.run, usage=Usage(volume)), files, SHARE, jobs)
    every = tuple(sorted({*volume.problems, *problems}))
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
        library,
        typesetter,
        every,
        moved=resolved.moved,
        packed={known.id: made.text for known, made in outcomes if made.text},
        titles={known.id: made.title for known, made in outcomes if made.title},
    )


def check_documents(compiled: Compiled, layout: Layout) -> list[Problem]:
    """Every Problem of the authored documents: what Sphinx would warn of, found without a build.

    Also the entries of references.bib that neither a document nor a contribution needs.
    """
    entries = {key: reference.entry for key, reference in compiled.library.entries.items()}
    return documents.run(read_documents(layout), layout.docs, compiled.volume, entries)


def _inline(typesetter: Typesetter, tex: str) -> str:
    return typesetter.one(tex).text


def _known_keys(library: Library, contribution: str) -> Collection[str]:
    return {*library.entries, *library.own.get(contribution, ())}
