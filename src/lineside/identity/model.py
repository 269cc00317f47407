"""Users, roles and what they permit."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from lineside.identity.errors import PasswordWeak, ScopeInvalid
from lineside.identity.events import AccountLocked, UserChanged
from lineside.kernel.actors import Actor, ActorKind

FAILURES_ALLOWED = 5

# The product's own roles: what each may do, by permission name (``room.verb`` or ``room.*``).
_READ = (
    "kernel.read", "plant.read", "telemetry.read", "tracing.read", "documents.read",
    "guidance.read", "andon.read", "execution.read", "quality.read", "maintenance.read",
    "scheduling.read", "inventory.read", "energy.read", "twin.read", "control.read",
    "learning.read", "copilot.ask", "value.read", "workflow.read", "enterprise.read",
    "identity.self", "andon.raise", "andon.acknowledge",
)  # fmt: skip
ROLES: dict[str, tuple[str, ...]] = {
    "operator": (*_READ, "execution.work", "quality.record", "tracing.consume"),
    "technician": (*_READ, "maintenance.work", "guidance.outcome", "execution.work"),
    "supervisor": (
        *_READ, "execution.*", "guidance.*", "andon.*", "maintenance.*", "quality.*",
        "tracing.*", "scheduling.*", "inventory.*", "control.*", "workflow.*", "value.*",
        "twin.*",
    ),
    "planner": (*_READ, "scheduling.*", "execution.*", "guidance.decide", "inventory.*", "twin.*"),
    "quality_engineer": (
        *_READ, "quality.*", "tracing.*", "guidance.*", "documents.*", "learning.*",
    ),
    "maintenance_engineer": (
        *_READ, "maintenance.*", "guidance.*", "inventory.*", "learning.*", "documents.*",
    ),
    "ot_engineer": (*_READ, "telemetry.*", "plant.*", "kernel.manage", "energy.*", "control.*"),
    "manager": (*_READ, "value.*", "guidance.*", "identity.audit"),
    "administrator": ("*",),
}  # fmt: skip


@dataclass
class User:
    """Somebody who logs in. ``scope`` lists the equipment under which the roles hold."""

    id: str
    login: str
    name: str
    password_hash: str
    roles: list[str] = field(default_factory=list)
    scope: list[str] = field(default_factory=list)
    locale: str = "en"
    active: bool = True
    must_change: bool = False
    failures: int = 0
    locked_until: datetime | None = None
    demo: bool = False

    def actor(self) -> Actor:
        """The user as an actor at the door."""
        permissions = frozenset(p for role in self.roles for p in ROLES.get(role, ()))
        return Actor(
            id=self.id,
            name=self.name,
            kind=ActorKind.PERSON,
            roles=frozenset(self.roles),
            permissions=permissions,
            scope=tuple(self.scope),
            locale=self.locale,
        )

    def is_locked(self, at: datetime) -> bool:
        return self.locked_until is not None and at < self.locked_until

    def fail_login(self, at: datetime) -> AccountLocked | None:
        """Count a wrong password; each failure from the fifth on doubles the pause."""
        self.failures += 1
        if self.failures < FAILURES_ALLOWED:
            return None
        minutes = min(2 ** (self.failures - FAILURES_ALLOWED), 60)
        self.locked_until = at + timedelta(minutes=minutes)
        return AccountLocked(user=self.id, minutes=minutes)

    def pass_login(self) -> None:
        self.failures = 0
        self.locked_until = None

    def assign(self, roles: list[str], scope: list[str]) -> UserChanged:
        self.roles, self.scope = list(roles), list(scope)
        return UserChanged(self.id, tuple(self.roles), self.active)

    def switch(self, active: bool) -> UserChanged:
        self.active = active
        return UserChanged(self.id, tuple(self.roles), active)


def check_scope(scope: list[str]) -> None:
    """Refuse what is no path of equipment; a blank one would stand for the whole plant."""
    for each in scope:
        if not each or any(not part.strip() for part in each.split("/")) or each != each.strip():
            raise ScopeInvalid(scope=each)


def check_password(login: str, password: str) -> None:
    """Refuse a password that is short or holds the login."""
    if len(password) < 10 or login.lower() in password.lower():
        raise PasswordWeak(login=login, length=len(password))
