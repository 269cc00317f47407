"""Pictures from camera stations that publish to a broker.

A message on ``<site>/camera/<station>`` is one line of JSON (lot, unit, order, ``time_us`` since
1970 or ``at``, and what the station measured as numbers), a newline, and the picture's bytes.
"""

import json
from datetime import UTC, datetime, timedelta
from typing import Any

from lineside.kernel.actors import service
from lineside.kernel.door import Door
from lineside.kernel.errors import Invalid, Refusal
from lineside.kernel.parking import park
from lineside.kernel.work import World
from lineside.quality.actions import inspect_pictures
from lineside.quality.model import PictureIn

LIMIT_BYTES = 20_000_000


class PictureMessageInvalid(Invalid):
    """A camera's message has no readable header or no picture."""

    code = "app.PictureMessageInvalid"
    advice = "Send one line of JSON with lot, unit and at, a newline, and the picture's bytes."


class Cameras:
    """Takes camera messages; one that cannot be read is parked."""

    def __init__(self, world: World, door: Door, stations: dict[str, str]) -> None:
        self._world = world
        self._door = door
        self._stations = stations
        self._actor = service("quality")

    def take(self, topic: str, payload: bytes) -> None:
        """Store the picture and have it judged."""
        station = topic.rsplit("/", 1)[-1]
        try:
            header, content = split(payload)
            picture = self._picture(station, header, content)
        except Refusal as refusal:
            with self._world.work(self._actor) as work:
                park(work, source=f"camera {station}", what=topic, refusal=refusal)
            return
        self._door.run(inspect_pictures, {"pictures": [picture]}, self._actor)

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
