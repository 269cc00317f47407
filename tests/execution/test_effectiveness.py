"""OEE after ISO 22400-2: the arithmetic, from timelines and reports, down to the rows."""

import time
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lineside.execution import actions, queries
from lineside.execution.actions import PastOperation, PastOrder, PastQuantity, PastState
from lineside.execution.effectiveness import Totals
from lineside.execution.model import OperationState

GRINDER = "halden/machining/GR-04"
START = datetime(2026, 10, 1, 4, tzinfo=UTC)


def test_the_factors_of_a_known_shift():
    """8 h, of which 30 min planned; 6 h running; 28 pieces at 690 s; 2 of them scrap."""
    shift = Totals(28800, 1800, 0, 21600, 28 * 690, good=26, scrap=2)
    assert shift.availability == pytest.approx(21600 / 27000)
    assert shift.performance == pytest.approx(28 * 690 / 21600)
    assert shift.quality_ratio == pytest.approx(26 / 28)
    assert shift.oee == pytest.approx(26 * 690 / 27000)


def test_no_data_is_not_zero_and_zero_is_not_no_data():
    assert Totals(28800, unknown_s=28800).oee is None
    assert Totals(28800).oee == 0


SECONDS = st.floats(1, 1e6)


@given(SECONDS, SECONDS, st.integers(1, 999), st.integers(0, 999), st.floats(1, 999))
def test_oee_is_the_standard_time_of_good_pieces_over_busy_time(busy, run, good, scrap, each_s):
    totals = Totals(busy, 0, 0, run, (good + scrap) * each_s, good, scrap)
    assert totals.oee == pytest.approx(good * each_s / busy)


def hours(number):
    return START + timedelta(hours=number)


@pytest.fixture
def past(halden, world, supervisor, clock):
    """Ten hours of one grinder: runs, a planned and an unplanned stop, a gap without data."""
    clock.set(hours(100))
    spans = [("running", 0, 4, ""), ("down", 4, 5, "D12"), ("running", 5, 7, ""),
             ("maintenance", 7, 8, ""), ("no_data", 8, 9, ""), ("idle", 9, 9.5, "D61"),
             ("running", 9.5, 10, "")]  # fmt: skip
    states = [PastState(GRINDER, s, hours(a), hours(b), reason) for s, a, b, reason in spans]
    orders = [PastOrder("P-1", "PG200", 24, hours(12), START, good=22, scrap=2,
                        started_at=START, finished_at=hours(11)),
              PastOrder("P-2", "PG200", 24, hours(12), START, good=24,
                        started_at=START, finished_at=hours(14))]  # fmt: skip
    operations = [PastOperation("P-1", 40, GRINDER, started=START, finished=hours(10), good=22,
                                scrap=2)]  # fmt: skip
    quantities = [PastQuantity(hours(2), "P-1", 40, GRINDER, 12, 0),
                  PastQuantity(hours(6), "P-1", 40, GRINDER, 10, 2, "Q10")]  # fmt: skip
    with world.work(supervisor.actor) as work:
        actions.import_history(work, orders=orders, operations=operations, quantities=quantities,
                               states=states)  # fmt: skip
    return {"equipment": GRINDER, "start": hours(0), "end": hours(10)}


def test_oee_comes_from_the_timeline_and_the_reports(past, operator):
    oee = operator.ask("execution.oee", **past)
    assert (oee.calendar_s, oee.unknown_s, oee.planned_stop_s) == (36000, 3600, 5400)
    assert oee.availability == pytest.approx(6.5 / 7.5)
    assert oee.performance == pytest.approx(24 * 690 / (6.5 * 3600))
    assert oee.quality_ratio == pytest.approx(22 / 24)
    assert oee.oee == pytest.approx(22 * 690 / (7.5 * 3600))
    assert "ISO 22400-2" in oee.formulas["oee"]


def test_a_lot_that_reaches_over_the_edge_counts_by_its_running_time(past, operator):
    """The second report covers 2 to 6 h, of which 3 h ran: 2 h before the fourth, 1 h after."""
    early = operator.ask("execution.oee", **past | {"end": hours(4)})
    late = operator.ask("execution.oee", **past | {"start": hours(4)})
    assert (early.made, early.good) == (pytest.approx(12 + 8), 12)
    assert (late.made, late.good) == (pytest.approx(4), 10)
    assert early.performance == pytest.approx(20 * 690 / (4 * 3600))
    whole = operator.ask("execution.oee", **past)
    assert whole.standard_s == pytest.approx(early.standard_s + late.standard_s)


def test_what_is_not_reported_yet_is_neither_slow_nor_zero(halden, operator, world, supervisor):
    """A job of a whole shift, of which nothing is reported: availability is known, OEE is not."""
    with world.work(supervisor.actor) as work:
        order = PastOrder("P-3", "PG200", 24, hours(12), START, started_at=START)
        running = PastOperation("P-3", 40, GRINDER, started=START, state=OperationState.RUNNING)
        actions.import_history(work, orders=[order], operations=[running],
                               states=[PastState(GRINDER, "running", START, None)])  # fmt: skip
    oee = operator.ask("execution.oee", equipment=GRINDER, start=hours(0), end=hours(4))
    assert oee.unreported_s == pytest.approx(oee.running_s)
    assert oee.availability == pytest.approx(1)
    assert (oee.performance, oee.quality_ratio, oee.oee) == (None, None, None)


def test_every_total_opens_to_its_rows(past, operator):
    oee = operator.ask("execution.oee", **past)
    rows = operator.ask("execution.losses", **past)
    by_count = {kind: sum(r.seconds for r in rows if r.counts_as == kind)
                for kind in ("production", "loss", "planned", "unknown")}  # fmt: skip
    assert by_count == {"production": 23400, "loss": 3600, "planned": 5400, "unknown": 3600}
    assert by_count["production"] + by_count["loss"] == oee.busy_s
    reported = operator.ask("execution.output", **past)
    assert sum(row.good for row in reported) == oee.good
    assert sum(row.scrap for row in reported) == oee.scrap


def test_a_node_is_the_sum_of_its_units(past, operator):
    window = {"start": past["start"], "end": past["end"]}
    centre = operator.ask("execution.oee", equipment="halden/machining", **window)
    units = operator.ask("execution.oee_by_unit", equipment="halden/machining", **window)
    assert centre.good == sum(unit.good for unit in units) == 22
    assert centre.busy_s == pytest.approx(sum(unit.busy_s for unit in units))
    assert units[0].equipment == GRINDER, "the only one with data stands first"
    assert units[1].oee is None


def test_single_factors_and_ratios_are_metrics_of_their_own(past, operator):
    from lineside.kernel.catalogue import Kind, find

    for name, value in (
        ("availability", 6.5 / 7.5), ("performance", 24 * 690 / 23400),
        ("quality_ratio", 22 / 24), ("scrap_ratio", 2 / 24), ("throughput", 2.2),
    ):  # fmt: skip
        entry = find(f"execution.{name}")
        assert entry.kind is Kind.METRIC
        assert len(entry.metric.synonyms) > 2
        assert operator.ask(entry.name, **past).value == pytest.approx(value), name
    window = {"start": past["start"], "end": hours(20)}
    assert operator.ask("execution.first_pass_yield", **window).value == pytest.approx(46 / 48)
    assert operator.ask("execution.on_time_delivery", **window).value == 0.5


def test_time_to_come_does_not_count(past, operator):
    later = past | {"start": hours(90), "end": hours(160)}
    assert operator.ask("execution.oee", **later).calendar_s == 10 * 3600


def test_the_shift_monitor_shows_each_hour_and_each_minute(past, operator):
    monitor = operator.ask("execution.shift_monitor", equipment=GRINDER, at=hours(1))
    assert (monitor.shift.id, len(monitor.hours)) == ("early", 8)
    fifth = monitor.hours[4].units[0]
    assert [(s.from_minute, s.to_minute, s.state, s.reason) for s in fifth.spans] == [
        (0, 60, "down", "D12")
    ]
    assert monitor.hours[2].good == 12
    assert monitor.hours[0].target == pytest.approx(3600 / 690, abs=0.001)
    assert monitor.unexplained == 0
    centre = operator.ask("execution.shift_monitor", equipment="halden/machining",
                          shift="early", day="2026-10-01")  # fmt: skip
    assert centre.good == monitor.good
    assert len(centre.hours[0].units) > 10


def test_the_night_on_which_the_clocks_go_back_has_nine_rows(halden, operator, clock):
    clock.set(datetime(2026, 11, 1, tzinfo=UTC))
    monitor = operator.ask("execution.shift_monitor", equipment=GRINDER, shift="night",
                           day="2026-10-24")  # fmt: skip
    assert len(monitor.hours) == 9


def test_a_shift_in_short(past, operator):
    summary = operator.ask("execution.shift_summary", shift="early", day="2026-10-01")
    assert summary.stop_minutes_by_reason == {"D12": 60}
    by_centre = {row.work_centre: (row.good, row.scrap) for row in summary.output}
    assert by_centre["halden/machining"] == (22, 2)


def test_thirty_days_of_history_load_in_seconds_and_answer_at_once(
    halden, world, supervisor, clock
):
    clock.set(START + timedelta(days=31))
    facts = month()
    began = time.process_time()
    with world.work(supervisor.actor) as work:
        counted = actions.import_history(work, **facts)
    loading = time.process_time() - began
    began = time.process_time()
    with world.work(supervisor.actor) as work:
        oee = queries.oee(work, equipment="halden", start=START, end=START + timedelta(days=30))
        queries.shift_monitor(work, equipment="halden/machining", at=START + timedelta(days=9))
    asking = time.process_time() - began
    assert (counted.orders, counted.states) == (300, 14400)
    assert oee.good == 300 * 24
    assert loading < 20
    assert asking < 3
    print(f"history in {loading:.2f} s, questions in {asking:.2f} s")


def month():
    orders, operations, quantities, states = [], [], [], []
    for number in range(300):
        begin = START + timedelta(hours=2 * number)
        name = f"H-{number}"
        end = begin + timedelta(hours=5)
        orders.append(
            PastOrder(name, "PG200", 24, begin, begin, good=24, started_at=begin, finished_at=end)
        )
        unit = f"halden/machining/GR-0{1 + number % 6}"
        operations.append(PastOperation(name, 40, unit, started=begin, finished=end, good=24))
        quantities += [PastQuantity(begin + timedelta(minutes=11 * n), name, 40, unit, 1)
                       for n in range(24)]  # fmt: skip
    for unit in range(1, 7):
        for number in range(2400):
            begin = START + timedelta(minutes=18 * number)
            state = "down" if number % 10 == 0 else "running"
            states.append(PastState(f"halden/machining/GR-0{unit}", state, begin,
                                    begin + timedelta(minutes=18), "D10"))  # fmt: skip
    return {"orders": orders, "operations": operations, "quantities": quantities, "states": states}
