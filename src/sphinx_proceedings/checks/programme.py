"""Rules over the volume itself: its settings and its programme."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping

from sphinx_proceedings import names
from sphinx_proceedings.model import Volume
from sphinx_proceedings.problems import Problem
from sphinx_proceedings.render.math import Typesetter
from sphinx_proceedings.sources.marked_yaml import Key, Marked


def run(volume: Volume, marks: Mapping[str, Marked], docs: str, typesetter: Typesetter) -> list[Problem]:
    """Every Problem of volume.yml and programme.yml, which lie in the folder `docs`."""
    settings, programme = f"{docs}/volume.yml", f"{docs}/programme.yml"
    found: list[Problem] = []
    for path, faults in (
        (
            settings,
            [
                *_ids_are_unique(volume),
                *_neighbours_are_others(volume),
                *_macros_convert(volume, typesetter),
            ],
        ),
        (
            programme,
            [
                *_programme_names_what_exists(volume),
                *_programme_names_once(volume),
                *_sessions_end_after_they_begin(volume),
            ],
        ),
    ):
        marked = marks.get(path, Marked({}))
        found += [
            Problem(path, *marked.place(way), code, message, fix) for way, code, message, fix in faults
        ]
    return sorted(found)


Fault = tuple[Key, str, str, str]


def _ids_are_unique(volume: Volume) -> Iterator[Fault]:
    seen: set[str] = set()
    for i, topic in enumerate(volume.settings.topics):
        if topic.id in seen:
            yield (
                ("topics", i, "id"),
                "VOLUME",
                f"Two topics have the id “{topic.id}”.",
                "Rename one.",
            )
        seen.add(topic.id)


def _neighbours_are_others(volume: Volume) -> Iterator[Fault]:
    for i, topic in enumerate(volume.settings.topics):
        for other in topic.neighbours:
            at: Key = ("topics", i, "neighbours", other)
            if other not in volume.topics:
                fix = names.did_you_mean(other, volume.topics) or "Correct or remove it."
                yield at, "VOLUME", f"There is no topic “{other}”.", fix
            elif other == topic.id:
                yield at, "VOLUME", f"The topic “{other}” is its own neighbour.", "Remove it."
            elif topic.id in volume.topics[other].neighbours and topic.id < other:
                message = f"“{topic.id}” and “{other}” name each other."
                yield at, "VOLUME", message, "Keep the phrase of one of them; it stands on both pages."


def _macros_convert(volume: Volume, typesetter: Typesetter) -> Iterator[Fault]:
    for name, body in volume.settings.macros.items():
        reason = typesetter.unusable.get(name, "")
        if not reason and "#" in body and body.count("{") != body.count("}"):
            reason = "Its braces do not match"
        elif not reason and "#" not in body:
            # Alone, or with what follows as its argument.
            tried = [typesetter.one(f"\\{name}{after}").problem for after in ("", "{x}")]
            reason = tried[0] if all(tried) else ""
        if reason:
            yield ("macros", name), "MATH", f"The macro “{name}” does not convert: {reason}.", "Mend it."


def _programme_names_once(volume: Volume) -> Iterator[Fault]:
    programme = volume.programme
    for field, key, values in (
        ("sessions", "id", [session.id for session in programme.sessions]),
        ("placements", "contribution", [placement.contribution for placement in programme.placements]),
        ("placements", "board", [placement.board for placement in programme.placements]),
    ):
        for i, value in enumerate(values):
            if value and value in values[:i]:
                message = f"The {key} “{value}” is given twice."
                yield (field, i, key), "PROGRAMME", message, "Keep one of them."


def _programme_names_what_exists(volume: Volume) -> Iterator[Fault]:
    contributions = [*volume.by_id, *(quarantined.id for quarantined in volume.quarantined)]
    for i, placement in enumerate(volume.programme.placements):
        way: Key = ("placements", i)
        yield from _exists((*way, "contribution"), placement.contribution, "contribution", contributions)
        if placement.session:
            yield from _exists((*way, "session"), placement.session, "session", volume.sessions)
    for i, correction in enumerate(volume.programme.corrections):
        at: Key = ("corrections", i, "contribution")
        yield from _exists(at, correction.contribution, "contribution", contributions)


def _exists(way: Key, wanted: str, what: str, known: Collection[str]) -> Iterator[Fault]:
    if wanted not in known:
        fix = names.did_you_mean(wanted, known) or "Correct or remove it."
        yield way, "PROGRAMME", f"There is no {what} “{wanted}”.", fix


def _sessions_end_after_they_begin(volume: Volume) -> Iterator[Fault]:
    for i, session in enumerate(volume.programme.sessions):
        if session.end <= session.start:
            yield (
                ("sessions", i, "end"),
                "PROGRAMME",
                "The session ends before it begins.",
                "Correct it.",
            )
