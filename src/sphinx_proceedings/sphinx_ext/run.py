"""A whole build from the command line, and its report."""

from __future__ import annotations

import io
import re
import resource
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import TextIO, cast

from sphinx.application import Sphinx
from sphinx.errors import SphinxError
from sphinx.util.console import strip_colors

from sphinx_proceedings.result import Result
from sphinx_proceedings.sphinx_ext.domain import domain_of

Progress = Callable[[str, int], None]
"""Told the phase and how many percent of it are done."""

STATUS = re.compile(r"^(reading sources|writing output)\.\.\. *\[ *(\d+)%\]")
PHASES = {"reading sources": "Reading documents", "writing output": "Writing documents"}


class BuildFailed(Exception):
    """Sphinx could not build; the text says why."""


class _Status(io.TextIOBase):
    """Sphinx's status messages, of which only the percentages are heard."""

    def __init__(self, progress: Progress) -> None:
        self.progress = progress

    def write(self, text: str) -> int:
        if match := STATUS.match(strip_colors(text)):
            self.progress(PHASES[match[1]], int(match[2]))
        return len(text)


def build_site(
    source: Path,
    out: Path,
    doctrees: Path,
    *,
    jobs: int = 1,
    samples: bool = True,
    preview: bool = False,
    pictures: Path | None = None,
    search: str = "index",
    progress: Progress = lambda _phase, _percent: None,
) -> Result:
    """Build the volume whose Sphinx source is `source` into `out`.

    A `preview` asks search engines to leave it alone. `pictures` is the folder that keeps the pictures of
    pages, under their digests; None draws none.

    BuildFailed where Sphinx stops; Problems and warnings do not stop it.
    """
    started = time.perf_counter()
    warnings = io.StringIO()
    overrides: dict[str, object] = {
        "proceedings_samples": samples,
        "proceedings_tell": False,
        "proceedings_search": search,
    }
    # Only what is asked for, so that conf.py may ask for it as well.
    overrides |= {"proceedings_preview": True} if preview else {}
    overrides |= {"proceedings_pictures": str(pictures.resolve())} if pictures else {}
    status = cast(TextIO, _Status(progress))
    try:
        app = Sphinx(source, source, out, doctrees, "html", overrides, status, warnings, parallel=jobs)
        build = domain_of(app.env).build
        build.tick = lambda done, total: progress("Writing contributions", 100 * done // total)
        app.build()
    except SphinxError as error:
        raise BuildFailed(str(error)) from error
    volume = build.compiled.volume
    return Result(
        out=out,
        contributions=len(volume.contributions),
        quarantined=len(volume.quarantined),
        documents=len(app.env.found_docs),
        read=build.read,
        pages=build.written.pages,
        changed=build.written.changed,
        removed=build.written.removed,
        pictures=build.pictures,
        problems=tuple(sorted((*build.compiled.problems, *build.written.problems))),
        warnings=tuple(line for line in strip_colors(warnings.getvalue()).splitlines() if line.strip()),
        seconds={**build.seconds, "in all": time.perf_counter() - started},
        megabytes=peak_memory(),
    )


def peak_memory() -> float:
    """The peak memory in MB of this process, and of its largest child beside it."""
    unit = 1 if sys.platform == "darwin" else 1024
    own = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    child = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    return (own + child) * unit / 1e6
