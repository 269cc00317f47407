"""From a JSON message to samples: paths, time stamps, text codes; strict, since anyone may send."""

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from lineside.telemetry.errors import AddressInvalid, MappingInvalid, PayloadInvalid
from lineside.telemetry.model import Signal

LONGEST_MESSAGE = 1_000_000
_UNITS = {"s": 1e6, "ms": 1e3, "us": 1.0, "ns": 1e-3}
_LARGEST_INTEGER = 1 << 64
_FURTHEST_US = 1 << 53
Path = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class JsonMapping:
    """Where a signal's value and time lie in a message.

    ``each`` leads to a list of points when a message holds several; ``value`` and ``time`` then
    start at a point. Without a time path the time of arrival counts.
    """

    signal: Signal
    topic: str
    value: Path
    time: Path | None
    each: Path | None
    time_unit: str


def mapping_of(signal: Signal) -> JsonMapping:
    """The mapping that a signal's address ``topic|path`` and options describe."""
    topic, _, path = signal.address.partition("|")
    if not topic or "\0" in topic:
        raise AddressInvalid(address=signal.address, problem="no topic")
    options = signal.options
    unit = options.get("time_unit", "iso")
    if unit != "iso" and unit not in _UNITS:
        raise MappingInvalid(tag=signal.tag, time_unit=unit, problem="unknown unit of time")
    return JsonMapping(
        signal,
        topic,
        path_of(options.get("value", path or "$")),
        path_of(options["time"]) if "time" in options else None,
        path_of(options["each"]) if "each" in options else None,
        unit,
    )


def path_of(text: str) -> Path:
    """The steps of a JSON path such as ``$.motor.bearing[1].temp``."""
    steps: list[str | int] = []
    for part in text.removeprefix("$").split("."):
        name, *indexes = part.split("[")
        if name:
            steps.append(name)
        for index in indexes:
            if not index.endswith("]") or not index[:-1].isdigit():
                raise MappingInvalid(path=text, problem="an index is a number in brackets")
            steps.append(int(index[:-1]))
    return tuple(steps)


def parsed(message: bytes) -> Any:
    """A JSON message as plain values; refused when it is none, or too large or deep."""
    if len(message) > LONGEST_MESSAGE:
        raise PayloadInvalid(problem="longer than the limit", bytes=len(message))
    try:
        return json.loads(message, parse_constant=_no_constant)
    except (ValueError, RecursionError) as error:
        raise PayloadInvalid(problem=f"no JSON: {error}"[:200]) from error


def _no_constant(text: str) -> Any:
    raise ValueError(f"{text} is no JSON")


def points(mapping: JsonMapping, message: Any, arrival_us: int) -> list[tuple[int, float]]:
    """The time stamps in microseconds and values of a message, for one signal."""
    return [
        (instant(mapping, each, arrival_us), number(_at(each, mapping.value), mapping.signal.codes))
        for each in _each(mapping, message)
    ]


def wave(mapping: JsonMapping, message: Any, arrival_us: int) -> list[tuple[int, list[float]]]:
    """The time stamps and arrays of a message, for one signal that delivers wave-forms."""
    found = []
    for each in _each(mapping, message):
        array = _at(each, mapping.value)
        if not isinstance(array, list):
            raise PayloadInvalid(problem="a wave-form is a list of numbers")
        values = [number(one, {}) for one in array]
        found.append((instant(mapping, each, arrival_us), values))
    return found


def _each(mapping: JsonMapping, message: Any) -> list[Any]:
    if mapping.each is None:
        return [message]
    found = _at(message, mapping.each)
    if not isinstance(found, list):
        raise PayloadInvalid(problem="no list of points")
    return found


def _at(message: Any, path: Path) -> Any:
    for step in path:
        try:
            message = message[step]
        except (KeyError, IndexError, TypeError) as error:
            raise PayloadInvalid(problem="nothing at the path", step=step) from error
    return message


def number(value: Any, codes: Mapping[str, float]) -> float:
    """A finite number; text by its code, truth as 1 or 0."""
    if isinstance(value, str) and value in codes:
        return float(codes[value])
    try:
        found = float(value)
    except (TypeError, ValueError, OverflowError) as error:
        raise PayloadInvalid(
            problem="no number and no known code", value=str(value)[:80]
        ) from error
    whole = isinstance(value, int) and abs(value) >= _LARGEST_INTEGER
    if whole or not math.isfinite(found):
        raise PayloadInvalid(problem="a number out of range", value=str(value)[:80])
    return found


def instant(mapping: JsonMapping, message: Any, arrival_us: int) -> int:
    """The time stamp in microseconds since 1970."""
    if mapping.time is None:
        return arrival_us
    told = _at(message, mapping.time)
    if mapping.time_unit == "iso":
        return _iso(told)
    found = number(told, {}) * _UNITS[mapping.time_unit]
    if not 0 <= found < _FURTHEST_US:
        raise PayloadInvalid(problem="a time out of range", time=str(told)[:80])
    return round(found)


def _iso(told: Any) -> int:
    try:
        found = datetime.fromisoformat(told)
    except (TypeError, ValueError) as error:
        raise PayloadInvalid(problem="no ISO time", time=str(told)[:80]) from error
    if found.tzinfo is None:
        raise PayloadInvalid(problem="a time without a zone", time=str(told)[:80])
    return round(found.timestamp() * 1e6)


def flattened(message: Any, path: str = "$", *, limit: int = 100) -> list[tuple[str, Any]]:
    """The paths of all single values in a message, for browsing."""
    found: list[tuple[str, Any]] = []
    waiting = [(path, message)]
    while waiting and len(found) < limit:
        place, value = waiting.pop(0)
        if isinstance(value, dict):
            waiting += [(f"{place}.{name}", inner) for name, inner in value.items()]
        elif isinstance(value, list):
            waiting += [(f"{place}[{index}]", inner) for index, inner in enumerate(value[:10])]
        else:
            found.append((place, value))
    return found
