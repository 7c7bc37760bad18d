"""A bibliography file: the entries that may be read, and a Problem for all else.

Our own scanner decides before pybtex sees anything. It cuts the file where lines begin with “@type{”,
so that an entry whose braces do not close costs no other, and goes once through each piece.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from itertools import pairwise

from sphinx_proceedings import names
from sphinx_proceedings.gate import text as gate_text
from sphinx_proceedings.gate.entry import LEFT_OUT, TYPES, Entry, Value, judge, stored
from sphinx_proceedings.problems import Problem

CURATED_BYTES = 1024 * 1024
OWN_BYTES = 64 * 1024
MAX_ENTRIES = 5000
MAX_FIELDS = 60
MAX_VALUE = 4000
MAX_DEPTH = 6
MAX_PROBLEMS = 500

MONTHS = {
    "jan": "January", "feb": "February", "mar": "March", "apr": "April", "may": "May",
    "jun": "June", "jul": "July", "aug": "August", "sep": "September", "oct": "October",
    "nov": "November", "dec": "December",
}  # fmt: skip
KEY = re.compile(r"[A-Za-z0-9][A-Za-z0-9:._+/-]{0,80}")
TYPE = r"@[ \t]*[A-Za-z]+\s*[{(]"
BOUNDARY = re.compile(rf"^[ \t]*{TYPE}", re.MULTILINE)
# A line that begins with % is a comment. An @ begins an entry where it begins a line or its type and
# a brace follow; elsewhere it is a part of an address, say.
START = re.compile(
    rf"^[ \t]*%[^\n]*|^[ \t]*@[ \t]*([A-Za-z]*)\s*([{{(]?)|(?={TYPE})@[ \t]*([A-Za-z]+)\s*([{{(])",
    re.MULTILINE,
)
KEY_PLACE = re.compile(r"[^\s,{}()\"=]+")
NAME = re.compile(r"([A-Za-z][A-Za-z0-9_:.+-]{0,40})\s*=\s*")
SWALLOWED = re.compile(r",[ \t]*\n[ \t]*[A-Za-z]+[ \t]*=[ \t]*[{\"]")
BARE = re.compile(r"[A-Za-z0-9]+")
GAP = re.compile(r"\s*")
BRACE = re.compile(r"[{}]")


def _nested(levels: int) -> str:
    """A pattern for text whose braces balance, at most `levels` deep. It never backtracks."""
    pattern = r"[^{}]*+"
    for _ in range(levels):
        pattern = rf"[^{{}}]*+(?:\{{{pattern}\}}[^{{}}]*+)*+"
    return pattern


BRACED = re.compile(rf"\{{({_nested(MAX_DEPTH - 1)})\}}")
QUOTED = re.compile(rf'"((?:[^{{}}"]++|\{{{_nested(MAX_DEPTH - 2)}\}})*+)"')
COMMENT = re.compile(rf"\{{{_nested(20)}\}}")


def read(data: bytes, path: str, *, max_bytes: int = OWN_BYTES) -> tuple[list[Entry], list[Problem]]:
    """The entries of a BibTeX file that pass, in the file's order, and every Problem of the file.

    An entry with a Problem is left out; no other entry is touched by it.
    """
    text, problems = gate_text.read(data, path, max_bytes=max_bytes, max_lines=max_bytes // 16)
    if problems:
        return [], problems
    scan = _Scan(text, path)
    scan.run()
    return scan.entries, sorted(scan.problems)


class _Broken(Exception):
    """An entry's syntax cannot be followed any further."""

    def __init__(self, at: int, message: str, fix: str) -> None:
        super().__init__(message)
        self.at, self.message, self.fix = at, message, fix


class _Scan:
    """One pass over one file."""

    def __init__(self, text: str, path: str) -> None:
        self.text, self.path = text, path
        self.lines = [0, *(match.end() for match in re.finditer("\n", text))]
        self.entries: list[Entry] = []
        self.problems: list[Problem] = []
        self.faults = 0
        self.keys: dict[str, int] = {}
        self.count = 0

    def run(self) -> None:
        borders = [0, *(match.start() for match in BOUNDARY.finditer(self.text)), len(self.text)]
        for start, end in pairwise(borders):
            self._piece(start, end)

    def _place(self, at: int) -> tuple[int, int]:
        line = bisect_right(self.lines, at)
        return line, at - self.lines[line - 1] + 1

    def _problem(self, at: int, message: str, fix: str, code: str = "BIB") -> None:
        self.faults += 1
        if self.faults == MAX_PROBLEMS + 1:
            message = f"There are more than {MAX_PROBLEMS} Problems in this file."
            fix = "Mend those that are listed first."
        if self.faults <= MAX_PROBLEMS + 1:
            self.problems.append(Problem(self.path, *self._place(at), code, message, fix))

    def _piece(self, at: int, end: int) -> None:
        """The entries between two borders: one, or several that share a line."""
        while self.count <= MAX_ENTRIES and (start := START.search(self.text, at, end)):
            at = start.end()
            if start[0].lstrip(" \t").startswith("%"):
                continue
            kind, opening = (start[1] or start[3] or "").lower(), start[2] or start[4]
            begin = start.start() + start[0].index("@")
            self.count += 1
            if self.count > MAX_ENTRIES:
                message = f"The file has more than {MAX_ENTRIES:,} entries."
                self._problem(begin, message, "Keep those that are cited.", "BUDGET")
            elif kind == "comment":
                skipped = COMMENT.match(self.text, at - 1, end)
                at = skipped.end() if skipped else end
            else:
                try:
                    at = self._entry(kind, opening, begin, at, end)
                except _Broken as broken:
                    self._problem(broken.at, broken.message, broken.fix)
                    return

    def _entry(self, kind: str, opening: str, begin: int, at: int, end: int) -> int:
        """Reads the entry whose opening brace is before `at`. Gives the place after it."""
        if kind in {"string", "preamble"}:
            fix = "Write the value out in each entry." if kind == "string" else "Remove it."
            raise _Broken(begin, f"@{kind} is not allowed.", fix)
        if not kind or opening != "{":
            message = "An entry does not begin with its type and a brace."
            raise _Broken(begin, message, "Write @article{key, … }.")
        at_key = self._skip(at, end)
        key = self._match(KEY_PLACE, at_key, end)
        at = at_key + len(key)
        faults = self.faults
        values, at = self._fields(f"The entry “{key[:80]}”", begin, at, end)
        self._identity(kind, key, begin, at_key)
        for place, message, fix in judge(kind, values, begin):
            self._problem(place, message, fix)
        if self.faults == faults:
            fields = {name: stored(name, value.raw) for name, value in values.items()}
            self.entries.append(Entry(key, kind, fields, self._place(begin)[0]))
        return at

    def _identity(self, kind: str, key: str, begin: int, at_key: int) -> None:
        if kind not in TYPES:
            fix = names.did_you_mean(kind[:40], sorted(TYPES)) or "Use @misc."
            self._problem(begin, f"There is no type of entry “{kind[:40]}”.", fix)
        if not KEY.fullmatch(key):
            message = f"“{key[:80]}” cannot be a key." if key else "The entry has no key."
            fix = "A key begins with a letter or digit, and has letters, digits and :._+/- only."
            self._problem(at_key, message, fix)
        elif first := self.keys.get(key.lower()):
            message = f"The entry in line {first} has the key “{key}” already."
            fix = "Keep one of the two, or rename one; capitals alone make no difference."
            self._problem(at_key, message, fix)
        else:
            self.keys[key.lower()] = self._place(begin)[0]

    def _fields(self, entry: str, begin: int, at: int, end: int) -> tuple[dict[str, Value], int]:
        """The values up to the entry's closing brace, and the place after it."""
        values: dict[str, Value] = {}
        after = f"the key of {entry[:1].lower()}{entry[1:]}"
        count = 0
        while True:
            at = self._skip(at, end)
            if at >= end:
                raise self._endless(entry, begin, values)
            found = self.text[at]
            if found == "}":
                return values, at + 1
            if found == "#":
                message = "Values joined by # are not allowed."
                raise _Broken(at, message, "Write the value in one piece.")
            if found != ",":
                raise _Broken(at, f"There is no comma after {after}.", "Add the comma.")
            at = self._skip(at + 1, end)
            if at >= end or self.text[at] == "}":
                continue
            count += 1
            if count > MAX_FIELDS:
                message = f"{entry} has more than {MAX_FIELDS} fields."
                raise _Broken(at, message, "Remove those that nobody needs.")
            name, start = self._name(at, end)
            if name in values:
                self._problem(at, f"The field “{name}” is given twice.", "Keep one of them.")
            value, at = self._value(name, start, end)
            after = f"the value of “{name}”"
            if name in values:
                continue
            if value.raw.strip() and name not in LEFT_OUT:
                values[name] = value

    def _endless(self, entry: str, begin: int, values: dict[str, Value]) -> _Broken:
        fix = "Add the brace } that is missing."
        for name, value in values.items():
            if SWALLOWED.search(value.raw):
                message = f"The value of “{name}” does not end before the next field."
                return _Broken(value.at - 1, message, fix)
        return _Broken(begin, f"{entry} does not end before the next one, or before the file.", fix)

    def _match(self, pattern: re.Pattern[str], at: int, end: int) -> str:
        found = pattern.match(self.text, at, end)
        return found[0] if found else ""

    def _skip(self, at: int, end: int) -> int:
        return at + len(self._match(GAP, at, end))

    def _name(self, at: int, end: int) -> tuple[str, int]:
        """A field's name, and where its value begins."""
        match = NAME.match(self.text, at, end)
        if match and match.end() < end:
            return match[1].lower(), match.end()
        if self.text[at] == "%":
            raise _Broken(at, "A comment stands inside an entry.", "Move it above the entry.")
        line = self.text[at : min(at + 40, end)].split("\n")[0]
        fix = "Write name = {value}; see whether a brace or a comma before it is missing."
        raise _Broken(at, f"“{line}” does not begin a field.", fix)

    def _value(self, name: str, start: int, end: int) -> tuple[Value, int]:
        """A field's value, and the place after it."""
        opening = self.text[start]
        if opening in '{"':
            match = (BRACED if opening == "{" else QUOTED).match(self.text, start, end)
            if not match:
                raise self._unbalanced(name, start, end)
            value, at = Value(match[1], start + 1), match.end()
        else:
            word = self._match(BARE, start, end)
            if not word.isdigit() and word.lower() not in MONTHS:
                message = f"The value of “{name}” is not in braces."
                raise _Broken(start, message, f"Write {name} = {{…}}.")
            value, at = Value(MONTHS.get(word.lower(), word), start), start + len(word)
        if len(value.raw) > MAX_VALUE:
            message = f"“{name}” has {len(value.raw):,} characters; {MAX_VALUE:,} are allowed."
            raise _Broken(start, message, "Shorten it, or leave the field out.")
        return value, at

    def _unbalanced(self, name: str, start: int, end: int) -> _Broken:
        depth = 0
        for brace in BRACE.finditer(self.text, start, end):
            depth += 1 if brace[0] == "{" else -1
            if depth > MAX_DEPTH:
                message = f"Braces nest more than {MAX_DEPTH} levels deep in “{name}”."
                return _Broken(brace.start(), message, "Take the outer ones away.")
            if depth < 0:
                break
        message = f"The braces or quotation marks of “{name}” do not balance."
        return _Broken(start, message, "Add the one that is missing, or delete the one too many.")
