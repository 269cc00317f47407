"""The plant's own grammar of time in English and German: days, weeks, shifts, spans.

Days and clock times are those of the plant's zone, spans are in UTC: a night on which the clocks
change is an hour longer or shorter. What has not begun yet is marked as future, never guessed.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Protocol
from zoneinfo import ZoneInfo

_NUMBERS = {
    "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8,
    "ten": 10, "twelve": 12, "couple of": 2, "ein": 1, "eine": 1, "einen": 1, "zwei": 2,
    "drei": 3, "vier": 4, "fuenf": 5, "sechs": 6, "sieben": 7, "acht": 8, "zehn": 10, "zwoelf": 12,
}  # fmt: skip
_COUNT = r"(\d{1,3}|" + "|".join(_NUMBERS) + ")"
_UNITS = {"minute": 60, "min": 60, "hour": 3600, "stunde": 3600, "h": 3600, "day": 86400,
          "tag": 86400, "week": 604800, "woche": 604800}  # fmt: skip
_UNIT = r"(minuten?|minutes?|min|hours?|stunden?|h|days?|tagen?|tage|weeks?|wochen?)"
_DAYS = {
    name: number
    for names in (
        "monday tuesday wednesday thursday friday saturday sunday",
        "montag dienstag mittwoch donnerstag freitag samstag sonntag",
    )
    for number, name in enumerate(names.split())
}
_DAY = "(" + "|".join(_DAYS) + ")"
_MONTHS = {
    name: number
    for names in (
        "january february march april may june july august september october november december",
        "januar februar maerz april mai juni juli august september oktober november dezember",
    )
    for number, name in enumerate(names.split(), 1)
}
_MONTH = "(" + "|".join(dict.fromkeys(_MONTHS)) + ")"
_LAST = r"(?:last|past|previous|letzte[nrsm]?|vorige[nrsm]?|vergangene[nrsm]?)"
_THIS = r"(?:this|current|diese[nrsm]?|aktuelle[nrsm]?|laufende[nrsm]?)"
_NEXT = r"(?:next|coming|naechste[nrsm]?|kommende[nrsm]?)"
_SINCE = r"(?:since|from|seit|ab)"


class ShiftLike(Protocol):
    """What the grammar knows of a shift."""

    @property
    def id(self) -> str: ...
    @property
    def start(self) -> datetime: ...
    @property
    def end(self) -> datetime: ...
    @property
    def date(self) -> date: ...


@dataclass(frozen=True)
class Period:
    """A stretch of time in UTC."""

    start: datetime
    end: datetime


@dataclass(frozen=True)
class Times:
    """What a question says about time: stretches, and where in the folded text it says so."""

    periods: list[Period]
    spans: list[tuple[int, int]]
    future: bool = False
    now: bool = False


@dataclass(frozen=True)
class Sense:
    """What the grammar needs of the plant; ``shift_words`` are folded names by shift id."""

    now: datetime
    zone: ZoneInfo
    shifts: Callable[[datetime, datetime], Sequence[ShiftLike]]
    shift_words: dict[str, str]

    @property
    def today(self) -> date:
        return self.now.astimezone(self.zone).date()

    def at(self, day: date, clock: time = time()) -> datetime:
        return datetime.combine(day, clock, self.zone).astimezone(UTC)

    def days(self, first: date, after: date) -> Period:
        return Period(self.at(first), self.at(after))

    def day(self, day: date) -> Period:
        return self.days(day, day + timedelta(days=1))

    def month(self, year: int, month: int) -> Period:
        after = date(year + month // 12, month % 12 + 1, 1)
        return self.days(date(year, month, 1), after)

    def latest(self, weekday: int) -> date:
        """The weekday's latest date up to today."""
        return self.today - timedelta(days=(self.today.weekday() - weekday) % 7)

    def around(self) -> Sequence[ShiftLike]:
        return self.shifts(self.now - timedelta(days=9), self.now + timedelta(days=2))


Reader = Callable[[Sense, re.Match[str]], Period]


def _amount(text: str) -> int:
    return int(text) if text.isdigit() else _NUMBERS[text]


def _seconds(unit: str) -> int:
    for name, seconds in _UNITS.items():
        if unit.startswith(name) and (name not in ("h", "min") or unit == name):
            return seconds
    return 60


def _last_n(sense: Sense, match: re.Match[str]) -> Period:
    length = timedelta(seconds=_amount(match.group(1)) * _seconds(match.group(2)))
    return Period(sense.now - length, sense.now)


def _week(sense: Sense, back: int) -> Period:
    monday = sense.today - timedelta(days=sense.today.weekday() + 7 * back)
    return sense.days(monday, monday + timedelta(days=7))


def _months_back(sense: Sense, back: int) -> Period:
    months = sense.today.year * 12 + sense.today.month - 1 - back
    return sense.month(months // 12, months % 12 + 1)


def _named_month(sense: Sense, match: re.Match[str]) -> Period:
    month = _MONTHS[match.group(1)]
    year = int(match.group(2)) if match.group(2) else sense.today.year
    if not match.group(2) and month > sense.today.month:
        year -= 1
    return sense.month(year, month)


def _calendar_week(sense: Sense, match: re.Match[str]) -> Period:
    year = sense.today.isocalendar().year
    monday = date.fromisocalendar(year, max(1, min(int(match.group(1)), 52)), 1)
    return sense.days(monday, monday + timedelta(days=7))


def _date(sense: Sense, year: str | None, month: int, day: int) -> date:
    chosen = int(year) if year else sense.today.year
    found = date(chosen, month, day)
    return found if year or found <= sense.today else date(chosen - 1, month, day)


def _iso(sense: Sense, match: re.Match[str]) -> Period:
    return sense.day(date.fromisoformat(match.group(1)))


def _iso_range(sense: Sense, match: re.Match[str]) -> Period:
    first, last = (date.fromisoformat(match.group(place)) for place in (1, 2))
    return sense.days(first, max(first, last) + timedelta(days=1))


def _dotted(sense: Sense, match: re.Match[str]) -> Period:
    return sense.day(_date(sense, match.group(3), int(match.group(2)), int(match.group(1))))


def _day_month(sense: Sense, match: re.Match[str]) -> Period:
    return sense.day(_date(sense, None, _MONTHS[match.group(2)], int(match.group(1))))


def _month_day(sense: Sense, match: re.Match[str]) -> Period:
    return sense.day(_date(sense, None, _MONTHS[match.group(1)], int(match.group(2))))


def _weekday(sense: Sense, match: re.Match[str]) -> Period:
    return sense.day(sense.latest(_DAYS[match.group(1)]))


def _last_weekday(sense: Sense, match: re.Match[str]) -> Period:
    day = sense.latest(_DAYS[match.group(1)])
    return sense.day(day if day < sense.today else day - timedelta(days=7))


def _days_ago(days: int) -> Reader:
    return lambda sense, _: sense.day(sense.today - timedelta(days=days))


def _this_morning(sense: Sense, _: re.Match[str]) -> Period:
    return Period(sense.at(sense.today, time(6)), sense.at(sense.today, time(12)))


RULES: tuple[tuple[str, Reader], ...] = (
    (r"(?:from |between |vom |von |zwischen )?(\d{4}-\d\d-\d\d) (?:to|and|until|bis|und) "
     r"(\d{4}-\d\d-\d\d)", _iso_range),
    (r"(?:on |am |vom )?(\d{4}-\d\d-\d\d)", _iso),
    (r"(?:on |am |vom )?(\d{1,2})\.(\d{1,2})\.(\d{4})?", _dotted),
    (rf"(?:on |am |vom )?(?:the )?(\d{{1,2}})(?:st|nd|rd|th|\.)? (?:of )?{_MONTH}", _day_month),
    (rf"(?:on )?{_MONTH} (\d{{1,2}})(?:st|nd|rd|th)?(?!\d)", _month_day),
    (rf"(?:(?:in|over|during|within|waehrend) )?(?:the |den |der )?{_LAST} {_COUNT} ?{_UNIT}",
     _last_n),
    (rf"(?:in |over )?(?:the |der |die )?{_LAST} (hour|stunde)",
     lambda sense, _: Period(sense.now - timedelta(hours=1), sense.now)),
    (rf"(?:in (?:der )?)?{_THIS} (?:week|woche)|week to date",
     lambda sense, _: _week(sense, 0)),
    (rf"(?:in (?:der )?)?{_LAST} (?:week|woche)", lambda sense, _: _week(sense, 1)),
    (rf"(?:im |in )?{_THIS} (?:month|monat)|month to date",
     lambda sense, _: _months_back(sense, 0)),
    (rf"(?:im |in )?{_LAST} (?:month|monat)", lambda sense, _: _months_back(sense, 1)),
    (rf"(?:in |im )?{_THIS} (?:year|jahr)",
     lambda sense, _: sense.days(date(sense.today.year, 1, 1), date(sense.today.year + 1, 1, 1))),
    (r"(?:in )?(?:calendar week|kalenderwoche|kw|cw|week) (\d{1,2})(?!\d)", _calendar_week),
    (rf"(?:in |im ){_MONTH}(?: (\d{{4}}))?", _named_month),
    (r"(?:the )?day before yesterday|vorgestern", _days_ago(2)),
    (r"yesterday|gestern", _days_ago(1)),
    (r"this morning|heute morgen|heute frueh", _this_morning),
    (r"today|heute|dieser tag", _days_ago(0)),
    (rf"(?:on |am )?{_LAST} {_DAY}", _last_weekday),
    (rf"(?:on |am |vom |diesen )?{_DAY}", _weekday),
)  # fmt: skip
_FUTURE = re.compile(
    rf"\b(?:tomorrow|uebermorgen|morgen|tonight|{_NEXT} (?:week|month|shift|day|year|monday|"
    rf"woche|monat|schicht|jahr|tag|{_DAY[1:-1]}))\b"
)
_NOW = re.compile(
    r"\b(?:right now|now|currently|at the moment|at present|current|jetzt|gerade|aktuell|"
    r"momentan|derzeit|im moment)\b"
)
_CLOCK = re.compile(
    r"\b(?:from|between|von|zwischen) (\d{1,2})(?::(\d\d))?(?: uhr)? (?:to|and|until|bis|und) "
    r"(\d{1,2})(?::(\d\d))?(?: uhr)?(?![\w-])"
)
_SINCE_CLOCK = re.compile(
    r"\b(?:since|seit|ab) (?:heute )?(\d{1,2})(?::(\d\d))?(?: ?(am|pm|uhr|o'clock))?(?![\w-])"
)


class _Text:
    """The folded question; what was read is blanked so that nothing is read twice."""

    def __init__(self, folded: str) -> None:
        self.left = folded
        self.spans: list[tuple[int, int]] = []

    def take(self, match: re.Match[str]) -> None:
        self.spans.append(match.span())
        blank = "\0" * (match.end() - match.start())
        self.left = self.left[: match.start()] + blank + self.left[match.end() :]


def read_times(folded: str, sense: Sense) -> Times:
    """What a folded question says about time."""
    text = _Text(folded)
    shift = _take_shift(text, sense)
    early = _take(text, _SINCE_CLOCK)
    clock = _take(text, _CLOCK)
    future = shift is None and _take(text, _future_or_morning(folded)) is not None
    periods = _take_periods(text, sense)
    if shift is not None:
        periods, late = _shift_periods(shift, periods, sense)
        future = future or late
    elif clock is not None:
        periods = [_clock_period(clock, periods, sense)]
    elif early is not None:
        periods = [_since_clock(early, periods, sense)]
    now = _take(text, _NOW) is not None
    started = [_cap(each, sense.now) for each in periods if each.start < sense.now]
    future = future or len(started) < len(periods)
    return Times(started, text.spans, future, now)


def _future_or_morning(folded: str) -> re.Pattern[str]:
    """``heute morgen`` and ``this morning`` are no future; a bare ``morgen`` is."""
    return re.compile(r"$^") if re.search(r"\bheute morgen\b", folded) else _FUTURE


def _take(text: _Text, pattern: re.Pattern[str]) -> re.Match[str] | None:
    match = pattern.search(text.left)
    if match:
        text.take(match)
    return match


def _cap(period: Period, now: datetime) -> Period:
    return Period(period.start, min(period.end, now))


def _take_periods(text: _Text, sense: Sense) -> list[Period]:
    found = []
    for pattern, reader in RULES:
        whole = re.compile(rf"\b(?:({_SINCE}) (?:dem |der )?)?(?:{_shift_groups(pattern)})(?!\w)")
        while match := whole.search(text.left):
            inner = re.compile(pattern).search(match.group())
            assert inner is not None, "the whole holds the rule's own words"
            try:
                period = reader(sense, inner)
            except ValueError:
                break
            text.take(match)
            since = match.group(1) in ("since", "seit", "ab")
            found.append(Period(period.start, sense.now) if since else period)
    return found


def _shift_groups(pattern: str) -> str:
    """The rule's pattern with its groups made silent, so that group 1 is the word before."""
    return re.sub(r"(?<!\\)\((?!\?)", "(?:", pattern)


def _take_shift(text: _Text, sense: Sense) -> tuple[str, str] | None:
    """The shift that is meant as (which, id); which is last, this or empty, the id may be empty."""
    names = sorted(sense.shift_words, key=len, reverse=True)
    known = "|".join(re.escape(name) for name in [*names, "last night", "letzte nacht"])
    before = rf"(?:in |during |der |the |waehrend )*(?:({_LAST}|{_THIS}) )?"
    pattern = re.compile(rf"\b{before}(?:({known})s?(?: schicht| shift)?|(shift|schicht))(?!\w)")
    for match in pattern.finditer(text.left):
        which, name, plain = match.group(1) or "", match.group(2) or "", match.group(3)
        if plain and not which:
            continue
        if name in ("last night", "letzte nacht"):
            which, name = "last", _night(sense)
        text.take(match)
        return _which(which), sense.shift_words.get(name, name)
    return None


def _night(sense: Sense) -> str:
    """The id of the shift that runs over midnight."""
    over = [each.id for each in sense.around() if _passes_midnight(each, sense.zone)]
    return over[0] if over else ""


def _passes_midnight(shift: ShiftLike, zone: ZoneInfo) -> bool:
    return shift.start.astimezone(zone).date() < shift.end.astimezone(zone).date()


def _which(word: str) -> str:
    if not word:
        return ""
    return "last" if re.fullmatch(_LAST, word) else "this"


def _shift_periods(
    shift: tuple[str, str], periods: list[Period], sense: Sense
) -> tuple[list[Period], bool]:
    """The stretches of a shift; with days or weeks named, of each such shift in them."""
    which, name = shift
    if periods:
        within = [each for p in periods for each in _named_within(sense, p, name)]
        begun = [each for each in within if each.start < sense.now]
        return [Period(each.start, each.end) for each in begun], not begun
    around = [each for each in sense.around() if not name or each.id == name]
    if which == "last":
        chosen = [each for each in around if each.end <= sense.now]
    elif which == "this" and any(each.start <= sense.now < each.end for each in around):
        chosen = [each for each in around if each.start <= sense.now < each.end]
    else:
        chosen = [each for each in around if each.start < sense.now]
    return [Period(each.start, each.end) for each in chosen[-1:]], not chosen


def _named_within(sense: Sense, period: Period, name: str) -> list[ShiftLike]:
    """Shifts that belong to the days of a period: a night to the day on which it begins."""
    first = period.start.astimezone(sense.zone).date()
    after = (period.end - timedelta(seconds=1)).astimezone(sense.zone).date()
    found = sense.shifts(period.start, period.end + timedelta(days=1))
    return [each for each in found if (not name or each.id == name) and first <= each.date <= after]


def _clock_period(match: re.Match[str], periods: list[Period], sense: Sense) -> Period:
    day = periods[0].start.astimezone(sense.zone).date() if periods else sense.today
    first = time(int(match.group(1)) % 24, int(match.group(2) or 0))
    last = time(int(match.group(3)) % 24, int(match.group(4) or 0))
    after = day if last > first else day + timedelta(days=1)
    return Period(sense.at(day, first), sense.at(after, last))


def _since_clock(match: re.Match[str], periods: list[Period], sense: Sense) -> Period:
    day = periods[0].start.astimezone(sense.zone).date() if periods else sense.today
    hour = int(match.group(1)) % 24
    if match.group(3) == "pm" and hour < 12:
        hour += 12
    return Period(sense.at(day, time(hour, int(match.group(2) or 0))), sense.now)
