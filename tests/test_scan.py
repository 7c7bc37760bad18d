from __future__ import annotations

import re
from pathlib import Path

import pytest

import sphinx_proceedings
from sphinx_proceedings.pages import allowed, preparation, scan, templates, writer
from sphinx_proceedings.render import html as rendering
from tests.test_site import Workshop

UNESCAPED = rendering.WRITERS | {"text": lambda node, _around: node.text}

ATTACKS = (
    "<script>alert(1)</script>",
    '<script src="https://evil.example/x.js"></script>',
    "<img src=x onerror=alert(1)>",
    '<img src="x" onerror="alert(1)">',
    '<img src="https://evil.example/pixel.png">',
    '<img src="//evil.example/pixel.png">',
    '<img src="data:image/svg+xml;base64,PHN2Zz4=">',
    '<a href="javascript:alert(1)">',
    '<a href="java&#115;cript:alert(1)">',
    '<a href="java\tscript:alert(1)">',
    '<a href=" javascript:alert(1)">',
    '<a href="\\\\evil.example">',
    '<a href="/\\evil.example">',
    '<a href="//evil.example">',
    '<a href="data:text/html,x">',
    '<a href="vbscript:x">',
    "<a href='x'>",
    "<a href=x>",
    '<A HREF="x">',
    '<a href="x"onclick="y">',
    '<a\nhref="x">',
    '<a/href="x">',
    '<p style="position:fixed">',
    '<p class="a"',
    "<p",
    "text < text",
    "<!-- comment -->",
    "<!DOCTYPE html>",
    "<![CDATA[x]]>",
    "<?xml x?>",
    "</p class='x'>",
    "</iframe>",
    "<style>p{}</style>",
    "<iframe>",
    '<link rel="stylesheet" href="https://evil.example/x.css">',
    '<link rel="modulepreload" href="x.js">',
    "<object>",
    "<embed>",
    '<base href="https://evil.example/">',
    '<meta http-equiv="refresh" content="0; url=https://evil.example">',
    '<form action="https://evil.example">',
    "<textarea>",
    "<noscript>",
    "<template>",
    "<plaintext>",
    "<foreignObject>",
    '<annotation-xml encoding="text/html">',
    '<annotation encoding="text/html">',
    '<mi href="https://evil.example">',
    '<mtext style="x">',
    '<use href="https://evil.example/x.svg#y">',
    '<use href="data:image/svg+xml,x">',
    '<svg onload="x">',
    "<animate>",
    '<p data-unknown="x">',
    '<p is="x">',
    '<p slot="x">',
    "a\0b",
    '<script type="application/json">{"a": "<!--<script>"}</script>',
    '<script type="application/ld+json"></p></script>',
    '<script type="application/json" src="x.js"></script>',
)


@pytest.mark.parametrize("kind", ["title", "head", "body", "part"])
@pytest.mark.parametrize("attack", ATTACKS)
def test_what_no_page_may_hold_is_found(attack: str, kind: str) -> None:
    assert scan.finding(f"before {attack} after", kind)


def test_what_a_formula_a_link_and_a_figure_are_made_of_passes() -> None:
    html = (
        '<p id="p-1">A <a href="https://example.org/?a=1&amp;b=2">link</a>,'
        ' <a href="../authors/a-b.html#x">one</a> and <a href="mailto:a@example.org">mail</a>; a &lt; b > c'
        '<math display="block"><semantics><mi mathvariant="normal">x</mi>'
        '<annotation encoding="application/x-tex">x</annotation></semantics>'
        '</math><br><img src="a/b.png" alt="A &quot;b&quot;" loading="lazy"></p>'
    )
    assert scan.finding(html, "body") == ""


def test_only_the_organizers_may_link_without_encryption() -> None:
    assert scan.finding('<a href="http://example.org/">', "body")
    assert not scan.finding('<a href="http://example.org/">', "part")


def test_the_first_finding_is_told_and_cut_short() -> None:
    found = scan.finding(f'<p>fine</p><script src="{"x" * 500}"><iframe>', "body")
    assert found.startswith("<script src=")
    assert len(found) == scan.SHOWN


def test_a_title_has_no_elements() -> None:
    assert scan.finding("On <em>rings</em>", "title")
    assert not scan.finding("On a &lt; b", "title")


def test_every_entry_of_the_list_is_used() -> None:
    package = Path(sphinx_proceedings.__file__).parent
    files = [*templates.FOLDER.glob("*.html"), *(package / "render").glob("*.py")]
    files += [package / "metadata" / "elements.py", *(package / "pages").glob("*.py")]
    files += [*(package / "references").glob("*.py")]
    sources = "".join(f.read_text(encoding="utf-8") for f in files if f.name != "allowed.py")
    for table in (allowed.HEAD, allowed.BODY, allowed.PARTS):
        for element, attributes in table.items():
            if element in allowed.MATH or element == "annotation":
                continue
            assert re.search(rf"<{element}\b|_element\(\"{element}\"\)|_cell\(\"{element}\"\)", sources), (
                element
            )
            for name in attributes:
                assert re.search(rf"[ \"]{name}\b", sources), (element, name)


@pytest.fixture
def workshop(tmp_path: Path) -> Workshop:
    return Workshop(tmp_path / "volume")


@pytest.fixture
def unescaped(monkeypatch: pytest.MonkeyPatch) -> None:
    """The first line of defence is down: what an author writes as text stands on the page as HTML."""
    monkeypatch.setattr(rendering, "WRITERS", UNESCAPED)


@pytest.mark.usefixtures("unescaped")
def test_a_page_with_a_finding_is_withheld_and_told_of_with_every_build(workshop: Workshop) -> None:
    workshop.write("honest")
    workshop.write("hostile", body="Before \\<img src=x onerror=alert(1)> after.")
    for _ in range(2):
        result = workshop.build()
        assert [(p.path, p.code) for p in result.problems] == [("abstracts/hostile.md", "PAGE")]
        assert "<img src=x onerror=alert(1)>" in result.problems[0].message
    page = workshop.page("abstracts/hostile.html")
    assert "Withheld" in page
    assert "onerror" not in page
    assert not (workshop.out / "abstracts" / "hostile.bib").exists()
    assert "The text of honest." in workshop.page("abstracts/honest.html")


@pytest.mark.usefixtures("unescaped")
def test_two_processes_withhold_what_one_does(workshop: Workshop, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(writer, "SHARE", 1)
    workshop.write("hostile", body="Before \\<script>alert(1)\\</script> after.")
    result = workshop.build(jobs=2)
    assert [(p.path, p.code) for p in result.problems] == [("abstracts/hostile.md", "PAGE")]
    assert "alert(1)" not in workshop.page("abstracts/hostile.html")


@pytest.mark.usefixtures("unescaped")
def test_a_part_of_a_document_with_a_finding_is_withheld_and_told_of_with_every_build(
    workshop: Workshop,
) -> None:
    workshop.write("hostile", title="On \\<script>alert(1)\\</script> rings")
    for _ in range(2):
        said = [line for line in workshop.build().warnings if "would hold" in line]
        assert any("contributions.md" in line and "<script>" in line for line in said)
    assert "Withheld" in workshop.page("contributions.html")
    assert "alert(1)" not in workshop.page("contributions.html")


def test_a_page_that_was_withheld_comes_back(workshop: Workshop, monkeypatch: pytest.MonkeyPatch) -> None:
    workshop.write("hostile", body="The text, and \\<b>.")
    with monkeypatch.context() as patch:
        patch.setattr(rendering, "WRITERS", UNESCAPED)
        patch.setattr(preparation, "edition", lambda: "unescaped")
        assert workshop.build().problems
    assert workshop.build().problems == ()
    assert "The text, and &lt;b&gt;." in workshop.page("abstracts/hostile.html")
