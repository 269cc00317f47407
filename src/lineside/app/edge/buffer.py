"""What waits to be sent: batches in a SQLite file, in order, each until the server has it."""

import json
import sqlite3
import threading
import zlib
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from lineside.kernel.ids import Ids

_TABLES = """
CREATE TABLE IF NOT EXISTS gateway (name TEXT PRIMARY KEY, value TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS batch (seq INTEGER PRIMARY KEY AUTOINCREMENT, body BLOB NOT NULL);
CREATE TABLE IF NOT EXISTS refused (seq INTEGER PRIMARY KEY, body BLOB NOT NULL, reason TEXT);
"""


@dataclass(frozen=True)
class Waiting:
    """A batch that waits; its key is the same at every attempt."""

    seq: int
    key: str
    body: dict[str, Any]


class Buffer:
    """Survives a kill: a batch is on disk before ``put`` returns."""

    def __init__(self, path: Path, now: datetime) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        self._lock = threading.Lock()
        self._db = sqlite3.connect(path, check_same_thread=False, isolation_level=None)
        self._db.execute("PRAGMA journal_mode=WAL")
        self._db.execute("PRAGMA synchronous=FULL")
        self._db.executescript(_TABLES)
        row = ("id", Ids().new(now))
        self._db.execute("INSERT OR IGNORE INTO gateway VALUES (?, ?)", row)
        self.id = str(self.recall("id"))

    def put(self, body: dict[str, Any]) -> None:
        """Keep a batch behind those that wait already."""
        content = zlib.compress(json.dumps(body).encode())
        with self._lock:
            self._db.execute("INSERT INTO batch (body) VALUES (?)", (content,))

    def first(self) -> Waiting | None:
        """The oldest batch that waits."""
        with self._lock:
            row = self._db.execute("SELECT seq, body FROM batch ORDER BY seq LIMIT 1").fetchone()
        if row is None:
            return None
        return Waiting(row[0], f"edge/{self.id}/{row[0]}", json.loads(zlib.decompress(row[1])))

    def done(self, seq: int) -> None:
        """Forget a batch that the server has."""
        with self._lock:
            self._db.execute("DELETE FROM batch WHERE seq = ?", (seq,))

    def refuse(self, seq: int, reason: str) -> None:
        """Set a batch aside that the server will never take, so that later ones can go."""
        with self._lock:
            self._db.execute("BEGIN")
            self._db.execute(
                "INSERT INTO refused SELECT seq, body, ? FROM batch WHERE seq = ?", (reason, seq)
            )
            self._db.execute("DELETE FROM batch WHERE seq = ?", (seq,))
            self._db.execute("COMMIT")

    def counts(self) -> tuple[int, int]:
        """How many batches wait, and how many were refused."""
        with self._lock:
            waiting = self._db.execute("SELECT count(*) FROM batch").fetchone()[0]
            refused = self._db.execute("SELECT count(*) FROM refused").fetchone()[0]
        return int(waiting), int(refused)

    def remember(self, name: str, value: str) -> None:
        """Keep a value for the next start."""
        with self._lock:
            self._db.execute("INSERT OR REPLACE INTO gateway VALUES (?, ?)", (name, value))

    def recall(self, name: str) -> str | None:
        """A kept value."""
        with self._lock:
            row = self._db.execute("SELECT value FROM gateway WHERE name = ?", (name,)).fetchone()
        return str(row[0]) if row else None

    def close(self) -> None:
        """Close the file."""
        self._db.close()
