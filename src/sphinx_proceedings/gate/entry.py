"""An entry of a bibliography: its record, and what its fields must say."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from sphinx_proceedings import addresses
from sphinx_proceedings.gate import tex

TYPES = frozenset(
    "article book booklet conference dataset inbook incollection inproceedings manual mastersthesis "
    "misc online phdthesis proceedings report software techreport thesis unpublished".split()
)
UNDATED = frozenset("booklet dataset manual misc online software unpublished".split())
"""Types whose entries may have no year."""

CONTAINER = {
    "article": ("journal", "journaltitle"),
    "inproceedings": ("booktitle",),
    "conference": ("booktitle",),
    "incollection": ("booktitle",),
}
LEFT_OUT = frozenset(
    "abstract annotation annote bibsource biburl comment crossref date-added date-modified file "
    "groups local-url owner timestamp xdata xref".split()
)
"""Fields for reference managers: no reader sees them, and they go no further."""

URL = re.compile(addresses.HTTPS + r"([/?#][A-Za-z0-9._~:/?#\[\]@!$&'()*+,;=%-]*)?")
DOI = re.compile(r"10\.[0-9]{4,9}/[!-~]+")
ARXIV = re.compile(r"([0-9]{4}\.[0-9]{4,5}|[a-z-]+(\.[A-Z]{2})?/[0-9]{7})(v[0-9]+)?")
CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9 ,._/:+-]*")
YEAR = re.compile(r"[12][0-9]{3}")
DATE = re.compile(r"[12]\d{3}(-\d\d){0,2}(/([12]\d{3}(-\d\d){0,2})?)?", re.ASCII)
LINK_ESCAPE = re.compile(r"\\([_%&#~])(?:\{\})?")
AND = re.compile(r"[{}]|(?:^|\s+)and(?=\s|$)", re.IGNORECASE)
COMMA = re.compile(r"[{},]")
SEMICOLON = re.compile(r"[{};]")
ET_AL = re.compile(r"\bet\.? +al\b", re.IGNORECASE)

Said = tuple[str, str]
"""Message and remedy."""


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry that passed.

    `fields` are in the file's order, their names in lower case, white space in values as single
    blanks. Addresses are without LaTeX's backslashes; all other values are LaTeX. `line` is where
    the entry begins, from 1.
    """

    key: str
    type: str
    fields: Mapping[str, str]
    line: int


@dataclass(frozen=True, slots=True)
class Value:
    """A field's value as it stands in its file, and the offset where it begins."""

    raw: str
    at: int


def stored(name: str, raw: str) -> str:
    """The value of the field `name` as an `Entry` keeps it."""
    value = " ".join(raw.split())
    return LINK_ESCAPE.sub(r"\1", value) if name in LINKS else value


def judge(kind: str, values: Mapping[str, Value], begin: int) -> Iterator[tuple[int, str, str]]:
    """What is wrong with an entry's fields: place, message, remedy.

    `begin` is the entry's own place: there stands what is missing.
    """
    yield from ((begin, *said) for said in _missing(kind, values))
    for name, value in values.items():
        at = value.at + len(value.raw) - len(value.raw.lstrip())
        if rule := RULES.get(name):
            yield from ((at, *said) for said in rule(stored(name, value.raw)))
        if name == "eprint":
            yield from ((at, *said) for said in _eprint(stored(name, value.raw), values))
        if name not in LINKS and name not in CODES:
            yield from ((value.at + offset, message, fix) for offset, message, fix in tex.faults(value.raw))


def _missing(kind: str, values: Mapping[str, Value]) -> Iterator[Said]:
    if "title" not in values:
        yield "The entry has no title.", "Add title = {…}."
    if "author" not in values and "editor" not in values:
        fix = "Add author = {…}, the name of a group in two pairs of braces."
        yield "The entry has no author and no editor.", fix
    if kind not in UNDATED and "year" not in values and "date" not in values:
        yield "The entry has no year.", "Add year = {…}."
    container = CONTAINER.get(kind, ())
    if container and not any(name in values for name in container):
        yield f"The entry has no {container[0]}.", f"Add {container[0]} = {{…}}."


def split_names(value: str) -> list[str]:
    """The names of an author or editor field: parted by “and” outside of braces."""
    return _split(value, AND)


def _split(value: str, mark: re.Pattern[str]) -> list[str]:
    """`value` split where `mark` matches outside of braces."""
    parts: list[str] = []
    start = depth = 0
    for found in mark.finditer(value):
        if found[0] in {"{", "}"}:
            depth += 1 if found[0] == "{" else -1
        elif depth == 0:
            parts.append(value[start : found.start()].strip())
            start = found.end()
    return [*parts, value[start:].strip()]


def _names(value: str) -> Iterator[Said]:
    names = split_names(value)
    for i, name in enumerate(names):
        parts = _split(name, COMMA)
        shown = name[:80]
        if not any(c.isalpha() for c in name):
            fix = "Remove an “and” that stands first, last or twice."
            yield "A name is empty.", fix
        elif len(parts) > 3:
            fix = "Join names by “and”: Family, Given and Family, Given."
            yield f"“{shown}” has more than two commas.", fix
        elif not all(parts):
            yield f"“{shown}” has a comma with nothing beside it.", "Remove the comma."
        elif name.lower() == "others" and not 0 < i == len(names) - 1:
            yield "“and others” does not stand after all names.", "Put it last."
        elif ET_AL.search(name) and "{" not in name:
            yield f"“{shown}” is not a name.", "Write “and others”."
    if len(_split(value, SEMICOLON)) > 1:
        yield "Names are joined by a semicolon.", "Join them by “and”."
    if "$" in value.replace(r"\$", ""):
        yield "A formula stands in a name.", "Write the name in letters."


def _url(value: str) -> Iterator[Said]:
    if not URL.fullmatch(value):
        fix = "Links begin with https:// and stand alone, as the browser shows them."
        if value.startswith("http://") and URL.fullmatch(secure := "https" + value[4:]):
            fix = f"Write {secure} and see that it opens."
        yield f"“{value[:200]}” is not a link that an entry may have.", fix


def _doi(value: str) -> Iterator[Said]:
    if not DOI.fullmatch(value) or any(c in '"<>\\{}`^' for c in value):
        fix = "Write the bare DOI, which begins with 10. and has a slash."
        found = DOI.search(value)
        if found and value.lower().startswith(("http", "doi:")):
            fix = f"Write {found[0]} alone."
        yield f"“{value[:200]}” is not a DOI.", fix


def _eprint(value: str, values: Mapping[str, Value]) -> Iterator[Said]:
    kind = values.get("archiveprefix") or values.get("eprinttype")
    if kind and kind.raw.strip().lower() != "arxiv":
        yield from _code(value)
    elif not ARXIV.fullmatch(value):
        found = ARXIV.search(value)
        fix = f"Write {found[0]} alone." if found else "Write the number alone: 2501.01234."
        yield f"“{value[:80]}” is not an arXiv number.", fix


def _code(value: str) -> Iterator[Said]:
    if not CODE.fullmatch(value):
        fix = "Use letters, digits, and the signs . , _ / : + - only."
        yield f"“{value[:80]}” has signs that do not belong here.", fix


def _year(value: str) -> Iterator[Said]:
    if not YEAR.fullmatch(value):
        fix = "Write four digits; put words such as “to appear” into a field note."
        yield f"“{value[:40]}” is not a year.", fix


def _date(value: str) -> Iterator[Said]:
    if not DATE.fullmatch(value):
        yield f"“{value[:40]}” is not a date.", "Write 2027, 2027-02 or 2027-02-01."


LINKS = frozenset({"url", "doi", "eprint"})
CODES = frozenset({"archiveprefix", "eprinttype", "primaryclass", "eprintclass", "isbn", "issn"})
RULES: dict[str, Callable[[str], Iterator[Said]]] = {
    "author": _names,
    "editor": _names,
    "url": _url,
    "doi": _doi,
    "year": _year,
    "date": _date,
    **dict.fromkeys(CODES, _code),
}
