"""Alarms that go with stops, and the ones that stand: spindle vibration high, spindle seized."""

from dataclasses import dataclass, field

import numpy as np

from lineside.twin.engine import memory as at
from lineside.twin.virtual.emission import Alarm
from lineside.twin.virtual.plant_data import PlantData

VIBRATION_HIGH, SEIZED = 502, 505
RARE = {101, SEIZED}


@dataclass(slots=True)
class Panel:
    """Each machine's active alarms, and the code that its control shows."""

    data: PlantData
    seed: int
    active: dict[str, list[int]] = field(default_factory=dict)
    stops: int = 0

    def codes(self, kind: str) -> list[int]:
        """Codes of alarms that stop a machine of a kind."""
        return [
            int(a["code"])
            for a in self.data.alarms
            if a["stops"] and kind in a["kinds"] and a["code"] not in RARE
        ]

    def stopped(self, machine: str, number: int) -> int | None:
        """A code for a machine's stop, drawn by its running number."""
        codes = self.codes(self.data.machines[machine]["kind"])
        random = np.random.default_rng([self.seed, 0xA1, number])
        return codes[int(random.integers(len(codes)))] if codes else None

    def change(self, machine: str, time_us: int, before: int, state: int) -> list[Alarm]:
        """Alarms that come or go with a change of state."""
        found = []
        if state == at.DOWN:
            self.stops += 1
            code = self.stopped(machine, self.stops)
            if code is not None:
                found.append(self.put(machine, time_us, code, True))
        elif before == at.DOWN:
            for code in [c for c in self.active.get(machine, []) if c != VIBRATION_HIGH]:
                found.append(self.put(machine, time_us, code, False))
        return found

    def put(self, machine: str, time_us: int, code: int, active: bool) -> Alarm:
        """Raise or clear an alarm."""
        standing = self.active.setdefault(machine, [])
        if active and code not in standing:
            standing.append(code)
        elif not active and code in standing:
            standing.remove(code)
        return Alarm(machine, time_us, code, active)

    def shown(self, machine: str) -> int:
        """The code that the control shows: the newest, 0 for none."""
        standing = self.active.get(machine, [])
        return standing[-1] if standing else 0
