"""What one may do about the exchange with the enterprise system."""

import hashlib
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

from lineside.enterprise import store
from lineside.enterprise.adapters import b2mml
from lineside.enterprise.adapters.drop_folder import exchange_of
from lineside.enterprise.errors import FileUnsafe, NotOurs
from lineside.enterprise.events import CompletionSent, FileParked, OrdersTaken
from lineside.enterprise.model import SOURCE, Completion, MaterialActual, Request, SegmentActual
from lineside.enterprise.ports import Waiting
from lineside.execution import actions as execution
from lineside.execution import queries as orders
from lineside.execution.queries import OperationView, OrderView
from lineside.kernel.catalogue import Risk, action
from lineside.kernel.errors import Refusal
from lineside.kernel.parking import park
from lineside.kernel.work import Work
from lineside.plant import queries as plant

MOST_FILES = 50
DEFAULT_PRIORITY = 5


@dataclass
class Taken:
    """What one look into the inbox did."""

    taken: list[str] = field(default_factory=list)
    parked: list[str] = field(default_factory=list)
    orders: list[str] = field(default_factory=list)


@action(permission="enterprise.take", risk=Risk.INITIATE)
def take_orders(work: Work) -> Taken:
    """Read the order files that lie in the inbox and are no longer being written.

    Each file counts as a whole: either all of its orders come in, or it is parked with the reason
    and moved aside. A file that was read before has no effect.
    """
    answer = Taken()
    for file in exchange_of(work).waiting()[:MOST_FILES]:
        if store.is_at_rest(work, file):
            _take_file(work, file, answer)
            store.forget_seen(work, file.name)
    return answer


def _take_file(work: Work, file: Waiting, answer: Taken) -> None:
    told = len(work.told)
    digest = f"unread:{file.name}:{file.size_bytes}"
    content = b""
    try:
        if file.size_bytes > b2mml.LIMIT_BYTES:
            raise FileUnsafe(file=file.name, bytes=file.size_bytes, limit=b2mml.LIMIT_BYTES)
        content = exchange_of(work).read(file.name)
        digest = hashlib.sha256(content).hexdigest()
        if not store.was_taken(work, digest):
            with work.db.begin_nested():
                taken = _take_content(work, file.name, digest, content)
            answer.taken.append(file.name)
            answer.orders += taken
        shelf = "done"
    except Refusal as refusal:
        del work.told[told:]
        _park(work, file.name, digest, content, refusal)
        answer.parked.append(file.name)
        shelf = "parked"
    exchange = exchange_of(work)
    work.after_commit(lambda: exchange.put_away(file.name, shelf))


def _take_content(work: Work, name: str, digest: str, content: bytes) -> list[str]:
    schedule = b2mml.read_schedule(content)
    zone = ZoneInfo(plant.calendar_of(work).zone)
    taken = [_receive(work, request, zone) for request in schedule.requests]
    facts = {"hash": digest, "name": name, "state": "taken", "orders": taken, "problem": ""}
    store.note_file(work, facts | {"dialect": schedule.dialect, "family": schedule.family})
    for order in taken:
        store.note_source(work, order, digest)
    work.tell(OrdersTaken(name, tuple(taken)))
    return taken


def _receive(work: Work, request: Request, zone: ZoneInfo) -> str:
    """The enterprise system's number is the order's own, unless another source uses it."""
    due = request.due if request.due.tzinfo else request.due.replace(tzinfo=zone)
    return execution.receive_order(
        work,
        order=request.id,
        product=request.product,
        quantity=request.pieces(),
        due=due,
        priority=DEFAULT_PRIORITY if request.priority is None else request.priority,
        customer=request.customer,
        source=SOURCE,
        source_id=request.id,
        options=request.options,
    )


def _park(work: Work, name: str, digest: str, content: bytes, refusal: Refusal) -> None:
    text = content.decode("utf-8", errors="replace")
    park(work, source="enterprise", what=name, refusal=refusal, content=text)
    facts = {"hash": digest, "name": name, "state": "parked", "orders": []}
    problem = {"problem": refusal.line()[:2000], "dialect": "", "family": ""}
    store.note_file(work, facts | problem)
    work.tell(FileParked(name, refusal.code))


@action(permission="enterprise.send", risk=Risk.INITIATE)
def prepare_completion(work: Work, *, order: str) -> bool:
    """Make the completion message of a finished order, once; returns whether it was made now."""
    came = store.dialect_of(work, order)
    if came is None:
        raise NotOurs(order=order)
    view = orders.order(work, order=order)
    name = f"performance-{_safe(order)}.xml"
    content = b2mml.write_performance(_completion(work, view), *came)
    return store.add_message(work, order, name, content)


@action(permission="enterprise.send", risk=Risk.INITIATE)
def send_completions(work: Work) -> int:
    """Write the prepared messages where the enterprise system picks them up; returns how many.

    A message keeps its name and its ID: should the power fail between writing and noting it, the
    same message is written again, and the receiver knows it.
    """
    waiting = store.open_messages(work, MOST_FILES)
    for message in waiting:
        exchange_of(work).deliver(message.name, message.content)
        store.mark_written(work, message.order)
        work.tell(CompletionSent(message.order, message.name))
    return len(waiting)


def _completion(work: Work, view: OrderView) -> Completion:
    last = view.operations[-1].seq
    return Completion(
        id=f"{view.order.id}-1",
        request=view.order.source_id,
        published=work.at,
        start=view.order.started_at,
        end=view.order.finished_at,
        segments=[_segment(view, each, each.seq == last) for each in view.operations],
    )


def _segment(view: OrderView, operation: OperationView, last: bool) -> SegmentActual:
    materials = list(_consumed(view, operation.seq))
    made = {"material": view.order.product, "unit": "pcs"}
    if last:
        good = Decimal(operation.good)
        materials.append(MaterialActual(lots=view.lots, use="Produced", quantity=good, **made))
    if operation.scrap:
        scrap = Decimal(operation.scrap)
        materials.append(MaterialActual(lots=[], use="Scrap", quantity=scrap, **made))
    start: datetime | None = operation.started
    return SegmentActual(operation.seq, operation.equipment, start, operation.finished, materials)


def _consumed(view: OrderView, seq: int) -> list[MaterialActual]:
    sums: dict[tuple[str, str, str], Decimal] = {}
    for row in view.materials:
        if row.seq == seq:
            key = (row.material, row.lot, row.unit)
            sums[key] = sums.get(key, Decimal(0)) + row.quantity
    return [
        MaterialActual(material, [lot], "Consumed", quantity, unit)
        for (material, lot, unit), quantity in sums.items()
        if quantity > 0
    ]


def _safe(order: str) -> str:
    """An order's number as part of a file's name; its hash keeps unlike ones apart."""
    plain = "".join(c if c.isalnum() or c in "-_" else "_" for c in order)[:80]
    return plain if plain == order else f"{plain}-{hashlib.sha256(order.encode()).hexdigest()[:8]}"
