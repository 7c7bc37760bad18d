"""Plain data to records: the model's complaints as Problems, each at its place."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from sphinx_proceedings import identifiers, names
from sphinx_proceedings.problems import CODES, Problem
from sphinx_proceedings.sources.marked_yaml import Key, Marked

Model = TypeVar("Model", bound=BaseModel)

# Keys that other tools know and that mean something else here.
EXPLAINED = {
    "abstract": "The text below the front matter is the abstract.",
    "myst": "An abstract cannot change how it is read.",
    "session": "Organizers place contributions in docs/programme.yml.",
    "board": "Organizers place contributions in docs/programme.yml.",
    "email": "Addresses are not published; mark an author with `corresponding: true`.",
    "id": "The id is the file's name.",
    "first": "Write given: for the given names.",
    "last": "Write family: for the family name.",
}


def validate(model: type[Model], marked: Marked, path: str) -> tuple[Model | None, list[Problem]]:
    """The record that the data stands for, or every reason why it is none."""
    data = _without_blanks(marked.data)
    try:
        return model.model_validate(data), []
    except ValidationError as error:
        return None, sorted(_problems(model, error, marked, path))


def _without_blanks(value: Any) -> Any:
    """`key:` with nothing after it is the same as no key."""
    if isinstance(value, dict):
        return {key: _without_blanks(inner) for key, inner in value.items() if inner != ""}
    if isinstance(value, list):
        return [_without_blanks(inner) for inner in value]
    return value


def _problems(
    model: type[BaseModel], error: ValidationError, marked: Marked, path: str
) -> Iterator[Problem]:
    details = error.errors(include_url=False)
    ways = [detail["loc"] for detail in details]
    for detail in details:
        way = detail["loc"]
        echo = detail["type"] == "too_short" and any(
            len(other) > len(way) and other[: len(way)] == way for other in ways
        )
        if not echo:
            yield _problem(model, detail, marked, path)


def _problem(model: type[BaseModel], detail: ErrorDetails, marked: Marked, path: str) -> Problem:
    way: Key = tuple(part for part in detail["loc"] if not isinstance(part, str) or part != "[key]")
    kind = detail["type"]
    name = str(way[-1]) if way else ""
    if kind == "extra_forbidden":
        known = _known(model, way)
        listed = f"Keys are: {', '.join(known)}." if len(way) > 1 else "Remove it."
        explained = EXPLAINED.get(name) if path.startswith("abstracts/") else None
        fix = explained or names.did_you_mean(name, known) or listed
        place = marked.place(way, of_key=True)
        return Problem(path, *place, "FM-KEY", f"There is no key “{name[:80]}”.", fix)
    if kind == "missing":
        if way in marked.keys:
            place = marked.place(way, of_key=True)
            return Problem(
                path, *place, "FM-REQUIRED", f"The key “{name}” has no value.", f"Write {name}: …"
            )
        place = marked.place(way[:-1]) if len(way) > 1 else (1, 1)
        return Problem(path, *place, "FM-REQUIRED", f"The key “{name}” is missing.", f"Add {name}: …")
    place = marked.place(way)
    if kind in CODES:
        given = str(detail.get("input", ""))
        bare = kind == "LINK" and "." in given and "://" not in given and " " not in given
        secure = given.replace("http://", "https://", 1) if given.startswith("http://") else ""
        fix = f"Write https://{given}." if bare else f"Write {secure}." if secure else _look_up(kind, given)
        return Problem(path, *place, kind, str(detail["msg"]), fix)
    value = detail.get("input")
    shown = f"“{value[:80]}”" if isinstance(value, str) else "This value"
    field = next((str(part) for part in reversed(way) if isinstance(part, str)), "value")
    message, fix = _in_words(kind, detail, field)
    if field == "authors" and isinstance(value, str):
        if isinstance(way[-1], int):
            message, fix = "is an author without keys.", f"Write - name: {value}."
        else:
            fix = "Write a line “- name: Given Family” for each author."
    elif field == "id" and isinstance(value, str) and names.slug(value) != value:
        fix = f"Use a-z, 0-9 and hyphens, as in {names.slug(value)}."
    return Problem(path, *place, "FM-VALUE", f"{shown} {message}", fix)


def _look_up(kind: str, given: str) -> str:
    """Where the right identifier is to be found."""
    match kind:
        case "ORCID":
            match = identifiers.ORCID.fullmatch(given.strip())
            digits = "".join(match.groups()) if match else ""
            last = f"; if the first 15 digits are right, the last is {identifiers.orcid_check(digits[:15])}"
            return f"Copy it from your record at https://orcid.org{last if digits else ''}."
        case "ROR":
            return "Look the institution up by its name at https://ror.org, and copy the address."
        case "FM-VALUE" if given.upper().startswith("CC"):
            return f"Write {'-'.join(given.upper().split())}, or leave it out: then the volume's applies."
    return ""


def _known(model: type[BaseModel], way: Key) -> list[str]:
    """The keys that could stand where `way` ends."""
    current: Any = model
    for part in way[:-1]:
        if isinstance(part, int):
            continue
        current = _record_of(current.model_fields[part].annotation) if current else None
    return list(current.model_fields) if current else []


def _record_of(annotation: Any) -> type[BaseModel] | None:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    for inner in getattr(annotation, "__args__", ()):
        if found := _record_of(inner):
            return found
    return None


def _in_words(kind: str, detail: ErrorDetails, field: str) -> tuple[str, str]:
    context = detail.get("ctx", {})
    match kind:
        case "string_pattern_mismatch":
            return f"is not a valid {field}.", PATTERNS.get(field, "Use a-z, 0-9 and hyphens.")
        case "string_too_long" | "too_long" if isinstance(detail.get("input"), str):
            return f"is longer than {context['max_length']} characters.", "Shorten it."
        case "too_long":
            return f"has more than {context['max_length']} entries.", "Keep those that matter most."
        case "string_too_short" | "too_short":
            return f"is empty; {field} needs at least one.", "Write one."
        case "tuple_type" | "list_type":
            return f"is not a list, and {field} is one.", f"Write {field}: [first, second]."
        case "model_type" | "model_attributes_type" | "dict_type":
            return f"is not a set of keys, and {field} is one.", "See the author guide."
        case "string_type":
            return f"is not text, and {field} is.", "Put the value between single quotes."
        case "enum":
            return f"is not a {field}.", f"Use one of: {context['expected']}."
        case _ if "date" in kind:
            return f"is not a valid {field}.", "Write dates as 2027-02-01, times with their offset."
        case "bool_parsing":
            return "is neither true nor false.", "Write true or false."
    return f"does not fit: {detail['msg']}.", ""


PATTERNS = {
    "rows": "Write board numbers and dots with blanks between them: A1 A2 . A3.",
    "start": "Write the time as 09:30.",
    "end": "Write the time as 09:30.",
    "arxiv": "Write the number alone, in quotes: '2501.01234'.",
    "doi": "Write the bare DOI: 10.1000/182.",
    "macros": "A macro's name has letters only, and no backslash.",
}
