"""The nouns of execution: orders and their operations."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from lineside.execution.errors import (
    AlreadyDone,
    AlreadyRunning,
    CheckMissing,
    EquipmentUnsuitable,
    NotRunning,
    OrderClosed,
    QuantityInvalid,
    QuantityOpen,
    SequenceBroken,
    TooMany,
)
from lineside.execution.events import (
    OperationCompleted,
    OperationPaused,
    OperationStarted,
    OrderCancelled,
    OrderCompleted,
    OrderPrioritised,
    OrderReceived,
    QuantityReported,
)
from lineside.plant.model import RouteStep


class OrderState(StrEnum):
    PENDING = "pending"
    ACCEPTED = "accepted"
    RUNNING = "running"
    PAUSED = "paused"
    DONE = "done"
    CANCELLED = "cancelled"


class OperationState(StrEnum):
    PENDING = "pending"
    RUNNING = "running"
    PAUSED = "paused"
    DONE = "done"
    CANCELLED = "cancelled"


CLOSED = (OrderState.DONE, OrderState.CANCELLED)


@dataclass
class Order:
    """So many pieces of a product, for a customer, by a date; a lower priority goes first."""

    id: str
    source: str
    source_id: str
    product: str
    revision: str
    quantity: int
    due: datetime
    priority: int
    customer: str
    received_at: datetime
    traced_by: str = "lot"
    unit: str = "pcs"
    options: dict[str, str] = field(default_factory=dict)
    state: OrderState = OrderState.PENDING
    good: int = 0
    scrap: int = 0
    started_at: datetime | None = None
    finished_at: datetime | None = None

    def announce(self) -> OrderReceived:
        return OrderReceived(self.id, self.product, self.quantity, self.due)

    def accept(self) -> None:
        """The order has a place in the plan."""
        if self.state is OrderState.PENDING:
            self.state = OrderState.ACCEPTED

    def run(self, at: datetime) -> None:
        self.check_open()
        self.state = OrderState.RUNNING
        self.started_at = self.started_at or at

    def rest(self, running: int) -> None:
        """An order none of whose operations runs any more is paused."""
        if self.state is OrderState.RUNNING and running == 0:
            self.state = OrderState.PAUSED

    def prioritise(self, priority: int, by: str) -> OrderPrioritised:
        self.check_open()
        previous, self.priority = self.priority, priority
        return OrderPrioritised(self.id, priority, previous, by)

    def cancel(self, reason: str, by: str) -> OrderCancelled:
        self.check_open()
        self.state = OrderState.CANCELLED
        return OrderCancelled(self.id, reason, by)

    def count(self, good: int, scrap: int) -> None:
        """Good pieces count when they leave the last operation, scrap wherever it falls."""
        self.good += good
        self.scrap += scrap

    def complete(self, at: datetime) -> OrderCompleted:
        self.state, self.finished_at = OrderState.DONE, at
        return OrderCompleted(self.id)

    def check_open(self) -> None:
        if self.state in CLOSED:
            raise OrderClosed(order=self.id, state=self.state)


@dataclass
class Operation:
    """One step of an order, with the routing's step as it was when the order came in.

    What came in is at all times good, scrap and what still waits here (work in progress).
    """

    order: str
    seq: int
    step: RouteStep
    equipment: str = ""
    state: OperationState = OperationState.PENDING
    good: int = 0
    scrap: int = 0
    lot: str = ""
    started: datetime | None = None
    finished: datetime | None = None
    planned_start: datetime | None = None
    planned_end: datetime | None = None

    def start(self, arrived: int, equipment: str, person: str, at: datetime) -> OperationStarted:
        """Begin (or go on), once the step before has passed at least one piece on."""
        if self.state is OperationState.RUNNING:
            raise AlreadyRunning(order=self.order, seq=self.seq, equipment=self.equipment)
        self._check_open()
        where = self.place(equipment) or next(iter(self.step.equipment), "")
        if arrived <= self.good + self.scrap:
            raise SequenceBroken(order=self.order, seq=self.seq, arrived=arrived)
        self.state, self.equipment = OperationState.RUNNING, where
        self.started = self.started or at
        return OperationStarted(self.order, self.seq, where, person)

    def place(self, equipment: str = "") -> str:
        """The machine named, if the routing allows it, else the one on which the operation is.

        Pieces of one operation may run on several machines beside each other.
        """
        if equipment and self.step.equipment and equipment not in self.step.equipment:
            facts = {"equipment": equipment, "one_of": self.step.equipment}
            raise EquipmentUnsuitable(order=self.order, seq=self.seq, **facts)
        return equipment or self.equipment

    def pause(self, reason: str, person: str) -> OperationPaused:
        self._check_running()
        self.state = OperationState.PAUSED
        return OperationPaused(self.order, self.seq, self.equipment, reason, person)

    def report(
        self, arrived: int, good: int, scrap: int, reason: str, person: str, equipment: str = ""
    ) -> QuantityReported:
        """Good and scrap in one entry; never more than arrived from the step before."""
        self._check_running()
        if good < 0 or scrap < 0 or good + scrap == 0 or (scrap > 0 and not reason):
            raise QuantityInvalid(order=self.order, seq=self.seq, good=good, scrap=scrap)
        if good + scrap > self.waiting(arrived):
            left = self.waiting(arrived)
            raise TooMany(order=self.order, seq=self.seq, reported=good + scrap, left=left)
        self.good += good
        self.scrap += scrap
        return QuantityReported(
            self.order, self.seq, self.place(equipment), good, scrap, reason, person
        )

    def waiting(self, arrived: int) -> int:
        """Pieces that came in and are neither good nor scrap."""
        return arrived - self.good - self.scrap

    def complete(
        self, arrived: int, before_done: bool, missing: list[str], at: datetime
    ) -> OperationCompleted:
        """Done, when the step before is, nothing waits, and no mandatory check is missing."""
        self._check_running()
        if not before_done:
            raise SequenceBroken(order=self.order, seq=self.seq, problem="step before not done")
        if self.waiting(arrived) > 0:
            raise QuantityOpen(order=self.order, seq=self.seq, open=self.waiting(arrived))
        if missing:
            raise CheckMissing(order=self.order, seq=self.seq, checks=missing)
        self.state, self.finished = OperationState.DONE, at
        return OperationCompleted(self.order, self.seq, self.equipment)

    def _check_running(self) -> None:
        self._check_open()
        if self.state is not OperationState.RUNNING:
            raise NotRunning(order=self.order, seq=self.seq, state=self.state)

    def _check_open(self) -> None:
        if self.state in (OperationState.DONE, OperationState.CANCELLED):
            raise AlreadyDone(order=self.order, seq=self.seq, state=self.state)
