"""A folder: its settings, its programme and all its contributions, as one volume."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
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
from sphinx_proceedings.sources.contribution import read_contribution
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
class Submission:
    """One author's file and its pictures, not yet read. `problems` are those of the pictures."""

    id: str
    file: Path
    pictures: tuple[Path, ...] = ()
    problems: tuple[Problem, ...] = ()

    @property
    def path(self) -> str:
        """The file's path for messages."""
        return f"abstracts/{self.id}.md"

    def data(self) -> bytes:
        """As much of the file as it takes to know that it is too long."""
        return files.start_of(self.file, gate_text.MAX_BYTES)


@dataclass(frozen=True)
class Survey:
    """A volume of which the contributions are not yet read.

    `marks` say where the keys of the organizers' files stand, by the files' paths.
    """

    settings: Settings
    programme: Programme
    people: People
    marks: Mapping[str, Marked]
    submissions: tuple[Submission, ...]
    held: tuple[Quarantined, ...]
    problems: tuple[Problem, ...]

    def volume(self, outcomes: Iterable[Outcome] = ()) -> Volume:
        """The volume, with what became of its submissions."""
        contributions: list[Contribution] = []
        quarantined: list[Quarantined] = []
        problems = list(self.problems)
        for submission, made, wrong in outcomes:
            problems += wrong
            if made is None or submission.problems:
                held = tuple(wrong) + submission.problems
                quarantined.append(Quarantined(submission.id, submission.path, held))
            else:
                contributions.append(made)
        return Volume(
            self.settings,
            self.programme,
            tuple(contributions),
            (*quarantined, *self.held),
            tuple(sorted(problems)),
            self.people,
        )


Outcome = tuple[Submission, Contribution | None, Sequence[Problem]]
"""A submission, the contribution that it holds unless a Problem keeps it out, and its Problems."""


def survey(layout: Layout) -> Survey:
    """All of a volume's folder but its contributions.

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
    charged: dict[str, list[Problem]] = {}
    for problem in found.problems:
        folder, _, _name = problem.path.rpartition("/")
        charged.setdefault(folder if "/" in folder else problem.path, []).append(problem)
    submissions = tuple(
        Submission(id_, file, found.pictures.get(id_, ()), tuple(charged.get(f"abstracts/{id_}", ())))
        for id_, file in found.files.items()
    )
    if settings is None or people is None:
        problems += (problem for submission in submissions for problem in read(submission)[2])
        raise UnusableVolume(tuple(sorted(problems)))
    paths = {id_: f"abstracts/{id_}.md" for id_ in found.held}
    held = tuple(Quarantined(id_, path, tuple(charged.get(path, ()))) for id_, path in paths.items())
    return Survey(settings, programme, people, marks, submissions, held, tuple(sorted(problems)))


def read(
    submission: Submission, data: bytes | None = None
) -> tuple[Contribution | None, Marked, list[Problem]]:
    """As `read_contribution`. `data` are the bytes of its file, where they are known already."""
    given = submission.data() if data is None else data
    return read_contribution(given, submission.path, submission.id, submission.pictures)


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
