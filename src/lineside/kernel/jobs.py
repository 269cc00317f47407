"""What the house does unprompted: on a clock (``@every``) and on news (``@hears``).

A job acts through the door as its room's service. Each call carries a key made from the job and
the news or tick that started it, so that a job which is run again repeats no effect.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, TypeVar

from lineside.kernel import work
from lineside.kernel.actors import service
from lineside.kernel.door import Door, Outcome
from lineside.kernel.events import Event

J = TypeVar("J", bound=Callable[..., None])


class JobDoor:
    """The door as one run of a job sees it."""

    def __init__(
        self, door: Door, room: str, run: str, at: datetime, *, heard: bool = False, part: str = ""
    ) -> None:
        self._door = door
        self._room, self._heard, self._part = room, heard, part
        self._actor = service(room)
        self._run = run
        self._calls = 0
        self.at = at

    @property
    def number(self) -> int:
        """The number of the news, or of the run, that started the job."""
        return int(self._run.rpartition("@")[2])

    def part(self, name: str) -> "JobDoor":
        """The door for one part of the run, whose calls are counted apart.

        For parts that may be others when the run is tried again: each repeats its own effects only.
        """
        return JobDoor(
            self._door, self._room, self._run, self.at, heard=self._heard, part=f"/{name}"
        )

    def act(self, entry: str | Callable[..., Any], /, **given: Any) -> Outcome:
        """Run an action as the room's service, once for this run."""
        self._calls += 1
        key = f"{self._run}{self._part}#{self._calls}"
        return self._door.run(entry, given, self._actor, key=key, cause=self._cause())

    def _cause(self) -> work.Cause:
        name = self._run.rpartition("@")[0]
        return work.Cause(self.number, f"{name}{self._part}") if self._heard else work.NOBODY

    def ask(self, entry: str | Callable[..., Any], /, **given: Any) -> Any:
        """Ask a query as the room's service."""
        return self._door.ask(entry, given, self._actor)


@dataclass(frozen=True)
class Listener:
    name: str
    room: str
    hears: type[Event]
    function: Callable[[JobDoor, Any], None]


@dataclass(frozen=True)
class Timer:
    name: str
    room: str
    period: timedelta
    function: Callable[[JobDoor], None]
    later: bool = False


known_listeners: dict[str, Listener] = {}
known_timers: dict[str, Timer] = {}


def hears(
    kind: type[Event], *, only: Callable[[work.Work, str], bool] | None = None
) -> Callable[[J], J]:
    """Run the function for each news of this kind, after its commit, in order per subject.

    ``hears(Event)`` hears all news, or those for whose name ``only`` is true.
    """
    heard = work.EVERYTHING if kind is Event else kind.news_name

    def mark(function: J) -> J:
        room = _room(function)
        name = f"{room}.{function.__name__}"
        if name not in known_listeners:
            work.listeners.setdefault(heard, []).append(name)
        if only is not None:
            work.interests[name] = only
        known_listeners[name] = Listener(name, room, kind, function)
        return function

    return mark


def every(
    *, seconds: float = 0, minutes: float = 0, hours: float = 0, later: bool = False
) -> Callable[[J], J]:
    """Run the function again and again, at this period of the plant's clock.

    With ``later`` the first run ever waits for one period: costly work that a fresh house, whose
    pages are about to open, need not do at once.
    """

    def mark(function: J) -> J:
        room = _room(function)
        period = timedelta(seconds=seconds, minutes=minutes, hours=hours)
        name = f"{room}.{function.__name__}"
        known_timers[name] = Timer(name, room, period, function, later)
        return function

    return mark


def _room(function: Callable[..., Any]) -> str:
    return function.__module__.removeprefix("lineside.").split(".")[0]
