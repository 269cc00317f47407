"""What one may ask of the copilot."""

from sqlalchemy import select

from lineside.copilot import store
from lineside.copilot.model import Guide
from lineside.kernel.catalogue import query
from lineside.kernel.work import Work


@query(permission="copilot.ask")
def guide(work: Work, *, work_order: str) -> Guide:
    """The technician's guide for a work order, with its citations."""
    return store.load(work, work_order)


@query(permission="copilot.ask")
def guides(work: Work, *, equipment: str = "", limit: int = 20) -> list[Guide]:
    """Guides, newest first."""
    table = store.guides
    wanted = select(table.c.work_order).order_by(table.c.at.desc()).limit(min(limit, 100))
    if equipment:
        wanted = wanted.where(table.c.equipment == equipment)
    return [store.load(work, name) for name in work.db.execute(wanted).scalars()]
