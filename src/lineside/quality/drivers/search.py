"""What a defect goes together with: machines, lots, materials, people, and bands of signals.

Every level of every category, and every signal, is tested against the defect; p-values are
corrected for the number of tests (Holm, Scandinavian Journal of Statistics 6 (1979)). Each finding
is then tested again within the levels of every other category (Mantel, JASA 58 (1963) 690-700), so
that what only travels along with the true driver is told apart from it. Small counts use Fisher's
exact test; signals use a rank test and a search for the band of values in which flaws gather.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np
import numpy.typing as npt
from scipy import stats

from lineside.quality.drivers.associations import (
    Floats,
    Ints,
    holm,
    odds_ratio,
    p_stratified,
    p_two_by_two,
    raised_band,
)
from lineside.quality.errors import DriversInvalid

SIGNIFICANT = 0.05
_MISSING = "(none)"
_MOST_LEVELS = 200
_FEW_FLAWED = 10
_FEW_PARTS = 30


@dataclass(frozen=True, slots=True)
class Driver:
    """One finding: parts where ``column`` is ``level`` (or lies in [low, high]) against all others.

    ``odds_ratio`` compares the odds of a flaw inside and outside, with its 95 % interval.
    ``p_within`` is the p-value inside the levels of each other category column (None where that
    column leaves nothing to compare). ``explained_by`` names columns within whose levels nothing
    remains; ``inseparable_from`` those that change together with this one. ``caveats`` are codes:
    ``few_flawed``, ``small_group``, ``missing_values``, ``explained_by_other``, ``inseparable``.
    """

    column: str
    kind: Literal["category", "signal"]
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
    p_within: Mapping[str, float | None]
    explained_by: tuple[str, ...]
    inseparable_from: tuple[str, ...]
    caveats: tuple[str, ...]

    @property
    def significant(self) -> bool:
        return self.p_corrected < SIGNIFICANT


@dataclass(frozen=True, slots=True)
class Findings:
    """All drivers tested, the strongest first; ``significant`` are those worth showing.

    ``caveats`` hold for the whole search: ``association_not_cause`` always, ``few_flawed`` below
    ten flawed parts, ``overdispersed`` where lots scatter more than chance alone lets them.
    """

    drivers: tuple[Driver, ...]
    parts: int
    flawed: int
    tests: int
    caveats: tuple[str, ...]

    @property
    def significant(self) -> tuple[Driver, ...]:
        return tuple(each for each in self.drivers if each.significant)


@dataclass(frozen=True, slots=True)
class _Table:
    """The checked columns: ``codes`` per category, values per signal (NaN where missing)."""

    flawed: Floats
    names: Mapping[str, Sequence[str]]
    codes: Mapping[str, Ints]
    signals: Mapping[str, Floats]
    dispersion: float


@dataclass(frozen=True, slots=True)
class _Candidate:
    """A finding before correction; ``score`` serves the tests within strata, NaN if missing."""

    driver: Driver
    score: Floats


def find_drivers(
    flawed: npt.ArrayLike,
    *,
    categories: Mapping[str, Sequence[str | None]] | None = None,
    signals: Mapping[str, npt.ArrayLike] | None = None,
) -> Findings:
    """Rank what goes together with a defect.

    ``flawed`` is 0 or 1 per part; each column has one entry per part. None in a category and NaN in
    a signal mean that it was not recorded for that part.
    """
    table = _table(flawed, categories or {}, signals or {}, 1.0)
    return _search(table)


def find_drivers_by_lot(
    flawed: npt.ArrayLike,
    parts: npt.ArrayLike,
    *,
    categories: Mapping[str, Sequence[str | None]] | None = None,
    signals: Mapping[str, npt.ArrayLike] | None = None,
) -> Findings:
    """The same for lots of ``parts`` parts with ``flawed`` flawed ones; one entry per lot.

    Where lots scatter more than chance lets them, all tests are weakened by that much.
    """
    bad, size = np.asarray(flawed, dtype=np.int64), np.asarray(parts, dtype=np.int64)
    if bad.ndim != 1 or bad.shape != size.shape or not ((bad >= 0) & (bad <= size)).all():
        raise DriversInvalid(problem="flawed parts among the parts of each lot")
    rows = np.repeat(np.arange(len(bad)), size).tolist()
    ones = np.concatenate([np.repeat([1, 0], [b, n - b]) for b, n in zip(bad, size, strict=True)])
    spread_categories = {
        name: [column[row] for row in rows] if len(column) == len(bad) else column
        for name, column in (categories or {}).items()
    }
    spread_signals = {
        name: values[rows]
        if (values := np.asarray(column, dtype=float)).shape == bad.shape
        else values
        for name, column in (signals or {}).items()
    }
    return _search(_table(ones, spread_categories, spread_signals, _dispersion(bad, size)))


def _dispersion(bad: Ints, size: Ints) -> float:
    """Pearson's chi-squared per degree of freedom over lots, one where chance suffices."""
    rate = bad.sum() / max(size.sum(), 1)
    used = size > 0
    if not 0 < rate < 1 or used.sum() < 3:
        return 1.0
    off = (bad[used] - size[used] * rate) ** 2 / (size[used] * rate * (1 - rate))
    return max(1.0, float(off.sum() / (used.sum() - 1)))


def _search(table: _Table) -> Findings:
    found = [each for name in table.codes for each in _levels(table, name)]
    found += [each for name in table.signals if (each := _signal(table, name)) is not None]
    corrected = holm(np.array([each.driver.p_value for each in found]))
    drivers = [
        _conditioned(table, replace(each.driver, p_corrected=float(p)), each.score)
        for each, p in zip(found, corrected, strict=True)
    ]
    drivers.sort(key=_rank)
    few = ("few_flawed",) if table.flawed.sum() < _FEW_FLAWED else ()
    over = ("overdispersed",) if table.dispersion > 1.5 else ()
    return Findings(
        drivers=tuple(drivers),
        parts=len(table.flawed),
        flawed=int(table.flawed.sum()),
        tests=len(found),
        caveats=("association_not_cause", *few, *over),
    )


def _rank(driver: Driver) -> tuple[bool, bool, float, float]:
    """Significant ones first, explained ones after those that stand by themselves."""
    weight = -abs(float(np.log(driver.odds_ratio)))
    return (not driver.significant, bool(driver.explained_by), driver.p_corrected, weight)


def _table(
    flawed: npt.ArrayLike,
    categories: Mapping[str, Sequence[str | None]],
    signals: Mapping[str, npt.ArrayLike],
    dispersion: float,
) -> _Table:
    truth = np.asarray(flawed, dtype=np.float64)
    if truth.ndim != 1 or not np.isin(truth, (0.0, 1.0)).all():
        raise DriversInvalid(problem="defects are one column of 0 and 1")
    if not 0 < truth.sum() < len(truth):
        raise DriversInvalid(problem="both good and flawed parts are needed", parts=len(truth))
    if not categories and not signals:
        raise DriversInvalid(problem="no columns to search")
    names, codes = {}, {}
    for name, column in categories.items():
        _check_length(name, len(column), len(truth))
        told = [_MISSING if each is None else str(each) for each in column]
        levels, coded = np.unique(np.array(told, dtype=np.str_), return_inverse=True)
        if len(levels) > 1:
            names[name], codes[name] = levels.tolist(), coded.astype(np.int64)
    return _Table(truth, names, codes, _checked_signals(signals, len(truth)), dispersion)


def _checked_signals(signals: Mapping[str, npt.ArrayLike], length: int) -> dict[str, Floats]:
    checked = {}
    for name, column in signals.items():
        try:
            values = np.asarray(column, dtype=np.float64)
        except (TypeError, ValueError) as problem:
            raise DriversInvalid(problem="a signal is not numbers", column=name) from problem
        _check_length(name, len(values) if values.ndim == 1 else -1, length)
        checked[name] = np.where(np.isfinite(values), values, np.nan)
    return checked


def _check_length(name: str, length: int, needed: int) -> None:
    if length != needed:
        raise DriversInvalid(problem="not one entry per part", column=name, needed=needed)


def _levels(table: _Table, name: str) -> list[_Candidate]:
    """Each level of a category against all the other parts, the commonest levels first."""
    codes = table.codes[name]
    order = np.argsort(-np.bincount(codes), kind="stable")[:_MOST_LEVELS]
    return [
        _against_rest(table, codes == code, name, "category", table.names[name][int(code)])
        for code in order
        if table.names[name][int(code)] != _MISSING
    ]


def _against_rest(
    table: _Table,
    inside: npt.NDArray[np.bool_],
    column: str,
    kind: Literal["category", "signal"],
    level: str | None,
    known: npt.NDArray[np.bool_] | None = None,
) -> _Candidate:
    used = np.ones(len(inside), dtype=np.bool_) if known is None else known
    a = float(table.flawed[inside & used].sum())
    n = float((inside & used).sum())
    c = float(table.flawed[~inside & used].sum())
    m = float((~inside & used).sum())
    ratio, low, high = odds_ratio(a, n - a, c, m - c)
    driver = Driver(
        column=column,
        kind=kind,
        level=level,
        low=None,
        high=None,
        parts=int(n),
        flawed=int(a),
        rate=a / n if n else 0.0,
        rate_elsewhere=c / m if m else 0.0,
        odds_ratio=ratio,
        odds_ratio_low=low,
        odds_ratio_high=high,
        p_value=p_two_by_two(a, n - a, c, m - c, table.dispersion),
        p_corrected=1.0,
        p_within={},
        explained_by=(),
        inseparable_from=(),
        caveats=(),
    )
    return _Candidate(driver, np.where(used, inside.astype(np.float64), np.nan))


def _signal(table: _Table, name: str) -> _Candidate | None:
    """The band of a signal in which flaws gather, with the better of the rank and the band test."""
    values = table.signals[name]
    known = np.isfinite(values)
    truth = table.flawed[known]
    if known.sum() < 8 or not 0 < truth.sum() < len(truth) or np.ptp(values[known]) == 0:
        return None
    ranks = np.full(len(values), np.nan)
    ranks[known] = stats.rankdata(values[known])
    single = np.zeros(len(values), dtype=np.int64)
    p_rank = p_stratified(ranks, table.flawed, single, table.dispersion)
    low, high, p_band = raised_band(values[known], truth, table.dispersion)
    inside = known & (values >= low) & (values <= high)
    found = _against_rest(table, inside, name, "signal", None, known)
    p = min(1.0, 2 * min(1.0 if p_rank is None else p_rank, p_band))
    by_rank = p_rank is not None and p_rank < p_band
    driver = replace(found.driver, low=low, high=high, p_value=p)
    return _Candidate(driver, ranks if by_rank else found.score)


def _conditioned(table: _Table, driver: Driver, score: Floats) -> Driver:
    """The driver with its tests inside the levels of the other categories, and its caveats."""
    within: dict[str, float | None] = {}
    for name, strata in table.codes.items():
        if name != driver.column:
            within[name] = p_stratified(score, table.flawed, strata, table.dispersion)
    explained: tuple[str, ...] = ()
    together: tuple[str, ...] = ()
    if driver.significant:
        explained = tuple(
            name
            for name, p in within.items()
            if p is not None and p > SIGNIFICANT and _stands(table, name, score)
        )
        together = tuple(name for name, p in within.items() if p is None)
    found = replace(driver, p_within=within, explained_by=explained, inseparable_from=together)
    return replace(found, caveats=_caveats(found, score))


def _stands(table: _Table, name: str, score: Floats) -> bool:
    """Whether a category still goes with the defect inside the groups of ``score``.

    Only then does it explain the other; where each vanishes inside the other, neither does.
    """
    known = np.isfinite(score)
    groups = np.unique(
        np.round(stats.rankdata(score[known]) / known.sum() * 10), return_inverse=True
    )
    strata = groups[1].astype(np.int64)
    codes = table.codes[name][known]
    truth = table.flawed[known]
    rates = np.bincount(codes, truth) / np.maximum(np.bincount(codes), 1)
    p = p_stratified(rates[codes], truth, strata, table.dispersion)
    return p is not None and p < SIGNIFICANT


def _caveats(driver: Driver, score: Floats) -> tuple[str, ...]:
    codes = {
        "few_flawed": driver.flawed < 5,
        "small_group": driver.parts < _FEW_PARTS,
        "missing_values": bool(np.isnan(score).any()),
        "explained_by_other": bool(driver.explained_by),
        "inseparable": bool(driver.inseparable_from),
    }
    return tuple(code for code, holds in codes.items() if holds)
