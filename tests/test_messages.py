"""What authors are told, word by word, and samples that state the Problems they expect.

A sample in tests/fixtures/lint says on its second line `# expect: LINE:COLUMN CODE, …`, or
`# expect: nothing`.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.golden.making import problems_of, said

LINT = Path(__file__).parent / "fixtures" / "lint"
SAMPLES = sorted(LINT.glob("*.md"))
EXPECTED = re.compile(rb"^# expect: (.+?)\r?$", re.MULTILINE)


def expected(data: bytes) -> list[tuple[int, int, str]]:
    """What a sample says of itself."""
    second = data.split(b"\n")[1]
    match = EXPECTED.match(second)
    assert match, "a sample states on its second line what it expects"
    if match[1] == b"nothing":
        return []
    wanted = []
    for item in match[1].decode().split(", "):
        place, _, code = item.partition(" ")
        line, _, column = place.partition(":")
        wanted.append((int(line), int(column), code))
    return sorted(wanted)


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.stem)
def test_a_sample_has_the_problems_that_it_states(path: Path):
    data = path.read_bytes()
    found = problems_of(data, path.stem)
    assert sorted((p.line, p.column, p.code) for p in found) == expected(data)


# ── word by word ─────────────────────────────────────────────────────────────────────────────────

PATH = "abstracts/sample-text.md"
AUTHORS = "authors:\n  - name: Given Family\n"
HEAD = f"---\ntitle: A title\n{AUTHORS}---\n"


UCL = "affiliations:\n  - {id: ucl, name: A University}\n---\nText.\n"
BROKEN_BODY = "# Heading\n\n{sub}`a`\n\n[b](ftp://c)\n"


def file(head: str, body: str = "Text.\n") -> str:
    """An author's file with this front matter after title and authors."""
    return f"---\ntitle: A title\n{AUTHORS}{head}---\n{body}"


MESSAGES: dict[str, tuple[str | bytes, str]] = {
    "missing title": (
        f"---\n{AUTHORS}---\nText.\n",
        """
        1:1: FM-REQUIRED: The key “title” is missing. Add title: …
        """,
    ),
    "missing front matter": (
        "A title\n\nText.\n",
        """
        1:1: FRONT-MATTER: The file does not begin with front matter. Begin the file with a line ---,
            then title: and authors:, then a line ---.
        """,
    ),
    "front matter without an end": (
        f"---\ntitle: A title\n{AUTHORS}\nText.\n",
        """
        1:1: FRONT-MATTER: The front matter does not end. Add a line --- after it.
        """,
    ),
    "empty body": (
        HEAD + "\n",
        """
        6:1: EMPTY: The abstract has no text. Write it below the second ---.
        """,
    ),
    "unknown key": (
        file("keyword: [a]\n"),
        """
        5:1: FM-KEY: There is no key “keyword”. Did you mean “keywords”?
        """,
    ),
    "a key of other tools": (
        file("abstract: Text.\nsession: a\n"),
        """
        5:1: FM-KEY: There is no key “abstract”. The text below the front matter is the abstract.
        6:1: FM-KEY: There is no key “session”. Organizers place contributions in docs/programme.yml.
        """,
    ),
    "unknown topic": (
        file("topics: [tensor, zebras]\n"),
        """
        5:10: TOPIC: There is no topic “tensor”. Did you mean “tensors”?
        5:18: TOPIC: There is no topic “zebras”. Topics are: tensors, symmetries, voronoi.
        """,
    ),
    "ORCID that fails its checksum": (
        f"---\ntitle: A title\n{AUTHORS}    orcid: 0000-0002-1825-0098\n---\nText.\n",
        """
        5:12: ORCID: “0000-0002-1825-0098” fails the ORCID checksum, so a digit is wrong or two are
            swapped. Copy it from your record at https://orcid.org; if the first 15 digits are right, the
            last is 7.
        """,
    ),
    "ORCID of another form": (
        f"---\ntitle: A title\n{AUTHORS}    orcid: 1234\n---\nText.\n",
        """
        5:12: ORCID: “1234” is not an ORCID iD of the form 0000-0002-1825-0097. Copy it from your record at
            https://orcid.org.
        """,
    ),
    "ROR that fails its checksum": (
        file("affiliations:\n  - {id: one, name: One, ror: 046rm7j61}\n"),
        """
        6:31: ROR: “046rm7j61” fails the ROR checksum, so a character is wrong or two are swapped. Look
            the institution up by its name at https://ror.org, and copy the address.
        """,
    ),
    "not UTF-8": (
        HEAD.encode() + b"caf\xe9\n",
        """
        6:4: UTF8: Byte 0xE9 is not UTF-8; it may stand for “é”. Save the file again with the encoding
            UTF-8; most editors ask for it under “Save as”.
        """,
    ),
    "hidden characters": (
        HEAD + "Te\u200bxt\u00ad.\n",
        """
        6:3: UNICODE: The character U+200B (zero width space) may not stand here. Delete it: it is
            invisible, or changes how other text looks.
        6:6: UNICODE: The character U+00AD (soft hyphen) may not stand here. Delete it: it is invisible,
            or changes how other text looks.
        """,
    ),
    "tab in YAML": (
        "---\ntitle: A title\nauthors:\n\t- name: Given Family\n---\nText.\n",
        """
        4:1: YAML: A tab stands where YAML allows only spaces. Replace it with spaces.
        """,
    ),
    "lines indented differently": (
        f"---\ntitle: A title\n{AUTHORS}   orcid: 0000-0002-1825-0097\n---\nText.\n",
        """
        5:4: YAML: The lines are not indented alike. Indent with two spaces a level.
        """,
    ),
    "duplicate key": (
        f"---\ntitle: A title\ntitle: Another\n{AUTHORS}---\nText.\n",
        """
        3:1: YAML-KEY: The key “title” is given twice. Keep one of them.
        """,
    ),
    "YAML alias": (
        file("keywords: [&a one, *a]\n"),
        """
        5:12: YAML-ALIAS: YAML anchors and aliases are refused. Write the value out; quote it if it
            begins with & or *.
        """,
    ),
    "YAML tag": (
        file("keywords: [!one two]\n"),
        """
        5:12: YAML-ALIAS: YAML tags are refused. Quote the value if it begins with an exclamation mark.
        """,
    ),
    "unquoted colon in title": (
        f"---\ntitle: Tensors: an introduction\n{AUTHORS}---\nText.\n",
        """
        2:15: YAML: A colon stands inside a value. Put the whole value between single quotes.
        """,
    ),
    "backslash between double quotes": (
        f'---\ntitle: "On $\\pi$"\n{AUTHORS}---\nText.\n',
        """
        2:13: YAML: A backslash stands between double quotes. Use single quotes around the value.
        """,
    ),
    "values that do not fit": (
        file("date: 1 Feb 2027\nlicense: CC BY 4.0\nstatus: draft\nkeywords: a, b\n"),
        """
        5:7: FM-VALUE: “1 Feb 2027” is not a valid date. Write dates as 2027-02-01, times with their
            offset.
        6:10: FM-VALUE: “CC BY 4.0” is not an SPDX licence identifier such as CC-BY-4.0. Write CC-BY-4.0, or
            leave it out: then the volume's applies.
        7:9: FM-VALUE: “draft” is not a status. Use one of: 'accepted', 'sample' or 'withdrawn'.
        8:11: FM-VALUE: “a, b” is not a list, and keywords is one. Write keywords: [first, second].
        """,
    ),
    "a DOI with its address": (
        file("doi: https://doi.org/10.1000/182\n"),
        """
        5:6: FM-VALUE: “https://doi.org/10.1000/182” is not a valid doi. Write the bare DOI:
            10.1000/182.
        """,
    ),
    "an arXiv number with its address": (
        file("links:\n  arxiv: https://arxiv.org/abs/2501.01234\n"),
        """
        6:10: FM-VALUE: “https://arxiv.org/abs/2501.01234” is not a valid arxiv. Write the number alone,
            in quotes: '2501.01234'.
        """,
    ),
    "a link in a title": (
        f"---\ntitle: '[A](https://example.org) title'\n{AUTHORS}---\nText.\n",
        """
        2:8: TOKEN: A title may have $math$, *emphasis*, **strong** and `code`, and nothing else. Remove the
            rest.
        """,
    ),
    "undeclared affiliation": (
        f"---\ntitle: A title\n{AUTHORS}    affiliations: [ucla, bath]\n" + UCL,
        """
        5:20: AFFILIATION: The affiliation “ucla” is not declared. Did you mean “ucl”?
        5:26: AFFILIATION: The affiliation “bath” is not declared. Declare it under affiliations:.
        """,
    ),
    "unknown citation": (
        HEAD + "See {cite:p}`cox2015ideal` and {cite:t}`nobody1999`.\n",
        """
        6:5: CITATION: No bibliography has the key “cox2015ideal”. Did you mean “cox2015ideals”?
        6:32: CITATION: No bibliography has the key “nobody1999”. Add the entry to bib/sample-text.bib.
        """,
    ),
    "unparsable math": (
        HEAD + "On $x + \\foo$ and $\\frac{a$.\n",
        """
        6:9: MATH: Unknown command “\\foo” in “x + \\foo”. Write it out, or ask the organizers to add a
            macro to docs/volume.yml.
        6:27: MATH: “}” is missing at the end in “\\frac{a”. Count the brackets, and close each.
        """,
    ),
    "a double line in an array is no colour": (
        HEAD + "$\\begin{array}{c||c}a&b\\end{array}$\n",
        "",
    ),
    "over-long file": (
        HEAD + "word " * 7000,
        """
        BUDGET: The file has more than 32,768 bytes. Shorten it, or move pictures out of it.
        """,
    ),
    "too deep": (
        HEAD + "- " * 12 + "a\n",
        """
        6:1: BUDGET: The text nests more than 12 levels deep. Make it flatter.
        """,
    ),
    "unknown role": (
        HEAD + "H{sub}`2`O\n",
        """
        6:2: ROLE: The role {sub} is not allowed. Write it as a formula: H$_2$O.
        """,
    ),
    "unknown directive": (
        HEAD + "```{note}\nText.\n```\n",
        """
        6:1: DIRECTIVE: The directive {note} is not allowed. An abstract may use the directives {math}
            and {figure} only.
        """,
    ),
    "unknown option": (
        HEAD + "```{math}\n:name: a\nx\n```\n",
        """
        6:1: DIRECTIVE: The option :name: is not allowed. {math} has: label.
        """,
    ),
    "heading": (
        HEAD + "# Introduction\n\nText.\n",
        """
        6:1: TOKEN: Headings are not allowed in an abstract. Use a **bold** first phrase.
        """,
    ),
    "rule": (
        HEAD + "a\n\n***\n\nb\n",
        """
        8:1: TOKEN: A rule is not allowed. Leave an empty line between paragraphs.
        """,
    ),
    "bad link": (
        HEAD + "[the code](ftp://example.org)\n",
        """
        6:1: LINK: “ftp://example.org” is not a link that an abstract may have. Links start with
            https:// (a DOI: https://doi.org/10…) or mailto:.
        """,
    ),
    "attributes": (
        HEAD + "[a](https://example.org){.b}\n",
        """
        6:25: ATTRS: Attributes such as “{.b}” are not allowed. Remove the braces.
        """,
    ),
    "language": (
        HEAD + "```javascript\nx\n```\n",
        """
        6:1: LANG: “javascript” is not a language that code here may have. Leave the name out, or use
            one of: c, cpp, gap, haskell, julia, latex, macaulay2, magma, maple, mathematica, matlab,
            octave, oscar, polymake, pseudocode, python, r, rust, sage, singular, text.
        """,
    ),
    "picture without a description": (
        HEAD + "![](cells.png)\n",
        """
        6:1: FIGURE: The picture has no description. Say between the brackets what the picture shows,
            for readers who do not see it.
        """,
    ),
    "label used twice": (
        HEAD + "$$x$$ (a)\n\n$$y$$ (a)\n",
        """
        8:3: EQUATION: The label “a” is used twice. Rename one.
        """,
    ),
    "footnote without text": (
        HEAD + "[^1] marks nothing.\n",
        """
        6:1: FOOTNOTE: The footnote “1” has no text. Write [^1]: and the text in a paragraph of its own.
        """,
    ),
    "footnote without mark": (
        HEAD + "Text.\n\n[^1]: A note.\n",
        """
        8:1: FOOTNOTE: Nothing refers to the footnote “1”. Write [^1] in the text.
        """,
    ),
    "a missing picture is said with its folder": (
        HEAD + "![Cells](cells.png)\n",
        """
        6:1: FIGURE: There is no picture “cells.png”. Put it into the folder abstracts/sample-text/.
        """,
    ),
    "a line without its colon is not taken for a colon too many": (
        f"---\ntitle A title\n{AUTHORS}---\nText.\n",
        """
        2:1: YAML: This line is neither “key: value” nor part of a value. Write a colon and a blank
            after the key.
        """,
    ),
    "a key without a blank after its colon is not taken for a colon too many": (
        f"---\ntitle:A title\n{AUTHORS}---\nText.\n",
        """
        2:1: YAML: This line is neither “key: value” nor part of a value. Write a colon and a blank
            after the key.
        """,
    ),
    "a quotation mark is missed where it was opened": (
        f"---\ntitle: 'tis a title\n{AUTHORS}---\nText.\n",
        """
        2:8: YAML: A quotation mark is not closed. Close it, or put the whole value between double
            quotes.
        """,
    ),
    "a bracket at the beginning of a title is no question of indentation": (
        f"---\ntitle: [Re]considering tensors\n{AUTHORS}---\nText.\n",
        """
        2:12: YAML: Text follows a closing bracket. Put the whole value between single quotes.
        """,
    ),
    "an author without name: is shown how": (
        "---\ntitle: A title\nauthors:\n  - Given Family\n---\nText.\n",
        """
        4:5: FM-VALUE: “Given Family” is an author without keys. Write - name: Given Family.
        """,
    ),
    "authors in one line are shown how": (
        "---\ntitle: A title\nauthors: Given Family and Other Family\n---\nText.\n",
        """
        3:10: FM-VALUE: “Given Family and Other Family” is not a list, and authors is one. Write a line
            “- name: Given Family” for each author.
        """,
    ),
    "first and last names are translated": (
        "---\ntitle: A title\nauthors:\n  - name: {first: Given, last: Family}\n---\nText.\n",
        """
        4:12: FM-KEY: There is no key “first”. Write given: for the given names.
        4:26: FM-KEY: There is no key “last”. Write family: for the family name.
        """,
    ),
    "an id in capitals is shown in small letters": (
        file("affiliations:\n  - {id: UCLA, name: A University}\n"),
        """
        6:10: FM-VALUE: “UCLA” is not a valid id. Use a-z, 0-9 and hyphens, as in ucla.
        """,
    ),
    "the title of a topic in place of its id is said once and the id is offered": (
        file("topics: [Tensor geometry]\n"),
        """
        5:10: TOPIC: There is no topic “Tensor geometry”. Topics are: tensors, symmetries, voronoi.
        """,
    ),
    "a key without a value is said at the key": (
        f"---\ntitle:\n{AUTHORS}---\nText.\n",
        """
        2:1: FM-REQUIRED: The key “title” has no value. Write title: …
        """,
    ),
    "an unknown kind of link is told the known ones": (
        file("links:\n  zenodo: https://example.org\n"),
        """
        6:3: FM-KEY: There is no key “zenodo”. Keys are: arxiv, doi, paper, code, poster, slides, video,
            data.
        """,
    ),
    "a link without https is told how": (
        file("links:\n  code: example.org/code\n"),
        """
        6:9: LINK: “example.org/code” is not a link that starts with https:// and has no spaces or
            quotes. Write https://example.org/code.
        """,
    ),
    "http is told to be https": (
        HEAD + "[a](http://example.org/b)\n",
        """
        6:1: LINK: “http://example.org/b” is not a link that an abstract may have. Write
            https://example.org/b.
        """,
    ),
    "a macro is offered with its backslash": (
        HEAD + "$\\norn{x}$\n",
        """
        6:2: MATH: Unknown command “\\norn” in “\\norn{x}”. Did you mean “\\norm”?
        """,
    ),
    "a refused command is said to be removed": (
        HEAD + "$\\color{red}x$\n",
        """
        6:2: MATH: A formula may not use \\color in “\\color{red}x”. Remove it.
        """,
    ),
    "a smaller-than sign is not called HTML alone": (
        HEAD + "If a<b and c>d.\n",
        """
        6:5: TOKEN: “<b and c>” is read as HTML, which is not allowed. Write it in $math$, in `code`, or
            < as &lt;.
        """,
    ),
    "line ends of old systems are called by their name": (
        HEAD.replace("\n", "\r"),
        """
        1:4: UNICODE: The lines end with carriage returns only. Save the file with line ends of Unix or
            Windows.
        """,
    ),
    "a title too long is counted in characters": (
        f"---\ntitle: {'word ' * 130}\n{AUTHORS}---\nText.\n",
        """
        2:8: FM-VALUE: “word word word word word word word word word word word word word word word word
            ” is longer than 600 characters. Shorten it.
        """,
    ),
    "a title that is plain but for the number of its equation": (
        f"---\ntitle: A $x \\tag{{1}}$\n{AUTHORS}---\nText.\n",
        """
        2:11: TOKEN: An equation in a title has no number, and refers to none. Remove \\label, \\tag and
            \\eqref, and write the formula without an environment of its own.
        """,
    ),
    "a name has an end, and a list of keywords": (
        f"---\ntitle: A\nauthors:\n- name: A {'b' * 201}\nkeywords: {list(range(41))}\n---\nText.\n",
        """
        4:9: FM-VALUE: “bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb” is
            longer than 200 characters. Shorten it.
        5:11: FM-VALUE: This value has more than 40 entries. Keep those that matter most.
        """,
    ),
    "a quoted word at the beginning of a title is no question of indentation": (
        f'---\ntitle: "Sparse" models\n{AUTHORS}---\nText.\n',
        """
        2:17: YAML: Text follows a closing quotation mark. Put the whole value between single quotes.
        """,
    ),
    "emphasis at the beginning of a title is explained": (
        f"---\ntitle: *Sparse* models\n{AUTHORS}---\nText.\n",
        """
        2:8: YAML: A value may not begin with “*”. Put the whole value between single quotes.
        """,
    ),
    "a message of the converter ends where its sentence ends": (
        HEAD + "$\\mathop{a}\\limits_x$\n",
        """
        6:12: MATH: \\limits may stand only after \\int, \\sum, … in “\\mathop{a}\\limits_x”. Move or
            remove it.
        """,
    ),
    "reference to a missing equation": (
        HEAD + "By {eq}`main`.\n",
        """
        6:9: EQUATION: There is no equation “main”. Write (main) after the closing $$ of the equation.
        """,
    ),
    "all Problems of a file in one run": (
        "---\ntitel: A title\nauthors:\n  - {name: Given Family, orcid: 1}\ntopics: [zebras]\n---\n"
        + BROKEN_BODY,
        """
        1:1: FM-REQUIRED: The key “title” is missing. Add title: …
        2:1: FM-KEY: There is no key “titel”. Did you mean “title”?
        4:33: ORCID: “1” is not an ORCID iD of the form 0000-0002-1825-0097. Copy it from your record at
            https://orcid.org.
        5:10: TOPIC: There is no topic “zebras”. Topics are: tensors, symmetries, voronoi.
        7:1: TOKEN: Headings are not allowed in an abstract. Use a **bold** first phrase.
        9:1: ROLE: The role {sub} is not allowed. Write it as a formula: H$_2$O.
        11:1: LINK: “ftp://c” is not a link that an abstract may have. Links start with https:// (a DOI:
            https://doi.org/10…) or mailto:.
        """,
    ),
}


def lines_of(block: str) -> list[str]:
    """The messages of a block: one begins where a line is indented least, and runs over the next ones."""
    joined = re.sub(r"\n {12}", " ", block)
    found = [line.strip() for line in joined.splitlines() if line.strip()]
    if found and found[0].startswith(("abstracts/", "docs/")):
        return found
    return [f"{PATH}:{' ' if line.startswith('BUDGET') else ''}{line}" for line in found]


@pytest.mark.parametrize("what", MESSAGES)
def test_an_author_is_told_where_what_and_how_to_mend_it(what: str):
    data, block = MESSAGES[what]
    assert said(data) == lines_of(block)


def test_all_files_of_a_volume_are_told_of_in_one_run(tmp_path: Path):
    from sphinx_proceedings.pages.assembly import assemble
    from sphinx_proceedings.sources import Layout

    for name, data in {
        "docs/volume.yml": "title: A Workshop\n",
        "docs/programme.yml": "sesions: []\n",
        "abstracts/My Poster.md": "x",
        "abstracts/TEXT.md": "x",
        "abstracts/a-text.md": file("keyword: a\n"),
        "abstracts/b-text.md": "x",
        "abstracts/b-text/picture.png": "x",
        "abstracts/text.md": file(""),
    }.items():
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(data, encoding="utf-8")
    if len(list((tmp_path / "abstracts").iterdir())) < 6:
        pytest.skip("this file system does not tell case apart")
    found = [str(problem) for problem in assemble(Layout.of_docs(tmp_path / "docs")).problems]
    collision = [line for line in found if "TREE-COLLISION" in line]
    assert len(collision) == 1
    assert collision[0].endswith("only by case or by how accents are stored. Rename one of the two.")
    assert [line for line in found if line not in collision] == lines_of(
        """
        abstracts/My Poster.md: TREE-NAME: The file's name “My Poster.md” cannot be used. Name it with
            lower-case letters, digits and hyphens only, such as my-poster.md.
        abstracts/TEXT.md: TREE-NAME: The file's name “TEXT.md” cannot be used. Name it with lower-case
            letters, digits and hyphens only, such as text.md.
        abstracts/a-text.md:5:1: FM-KEY: There is no key “keyword”. Did you mean “keywords”?
        abstracts/b-text.md:1:1: FRONT-MATTER: The file does not begin with front matter. Begin the file
            with a line ---, then title: and authors:, then a line ---.
        abstracts/b-text/picture.png: FIGURE: The file's content is not a picture of the kind that its
            name says. Export the picture again.
        docs/programme.yml:1:1: FM-KEY: There is no key “sesions”. Did you mean “sessions”?
        """
    )


def test_organizers_are_not_sent_to_the_file_that_they_are_in(tmp_path: Path):
    from sphinx_proceedings.pages.assembly import assemble
    from sphinx_proceedings.sources import Layout

    (tmp_path / "docs").mkdir()
    (tmp_path / "docs" / "volume.yml").write_text("title: A Workshop\n")
    (tmp_path / "docs" / "programme.yml").write_text("session: []\n")
    [problem] = assemble(Layout.of_docs(tmp_path / "docs")).problems
    assert problem.fix == "Did you mean “sessions”?"


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.stem)
def test_a_message_is_one_line_that_can_be_printed_and_ends_a_sentence(path: Path):
    for line in said(path.read_bytes(), path.stem):
        assert line.isprintable()
        assert line.endswith((".", "?", "…"))
        assert len(line) < 500
