"""Material and lots of an order: what went in, and which lots and serials came out."""

from datetime import datetime
from decimal import Decimal

from sqlalchemy import func, insert, select, update

from lineside.execution import store
from lineside.execution.errors import LotForeign, WrongMaterial
from lineside.execution.events import MaterialShort
from lineside.execution.model import Operation, Order
from lineside.inventory import actions as inventory
from lineside.inventory import queries as stock
from lineside.inventory.model import WIP, MoveKind, Stock
from lineside.kernel.catalogue import Risk, action
from lineside.kernel.work import Work
from lineside.plant.model import Amount, Need
from lineside.tracing import actions as tracing
from lineside.tracing import queries as lots
from lineside.tracing.errors import LotOnHold


class Booking:
    """One report of pieces at an operation: makes and updates lots, stock and genealogy.

    ``first`` and ``last`` tell where in the routing the operation stands: pieces come into being
    at the first operation and are work in progress until the last one is complete.
    """

    def __init__(
        self,
        work: Work,
        order: Order,
        operation: Operation,
        *,
        equipment: str,
        first: bool,
        before: int,
    ) -> None:
        self._work = work
        self._order = order
        self._operation = operation
        self._equipment = equipment
        self._first = first
        self._before = before

    def book(
        self, good: int, scrap: int, reason: str, lot: str, parameters: dict[str, float]
    ) -> str:
        """Book pieces; returns the lot (or the last serial) they belong to."""
        if self._order.traced_by == "serial":
            return self._book_serials(good, scrap, reason, lot, parameters)
        name = lot or self._operation.lot or f"{self._order.id}-L1"
        self._make_or_find(name, good + scrap)
        self._backflush(name)
        self._scrap(name, scrap, reason)
        self._note(name, good, scrap, parameters)
        return name

    def _make_or_find(self, name: str, pieces: int) -> None:
        """At the first operation the lot is made or grows; later it must be there and free."""
        known = lots.lots(self._work, order=self._order.id, limit=5000)
        mine = {each.id: each for each in known}
        if self._first:
            self._make(name, pieces, exists=name in mine)
        elif name not in mine:
            raise LotForeign(lot=name, order=self._order.id)
        elif mine[name].state == "held":
            raise LotOnHold(lot=name, reason=mine[name].held_reason)

    def _make(self, name: str, pieces: int, *, exists: bool, serial: bool = False) -> None:
        amount = Decimal(pieces)
        if exists:
            tracing.add_to_lot(self._work, lot=name, quantity=amount)
        else:
            tracing.create_lot(
                self._work,
                lot=name,
                material=self._order.product,
                quantity=amount,
                unit=self._order.unit,
                serial=serial,
                made_on=self._equipment,
                order=self._order.id,
                customer=self._order.customer,
                location=self._wip,
            )
        inventory.put(
            self._work,
            lot=name,
            material=self._order.product,
            unit=self._order.unit,
            quantity=amount,
            location=self._wip,
            kind=MoveKind.MADE,
            reference=self._order.id,
        )

    @property
    def _wip(self) -> str:
        return f"{WIP}{self._order.id}"

    def _book_serials(
        self, good: int, scrap: int, reason: str, lot: str, parameters: dict[str, float]
    ) -> str:
        names = (
            self._new_serials(good + scrap, lot) if self._first else self._next(good + scrap, lot)
        )
        for place, name in enumerate(names):
            is_scrap = place >= good
            self._backflush(name, pieces=self._before + place + 1)
            self._scrap(name, int(is_scrap), reason)
            self._note(name, int(not is_scrap), int(is_scrap), parameters)
            table = store.pieces
            chosen = (table.c.order == self._order.id) & (table.c.lot == name)
            passed = {"passed": self._operation.seq, "scrapped": is_scrap}
            self._work.db.execute(update(table).where(chosen).values(passed))
        return names[-1]

    def _new_serials(self, pieces: int, lot: str) -> list[str]:
        """Number the new pieces on from those made before; a scanned number stands for one."""
        numbers = range(self._before + 1, self._before + pieces + 1)
        names = [lot] if lot and pieces == 1 else [f"{self._order.id}-{n:03d}" for n in numbers]
        begun = self._begun_elsewhere()
        for name in names:
            if name in begun:
                continue
            self._make(name, 1, exists=False, serial=True)
            row = {"order": self._order.id, "lot": name, "passed": 0, "scrapped": False}
            self._work.db.execute(insert(store.pieces).values(row))
        return names

    def _begun_elsewhere(self) -> set[str]:
        """Pieces that were taken over from another system before their first report here."""
        table = store.pieces
        wanted = select(table.c.lot).where(table.c.order == self._order.id, table.c.passed == 0)
        return set(self._work.db.execute(wanted).scalars())

    def _next(self, pieces: int, lot: str) -> list[str]:
        """The serials that wait at this operation, lowest number first, or the scanned one."""
        table = store.pieces
        wanted = (
            select(table.c.lot)
            .where(table.c.order == self._order.id, ~table.c.scrapped)
            .where(table.c.passed < self._operation.seq)
            .order_by(table.c.passed.desc(), table.c.lot)
        )
        waiting = list(self._work.db.execute(wanted).scalars())
        if lot:
            waiting = [name for name in waiting if name == lot]
        held = {h.lot: h.reason for h in lots.holds(self._work, open_only=True)}
        free = [name for name in waiting if name not in held]
        if lot in held:
            raise LotOnHold(lot=lot, reason=held[lot])
        if len(free) < pieces:
            facts = {"wanted": pieces, "free": len(free), "held": len(waiting) - len(free)}
            raise LotForeign(lot=lot, order=self._order.id, seq=self._operation.seq, **facts)
        return free[:pieces]

    def _scrap(self, name: str, scrap: int, reason: str) -> None:
        if scrap:
            amount = Decimal(scrap)
            tracing.scrap_lot(self._work, lot=name, quantity=amount, reason=reason)
            inventory.take(
                self._work,
                lot=name,
                location=self._wip,
                quantity=amount,
                kind=MoveKind.SCRAPPED,
                reference=reason,
            )

    def _note(self, name: str, good: int, scrap: int, parameters: dict[str, float]) -> None:
        operation, at = self._operation, self._work.at
        start: datetime = operation.started or at
        tracing.record_process(
            self._work,
            lot=name,
            equipment=self._equipment,
            operation=f"{operation.seq} {operation.step.name}",
            order=self._order.id,
            start=start,
            end=at,
            people=[self._work.actor.id],
            parameters=dict(parameters),
            good=Decimal(good),
            scrap=Decimal(scrap),
        )

    def _backflush(self, into: str, pieces: int | None = None) -> None:
        """Take what the pieces reported so far need, less what was consumed for them already."""
        made = self._operation.good + self._operation.scrap if pieces is None else pieces
        for need in self._operation.step.materials:
            missing = need.quantity * made - self._consumed(need)
            if missing > 0:
                self._take(need, missing, into)

    def _consumed(self, need: Need) -> Decimal:
        table = store.consumptions.c
        wanted = select(func.coalesce(func.sum(table.quantity), 0)).where(
            table.order == self._order.id,
            table.seq == self._operation.seq,
            table.material == need.material,
        )
        return Decimal(self._work.db.execute(wanted).scalar_one())

    def _take(self, need: Need, missing: Decimal, into: str) -> None:
        """From the scanned lots first, then from the oldest. What the stock does not know of was
        used all the same: it is told as short, so that somebody counts."""
        for each in self._in_order_of_use(need.material):
            amount = min(missing, each.quantity)
            consume_from(self._work, self._order, self._operation, each, into, amount, "backflush")
            missing -= amount
            if missing == 0:
                return
        order, seq = self._order.id, self._operation.seq
        self._work.tell(MaterialShort(order, seq, need.material, missing))

    def _in_order_of_use(self, material: str) -> list[Stock]:
        table = store.scans.c
        wanted = select(table.lot).where(
            table.order == self._order.id,
            table.seq == self._operation.seq,
            table.material == material,
        )
        scanned = set(self._work.db.execute(wanted).scalars())
        return sorted(stock.usable(self._work, material), key=lambda s: s.lot not in scanned)


def consume_from(
    work: Work,
    order: Order,
    operation: Operation,
    what: Stock,
    into: str,
    amount: Decimal,
    kind: str,
) -> None:
    """Take a quantity of a lot out of stock into a lot of the order; every record knows."""
    tracing.consume(
        work,
        lot=what.lot,
        into=into,
        quantity=amount,
        equipment=operation.equipment,
        order=order.id,
    )
    inventory.take(
        work,
        lot=what.lot,
        location=what.location,
        quantity=amount,
        kind=MoveKind.CONSUMED,
        reference=order.id,
    )
    _note_consumption(work, order.id, operation.seq, what, into, amount, kind)


def _note_consumption(
    work: Work, order: str, seq: int, what: Stock, into: str, amount: Decimal, kind: str
) -> None:
    row = {"at": work.at, "order": order, "seq": seq, "material": what.material, "lot": what.lot}
    more = {"into": into, "quantity": amount, "unit": what.unit, "kind": kind}
    work.db.execute(insert(store.consumptions).values(row | more | {"person": work.actor.id}))


@action(permission="execution.work", risk=Risk.EXECUTE, everyday=True)
def scan_material(work: Work, *, order: str, seq: int, lot: str) -> None:
    """Bring a lot to an operation: it is used first from now on. A wrong or held lot is refused."""
    _, steps, place = store.load_operation(work, order, seq)
    found = lots.lot(work, lot=lot)
    _check_material(steps[place], found.material, lot)
    if found.state == "held":
        raise LotOnHold(lot=lot, reason=found.held_reason)
    row = {"order": order, "seq": seq, "lot": lot, "material": found.material}
    store.add_many(work, store.scans, [row | {"person": work.actor.id, "at": work.at}])


@action(permission="execution.work", risk=Risk.EXECUTE, everyday=True)
def consume_material(
    work: Work, *, order: str, seq: int, lot: str, quantity: Amount, into: str
) -> None:
    """Use a quantity of a lot in a lot or serial of the order; backflush then takes that less."""
    found, steps, place = store.load_operation(work, order, seq)
    material = lots.lot(work, lot=lot).material
    _check_material(steps[place], material, lot)
    if lots.lot(work, lot=into).order != order:
        raise LotForeign(lot=into, order=order)
    left = quantity
    for each in stock.usable(work, material):
        if each.lot == lot and left > 0:
            amount = min(left, each.quantity)
            consume_from(work, found, steps[place], each, into, amount, "scan")
            left -= amount
    if left > 0:
        raise WrongMaterial(lot=lot, missing=left, problem="not so much in stock")


@action(permission="execution.work", risk=Risk.EXECUTE, everyday=True)
def return_material(
    work: Work, *, order: str, seq: int, lot: str, into: str, quantity: Amount, location: str
) -> None:
    """Correct a consumption: a quantity of a lot goes back into stock."""
    store.load_operation(work, order, seq)
    found = lots.lot(work, lot=lot)
    tracing.give_back(work, lot=lot, into=into, quantity=quantity)
    inventory.put(
        work,
        lot=lot,
        material=found.material,
        unit=found.unit,
        quantity=quantity,
        location=location,
        kind=MoveKind.RETURNED,
        reference=order,
    )
    what = Stock(lot, location, found.material, found.unit, quantity)
    _note_consumption(work, order, seq, what, into, -quantity, "return")


def _check_material(operation: Operation, material: str, lot: str) -> None:
    wanted = [need.material for need in operation.step.materials]
    if material not in wanted:
        raise WrongMaterial(lot=lot, material=material, wanted=wanted)


def store_finished(work: Work, order: Order, location: str) -> None:
    """Carry what an order made from work in progress to the store."""
    for row in stock.stock(work, location=f"{WIP}{order.id}", limit=10_000):
        inventory.move(
            work,
            lot=row.lot,
            from_location=row.location,
            to_location=location,
            reference=order.id,
        )
