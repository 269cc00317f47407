"""Replications, common random numbers, warm-up, cancellation, distributions."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lineside.twin.distributions import Distribution as D
from lineside.twin.engine.build import build
from lineside.twin.engine.sampling import draw
from lineside.twin.errors import DistributionInvalid, RunCancelled, RunInvalid
from lineside.twin.line import Line, Product, Source, Station, Step
from lineside.twin.simulation import Run, estimate, replicate
from lineside.twin.warm_up import detect_warm_up, mser


def queue(service: float, every: float = 1.25) -> Line:
    return Line(
        "queue",
        (Station.single("S"),),
        (Product("P", (Step("S", D.exponential(service)),)),),
        (Source("P", D.exponential(every)),),
    )


def test_the_same_seed_gives_the_same_figures_over_any_threads() -> None:
    one = replicate(queue(1.0), horizon_s=2000.0, replications=6, seed=9)
    two = replicate(queue(1.0), horizon_s=2000.0, replications=6, seed=9, threads=3)
    other = replicate(queue(1.0), horizon_s=2000.0, replications=6, seed=10)
    np.testing.assert_array_equal(one.values, two.values)
    assert not np.array_equal(one.values, other.values, equal_nan=True)


def test_common_random_numbers_make_differences_sharp() -> None:
    runs = {"horizon_s": 3000.0, "warm_up_s": 500.0, "replications": 20}
    base = replicate(queue(1.0), seed=3, **runs).column("product.P.sojourn_s")  # type: ignore[arg-type]
    faster = replicate(queue(0.95), seed=3, **runs).column("product.P.sojourn_s")  # type: ignore[arg-type]
    apart = replicate(queue(0.95), seed=4, **runs).column("product.P.sojourn_s")  # type: ignore[arg-type]
    assert (base - faster).std() < 0.6 * (base - apart).std()
    assert (base > faster).all()


def test_progress_and_cancellation() -> None:
    seen: list[int] = []
    told = replicate(
        queue(1.0),
        horizon_s=1000.0,
        replications=50,
        progress=lambda done, wanted: seen.append(done),
        cancelled=lambda: len(seen) >= 3,
    )
    assert seen == [1, 2, 3]
    assert len(told.values) == 3
    with pytest.raises(RunCancelled):
        replicate(queue(1.0), horizon_s=10.0, cancelled=lambda: True)


def test_warm_up_is_found_where_the_beginning_is_forgotten() -> None:
    slow = Line(
        "slow",
        (Station.single("S"),),
        (Product("P", (Step("S", D.exponential(1.0)),), population=1),),
    )
    assert detect_warm_up(slow, horizon_s=400.0, points=80) == 0.0
    busy = detect_warm_up(queue(1.0, 1.08), horizon_s=4000.0, points=200, replications=6)
    assert 0.0 < busy <= 2000.0
    ramp = np.concatenate([np.linspace(0, 10, 50), 10 + np.sin(np.arange(150))])
    assert 35 <= mser(ramp) <= 60


def test_intervals_cover_as_they_say() -> None:
    random = np.random.default_rng(1)
    inside = 0
    for _ in range(400):
        found = estimate(random.normal(5.0, 2.0, 8), 0.9)
        inside += found.low < 5.0 < found.high
    assert inside / 400 == pytest.approx(0.9, abs=0.05)
    with pytest.raises(RunInvalid):
        estimate(np.array([1.0]))


DISTRIBUTIONS = [
    (D.constant(3.0), 3.0, 0.0),
    (D.exponential(2.0), 2.0, 2.0),
    (D.uniform(1.0, 5.0), 3.0, 4.0 / math.sqrt(12)),
    (D.triangular(0.0, 1.0, 5.0), 2.0, math.sqrt((25 + 1 - 5) / 18)),
    (D.normal(10.0, 2.0), 10.0, 2.0),
    (D.lognormal(4.0, 2.0), 4.0, 2.0),
    (D.gamma(0.5, 2.0), 1.0, math.sqrt(0.5) * 2),
    (D.gamma(9.5, 0.5), 4.75, math.sqrt(9.5) * 0.5),
    (D.erlang(4, 2.0), 2.0, 1.0),
    (D.weibull(2.0, 3.0), 3.0 * math.gamma(1.5), 3.0 * math.sqrt(1 - math.gamma(1.5) ** 2)),
    (D.balanced(2.0, 4.0), 2.0, 4.0),
    (D.geometric(0.25), 4.0, math.sqrt(0.75) / 0.25),
    (D.empirical((1.0, 2.0, 6.0)), 3.0, math.sqrt(14 / 3)),
    (D.trace((1.0, 2.0, 3.0)), 2.0, math.sqrt(2 / 3)),
]


@pytest.mark.parametrize(("distribution", "mean", "deviation"), DISTRIBUTIONS)
def test_distributions_have_their_moments(distribution: D, mean: float, deviation: float) -> None:
    assert distribution.mean == pytest.approx(mean)
    line = Line("one", (Station.single("S"),), (Product("P", (Step("S", distribution),)),))
    memory = build(line)
    step = memory.steps["P", 0]
    which = memory.n[step + 1]
    memory.n[memory.machines["S.1"] + 2] = stream = memory.n[memory.machines["S.1"] + 2]
    values = np.array([draw(memory.n, memory.x, which, stream) for _ in range(20_000)])
    assert values.min() >= 0
    assert values.mean() == pytest.approx(mean, abs=0.01 + 4.5 * deviation / math.sqrt(20_000))
    assert values.std() == pytest.approx(deviation, rel=0.08, abs=0.01)


@pytest.mark.parametrize(
    "make",
    [
        lambda: D.constant(-1.0),
        lambda: D.constant(float("nan")),
        lambda: D.exponential(0.0),
        lambda: D.uniform(3.0, 1.0),
        lambda: D.triangular(1.0, 5.0, 2.0),
        lambda: D.normal(1.0, -1.0),
        lambda: D.lognormal(0.0, 1.0),
        lambda: D.gamma(0.0, 1.0),
        lambda: D.erlang(0, 1.0),
        lambda: D.geometric(0.0),
        lambda: D.hyperexponential(2.0, 1.0, 1.0),
        lambda: D.trace(()),
        lambda: D.empirical((1.0, -2.0)),
        lambda: D("cauchy"),
    ],
)
def test_distributions_that_make_no_sense_are_refused(make: object) -> None:
    with pytest.raises(DistributionInvalid):
        make()  # type: ignore[operator]


@settings(max_examples=30, deadline=None)
@given(st.floats(0.1, 50.0), st.floats(0.0, 6.0))
def test_two_moments_are_matched(mean: float, scv: float) -> None:
    assert D.balanced(mean, scv).mean == pytest.approx(mean)


def test_thousands_of_parts_make_room_for_themselves() -> None:
    run = Run(queue(1.0, 0.1), seed=1)
    run.advance(2000.0)
    assert run.figures()["station.S.here"] > 5000
