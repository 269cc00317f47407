"""Rules: on this news, when this holds, do that."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any


@dataclass
class Rule:
    """On news of kind ``on``, when the condition holds, put ``do`` through the door.

    ``when`` is a CEL expression over ``news`` (the facts) such as ``news.probability > 0.5``;
    empty holds always. ``given`` are the entry's arguments; a text ``=news.field`` takes the
    news's value, any other value is taken as it is.
    """

    id: str
    title: str
    on: str
    do: str
    when: str = ""
    given: dict[str, Any] = field(default_factory=dict)
    version: int = 1
    enabled: bool = True
    changed_by: str = ""
    changed_at: datetime | None = None


@dataclass(frozen=True)
class Firing:
    """One time that a rule fired."""

    rule: str
    news: int
    at: datetime
    entry: str
    state: str
    detail: str
