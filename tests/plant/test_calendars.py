"""Working time in UTC: overnight shifts, nights on which the clocks change, breaks, closed days."""

import itertools
from datetime import UTC, date, datetime, time, timedelta

from hypothesis import given
from hypothesis import strategies as st

from lineside.plant.calendars import BreakRule, Calendar, Holiday, Rota, ShiftRule

THREE = (
    ShiftRule("early", "Early", "Früh", time(6), time(14)),
    ShiftRule("late", "Late", "Spät", time(14), time(22)),
    ShiftRule("night", "Night", "Nacht", time(22), time(6)),
)
OSLO = Calendar("Europe/Oslo", THREE, (BreakRule("night", time(2), time(2, 30), ("assembly",)),))


def at(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=UTC)


def night(day: date):
    return next(shift for shift in OSLO.shifts_of(day) if shift.id == "night")


def test_a_night_belongs_to_the_day_on_which_it_begins():
    shift = OSLO.shift_at(at(2026, 10, 6, 1, 0))
    assert (shift.id, shift.date) == ("night", date(2026, 10, 5))
    assert (shift.start, shift.end) == (at(2026, 10, 5, 20), at(2026, 10, 6, 4))


def test_the_night_in_which_the_clocks_go_back_is_nine_hours_long():
    assert night(date(2026, 10, 24)).hours == 9


def test_the_night_in_which_the_clocks_go_forward_is_seven_hours_long():
    assert night(date(2026, 3, 28)).hours == 7


def test_a_break_keeps_its_length_when_the_clocks_change():
    for day in (date(2026, 10, 24), date(2026, 3, 28), date(2026, 6, 1)):
        shift = night(day)
        work = OSLO.working("assembly", shift.start, shift.end)
        rest = shift.end - shift.start - sum((w.length for w in work), timedelta())
        assert rest == timedelta(minutes=30), day


def test_only_the_work_centres_named_pause():
    shift = night(date(2026, 6, 1))
    assert len(OSLO.working("machining", shift.start, shift.end)) == 1


def test_a_closed_day_closes_the_shifts_that_begin_on_it():
    closed = Calendar("Europe/Oslo", THREE, (), (Holiday(date(2026, 5, 17), "17 May", ("pack",)),))
    start, end = at(2026, 5, 16, 22), at(2026, 5, 18, 22)
    hours = sum((w.length for w in closed.working("pack", start, end)), timedelta())
    assert hours == timedelta(hours=24)
    assert closed.working("machining", start, end)[0].length == timedelta(hours=48)


def test_a_shift_with_weekdays_leaves_the_others_free():
    weekdays = Calendar(
        "UTC", (ShiftRule("day", "Day", "Tag", time(8), time(16), (0, 1, 2, 3, 4)),)
    )
    assert weekdays.shift_at(at(2026, 10, 10, 9)) is None
    assert weekdays.shift_at(at(2026, 10, 9, 9)).id == "day"


def test_crews_follow_the_cycle_and_the_day_crew_rests_at_the_weekend():
    rota = Rota(date(2026, 1, 1), {"A": ("early", "late", "off")})
    assert [rota.shift_of("A", date(2026, 1, day)) for day in (1, 2, 3, 4)] == [
        "early", "late", "off", "early",
    ]  # fmt: skip
    assert rota.shift_of("A", date(2025, 12, 31)) == "off"
    assert rota.shift_of("day", date(2026, 10, 10)) == "off"
    assert rota.shift_of("day", date(2026, 10, 9)) == "early"


MOMENTS = st.datetimes(datetime(2025, 1, 1), datetime(2028, 1, 1)).map(
    lambda moment: moment.replace(tzinfo=UTC)
)


@given(MOMENTS)
def test_three_shifts_leave_no_moment_without_exactly_one(moment):
    running = OSLO.shift_at(moment)
    assert running.start <= moment < running.end
    nearby = OSLO.shifts_between(moment - timedelta(days=1), moment + timedelta(days=1))
    assert sum(shift.start <= moment < shift.end for shift in nearby) == 1


@given(MOMENTS, st.integers(1, 96))
def test_working_time_is_the_window_less_the_breaks_within_it(moment, hours):
    end = moment + timedelta(hours=hours)
    work = OSLO.working("assembly", moment, end)
    assert all(moment <= w.start < w.end <= end for w in work)
    assert all(a.end < b.start for a, b in itertools.pairwise(work))
    whole = sum((w.length for w in OSLO.working("machining", moment, end)), timedelta())
    assert whole == end - moment
