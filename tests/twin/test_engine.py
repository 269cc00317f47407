"""The engine against what is known exactly or follows from the line's own bookkeeping."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lineside.twin.distributions import Distribution as D
from lineside.twin.engine import memory as at
from lineside.twin.errors import LineInvalid, MachineMissing, RunInvalid
from lineside.twin.line import (
    SINK,
    Batch,
    Calendar,
    Failure,
    Line,
    Machine,
    Product,
    Release,
    Source,
    Station,
    Step,
)
from lineside.twin.simulation import Run, replicate


def one_machine(**station: object) -> Station:
    return Station("S", (Machine("M"),), **station)  # type: ignore[arg-type]


def releases(*times: float, product: str = "P") -> list[Release]:
    return [Release(t, product, k) for k, t in enumerate(times)]


def exits(run: Run) -> dict[int, float]:
    """Time at which each part left."""
    trace = run.trace()
    out = trace.what == at.LOG_EXIT
    return dict(zip(trace.key[out].tolist(), trace.at_s[out].tolist(), strict=True))


def begins(run: Run) -> list[tuple[float, int, int]]:
    """Time, machine and part of every operation begun."""
    trace = run.trace()
    rows = trace.what == at.LOG_BEGIN
    columns = (trace.at_s[rows], trace.machine[rows], trace.key[rows])
    return list(zip(*(c.tolist() for c in columns), strict=True))


def line(station: Station | tuple[Station, ...], *steps: Step, **rest: object) -> Line:
    stations = station if isinstance(station, tuple) else (station,)
    return Line("test", stations, (Product("P", steps),), **rest)  # type: ignore[arg-type]


def run_of(subject: Line, until: float, *times: float) -> Run:
    run = Run(subject, seed=1, trace=1000, releases=releases(*times))
    run.advance(until)
    return run


def test_single_queue_agrees_with_closed_form() -> None:
    queue = Line(
        "queue",
        (Station.single("S"),),
        (Product("P", (Step("S", D.exponential(1.0)),)),),
        (Source("P", D.exponential(1.25)),),
    )
    told = replicate(queue, horizon_s=1e5, warm_up_s=5e3, replications=12, seed=4)
    assert told.estimate("product.P.sojourn_s", 0.999).low < 5.0
    assert told.estimate("product.P.sojourn_s", 0.999).high > 5.0
    assert told.column("step.P.0.delayed").mean() == pytest.approx(0.8, abs=0.02)


def test_work_waits_its_turn_and_blocked_parts_hold_their_machine() -> None:
    stations = (Station.single("A"), Station.single("B", buffer=0))
    subject = line(stations, Step("A", D.constant(1.0)), Step("B", D.constant(10.0)))
    run = run_of(subject, 25.0, 0.0, 0.0, 0.0)
    assert run.figures()["machine.A.1.blocked"] == pytest.approx((9.0 + 9.0) / 25.0)
    assert exits(run) == {0: 11.0, 1: 21.0}


def test_calendar_holds_work_and_resumes_it() -> None:
    station = Station("S", (Machine("M", calendar="day"),))
    subject = line(
        station,
        Step("S", D.constant(6.0)),
        calendars={"day": Calendar(((2.0, 5.0),), repeat_s=10.0)},
    )
    run = run_of(subject, 40.0, 0.0)
    assert exits(run) == {0: 15.0}
    assert run.figures()["machine.M.off"] == pytest.approx(0.7, abs=0.01)


def test_failures_while_working_only() -> None:
    failure = Failure(D.constant(2.0), D.constant(3.0))
    subject = line(Station("S", (Machine("M", failures=(failure,)),)), Step("S", D.constant(5.0)))
    assert exits(run_of(subject, 100.0, 50.0)) == {0: 50.0 + 5.0 + 2 * 3.0}


def test_failures_by_the_clock_strike_idle_machines() -> None:
    failure = Failure(D.constant(4.0), D.constant(3.0), working=False)
    subject = line(Station("S", (Machine("M", failures=(failure,)),)), Step("S", D.constant(1.0)))
    assert exits(run_of(subject, 30.0, 5.0)) == {0: 8.0}


@pytest.mark.parametrize(("effect", "left"), [("resume", 8.0), ("redo", 11.0), ("scrap", None)])
def test_a_failure_resumes_repeats_or_scraps(effect: str, left: float | None) -> None:
    failure = Failure(D.trace((3.0, 1e6)), D.constant(3.0), effect=effect)  # type: ignore[arg-type]
    subject = line(Station("S", (Machine("M", failures=(failure,)),)), Step("S", D.constant(5.0)))
    run = run_of(subject, 50.0, 0.0)
    assert exits(run) == ({} if left is None else {0: left})
    assert run.figures()["product.P.scrapped"] == float(left is None)


def test_setup_by_family_and_the_rule_that_avoids_it() -> None:
    setups = {"a": {"b": 10.0}, "b": {"a": 10.0}}
    station = one_machine(setup_s=setups, rule="setup")
    products = tuple(
        Product(name, (Step("S", D.constant(1.0), family=name),)) for name in ("a", "b")
    )
    subject = Line("test", (station,), products)
    order = [Release(0.0, "a", 0), Release(0.1, "b", 1), Release(0.2, "a", 2)]
    run = Run(subject, seed=1, trace=100, releases=order)
    run.advance(100.0)
    assert exits(run) == {0: 1.0, 2: 2.0, 1: 13.0}


def test_operators_are_shared() -> None:
    stations = tuple(Station(s, (Machine(s),), operators="crew") for s in ("A", "B"))
    products = tuple(Product(s, (Step(s, D.constant(4.0)),)) for s in ("A", "B"))
    subject = Line("test", stations, products, operators={"crew": 1})
    run = Run(subject, seed=1, trace=100, releases=[Release(0.0, "A", 0), Release(0.5, "B", 1)])
    run.advance(20.0)
    assert exits(run) == {0: 4.0, 1: 8.0}


def test_a_batch_starts_full_or_after_its_wait() -> None:
    station = one_machine(batch=Batch(3, 2, 5.0))
    subject = line(station, Step("S", D.constant(10.0)))
    assert exits(run_of(subject, 99.0, 0.0, 1.0)) == {0: 15.0, 1: 15.0}
    assert exits(run_of(subject, 99.0, 0.0, 1.0, 2.0)) == {0: 12.0, 1: 12.0, 2: 12.0}
    assert exits(run_of(subject, 99.0, 0.0)) == {}


def test_assembly_waits_for_its_kit() -> None:
    stations = (Station.single("A"), Station.single("J"))
    products = (
        Product("part", (Step("A", D.constant(3.0)),), store="bin", store_units=2),
        Product("P", (Step("J", D.constant(1.0), kit={"bin": 2}),)),
    )
    subject = Line("test", stations, products, stores={"bin": 2})
    order = [Release(0.0, "part", k) for k in range(3)] + [
        Release(0.0, "P", 10),
        Release(9.0, "P", 11),
    ]
    run = Run(subject, seed=1, trace=100, releases=order)
    run.advance(5.0)
    assert exits(run) == {0: 3.0, 10: 4.0}
    run.advance(8.0)
    assert exits(run) == {1: 6.0}, "the third part has no room in the store"
    run.advance(30.0)
    assert exits(run) == {2: 9.0, 11: 10.0}


def test_transport_takes_time_and_keeps_a_place() -> None:
    stations = (Station.single("A"), Station.single("B", buffer=1))
    subject = line(
        stations,
        Step("A", D.constant(1.0), transport_s=D.constant(5.0)),
        Step("B", D.constant(2.0)),
    )
    assert exits(run_of(subject, 60.0, 0.0, 0.0)) == {0: 8.0, 1: 10.0}


def test_scrap_rework_and_branches_follow_their_shares() -> None:
    steps = (
        Step("S", D.constant(1.0), scrap=0.1, rework=0.2, then=((1, 0.25), (SINK, 0.75))),
        Step("T", D.constant(0.1)),
    )
    subject = Line(
        "test", (one_machine(), Station.single("T")), (Product("P", steps, endless=True),)
    )
    run = Run(subject, seed=3)
    run.advance(50_000.0)
    told = run.figures()
    assert told["product.P.yield"] == pytest.approx(0.7 / 0.8, abs=0.01)
    visits = told["step.P.0.visits"]
    assert told["step.P.1.visits"] / visits == pytest.approx(0.7 * 0.25, abs=0.01)


def test_a_plan_is_followed_machine_by_machine() -> None:
    station = Station("S", (Machine("M1"), Machine("M2")), rule="plan")
    subject = line(station, Step("S", D.constant(2.0)))
    run = Run(subject, seed=1, trace=100)
    run.plan([(0, 0, "M2", 2), (1, 0, "M2", 1), (2, 0, "M1", 1)])
    run.release(releases(1.0, 1.0, 1.0))
    run.advance(20.0)
    assert sorted(begins(run)) == [(1.0, 0, 2), (1.0, 1, 1), (3.0, 1, 0)]


def test_steps_may_name_their_machines() -> None:
    station = Station("S", (Machine("M1"), Machine("M2")))
    subject = line(station, Step("S", D.constant(2.0), machines=("M2",)))
    assert begins(run_of(subject, 20.0, 0.0, 0.0)) == [(0.0, 1, 0), (2.0, 1, 1)]


def test_a_stopped_machine_keeps_its_piece() -> None:
    run = run_of(line(one_machine(), Step("S", D.constant(5.0))), 2.0, 0.0)
    run.stop("M")
    run.advance(10.0)
    run.go("M")
    run.advance(20.0)
    assert exits(run) == {0: 13.0}
    with pytest.raises(MachineMissing):
        run.stop("nobody")


def test_priority_due_and_shortest_rules() -> None:
    order = [
        Release(0.0, "P", 0),
        Release(0.1, "P", 1, due_s=9.0, priority=2),
        Release(0.2, "P", 2, due_s=5.0, priority=3),
        Release(0.3, "P", 3, due_s=7.0, priority=1),
    ]
    for rule, wanted in (("priority", [0, 3, 1, 2]), ("due", [0, 2, 3, 1]), ("lifo", [0, 3, 2, 1])):
        subject = line(one_machine(rule=rule), Step("S", D.constant(1.0)))
        run = Run(subject, seed=1, trace=100, releases=order)
        run.advance(50.0)
        assert [key for _, _, key in begins(run)] == wanted


def test_lost_arrivals_are_counted_not_kept() -> None:
    subject = Line(
        "test",
        (Station.single("S", buffer=0),),
        (Product("P", (Step("S", D.constant(10.0)),)),),
        (Source("P", D.constant(1.0), lost=True),),
    )
    run = Run(subject, seed=1)
    run.advance(100.5)
    source = run.memory.sources[0]
    assert run.memory.n[source + at.A_TURNED_AWAY] == 90


serial_lines = st.builds(
    lambda times, buffers, scrap, fails: (times, buffers, scrap, fails),
    st.lists(st.floats(0.2, 3.0), min_size=1, max_size=6),
    st.lists(st.integers(0, 4), min_size=6, max_size=6),
    st.floats(0.0, 0.5),
    st.booleans(),
)


def random_line(spec: tuple[list[float], list[int], float, bool]) -> Line:
    times, buffers, scrap, fails = spec
    failures = (Failure(D.exponential(20.0), D.exponential(3.0)),) if fails else ()
    stations = tuple(
        Station(f"S{i}", (Machine(f"M{i}", failures=failures),), buffers[i] if i else None)
        for i in range(len(times))
    )
    route = tuple(Step(f"S{i}", D.exponential(t), scrap=scrap) for i, t in enumerate(times))
    return Line("random", stations, (Product("P", route),), (Source("P", D.exponential(1.0)),))


@settings(max_examples=40, deadline=None)
@given(serial_lines, st.integers(0, 10_000))
def test_parts_are_conserved_and_buffers_hold(
    spec: tuple[list[float], list[int], float, bool], seed: int
) -> None:
    run = Run(random_line(spec), seed=seed)
    for until in np.linspace(10.0, 400.0, 12):
        run.advance(float(until))
        n = run.memory.n
        g = run.memory.products["P"]
        here = sum(n[s + at.S_HERE] for s in run.memory.stations.values())
        assert n[g + at.G_BORN] == n[g + at.G_LEFT] + n[g + at.G_SCRAPPED] + here
        for i, s in enumerate(run.memory.stations.values()):
            assert i == 0 or n[s + at.S_QUEUE] <= spec[1][i]
    told = run.figures()
    for i in range(len(spec[0])):
        shares = [told[f"machine.M{i}.{x}"] for x in ("idle", "running", "blocked", "down")]
        assert sum(shares) == pytest.approx(1.0)


@settings(max_examples=25, deadline=None)
@given(serial_lines, st.lists(st.floats(0.5, 399.0), max_size=8))
def test_how_time_is_cut_up_changes_nothing(
    spec: tuple[list[float], list[int], float, bool], cuts: list[float]
) -> None:
    whole, cut = Run(random_line(spec), seed=7), Run(random_line(spec), seed=7)
    whole.advance(400.0)
    for until in [*sorted(cuts), 400.0]:
        cut.advance(until)
    left, right = whole.figures(), cut.figures()
    assert left == pytest.approx(right, nan_ok=True)


@pytest.mark.parametrize(
    ("build", "problem"),
    [
        (lambda: Line("x", (), ()), "station"),
        (lambda: line(Station("S", ()), Step("S", D.constant(1))), "1 to 63 machines"),
        (lambda: line(one_machine(buffer=-1), Step("S", D.constant(1))), "buffer"),
        (lambda: line(one_machine(), Step("T", D.constant(1))), "no such station"),
        (lambda: line(one_machine(), Step("S", D.constant(1), scrap=0.7, rework=0.7)), "shares"),
        (lambda: line(one_machine(), Step("S", D.constant(1), then=((3, 1.0),))), "route"),
        (lambda: line(one_machine(rule="luck"), Step("S", D.constant(1))), "rule"),
        (lambda: line(one_machine(operators="no"), Step("S", D.constant(1))), "pool"),
        (lambda: line(Station("S", (Machine("M", speed=0),)), Step("S", D.constant(1))), "speed"),
        (lambda: line(one_machine(batch=Batch(1, 2)), Step("S", D.constant(1))), "minimum"),
    ],
)
def test_lines_that_cannot_be_are_refused(build: object, problem: str) -> None:
    with pytest.raises(LineInvalid, match=problem):
        build()  # type: ignore[operator]


def test_runs_that_cannot_be_are_refused() -> None:
    subject = line(one_machine(), Step("S", D.constant(1.0)))
    for settings_ in (
        {"horizon_s": 0.0},
        {"horizon_s": float("nan")},
        {"horizon_s": 1.0, "replications": 0},
    ):
        with pytest.raises(RunInvalid):
            replicate(subject, **settings_)  # type: ignore[arg-type]


def test_parts_may_join_on_their_way() -> None:
    stations = (Station.single("A"), Station.single("B"))
    subject = line(stations, Step("A", D.constant(3.0)), Step("B", D.constant(2.0)))
    order = [Release(0.0, "P", 0, step=1), Release(0.0, "P", 1)]
    run = Run(subject, seed=1, trace=100, releases=order)
    run.advance(20.0)
    assert exits(run) == {0: 2.0, 1: 5.0}
    with pytest.raises(RunInvalid):
        run.release([Release(0.0, "P", 0, step=2)])


def test_forks_share_the_present_and_part_in_the_future() -> None:
    run = Run(random_line(([1.0, 1.1], [2] * 6, 0.1, True)), seed=5)
    run.advance(500.0)
    here = run.memory.n.copy()
    forks = [run.fork(seed=1, replication=r) for r in (0, 1, 0)]
    for fork in forks:
        fork.advance(1500.0)
    told = [fork.figures()["product.P.finished"] for fork in forks]
    assert told[0] == told[2] != told[1]
    assert (run.memory.n == here).all(), "the run itself is left alone"
