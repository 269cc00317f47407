"""The Sparkplug B payload: encoding and decoding, with limits against hostile messages.

The message types are described here as a table (names, numbers and types of the fields as the
Eclipse Sparkplug specification 3.0 gives them) and built when first needed; the wire format itself
is the protobuf runtime's.
"""

import struct
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import IntEnum
from functools import lru_cache
from typing import Any

import numpy as np

from lineside.telemetry.errors import PayloadInvalid

LONGEST_PAYLOAD = 4_000_000
MOST_METRICS = 20_000
LONGEST_NAME = 512
LONGEST_TEXT = 65_536


class DataType(IntEnum):
    """The types of a metric's value."""

    INT8, INT16, INT32, INT64 = 1, 2, 3, 4
    UINT8, UINT16, UINT32, UINT64 = 5, 6, 7, 8
    FLOAT, DOUBLE, BOOLEAN, STRING = 9, 10, 11, 12
    DATETIME, TEXT, UUID, DATASET = 13, 14, 15, 16
    BYTES, FILE, TEMPLATE = 17, 18, 19
    INT8_ARRAY, INT16_ARRAY, INT32_ARRAY, INT64_ARRAY = 22, 23, 24, 25
    UINT8_ARRAY, UINT16_ARRAY, UINT32_ARRAY, UINT64_ARRAY = 26, 27, 28, 29
    FLOAT_ARRAY, DOUBLE_ARRAY, BOOLEAN_ARRAY = 30, 31, 32


_ARRAYS = {
    DataType.INT8_ARRAY: "<i1",
    DataType.INT16_ARRAY: "<i2",
    DataType.INT32_ARRAY: "<i4",
    DataType.INT64_ARRAY: "<i8",
    DataType.UINT8_ARRAY: "<u1",
    DataType.UINT16_ARRAY: "<u2",
    DataType.UINT32_ARRAY: "<u4",
    DataType.UINT64_ARRAY: "<u8",
    DataType.FLOAT_ARRAY: "<f4",
    DataType.DOUBLE_ARRAY: "<f8",
}
# Signed integers travel as unsigned ones of 32 or 64 bits.
_SIGNED_BITS = {DataType.INT8: 32, DataType.INT16: 32, DataType.INT32: 32, DataType.INT64: 64}
_FIELDS = {
    **dict.fromkeys((1, 2, 3, 5, 6), "int_value"),
    **dict.fromkeys((4, 7, 8, 13), "long_value"),
    9: "float_value",
    10: "double_value",
    11: "boolean_value",
    **dict.fromkeys((12, 14, 15), "string_value"),
    **dict.fromkeys((17, 18, *range(22, 33)), "bytes_value"),
}
Value = Any


@dataclass(frozen=True, slots=True)
class Metric:
    """One value. A birth gives name, alias and type; data may give the alias only."""

    value: Value = None
    name: str = ""
    alias: int | None = None
    data_type: int = 0
    timestamp_ms: int | None = None
    historical: bool = False
    unit: str = ""


@dataclass(frozen=True, slots=True)
class Payload:
    """One message; ``seq`` counts from 0 to 255 and starts again."""

    metrics: Sequence[Metric] = ()
    timestamp_ms: int | None = None
    seq: int | None = None


def decode(message: bytes) -> Payload:
    """A message as plain values; refused when it is broken or larger than the limits."""
    if len(message) > LONGEST_PAYLOAD:
        raise PayloadInvalid(problem="longer than the limit", bytes=len(message))
    found = _payload_type()()
    try:
        found.ParseFromString(message)
    except Exception as error:
        raise PayloadInvalid(problem="no Sparkplug payload") from error
    if len(found.metrics) > MOST_METRICS:
        raise PayloadInvalid(problem="more metrics than the limit", metrics=len(found.metrics))
    return Payload(
        [_decoded(each) for each in found.metrics],
        found.timestamp if found.HasField("timestamp") else None,
        found.seq if found.HasField("seq") else None,
    )


def _decoded(metric: Any) -> Metric:
    if len(metric.name) > LONGEST_NAME:
        raise PayloadInvalid(problem="a name longer than the limit", metric=metric.name[:80])
    return Metric(
        _value(metric),
        metric.name,
        metric.alias if metric.HasField("alias") else None,
        metric.datatype,
        metric.timestamp if metric.HasField("timestamp") else None,
        metric.is_historical,
        _unit(metric),
    )


def _value(metric: Any) -> Value:
    field = metric.WhichOneof("value")
    if metric.is_null or field is None:
        return None
    value = getattr(metric, field)
    if field in ("string_value", "bytes_value") and len(value) > LONGEST_TEXT * (
        16 if field == "bytes_value" else 1
    ):
        raise PayloadInvalid(problem="a value longer than the limit", metric=metric.name)
    if field in ("dataset_value", "template_value", "extension_value"):
        return None
    return _typed(value, metric.datatype)


def typed(value: Value, data_type: int) -> Value:
    """A value as its type means it: for data that names only an alias, the type is the birth's."""
    return _typed(value, data_type)


def _typed(value: Any, data_type: int) -> Value:
    bits = _SIGNED_BITS.get(data_type)  # type: ignore[call-overload]
    if bits and isinstance(value, int) and not isinstance(value, bool):
        return value - (1 << bits) if value >= 1 << (bits - 1) else value
    kind = _ARRAYS.get(data_type)  # type: ignore[call-overload]
    if kind and isinstance(value, bytes):
        if len(value) % np.dtype(kind).itemsize:
            raise PayloadInvalid(problem="an array of broken length", bytes=len(value))
        return np.frombuffer(value, kind)
    if data_type == DataType.BOOLEAN_ARRAY and isinstance(value, bytes):
        return _truths(value)
    return value


def _truths(packed: bytes) -> Value:
    count = struct.unpack_from("<I", packed)[0] if len(packed) >= 4 else -1
    if not 0 <= count <= 8 * (len(packed) - 4):
        raise PayloadInvalid(problem="an array of broken length", bytes=len(packed))
    return np.unpackbits(np.frombuffer(packed, np.uint8, offset=4))[:count].astype(bool)


def _unit(metric: Any) -> str:
    for key, value in zip(metric.properties.keys, metric.properties.values, strict=False):
        if key == "engUnit":
            return str(value.string_value)[:64]
    return ""


def encode(payload: Payload) -> bytes:
    """A message's bytes."""
    message = _payload_type()()
    if payload.timestamp_ms is not None:
        message.timestamp = payload.timestamp_ms
    if payload.seq is not None:
        message.seq = payload.seq
    for metric in payload.metrics:
        _encode(metric, message.metrics.add())
    return bytes(message.SerializeToString())


def _encode(metric: Metric, out: Any) -> None:
    if metric.name:
        out.name = metric.name
    if metric.alias is not None:
        out.alias = metric.alias
    if metric.timestamp_ms is not None:
        out.timestamp = metric.timestamp_ms
    if metric.data_type:
        out.datatype = metric.data_type
    if metric.historical:
        out.is_historical = True
    if metric.unit:
        out.properties.keys.append("engUnit")
        out.properties.values.add(type=DataType.STRING, string_value=metric.unit)
    if metric.value is None:
        out.is_null = True
        return
    kind = metric.data_type or _kind_of(metric.value)
    setattr(out, _FIELDS[kind], _wire(metric.value, kind))


def _kind_of(value: Any) -> DataType:
    """The type that a value without one travels as; truth values are integers too, so they lead."""
    for python_type, kind in _NATURAL:
        if isinstance(value, python_type):
            return kind
    raise PayloadInvalid(problem="no Sparkplug type for the value", type=type(value).__name__)


def _wire(value: Any, data_type: int) -> Any:
    bits = _SIGNED_BITS.get(data_type)  # type: ignore[call-overload]
    if bits:
        return int(value) % (1 << bits)
    kind = _ARRAYS.get(data_type)  # type: ignore[call-overload]
    if kind:
        return np.asarray(value, dtype=kind).tobytes()
    if data_type == DataType.BOOLEAN_ARRAY:
        return struct.pack("<I", len(value)) + np.packbits(np.asarray(value, bool)).tobytes()
    convert: Callable[[Any], Any] = _CONVERSIONS.get(data_type, lambda given: given)
    return convert(value)


_CONVERSIONS: dict[int, Callable[[Any], Any]] = {
    **dict.fromkeys((5, 6, 7, 8, 13), int),
    9: float,
    10: float,
    11: bool,
    12: str,
    14: str,
    15: str,
}

_NATURAL = (
    (bool, DataType.BOOLEAN),
    (int, DataType.INT64),
    (float, DataType.DOUBLE),
    (str, DataType.STRING),
    (bytes, DataType.BYTES),
)

_MESSAGES: dict[str, tuple[tuple[int, str, str], ...]] = {
    "PropertyValue": (
        (1, "type", "uint32"),
        (2, "is_null", "bool"),
        (3, "int_value", "uint32*"),
        (4, "long_value", "uint64*"),
        (5, "float_value", "float*"),
        (6, "double_value", "double*"),
        (7, "boolean_value", "bool*"),
        (8, "string_value", "string*"),
        (9, "propertyset_value", "bytes*"),
        (10, "propertysets_value", "bytes*"),
    ),
    "PropertySet": ((1, "keys", "string[]"), (2, "values", "PropertyValue[]")),
    "Metric": (
        (1, "name", "string"),
        (2, "alias", "uint64"),
        (3, "timestamp", "uint64"),
        (4, "datatype", "uint32"),
        (5, "is_historical", "bool"),
        (6, "is_transient", "bool"),
        (7, "is_null", "bool"),
        (8, "metadata", "bytes"),
        (9, "properties", "PropertySet"),
        (10, "int_value", "uint32*"),
        (11, "long_value", "uint64*"),
        (12, "float_value", "float*"),
        (13, "double_value", "double*"),
        (14, "boolean_value", "bool*"),
        (15, "string_value", "string*"),
        (16, "bytes_value", "bytes*"),
        # Data sets, templates and extensions are passed over unread.
        (17, "dataset_value", "bytes*"),
        (18, "template_value", "bytes*"),
        (19, "extension_value", "bytes*"),
    ),
    "Payload": (
        (1, "timestamp", "uint64"),
        (2, "metrics", "Metric[]"),
        (3, "seq", "uint64"),
        (4, "uuid", "string"),
        (5, "body", "bytes"),
    ),
}


@lru_cache(maxsize=1)
def _payload_type() -> Any:
    from google.protobuf import descriptor_pb2, descriptor_pool, message_factory

    file = descriptor_pb2.FileDescriptorProto(
        name="lineside_sparkplug.proto", package="lineside.sparkplug", syntax="proto2"
    )
    for name, fields in _MESSAGES.items():
        message = file.message_type.add(name=name)
        if any(kind.endswith("*") for *_, kind in fields):
            message.oneof_decl.add(name="value")
        for number, field, kind in fields:
            _add_field(message, number, field, kind)
    pool = descriptor_pool.DescriptorPool()
    pool.Add(file)
    found = pool.FindMessageTypeByName("lineside.sparkplug.Payload")
    return message_factory.GetMessageClass(found)


def _add_field(message: Any, number: int, name: str, kind: str) -> None:
    from google.protobuf.descriptor_pb2 import FieldDescriptorProto as Field

    field = message.field.add(name=name, number=number)
    field.label = Field.LABEL_REPEATED if kind.endswith("[]") else Field.LABEL_OPTIONAL
    if kind.endswith("*"):
        field.oneof_index = 0
    plain = kind.rstrip("*[]")
    if plain in _MESSAGES:
        field.type = Field.TYPE_MESSAGE
        field.type_name = f".lineside.sparkplug.{plain}"
    else:
        field.type = getattr(Field, f"TYPE_{plain.upper()}")
