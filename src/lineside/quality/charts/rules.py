"""Rules that find unnatural patterns, in one compiled pass over millions of points.

Nelson, Journal of Quality Technology 16 (1984) 237-239; Western Electric, Statistical Quality
Control Handbook (1956). Comparisons are strict: a point on a limit is inside it, and a point on
the centre line belongs to neither side.
"""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from lineside.kernel.compiled import njit
from lineside.quality.charts.chart import Floats, Violations
from lineside.quality.errors import ChartInvalid


@dataclass(frozen=True, slots=True)
class RuleSet:
    """Named rules: ``numbers`` to apply, and for each number what it says.

    ``tests`` maps the set's own rule number to the position of its test in the compiled pass.
    """

    name: str
    numbers: tuple[int, ...]
    tests: dict[int, int]
    says: dict[int, str]
    same_side: int

    def only(self, numbers: Iterable[int]) -> "RuleSet":
        """The same rules, fewer of them."""
        wanted = tuple(sorted(set(numbers)))
        unknown = [number for number in wanted if number not in self.tests]
        if unknown:
            raise ChartInvalid(problem="no such rule", rules=self.name, numbers=unknown)
        return RuleSet(self.name, wanted, self.tests, self.says, self.same_side)


NELSON = RuleSet(
    name="nelson",
    numbers=(1, 2, 3, 4, 5, 6, 7, 8),
    tests={1: 0, 2: 1, 3: 2, 4: 3, 5: 4, 6: 5, 7: 6, 8: 7},
    says={
        1: "one point beyond three sigma",
        2: "nine points in a row on one side of the centre",
        3: "six points in a row rising or falling",
        4: "fourteen points in a row alternating up and down",
        5: "two of three points beyond two sigma on one side",
        6: "four of five points beyond one sigma on one side",
        7: "fifteen points in a row within one sigma",
        8: "eight points in a row beyond one sigma on either side",
    },
    same_side=9,
)
WESTERN_ELECTRIC = RuleSet(
    name="western_electric",
    numbers=(1, 2, 3, 4),
    tests={1: 0, 2: 4, 3: 5, 4: 1},
    says={
        1: "one point beyond three sigma",
        2: "two of three points beyond two sigma on one side",
        3: "four of five points beyond one sigma on one side",
        4: "eight points in a row on one side of the centre",
    },
    same_side=8,
)
# Spread and attribute charts are skewed; the zone rules presume symmetry and are left out there.
SKEWED = NELSON.only((1, 2, 3, 4))


def find_violations(
    points: Floats, centre: Floats, sigma: Floats, rules: RuleSet = NELSON
) -> Violations:
    """Every (point, rule) of ``rules`` broken by ``points`` around ``centre`` with ``sigma``.

    ``centre`` and ``sigma`` have the length of ``points`` or the length 1.
    """
    flags = rule_flags(points, centre, sigma, rules.same_side)
    number = np.zeros(8, dtype=np.int64)
    for each in rules.numbers:
        number[rules.tests[each]] = each
    index, rule = _unpacked(flags, number, _count(flags, number))
    return Violations(index, rule)


@njit()
def rule_flags(
    points: Floats, centre: Floats, sigma: Floats, same_side: int
) -> npt.NDArray[np.uint8]:
    """For each point a byte whose bit t says that test t is broken there (Nelson's order)."""
    flags = np.zeros(len(points), dtype=np.uint8)
    state = np.zeros(16, dtype=np.int64)
    previous = np.nan
    one_centre, one_sigma = len(centre) == 1, len(sigma) == 1
    for i in range(len(points)):
        level = centre[0] if one_centre else centre[i]
        unit = sigma[0] if one_sigma else sigma[i]
        z = (points[i] - level) / unit if unit > 0 else 0.0
        flags[i] = tests_at(z, points[i] - previous, state, same_side)
        previous = points[i]
    return flags


@njit(inline="always")
def tests_at(z: float, step: float, state: npt.NDArray[np.int64], same_side: int) -> int:
    """The eight tests at one point; ``state`` holds run lengths and zone histories so far."""
    side = 1 if z > 0 else (-1 if z < 0 else 0)
    state[0] = state[0] + 1 if side != 0 and side == state[1] else (1 if side != 0 else 0)
    state[1] = side
    way = 1 if step > 0 else (-1 if step < 0 else 0)
    # steps in one direction, and steps that turn each time; n points make n - 1 steps
    state[2] = state[2] + 1 if way != 0 and way == state[4] else (1 if way != 0 else 0)
    state[3] = state[3] + 1 if way != 0 and way == -state[4] else (1 if way != 0 else 0)
    state[4] = way
    inside = -1.0 < z < 1.0
    state[5] = state[5] + 1 if inside else 0
    state[6] = state[6] + 1 if z > 1.0 or z < -1.0 else 0
    high2 = state[7] = ((state[7] << 1) | (z > 2.0)) & 7
    low2 = state[8] = ((state[8] << 1) | (z < -2.0)) & 7
    high1 = state[9] = ((state[9] << 1) | (z > 1.0)) & 31
    low1 = state[10] = ((state[10] << 1) | (z < -1.0)) & 31
    found = 1 if z > 3.0 or z < -3.0 else 0
    found |= 2 if state[0] >= same_side else 0
    found |= 4 if state[2] >= 5 else 0
    found |= 8 if state[3] >= 13 else 0
    found |= 16 if _at_least(high2, 2) or _at_least(low2, 2) else 0
    found |= 32 if _at_least(high1, 4) or _at_least(low1, 4) else 0
    found |= 64 if state[5] >= 15 else 0
    found |= 128 if state[6] >= 8 else 0
    return found


@njit(inline="always")
def _at_least(history: int, needed: int) -> bool:
    """Whether the newest point is in the zone and ``needed`` of the window's points are."""
    count = 0
    for bit in range(5):
        count += (history >> bit) & 1
    return (history & 1) == 1 and count >= needed


@njit()
def _count(flags: npt.NDArray[np.uint8], number: npt.NDArray[np.int64]) -> int:
    total = 0
    for flag in flags:
        if flag:
            for bit in range(8):
                total += ((flag >> bit) & 1) * (number[bit] > 0)
    return total


@njit()
def _unpacked(
    flags: npt.NDArray[np.uint8], number: npt.NDArray[np.int64], total: int
) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
    index = np.empty(total, dtype=np.int64)
    rule = np.empty(total, dtype=np.int64)
    at = 0
    for i in range(len(flags)):
        if flags[i]:
            for bit in range(8):
                if (flags[i] >> bit) & 1 and number[bit] > 0:
                    index[at] = i
                    rule[at] = number[bit]
                    at += 1
    return index, rule
