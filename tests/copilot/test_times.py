"""Phrases of time in English and German, at Wednesday 2026-10-07 13:00 in Oslo."""

from datetime import UTC, datetime, time
from zoneinfo import ZoneInfo

import pytest

from lineside.copilot.asking.times import Sense, read_times
from lineside.copilot.asking.words import fold
from lineside.plant.calendars import Calendar, ShiftRule

ZONE = ZoneInfo("Europe/Oslo")
RULES = (
    ShiftRule("early", "Early shift", "Frühschicht", time(6), time(14)),
    ShiftRule("late", "Late shift", "Spätschicht", time(14), time(22)),
    ShiftRule("night", "Night shift", "Nachtschicht", time(22), time(6)),
)
WORDS = {fold(name): rule.id for rule in RULES for name in (rule.name, rule.name_de)}


def sense(now=datetime(2026, 10, 7, 11, tzinfo=UTC)):
    calendar = Calendar("Europe/Oslo", RULES)
    return Sense(now, ZONE, calendar.shifts_between, WORDS)


@pytest.mark.parametrize(
    ("said", "start", "end"),
    [
        ("today", "07 00:00", "07 13:00"),
        ("heute", "07 00:00", "07 13:00"),
        ("yesterday", "06 00:00", "07 00:00"),
        ("vorgestern", "05 00:00", "06 00:00"),
        ("this morning", "07 06:00", "07 12:00"),
        ("heute morgen", "07 06:00", "07 12:00"),
        ("last 24 hours", "06 13:00", "07 13:00"),
        ("in den letzten 3 Tagen", "04 13:00", "07 13:00"),
        ("last two hours", "07 11:00", "07 13:00"),
        ("letzte Stunde", "07 12:00", "07 13:00"),
        ("this week", "05 00:00", "07 13:00"),
        ("diese Woche", "05 00:00", "07 13:00"),
        ("since Monday", "05 00:00", "07 13:00"),
        ("seit gestern", "06 00:00", "07 13:00"),
        ("on Monday", "05 00:00", "06 00:00"),
        ("am Dienstag", "06 00:00", "07 00:00"),
        ("last night shift", "06 22:00", "07 06:00"),
        ("letzte Nachtschicht", "06 22:00", "07 06:00"),
        ("last night", "06 22:00", "07 06:00"),
        ("last shift", "06 22:00", "07 06:00"),
        ("this shift", "07 06:00", "07 13:00"),
        ("night shift on Monday", "05 22:00", "06 06:00"),
        ("gestern Frühschicht", "06 06:00", "06 14:00"),
        ("between 6 and 10", "07 06:00", "07 10:00"),
        ("gestern von 6 bis 10 Uhr", "06 06:00", "06 10:00"),
        ("since 6 am", "07 06:00", "07 13:00"),
        ("2026-10-02", "02 00:00", "03 00:00"),
        ("am 2.10.", "02 00:00", "03 00:00"),
        ("3 October", "03 00:00", "04 00:00"),
        ("from 2026-10-01 to 2026-10-03", "01 00:00", "04 00:00"),
        ("KW 41", "05 00:00", "07 13:00"),
        ("this month", "01 00:00", "07 13:00"),
    ],
)
def test_a_phrase_means_a_stretch_of_the_plants_time(said, start, end):
    times = read_times(fold(f"OEE {said} please"), sense())
    told = [f"{at.astimezone(ZONE):%d %H:%M}" for p in times.periods for at in (p.start, p.end)]
    assert told == [start, end]
    assert not times.future


@pytest.mark.parametrize("said", ["tomorrow", "morgen", "next week", "nächste Schicht",
                                  "late shift today", "2026-12-24"])  # fmt: skip
def test_what_has_not_begun_is_future(said):
    assert read_times(fold(f"OEE {said}"), sense()).future


def test_a_night_on_which_the_clocks_change_has_nine_hours():
    after = sense(datetime(2026, 10, 25, 11, tzinfo=UTC))
    night = read_times("last night shift", after).periods[0]
    assert (night.end - night.start).total_seconds() == 9 * 3600


def test_two_days_are_two_stretches():
    assert len(read_times("compare today with yesterday", sense()).periods) == 2


@pytest.mark.parametrize("said", ["2026-13-45", "99.99.", "the sun shaft", "march on"])
def test_what_is_no_time_is_left_alone(said):
    assert read_times(said, sense()).periods == []
