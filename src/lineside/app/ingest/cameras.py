"""Pictures from camera stations that publish to a broker.

A message on ``<site>/camera/<station>`` is one line of JSON (lot, unit, order, ``time_us`` since
1970 or ``at``, and what the station measured as numbers), a newline, and the picture's bytes.
"""

import json
import threading
from collections import deque
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any

from lineside.kernel.actors import service
from lineside.kernel.door import Door
from lineside.kernel.errors import Invalid, Refusal, Unavailable
from lineside.kernel.logs import log
from lineside.kernel.parking import park
from lineside.kernel.work import World
from lineside.quality.actions import inspect_pictures
from lineside.quality.model import PictureIn

LIMIT_BYTES = 20_000_000
_log = log("app")


class PictureMessageInvalid(Invalid):
    """A camera's message has no readable header or no picture."""

    code = "app.PictureMessageInvalid"
    advice = "Send one line of JSON with lot, unit and at, a newline, and the picture's bytes."


class Cameras:
    """Takes camera messages; one that cannot be read is parked.

    What is refused only for now (a stopped room, an absent database) waits in its order.
    """

    def __init__(self, world: World, door: Door, stations: dict[str, str]) -> None:
        self._world = world
        self._door = door
        self._stations = stations
        self._actor = service("quality")
        self._waiting: deque[tuple[Callable[[], object], Callable[[], None]]] = deque()
        self._in_turn = threading.Lock()

    def take(self, topic: str, payload: bytes, done: Callable[[], None] = lambda: None) -> None:
        """Store the picture and have it judged; ``done`` is called once that is on record."""
        station = topic.rsplit("/", 1)[-1]
        try:
            header, content = split(payload)
            given = {"pictures": [self._picture(station, header, content)]}
            act = partial(self._judge, station, topic, given)
        except Refusal as refusal:
            act = partial(self._park, station, topic, refusal)
        self._waiting.append((act, done))
        self.flush()

    def flush(self) -> None:
        """Do what waits, in its order, until something is refused for now again."""
        with self._in_turn:
            while self._waiting:
                act, done = self._waiting[0]
                try:
                    act()
                except Unavailable as error:
                    _log.warning("pictures wait", waiting=len(self._waiting), error=str(error))
                    return
                self._waiting.popleft()
                done()

    def _judge(self, station: str, topic: str, given: dict[str, Any]) -> None:
        try:
            self._door.run(inspect_pictures, given, self._actor)
        except Unavailable:
            raise
        except Refusal as refusal:
            self._park(station, topic, refusal)

    def _park(self, station: str, topic: str, refusal: Refusal) -> None:
        with self._world.work(self._actor) as work:
            park(work, source=f"camera {station}", what=topic, refusal=refusal)

    def _picture(self, station: str, header: dict[str, Any], content: bytes) -> PictureIn:
        try:
            return PictureIn(
                station=self._stations[station],
                lot=str(header["lot"]),
                unit=int(header["unit"]),
                order=str(header.get("order", "")),
                at=_taken_at(header),
                file=self._world.files.put(content),
                measured={k: v for k, v in header.items() if isinstance(v, float)},
            )
        except (KeyError, TypeError, ValueError) as error:
            raise PictureMessageInvalid(station=station, problem=repr(error)[:200]) from error


def _taken_at(header: dict[str, Any]) -> datetime:
    if "time_us" in header:
        return datetime(1970, 1, 1, tzinfo=UTC) + timedelta(microseconds=int(header["time_us"]))
    return datetime.fromisoformat(header["at"])


def split(payload: bytes) -> tuple[dict[str, Any], bytes]:
    """The header and the picture's bytes of a camera message."""
    if len(payload) > LIMIT_BYTES:
        raise PictureMessageInvalid(problem="too large", bytes=len(payload))
    line, _, content = payload.partition(b"\n")
    try:
        header = json.loads(line)
    except ValueError as error:
        raise PictureMessageInvalid(problem="the first line is not JSON") from error
    if not isinstance(header, dict) or not content:
        raise PictureMessageInvalid(problem="header or picture missing")
    return header, content
