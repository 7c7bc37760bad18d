"""Every topic page has what a reader may rely on: a question, an example, results, ways to go on."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import yaml

from tests.topics.page import TOPICS

ROOT = TOPICS.parents[1]
SETTINGS = yaml.safe_load((ROOT / "docs" / "volume.yml").read_text(encoding="utf-8"))
TOPIC = {topic["id"]: topic for topic in SETTINGS["topics"]}
TOOLS = [id_ for id_, topic in TOPIC.items() if topic["group"] == "Tools"]
HEADINGS = [
    "The geometry",
    "A worked example",
    "What is known",
    "What is open",
    "Contributions",
    "Neighbouring topics",
    "References",
]
MOST_BYTES = 60 * 1024

every_topic = pytest.mark.parametrize("topic", TOPIC)


def source(topic: str) -> str:
    return (TOPICS / f"{topic}.md").read_text(encoding="utf-8")


def section(topic: str, heading: str) -> str:
    rest = source(topic).partition(f"## {heading}\n")[2]
    return re.split(r"^## ", rest, maxsplit=1, flags=re.MULTILINE)[0]


def items(text: str) -> list[str]:
    """The items of the bulleted list in `text`, each on one line."""
    found = re.findall(r"^- (.*(?:\n  .*)*)", text, re.MULTILINE)
    return [" ".join(item.split()) for item in found]


def words(text: str) -> int:
    """How many words a reader reads: a formula or a citation is one, an option is none."""
    text = re.sub(r"^(`{3}|:{3,}|:\w+:).*$", "", text, flags=re.MULTILINE)
    text = re.sub(r"\$\$.*?\$\$|\$[^$]+\$|\{[a-z:]+\}`[^`]*`", " formula ", text, flags=re.DOTALL)
    text = re.sub(r"\]\([^)]*\)", "", text)
    return sum(any(c.isalnum() for c in word) for word in text.split())


@every_topic
def test_a_page_has_its_sections_in_order(topic: str):
    text = source(topic)
    assert text.startswith(f"# {TOPIC[topic]['title']}\n\n```{{topic}} {topic}\n```\n")
    assert re.findall(r"^## (.*)$", text, re.MULTILINE) == HEADINGS


@every_topic
def test_a_page_has_between_700_and_1200_words(topic: str):
    assert 700 <= words(source(topic).partition("## Contributions")[0]) <= 1200


@every_topic
def test_a_page_asks_its_question_in_three_sentences(topic: str):
    question = source(topic).partition("```\n\n")[2].partition("\n\n## The geometry")[0]
    assert "\n\n" not in question
    sentences = re.split(r"(?<=[.?!])\s+(?=[A-Z$])", " ".join(question.split()))
    assert len(sentences) == 3, sentences


@every_topic
def test_a_page_states_a_definition_and_links_the_notation(topic: str):
    geometry = section(topic, "The geometry")
    assert re.search(r"^:{3,}\{definition\} \S", geometry, re.MULTILINE)
    assert "](notation.md)" in geometry


@every_topic
def test_the_worked_example_names_a_test_that_reads_this_page(topic: str):
    example = section(topic, "A worked example")
    name = f"tests/topics/test_{topic.replace('-', '_')}.py"
    assert f"\n:test: {name}\n" in example
    test = (ROOT / name).read_text(encoding="utf-8")
    assert f'read("{topic}")' in test
    assert len(re.findall(r"^def test_", test, re.MULTILINE)) >= 3
    assert "says" in test


@every_topic
def test_a_page_has_one_drawing_that_is_small_and_described(topic: str):
    drawings = re.findall(r"^:{3,}\{drawing\} (\S+)\n:alt: (.*)$", source(topic), re.MULTILINE)
    [(name, alt)] = drawings
    assert name == f"{topic}.svg"
    assert len(alt) >= 80
    assert (TOPICS / name).stat().st_size <= MOST_BYTES
    assert (Path(ROOT) / "docs" / "figures" / "topics" / f"{topic.replace('-', '_')}.py").is_file()


@every_topic
def test_six_to_twelve_results_are_each_cited(topic: str):
    known = items(section(topic, "What is known"))
    assert 6 <= len(known) <= 12
    for item in known:
        assert "{cite:" in item, item


@every_topic
def test_what_is_open_is_asked(topic: str):
    asked = items(section(topic, "What is open"))
    assert 3 <= len(asked) <= 5
    for question in asked:
        assert question.endswith("?"), question


@every_topic
def test_a_page_leads_to_its_neighbours_and_to_a_tool(topic: str):
    on = section(topic, "Neighbouring topics")
    assert f"```{{neighbours}} {topic}\n```" in on
    assert any(f"]({tool}.md)" in on for tool in TOOLS if tool != topic)
    named = set(TOPIC[topic].get("neighbours", ()))
    named |= {id_ for id_, other in TOPIC.items() if topic in other.get("neighbours", ())}
    assert len(named) >= 3
    assert topic in TOOLS or named & set(TOOLS)


def test_the_paths_of_the_index_have_six_stops_each():
    index = source("index")
    for reader in ("algebraic geometer", "machine learner"):
        [path] = re.findall(rf"^### [^\n]*{reader}[^\n]*\n(.*?)(?=^##|\Z)", index, re.MULTILINE | re.DOTALL)
        stops = re.findall(r"^\d\. \[[^\]]+\]\(([a-z-]+)\.md\)", path, re.MULTILINE)
        assert len(stops) == 6
        assert len(set(stops)) == 6
        assert set(stops) <= set(TOPIC)
