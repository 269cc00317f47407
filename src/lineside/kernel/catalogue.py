"""One catalogue of everything the product can do, be asked and measure.

The signature and the docstring of a marked function are its HTTP schema, its tool for assistants,
its workflow step and its reference page.
"""

import inspect
import math
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from functools import cached_property
from typing import Any, TypeVar, get_args, get_origin, get_type_hints

from pydantic import BaseModel, ConfigDict, TypeAdapter, ValidationError, create_model

from lineside.kernel.errors import Invalid, Missing
from lineside.kernel.places import PLACES

F = TypeVar("F", bound=Callable[..., Any])


class EntryUnknown(Missing):
    """No such entry in the catalogue."""

    code = "kernel.EntryUnknown"
    advice = "List the entries with `lineside catalogue`."


SIGNED_BY = "password"
"""The argument that carries the signature of an entry that asks for one."""


class ArgumentsInvalid(Invalid):
    """The arguments do not fit the entry's signature."""

    code = "kernel.ArgumentsInvalid"
    advice = "Compare the arguments with the entry's page in the reference."


class Risk(StrEnum):
    """How far an action reaches, from reading to changing production."""

    INFORM = "inform"
    SUPPORT = "support"
    INITIATE = "initiate"
    EXECUTE = "execute"


class Kind(StrEnum):
    ACTION = "action"
    QUERY = "query"
    METRIC = "metric"


@dataclass(frozen=True)
class MetricFacts:
    """What a plant figure means: its unit, how it may be cut, and the words people use for it."""

    unit: str
    dimensions: tuple[str, ...]
    synonyms: tuple[str, ...]
    definition: str


@dataclass(frozen=True)
class Entry:
    """One function that strangers and machines may reach through the door.

    ``scope`` names the argument that holds the equipment on which the permission must hold. Left
    empty it names the whole plant for a figure, no machine in particular for an action, and for a
    list all rows, of which an actor with a scope sees those under it;
    ``everyday`` marks a person's own daily verb, which passes on the permission alone;
    ``signature`` asks for the person's password again: such an entry has an argument ``password``
    that the door takes away before the function runs;
    ``secret`` says that the result is for whoever asked alone: it is sealed wherever it is kept.

    What an answer tells is cut to the asker's scope. ``plantwide`` says why it is told whole;
    ``rows_of`` names what the answer's ``id`` stands for, where its rows name no equipment;
    ``unnamed`` keeps all rows and hides what equipment they name.
    """

    name: str
    kind: Kind
    permission: str
    risk: Risk
    function: Callable[..., Any]
    scope: str = ""
    everyday: bool = False
    signature: bool = False
    secret: bool = False
    metric: MetricFacts | None = field(default=None)
    plantwide: str = ""
    rows_of: str = ""
    unnamed: bool = False

    @property
    def room(self) -> str:
        return self.name.split(".")[0]

    @property
    def summary(self) -> str:
        return (inspect.getdoc(self.function) or "").split("\n", 1)[0]

    @cached_property
    def is_list(self) -> bool:
        """Whether the answer is rows that name their equipment: it can be cut to a scope."""
        told = get_type_hints(self.function, include_extras=True).get("return", Any)
        rows = get_args(told) if get_origin(told) is list else ()
        return any(place in getattr(row, "__dataclass_fields__", {}) for row in rows
                   for place in PLACES)  # fmt: skip

    @property
    def description(self) -> str:
        return inspect.getdoc(self.function) or ""

    @cached_property
    def arguments(self) -> type[BaseModel]:
        """The shape of the arguments, made from the signature; unknown names are refused."""
        hints = get_type_hints(self.function, include_extras=True)
        fields: dict[str, Any] = {}
        for name, parameter in inspect.signature(self.function).parameters.items():
            if name == "work":
                continue
            given = ... if parameter.default is inspect.Parameter.empty else parameter.default
            fields[name] = (hints[name], given)
        if self.signature:
            fields[SIGNED_BY] = (str, "")
        shape = "".join(word.capitalize() for word in self.name.replace(".", "_").split("_"))
        return create_model(
            f"{shape}Arguments", __config__=ConfigDict(extra="forbid", frozen=True), **fields
        )

    @cached_property
    def answer(self) -> TypeAdapter[Any]:
        """The shape of the answer, made from the return annotation."""
        return TypeAdapter(get_type_hints(self.function, include_extras=True).get("return", Any))

    def parse(self, given: dict[str, Any]) -> dict[str, Any]:
        """Turn plain values into typed arguments, or refuse and say which and why."""
        try:
            parsed = self.arguments.model_validate(given)
        except ValidationError as error:
            raise ArgumentsInvalid(entry=self.name, problems=_problems(error)) from error
        values = {name: getattr(parsed, name) for name in type(parsed).model_fields}
        if problems := [f"{name}: {told}" for name, v in values.items() if (told := _unfit(v))]:
            raise ArgumentsInvalid(entry=self.name, problems=problems)
        return values

    def dump(self, answer: Any) -> Any:
        """The answer as plain values for JSON."""
        return self.answer.dump_python(answer, mode="json")


def _problems(error: ValidationError) -> list[str]:
    return [f"{'.'.join(str(p) for p in e['loc'])}: {e['msg']}" for e in error.errors()]


def _unfit(value: Any) -> str:
    """What is wrong with a value that has the right type and still means nothing."""
    match value:
        case datetime() if value.utcoffset() is None:
            return "a time needs its zone, such as 2026-10-05T06:00:00Z"
        case date() if value.year not in YEARS:
            return f"no plant has a calendar for the year {value.year}"
        case float() if not math.isfinite(value):
            return "a number must be finite"
        case str() if not is_storable(value):
            return "text must not hold a zero byte or half a surrogate pair"
    return ""


def is_storable(text: str) -> bool:
    """Whether the database and JSON can hold this text."""
    return _UNSTORABLE.search(text) is None


# Beyond these, times of day and zones cannot be computed with.
YEARS = range(1900, 2200)
_UNSTORABLE = re.compile("[\0\ud800-\udfff]")
_entries: dict[str, Entry] = {}


def action(
    *,
    permission: str,
    risk: Risk,
    scope: str = "",
    everyday: bool = False,
    signature: bool = False,
    secret: bool = False,
) -> Callable[[F], F]:
    """Mark a public verb. It becomes reachable through the door under ``room.function_name``."""
    return _mark(Kind.ACTION, permission, risk, scope, everyday, signature, secret, None)


def query(
    *,
    permission: str,
    scope: str = "",
    plantwide: str = "",
    rows_of: str = "",
    unnamed: bool = False,
) -> Callable[[F], F]:
    """Mark a public question; it changes nothing."""
    shows = {"plantwide": plantwide, "rows_of": rows_of, "unnamed": unnamed}
    return _mark(Kind.QUERY, permission, Risk.INFORM, scope, True, False, False, None, **shows)


def metric(
    *,
    permission: str,
    unit: str,
    definition: str,
    dimensions: tuple[str, ...] = (),
    synonyms: tuple[str, ...] = (),
    scope: str = "",
) -> Callable[[F], F]:
    """Mark a plant figure: one definition, used by screens, questions and reports alike."""
    facts = MetricFacts(unit, dimensions, synonyms, definition)
    return _mark(Kind.METRIC, permission, Risk.INFORM, scope, True, False, False, facts)


def _mark(
    kind: Kind,
    permission: str,
    risk: Risk,
    scope: str,
    everyday: bool,
    signature: bool,
    secret: bool,
    facts: MetricFacts | None,
    **shows: Any,
) -> Callable[[F], F]:
    def mark(function: F) -> F:
        room = function.__module__.removeprefix("lineside.").split(".")[0]
        name = f"{room}.{function.__name__}"
        assert inspect.getdoc(function), f"{name} needs a docstring: it is its reference page"
        _entries[name] = Entry(
            name,
            kind,
            permission,
            risk,
            function,
            scope,
            everyday,
            signature,
            secret,
            facts,
            **shows,
        )
        return function

    return mark


def find(name: str) -> Entry:
    """The entry of that name."""
    try:
        return _entries[name]
    except KeyError:
        raise EntryUnknown(entry=name, nearest=_nearest(name)) from None


def entry_of(function: Callable[..., Any]) -> Entry:
    """The entry of a marked function."""
    room = function.__module__.removeprefix("lineside.").split(".")[0]
    return find(f"{room}.{function.__name__}")


def entries() -> list[Entry]:
    """All entries of the loaded rooms, by name."""
    return [_entries[name] for name in sorted(_entries)]


def _nearest(name: str) -> list[str]:
    import difflib

    return difflib.get_close_matches(name, list(_entries), n=3)
