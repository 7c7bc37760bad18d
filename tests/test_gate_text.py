from __future__ import annotations

import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from sphinx_proceedings.gate import text as gate
from sphinx_proceedings.gate.text import MAX_BYTES, MAX_LINES, MAX_MARKS

PATH = "abstracts/a.md"


def codes(data: bytes) -> list[tuple[int, int, str]]:
    return [(p.line, p.column, p.code) for p in gate.read(data, PATH)[1]]


def test_plain_text_passes_as_it_is():
    assert gate.read("Zoë: $x^2$ 漢字 🙂\n".encode(), PATH) == ("Zoë: $x^2$ 漢字 🙂\n", [])


def test_line_ends_of_windows_become_plain():
    assert gate.read(b"a\r\nb\r\n", PATH) == ("a\nb\n", [])


def test_a_byte_order_mark_is_left_out_at_the_beginning():
    assert gate.read(b"\xef\xbb\xbf---\n", PATH) == ("---\n", [])


def test_a_byte_order_mark_within_the_text_is_refused():
    assert codes("a\ufeffb".encode()) == [(1, 2, "UNICODE")]


@pytest.mark.parametrize(
    "character",
    ["\u202e", "\u2066", "\u200b", "\u200d", "\u2060", "\u00ad", "\U000e0041", "\u2028", "\u0085", "\0",
     "\x1b",
     "\x7f", "\ue000", "\ufffe", "\u3164", "\u2800", "\u115f"],
)  # fmt: skip
def test_what_is_invisible_or_deceives_is_refused_at_its_place(character: str):
    assert codes(f"first\nab{character}c".encode()) == [(2, 3, "UNICODE")]


def test_a_refused_character_is_named_and_never_shown():
    [problem] = gate.read("a\u202eb".encode(), PATH)[1]
    assert "U+202E (right-to-left override)" in problem.message
    assert "\u202e" not in str(problem)


def test_each_refused_character_is_reported_once_and_all_of_them():
    found = codes("a\u200b\u200b\n\u202e\u200b".encode())
    assert found == [(1, 2, "UNICODE"), (2, 1, "UNICODE")]


def test_tabs_and_line_ends_are_no_control_characters_here():
    assert codes(b"a\tb\n") == []


def test_accents_may_stand_on_letters_but_not_in_towers():
    assert codes(("a" + "\u0301" * MAX_MARKS).encode()) == []
    assert codes(("a" + "\u0301" * (MAX_MARKS + 1)).encode()) == [(1, 2, "UNICODE")]


@pytest.mark.parametrize(
    "mark",
    ["\u0301", "\u06d6", "\u0730", "\u07eb", "\u0951", "\u0e49", "\u0f90", "\u103a", "\u20dd", "\u2de0",
     "\u3099", "\ua66f", "\U00011366"],
    ids=ascii,
)  # fmt: skip
def test_a_tower_is_one_in_every_script(mark: str):
    assert codes(("1" + mark * MAX_MARKS).encode()) == []
    assert codes(("1" + mark * (MAX_MARKS + 1)).encode()) == [(1, 2, "UNICODE")]


@pytest.mark.parametrize("text", ["שָׁ֑לוֹם", "བསྒྲུབས", "ស្ត្រី", "क्षत्रिय", "ผู้ใหญ่", "Nguyễn Thị", "がぎ"])
def test_the_marks_of_real_words_are_no_towers(text: str):
    assert codes(text.encode()) == []


def test_a_tower_and_a_hidden_character_are_both_reported():
    assert codes(("\u200b\n" + "a" + "\u0301" * 9).encode()) == [(1, 1, "UNICODE"), (2, 2, "UNICODE")]


def test_what_is_not_utf8_is_refused_with_its_byte():
    [problem] = gate.read(b"abc\nd\xe9f\n", PATH)[1]
    assert (problem.line, problem.column, problem.code) == (2, 2, "UTF8")
    assert "0xE9" in problem.message


def test_a_byte_that_is_not_utf8_is_placed_in_characters_as_everything_else_is():
    assert codes("éé".encode() + b"\xe9") == [(1, 3, "UTF8")]


def test_a_byte_that_is_not_utf8_is_the_right_one_after_a_byte_order_mark():
    [problem] = gate.read(b"\xef\xbb\xbfabc\xe9", PATH)[1]
    assert "0xE9" in problem.message
    assert (problem.line, problem.column) == (1, 4)


def test_a_file_may_be_as_long_as_the_budget_and_no_longer():
    line = b"a" * 1023 + b"\n"
    assert codes(line * (MAX_BYTES // 1024)) == []
    assert codes(line * (MAX_BYTES // 1024) + b"a") == [(0, 0, "BUDGET")]


def test_a_file_may_have_so_many_lines_and_no_more():
    assert codes(b"\n" * (MAX_LINES - 1)) == []
    assert codes(b"\n" * MAX_LINES) == [(MAX_LINES + 1, 1, "BUDGET")]


def test_nothing_of_a_refused_file_is_handed_on():
    for data in (b"\xff", b"a" * (MAX_BYTES + 1), "a\u202e".encode(), b"\n" * MAX_LINES):
        text, problems = gate.read(data, PATH)
        assert problems
        assert text == ""


def test_other_files_may_have_other_budgets():
    assert gate.read(b"a\n" * 2000, PATH, max_lines=3000)[1] == []
    assert [p.code for p in gate.read(b"abc", PATH, max_bytes=2)[1]] == ["BUDGET"]


HOSTILE = st.one_of(
    st.binary(max_size=400),
    st.text(max_size=300).map(str.encode),
    st.lists(
        st.sampled_from(["a", "\u0301", "\u202e", "\r", "\r\n", "\n", "\0", "\ufeff", "é", "\U0001f469"])
    ).map(lambda parts: "".join(parts).encode()),
    st.tuples(st.text(max_size=40), st.binary(max_size=8)).map(
        lambda p: b"\xef\xbb\xbf" + p[0].encode() + p[1]
    ),
)


@given(HOSTILE)
@example(b"\xef\xbb\xbf")
@example(b"a\r")
def test_no_bytes_stop_the_gate_and_nothing_refused_passes(data: bytes):
    text, problems = gate.read(data, PATH)
    if problems:
        assert text == ""
        return
    assert gate.refused(text) == frozenset()
    assert "\r" not in text
    assert not any(unicodedata.category(c) in {"Cf", "Cs", "Co"} for c in text)


@given(HOSTILE)
@example(b"\xef\xbb\xbf\xe9")
@example("é".encode() * 3 + b"\xff")
def test_every_problem_stands_within_its_file(data: bytes):
    lines = data.removeprefix(b"\xef\xbb\xbf").decode("utf-8", "replace").replace("\r\n", "\n").split("\n")
    for problem in gate.read(data, PATH)[1]:
        if problem.line:
            assert 1 <= problem.line <= len(lines)
            assert 1 <= problem.column <= len(lines[problem.line - 1]) + 1


@pytest.mark.parametrize(
    "data", ["a\u0301" * 8000, "\u0301" * 16000, "\u200b" * 10000, "a" * 11000 + "\u0301" * 900]
)
def test_the_largest_file_is_judged_in_a_moment(data: str):
    import time

    start = time.process_time()
    gate.read(data.encode()[:MAX_BYTES], PATH)
    assert time.process_time() - start < 1
