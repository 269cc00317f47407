"""What people do in the pages has its effect in the simulated plant: a bearing that a technician
replaced is new, a lot on hold is set aside."""

from sqlalchemy import select

from lineside.kernel import tables
from lineside.kernel.actors import service
from lineside.kernel.work import World
from lineside.twin.virtual.plant import VirtualPlant

HEARD = ("maintenance.WorkOrderClosed", "tracing.LotHeld", "tracing.LotReleased")


class Surroundings:
    """Follows the news from its end on."""

    def __init__(self, world: World, plant: VirtualPlant) -> None:
        self._world = world
        self._plant = plant
        self._last = self._newest()

    def follow(self) -> None:
        """Carry over what was told since the last look."""
        table = tables.news
        with self._world.work(service("app")) as work:
            wanted = select(table).where(table.c.id > self._last, table.c.name.in_(HEARD))
            rows = work.db.execute(wanted.order_by(table.c.id)).all()
        for row in rows:
            self._last = row.id
            self._carry(row.name, row.facts)

    def _carry(self, name: str, facts: dict[str, str]) -> None:
        if name == "maintenance.WorkOrderClosed":
            self._plant.service(facts["equipment"].rsplit("/", 1)[-1])
        else:
            self._plant.hold([facts["lot"]], name == "tracing.LotHeld")

    def _newest(self) -> int:
        with self._world.work(service("app")) as work:
            wanted = select(tables.news.c.id).order_by(tables.news.c.id.desc()).limit(1)
            return int(work.db.execute(wanted).scalar() or 0)
