"""A volume of the Proceedings of Machine Learning Research: a folder of Jekyll posts.

Each post holds one paper as YAML front matter, with its text in LaTeX. Taken over are the title, the
authors, the abstract, keywords, the date and the links that an abstract has a place for; sections,
pages and the licence are not.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from sphinx_proceedings.gate import text as gate_text
from sphinx_proceedings.importers import latex
from sphinx_proceedings.importers.addresses import linkable
from sphinx_proceedings.importers.cleaning import readable
from sphinx_proceedings.importers.files import Imported
from sphinx_proceedings.importers.ids import identifier
from sphinx_proceedings.importers.record import DEFAULTS, Options
from sphinx_proceedings.model import Author, FrontMatter, Links, Name
from sphinx_proceedings.problems import Problem
from sphinx_proceedings.sources import dump, marked_yaml
from sphinx_proceedings.sources.contribution import split
from sphinx_proceedings.sources.marked_yaml import Key, Marked

MAX_BYTES = 64 * 1024
FILE_NAME = re.compile(r"\d{4}-\d\d?-\d\d?-(.+)")
DATE = re.compile(r"\d{4}-\d\d-\d\d")
VALUE = re.compile(r"\s*(?:- +)?[\w-]+:(?: +(\S))?")
ESCAPE = re.compile(r"(?<!\\)((?:\\\\)*)\\(?:x([89A-Fa-f][0-9A-Fa-f])|u((?!00[0-7])[0-9A-Fa-f]{4}))")
KEYWORD_END = re.compile(r"[;,\n]")
ABSENT = frozenset({"", "~", "null", "Null", "NULL"})
# Words of a link's label, by the link that it is.
KINDS = {
    "code": ("code", "software", "github", "implementation"),
    "video": ("video", "talk", "recording"),
    "slides": ("slides",),
    "poster": ("poster",),
    "data": ("data", "dataset"),
}
NO_ABSTRACT = "This record was published without an abstract."
BY_HAND = "Add it by hand if it matters."


def read(source: Path, options: Options = DEFAULTS) -> Iterator[Imported]:
    """The records of `source`, a volume's repository or its folder of posts, by file name.

    Problems have the post's path relative to `source`. FileNotFoundError where there are no posts.
    """
    posts = source / "_posts" if (source / "_posts").is_dir() else source
    files = sorted(file for file in posts.glob("*.md") if file.is_file())
    if not files:
        raise FileNotFoundError(f"{source} has no posts: neither _posts/*.md nor *.md.")
    taken: dict[str, str] = {}
    for number, file in enumerate(files):
        options.progress(100 * number // len(files))
        path = file.relative_to(source).as_posix()
        record = _Post(path, file.stem).imported(file)
        if record.text and (other := taken.setdefault(record.id, path)) != path:
            message = f"The id “{record.id}” is that of {other} already, so this one was left out."
            problem = Problem(path, 0, 0, "IMPORT", message, "Change one of the two ids.")
            record = Imported(record.id, "", (*record.problems, problem))
        yield record


class _Post:
    """One post, and the Problems found so far."""

    def __init__(self, path: str, stem: str) -> None:
        self.path = path
        self.id = identifier(match[1] if (match := FILE_NAME.fullmatch(stem)) else stem)
        self.marked = Marked({})
        self.problems: list[Problem] = []

    def imported(self, file: Path) -> Imported:
        """The record of the post; without text where it lacks what a file must have."""
        text = self.dumped() if self.load(file) else ""
        if text:
            for wrong in gate_text.read(text.encode("utf-8"), self.path)[1]:
                self.problem(f"The file will be set aside: {wrong.message}", wrong.fix)
        return Imported(self.id, text, tuple(self.problems))

    def problem(self, message: str, fix: str = "", way: Key = ()) -> None:
        place = self.marked.place(way) if way else (0, 0)
        self.problems.append(Problem(self.path, *place, "IMPORT", message, fix))

    def load(self, file: Path) -> bool:
        """Read the front matter; False where there is none to be read."""
        with file.open("rb") as opened:
            data = opened.read(MAX_BYTES + 1)
        if len(data) > MAX_BYTES:
            self.problem(f"The post has more than {MAX_BYTES:,} bytes and was not read.")
            return False
        try:
            text = readable(_without_escapes(data.decode("utf-8-sig")))
        except UnicodeDecodeError:
            self.problem("The post is not UTF-8 and was not read.", "Save it as UTF-8.")
            return False
        head, _, _, problems = split(text, self.path)
        if not problems:
            self.marked, problems = marked_yaml.read(head, self.path, first_line=2)
        for wrong in problems:
            self.problems.append(replace(wrong, code="IMPORT", message=readable(wrong.message)))
        if not self.marked.data and not problems:
            self.problem("The post has no front matter.")
        if self.marked.data and (given := self.text("id")):
            self.id = identifier(given)
        return bool(self.marked.data)

    def text(self, key: str) -> str:
        """The value of a key that holds a text, or an empty text."""
        return _text(self.marked.data.get(key, ""))

    def items(self, key: str) -> list[Any]:
        """The value of a key that holds a list; a text counts as a list of one."""
        value = self.marked.data.get(key, [])
        return value if isinstance(value, list) else [value] if self.text(key) else []

    def converted(self, key: str, converted: latex.Converted) -> str:
        for doubt in converted.doubts:
            self.problem(f"In the {key}: {doubt.message}", doubt.fix, (key,))
        return converted.text

    def dumped(self) -> str:
        """The abstract's file, or an empty text where none can be made."""
        title = self.converted("title", latex.title(self.text("title")))
        body = self.converted("abstract", latex.body(self.text("abstract")))
        authors = tuple(self.authors())
        if title and authors and not body:
            self.problem("The post has no abstract; the file says so.", BY_HAND)
            body = NO_ABSTRACT
        for key, value in (("title", title), ("author", authors)):
            if not value:
                message = f"The post has no {key}, so no file was made of it."
                self.problem(message, "Write the file by hand if it is a contribution.")
                return ""
        try:
            meta = FrontMatter(
                title=title,
                authors=authors,
                keywords=tuple(self.keywords()),
                links=self.links(),
                date=self.date(),
            )
        except ValidationError as error:
            for detail in error.errors(include_url=False):
                self.problem(f"The {detail['loc'][0]} does not fit: {detail['msg']}.")
            return ""
        return dump(meta, body)

    def authors(self) -> Iterator[Author]:
        """The authors, with their names in the parts that the post gives."""
        for number, author in enumerate(self.items("author")):
            parts = author if isinstance(author, dict) else {"family": author}
            given, family = (latex.plain(_text(parts.get(part))) for part in ("given", "family"))
            if given and family:
                yield Author(name=Name(given=given, family=family))
            elif given or family:
                yield Author(name=Name(literal=given or family))
            else:
                self.problem("An author has no name.", BY_HAND, ("author", number))

    def keywords(self) -> Iterator[str]:
        """The keywords, which may be one text with commas."""
        for item in self.items("keywords"):
            for word in KEYWORD_END.split(item) if isinstance(item, str) else ():
                if text := latex.plain(word):
                    yield text

    def date(self) -> datetime.date | None:
        """The date of publication."""
        if not (given := self.text("date")):
            return None
        try:
            return datetime.date.fromisoformat(given[:10])
        except ValueError:
            self.problem(f"“{given[:40]}” is not a date.", "Dates are written 2027-02-01.", ("date",))
            return None

    def links(self) -> Links:
        """The links that an abstract has a place for."""
        found: dict[str, str] = {}
        offered: list[tuple[Key, str, str, str]] = [
            ((key,), key, kind, self.text(key))
            for key, kind in (("pdf", "paper"), ("software", "code"), *((kind, kind) for kind in KINDS))
        ]
        for number, extra in enumerate(self.items("extras")):
            given = extra if isinstance(extra, dict) else {}
            label, link = _text(given.get("label")), _text(given.get("link"))
            offered.append((("extras", number), label[:60], _kind(label), link))
        for way, label, kind, link in offered:
            if not link:
                continue
            if not kind or found.get(kind, link) != link:
                self.problem(f"The link “{label}” has no place in the file: {link[:200]}", BY_HAND, way)
            elif not linkable(link):
                message = f"The link “{label}” is not a plain https address: {link[:200]}"
                self.problem(message, BY_HAND, way)
            else:
                found[kind] = link
        if note := self.text("note"):
            self.problem(f"The note “{note[:200]}” has no place in the file.", BY_HAND, ("note",))
        return Links(**found)


def _without_escapes(text: str) -> str:
    """A post with the escapes of its double-quoted values decoded, where they stand for no ASCII.

    Jekyll writes invisible characters so, and the reader of front matter refuses them.
    """
    lines = text.split("\n")
    quoted = False
    for number, line in enumerate(lines):
        if match := VALUE.match(line):
            quoted = match[1] == '"'
        if quoted and "\\" in line:
            lines[number] = ESCAPE.sub(_decoded, line)
    return "\n".join(lines)


def _decoded(match: re.Match[str]) -> str:
    backslashes, digits = match[1], match[2] or match[3]
    character = chr(int(digits, 16))
    return backslashes + ("" if "\ud800" <= character <= "\udfff" else character)


def _text(value: object) -> str:
    """`value` if it is a text that says something, else an empty text."""
    text = readable(value).strip() if isinstance(value, str) else ""
    return "" if text in ABSENT else text


def _kind(label: str) -> str:
    """Which link of an abstract a link with this label is; empty where it is none of them."""
    words = set(re.findall(r"[a-z]+", label.lower()))
    return next((kind for kind, signs in KINDS.items() if words & set(signs)), "")
