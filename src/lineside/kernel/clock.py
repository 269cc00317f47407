"""One clock behind one interface: real, fixed or simulated. Time is always UTC."""

import threading
from datetime import UTC, datetime, timedelta
from typing import Protocol


class Clock(Protocol):
    """Tells the time in UTC."""

    def now(self) -> datetime: ...


class RealClock:
    """The machine's clock, never running backwards within one process."""

    def __init__(self) -> None:
        self._latest = datetime.now(UTC)
        self._lock = threading.Lock()

    def now(self) -> datetime:
        """The time; when the machine's clock is set back, it stands still until caught up."""
        with self._lock:
            self._latest = max(self._latest, datetime.now(UTC))
            return self._latest


class FixedClock:
    """Always tells the same time."""

    def __init__(self, at: datetime) -> None:
        self._at = at

    def now(self) -> datetime:
        return self._at


class SimulatedClock:
    """Stands still until somebody advances it; it never runs backwards."""

    def __init__(self, start: datetime) -> None:
        self._at = start.astimezone(UTC)
        self._lock = threading.Lock()

    def now(self) -> datetime:
        with self._lock:
            return self._at

    def advance(self, by: timedelta) -> datetime:
        return self.set(self.now() + by)

    def set(self, at: datetime) -> datetime:
        """Move forward to ``at``; a time in the past leaves the clock where it is."""
        with self._lock:
            self._at = max(self._at, at.astimezone(UTC))
            return self._at
