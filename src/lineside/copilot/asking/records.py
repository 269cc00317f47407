"""Answers that are records of machines and orders: state, stops, orders, live values."""

from datetime import datetime
from typing import Any

from lineside.copilot.asking import telling
from lineside.copilot.asking.ground import Ground
from lineside.copilot.model import Answer, Figure
from lineside.kernel.errors import Refusal

MOST = 10
MOST_NAMES = 40


def tell_states(ground: Ground) -> Answer:
    """The state of machines now, or which machines are in a state."""
    units = _single(ground, ground.units())
    wanted = ground.reading.refs("state")
    spans = ground.ask("telemetry.current_states")
    rows = [each for each in spans if not units or each.equipment in units]
    if not units:
        rows = [each for each in rows if each.state in wanted]
    for each in rows[:MOST]:
        ground.cite("record", f"{telling.short(each.equipment)} {each.state}",
                    f"telemetry.machine_states/{each.equipment}")  # fmt: skip
    if units:
        known = {each.equipment for each in rows}
        missing = [telling.short(name) for name in units if name not in known]
        parts = [_since(ground, each.equipment, each.state, each.start) for each in rows]
        parts += [ground.tell(f"{name}: no state known", f"{name}: kein Zustand bekannt")
                  for name in missing]  # fmt: skip
        return ground.answer("; ".join(parts) + ".", "records")
    names = ", ".join(telling.short(each.equipment) for each in rows[:MOST_NAMES])
    ground.figures.append(Figure("machines", float(len(rows)), "1"))
    label = ", ".join(telling.state(name, ground.language) for name in wanted)
    none = ground.tell("no machine", "keine Maschine")
    return ground.answer(f"{label}: {names or none} ({len(rows)}).", "records")


def _single(ground: Ground, named: list[str]) -> list[str]:
    """The units themselves where an area or a work centre is named."""
    known = {unit for units in ground.lexicon.kinds.values() for unit in units}
    found: list[str] = []
    for name in named:
        if name in known:
            found.append(name)
        else:
            under = ground.ask("plant.equipment_tree", under=name, kind="unit")
            found.extend(unit.id for unit in under)
    return found


def _since(ground: Ground, equipment: str, state: str, start: datetime) -> str:
    when = telling.moment(start, ground.zone)
    shown = telling.state(state, ground.language)
    return f"{telling.short(equipment)}: {shown} " + ground.tell(f"since {when}", f"seit {when}")


def tell_live(ground: Ground) -> Answer:
    """The newest value of a signal with its quality and age."""
    parts = []
    for unit in ground.units()[:MOST]:
        for each in ground.ask("telemetry.live", equipment=unit):
            if each.signal not in ground.reading.refs("signal"):
                continue
            ground.figures.append(Figure(each.tag, each.value, each.unit))
            ground.cite("record", each.tag, f"telemetry.trend/{each.tag}")
            value = telling.shown(each.value, each.unit, ground.language)
            age = "" if each.at is None else f", {telling.moment(each.at, ground.zone)}"
            parts.append(f"{each.tag}: {value} ({each.quality}{age})")
    if not parts:
        none = ground.tell("No such signal there.", "Dieses Signal gibt es dort nicht.")
        return ground.answer(none, "declined", 0.9)
    return ground.answer("; ".join(parts) + ".", "records")


def tell_downtime(ground: Ground) -> Answer:
    """Stops by reason in a stretch of time, the longest first."""
    period = ground.span()
    labels = {each.code: each for each in ground.ask("plant.reasons")}
    sums: dict[str, float] = {}
    for unit in ground.units() or [""]:
        given = {"equipment": unit} if unit else {}
        for stop in ground.ask("execution.downtime", **given, start=period.start, end=period.end):
            begin = max(stop.start, period.start)
            end = min(stop.end or ground.work.at, period.end)
            minutes = max(0.0, (end - begin).total_seconds() / 60)
            sums[stop.reason] = sums.get(stop.reason, 0.0) + minutes
    ground.cite("record", ground.tell("Stops", "Stillstände"), "execution.downtime")
    total = sum(sums.values())
    ground.figures.append(Figure("downtime", round(total, 1), "min"))
    where = ", ".join(telling.short(unit) for unit in ground.units())
    head = f"{where} {telling.period(period, ground.zone)}".strip()
    told = ground.tell("downtime", "Stillstand")
    minutes_told = telling.number(total, ground.language, 0)
    text = f"{head}: {minutes_told} min {told}."
    parts = []
    for code, minutes in sorted(sums.items(), key=lambda pair: -pair[1])[:MOST]:
        reason = labels.get(code)
        name = (
            ground.tell("no reason given", "ohne Grund")
            if reason is None
            else (ground.tell(reason.label, reason.label_de))
        )
        parts.append(f"{name} {telling.number(minutes, ground.language, 0)} min")
    return ground.answer(text + (f" {'; '.join(parts)}." if parts else ""), "records")


def tell_order(ground: Ground) -> Answer:
    """Where an order is, whether it is late, and what the plan says holds it back."""
    parts = []
    for name in ground.reading.refs("order_id"):
        view = ground.ask("execution.order", order=name)
        row = view.order
        due = telling.moment(row.due, ground.zone)
        ground.cite("record", name, f"execution.order/{name}")
        ground.figures.append(Figure(f"{name} good", float(row.good), "pcs"))
        late = ground.tell("late", "verspätet") if row.late else ground.tell("not late", "im Plan")
        text = ground.tell(
            f"Order {name}: {row.state}, {row.good} of {row.quantity} {row.product} good, "
            f"{row.scrap} scrap, due {due}, {late}.",
            f"Auftrag {name}: {row.state}, {row.good} von {row.quantity} {row.product} gut, "
            f"{row.scrap} Ausschuss, fällig {due}, {late}.",
        )
        parts.append(text + _where(ground, view) + _plan(ground, name))
    return ground.answer(" ".join(parts), "records")


def _where(ground: Ground, view: Any) -> str:
    """The operation at which an order is."""
    current = next((each for each in view.operations if each.state != "done"), None)
    if current is None:
        return ""
    name = ground.tell(current.name, current.name_de)
    place = telling.short(current.equipment) or telling.short(current.work_centre)
    return ground.tell(
        f" Now at operation {current.seq} {name} ({place}), {current.state}, "
        f"{current.waiting} pieces waiting.",
        f" Jetzt bei Arbeitsgang {current.seq} {name} ({place}), {current.state}, "
        f"{current.waiting} Stück warten.",
    )


def _plan(ground: Ground, order: str) -> str:
    """What the plan in force says of the order's date, and what its last bar waits for."""
    unknown = ground.tell(
        " No plan tells more about its date.", " Kein Plan sagt mehr über den Termin."
    )
    try:
        bars = [b for b in ground.ask("scheduling.plan").bars if b.order == order]
        late = [each for each in ground.ask("scheduling.late_orders") if each.order == order]
        if not (bars and late):
            return _in_time(ground) if bars else unknown
        last = max(bars, key=lambda bar: bar.end)
        reasons = ground.ask("scheduling.why", order=order, seq=last.seq)
    except Refusal:
        return unknown
    ground.cite("record", f"plan {order}", f"scheduling.why/{order}/{last.seq}")
    end = telling.moment(late[0].end, ground.zone)
    hours = telling.number(late[0].late_h, ground.language)
    held = "; ".join(f"{each.kind} {each.by}" for each in reasons if each.binding)
    return ground.tell(
        f" The plan finishes it at {end}, {hours} h late; its last operation waits for: {held}.",
        f" Der Plan beendet ihn um {end}, {hours} h zu spät; der letzte Arbeitsgang wartet auf: "
        f"{held}.",
    )


def _in_time(ground: Ground) -> str:
    return ground.tell(
        " The plan in force does not finish it after its date.",
        " Der gültige Plan beendet ihn nicht nach dem Termin.",
    )


def tell_orders(ground: Ground) -> Answer:
    """Open orders, or those that are late."""
    rows = ground.ask("execution.orders", state="open")
    if ground.reading.has("late"):
        rows = [row for row in rows if row.late]
    products = ground.reading.refs("product")
    rows = [row for row in rows if not products or row.product in products]
    ground.figures.append(Figure("orders", float(len(rows)), "1"))
    for row in rows[:MOST]:
        ground.cite("record", row.id, f"execution.order/{row.id}")
    names = "; ".join(
        f"{row.id} {row.product} {telling.moment(row.due, ground.zone)}" for row in rows[:MOST]
    )
    head = ground.tell("Open orders", "Offene Aufträge")
    if ground.reading.has("late"):
        head = ground.tell("Late orders", "Verspätete Aufträge")
    text = f"{head}: {len(rows)}."
    return ground.answer(f"{text} {names}".strip(), "records")
