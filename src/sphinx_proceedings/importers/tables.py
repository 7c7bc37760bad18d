"""Tables of other systems: CSV in whatever dialect and encoding, and XLSX, row by row.

CSV is as RFC 4180 describes it, but its separator may be a comma, a semicolon, a tab or a bar,
whichever the header has most of. XLSX is read by openpyxl in its streaming mode.
"""

from __future__ import annotations

import csv
import re
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

from sphinx_proceedings.importers import streams
from sphinx_proceedings.importers.flow import Doubt
from sphinx_proceedings.importers.record import Options, Unusable

SEPARATORS = ",;\t|"
MAX_CELL = 1 << 20
MAX_BOOK = 1 << 26
"""Bytes of a workbook, unpacked. It is a zip file, and 1 MB of one may be 1 GB."""
WORKBOOKS = frozenset({".xlsx", ".xlsm"})
QUOTED = re.compile(r'"[^"]*"')
NOT_UTF8 = Doubt(
    "The file is not UTF-8 and was read as Windows-1252.",
    "Compare accented letters with the original, or save it as UTF-8.",
)


@dataclass(frozen=True, slots=True)
class Row:
    """One row: its line (in a workbook, its number), all columns, and the cells that are not empty."""

    line: int
    header: tuple[str, ...]
    cells: Mapping[str, str]
    doubts: tuple[Doubt, ...] = ()


def column(name: str) -> str:
    """A column's name for comparison: “Paper Title ” is “paper title”, “Submission #” is “submission #”."""
    return " ".join(re.sub(r"[^\w#]+", " ", name).casefold().split())


def rows(path: Path, options: Options, sheet: str = "", *, optional: bool = False) -> Iterator[Row]:
    """The rows below the header of a table, by the columns' names as `column` writes them.

    What is doubtful of the whole file is said of its first row, and a row that is longer than the header
    has a doubt. Of a workbook, `sheet` chooses the sheet whose name contains it; without one it is the
    first, or where the sheet is `optional` none. Unusable where there is no table.
    """
    is_book = path.suffix.lower() in WORKBOOKS
    reading = _workbook(path, options, sheet, optional=optional) if is_book else _csv(path, options)
    header: tuple[str, ...] = ()
    once: tuple[Doubt, ...] = ()
    for line, cells, doubts in reading:
        texts = [cell.strip() for cell in cells]
        if not any(texts):
            continue
        if not header:
            header, once = tuple(column(text) for text in texts), doubts
            continue
        longer: tuple[Doubt, ...] = ()
        surplus = [text for text in texts[len(header) :] if text]
        if surplus:
            message = f"The row has more cells than the header: {surplus[0][:60]}"
            longer = (Doubt(message, "A cell with a separator in it must stand between quotes."),)
        named = zip(header, texts, strict=False)
        yield Row(line, header, {name: text for name, text in named if name and text}, once + longer)
        once = ()
    if not header and not optional:
        raise Unusable(path.name, "The table is empty.", "Its first row names the columns.")


def _csv(path: Path, options: Options) -> Iterator[tuple[int, list[str], tuple[Doubt, ...]]]:
    csv.field_size_limit(MAX_CELL)
    with streams.text(path) as (file, encoding):
        doubts = (NOT_UTF8,) if encoding == "cp1252" else ()
        line, first = next(((n, line) for n, line in enumerate(file, 1) if line.strip()), (1, ""))
        if "\0" in first:
            raise Unusable(path.name, "The file is not text.", "A workbook's name ends in .xlsx.")
        separator = max(SEPARATORS, key=QUOTED.sub("", first).count)
        reader = csv.reader(chain([first], file), delimiter=separator, strict=True)
        before = line
        try:
            for cells in reader:
                yield line, cells, doubts
                line = before + reader.line_num
                options.progress(streams.percent(file))
        except csv.Error as error:
            message = f"The table breaks off at line {line}: {error}."
            raise Unusable(
                path.name, message, "See whether a quotation mark is not closed there."
            ) from None


def _workbook(
    path: Path, options: Options, sheet: str, *, optional: bool
) -> Iterator[tuple[int, list[str], tuple[Doubt, ...]]]:
    import openpyxl  # noqa: PLC0415 - a quarter of a second, for workbooks only
    from openpyxl.utils.exceptions import InvalidFileException  # noqa: PLC0415

    # XML that is not well-formed is a SyntaxError, whichever library reads it.
    broken = (
        InvalidFileException, zipfile.BadZipFile, zlib.error, NotImplementedError, SyntaxError, LookupError,
        TypeError, ValueError,
    )  # fmt: skip
    try:
        with zipfile.ZipFile(path) as parts:
            if sum(part.file_size for part in parts.infolist()) > MAX_BOOK:
                message = f"The workbook has more than {MAX_BOOK >> 20} MB when it is unpacked."
                raise Unusable(path.name, message, "Export the sheet as CSV.")
        book = openpyxl.load_workbook(path, read_only=True, data_only=True)
    except broken as error:
        raise _unreadable(path, error) from None
    try:
        names = [name for name in book.sheetnames if sheet and sheet in name.casefold()]
        if optional and not names:
            return
        page = book[(names or book.sheetnames)[0]]
        for line, cells in enumerate(page.iter_rows(values_only=True), 1):
            yield line, ["" if cell is None else str(cell) for cell in cells], ()
            options.progress(min(99, 100 * line // (page.max_row or line)))
    except broken as error:
        raise _unreadable(path, error) from None
    finally:
        book.close()


def _unreadable(path: Path, error: Exception) -> Unusable:
    said = str(error).split("\n", 1)[0].strip(" .")
    return Unusable(path.name, f"The workbook cannot be read: {said}.", "Export it again.")
