"""Sampling plans for lots: ISO 2859-1 single sampling, plans for given risks, and what they do.

The master tables of ISO 2859-1 follow one diagonal pattern: acceptance numbers depend on the sum of
the places of code letter and AQL. The pattern is kept here instead of the tables.
"""

from dataclasses import dataclass
from typing import Literal

import numpy as np
from scipy import optimize, stats

from lineside.quality.errors import SamplingPlanInvalid

AQLS = (
    *(0.010, 0.015, 0.025, 0.040, 0.065, 0.10, 0.15, 0.25, 0.40, 0.65, 1.0, 1.5, 2.5),
    *(4.0, 6.5, 10.0, 15.0, 25.0, 40.0, 65.0, 100.0, 150.0, 250.0, 400.0, 650.0, 1000.0),
)
LETTERS = "ABCDEFGHJKLMNPQR"
_SIZES = (2, 3, 5, 8, 13, 20, 32, 50, 80, 125, 200, 315, 500, 800, 1250, 2000)
_LOTS = (8, 15, 25, 50, 90, 150, 280, 500, 1200, 3200, 10_000, 35_000, 150_000, 500_000)
_LEVELS = {
    "S-1": "AAAABBBBCCCCDDD",
    "S-2": "AAABBBCCCDDDEEE",
    "S-3": "AABBCCDDEEFFGGH",
    "S-4": "AABCCDEEFGGHJJK",
    "I": "AABCCDEFGHJKLMN",
    "II": "ABCDEFGHJKLMNPQ",
    "III": "BCDEFGHJKLMNPQR",
}
# Acceptance numbers along the diagonal; "<" points to the smaller, ">" to the larger sample.
_NORMAL = (0, "<", ">", 1, 2, 3, 5, 7, 10, 14, 21, 30, 44)
_TIGHTENED = (0, "<", ">", 1, 2, 3, 5, 8, 12, 18, 27, 41)
_ORIGIN = {"normal": 14, "tightened": 15}
# Above 21 (18 when tightened) the tables serve only the five smallest samples.
_LARGE_ONLY_SMALL = 5
Inspection = Literal["normal", "tightened"]


@dataclass(frozen=True, slots=True)
class SamplingPlan:
    """Take ``sample`` parts; accept the lot with at most ``accept`` flawed ones among them."""

    sample: int
    accept: int
    letter: str | None = None

    @property
    def reject(self) -> int:
        return self.accept + 1

    def chance_of_acceptance(self, share: float) -> float:
        """For a long series of lots with ``share`` flawed parts (binomial)."""
        _check_share(share)
        return float(stats.binom.cdf(self.accept, self.sample, share))

    def limiting_quality(self, chance: float = 0.1) -> float:
        """The share of flawed parts that is still accepted with ``chance``."""
        _check_share(chance)
        return float(stats.beta.ppf(1 - chance, self.accept + 1, self.sample - self.accept))

    def average_outgoing_quality_limit(self, lot: int) -> float:
        """The worst share that leaves on average, where rejected lots are sorted completely."""
        if lot <= self.sample:
            return 0.0
        left = 1 - self.sample / lot
        worst = optimize.minimize_scalar(
            lambda share: -share * self.chance_of_acceptance(share) * left,
            bounds=(0.0, min(1.0, 5 * (self.accept + 1) / self.sample)),
            method="bounded",
        )
        return float(-worst.fun)


def code_letter(lot: int, level: str = "II") -> str:
    """The sample-size letter of ISO 2859-1 table 1."""
    if level not in _LEVELS:
        raise SamplingPlanInvalid(problem="no such inspection level", level=level)
    if lot < 2:
        raise SamplingPlanInvalid(problem="a lot has two parts or more", lot=lot)
    return _LEVELS[level][int(np.searchsorted(_LOTS, lot))]


def sampling_plan(
    lot: int, aql: float, *, level: str = "II", inspection: Inspection = "normal"
) -> SamplingPlan:
    """The single sampling plan of ISO 2859-1 for a lot; the whole lot where the sample exceeds it.

    ``aql`` is in percent flawed parts (or flaws per hundred parts), one of AQLS.
    """
    if aql not in AQLS:
        raise SamplingPlanInvalid(problem="not a listed AQL", aql=aql, listed=list(AQLS))
    if inspection not in _ORIGIN:
        raise SamplingPlanInvalid(problem="no such inspection", inspection=inspection)
    place = LETTERS.index(code_letter(lot, level))
    row, accept = _follow(place, AQLS.index(aql), inspection)
    plan = SamplingPlan(_SIZES[row], accept, LETTERS[row])
    return plan if plan.sample < lot else SamplingPlan(lot, accept, plan.letter)


def _follow(row: int, column: int, inspection: Inspection) -> tuple[int, int]:
    """Follow the table's arrows from a letter's row to a row with an acceptance number."""
    pattern: tuple[int | str, ...] = _NORMAL if inspection == "normal" else _TIGHTENED
    way = 0
    while True:
        step = row + column - _ORIGIN[inspection]
        entry = pattern[step] if 0 <= step < len(pattern) else (">" if step < 0 else "<")
        if isinstance(entry, int) and step >= 11 - (inspection == "tightened"):
            entry = entry if row < _LARGE_ONLY_SMALL else "<"
        if isinstance(entry, int):
            return row, entry
        way = way or (1 if entry == ">" else -1)
        if not 0 <= row + way < len(LETTERS):
            way = -way
        row += way


def plan_for_risks(
    good_share: float,
    bad_share: float,
    *,
    producer_risk: float = 0.05,
    consumer_risk: float = 0.10,
    largest_sample: int = 20_000,
) -> SamplingPlan:
    """The smallest sample that keeps both risks.

    Lots with ``good_share`` flawed parts are rejected with at most ``producer_risk``, lots with
    ``bad_share`` accepted with at most ``consumer_risk``.
    """
    for share in (good_share, bad_share, producer_risk, consumer_risk):
        _check_share(share)
    if not good_share < bad_share:
        raise SamplingPlanInvalid(problem="good lots must be better than bad ones")
    for accept in range(2000):
        sample = _smallest_sample(accept, bad_share, consumer_risk)
        if sample > largest_sample:
            break
        if stats.binom.cdf(accept, sample, good_share) >= 1 - producer_risk:
            return SamplingPlan(sample, accept)
    raise SamplingPlanInvalid(problem="no plan within the largest sample", largest=largest_sample)


def _smallest_sample(accept: int, bad_share: float, consumer_risk: float) -> int:
    low, high = accept + 1, accept + 2
    while stats.binom.cdf(accept, high, bad_share) > consumer_risk:
        low, high = high, high * 2
    while low < high:
        middle = (low + high) // 2
        if stats.binom.cdf(accept, middle, bad_share) <= consumer_risk:
            high = middle
        else:
            low = middle + 1
    return low


def _check_share(share: float) -> None:
    if not 0 <= share <= 1:
        raise SamplingPlanInvalid(problem="a share lies between 0 and 1", share=share)
