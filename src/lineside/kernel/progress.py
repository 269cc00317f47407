"""Long pieces of work: they show how far they are and can be cancelled."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row, insert, select, update

from lineside.kernel.actors import Actor
from lineside.kernel.errors import Conflict, Missing
from lineside.kernel.tables import progress
from lineside.kernel.work import World


class TaskUnknown(Missing):
    """No long work goes by that id."""

    code = "kernel.TaskUnknown"


class Cancelled(Conflict):
    """The long work was cancelled by somebody."""

    code = "kernel.Cancelled"


@dataclass(frozen=True)
class TaskView:
    """How far a long piece of work is; ``state`` is running, done, failed or cancelled."""

    id: str
    name: str
    state: str
    done: int
    total: int
    note: str
    actor: str
    started_at: datetime
    changed_at: datetime


def view(row: Row[Any]) -> TaskView:
    return TaskView(
        row.id, row.name, row.state, row.done, row.total, row.note, row.actor,
        row.started_at, row.changed_at,
    )  # fmt: skip


class LongWork:
    """Reports progress in transactions of its own, so that others see it while it runs."""

    def __init__(self, world: World, name: str, actor: Actor, total: int = 0) -> None:
        self._world = world
        self._actor = actor
        at = world.clock.now()
        self.id = world.ids.new(at)
        with world.work(actor) as work:
            work.db.execute(
                insert(progress).values(
                    id=self.id, name=name, total=total, actor=actor.id, started_at=at, changed_at=at
                )
            )

    def tell(self, done: int, note: str = "") -> None:
        """Show how far it is; raises Cancelled when somebody asked to stop."""
        if self._write(done=done, note=note):
            self._write(state="cancelled")
            raise Cancelled(task=self.id)

    def run(self, call: Callable[["LongWork"], str]) -> str:
        """Run ``call`` and note how it ended; what it returns becomes the closing note."""
        try:
            note = call(self)
        except Cancelled:
            raise
        except Exception as error:
            self._write(state="failed", note=f"{type(error).__name__}: {error}"[:500])
            raise
        self._write(state="done", note=note)
        return note

    def _write(self, **values: Any) -> bool:
        with self._world.work(self._actor) as work:
            row = (
                update(progress)
                .where(progress.c.id == self.id)
                .values(changed_at=work.at, **values)
                .returning(progress.c.cancel)
            )
            return bool(work.db.execute(row).scalar_one())


def find(work: Any, task: str) -> TaskView:
    row = work.db.execute(select(progress).where(progress.c.id == task)).first()
    if row is None:
        raise TaskUnknown(task=task)
    return view(row)
