"""What people at the stations see and enter, as operations begin and end and pieces come off."""

from collections.abc import Callable
from typing import Any

import numpy as np

from lineside.twin.virtual.demand import Item
from lineside.twin.virtual.emission import Entry, Inspection
from lineside.twin.virtual.pictures import FLAWS, tooth_picture
from lineside.twin.virtual.plant_data import PlantData
from lineside.twin.virtual.scenario import Wear, vibration_mm_s
from lineside.twin.virtual.stock import Stock
from lineside.twin.virtual.timeline import Moment, Piece, Stretch

MICRO = 1_000_000
REASON_OF_FLAW = {"chatter": "Q10", "burn": "Q11", "pit": "Q12", "scratch": "Q13"}
WORN_FLAWS = (0.82, 0.1, 0.05, 0.03)
"""Shares of FLAWS among gears that vibration spoilt."""


class Floor:
    """Keeps lots, serials and stores, and writes what people enter."""

    def __init__(
        self,
        data: PlantData,
        machines: tuple[str, ...],
        items: list[Item],
        wear: Wear,
        seed: int,
        start_us: int,
    ) -> None:
        self.data = data
        self.items = items
        self.wear = wear
        self.seed = seed
        self.start_us = start_us
        self.machines = machines
        self.stock = Stock(data.materials)
        self.picture_share = 1.0
        self.who: Callable[[str, float], str | None] = lambda skill, time_s: None
        self.entries: list[Entry] = []
        self.inspections: list[Inspection] = []
        self.rejects: list[tuple[float, str]] = []
        self._begun: dict[tuple[int, int], float] = {}

    def us(self, time_s: float) -> int:
        """Microseconds since 1970 of a time of the plant."""
        return self.start_us + round(time_s * MICRO)

    def operation(self, item: Item, step: int) -> dict[str, Any]:
        found: dict[str, Any] = self.data.products[item.product]["routing"][step]
        return found

    def enter(
        self, kind: str, time_s: float, machine: str | None, skill: str | None, **facts: Any
    ) -> None:
        """One entry by whoever is there with the skill."""
        person = self.who(skill, time_s) if skill else None
        self.entries.append(Entry(kind, self.us(time_s), machine, person, facts))

    def open_stores(self, opening: list[Item]) -> None:
        """The first day: bought lots and component lots that are there already."""
        for material, row in self.data.materials.items():
            for _ in range(2):
                lot = self.stock.receive(material)
                self._received(lot.id, material, row, 0.0)
        for item in opening:
            item.deviation_um = [4.0] * item.quantity
            self.stock.store(item)
            facts = {"lot": item.id, "material": item.product, "quantity": item.quantity}
            self.enter("lot_received", 0.0, None, None, unit="pcs", supplier=None, **facts)

    def _received(self, lot: str, material: str, row: dict[str, Any], time_s: float) -> None:
        self.enter(
            "lot_received",
            time_s,
            None,
            None,
            lot=lot,
            material=material,
            quantity=float(row["lot_quantity"]),
            unit=str(row["unit"]),
            supplier=str(row["supplier"]),
        )

    def live(self, stretch: Stretch) -> None:
        """Everything of a stretch, in order of time; of one moment: pieces, ends, beginnings."""
        events: list[tuple[float, int, Piece | Moment]] = [(p.time_s, 0, p) for p in stretch.pieces]
        events += [(m.time_s, 2 if m.begun else 1, m) for m in stretch.moments]
        events.sort(key=lambda e: (e[0], e[1]))
        for _, order, what in events:
            if isinstance(what, Piece):
                self._piece(what)
            elif what.machine < 0:
                self._out(what)
            elif order == 2:
                self._begin(what)
            else:
                self._end(what)

    def _begin(self, m: Moment) -> None:
        item, machine = self.items[m.key], self.machines[m.machine]
        operation = self.operation(item, m.step)
        self._begun[m.key, m.step] = m.time_s
        facts = {"order": item.order, "item": item.id, "op": operation["op"]}
        self.enter("operation_started", m.time_s, machine, str(operation["skill"]), **facts)
        for need in operation["materials"]:
            self._consume(m.time_s, machine, item, operation, need)
        kind = self.data.machines[machine]["kind"]
        if kind == "grinder":
            self._will_grind(m, item, machine)
        if kind == "assembly":
            self.enter(
                "serial_assembled",
                m.time_s,
                machine,
                str(operation["skill"]),
                order=item.order,
                serial=item.id,
                product=item.product,
            )

    def _consume(
        self,
        time_s: float,
        machine: str,
        item: Item,
        operation: dict[str, Any],
        need: dict[str, Any],
    ) -> None:
        material, quantity = str(need["material"]), float(need["quantity"]) * item.quantity
        if material in self.data.products:
            picked = self.stock.pick(material, int(quantity))
            item.deviation_um += [d for lot, _ in picked for d in lot.deviation_um[:1]]
            taken = [(lot.id, float(pieces)) for lot, pieces in picked]
        else:
            if self.stock.low(material):
                row = self.data.materials[material]
                self._received(self.stock.receive(material).id, material, row, time_s)
            taken = self.stock.use(material, quantity)
        for lot, amount in taken:
            facts = {"lot": lot, "material": material, "quantity": amount, "unit": need["unit"]}
            self.enter(
                "lot_consumed",
                time_s,
                machine,
                str(operation["skill"]),
                order=item.order,
                item=item.id,
                op=operation["op"],
                **facts,
            )

    def _will_grind(self, m: Moment, item: Item, machine: str) -> None:
        """Draw the lot's chances once, so that they do not depend on how time is cut up."""
        item.ground_on = machine
        item.deviation_um, item.flaws = [], []
        random = np.random.default_rng([self.seed, 0x9E, m.key])
        item.wear_seen = [*random.random(item.quantity), *random.standard_normal(3 * item.quantity)]

    def _ground(self, p: Piece, item: Item) -> None:
        """A gear comes off the grinder: how good it is follows from the spindle's vibration."""
        size, k = item.quantity, p.unit - 1
        chance, noise = item.wear_seen[k], item.wear_seen[size + k]
        worn = self.wear.at(item.ground_on, np.array([p.time_s]))
        level = vibration_mm_s(worn, np.array([noise]))
        spoilt = float(self.wear.flaw_probability(level)[0])
        base = self.wear.scenario.flaw_rate
        flaw: str | None = None
        if chance < spoilt:
            if chance < base:
                flaw = FLAWS[min(int(chance / base * 4), 3)]
            else:
                share = (chance - base) / (spoilt - base)
                flaw = FLAWS[min(int(np.searchsorted(np.cumsum(WORN_FLAWS), share)), 3)]
        off = 3.6 + 0.8 * item.wear_seen[2 * size + k] + 1.5 * max(0.0, float(level[0]) - 1.2)
        if flaw is not None:
            off = max(off + 6.0, 12.4 + 1.6 * abs(item.wear_seen[3 * size + k]))
        item.deviation_um.append(float(np.clip(off, 0.6, 30.0 if flaw else 11.6)))
        item.flaws.append(flaw)

    def _piece(self, p: Piece) -> None:
        item, machine = self.items[p.key], self.machines[p.machine]
        kind = self.data.machines[machine]["kind"]
        if kind == "grinder":
            self._ground(p, item)
        elif kind == "vision":
            self._inspect(p, item, machine)

    def _inspect(self, p: Piece, item: Item, machine: str) -> None:
        k = p.unit - 1
        random = np.random.default_rng([self.seed, 0x1C, p.key, k])
        flaw = item.flaws[k]
        picture = None
        if random.random() < self.picture_share or (flaw is not None and self.picture_share > 0):
            teeth = int(self.data.products[item.product]["teeth"])
            picture = tooth_picture(random, teeth, flaw)
        measured = max(0.1, item.deviation_um[k] + 0.25 * float(random.standard_normal()))
        person = self.who("inspection", p.time_s)
        if flaw is not None:
            self.rejects.append((p.time_s, machine))
        self.inspections.append(
            Inspection(
                equipment=machine,
                time_us=self.us(p.time_s),
                order=item.order,
                lot=item.id,
                unit=p.unit,
                product=item.product,
                profile_deviation_um=round(measured, 2),
                flawed=flaw is not None,
                flaw=flaw,
                person=person or "",
                picture=picture,
            )
        )

    def _end(self, m: Moment) -> None:
        item, machine = self.items[m.key], self.machines[m.machine]
        operation = self.operation(item, m.step)
        kind = self.data.machines[machine]["kind"]
        scrap, reasons = 0, {}
        if kind == "vision":
            found = [REASON_OF_FLAW[f] for f in item.flaws if f is not None]
            scrap, reasons = len(found), {r: found.count(r) for r in sorted(set(found))}
        failed = self._checks(m, item, machine, operation)
        if kind == "test_bench" and failed:
            scrap, reasons = 1, {failed: 1}
        minutes = round((m.time_s - self._begun.pop((m.key, m.step), m.time_s)) / 60.0, 2)
        item.good = item.quantity - scrap
        facts = {"order": item.order, "item": item.id, "op": operation["op"], "minutes": minutes}
        facts |= {"good": item.good, "scrap": scrap, "reasons": reasons}
        self.enter("operation_completed", m.time_s, machine, str(operation["skill"]), **facts)
        if kind == "packing":
            facts = {"order": item.order, "serial": item.id}
            self.enter("packed", m.time_s, machine, str(operation["skill"]), **facts)

    def _checks(self, m: Moment, item: Item, machine: str, operation: dict[str, Any]) -> str | None:
        """Record the operation's checks; the scrap reason if a gearbox failed its test."""
        random = np.random.default_rng([self.seed, 0xC4, m.key, m.step])
        failed = None
        for check in operation["checks"]:
            if "lower" not in check or check["id"] == "profile_deviation_um":
                continue
            for value in self._values(check, item, random):
                within = check["lower"] <= value <= check["upper"]
                if not within and check["id"] in ("noise_dba", "backlash_arcmin"):
                    failed = "Q30" if check["id"] == "noise_dba" else "Q31"
                facts = {"check": check["id"], "value": value, "unit": check["unit"]}
                self.enter(
                    "check_recorded",
                    m.time_s,
                    machine,
                    str(operation["skill"]),
                    order=item.order,
                    item=item.id,
                    op=operation["op"],
                    within=within,
                    **facts,
                )
        return failed

    def _values(
        self, check: dict[str, Any], item: Item, random: np.random.Generator
    ) -> list[float]:
        nominal = float(check["nominal"])
        reach = min(float(check["upper"]) - nominal, nominal - float(check["lower"]))
        count = max(1, item.quantity // 8) if item.quantity > 8 else 1
        spread = 1.4 if check["id"] == "noise_dba" else reach / 4.2
        shift = 0.0
        if check["id"] == "noise_dba" and item.deviation_um:
            shift = 0.35 * (float(np.mean(item.deviation_um)) - 4.0)
        values = nominal + shift + spread * random.standard_normal(count)
        return [round(float(v), 3) for v in values]

    def _out(self, m: Moment) -> None:
        item = self.items[m.key]
        if int(self.data.products[item.product].get("lot_size", 1)) > 1:
            self.stock.store(item)

    def take(self) -> tuple[list[Entry], list[Inspection], list[tuple[float, str]]]:
        """What was entered, inspected and rejected since the last call."""
        found = self.entries, self.inspections, self.rejects
        self.entries, self.inspections, self.rejects = [], [], []
        return found
