"""What identity tells."""

from dataclasses import dataclass

from lineside.kernel.events import Event


@dataclass(frozen=True)
class UserAdded(Event, subject="user"):
    """A user can log in from now on."""

    user: str
    login: str
    roles: tuple[str, ...]


@dataclass(frozen=True)
class UserChanged(Event, subject="user"):
    """A user's roles, scope or state changed."""

    user: str
    roles: tuple[str, ...]
    active: bool


@dataclass(frozen=True)
class AccountLocked(Event, subject="user"):
    """Too many wrong passwords; the account opens again by itself."""

    user: str
    minutes: int


@dataclass(frozen=True)
class CredentialsChanged(Event, subject="user"):
    """A badge, PIN or second factor (``what``) was given, or taken away."""

    user: str
    what: str
    given: bool


@dataclass(frozen=True)
class TerminalChanged(Event, subject="terminal"):
    """A browser became a terminal of a station, or ceased to be one."""

    terminal: str
    label: str
    station: str
    enrolled: bool
