"""The page of events."""

from dataclasses import fields
from itertools import groupby
from typing import Any, get_type_hints

from lineside.kernel import events, jobs
from tools.reference.shapes import shapes, words_for
from tools.reference.wording import is_ours, names, paragraphs, table, title


def news() -> list[str]:
    """The page of events."""
    known = [(name, kind) for name, kind in events.known().items() if is_ours(kind)]
    lines = [
        *title("Events"),
        "What rooms tell. An event is written with the work that it tells of, and heard after the "
        "commit, at least once, in order per subject. Rules may hear every event.",
        "",
    ]
    for room, group in groupby(known, key=lambda each: each[0].split(".")[0]):
        lines += [f"## {room}", ""]
        for name, kind in group:
            lines += _event(name, kind)
    return lines + shapes(hint for _, kind in known for hint in _facts(kind).values())


def _facts(kind: type[events.Event]) -> dict[str, Any]:
    hints = get_type_hints(kind)
    return {each.name: hints[each.name] for each in fields(kind)}  # type: ignore[arg-type]


def _event(name: str, kind: type[events.Event]) -> list[str]:
    rows = [(f"`{fact}`", words_for(hint)) for fact, hint in _facts(kind).items()]
    heard = sorted(
        each.name
        for each in jobs.known_listeners.values()
        if each.hears is kind and is_ours(each.function)
    )
    by = f" Heard by {names(heard)}." if heard else ""
    subject = f"Subject: `{kind.subject_field}`." if kind.subject_field else "One subject for all."
    return [
        f"### {name}",
        "",
        *paragraphs(kind),
        f"{subject}{by}",
        "",
        *table(("fact", "type"), rows),
    ]
