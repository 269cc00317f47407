"""The tags' names and their codes, kept in a small log of their own."""

import json
import threading
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pyarrow as pa

from lineside.telemetry.adapters.parquet_historian.columns import Codes
from lineside.telemetry.adapters.parquet_historian.log import TAGS, LogFile, read_records

FILE = "tags.log"
LONGEST_NAME = 512


class Names:
    """Code to name and back. ``refresh`` reads what another process added.

    Without a folder the names live in memory only.
    """

    def __init__(self, folder: Path | None) -> None:
        self._path = folder / FILE if folder is not None else None
        self._read = 0
        self._lock = threading.Lock()
        self._log: LogFile | None = None
        self.of: list[str] = []
        self._codes: dict[str, int] = {}
        self._rank: Codes = np.empty(0, np.int32)
        self.refresh(final=False)

    def __len__(self) -> int:
        return len(self.of)

    def open_for_writing(self) -> None:
        """Take the log over; from now on ``codes`` may add names."""
        assert self._path is not None, "names in memory have no log"
        self.refresh(final=True)
        self._log = LogFile(self._path)

    def refresh(self, *, final: bool = False) -> None:
        """Read the names that were added since the last look."""
        if self._path is None or not self._path.exists():
            return
        with self._lock, self._path.open("rb") as file:
            file.seek(self._read)
            behind = 0
            for record in read_records(file.read(), final=final):
                self._add(json.loads(bytes(record.payload)), record.sequence)
                behind = record.end
            self._read += behind

    def _add(self, names: Sequence[str], first: int) -> None:
        for code, name in enumerate(names, first):
            if code == len(self.of):
                self.of.append(name)
                self._codes[name] = code

    def code(self, name: str) -> int | None:
        """The code of a name, None when it is unknown."""
        return self._codes.get(name)

    def codes(self, names: Sequence[str]) -> Codes:
        """The codes of names; unknown ones are added, durably, before they are used."""
        found = [self._codes.get(name, -1) for name in names]
        if -1 in found:
            self._register([n for n, code in zip(names, found, strict=True) if code < 0])
            found = [self._codes[name] for name in names]
        return np.array(found, dtype=np.int32)

    def _register(self, names: Sequence[str]) -> None:
        assert self._log is not None or self._path is None, "only the writer adds tags"
        fresh = list(dict.fromkeys(names))
        with self._lock:
            if self._log is not None:
                self._log.write(TAGS, len(self.of), [json.dumps(fresh).encode()])
            self._add(fresh, len(self.of))

    def rank(self) -> Codes:
        """For each code the position of its name in the order of names."""
        count = len(self.of)
        if len(self._rank) != count:
            order = sorted(range(count), key=self.of.__getitem__)
            rank = np.empty(count, np.int32)
            rank[order] = np.arange(count, dtype=np.int32)
            self._rank = rank
        return self._rank

    def dictionary(self, codes: Codes) -> pa.DictionaryArray:
        """Codes as an Arrow column of names; its dictionary holds the names in use only."""
        used, place = np.unique(codes, return_inverse=True)
        return self.compact(used, place.astype(np.int32))

    def compact(self, used: Codes, place: Codes) -> pa.DictionaryArray:
        """An Arrow column from the distinct codes in use and each row's position among them."""
        names = pa.array([self.of[code] for code in used.tolist()], pa.string())
        return pa.DictionaryArray.from_arrays(pa.array(place), names)

    def close(self) -> None:
        """Close the log."""
        if self._log is not None:
            self._log.close()
            self._log = None
