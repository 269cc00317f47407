"""Answers that are records of condition, guidance, stock, lots and people."""

from typing import Any

from lineside.copilot.asking import telling
from lineside.copilot.asking.ground import Ground
from lineside.copilot.guiding import figures_text, words_of
from lineside.copilot.model import Answer, Figure

MOST = 10
PROOFS = ("correlation", "prediction", "pattern")


def tell_health(ground: Ground) -> Answer:
    """Condition and remaining life of watched machines, the riskiest first."""
    units = ground.units()
    assets = [a for a in ground.ask("maintenance.assets") if not units or a.equipment in units]
    if not assets:
        none = ground.tell(
            "No condition has been assessed there.", "Dort wurde kein Zustand bewertet."
        )
        return ground.answer(none, "records", 0.9)
    shown = assets[: MOST if units else 3]
    lines = [" ".join(_asset(ground, each) for each in shown)]
    if ground.reading.has("why"):
        lines += [line for each in shown for line in _drivers(ground, each)]
    return ground.answer("\n".join(lines), "records")


def _drivers(ground: Ground, each: Any) -> list[str]:
    """What speaks for the judgement: the leading features, and the evidence that was laid to it."""
    shares = ", ".join(
        f"{words_of(name)} {telling.shown(share, '1', ground.language)}"
        for name, share in each.leading.items()
    )
    index = telling.number(each.index, ground.language)
    lines = [
        ground.tell(
            f"Its envelope level is {index} times that of its healthy time; leading: {shares}.",
            f"Der Hüllkurvenpegel ist das {index}-Fache der gesunden Zeit; führend: {shares}.",
        )
    ]
    asked = [r for r in ground.ask("guidance.inbox", state="all") if r.equipment == each.equipment]
    for row in [r for r in asked if r.code.startswith("maintenance.")][:1]:
        for proof in row.evidence:
            if proof.kind in PROOFS:
                figures = figures_text(proof.figures)
                ground.cite(proof.kind, proof.title, proof.ref, figures)
                lines.append(f"{proof.title}: {figures}.")
    return lines


def _asset(ground: Ground, each: Any) -> str:
    ground.cite(
        "record", f"{each.name} {each.component}", f"maintenance.condition/{each.equipment}"
    )
    ground.figures.append(Figure(f"{each.name} health index", each.index, "1"))
    ground.figures.append(Figure(f"{each.name} probability", each.probability, "1"))
    say = ground.tell
    chance = telling.shown(each.probability, "1", ground.language)
    within = telling.number(each.horizon_h, ground.language, 0)
    text = f"{each.name} {each.component.replace('_', ' ')}: {each.level}, "
    text += say(
        f"probability of failure {chance} within {within} h",
        f"Ausfallwahrscheinlichkeit {chance} in {within} h",
    )
    if each.life_h is not None:
        ground.figures.append(Figure(f"{each.name} remaining life", each.life_h, "h"))
        low, mid, high = (
            telling.number(value, ground.language, 0)
            for value in (each.life_low_h, each.life_h, each.life_high_h)
        )
        text += say(
            f", remaining life {mid} h ({low} to {high} h)",
            f", Restlebensdauer {mid} h ({low} bis {high} h)",
        )
    return text + "."


def tell_alerts(ground: Ground) -> Answer:
    """Active alerts, the newest first."""
    rows = _on(ground, ground.ask("andon.alerts", state="active"))
    label = ground.tell("active alerts", "aktive Meldungen")
    return _list(ground, rows, label, "andon.alerts", lambda each: f"{each.severity}: {each.title}")


def tell_recommendations(ground: Ground) -> Answer:
    """Recommendations that await a decision."""
    rows = _on(ground, ground.ask("guidance.inbox", state="open"))
    label = ground.tell("open recommendations", "offene Empfehlungen")
    return _list(ground, rows, label, "guidance.recommendation", lambda each: each.title)


def tell_work_orders(ground: Ground) -> Answer:
    """Work orders that are planned or started."""
    rows = _on(ground, ground.ask("maintenance.work_orders", state="open"))
    label = ground.tell("open work orders", "offene Arbeitsaufträge")
    return _list(ground, rows, label, "maintenance.work_order", lambda w: _work_order(ground, w))


def _work_order(ground: Ground, each: Any) -> str:
    when = telling.moment(each.start, ground.zone)
    return f"{each.id} {telling.short(each.equipment)} {each.task} {when}, {each.technician}"


def tell_holds(ground: Ground) -> Answer:
    """Lots that are on hold, and why."""
    rows = ground.ask("tracing.holds", open_only=True)
    label = ground.tell("lots on hold", "gesperrte Lose")
    return _list(ground, rows, label, "tracing.lot", lambda h: f"{h.lot} ({h.reason})")


def _on(ground: Ground, rows: list[Any]) -> list[Any]:
    units = ground.units()
    return [each for each in rows if not units or each.equipment in units]


def _list(ground: Ground, rows: list[Any], label: str, entry: str, line: Any) -> Answer:
    ground.figures.append(Figure(label, float(len(rows)), "1"))
    for each in rows[:MOST]:
        ref = getattr(each, "id", "") if entry != "tracing.lot" else each.lot
        ground.cite("record", line(each), f"{entry}/{ref}")
    told = "; ".join(line(each) for each in rows[:MOST])
    head = label[0].upper() + label[1:]
    return ground.answer(f"{head}: {len(rows)}.{' ' + told + '.' if told else ''}", "records")


def tell_stock(ground: Ground) -> Answer:
    """What there is of spare parts and materials."""
    parts = []
    for name in ground.reading.refs("part"):
        found = ground.ask("inventory.availability", part=name)
        title = ground.lexicon.names.get(name, name)
        ground.cite("record", f"{name} {title}", f"inventory.part/{name}")
        ground.figures += [Figure(f"{name} on hand", float(found.on_hand), "pcs"),
                           Figure(f"{name} free", float(found.free), "pcs")]  # fmt: skip
        parts.append(
            ground.tell(
                f"{name} {title}: {found.on_hand} on hand, {found.free} free, "
                f"{found.on_order} on order, lead time {found.lead_time_days} days.",
                f"{name} {title}: {found.on_hand} vorhanden, {found.free} frei, "
                f"{found.on_order} bestellt, Lieferzeit {found.lead_time_days} Tage.",
            )
        )
    for name in [*ground.reading.refs("material"), *ground.reading.refs("product")]:
        parts.append(_balance(ground, name))
    for name in ground.reading.refs("lot_id"):
        parts.append(_lot(ground, name))
    return ground.answer(" ".join(parts), "records")


def _balance(ground: Ground, material: str) -> str:
    rows = ground.ask("inventory.balances", material=material)
    ground.cite("record", material, f"inventory.stock/{material}")
    free = float(rows[0].available) if rows else 0.0
    unit = rows[0].unit if rows else "pcs"
    held = float(rows[0].held) if rows else 0.0
    ground.figures.append(Figure(f"{material} available", free, unit))
    there, kept = (telling.shown(each, unit, ground.language) for each in (free, held))
    return ground.tell(
        f"{material}: {there} free to use, {kept} on hold.",
        f"{material}: {there} frei, {kept} gesperrt.",
    )


def tell_parts_for(ground: Ground) -> Answer:
    """The spare parts that fit a machine."""
    told = []
    for unit in ground.units()[:MOST]:
        for part in ground.ask("inventory.parts_for", equipment=unit):
            ground.cite("record", part.id, f"inventory.part/{part.id}")
            ground.figures.append(Figure(f"{part.id} on hand", float(part.on_hand), "pcs"))
            told.append(
                ground.tell(
                    f"{part.id} {part.name}: {part.on_hand} on hand, "
                    f"{part.on_hand - part.reserved} free",
                    f"{part.id} {part.name}: {part.on_hand} vorhanden, "
                    f"{part.on_hand - part.reserved} frei",
                )
            )
    none = ground.tell("No spare part is known for it", "Kein Ersatzteil dafür bekannt")
    return ground.answer(("; ".join(told) or none) + ".", "records")


def tell_lot(ground: Ground) -> Answer:
    """A lot, or what it was made from and where it went."""
    parts = []
    for name in ground.reading.refs("lot_id"):
        if ground.reading.has("backward"):
            parts.append(_kin(ground, name, forward=False))
        elif ground.reading.has("forward"):
            parts.append(_kin(ground, name, forward=True))
        else:
            parts.append(_lot(ground, name))
    return ground.answer(" ".join(parts), "records")


def _lot(ground: Ground, name: str) -> str:
    lot = ground.ask("tracing.lot", lot=name)
    ground.cite("record", name, f"tracing.lot/{name}")
    ground.figures.append(Figure(f"{name} remaining", float(lot.remaining), lot.unit))
    left = telling.shown(float(lot.remaining), lot.unit, ground.language)
    whole = telling.shown(float(lot.quantity), lot.unit, ground.language)
    reason = f" ({lot.held_reason})" if lot.held_reason else ""
    return ground.tell(
        f"Lot {name}: {lot.material}, {lot.state}{reason}, {left} of {whole} left.",
        f"Los {name}: {lot.material}, {lot.state}{reason}, {left} von {whole} übrig.",
    )


def _kin(ground: Ground, name: str, *, forward: bool) -> str:
    found = ground.ask("tracing.forward" if forward else "tracing.backward", lot=name)
    others = [node for node in found.nodes if node.id != name]
    ground.cite("record", name, f"tracing.{'forward' if forward else 'backward'}/{name}")
    ground.figures.append(Figure(f"{name} related lots", float(len(others)), "1"))
    told = ", ".join(f"{node.id} ({node.material})" for node in others[:MOST])
    more = "" if len(others) <= MOST else ", ..."
    if forward:
        head = ground.tell(f"{name} went into", f"{name} ging ein in")
    else:
        head = ground.tell(f"{name} was made from", f"{name} entstand aus")
    nothing = ground.tell("nothing yet", "noch nichts")
    return f"{head} {len(others)}: {told or nothing}{more}."


def tell_shift(ground: Ground) -> Answer:
    """The shift that runs now, and who works it where that was asked."""
    shift = ground.ask("plant.shift_at")
    start, end = (telling.moment(each, ground.zone) for each in (shift.start, shift.end))
    name = ground.tell(shift.name, shift.name_de)
    ground.cite("record", name, "plant.shift_at")
    text = f"{name}, {start} - {end}."
    if ground.reading.has("people"):
        people = ground.ask("plant.people_on_shift")
        ground.figures.append(Figure("people", float(len(people)), "1"))
        text += " " + ", ".join(f"{each.name} ({each.role})" for each in people) + "."
    return ground.answer(text, "records")
