"""What one may ask of andon."""

from sqlalchemy import select

from lineside.andon import store
from lineside.andon.model import Alert
from lineside.kernel.catalogue import query
from lineside.kernel.work import Work


@query(permission="andon.read", scope="equipment")
def alerts(
    work: Work, *, state: str = "active", equipment: str = "", limit: int = 100
) -> list[Alert]:
    """Alerts, newest first; ``active`` are those not closed, ``all`` every one."""
    table = store.alerts
    wanted = select(table).order_by(table.c.at.desc()).limit(min(limit, 500))
    if state == "active":
        wanted = wanted.where(table.c.state != "closed")
    elif state != "all":
        wanted = wanted.where(table.c.state == state)
    if equipment:
        wanted = wanted.where(table.c.equipment == equipment)
    return [store.restore(row) for row in work.db.execute(wanted)]
