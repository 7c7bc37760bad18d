from __future__ import annotations

import datetime
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any

import icalendar
import pytest
from click.testing import CliRunner

from sphinx_proceedings.cli import main
from sphinx_proceedings.exports.calendar import Event, calendar
from sphinx_proceedings.model import Contribution
from sphinx_proceedings.pages import calendars
from sphinx_proceedings.pages.compiled import Compiled
from sphinx_proceedings.references import Library
from sphinx_proceedings.render.math import Typesetter
from tests.golden.making import contribution, text, volume

with warnings.catch_warnings():
    # It looks for an old module of setuptools.
    warnings.simplefilter("ignore")
    import vobject

UTC = datetime.UTC
SESSIONS = [
    {
        "id": "talks",
        "title": "Talks on $x^2$; and, more",
        "kind": "talks",
        "start": "2000-02-29T22:00:00-08:00",
        "end": "2000-02-29T23:30:00-08:00",
        "room": "Hall, the second",
        "chair": "Ada One",
        "description": "Backslash \\ and\nnewline.",
    },
    {
        "id": "posters",
        "title": "Posters",
        "kind": "posters",
        "start": "2000-03-01T16:00:00+05:30",
        "end": "2000-03-01T17:00:00+05:30",
    },
]
PLACES = [
    {"contribution": "a-text", "session": "talks", "start": "22:30", "end": "22:50"},
    {"contribution": "a-text", "session": "posters", "board": "A1"},
    {"contribution": "b-text", "session": "posters", "board": "A2"},
    {"contribution": "c-text", "session": "posters", "board": "A3"},
    {"contribution": "d-text", "session": "posters", "board": "A4"},
]
HALLS = [{"id": "h", "title": "The lobby", "rows": ["A1 A2 A3 A4"]}]
LONG = "Über Größen wie $\\mathbb{R}^n$, ihre Würfel; " + "漢字" * 20 + " und 🙂"


def made(**keys: Any) -> Compiled:
    texts: list[Contribution] = [
        contribution("a-text", title=LONG, authors=[{"name": "Ada One"}, {"name": "Böb Two, Jr."}]),
        contribution("b-text", status="withdrawn"),
        contribution("c-text", title="A sample", status="sample"),
        contribution("d-text", title="Last"),
        contribution("e-text", title="Nowhere"),
    ]
    events = {"sessions": SESSIONS, "placements": PLACES, "halls": HALLS, **keys}
    settings = {
        "title": "Long",
        "short_title": "AW 2000",
        "site_url": "https://example.org/v/",
        "place": "Town",
    }
    whole = volume(*texts, programme=events, **settings)
    return Compiled(whole, Library(), Typesetter(whole.settings.macros))


def events_of(source: str) -> list[icalendar.Event]:
    read = icalendar.Calendar.from_ical(source)
    assert not read.errors
    return list(read.events)


def test_two_parsers_read_the_same_times_and_texts():
    compiled = made()
    source = calendars.whole(compiled)
    first = {str(e["uid"]): e for e in events_of(source)}
    second = {e.uid.value: e for e in vobject.readOne(source).vevent_list}
    assert list(first) == ["session-talks@example.org/v", "session-posters@example.org/v"]
    assert set(first) == set(second)
    for uid, event in first.items():
        other = second[uid]
        assert event.start == other.dtstart.value
        assert event.end == other.dtend.value
        for name in ("summary", "location", "description", "url", "status"):
            assert (name in event) == hasattr(other, name)
            if name in event:
                assert str(event[name]) == getattr(other, name).value
    talks = first["session-talks@example.org/v"]
    assert talks.start == datetime.datetime(2000, 3, 1, 6, 0, tzinfo=UTC)
    assert talks.end == datetime.datetime(2000, 3, 1, 7, 30, tzinfo=UTC)
    assert str(talks["summary"]) == "Talks on x^2; and, more"
    assert str(talks["location"]) == "Hall, the second, Town"
    assert str(talks["url"]) == "https://example.org/v/programme.html#session-talks"
    about = str(talks["description"]).split("\n")
    assert about[-3] == "Chair: Ada One"
    assert about[-2] == "Times are in UTC−08:00."
    assert about[-1].startswith("22:30 Über Größen")
    assert about[-1].endswith("(Ada One, Böb Two Jr.)")


def test_a_session_names_neither_samples_nor_what_is_withdrawn():
    (posters,) = (e for e in events_of(calendars.whole(made())) if "posters" in e["uid"])
    lines = str(posters["description"]).split("\n")
    assert [line[:9] for line in lines] == ["Board A1:", "Board A4:"]


def test_a_contribution_has_an_event_for_each_of_its_places():
    compiled = made()
    talk, poster = events_of(calendars.of_contributions(compiled, [compiled.volume.by_id["a-text"]]))
    assert [str(e["uid"]) for e in (talk, poster)] == [
        "abstract-a-text@example.org/v",
        "abstract-a-text-2@example.org/v",
    ]
    assert talk.start == datetime.datetime(2000, 3, 1, 6, 30, tzinfo=UTC)
    assert talk.end - talk.start == datetime.timedelta(minutes=20)
    assert poster.start == datetime.datetime(2000, 3, 1, 10, 30, tzinfo=UTC)
    assert str(poster["location"]) == "Board A1, The lobby, Town"
    assert str(poster["url"]) == "https://example.org/v/abstracts/a-text.html"


def test_what_is_withdrawn_is_cancelled():
    compiled = made()
    (event,) = events_of(calendars.of_contributions(compiled, [compiled.volume.by_id["b-text"]]))
    assert event["status"] == "CANCELLED"


def test_the_stamp_is_of_the_data_and_never_of_a_clock():
    assert {e.stamp for e in events_of(calendars.whole(made()))} == {
        e.start for e in events_of(calendars.whole(made()))
    }
    assert {e.stamp for e in events_of(calendars.whole(made(revised="2000-01-15")))} == {
        datetime.datetime(2000, 1, 15, tzinfo=UTC)
    }
    gone = made(
        revised="2000-01-15", corrections=[{"contribution": "b-text", "date": "2000-02-01", "text": "x"}]
    )
    (event,) = events_of(calendars.of_contributions(gone, [gone.volume.by_id["b-text"]]))
    assert event.stamp == datetime.datetime(2000, 2, 1, tzinfo=UTC)
    assert calendars.files(made()) == calendars.files(made())


def test_lines_end_as_the_standard_says_and_have_at_most_75_octets():
    for source in calendars.files(made()).values():
        raw = source.encode()
        assert raw.endswith(b"END:VCALENDAR\r\n")
        assert b"\n" not in raw.replace(b"\r\n", b"")
        assert b"\r" not in raw.replace(b"\r\n", b"")
        for line in raw.split(b"\r\n"):
            assert len(line) <= 75
            line.decode()  # no letter is cut in two
        assert b"TZID" not in raw


@pytest.mark.parametrize(
    "value", ["a,b;c\\d", "one\ntwo", "\\n is no line", "BEGIN:VEVENT\nEND:VEVENT", "é" * 100]
)
def test_any_text_comes_back_as_it_was(value: str):
    moment = datetime.datetime(2000, 1, 1, tzinfo=UTC)
    event = Event("u", moment, moment, moment, summary=value, location=value, description=value)
    (read,) = events_of(calendar([event], "x"))
    assert [str(read[key]) for key in ("summary", "location", "description")] == [value] * 3
    assert vobject.readOne(calendar([event], "x")).vevent.summary.value == value


def test_nothing_scheduled_has_no_file():
    nothing = made(sessions=[], placements=[{"contribution": "a-text", "board": "A1"}])
    assert calendars.files(nothing) == {}
    assert calendars.whole(nothing) == ""
    assert calendars.of_contributions(nothing, nothing.volume.contributions) == ""


def test_files_of_sessions_that_are_gone_are_removed(tmp_path: Path):
    calendars.write(made(), tmp_path)
    assert sorted(f.relative_to(tmp_path).as_posix() for f in tmp_path.rglob("*.ics")) == [
        "programme.ics",
        "sessions/posters.ics",
        "sessions/talks.ics",
    ]
    calendars.write(made(sessions=SESSIONS[:1], placements=[]), tmp_path)
    assert sorted(f.name for f in tmp_path.rglob("*.ics")) == ["programme.ics", "talks.ics"]
    calendars.write(made(sessions=[], placements=[]), tmp_path)
    assert list(tmp_path.rglob("*.ics")) == []


@pytest.fixture
def export(tmp_path: Path) -> Callable[..., Any]:
    for folder in ("docs", "abstracts"):
        (tmp_path / folder).mkdir()
    (tmp_path / "docs" / "volume.yml").write_text("title: A\n")
    (tmp_path / "docs" / "conf.py").write_text("extensions = ['sphinx_proceedings']\n")
    (tmp_path / "docs" / "programme.yml").write_text(
        "sessions:\n  - {id: s, title: S, start: 2000-01-01T09:00:00Z, end: 2000-01-01T10:00:00Z}\n"
        "placements:\n  - {contribution: a-text, session: s}\n"
    )
    for id_ in ("a-text", "b-text"):
        (tmp_path / "abstracts" / f"{id_}.md").write_text(text())
    return lambda *ids: CliRunner().invoke(
        main, ["export", "ics", "--source", str(tmp_path / "docs"), *ids]
    )


def test_the_command_exports_the_programme_or_contributions(export: Callable[..., Any]):
    assert [str(e["uid"]) for e in events_of(export().stdout)] == ["session-s@a"]
    assert [str(e["uid"]) for e in events_of(export("a-text").stdout)] == ["abstract-a-text@a"]


def test_the_command_says_that_nothing_is_scheduled(export: Callable[..., Any]):
    done = export("b-text")
    assert done.exit_code == 2
    assert "scheduled" in done.output
