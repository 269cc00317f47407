"""The people on the demonstration's floor: what they enter at their stations goes through the door.

What the rooms refuse is parked like anybody's entry, so that a person sees it.
"""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from lineside.app.demo.jobs_of_items import Job, JobBook, moment
from lineside.execution import actions as execution
from lineside.execution import queries as executed
from lineside.identity.queries import actor_named
from lineside.inventory import actions as inventory
from lineside.kernel.actors import Actor, service
from lineside.kernel.door import Door
from lineside.kernel.errors import Refusal
from lineside.kernel.parking import park
from lineside.kernel.work import World
from lineside.quality import actions as quality
from lineside.quality.actions import CheckIn
from lineside.twin.virtual.emission import Emission, Entry

PLANNER = "petra.demo"
SECOND = timedelta(seconds=1)


class Floor:
    """Puts entries through the door as the people who make them."""

    def __init__(self, world: World, door: Door, book: JobBook, paths: dict[str, str]) -> None:
        self._world = world
        self._door = door
        self._book = book
        self._paths = paths
        self._actors: dict[str, Actor] = {}
        self._scanned: set[tuple[str, int, str]] = set()
        self._begun: set[tuple[str, int]] = set()
        self._checks: dict[tuple[str, int], dict[str, float]] = {}
        self._measured: list[CheckIn] = []
        self.refused = 0

    def take(self, emission: Emission) -> None:
        """Enter what people did in a stretch of plant time."""
        for entry in emission.entries:
            handler: Callable[[Entry], None] | None = getattr(self, f"_{entry.kind}", None)
            if handler is not None:
                self._trying(handler, entry)
        if self._measured:
            checks, self._measured = self._measured, []
            self._door.run(quality.import_checks, {"checks": checks}, service("quality"))

    def _trying(self, handler: Callable[[Entry], None], entry: Entry) -> None:
        try:
            handler(entry)
        except Refusal as refusal:
            self.refused += 1
            with self._world.work(service("app")) as work:
                park(work, source="floor", what=entry.kind, refusal=refusal, content=str(entry))

    def _as(self, login: str | None) -> Actor:
        name = login or PLANNER
        if name not in self._actors:
            with self._world.work(service("identity")) as work:
                found = actor_named(work, name)
            assert found is not None, "the demonstration's people were loaded"
            self._actors[name] = found
        return self._actors[name]

    def _run(self, entry: Entry, action: Callable[..., Any], **given: Any) -> None:
        key = f"floor/{entry.kind}/{entry.time_us}/{sorted(entry.facts.items(), key=str)}"
        self._door.run(action, given, self._as(entry.person), key=key[:400])

    def _order_released(self, entry: Entry) -> None:
        for job in self._book.release(entry):
            self._door.run(
                execution.receive_order,
                {
                    "order": job.id,
                    "product": job.product,
                    "quantity": job.quantity,
                    "due": job.due,
                    "customer": job.customer,
                    "source": "erp",
                    "options": job.options,
                },
                self._as(PLANNER),
            )

    def _lot_received(self, entry: Entry) -> None:
        facts = entry.facts
        self._run(
            entry,
            inventory.receive,
            lot=facts["lot"],
            material=facts["material"],
            quantity=facts["quantity"],
            unit=facts["unit"],
            supplier=facts.get("supplier") or "",
            location="store",
        )

    def _operation_started(self, entry: Entry) -> None:
        job, seq = self._book.job_of(entry.facts["item"]), entry.facts["op"]
        if (job.id, seq) in self._begun:
            return
        self._begun.add((job.id, seq))
        if self._state(job, seq) not in ("pending", "paused"):
            return
        equipment = self._paths[entry.equipment or ""]
        self._run(entry, execution.start_operation, order=job.id, seq=seq, equipment=equipment)

    def _lot_consumed(self, entry: Entry) -> None:
        facts = entry.facts
        job = self._book.job_of(facts["item"])
        key = (job.id, facts["op"], facts["lot"])
        if key not in self._scanned:
            self._scanned.add(key)
            self._run(
                entry, execution.scan_material, order=job.id, seq=facts["op"], lot=facts["lot"]
            )

    def _check_recorded(self, entry: Entry) -> None:
        facts = entry.facts
        job = self._book.job_of(facts["item"])
        known = {each.id: each for each in self._book.step(job, facts["op"]).checks}
        asked = known.get(facts["check"])
        self._checks.setdefault((job.id, facts["op"]), {})[facts["check"]] = facts["value"]
        self._measured.append(
            CheckIn(
                lot=facts["item"],
                characteristic=facts["check"],
                value=facts["value"],
                equipment=self._paths[entry.equipment or ""],
                unit=facts["unit"],
                lower=asked.lower if asked else None,
                upper=asked.upper if asked else None,
                nominal=asked.nominal if asked else None,
                order=job.id,
                seq=facts["op"],
                at=moment(entry.time_us),
                by=f"user:{entry.person}",
            )
        )

    def _operation_completed(self, entry: Entry) -> None:
        facts = entry.facts
        job, seq = self._book.job_of(facts["item"]), facts["op"]
        reason = next(iter(facts.get("reasons") or {}), "")
        counts = {"good": facts["good"], "scrap": facts["scrap"], "reason": reason}
        if not job.serial:
            self._complete(entry, job, seq, lot=facts["item"], **counts)
            return
        self._run(
            entry,
            execution.report_quantity,
            order=job.id,
            seq=seq,
            equipment=self._paths[entry.equipment or ""],
            lot=facts["item"],
            **counts,
        )
        self._complete_what_is_reported(entry, job)

    def _complete_what_is_reported(self, entry: Entry, job: Job) -> None:
        """Gearboxes overtake each other: the last report ends an operation, whichever it is."""
        view = self._door.ask(executed.order, {"order": job.id}, self._as(entry.person))
        for operation in view.operations:
            if operation.state == "running" and operation.waiting == 0:
                self._complete(entry, job, operation.seq)
            elif operation.state != "done":
                return

    def _state(self, job: Job, seq: int) -> str:
        view = self._door.ask(executed.order, {"order": job.id}, service("app"))
        return str(next(each.state for each in view.operations if each.seq == seq))

    def _complete(self, entry: Entry, job: Job, seq: int, **counts: Any) -> None:
        checks = self._checks.pop((job.id, seq), {})
        for asked in self._book.step(job, seq).checks:
            if asked.mandatory and asked.id not in checks:
                self._look(entry, job, seq, asked.id, counts.get("lot", ""))
        self._door.run(
            execution.complete_operation,
            {"order": job.id, "seq": seq, "checks": checks, **counts},
            self._as(entry.person),
        )

    def _look(self, entry: Entry, job: Job, seq: int, check: str, lot: str) -> None:
        """What the camera measures later, the person looks at and ticks off."""
        given = {"order": job.id, "seq": seq, "check": check, "ok": True, "lot": lot}
        self._door.run(execution.record_check, given, self._as(entry.person))

    def _downtime_reason(self, entry: Entry) -> None:
        """They choose the stop from the list: a protocol may have told its start less finely."""
        equipment, since = self._paths[entry.equipment or ""], moment(entry.facts["since_us"])
        window = {"start": since - SECOND, "end": since + SECOND, "equipment": equipment}
        listed = self._door.ask(executed.downtime, window, self._as(entry.person))
        start = min((each.start for each in listed), key=lambda at: abs(at - since), default=since)
        self._run(
            entry,
            execution.classify_downtime,
            equipment=equipment,
            start=start,
            reason=entry.facts["reason"],
        )
