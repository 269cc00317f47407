"""Gauge studies: read from a table, judged by the bands of the AIAG manual.

Measurement Systems Analysis, 4th edition, chapter III: below 10 % of the total variation (or of the
tolerance) a gauge is acceptable, up to 30 % it may be for some uses, above it is not; and it should
tell five or more groups of parts apart.
"""

import csv
import math
from collections.abc import Iterator, Sequence

from lineside.quality.answers import (
    AnovaLine,
    GaugeMethod,
    GaugeReading,
    GaugeShare,
    GaugeStudyLine,
    GaugeStudyNote,
    GaugeStudyView,
)
from lineside.quality.charts import GaugeStudy, anova_table, gauge_anova, gauge_average_range
from lineside.quality.charts.gauge import POOLING_P
from lineside.quality.errors import GaugeStudyInvalid

GOOD_PERCENT, BAD_PERCENT, CATEGORIES = 10.0, 30.0, 5
MOST_READINGS, LONGEST_TABLE = 2000, 200_000
VERDICTS = ("acceptable", "conditional", "unacceptable")
# What the columns may be called, in any order.
HEADINGS = {
    "part": ("part", "teil", "sample"),
    "appraiser": ("appraiser", "operator", "prüfer", "pruefer"),
    "trial": ("trial", "repeat", "wiederholung", "versuch"),
    "value": ("value", "measurement", "wert", "messwert"),
}


def read_table(content: str) -> list[GaugeReading]:
    """Readings from the text of a table with a heading line.

    Columns are separated by semicolons, tabs or commas; a decimal comma is read where commas do not
    separate. Empty lines and lines that begin with # are passed over.
    """
    if len(content) > LONGEST_TABLE:
        raise GaugeStudyInvalid(problem="table too long", characters=len(content))
    lines = [
        (number, line)
        for number, line in enumerate(content.lstrip("\ufeff").splitlines(), start=1)
        if line.strip() and not line.lstrip().startswith("#")
    ]
    if not lines:
        raise GaugeStudyInvalid(problem="the table is empty")
    separator = next((each for each in ";\t," if each in lines[0][1]), ",")
    heading = next(csv.reader([lines[0][1]], delimiter=separator))
    places = _places([each.strip().lower() for each in heading])
    return [_reading(number, line, separator, places) for number, line in lines[1:]]


def _places(heading: Sequence[str]) -> dict[str, int]:
    places = {
        name: at
        for name, words in HEADINGS.items()
        for at, told in enumerate(heading)
        if told in words
    }
    missing = [name for name in HEADINGS if name not in places]
    if missing:
        raise GaugeStudyInvalid(problem="columns are missing", missing=missing, found=list(heading))
    return places


def _reading(number: int, line: str, separator: str, places: dict[str, int]) -> GaugeReading:
    cells = [each.strip() for each in next(csv.reader([line], delimiter=separator))]
    try:
        part, appraiser, trial, value = (cells[places[name]] for name in HEADINGS)
        if separator != ",":
            value = value.replace(",", ".")
        return GaugeReading(part, appraiser, int(trial), float(value))
    except (IndexError, ValueError) as problem:
        raise GaugeStudyInvalid(problem="line cannot be read", line=number, text=line[:80]) \
            from problem  # fmt: skip


def check(study: GaugeStudyNote) -> None:
    """Refuse a study without words, with impossible limits, or whose readings are not crossed."""
    if not study.title.strip() or not study.characteristic.strip():
        raise GaugeStudyInvalid(problem="title and characteristic are needed")
    given = [each for each in (study.lower, study.upper) if each is not None]
    if not all(map(math.isfinite, given)):
        raise GaugeStudyInvalid(problem="a limit is not a finite number")
    if len(given) == 2 and not given[0] < given[1]:
        raise GaugeStudyInvalid(problem="lower limit not below upper")
    if len(study.readings) > MOST_READINGS:
        raise GaugeStudyInvalid(problem="too many readings", sent=len(study.readings))
    _check_readings(study.readings)
    judged(study)


def _check_readings(readings: Sequence[GaugeReading]) -> None:
    seen: set[tuple[str, str, int]] = set()
    for each in readings:
        if not each.part.strip() or not each.appraiser.strip():
            raise GaugeStudyInvalid(problem="a reading names its part and its appraiser")
        if not math.isfinite(each.value):
            raise GaugeStudyInvalid(
                problem="not a finite number", part=each.part, appraiser=each.appraiser
            )
        key = (each.part, each.appraiser, each.trial)
        if key in seen:
            raise GaugeStudyInvalid(
                problem="measured twice", part=each.part, appraiser=each.appraiser, trial=each.trial
            )
        seen.add(key)


def judged(study: GaugeStudyNote) -> dict[str, GaugeStudy]:
    """What both methods say."""
    table = _columns(study)
    return {"anova": gauge_anova(*table), "average_range": gauge_average_range(*table)}


def _columns(study: GaugeStudyNote) -> tuple[list[float], list[str], list[str]]:
    rows = sorted(study.readings, key=lambda each: each.trial)
    return [r.value for r in rows], [r.part for r in rows], [r.appraiser for r in rows]


def _tolerance(study: GaugeStudyNote, found: GaugeStudy) -> float | None:
    if study.lower is None or study.upper is None:
        return None
    return found.percent_of_tolerance(study.lower, study.upper)


def verdict_of(study: GaugeStudyNote, found: GaugeStudy) -> tuple[str, list[str]]:
    """The worst of the bands, and the figures that it stands on."""
    said = {"percent_of_total": _band(found.percent_gauge)}
    tolerance = _tolerance(study, found)
    if tolerance is not None:
        said["percent_of_tolerance"] = _band(tolerance)
    said["distinct_categories"] = int(found.distinct_categories < CATEGORIES)
    worst = max(said.values())
    return VERDICTS[worst], [name for name, band in said.items() if band == worst]


def _band(percent: float) -> int:
    return int(percent >= GOOD_PERCENT) + int(percent > BAD_PERCENT)


def line(study: GaugeStudyNote) -> GaugeStudyLine:
    """A study as the list shows it."""
    found = gauge_anova(*_columns(study))
    parts = {each.part for each in study.readings}
    appraisers = {each.appraiser for each in study.readings}
    return GaugeStudyLine(
        id=study.id,
        title=study.title,
        characteristic=study.characteristic,
        gauge=study.gauge,
        equipment=study.equipment,
        measured_at=study.measured_at,
        by=study.by,
        parts=len(parts),
        appraisers=len(appraisers),
        trials=len(study.readings) // (len(parts) * len(appraisers)),
        percent_of_total=found.percent_gauge,
        percent_of_tolerance=_tolerance(study, found),
        distinct_categories=found.distinct_categories,
        verdict=verdict_of(study, found)[0],
    )


def view(study: GaugeStudyNote) -> GaugeStudyView:
    """A study with the analysis of variance, both methods, and what they make of the gauge."""
    methods = judged(study)
    verdict, reasons = verdict_of(study, methods["anova"])
    return GaugeStudyView(
        id=study.id,
        title=study.title,
        characteristic=study.characteristic,
        gauge=study.gauge,
        equipment=study.equipment,
        unit=study.unit,
        lower=study.lower,
        upper=study.upper,
        measured_at=study.measured_at,
        by=study.by,
        verdict=verdict,
        reasons=reasons,
        anova=[
            AnovaLine(each.source, each.squares, each.free, each.mean_square, each.f, each.p)
            for each in anova_table(*_columns(study))
        ],
        methods=[_method(study, each) for each in methods.values()],
        readings=study.readings,
    )


def _method(study: GaugeStudyNote, found: GaugeStudy) -> GaugeMethod:
    return GaugeMethod(
        method=found.method,
        shares=list(_shares(study, found)),
        distinct_categories=found.distinct_categories,
        interaction_kept=found.p_interaction is not None and found.p_interaction <= POOLING_P,
        verdict=verdict_of(study, found)[0],
    )


def _shares(study: GaugeStudyNote, found: GaugeStudy) -> Iterator[GaugeShare]:
    width = None
    if study.lower is not None and study.upper is not None:
        width = study.upper - study.lower
    for source in ("gauge", "repeatability", "reproducibility", "interaction", "parts", "total"):
        sigma = float(getattr(found, source))
        share = None if width is None else 600 * sigma / width
        yield GaugeShare(source, sigma, 100 * sigma / found.total, share)
