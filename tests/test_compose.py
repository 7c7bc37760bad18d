"""The page "Compose" as it is built: where it is, what its script is told, and that it can be left out."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from sphinx_proceedings.checks import advice, habits
from sphinx_proceedings.pages.compose.expressions import for_browser
from sphinx_proceedings.pages.compose.specimens import SPECIMENS, sentences
from sphinx_proceedings.problems import CODES
from tests.test_site import Workshop

VENDOR = Path(__file__).parent.parent / "src" / "sphinx_proceedings" / "theme" / "static" / "vendor"


@pytest.fixture
def workshop(tmp_path: Path) -> Workshop:
    return Workshop(tmp_path / "volume")


def test_a_volume_has_the_page_and_documents_lead_to_it(workshop: Workshop) -> None:
    workshop.write("euler")
    assert workshop.build().warnings == ()
    assert 'href="compose.html"' in workshop.page("participate.html")
    assert "_static/compose.js?v=" in workshop.page("compose.html")
    assert "compose.css" not in workshop.page("index.html")
    known = json.loads(workshop.page("compose.json"))
    assert json.loads(workshop.page("compose-volume.json"))["ids"] == ["euler", "sample-contribution"]
    assert known["macros"]["\\R"] == "\\mathbb{R}"
    assert list(json.loads(workshop.page("compose-volume.json"))["references"]) == ["cox2015ideals"]
    assert str(workshop.root) not in workshop.page("compose.json")


def test_organizers_can_do_without_the_page(workshop: Workshop) -> None:
    workshop.write("euler")
    workshop.build()
    (workshop.root / "docs" / "participate.md").write_text("# Participate\n\nBy mail.\n", encoding="utf-8")
    settings = workshop.root / "docs" / "conf.py"
    settings.write_text(
        settings.read_text(encoding="utf-8") + "\nproceedings_compose = False\n", encoding="utf-8"
    )
    assert workshop.build().warnings == ()
    assert not (workshop.out / "compose.html").exists()
    assert not (workshop.out / "compose.json").exists()


def test_every_sentence_has_its_gaps_and_nothing_of_its_specimen() -> None:
    for name, (code, message, fix) in sentences().items():
        assert code in CODES
        found = set(re.findall(r"«(\w+)»", message + fix))
        assert found == set(SPECIMENS[name].gaps), name


@pytest.mark.parametrize(
    ("pattern", "source"),
    [
        (re.compile(r"(?P<mark>`+)\w(?P=mark)\Z"), r"(?<mark>`+)[\p{L}\p{N}_]\k<mark>(?![\s\S])"),
        (re.compile(r"[^\W\d_a-z][\w-]", re.ASCII), r"(?![\d_a-z])[\p{L}\p{N}_][\w-]"),
        (re.compile(r"a b++ [ ] \"", re.VERBOSE), r"ab+[ ]" + '"'),
    ],
)
def test_a_pattern_is_written_as_browsers_read_it(pattern: re.Pattern[str], source: str) -> None:
    assert for_browser(pattern)[0] == source


def test_the_flags_of_a_pattern_go_with_it() -> None:
    assert for_browser(re.compile("a", re.IGNORECASE | re.MULTILINE | re.DOTALL))[1] == "uims"
    assert for_browser(advice.AMOUNT)[1] == "u"
    assert len({for_browser(habit.pattern) for habit in habits.HABITS}) == len(habits.HABITS)


def test_no_script_of_others_makes_code_from_text() -> None:
    for script in sorted(VENDOR.glob("*.js")):
        text = script.read_text(encoding="utf-8")
        assert not re.search(r"\bnew Function\b|(?<![\w.])(?:eval|Function)\(", text), script.name
