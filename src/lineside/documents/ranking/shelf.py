"""The arrays that an index consists of: how they grow, shrink and are kept on disk."""

import json
import os
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from lineside.documents.errors import IndexUnreadable, PassageInvalid
from lineside.documents.ranking.lexical import Stream
from lineside.documents.ranking.vectors import Codes, Floats
from lineside.documents.ranking.words import terms

Mask = npt.NDArray[np.bool_]

VERSION = 1
_LONGEST_TEXT = 100_000
_ARRAYS = ("ids", "starts", "headings", "codes", "scales")


@dataclass(frozen=True, slots=True)
class Entry:
    """A passage as the index takes it.

    ``key`` names it for its owner; ``tags`` are what filters ask for (``line:L1``,
    ``class:internal``), at most a few dozen each.
    """

    key: str
    text: str
    heading: str = ""
    language: str = "en"
    tags: tuple[str, ...] = ()

    def spoken(self) -> str:
        """What the sentence encoder reads: the heading, then the text."""
        return f"{self.heading}\n{self.text}" if self.heading else self.text


@dataclass(slots=True)
class Shelf:
    """Keys, tags, terms and vectors of all passages, row by row."""

    width: int = 0
    model: str = ""
    keys: list[str] = field(default_factory=list)
    tags: list[tuple[str, ...]] = field(default_factory=list)
    numbers: dict[str, int] = field(default_factory=dict)
    stream: Stream = field(default_factory=lambda: _empty_stream())
    codes: Codes = field(default_factory=lambda: np.zeros((0, 0), np.int8))
    scales: Floats = field(default_factory=lambda: np.zeros(0, np.float32))

    def __len__(self) -> int:
        return len(self.keys)

    def append(self, entries: Sequence[Entry], codes: Codes, scales: Floats) -> None:
        """Add rows. Keys must be new; nothing changes when one is refused."""
        self._check(entries)
        more = _stream_of(entries, self.numbers)
        self.stream = _joined(self.stream, more)
        self.keys.extend(entry.key for entry in entries)
        self.tags.extend(entry.tags for entry in entries)
        self.codes = np.concatenate([self.codes.reshape(len(self.scales), self.width), codes])
        self.scales = np.concatenate([self.scales, scales])

    def keep(self, rows: Mask) -> None:
        """Drop all other rows. Term numbers stay, so postings are merely shorter."""
        kept = np.flatnonzero(rows)
        self.stream = _picked(self.stream, rows)
        self.keys = [self.keys[row] for row in kept]
        self.tags = [self.tags[row] for row in kept]
        self.codes, self.scales = self.codes[kept], self.scales[kept]

    def save(self, folder: Path) -> None:
        """Write plain arrays and one JSON file; the JSON comes last and makes the write count."""
        folder.mkdir(parents=True, exist_ok=True)
        for name, array in self._arrays().items():
            _replace(folder / f"{name}.npy", array)
        told = {
            "version": VERSION,
            "model": self.model,
            "width": self.width,
            "rows": len(self),
            "keys": self.keys,
            "tags": self.tags,
            "terms": list(self.numbers),
        }
        _replace_text(folder / "index.json", json.dumps(told, ensure_ascii=False))

    @classmethod
    def load(cls, folder: Path) -> "Shelf":
        """Read what ``save`` wrote; refuses parts that do not fit together."""
        try:
            told = json.loads((folder / "index.json").read_text("utf-8"))
            arrays = {name: np.load(folder / f"{name}.npy") for name in _ARRAYS}
            shelf = _assembled(told, arrays)
        except (OSError, ValueError, KeyError, TypeError) as problem:
            raise IndexUnreadable(folder=folder.name, problem=str(problem)[:200]) from None
        return shelf

    def _arrays(self) -> dict[str, npt.NDArray[Any]]:
        stream = self.stream
        return {
            "ids": stream.ids,
            "starts": stream.starts,
            "headings": stream.headings,
            "codes": self.codes,
            "scales": self.scales,
        }

    def _check(self, entries: Sequence[Entry]) -> None:
        known = set(self.keys)
        for entry in entries:
            if not entry.key or entry.key in known:
                raise PassageInvalid(
                    key=entry.key, problem="empty key" if not entry.key else "twice"
                )
            if len(entry.text) > _LONGEST_TEXT:
                raise PassageInvalid(key=entry.key, problem="too long", most=_LONGEST_TEXT)
            if entry.language not in ("en", "de"):
                raise PassageInvalid(key=entry.key, problem="language", language=entry.language)
            known.add(entry.key)


def _assembled(told: dict[str, Any], arrays: dict[str, npt.NDArray[Any]]) -> Shelf:
    rows = len(told["keys"])
    fits = (
        told["version"] == VERSION
        and len(told["tags"]) == rows == len(arrays["headings"]) == len(arrays["scales"])
        and len(arrays["starts"]) == rows + 1
        and arrays["starts"][-1] == len(arrays["ids"])
        and arrays["codes"].shape == (rows, told["width"])
        and bool((np.diff(arrays["starts"]) >= arrays["headings"]).all())
        and int(arrays["ids"].max(initial=-1)) < len(told["terms"])
        and int(arrays["ids"].min(initial=0)) >= 0
    )
    if not fits:
        raise ValueError("its parts do not fit together")
    return Shelf(
        width=told["width"],
        model=told["model"],
        keys=told["keys"],
        tags=[tuple(tags) for tags in told["tags"]],
        numbers={term: number for number, term in enumerate(told["terms"])},
        stream=Stream(arrays["ids"], arrays["starts"], arrays["headings"]),
        codes=arrays["codes"],
        scales=arrays["scales"],
    )


def _empty_stream() -> Stream:
    return Stream(np.zeros(0, np.int32), np.zeros(1, np.int64), np.zeros(0, np.int32))


def _stream_of(entries: Iterable[Entry], numbers: dict[str, int]) -> Stream:
    ids: list[int] = []
    starts = [0]
    headings: list[int] = []
    for entry in entries:
        heading = terms(entry.heading, entry.language)
        body = terms(entry.text, entry.language)
        ids.extend(numbers.setdefault(term, len(numbers)) for term in (*heading, *body))
        headings.append(len(heading))
        starts.append(len(ids))
    return Stream(np.array(ids, np.int32), np.array(starts, np.int64), np.array(headings, np.int32))


def _joined(first: Stream, second: Stream) -> Stream:
    return Stream(
        np.concatenate([first.ids, second.ids]),
        np.concatenate([first.starts, second.starts[1:] + first.starts[-1]]),
        np.concatenate([first.headings, second.headings]),
    )


def _picked(stream: Stream, rows: Mask) -> Stream:
    lengths = np.diff(stream.starts)
    ids = stream.ids[np.repeat(rows, lengths)]
    starts = np.concatenate([np.zeros(1, np.int64), np.cumsum(lengths[rows])])
    return Stream(ids, starts, stream.headings[rows])


def _replace(path: Path, array: npt.NDArray[Any]) -> None:
    draft = path.with_suffix(".draft")
    with draft.open("wb") as file:
        np.save(file, array, allow_pickle=False)
        file.flush()
        os.fsync(file.fileno())
    os.replace(draft, path)


def _replace_text(path: Path, text: str) -> None:
    draft = path.with_suffix(".draft")
    with draft.open("w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    os.replace(draft, path)
