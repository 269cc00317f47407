"""The room's own record of mandatory checks."""

from sqlalchemy import insert, select

from lineside.execution import store
from lineside.kernel.work import Work
from lineside.plant.model import Check


class OwnChecks:
    """Remembers checks in the room's own table; serves where no quality system is wired."""

    def record(
        self, work: Work, *, order: str, seq: int, lot: str, check: Check, value: float | None,
        ok: bool,
    ) -> None:  # fmt: skip
        row = {"at": work.at, "order": order, "seq": seq, "check": check.id, "lot": lot}
        values = row | {"value": value, "ok": ok, "person": work.actor.id}
        work.db.execute(insert(store.checks).values(values))

    def recorded(self, work: Work, *, order: str, seq: int, lot: str) -> set[str]:
        table = store.checks.c
        chosen = select(table.check).where(table.order == order, table.seq == seq)
        return set(work.db.execute(chosen).scalars())
