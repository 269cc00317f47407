"""Savings with intervals, and the baselines that they are measured against."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any


@dataclass(frozen=True)
class Baseline:
    """What a measure was before: the plant's own record over a period."""

    use_case: str
    measure: str
    amount: float
    low: float
    high: float
    unit: str
    cases: int
    since: datetime
    until: datetime
    definition: str
    frozen_by: str
    frozen_at: datetime


@dataclass(frozen=True)
class Saving:
    """What came of one recommendation, in hours and in money, with a 90 % interval.

    ``kind`` tells augmentation (a person decided) from automation; a false alarm books a negative
    amount: what the needless work cost.
    """

    id: str
    recommendation: str
    use_case: str
    measure: str
    amount: float
    low: float
    high: float
    unit: str
    money: float
    money_low: float
    money_high: float
    currency: str
    kind: str
    method: str
    at: datetime
    evidence: dict[str, Any] = field(default_factory=dict)
