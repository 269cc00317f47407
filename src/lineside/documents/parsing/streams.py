"""Measure a PDF's compressed streams before the reader opens them (PDF bombs)."""

import re
import zlib
from collections.abc import Iterator

from lineside.documents.errors import FileTooLarge
from lineside.documents.parsing.sections import Limits

_STREAM = re.compile(rb"stream\r?\n")
_CHUNK = 1 << 20
_FEED = 1 << 16
_FLATE_MARKS = (b"x\x9c", b"x\xda", b"x\x01", b"x^")
_NESTED = 4


def measure_streams(data: bytes, limits: Limits) -> int:
    """Bytes that all Flate streams hold when unpacked; refuses above ``expanded_bytes``.

    Streams within streams (a filter named twice) are followed a few levels down.
    """
    total = 0
    for found in _STREAM.finditer(data):
        start = found.end()
        if data[start : start + 1] in (b"x", b"h", b"X", b"H"):
            total += _unpacked(memoryview(data)[start:], limits.expanded_bytes - total, _NESTED)
            if total > limits.expanded_bytes:
                raise FileTooLarge(limit="expanded_bytes", most=limits.expanded_bytes)
    return total


def _unpacked(packed: memoryview | bytes, most: int, depth: int) -> int:
    """Length after unpacking, counted no further than ``most`` and a little more."""
    inflate = zlib.decompressobj()
    first = b""
    length = 0
    try:
        for at in range(0, len(packed), _FEED):
            for piece in _pieces(inflate, packed[at : at + _FEED]):
                first = first or piece
                length += len(piece)
                if length > most:
                    return length
            if inflate.eof:
                break
    except zlib.error:
        return length
    if depth and first[:2] in _FLATE_MARKS:
        length += _unpacked(first, most - length, depth - 1)
    return length


def _pieces(inflate: "zlib._Decompress", packed: memoryview | bytes) -> Iterator[bytes]:
    waiting: memoryview | bytes = packed
    while waiting and not inflate.eof:
        yield inflate.decompress(waiting, _CHUNK)
        waiting = inflate.unconsumed_tail
