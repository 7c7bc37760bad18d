"""YAML read once: plain data, and the place of every key and value.

Anchors, aliases, tags, second documents and repeated keys are Problems. Every scalar is text;
the model gives it its type.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import yaml

from sphinx_proceedings.gate.text import deceptions
from sphinx_proceedings.problems import Problem

Key = tuple[str | int, ...]
"""The way to a value: ("authors", 0, "orcid")."""

LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
MAX_DEPTH = 8
MAX_VALUES = 5000
SINGLE = "Use single quotes around the value."
# What "\theta" and "\nabla" between double quotes turn into.
ESCAPED = re.compile(r"[\t\n\r\x0b\x0c]")
# What YAML takes for a mark of its own where a value begins.
BEGINNINGS = frozenset("*&!|>%@`")
ODD_VALUE = re.compile(r"\s*(?:- )?[\w-]+:\s+[*&!%@`]")
CUT_OFF = re.compile(r"[ \t]+#[^\s#]")
FIRST_KEY = re.compile(r"\s*(- )?[\w-]+")
CLOSE = "Close it, or put the whole value between double quotes."
QUOTE = "Put the whole value between single quotes."
NO_COLON = (
    "This line is neither “key: value” nor part of a value.",
    "Write a colon and a blank after the key.",
)
REMEDIES = (
    ("mapping values are not allowed", "A colon stands inside a value.", QUOTE),
    ("unknown escape", "A backslash stands between double quotes.", SINGLE),
    ("expected escape", "A backslash stands between double quotes.", SINGLE),
    ("quoted scalar", "A quotation mark is not closed.", CLOSE),
    ("could not find expected ':'", *NO_COLON),
    ("while parsing a flow", "A bracket [ or { is not closed.", "Close it, or quote the value."),
)


@dataclass(frozen=True)
class Marked:
    """Plain data (text, lists, dictionaries) with the places of its keys and values."""

    data: dict[str, Any]
    keys: Mapping[Key, tuple[int, int]] = field(default_factory=dict)
    values: Mapping[Key, tuple[int, int]] = field(default_factory=dict)

    def place(self, way: Key, *, of_key: bool = False) -> tuple[int, int]:
        """(line, column) of the value at `way`, or of the nearest thing around it that exists."""
        table = self.keys if of_key else self.values
        for length in range(len(way), 0, -1):
            if found := table.get(way[:length]) or self.values.get(way[:length]):
                return found
        return self.values.get((), (1, 1))


class _Refused(Exception):
    def __init__(self, mark: Any, code: str, message: str, fix: str) -> None:
        super().__init__(message)
        self.mark, self.code, self.message, self.fix = mark, code, message, fix


def read(
    text: str, path: str, first_line: int = 1, max_values: int = MAX_VALUES
) -> tuple[Marked, list[Problem]]:
    """The mapping that `text` holds. With Problems of syntax it is empty."""
    reader = _Reader(first_line, max_values)
    try:
        data = reader.document(text)
    except _Refused as refused:
        line, column = reader.mark(refused.mark)
        return Marked({}), [Problem(path, line, column, refused.code, refused.message, refused.fix)]
    except yaml.YAMLError as error:
        return Marked({}), [_syntax(error, text, path, first_line)]
    problems = [Problem(path, *at, "YAML-KEY", message, fix) for at, message, fix in reader.repeated]
    if not isinstance(data, dict):
        message = "This is not a list of “key: value” lines."
        return Marked({}), [Problem(path, first_line, 1, "YAML", message, "Write title: … first.")]
    return Marked(data, reader.keys, reader.values), problems


def _syntax(error: yaml.YAMLError, text: str, path: str, first_line: int) -> Problem:
    lines = text.split("\n")
    number, column = _fault(error, lines)
    line = lines[number] if number < len(lines) else ""
    indent = line[: len(line) - len(line.lstrip())]
    if "\t" in indent or line[column - 1 : column] == "\t":
        message, fix = "A tab stands where YAML allows only spaces.", "Replace it with spaces."
        column = line.index("\t") + 1
    else:
        message, fix = _explained(error, line, column)
    return Problem(path, first_line + number, column, "YAML", message, fix)


def _explained(error: yaml.YAMLError, line: str, column: int) -> tuple[str, str]:
    """(message, remedy) for a fault of syntax at `column` of `line`."""
    said = str(error)
    before = line[: column - 1].rstrip()
    if "mapping values" in said and column == 1 and ": " not in line:
        return NO_COLON
    if before.endswith(("]", "}")):
        return "Text follows a closing bracket.", QUOTE
    if before.endswith(('"', "'")) and "quoted" not in said:
        return "Text follows a closing quotation mark.", QUOTE
    if line[column - 1 : column] in BEGINNINGS and before.endswith(":"):
        return f"A value may not begin with “{line[column - 1]}”.", QUOTE
    for sign, message, fix in REMEDIES:
        if sign in said:
            return message, fix
    if "while parsing a block" in said or "while scanning for" in said:
        return "The lines are not indented alike.", "Indent with two spaces a level."
    return "This is not valid YAML.", "Compare it with the example in the author guide."


def _fault(error: yaml.YAMLError, lines: list[str]) -> tuple[int, int]:
    """(line from 0, column from 1) of the mistake: often before the place where the parser gave up."""
    mark = getattr(error, "problem_mark", None)
    context = getattr(error, "context_mark", None)
    said = getattr(error, "context", "") or ""
    escape = "escape" in str(error)
    if context and not escape and any(word in said for word in ("flow", "quoted", "simple key")):
        mark = context
    if mark is None:
        return 0, 1
    line = lines[mark.line] if mark.line < len(lines) else ""
    if odd := ODD_VALUE.match(line):
        return mark.line, odd.end()
    if (
        "\t" not in line
        and "mapping values" in str(error)
        and mark.line
        and FIRST_KEY.fullmatch(line[: mark.column])
    ):
        # This line is sound; the one before it has no “key: ”.
        return mark.line - 1, 1
    return mark.line, mark.column + 1


class _Reader:
    """Builds plain data from the parser's events, noting places."""

    def __init__(self, first_line: int, max_values: int) -> None:
        self.first_line, self.max_values = first_line, max_values
        self.keys: dict[Key, tuple[int, int]] = {}
        self.values: dict[Key, tuple[int, int]] = {}
        self.repeated: list[tuple[tuple[int, int], str, str]] = []
        self.count = 0
        self.lines: list[str] = []

    def mark(self, mark: Any) -> tuple[int, int]:
        return self.first_line + mark.line, mark.column + 1

    def document(self, text: str) -> Any:
        # Without a number sign there is no remark.
        self.lines = text.split("\n") if "#" in text else []
        loader = LOADER(text)
        try:
            return self._document(iter(loader.get_event, None))
        finally:
            loader.dispose()

    def _document(self, events: Iterator[Any]) -> Any:
        data: Any = {}
        documents = 0
        for event in events:
            if isinstance(event, yaml.DocumentStartEvent):
                documents += 1
                if documents > 1:
                    fix = "Remove the line with three hyphens."
                    raise _Refused(event.start_mark, "YAML", "A second document begins here.", fix)
            elif isinstance(event, yaml.NodeEvent):
                data = self.value(event, events, ())
        return data

    def value(self, event: Any, events: Iterator[Any], way: Key) -> Any:
        self.count += 1
        if self.count > self.max_values or len(way) > MAX_DEPTH:
            raise _Refused(event.start_mark, "BUDGET", "There are too many values.", "Shorten it.")
        # An alias has the anchor that it means.
        if event.anchor:
            fix = "Write the value out; quote it if it begins with & or *."
            raise _Refused(event.start_mark, "YAML-ALIAS", "YAML anchors and aliases are refused.", fix)
        if event.tag:
            fix = "Quote the value if it begins with an exclamation mark."
            raise _Refused(event.start_mark, "YAML-ALIAS", "YAML tags are refused.", fix)
        self.values[way] = self.mark(event.start_mark)
        kind = type(event)
        if kind is yaml.ScalarEvent:
            if self.lines:
                self.remark(event)
            # Escapes such as "\u202e" are decoded only here.
            if event.style == '"' and ESCAPED.search(event.value):
                message = "A backslash between double quotes made a line end, a tab or the like."
                raise _Refused(event.start_mark, "YAML", message, SINGLE)
            if event.style == '"' and (wrong := next(deceptions(event.value), None)):
                raise _Refused(event.start_mark, "UNICODE", *wrong)
            return event.value
        if kind is yaml.SequenceStartEvent:
            items: list[Any] = []
            while type(event := next(events)) is not yaml.SequenceEndEvent:
                items.append(self.value(event, events, (*way, len(items))))
            return items
        return self.mapping(events, way)

    def remark(self, event: Any) -> None:
        """Refuse “Case #1”, of which YAML would keep “Case”. A remark has a blank after its sign."""
        end = event.end_mark
        if CUT_OFF.match(self.lines[end.line][end.column :] if end.line < len(self.lines) else ""):
            message = "What follows “ #” would be left out as a remark."
            raise _Refused(end, "YAML", message, QUOTE)

    def mapping(self, events: Iterator[Any], way: Key) -> dict[str, Any]:
        found: dict[str, Any] = {}
        while type(key_event := next(events)) is not yaml.MappingEndEvent:
            at = self.mark(key_event.start_mark)
            if type(key_event) is not yaml.ScalarEvent or key_event.anchor or key_event.tag:
                fix = "Keys are plain words."
                raise _Refused(key_event.start_mark, "YAML-ALIAS", "This cannot be a key.", fix)
            key = key_event.value
            value = self.value(next(events), events, (*way, key))
            if key in found:
                self.repeated.append((at, f"The key “{key}” is given twice.", "Keep one of them."))
            found[key] = value
            self.keys[(*way, key)] = at
        return found
