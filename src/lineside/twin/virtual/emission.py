"""What the plant sends in a stretch of plant time. Times are microseconds since 1970, in UTC."""

from dataclasses import dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt

GOOD, UNCERTAIN, BAD = 0, 1, 2
"""Quality of a sample."""


@dataclass(frozen=True, slots=True)
class Samples:
    """Numeric samples in columns of one length, sorted by tag, then time.

    `tag` indexes `Emission.tag_ids`. States, counters, alarm codes, meters and set-points are in
    here too, one sample per change.
    """

    tag: npt.NDArray[np.int32]
    time_us: npt.NDArray[np.int64]
    value: npt.NDArray[np.float64]
    quality: npt.NDArray[np.int8]

    def __len__(self) -> int:
        return len(self.tag)


@dataclass(frozen=True, slots=True)
class Text:
    """A text tag's new value: the job in work, as ORDER/LOT or ORDER/SERIAL."""

    tag: str
    time_us: int
    value: str


@dataclass(frozen=True, slots=True)
class StateChange:
    """A machine's new state: the figure of equipment.yaml."""

    equipment: str
    time_us: int
    state: int


@dataclass(frozen=True, slots=True)
class Alarm:
    """An alarm that came (`active`) or went."""

    equipment: str
    time_us: int
    code: int
    active: bool


@dataclass(frozen=True, slots=True)
class Waveform:
    """A burst of spindle acceleration in m/s2, float32, at `rate_hz`; `speed_rpm` of the shaft."""

    tag: str
    equipment: str
    time_us: int
    rate_hz: float
    speed_rpm: float
    samples: npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Inspection:
    """A gear at the camera: the measured figures, the manual check's verdict, perhaps a picture.

    `picture` is a grey PNG; `flawed` is what the person at the station found in the final check.
    """

    equipment: str
    time_us: int
    order: str
    lot: str
    unit: int
    product: str
    profile_deviation_um: float
    flawed: bool
    flaw: str | None
    person: str
    picture: bytes | None


@dataclass(frozen=True, slots=True)
class Entry:
    """What a person enters at a station.

    `kind` and its facts: order_released (product, quantity, due, options, customer, lots),
    operation_started and operation_completed (order, item, op, good, scrap, reason, minutes),
    lot_received (lot, material, quantity, unit, supplier), lot_consumed (order, item, lot,
    material, quantity, unit), serial_assembled (order, serial, product), check_recorded (order,
    item, op, check, value, unit, within), downtime_reason (since_us, reason), packed (order,
    serial). `item` is a lot or serial number.
    """

    kind: str
    time_us: int
    equipment: str | None
    person: str | None
    facts: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Emission:
    """All of it, from one advance of the plant. Lists are in order of time."""

    since_us: int
    until_us: int
    tag_ids: tuple[str, ...]
    samples: Samples
    texts: list[Text] = field(default_factory=list)
    states: list[StateChange] = field(default_factory=list)
    alarms: list[Alarm] = field(default_factory=list)
    waveforms: list[Waveform] = field(default_factory=list)
    inspections: list[Inspection] = field(default_factory=list)
    entries: list[Entry] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Finding:
    """What a technician finds when serving a machine. `condition` is worn or sound."""

    equipment: str
    kind: str
    time_us: int
    condition: str
    words: str
