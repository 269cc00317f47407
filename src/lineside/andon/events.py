"""What andon tells."""

from dataclasses import dataclass

from lineside.kernel.events import Event


@dataclass(frozen=True)
class AlertRaised(Event, subject="alert"):
    """Somebody calls for help, or a room saw something that a person should know."""

    alert: str
    kind: str
    severity: str
    equipment: str
    title: str


@dataclass(frozen=True)
class AlertAcknowledged(Event, subject="alert"):
    """A person took the alert on."""

    alert: str
    by: str


@dataclass(frozen=True)
class AlertEscalated(Event, subject="alert"):
    """Nobody took the alert on in time; the next level was told."""

    alert: str
    level: int
    equipment: str


@dataclass(frozen=True)
class AlertClosedNews(Event, subject="alert"):
    """The alert's cause is gone."""

    alert: str
    by: str
