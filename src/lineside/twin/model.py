"""The plant's line as people see it, what may be changed in it, and what a comparison found."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum


class ChangeKind(StrEnum):
    """What a what-if changes.

    stop: a machine stands from ``from_h`` to ``to_h``; speed: a machine works ``factor`` times as
    fast; setup: set-ups of a kind of machine take ``factor`` of their time; order: one more order;
    rule: how queues are worked off.
    """

    STOP = "stop"
    SPEED = "speed"
    SETUP = "setup"
    ORDER = "order"
    RULE = "rule"


@dataclass(frozen=True)
class Change:
    """One change against the plant as it stands; hours count from now."""

    kind: ChangeKind
    equipment: str = ""
    from_h: float = 0.0
    to_h: float = 0.0
    factor: float = 1.0
    machine_kind: str = ""
    product: str = ""
    quantity: int = 0
    rule: str = ""


@dataclass(frozen=True)
class StationView:
    """A station of the line: machines of one kind that share a queue."""

    name: str
    machines: list[str]
    batch_lots: int
    manned_by_shift: bool
    mean_time_between_failures_h: float | None
    mean_repair_h: float | None


@dataclass(frozen=True)
class StepView:
    """One step of a product's route with its mean time for a lot (or a single piece)."""

    station: str
    machines: list[str]
    time_s: float
    family: str
    needs: dict[str, int]


@dataclass(frozen=True)
class ProductView:
    """A product's route, and how many pieces make a lot."""

    name: str
    lot_size: int
    steps: list[StepView]


@dataclass(frozen=True)
class LineView:
    """The plant's line as data, with what waits in it now."""

    name: str
    stations: list[StationView]
    products: list[ProductView]
    lots_in_line: int
    opening_stock: dict[str, int]


@dataclass(frozen=True)
class Span:
    """A mean over replications with the interval of 95 %."""

    mean: float
    low: float
    high: float


@dataclass(frozen=True)
class Compared:
    """One figure with and without the change; ``difference`` is taken replication by replication.

    ``clear`` when the difference's interval does not hold zero.
    """

    name: str
    unit: str
    baseline: Span
    changed: Span
    difference: Span
    clear: bool


@dataclass(frozen=True)
class Result:
    """What a what-if found, and from what."""

    id: str
    at: datetime
    by: str
    changes: list[Change]
    horizon_h: float
    replications: int
    seed: int
    orders: int
    figures: list[Compared] = field(default_factory=list)


@dataclass(frozen=True)
class LineFigure:
    """One figure of a line over replications; ``name`` as in ``machine.M1.down``.

    Throughput is parts a second, times are seconds, queues are parts, states are shares of time.
    """

    name: str
    mean: float
    low: float
    high: float
    standard_error: float


@dataclass(frozen=True)
class LineStudy:
    """What a line does in its steady state: figures with intervals of 95 %.

    ``warm_up_h`` was left out before watching, ``events`` were simulated in all. ``bottleneck`` is
    the machine that worked, was set up or was down for the largest share of time.
    """

    line: str
    warm_up_h: float
    horizon_h: float
    replications: int
    events: int
    bottleneck: str
    figures: list[LineFigure]


@dataclass(frozen=True)
class Fit:
    """Simulated beside actual pieces of a work centre over the last days.

    ``error`` is simulated over actual less one, none where nothing was made.
    """

    work_centre: str
    actual: float
    simulated: Span
    error: float | None
