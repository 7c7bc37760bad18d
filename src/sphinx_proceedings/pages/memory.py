"""The memory of what was prepared, from one build to the next: an SQLite file beside Sphinx's own.

It is a cache and nothing else: where it is missing or damaged, what it held is made again.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Collection, Iterator, Mapping
from contextlib import closing, contextmanager
from pathlib import Path
from zlib import crc32

TABLE = "CREATE TABLE IF NOT EXISTS prepared (key TEXT PRIMARY KEY, made BLOB NOT NULL) WITHOUT ROWID"
SUM = 4
"""The bytes before each row by which it is known to be whole: the file itself has no checksums."""


class Memory:
    """What was made, as bytes, by the digests of all that it was made of; in one file."""

    def __init__(self, file: Path) -> None:
        self.file = file

    def recall(self, keys: Collection[str]) -> Mapping[str, bytes]:
        """What is known under any of `keys`."""
        wanted = set(keys)
        try:
            with self._opened() as db:
                rows = db.execute("SELECT key, made FROM prepared")
                return {key: made[SUM:] for key, made in rows if key in wanted and _is_whole(made)}
        except sqlite3.Error:
            self.file.unlink(missing_ok=True)
            return {}

    def keep(self, keys: Collection[str], made: Mapping[str, bytes]) -> None:
        """Remember what was `made`, and nothing that is not under one of `keys`."""
        wanted = set(keys)
        with self._opened() as db, db:
            gone = [key for key in db.execute("SELECT key FROM prepared") if key[0] not in wanted]
            db.executemany("DELETE FROM prepared WHERE key = ?", gone)
            rows = ((key, _sum(packed) + packed) for key, packed in made.items())
            db.executemany("INSERT OR REPLACE INTO prepared VALUES (?, ?)", rows)

    @contextmanager
    def _opened(self) -> Iterator[sqlite3.Connection]:
        self.file.parent.mkdir(parents=True, exist_ok=True)
        with closing(sqlite3.connect(self.file)) as db:
            # Where the machine stops in the middle, nothing is lost but time.
            db.execute("PRAGMA synchronous = OFF")
            db.execute(TABLE)
            yield db


def _sum(packed: bytes) -> bytes:
    return crc32(packed).to_bytes(SUM, "big")


def _is_whole(made: bytes) -> bool:
    return made[:SUM] == _sum(made[SUM:])
