"""What a line does in its steady state, whoever thought of it."""

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
from pydantic import BaseModel, ConfigDict, ValidationError

from lineside.twin.distributions import Distribution
from lineside.twin.engine.build import build
from lineside.twin.errors import DistributionInvalid, LineInvalid, RunTooLong
from lineside.twin.line import Line
from lineside.twin.model import LineFigure, LineStudy
from lineside.twin.simulation import Replications, Run, replicate
from lineside.twin.warm_up import detect_warm_up

MOST_EVENTS = 50_000_000
_TRIAL_SHARE = 0.02
_DISTRIBUTIONS: dict[str, Callable[..., Distribution]] = {
    "constant": Distribution.constant,
    "exponential": Distribution.exponential,
    "uniform": Distribution.uniform,
    "triangular": Distribution.triangular,
    "normal": Distribution.normal,
    "lognormal": Distribution.lognormal,
    "gamma": Distribution.gamma,
    "erlang": Distribution.erlang,
    "weibull": Distribution.weibull,
    "hyperexponential": Distribution.hyperexponential,
    "geometric": Distribution.geometric,
    "trace": Distribution.trace,
    "empirical": Distribution.empirical,
}
_BUSY = ("running", "setup", "down")


class _Given(BaseModel):
    """Takes the line's data apart; a name that the line does not know is refused."""

    model_config = ConfigDict(extra="forbid")
    line: Line


def line_from(data: Mapping[str, Any]) -> Line:
    """A line from plain data; the first thing that is wrong is refused with its place."""
    try:
        return _Given(line=_built(data)).line
    except ValidationError as wrong:
        first = wrong.errors(include_url=False, include_input=False)[0]
        where = ".".join(str(each) for each in first["loc"][1:])
        name = str(data.get("name", ""))[:80]
        raise LineInvalid(line=name, where=where, problem=first["msg"]) from None


def _built(data: Any) -> Any:
    """The same data with its distributions built, each by the words of its own constructor."""
    if isinstance(data, list):
        return [_built(each) for each in data]
    if not isinstance(data, Mapping):
        return data
    if "kind" in data:
        return _distribution(**data)
    return {name: _built(value) for name, value in data.items()}


def _distribution(*, kind: str, **given: Any) -> Distribution:
    if kind not in _DISTRIBUTIONS:
        raise DistributionInvalid(kind=str(kind)[:80], problem="no such distribution")
    try:
        return _DISTRIBUTIONS[kind](**given)
    except TypeError as wrong:
        problem = str(wrong).replace("Distribution.", "")
        raise DistributionInvalid(kind=kind, problem=problem) from None


def study(
    line: Line, *, horizon_h: float, warm_up_h: float | None, replications: int, seed: int
) -> LineStudy:
    """Replications of a line, watched after it has forgotten how it began."""
    horizon_s = horizon_h * 3600
    _check_size(line, horizon_s, replications, seed)
    warm_up_s = (
        detect_warm_up(line, horizon_s=horizon_s, seed=seed)
        if warm_up_h is None
        else warm_up_h * 3600
    )
    runs = replicate(
        line, horizon_s=horizon_s, warm_up_s=warm_up_s, replications=replications, seed=seed
    )
    return LineStudy(
        line=line.name,
        warm_up_h=warm_up_s / 3600,
        horizon_h=horizon_h,
        replications=replications,
        events=runs.events,
        bottleneck=_bottleneck(line, runs),
        figures=_figures(runs),
    )


def _check_size(line: Line, horizon_s: float, replications: int, seed: int) -> None:
    """A short stretch of the line tells how many events the whole will have."""
    run = Run.of(line, build(line), seed=seed, replication=0)
    most = MOST_EVENTS * _TRIAL_SHARE / replications
    if not run.advance(horizon_s * _TRIAL_SHARE, lambda: run.events > most) or run.events > most:
        raise RunTooLong(most=MOST_EVENTS)


def _figures(runs: Replications) -> list[LineFigure]:
    """Figures that every replication has; a lead time is unknown where nothing was finished."""
    found = []
    for name in runs.names:
        if np.isfinite(runs.column(name)).all():
            told = runs.estimate(name)
            found.append(LineFigure(name, told.mean, told.low, told.high, told.standard_error))
    return found


def _bottleneck(line: Line, runs: Replications) -> str:
    def busy(machine: str) -> float:
        return sum(float(runs.column(f"machine.{machine}.{state}").mean()) for state in _BUSY)

    return max(line.machine_names, key=busy)
