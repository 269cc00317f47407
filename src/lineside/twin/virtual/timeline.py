"""From the engine's trace to what each machine did: states, operations, single pieces."""

from dataclasses import dataclass, field

from lineside.twin.engine import memory as at
from lineside.twin.simulation import Run, Trace


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece finished on a machine: piece `unit` (from 1) of item `key` at step `step`."""

    machine: int
    time_s: float
    key: int
    step: int
    unit: int


@dataclass(frozen=True, slots=True)
class Moment:
    """An operation begun or ended on a machine; machine -1: an item left the line."""

    machine: int
    time_s: float
    key: int
    step: int
    begun: bool


@dataclass(slots=True)
class Track:
    """One machine: its states as (time, state), and the operation in work."""

    states: list[tuple[float, int]] = field(default_factory=lambda: [(0.0, at.IDLE)])
    keys: list[int] = field(default_factory=list)
    step: int = -1
    spans: list[tuple[float, float]] = field(default_factory=list)
    running_since: float | None = None
    told: int = 0
    told_state: int = -1

    @property
    def state(self) -> int:
        return self.states[-1][1]

    def halt(self, time_s: float) -> None:
        """Book the running time up to now; adjoining spans become one, however often one looks."""
        if self.running_since is None:
            return
        begin = self.running_since
        if self.spans and self.spans[-1][1] == begin:
            begin = self.spans.pop()[0]
        self.spans.append((begin, time_s))
        self.running_since = time_s

    def worked_s(self) -> float:
        return sum(end - begin for begin, end in self.spans)

    def when(self, worked_s: float) -> float:
        """Time at which the operation had been worked on for so long."""
        for begin, end in self.spans:
            if worked_s <= end - begin:
                return begin + worked_s
            worked_s -= end - begin
        return self.spans[-1][1] if self.spans else 0.0


@dataclass(slots=True)
class Stretch:
    """What happened between two looks, in order of time."""

    pieces: list[Piece] = field(default_factory=list)
    moments: list[Moment] = field(default_factory=list)
    changes: list[tuple[float, int, int]] = field(default_factory=list)
    """Time, machine, new state."""


class Timeline:
    """Follows all machines of a run. `sizes[key]` is the number of pieces of an item."""

    def __init__(self, run: Run, sizes: list[int]) -> None:
        self.run = run
        self.sizes = sizes
        self.tracks = [Track() for _ in run.line.machine_names]

    def follow(self, trace: Trace, until_s: float) -> Stretch:
        """Digest a trace up to a time."""
        found = Stretch()
        columns = (trace.what, trace.at_s, trace.machine, trace.key, trace.step, trace.value)
        for what, time_s, m, key, step, value in zip(
            *(column.tolist() for column in columns), strict=True
        ):
            if what == at.LOG_STATE:
                self._state(found, m, time_s, value)
            elif what == at.LOG_BEGIN:
                self._begin(found, m, time_s, key, step)
            elif what == at.LOG_END:
                self._end(found, m, time_s, key, step)
            elif what == at.LOG_EXIT:
                found.moments.append(Moment(-1, time_s, key, -1, False))
        for m, track in enumerate(self.tracks):
            self._so_far(found, m, track, until_s)
        found.changes = self._lasting(found.changes)
        found.pieces.sort(key=lambda p: (p.time_s, p.machine, p.key, p.unit))
        return found

    def _state(self, found: Stretch, m: int, time_s: float, state: int) -> None:
        track = self.tracks[m]
        track.halt(time_s)
        track.running_since = None
        if state == at.RUN:
            track.running_since = time_s
        if state != track.state or time_s == 0.0:
            track.states.append((time_s, state))
            found.changes.append((time_s, m, state))

    def _lasting(self, changes: list[tuple[float, int, int]]) -> list[tuple[float, int, int]]:
        """A machine that ends one piece and begins the next at one instant has not changed."""
        last = {(m, round(time_s * 1e6)): (time_s, state) for time_s, m, state in changes}
        kept = []
        for (m, _), (time_s, state) in last.items():
            if state != self.tracks[m].told_state:
                self.tracks[m].told_state = state
                kept.append((time_s, m, state))
        return kept

    def _begin(self, found: Stretch, m: int, time_s: float, key: int, step: int) -> None:
        track = self.tracks[m]
        if not track.keys:
            track.spans, track.told = [], 0
        track.keys.append(key)
        track.step = step
        found.moments.append(Moment(m, time_s, key, step, True))

    def _end(self, found: Stretch, m: int, time_s: float, key: int, step: int) -> None:
        track = self.tracks[m]
        track.halt(time_s)
        track.running_since = None
        size = self.sizes[key]
        if len(track.keys) > 1 or track.told == -1:
            times = [time_s] * size
            track.told = -1
        else:
            total = track.worked_s()
            times = [track.when(total * (k + 1) / size) for k in range(track.told, size)]
        first = 0 if track.told == -1 else track.told
        for k, when in enumerate(times):
            found.pieces.append(Piece(m, min(when, time_s), key, step, first + k + 1))
        found.moments.append(Moment(m, time_s, key, step, False))
        track.keys.remove(key)

    def _so_far(self, found: Stretch, m: int, track: Track, until_s: float) -> None:
        """Pieces of a lot still in work that are done by now."""
        track.halt(until_s)
        if len(track.keys) != 1 or track.told < 0 or track.state == at.SETUP:
            return
        key = track.keys[0]
        size = self.sizes[key]
        handle = list(self.run.memory.machines.values())[m]
        total = float(self.run.memory.x[handle + at.M_TOTAL])
        worked = track.worked_s()
        while total > 0 and track.told < size - 1 and total * (track.told + 1) / size <= worked:
            track.told += 1
            when = track.when(total * track.told / size)
            found.pieces.append(Piece(m, when, key, track.step, track.told))

    def trim(self, before_s: float) -> None:
        """Forget states that ended before a time, all but the last of each machine."""
        for track in self.tracks:
            while len(track.states) > 1 and track.states[1][0] <= before_s:
                track.states.pop(0)
