"""The write-ahead file: records with a checksum, on disk before they are acknowledged.

A record is a header of 24 bytes (mark, kind, payload length, sequence, checksum) and its payload.
The checksum covers the rest of the header and the payload, so a torn or flipped record is known as
such; reading goes on at the next whole record, and nothing behind a damaged place is lost.
"""

import contextlib
import errno
import os
import struct
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from lineside.telemetry.adapters.parquet_historian.columns import Columns
from lineside.telemetry.errors import HistorianFull, HistorianUnavailable

POINTS, WAVES, TAGS = 1, 2, 3
_MARK = b"LSW1"
_HEADER = struct.Struct("<4sIIQI")
_BATCH = struct.Struct("<II")
_ONE_ARRIVAL = 1
_LONGEST = 1 << 30


@dataclass(frozen=True, slots=True)
class Record:
    """One whole record: its kind, its sequence, its payload and the file position behind it."""

    kind: int
    sequence: int
    payload: memoryview
    end: int


class LogFile:
    """A file that only grows; each ``write`` returns once its record is on disk."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND | os.O_CLOEXEC, 0o640)
        self._size = os.fstat(self._file).st_size
        synchronise(path.parent)

    def write(self, kind: int, sequence: int, parts: Sequence[Any]) -> None:
        """Append a record made of buffers; a failure leaves no part of it and is refused."""
        views = [memoryview(part).cast("B") for part in parts if memoryview(part).nbytes]
        length = sum(len(view) for view in views)
        assert length < _LONGEST, "a batch is cut before it comes here"
        crc = _checksum(kind, length, sequence, views)
        header = _HEADER.pack(_MARK, kind, length, sequence, crc)
        try:
            self._write_all([memoryview(header), *views], _HEADER.size + length)
            os.fdatasync(self._file)
        except OSError as error:
            self._take_back()
            raise refused(error, self.path) from error
        self._size += _HEADER.size + length

    def _write_all(self, views: list[memoryview], length: int) -> None:
        written = os.writev(self._file, views)
        if written < length:
            rest = memoryview(b"".join(views))[written:]
            while rest:
                rest = rest[os.write(self._file, rest) :]

    def _take_back(self) -> None:
        # A torn record would be skipped when read; cutting it off only keeps the file tidy.
        with contextlib.suppress(OSError):
            os.ftruncate(self._file, self._size)

    def close(self) -> None:
        """Close the file."""
        os.close(self._file)


def synchronise(place: Path) -> None:
    """Put a file, or the names in a folder, on disk."""
    file = os.open(place, os.O_RDONLY | os.O_CLOEXEC)
    try:
        os.fsync(file)
    finally:
        os.close(file)


def refused(error: OSError, path: Path) -> HistorianFull | HistorianUnavailable:
    """The refusal that an error of the disk is told as."""
    kind = HistorianFull if error.errno in (errno.ENOSPC, errno.EDQUOT) else HistorianUnavailable
    return kind(file=path.name, problem=os.strerror(error.errno or 0))


def read_records(data: bytes, *, final: bool) -> Iterator[Record]:
    """The whole records of a file's bytes.

    ``final`` says that nobody writes to the file any more: then a damaged place is skipped. While
    the writer is at work an unfinished record at the end is left for the next look.
    """
    position = 0
    while position + _HEADER.size <= len(data):
        record = _record_at(data, position)
        if record is None:
            if not final:
                return
            position = data.find(_MARK, position + 1)
            if position < 0:
                return
            continue
        yield record
        position = record.end


def _record_at(data: bytes, position: int) -> Record | None:
    mark, kind, length, sequence, crc = _HEADER.unpack_from(data, position)
    end = position + _HEADER.size + length
    if mark != _MARK or length >= _LONGEST or end > len(data):
        return None
    payload = memoryview(data)[position + _HEADER.size : end]
    if _checksum(kind, length, sequence, [payload]) != crc:
        return None
    return Record(kind, sequence, payload, end)


def _checksum(kind: int, length: int, sequence: int, views: Sequence[memoryview]) -> int:
    crc = zlib.crc32(struct.pack("<IIQ", kind, length, sequence))
    for view in views:
        crc = zlib.crc32(view, crc)
    return crc


def points_payload(rows: Columns) -> list[Any]:
    """The buffers of a record of points: counts, then the columns, widest first."""
    count = len(rows)
    one = bool(count) and bool((rows.arrival == rows.arrival[0]).all())
    arrival = rows.arrival[:1] if one else rows.arrival
    head = _BATCH.pack(count, _ONE_ARRIVAL if one else 0)
    columns = (rows.time, rows.value, arrival, rows.tag, rows.quality)
    return [head, *(np.ascontiguousarray(column) for column in columns)]


def points_of(payload: memoryview) -> Columns:
    """The columns of a record of points."""
    count, flags = _BATCH.unpack_from(payload)
    arrivals = 1 if flags & _ONE_ARRIVAL else count
    place = _BATCH.size

    def column(kind: Any, rows: int) -> Any:
        nonlocal place
        array = np.frombuffer(payload, dtype=kind, count=rows, offset=place)
        place += array.nbytes
        return array

    time, value = column(np.int64, count), column(np.float64, count)
    arrival = column(np.int64, arrivals)
    tag, quality = column(np.int32, count), column(np.int8, count)
    spread = np.broadcast_to(arrival, count) if arrivals == 1 else arrival
    return Columns(tag, time, value, quality, spread)
