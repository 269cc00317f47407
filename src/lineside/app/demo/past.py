"""Thirty days of history from the virtual plant, gathered as rows for the rooms' bulk imports."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

import numpy as np

from lineside.app.demo.jobs_of_items import Job, JobBook, moment
from lineside.execution.actions import PastOperation, PastOrder, PastPiece, PastQuantity, PastState
from lineside.execution.model import OperationState, OrderState
from lineside.inventory.actions import StockRow
from lineside.kernel.files import Files
from lineside.quality.actions import CheckIn
from lineside.quality.model import PictureIn
from lineside.telemetry.actions import StateChange
from lineside.tracing.actions import Link, Process
from lineside.tracing.model import Lot, LotState
from lineside.twin.virtual.emission import Emission, Entry, Inspection
from lineside.twin.virtual.nameplates import nameplate

FINISHED = "finished"
STORE = "store"
NAMEPLATES = 8


@dataclass
class _Operation:
    """What became of one operation of one job so far."""

    equipment: str
    started: datetime
    finished: datetime | None = None
    good: int = 0
    scrap: int = 0
    lot: str = ""


def _named(each: Inspection) -> str:
    """How the person at the station called the flaw: always beside a picture, else often."""
    return each.flaw or "" if each.picture or each.unit % 3 else ""


@dataclass
class Past:
    """Gathers emissions; ``paths`` gives the equipment id for a unit's name, ``states`` the names
    of machine states by figure."""

    book: JobBook
    files: Files
    paths: dict[str, str]
    states: dict[int, str]
    jobs: dict[str, Job] = field(default_factory=dict)
    lots: dict[str, Lot] = field(default_factory=dict)
    links: list[Link] = field(default_factory=list)
    processes: list[Process] = field(default_factory=list)
    quantities: list[PastQuantity] = field(default_factory=list)
    checks: list[CheckIn] = field(default_factory=list)
    pictures: list[PictureIn] = field(default_factory=list)
    changes: list[StateChange] = field(default_factory=list)
    reasons: dict[tuple[str, int], tuple[str, str]] = field(default_factory=dict)
    packed: list[tuple[str, str, datetime]] = field(default_factory=list)
    _operations: dict[str, dict[int, _Operation]] = field(default_factory=dict)
    _passed: dict[tuple[str, str], PastPiece] = field(default_factory=dict)
    _began: dict[tuple[str, int], datetime] = field(default_factory=dict)

    def take(self, emission: Emission) -> None:
        """Take what people entered, cameras saw and machines did in a stretch of time."""
        for entry in emission.entries:
            getattr(self, f"_{entry.kind}")(entry)
        self.pictures += [self._picture(each) for each in emission.inspections]
        self.changes += [
            StateChange(self.paths[s.equipment], self.states[s.state], moment(s.time_us), "history")
            for s in emission.states
        ]

    def _order_released(self, entry: Entry) -> None:
        self.jobs |= {job.id: job for job in self.book.release(entry)}

    def _lot_received(self, entry: Entry) -> None:
        facts = entry.facts
        self.lots[facts["lot"]] = Lot(
            id=facts["lot"],
            material=facts["material"],
            quantity=Decimal(str(facts["quantity"])),
            unit=facts["unit"],
            at=moment(entry.time_us),
            supplier=facts.get("supplier") or "",
            location=STORE,
        )

    def _operation_started(self, entry: Entry) -> None:
        item, seq, at = entry.facts["item"], entry.facts["op"], moment(entry.time_us)
        job = self.book.job_of(item)
        self._began[item, seq] = at
        equipment = self._path(entry)
        mine = self._operations.setdefault(job.id, {})
        mine.setdefault(seq, _Operation(equipment, at, lot=item))
        if item not in self.lots:
            self.lots[item] = self._made(item, job, equipment, at)
        if job.serial:
            self._passed.setdefault((job.id, item), PastPiece(job.id, item))

    def _made(self, item: str, job: Job, equipment: str, at: datetime) -> Lot:
        return Lot(
            id=item,
            material=job.product,
            quantity=Decimal(1 if job.serial else job.quantity),
            unit="pcs",
            at=at,
            serial=job.serial,
            made_on=equipment,
            order=job.id,
            customer=job.customer,
            location=f"wip/{job.id}",
        )

    def _operation_completed(self, entry: Entry) -> None:
        facts, at = entry.facts, moment(entry.time_us)
        item, seq = facts["item"], facts["op"]
        job = self.book.job_of(item)
        done = self._operations[job.id][seq]
        done.good += facts["good"]
        done.scrap += facts["scrap"]
        if self._all_arrived(job, seq) and done.good + done.scrap >= self._arrived(job, seq):
            done.finished = at
        if facts["scrap"]:
            self.lots[item].scrapped += Decimal(facts["scrap"])
        if job.serial:
            self._passed[job.id, item] = PastPiece(job.id, item, seq, facts["scrap"] > 0)
        self._note(entry, job, item, seq, at)

    def _all_arrived(self, job: Job, seq: int) -> bool:
        """Whether the operation before is finished; gearboxes follow each other one by one."""
        mine = self._operations[job.id]
        return all(each.finished is not None for s, each in mine.items() if s < seq)

    def _arrived(self, job: Job, seq: int) -> int:
        mine = self._operations[job.id]
        before = [s for s in mine if s < seq]
        return mine[max(before)].good if before else job.quantity

    def _note(self, entry: Entry, job: Job, item: str, seq: int, at: datetime) -> None:
        facts, person = entry.facts, f"user:{entry.person}"
        equipment = self._path(entry)
        reason = next(iter(facts.get("reasons") or {}), "")
        self.processes.append(
            Process(
                lot=item,
                equipment=equipment,
                operation=self.book.operation(job, seq),
                order=job.id,
                start=self._began.get((item, seq), at),
                end=at,
                good=Decimal(facts["good"]),
                scrap=Decimal(facts["scrap"]),
                people=[person],
            )
        )
        self.quantities.append(
            PastQuantity(
                at=at, order=job.id, seq=seq, equipment=equipment, good=facts["good"],
                scrap=facts["scrap"], reason=reason, person=person, lot=item,
            )
        )  # fmt: skip

    def _lot_consumed(self, entry: Entry) -> None:
        facts = entry.facts
        quantity = Decimal(str(facts["quantity"]))
        self.lots[facts["lot"]].consumed += quantity
        self.links.append(
            Link(
                lot=facts["lot"],
                into=facts["item"],
                quantity=quantity,
                equipment=self._path(entry),
                order=self.book.job_of(facts["item"]).id,
                at=moment(entry.time_us),
            )
        )

    def _check_recorded(self, entry: Entry) -> None:
        facts = entry.facts
        job = self.book.job_of(facts["item"])
        asked = {each.id: each for each in self.book.step(job, facts["op"]).checks}
        known = asked.get(facts["check"])
        self.checks.append(
            CheckIn(
                lot=facts["item"],
                characteristic=facts["check"],
                value=facts["value"],
                equipment=self._path(entry),
                unit=facts["unit"],
                lower=known.lower if known else None,
                upper=known.upper if known else None,
                nominal=known.nominal if known else None,
                order=job.id,
                seq=facts["op"],
                at=moment(entry.time_us),
                by=f"user:{entry.person}",
            )
        )

    def _serial_assembled(self, entry: Entry) -> None:
        """Told by the consumption of its parts as well."""

    def _packed(self, entry: Entry) -> None:
        self.lots[entry.facts["serial"]].location = FINISHED
        self.packed.append((entry.facts["serial"], self._path(entry), moment(entry.time_us)))

    def nameplates(self) -> list[PictureIn]:
        """Pictures of the plates of the gearboxes packed last; two of them were mixed up."""
        generator = np.random.default_rng(len(self.packed))
        last = [each for each in self.packed if each[1]][-NAMEPLATES:]
        plates = [serial for serial, _, _ in last]
        plates[-4:-2] = plates[-4:-2][::-1]
        return [
            self._plate(generator, plate, serial, station, at)
            for plate, (serial, station, at) in zip(plates, last, strict=True)
        ]

    def _plate(
        self, generator: np.random.Generator, plate: str, serial: str, station: str, at: datetime
    ) -> PictureIn:
        told = self.lots[plate]
        picture = nameplate(generator, plate, told.material, told.order)
        order = self.lots[serial].order
        return PictureIn(station, serial, 0, order, at, self.files.put(picture))

    def _downtime_reason(self, entry: Entry) -> None:
        key = (self._path(entry), entry.facts["since_us"])
        self.reasons[key] = (entry.facts["reason"], f"user:{entry.person}")

    def _picture(self, each: Inspection) -> PictureIn:
        return PictureIn(
            station=self.paths[each.equipment],
            lot=each.lot,
            unit=each.unit,
            order=self.book.job_of(each.lot).id,
            at=moment(each.time_us),
            file=self.files.put(each.picture) if each.picture else "",
            measured={"profile_deviation_um": each.profile_deviation_um},
            judged="flawed" if each.flawed else "good",
            kind=_named(each),
        )

    def _path(self, entry: Entry) -> str:
        return self.paths[entry.equipment] if entry.equipment else ""

    def orders(self) -> list[PastOrder]:
        """Every job as it stands at the end."""
        return [self._order(job) for job in self.jobs.values()]

    def _order(self, job: Job) -> PastOrder:
        mine = self._operations.get(job.id, {})
        last = mine.get(self.book.last_seq(job))
        done = last is not None and last.finished is not None
        state = OrderState.DONE if done else OrderState.RUNNING if mine else OrderState.ACCEPTED
        return PastOrder(
            id=job.id,
            product=job.product,
            quantity=job.quantity,
            due=job.due,
            received_at=job.released,
            state=state,
            good=last.good if last else 0,
            scrap=sum(o.scrap for o in mine.values()),
            started_at=min((o.started for o in mine.values()), default=None),
            finished_at=last.finished if last else None,
            customer=job.customer,
            source="erp",
        )

    def operations(self) -> list[PastOperation]:
        """Every operation that has begun."""
        return [
            PastOperation(
                order=job,
                seq=seq,
                equipment=o.equipment,
                state=OperationState.DONE if o.finished else OperationState.RUNNING,
                started=o.started,
                finished=o.finished,
                good=o.good,
                scrap=o.scrap,
                lot=o.lot,
            )
            for job, mine in self._operations.items()
            for seq, o in mine.items()
        ]

    def pieces(self) -> list[PastPiece]:
        """Every gearbox, and how far it has come."""
        return list(self._passed.values())

    def traced(self) -> list[Lot]:
        """Every lot, with its state and place."""
        newest = max((each.at for each in self.changes), default=None)
        for lot in self.lots.values():
            if lot.serial and lot.location == FINISHED and self._left(lot.order, newest):
                lot.state, lot.location = LotState.SHIPPED, ""
            if lot.order and lot.location.startswith("wip/") and self._is_done(lot.order):
                lot.location = FINISHED
            if lot.remaining <= 0:
                lot.consumed = lot.quantity - lot.scrapped
                lot.state = LotState.CONSUMED if lot.consumed > 0 else LotState.SCRAPPED
        return list(self.lots.values())

    def _left(self, job: str, newest: datetime | None) -> bool:
        """Whole orders of gearboxes leave for their customers a day after they are packed."""
        finished = self._finished(job)
        return finished is not None and newest is not None and newest - finished > timedelta(days=1)

    def _is_done(self, job: str) -> bool:
        return self._finished(job) is not None

    def _finished(self, job: str) -> datetime | None:
        last = self._operations.get(job, {}).get(self.book.last_seq(self.jobs[job]))
        return last.finished if last else None

    def stock(self) -> list[StockRow]:
        """What lies where at the end."""
        return [
            StockRow(lot.id, lot.location, lot.material, lot.unit, lot.remaining)
            for lot in self.lots.values()
            if lot.remaining > 0 and lot.state is LotState.AVAILABLE
        ]

    def spans(self) -> list[PastState]:
        """The states of each machine as spans, with the reasons that people gave for stops."""
        found: list[PastState] = []
        by_machine: dict[str, list[StateChange]] = {}
        for change in self.changes:
            by_machine.setdefault(change.equipment, []).append(change)
        for machine, changes in by_machine.items():
            ends: list[Any] = [c.at for c in changes[1:]] + [None]
            for change, end in zip(changes, ends, strict=True):
                since_us = round(change.at.timestamp() * 1e6)
                reason, by = self.reasons.get((machine, since_us), ("", ""))
                found.append(PastState(machine, change.state, change.at, end, reason, by))
        return found
