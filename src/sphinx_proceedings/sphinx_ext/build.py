"""One build: the volume is loaded before Sphinx reads, and its pages are written after Sphinx wrote."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

from sphinx.application import Sphinx
from sphinx.config import Config
from sphinx.environment import BuildEnvironment
from sphinx.errors import ExtensionError
from sphinx.util import logging

from sphinx_proceedings.exports import EXPORTS
from sphinx_proceedings.pages import calendars, plan, related, schemas, shell, volume_map, writer
from sphinx_proceedings.pages.assembly import assemble
from sphinx_proceedings.pages.compiled import Compiled
from sphinx_proceedings.pages.memory import Memory
from sphinx_proceedings.pages.remade import Remade
from sphinx_proceedings.parallel import without_collector
from sphinx_proceedings.problems import Problem
from sphinx_proceedings.references import style, write_checked
from sphinx_proceedings.sources import Layout, UnusableVolume
from sphinx_proceedings.sphinx_ext import citing, search, settings
from sphinx_proceedings.sphinx_ext.domain import domain_of
from sphinx_proceedings.sphinx_ext.plans import shown_on

logger = logging.getLogger(__name__)
SPECIMEN = "_specimen"
MEMORY = "proceedings-pages.json"
RELATED = "proceedings-related.json"
PREPARED = "proceedings-prepared.sqlite"
PICTURES = "proceedings-pictures"
BIBLIOGRAPHY = "references.bib"


class Build:
    """The state of one build: what was loaded, what was written, and how long each phase took."""

    def __init__(self) -> None:
        self.layout: Layout
        self.compiled: Compiled
        self.remade = Remade()
        self.planned: list[plan.Page] = []
        self.written = writer.Written(0, (), ())
        self.pictures = 0
        self.read = 0
        self.seconds: dict[str, float] = {}
        self.tick: Callable[[int, int], None] = lambda _done, _total: None
        self._since = 0.0

    @contextmanager
    def phase(self, name: str) -> Iterator[None]:
        """Add the seconds spent within to the phase `name`."""
        started = time.perf_counter()
        try:
            yield
        finally:
            self.seconds[name] = self.seconds.get(name, 0.0) + time.perf_counter() - started

    def configure(self, app: Sphinx, config: Config) -> None:
        """Load the volume, and give Sphinx the settings that follow from it."""
        self.layout = Layout.of_docs(Path(app.srcdir))
        self.remade = Remade(Path(app.doctreedir) / PICTURES)
        with self.phase("load and check"):
            try:
                self.compiled = assemble(
                    self.layout,
                    samples=config.proceedings_samples,
                    jobs=app.parallel,
                    memory=Memory(Path(app.doctreedir) / PREPARED),
                    remade=self.remade,
                )
            except FileNotFoundError as error:
                raise ExtensionError(f"{error.filename} is missing: this folder is no volume") from error
            except UnusableVolume as error:
                raise ExtensionError("\n".join(map(str, error.problems))) from error
        volume = self.compiled.volume
        self.compiled = replace(
            self.compiled,
            volume=replace(volume, settings=settings.published_at(config, volume.settings)),
            preview=config.proceedings_preview,
            pictured=bool(config.proceedings_pictures),
            related_file=Path(app.doctreedir) / RELATED,
        )
        style.register(self.compiled.library)
        citing.register()
        settings.apply(config, self.compiled.volume.settings)

    def mark(self, name: str) -> None:
        """The time since the mark before belongs to the phase `name`."""
        now = time.perf_counter()
        if self._since:
            self.seconds[name] = self.seconds.get(name, 0.0) + now - self._since
        self._since = now

    def begin(self, app: Sphinx) -> None:
        """Report the Problems, and hand the volume to the domain and the bibliography to its extension."""
        # The command line shows them itself, with their lines.
        if app.config.proceedings_tell:
            self._tell(self.compiled.problems)
        domain = domain_of(app.env)
        domain.compiled, domain.build = self.compiled, self
        checked = Path(app.doctreedir) / BIBLIOGRAPHY
        write_checked(self.compiled.library, checked)
        app.config.bibtex_bibfiles = [str(checked)]
        # Search is made from our own records, not from Sphinx's index of pages.
        app.builder.search = False  # type: ignore[attr-defined]
        self.mark("start")

    def _tell(self, problems: Iterable[Problem]) -> None:
        for problem in problems:
            where = f"{self.layout.root / problem.path}:{problem.line or 1}"
            said = f"{problem.message} {problem.fix}".strip()
            logger.warning("%s", said, location=where, type="proceedings", subtype=problem.code)

    def documents_will_be_read(self, _app: Sphinx, _env: BuildEnvironment, docnames: list[str]) -> None:
        """Count the authored documents that are new or out of date."""
        self.read = len(docnames)

    def documents_are_read(self, _app: Sphinx, _env: BuildEnvironment) -> None:
        """Sphinx has read the authored documents."""
        self.mark("read documents")

    def specimens(self, app: Sphinx) -> Iterator[tuple[str, dict[str, Any], str]]:
        """One page of each kind for the theme to render."""
        self.mark("write documents")
        for folder in plan.FOLDERS:
            yield f"{folder}/{SPECIMEN}", {"mark": shell.mark}, "specimen.html"

    def write_pages(self, app: Sphinx, exception: Exception | None) -> None:
        """Cut the specimens into shells and fill them for every record."""
        if exception or app.builder.format != "html":
            return
        out, doctrees = Path(app.outdir), Path(app.doctreedir)
        with self.phase("related"), without_collector():
            found = related.of(self.compiled)
        with self.phase("pages"), without_collector():
            shells = {folder: self._shell(out, folder) for folder in plan.FOLDERS}
            topics = {docname.removeprefix("topics/") for docname in app.env.found_docs}
            self.planned = list(plan.pages(self.compiled, topics, shown_on(app.env), found.lists))
            self.written = writer.write(
                self.planned,
                shells,
                out,
                doctrees / MEMORY,
                jobs=app.parallel,
                tick=self.tick,
                records=search.records_of(app),
            )
            if app.config.proceedings_tell:
                self._tell(self.written.problems)
            self._write_exports(out)
            calendars.write(self.compiled, out)
            self._write_pictures(out)
            if domain_of(app.env).shows("volume-map"):
                volume_map.write(self.compiled, found, out)
            schemas.write(out / "schema")
            write_checked(self.compiled.library, out / "bibliography.bib")
        with self.phase("search"):
            search.update(app, self.planned)

    def _write_exports(self, out: Path) -> None:
        """The citations of the whole volume, in each format, where one of them is new."""
        files = {kind: out / f"volume{export.suffix}" for kind, export in EXPORTS.items()}
        before = all(file.exists() for file in files.values())
        if before and not any(
            a.startswith("abstracts/") for a in (*self.written.changed, *self.written.removed)
        ):
            return
        cited = [self.compiled.citation(contribution) for contribution in self.compiled.published]
        for kind, file in files.items():
            file.write_bytes(EXPORTS[kind].write(cited).encode())

    def _shell(self, out: Path, folder: str) -> shell.Shell:
        specimen = out / folder / f"{SPECIMEN}.html"
        try:
            return shell.cut(specimen.read_text(encoding="utf-8"))
        except ValueError as error:
            raise ExtensionError(f"{folder}: {error}") from error
        finally:
            specimen.unlink(missing_ok=True)

    def _write_pictures(self, out: Path) -> None:
        shown = [(c.id, name) for c in self.compiled.volume.contributions for name in c.pictures]
        source, target = self.layout.root / "abstracts", out / "abstracts"
        self.remade.write({source / id_ / name: target / id_ / name for id_, name in shown}, target)
