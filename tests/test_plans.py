"""Ways through the programme of a built site: to the plans of the boards, and from former addresses."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.test_site import Workshop

PROGRAMME = """
sessions:
  - {id: posters, title: Posters, start: 2030-03-01T16:00:00-08:00, end: 2030-03-01T17:30:00-08:00}
placements:
  - {contribution: euler, session: posters, board: A1}
halls:
  - {id: lobby, title: Lobby, rows: [A1 A2]}
"""
BOARD = '<a class="place board" href="plan.html#board-A1" aria-label="Board A1 on the plan">A1</a>'


@pytest.fixture
def workshop(tmp_path: Path) -> Workshop:
    made = Workshop(tmp_path / "volume")
    made.write("euler")
    programme(made, PROGRAMME)
    return made


def programme(workshop: Workshop, text: str) -> None:
    (workshop.root / "docs" / "programme.yml").write_text(text, encoding="utf-8")


def test_the_programme_leads_to_the_plan_for_as_long_as_a_document_shows_it(workshop: Workshop) -> None:
    plan = workshop.root / "docs" / "plan.md"
    empty = "---\norphan: true\n---\n\n# Plan\n"
    plan.write_text(empty, encoding="utf-8")
    workshop.build()
    assert '<span class="place board">A1</span>' in workshop.page("programme.html")
    plan.write_text(f"{empty}\n```{{poster-hall}}\n```\n", encoding="utf-8")
    workshop.build()
    assert BOARD in workshop.page("programme.html")
    assert 'id="board-A1"' in workshop.page("plan.html")
    plan.write_text(empty, encoding="utf-8")
    workshop.build()
    assert BOARD not in workshop.page("programme.html")


def test_a_contribution_that_is_renamed_keeps_its_addresses(workshop: Workshop) -> None:
    workshop.build()
    file = workshop.root / "abstracts" / "euler.md"
    file.rename(file.with_name("leonhard.md"))
    programme(workshop, PROGRAMME.replace("contribution: euler", "contribution: leonhard"))
    workshop.build()
    assert not (workshop.out / "abstracts" / "euler.html").exists()
    moved = PROGRAMME.replace("contribution: euler", "contribution: leonhard")
    programme(workshop, f"{moved}moved: {{euler: leonhard}}\n")
    result = workshop.build()
    assert result.problems == ()
    assert result.warnings == ()
    assert 'content="0; url=leonhard.html"' in workshop.page("abstracts/euler.html")
    for end in (".bib", ".ris", ".json", ".ics"):
        assert workshop.page(f"abstracts/euler{end}") == workshop.page(f"abstracts/leonhard{end}")
    assert "abstracts/euler.html" not in workshop.page("volume.json")


def test_what_is_not_scheduled_says_so_on_every_page_that_would_show_it(workshop: Workshop) -> None:
    programme(workshop, "sessions: []\n")
    (workshop.root / "docs" / "plan.md").write_text(
        "---\norphan: true\n---\n\n# Plan\n\n```{poster-hall}\n```\n", encoding="utf-8"
    )
    workshop.build()
    assert "Nothing is scheduled yet." in workshop.page("programme.html")
    assert "There is no plan of the boards yet." in workshop.page("plan.html")
    assert "Not scheduled yet" in workshop.page("abstracts/euler.html")
