"""Work orders and evidence through the door: planned, begun, closed, cancelled, and refused."""

from datetime import timedelta
from pathlib import Path

import pytest

from lineside.kernel.errors import Refusal
from lineside.maintenance.errors import (
    PredictionUnknown,
    WindowInvalid,
    WorkOrderInvalid,
    WorkOrderNotOpen,
    WorkOrderUnknown,
)

HALDEN = Path(__file__).parents[2] / "plants" / "halden"
GR04, PART = "halden/machining/GR-04", "SP-GRIND-7012"


@pytest.fixture(autouse=True)
def plant(administrator):
    for entry in ("plant.load_plant", "inventory.load_parts"):
        administrator.run(entry, folder=str(HALDEN))


@pytest.fixture
def part(supervisor):
    return next(each.id for each in supervisor.ask("inventory.parts") if each.id.startswith("SP-"))


def plan(person, clock, *, hours=4, lasts=2, **given):
    start = clock.now() + timedelta(hours=hours)
    wanted = {
        "equipment": GR04,
        "component": "spindle_bearing",
        "task": "replace bearing",
        "start": start,
        "end": start + timedelta(hours=lasts),
        "technician": "tara.demo",
    }
    return person.run("maintenance.plan_work_order", **(wanted | given)).result


def free(person, part):
    return next(each.free for each in person.ask("inventory.parts") if each.id == part)


def order_of(person, number):
    return person.ask("maintenance.work_order", work_order=number)


def test_a_planned_order_keeps_its_part_and_gives_it_back(supervisor, clock, part):
    before = free(supervisor, part)
    number = plan(supervisor, clock, part=part)
    assert free(supervisor, part) == before - 1
    supervisor.run("maintenance.cancel_work_order", work_order=number, reason="not needed")
    assert free(supervisor, part) == before
    found = order_of(supervisor, number)
    assert (found.state, found.note) == ("cancelled", "not needed")


@pytest.mark.parametrize(("hours", "lasts"), [(4, 0), (4, -1), (-5, 2)])
def test_a_window_that_is_empty_or_over_is_refused(supervisor, clock, part, hours, lasts):
    before = free(supervisor, part)
    with pytest.raises(WindowInvalid):
        plan(supervisor, clock, hours=hours, lasts=lasts, part=part)
    assert free(supervisor, part) == before, "the part is not kept for nothing"
    assert supervisor.ask("maintenance.work_orders", state="all") == []


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({"equipment": "halden/machining/GR-99"}, "plant.EquipmentUnknown"),
        ({"part": "NO-SUCH-PART"}, "inventory.PartUnknown"),
        ({"part": PART, "quantity": 10_000}, "inventory.PartShort"),
    ],
)
def test_what_is_not_there_cannot_be_planned(supervisor, clock, part, given, code):
    wanted = {name: part if value == PART else value for name, value in given.items()}
    with pytest.raises(Refusal) as refused:
        plan(supervisor, clock, **wanted)
    assert refused.value.code == code
    assert supervisor.ask("maintenance.work_orders", state="all") == []


def test_work_is_begun_and_closed_once(supervisor, clock, part):
    number = plan(supervisor, clock, part=part)
    supervisor.run("maintenance.start_work_order", work_order=number)
    with pytest.raises(WorkOrderNotOpen):
        supervisor.run("maintenance.start_work_order", work_order=number)
    with pytest.raises(WorkOrderNotOpen):
        supervisor.run("maintenance.cancel_work_order", work_order=number, reason="too late")
    clock.set(clock.now() + timedelta(minutes=90))
    supervisor.run("maintenance.close_work_order", work_order=number, truth="confirmed",
                   found="outer ring pitted")  # fmt: skip
    found = order_of(supervisor, number)
    assert (found.state, found.truth, found.downtime_minutes) == ("closed", "confirmed", 90.0)
    with pytest.raises(WorkOrderNotOpen):
        supervisor.run("maintenance.close_work_order", work_order=number, truth="false", found="x")
    assert order_of(supervisor, number).truth == "confirmed"


@pytest.mark.parametrize("truth", ["confirmed", "false"])
def test_the_finding_reaches_the_prediction_and_the_models_record(supervisor, world, clock, truth):
    from lineside.kernel.actors import service
    from lineside.maintenance import store
    from lineside.maintenance.model import Prediction

    model = supervisor._door.run(
        "learning.register_model",
        {"name": "spindle_health", "scope": GR04, "kind": "k", "file": "0" * 64,
         "data_hash": "x", "figures": [{"name": "auc", "model": 0.9, "baseline": 0.5}]},
        service("maintenance"),
    ).result  # fmt: skip
    with world.work(service("maintenance")) as work:
        store.save_prediction(work, Prediction(
            id="P-1", equipment=GR04, component="spindle_bearing", at=work.at, probability=0.6,
            horizon_h=72, life_low_h=20, life_h=50, life_high_h=90, index=4, threshold=8,
            onset=None, p_value=0.001, growth="linear", model=model))  # fmt: skip
    number = plan(supervisor, clock, prediction="P-1")
    supervisor.run("maintenance.close_work_order", work_order=number, truth=truth, found="f")
    found = supervisor.ask("maintenance.prediction", prediction="P-1")
    assert (found.state, found.truth) == ("concluded", truth)
    record = supervisor.ask("learning.track_record", name="spindle_health", scope=GR04)
    assert (record.confirmed, record.false) == ((1, 0) if truth == "confirmed" else (0, 1))


def test_unknown_ids_are_refused(supervisor):
    for entry, given in (
        ("start_work_order", {}), ("cancel_work_order", {"reason": "x"}),
        ("close_work_order", {"truth": "confirmed", "found": "x"}),
    ):  # fmt: skip
        with pytest.raises(WorkOrderUnknown):
            supervisor.run(f"maintenance.{entry}", work_order="WO-404", **given)
    with pytest.raises(PredictionUnknown):
        supervisor.run("maintenance.propose_work_order", prediction="P-404")


def test_the_same_finding_is_laid_beside_a_machine_once(supervisor):
    given = {"equipment": GR04, "kind": "correlation", "ref": "quality.correlation/1",
             "title": "goes together", "figures": {"odds_ratio": 4.2}}  # fmt: skip
    assert supervisor.run("maintenance.note_evidence", **given).result is True
    assert supervisor.run("maintenance.note_evidence", **given).result is False
    told = [each for each in supervisor.ask("kernel.news") if each.name.endswith("EvidenceNoted")]
    assert [each.facts["ref"] for each in told] == ["quality.correlation/1"]


def past(clock, number, **given):
    start = clock.now() - timedelta(days=30)
    row = {"id": number, "equipment": GR04, "component": "spindle_bearing", "task": "replaced",
           "kind": "breakdown", "start": start, "end": start + timedelta(hours=8),
           "technician": "T", "part": "", "found": "worn", "note": "", "truth": "",
           "downtime_minutes": 480.0}  # fmt: skip
    return row | given


def test_past_orders_are_loaded_and_known_ones_left_alone(administrator, clock):
    rows = [past(clock, "OLD-1"), past(clock, "OLD-2", found="pitted")]
    administrator.run("maintenance.import_work_orders", orders=rows)
    rows[0]["found"] = "something else"
    administrator.run("maintenance.import_work_orders", orders=rows)
    repairs = administrator.ask("maintenance.past_repairs", equipment=GR04)
    assert {each.work_order: each.found for each in repairs} == {"OLD-1": "worn", "OLD-2": "pitted"}
    hours = administrator.ask(
        "maintenance.mttr", start=clock.now() - timedelta(days=60), end=clock.now(), equipment=GR04
    )
    assert hours == pytest.approx(8.0)


@pytest.mark.parametrize(
    ("wrong", "field"),
    [({"downtime_minutes": -5.0}, "downtime_minutes"), ({"id": " "}, "id"),
     ({"end": None}, "end"), ({"downtime_minutes": float("nan")}, "downtime_minutes")],
)  # fmt: skip
def test_one_row_that_cannot_have_been_keeps_the_whole_list_out(administrator, clock, wrong, field):
    bad = past(clock, "OLD-2")
    bad |= {"end": bad["start"] - timedelta(hours=1)} if field == "end" else wrong
    with pytest.raises(Refusal) as refused:
        administrator.run("maintenance.import_work_orders", orders=[past(clock, "OLD-1"), bad])
    if isinstance(refused.value, WorkOrderInvalid):
        assert refused.value.facts["fields"] == [field]
    assert administrator.ask("maintenance.past_repairs") == []
