from __future__ import annotations

import ast
from pathlib import Path

import pytest

import sphinx_proceedings
from sphinx_proceedings.problems import CODES, Problem, count_by_code, quarantines

SOURCE = Path(sphinx_proceedings.__file__).parent


def test_a_problem_is_written_as_path_line_column_code_message_and_remedy():
    problem = Problem("abstracts/a.md", 3, 7, "LINK", "This is no link.", "Write https://.")
    assert str(problem) == "abstracts/a.md:3:7: LINK: This is no link. Write https://."


def test_a_problem_without_a_remedy_ends_with_its_message():
    assert str(Problem("a.md", 3, 7, "ROR", "It is wrong.")) == "a.md:3:7: ROR: It is wrong."


def test_a_problem_of_a_whole_file_names_no_line():
    assert str(Problem("a.md", 0, 0, "BUDGET", "Too long.")) == "a.md: BUDGET: Too long."


def test_problems_sort_by_file_then_by_place():
    places = [("a.md", 10, 1), ("a.md", 9, 2), ("b.md", 1, 1), ("a.md", 9, 1)]
    problems = sorted(Problem(*place, "LINK", "x") for place in places)
    assert [(p.path, p.line, p.column) for p in problems] == sorted(places)


def test_a_problem_cannot_be_changed():
    problem = Problem("a.md", 1, 1, "LINK", "x")
    with pytest.raises(AttributeError):
        problem.line = 2  # type: ignore[misc]


def test_equal_problems_are_one_in_a_set():
    assert len({Problem("a.md", 1, 1, "LINK", "x"), Problem("a.md", 1, 1, "LINK", "x")}) == 1


@pytest.mark.parametrize("code", sorted(CODES))
def test_a_code_explains_itself_in_a_sentence(code: str):
    meaning = CODES[code].meaning
    assert meaning[0].isupper()
    assert meaning.endswith(".")


def test_only_some_problems_keep_a_contribution_out():
    out = Problem("a.md", 1, 1, "TOKEN", "x")
    shown = Problem("a.md", 1, 1, "MATH", "x")
    assert quarantines([shown, out])
    assert not quarantines([shown])
    assert not quarantines([])


def test_counts_are_by_code_in_alphabetical_order():
    codes = ["TOPIC", "LINK", "TOPIC"]
    counts = count_by_code(Problem("a.md", i, 1, code, "x") for i, code in enumerate(codes))
    assert list(counts.items()) == [("LINK", 1), ("TOPIC", 2)]


def _literals() -> dict[Path, set[str]]:
    return {
        path: {
            node.value
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
            if isinstance(node, ast.Constant) and isinstance(node.value, str)
        }
        for path in SOURCE.rglob("*.py")
        if "starter" not in path.parts
    }


def test_every_code_that_is_documented_is_also_used():
    used = set().union(*(found for path, found in _literals().items() if path.name != "problems.py"))
    assert sorted(set(CODES) - used) == []


def test_every_code_that_is_given_to_a_problem_is_documented():
    unknown = []
    for path in SOURCE.rglob("*.py"):
        if "starter" in path.parts:
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "Problem":
                given = [getattr(argument, "value", None) for argument in node.args[1:4]]
                code = next((value for value in given if isinstance(value, str)), None)
                if code and code not in CODES:
                    unknown.append(f"{path.name}:{node.lineno}: {code}")
    assert unknown == []


def test_a_problem_is_one_line_that_a_terminal_shows_as_it_is():
    problem = Problem("a\x1b[2J.md", 1, 1, "TOKEN", "“a\n::error::b”\u202e", "c\td")
    assert str(problem) == "a\\u{1b}[2J.md:1:1: TOKEN: “a ::error::b”\\u{202e} c d"
