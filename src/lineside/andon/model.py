"""Alerts: raised, acknowledged, escalated, closed."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from lineside.andon.errors import AlertClosed
from lineside.andon.events import (
    AlertAcknowledged,
    AlertClosedNews,
    AlertEscalated,
    AlertRaised,
)


class Severity(StrEnum):
    INFO = "info"
    WARNING = "warning"
    CRITICAL = "critical"


class AlertState(StrEnum):
    OPEN = "open"
    ACKNOWLEDGED = "acknowledged"
    CLOSED = "closed"


# How long an alert may wait for somebody before the next level is told.
PATIENCE = {
    Severity.INFO: timedelta(hours=8),
    Severity.WARNING: timedelta(minutes=30),
    Severity.CRITICAL: timedelta(minutes=5),
}
LEVELS = 3


@dataclass
class Alert:
    """Something that a person should know or come to.

    ``kind`` says what it is (help.material, condition, quality.pattern, signal.lost ...); the same
    kind for the same equipment is raised once and then counted.
    """

    id: str
    kind: str
    severity: Severity
    equipment: str
    title: str
    facts: dict[str, Any]
    link: str
    by: str
    at: datetime
    due: datetime
    count: int = 1
    level: int = 0
    state: AlertState = AlertState.OPEN
    acknowledged_by: str = ""
    acknowledged_at: datetime | None = None
    note: str = ""
    closed_at: datetime | None = None
    history: list[str] = field(default_factory=list)

    def announce(self) -> AlertRaised:
        return AlertRaised(self.id, self.kind, self.severity, self.equipment, self.title)

    def repeat(self, at: datetime, severity: Severity, facts: dict[str, Any]) -> None:
        """Count it again; where it is worse than before, it waits no longer than the worse may."""
        self.count += 1
        if PATIENCE[severity] < PATIENCE[self.severity]:
            self.severity = severity
            self.due = min(self.due, at + PATIENCE[severity])
        self.facts = facts
        self.history.append(f"{at.isoformat()} again")

    def acknowledge(self, by: str, at: datetime, note: str) -> AlertAcknowledged:
        if self.state is AlertState.CLOSED:
            raise AlertClosed(alert=self.id)
        self.state = AlertState.ACKNOWLEDGED
        self.acknowledged_by, self.acknowledged_at, self.note = by, at, note
        return AlertAcknowledged(self.id, by)

    def escalate(self, at: datetime) -> AlertEscalated:
        self.level += 1
        self.due = at + PATIENCE[self.severity]
        self.history.append(f"{at.isoformat()} escalated to level {self.level}")
        return AlertEscalated(self.id, self.level, self.equipment)

    def close(self, by: str, at: datetime) -> AlertClosedNews:
        if self.state is AlertState.CLOSED:
            raise AlertClosed(alert=self.id)
        self.state, self.closed_at = AlertState.CLOSED, at
        return AlertClosedNews(self.id, by)
