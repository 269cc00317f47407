"""Set-points: limits from the plant, recommended, approved, written, and what is refused."""

import math
from datetime import timedelta

import pytest

from lineside.control.errors import (
    LimitUnknown,
    MachineRefused,
    NotTaken,
    OutsideLimits,
    StepTooLarge,
    TooSoon,
    WriteFailed,
    WriterMissing,
)
from lineside.control.model import Limit
from lineside.kernel.door import NotAllowed
from lineside.telemetry.errors import (
    CertificateUntrusted,
    SourceUnavailable,
    WriteRefused,
    WriteUnconfirmed,
)
from lineside.telemetry.live import LiveState
from lineside.telemetry.ports import LiveValues
from lineside.telemetry.samples import samples

GR04 = "halden/machining/GR-04"
FEED = "feed_setpoint_mm_min"


def write(person, value, **more):
    given = {"equipment": GR04, "parameter": FEED, "value": value, "reason": "test"} | more
    return person.run("control.write_setpoint", **given)


def test_limits_come_from_the_products_set_points(plant, operator):
    feed = next(x for x in operator.ask("control.limits", equipment=GR04) if x.parameter == FEED)
    assert (feed.low, feed.value, feed.high, feed.unit) == (500, 620, 760, "mm/min")
    assert {"PG200", "SG200"} <= set(feed.products)
    assert operator.ask("control.limits", equipment="halden/assembly/AS-01") != []


def test_an_approved_recommendation_is_written_and_recorded(taker, machine, supervisor, world):
    asked = machine.run("control.recommend_setpoint", equipment=GR04, parameter=FEED, value=560,
                        reason="less load")  # fmt: skip
    found = supervisor.ask("guidance.recommendation", recommendation=asked.result)
    assert (found.facts["from"], found.facts["to"]) == (620, 560)
    assert found.action == "control.write_setpoint"
    assert found.title == "GR-04: feed set-point from 620 to 560 mm/min"
    supervisor.run("guidance.decide", recommendation=found.id, verdict="approve")
    assert taker.value == 560
    row = supervisor.ask("control.writes")[0]
    assert (row.previous, row.value, row.read_back, row.acknowledged) == (620, 560, 560, True)
    assert (row.by, row.recommendation, row.reason) == ("user:supervisor", found.id, "less load")


def test_a_machine_never_writes_by_itself(taker, machine):
    outcome = write(machine, 560)
    assert outcome.state == "awaiting_decision"
    assert taker.value == 620


def test_an_operator_may_not_write(taker, operator):
    with pytest.raises(NotAllowed):
        write(operator, 560)


@pytest.mark.parametrize("value", [499.9, 761, -1, 1e9])
def test_a_value_outside_the_validated_limits_is_refused(taker, administrator, value):
    with pytest.raises(OutsideLimits):
        write(administrator, value)
    assert taker.value == 620


@pytest.mark.parametrize("value", [math.nan, math.inf, -math.inf])
def test_no_number_is_no_set_point(value):
    with pytest.raises(OutsideLimits):
        Limit(GR04, FEED, 620, 500, 760, "mm/min", ["PG200"]).check(value)


def test_a_leap_is_refused(taker, administrator):
    taker.value = 510
    with pytest.raises(StepTooLarge):
        write(administrator, 750)


def test_the_next_write_waits_for_the_effect_of_the_first(taker, administrator, clock):
    write(administrator, 580)
    clock.advance(timedelta(minutes=9))
    with pytest.raises(TooSoon):
        write(administrator, 560)
    clock.advance(timedelta(minutes=2))
    assert write(administrator, 560).state == "done"


def test_what_has_no_limits_is_never_written(taker, administrator):
    with pytest.raises(LimitUnknown):
        write(administrator, 1.0, parameter="coolant_flow_l_min")


@pytest.mark.parametrize(
    ("cause", "told"),
    [
        (WriteRefused(problem="not in automatic mode"), MachineRefused),
        (SourceUnavailable(problem="no answer"), WriteFailed),
        (CertificateUntrusted(problem="unknown"), WriteFailed),
        (WriteUnconfirmed(problem="silent"), WriteUnconfirmed),
    ],
)
def test_what_the_machine_did_not_take_is_never_recorded_as_done(
    taker, machine, supervisor, cause, told
):
    asked = machine.run("control.recommend_setpoint", equipment=GR04, parameter=FEED, value=560,
                        reason="less load")  # fmt: skip
    taker.refusal = cause
    with pytest.raises(told):
        supervisor.run("guidance.decide", recommendation=asked.result, verdict="approve")
    assert supervisor.ask("control.writes") == []
    open_ = supervisor.ask("guidance.recommendation", recommendation=asked.result)
    assert open_.state == "open"
    taker.refusal = None
    supervisor.run("guidance.decide", recommendation=asked.result, verdict="approve")
    assert taker.value == 560


def test_a_machine_that_holds_another_value_is_found_out(taker, administrator):
    taker.holds = 600.0
    with pytest.raises(NotTaken) as refused:
        write(administrator, 580)
    assert refused.value.facts["read_back"] == 600.0
    assert administrator.ask("control.writes") == []


def test_the_trail_keeps_an_attempt_that_failed(taker, administrator):
    taker.refusal = SourceUnavailable(problem="no answer")
    with pytest.raises(WriteFailed):
        write(administrator, 580)
    line = administrator.ask("identity.audit_trail", limit=1)[0]
    assert (line.entry, line.outcome, line.actor) == (
        "control.write_setpoint", "refused", "user:administrator",
    )  # fmt: skip
    assert line.detail["code"] == "control.WriteFailed"


@pytest.mark.parametrize("how", ["read-only", "paused", "another class", "not mapped"])
def test_without_a_way_to_the_machine_nothing_is_claimed(attach, administrator, how):
    if how != "not mapped":
        attach(
            writable="no" if how == "read-only" else "yes",
            tag_class="analog" if how == "another class" else "setpoint",
        )
    else:
        attach(signal="spindle_speed_setpoint_rpm")
    if how == "paused":
        administrator.run("telemetry.switch_connection", connection="grinder", enabled=False)
    with pytest.raises(WriterMissing):
        write(administrator, 580)
    assert administrator.ask("control.writes") == []


def test_a_machine_that_counts_in_another_unit_gets_its_own(taker, attach, administrator):
    attach(source_unit="mm/s")
    taker.value = 620 / 60
    done = write(administrator, 600).result
    assert taker.asked[0][2] == pytest.approx(10.0)
    assert done["previous"] == pytest.approx(620)
    assert done["read_back"] == pytest.approx(600)


def test_a_set_point_that_the_machine_told_is_where_a_recommendation_starts(
    taker, world, machine, supervisor
):
    live = LiveState()
    live.update(samples([f"GR-04.{FEED}"], [0], [590.0]))
    world.provide(LiveValues, live)
    asked = machine.run("control.recommend_setpoint", equipment=GR04, parameter=FEED, value=560,
                        reason="less load")  # fmt: skip
    found = supervisor.ask("guidance.recommendation", recommendation=asked.result)
    assert found.facts["from"] == 590


def test_a_wearing_machine_is_eased_once_in_a_situation(wearing, machine, supervisor, predict):
    first = machine.run("control.ease_worn_machines").result
    found = supervisor.ask("guidance.recommendation", recommendation=first[0])
    assert (found.equipment, found.facts["from"], found.facts["to"]) == (GR04, 620, 560)
    assert found.evidence[0].ref == "maintenance.prediction/P-1"
    assert found.effect.low < found.effect.expected < found.effect.high
    assert machine.run("control.ease_worn_machines").result == []
    supervisor.run("guidance.decide", recommendation=first[0], verdict="reject", reason="urgent")
    assert machine.run("control.ease_worn_machines").result == []
    predict("P-1", state="closed")
    predict("P-2")
    assert len(machine.run("control.ease_worn_machines").result) == 1


def test_a_healthy_plant_gets_no_advice(taker, machine):
    assert machine.run("control.ease_worn_machines").result == []


@pytest.fixture
def tells(world, administrator):
    """The machine's own signal tells a value."""
    live = LiveState()
    world.provide(LiveValues, live)

    def call(value):
        at_us = round(world.clock.now().timestamp() * 1e6)
        live.update(samples([f"GR-04.{FEED}"], [at_us], [value]))

    return call


@pytest.fixture
def torn(taker, administrator, monkeypatch):
    """A write that the machine took and that was never recorded."""
    from lineside.control import store

    def away(*_):
        raise ConnectionError("the database went away")

    with monkeypatch.context() as patched:
        patched.setattr(store, "add", away)
        with pytest.raises(ConnectionError):
            write(administrator, 580)
    assert taker.value == 580
    assert administrator.ask("control.writes") == []


def settle(machine, clock):
    clock.advance(timedelta(minutes=2))
    return machine.run("control.settle_writes").result


def test_a_value_that_the_machine_took_unrecorded_is_recorded_later(
    torn, tells, machine, administrator, clock
):
    tells(580.0)
    (made,) = settle(machine, clock)
    (row,) = administrator.ask("control.writes")
    assert (row.id, row.value, row.acknowledged) == (made, 580, True)
    assert row.by == administrator.actor.id
    assert settle(machine, clock) == []


def test_a_signal_of_another_value_ends_the_question_without_a_record(
    torn, tells, machine, administrator, clock
):
    clock.advance(timedelta(seconds=5))
    tells(620.0)
    assert settle(machine, clock) == []
    assert administrator.ask("control.writes") == []
    tells(580.0)
    assert settle(machine, clock) == []


def test_the_old_value_ends_the_question_only_after_a_while(
    torn, tells, machine, administrator, clock, world
):
    live = world.the(LiveValues)
    before_us = round(clock.now().timestamp() * 1e6) - 60_000_000
    live.update(samples([f"GR-04.{FEED}"], [before_us], [620.0]))
    assert settle(machine, clock) == []
    tells(580.0)
    assert len(settle(machine, clock)) == 1


def test_while_the_machine_says_nothing_the_question_stays_open(
    torn, tells, machine, administrator, clock
):
    assert settle(machine, clock) == []
    tells(580.0)
    assert len(settle(machine, clock)) == 1


def test_what_was_recorded_or_refused_leaves_no_question(
    taker, tells, machine, administrator, clock
):
    taker.refusal = WriteRefused(problem="not in automatic mode")
    with pytest.raises(MachineRefused):
        write(administrator, 580)
    taker.refusal = None
    write(administrator, 580)
    tells(580.0)
    assert settle(machine, clock) == []
    assert len(administrator.ask("control.writes")) == 1
