"""How the demonstration's floor maps to orders: each gear lot is a job of its own.

The planner releases an order of several lots; each lot travels by itself from lathe to inspection,
so it is a job (``PO-4007.1``). Gearboxes of an order share one job and are told apart by serial.
"""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from lineside.plant.model import Product, RouteStep
from lineside.twin.virtual.emission import Entry

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def moment(time_us: int) -> datetime:
    """Microseconds since 1970 as a time in UTC."""
    return _EPOCH + timedelta(microseconds=time_us)


@dataclass
class Job:
    """One execution order of the demonstration."""

    id: str
    product: str
    quantity: int
    due: datetime
    released: datetime
    customer: str
    items: list[str]
    serial: bool
    options: dict[str, str] = field(default_factory=dict)


class JobBook:
    """The jobs by the items (lots or serials) that they make."""

    def __init__(self, products: dict[str, Product]) -> None:
        self._products = products
        self._by_item: dict[str, Job] = {}

    def release(self, entry: Entry) -> list[Job]:
        """The jobs of an order that was released."""
        facts = entry.facts
        product = self._products[facts["product"]]
        jobs = [self._whole(facts, entry)] if product.is_serial() else self._parts(facts, entry)
        self._by_item |= {item: job for job in jobs for item in job.items}
        return jobs

    def job_of(self, item: str) -> Job:
        return self._by_item[item]

    def step(self, job: Job, seq: int) -> RouteStep:
        return next(s for s in self._products[job.product].routing if s.seq == seq)

    def last_seq(self, job: Job) -> int:
        return max(s.seq for s in self._products[job.product].routing)

    def operation(self, job: Job, seq: int) -> str:
        """How the record of processes names an operation."""
        return f"{seq} {self.step(job, seq).name}"

    def _whole(self, facts: dict[str, Any], entry: Entry) -> Job:
        return _job(facts, entry, facts["order"], facts["items"], facts["quantity"], True)

    def _parts(self, facts: dict[str, Any], entry: Entry) -> list[Job]:
        size = facts["quantity"] // len(facts["items"])
        return [
            _job(facts, entry, f"{facts['order']}.{place}", [item], size, False)
            for place, item in enumerate(facts["items"], start=1)
        ]


def _job(
    facts: dict[str, Any], entry: Entry, name: str, items: list[str], quantity: int, serial: bool
) -> Job:
    return Job(
        id=name,
        product=facts["product"],
        quantity=quantity,
        due=datetime.fromisoformat(facts["due"]),
        released=moment(entry.time_us),
        customer=facts.get("customer") or "",
        items=list(items),
        serial=serial,
        options=dict(facts.get("options") or {}),
    )
