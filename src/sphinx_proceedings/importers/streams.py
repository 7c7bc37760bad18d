"""A file of another system, read piece by piece: records of JSON, lines of text in whatever encoding."""

from __future__ import annotations

import codecs
import io
import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, BinaryIO, TextIO

import ijson
from ijson.common import ObjectBuilder

from sphinx_proceedings.importers.record import Options, Unusable

MAX_EVENTS = 200_000
MAX_DEPTH = 64
PIECE = 4096
"""Bytes that are parsed before their depth is known. Places are as long as they are deep."""
CHUNK = 1 << 16
DEPTH = {"start_map": 1, "start_array": 1, "end_map": -1, "end_array": -1}
WHOLE = re.compile("")


def maps(
    path: Path, wanted: str, options: Options, *, alone: str = "", expected: str = ""
) -> Iterator[tuple[int, dict[str, Any]]]:
    """(number from 1, data) of each JSON object at a place that matches `wanted`.

    Places are written as ijson writes them: `notes.item` is an object of the list under “notes”. Several
    documents may follow each other. Where there is none at those places, objects that stand alone, or
    one a line, count if they have the key `alone`. Unusable where the file is not JSON, or has none.
    """
    number = 0
    try:
        with path.open("rb") as file:
            for number, found in enumerate(_maps(file, re.compile(wanted)), 1):
                options.progress(_percent(file))
                yield number, found
        if alone and not number:
            with path.open("rb") as file:
                for found in _maps(file, WHOLE):
                    if alone in found:
                        number += 1
                        yield number, found
    except (ijson.JSONError, UnicodeDecodeError, OverflowError) as error:
        why = " ".join(str(error).split())[:120]
        message = f"The file is not JSON after record {number}: {why}."
        raise Unusable(path.name, message, "Export it again.") from None
    if not number:
        raise Unusable(path.name, "The file has no records.", f"Expected is {expected}.")


def _maps(file: BinaryIO, wanted: re.Pattern[str]) -> Iterator[dict[str, Any]]:
    if file.read(3) != codecs.BOM_UTF8:
        file.seek(0)
    builder: ObjectBuilder | None = None
    depth = events = level = 0
    for prefix, event, value in ijson.parse(file, PIECE, multiple_values=True, use_float=True):
        level += DEPTH.get(event, 0)
        if level > MAX_DEPTH:
            raise ijson.JSONError(f"values nest more than {MAX_DEPTH} levels deep")
        if builder is None:
            if event != "start_map" or not wanted.fullmatch(prefix):
                continue
            builder, depth, events = ObjectBuilder(), 0, 0
        builder.event(event, value)
        events += 1
        depth += DEPTH.get(event, 0)
        if events > MAX_EVENTS:
            raise ijson.JSONError(f"a record has more than {MAX_EVENTS:,} values")
        if not depth:
            yield builder.value
            builder = None


@contextmanager
def text(path: Path) -> Iterator[tuple[TextIO, str]]:
    """The text of a file, and its encoding: UTF-8, UTF-16 by its mark, else Windows-1252."""
    encoding = _encoding(path)
    with path.open("rb") as file:
        yield io.TextIOWrapper(file, encoding, errors="replace", newline=""), encoding


def percent(opened: TextIO) -> int:
    """How much of a file that `text` opened has been read."""
    return _percent(opened.buffer)


def _percent(file: BinaryIO) -> int:
    return 100 * file.tell() // (os.fstat(file.fileno()).st_size or 1)


def _encoding(path: Path) -> str:
    decoder = codecs.getincrementaldecoder("utf-8")()
    with path.open("rb") as file:
        start = file.read(2)
        if start in {codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE}:
            return "utf-16"
        file.seek(0)
        try:
            while chunk := file.read(CHUNK):
                decoder.decode(chunk)
            decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            return "cp1252"
    return "utf-8-sig"


def said(value: object) -> str:
    """A value of JSON that holds a text or a number, as text; else an empty one."""
    if isinstance(value, bool) or not isinstance(value, (str, int, float)):
        return ""
    return str(value).strip()


def several(value: object) -> list[Any]:
    """A value of JSON as a list; one that is nothing is an empty one."""
    if isinstance(value, list):
        return value
    return [] if value is None or value == "" else [value]
