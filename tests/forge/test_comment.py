"""The comment below a pull request: our words, and a stranger's as nothing but characters."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from sphinx_proceedings.forge import comment
from sphinx_proceedings.forge.comment import Found, Place, Report, body, code, own_comment, report_of
from sphinx_proceedings.forge.pull import pull_of

HEAD = "a" * 40
NOWHERE = Place("", f"https://forge.example/o/r/blob/{HEAD}", "", Path("nowhere"))
HOSTILE = [
    "@everyone",
    "<img src=x onerror=alert(1)>",
    "![x](https://evil.example/x.png)",
    "[x](javascript:alert(1))",
    "</details><h1>x",
    "`` ` ``` @everyone",
    "-->",
    "#1",
    "https://evil.example",
    "$\\href{x}{y}$",
    "::error::x",
    "\n\n# Heading\n\n@everyone",
    "\u202etxt",
    "|a|b|",
    "`",
    "``",
    "` `",
    "\\`@everyone\\`",
]


def report(**found: Any) -> Report:
    problem = {"path": "abstracts/x.md", "line": 3, "column": 1, "code": "TOPIC", "message": "M", **found}
    return Report(inside=["abstracts/x.md"], outside=[], refused=False, problems=[Found(**problem)])


def form(text: str) -> list[tuple[str, list[str]]]:
    """What a reader of Markdown that is not ours makes of a text, without its words."""
    tokens = MarkdownIt("commonmark").parse(text)
    return [(token.type, [child.type for child in token.children or []]) for token in tokens]


@pytest.mark.parametrize("text", HOSTILE)
@pytest.mark.parametrize("field", ["message", "fix", "path"])
def test_a_stranger_s_text_changes_nothing_but_the_words_in_a_span_of_code(text: str, field: str) -> None:
    plain = body(report(**{field: "A word."}), NOWHERE, HEAD)
    assert form(body(report(**{field: text}), NOWHERE, HEAD)) == form(plain)


def test_a_comment_is_never_longer_than_the_forge_takes() -> None:
    long = {"path": "`" * 400, "message": "`" * 400, "fix": "`" * 400, "line": 1, "column": 1}
    found = [Found(**long, code=code) for code in ("TOPIC", "LENGTH") for _ in range(40)]
    text = body(Report(inside=[], outside=[], refused=False, problems=found), NOWHERE, HEAD)
    assert len(text) < 65_536
    assert text.count(" more, in the log of the check") == 2


@given(st.text(max_size=60))
def test_any_text_is_one_span_of_code(text: str) -> None:
    (token,) = [t for t in MarkdownIt("commonmark").parse(f"- a: {code(text)}") if t.type == "inline"]
    assert [child.type for child in token.children or []] == ["text", "code_inline"]


def test_a_comment_has_an_end() -> None:
    one = {
        "path": "p" * 5000,
        "line": 1,
        "column": 1,
        "code": "TOPIC",
        "message": "m" * 5000,
        "fix": "f" * 5000,
    }
    many = Report(
        inside=[f"abstracts/a{n}.md" for n in range(500)],
        outside=[],
        refused=False,
        problems=[Found(**one)] * 500,
    )
    text = body(many, NOWHERE, HEAD)
    assert "500 things to mend" in text
    assert f"and {500 - text.count('- ` ppp')} more, in the log" in text
    assert len(text) < 65_000


def test_advice_is_folded_away_and_keeps_nothing_out() -> None:
    text = body(report(code="LENGTH"), NOWHERE, HEAD)
    assert "Nothing to mend" in text
    assert "<details><summary>1 piece of advice" in text


def test_a_code_that_we_do_not_have_is_not_repeated() -> None:
    assert "Nothing to mend" in body(report(code="@everyone"), NOWHERE, HEAD)


def test_only_plain_ids_become_addresses(tmp_path: Path) -> None:
    (tmp_path / "abstracts").mkdir()
    for id_ in ("good", "own"):
        (tmp_path / "abstracts" / f"{id_}.html").touch()
    inside = [
        "abstracts/good.md",
        "abstracts/x](y).md",
        "bib/own.bib",
        "bib/references.bib",
        "abstracts/gone.md",
    ]
    made = Report(inside=inside, outside=[], refused=False, problems=[])
    text = body(made, Place("https://p.example/pr-1", "", "", tmp_path), HEAD)
    assert [line for line in text.splitlines() if line.startswith("- ")] == [
        "- [`good`](https://p.example/pr-1/abstracts/good.html)",
        "- [`own`](https://p.example/pr-1/abstracts/own.html)",
    ]


@pytest.mark.parametrize(
    ("changes", "problems"),
    [
        ("[]", "[]"),
        ("{", "[]"),
        ('{"inside": [1], "outside": [], "refused": false}', "[]"),
        ('{"inside": [], "outside": [], "refused": false}', '[{"path": 1}]'),
        ('{"inside": [], "outside": [], "refused": false}', ""),
        ('{"inside": [], "outside": [], "refused": false}', '[], "refused": true'),
        ('{"inside": [], "outside": [], "refused": "no"}', "[]"),
        ("[" * 100_000, "[]"),
        ("\xff", "[]"),
    ],
)
def test_a_report_of_another_form_is_none(tmp_path: Path, changes: str, problems: str) -> None:
    (tmp_path / "changes.json").write_bytes(changes.encode("latin-1"))
    (tmp_path / "problems.json").write_text(problems, "utf-8")
    assert report_of(tmp_path) is None
    assert "did not get far enough" in body(None, NOWHERE, HEAD)


def test_a_check_that_ended_before_the_problems_says_so(tmp_path: Path) -> None:
    (tmp_path / "changes.json").write_text('{"inside": [], "outside": [], "refused": false}', "utf-8")
    found = report_of(tmp_path)
    assert found is not None
    assert found.problems is None
    assert "could not be built" in body(found, NOWHERE, HEAD)


def test_a_comment_is_ours_only_if_the_bot_wrote_it() -> None:
    def by(login: str, kind: str, text: str, id_: int) -> dict[str, Any]:
        return {"id": id_, "user": {"login": login, "type": kind}, "body": text}

    others = [
        by("mallory", "User", comment.MARK, 1),
        by("github-actions[bot]", "Bot", f"> {comment.MARK}", 2),
        {"id": 3, "user": None, "body": comment.MARK},
    ]
    assert own_comment(others) == 0
    assert own_comment([*others, by("github-actions[bot]", "Bot", f"{comment.MARK}\nx", 4)]) == 4


REPO = {"id": 1, "default_branch": "main"}
EVENT = {
    "repository": REPO,
    "workflow_run": {"event": "pull_request", "head_sha": HEAD, "head_repository": {"id": 2}},
}
PULL = {
    "number": 5,
    "state": "open",
    "head": {"sha": HEAD, "repo": {"id": 2}},
    "base": {"ref": "main", "repo": REPO},
}
ARTIFACTS = {"artifacts": [{"id": 9, "name": "report", "size_in_bytes": 10, "expired": False}]}


def test_a_run_is_of_the_pull_request_with_its_commit_and_repositories() -> None:
    found = pull_of(EVENT, [PULL], ARTIFACTS)
    assert found is not None
    assert (found.number, found.head, found.artifacts) == (5, HEAD, {"report": 9, "preview": 0})


@pytest.mark.parametrize(
    "change",
    [
        {"state": "closed"},
        {"head": {"sha": "b" * 40, "repo": {"id": 2}}},
        {"head": {"sha": HEAD, "repo": {"id": 3}}},
        {"head": {"sha": HEAD, "repo": None}},
        {"base": {"ref": "main", "repo": {"id": 4}}},
        {"base": {"ref": "other", "repo": REPO}},
    ],
)
def test_a_run_of_anything_else_is_of_no_pull_request(change: dict[str, Any]) -> None:
    assert pull_of(EVENT, [{**PULL, **change}], ARTIFACTS) is None


def test_a_run_that_could_be_of_two_is_of_none() -> None:
    assert pull_of(EVENT, [PULL, {**PULL, "number": 6}], ARTIFACTS) is None
    pushed = json.loads(json.dumps(EVENT).replace('"pull_request"', '"push"'))
    assert pull_of(pushed, [PULL], ARTIFACTS) is None


@pytest.mark.parametrize("change", [{"size_in_bytes": 10**9}, {"expired": True}, {"name": "other"}])
def test_an_artifact_that_is_too_large_or_gone_is_not_fetched(change: dict[str, Any]) -> None:
    found = pull_of(EVENT, [PULL], {"artifacts": [{**ARTIFACTS["artifacts"][0], **change}]})
    assert found is not None
    assert found.artifacts["report"] == 0
