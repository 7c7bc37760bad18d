"""An artifact: a zip file from a build that a stranger may have changed, unpacked as data.

What is unpacked is to be shown by a web server. So besides the usual traps of archives it is asked what a
file could do in a reader's browser: no script, style or drawing that the site of the base does not have,
byte by byte, and no page that runs anything else.
"""

from __future__ import annotations

import re
import shutil
import stat
import struct
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path, PurePosixPath

from sphinx_proceedings.forge.page import runs

MAX_FILES = 100_000
MAX_FILE = 32 * 1024 * 1024
MAX_TOTAL = 1024 * 1024 * 1024
PART = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_.+-]{0,150}")
"""A folder or file in an archive: no dot at its start, nothing that a shell, a server or Windows reads."""
MAX_PARTS = 6
MAGIC = {
    ".png": (b"\x89PNG\r\n\x1a\n",),
    ".jpg": (b"\xff\xd8\xff",),
    ".jpeg": (b"\xff\xd8\xff",),
    ".webp": (b"RIFF",),
}
PAGE = ".html"
DATA = frozenset(
    ".bib .ics .inv .json .md .pf_filter .pf_fragment .pf_index .pf_meta .pf_sort .ris .txt".split()
)
"""Kinds that no browser runs. Every other kind has to be the base's."""
LEFT_OUT = frozenset({".atom", ".xml"})
"""Kinds in which a browser would run a script, and which a preview can do without."""


UNREADABLE = (
    zipfile.BadZipFile, zlib.error, struct.error, NotImplementedError, RuntimeError, EOFError, OSError,
    LookupError, OverflowError, ValueError,
)  # fmt: skip
"""What the reader of archives raises for one that is broken."""


class Unsafe(Exception):
    """Nothing of the archive is used; the text says why."""


def unpack(archive: Path, into: Path, like: Path | None = None, kinds: frozenset[str] | None = None) -> int:
    """Unpack `archive` into the new folder `into`; give the number of files.

    Unsafe, with no folder left, if it will not do. `like` is the site of the base, which has every
    script and style that the archive may have. `kinds` are endings; with them it may have no others.
    """
    into.mkdir(parents=True)
    try:
        with zipfile.ZipFile(archive) as opened:
            members = list(_members(opened))
            for member in members:
                _write(opened, member, into, like, kinds)
    except UNREADABLE as error:
        shutil.rmtree(into)
        raise Unsafe(f"It cannot be read: {error}") from error
    except Unsafe:
        shutil.rmtree(into)
        raise
    return len(members)


def _members(opened: zipfile.ZipFile) -> Iterator[zipfile.ZipInfo]:
    """The files of an archive, when all their names and sizes are as they should be."""
    infos = [info for info in opened.infolist() if not info.is_dir()]
    if len(infos) > MAX_FILES:
        raise Unsafe(f"It has {len(infos)} files.")
    if sum(info.file_size for info in infos) > MAX_TOTAL:
        raise Unsafe("It is too large.")
    seen: set[str] = set()
    for info in infos:
        parts = info.filename.split("/")
        if len(parts) > MAX_PARTS or not all(PART.fullmatch(part) for part in parts):
            raise Unsafe(f"It has a file with an odd name: {info.filename[:200]!a}")
        if info.filename.casefold() in seen:
            raise Unsafe(f"It has two files of one name: {info.filename}")
        seen.add(info.filename.casefold())
        kind = stat.S_IFMT(info.external_attr >> 16)
        if kind not in {0, stat.S_IFREG}:
            raise Unsafe(f"It has something that is no file: {info.filename}")
        if info.compress_type not in {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}:
            raise Unsafe(f"It has a file that is packed in another way: {info.filename}")
        if info.file_size > MAX_FILE:
            raise Unsafe(f"It has a file that is too large: {info.filename}")
        yield info


def _write(
    opened: zipfile.ZipFile,
    member: zipfile.ZipInfo,
    into: Path,
    like: Path | None,
    kinds: frozenset[str] | None,
) -> None:
    with opened.open(member) as source:
        # What it says of its size may be wrong.
        data = source.read(MAX_FILE + 1)
    if len(data) != member.file_size:
        raise Unsafe(f"It has a file of another size than it says: {member.filename}")
    if kinds is None and PurePosixPath(member.filename).suffix in LEFT_OUT:
        return
    if why := _objection(member.filename, data, like, kinds):
        raise Unsafe(f"It has {why}: {member.filename}")
    target = into / member.filename
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(data)


def _objection(name: str, data: bytes, like: Path | None, kinds: frozenset[str] | None) -> str:
    """What speaks against a file; nothing if nothing does."""
    kind = PurePosixPath(name).suffix
    if kinds is not None:
        return "" if kind in kinds else "a file of another kind"
    if kind == PAGE:
        found = runs(data)
        return f"a page with {found}" if found else ""
    if kind in MAGIC:
        return "" if data.startswith(MAGIC[kind]) else "a picture that is none"
    if kind in DATA:
        return ""
    same = like / name if like else None
    if same and same.is_file() and same.read_bytes() == data:
        return ""
    return "a file that is not the base's"
