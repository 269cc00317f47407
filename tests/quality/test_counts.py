"""Charts of what was judged, and the way from a point to what was found."""

from datetime import timedelta
from pathlib import Path

import pytest

from lineside.quality.errors import ChartInvalid, NothingFlawed, NoValues

HALDEN = Path(__file__).parents[2] / "plants" / "halden"
STATION, OTHER = "halden/inspection/VI-01", "halden/inspection/VI-02"
BENCH = "halden/test-and-pack/TB-01"


@pytest.fixture
def plant(supervisor, machine):
    machine.run("plant.load_plant", folder=str(HALDEN))
    return supervisor


@pytest.fixture
def judged(plant, machine, clock):
    """Load units that a person judged, so many an hour of the last hours, oldest first."""

    def load(flawed_each_hour, *, station=STATION, each=20):
        rows = []
        for back, flawed in enumerate(reversed(flawed_each_hour)):
            for unit in range(each):
                at = clock.now() - timedelta(hours=back, minutes=59 - unit)
                rows.append(
                    {"station": station, "lot": f"L-{back}", "unit": unit, "order": "WO-1",
                     "at": at.isoformat(), "file": "",
                     "judged": "flawed" if unit < flawed else "good"}
                )  # fmt: skip
        machine.run("quality.import_pictures", pictures=rows)

    return load


def chart(who, **more):
    return who.ask("quality.attribute_chart", **{"equipment": STATION, "per": "hour"} | more)


def test_the_share_of_flawed_pictures_an_hour_and_a_rise_in_it(judged, plant):
    judged([1] * 20 + [9])
    found = chart(plant)
    assert (found.found, found.inspected) == (29, 420)
    assert found.points[0].centre == pytest.approx(0.05)
    assert [each.rules for each in found.points][-1] == [1]
    assert found.points[-1].value == pytest.approx(9 / 20)


def test_a_point_opens_to_exactly_what_it_counted(judged, plant):
    judged([1, 2, 0, 3] * 5)
    judged([4] * 20, station=OTHER)
    points = chart(plant).points
    assert sum(each.found for each in points) == 30
    for point in points:
        cases = plant.ask("quality.attribute_cases", equipment=STATION, start=point.at,
                          end=point.until)  # fmt: skip
        assert len(cases) == point.found
        assert {each.equipment for each in cases} <= {STATION}


def test_an_area_holds_all_its_stations(judged, plant):
    judged([1] * 20)
    judged([2] * 20, station=OTHER)
    assert chart(plant, equipment="halden/inspection").found == 60
    assert chart(plant, equipment="").found == 60
    with pytest.raises(NoValues):
        chart(plant, equipment="halden/inspect")


def test_a_persons_verdict_counts_before_the_inspectors(judged, plant, world):
    judged([1] * 20)
    picture = plant.ask("quality.attribute_cases", equipment=STATION,
                        start="2026-10-04T00:00:00Z", end="2026-10-06T00:00:00Z")[0].id  # fmt: skip
    plant.run("quality.judge_picture", picture=picture, judged="good")
    assert chart(plant).found == 19


def test_samples_of_one_size_leave_out_what_fills_none(judged, plant):
    judged([1] * 21)
    found = chart(plant, kind="np", size=50)
    assert len(found.points) == 420 // 50
    assert {each.inspected for each in found.points} == {50}
    assert found.per == "sample"


def test_nights_belong_to_the_shift_in_which_they_began(judged, plant):
    judged([1] * 24 * 6)
    found = chart(plant, per="shift", days=5)
    assert {each.shift for each in found.points} == {"early", "late", "night"}
    assert all(each.until > each.at for each in found.points)


def test_measured_values_count_by_the_parts_they_were_measured_on(plant, clock):
    rows = []
    for number in range(300):
        at = (clock.now() - timedelta(hours=11, minutes=-2 * number)).isoformat()
        for name, value in (("backlash", 6.0), ("noise", 90.0 if number % 10 == 0 else 70.0)):
            rows.append({"lot": f"S-{number}", "characteristic": name, "value": value, "at": at,
                         "equipment": BENCH, "lower": 0.0, "upper": 80.0})  # fmt: skip
    plant.run("quality.import_checks", checks=rows)
    found = chart(plant, equipment=BENCH, of="values", kind="u")
    assert found.points[0].centre == pytest.approx(0.1, abs=0.02)
    assert found.inspected == pytest.approx(300, abs=30)
    counted = chart(plant, equipment=BENCH, of="values", kind="c")
    assert counted.points[-1].until <= clock.now()
    cases = plant.ask("quality.attribute_cases", of="values", equipment=BENCH,
                      start=counted.points[0].at, end=counted.points[0].until)  # fmt: skip
    assert len(cases) == counted.points[0].found
    assert {each.title for each in cases} == {"noise"}


def test_nonconformances_of_each_day_with_the_quiet_days(plant, clock):
    days = 20
    for back in range(days):
        clock.advance(timedelta(days=1))
        for _ in range(2 if back % 3 == 0 else 0):
            plant.run("quality.open_nonconformance", defect="burr", title="Burrs",
                      equipment=BENCH)  # fmt: skip
    found = chart(plant, equipment="", of="nonconformances", kind="c", per="day", days=days)
    assert {each.found for each in found.points} == {0, 2}
    some = next(each for each in found.points if each.found)
    cases = plant.ask("quality.attribute_cases", of="nonconformances", start=some.at,
                      end=some.until)  # fmt: skip
    assert [each.id[:3] for each in cases] == ["NC-", "NC-"]


@pytest.mark.parametrize(
    ("kind", "of"), [("p", "values"), ("np", "nonconformances"), ("u", "nonconformances")]
)
def test_a_kind_that_does_not_fit_what_is_counted_is_refused(plant, kind, of):
    with pytest.raises(ChartInvalid):
        chart(plant, kind=kind, of=of)


def test_nothing_judged_and_nothing_flawed_are_refused_as_what_they_are(judged, plant):
    with pytest.raises(NoValues):
        chart(plant)
    judged([0] * 20)
    with pytest.raises(NothingFlawed) as refused:
        chart(plant)
    assert refused.value.facts["inspected"] == 400
