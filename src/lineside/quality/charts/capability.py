"""What a process can hold against its specification: Cp, Cpk, Cpm, Pp, Ppk with intervals.

Indices and intervals: Montgomery (2013), chapter 8 (Cp by chi-squared; Cpk after Bissell, Applied
Statistics 39 (1990); Cpm after Boyles, Journal of Quality Technology 23 (1991)). Non-normal:
the quantile method of ISO 22514-2 on the distribution of lowest Bayesian criterion.
"""

from dataclasses import dataclass
from math import exp, inf, sqrt
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy import stats

from lineside.quality.charts.chart import Floats, as_floats
from lineside.quality.charts.constants import c4, d2
from lineside.quality.errors import CapabilityInvalid

Interval = tuple[float, float]
_NO_INTERVAL = (-inf, inf)
_TAIL = 0.00135
_FAMILIES = {
    "normal": stats.norm,
    "lognormal": stats.lognorm,
    "gamma": stats.gamma,
    "weibull": stats.weibull_min,
    "johnson_su": stats.johnsonsu,
}


@dataclass(frozen=True, slots=True)
class Indices:
    """One set of indices; without a limit a side is infinite, without a target ``cpm`` is None."""

    potential: float
    lower: float
    upper: float
    actual: float
    cpm: float | None
    potential_interval: Interval
    actual_interval: Interval
    cpm_interval: Interval | None


@dataclass(frozen=True, slots=True)
class Capability:
    """Short-term (Cp, Cpk, from the spread within subgroups) and long-term (Pp, Ppk) capability.

    ``expected_out`` is the share of parts outside the specification under the long-term normal.
    """

    mean: float
    sigma_within: float
    sigma_overall: float
    count: int
    within: Indices
    overall: Indices
    expected_out: float
    observed_out: float


@dataclass(frozen=True, slots=True)
class FittedCapability:
    """Long-term capability of values that are not normal, by quantiles of a fitted distribution.

    ``misfit`` is the Anderson-Darling distance of the chosen family; the intervals are the central
    part of ``resamples`` parametric bootstrap samples.
    """

    family: str
    parameters: tuple[float, ...]
    misfit: float
    ppk: float
    pp: float
    ppk_interval: Interval
    pp_interval: Interval
    expected_out: float
    resamples: int


def capability(
    values: npt.ArrayLike,
    *,
    lower: float | None = None,
    upper: float | None = None,
    target: float | None = None,
    confidence: float = 0.95,
    sigma_within: float | None = None,
) -> Capability:
    """Capability of single values (one column) or of subgroups (one per row).

    Without ``sigma_within`` it is the pooled spread of the subgroups, or the mean moving range / d2
    of single values in time order.
    """
    x = _values(values)
    _check_limits(lower, upper, confidence)
    flat = x.ravel()
    mean, overall = float(flat.mean()), float(flat.std(ddof=1))
    within = _sigma_within(x) if sigma_within is None else sigma_within
    if not (overall > 0 and within > 0):
        raise CapabilityInvalid(problem="the values do not vary")
    outside = _share_out(flat, lower, upper)
    spec = (lower, upper, target)
    return Capability(
        mean=mean,
        sigma_within=within,
        sigma_overall=overall,
        count=len(flat),
        within=_indices(mean, within, len(flat), spec, confidence),
        overall=_indices(mean, overall, len(flat), spec, confidence),
        expected_out=_tails(stats.norm(mean, overall), lower, upper),
        observed_out=outside,
    )


def capability_from_figures(
    mean: float,
    sigma: float,
    count: int,
    *,
    lower: float | None = None,
    upper: float | None = None,
    target: float | None = None,
    confidence: float = 0.95,
) -> Indices:
    """The indices where only the mean, the deviation and the number of values are known."""
    _check_limits(lower, upper, confidence)
    if not (np.isfinite(mean) and np.isfinite(sigma) and sigma > 0 and count >= 2):
        raise CapabilityInvalid(problem="a finite mean, a sigma above zero, two values or more")
    return _indices(mean, sigma, count, (lower, upper, target), confidence)


def capability_fitted(
    values: npt.ArrayLike,
    *,
    lower: float | None = None,
    upper: float | None = None,
    family: str | None = None,
    confidence: float = 0.95,
    resamples: int = 200,
    seed: int = 0,
) -> FittedCapability:
    """Pp and Ppk from the 0.135, 50 and 99.865 % points of ``family``, or of the best fitting."""
    x = _values(values).ravel()
    _check_limits(lower, upper, confidence)
    if float(x.std()) == 0:
        raise CapabilityInvalid(problem="the values do not vary")
    if family is not None and family not in _FAMILIES:
        raise CapabilityInvalid(problem="no such family", family=family, known=sorted(_FAMILIES))
    name, parameters, misfit = _best_family(x, [family] if family else list(_FAMILIES))
    found = _FAMILIES[name](*parameters)
    pp, ppk = _quantile_indices(found, lower, upper)
    spread = _bootstrap(name, parameters, len(x), (lower, upper), resamples, seed)
    return FittedCapability(
        family=name,
        parameters=parameters,
        misfit=misfit,
        ppk=ppk,
        pp=pp,
        ppk_interval=_central(spread[:, 1], confidence),
        pp_interval=_central(spread[:, 0], confidence),
        expected_out=_tails(found, lower, upper),
        resamples=resamples,
    )


def normal_p(values: npt.ArrayLike) -> float:
    """How likely normal values lie at least so far from the normal distribution fitted to them.

    Anderson-Darling with both parameters estimated: D'Agostino and Stephens, Goodness-of-Fit
    Techniques (1986), table 4.9.
    """
    x = _values(values).ravel()
    n = len(x)
    if n < 8 or float(x.std()) == 0:
        raise CapabilityInvalid(problem="eight values that vary are needed", sent=n)
    a = _misfit("normal", (float(x.mean()), float(x.std(ddof=1))), x)
    a *= 1 + 0.75 / n + 2.25 / n**2
    if a >= 0.6:
        return exp(1.2937 - 5.709 * a + 0.0186 * a**2) if a < 13 else 0.0
    if a >= 0.34:
        return exp(0.9177 - 4.279 * a - 1.38 * a**2)
    if a >= 0.2:
        return 1 - exp(-8.318 + 42.796 * a - 59.938 * a**2)
    return 1 - exp(-13.436 + 101.14 * a - 223.73 * a**2)


def _central(drawn: Floats, confidence: float) -> Interval:
    if not np.isfinite(drawn).all():
        return _NO_INTERVAL
    low, high = np.quantile(drawn, [(1 - confidence) / 2, (1 + confidence) / 2])
    return float(low), float(high)


def _values(values: npt.ArrayLike) -> Floats:
    x = as_floats(values, "values")
    if x.ndim not in (1, 2) or x.size < 2 or (x.ndim == 2 and x.shape[1] < 2):
        raise CapabilityInvalid(problem="a column or a table of subgroups", shape=list(x.shape))
    return x


def _check_limits(lower: float | None, upper: float | None, confidence: float) -> None:
    if lower is None and upper is None:
        raise CapabilityInvalid(problem="no specification limit")
    if lower is not None and upper is not None and not lower < upper:
        raise CapabilityInvalid(problem="lower limit not below upper", lower=lower, upper=upper)
    if any(limit is not None and not np.isfinite(limit) for limit in (lower, upper)):
        raise CapabilityInvalid(problem="a limit is not a finite number")
    if not 0 < confidence < 1:
        raise CapabilityInvalid(problem="confidence lies between 0 and 1", confidence=confidence)


def _sigma_within(x: Floats) -> float:
    if x.ndim == 1:
        return float(np.abs(np.diff(x)).mean()) / d2(2)
    pooled = sqrt(float(x.var(axis=1, ddof=1).mean()))
    return pooled / c4(x.shape[0] * (x.shape[1] - 1) + 1)


def _share_out(x: Floats, lower: float | None, upper: float | None) -> float:
    out = np.zeros(len(x), dtype=np.bool_)
    if lower is not None:
        out |= x < lower
    if upper is not None:
        out |= x > upper
    return float(out.mean())


def _indices(
    mean: float,
    sigma: float,
    count: int,
    spec: tuple[float | None, float | None, float | None],
    confidence: float,
) -> Indices:
    low, high, target = spec
    lower = (mean - low) / (3 * sigma) if low is not None else inf
    upper = (high - mean) / (3 * sigma) if high is not None else inf
    potential = (high - low) / (6 * sigma) if low is not None and high is not None else inf
    actual = min(lower, upper)
    cpm = None
    if target is not None and potential < inf:
        cpm = potential / sqrt(1 + ((mean - target) / sigma) ** 2)
    return Indices(
        potential=potential,
        lower=lower,
        upper=upper,
        actual=actual,
        cpm=cpm,
        potential_interval=_chi_interval(potential, count - 1, confidence),
        actual_interval=_bissell_interval(actual, count, confidence),
        cpm_interval=_cpm_interval(cpm, mean, sigma, count, target, confidence),
    )


def _chi_interval(index: float, free: float, confidence: float) -> Interval:
    if index == inf:
        return _NO_INTERVAL
    edge = np.array([(1 - confidence) / 2, (1 + confidence) / 2])
    low, high = index * np.sqrt(stats.chi2.ppf(edge, free) / free)
    return float(low), float(high)


def _bissell_interval(index: float, count: int, confidence: float) -> Interval:
    half = float(stats.norm.ppf((1 + confidence) / 2))
    spread = half * sqrt(1 / (9 * count) + index**2 / (2 * (count - 1)))
    return index - spread, index + spread


def _cpm_interval(
    cpm: float | None,
    mean: float,
    sigma: float,
    count: int,
    target: float | None,
    confidence: float,
) -> Interval | None:
    if cpm is None or target is None:
        return None
    away = ((mean - target) / sigma) ** 2
    return _chi_interval(cpm, count * (1 + away) ** 2 / (1 + 2 * away), confidence)


def _tails(found: Any, lower: float | None, upper: float | None) -> float:
    below = float(found.cdf(lower)) if lower is not None else 0.0
    above = float(found.sf(upper)) if upper is not None else 0.0
    return below + above


def _quantile_indices(found: Any, lower: float | None, upper: float | None) -> tuple[float, float]:
    low, middle, high = (float(found.ppf(q)) for q in (_TAIL, 0.5, 1 - _TAIL))
    below = (middle - lower) / (middle - low) if lower is not None else inf
    above = (upper - middle) / (high - middle) if upper is not None else inf
    both = lower is not None and upper is not None
    pp = (upper - lower) / (high - low) if both else inf  # type: ignore[operator]
    return pp, min(below, above)


def _best_family(x: Floats, names: list[str]) -> tuple[str, tuple[float, ...], float]:
    tried = [(name, parameters) for name in names if (parameters := _fit(name, x)) is not None]
    if not tried:
        raise CapabilityInvalid(problem="no family fits these values", families=names)
    name, parameters = min(tried, key=lambda each: _bayes_criterion(each[0], each[1], x))
    return name, parameters, _misfit(name, parameters, x)


def _bayes_criterion(name: str, parameters: tuple[float, ...], x: Floats) -> float:
    """Schwarz's criterion: a further shape parameter has to earn itself."""
    fitted = float(_FAMILIES[name](*parameters).logpdf(x).sum())
    return len(parameters) * float(np.log(len(x))) - 2 * fitted


def _fit(name: str, x: Floats) -> tuple[float, ...] | None:
    if name == "normal":
        return float(x.mean()), float(x.std(ddof=1))
    if name == "johnson_su":
        return _fit_free(name, x)
    if x.min() <= 0:
        return None
    shape = _FAMILIES[name].fit(x, floc=0)
    return tuple(float(each) for each in shape)


def _fit_free(name: str, x: Floats) -> tuple[float, ...] | None:
    centre, scale = float(np.median(x)), float(x.std())
    with np.errstate(all="ignore"):
        found = _FAMILIES[name].fit((x - centre) / scale)
    if not np.isfinite(found).all() or found[-1] <= 0:
        return None
    *shape, location, width = (float(each) for each in found)
    return (*shape, location * scale + centre, width * scale)


def _misfit(name: str, parameters: tuple[float, ...], x: Floats) -> float:
    """Anderson-Darling distance; the distribution function is kept off 0 and 1."""
    ordered = np.clip(_FAMILIES[name](*parameters).cdf(np.sort(x)), 1e-12, 1 - 1e-12)
    n = len(x)
    weights = 2 * np.arange(1, n + 1) - 1
    return float(-n - (weights @ (np.log(ordered) + np.log1p(-ordered[::-1]))) / n)


def _bootstrap(
    name: str,
    parameters: tuple[float, ...],
    count: int,
    limits: tuple[float | None, float | None],
    resamples: int,
    seed: int,
) -> Floats:
    """(pp, ppk) of samples drawn from the fitted distribution.

    Refitting Johnson SU hundreds of times would cost seconds, so each resample keeps the shape and
    moves and stretches it to the resample's own middle and spread.
    """
    source = np.random.default_rng(seed)
    found = _FAMILIES[name](*parameters)
    drawn = found.rvs(size=(resamples, count), random_state=source)
    q = [0.05, 0.5, 0.95]
    low, middle, high = np.quantile(drawn, q, axis=1)
    true_low, true_middle, true_high = (float(found.ppf(each)) for each in q)
    tail_low, tail_high = float(found.ppf(_TAIL)), float(found.ppf(1 - _TAIL))
    down = (middle - low) / (true_middle - true_low) * (true_middle - tail_low)
    up = (high - middle) / (true_high - true_middle) * (tail_high - true_middle)
    lower, upper = limits
    below = (middle - lower) / down if lower is not None else np.full(resamples, np.inf)
    above = (upper - middle) / up if upper is not None else np.full(resamples, np.inf)
    pp = np.full(resamples, np.inf)
    if lower is not None and upper is not None:
        pp = (upper - lower) / (down + up)
    return np.column_stack([pp, np.minimum(below, above)])
