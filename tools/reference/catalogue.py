"""The pages of actions, queries and metrics."""

import inspect
from itertools import groupby
from types import NoneType
from typing import get_type_hints

from lineside.identity.model import ROLES
from lineside.kernel.actors import Actor
from lineside.kernel.catalogue import Entry, Kind, entries
from tools.reference.shapes import shapes, words_for
from tools.reference.wording import is_ours, paragraphs, plain, shown, table, title


def actions() -> list[str]:
    """The page of actions."""
    return [
        *title("Actions"),
        "What one may do. Over HTTP an action is `POST /api/v1/<room>/<action>` with its arguments "
        "as a JSON body, on the command line `lineside run <room>.<action> '{...}'`. The answer's "
        "`state` is `done`, with the `result`, or `awaiting_decision`, with the recommendation "
        "that a person must decide on. The risk says how far an action reaches: `inform` reads, "
        "`support` advises, `initiate` drafts and notifies, `execute` changes production, "
        "quality, maintenance or a machine. *Everyday* marks a person's own daily verb, "
        "*signature* one that asks for the password again.",
        "",
        *_catalogue(Kind.ACTION),
    ]


def queries() -> list[str]:
    """The page of queries."""
    return [
        *title("Queries"),
        "What one may ask. Over HTTP a query is `GET /api/v1/<room>/<query>` with its arguments as "
        "parameters, on the command line `lineside run <room>.<query> '{...}'`. A query changes "
        "nothing.",
        "",
        *_catalogue(Kind.QUERY),
    ]


def metrics() -> list[str]:
    """The page of plant figures."""
    return [
        *title("Metrics"),
        "The plant's figures, each with one definition for screens, questions and reports. They "
        "are asked like [queries](queries.md).",
        "",
        *_catalogue(Kind.METRIC),
    ]


def _catalogue(kind: Kind) -> list[str]:
    """All entries of a kind, room by room, and the shapes that they name."""
    own = [e for e in entries() if e.kind is kind and is_ours(e.function)]
    lines: list[str] = []
    for room, group in groupby(own, key=lambda each: each.room):
        lines += [f"## {room}", ""]
        for entry in group:
            lines += _entry(entry)
    named = [hint for each in own for hint in get_type_hints(each.function).values()]
    return lines + shapes(named)


def _entry(entry: Entry) -> list[str]:
    hints = get_type_hints(entry.function)
    rows = []
    for name, given in inspect.signature(entry.function).parameters.items():
        if name != "work":
            default = "" if given.default is inspect.Parameter.empty else shown(given.default)
            rows.append((f"`{name}`", words_for(hints[name]), default or "required"))
    return [
        f"### {entry.name}",
        "",
        *paragraphs(entry.function),
        *_metric(entry),
        _rights(entry),
        "",
        *table(("argument", "type", "by default"), rows),
        f"Answers {words_for(hints.get('return', NoneType))}.",
        "",
    ]


def _metric(entry: Entry) -> list[str]:
    facts = entry.metric
    if facts is None:
        return []
    return [
        f"*{plain(facts.definition).rstrip('.')}.* Unit: {facts.unit}."
        f" By: {', '.join(facts.dimensions) or 'nothing'}."
        f" Also called: {', '.join(facts.synonyms) or 'nothing else'}.",
        "",
    ]


def _rights(entry: Entry) -> str:
    holders = [
        role
        for role, given in ROLES.items()
        if Actor(role, role, permissions=frozenset(given)).may(entry.permission)
    ]
    marks = [name for name in ("everyday", "signature") if getattr(entry, name)]
    risk = f", risk `{entry.risk.value}`" if entry.kind is Kind.ACTION else ""
    more = f", {', '.join(marks)}" if marks and entry.kind is Kind.ACTION else ""
    scope = f"; scope by `{entry.scope}`" if entry.scope else ""
    return f"Permission `{entry.permission}`{risk}{more}{scope}. Roles: {', '.join(holders)}."
