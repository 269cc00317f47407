"""Types in words, and the dataclasses and enumerations that entries name."""

import typing
from collections.abc import Iterable
from dataclasses import fields, is_dataclass
from enum import Enum
from types import NoneType, UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints

from tools.reference.wording import is_ours, paragraphs, shown, table


def words_for(hint: Any) -> str:
    """A type in words of the language, with a link where it is a shape."""
    if hint in (None, NoneType):
        return "nothing"
    if _is_shape(hint):
        name = _shape_name(hint)
        return f"[{name}](#{name.lower().replace('.', '')})"
    origin, parts = get_origin(hint), get_args(hint)
    if origin is typing.Annotated:
        return words_for(parts[0])
    if origin in (Union, UnionType):
        return " or ".join(words_for(each) for each in parts)
    if origin in (list, tuple, set, frozenset):
        return f"list of {words_for(parts[0])}" if parts else "list"
    if origin is dict:
        return f"{words_for(parts[1])} by {words_for(parts[0])}"
    if origin is typing.Literal:
        return " or ".join(shown(each) for each in parts)
    return f"`{getattr(hint, '__name__', str(hint))}`"


def shapes(named: Iterable[Any]) -> list[str]:
    """The dataclasses and enumerations that these types name, also indirectly."""
    found: dict[str, type] = {}
    waiting = list(named)
    while waiting:
        hint = waiting.pop()
        waiting += get_args(hint)
        if _is_shape(hint) and _shape_name(hint) not in found:
            found[_shape_name(hint)] = hint
            waiting += get_type_hints(hint).values() if is_dataclass(hint) else []
    lines = ["## Shapes", ""] if found else []
    for name in sorted(found):
        lines += _shape(name, found[name])
    return lines


def _is_shape(hint: Any) -> bool:
    """Whether a type is one of the rooms' own that travels through the door."""
    named = isinstance(hint, type) and is_ours(hint)
    return named and (is_dataclass(hint) or issubclass(hint, Enum))


def _shape_name(kind: type) -> str:
    return f"{kind.__module__.split('.')[1]}.{kind.__name__}"


def _shape(name: str, kind: type) -> list[str]:
    if issubclass(kind, Enum):
        values = ", ".join(f"`{each.value}`" for each in kind)
        return [f"### {name}", "", f"One of {values}.", ""]
    hints = get_type_hints(kind)
    assert is_dataclass(kind)
    rows = [(f"`{each.name}`", words_for(hints[each.name])) for each in fields(kind)]
    return [f"### {name}", "", *paragraphs(kind), *table(("field", "type"), rows)]
