"""What an actor with a scope may see: one reading of places for pages, live news and answers.

A thing stands where its place says (``equipment``, ``station``), else where the room says that
knows it by its id (a tag's machine, a work order's), else at the equipment that its own words name.
What stands outside the scope is not told; where something within names other equipment, the name is
left out.
"""

import re
from collections.abc import Callable, Iterable
from dataclasses import fields, is_dataclass, replace
from datetime import date, datetime
from functools import cache, lru_cache
from typing import Any

from lineside.kernel import places
from lineside.kernel.actors import Actor
from lineside.kernel.places import PLACES
from lineside.kernel.work import Work

GONE = object()
"""Stands for a thing outside the scope while its surroundings are cut."""

HIDDEN = "…"
FIGURES = (float, bool, datetime, date, float | None, datetime | None)
"""What can name no equipment."""
_SIGN = r"[\w-]+(?:\.[\w-]+)*"
_SLASH = r"(?:/|%2[Ff])"


class Reach:
    """Cuts answers to an actor's scope; ``unnamed`` keeps the rows and hides the names only."""

    def __init__(self, work: Work, actor: Actor, *, noun: str = "", unnamed: bool = False) -> None:
        self._work = work
        self._actor = actor
        self._noun = noun
        self._unnamed = unnamed
        self._path, self._whole = _patterns(places.roots(work))
        self._known: dict[tuple[str, ...], dict[places.Id, list[str]]] = {}

    def standing(self, thing: Any) -> str:
        """The foreign equipment at which a thing stands; empty when the actor may see it."""
        values = _values(thing)
        if values is None:
            return ""
        found = self._places(values)
        if found:
            return "" if any(map(self._actor.reaches, found)) else found[0]
        named = self._named(values)
        return named[0] if named and all(map(self._is_foreign, named)) else ""

    def cut(self, thing: Any) -> Any:
        """The thing without what lies outside, or GONE when all of it does."""
        if type(thing) is str:
            return self._hide(thing)
        if isinstance(thing, list | tuple) and not hasattr(thing, "_fields"):
            return type(thing)(self._rows(thing))
        if isinstance(thing, dict):
            return self._entries(thing)
        if is_dataclass(thing) and not isinstance(thing, type):
            return self._record(thing)
        return thing

    def _rows(self, rows: Iterable[Any]) -> list[Any]:
        rows = list(rows)
        if all(map(_is_plain, rows)):
            return rows
        self._look_up(rows)
        kept = (each for each in rows if not self._falls(each))
        return [each for each in map(self.cut, kept) if each is not GONE]

    def _falls(self, row: Any) -> bool:
        if type(row) is str:
            return self._is_foreign(row)
        return isinstance(row, dict) and not self._unnamed and bool(self.standing(row))

    def _record(self, record: Any) -> Any:
        if not self._unnamed and self.standing(record):
            return GONE
        changed = {}
        for name in _tellers(record):
            before = getattr(record, name)
            after = self.cut(before)
            if after is GONE:
                return GONE
            if after is not before:
                changed[name] = after
        return replace(record, **changed) if changed else record

    def _entries(self, facts: dict[Any, Any]) -> dict[Any, Any]:
        """Entries by equipment fall with their key, others with what they tell."""
        cut = {key: self.cut(each) for key, each in facts.items()
               if not (type(key) is str and self._is_foreign(key))}  # fmt: skip
        return {key: each for key, each in cut.items() if each is not GONE}

    def _places(self, values: dict[str, Any]) -> list[str]:
        """Where a thing stands by its place, by its id, or by the facts that it carries."""
        for name in PLACES:
            if _is_word(values.get(name)):
                return [values[name]]
        if self._noun and "id" in values:
            values = values | {self._noun: values["id"]}
        for noun in places.nouns():
            key = tuple(values.get(name) for name in noun)
            if places.is_key(noun, key) and (found := self._find(noun, key)):
                return found
        facts = (each for each in values.values() if isinstance(each, dict))
        return next((found for each in facts if (found := self._places(each))), [])

    def _find(self, noun: tuple[str, ...], key: places.Id) -> list[str]:
        known = self._known.setdefault(noun, {})
        if key not in known:
            known[key] = places.find(self._work, noun, [key]).get(key, [])
        return known[key]

    def _look_up(self, rows: list[Any]) -> None:
        """Ask for the places of all rows at once."""
        shown = [values for row in rows if (values := _values(row)) is not None
                 and not any(_is_word(values.get(name)) for name in PLACES)]  # fmt: skip
        for noun in places.nouns() if shown else ():
            keys = [tuple(values.get("id" if name == self._noun else name) for name in noun)
                    for values in shown]  # fmt: skip
            wanted = {key for key in keys if places.is_key(noun, key)}
            if wanted := wanted - self._known.setdefault(noun, {}).keys():
                found = places.find(self._work, noun, wanted)
                self._known[noun] |= {key: found.get(key, []) for key in wanted}

    def _named(self, value: Any) -> list[str]:
        """The equipment that a field names: a path, a list of paths, or facts with either."""
        if type(value) is str:
            return [value] if self._whole(value) else []
        if isinstance(value, dict):
            return [each for inner in value.values() for each in self._named(inner)]
        if isinstance(value, list | tuple):
            return [each for each in value if type(each) is str and self._whole(each)]
        return []

    def _is_foreign(self, text: str) -> bool:
        """Whether a text is a path outside the scope; what the scope lies under is common."""
        if "/" not in text or not self._whole(text) or self._actor.reaches(text):
            return False
        return not any(each.startswith(f"{text}/") for each in self._actor.scope)

    def _hide(self, text: str) -> str:
        if "/" not in text and "%2" not in text:
            return text
        if self._is_foreign(text):
            return ""
        if self._actor.reaches(text):
            return text
        return self._path.sub(self._hidden, text)

    def _hidden(self, found: re.Match[str]) -> str:
        path = re.sub(_SLASH, "/", found.group())
        return HIDDEN if self._is_foreign(path) else found.group()


@lru_cache(maxsize=32)
def _patterns(roots: frozenset[str]) -> tuple[re.Pattern[str], Callable[[str], Any]]:
    """A path within a text, and a test whether a text is one."""
    begin = "|".join(map(re.escape, sorted(roots))) or "(?!)"
    within = re.compile(rf"(?<![A-Za-z0-9-])(?:{begin})(?:{_SLASH}{_SIGN})+")
    return within, re.compile(rf"(?:{begin})(?:/[^/\s]+)+").fullmatch


def _is_word(value: Any) -> bool:
    return isinstance(value, str) and value != ""


def _values(thing: Any) -> dict[str, Any] | None:
    if isinstance(thing, dict):
        return thing
    if is_dataclass(thing) and not isinstance(thing, type):
        return {name: getattr(thing, name) for name in _tellers(thing)}
    return None


def _is_plain(thing: Any) -> bool:
    """Whether a thing holds figures and times only."""
    return type(thing) in FIGURES or (is_dataclass(thing) and not _tellers(thing))


def _tellers(record: Any) -> tuple[str, ...]:
    kind: Any = type(record)
    return _tellers_of(kind)


@cache
def _tellers_of(kind: Any) -> tuple[str, ...]:
    """The fields of a record that can name equipment or lead to it; figures and times cannot."""
    keys = {name for noun in places.nouns() for name in noun}
    return tuple(
        each.name for each in fields(kind)
        if each.type not in FIGURES and (each.type is not int or each.name in keys)
    )  # fmt: skip
