"""What is told about demand to come: the answers, and the plain sums behind them."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from statistics import NormalDist

from lineside.plant.model import Amount


@dataclass(frozen=True)
class DemandRow:
    """What was used in one step of time, and how many records say so."""

    start: date
    quantity: float
    records: int


@dataclass(frozen=True)
class DemandStep:
    """The demand expected in one step of time, with its 80 and 95 % intervals."""

    start: date
    expected: float
    low_80: float
    high_80: float
    low_95: float
    high_95: float


@dataclass(frozen=True)
class BackTest:
    """How the same method did on steps that it had not seen, beside the seasonal naive.

    ``mae`` and ``naive_mae``: mean absolute error in the item's unit; ``rmse``: root of the mean
    squared error; ``within_80`` and ``within_95``: share of the steps that fell into the interval.
    The seasonal naive says of each day what was used on the same day of the last week known; of
    each week, what was used in the last week known.
    """

    compared: int
    mae: float
    naive_mae: float
    rmse: float
    within_80: float
    within_95: float

    @property
    def is_better(self) -> bool:
        return self.mae < self.naive_mae


@dataclass(frozen=True)
class DemandForecast:
    """Demand of a material or spare part, where it comes from, and what it is worth.

    ``kind`` is material or part; ``step`` is day or week; ``pattern`` is regular, intermittent or
    short; ``weights`` tells which families of methods speak, and how much. ``worth_it`` says
    whether the back-test erred less than the seasonal naive. ``source`` names the records.
    """

    item: str
    name: str
    kind: str
    unit: str
    step: str
    pattern: str
    weights: dict[str, float]
    back_test: BackTest
    worth_it: bool
    source: str
    history: list[DemandRow]
    steps: list[DemandStep]


@dataclass(frozen=True)
class MaterialShortage:
    """When a bought material runs out by the forecast, if nothing more than is on order comes.

    ``early`` and ``late`` bound the date with 80 %. A date that is none lies beyond
    ``horizon_days``. ``on_order`` is none where no purchase of the material was ever recorded: no
    data is not zero. ``order_by`` is the last day to order in time. Where there is no forecast,
    ``reason`` holds the code of the refusal.
    """

    material: str
    name: str
    unit: str
    supplier: str
    free: Amount
    held: Amount
    on_order: Amount | None
    last_receipt: datetime | None
    per_day: float | None
    runs_out: date | None
    early: date | None
    late: date | None
    horizon_days: int
    lead_time_days: int | None
    order_by: date | None
    reason: str


@dataclass(frozen=True)
class ProposedLevel:
    """A reorder point and order level from the forecast, beside the reorder point in force.

    Where there is no forecast, ``reason`` holds the code of the refusal, and nothing is proposed.
    """

    item: str
    name: str
    kind: str
    unit: str
    free: Amount
    reorder_point_now: float | None
    lead_time_days: int | None
    review_days: int
    service_level: float
    per_day: float | None
    error_per_day: float | None
    safety_stock: float | None
    reorder_point: float | None
    order_level: float | None
    reason: str


@dataclass(frozen=True)
class Reach:
    """For how many days the stock lasts by the forecast; none where there is no forecast."""

    value: float | None
    unit: str
    material: str
    free: Amount
    per_day: float | None


@dataclass(frozen=True)
class Levels:
    """Safety stock, reorder point and order level, in the item's unit."""

    safety_stock: float
    reorder_point: float
    order_level: float


def levels(
    per_day: float, error_per_day: float, lead_days: int, review_days: int, service_level: float
) -> Levels:
    """Reorder point and order level for a stated probability of no stock-out per cycle.

    With ``z`` the quantile of the normal distribution at the service level, ``d`` the expected
    demand per day, ``s`` the forecast's root mean squared error per day and ``L`` the lead time:

        reorder point = d L + z s sqrt(L)
        order level   = d (L + R) + z s sqrt(L + R)      with R days between two orders

    Silver, Pyke and Thomas, *Inventory and Production Management in Supply Chains*, 4th edition
    (2017), sections 6.7 (s, Q) and 6.9 (R, S). The errors of days count as independent, the lead
    time as certain: where it is not, the stock is too low. Both ends are rounded by the caller.
    """
    z = NormalDist().inv_cdf(service_level)
    safety = z * error_per_day * math.sqrt(lead_days)
    span = lead_days + review_days
    return Levels(
        safety_stock=safety,
        reorder_point=per_day * lead_days + safety,
        order_level=per_day * span + z * error_per_day * math.sqrt(span),
    )


def runs_out(
    steps: Sequence[DemandStep], free: float, arrivals: Sequence[tuple[date, float]], side: int = 0
) -> date | None:
    """The first day on which what was asked for exceeds what was there; none within the steps.

    ``side`` is 0 for the expected demand, 1 for the upper and -1 for the lower end of its 80 %
    interval: the half widths of single days are added as those of independent errors, by squares.
    """
    asked, squares = 0.0, 0.0
    for step in steps:
        asked += step.expected
        half = step.high_80 - step.expected if side > 0 else step.expected - step.low_80
        squares += half**2
        there = free + sum(quantity for due, quantity in arrivals if due <= step.start)
        if asked + side * math.sqrt(squares) > there:
            return step.start
    return None


def lasts_days(steps: Sequence[DemandStep], free: float) -> float:
    """For how many days the stock lasts; beyond the steps their mean goes on."""
    left = free
    for done, step in enumerate(steps):
        if step.expected > left:
            return done + left / step.expected
        left -= step.expected
    mean = sum(step.expected for step in steps) / len(steps)
    return math.inf if mean <= 0 else len(steps) + left / mean


def ordered_by(runs_out_on: date | None, lead_days: int | None) -> date | None:
    """The last day on which an order still comes in time."""
    if runs_out_on is None or lead_days is None:
        return None
    return runs_out_on - timedelta(days=lead_days)
