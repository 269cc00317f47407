"""Pictures, patterns, correlations and nonconformances."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

from lineside.quality.errors import NonconformanceClosed
from lineside.quality.events import NonconformanceClosedNews, NonconformanceOpened, PatternConcluded


@dataclass(frozen=True)
class PictureIn:
    """A picture as a camera station sends it: its content is stored under ``file``.

    ``judged`` is a person's verdict where there is one (good or flawed), ``kind`` how the person
    named the flaw.
    """

    station: str
    lot: str
    unit: int
    order: str
    at: datetime
    file: str
    measured: dict[str, float] = field(default_factory=dict)
    judged: str = ""
    kind: str = ""


@dataclass(frozen=True)
class PlacementView:
    """How far a part lies from where it usually does: pixels to the right and down, degrees
    clockwise, and its likeness there to the usual picture (to 1)."""

    right_px: float
    down_px: float
    turn_deg: float
    likeness: float
    in_place: bool


@dataclass(frozen=True)
class DriverView:
    """One thing that a defect goes together with; see ``quality.drivers.Driver``."""

    column: str
    kind: str
    level: str | None
    low: float | None
    high: float | None
    parts: int
    flawed: int
    rate: float
    rate_elsewhere: float
    odds_ratio: float
    odds_ratio_low: float
    odds_ratio_high: float
    p_value: float
    p_corrected: float
    explained_by: list[str]
    caveats: list[str]


@dataclass
class Correlation:
    """What a pattern goes together with: ranked drivers, and the machine and band they point to."""

    id: str
    pattern: str
    defect: str
    at: datetime
    equipment: str
    operation: str
    signal: str
    low: float | None
    high: float | None
    odds_ratio: float
    p_value: float
    parts: int
    flawed: int
    drivers: list[DriverView] = field(default_factory=list)
    caveats: list[str] = field(default_factory=list)


@dataclass
class Pattern:
    """A defect that recurs at a station more often than it used to."""

    id: str
    defect: str
    station: str
    since: datetime
    at: datetime
    rate: float
    usual_rate: float
    parts: int
    flawed: int
    state: str = "open"
    correlation: str = ""
    concluded: datetime | None = None

    def conclude(self, at: datetime) -> PatternConcluded | None:
        """Its cause is gone. To conclude a second time changes nothing and is no news."""
        if self.state == "concluded":
            return None
        self.state, self.concluded = "concluded", at
        return PatternConcluded(self.id, self.defect, self.station)


class NonconformanceState(StrEnum):
    OPEN = "open"
    CONTAINED = "contained"
    CLOSED = "closed"


@dataclass
class Nonconformance:
    """Something that is not as specified: what, how bad, which lots, and what becomes of them."""

    id: str
    defect: str
    title: str
    severity: str
    equipment: str
    at: datetime
    by: str
    lots: list[str] = field(default_factory=list)
    held: list[str] = field(default_factory=list)
    pattern: str = ""
    correlation: str = ""
    state: NonconformanceState = NonconformanceState.OPEN
    disposition: str = ""
    closed_at: datetime | None = None
    facts: dict[str, Any] = field(default_factory=dict)

    def announce(self) -> NonconformanceOpened:
        return NonconformanceOpened(
            self.id, self.defect, self.severity, self.equipment, tuple(self.lots)
        )

    def contain(self, held: list[str]) -> None:
        if self.state is NonconformanceState.CLOSED:
            raise NonconformanceClosed(nonconformance=self.id)
        self.state = NonconformanceState.CONTAINED
        self.held = sorted({*self.held, *held})

    def close(self, disposition: str, at: datetime) -> NonconformanceClosedNews:
        if self.state is NonconformanceState.CLOSED:
            raise NonconformanceClosed(nonconformance=self.id)
        self.state, self.disposition, self.closed_at = NonconformanceState.CLOSED, disposition, at
        return NonconformanceClosedNews(self.id, disposition)


@dataclass(frozen=True)
class ChartPoint:
    """One point of a control chart, with the numbers of the rules it breaks.

    ``lcl`` is None where a chart has no lower limit; ``measured`` is the value behind a point that
    remembers those before it.
    """

    at: datetime
    value: float
    centre: float
    ucl: float
    lcl: float | None
    rules: list[int]
    lot: str
    measured: float | None = None


@dataclass(frozen=True)
class FittedView:
    """Long-term capability by the quantiles of the distribution that fits best."""

    family: str
    pp: float | None
    ppk: float | None
    ppk_low: float | None
    ppk_high: float | None
    expected_out: float


@dataclass(frozen=True)
class CapabilityView:
    """Capability with 95 % intervals; short-term Cp, Cpk and long-term Pp, Ppk.

    ``normal_p`` is how likely normal values lie so far from a normal distribution; where that is
    below 0.005, ``fitted`` tells the distribution that fits and what it makes of the limits.
    """

    cp: float | None
    cpk: float | None
    cpk_low: float | None
    cpk_high: float | None
    pp: float | None
    ppk: float | None
    expected_out: float
    normal_p: float | None = None
    fitted: FittedView | None = None


@dataclass(frozen=True)
class RunLengthView:
    """How many values pass on average until the chart signals: without any shift, and after a
    shift of the mean by one standard deviation."""

    quiet: float
    one_sigma: float


@dataclass(frozen=True)
class ChartView:
    """A control chart over the values of one characteristic of one product at one machine.

    ``opposite`` is the lower side of a CUSUM; the points of ``cusum`` are in standard deviations,
    those of ``early`` the log of the evidence, all others in the unit of the values.
    """

    characteristic: str
    equipment: str
    product: str
    kind: str
    unit: str
    lower: float | None
    upper: float | None
    nominal: float | None
    points: list[ChartPoint]
    spread: list[ChartPoint]
    capability: CapabilityView | None
    opposite: list[ChartPoint] = field(default_factory=list)
    run_length: RunLengthView | None = None


@dataclass(frozen=True)
class CharacteristicView:
    """A characteristic that is measured somewhere on some product, and how often."""

    characteristic: str
    equipment: str
    product: str
    values: int
    latest: datetime


@dataclass(frozen=True)
class CheckView:
    """One measured value."""

    lot: str
    characteristic: str
    equipment: str
    value: float
    unit: str
    lower: float | None
    upper: float | None
    ok: bool
    by: str
    at: datetime
    order: str = ""
    seq: int = 0
