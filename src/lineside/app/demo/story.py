"""The closed loop in accelerated time: the plant and the house take turns, and nothing is scripted.

Plant time passes in steps. In each the machines send what they sent, the people enter what they
did, the rooms do what they do by themselves; then the crew acts on what it was told. The steps of
the story are read from the news afterwards: what no room told did not happen.
"""

import time
from collections.abc import Callable
from contextlib import ExitStack
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import func, select

from lineside.app.demo.attaching import attach
from lineside.app.demo.crew import Crew
from lineside.app.demo.floor import Floor
from lineside.app.demo.loading import HISTORY, Loader
from lineside.app.demo.machines import Machines, embedded_broker
from lineside.app.demo.telling import STEPS, told_steps
from lineside.app.house import House, open_house
from lineside.app.ingest import Ingest
from lineside.kernel.actors import service
from lineside.kernel.clock import SimulatedClock
from lineside.kernel.settings import Settings
from lineside.plant import queries as plant
from lineside.quality import store as quality
from lineside.telemetry.ports import LiveValues
from lineside.twin.virtual.apart import HistoryApart
from lineside.twin.virtual.emission import Emission

BEGINS = datetime(2026, 10, 5, 4, 0, tzinfo=UTC)
STEP = timedelta(hours=1)
# Wear begins one to three days before day 30 of the virtual plant; the turns begin a while later.
AFTER = timedelta(hours=30)
LONGEST = timedelta(days=4)
HEALTHY_DAYS = timedelta(days=1.5)
SAMPLE_PERIOD_S = 300.0
WAVE_PERIOD_S = 1800.0
PATIENCE_S = 20.0
Tell = Callable[[str], None]


def run_story(
    settings: Settings, folder: Path, *, seed: int, healthy: bool, tell: Tell
) -> dict[str, Any]:
    """Run from an empty data folder until the loop has closed, or the time is over."""
    began = time.monotonic()
    clock = SimulatedClock(BEGINS)
    with ExitStack() as stack:
        start = BEGINS - HISTORY - AFTER
        apart = HistoryApart(folder, seed=seed, start=start, until=BEGINS, healthy=healthy)
        past = stack.enter_context(apart)
        house = stack.enter_context(open_house(settings, clock=clock, writer=True))
        broker = stack.enter_context(embedded_broker(settings.data / "broker"))
        book = Loader(house, folder, tell).load(past.history())
        virtual = past.plant()
        virtual.sample_period_s, virtual.waveform_period_s = SAMPLE_PERIOD_S, WAVE_PERIOD_S
        virtual.picture_share = 1.0
        machines = Machines(virtual, settings.data / "plant", broker)
        machines.start()
        stack.callback(machines.stop)
        attach(house.door, folder, machines, broker)
        stack.enter_context(Ingest(house.world, house.door).running())
        paths = _paths(house)
        story = _Story(house, clock, machines, Floor(house.world, house.door, book, paths), tell)
        story.run(BEGINS + (HEALTHY_DAYS if healthy else LONGEST), stop_early=not healthy)
        return _report(house, story, began, healthy)


def _paths(house: House) -> dict[str, str]:
    with house.world.work(service("app")) as work:
        return {e.id.rsplit("/", 1)[-1]: e.id for e in plant.equipment_tree(work, kind="unit")}


class _Story:
    """Takes turns between plant and house."""

    def __init__(
        self, house: House, clock: SimulatedClock, machines: Machines, floor: Floor, tell: Tell
    ) -> None:
        self._house = house
        self._clock = clock
        self._machines = machines
        self._floor = floor
        self._tell = tell
        self._crew = Crew(house.world, house.door, machines.plant)
        self._pictures = 0

    def run(self, until: datetime, *, stop_early: bool) -> None:
        self._await_connections()
        now = BEGINS
        while now < until:
            now += STEP
            self._turn(now)
            done = [step["step"] for step in self.steps()]
            self._tell(f"{now:%Y-%m-%d %H:%M} plant time: {len(done)} of {len(STEPS)} steps")
            if stop_early and len(done) == len(STEPS):
                return

    def steps(self) -> list[dict[str, Any]]:
        with self._house.world.work(service("app")) as work:
            return told_steps(work)

    def _turn(self, now: datetime) -> None:
        self._clock.set(now)
        emission = self._machines.step(now)
        self._await_arrival(emission)
        # People explain stops that they see in the list.
        self._house.worker.settle()
        self._floor.take(emission)
        self._house.worker.settle()
        self._crew.act(now)
        self._house.worker.settle()

    def _await_connections(self) -> None:
        """Both protocols are live before the first turn."""
        deadline = time.monotonic() + PATIENCE_S
        values = self._house.world.the(LiveValues)
        while time.monotonic() < deadline:
            if values.value("GR-01.state") and values.value("ML-01.state"):
                return
            time.sleep(0.1)

    def _await_arrival(self, emission: Emission) -> None:
        """Wait until the newest samples of each machine, and all pictures, have come in."""
        newest: dict[str, int] = {}
        found = emission.samples
        for tag, at in zip(found.tag.tolist(), found.time_us.tolist(), strict=True):
            name = emission.tag_ids[tag]
            if name.endswith("power_kw"):
                newest[name] = max(newest.get(name, 0), at)
        self._pictures += sum(each.picture is not None for each in emission.inspections)
        deadline = time.monotonic() + PATIENCE_S
        while time.monotonic() < deadline and not self._arrived(newest):
            time.sleep(0.02)

    def _arrived(self, newest: dict[str, int]) -> bool:
        values = self._house.world.the(LiveValues)
        for name, at_us in newest.items():
            known = values.value(name)
            if known is None or known[2].timestamp() * 1e6 < at_us - 1:
                return False
        return self._seen_pictures() >= self._pictures

    def _seen_pictures(self) -> int:
        with self._house.world.work(service("app")) as work:
            table = quality.pictures
            wanted = select(func.count()).select_from(table).where(table.c.at > BEGINS)
            return int(work.db.execute(wanted).scalar_one())


def _report(house: House, story: _Story, began: float, healthy: bool) -> dict[str, Any]:
    steps = story.steps()
    verdict = house.door.ask("identity.verify_audit", {}, service("app"))
    names = {step["step"] for step in steps}
    closed = not names if healthy else names == set(STEPS)
    return {
        "story": "closed-loop",
        "healthy": healthy,
        "closed": closed,
        "steps": steps,
        "missing": [] if healthy else [step for step in STEPS if step not in names],
        "refused_entries": story._floor.refused,
        "seconds": round(time.monotonic() - began, 1),
        "audit_ok": verdict.ok,
        "audit_lines": verdict.lines,
    }
