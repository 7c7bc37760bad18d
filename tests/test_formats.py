"""How Problems are printed: for people, and for other programs."""

from __future__ import annotations

import json
import time
from pathlib import Path

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sphinx_proceedings.cli.formats import FORMATS, cells, harmless, summary
from sphinx_proceedings.pages import schemas
from sphinx_proceedings.problems import CODES, Problem

PATH = "abstracts/a.md"


def printed(tmp_path: Path, line: str, column: int) -> list[str]:
    """The line at fault and the one with its caret."""
    file = tmp_path / PATH
    file.parent.mkdir(exist_ok=True)
    file.write_text(f"{line}\n", "utf-8")
    found = list(FORMATS["text"]([Problem(PATH, 1, column, "MATH", "Wrong.")], tmp_path))
    return [text.replace("\x1b[31m", "").replace("\x1b[0m", "") for text in found[1:3]]


@pytest.mark.parametrize(
    ("line", "column"),
    [
        ("plain x", 7),
        ("漢字 and x", 8),
        ("🙂🙂x", 3),
        ("\ta\tx", 4),
        ("e\u0301e\u0301 x", 6),
        ("a " * 200 + "x" + " b" * 200, 401),
        ("漢" * 200 + "x" + "字" * 200, 201),
        ("a " * 200 + "x", 401),
    ],
)
def test_the_caret_stands_below_the_character_at_fault(tmp_path: Path, line: str, column: int):
    shown, caret = printed(tmp_path, line, column)
    before = shown[: shown.index("x")]
    assert cells(caret) - 1 == cells(before)
    assert cells(shown) <= 100


def test_many_problems_of_one_long_line_are_printed_in_time(tmp_path: Path):
    (tmp_path / "abstracts").mkdir()
    (tmp_path / PATH).write_text("a, " * 10_000, "utf-8")
    found = [Problem(PATH, 1, column, "TOPIC", "Wrong.") for column in range(1, 2001)]
    started = time.process_time()
    assert len(list(FORMATS["text"](found, tmp_path))) == 6000
    assert time.process_time() - started < 3


TEXTS = st.text(max_size=40).map(lambda text: text.replace("\x00", ""))
COMMANDS = st.sampled_from(
    ["::error::owned", "\n::error::owned", "##[error]owned", " ::stop-commands::x", "\r::a::b"]
)


@given(st.lists(st.one_of(TEXTS, COMMANDS), max_size=4).map("".join), st.sampled_from(sorted(FORMATS)))
def test_no_text_of_an_author_commands_a_workflow_or_a_terminal(tmp_path_factory, said: str, form: str):
    root = tmp_path_factory.getbasetemp()
    problem = Problem(f"abstracts/{said}.md", 1, 1, "MATH", said, said)
    out = "\n".join(FORMATS[form]([problem], root))
    assert "##[" not in out
    commands = [line for line in out.splitlines() if line.lstrip().startswith("::")]
    assert len(commands) == (1 if form == "github" else 0)
    assert form != "text" or "\x1b" not in out.replace("\x1b[1m", "").replace("\x1b[0m", "").replace(
        "\x1b[31m", ""
    )


@pytest.mark.parametrize("line", ["::error::owned", "   ::error::owned", "##[error]owned"])
def test_an_excerpt_is_no_workflow_command(tmp_path: Path, line: str):
    shown, _ = printed(tmp_path, line, 1)
    assert shown.startswith("    1 │ ")
    assert "##[" not in shown


def test_what_cannot_be_printed_is_seen():
    assert harmless("a\x1b[2Jb\nc") == "a�[2Jb c"


def test_advice_is_told_from_problems():
    problems = [Problem(PATH, 1, 1, "MATH", "x."), Problem(PATH, 2, 1, "LENGTH", "x.")]
    assert summary(problems) == "1 Problem: MATH 1. Advice on 1 place: LENGTH 1."
    assert summary(problems[1:]) == "No Problems. Advice on 1 place: LENGTH 1."
    (log,) = FORMATS["sarif"](problems, Path())
    assert [result["level"] for result in json.loads(log)["runs"][0]["results"]] == ["error", "note"]
    assert [line.split()[0] for line in FORMATS["github"](problems, Path())] == ["::error", "::notice"]


def test_json_is_what_its_schema_says(tmp_path: Path):
    schemas.write(tmp_path)
    schema = json.loads((tmp_path / "problems.json").read_text("utf-8"))
    problems = [Problem(PATH, 1, 1, "MATH", "x.", "y."), Problem(PATH, 0, 0, "LENGTH", "x.")]
    (made,) = FORMATS["json"](problems, Path())
    jsonschema.validate(json.loads(made), schema, jsonschema.Draft202012Validator)
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate([{"path": PATH}], schema, jsonschema.Draft202012Validator)


# The parts of SARIF 2.1.0 (sections 3.13 to 3.30) that a log of ours uses, and no others.
TEXT = {"type": "object", "required": ["text"], "properties": {"text": {"type": "string", "minLength": 1}}}
LEVEL = {"enum": ["none", "note", "warning", "error"]}
REGION = {
    "type": "object", "additionalProperties": False, "required": ["startLine"],
    "properties": {name: {"type": "integer", "minimum": 1} for name in ("startLine", "startColumn")},
}  # fmt: skip
PLACE = {
    "type": "object", "additionalProperties": False, "required": ["artifactLocation", "region"],
    "properties": {
        "region": REGION,
        "artifactLocation": {"properties": {"uri": {"pattern": r"^(?!/)[A-Za-z0-9._~/%-]+$"}}},
    },
}  # fmt: skip
RESULT = {
    "type": "object", "additionalProperties": False, "required": ["message", "ruleId"],
    "properties": {
        "ruleId": {"type": "string"}, "ruleIndex": {"type": "integer", "minimum": 0}, "level": LEVEL,
        "message": TEXT,
        "locations": {"items": {"properties": {"physicalLocation": PLACE}, "additionalProperties": False}},
        "partialFingerprints": {"additionalProperties": {"type": "string"}},
    },
}  # fmt: skip
DRIVER = {
    "type": "object", "additionalProperties": False, "required": ["name"],
    "properties": {
        "name": {"type": "string"}, "version": {"type": "string"},
        "rules": {"uniqueItems": True, "items": {
            # GitHub's code scanning refuses a rule without any of these.
            "required": ["id", "shortDescription", "fullDescription", "help"],
            "additionalProperties": False,
            "properties": {"id": {}, "shortDescription": TEXT, "fullDescription": TEXT, "help": TEXT,
                           "defaultConfiguration": {"properties": {"level": LEVEL}}},
        }},
    },
}  # fmt: skip
RUN = {
    "type": "object", "additionalProperties": False, "required": ["tool", "results"],
    "properties": {
        "tool": {"required": ["driver"], "properties": {"driver": DRIVER}},
        "columnKind": {"enum": ["utf16CodeUnits", "unicodeCodePoints"]},
        "results": {"items": RESULT},
    },
}  # fmt: skip
SARIF = {
    "type": "object", "additionalProperties": False, "required": ["version", "runs"],
    "properties": {"$schema": {"format": "uri"}, "version": {"const": "2.1.0"}, "runs": {"items": RUN}},
}  # fmt: skip


def test_sarif_has_the_structure_of_its_standard():
    problems = [
        Problem(PATH, 1, 2, "MATH", "x.", "y."),
        Problem("abstracts/a b.md", 0, 0, "TREE-NAME", "x."),
        Problem(PATH, 2, 0, "LENGTH", "x."),
    ]
    every = [Problem(PATH, 1, 1, code, "x.") for code in CODES]
    for some in (problems, every, []):
        (log,) = FORMATS["sarif"](some, Path())
        jsonschema.validate(json.loads(log), SARIF, jsonschema.Draft202012Validator)
    run = json.loads(next(iter(FORMATS["sarif"](problems, Path()))))["runs"][0]
    rules = [rule["id"] for rule in run["tool"]["driver"]["rules"]]
    assert [rules[result["ruleIndex"]] for result in run["results"]] == [p.code for p in problems]
