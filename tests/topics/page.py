"""A topic page, for the test that recomputes what its worked example says."""

import re
from dataclasses import dataclass
from pathlib import Path

TOPICS = Path(__file__).parents[2] / "docs" / "topics"
EXAMPLE = re.compile(r"^(:{3,})\{worked-example\}.*?^\1$", re.MULTILINE | re.DOTALL)


@dataclass(frozen=True)
class Page:
    """A topic page: its whole source, and the source of its worked example."""

    text: str
    example: str

    def says(self, *pieces: str) -> None:
        """The worked example says each of these, whatever its line breaks."""
        said = _flat(self.example)
        missing = [piece for piece in pieces if _flat(piece) not in said]
        assert not missing, f"the worked example does not say: {missing}"

    def says_elsewhere(self, *pieces: str) -> None:
        """The page says each of these, in the example or not."""
        said = _flat(self.text)
        missing = [piece for piece in pieces if _flat(piece) not in said]
        assert not missing, f"the page does not say: {missing}"


def read(topic: str) -> Page:
    """The page of a topic, by its id."""
    text = (TOPICS / f"{topic}.md").read_text(encoding="utf-8")
    found = EXAMPLE.search(text)
    assert found, f"{topic}.md has no worked example"
    return Page(text, found[0])


def _flat(text: str) -> str:
    return " ".join(text.split())
