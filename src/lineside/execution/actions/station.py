"""The operator's own verbs at a station: start, report, check, pause, complete."""

from dataclasses import dataclass, field

from sqlalchemy import insert

from lineside.execution import store
from lineside.execution.actions.material import Booking, store_finished
from lineside.execution.adapters.own_checks import OwnChecks
from lineside.execution.errors import CheckUnknown, OutOfScope
from lineside.execution.model import Operation, OperationState, Order
from lineside.execution.ports import Checks
from lineside.kernel.catalogue import Risk, action
from lineside.kernel.work import Work
from lineside.plant import queries as plant
from lineside.plant.model import Check

FINISHED_STORE = "FG"


@dataclass(frozen=True)
class StationAnswer:
    """How an operation stands after an entry. ``warnings`` are codes that a screen translates."""

    order: str
    seq: int
    state: str
    good: int
    scrap: int
    waiting: int
    lot: str = ""
    warnings: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Entry:
    """What an operator enters in one go."""

    good: int
    scrap: int
    reason: str
    lot: str
    equipment: str
    parameters: dict[str, float]


@action(permission="execution.work", risk=Risk.EXECUTE, everyday=True)
def start_operation(work: Work, *, order: str, seq: int, equipment: str = "") -> StationAnswer:
    """Begin an operation, or go on with it; skipping a step is refused.

    Whoever lacks the operation's skill, or is not on shift, is warned; it stays on record.
    """
    found, steps, place = store.load_operation(work, order, seq)
    found.check_open()
    operation = steps[place]
    where = plant.equipment(work, equipment=equipment).id if equipment else ""
    told = operation.start(_arrived(found, steps, place), where, work.actor.id, work.at)
    _check_scope(work, operation.equipment)
    found.run(work.at)
    work.tell(told)
    store.save_operation(work, operation)
    store.save_order(work, found)
    if not work.actor.is_machine:
        store.open_labour(work, work.actor.id, order, seq, operation.equipment)
    return _answer(found, steps, place, _doubts(work, operation))


@action(permission="execution.work", risk=Risk.EXECUTE, everyday=True)
def pause_operation(work: Work, *, order: str, seq: int, reason: str = "") -> StationAnswer:
    """Lay an operation aside; it goes on with start."""
    found, steps, place = store.load_operation(work, order, seq)
    operation = steps[place]
    _check_scope(work, operation.equipment)
    work.tell(operation.pause(reason, work.actor.id))
    found.rest(sum(each.state is OperationState.RUNNING for each in steps))
    store.save_operation(work, operation)
    store.save_order(work, found)
    store.close_labour(work, order=order, seq=seq)
    return _answer(found, steps, place)


@action(permission="execution.work", risk=Risk.EXECUTE, everyday=True)
def report_quantity(
    work: Work,
    *,
    order: str,
    seq: int,
    good: int = 0,
    scrap: int = 0,
    reason: str = "",
    equipment: str = "",
    lot: str = "",
    parameters: dict[str, float] | None = None,
) -> StationAnswer:
    """Report good pieces and scrap in one entry.

    It makes and updates the lot or serials, takes the material, and moves the stock. ``lot`` names
    a scanned lot or serial; ``parameters`` are the actual settings of the machine.
    """
    found, steps, place = store.load_operation(work, order, seq)
    entry = Entry(good, scrap, reason, lot, equipment, parameters or {})
    _report(work, found, steps, place, entry)
    store.save_operation(work, steps[place])
    store.save_order(work, found)
    return _answer(found, steps, place)


def _report(work: Work, order: Order, steps: list[Operation], place: int, entry: Entry) -> None:
    order.check_open()
    operation = steps[place]
    before, arrived = operation.good + operation.scrap, _arrived(order, steps, place)
    where = plant.equipment(work, equipment=entry.equipment).id if entry.equipment else ""
    told = operation.report(arrived, entry.good, entry.scrap, entry.reason, work.actor.id, where)
    _check_scope(work, told.equipment)
    work.tell(told)
    booking = Booking(
        work, order, operation, equipment=told.equipment, first=place == 0, before=before
    )
    operation.lot = booking.book(entry.good, entry.scrap, entry.reason, entry.lot, entry.parameters)
    order.count(entry.good if place == len(steps) - 1 else 0, entry.scrap)
    row = {"at": work.at, "order": order.id, "seq": operation.seq, "lot": operation.lot}
    more = {"good": entry.good, "scrap": entry.scrap, "reason": entry.reason}
    line = row | more | {"equipment": told.equipment, "person": work.actor.id}
    work.db.execute(insert(store.quantities).values(line))


@action(permission="execution.work", risk=Risk.INITIATE, everyday=True)
def record_check(
    work: Work,
    *,
    order: str,
    seq: int,
    check: str,
    value: float | None = None,
    ok: bool = True,
    lot: str = "",
) -> bool:
    """Record a check of an operation; a value is judged by its limits. Returns whether it is ok."""
    _, steps, place = store.load_operation(work, order, seq)
    return _check(work, steps[place], check, value, ok, lot)


def _check(
    work: Work, operation: Operation, check: str, value: float | None, ok: bool, lot: str
) -> bool:
    known = {each.id: each for each in operation.step.checks}
    if check not in known:
        raise CheckUnknown(order=operation.order, seq=operation.seq, check=check, known=list(known))
    asked: Check = known[check]
    passed = asked.accepts(value) if value is not None else ok
    _checks(work).record(
        work,
        order=operation.order,
        seq=operation.seq,
        lot=lot or operation.lot,
        check=asked,
        value=value,
        ok=passed,
    )
    return passed


@action(permission="execution.work", risk=Risk.EXECUTE, everyday=True)
def complete_operation(
    work: Work,
    *,
    order: str,
    seq: int,
    good: int = 0,
    scrap: int = 0,
    reason: str = "",
    lot: str = "",
    equipment: str = "",
    checks: dict[str, float] | None = None,
    parameters: dict[str, float] | None = None,
) -> StationAnswer:
    """Complete an operation, with the last pieces and the checks in the same entry if need be.

    Refused while the step before is open, pieces wait, or a mandatory check is missing. When two
    complete the same operation, one wins and the other gets a conflict.
    """
    found, steps, place = store.load_operation(work, order, seq)
    operation = steps[place]
    _check_scope(work, operation.equipment)
    if good or scrap:
        entry = Entry(good, scrap, reason, lot, equipment, parameters or {})
        _report(work, found, steps, place, entry)
    for check, value in (checks or {}).items():
        _check(work, operation, check, value, True, lot)
    before_done = place == 0 or steps[place - 1].state is OperationState.DONE
    missing = _missing_checks(work, operation)
    told = operation.complete(_arrived(found, steps, place), before_done, missing, work.at)
    work.tell(told)
    store.save_operation(work, operation)
    store.close_labour(work, order=order, seq=seq)
    _finish_order(work, found, steps, place)
    store.save_order(work, found)
    return _answer(found, steps, place)


def _check_scope(work: Work, where: str) -> None:
    """The machine is known only here, so that a person's scope is checked here, not at the gate."""
    scope = work.actor.scope
    if scope and where and not any(where == s or where.startswith(f"{s}/") for s in scope):
        raise OutOfScope(equipment=where, scope=list(scope))


def _finish_order(work: Work, order: Order, steps: list[Operation], place: int) -> None:
    if place == len(steps) - 1:
        store_finished(work, order, FINISHED_STORE)
        work.tell(order.complete(work.at))
    else:
        order.rest(sum(each.state is OperationState.RUNNING for each in steps))


def _missing_checks(work: Work, operation: Operation) -> list[str]:
    asked = [each.id for each in operation.step.checks if each.mandatory]
    if not asked or operation.good + operation.scrap == 0:
        return []
    done = _checks(work).recorded(work, order=operation.order, seq=operation.seq, lot=operation.lot)
    return [check for check in asked if check not in done]


def _checks(work: Work) -> Checks:
    found: Checks = work.world.ports.get(Checks) or OwnChecks()
    return found


def _arrived(order: Order, steps: list[Operation], place: int) -> int:
    """Pieces that came into an operation: the order's at the first, else the good ones before."""
    return order.quantity if place == 0 else steps[place - 1].good


def _answer(
    order: Order, steps: list[Operation], place: int, warnings: list[str] | None = None
) -> StationAnswer:
    operation = steps[place]
    return StationAnswer(
        order=order.id,
        seq=operation.seq,
        state=operation.state,
        good=operation.good,
        scrap=operation.scrap,
        waiting=operation.waiting(_arrived(order, steps, place)),
        lot=operation.lot,
        warnings=warnings or [],
    )


def _doubts(work: Work, operation: Operation) -> list[str]:
    """Whether a person known to the plant has the skill and is on shift."""
    skill, login = operation.step.skill, work.actor.id.rpartition(":")[2]
    known = {person.id: person for person in plant.people(work)}
    person = known.get(login)
    if person is None:
        return []
    doubts = [] if not skill or skill in person.skills else [f"skill_missing:{skill}"]
    site = operation.equipment.split("/")[0]
    on_duty = {each.id for each in plant.people_on_shift(work, site=site)}
    return doubts if not on_duty or login in on_duty else [*doubts, "not_on_shift"]
