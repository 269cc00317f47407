"""Probability distributions of times and sizes, as plain checked data."""

import math
from dataclasses import dataclass

from lineside.twin.errors import DistributionInvalid

KINDS = (
    "constant",
    "exponential",
    "uniform",
    "triangular",
    "normal",
    "lognormal",
    "gamma",
    "weibull",
    "hyperexponential",
    "geometric",
    "trace",
    "empirical",
)
(
    CONSTANT,
    EXPONENTIAL,
    UNIFORM,
    TRIANGULAR,
    NORMAL,
    LOGNORMAL,
    GAMMA,
    WEIBULL,
    HYPEREXPONENTIAL,
    GEOMETRIC,
    TRACE,
    EMPIRICAL,
) = range(12)


@dataclass(frozen=True, slots=True)
class Distribution:
    """A non-negative random time (or size). Build it with the class methods, which check it."""

    kind: str
    a: float = 0.0
    b: float = 0.0
    c: float = 0.0
    values: tuple[float, ...] = ()

    def __post_init__(self) -> None:
        if self.kind not in KINDS:
            raise DistributionInvalid(kind=self.kind, problem="no such distribution")
        if not all(math.isfinite(x) for x in (self.a, self.b, self.c, *self.values)):
            raise DistributionInvalid(kind=self.kind, problem="a parameter is not a finite number")
        problem = _problem(self)
        if problem:
            raise DistributionInvalid(kind=self.kind, problem=problem)

    @classmethod
    def constant(cls, value: float) -> "Distribution":
        return cls("constant", value)

    @classmethod
    def exponential(cls, mean: float) -> "Distribution":
        return cls("exponential", mean)

    @classmethod
    def uniform(cls, low: float, high: float) -> "Distribution":
        return cls("uniform", low, high)

    @classmethod
    def triangular(cls, low: float, mode: float, high: float) -> "Distribution":
        return cls("triangular", low, mode, high)

    @classmethod
    def normal(cls, mean: float, deviation: float) -> "Distribution":
        """Normal, drawn again while negative."""
        return cls("normal", mean, deviation)

    @classmethod
    def lognormal(cls, mean: float, deviation: float) -> "Distribution":
        """Lognormal with this mean and standard deviation of the times themselves."""
        if mean <= 0 or deviation < 0:
            raise DistributionInvalid(kind="lognormal", problem="mean > 0 and deviation >= 0")
        variance = math.log1p((deviation / mean) ** 2)
        return cls("lognormal", math.log(mean) - variance / 2, math.sqrt(variance))

    @classmethod
    def gamma(cls, shape: float, scale: float) -> "Distribution":
        return cls("gamma", shape, scale)

    @classmethod
    def erlang(cls, stages: int, mean: float) -> "Distribution":
        if stages < 1:
            raise DistributionInvalid(kind="erlang", problem="at least one stage")
        return cls("gamma", float(stages), mean / stages)

    @classmethod
    def weibull(cls, shape: float, scale: float) -> "Distribution":
        return cls("weibull", shape, scale)

    @classmethod
    def hyperexponential(cls, share: float, mean_1: float, mean_2: float) -> "Distribution":
        """Exponential of mean_1 with probability share, else of mean_2."""
        return cls("hyperexponential", share, mean_1, mean_2)

    @classmethod
    def balanced(cls, mean: float, scv: float) -> "Distribution":
        """Two moments: constant, gamma below one, balanced-means hyperexponential above one."""
        if 0 <= scv < 1e-6:
            return cls.constant(mean)
        if scv <= 1:
            return cls.gamma(1 / scv, mean * scv)
        share = 0.5 * (1 + math.sqrt((scv - 1) / (scv + 1)))
        return cls.hyperexponential(share, mean / (2 * share), mean / (2 * (1 - share)))

    @classmethod
    def geometric(cls, probability: float) -> "Distribution":
        """Trials up to and with the first success: 1, 2, 3, ..."""
        return cls("geometric", probability)

    @classmethod
    def trace(cls, values: tuple[float, ...]) -> "Distribution":
        """Recorded values, played in order and from the start again."""
        return cls("trace", values=tuple(values))

    @classmethod
    def empirical(cls, values: tuple[float, ...]) -> "Distribution":
        """Recorded values, drawn at random."""
        return cls("empirical", values=tuple(values))

    @property
    def mean(self) -> float:
        a, b, c = self.a, self.b, self.c
        means = {
            "constant": lambda: a,
            "exponential": lambda: a,
            "uniform": lambda: (a + b) / 2,
            "triangular": lambda: (a + b + c) / 3,
            "normal": lambda: a,
            "lognormal": lambda: math.exp(a + b * b / 2),
            "gamma": lambda: a * b,
            "weibull": lambda: b * math.gamma(1 + 1 / a),
            "hyperexponential": lambda: a * b + (1 - a) * c,
            "geometric": lambda: 1 / a,
        }
        return means[self.kind]() if self.kind in means else sum(self.values) / len(self.values)


def _problem(d: Distribution) -> str | None:
    ordered = {"uniform": d.a <= d.b, "triangular": d.a <= d.b <= d.c and d.a < d.c}
    checks = {
        "constant": (d.a >= 0, "a constant is not negative"),
        "exponential": (d.a > 0, "the mean is positive"),
        "uniform": (d.a >= 0 and ordered.get("uniform", True), "0 <= low <= high"),
        "triangular": (d.a >= 0 and ordered.get("triangular", True), "0 <= low <= mode <= high"),
        "normal": (d.a >= 0 and d.b >= 0, "mean and deviation are not negative"),
        "lognormal": (d.b >= 0, "the deviation is not negative"),
        "gamma": (d.a > 0 and d.b > 0, "shape and scale are positive"),
        "weibull": (d.a > 0 and d.b > 0, "shape and scale are positive"),
        "hyperexponential": (0 <= d.a <= 1 and d.b > 0 and d.c > 0, "share in 0..1, means > 0"),
        "geometric": (0 < d.a <= 1, "the probability is in (0, 1]"),
        "trace": (bool(d.values) and min(d.values, default=-1) >= 0, "values, none negative"),
        "empirical": (bool(d.values) and min(d.values, default=-1) >= 0, "values, none negative"),
    }
    holds, problem = checks[d.kind]
    return None if holds else problem
