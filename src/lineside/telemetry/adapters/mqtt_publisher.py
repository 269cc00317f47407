"""Samples out to an MQTT broker, many points a message, as the MQTT source reads them back."""

import asyncio
import json
from collections.abc import Sequence

import numpy as np
import pyarrow as pa

from lineside.telemetry.adapters.mqtt_link import MqttLink, MqttSettings
from lineside.telemetry.model import Signal

_POINTS_A_MESSAGE = 5_000
_FLUSH_S = 60.0


class MqttPublisher:
    """Publishes each tag under ``prefix/tag``, its dots as slashes."""

    def __init__(self, settings: MqttSettings, *, prefix: str = "plant/replay") -> None:
        self._link = MqttLink(settings, lambda _: None)
        self._prefix = prefix

    async def open(self) -> None:
        """Reach the broker; refuses with the reason."""
        await asyncio.to_thread(self._link.open)

    def topic(self, tag: str) -> str:
        """The topic of a tag."""
        return f"{self._prefix}/{tag.replace('.', '/')}"

    def signals(self, tags: Sequence[str]) -> list[Signal]:
        """The signals by which an MQTT source reads these tags back."""
        options = {"each": "$.points", "value": "$[1]", "time": "$[0]", "time_unit": "us"}
        return [Signal(tag, self.topic(tag), options=options) for tag in tags]

    async def publish(self, table: pa.Table) -> None:
        """Publish a batch; returns when the broker has it."""
        await asyncio.to_thread(self._publish, table)

    def _publish(self, table: pa.Table) -> None:
        tags = np.asarray(table.column("tag").to_pylist(), dtype=object)
        times = table.column("time").combine_chunks().view(pa.int64()).to_numpy()
        values = table.column("value").to_numpy()
        for tag in dict.fromkeys(tags.tolist()):
            mine = np.flatnonzero((tags == tag) & np.isfinite(values))
            for first in range(0, len(mine), _POINTS_A_MESSAGE):
                part = mine[first : first + _POINTS_A_MESSAGE]
                points = list(zip(times[part].tolist(), values[part].tolist(), strict=True))
                self._link.publish(self.topic(tag), json.dumps({"points": points}).encode())
        self._link.flush(_FLUSH_S)

    async def close(self) -> None:
        """Disconnect."""
        await asyncio.to_thread(self._link.close)
