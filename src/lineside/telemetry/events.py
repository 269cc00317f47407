"""What telemetry tells: only what is derived from samples, never the samples themselves."""

from dataclasses import dataclass
from datetime import datetime

from lineside.kernel.events import Event


@dataclass(frozen=True)
class MachineStateChanged(Event, subject="equipment"):
    """A machine is in another state since ``at`` (the source's own time).

    States: running, setup, idle, blocked, starved, down, maintenance, off, no_data.
    """

    equipment: str
    state: str
    previous: str
    at: datetime
    source: str


@dataclass(frozen=True)
class AlarmRaised(Event, subject="equipment"):
    """A machine shows an alarm code."""

    equipment: str
    alarm: int
    at: datetime


@dataclass(frozen=True)
class ConnectionChanged(Event, subject="connection"):
    """A connection came up, was lost or was refused."""

    connection: str
    state: str
    reason: str


@dataclass(frozen=True)
class ConnectionAttached(Event, subject="connection"):
    """Somebody attached a source of signals."""

    connection: str
    protocol: str
    address: str


@dataclass(frozen=True)
class TagsMapped(Event, subject="connection"):
    """Addresses of a source now feed equipment signals."""

    connection: str
    tags: int
