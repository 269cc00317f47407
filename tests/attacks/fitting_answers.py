"""Answers that fit an entry's return type, made from the type alone, with a place in every word."""

from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from enum import Enum
from types import NoneType, UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin, get_type_hints

from lineside.kernel.places import PLACES

PLAIN = {
    int: 1, float: 1.0, bool: True, NoneType: None, Decimal: Decimal(1), date: date(2026, 10, 5),
    datetime: datetime(2026, 10, 5, 6, tzinfo=UTC), timedelta: timedelta(hours=1),
}  # fmt: skip


class Maker:
    """Makes answers whose records stand at one place and name another in each other word."""

    def __init__(self, stands: str, names: str, rows: tuple[str, ...]) -> None:
        self._stands, self._names, self._rows = stands, names, rows

    def make(self, kind: Any, field: str = "") -> Any:
        if kind in PLAIN:
            return PLAIN[kind]
        if kind is str:
            return self._stands if field in PLACES else self._names
        if is_dataclass(kind):
            return self._record(kind)
        if isinstance(kind, type) and issubclass(kind, Enum):
            return next(iter(kind))
        return self._compound(kind, get_origin(kind), get_args(kind))

    def _record(self, kind: Any) -> Any:
        hints = get_type_hints(kind, include_extras=True)
        given = [each.name for each in fields(kind) if each.init]
        return kind(**{name: self.make(hints[name], name) for name in given})

    def _compound(self, kind: Any, origin: Any, inner: tuple[Any, ...]) -> Any:
        if origin is Literal:
            return inner[0]
        if origin is Annotated:
            return self.make(inner[0])
        if origin in (Union, UnionType):
            return self.make(next(each for each in inner if each is not NoneType))
        if kind is dict or origin is dict:
            value = self.make(inner[1]) if inner else self._names
            return {"any": value} | dict.fromkeys(self._rows, value)
        if origin is tuple and inner[-1] is not Ellipsis:
            return tuple(map(self.make, inner))
        if origin in (list, tuple, frozenset, set):
            return origin(Maker(each, each, self._rows).make(inner[0]) for each in self._rows)
        return {"machine": self._names, "text": f"see {self._names}"}


def words(value: Any) -> Iterator[str]:
    """Every text in a piece of JSON, keys too."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, list):
        for each in value:
            yield from words(each)
    elif isinstance(value, dict):
        for key, each in value.items():
            yield key
            yield from words(each)
