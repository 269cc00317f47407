"""The demonstration's supervisor and technician, who act on what the rooms propose.

The supervisor approves what stands in the inbox; the technician works the order in its window,
looks at what is really there (the virtual plant tells what a person would find) and says so.
"""

from datetime import datetime
from typing import Any

from lineside.guidance import actions as guidance_actions
from lineside.guidance import queries as guidance
from lineside.guidance.model import Recommendation, Truth, Verdict
from lineside.identity.queries import actor_named
from lineside.kernel.actors import Actor, service
from lineside.kernel.door import Door
from lineside.kernel.work import World
from lineside.maintenance import actions as maintenance_actions
from lineside.maintenance import queries as maintenance
from lineside.maintenance.model import WorkOrder
from lineside.twin.virtual.plant import VirtualPlant

SUPERVISOR = "sigrid.demo"
APPROVED_CODES = ("maintenance.", "quality.")


class Crew:
    """Acts once in each step of plant time."""

    def __init__(self, world: World, door: Door, plant: VirtualPlant) -> None:
        self._world = world
        self._door = door
        self._plant = plant

    def act(self, now: datetime) -> None:
        """Decide what waits, and do the work whose time has come."""
        supervisor = self._person(SUPERVISOR)
        for waiting in self._door.ask(guidance.inbox, {}, supervisor):
            if waiting.code.startswith(APPROVED_CODES):
                self._approve(waiting, supervisor)
        for order in self._door.ask(maintenance.work_orders, {"state": "planned"}, supervisor):
            if order.start <= now:
                self._work(order)

    def _approve(self, waiting: Recommendation, supervisor: Actor) -> None:
        given = {"recommendation": waiting.id, "verdict": Verdict.APPROVE}
        result = self._door.run(guidance_actions.decide, given, supervisor).result
        if waiting.action == "quality.hold_suspects":
            self._set_aside(result)

    def _set_aside(self, held: Any) -> None:
        """Held lots are set aside on the floor as well."""
        self._plant.hold([str(lot) for lot in held or []])

    def _work(self, order: WorkOrder) -> None:
        technician = self._person(order.technician)
        self._door.run(maintenance_actions.start_work_order, {"work_order": order.id}, technician)
        unit = order.equipment.rsplit("/", 1)[-1]
        finding = self._plant.service(unit)
        minutes = (order.end - order.start).total_seconds() / 60
        self._door.run(
            maintenance_actions.close_work_order,
            {
                "work_order": order.id,
                "truth": Truth.CONFIRMED if finding.condition == "worn" else Truth.FALSE,
                "found": finding.words,
                "downtime_minutes": minutes,
            },
            technician,
        )

    def _person(self, login: str) -> Actor:
        with self._world.work(service("identity")) as work:
            found = actor_named(work, login)
        assert found is not None, f"{login} was loaded with the demonstration"
        return found
