"""The spine: a recommendation, the decision on it, and its outcome."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from lineside.guidance.errors import AlreadyDecided, NotDecided, ReasonMissing
from lineside.guidance.events import Decided, Escalated, OutcomeRecorded, Recommended


class State(StrEnum):
    OPEN = "open"
    DEFERRED = "deferred"
    APPROVED = "approved"
    REJECTED = "rejected"


class Verdict(StrEnum):
    APPROVE = "approve"
    REJECT = "reject"
    DEFER = "defer"


class Truth(StrEnum):
    """Whether the recommendation turned out right."""

    CONFIRMED = "confirmed"
    FALSE = "false"
    UNCLEAR = "unclear"


@dataclass(frozen=True)
class Evidence:
    """One thing that speaks for a recommendation.

    ``kind`` names what it is (correlation, prediction, chart, document, history, alarm, part,
    picture); ``ref`` opens it (``quality.correlation/ID``); ``figures`` are its numbers by name.
    """

    kind: str
    title: str
    ref: str = ""
    figures: dict[str, float | int | str] = field(default_factory=dict)


@dataclass(frozen=True)
class Effect:
    """What following the recommendation is expected to change, with an interval."""

    measure: str
    unit: str
    expected: float
    low: float
    high: float


@dataclass
class Recommendation:
    """An act that somebody should consider.

    ``code`` and ``facts`` say what it is about, ``title`` says it in a sentence; ``action`` and
    ``call`` name the catalogue entry that an approval runs (empty: advice only).
    """

    id: str
    code: str
    title: str
    facts: dict[str, Any]
    equipment: str
    by: str
    at: datetime
    risk: str
    confidence: float | None = None
    evidence: list[Evidence] = field(default_factory=list)
    effect: Effect | None = None
    action: str = ""
    call: dict[str, Any] = field(default_factory=dict)
    deadline: datetime | None = None
    level: int = 0
    state: State = State.OPEN
    decided_by: str = ""
    decided_at: datetime | None = None
    reason: str = ""
    signed: bool = False
    result: Any = None
    truth: Truth | None = None
    outcome_note: str = ""
    outcome_facts: dict[str, Any] = field(default_factory=dict)
    outcome_by: str = ""
    outcome_at: datetime | None = None

    def announce(self) -> Recommended:
        return Recommended(self.id, self.code, self.equipment, self.risk, self.by)

    def decide(self, verdict: Verdict, by: str, at: datetime, reason: str) -> Decided:
        """Note the decision; a deferred recommendation stays open for another one."""
        if self.state in (State.APPROVED, State.REJECTED):
            raise AlreadyDecided(recommendation=self.id, state=self.state, by=self.decided_by)
        if verdict is not Verdict.APPROVE and not reason.strip():
            raise ReasonMissing(recommendation=self.id, verdict=verdict)
        states = {
            Verdict.APPROVE: State.APPROVED,
            Verdict.REJECT: State.REJECTED,
            Verdict.DEFER: State.DEFERRED,
        }
        self.state = states[verdict]
        self.decided_by, self.decided_at, self.reason = by, at, reason
        return Decided(self.id, self.code, self.equipment, verdict, by, reason)

    def is_overdue(self, at: datetime) -> bool:
        undecided = self.state in (State.OPEN, State.DEFERRED)
        return undecided and self.deadline is not None and at > self.deadline

    def escalate(self, at: datetime, again: timedelta) -> Escalated:
        """Tell the next level, and give it a deadline of its own."""
        self.level += 1
        self.deadline = at + again
        return Escalated(self.id, self.level)

    def conclude(
        self, truth: Truth, by: str, at: datetime, note: str, facts: dict[str, Any]
    ) -> OutcomeRecorded:
        """Note what came of it."""
        if self.state is not State.APPROVED:
            raise NotDecided(recommendation=self.id, state=self.state)
        self.truth, self.outcome_by, self.outcome_at = truth, by, at
        self.outcome_note, self.outcome_facts = note, facts
        return OutcomeRecorded(self.id, self.code, self.equipment, truth, by)
