"""Set-points: limits from the plant, recommended, approved, written, and what is refused."""

import math
from datetime import timedelta

import pytest

from lineside.control.adapters.fake import FakeWriter
from lineside.control.errors import (
    LimitUnknown,
    OutsideLimits,
    StepTooLarge,
    TooSoon,
    WriterMissing,
)
from lineside.control.model import Limit
from lineside.control.ports import SetpointWriter
from lineside.kernel.door import NotAllowed

GR04 = "halden/machining/GR-04"
FEED = "feed_setpoint_mm_min"


def write(person, value, **more):
    given = {"equipment": GR04, "parameter": FEED, "value": value, "reason": "test"} | more
    return person.run("control.write_setpoint", **given)


def test_limits_come_from_the_products_set_points(writer, operator):
    feed = next(x for x in operator.ask("control.limits", equipment=GR04) if x.parameter == FEED)
    assert (feed.low, feed.value, feed.high, feed.unit) == (500, 620, 760, "mm/min")
    assert {"PG200", "SG200"} <= set(feed.products)
    assert operator.ask("control.limits", equipment="halden/assembly/AS-01") != []


def test_an_approved_recommendation_is_written_and_recorded(writer, machine, supervisor, world):
    asked = machine.run("control.recommend_setpoint", equipment=GR04, parameter=FEED, value=560,
                        reason="less load")  # fmt: skip
    found = supervisor.ask("guidance.recommendation", recommendation=asked.result)
    assert (found.facts["from"], found.facts["to"]) == (620, 560)
    assert found.action == "control.write_setpoint"
    supervisor.run("guidance.decide", recommendation=found.id, verdict="approve")
    assert writer.values[GR04, FEED] == 560
    row = supervisor.ask("control.writes")[0]
    assert (row.previous, row.value, row.acknowledged) == (620, 560, True)
    assert (row.by, row.recommendation, row.reason) == ("user:supervisor", found.id, "less load")


def test_a_machine_never_writes_by_itself(writer, machine):
    outcome = write(machine, 560)
    assert outcome.state == "awaiting_decision"
    assert writer.values[GR04, FEED] == 620


def test_an_operator_may_not_write(writer, operator):
    with pytest.raises(NotAllowed):
        write(operator, 560)


@pytest.mark.parametrize("value", [499.9, 761, -1, 1e9])
def test_a_value_outside_the_validated_limits_is_refused(writer, administrator, value):
    with pytest.raises(OutsideLimits):
        write(administrator, value)
    assert writer.values[GR04, FEED] == 620


@pytest.mark.parametrize("value", [math.nan, math.inf, -math.inf])
def test_no_number_is_no_set_point(value):
    with pytest.raises(OutsideLimits):
        Limit(GR04, FEED, 620, 500, 760, "mm/min", ["PG200"]).check(value)


def test_a_leap_is_refused(writer, administrator):
    writer.values[GR04, FEED] = 510
    with pytest.raises(StepTooLarge):
        write(administrator, 750)


def test_the_next_write_waits_for_the_effect_of_the_first(writer, administrator, clock):
    write(administrator, 580)
    clock.advance(timedelta(minutes=9))
    with pytest.raises(TooSoon):
        write(administrator, 560)
    clock.advance(timedelta(minutes=2))
    assert write(administrator, 560).state == "done"


def test_what_has_no_limits_is_never_written(writer, administrator):
    with pytest.raises(LimitUnknown):
        write(administrator, 1.0, parameter="coolant_flow_l_min")


def test_a_machine_that_refuses_leaves_a_record_and_may_be_asked_again(writer, administrator):
    writer.refuses = "not in automatic mode"
    result = write(administrator, 580).result
    assert not result["acknowledged"]
    assert "automatic" in result["answer"]
    writer.refuses = ""
    assert write(administrator, 580).result["acknowledged"]
    assert len(administrator.ask("control.writes")) == 2


def test_without_a_way_to_the_machine_nothing_is_claimed(writer, administrator, world):
    del world.ports[SetpointWriter]
    with pytest.raises(WriterMissing):
        write(administrator, 580)
    assert administrator.ask("control.writes") == []


def test_the_fake_keeps_the_ports_promises():
    fake = FakeWriter()
    assert fake.present("a", "b") is None
    fake.write("a", "b", 2.0)
    assert fake.present("a", "b") == 2.0


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


def test_a_healthy_plant_gets_no_advice(writer, machine):
    assert machine.run("control.ease_worn_machines").result == []
