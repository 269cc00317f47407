"""What an outcome was worth is booked once, as a gain or a loss, and corrected with the outcome."""

import threading
from datetime import timedelta

import pytest

from lineside.kernel.door import NotAllowed

GR04 = "halden/machining/GR-04"
PER_H = 1000.0


@pytest.fixture
def outcome(supervisor, machine, worker):
    """An approved recommendation of maintenance whose outcome is told; returns its id."""

    def make(truth, minutes=120.0, code="maintenance.work_order", **facts):
        told = {"component": "spindle_bearing", "downtime_cost_per_h": PER_H,
                "unplanned_repair_h": 14.0} | facts  # fmt: skip
        new = machine.run("guidance.recommend", code=code, title="T", equipment=GR04,
                          facts=told).result  # fmt: skip
        supervisor.run("guidance.decide", recommendation=new, verdict="approve")
        tell(new, truth, minutes)
        return new

    def tell(new, truth, minutes=120.0):
        supervisor.run("guidance.record_outcome", recommendation=new, truth=truth,
                       facts={"work_order": "WO-1", "downtime_minutes": minutes})  # fmt: skip
        worker.deliver_all()

    make.again = tell
    return make


@pytest.fixture
def broken(machine, clock):
    """Past breakdowns of the component, of so many hours each."""

    def load(*hours):
        at = clock.now() - timedelta(days=60)
        orders = [
            {"id": f"OLD-{n}", "equipment": GR04, "component": "spindle_bearing",
             "task": "replace", "kind": "breakdown", "start": at, "end": at + timedelta(hours=h),
             "technician": "T1", "part": "", "note": "", "truth": "", "found": "worn",
             "downtime_minutes": h * 60}
            for n, h in enumerate(hours)
        ]  # fmt: skip
        machine.run("maintenance.import_work_orders", orders=orders)

    return load


def savings(who):
    return who.ask("value.savings")


def test_a_confirmed_one_is_worth_the_stop_that_did_not_come(outcome, broken, supervisor):
    broken(8, 10, 12)
    told = outcome("confirmed")
    (saving,) = savings(supervisor)
    assert (saving.recommendation, saving.unit, saving.kind) == (told, "h", "augmentation")
    assert saving.amount == pytest.approx(10 - 2)
    assert saving.high == pytest.approx(10 + 3.372 - 2, abs=1e-3)
    assert saving.low <= saving.amount <= saving.high
    assert (saving.money, saving.currency) == (pytest.approx(8 * PER_H), "NOK")
    assert saving.evidence == {"work_order": "WO-1", "truth": "confirmed"}


def test_a_false_alarm_is_a_loss_of_its_own_stop(outcome, broken, supervisor):
    broken(8, 10, 12)
    outcome("false", minutes=90)
    (saving,) = savings(supervisor)
    assert (saving.amount, saving.low, saving.high) == (-1.5, -1.5, -1.5)
    assert saving.money == -1.5 * PER_H


def test_what_is_unclear_or_costs_nothing_known_books_nothing(outcome, supervisor):
    outcome("unclear")
    outcome("confirmed", code="quality.hold")
    assert savings(supervisor) == []


def test_booking_twice_is_one_saving(outcome, machine, supervisor):
    told = outcome("confirmed")
    first = savings(supervisor)
    again = machine.run("value.book_outcome", recommendation=told).result
    assert again == first[0].id
    assert savings(supervisor) == first
    assert len(supervisor.ask("kernel.news", name="value.ValueBooked")) == 1


def test_several_hands_at_once_book_one_saving(outcome, machine, supervisor, world):
    from sqlalchemy import text

    told = outcome("confirmed")
    with world.engine.begin() as link:
        link.execute(text("DELETE FROM value_saving"))
    start, results = threading.Barrier(5), []

    def attempt():
        start.wait()
        results.append(machine.run("value.book_outcome", recommendation=told).result)

    threads = [threading.Thread(target=attempt) for _ in range(5)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert len(results) == 5
    assert set(results) == {savings(supervisor)[0].id}
    assert len(savings(supervisor)) == 1


def test_a_corrected_outcome_corrects_the_books(outcome, supervisor):
    """Confirmed at first, false after the bearing was cut open: the gain becomes a loss."""
    told = outcome("confirmed")
    gain = savings(supervisor)[0]
    outcome.again(told, "false")
    (loss,) = savings(supervisor)
    assert (loss.id, loss.amount) == (gain.id, -2.0)
    outcome.again(told, "unclear")
    (nothing,) = savings(supervisor)
    assert (nothing.amount, nothing.money, nothing.evidence["truth"]) == (0, 0, "unclear")


def test_the_sum_is_that_of_its_lines(outcome, supervisor):
    for truth in ("confirmed", "false", "confirmed"):
        outcome(truth)
    lines = savings(supervisor)
    (total,) = supervisor.ask("value.summary")
    assert (total.kind, total.cases) == ("augmentation", 3)
    assert total.hours == pytest.approx(sum(each.amount for each in lines))
    assert total.money_low == pytest.approx(sum(each.money_low for each in lines))
    assert total.money_low <= total.money <= total.money_high


def test_a_baseline_is_frozen_from_what_was_before(broken, supervisor):
    broken(8, 10, 12)
    supervisor.run("value.freeze_baseline", component="spindle_bearing")
    (kept,) = supervisor.ask("value.baselines")
    assert (kept.amount, kept.cases, kept.unit) == (10.0, 3, "h")
    assert (kept.frozen_by, kept.since < kept.until) == ("user:supervisor", True)


def test_a_baseline_without_a_case_says_so(supervisor):
    supervisor.run("value.freeze_baseline", component="nothing")
    (kept,) = supervisor.ask("value.baselines")
    assert (kept.cases, kept.amount) == (0, 0.0)


def test_an_operator_books_nothing(operator, outcome):
    told = outcome("unclear")
    with pytest.raises(NotAllowed):
        operator.run("value.book_outcome", recommendation=told)
    with pytest.raises(NotAllowed):
        operator.run("value.freeze_baseline", component="spindle_bearing")
