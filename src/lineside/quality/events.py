"""What quality tells."""

from dataclasses import dataclass
from datetime import datetime

from lineside.kernel.events import Event


@dataclass(frozen=True)
class CheckRecorded(Event, subject="lot"):
    """A characteristic was measured."""

    lot: str
    characteristic: str
    value: float
    ok: bool
    equipment: str


@dataclass(frozen=True)
class ControlRuleBroken(Event, subject="characteristic"):
    """A point on a control chart breaks a rule."""

    characteristic: str
    equipment: str
    rule: int
    value: float
    at: datetime


@dataclass(frozen=True)
class PictureInspected(Event, subject="station"):
    """A picture has its verdict."""

    picture: str
    station: str
    lot: str
    unit: int
    order: str
    flawed: bool
    score: float
    at: datetime


@dataclass(frozen=True)
class DefectPatternSeen(Event, subject="pattern"):
    """A defect recurs more often than it used to; ``since`` when most likely."""

    pattern: str
    defect: str
    station: str
    since: datetime
    rate: float
    usual_rate: float
    parts: int
    flawed: int


@dataclass(frozen=True)
class PatternConcluded(Event, subject="pattern"):
    """The cause of a recurring defect was removed; units judged from now on are watched anew."""

    pattern: str
    defect: str
    station: str


@dataclass(frozen=True)
class CorrelationFound(Event, subject="pattern"):
    """A pattern goes together with one machine, and with a band of one of its signals."""

    correlation: str
    pattern: str
    defect: str
    equipment: str
    operation: str
    signal: str
    low: float
    high: float
    odds_ratio: float
    p_value: float
    parts: int
    flawed: int


@dataclass(frozen=True)
class NonconformanceOpened(Event, subject="nonconformance"):
    """A nonconformance was opened."""

    nonconformance: str
    defect: str
    severity: str
    equipment: str
    lots: tuple[str, ...]


@dataclass(frozen=True)
class SuspectsHeld(Event, subject="nonconformance"):
    """The suspect lots of a nonconformance are on hold."""

    nonconformance: str
    lots: tuple[str, ...]
    recommendation: str


@dataclass(frozen=True)
class NonconformanceClosedNews(Event, subject="nonconformance"):
    """A nonconformance was closed with its disposition."""

    nonconformance: str
    disposition: str


@dataclass(frozen=True)
class GaugeStudyRecorded(Event, subject="study"):
    """A gauge study was recorded; ``verdict`` is by the bands of the AIAG manual."""

    study: str
    characteristic: str
    gauge: str
    equipment: str
    verdict: str
