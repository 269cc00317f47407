"""One connection's samples on their way: prepared, stored, shown, and states derived from them."""

import threading
from datetime import UTC, datetime, timedelta
from typing import Any

import numpy as np
import pyarrow as pa

from lineside.kernel.actors import service
from lineside.kernel.door import Door
from lineside.kernel.errors import Unavailable
from lineside.kernel.logs import log
from lineside.kernel.quantities import scale
from lineside.kernel.work import World
from lineside.telemetry import actions
from lineside.telemetry.actions import Repair, StateChange
from lineside.telemetry.derive import state_edges
from lineside.telemetry.live import LiveState
from lineside.telemetry.model import TagRules
from lineside.telemetry.ports import Batch, Historian, LiveValues
from lineside.telemetry.prepare import first_state, plan_for, prepare
from lineside.telemetry.queries import TagView

REPAIRS_AT_ONCE = 200
NO_DATA = "no_data"
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_log = log("app")


class Pipeline:
    """Takes batches of one connection. Its door calls are kept and tried again if refused for now.

    ``writing`` is shared by all pipelines of a historian: it has one writer.
    """

    def __init__(
        self, world: World, door: Door, tags: list[TagView], writing: threading.Lock
    ) -> None:
        self._world = world
        self._door = door
        self._writing = writing
        self._tags = {tag.id: tag for tag in tags}
        self._plan = plan_for({tag.id: _rules(tag) for tag in tags if tag.wave_rate_hz is None})
        self._state = first_state(self._plan)
        self._last: dict[str, int | None] = {}
        self._lost_us: dict[str, int] = {}
        self._waiting: list[tuple[Any, dict[str, Any]]] = []
        self._actor = service("telemetry")

    def take(self, batch: Batch) -> None:
        """Store a batch, show it, and tell what is derived from it."""
        prepared = prepare(self._plan, self._state, batch.samples)
        self._state = prepared.state
        with self._writing:
            historian = self._world.the(Historian)
            if prepared.samples.num_rows:
                historian.append(prepared.samples)
            if batch.waves is not None and batch.waves.num_rows:
                historian.append_waves(batch.waves)
        live: Any = self._world.the(LiveValues)
        assert isinstance(live, LiveState)
        live.update(prepared.samples)
        self._note_repairs(prepared.repairs)
        self._derive(prepared.samples)
        self.flush()

    def flush(self) -> None:
        """Make the door calls that wait; one that is refused only for now goes on waiting."""
        while self._waiting:
            entry, given = self._waiting[0]
            try:
                self._door.run(entry, given, self._actor)
            except Unavailable as error:
                _log.warning("derived news waits", entry=entry.__name__, error=str(error))
                return
            self._waiting.pop(0)

    def _note_repairs(self, repairs: pa.Table) -> None:
        rows = repairs.slice(0, REPAIRS_AT_ONCE).to_pylist()
        if rows:
            noted = [
                Repair(r["rule"], r["tag"], r["time"], _number(r["original"]), _number(r["stored"]),
                       r["policy"])
                for r in rows
            ]  # fmt: skip
            self._waiting.append((actions.note_repairs, {"repairs": noted}))

    def _derive(self, samples: pa.Table) -> None:
        changes: list[StateChange] = []
        for tag, times, values in _by_tag(samples, self._wanted()):
            known = np.isfinite(values)
            lost_us = None if known[-1] else int(times[-1])
            if tag.tag_class == "state":
                # What is older than the loss says nothing of the state since.
                known &= times > self._lost_us.get(tag.id, -1)
            self._edges(tag, times[known], values[known], changes)
            if lost_us is not None and tag.tag_class == "state":
                # The connection is gone, or one machine behind it, as a Sparkplug node may be.
                self._lose(tag, lost_us, changes)
        if changes:
            self._waiting.append((actions.note_states, {"changes": changes}))

    def _edges(self, tag: TagView, times: Any, values: Any, changes: list[StateChange]) -> None:
        """Where the state or the alarm changed in the samples of one tag."""
        edges = state_edges(values.astype(np.int64), self._last.get(tag.id))
        self._last[tag.id] = edges.last
        for row, after in zip(edges.row, edges.after, strict=True):
            at = _EPOCH + timedelta(microseconds=int(times[row]))
            if tag.tag_class == "state":
                state = tag.codes.get(str(int(after)), "down")
                changes.append(StateChange(tag.equipment, state, at))
            elif after:
                given = {"equipment": tag.equipment, "alarm": int(after), "at": at}
                self._waiting.append((actions.note_alarms, given))

    def _lose(self, tag: TagView, at_us: int, changes: list[StateChange]) -> None:
        self._last[tag.id] = None
        self._lost_us[tag.id] = at_us
        at = _EPOCH + timedelta(microseconds=at_us)
        changes.append(StateChange(tag.equipment, NO_DATA, at, "connection"))

    def _wanted(self) -> dict[str, TagView]:
        return {k: t for k, t in self._tags.items() if t.tag_class in ("state", "alarm")}


def _rules(tag: TagView) -> TagRules:
    """Conversion to the tag's unit, its range, and generous limits for late and future samples."""
    factor, offset = 1.0, 0.0
    if tag.source_unit and tag.unit and tag.source_unit != tag.unit:
        factor, offset = scale(tag.source_unit, tag.unit)
    return TagRules(
        factor=factor, offset=offset, low=tag.low, high=tag.high, late_s=7200.0, future_s=300.0
    )


def _by_tag(samples: pa.Table, wanted: dict[str, TagView]) -> list[tuple[TagView, Any, Any]]:
    """Times and values of each wanted tag in a batch, in order of time; NaN where it was lost."""
    if not samples.num_rows:
        return []
    column = samples["tag"].combine_chunks()
    codes = column.indices.to_numpy(zero_copy_only=False)
    times = samples["time"].cast(pa.int64()).to_numpy()
    values = samples["value"].to_numpy()
    found = []
    for code, name in enumerate(column.dictionary.to_pylist()):
        tag = wanted.get(name)
        if tag is None:
            continue
        rows = np.flatnonzero(codes == code)
        rows = rows[np.argsort(times[rows], kind="stable")]
        if len(rows):
            found.append((tag, times[rows], values[rows]))
    return found


def _number(value: float | None) -> float | None:
    return None if value is None or value != value else value
