"""Everything that a build needs of a volume, put together in one place."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import replace
from functools import partial

from sphinx_proceedings import checks, people, references
from sphinx_proceedings.checks import advice, documents, identities, programme
from sphinx_proceedings.pages.compiled import Compiled
from sphinx_proceedings.problems import Problem
from sphinx_proceedings.references import Library
from sphinx_proceedings.render.math import Typesetter
from sphinx_proceedings.sources import Layout, load
from sphinx_proceedings.sources.documents import read_documents
from sphinx_proceedings.sources.volume import Loaded, without_samples


def assemble(
    layout: Layout, *, samples: bool = True, advise: Callable[[str], bool] | None = None
) -> Compiled:
    """The volume in a folder, read and checked, with its bibliography and every Problem of all files.

    Without `samples` it is the volume as released. `advise` says of a path whether advice on the file is
    wanted; a build wants none. FileNotFoundError where there is no volume.yml.
    """
    loaded = load(layout)
    volume = loaded.volume
    typesetter = Typesetter(volume.settings.macros)
    ids = [*volume.by_id, *(quarantined.id for quarantined in volume.quarantined)]
    library, problems = references.load(layout.root, partial(_inline, typesetter), ids)
    context = checks.Context(volume, typesetter, partial(_known_keys, library))
    docs = layout.path(layout.docs)
    problems += programme.run(volume, loaded.marks, docs, typesetter)
    problems += identities.run(volume, loaded.marks, docs)
    for contribution in (*volume.contributions, *loaded.drafts.values()):
        problems += checks.run(contribution, loaded.marks[contribution.path], context)
    if advise:
        problems += _advice(loaded, layout, advise)
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
    return Compiled(resolved.volume, library, typesetter, every, moved=resolved.moved)


def check_documents(compiled: Compiled, layout: Layout) -> list[Problem]:
    """Every Problem of the authored documents: what Sphinx would warn of, found without a build.

    Also the entries of references.bib that neither a document nor a contribution needs.
    """
    entries = {key: reference.entry for key, reference in compiled.library.entries.items()}
    return documents.run(read_documents(layout), layout.docs, compiled.volume, entries)


def _advice(loaded: Loaded, layout: Layout, wanted: Callable[[str], bool]) -> list[Problem]:
    files = [
        contribution
        for contribution in (*loaded.volume.contributions, *loaded.drafts.values())
        if wanted(contribution.path)
    ]
    of_settings = advice.of_settings(loaded.volume.settings, layout.path(layout.docs / "volume.yml"))
    return [*advice.run(files, loaded.marks, loaded.volume), *of_settings]


def _inline(typesetter: Typesetter, tex: str) -> str:
    return typesetter.one(tex).text


def _known_keys(library: Library, contribution: str) -> Collection[str]:
    return {*library.entries, *library.own.get(contribution, ())}
