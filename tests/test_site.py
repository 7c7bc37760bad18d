"""Small volumes, built by Sphinx: what is on their pages, and what is written again after an edit."""

from __future__ import annotations

import filecmp
import json
import re
import shutil
import subprocess
import sys
import zlib
from dataclasses import replace
from pathlib import Path

import pytest

from sphinx_proceedings.sphinx_ext.run import BuildFailed, Result, build_site

STARTER = Path(__file__).parent.parent / "src" / "sphinx_proceedings" / "starter"
ABSTRACT = """---
title: {title}
authors:
  - name: {author}
topics: [{topic}]
keywords: [{keyword}]
---

{body}
"""


class Workshop:
    """A volume in a temporary folder, made from the starter."""

    def __init__(self, root: Path) -> None:
        shutil.copytree(STARTER, root)
        self.root = root
        self.out = root / "build" / "html"

    def write(self, id_: str, **values: str) -> Path:
        """Write the file of a contribution."""
        filled = {
            "title": f"Title of {id_}", "author": f"Ada {id_.title()}", "topic": "first-topic",
            "keyword": "curves", "body": f"The text of {id_}.", **values,
        }  # fmt: skip
        file = self.root / "abstracts" / f"{id_}.md"
        file.write_text(ABSTRACT.format(**filled), encoding="utf-8")
        return file

    def build(self, **options: object) -> Result:
        """Build the site."""
        doctrees = self.root / "build" / "doctrees"
        result = build_site(self.root / "docs", self.out, doctrees, **options)  # type: ignore[arg-type]
        # A second application in one process is told about docutils nodes that the first registered.
        warnings = tuple(line for line in result.warnings if "already registered" not in line)
        return replace(result, warnings=warnings)

    def page(self, address: str) -> str:
        """A built page."""
        return (self.out / address).read_text(encoding="utf-8")


@pytest.fixture
def workshop(tmp_path: Path) -> Workshop:
    return Workshop(tmp_path / "volume")


def test_the_starter_builds_without_problems_or_warnings(workshop: Workshop) -> None:
    result = workshop.build()
    assert result.problems == ()
    assert result.warnings == ()
    assert result.contributions == 1


def test_a_contribution_has_a_page_with_its_title_authors_text_and_references(workshop: Workshop) -> None:
    workshop.write("euler", title="Faces over $\\R$", body="See {cite:p}`cox2015ideals` for $x^2$.")
    workshop.build()
    page = workshop.page("abstracts/euler.html")
    assert "<title>Faces over ℝ – Workshop title</title>" in page
    assert 'href="../authors/ada-euler.html"' in page
    assert '<a href="#ref-cox2015ideals">' in page
    assert 'id="ref-cox2015ideals"' in page
    assert "<msup><mi>x</mi><mn>2</mn></msup>" in page
    assert "@@proceedings" not in page


def test_the_description_of_a_page_keeps_what_its_sentences_cite(workshop: Workshop) -> None:
    workshop.write(
        "euler", body="As {cite:t}`cox2015ideals` say, $\\binom{n}{k}$ counts {cite:p}`cox2015ideals`."
    )
    workshop.build()
    said = '<meta name="description" content="As Cox et al. (2015) say, (n choose k) counts.">'
    assert said in workshop.page("abstracts/euler.html")


def test_a_contribution_can_be_cited_in_every_format_and_a_sample_in_none(workshop: Workshop) -> None:
    file = workshop.write("euler", title="On $\\R$")
    workshop.build()
    folder = workshop.out / "abstracts"
    page = workshop.page("abstracts/euler.html")
    for suffix in (".bib", ".ris", ".json"):
        assert f'href="euler{suffix}"' in page
        assert (folder / f"euler{suffix}").read_bytes() == (workshop.out / f"volume{suffix}").read_bytes()
        assert not (folder / f"sample-contribution{suffix}").exists()
    assert "title = {On {$\\mathbb{R}$}}" in (folder / "euler.bib").read_text(encoding="utf-8")
    file.write_text(file.read_text(encoding="utf-8").replace("keywords:", "status: sample\nkeywords:"))
    workshop.build()
    assert sorted(f.name for f in folder.iterdir() if f.stem == "euler") == ["euler.html"]
    assert (workshop.out / "volume.bib").read_bytes() == b""
    file.unlink()
    workshop.build()
    assert not [f.name for f in folder.iterdir() if f.stem == "euler"]


def test_every_kind_of_page_is_made(workshop: Workshop) -> None:
    workshop.write("euler")
    result = workshop.build()
    assert {address.split("/")[0] for address in result.changed} == {
        "abstracts", "authors", "topics", "keywords", "affiliations", "titles",
    }  # fmt: skip
    for address in result.changed:
        assert (workshop.out / address).is_file()
    assert not list(workshop.out.rglob("_specimen*"))


def test_one_broken_file_is_quarantined_and_the_rest_of_the_volume_is_intact(workshop: Workshop) -> None:
    workshop.write("euler")
    workshop.build()
    before = workshop.page("abstracts/euler.html")
    workshop.write("broken", body="<script>alert(1)</script>")
    result = workshop.build()
    assert result.quarantined == 1
    assert [(p.code, p.line) for p in result.problems] == [("TOKEN", 9)]
    placeholder = workshop.page("abstracts/broken.html")
    assert "HTML is not allowed." in placeholder
    assert "<script>alert" not in placeholder
    assert 'content="noindex"' in placeholder
    assert workshop.page("abstracts/euler.html") == before


def test_a_mended_file_replaces_its_placeholder(workshop: Workshop) -> None:
    workshop.write("euler", body="# A heading")
    workshop.build()
    workshop.write("euler", body="No heading.")
    result = workshop.build()
    assert result.problems == ()
    assert "No heading." in workshop.page("abstracts/euler.html")


def test_an_edited_abstract_rewrites_its_own_page_and_those_whose_related_list_it_changes(
    workshop: Workshop,
) -> None:
    for id_ in ("euler", "gauss", "noether"):
        workshop.write(id_, title=id_, keyword=f"the{id_}", body=f"Von{id_}.")
    workshop.build()
    workshop.write("gauss", title="gauss", keyword="thegauss", body="Another text.")
    assert workshop.build().changed == ("abstracts/gauss.html",)
    # Nearer to the one than the third is now, and so first in its list.
    workshop.write("noether", title="noether", keyword="thenoether", body="Voneuler.")
    assert workshop.build().changed == ("abstracts/euler.html", "abstracts/noether.html")


def test_one_edit_of_a_name_changes_every_page_and_export(workshop: Workshop) -> None:
    workshop.write("euler")
    workshop.write("gauss", title="Numbers")
    index = workshop.root / "docs" / "index.md"
    index.write_text(index.read_text("utf-8") + "\n{proceedings:author}`ada-euler`\n", "utf-8")
    workshop.build()
    entry = "people:\n  - {name: Ada Noether, spellings: [Ada Euler], hide_spellings: true}\n"
    (workshop.root / "docs" / "people.yml").write_text(entry, "utf-8")
    index.write_text(index.read_text("utf-8").replace("ada-euler", "ada-noether"), "utf-8")
    result = workshop.build()
    assert result.problems == result.warnings == ()
    assert "abstracts/gauss.html" in result.changed, "it names the other as related"
    for file in workshop.out.rglob("*"):
        if file.suffix in {".html", ".bib", ".ris", ".json"}:
            assert "Ada Euler" not in file.read_text("utf-8"), file
    assert not (workshop.out / "authors" / "ada-euler.html").exists()
    assert "Ada Noether" in workshop.page("index.html")
    entry = entry.replace("Ada Noether", "Ada Emmy Noether").replace("hide", "address: ada-noether, hide")
    (workshop.root / "docs" / "people.yml").write_text(entry, "utf-8")
    workshop.build()
    assert "Ada Emmy Noether" in workshop.page("index.html"), "a role shows the name of today"
    assert "Ada Emmy Noether" in workshop.page("contributions.html")


def test_an_edited_title_rewrites_the_pages_that_show_it(workshop: Workshop) -> None:
    for id_ in ("euler", "gauss", "noether"):
        workshop.write(id_, keyword=f"about {id_}")
    workshop.build()
    listing = workshop.out / "contributions.html"
    bibliography = workshop.out / "bibliography.html"
    before = listing.read_bytes(), bibliography.stat().st_mtime_ns
    workshop.write("gauss", title="Title of gauss, corrected", keyword="about gauss")
    assert set(workshop.build().changed) == {
        "abstracts/gauss.html", "abstracts/euler.html", "abstracts/noether.html",
        "authors/ada-gauss.html", "keywords/about-gauss.html", "topics/first-topic.html",
        "titles/index.html",
    }  # fmt: skip
    assert listing.read_bytes() != before[0]
    assert b"Title of gauss, corrected" in listing.read_bytes()
    assert bibliography.stat().st_mtime_ns == before[1]


def test_a_long_list_has_the_files_that_its_page_names_and_no_older_ones(workshop: Workshop) -> None:
    page = workshop.root / "docs" / "contributions.md"
    page.write_text("# All\n\n```{contributions}\n:filter:\n:whole: 1\n```\n", encoding="utf-8")
    workshop.write("euler")

    def named() -> dict[str, list[str]]:
        (address,) = re.findall(r'data-facts="([^"]+)"', workshop.page("contributions.html"))
        facts: dict[str, list[str]] = json.loads(workshop.page(address))
        files = {address, *(f"lists/{name}" for name in facts["excerpts"])}
        assert files == {f"lists/{file.name}" for file in (workshop.out / "lists").iterdir()}
        return facts

    workshop.build()
    assert "Title of euler" in named()["title"]
    workshop.write("euler", title="Title of euler, corrected")
    workshop.build()
    assert "Title of euler, corrected" in named()["title"]


def test_nothing_is_written_when_nothing_changed(workshop: Workshop) -> None:
    workshop.write("euler")
    workshop.build()
    times = {file: file.stat().st_mtime_ns for file in workshop.out.rglob("*.html")}
    assert workshop.build().changed == ()
    assert {file: file.stat().st_mtime_ns for file in workshop.out.rglob("*.html")} == times


def test_a_changed_macro_rewrites_documents_and_contributions(workshop: Workshop) -> None:
    (workshop.root / "docs" / "participate.md").write_text("# Notes\n\n$\\R$\n", encoding="utf-8")
    workshop.write("euler", body="$\\R$")
    workshop.build()
    settings = workshop.root / "docs" / "volume.yml"
    settings.write_text(settings.read_text("utf-8").replace("mathbb{R}", "mathbf{R}"), "utf-8")
    workshop.build()
    for address in ("participate.html", "abstracts/euler.html"):
        assert "<mi>ℝ</mi>" not in workshop.page(address)
        assert "<mi>𝐑</mi>" in workshop.page(address)


def test_a_changed_document_title_changes_the_navigation_of_every_page(workshop: Workshop) -> None:
    workshop.write("euler")
    workshop.build()
    (workshop.root / "docs" / "participate.md").write_text("# Take part now\n", encoding="utf-8")
    workshop.build()
    for address in ("index.html", "bibliography.html", "abstracts/euler.html"):
        assert "Take part now" in workshop.page(address)


def test_a_removed_contribution_leaves_no_page(workshop: Workshop) -> None:
    file = workshop.write("euler", keyword="alone")
    workshop.build()
    file.unlink()
    result = workshop.build()
    assert "abstracts/euler.html" in result.removed
    assert not (workshop.out / "abstracts/euler.html").exists()
    assert not (workshop.out / "keywords/alone.html").exists()
    assert "Title of euler" not in workshop.page("contributions.html")


def test_the_bibliography_names_the_pages_that_cite_an_entry(workshop: Workshop) -> None:
    workshop.build()
    assert "Cited by" in workshop.page("bibliography.html")
    workshop.write("euler", body="As in {cite:t}`cox2015ideals`.")
    workshop.build()
    assert '<a href="abstracts/euler.html">Title of euler</a>' in workshop.page("bibliography.html")


def test_a_formula_of_a_document_keeps_the_signs_that_touch_it_on_its_line(workshop: Workshop) -> None:
    text = "# Notes\n\nLet $x$, ($y$), $n$-fold, $z$and.\n"
    (workshop.root / "docs" / "participate.md").write_text(text, encoding="utf-8")
    workshop.build()
    page = workshop.page("participate.html")
    held = [
        re.sub(r"<math.*?</math>", "M", found) for found in re.findall(r'<span class="nb">.*?</span>', page)
    ]
    assert held == [f'<span class="nb">{signs}</span>' for signs in ("M,", "(M),", "M-")]
    assert re.sub(r"<math.*?</math>|</?span[^>]*>", "", page).count("Let , (), -fold, and.") == 1


def test_a_bibliography_stands_by_topic_with_bibtex_of_each_entry_and_of_all(workshop: Workshop) -> None:
    bib = workshop.root / "bib" / "references.bib"
    entry = "@book{KEY,\ntitle = {TITLE},\nauthor = {Noether, E.},\nyear = {1921},\nkeywords = {TAG}\n}\n"
    for key, title, tag in (("tagged", "Ideals & rings", "first-topic"), ("untagged", "Groups", "algebra")):
        made = entry.replace("KEY", key).replace("TITLE", title.replace("&", "\\&")).replace("TAG", tag)
        bib.write_text(bib.read_text(encoding="utf-8") + made, encoding="utf-8")
    workshop.build()
    page = workshop.page("bibliography.html")
    first, other = page.index('id="works-first-topic"'), page.index('id="works-other-works"')
    assert first < page.index('id="ref-tagged"') < other < page.index('id="ref-untagged"')
    assert "<pre>@book{tagged,\n  title = {Ideals \\&amp; rings}," in page
    assert page.count('<details class="bibtex">') == page.count('id="ref-') >= 3
    assert "@book{untagged," in workshop.page("bibliography.bib")


def test_a_bibliography_without_topics_is_one_list(workshop: Workshop) -> None:
    workshop.build()
    page = workshop.page("bibliography.html")
    assert page.count('<ol class="entries">') == 1
    assert "group-title" not in page


def test_the_map_is_made_again_when_a_topic_page_cites_another_work(workshop: Workshop) -> None:
    settings = workshop.root / "docs" / "volume.yml"
    text = settings.read_text(encoding="utf-8")
    first = "  - id: first-topic\n"
    more = f"  - id: second-topic\n    title: Second\n    neighbours: {{first-topic: both}}\n{first}"
    settings.write_text(text.replace(first, more), encoding="utf-8")
    docs = workshop.root / "docs"
    (docs / "map.md").write_text("---\norphan: true\n---\n# Map\n\n```{topic-map}\n```\n", encoding="utf-8")
    topics = docs / "topics"
    topics.mkdir(exist_ok=True)
    for topic in ("first-topic", "second-topic"):
        (topics / f"{topic}.md").write_text("---\norphan: true\n---\n# T\n\nText.\n", encoding="utf-8")
    workshop.build()
    assert '<td class="right">0</td>' in workshop.page("map.html")
    for topic in ("first-topic", "second-topic"):
        file = topics / f"{topic}.md"
        file.write_text(file.read_text(encoding="utf-8") + "{cite:t}`cox2015ideals`\n", encoding="utf-8")
    workshop.build()
    assert '<td class="right">1</td>' in workshop.page("map.html")


def test_a_page_that_lists_what_it_cites_links_its_citations_to_that_list(workshop: Workshop) -> None:
    text = "# Notes\n\nSee {cite:p}`cox2015ideals`.\n\n```{cited-references}\n```\n"
    (workshop.root / "docs" / "participate.md").write_text(text, encoding="utf-8")
    workshop.build()
    page = workshop.page("participate.html")
    assert 'href="#ref-cox2015ideals"' in page
    assert page.count('id="ref-cox2015ideals"') == 1


def test_samples_are_marked_and_kept_out_of_search_engines(workshop: Workshop) -> None:
    workshop.build()
    page = workshop.page("abstracts/sample-contribution.html")
    assert "<strong>Sample.</strong>" in page
    assert '<meta name="robots" content="noindex">' in page
    assert "tag-sample" in workshop.page("contributions.html")


def test_without_samples_a_listing_says_that_nothing_is_there_yet(workshop: Workshop) -> None:
    workshop.build(samples=False)
    assert not (workshop.out / "abstracts/sample-contribution.html").exists()
    assert "No contribution is listed here yet." in workshop.page("contributions.html")


def test_roles_link_to_objects_under_their_titles(workshop: Workshop) -> None:
    workshop.write("euler")
    text = (
        "# Notes\n\n{proceedings:contribution}`euler`, {proceedings:author}`ada-euler`, "
        "{proceedings:topic}`the topic <first-topic>`\n"
    )
    (workshop.root / "docs" / "participate.md").write_text(text, encoding="utf-8")
    assert workshop.build().warnings == ()
    page = workshop.page("participate.html")
    assert re.search(r'href="abstracts/euler.html"[^>]*>.*?Title of euler', page)
    assert re.search(r'href="authors/ada-euler.html"[^>]*>.*?Ada Euler', page)
    assert re.search(r'href="topics/first-topic.html"[^>]*>.*?the topic', page)


def test_a_role_that_names_nothing_is_a_warning(workshop: Workshop) -> None:
    text = "# Notes\n\n{proceedings:contribution}`nobody`\n"
    (workshop.root / "docs" / "participate.md").write_text(text, encoding="utf-8")
    (warning,) = workshop.build().warnings
    assert "nobody" in warning


def test_objects_inv_names_contributions_authors_and_topics(workshop: Workshop) -> None:
    workshop.write("euler")
    workshop.build()
    data = (workshop.out / "objects.inv").read_bytes().split(b"\n", 4)
    lines = zlib.decompress(data[4]).decode().splitlines()
    assert "euler proceedings:contribution 1 abstracts/euler.html Title of euler" in lines
    assert "ada-euler proceedings:author 1 authors/ada-euler.html Ada Euler" in lines
    assert "first-topic proceedings:topic 1 topics/first-topic.html A first topic" in lines


def test_a_directive_that_names_an_unknown_topic_says_which_one_was_meant(workshop: Workshop) -> None:
    text = "# Notes\n\n```{contributions}\n:topic: first-topik\n```\n"
    (workshop.root / "docs" / "participate.md").write_text(text, encoding="utf-8")
    (warning,) = (w for w in workshop.build().warnings if "topik" in w)
    assert "Did you mean “first-topic”?" in warning


def test_formulas_of_documents_are_mathml_with_the_volumes_macros_and_numbers(workshop: Workshop) -> None:
    text = "# Notes\n\n$\\R$\n\n```{math}\n:label: one\nx = y\n```\n\nSee {eq}`one`.\n"
    (workshop.root / "docs" / "participate.md").write_text(text, encoding="utf-8")
    assert workshop.build().warnings == ()
    page = workshop.page("participate.html")
    assert "<mi>ℝ</mi>" in page
    assert "<mtext>(1)</mtext>" in page
    assert re.search(r'href="#equation-one">\(?1\)?', page)


def test_a_formula_of_a_document_that_fails_is_a_warning_and_a_marked_box(workshop: Workshop) -> None:
    (workshop.root / "docs" / "participate.md").write_text("# Notes\n\n$\\nope$\n", encoding="utf-8")
    (warning,) = workshop.build().warnings
    assert 'Unknown command "\\nope"' in warning
    assert 'class="math-source"' in workshop.page("participate.html")


def test_a_displayed_formula_of_a_document_that_fails_is_a_warning_too(workshop: Workshop) -> None:
    (workshop.root / "docs" / "participate.md").write_text("# Notes\n\n$$\n\\nope\n$$\n", encoding="utf-8")
    (warning,) = workshop.build().warnings
    assert "nope" in warning


def test_two_processes_write_the_same_site_as_one(workshop: Workshop, tmp_path: Path) -> None:
    for i in range(30):
        workshop.write(f"paper-{i}", author=f"Ada Nr{i % 7}")
    workshop.build(jobs=1)
    other = tmp_path / "other"
    build_site(workshop.root / "docs", other, tmp_path / "other-doctrees", jobs=2)
    assert _differences(workshop.out, other) == []


def test_plain_sphinx_build_gives_the_same_site(workshop: Workshop, tmp_path: Path) -> None:
    workshop.write("euler")
    workshop.build()
    other = tmp_path / "plain"
    command = [sys.executable, "-m", "sphinx", "-q", "-d", str(tmp_path / "d"), "docs", str(other)]
    subprocess.run(command, cwd=workshop.root, check=True)
    assert _differences(workshop.out, other) == []


def test_the_same_input_gives_the_same_bytes_in_another_folder(workshop: Workshop, tmp_path: Path) -> None:
    workshop.write("euler")
    workshop.build()
    again = Workshop(tmp_path / "a-longer-name" / "volume")
    again.write("euler")
    again.build()
    assert _differences(workshop.out, again.out) == []


def test_a_volume_file_with_problems_stops_the_build_and_names_them(workshop: Workshop) -> None:
    settings = workshop.root / "docs" / "volume.yml"
    settings.write_text("titel: Wrong\n", encoding="utf-8")
    with pytest.raises(BuildFailed, match=r"docs/volume.yml:1:1: FM-KEY: There is no key “titel”"):
        workshop.build()


def test_a_withdrawn_contribution_keeps_its_address_and_says_why(workshop: Workshop) -> None:
    file = workshop.write("euler")
    file.write_text(
        file.read_text(encoding="utf-8").replace("topics:", "status: withdrawn\ntopics:"), "utf-8"
    )
    (workshop.root / "docs" / "programme.yml").write_text(
        "corrections:\n  - {contribution: euler, date: 2027-02-10, text: A gap in the proof.}\n", "utf-8"
    )
    workshop.build()
    page = workshop.page("abstracts/euler.html")
    assert "<strong>Withdrawn.</strong> A gap in the proof." in page


def test_pictures_of_a_contribution_are_copied_beside_its_page(workshop: Workshop) -> None:
    folder = workshop.root / "abstracts" / "euler"
    folder.mkdir()
    shutil.copy(Path(__file__).parent / "fixtures" / "dot.png", folder / "dot.png")
    workshop.write("euler", body="![A dot](dot.png)")
    assert workshop.build().problems == ()
    assert (workshop.out / "abstracts/euler/dot.png").is_file()
    assert 'src="euler/dot.png" alt="A dot"' in workshop.page("abstracts/euler.html")


def test_no_page_asks_another_host_for_anything(workshop: Workshop) -> None:
    workshop.build()
    for file in workshop.out.rglob("*.html"):
        loaded = re.findall(
            r"<(?:script|link|img|iframe|source)\b[^>]*?(?:src|href)=\"(https?:[^\"]*)",
            file.read_text("utf-8"),
        )
        assert [address for address in loaded if "canonical" not in address] == [], file


def _differences(one: Path, other: Path) -> list[str]:
    def files(root: Path) -> set[str]:
        found = (f.relative_to(root).as_posix() for f in root.rglob("*") if f.is_file())
        return {f for f in found if not f.startswith(".doctrees") and f != ".buildinfo"}

    names = files(one) | files(other)
    _, different, missing = filecmp.cmpfiles(one, other, sorted(names), shallow=False)
    return [*different, *missing]
