"""What quality answers about counts, joint charts, gauge studies, sampling plans and drifts."""

from dataclasses import dataclass, field
from datetime import datetime


@dataclass(frozen=True)
class AttributePoint:
    """One sample of an attribute chart: what was found among what was inspected in a span.

    ``value`` is what the chart's kind makes of it; ``inspected`` is 0 where only finds are counted.
    """

    at: datetime
    until: datetime
    shift: str
    found: int
    inspected: int
    value: float
    centre: float
    ucl: float
    lcl: float
    rules: list[int]


@dataclass(frozen=True)
class AttributeChartView:
    """A chart of counts at an equipment, with Nelson's rules 1 to 4."""

    kind: str
    of: str
    per: str
    equipment: str
    found: int
    inspected: int
    points: list[AttributePoint]


@dataclass(frozen=True)
class AttributeCase:
    """One thing that an attribute chart counted: a flawed picture, a value outside its limits, or
    a nonconformance, by its ``id``."""

    of: str
    id: str
    equipment: str
    at: datetime
    title: str
    lot: str = ""
    file: str = ""
    value: float | None = None
    unit: str = ""
    lower: float | None = None
    upper: float | None = None


@dataclass(frozen=True)
class JointCharacteristic:
    """A characteristic of a joint chart, its usual level, and how it goes with the others."""

    name: str
    unit: str
    mean: float
    sigma: float
    correlation: list[float]


@dataclass(frozen=True)
class JointPoint:
    """One part. ``contributions`` tell how much T-squared would fall without each characteristic;
    ``most`` names the strongest one of a point beyond the limit."""

    at: datetime
    lot: str
    t_squared: float
    ucl: float
    broken: bool
    values: list[float]
    contributions: list[float]
    most: str


@dataclass(frozen=True)
class JointChartView:
    """Hotelling's T-squared over what was measured together on one product at one machine.

    ``skipped`` counts parts on which not all of it was measured.
    """

    equipment: str
    product: str
    characteristics: list[JointCharacteristic]
    points: list[JointPoint]
    skipped: int


@dataclass(frozen=True)
class GaugeReading:
    """One measurement of a gauge study: who measured which part for the how-many-th time."""

    part: str
    appraiser: str
    trial: int
    value: float


@dataclass
class GaugeStudyNote:
    """A gauge study as it was recorded. Limits are those of the characteristic it judges."""

    id: str
    title: str
    characteristic: str
    gauge: str
    equipment: str
    unit: str
    lower: float | None
    upper: float | None
    measured_at: datetime
    at: datetime
    by: str
    readings: list[GaugeReading] = field(default_factory=list)


@dataclass(frozen=True)
class GaugeStudyLine:
    """A gauge study in the list, with its verdict; see ``quality.gauge_study``."""

    id: str
    title: str
    characteristic: str
    gauge: str
    equipment: str
    measured_at: datetime
    by: str
    parts: int
    appraisers: int
    trials: int
    percent_of_total: float
    percent_of_tolerance: float | None
    distinct_categories: int
    verdict: str


@dataclass(frozen=True)
class AnovaLine:
    """A row of the analysis of variance: parts, operators, interaction, repeatability, total."""

    source: str
    squares: float
    degrees_of_freedom: int
    mean_square: float
    f: float | None
    p: float | None


@dataclass(frozen=True)
class GaugeShare:
    """One source of variation by one method: its deviation in the unit of the values, its share
    of the total deviation and, six of it, of the tolerance."""

    source: str
    sigma: float
    percent_of_total: float
    percent_of_tolerance: float | None


@dataclass(frozen=True)
class GaugeMethod:
    """What one method (``anova`` or ``average_range``) says."""

    method: str
    shares: list[GaugeShare]
    distinct_categories: int
    interaction_kept: bool
    verdict: str


@dataclass(frozen=True)
class GaugeStudyView:
    """A gauge study with its figures.

    ``verdict`` is by analysis of variance: ``acceptable``, ``conditional`` or ``unacceptable``;
    ``reasons`` say which figures it stands on.
    """

    id: str
    title: str
    characteristic: str
    gauge: str
    equipment: str
    unit: str
    lower: float | None
    upper: float | None
    measured_at: datetime
    by: str
    verdict: str
    reasons: list[str]
    anova: list[AnovaLine]
    methods: list[GaugeMethod]
    readings: list[GaugeReading]


@dataclass(frozen=True)
class OperatingPoint:
    """What a sampling plan does with lots of a share of flawed parts: how likely it accepts them,
    and which share leaves when rejected lots are sorted completely."""

    share: float
    acceptance: float
    outgoing: float | None


@dataclass(frozen=True)
class SamplingPlanView:
    """Take ``sample`` parts of the lot; accept it with at most ``accept`` flawed ones.

    ``good_share`` is accepted with ``good_accepted``, ``limiting_share`` still with 0.1, and
    ``even_share`` as often as not. ``outgoing_limit`` is the worst average share that leaves where
    rejected lots are sorted completely; None without a lot size.
    """

    sample: int
    accept: int
    reject: int
    letter: str | None
    good_share: float
    good_accepted: float
    even_share: float
    limiting_share: float
    outgoing_limit: float | None
    curve: list[OperatingPoint]


@dataclass(frozen=True)
class CapabilityFigures:
    """Capability from a mean, a deviation and a count, with 95 % intervals."""

    cp: float | None
    cp_low: float | None
    cp_high: float | None
    cpk: float
    cpk_low: float
    cpk_high: float


@dataclass(frozen=True)
class DriftValue:
    """A value of a series that drifted."""

    at: datetime
    value: float
    lot: str


@dataclass(frozen=True)
class Drift:
    """A characteristic that left its level, at the machine to blame: since when, how far, by how
    many ``values`` it was seen, and how many ``limits_take`` on average: three-sigma limits alone.

    ``product`` is empty where the values of all products count, each around its own level.
    ``series`` are the last values until it was seen; a list leaves them out.
    """

    id: str
    characteristic: str
    equipment: str
    product: str
    unit: str
    since: datetime
    at: datetime
    direction: str
    values: int
    usual: float
    now: float
    sigma: float
    shift_sigma: float
    limits_take: float
    series: list[DriftValue] = field(default_factory=list)
