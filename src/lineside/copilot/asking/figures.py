"""Answers that are figures: a metric of equipment or a product over one or more stretches."""

import dataclasses
from collections.abc import Sequence
from typing import Any

from lineside.copilot.asking import telling
from lineside.copilot.asking.ground import Ground
from lineside.copilot.asking.times import Period
from lineside.copilot.model import Answer, Figure
from lineside.kernel.catalogue import Entry, find

MOST_ROWS = 40
RANKED = 3
_PLACES = ("equipment", "station")


def tell_metric(ground: Ground) -> Answer:
    """Each metric that was named, for each thing and stretch, ranked where that was asked."""
    lines = []
    for name in ground.reading.refs("metric"):
        entry = find(name)
        lines.extend(_lines(ground, entry))
    return ground.answer(" ".join(lines), "figure")


def can_cut(ground: Ground) -> str:
    """Why a metric cannot be cut as the question wants, empty if it can."""
    wants_place = bool(ground.units())
    wants_product = ground.reading.names("product", "product_group")
    for name in ground.reading.refs("metric"):
        fields = find(name).arguments.model_fields
        label = ground.lexicon.names[name]
        if wants_place and not any(place in fields for place in _PLACES):
            return ground.tell(
                f"{label} is not kept by machine; ask for a product or the whole plant.",
                f"{label} wird nicht je Maschine geführt; frage nach Produkt oder ganzem Werk.",
            )
        if wants_product and "product" not in fields:
            return ground.tell(
                f"{label} is not kept by product; ask for a machine or the whole plant.",
                f"{label} wird nicht je Produkt geführt; frage nach Maschine oder ganzem Werk.",
            )
    return ""


def _lines(ground: Ground, entry: Entry) -> list[str]:
    assert entry.metric is not None, "only metrics are told here"
    label = ground.lexicon.names[entry.name]
    ground.cite("metric", f"{label}: {entry.metric.definition}", entry.name)
    lines = []
    for period in ground.reading.times.periods or [_default(ground)]:
        rows = [(thing, _value(ground, entry, thing, period)) for thing in _things(ground, entry)]
        told = [(name, value, found) for (name, (value, found)) in _ordered(ground, rows)]
        for name, value, _ in told:
            ground.figures.append(Figure(_figure_name(label, name), value, entry.metric.unit))
        lines.append(_sentence(ground, entry, period, told))
    return lines


def _default(ground: Ground) -> Period:
    shift = ground.ask("plant.shift_at")
    return Period(shift.start, min(shift.end, ground.work.at))


def _things(ground: Ground, entry: Entry) -> list[str]:
    """What to ask for, empty string for the whole plant."""
    fields = entry.arguments.model_fields
    if "product" in fields:
        named = list(ground.reading.refs("product"))
        for group in ground.reading.refs("product_group"):
            named.extend(ground.lexicon.groups.get(group, []))
        return list(dict.fromkeys(named))[:MOST_ROWS] or [""]
    units = ground.units()
    if not units and (ground.reading.has("best") or ground.reading.has("worst")):
        known = [unit for kind in ground.lexicon.kinds.values() for unit in kind]
        units = [unit for unit in known if ground.work.actor.reaches(unit)]
    return units[:MOST_ROWS] or [""]


def _value(ground: Ground, entry: Entry, thing: str, period: Period) -> tuple[float | None, Any]:
    given: dict[str, Any] = {"start": period.start, "end": period.end}
    fields = entry.arguments.model_fields
    place = next((name for name in ("product", *_PLACES) if name in fields), "")
    if thing and place:
        given = {place: thing} | given
    found = ground.ask(entry.name, **given)
    if found is None or isinstance(found, int | float):
        return found, None
    for name in ("value", "rate"):
        if hasattr(found, name):
            return getattr(found, name), found
    raise AssertionError(f"{entry.name} answers with no value")


def _ordered(
    ground: Ground, rows: list[tuple[str, tuple[float | None, Any]]]
) -> Sequence[tuple[str, tuple[float | None, Any]]]:
    best, worst = ground.reading.has("best"), ground.reading.has("worst")
    if not (best or worst):
        return rows
    known = [row for row in rows if row[1][0] is not None]
    return sorted(known, key=lambda row: (row[1][0] or 0.0, row[0]), reverse=best)[:RANKED]


def _figure_name(label: str, thing: str) -> str:
    return f"{label} {telling.short(thing)}".strip()


def _sentence(
    ground: Ground, entry: Entry, period: Period, told: list[tuple[str, float | None, Any]]
) -> str:
    assert entry.metric is not None, "only metrics are told here"
    label, unit = ground.lexicon.names[entry.name], entry.metric.unit
    label = label.upper() if label in ("oee", "mttr") else label[0].upper() + label[1:]
    when = telling.period(period, ground.zone)
    if not told:
        return ground.tell(f"{label}, {when}: no data.", f"{label}, {when}: keine Daten.")
    whole = ground.tell("the whole plant", "das ganze Werk")
    parts = [
        f"{telling.short(name) or whole}: {telling.shown(value, unit, ground.language)}"
        + (_made_of(ground, found) if len(told) == 1 else "")
        for name, value, found in told
    ]
    return f"{label}, {when}. {'; '.join(parts)}."


def _made_of(ground: Ground, found: Any) -> str:
    """The few parts that a figure is made of."""
    if not dataclasses.is_dataclass(found):
        return ""
    parts = getattr(found, "parts", None) or {}
    shown = {name: value for name, value in parts.items() if not name.endswith("_s")}
    for factor in ("availability", "performance", "quality_ratio"):
        if getattr(found, "oee", None) is not None and getattr(found, factor, None) is not None:
            text = telling.shown(getattr(found, factor), "1", ground.language)
            shown[factor] = text
    if not shown:
        return ""
    told = ", ".join(
        f"{name.replace('_', ' ')} "
        + (value if isinstance(value, str) else telling.number(float(value), ground.language))
        for name, value in shown.items()
    )
    return f" ({told})"


def tell_pieces(ground: Ground) -> Answer:
    """How many good pieces were made, from the reports behind throughput."""
    period = (ground.reading.times.periods or [_default(ground)])[0]
    parts = []
    for thing in ground.units()[:MOST_ROWS] or [""]:
        given = {"equipment": thing} if thing else {}
        found = ground.ask("execution.throughput", **given, start=period.start, end=period.end)
        good = float(found.parts["good"])
        name = telling.short(thing) or ground.tell("The whole plant", "Das ganze Werk")
        ground.figures.append(Figure(_figure_name("good pieces", thing), good, "pcs"))
        parts.append(f"{name}: {telling.number(good, ground.language)}")
    ground.cite("metric", find("execution.throughput").summary, "execution.output")
    when = telling.period(period, ground.zone)
    label = ground.tell("Good pieces", "Gutteile")
    return ground.answer(f"{label}, {when}. {'; '.join(parts)}.", "figure")
