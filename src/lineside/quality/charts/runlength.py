"""How many points a chart takes to signal: average run lengths, exact where a chain exists.

CUSUM and EWMA by the Markov chain of Brook and Evans, Biometrika 59 (1972); run rules by the exact
chain of Champ and Woodall, Technometrics 29 (1987); anything else by simulation.
Shifts are in standard deviations of a plotted point.
"""

from math import sqrt

import numpy as np
import numpy.typing as npt
from scipy.special import ndtr
from scipy.stats import norm

from lineside.kernel.compiled import njit
from lineside.quality.charts.chart import Floats
from lineside.quality.charts.rules import NELSON, WESTERN_ELECTRIC, RuleSet, tests_at
from lineside.quality.errors import ChartInvalid

_CELLS = 400
# The zones' edges: three, two and one sigma on either side, and the centre.
_EDGES = np.array([-np.inf, -3.0, -2.0, -1.0, 0.0, 1.0, 2.0, 3.0, np.inf])
_MIDDLES = (-3.5, -2.5, -1.5, -0.5, 0.5, 1.5, 2.5, 3.5)


def arl_shewhart(shift: float, width: float = 3.0) -> float:
    """Closed form: one over the chance of a point beyond the limits."""
    return float(1 / (norm.sf(width - shift) + norm.cdf(-width - shift)))


def arl_cusum(shift: float, *, slack: float = 0.5, limit: float = 4.0, sides: int = 2) -> float:
    """Zero-state run length of a tabular CUSUM; two sides by the sum of their rates."""
    if limit <= 0 or slack < 0:
        raise ChartInvalid(problem="limit above 0, slack from 0", limit=limit)
    up = _one_sided(shift, slack, limit)
    return up if sides == 1 else 1 / (1 / up + 1 / _one_sided(-shift, slack, limit))


def _one_sided(shift: float, slack: float, limit: float) -> float:
    width = 2 * limit / (2 * _CELLS - 1)
    middle = np.arange(_CELLS) * width
    reach = middle[None, :] - middle[:, None] + slack - shift
    step = ndtr(reach + width / 2) - ndtr(reach - width / 2)
    step[:, 0] = ndtr(reach[:, 0] + width / 2)
    return float(_expected_steps(step)[0])


def arl_ewma(shift: float, *, weight: float = 0.2, width: float = 3.0) -> float:
    """Zero-state run length of an EWMA with its final limits."""
    if not 0 < weight <= 1 or width <= 0:
        raise ChartInvalid(problem="weight in (0, 1], width above 0", weight=weight)
    count = _CELLS + 1
    limit = width * sqrt(weight / (2 - weight))
    cell = 2 * limit / count
    middle = -limit + (np.arange(count) + 0.5) * cell
    reach = (middle[None, :] - (1 - weight) * middle[:, None]) / weight - shift
    half = cell / (2 * weight)
    step = ndtr(reach + half) - ndtr(reach - half)
    return float(_expected_steps(step)[count // 2])


def _expected_steps(step: Floats) -> Floats:
    return np.asarray(np.linalg.solve(np.eye(len(step)) - step, np.ones(len(step))))


def arl_zone_rules(shift: float, rules: RuleSet = WESTERN_ELECTRIC) -> float:
    """Exact zero-state run length of rules that look at zones only (not at rises or turns)."""
    tests = sum(1 << rules.tests[number] for number in rules.numbers)
    if tests & 0b01001100:
        raise ChartInvalid(problem="these rules need more than zones; use arl_rules")
    states: dict[tuple[int, ...], int] = {}
    moves: list[tuple[int, int, int]] = []
    _walk(np.zeros(16, dtype=np.int64), tests, rules.same_side, states, moves)
    chance = np.diff(ndtr(_EDGES - shift))
    step = np.zeros((len(states), len(states)))
    for start, zone, end in moves:
        step[start, end] += chance[zone]
    return float(_expected_steps(step)[0])


def _walk(
    first: npt.NDArray[np.int64],
    tests: int,
    same_side: int,
    states: dict[tuple[int, ...], int],
    moves: list[tuple[int, int, int]],
) -> None:
    """All states that can be reached without a signal, and the moves between them."""
    waiting = [first]
    states[_key(first, tests, same_side)] = 0
    while waiting:
        state = waiting.pop()
        here = states[_key(state, tests, same_side)]
        for zone, z in enumerate(_MIDDLES):
            after = state.copy()
            if tests_at(z, 0.0, after, same_side) & tests:
                continue
            key = _key(after, tests, same_side)
            if key not in states:
                states[key] = len(states)
                waiting.append(after)
            moves.append((here, zone, states[key]))


def _key(state: npt.NDArray[np.int64], tests: int, same_side: int) -> tuple[int, ...]:
    """What of the state the chosen tests can still see."""
    side = (min(int(state[0]), same_side), int(state[1])) if tests & 2 else (0, 0)
    far = (int(state[7] & 3), int(state[8] & 3)) if tests & 16 else (0, 0)
    near = (int(state[9] & 15), int(state[10] & 15)) if tests & 32 else (0, 0)
    away = min(int(state[6]), 8) if tests & 128 else 0
    return (*side, *far, *near, away)


def arl_rules(
    shift: float,
    rules: RuleSet = NELSON,
    *,
    runs: int = 20_000,
    seed: int = 0,
    settled: int = 0,
    longest: int = 100_000,
) -> tuple[float, float]:
    """Simulated run length and its standard error.

    With ``settled`` the shift comes after that many quiet points; runs that signal before are drawn
    anew, and points are counted from the shift on.
    """
    tests = sum(1 << rules.tests[number] for number in rules.numbers)
    length = _rule_runs(shift, tests, rules.same_side, runs, seed, settled, longest)
    return float(length.mean()), float(length.std(ddof=1) / sqrt(runs))


@njit()
def _rule_runs(
    shift: float, tests: int, same_side: int, runs: int, seed: int, settled: int, longest: int
) -> Floats:
    np.random.seed(seed)
    length = np.empty(runs)
    done = 0
    while done < runs:
        state = np.zeros(16, dtype=np.int64)
        previous, point = np.nan, 0
        while True:
            point += 1
            z = np.random.standard_normal() + (shift if point > settled else 0.0)
            found = tests_at(z, z - previous, state, same_side) & tests
            previous = z
            if found or point >= longest + settled:
                break
        if point > settled:
            length[done] = point - settled
            done += 1
    return length
