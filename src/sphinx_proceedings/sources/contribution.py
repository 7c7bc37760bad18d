"""One author's file: bytes to a contribution, and a contribution's parts to a file."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

import yaml

from sphinx_proceedings import content
from sphinx_proceedings.gate import budget, markdown
from sphinx_proceedings.gate import text as gate_text
from sphinx_proceedings.model import Contribution, FrontMatter, Manuscript, Node
from sphinx_proceedings.names import split_name
from sphinx_proceedings.problems import Problem, quarantines
from sphinx_proceedings.sources import marked_yaml, records
from sphinx_proceedings.sources.marked_yaml import Marked

FENCE = "---"
NOTHING_ELSE = (
    "A title may have $math$, *emphasis*, **strong** and `code`, and nothing else.",
    "Remove the rest.",
)
NO_NUMBER = (
    "An equation in a title has no number, and refers to none.",
    "Remove \\label, \\tag and \\eqref, and write the formula without an environment of its own.",
)
START = "Begin the file with a line ---, then title: and authors:, then a line ---."


def read_contribution(
    data: bytes, path: str, id_: str, pictures: tuple[Path, ...] = ()
) -> tuple[Contribution | None, Marked, list[Problem]]:
    """The contribution that a file holds, where every key of it stands, and all its Problems.

    It is None where a Problem keeps it out of the volume.
    """
    opened, problems = _opened(data, path)
    if opened is None:
        return None, Marked({}), problems
    text, marked, body, body_line = opened
    meta = None
    if not problems:
        meta, problems = records.validate(FrontMatter, marked, path)
    title, refused = Node("document"), list[Problem]()
    if meta is not None:
        title, refused = _title(meta.title, marked.place(("title",)), path, id_)
    tree, wrong = _body(body, body_line, path, id_)
    refused += wrong
    problems += refused + list(_missing_pictures(tree, path, pictures))
    if meta is None or refused or quarantines(problems):
        return None, marked, sorted(problems)
    digest = hashlib.sha256(data)
    for picture in pictures:
        digest.update(picture.read_bytes())
    names = tuple(picture.name for picture in pictures)
    keys = (key for node in tree.of_kind("cite") for key in node.attrs["keys"])
    cited = tuple(dict.fromkeys(keys))
    manuscript = Manuscript(title, tree, text)
    made = Contribution(id_, path, meta, manuscript, digest.hexdigest(), names, cited)
    return made, marked, sorted(problems)


class Opened(NamedTuple):
    """An author's file in its parts. With Problems of its YAML, `marked` is empty."""

    text: str
    marked: Marked
    body: str
    body_line: int


def _opened(data: bytes, path: str) -> tuple[Opened | None, list[Problem]]:
    """The parts of a file, or None where it is no text with front matter; and why, or what YAML lacks."""
    text, problems = gate_text.read(data, path)
    if problems:
        return None, problems
    head, body, body_line, problems = split(text, path)
    if problems:
        return None, problems
    marked, problems = marked_yaml.read(head, path, first_line=2)
    return Opened(text, marked, body, body_line), problems


def front_matter(data: bytes, path: str) -> Marked:
    """What stands above an author's text, not validated; nothing where the file cannot be read."""
    opened, _ = _opened(data, path)
    return opened.marked if opened else Marked({})


def _body(body: str, first_line: int, path: str, id_: str) -> tuple[Node, list[Problem]]:
    """An abstract's tree, or an empty one and the Problems of its text."""
    problems = list(budget.budget(body, path, first_line))
    if problems:
        return Node("document"), problems
    if not markdown.COMMAND.search(body) and (tree := content.bare(body, first_line)):
        return tree, []
    tokens = content.tokenize(body, first_line)
    problems = list(markdown.judge(tokens, path, id_))
    if not problems and markdown.is_empty(tokens):
        message = "The abstract has no text."
        line = first_line if body else first_line - 1
        problems = [Problem(path, line, 1, "EMPTY", message, "Write it below the second ---.")]
    return (Node("document") if problems else content.build(tokens)), problems


def _title(text: str, at: tuple[int, int], path: str, id_: str) -> tuple[Node, list[Problem]]:
    if not markdown.COMMAND.search(text) and (tree := content.bare_title(text, *at)):
        return tree, []
    tokens = content.title_tokens(text, *at)
    problems = list(markdown.judge(tokens, path, id_))
    if problems:
        return Node("document"), problems
    title, wrong = content.build_title(tokens, *at)
    faults = dict.fromkeys(
        (node.line, node.column, *(NO_NUMBER if node.kind == "math" else NOTHING_ELSE)) for node in wrong
    )
    return title, [Problem(path, line, column, "TOKEN", *said) for line, column, *said in faults]


def read_draft(data: bytes, path: str, id_: str) -> Contribution | None:
    """What can be known of a file that did not pass, so that its author hears of everything at once.

    Its front matter holds only the topics; its text is empty where the gate refused some of it. None where
    the file is no text with front matter.
    """
    opened, _ = _opened(data, path)
    if opened is None:
        return None
    text, marked, body, body_line = opened
    topics = marked.data.get("topics")
    known = [topic for topic in topics if isinstance(topic, str)] if isinstance(topics, list) else []
    meta = FrontMatter.model_construct(title="", authors=(), topics=tuple(known))
    tree, _ = _body(body, body_line, path, id_)
    return Contribution(id_, path, meta, Manuscript(Node("document"), tree, text), "")


def split(text: str, path: str) -> tuple[str, str, int, list[Problem]]:
    """A file as front matter, body, and the line where the body begins."""
    lines = text.split("\n")
    if lines[0].rstrip() != FENCE:
        message = "The file does not begin with front matter."
        return "", "", 1, [Problem(path, 1, 1, "FRONT-MATTER", message, START)]
    for number, line in enumerate(lines[1:], 1):
        if line.rstrip() == FENCE:
            return "\n".join(lines[1:number]), "\n".join(lines[number + 1 :]), number + 2, []
    message = "The front matter does not end."
    return "", "", 1, [Problem(path, 1, 1, "FRONT-MATTER", message, "Add a line --- after it.")]


def _missing_pictures(tree: Node, path: str, pictures: tuple[Path, ...]) -> Iterator[Problem]:
    have = {picture.name for picture in pictures}
    for node in tree.of_kind("figure", "image"):
        name = node.attrs["src"].rpartition("/")[2]
        if name not in have:
            fix = f"Put it into the folder {path.removesuffix('.md')}/."
            yield Problem(path, node.line, node.column, "FIGURE", f"There is no picture “{name}”.", fix)


def dump(meta: FrontMatter, body: str) -> str:
    """A file that reads back as `meta` and `body`."""
    data = _plain(meta.model_dump(mode="json", exclude_defaults=True))
    head = yaml.safe_dump(data, allow_unicode=True, sort_keys=False, width=96)
    text = body.strip("\n")
    return f"{FENCE}\n{head}{FENCE}\n\n{text}\n"


def _plain(data: Mapping[str, Any]) -> dict[str, Any]:
    """Names as one line where splitting it again gives the same parts."""
    authors = []
    for author in data["authors"]:
        name = author["name"]
        if "literal" not in name:
            parts = (name.get(k, "") for k in ("given", "particle", "family", "suffix"))
            line = " ".join(part for part in parts if part)
            given, particle, family, suffix = split_name(line)
            again = {"given": given, "particle": particle, "family": family, "suffix": suffix}
            if {part: text for part, text in again.items() if text} == name:
                name = line
        authors.append({**author, "name": name})
    return {**data, "authors": authors}
