"""Tests of whether two things go together, for tables of two by two, bands, and within strata."""

import numpy as np
import numpy.typing as npt
from scipy import stats

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]

_BINS = 12


def odds_ratio(a: float, b: float, c: float, d: float) -> tuple[float, float, float]:
    """Odds ratio with half a part added to each cell (Haldane), and its 95 % interval."""
    a, b, c, d = a + 0.5, b + 0.5, c + 0.5, d + 0.5
    log_ratio = np.log(a * d / (b * c))
    half = 1.96 * np.sqrt(1 / a + 1 / b + 1 / c + 1 / d)
    return tuple(float(np.exp(log_ratio + each)) for each in (0.0, -half, half))  # type: ignore[return-value]


def p_two_by_two(a: float, b: float, c: float, d: float, dispersion: float) -> float:
    """G-test with large expected counts, Fisher's exact test otherwise."""
    total = a + b + c + d
    if min(a + b, c + d) == 0 or min(a + c, b + d) == 0:
        return 1.0
    least = min(a + b, c + d) * min(a + c, b + d) / total
    if least < 5 and dispersion == 1.0:
        return float(stats.fisher_exact([[a, b], [c, d]])[1])
    g = float(g_statistic(np.array([a]), np.array([a + b]), a + c, total)[0])
    return float(stats.chi2.sf(g / dispersion, 1))


def g_statistic(bad: Floats, parts: Floats, all_bad: float, total: float) -> Floats:
    """Log likelihood ratio of groups (``bad`` of ``parts``) against all other parts."""
    statistic = np.zeros_like(bad)
    rest_bad, rest = all_bad - bad, total - parts
    share = all_bad / total
    for seen, size, rate in (
        (bad, parts, share),
        (parts - bad, parts, 1 - share),
        (rest_bad, rest, share),
        (rest - rest_bad, rest, 1 - share),
    ):
        expected = np.maximum(size * rate, 1e-12)
        statistic += np.where(seen > 0, seen * np.log(np.maximum(seen, 1e-12) / expected), 0.0)
    return np.maximum(2 * statistic, 0.0)


def raised_band(values: Floats, truth: Floats, dispersion: float) -> tuple[float, float, float]:
    """The run of quantile bins with the greatest G among those with a raised rate.

    Its p-value is multiplied by the number of bands tried (Bonferroni): the search is paid for.
    """
    edges = np.unique(np.quantile(values, np.linspace(0, 1, _BINS + 1)[1:-1]))
    bins = np.searchsorted(edges, values, side="left")
    count = len(edges) + 1
    parts = np.concatenate([[0], np.cumsum(np.bincount(bins, minlength=count))]).astype(float)
    bad = np.concatenate([[0], np.cumsum(np.bincount(bins, truth, minlength=count))])
    first, last = np.triu_indices(count)
    size, hits = parts[last + 1] - parts[first], bad[last + 1] - bad[first]
    whole = (size == 0) | (size == len(values))
    g = g_statistic(hits, size, float(truth.sum()), float(len(values)))
    raised = hits * len(values) > size * truth.sum()
    best = int(np.where(raised & ~whole, g, -1.0).argmax())
    within = (bins >= first[best]) & (bins <= last[best])
    p = min(1.0, len(first) * float(stats.chi2.sf(g[best] / dispersion, 1)))
    return float(values[within].min()), float(values[within].max()), p


def p_stratified(score: Floats, truth: Floats, strata: Ints, dispersion: float) -> float | None:
    """Mantel's test of ``score`` against ``truth`` within ``strata``; None if nothing varies."""
    known = np.isfinite(score)
    x, y, s = score[known], truth[known], strata[known]
    count = np.bincount(s).astype(float)
    safe = np.maximum(count, 1.0)
    dx = x - (np.bincount(s, x) / safe)[s]
    dy = y - (np.bincount(s, y) / safe)[s]
    spread = np.bincount(s, dx**2) * np.bincount(s, dy**2) / np.maximum(count - 1, 1.0)
    variance = float(spread.sum()) * dispersion
    if variance < 1e-9 * max(1.0, float((x**2).max(initial=0.0))):
        return None
    return float(2 * stats.norm.sf(abs(float((dx * dy).sum())) / np.sqrt(variance)))


def holm(p: Floats) -> Floats:
    """Holm's step-down correction: the family-wise error rate stays below the level."""
    order = np.argsort(p)
    steps = p[order] * (len(p) - np.arange(len(p)))
    corrected = np.empty_like(p)
    corrected[order] = np.minimum(np.maximum.accumulate(steps), 1.0) if len(p) else steps
    return corrected
