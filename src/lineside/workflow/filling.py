"""Fills a rule's arguments from the facts of the news."""

import re
from typing import Any

from lineside.workflow.errors import RuleInvalid

# The unit in which a signal's name ends.
_UNIT = re.compile(r"_(c|h|pct|rpm|mm_s|m_s2|mm_min|um|kw|kwh|bar|l_min)$")
_NAME = re.compile(r"[a-z]+(_[a-z0-9]+)+$")
_PLACE = re.compile(r"\{([a-z_]+)\}")


def fill(given: Any, facts: dict[str, Any]) -> Any:
    """``=field`` becomes the field's value, ``{field}`` inside a text its text; the rest stays.

    In a ``title``, which people read, names such as ``tooth_flaw`` become words.
    """
    if isinstance(given, dict):
        return {
            name: fill(value, _worded(facts) if name == "title" else facts)
            for name, value in given.items()
        }
    if isinstance(given, list):
        return [fill(value, facts) for value in given]
    if isinstance(given, str) and given.startswith("="):
        return _field(given[1:], facts)
    if isinstance(given, str):
        return _PLACE.sub(lambda place: str(_field(place[1], facts)), given)
    return given


def fields_in(given: Any) -> set[str]:
    """The fields of the news that the arguments name."""
    if isinstance(given, dict):
        return set().union(*(fields_in(value) for value in given.values()))
    if isinstance(given, list):
        return set().union(*(fields_in(value) for value in given))
    if not isinstance(given, str):
        return set()
    return {given[1:]} if given.startswith("=") else set(_PLACE.findall(given))


def _worded(facts: dict[str, Any]) -> dict[str, Any]:
    return {
        name: _UNIT.sub("", value).replace("_", " ")
        if isinstance(value, str) and _NAME.match(value)
        else value
        for name, value in facts.items()
    }


def _field(name: str, facts: dict[str, Any]) -> Any:
    if name not in facts:
        raise RuleInvalid(field=name, problem="the news has no such field", known=sorted(facts))
    return facts[name]
