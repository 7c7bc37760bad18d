"""Definitions, worked examples, open questions, drawings and neighbouring topics on a built page."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from sphinx_proceedings.pages import drawing
from sphinx_proceedings.sphinx_ext.run import Result, build_site

STARTER = Path(__file__).parent.parent / "src" / "sphinx_proceedings" / "starter"
SVG = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 4 2">{}</svg>'


class Root:
    """A volume with one page of ours."""

    def __init__(self, root: Path) -> None:
        shutil.copytree(STARTER, root)
        self.root = root

    def build(self, text: str) -> tuple[str, Result]:
        """The page with this text, and what the build said."""
        page = self.root / "docs" / "extra.md"
        made = f"---\norphan: true\n---\n# Extra\n\n{text}\n"
        if not page.exists() or page.read_text(encoding="utf-8") != made:
            page.write_text(made, encoding="utf-8")
        out = self.root / "build" / "html"
        result = build_site(self.root / "docs", out, self.root / "build" / "doctrees")
        return (out / "extra.html").read_text(encoding="utf-8"), result

    def warnings(self, text: str) -> list[str]:
        """What the build says of a page with this text."""
        _, result = self.build(text)
        return [line for line in result.warnings if "already registered" not in line]


@pytest.fixture
def root(tmp_path: Path) -> Root:
    return Root(tmp_path / "volume")


def test_a_definition_has_its_term_its_text_and_an_address(root: Root):
    page, _ = root.build(
        ":::{definition} cell of $x$\n:name: def-cell\n\nA *cell*.\n:::\n\n[the cell](#def-cell)"
    )
    block = page[page.index('id="def-cell"') :]
    assert "cell of <math" in block.split("</p>")[0]
    assert "<mi>x</mi>" in page
    assert 'href="#def-cell"' in page


def test_a_worked_example_names_the_test_that_checks_it(root: Root):
    (root.root / "tests").mkdir()
    (root.root / "tests" / "test_cell.py").write_text("", encoding="utf-8")
    page, _ = root.build(":::{worked-example} One\n:test: tests/test_cell.py\n\n$$\nx\n$$\n:::")
    assert '<p class="checked-by">Checked by <code' in page
    assert "tests/test_cell.py" in page


def test_a_worked_example_without_its_test_is_told(root: Root):
    assert any(
        "There is no file “tests/none.py” in the volume." in line
        for line in root.warnings(":::{worked-example} One\n:test: tests/none.py\n\nText.\n:::")
    )


def test_a_page_is_read_again_when_the_test_that_it_names_comes(root: Root):
    text = ":::{worked-example} One\n:test: tests/test_cell.py\n\nText.\n:::"
    assert root.warnings(text)
    (root.root / "tests").mkdir()
    (root.root / "tests" / "test_cell.py").write_text("", encoding="utf-8")
    page, _ = root.build(text)
    assert "Checked by" in page


def test_a_drawing_stands_in_the_page_with_its_description_and_caption(root: Root):
    (root.root / "docs" / "a.svg").write_text(
        SVG.format('<path class="line mark" d="M0 0l4 2"/>'), encoding="utf-8"
    )
    page, _ = root.build(':::{drawing} a.svg\n:alt: A line & "more".\nA caption with $x^2$.\n:::')
    assert (
        '<svg class="drawing" viewBox="0 0 4 2" role="img" aria-label="A line &amp; &quot;more&quot;.">'
        in page
    )
    assert '<path class="line mark" d="M0 0l4 2" />' in page
    assert "<figcaption>" in page
    assert "<msup>" in page


def test_a_page_is_written_again_when_its_drawing_changes(root: Root):
    file = root.root / "docs" / "a.svg"
    text = ":::{drawing} a.svg\n:alt: A line.\n:::"
    file.write_text(SVG.format('<path class="line" d="M0 0l4 2"/>'), encoding="utf-8")
    root.build(text)
    file.write_text(SVG.format('<path class="line" d="M0 0l4 1"/>'), encoding="utf-8")
    assert "M0 0l4 1" in root.build(text)[0]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (":::{drawing} a.svg\n:::", "Say what the drawing shows"),
        (":::{drawing} none.svg\n:alt: A.\n:::", "There is no drawing “none.svg”."),
    ],
)
def test_what_a_drawing_lacks_is_told(root: Root, text: str, said: str):
    (root.root / "docs" / "a.svg").write_text(SVG.format(""), encoding="utf-8")
    assert any(said in line for line in root.warnings(text))


@pytest.mark.parametrize(
    ("inside", "said"),
    [
        ("<script>alert(1)</script>", "may not hold <script>"),
        ('<path d="M0 0" style="fill:red"/>', "may not have the attribute “style”"),
        ('<path d="M0 0" onload="x()"/>', "may not have the attribute “onload”"),
        ('<path d="M0 0" id="main-content"/>', "may not have the attribute “id”"),
        ("<!-- note -->", "no comments"),
        ("<path", "This is no SVG"),
        ("<g>" + "x" * 70_000 + "</g>", "at most 60 KiB"),
    ],
)
def test_a_drawing_holds_shapes_and_words_alone(inside: str, said: str):
    with pytest.raises(drawing.NotADrawing, match=said):
        drawing.inline(SVG.format(inside).encode(), "A")


def test_neighbours_stand_on_the_pages_of_both_topics(root: Root):
    settings = root.root / "docs" / "volume.yml"
    text = settings.read_text(encoding="utf-8")
    before, after = text.split("  - id: first-topic\n")
    more = "  - id: second-topic\n    title: Second\n    neighbours: {first-topic: they share $x$}\n"
    settings.write_text(f"{before}{more}  - id: first-topic\n{after}", encoding="utf-8")
    for own, other in (("first-topic", "second-topic"), ("second-topic", "first-topic")):
        page, result = root.build(f"```{{neighbours}} {own}\n```")
        assert result.problems == ()
        assert f'href="topics/{other}.html"' in page
        assert "they share <math" in page


@pytest.mark.parametrize(
    ("neighbours", "message"),
    [
        ("{nowhere: how}", "There is no topic “nowhere”."),
        ("{OWN: how}", "is its own neighbour."),
    ],
)
def test_a_neighbour_is_another_topic_of_the_volume(root: Root, neighbours: str, message: str):
    settings = root.root / "docs" / "volume.yml"
    text = settings.read_text(encoding="utf-8")
    first = next(line.split(": ")[1] for line in text.splitlines() if line.startswith("  - id: "))
    added = f"  - id: {first}\n    neighbours: {neighbours.replace('OWN', first)}"
    settings.write_text(text.replace(f"  - id: {first}", added, 1), encoding="utf-8")
    _, result = root.build("Text.")
    assert [message in problem.message for problem in result.problems] == [True]
    assert result.problems[0].path == "docs/volume.yml"
