"""The tree of an untrusted folder: regular files with plain, distinct names."""

from __future__ import annotations

import os
import re
import stat
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from sphinx_proceedings import names
from sphinx_proceedings.problems import Problem, visible

MAX_PICTURE = 2 * 1024 * 1024
MAX_PICTURES = 8
NAME = {
    "abstracts": re.compile(r"[a-z0-9][a-z0-9-]{1,60}\.md"),
    "bib": re.compile(r"[a-z0-9][a-z0-9-]{1,60}\.bib"),
}
PICTURE = re.compile(r"[a-z0-9][a-z0-9_-]{0,60}\.(png|jpg|jpeg|webp)")
MAGIC = {
    "png": re.compile(rb"\x89PNG\r\n\x1a\n"),
    "jpg": re.compile(rb"\xff\xd8\xff"),
    "jpeg": re.compile(rb"\xff\xd8\xff"),
    "webp": re.compile(rb"RIFF....WEBP", re.DOTALL),
}
UNUSABLE = "The file's name “{name}” cannot be used."
RENAME = "Name it with lower-case letters, digits and hyphens only, such as {example}."
RESERVED = re.compile(rf"{names.RESERVED}(\..*)?")
IGNORED = frozenset({".gitkeep", ".DS_Store", "README.md"})


@dataclass(frozen=True)
class Found:
    """What a folder holds: files by id, pictures by contribution, and its Problems."""

    files: dict[str, Path]
    pictures: dict[str, tuple[Path, ...]]
    held: tuple[str, ...]
    """Ids whose place is taken by something that may not be read."""
    problems: tuple[Problem, ...]


def look(root: Path, folder: str) -> Found:
    """The files of `root / folder` ("abstracts" or "bib") that may be read, in the order of their names.

    Nothing is opened but pictures, of which the first bytes are compared with their ending.
    """
    files: dict[str, Path] = {}
    pictures: dict[str, tuple[Path, ...]] = {}
    problems: list[Problem] = []
    held: list[str] = []
    seen: dict[str, str] = {}
    top = root / folder
    if top.is_symlink():
        message = f"The folder {folder} is a link."
        return Found({}, {}, (), (Problem(folder, 0, 0, "TREE-KIND", message, "Put the folder here."),))
    entries = list(os.scandir(top)) if top.is_dir() else []
    # Plain names first: a file with an odd one cannot push them out by looking like them.
    for entry in sorted(entries, key=lambda e: (not NAME[folder].fullmatch(e.name), e.name)):
        if entry.name in IGNORED:
            continue
        path = _path(folder, entry.name)
        found = list(_judge(entry, path, folder, seen))
        problems += found
        if found:
            if NAME[folder].fullmatch(entry.name):
                held.append(Path(entry.name).stem)
            continue
        if entry.is_dir(follow_symlinks=False):
            inside, wrong = _pictures(Path(entry.path), path)
            problems += wrong
            pictures[entry.name] = inside
        else:
            files[Path(entry.name).stem] = Path(entry.path)
    for id_ in sorted(set(pictures) - set(files) - set(held)):
        message = f"There is no {folder}/{id_}.md to which these pictures belong."
        problems.append(Problem(f"{folder}/{id_}", 0, 0, "TREE-KIND", message, "Rename the folder."))
    return Found(files, pictures, tuple(held), tuple(problems))


def _path(folder: str, name: str) -> str:
    return f"{folder}/{visible(name)}"


def _judge(entry: os.DirEntry[str], path: str, folder: str, seen: dict[str, str]) -> Iterator[Problem]:
    kind = entry.stat(follow_symlinks=False).st_mode
    if stat.S_ISLNK(kind):
        yield Problem(path, 0, 0, "TREE-KIND", "This is a link.", "Put the file itself here.")
    elif stat.S_ISDIR(kind) and folder == "abstracts":
        if not NAME[folder].fullmatch(entry.name + ".md") or RESERVED.fullmatch(entry.name):
            message = f"The folder's name “{path.partition('/')[2]}” cannot be used."
            yield Problem(path, 0, 0, "TREE-NAME", message, RENAME.format(example=_example(entry.name)))
    elif not stat.S_ISREG(kind):
        yield Problem(path, 0, 0, "TREE-KIND", "This is not a regular file.", "Remove it.")
    elif not NAME[folder].fullmatch(entry.name) or RESERVED.fullmatch(entry.name):
        stem, dot, ending = entry.name.rpartition(".")
        example = _example(stem if dot else ending) + (".md" if folder == "abstracts" else ".bib")
        message = UNUSABLE.format(name=path.partition("/")[2])
        yield Problem(path, 0, 0, "TREE-NAME", message, RENAME.format(example=example))
    key = unicodedata.normalize("NFKC", entry.name).casefold()
    if key in seen:
        message = f"Its name differs from “{seen[key]}” only by case or by how accents are stored."
        yield Problem(path, 0, 0, "TREE-COLLISION", message, "Rename one of the two.")
    seen.setdefault(key, path)


def _example(stem: str) -> str:
    """A name that could be meant by one that cannot be used."""
    made = names.slug(stem)[:60].rstrip("-")
    return made if NAME["abstracts"].fullmatch(f"{made}.md") else "tropical-attention"


def _pictures(folder: Path, path: str) -> tuple[tuple[Path, ...], list[Problem]]:
    pictures: list[Path] = []
    problems: list[Problem] = []
    for entry in sorted(os.scandir(folder), key=lambda e: e.name):
        where = _path(path, entry.name)
        status = entry.stat(follow_symlinks=False)
        if not stat.S_ISREG(status.st_mode):
            problems.append(Problem(where, 0, 0, "TREE-KIND", "This is not a regular file.", "Remove it."))
        elif not PICTURE.fullmatch(entry.name) or RESERVED.fullmatch(entry.name):
            fix = "Pictures are .png, .jpg or .webp, named like cell-diagram.png."
            problems.append(
                Problem(where, 0, 0, "TREE-NAME", "This name cannot be used for a picture.", fix)
            )
        elif status.st_size > MAX_PICTURE or len(pictures) >= MAX_PICTURES:
            message = (
                f"A picture may have {MAX_PICTURE:,} bytes, and a contribution {MAX_PICTURES} pictures."
            )
            problems.append(Problem(where, 0, 0, "BUDGET", message, "Make it smaller."))
        elif not _is_what_it_says(Path(entry.path)):
            message = "The file's content is not a picture of the kind that its name says."
            problems.append(Problem(where, 0, 0, "FIGURE", message, "Export the picture again."))
        else:
            pictures.append(Path(entry.path))
    return tuple(pictures), problems


def start_of(path: Path, most: int) -> bytes:
    """A file of at most `most` bytes; of a longer one, as much as it takes to know that it is too long."""
    with path.open("rb") as file:
        return file.read(most + 1)


def _is_what_it_says(path: Path) -> bool:
    with path.open("rb") as file:
        return MAGIC[path.suffix[1:]].match(file.read(16)) is not None
