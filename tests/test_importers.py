"""The importers of the systems: from a file as the system exports it to abstracts' files."""

from __future__ import annotations

import csv
import json
import re
import time
import tracemalloc
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import openpyxl
import pytest
import yaml

from sphinx_proceedings.importers import IMPORTERS, Imported, Options, Unusable, suggested, write
from sphinx_proceedings.model import Contribution
from sphinx_proceedings.model.programme import Programme
from sphinx_proceedings.sources import read_contribution

FIXTURES = Path(__file__).parent / "fixtures" / "imports"
SOURCES = [
    ("openreview", "openreview.json"),
    ("hotcrp", "hotcrp.json"),
    ("indico", "indico.json"),
    ("pretalx", "pretalx-schedule.json"),
    ("pretalx", "pretalx-submissions.json"),
    ("easychair", "easychair"),
    ("csv", "table.csv"),
    ("bibtex", "volume.bib"),
]


def records(kind: str, source: Path | str, **columns: str) -> list[Imported]:
    return list(IMPORTERS[kind](FIXTURES / source, Options(columns=columns)))


def contribution(record: Imported) -> Contribution:
    made, _, problems = read_contribution(record.text.encode(), f"abstracts/{record.id}.md", record.id)
    assert made is not None, problems
    return made


def messages(found: list[Imported]) -> list[str]:
    return [problem.message for record in found for problem in record.problems]


def left_out(found: list[Imported]) -> dict[str, str]:
    return {record.label: record.left_out for record in found if record.left_out}


def table(folder: Path, text: str | bytes, name: str = "table.csv") -> Path:
    file = folder / name
    file.write_bytes(text if isinstance(text, bytes) else text.encode("utf-8"))
    return file


def one(kind: str, folder: Path, data: object, name: str = "export.json") -> Imported:
    """What becomes of a file with one record."""
    (record,) = records(kind, table(folder, data if isinstance(data, str) else json.dumps(data), name))
    return record


# ── all of them ──────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(("kind", "source"), SOURCES)
def test_each_sample_becomes_the_files_that_stand_beside_it(kind: str, source: str):
    expected = FIXTURES / "expected" / source.partition(".")[0]
    made = {f"{record.id}.md": record.text for record in records(kind, source) if record.text}
    assert made == {file.name: file.read_text("utf-8") for file in expected.iterdir()}


@pytest.mark.parametrize(("kind", "source"), SOURCES)
def test_every_file_passes_the_gate_and_no_e_mail_address_is_in_it(kind: str, source: str):
    text = "".join(file.read_text("utf-8") for file in [FIXTURES / source] if file.is_file())
    assert (
        "@example.org" in text
        or kind in {"easychair", "csv", "bibtex"}
        or source == "pretalx-schedule.json"
    )
    for record in records(kind, source):
        if record.text:
            contribution(record)
            assert "@" not in record.text


@pytest.mark.parametrize(("kind", "source"), SOURCES)
def test_every_problem_names_the_source_the_record_and_a_remedy(kind: str, source: str):
    name = "submission.csv" if source == "easychair" else source
    for record in records(kind, source):
        for problem in record.problems:
            assert (problem.path, problem.code) == (name, "IMPORT")
            assert re.match(r"(note|#|contribution|session|submission|row|entry|“)", problem.message)
            assert problem.fix


@pytest.mark.parametrize(("kind", "source"), SOURCES)
def test_importing_a_sample_again_changes_nothing(kind: str, source: str, tmp_path: Path):
    first = write(records(kind, source), tmp_path)
    assert first.written > 0
    again = write(records(kind, source), tmp_path, update=True)
    assert (again.written, again.unchanged) == (0, first.written)


@pytest.mark.parametrize("kind", sorted(IMPORTERS))
@pytest.mark.parametrize(
    "data",
    [b"", b"{", b"[]", b'{"x": {"title": "T"}}', b"title\n", b"\x00\x01\xff\xfe", b"[[[[", b"PK\x03\x04"],
)  # fmt: skip
def test_a_file_that_is_something_else_is_refused_with_a_sentence(tmp_path: Path, kind: str, data: bytes):
    source = table(tmp_path, data, "export.xlsx" if data.startswith(b"PK") else "export")
    with pytest.raises((Unusable, FileNotFoundError)) as caught:
        list(IMPORTERS[kind](source))
    assert str(caught.value)


@pytest.mark.parametrize(("kind", "source"), SOURCES)
def test_progress_is_told_in_percent_and_grows(kind: str, source: str):
    told: list[int] = []
    list(IMPORTERS[kind](FIXTURES / source, Options(told.append)))
    assert told == sorted(told)
    assert told
    assert 0 <= told[0] <= told[-1] <= 100


def test_memory_does_not_grow_with_the_file(tmp_path: Path):
    def many(number: int) -> Iterator[str]:
        yield "["
        for i in range(number):
            note = {"pid": i, "title": f"T{i}", "authors": [{"last": "A"}], "abstract": "word " * 3000}
            yield ("," if i else "") + json.dumps({**note, "status": "accept"})
        yield "]"

    def peak(number: int) -> int:
        file = table(tmp_path, "".join(many(number)))
        tracemalloc.start()
        for _ in IMPORTERS["hotcrp"](file):
            pass
        _, most = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        return most

    peak(10)
    assert peak(60) - peak(10) < 250_000  # the files differ by 0.75 MB


# ── names, numbers and what is left out ──────────────────────────────────────────────────────────


def test_only_accepted_notes_of_openreview_come_over():
    assert left_out(records("openreview", "openreview.json")) == {
        "note 2": "rejected",
        "note 3": "withdrawn",
        "note 4": "without a decision",
    }


@pytest.mark.parametrize(
    ("content", "why"),
    [
        ({"venueid": "S.org/W"}, ""),
        ({"venueid": "S.org/W/Desk_Rejected_Submission"}, "desk-rejected"),
        ({"venueid": "S.org/W/Rejected_Paper"}, "rejected"),
        ({"venueid": "S.org/W/Paper"}, "without a decision"),
        ({"venue": "Submitted to S 2027"}, "without a decision"),
        ({"venue": "S 2027 oral"}, ""),
        ({"decision": "Accept (Oral)"}, ""),
        ({"decision": "Reject"}, "rejected"),
        ({}, ""),
    ],
)
def test_the_venue_of_a_note_says_whether_it_is_accepted(tmp_path: Path, content: dict[str, str], why: str):
    values = {"title": "T", "authors": ["A B"], "abstract": "x", **content}
    note = {"number": 1, "invitations": ["S.org/W/-/Paper"]}
    note["content"] = {key: {"value": value} for key, value in values.items()}
    assert one("openreview", tmp_path, [note]).left_out == why


def test_reviews_in_an_export_of_openreview_are_not_taken_over():
    assert not any("secret opinion" in record.text for record in records("openreview", "openreview.json"))


def test_notes_may_stand_one_a_line(tmp_path: Path):
    note = {"number": 1, "content": {"title": {"value": "T"}, "authors": {"value": ["A B"]}}}
    source = table(tmp_path, f"{json.dumps(note)}\n{json.dumps({**note, 'number': 2})}\n")
    assert [record.id for record in records("openreview", source)] == ["b-1", "b-2"]


def test_pages_of_an_answer_may_follow_each_other_in_one_file(tmp_path: Path):
    page = (FIXTURES / "pretalx-submissions.json").read_text("utf-8")
    found = records("pretalx", table(tmp_path, page + page.replace('"ABCDEF"', '"ZZZ"')))
    assert len(found) == 8


def test_a_file_that_breaks_off_says_after_which_record(tmp_path: Path):
    whole = (FIXTURES / "hotcrp.json").read_text("utf-8")
    with pytest.raises(Unusable, match="not JSON after record 2"):
        records("hotcrp", table(tmp_path, whole[: whole.index('"pid": 9')]))


def test_what_hotcrp_has_not_accepted_is_left_out():
    assert left_out(records("hotcrp", "hotcrp.json")) == {
        "#9": "withdrawn",
        "#10": "rejected",
        "#11": "without a decision",
        "#12": "without a decision",
        "#13": "hidden from the account that exported it",
    }


def test_one_submission_of_hotcrp_alone_is_an_object(tmp_path: Path):
    paper = {
        "object": "paper",
        "pid": 3,
        "title": "T",
        "authors": [{"first": "A", "last": "B"}],
        "status": "accept",
    }
    assert one("hotcrp", tmp_path, paper).id == "b-3"


def test_two_records_with_one_title_get_different_ids_and_are_named():
    for kind, source in (("hotcrp", "hotcrp.json"), ("indico", "indico.json"), ("csv", "table.csv")):
        found = [record for record in records(kind, source) if record.text]
        assert len({record.id for record in found}) == len(found)
        assert len([said for said in messages(found) if said.endswith("has the same title.")]) == 1


def test_two_records_with_one_number_get_different_ids(tmp_path: Path):
    paper = {"pid": 3, "title": "T", "authors": [{"last": "B"}], "status": "accept", "abstract": "x"}
    found = records("hotcrp", table(tmp_path, json.dumps([paper, {**paper, "title": "U"}])))
    assert [record.id for record in found] == ["b-3", "b-3-2"]
    assert messages(found) == ["#3: #3 has the same number, so this one is b-3-2."]


def test_an_id_does_not_depend_on_the_other_records(tmp_path: Path):
    papers = json.loads((FIXTURES / "hotcrp.json").read_text("utf-8"))
    ids = {record.label: record.id for record in records("hotcrp", "hotcrp.json")}
    found = records("hotcrp", table(tmp_path, json.dumps(papers[::-1])))
    assert {record.label: record.id for record in found} == ids


def test_an_orcid_id_with_a_wrong_digit_is_left_out_and_named():
    record = records("hotcrp", "hotcrp.json")[0]
    authors = contribution(record).meta.authors
    assert [author.orcid for author in authors] == ["0000-0002-1825-0097", None]
    assert "0000-0002-1825-0098" in record.problems[0].message


def test_a_formula_that_cannot_be_typeset_is_named(tmp_path: Path):
    paper = {
        "pid": 1,
        "title": "T",
        "authors": [{"last": "B"}],
        "status": "accept",
        "abstract": r"$\unknownmacro$",
    }
    (problem,) = one("hotcrp", tmp_path, paper).problems
    assert r"\unknownmacro" in problem.message
    assert "docs/volume.yml" in problem.fix


def test_a_record_without_authors_makes_no_file_and_says_so(tmp_path: Path):
    record = one("hotcrp", tmp_path, {"pid": 1, "title": "T", "status": "accept"})
    assert (record.text, record.left_out) == ("", "")
    assert record.problems[0].message == "#1: There is no author, so no file was made."


def test_persons_of_indico_who_speak_are_marked_as_presenting():
    record = records("indico", "indico.json")[0]
    authors = contribution(record).meta.authors
    assert [(author.name.display, author.presenting) for author in authors] == [
        ("Zoë Ångström", False),
        ("Jean de la Exemple", True),
    ]


@pytest.mark.parametrize(
    ("decision", "why"),
    [
        ("Accept pending revisions", ""),
        ("ACCEPT", ""),
        ("Poster", ""),
        ("not accepted", "rejected"),
        ("Accepted, then withdrawn", "withdrawn"),
        ("canceled", "cancelled"),
        ("no decision", "without a decision"),
        ("", ""),
    ],
)
def test_a_decision_is_understood(tmp_path: Path, decision: str, why: str):
    record = one("csv", tmp_path, f'title,authors,abstract,decision\nT,A B,x,"{decision}"\n', "t.csv")
    assert record.left_out == why


def test_a_session_of_pretalx_that_is_shown_twice_comes_over_once(tmp_path: Path):
    export = json.loads((FIXTURES / "pretalx-schedule.json").read_text("utf-8"))
    (talks,) = export["schedule"]["conference"]["days"][0]["rooms"].values()
    talks.append({**talks[0], "date": "2027-02-01T14:00:00+01:00"})
    found = records("pretalx", table(tmp_path, json.dumps(export)))
    assert left_out(found) == {"session ABCDEF": "in the schedule before"}
    assert messages(found) == ["session MNOPQR: There is no abstract; the file says so."]


def test_what_a_terminal_would_obey_is_in_no_message(tmp_path: Path):
    links = "\x1b]0;x\x07http://example.org\n::error::x"
    text = f'title,authors,abstract,paper,id\nT,A B,x,"{links}","\x1b[2J"\n'
    record = one("csv", tmp_path, text, "t.csv")
    assert all(said.isprintable() for said in [*messages([record]), record.label])


# ── the programme ────────────────────────────────────────────────────────────────────────────────


def test_the_programme_of_indico_becomes_sessions_and_placements(tmp_path: Path):
    report = write(records("indico", "indico.json"), tmp_path)
    made = Programme.model_validate(yaml.safe_load(suggested(report.slots)))
    assert [(session.id, session.title, session.kind, session.room) for session in made.sessions] == [
        ("opening", "Opening", "session", "Großer Saal"),
        ("posters", "Posters", "posters", "Foyer"),
    ]
    assert made.sessions[0].start.isoformat() == "2027-02-01T09:30:00+01:00"
    assert [(place.contribution, place.session, place.board, place.start) for place in made.placements] == [
        ("angstrom-1", "opening", "", "09:30"),
        ("beispiel-4", "posters", "B2", None),
        ("beispielverein-3", "posters", "B12", None),
    ]


def test_rooms_stand_for_sessions_where_a_system_has_none(tmp_path: Path):
    report = write(records("pretalx", "pretalx-schedule.json"), tmp_path)
    made = Programme.model_validate(yaml.safe_load(suggested(report.slots)))
    assert [session.id for session in made.sessions] == ["saal-1-0-2027-02-01", "saal-1-0-2027-02-02"]
    assert [(place.start, place.end) for place in made.placements] == [
        ("09:30", "10:15"),
        ("10:00", "10:30"),
    ]


def test_a_place_without_a_time_is_named(tmp_path: Path):
    text = "title,authors,abstract,board,start\nT,A B,x,B7,2027-02-01 09:30\n"
    record = one("csv", tmp_path, text, "t.csv")
    assert record.slot is None
    assert "no start with an offset" in record.problems[0].message
    export = json.loads((FIXTURES / "indico.json").read_text("utf-8"))
    export["results"][0]["sessions"][0]["contributions"][0]["startDate"] = None
    found = records("indico", table(tmp_path, json.dumps(export)))
    assert "contribution 3: It has the board B12 and no time." in messages(found)


# ── tables ───────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_a_table_is_read_whatever_its_separator_and_encoding(tmp_path: Path, separator: str, encoding: str):
    text = f"Title{separator}Authors\r\nGröbner{separator}Zoë Ångström\r\n"
    (record,) = records("csv", table(tmp_path, text.encode(encoding)))
    made = contribution(record)
    assert (made.meta.title, made.meta.authors[0].name.display) == ("Gröbner", "Zoë Ångström")
    said = [problem for problem in record.problems if "Windows-1252" in problem.message]
    assert len(said) == (encoding == "cp1252")


@pytest.mark.parametrize(
    ("authors", "names"),
    [
        ("Ada B; Cy D", ["Ada B", "Cy D"]),
        ("Ada B\nCy D", ["Ada B", "Cy D"]),
        ("Ada B, Cy D and Ed F", ["Ada B", "Cy D", "Ed F"]),
        ("Ada B, Cy D, and Ed F", ["Ada B", "Cy D", "Ed F"]),
        ("B, Ada; D, Cy", ["Ada B", "Cy D"]),
        ("Ada B, Jr. and Cy D", ["Ada B Jr.", "Cy D"]),
        ("Ada B (Univ. of X, Y); Cy D", ["Ada B", "Cy D"]),
        ("Anderson Sand", ["Anderson Sand"]),
    ],
)
def test_the_authors_of_a_cell_are_told_apart(tmp_path: Path, authors: str, names: list[str]):
    record = one("csv", tmp_path, f'title\tauthors\tabstract\nT\t"{authors}"\tx\n', "t.csv")
    assert [author.name.display for author in contribution(record).meta.authors] == names
    assert record.problems == ()


def test_a_comma_that_may_stand_within_a_name_is_doubtful(tmp_path: Path):
    record = one("csv", tmp_path, 'title,authors,abstract\nT,"Ångström, Zoë",x\n', "t.csv")
    assert contribution(record).meta.authors[0].name.display == "Zoë Ångström"
    assert "family name first" in record.problems[0].message


def test_affiliations_that_cannot_be_matched_with_authors_are_named(tmp_path: Path):
    text = "title,authors,abstract,affiliations\nT,A B; C D,x,U; V; W\n"
    (problem,) = one("csv", tmp_path, text, "t.csv").problems
    assert problem.message == "row 1: There are 3 affiliations for 2 authors; they were left out."
    assert (problem.line, problem.column) == (2, 1)


def test_a_column_may_have_any_name_if_it_is_said(tmp_path: Path):
    source = table(tmp_path, "Beitrag,Wer\nT,A B\n")
    with pytest.raises(Unusable, match=r"There is no column “title”\. The columns are: “beitrag”, “wer”"):
        records("csv", source)
    assert records("csv", source, title="Beitrag", authors="WER")[0].id == "b-1"


def test_a_field_that_does_not_exist_is_refused(tmp_path: Path):
    with pytest.raises(Unusable, match=r"There is no field “titel”\. Did you mean “title”"):
        records("csv", table(tmp_path, "title,authors\nT,A B\n"), titel="title")


def test_links_of_a_table_that_are_none_are_named():
    record = records("csv", "table.csv")[0]
    assert contribution(record).meta.links.model_dump(exclude_none=True) == {
        "arxiv": "2501.01234",
        "doi": "10.5555/12345678",
    }
    assert "http://example.org/insecure" in record.problems[0].message


def test_a_quotation_mark_that_is_not_closed_is_named_with_its_line(tmp_path: Path):
    source = table(tmp_path, 'title,authors\nT,A B\n"U,C D\nV,E F\n')
    with pytest.raises(Unusable, match="breaks off at line 3"):
        records("csv", source)


def test_a_workbook_has_the_same_contributions_as_the_tables(tmp_path: Path):
    book = openpyxl.Workbook()
    for name, file in (("Submissions", "submission.csv"), ("Authors", "author.csv")):
        sheet = book.create_sheet(name)
        with (FIXTURES / "easychair" / file).open(encoding="utf-8", newline="") as opened:
            for row in csv.reader(opened):
                sheet.append([int(cell) if cell.isdigit() else cell for cell in row])
    book.save(tmp_path / "easychair.xlsx")
    found = records("easychair", tmp_path / "easychair.xlsx")
    assert [record.text for record in found] == [
        record.text for record in records("easychair", "easychair")
    ]


SHEET = "xl/worksheets/sheet1.xml"
THIRD = re.compile(rb'<c r="C2".*?</c>')


def changed_workbook(tmp_path: Path, change: Callable[[bytes], bytes]) -> Path:
    """A workbook of one contribution, of which the sheet was changed."""
    book = openpyxl.Workbook()
    book.active.append(["title", "authors", "abstract"])
    book.active.append(["A title", "Ada Lovelace", "Words."])
    book.save(tmp_path / "whole.xlsx")
    made = tmp_path / "changed.xlsx"
    with zipfile.ZipFile(tmp_path / "whole.xlsx") as old, zipfile.ZipFile(made, "w", 8) as new:
        for name in old.namelist():
            data = old.read(name)
            new.writestr(name, change(data) if name == SHEET else data)
    return made


@pytest.mark.parametrize(
    "change",
    [
        lambda sheet: sheet[:-30],
        lambda sheet: sheet.replace(b'r="2"', b'r="x"'),
        lambda sheet: THIRD.sub(b'<c r="C2" t="s"><v>99</v></c>', sheet),
        lambda sheet: THIRD.sub(b'<c r="C2" t="n"><v>x</v></c>', sheet),
    ],
    ids=["cut off", "a row without number", "a text that is not there", "no number"],
)
def test_a_broken_sheet_is_told_of(tmp_path: Path, change: Callable[[bytes], bytes]):
    with pytest.raises(Unusable, match="The workbook cannot be read"):
        records("csv", changed_workbook(tmp_path, change))


def test_a_workbook_that_unpacks_to_far_more_is_not_read(tmp_path: Path):
    made = changed_workbook(tmp_path, lambda sheet: sheet + b" " * (1 << 27))
    assert made.stat().st_size < 1 << 20
    started = time.process_time()
    with pytest.raises(Unusable, match="64 MB"):
        records("csv", made)
    assert time.process_time() - started < 2


@pytest.mark.parametrize("opening", ["[", '{"a":'])
def test_json_that_nests_without_end_takes_no_memory(tmp_path: Path, opening: str):
    tracemalloc.start()
    try:
        with pytest.raises(Unusable, match="64 levels"):
            records("hotcrp", table(tmp_path, opening * 20_000))
        assert tracemalloc.get_traced_memory()[1] < 100 << 20
    finally:
        tracemalloc.stop()


def test_submissions_of_a_workbook_without_authors_of_their_own_take_those_of_the_column(tmp_path: Path):
    book = openpyxl.Workbook()
    book.active.append(["#", "Title", "Authors", "Decision", "Abstract"])
    book.active.append([4, "T", "Zoë Ångström and Anna Beispiel", "ACCEPT", "x"])
    book.save(tmp_path / "list.xlsx")
    (record,) = records("easychair", tmp_path / "list.xlsx")
    assert record.id == "angstrom-4"
    assert len(contribution(record).meta.authors) == 2


def test_deleted_and_undecided_submissions_of_easychair_are_left_out():
    assert left_out(records("easychair", "easychair")) == {
        "submission 2": "rejected",
        "submission 3": "deleted",
        "submission 4": "without a decision",
    }


# ── bibliographies ───────────────────────────────────────────────────────────────────────────────


def test_an_entry_that_cannot_be_parsed_costs_no_other():
    found = records("bibtex", "volume.bib")
    assert [bool(record.text) for record in found] == [False, True, False, True]
    broken = found[2].problems
    assert [(problem.line, "cannot be parsed" in problem.message) for problem in broken] == [(19, True)]


def test_names_in_every_form_of_bibtex_are_read():
    record = next(record for record in records("bibtex", "volume.bib") if record.id == "angstrom27a")
    names = [author.name for author in contribution(record).meta.authors]
    assert [name.display for name in names] == [
        "Zoë Ångström",
        "Jan van der Berg",
        "The Sample Collaboration",
        "Jean Exemple Jr.",
    ]
    assert (names[1].particle, names[2].literal, names[3].suffix) == (
        "van der", "The Sample Collaboration", "Jr."
    )  # fmt: skip
