"""The index of search: made by Pagefind from records, and made again only when they changed.

Beside the records lies `search.json`, which the site gets too: its version is a digest of all records, and
it names topics and sessions. An index belongs to the records if the site's copy has the same bytes.
"""

from __future__ import annotations

import gzip
import json
import shutil
import subprocess
from collections.abc import Mapping
from hashlib import sha256
from pathlib import Path
from typing import Any

import cbor2

from sphinx_proceedings.edition import edition
from sphinx_proceedings.pages.compiled import Compiled

FACTS = "search.json"
FOLDER = "pagefind"
RECORDS = "records"
SIGNATURE = b"pagefind_dcd"
LANGUAGE = "en"


class NoIndex(Exception):
    """Pagefind made no index; the text says why."""


def program() -> Path | None:
    """Pagefind's program, or None where its package has none for this platform."""
    try:
        from pagefind_bin import get_executable  # noqa: PLC0415 - a package that may be missing
    except ImportError:
        return None
    try:
        return Path(get_executable())
    except FileNotFoundError:
        return None


def note(folder: Path, compiled: Compiled, shown: Mapping[str, str]) -> None:
    """Say beside the records what the index has to be made of.

    `shown` is a digest of each record by its address.
    """
    made = sha256(edition().encode())
    for address, digest in sorted(shown.items()):
        made.update(f"{address}\0{digest}\0".encode())
    topics = {
        topic.id: {
            "title": str(compiled.inline(topic.title)),
            "plain": compiled.spoken(topic.title),
            "hue": compiled.hue(topic),
        }
        for topic in compiled.volume.topics.values()
    }
    sessions = {session.id: session.title for session in compiled.volume.sessions.values()}
    facts = {"version": made.hexdigest()[:16], "topics": topics, "sessions": sessions}
    folder.mkdir(parents=True, exist_ok=True)
    (folder / FACTS).write_text(json.dumps(facts, ensure_ascii=False), encoding="utf-8")


def refresh(folder: Path, out: Path) -> bool:
    """Make the index of the records in `folder` for the site in `out`; whether that was needed.

    NoIndex where Pagefind is missing or fails; then the site has none rather than an old one.
    """
    facts = (folder / FACTS).read_bytes()
    if (out / FOLDER / "pagefind-entry.json").exists() and _bytes(out / FACTS) == facts:
        return False
    try:
        made = run_pagefind(folder)
    except NoIndex:
        remove(out)
        raise
    _prune(made)
    _settle(made)
    remove(out)
    shutil.move(made, out / FOLDER)
    (out / FACTS).write_bytes(facts)
    return True


def remove(out: Path) -> None:
    """Take the index out of the site in `out`."""
    (out / FACTS).unlink(missing_ok=True)
    shutil.rmtree(out / FOLDER, ignore_errors=True)


def _bytes(file: Path) -> bytes:
    return file.read_bytes() if file.is_file() else b""


def run_pagefind(folder: Path) -> Path:
    """The folder of what Pagefind made of the records in `folder`. NoIndex where it did not."""
    binary, made = program(), folder / FOLDER
    if binary is None:
        raise NoIndex("Pagefind is not installed")
    shutil.rmtree(made, ignore_errors=True)
    where = ["--site", str(folder / RECORDS), "--output-path", str(made)]
    command = [str(binary), *where, "--force-language", LANGUAGE, "--silent"]
    try:
        done = subprocess.run(command, capture_output=True, text=True, check=False)
    except OSError as error:
        raise NoIndex(f"Pagefind could not be started: {error.strerror}") from error
    if done.returncode or not (made / "pagefind-entry.json").exists():
        said = (done.stderr or done.stdout).strip().splitlines()
        raise NoIndex(f"Pagefind failed: {said[-1] if said else f'exit code {done.returncode}'}")
    return made


def _prune(made: Path) -> None:
    """Leave out Pagefind's own user interface, which no page of ours uses: 0.6 MB."""
    kept = {"pagefind.js", "pagefind-entry.json", f"wasm.{LANGUAGE}.pagefind"}
    for file in made.iterdir():
        if file.is_file() and file.name not in kept and file.suffix != ".pf_meta":
            file.unlink()


def _settle(made: Path) -> None:
    """Give the index the same bytes for the same records.

    Pagefind 1.5 writes a facet's values in the order of a hash map that differs from run to run. They are
    sorted here, and the names of the files, which are digests, follow.
    """
    entry = json.loads((made / "pagefind-entry.json").read_text(encoding="utf-8"))
    language: dict[str, Any] = entry["languages"][LANGUAGE]
    old = made / f"pagefind.{language['hash']}.pf_meta"
    meta = _unpack(old)
    version, pages, chunks, facets, *rest = meta
    settled = sorted((name, _settle_facet(made / "filter", hash_)) for name, hash_ in facets)
    packed = cbor2.dumps([version, pages, chunks, [list(facet) for facet in settled], *rest])
    language["hash"] = f"{LANGUAGE}_{sha256(packed).hexdigest()[:10]}"
    old.unlink()
    _pack(made / f"pagefind.{language['hash']}.pf_meta", packed)
    (made / "pagefind-entry.json").write_text(json.dumps(entry, ensure_ascii=False), encoding="utf-8")


def _settle_facet(folder: Path, hash_: str) -> str:
    name, values = _unpack(folder / f"{hash_}.pf_filter")
    packed = cbor2.dumps([name, sorted(values)])
    (folder / f"{hash_}.pf_filter").unlink()
    settled = f"{LANGUAGE}_{sha256(packed).hexdigest()[:7]}"
    _pack(folder / f"{settled}.pf_filter", packed)
    return settled


def _unpack(file: Path) -> list[Any]:
    unpacked: list[Any] = cbor2.loads(gzip.decompress(file.read_bytes()).removeprefix(SIGNATURE))
    return unpacked


def _pack(file: Path, packed: bytes) -> None:
    file.write_bytes(gzip.compress(SIGNATURE + packed, mtime=0))
