"""The grades of a sample and the rules by which a tag's samples are prepared; plain values only."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import IntEnum, StrEnum


class Quality(IntEnum):
    """How far a sample can be trusted; a greater number is worse.

    ``WITHDRAWN`` takes an earlier sample with the same tag, time and value back: it is written,
    never read.
    """

    GOOD = 0
    UNCERTAIN = 1
    BAD = 2
    WITHDRAWN = 3


class Rule(StrEnum):
    """The rules of preparation."""

    FINITE = "finite"
    DUPLICATE = "duplicate"
    LATE = "late"
    FUTURE = "future"
    RANGE = "range"
    SPIKE = "spike"
    FLAT = "flat"
    GAP = "gap"


class Policy(StrEnum):
    """What happens to a sample that breaks a rule: it is dropped, corrected, or only marked."""

    REJECT = "reject"
    REPAIR = "repair"
    MARK = "mark"


@dataclass(frozen=True, slots=True)
class TagRules:
    """How a tag's samples are prepared; a rule without its limit is off.

    The stored value is ``received * factor + offset``; limits are in the stored unit. Repairing a
    value out of range takes the nearer limit, a spike the median of it and the two before, a time
    in the future the time of arrival; repairing a gap stores a bad sample where it begins.
    """

    factor: float = 1.0
    offset: float = 0.0
    low: float | None = None
    high: float | None = None
    spike: float | None = None
    flat_s: float | None = None
    gap_s: float | None = None
    late_s: float | None = None
    future_s: float | None = None
    policies: Mapping[Rule, Policy] = field(default_factory=dict)
