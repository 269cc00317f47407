"""The Sparkplug B payload as a machine writes it: the few protobuf fields that are needed, by hand.

Field numbers and types are those of the Eclipse Sparkplug specification 3.0, section 6.4. Reading
is limited to commands: a rebirth request, a new value for a metric.
"""

import struct
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

INT32, INT64, UINT64, DOUBLE, BOOLEAN, STRING, FLOAT_ARRAY = 3, 4, 8, 10, 11, 12, 30
Value = float | int | bool | str | npt.NDArray[np.float32]


def varint(value: int) -> bytes:
    """Base-128 number, negative ones as 64 bits."""
    value &= (1 << 64) - 1
    out = bytearray()
    while value > 0x7F:
        out.append((value & 0x7F) | 0x80)
        value >>= 7
    out.append(value)
    return bytes(out)


def _length(number: int, body: bytes) -> bytes:
    return varint(number << 3 | 2) + varint(len(body)) + body


def value_field(data_type: int, value: Value) -> bytes:
    """The field of a metric that carries its value."""
    if data_type == DOUBLE:
        return b"\x69" + struct.pack("<d", float(value))
    if data_type == INT32:
        return b"\x50" + varint(int(value) & 0xFFFFFFFF)
    if data_type in (INT64, UINT64):
        return b"\x58" + varint(int(value))
    if data_type == BOOLEAN:
        return b"\x70" + varint(int(bool(value)))
    if data_type == STRING:
        return _length(15, str(value).encode())
    assert data_type == FLOAT_ARRAY, data_type
    return _length(16, np.asarray(value, "<f4").tobytes())


def metric(
    data_type: int,
    value: Value,
    time_ms: int,
    *,
    name: str = "",
    alias: int | None = None,
    unit: str = "",
) -> bytes:
    """One metric, framed as part of a payload."""
    body = _length(1, name.encode()) if name else b""
    if alias is not None:
        body += b"\x10" + varint(alias)
    body += b"\x18" + varint(time_ms) + b"\x20" + varint(data_type)
    if unit:
        text = b"\x08" + varint(STRING) + _length(8, unit.encode())
        body += _length(9, _length(1, b"engUnit") + _length(2, text))
    return _length(2, body + value_field(data_type, value))


def payload(metrics: list[bytes], time_ms: int, seq: int | None) -> bytes:
    """A whole message of framed metrics; a death certificate has no sequence number."""
    tail = b"" if seq is None else b"\x18" + varint(seq)
    return b"\x08" + varint(time_ms) + b"".join(metrics) + tail


@dataclass(frozen=True, slots=True)
class Command:
    """A metric of a command message."""

    name: str
    alias: int | None
    value: Value | None


class CommandBroken(ValueError):
    """The message is no Sparkplug payload."""


def _read_varint(data: bytes, at: int) -> tuple[int, int]:
    value = shift = 0
    while True:
        if at >= len(data) or shift > 63:
            raise CommandBroken("a number runs over the end")
        byte = data[at]
        value |= (byte & 0x7F) << shift
        at += 1
        if byte < 0x80:
            return value, at
        shift += 7


def _fields(data: bytes) -> list[tuple[int, int | bytes]]:
    found: list[tuple[int, int | bytes]] = []
    at = 0
    while at < len(data):
        key, at = _read_varint(data, at)
        number, kind = key >> 3, key & 7
        if kind == 0:
            value, at = _read_varint(data, at)
            found.append((number, value))
            continue
        if kind == 2:
            size, at = _read_varint(data, at)
        elif kind in (1, 5):
            size = 8 if kind == 1 else 4
        else:
            raise CommandBroken("an unknown kind of field")
        if at + size > len(data):
            raise CommandBroken("a field runs over the end")
        found.append((number, data[at : at + size]))
        at += size
    return found


def _signed(value: int, bits: int) -> int:
    return value - (1 << bits) if value >= 1 << (bits - 1) else value


def _told(number: int, raw: int | bytes) -> Value | None:
    if number == 10 and isinstance(raw, int):
        return _signed(raw & 0xFFFFFFFF, 32)
    if number == 11 and isinstance(raw, int):
        return _signed(raw, 64)
    if number == 14:
        return bool(raw)
    if isinstance(raw, bytes):
        if number == 12:
            return float(struct.unpack("<f", raw)[0])
        if number == 13:
            return float(struct.unpack("<d", raw)[0])
        if number == 15:
            return raw.decode(errors="replace")
    return None


def commands(message: bytes) -> list[Command]:
    """The metrics of an NCMD or DCMD; CommandBroken if it is none."""
    found = []
    for number, raw in _fields(message):
        if number != 2 or not isinstance(raw, bytes):
            continue
        name, alias, value = "", None, None
        for inner, content in _fields(raw):
            if inner == 1 and isinstance(content, bytes):
                name = content.decode(errors="replace")
            elif inner == 2 and isinstance(content, int):
                alias = content
            elif inner >= 10:
                value = _told(inner, content)
        found.append(Command(name, alias, value))
    return found
