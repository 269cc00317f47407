"""Fills a rule's arguments from the facts of the news."""

import re
from typing import Any

from lineside.workflow.errors import RuleInvalid

_PLACE = re.compile(r"\{([a-z_]+)\}")


def fill(given: Any, facts: dict[str, Any]) -> Any:
    """``=field`` becomes the field's value, ``{field}`` inside a text its text; the rest stays."""
    if isinstance(given, dict):
        return {name: fill(value, facts) for name, value in given.items()}
    if isinstance(given, list):
        return [fill(value, facts) for value in given]
    if isinstance(given, str) and given.startswith("="):
        return _field(given[1:], facts)
    if isinstance(given, str):
        return _PLACE.sub(lambda place: str(_field(place[1], facts)), given)
    return given


def _field(name: str, facts: dict[str, Any]) -> Any:
    if name not in facts:
        raise RuleInvalid(field=name, problem="the news has no such field", known=sorted(facts))
    return facts[name]
