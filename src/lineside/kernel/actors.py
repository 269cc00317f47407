"""Who acts: a person, a service of the system, or an agent."""

from dataclasses import dataclass, field
from enum import StrEnum


class ActorKind(StrEnum):
    PERSON = "person"
    SERVICE = "service"
    AGENT = "agent"


@dataclass(frozen=True)
class Actor:
    """Whoever asks for something.

    ``permissions`` are names such as ``tracing.hold``; ``*`` stands for all. ``scope`` lists the
    equipment under which they hold (empty: everywhere).
    """

    id: str
    name: str
    kind: ActorKind = ActorKind.PERSON
    roles: frozenset[str] = frozenset()
    permissions: frozenset[str] = frozenset()
    scope: tuple[str, ...] = ()
    locale: str = field(default="en", compare=False)

    @property
    def is_machine(self) -> bool:
        return self.kind is not ActorKind.PERSON

    def may(self, permission: str) -> bool:
        room = permission.split(".", 1)[0]
        return not self.permissions.isdisjoint({permission, f"{room}.*", "*"})

    def reaches(self, equipment: str) -> bool:
        """Whether the equipment lies under the scope; the whole plant (empty) only without one."""
        return not self.scope or any(
            equipment == each or equipment.startswith(f"{each}/") for each in self.scope
        )


def service(room: str) -> Actor:
    """The room's own service account, under which its jobs run."""
    return Actor(
        id=f"service:{room}",
        name=f"{room} service",
        kind=ActorKind.SERVICE,
        roles=frozenset({"service"}),
        permissions=frozenset({"*"}),
    )
