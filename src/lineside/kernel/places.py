"""Where things are that are known by an id: the equipment of a tag, an alert, an order's step.

A room says it once for each of its nouns, beside the table. From then on whatever bears the noun's
name, an argument, a field of an answer or a fact of some news, is placed by it.
"""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import ColumnElement, func, select, tuple_

from lineside.kernel.work import Work

PLACES = ("equipment", "station")
"""What arguments and rows call the equipment that they are about."""

Id = tuple[Any, ...]
_nouns: dict[tuple[str, ...], tuple[tuple[ColumnElement[Any], ...], ColumnElement[Any]]] = {}
_trees: list[ColumnElement[Any]] = []


def placed(noun: str | tuple[str, ...], key: Any, place: Any) -> None:
    """Say where the things of a noun are: by which columns they are known, and their equipment."""
    names, columns = ((noun,), (key,)) if isinstance(noun, str) else (noun, tuple(key))
    _nouns[names] = (columns, place)


def rooted(path: ColumnElement[Any]) -> None:
    """Say which column holds the paths of all equipment."""
    _trees.append(path)


def nouns() -> list[tuple[str, ...]]:
    """The names by which things with a place are known; a step is known by order and seq."""
    return list(_nouns)


def is_key(noun: tuple[str, ...], key: Id) -> bool:
    """Whether these values may be the id of a thing of that noun."""
    columns, _ = _nouns[noun]
    return all(each and isinstance(each, column.type.python_type)
               for each, column in zip(key, columns, strict=True))  # fmt: skip


def roots(work: Work) -> frozenset[str]:
    """The first words of all equipment paths: sites, and what stands above them."""
    found = (select(func.split_part(path, "/", 1)).distinct() for path in _trees)
    return frozenset(str(each) for wanted in found for each in work.db.execute(wanted).scalars())


def find(work: Work, noun: tuple[str, ...], ids: Iterable[Id]) -> dict[Id, list[str]]:
    """The equipment of things by id; one that is unknown, or stands nowhere, is left out."""
    columns, place = _nouns[noun]
    wanted = select(*columns, place).where(tuple_(*columns).in_(list(ids))).distinct()
    places: dict[Id, list[str]] = {}
    for row in work.db.execute(wanted):
        if row[-1]:
            places.setdefault(tuple(row[:-1]), []).append(row[-1])
    return places
