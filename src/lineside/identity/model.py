"""Users, roles and what they permit."""

from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from itertools import pairwise

from lineside.identity.errors import PasswordWeak, PinWeak, ScopeInvalid
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
        "twin.*", "identity.enrol",
    ),
    "planner": (*_READ, "scheduling.*", "execution.*", "guidance.decide", "inventory.*", "twin.*"),
    "quality_engineer": (
        *_READ, "quality.*", "tracing.*", "guidance.*", "documents.*", "learning.*",
    ),
    "maintenance_engineer": (
        *_READ, "maintenance.*", "guidance.*", "inventory.*", "learning.*", "documents.*",
    ),
    "ot_engineer": (
        *_READ, "telemetry.*", "plant.*", "kernel.manage", "energy.*", "control.*",
        "identity.enrol",
    ),
    "manager": (*_READ, "value.*", "guidance.*", "identity.audit"),
    "administrator": ("*",),
}  # fmt: skip
# What a PIN at a shared terminal is good for: the work at the machines, whatever else one may do.
AT_TERMINAL = frozenset(ROLES["operator"]) | frozenset(ROLES["technician"])


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

    def actor(self, *, at_terminal: bool = False) -> Actor:
        """The user as an actor at the door; a PIN at a terminal gives fewer rights."""
        permissions = frozenset(p for role in self.roles for p in ROLES.get(role, ()))
        whole = Actor(
            id=self.id,
            name=self.name,
            kind=ActorKind.PERSON,
            roles=frozenset(self.roles),
            permissions=permissions,
            scope=tuple(self.scope),
            locale=self.locale,
        )
        if not at_terminal:
            return whole
        return replace(whole, permissions=frozenset(p for p in AT_TERMINAL if whole.may(p)))

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


@dataclass
class Credentials:
    """What a user has beside the password.

    ``badge`` says who somebody is and proves nothing; ``factor`` is the sealed secret of an
    authenticator, ``pending`` one that awaits its first code, ``step`` the last one used.
    """

    user: str
    badge: str | None = None
    pin_hash: str = ""
    factor: str = ""
    pending: str = ""
    step: int = 0

    def confirm(self, step: int) -> None:
        """The first code fits: from now on the login asks for one."""
        self.factor, self.pending, self.step = self.pending, "", step

    def forget_factor(self) -> None:
        self.factor, self.pending, self.step = "", "", 0


@dataclass(frozen=True)
class Terminal:
    """A browser at a station that people share. Only there does a PIN open a session."""

    id: str
    name: str
    station: str
    by: str
    at: datetime


@dataclass(frozen=True)
class OpenSession:
    """Where somebody is logged in: the browser's own words, and the terminal if it is one."""

    id: str
    browser: str
    terminal: str
    opened: datetime
    expires: datetime


def check_scope(scope: list[str]) -> None:
    """Refuse what is no path of equipment; a blank one would stand for the whole plant."""
    for each in scope:
        if not each or any(not part.strip() for part in each.split("/")) or each != each.strip():
            raise ScopeInvalid(scope=each)


def check_password(login: str, password: str) -> None:
    """Refuse a password that is short or holds the login."""
    if len(password) < 10 or login.lower() in password.lower():
        raise PasswordWeak(login=login, length=len(password))


def check_pin(pin: str) -> None:
    """Refuse a PIN that is no four to eight digits, or a run such as 1111, 1234 or 9876."""
    digits = [int(each) for each in pin] if pin.isascii() and pin.isdigit() else []
    steps = {later - earlier for earlier, later in pairwise(digits)}
    if not 4 <= len(digits) <= 8 or steps in ({0}, {1}, {-1}):
        raise PinWeak(length=len(pin))


def check_badge(badge: str) -> bool:
    """Whether a scanner may read this: printable, without blanks, neither short nor long."""
    return 4 <= len(badge) <= 64 and badge.isascii() and badge.isprintable() and " " not in badge
