"""A folder: its settings, its programme and all its contributions, as one volume."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import TypeVar

from sphinx_proceedings.gate import files
from sphinx_proceedings.gate import text as gate_text
from sphinx_proceedings.model import (
    Contribution,
    People,
    Programme,
    Quarantined,
    Record,
    Settings,
    Volume,
)
from sphinx_proceedings.problems import Problem
from sphinx_proceedings.sources import marked_yaml, records
from sphinx_proceedings.sources.contribution import read_contribution, read_draft
from sphinx_proceedings.sources.marked_yaml import Marked

Model = TypeVar("Model", bound=Record)

SETTINGS_BYTES = 512 * 1024
SETTINGS_LINES = 20_000
SETTINGS_VALUES = 60_000
"""A programme of 10,000 placements."""


@dataclass(frozen=True)
class Layout:
    """Where the parts of a volume lie: `root` holds abstracts/ and bib/, `docs` the Sphinx source."""

    root: Path
    docs: Path

    @classmethod
    def of_docs(cls, docs: Path) -> Layout:
        """The layout of the volume whose Sphinx source is `docs`."""
        return cls(docs.resolve().parent, docs.resolve())

    def path(self, file: Path) -> str:
        """A file's path for messages: relative to the root, with forward slashes."""
        return file.resolve().relative_to(self.root).as_posix()


class UnusableVolume(Exception):
    """docs/volume.yml or people.yml has Problems, so nothing is built; `problems` are those of all files.

    Without people.yml a volume would show names that people do not want to be shown.
    """

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        super().__init__(f"{len(problems)} Problems")
        self.problems = problems


@dataclass(frozen=True)
class Loaded:
    """A volume, and where the keys of each of its files stand, by the files' paths."""

    volume: Volume
    marks: dict[str, Marked]
    drafts: dict[str, Contribution]
    """What can be known of quarantined contributions, by their ids."""


def load(layout: Layout) -> Loaded:
    """The volume in a folder, with the Problems of all its files.

    FileNotFoundError where there is no volume.yml: then the folder is no volume. UnusableVolume where
    volume.yml or people.yml has Problems.
    """
    marks: dict[str, Marked] = {}
    problems: list[Problem] = []
    settings = _settings(Settings, layout, "volume.yml", marks, problems)
    programme = Programme()
    if (layout.docs / "programme.yml").exists():
        programme = _settings(Programme, layout, "programme.yml", marks, problems) or programme
    people: People | None = People()
    if (layout.docs / "people.yml").exists():
        people = _settings(People, layout, "people.yml", marks, problems)
    found = files.look(layout.root, "abstracts")
    problems += found.problems
    contributions: list[Contribution] = []
    quarantined: list[Quarantined] = []
    drafts: dict[str, Contribution] = {}
    for id_, file in found.files.items():
        path = f"abstracts/{id_}.md"
        data = files.start_of(file, gate_text.MAX_BYTES)
        made, marks[path], wrong = read_contribution(data, path, id_, found.pictures.get(id_, ()))
        charged = [p for p in found.problems if p.path.startswith(f"abstracts/{id_}/")]
        problems += wrong
        if made is None or charged:
            quarantined.append(Quarantined(id_, path, tuple(wrong + charged)))
            if draft := read_draft(data, path, id_):
                drafts[id_] = draft
        else:
            contributions.append(made)
    for id_ in found.held:
        path = f"abstracts/{id_}.md"
        quarantined.append(Quarantined(id_, path, tuple(p for p in found.problems if p.path == path)))
    if settings is None or people is None:
        raise UnusableVolume(tuple(sorted(problems)))
    volume = Volume(
        settings,
        programme,
        tuple(contributions),
        tuple(quarantined),
        tuple(sorted(problems)),
        people,
    )
    return Loaded(volume, marks, drafts)


def without_samples(volume: Volume) -> Volume:
    """The volume as it is released: samples left out."""
    kept = tuple(c for c in volume.contributions if not c.is_sample)
    return replace(volume, contributions=kept)


def _settings(
    model: type[Model],
    layout: Layout,
    name: str,
    marks: dict[str, Marked],
    problems: list[Problem],
) -> Model | None:
    file = layout.docs / name
    path = layout.path(file)
    text, wrong = gate_text.read(
        file.read_bytes(), path, max_bytes=SETTINGS_BYTES, max_lines=SETTINGS_LINES
    )
    record = None
    if not wrong:
        marks[path], wrong = marked_yaml.read(text, path, max_values=SETTINGS_VALUES)
    if not wrong:
        record, wrong = records.validate(model, marks[path], path)
    problems += wrong
    return record
