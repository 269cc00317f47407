"""The virtual plant: advances plant time and hands out what a real plant would have sent."""

from collections import deque
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path

import numpy as np

from lineside.kernel.errors import Refusal
from lineside.twin.engine import memory as at
from lineside.twin.errors import MachineMissing, RunInvalid
from lineside.twin.simulation import Run
from lineside.twin.virtual.alarms import SEIZED, VIBRATION_HIGH, Panel
from lineside.twin.virtual.demand import Demand
from lineside.twin.virtual.emission import Alarm, Emission, Finding, StateChange, Text, Waveform
from lineside.twin.virtual.floor import MICRO, Floor
from lineside.twin.virtual.plant_data import read_plant
from lineside.twin.virtual.sampler import Sampler
from lineside.twin.virtual.scenario import DAY_S, Scenario, Wear
from lineside.twin.virtual.shop import shop
from lineside.twin.virtual.signals import USUAL_FEED
from lineside.twin.virtual.timeline import Stretch, Timeline
from lineside.twin.virtual.waveforms import Spindle, burst

HORIZON_DAYS = 400
"""How far the calendars are laid out; the plant stands after that."""
VIBRATION_ALARM_WEAR = 0.76
"""At 3.6 mm/s, the limit of alarm 502 in the manual."""


class VirtualPlant:
    """One simulated plant.

    The same folder, seed and start give the same plant to the bit, as long as time is advanced in
    the same steps; orders, lots, flaws and states do not even depend on the steps.

    Settings that may change between advances: `sample_period_s`, `waveform_period_s`,
    `picture_share` (of sound gears; flawed ones always have a picture unless it is 0).
    """

    def __init__(
        self,
        plant_dir: Path,
        *,
        seed: int,
        start: datetime,
        healthy: bool = False,
        scenario: Scenario | None = None,
        history_days: float = 30.0,
    ) -> None:
        if start.tzinfo is None:
            raise RunInvalid(problem="the plant's start has no zone")
        self.data = read_plant(plant_dir)
        self.start = start.astimezone(UTC)
        self.seed = seed
        self.history_days = history_days
        self.sample_period_s = 10.0
        self.waveform_period_s = 1200.0
        self._wear = Wear(self._truth(healthy, scenario))
        self._demand = Demand(self.data, seed, self.start)
        line = shop(self.data, self.start, HORIZON_DAYS)
        self._run = Run(line, seed=seed, trace=20_000)
        self._sizes: list[int] = []
        self._timeline = Timeline(self._run, self._sizes)
        start_us = round(self.start.timestamp() * MICRO)
        self._machines = line.machine_names
        items = self._demand.items
        self._floor = Floor(self.data, self._machines, items, self._wear, seed, start_us)
        self._floor.who = self._who
        self._panel = Panel(self.data, seed)
        self._sampler = Sampler(self.data, self._wear, seed, self._floor.us)
        self._spindles = [
            Spindle.of(row) for row in self.data.machines.values() if "spindle" in row
        ]
        self._people: dict[tuple[str, str], list[str]] = {}
        self._crews: dict[int, str] = {}
        self._start_s = start.timestamp()
        self._job: dict[str, Text] = {}
        self._asked: deque[tuple[str, float]] = deque()
        self._seized = False
        self._opened = False
        self._warned = False

    def _truth(self, healthy: bool, scenario: Scenario | None) -> Scenario:
        if scenario is not None:
            return scenario
        if healthy:
            return Scenario.healthy(self.seed)
        grinders = self.data.of_kind("grinder")
        return Scenario.of_seed(self.seed, grinders, self.history_days * DAY_S)

    @property
    def tag_ids(self) -> tuple[str, ...]:
        """Names of the tags, in the order of `Samples.tag`."""
        return self._sampler.tag_ids

    @property
    def now(self) -> datetime:
        """Plant time."""
        return self.start + timedelta(seconds=self._run.now_s)

    @property
    def picture_share(self) -> float:
        """Share of sound gears whose picture is handed out."""
        return self._floor.picture_share

    @picture_share.setter
    def picture_share(self, share: float) -> None:
        self._floor.picture_share = share

    def _who(self, skill: str, time_s: float) -> str | None:
        moment = self.start + timedelta(seconds=time_s)
        # Shifts change on whole minutes, and people are asked for a hundred thousand times.
        minute = int((self._start_s + time_s) // 60)
        if minute not in self._crews:
            self._crews[minute] = self.data.crew_of(*self.data.shift_at(moment))
        crew = self._crews[minute]
        if (crew, skill) not in self._people:
            self._people[crew, skill] = self.data.present(skill, moment)
        people = self._people[crew, skill]
        return people[int(time_s // 7200) % len(people)] if people else None

    def history(self, until: datetime, step: timedelta = timedelta(days=1)) -> Iterator[Emission]:
        """The past in large steps and sparser: samples every minute, a wave-form every three hours
        and spindle, pictures of the last five days only (of one sound gear in five).
        """
        kept = self.sample_period_s, self.waveform_period_s, self.picture_share
        self.sample_period_s, self.waveform_period_s = 60.0, 10800.0
        while self.now < until:
            self.picture_share = 0.2 if until - self.now <= timedelta(days=5) else 0.0
            yield self.advance(min(until, self.now + step))
        self.sample_period_s, self.waveform_period_s, self.picture_share = kept

    def advance(self, until: datetime) -> Emission:
        """Let plant time pass, and return what was sent meanwhile."""
        since_s, until_s = self._run.now_s, (until - self.start).total_seconds()
        if until_s < since_s:
            raise RunInvalid(problem="plant time does not run backwards")
        self._grant()
        self._let_orders_in(until_s)
        stretch = self._turn(until_s)
        if not self._opened:
            self._opened = True
            self._floor.open_stores(self._demand.opening())
        self._floor.live(stretch)
        return self._told(since_s, until_s, stretch)

    def present(self) -> Emission:
        """The last value of every tag, for those who begin to listen now."""
        us = self._floor.us(self._run.now_s)
        jobs = [text for _, text in sorted(self._job.items())]
        return Emission(us, us, self.tag_ids, self._sampler.present(), texts=jobs)

    def _let_orders_in(self, until_s: float) -> None:
        orders, releases = self._demand.until(until_s)
        self._sizes.extend(item.quantity for item in self._demand.items[len(self._sizes) :])
        if releases:
            self._run.release(releases)
        for order in orders:
            entry = self._demand.entry(order, self._floor.us(order.released_s))
            self._floor.entries.append(entry)

    def _turn(self, until_s: float) -> Stretch:
        """Run the engine; a spindle that reaches its end seizes on the way."""
        fails = self._wear.fails_at_s
        if fails <= until_s and not self._seized:
            self._run.advance(max(fails, self._run.now_s))
            self._seized = True
            machine = self._wear.scenario.machine
            assert machine is not None, "only a machine can seize"
            self._run.stop(machine)
        self._run.advance(until_s)
        return self._timeline.follow(self._run.trace(), until_s)

    def _told(self, since_s: float, until_s: float, stretch: Stretch) -> Emission:
        states, alarms = self._states(stretch)
        alarms += self._vibration_alarm(since_s, until_s)
        alarms.sort(key=lambda a: a.time_us)
        entries, inspections, rejects = self._floor.take()
        tracks = dict(zip(self._machines, self._timeline.tracks, strict=True))
        samples = self._sampler.take(
            since_s,
            until_s,
            self.sample_period_s,
            tracks=tracks,
            seized=self._seized_machine(),
            states=states,
            alarms=alarms,
            pieces=[(p.time_s, self._name(p.machine)) for p in stretch.pieces],
            rejects=rejects,
        )
        waveforms = self._waveforms(since_s, until_s)
        self._timeline.trim(until_s)
        return Emission(
            since_us=self._floor.us(since_s),
            until_us=self._floor.us(until_s),
            tag_ids=self.tag_ids,
            samples=samples,
            texts=self._jobs(stretch),
            states=states,
            alarms=alarms,
            waveforms=waveforms,
            inspections=inspections,
            entries=sorted(entries, key=lambda e: e.time_us),
        )

    def _name(self, engine_index: int) -> str:
        return self._machines[engine_index]

    def _seized_machine(self) -> str | None:
        return self._wear.scenario.machine if self._seized else None

    def _states(self, stretch: Stretch) -> tuple[list[StateChange], list[Alarm]]:
        states, alarms = [], []
        for time_s, m, state in stretch.changes:
            name, us = self._name(m), self._floor.us(time_s)
            before = self._sampler.last_state.get(name, at.IDLE)
            seized = state == at.STOPPED and name == self._seized_machine()
            figure = at.DOWN if seized else state
            states.append(StateChange(name, us, figure))
            if seized:
                alarms.append(self._panel.put(name, us, SEIZED, True))
            else:
                alarms += self._panel.change(name, us, before, figure)
            self._sampler.last_state[name] = figure
            self._explain(name, time_s, before, figure)
        return states, alarms

    def _explain(self, name: str, time_s: float, before: int, state: int) -> None:
        """Most stops get a reason when they are over; some stay unexplained."""
        if state == at.DOWN:
            self._sampler.down_since[name] = time_s
        elif before == at.DOWN and name in self._sampler.down_since:
            since = self._sampler.down_since.pop(name)
            random = np.random.default_rng([self.seed, 0xD0, int(since), len(name)])
            if random.random() < 0.12:
                return
            group = "breakdown" if time_s - since > 900 else "minor_stop"
            kind = self.data.machines[name]["kind"]
            fits = [
                r["code"]
                for r in self.data.reasons
                if r["group"] == group and kind in r.get("kinds", ()) and r["code"] != "D12"
            ]
            if fits:
                facts = {
                    "since_us": self._floor.us(since),
                    "reason": fits[random.integers(len(fits))],
                }
                self._floor.enter("downtime_reason", time_s, name, "inspection", **facts)

    def _vibration_alarm(self, since_s: float, until_s: float) -> list[Alarm]:
        """The control's own alarm, late: it comes at a limit, and goes when the bearing is new."""
        machine = self._wear.scenario.machine
        if machine is None:
            return []
        high = self._wear.reaches_s(VIBRATION_ALARM_WEAR) <= until_s
        if high == self._warned:
            return []
        self._warned = high
        time_s = max(since_s, self._wear.reaches_s(VIBRATION_ALARM_WEAR)) if high else since_s
        return [self._panel.put(machine, self._floor.us(time_s), VIBRATION_HIGH, high)]

    def _jobs(self, stretch: Stretch) -> list[Text]:
        found = []
        for moment in stretch.moments:
            if moment.machine >= 0:
                item = self._demand.items[moment.key]
                value = f"{item.order}/{item.id}" if moment.begun else ""
                tag = f"{self._name(moment.machine)}.job"
                self._job[tag] = Text(tag, self._floor.us(moment.time_s), value)
                found.append(self._job[tag])
        return found

    def _waveforms(self, since_s: float, until_s: float) -> list[Waveform]:
        """Bursts of the spindles that run at their turn."""
        found = []
        period = self.waveform_period_s
        for i, spindle in enumerate(self._spindles):
            offset = period * i / len(self._spindles)
            first = np.ceil((since_s - offset) / period)
            for k in range(int(first), int(np.ceil((until_s - offset) / period))):
                time_s = offset + k * period
                if time_s >= 0 and self._state_at(spindle.equipment, time_s) == at.RUN:
                    found.append(self._burst(i, spindle, time_s))
        found.sort(key=lambda wave: wave.time_us)
        return found

    def _state_at(self, machine: str, time_s: float) -> int:
        track = self._timeline.tracks[self._machines.index(machine)]
        return next((s for t, s in reversed(track.states) if t <= time_s), at.OFF)

    def _burst(self, i: int, spindle: Spindle, time_s: float) -> Waveform:
        worn = float(self._wear.at(spindle.equipment, np.array([time_s]))[0])
        random = np.random.default_rng([self.seed, 0xB0, i, int(time_s)])
        samples, speed = burst(spindle, worn, random)
        us = self._floor.us(time_s)
        return Waveform(spindle.tag, spindle.equipment, us, spindle.rate_hz, speed, samples)

    def _known(self, machine: str) -> str:
        if machine not in self.data.machines:
            raise MachineMissing(machine=machine)
        return machine

    def stop_machine(self, machine: str) -> None:
        """Take a machine out of work, as for maintenance; its piece waits."""
        self._run.stop(self._known(machine))

    def go_machine(self, machine: str) -> None:
        """Give it back to work. A seized spindle stays where it is until it was serviced."""
        if self._known(machine) != self._seized_machine():
            self._run.go(machine)

    def service(self, machine: str, kind: str = "replace_bearing") -> Finding:
        """The technician has done the work: what was found. Wear is gone if the bearing was new."""
        self._known(machine)
        now = self._run.now_s
        worn = float(self._wear.at(machine, np.array([now]))[0])
        if kind == "replace_bearing":
            worn = self._wear.renew(machine, now)
            if self._seized and machine == self._wear.scenario.machine:
                self._seized = False
                self._run.go(machine)
        words = (
            "outer ring pitted, cage loose, grease black: bearing set replaced"
            if worn > 0.05
            else "races and balls without marks, grease clean: nothing found"
        )
        condition = "worn" if worn > 0.05 else "sound"
        return Finding(machine, kind, self._floor.us(now), condition, words)

    def request(self, tag: str, value: float) -> None:
        """Ask for a set-point from any thread; granted at the next advance, if it may be."""
        self._asked.append((tag, value))

    def _grant(self) -> None:
        while self._asked:
            tag, value = self._asked.popleft()
            with suppress(Refusal):
                self.write(tag, value)

    def write(self, tag: str, value: float) -> None:
        """A set-point from outside; feed changes how fast and how roughly a machine works."""
        row = self.data.tags.get(tag)
        if row is None or row["class"] != "setpoint":
            raise MachineMissing(machine=tag)
        low, high = row["range"]
        if not low <= value <= high:
            raise RunInvalid(problem=f"{tag} outside {low} to {high}")
        self._sampler.set_point(tag, value, self._run.now_s)
        usual = USUAL_FEED.get(row["signal"])
        if usual is not None and self.data.machines[row["equipment"]]["kind"] != "mill":
            handle = self._run.memory.machines[row["equipment"]]
            self._run.memory.x[handle + at.M_SPEED] = value / usual

    def hold(self, lots: list[str], held: bool = True) -> None:
        """Lots that stores must not hand out (or may again)."""
        if held:
            self._floor.stock.held.update(lots)
        else:
            self._floor.stock.held.difference_update(lots)
