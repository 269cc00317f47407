"""From a line as data to the engine's memory."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from lineside.twin.distributions import KINDS, TRACE, Distribution
from lineside.twin.engine import memory as at
from lineside.twin.line import RULES, SINK, Line, Machine, Product, Release, Station, Step

PARTS_AT_FIRST = 256
EFFECTS = ("resume", "redo", "scrap")


@dataclass(slots=True)
class Memory:
    """The two arrays of a run and where the names of the line stand in them."""

    n: npt.NDArray[np.int64]
    x: npt.NDArray[np.float64]
    machines: dict[str, int] = field(default_factory=dict)
    stations: dict[str, int] = field(default_factory=dict)
    products: dict[str, int] = field(default_factory=dict)
    stores: dict[str, int] = field(default_factory=dict)
    steps: dict[tuple[str, int], int] = field(default_factory=dict)
    sources: list[int] = field(default_factory=list)

    def copy(self) -> "Memory":
        """A run of its own in the same state; the names are shared."""
        names = (self.machines, self.stations, self.products, self.stores, self.steps)
        return Memory(self.n.copy(), self.x.copy(), *names, self.sources)

    def extend(self, length: int) -> int:
        """Grow at the end; returns the handle of the new stretch."""
        handle = len(self.n)
        self.n = np.concatenate([self.n, np.zeros(length, np.int64)])
        self.x = np.concatenate([self.x, np.zeros(length)])
        return handle

    def more_parts(self, count: int) -> None:
        """Add places for parts to the free list."""
        first = self.extend(count * at.P_SIZE)
        handles = first + np.arange(count) * at.P_SIZE
        self.n[handles + at.P_NEXT] = np.append(handles[1:], self.n[at.H_FREE])
        self.n[at.H_FREE] = first
        self.n[at.H_FREE_COUNT] += count


class _Builder:
    """Gives every thing of a line its handle, then fills in the fields."""

    def __init__(self, line: Line) -> None:
        self.line = line
        self.n: list[int] = []
        self.x: list[float] = []
        self.dists: dict[Distribution, int] = {}
        self.calendars: dict[str, int] = {}
        self.pools: dict[str, int] = {}
        self.machines: dict[str, int] = {}
        self.stations: dict[str, int] = {}
        self.products: dict[str, int] = {}
        self.stores: dict[str, int] = {}
        self.steps: dict[tuple[str, int], int] = {}
        self.sources: list[int] = []
        self.slots: list[int] = []
        families = sorted({step.family for p in line.products for step in p.route} - {""})
        self.families = {"": -1, **{name: i for i, name in enumerate(families)}}
        self.stream_next = 0

    def take(self, size: int) -> int:
        handle = len(self.n)
        self.n.extend([0] * size)
        self.x.extend([0.0] * size)
        return handle

    def put(self, handle: int, **fields: int | float) -> None:
        """Fill fields of a thing by their names in memory.py."""
        for name, value in fields.items():
            where = handle + int(getattr(at, name))
            if isinstance(value, float):
                self.x[where] = value
            else:
                self.n[where] = value

    def nothing(self, handle: int, *names: str) -> None:
        for name in names:
            self.n[handle + int(getattr(at, name))] = -1

    def slot(self, handle: int) -> int:
        self.slots.append(handle)
        return len(self.slots) - 1

    def stream(self) -> int:
        """A stream's handle; streams are laid out as one stretch, see `layout`."""
        self.stream_next += 1
        return self.stream_next - 1

    def dist(self, d: Distribution) -> int:
        """Handle of a distribution, written at first sight."""
        if d not in self.dists:
            values = self.take(len(d.values))
            self.x[values : values + len(d.values)] = d.values
            self.dists[d] = handle = self.take(at.D_SIZE)
            kind = KINDS.index(d.kind)
            self.put(handle, D_KIND=kind, D_FIRST=values, D_COUNT=len(d.values))
            self.put(handle, D_A=float(d.a), D_B=float(d.b), D_C=float(d.c))
            if kind == TRACE:
                self.put(handle, D_CURSOR=self.take(1))
        return self.dists[d]

    def machine(self, m: Machine, handle: int, station: int) -> None:
        self.machines[m.name] = handle
        slot, process, route = self.slot(handle), self.stream_at(), self.stream_at()
        self.put(handle, M_SLOT=slot, M_STATION=station, M_SPEED=float(m.speed))
        self.put(handle, M_PROCESS_STREAM=process, M_ROUTE_STREAM=route)
        self.put(handle, M_ACTIVITY=at.IDLE, M_STATE=at.IDLE, M_VACANT=1)
        self.put(handle, M_CALENDAR=self.calendars.get(m.calendar or "", -1))
        self.nothing(handle, "M_PART", "M_FAILING", "M_FAMILY", "M_NEXT_BLOCKED", "M_WAITING")

    def stream_at(self) -> int:
        return self.first_stream + self.stream()

    def failures(self) -> None:
        machines = [m for s in self.line.stations for m in s.machines]
        for machine in machines:
            m = self.machines[machine.name]
            first = self.take(at.F_SIZE * len(machine.failures))
            end = first + at.F_SIZE * len(machine.failures)
            self.put(m, M_FAILURE_FIRST=first, M_FAILURE_END=end)
            for f, failure in zip(range(first, end, at.F_SIZE), machine.failures, strict=True):
                self.put(f, F_SLOT=self.slot(f), F_MACHINE=m, F_WORKING=int(failure.working))
                self.put(f, F_EFFECT=EFFECTS.index(failure.effect))
                self.put(f, F_TO_FAILURE=self.dist(failure.to_failure_s))
                self.put(f, F_TO_REPAIR=self.dist(failure.to_repair_s))
                self.put(f, F_FAILURE_STREAM=self.stream_at(), F_REPAIR_STREAM=self.stream_at())

    def station(self, s: Station, handle: int, first: int) -> None:
        self.stations[s.name] = handle
        end = first + at.M_SIZE * len(s.machines)
        self.put(handle, S_FIRST=first, S_END=end, S_VACANT=len(s.machines))
        self.put(handle, S_BUFFER=at.UNLIMITED if s.buffer is None else s.buffer)
        self.put(handle, S_RULE=RULES.index(s.rule), S_BEFORE=int(s.blocking == "before"))
        self.put(handle, S_POOL=self.pools[s.operators] if s.operators else -1)
        self.put(handle, S_POOL_ALL=int(s.operators_for == "all"))
        self.put(handle, S_SETUP=self.setup(s.setup_s) if s.setup_s else -1, S_BATCH=1)
        if s.batch:
            self.put(handle, S_BATCH=s.batch.maximum, S_BATCH_MIN=s.batch.minimum)
            self.put(handle, S_BATCH_WAIT=float(s.batch.wait_s))
        steps = [step for p in self.line.products for step in p.route if step.station == s.name]
        picky = any(step.kit or step.machines for step in steps)
        self.put(handle, S_KITS=int(any(step.kit for step in steps)))
        self.put(handle, S_SIMPLE=int(s.rule == "fifo" and not picky))
        self.nothing(handle, "S_HEAD", "S_TAIL", "S_BLOCKED_HEAD", "S_BLOCKED_TAIL", "S_ENDLESS")

    def setup(self, times: Mapping[str, Mapping[str, float]]) -> int:
        size = len(self.families) - 1
        handle = self.take(size * size)
        for one, row in times.items():
            for other, time in row.items():
                if one in self.families and other in self.families:
                    place = self.families[one] * size + self.families[other]
                    self.x[handle + place] = float(time)
        return handle

    def product(self, p: Product) -> None:
        handle = self.products[p.name]
        steps = [self.steps[p.name, k] for k in range(len(p.route))]
        self.put(handle, G_FIRST=steps[0], G_PRIORITY=p.priority, G_POPULATION=p.population)
        self.put(handle, G_STORE=self.stores[p.store] if p.store else -1)
        self.put(handle, G_STORE_UNITS=p.store_units)
        if p.endless:
            self.put(self.stations[p.route[0].station], S_ENDLESS=handle)
        for k, step in enumerate(p.route):
            self.step(handle, k, step, [*steps, at.TO_SINK])

    def step(self, product: int, k: int, step: Step, steps: list[int]) -> None:
        handle = steps[k]
        station = next(s for s in self.line.stations if s.name == step.station)
        self.put(handle, K_STATION=self.stations[step.station], K_DIST=self.dist(step.time_s))
        self.put(handle, K_FAMILY=self.families[step.family], K_MEAN=float(step.time_s.mean))
        self.put(handle, K_SCRAP=float(step.scrap), K_REWORK=float(step.rework))
        self.put(handle, K_REWORK_TO=steps[step.rework_to], K_PRODUCT=product, K_INDEX=k)
        names = [m.name for m in station.machines]
        self.put(handle, K_MASK=sum(1 << names.index(name) for name in step.machines))
        travel = -1 if step.transport_s is None else self.dist(step.transport_s)
        onward = step.then or ((k + 1, 1.0),)
        first, kit = self.take(len(onward)), self.take(len(step.kit))
        self.put(handle, K_TRANSPORT=travel, K_THEN_FIRST=first, K_THEN_END=first + len(onward))
        self.put(handle, K_KIT_FIRST=kit, K_KIT_END=kit + len(step.kit))
        for i, (to, share) in enumerate(onward):
            self.n[first + i] = at.TO_SINK if to == SINK else steps[to]
            self.x[first + i] = float(share)
        for i, (store, units) in enumerate(step.kit.items()):
            self.n[kit + i], self.x[kit + i] = self.stores[store], float(units)

    def source_rows(self) -> None:
        for s in self.line.sources:
            handle = self.take(at.A_SIZE)
            self.sources.append(handle)
            self.put(handle, A_SLOT=self.slot(handle), A_PRODUCT=self.products[s.product])
            self.put(handle, A_DIST=self.dist(s.every_s), A_STREAM=self.stream_at())
            self.put(handle, A_BATCH=s.batch, A_LEFT=-1 if s.limit is None else s.limit)
            self.put(handle, A_LOST=int(s.lost), A_DUE_AFTER=float(s.due_after_s))

    def calendar_rows(self) -> None:
        for name, c in self.line.calendars.items():
            flat = [float(t) for span in c.spans_s for t in span]
            edges, handle = self.take(len(flat)), self.take(at.C_SIZE)
            self.x[edges : edges + len(flat)] = flat
            self.calendars[name] = handle
            self.put(handle, C_FIRST=edges, C_COUNT=len(flat), C_REPEAT=float(c.repeat_s or 0.0))

    def store_rows(self, waiting: int) -> None:
        """Stores; those who wait for room in one stand in a row like a station's."""
        for i, (name, capacity) in enumerate(self.line.stores.items()):
            handle, row = self.take(at.T_SIZE), waiting + i * at.S_SIZE
            self.stores[name] = handle
            self.put(handle, T_CAPACITY=capacity or at.UNLIMITED, T_STATION=row)
            self.put(handle, T_LEVEL=self.line.opening.get(name, 0))
            self.put(row, S_STORE=1)
            self.nothing(row, "S_BLOCKED_HEAD", "S_BLOCKED_TAIL", "S_ENDLESS", "S_POOL")

    def layout(self) -> None:
        """Everything in its place: what is referred to comes before what refers to it."""
        line, head = self.line, self.take(at.H_SIZE)
        failures = sum(len(m.failures) for s in line.stations for m in s.machines)
        streams = 2 * len(line.machine_names) + 2 * failures + len(line.sources) + 1
        self.first_stream = self.take(streams)
        self.put(head, H_STREAM_AT=self.first_stream, H_STREAM_END=self.first_stream + streams)
        self.calendar_rows()
        for name, people in line.operators.items():
            self.pools[name] = self.take(at.O_SIZE)
            self.put(self.pools[name], O_CAPACITY=people)
        stations = self.take(at.S_SIZE * len(line.stations))
        end = len(self.n)
        waiting = self.take(at.S_SIZE * len(line.stores))
        self.store_rows(waiting)
        machines = self.take(at.M_SIZE * len(line.machine_names))
        self.put(head, H_STATION_AT=stations, H_STATION_END=end, H_MACHINE_AT=machines)
        self.put(head, H_MACHINE_END=len(self.n), H_MACHINES=len(line.machine_names))
        self.put(head, H_FAMILIES=len(self.families) - 1)
        first = machines
        for i, s in enumerate(line.stations):
            handle = stations + i * at.S_SIZE
            self.station(s, handle, first)
            for j, m in enumerate(s.machines):
                self.machine(m, first + j * at.M_SIZE, handle)
            first += at.M_SIZE * len(s.machines)
        self.routes(head)
        self.agenda(head)

    def routes(self, head: int) -> None:
        products = self.take(at.G_SIZE * len(self.line.products))
        self.put(head, H_PRODUCT_AT=products, H_PRODUCT_END=len(self.n))
        for i, p in enumerate(self.line.products):
            self.products[p.name] = products + i * at.G_SIZE
            for k in range(len(p.route)):
                self.steps[p.name, k] = self.take(at.K_SIZE)
        for p in self.line.products:
            self.product(p)

    def agenda(self, head: int) -> None:
        """Slots in the order machines, failures, calendars, sources, releases, transits."""
        self.put(head, H_FAILURE_BASE=len(self.slots), H_FAILURE_AT=len(self.n))
        self.failures()
        self.put(head, H_CALENDAR_BASE=len(self.slots))
        for handle in self.calendars.values():
            self.put(handle, C_SLOT=self.slot(handle))
        self.put(head, H_SOURCE_BASE=len(self.slots))
        self.source_rows()
        self.put(head, H_RELEASE_BASE=self.slot(0), H_TRANSIT_BASE=self.slot(0))
        leaves = 1 << max(1, (len(self.slots) - 1).bit_length())
        slots, tree = self.take(leaves), self.take(2 * leaves)
        self.n[slots : slots + len(self.slots)] = self.slots
        self.x[slots : slots + leaves] = [at.NEVER] * leaves
        self.n[tree + leaves : tree + 2 * leaves] = range(leaves)
        for i in reversed(range(1, leaves)):
            self.n[tree + i] = self.n[tree + 2 * i]
        self.put(head, H_SLOT_AT=slots, H_TREE_AT=tree, H_LEAVES=leaves)
        stack = self.take(len(self.line.stations) + len(self.line.stores) + 1)
        self.put(head, H_STACK_AT=stack)
        self.nothing(head, "H_TRANSIT_HEAD", "H_TRANSIT_TAIL", "H_FREE")


def build(line: Line, *, trace: int = 0, sojourns: int = 0) -> Memory:
    """The memory of a line before its first event.

    `trace`: lines of trace kept before the engine comes back to have them taken (0: none).
    `sojourns`: how many times in system are kept singly.
    """
    b = _Builder(line)
    b.layout()
    names = (b.machines, b.stations, b.products, b.stores, b.steps)
    memory = Memory(np.array(b.n, np.int64), np.array(b.x), *names, b.sources)
    batch = max((s.batch.maximum for s in line.stations if s.batch), default=1)
    arrivals = sum(s.batch for s in line.sources)
    margin = 16 + arrivals + batch + len(line.stations)
    if sojourns:
        first = memory.extend(sojourns)
        memory.n[at.H_SOJOURN_AT], memory.n[at.H_SOJOURN_ROOM] = first, sojourns
    if trace:
        spare = 64 * (len(b.machines) + len(b.stations)) + 8 * (batch + arrivals)
        first = memory.extend((trace + spare) * at.L_SIZE)
        memory.n[at.H_LOG_AT], memory.n[at.H_LOG_ROOM], memory.n[at.H_LOG_ON] = first, trace, 1
    memory.n[at.H_MARGIN] = margin
    memory.more_parts(PARTS_AT_FIRST + 2 * margin + sum(p.population for p in line.products))
    return memory


def add_releases(memory: Memory, releases: Sequence[Release]) -> None:
    """Append to the release plan; what is not yet in the line is sorted anew by time."""
    n, x = memory.n, memory.x
    first = int(n[at.H_RELEASE_AT] + n[at.H_RELEASE_NEXT] * at.R_SIZE)
    waiting = int(n[at.H_RELEASE_COUNT] - n[at.H_RELEASE_NEXT])
    old = [first + i * at.R_SIZE for i in range(waiting)]
    rows = [
        (float(x[r + at.R_WHEN]), float(x[r + at.R_DUE]), *map(int, n[r : r + at.R_SIZE]))
        for r in old
    ]
    rows += [
        (
            each.at_s,
            each.due_s,
            memory.products[each.product],
            each.key,
            each.priority,
            memory.steps[each.product, each.step],
        )
        for each in releases
    ]
    rows.sort(key=lambda row: row[0])
    handle = memory.extend(len(rows) * at.R_SIZE)
    for i, (when, due, *whole) in enumerate(rows):
        r = handle + i * at.R_SIZE
        memory.n[r : r + at.R_SIZE] = whole
        memory.x[r + at.R_WHEN], memory.x[r + at.R_DUE] = when, due
    memory.n[at.H_RELEASE_AT], memory.n[at.H_RELEASE_COUNT] = handle, len(rows)
    memory.n[at.H_RELEASE_NEXT] = 0


def set_plan(memory: Memory, rows: Sequence[tuple[int, int, str, int]]) -> None:
    """Replace the plan: rows of part key, step of its route, machine, rank at the machine."""
    handle = memory.extend(len(rows) * at.Q_SIZE)
    for i, (key, step, machine, rank) in enumerate(sorted(rows)):
        q = handle + i * at.Q_SIZE
        memory.n[q : q + at.Q_SIZE] = (key, step, memory.machines[machine], rank)
    memory.n[at.H_PLAN_AT], memory.n[at.H_PLAN_COUNT] = handle, len(rows)
