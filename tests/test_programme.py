from __future__ import annotations

import gzip
import re
from typing import Any

import pytest
import segno
from pydantic import ValidationError

from sphinx_proceedings.checks import programme
from sphinx_proceedings.model import Contribution, Session
from sphinx_proceedings.pages import codes, hall, scan, schedule, signs
from sphinx_proceedings.pages.compiled import Compiled
from sphinx_proceedings.pages.programme import days
from sphinx_proceedings.pages.programme import programme as shown
from sphinx_proceedings.pages.timetable import clusters, timetable
from sphinx_proceedings.references import Library
from sphinx_proceedings.render.math import Typesetter
from sphinx_proceedings.sources.marked_yaml import read
from tests.golden.making import contribution, volume

SETTINGS = "title: A\ndates: {start: 2000-01-01, end: 2000-01-02}\n"


def session(id_: str, start: str, end: str, **keys: Any) -> dict[str, Any]:
    """A session on the first of January of 2000, eight hours behind UTC."""
    at = {"start": f"2000-01-01T{start}:00-08:00", "end": f"2000-01-01T{end}:00-08:00"}
    return {"id": id_, "title": id_.title(), **at, **keys}


def compiled(*made: Contribution, **keys: Any) -> Compiled:
    whole = volume(*made, **keys)
    return Compiled(whole, Library(), Typesetter(whole.settings.macros))


# ── former ids ───────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("moved", "message"),
    [
        ("{old: a-text}", ""),
        ("{old: a-tex}", "There is no contribution “a-tex”."),
        ("{a-text: b-text}", "“a-text” is the id of a contribution, so nothing leads on"),
        ("{old: newer, newer: a-text}", "“newer” is no contribution’s id any more."),
        ("{old: newer, newer: old}", "From “old” the way leads in a circle."),
        ("{old: old}", "From “old” the way leads in a circle."),
    ],
)
def test_a_former_id_leads_to_an_id_of_today_in_one_step(moved: str, message: str):
    found = told(f"moved: {moved}\n", A, B)
    assert all(line.startswith("1:") for line in found)
    assert [line.split(" ", 1)[1].startswith(message) for line in found[:1]] == ([True] if message else [])


def test_who_still_uses_a_former_id_is_told_the_one_of_today():
    events = (
        f"sessions:\n{line('one', '09:00', '10:00')}placements:\n  - {{contribution: old, session: one}}\n"
    )
    marked, _ = read(f"{events}moved: {{old: a-text}}\n", "docs/programme.yml")
    whole = volume(A, programme=marked.data, topics=())
    (problem,) = programme.run(whole, {"docs/programme.yml": marked}, "docs", Typesetter({}))
    assert problem.message == "There is no contribution “old”."
    assert problem.fix == "Its id is “a-text” now."


# ── clashes ──────────────────────────────────────────────────────────────────────────────────────


def told(events: str, *made: Contribution) -> list[str]:
    """What organizers hear of a programme: line, column and message of each Problem."""
    marked, problems = read(events, "docs/programme.yml")
    settings, _ = read(SETTINGS, "docs/volume.yml")
    assert problems == []
    whole = volume(*made, programme=marked.data, topics=(), **settings.data)
    marks = {"docs/programme.yml": marked}
    found = programme.run(whole, marks, "docs", Typesetter({}))
    assert {problem.code for problem in found} <= {"PROGRAMME"}
    return [f"{p.line}:{p.column} {p.message}" for p in found]


def line(id_: str, start: str, end: str, **keys: str) -> str:
    more = "".join(f", {key}: {value}" for key, value in keys.items())
    return (
        f"  - {{id: {id_}, title: {id_.title()}, start: '2000-01-01T{start}:00-08:00',"
        f" end: '2000-01-01T{end}:00-08:00'{more}}}\n"
    )


A, B = (
    contribution("a-text", authors=[{"name": "Ada One"}]),
    contribution("b-text", authors=[{"name": "B Two"}]),
)
MORNING = line("one", "09:00", "10:00")
BESIDE = line("two", "09:30", "10:30")
LATER = line("three", "10:00", "11:00")


def test_two_sessions_in_one_room_at_one_time_clash():
    rooms = {"room": "Hall"}
    events = (
        "sessions:\n" + line("one", "09:00", "10:00", **rooms) + line("two", "09:30", "10:30", room="HALL")
    )
    assert told(events) == ["3:103 “Two” is in “HALL” at the same time as “One” (line 2)."]


def test_sessions_that_follow_each_other_or_lie_in_two_rooms_do_not_clash():
    follow = line("one", "09:00", "10:00", room="Hall") + line("two", "10:00", "11:00", room="Hall")
    assert told("sessions:\n" + follow + line("three", "09:00", "11:00", room="Attic")) == []


@pytest.mark.parametrize(
    ("sessions_", "other", "clash"),
    [(MORNING, "one", True), (MORNING + BESIDE, "two", True), (MORNING + LATER, "three", False)],
    ids=["the same session", "an overlapping one", "a later one"],
)
def test_a_contribution_is_in_one_place_at_a_time(sessions_: str, other: str, *, clash: bool):
    places = (
        "placements:\n  - {contribution: a-text, session: one}\n"
        f"  - {{contribution: a-text, session: {other}}}\n"
    )
    at = 3 + sessions_.count("\n")
    said = f"{at + 1}:20 The contribution “a-text” has another place at the same time (line {at})."
    assert told("sessions:\n" + sessions_ + places, A) == [said] * clash


def test_a_board_may_be_used_again_in_a_later_session_only():
    places = (
        "placements:\n  - {contribution: a-text, session: one, board: A1}\n"
        "  - {contribution: b-text, session: %s, board: A1}\n"
    )
    assert told("sessions:\n" + MORNING + LATER + places % "three", A, B) == []
    assert told("sessions:\n" + MORNING + BESIDE + places % "two", A, B) == [
        "6:49 On board “A1” stands “a-text” already (line 5)."
    ]
    assert told("sessions:\n" + MORNING + places % "one", A, B) == [
        "5:49 On board “A1” stands “a-text” already (line 4)."
    ]


def test_what_is_withdrawn_clashes_with_nothing():
    gone = contribution("a-text", status="withdrawn")
    places = (
        "placements:\n  - {contribution: a-text, session: one, board: A1}\n"
        "  - {contribution: b-text, session: one, board: A1}\n"
    )
    assert told("sessions:\n" + MORNING + places, gone, B) == []


BOARDS = (
    "placements:\n  - {contribution: a-text, session: one, board: A1}\n"
    "  - {contribution: b-text, session: one, board: A2}\n"
)


@pytest.mark.parametrize(
    ("first", "second", "clash"),
    [
        ([{"name": "Ada One"}], [{"name": "Ada One"}], True),
        ([{"name": "Ada One"}, {"name": "B Two"}], [{"name": "Ada One"}], False),
        ([{"name": "Ada One", "presenting": "true"}, {"name": "B Two"}], [{"name": "Ada One"}], True),
        ([{"name": "Ada One"}, {"name": "B Two", "presenting": "true"}], [{"name": "Ada One"}], False),
        (
            [{"name": "Ada One", "orcid": "0000-0002-1825-0097"}],
            [{"name": "Ada One", "orcid": "0000-0001-5109-3700"}],
            False,
        ),
        (
            [{"name": "Ada One", "orcid": "0000-0002-1825-0097"}],
            [{"name": "A. One", "orcid": "0000-0002-1825-0097"}],
            True,
        ),
    ],
    ids=[
        "alone",
        "nobody is guessed",
        "marked",
        "another is marked",
        "two of one name",
        "one of two names",
    ],
)
def test_a_presenter_stands_at_one_board(
    first: list[dict[str, str]], second: list[dict[str, str]], *, clash: bool
):
    made = contribution("a-text", authors=first), contribution("b-text", authors=second)
    found = told("sessions:\n" + MORNING + BOARDS, *made)
    assert [said[:5] for said in found] == (["5:20 "] if clash else [])
    if clash:
        assert (
            "presents “b-text” on board “A2” and, at the same time, presents “a-text” on board “A1”"
            in found[0]
        )


def test_who_leads_a_session_leads_no_other_and_presents_elsewhere_at_no_time_of_it():
    led = line("one", "09:00", "10:00", chair="'Cy Four, ada one'")
    assert told("sessions:\n" + led + line("two", "09:30", "10:30", chair="Ada One")) == [
        "3:104 Ada One leads “Two” and, at the same time, leads “One” (line 2)."
    ]
    there = "placements:\n  - {contribution: a-text, session: %s, start: '%s'}\n"
    assert told("sessions:\n" + led + there % ("one", "09:00"), A) == []
    assert told("sessions:\n" + led + BESIDE + there % ("two", "10:00"), A) == []
    assert told("sessions:\n" + led + BESIDE + there % ("two", "09:45"), A) == [
        "5:20 Ada One presents “a-text” and, at the same time, leads “One” (line 2)."
    ]


def test_talks_of_one_session_follow_each_other():
    places = (
        "placements:\n  - {contribution: a-text, session: one, start: 09:00, end: %s}\n"
        "  - {contribution: b-text, session: one, start: 09:20}\n"
    )
    assert told("sessions:\n" + MORNING + places % "09:20", A, B) == []
    assert told("sessions:\n" + MORNING + places % "09:21", A, B) == [
        "5:49 The talk begins before “a-text” has ended (line 4)."
    ]


@pytest.mark.parametrize(
    ("place", "said"),
    [
        ("session: one, start: 08:59", "The session “one” is from 09:00 to 10:00."),
        ("session: one, start: 09:30, end: 10:01", "The session “one” is from 09:00 to 10:00."),
        ("session: one, start: 09:30, end: 09:30", "The talk ends before it begins."),
        ("start: 09:30", "Without a session the time has no day."),
    ],
)
def test_a_talk_lies_within_its_session(place: str, said: str):
    found = told("sessions:\n" + MORNING + f"placements:\n  - {{contribution: a-text, {place}}}\n", A)
    assert [problem.partition(" ")[2] for problem in found] == [said]
    assert found[0].startswith("4:")


@pytest.mark.parametrize(
    ("start", "end", "fine"),
    [
        ("2000-01-01T00:00:00-08:00", "2000-01-01T01:00:00-08:00", True),
        # In UTC this is the third of January already.
        ("2000-01-02T22:00:00-08:00", "2000-01-03T00:30:00-08:00", True),
        ("2000-01-03T00:00:00-08:00", "2000-01-03T01:00:00-08:00", False),
        # And this is the first, but not there.
        ("1999-12-31T23:00:00-08:00", "2000-01-01T01:00:00-08:00", False),
        ("2000-01-01T09:00:00-08:00", "2000-01-02T09:30:00-08:00", False),
    ],
)
def test_a_session_is_on_a_day_of_the_event_by_its_own_clock(start: str, end: str, *, fine: bool):
    found = told(f"sessions:\n  - id: one\n    title: One\n    start: {start}\n    end: {end}\n")
    assert len(found) == (not fine)


def test_a_board_is_one_of_a_plan_where_there_are_plans():
    halls = "halls:\n  - {id: h, title: H, rows: [A1 A2 . A3]}\n"
    assert told("placements:\n  - {contribution: a-text, board: A2}\n" + halls, A) == []
    assert told("placements:\n  - {contribution: a-text, board: A22}\n" + halls, A) == [
        "2:35 There is no board “A22”."
    ]


TWICE = "The board “A1” stands in a plan twice."
TOUCH = "The boards “A1” and “A2” stand at the same place."
SAME = "The id “h” is given twice."


@pytest.mark.parametrize(
    ("halls", "at", "said"),
    [
        ("  - id: h\n    title: H\n    rows:\n      - A1 A2\n      - . A1\n", "6:9", TWICE),
        ("  - {id: h, title: H, rows: [A1]}\n  - {id: i, title: I, rows: [A1]}\n", "3:30", TWICE),
        ("  - id: h\n    title: H\n    boards:\n      A1: [0, 1]\n      A2: [0, 1.0]\n", "6:11", TOUCH),
        ("  - {id: h, title: H, rows: [A1]}\n  - {id: h, title: I, rows: [A2]}\n", "3:10", SAME),
    ],
)  # fmt: skip
def test_a_plan_shows_each_board_once(halls: str, at: str, said: str):
    assert told("halls:\n" + halls) == [f"{at} {said}"]


# ── the model ────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    "keys",
    [
        {},
        {"rows": ["A1"], "boards": {"A2": ["0", "0"]}},
        {"rows": ["A1,A2"]},
        {"rows": ["A1  ."], "landmarks": {"Door": ["-1", "0"]}},
        {"boards": {"A 1": ["0", "0"]}},
        {"boards": {"A1": ["nan", "0"]}},
        {"boards": {"A1": ["0"]}},
    ],
)
def test_a_hall_that_is_no_plan_is_refused(keys: dict[str, Any]):
    with pytest.raises(ValidationError):
        volume(programme={"halls": [{"id": "h", "title": "H", **keys}]})


@pytest.mark.parametrize("clock", ["9:30", "24:00", "09:60", "09:30:00", "09:30-08:00", "soon"])
def test_a_time_that_is_none_is_refused(clock: str):
    with pytest.raises(ValidationError):
        volume(programme={"placements": [{"contribution": "a", "session": "s", "start": clock}]})


def test_a_talk_ends_when_the_next_begins_or_when_it_says_so():
    places = [
        {"contribution": "a-text", "session": "one", "start": "09:00"},
        {"contribution": "b-text", "session": "one", "start": "09:20", "end": "09:30"},
        {"contribution": "c-text", "session": "one", "start": "09:40"},
        {"contribution": "d-text", "session": "one"},
        {"contribution": "e-text"},
    ]
    whole = volume(programme={"sessions": [session("one", "09:00", "10:00")], "placements": places})
    spans = [whole.span(place) for place in whole.programme.placements]
    assert [span and tuple(f"{moment:%H:%M%z}" for moment in span) for span in spans] == [
        ("09:00-0800", "09:20-0800"),
        ("09:20-0800", "09:30-0800"),
        ("09:40-0800", "10:00-0800"),
        ("09:00-0800", "10:00-0800"),
        None,
    ]


def test_the_clock_of_a_session_goes_on_after_midnight():
    made = Session.model_validate(
        {"id": "n", "title": "N", "start": "2000-01-01T22:00:00Z", "end": "2000-01-02T02:00:00Z"}
    )
    assert made.at("23:00").isoformat() == "2000-01-01T23:00:00+00:00"
    assert made.at("01:00").isoformat() == "2000-01-02T01:00:00+00:00"


# ── the timetable ────────────────────────────────────────────────────────────────────────────────


def sessions(*spans: tuple[str, str, str]) -> list[Session]:
    return [Session.model_validate(session(*span)) for span in spans]


def grid(*days_: list[Session]) -> list[str]:
    """A timetable as it is seen: a line for each row, a sign for each of its columns and rows."""
    table = timetable(days_)
    width = sum(table.columns)
    places: dict[tuple[int, int], str] = {}
    for r, row in enumerate(table.rows):
        column = 0
        for cell in row.cells:
            while (r, column) in places:
                column += 1
            for down in range(cell.rows):
                for across in range(cell.columns):
                    assert (r + down, column + across) not in places, "Two cells lie on each other."
                    places[r + down, column + across] = cell.session.id if cell.session else "."
    assert set(places) == {(r, c) for r in range(len(table.rows)) for c in range(width)}, "There are holes."
    lines = ("".join(places[r, c] for c in range(width)) for r in range(len(table.rows)))
    return [f"{row.clock} {text}" for row, text in zip(table.rows, lines, strict=True)]


def test_days_stand_side_by_side_and_what_is_parallel_shares_a_day():
    first = sessions(("a", "09:00", "10:00"), ("b", "10:00", "11:00"), ("c", "10:30", "11:30"))
    second = sessions(("d", "09:30", "10:00"))
    assert grid(first, second) == ["09:00 aa.", "09:30 aad", "10:00 b..", "10:30 bc.", "11:00 .c."]


def test_three_at_a_time_and_two_at_a_time_fill_the_day():
    day = sessions(
        ("a", "09:00", "10:00"), ("b", "09:00", "10:00"), ("c", "09:00", "10:00"),
        ("d", "10:00", "11:00"), ("e", "10:00", "11:00"), ("f", "11:00", "12:00"),
    )  # fmt: skip
    assert grid(day, sessions(("g", "09:00", "12:00"))) == ["09:00 abcg", "10:00 deeg", "11:00 fffg"]


def test_sessions_that_touch_are_not_parallel():
    day = sessions(("a", "09:00", "10:00"), ("b", "10:00", "11:00"))
    assert [[s.id for s in cluster] for cluster in clusters(day)] == [["a"], ["b"]]


def test_a_session_over_midnight_stays_in_its_day():
    late = Session.model_validate(
        {"id": "n", "title": "N", "start": "2000-01-01T23:00:00Z", "end": "2000-01-02T01:00:00Z"}
    )
    assert grid([late], sessions(("a", "09:00", "10:00"))) == ["09:00 .a", "10:00 ..", "23:00 n."]


# ── the page ─────────────────────────────────────────────────────────────────────────────────────


def test_nothing_scheduled_is_said_and_offers_no_calendar():
    page = shown(compiled(A), "")
    assert "Nothing is scheduled yet." in page
    assert ".ics" not in page
    assert "<script" not in page


def test_what_a_session_has_stands_by_time_then_by_slot_and_board_as_people_count():
    made = [contribution(f"text-{i}", title=f"T{9 - i}") for i in range(7)]
    keys = [
        {"start": "09:30"}, {"start": "09:00"}, {"slot": "10"}, {"slot": "2"}, {"board": "B10"},
        {"board": "B9"}, {},
    ]  # fmt: skip
    places = [{"contribution": c.id, "session": "one", **key} for c, key in zip(made, keys, strict=True)]
    one = compiled(*made, programme={"sessions": [session("one", "09:00", "10:00")], "placements": places})
    found = schedule.items(one, one.volume.sessions["one"])
    assert [item.contribution.id[-1] for item in found] == ["1", "0", "3", "2", "5", "4", "6"]


def test_days_are_those_of_the_place_and_parallel_sessions_lie_together():
    events = [
        session("b", "16:30", "18:00"),
        session("a", "16:00", "17:00"),
        session("c", "20:00", "23:00"),
    ]
    found = days(compiled(programme={"sessions": events}))
    # In UTC the last is on the second of January.
    assert [[[s.session.id for s in slot] for slot in day.slots] for day in found] == [[["a", "b"], ["c"]]]
    assert [day.name for day in found] == ["Saturday, January 1"]


def test_what_organizers_write_is_escaped():
    events = [
        session(
            "one", "09:00", "10:00", title="A & $x^2$", room="<i>", chair="<u>", description="A <b>, <s>"
        )
    ]
    page = shown(compiled(programme={"sessions": events}), "")
    assert not any(tag in page for tag in ("<b>", "<i>", "<u>", "<s>"))
    assert "<math" in page


# ── the hall ─────────────────────────────────────────────────────────────────────────────────────


def plan_of(made: list[Contribution], places: list[dict[str, str]], **keys: Any) -> hall.Plan:
    one = compiled(*made, programme={"placements": places, "halls": [{"id": "h", "title": "H", **keys}]})
    return hall.plan(one, one.volume.programme.halls[0])


@pytest.mark.parametrize(
    "keys",
    [
        {"rows": ["A1 A2 . A3", ".", "B1 . . B2"]},
        {"boards": {"A1": ["0", "0"], "A2": ["0.1", "0"], "B1": ["0", "0.3"], "Z9": ["7", "7"]}},
        {"boards": {"A1": ["3", "4"]}},
        {"rows": ["LONGNAME A2", "A3 A4"], "landmarks": {"A door with a long name": ["0", "3"]}},
    ],
)
def test_boards_do_not_touch_and_lie_within_the_plan(keys: dict[str, Any]):
    plan = plan_of([], [], **keys)
    for i, one in enumerate(plan.boards):
        assert 0 <= one.x <= plan.width - plan.wide
        assert 0 <= one.y <= plan.height - plan.high
        for other in plan.boards[:i]:
            assert abs(one.x - other.x) > plan.wide or abs(one.y - other.y) > plan.high
    assert all(0 < x < plan.width and 0 < y < plan.height for _, x, y in plan.landmarks)


def test_a_plan_of_any_measure_has_an_end():
    plan = plan_of([], [], boards={"A1": ["0", "0"], "A2": ["0.0001", "0"], "A3": ["1000", "1000"]})
    assert plan.width < 7000
    assert plan.height < 7000


def test_a_board_leads_to_its_abstract_and_one_with_two_to_the_list():
    places = [
        {"contribution": "a-text", "board": "A1"},
        {"contribution": "a-text", "board": "A2", "session": "one"},
        {"contribution": "b-text", "board": "A2", "session": "two"},
    ]
    events = [session("one", "09:00", "10:00"), session("two", "11:00", "12:00")]
    halls = [{"id": "h", "title": "H", "rows": ["A1 A2 A3"]}]
    one = compiled(A, B, programme={"sessions": events, "placements": places, "halls": halls})
    page = hall.poster_hall(one, "", "../")
    assert 'id="board-A1" class="stand" href="../abstracts/a-text.html"' in page
    assert 'id="board-A2" class="stand" href="#poster-A2"' in page
    assert 'id="poster-A2"' in page
    assert '<g id="board-A3" class="stand free">' in page


def test_without_halls_there_is_no_plan():
    assert "There is no plan of the boards yet." in hall.poster_hall(compiled(A), "", "")


# ── signs ────────────────────────────────────────────────────────────────────────────────────────


def test_signs_stand_in_the_order_of_the_boards_and_need_an_address_for_their_code():
    gone = contribution("c-text", status="withdrawn")
    places = [
        {"contribution": "a-text", "board": "A10"},
        {"contribution": "b-text", "board": "A9"},
        {"contribution": "c-text", "board": "A1"},
    ]
    one = compiled(A, B, gone, programme={"placements": places})
    page = signs.signs(one, "", "")
    assert page.index("A9") < page.index("A10")
    assert page.count('class="sign"') == 2
    assert "<svg" not in page
    there = compiled(A, B, programme={"placements": places}, site_url="https://example.org/v/")
    page = signs.signs(there, "", "")
    assert page.count("<svg") == 2
    assert "https://example.org/v/abstracts/a-text.html" in page
    assert scan.finding(page, "part") == ""


def test_a_code_has_a_square_for_each_dark_module_and_is_the_same_each_time():
    address = "https://example.org/abstracts/a-text.html"
    made = codes.large(address)
    codes.large.cache_clear()
    assert codes.large(address) == made
    assert "style" not in made
    drawn, x, y = set(), 0, 0
    for right, down, long in re.findall(r"m(-?\d+) (\d+)h(\d+)", made):
        x, y = x + int(right), y + int(down)
        drawn |= {(x + i, y) for i in range(int(long))}
        x += int(long)
    matrix = segno.make_qr(address, error="m").matrix
    assert drawn == {(x, y) for y, row in enumerate(matrix) for x, bit in enumerate(row) if bit}
    assert f'viewBox="-4 -4 {len(matrix) + 8} {len(matrix) + 8}"' in made


def test_the_code_of_a_printed_page_is_light():
    address = "https://proceedings.example.org/2027/abstracts/a-name-of-some-length.html"
    assert len(gzip.compress(codes.code(address).encode())) < 1000
    assert scan.finding(codes.code(address), "body") == ""
