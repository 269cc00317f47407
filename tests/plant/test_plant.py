"""The plant's master data: read from its folder, again and again, and from two folders."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from lineside.plant import queries
from lineside.plant.errors import EquipmentUnknown, NoShift, PlantInvalid, ProductUnknown
from lineside.plant.model import Reason

HALDEN = Path(__file__).parents[2] / "plants" / "halden"
GRINDER = "halden/machining/GR-04"


@pytest.fixture
def halden(administrator):
    return administrator.run("plant.load_plant", folder=str(HALDEN)).result


def test_the_tree_holds_at_least_24_units_in_five_work_centres(halden, operator):
    units = operator.ask("plant.equipment_tree", kind="unit")
    assert len(units) >= 24
    assert {unit.parent for unit in units} == {
        "halden/machining", "halden/heat-treatment", "halden/inspection", "halden/assembly",
        "halden/test-and-pack",
    }  # fmt: skip


def test_a_unit_is_found_by_its_path_and_by_its_short_name(halden, operator):
    unit = operator.ask("plant.equipment", equipment="GR-04")
    assert (unit.id, unit.name) == (GRINDER, "GR-04")
    assert unit.facts["spindle"]["bearing"]["balls"] == 19
    with pytest.raises(EquipmentUnknown):
        operator.ask("plant.equipment", equipment="GR-99")


def test_data_is_rolled_up_by_level_even_where_the_path_skips_the_area(halden, operator):
    hall = operator.ask("plant.equipment_tree", under="halden/gear-hall", kind="unit")
    centre = operator.ask("plant.equipment_tree", under="halden/machining", kind="unit")
    assert {unit.id for unit in centre} < {unit.id for unit in hall}
    assert "halden/assembly/AS-01" not in {unit.id for unit in hall}


def test_loading_again_changes_nothing(halden, administrator, operator):
    before = [operator.ask(f"plant.{name}") for name in ("equipment_tree", "products", "people")]
    words = operator.ask("plant.vocabulary")
    administrator.run("plant.load_plant", folder=str(HALDEN))
    after = [operator.ask(f"plant.{name}") for name in ("equipment_tree", "products", "people")]
    assert before == after
    assert operator.ask("plant.vocabulary") == words


def test_routings_name_units_by_path_and_share_a_charge_among_its_pieces(halden, operator):
    steps = operator.ask("plant.routing", product="PG200")
    assert [step.seq for step in steps] == [10, 20, 30, 40, 50]
    assert GRINDER in steps[3].equipment
    assert steps[2].standard_time_s == 25200 / (4 * 24)
    assert [check.id for check in steps[3].checks] == ["profile_deviation_um"]
    with pytest.raises(ProductUnknown):
        operator.ask("plant.routing", product="PG999")


def test_materials_that_only_routings_name_are_known(halden, operator):
    known = {material.id: material for material in operator.ask("plant.materials")}
    assert known["PG200"].kind == "made"
    assert known["STEEL-18CRNIMO-90"].unit == "kg"


def test_set_up_times_depend_on_the_sequence(halden, operator):
    matrix = operator.ask("plant.setup_matrix", machine_kind="grinder")
    by_change = {(row.from_family, row.to_family): row.setup_s for row in matrix}
    assert by_change["PG200", "SG200"] == 1200
    assert by_change["PG200", "PG200"] == 0


def test_words_in_both_languages_lead_to_the_thing(halden, operator):
    words = operator.ask("plant.vocabulary", locale="de", kind="equipment")
    found = {word: term.ref for term in words for word in (term.term, *term.synonyms)}
    assert found["Schleifmaschine 4"] == found["GR04"] == GRINDER


def test_reasons_carry_their_state_and_may_be_added(halden, administrator, operator):
    known = operator.ask("plant.reasons")
    assert any(reason.state == "unscheduled_down" and not reason.planned for reason in known)
    assert any(reason.state == "scheduled_down" and reason.planned for reason in known)
    assert operator.ask("plant.reasons", group="scrap")
    new = Reason("chip_jam", "technical", "unscheduled_down", False, "Chip jam", "Spänestau")
    administrator.run("plant.define_reason", reason=new)
    assert new in operator.ask("plant.reasons", group="technical")


def test_the_shift_now_and_who_works_it(halden, operator):
    shift = operator.ask("plant.shift_at")
    assert (shift.id, shift.date.isoformat()) == ("early", "2026-10-05")
    on_duty = operator.ask("plant.people_on_shift", skill="spindle_repair")
    assert {person.role for person in on_duty} <= {"technician"}
    crews = {person.crew for person in operator.ask("plant.people_on_shift")}
    assert "day" in crews
    assert len(crews) == 2


def test_working_intervals_leave_out_the_breaks_of_manual_stations(halden, operator):
    start = datetime(2026, 10, 5, 4, tzinfo=UTC)
    window = {"start": start, "end": start + timedelta(hours=24)}
    station = operator.ask("plant.working_intervals", equipment="halden/assembly/AS-01", **window)
    grinder = operator.ask("plant.working_intervals", equipment=GRINDER, **window)
    assert sum(each.seconds for each in station) == 22.5 * 3600
    assert sum(each.seconds for each in grinder) == 24 * 3600


def test_a_day_can_be_closed_and_opened_again(halden, administrator, operator):
    start = datetime(2026, 10, 7, 4, tzinfo=UTC)
    window = {"start": start, "end": start + timedelta(hours=24)}
    administrator.run("plant.close_day", site="halden", date="2026-10-07", name="Stocktaking")
    assert operator.ask("plant.working_intervals", equipment=GRINDER, **window) == []
    administrator.run("plant.open_day", site="halden", date="2026-10-07")
    assert operator.ask("plant.working_intervals", equipment=GRINDER, **window)


def test_a_new_revision_is_current_and_the_old_one_stays_known(halden, administrator, operator):
    from dataclasses import replace

    old = operator.ask("plant.product", product="PG200")
    new = replace(old, revision="C", name="Planet gear 200, chamfered")
    administrator.run("plant.release_product", product=new)
    assert operator.ask("plant.product", product="PG200").revision == "C"
    assert operator.ask("plant.product", product="PG200", revision=old.revision) == old


def test_a_plant_without_reasons_of_its_own_gets_the_products(administrator, tmp_path):
    (tmp_path / "equipment.yaml").write_text(SMALL)
    administrator.run("plant.load_plant", folder=str(tmp_path))
    known = {reason.code: reason for reason in administrator.ask("plant.reasons")}
    assert known["spindle"].state == "unscheduled_down"
    assert known["maintenance"].planned


SMALL = """
equipment:
  - {id: lyon, level: site, parent: null, name: Lyon, zone: Europe/Paris}
  - {id: press-shop, level: work_centre, parent: lyon, name: Press shop}
  - {id: P-1, level: unit, parent: press-shop, name: Press one}
"""
TWO_SHIFTS = """
zone: Europe/Paris
shifts:
  - {id: day, name: Day, start: "08:00", end: "16:00", days: [0, 1, 2, 3, 4]}
"""


def test_two_plants_keep_their_own_calendars(halden, administrator, operator, tmp_path):
    (tmp_path / "equipment.yaml").write_text(SMALL)
    (tmp_path / "calendar.yaml").write_text(TWO_SHIFTS)
    assert administrator.run("plant.load_plant", folder=str(tmp_path)).result == "lyon"
    evening = datetime(2026, 10, 5, 19, 30, tzinfo=UTC)
    assert operator.ask("plant.shift_at", at=evening, site="halden").id == "late"
    with pytest.raises(NoShift):
        operator.ask("plant.shift_at", at=evening, site="lyon")
    units = operator.ask("plant.equipment_tree", under="lyon", kind="unit")
    assert [unit.id for unit in units] == ["lyon/press-shop/P-1"]


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("equipment: [", "while parsing"),
        ("- a list", "not a mapping"),
        ("equipment:\n - {id: x, level: castle, parent: null}", "castle"),
        ("equipment:\n - {id: x, level: site, parent: nowhere}", "unknown parent"),
        ("equipment:\n - {id: a, level: site}\n - {id: b, level: site}", "exactly one site"),
    ],
)
def test_a_folder_that_cannot_be_read_says_where(administrator, tmp_path, text, problem):
    (tmp_path / "equipment.yaml").write_text(text)
    with pytest.raises(PlantInvalid) as caught:
        administrator.run("plant.load_plant", folder=str(tmp_path))
    assert caught.value.facts["file"] == "equipment.yaml"
    assert problem in caught.value.facts["problem"]


def test_an_operator_does_not_load_plants(operator):
    from lineside.kernel.door import NotAllowed

    with pytest.raises(NotAllowed):
        operator.run("plant.load_plant", folder=str(HALDEN))


def test_every_query_of_the_room_answers_in_plain_values(halden, operator, world):
    from lineside.kernel.catalogue import find

    for name in ("products", "people", "vocabulary", "reasons", "calendar", "setup_matrix"):
        entry = find(f"plant.{name}")
        assert entry.dump(operator.ask(entry.name))
    assert queries.LONGEST
