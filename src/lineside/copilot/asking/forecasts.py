"""Answers about what is to come: which materials run out, and tomorrow's peak of the load."""

from typing import Any

from lineside.copilot.asking import telling
from lineside.copilot.asking.ground import Ground
from lineside.copilot.model import Answer, Figure
from lineside.kernel.errors import Conflict

MOST = 10


def tell_shortages(ground: Ground) -> Answer:
    """When the named materials run out, or else which run out first."""
    named = ground.reading.refs("material")
    rows = ground.ask("inventory.shortages")
    shown = [each for each in rows if each.material in named]
    if not named:
        shown = [each for each in rows if each.runs_out is not None][:MOST]
    if not shown:
        return ground.answer(_nothing(ground, named, rows), "records", 0.9)
    return ground.answer(" ".join(_shortage(ground, each) for each in shown), "records")


def _nothing(ground: Ground, named: list[str], rows: list[Any]) -> str:
    if named:
        return ground.tell(
            f"{', '.join(named)} is not bought: its own orders replenish it.",
            f"{', '.join(named)} wird nicht eingekauft: eigene Aufträge füllen es auf.",
        )
    days = rows[0].horizon_days if rows else 0
    return ground.tell(
        f"By the forecast no bought material runs out within {days} days.",
        f"Nach der Prognose geht in {days} Tagen kein Kaufteil aus.",
    )


def _shortage(ground: Ground, each: Any) -> str:
    ground.cite("record", f"{each.material} {each.name}", f"inventory.shortages/{each.material}")
    free = telling.shown(float(each.free), each.unit, ground.language)
    ground.figures.append(Figure(f"{each.material} free", float(each.free), each.unit))
    head = ground.tell(
        f"{each.material} {each.name}: {free} free", f"{each.material} {each.name}: {free} frei"
    )
    if each.per_day is None:
        return head + ground.tell(
            "; too little history to forecast it.", "; zu wenig Historie für eine Prognose."
        )
    daily = telling.shown(each.per_day, each.unit, ground.language)
    ground.figures.append(Figure(f"{each.material} a day", each.per_day, each.unit))
    return head + ground.tell(f", {daily} a day", f", {daily} am Tag") + _end(ground, each)


def _end(ground: Ground, each: Any) -> str:
    if each.runs_out is None:
        return ground.tell(
            f"; lasts more than {each.horizon_days} days with what is on order.",
            f"; reicht mit dem Bestellten länger als {each.horizon_days} Tage.",
        )
    order = ""
    if each.order_by is not None:
        order = ground.tell(
            f", to be ordered by {each.order_by}", f", zu bestellen bis {each.order_by}"
        )
    return ground.tell(
        f"; runs out on {each.runs_out}{order}.", f"; reicht bis {each.runs_out}{order}."
    )


def tell_peak(ground: Ground) -> Answer:
    """The highest load that is expected tomorrow, with its interval."""
    unit = next(iter(ground.units()), "")
    try:
        found = ground.ask("energy.load_forecast", **({"equipment": unit} if unit else {}))
    except Conflict:
        none = ground.tell(
            "The meters have too little history to forecast the load.",
            "Die Zähler haben zu wenig Historie für eine Prognose der Last.",
        )
        return ground.answer(none, "records", 0.9)
    name = telling.short(unit) or ground.tell("the whole plant", "das ganze Werk")
    at = telling.moment(found.peak_at, ground.zone)
    peak, low, high = (
        telling.number(each, ground.language, 0)
        for each in (found.peak_kw, found.peak_low_kw, found.peak_high_kw)
    )
    ground.cite("metric", "peak load", "energy.peak_load")
    ground.figures.append(Figure(f"peak load {name}", found.peak_kw, "kW"))
    return ground.answer(
        ground.tell(
            f"Expected peak load of {name}: {peak} kW ({low} to {high}) in the hour from {at}.",
            f"Erwartete Lastspitze, {name}: {peak} kW ({low} bis {high}) in der Stunde ab {at}.",
        ),
        "figure",
    )
