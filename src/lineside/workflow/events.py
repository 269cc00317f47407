"""What workflow tells."""

from dataclasses import dataclass

from lineside.kernel.events import Event


@dataclass(frozen=True)
class RuleFired(Event, subject="rule"):
    """News met a rule's condition, and its entry was put through the door."""

    rule: str
    news: int
    entry: str
    state: str
    recommendation: str


@dataclass(frozen=True)
class RuleChanged(Event, subject="rule"):
    """A rule has a new version, or was switched."""

    rule: str
    version: int
    enabled: bool
