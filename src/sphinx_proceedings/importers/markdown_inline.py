"""The runs of one paragraph as one line of MyST.

GLUE stands for a space at which the line must not be broken, BREAK for a line break that is meant.
Neither can come from a text: control characters are gone before.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import groupby

from sphinx_proceedings.importers.flow import PLAIN, Run

GLUE = "\x00"
BREAK = "\x01"

SPACES = re.compile(r"\s+")
# A bracket that would begin a link, a footnote or a definition.
ACTIVE_BRACKET = re.compile(r"\][(\[:]|\[\^")
SIGN = re.compile(r"[\\`*_$\[\]{<&]")
ENTITY_LIKE = re.compile(r"&#?\w+;")
TAG_LIKE = re.compile(r"<[A-Za-z/!?]")
# The gate refuses what other MyST tools take for a substitution.
SUBSTITUTION = re.compile(r"\{(?=[{%])")
# Markdown would show such an address decoded.
CODED = re.compile(r"%|xn--")
NOTE_MARK = re.compile(r"\[\^\d+\]")
BACKTICKS = re.compile(r"`+")


@dataclass(slots=True)
class _Segment:
    """Neighbouring runs with the same marks around them."""

    mark: str
    runs: list[Run]

    @property
    def first(self) -> str:
        return _sign_of(self.runs[0]) or self.runs[0].text[0]

    @property
    def last(self) -> str:
        return _sign_of(self.runs[-1]) or self.runs[-1].text[-1]


def line(runs: Iterable[Run]) -> tuple[str, bool]:
    """The paragraph of `runs`, and whether all emphasis in it could be written."""
    segments = list(_segments(runs))
    exact = _settle(segments)
    pieces = _joined([piece for segment in segments for piece in _pieces(segment)])
    return _write(pieces), exact


def _is_text(run: Run) -> bool:
    return run.kind == "text" and not run.style.code


def _sign_of(run: Run) -> str:
    """The sign at either end of a run that is not plain text."""
    if run.style.href:
        return "["
    if run.style.code:
        return "`"
    return {"math": "$", "note": "[", "break": " "}.get(run.kind, "")


# ── emphasis ─────────────────────────────────────────────────────────────────────────────────────


def _spaced(runs: Iterable[Run]) -> Iterator[Run]:
    """`runs` with single spaces only, and without empty ones."""
    after_space = True
    for run in runs:
        if not _is_text(run):
            if run.text.strip() or run.kind == "break":
                yield run if run.kind == "math" or run.style.code else replace(run, style=PLAIN)
                after_space = run.kind == "break"
            continue
        text = SPACES.sub(" ", run.text)
        text = text.lstrip(" ") if after_space else text
        if text:
            yield replace(run, text=text)
            after_space = text.endswith(" ")


def _segments(runs: Iterable[Run]) -> Iterator[_Segment]:
    """Runs grouped by their marks, with spaces outside of the marks."""
    for mark, group in groupby(_spaced(runs), _mark):
        inside = list(group)
        if not mark:
            yield _Segment("", inside)
            continue
        if _is_text(inside[0]) and inside[0].text.startswith(" "):
            yield _Segment("", [Run(" ")])
            inside[0] = replace(inside[0], text=inside[0].text[1:])
        ends = _is_text(inside[-1]) and inside[-1].text.endswith(" ")
        if ends:
            inside[-1] = replace(inside[-1], text=inside[-1].text[:-1])
        inside = [run for run in inside if run.text]
        if inside:
            yield _Segment(mark, inside)
        if ends:
            yield _Segment("", [Run(" ")])


def _mark(run: Run) -> str:
    return "*" * (run.style.em + 2 * run.style.strong)


def _settle(segments: list[_Segment]) -> bool:
    """Take the marks off where Markdown would not see them as such; whether all could stay.

    A mark between two signs that are neither spaces nor punctuation may only touch letters inside,
    and no other mark.
    """
    exact = True
    for at, segment in enumerate(segments):
        if not segment.mark:
            continue
        before = segments[at - 1] if at else None
        after = segments[at + 1] if at + 1 < len(segments) else None
        if after and not _may_stand(segment.last, after.first):
            _move_punctuation(segment, after)
        if (
            (before and (before.mark or not _may_stand(segment.first, before.last)))
            or (after and not _may_stand(segment.last, after.first))
            or not segment.runs[0].text
        ):
            segment.mark = ""
            exact = False
    return exact


def _may_stand(inside: str, outside: str) -> bool:
    """Whether a mark may stand between these (section 6.2 of CommonMark: flanking)."""
    if not _is_punctuation(inside):
        return True
    return outside.isspace() or _is_punctuation(outside)


def _is_punctuation(sign: str) -> bool:
    return unicodedata.category(sign)[0] in "PS"


def _move_punctuation(segment: _Segment, after: _Segment) -> None:
    """Move punctuation at the end of `segment` to the begin of `after`."""
    last, first = segment.runs[-1], after.runs[0]
    if not (_is_text(last) and _is_text(first)) or last.style.href or first.style.href:
        return
    kept = last.text.rstrip(".,;:!?)”’")
    if kept and not kept.endswith(" "):
        segment.runs[-1] = replace(last, text=kept)
        after.runs[0] = replace(first, text=last.text[len(kept) :] + first.text)


# ── writing ──────────────────────────────────────────────────────────────────────────────────────


def _pieces(segment: _Segment) -> list[Run | str]:
    """The runs of a segment between its marks."""
    runs: list[Run | str] = [
        replace(run, style=replace(run.style, em=False, strong=False)) for run in segment.runs
    ]
    return [segment.mark, *runs, segment.mark] if segment.mark else runs


def _joined(pieces: list[Run | str]) -> list[Run | str]:
    """`pieces` with neighbours of one kind and style as one, so that what is escaped is whole."""
    joined: list[Run | str] = []
    for key, group in groupby(pieces, lambda p: p if isinstance(p, str) else (p.kind, p.style)):
        items = [piece for piece in group if isinstance(piece, Run)]
        if isinstance(key, str):
            joined.append(key)
        elif items[0].kind in {"text", "math"}:
            between = " " if items[0].kind == "math" else ""
            joined.append(replace(items[0], text=between.join(run.text for run in items)))
        else:
            joined.extend(items)
    return joined


def _write(pieces: list[Run | str]) -> str:
    brackets = _brackets_matter(pieces)
    written: list[str] = []
    for href, group in groupby(pieces, lambda p: "" if isinstance(p, str) else p.style.href):
        items = list(group)
        texts = [_link(items, href)] if href else [_piece(item, brackets=brackets) for item in items]
        for text in texts:
            before = written[-1] if written else ""
            if text.startswith("[") and before.endswith("!"):
                written[-1] = f"{before[:-1]}\\!"  # else it would be a picture
            written.append(_between(before, text) + text)
    text = "".join(written)
    # The parser takes a backslash at the very end for one before the first dollar sign.
    return f"{text[:-2]}&#92;" if text.endswith("\\\\") else text


def _between(before: str, text: str) -> str:
    """What must stand between two pieces, so that they stay two."""
    if text.startswith(("(", ":")) and NOTE_MARK.fullmatch(before):
        return "\\"  # else the mark would be a link, or begin the note
    # The gate takes braces there for attributes.
    return " " if text.startswith("\\{") and before.endswith(("`", ")", ">")) else ""


def _brackets_matter(pieces: list[Run | str]) -> bool:
    """Whether a bracket of the text would do something if it were not escaped."""
    runs = [piece for piece in pieces if isinstance(piece, Run)]
    if any(run.kind == "note" or run.style.href for run in runs):
        return True
    return bool(ACTIVE_BRACKET.search("".join(run.text if _is_text(run) else "x" for run in runs)))


def _piece(piece: Run | str, *, brackets: bool, closing: bool = False) -> str:
    if isinstance(piece, str):
        return piece
    if piece.style.code:
        return _code(piece.text)
    match piece.kind:
        case "math":
            return f"${piece.text.replace(' ', GLUE)}$"
        case "note":
            return f"[^{piece.text}]"
        case "break":
            return BREAK
    return _escaped(SUBSTITUTION.sub("{ ", piece.text), brackets=brackets, closing=closing)


def _escaped(text: str, *, brackets: bool, closing: bool) -> str:
    """`text` with a backslash before every sign that would mean something."""

    def escape(match: re.Match[str]) -> str:
        sign, start = match[0], match.start()
        match sign:
            case "_":
                means = not (text[start - 1 : start].isalnum() and text[start + 1 : start + 2].isalnum())
            case "[":
                means = brackets
            case "]":
                means = closing
            case "<":
                means = start + 1 == len(text) or bool(TAG_LIKE.match(text, start))
            case "&":
                means = bool(ENTITY_LIKE.match(text, start))
            case _:
                means = True
        return f"\\{sign}" if means else sign

    return SIGN.sub(escape, text)


def _code(text: str) -> str:
    text = GLUE.join(text.split())
    if not text:
        return ""
    inside = {len(ticks) for ticks in BACKTICKS.findall(text)}
    fence = "`" * next(n for n in range(1, len(inside) + 2) if n not in inside)
    pad = GLUE if text[0] == "`" or text[-1] == "`" else ""
    return f"{fence}{pad}{text}{pad}{fence}"


def _link(pieces: list[Run | str], href: str) -> str:
    runs = [piece for piece in pieces if isinstance(piece, Run)]
    said = "".join(run.text for run in runs)
    if (not said.strip() or said == href) and not CODED.search(href):
        return f"<{href}>"
    text = "".join(_piece(piece, brackets=True, closing=True) for piece in runs)
    target = f"<{href}>" if "(" in href or ")" in href else href
    return f"{' ' * text.startswith(' ')}[{text.strip()}]({target}){' ' * text.endswith(' ')}"
