"""What guidance tells."""

from dataclasses import dataclass

from lineside.kernel.events import Event


@dataclass(frozen=True)
class Recommended(Event, subject="recommendation"):
    """Somebody or something recommends an act, with evidence; it awaits a decision."""

    recommendation: str
    code: str
    equipment: str
    risk: str
    by: str


@dataclass(frozen=True)
class Decided(Event, subject="recommendation"):
    """A person approved, rejected or deferred a recommendation."""

    recommendation: str
    code: str
    equipment: str
    verdict: str
    by: str
    reason: str


@dataclass(frozen=True)
class Escalated(Event, subject="recommendation"):
    """Nobody decided before the deadline; the next level was told."""

    recommendation: str
    level: int


@dataclass(frozen=True)
class OutcomeRecorded(Event, subject="recommendation"):
    """What came of an approved recommendation is known."""

    recommendation: str
    code: str
    equipment: str
    verdict: str
    by: str
