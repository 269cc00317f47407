"""What one may ask of identity."""

import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select

from lineside.identity import store
from lineside.identity.errors import TerminalUnknown
from lineside.identity.model import ROLES, OpenSession, Terminal, User
from lineside.kernel.actors import Actor
from lineside.kernel.catalogue import entries, query
from lineside.kernel.work import Work

# Machines that keep time together may differ by so much.
CLOCK_TOLERANCE = timedelta(seconds=5)


@dataclass(frozen=True)
class UserView:
    """A user without secrets."""

    id: str
    login: str
    name: str
    roles: list[str]
    scope: list[str]
    locale: str
    active: bool
    must_change: bool
    demo: bool


@dataclass(frozen=True)
class CredentialsView:
    """What a user has beside the password."""

    badge: str
    pin: bool
    second_factor: bool


@dataclass(frozen=True)
class TerminalPerson:
    """Somebody who may work at a terminal."""

    login: str
    name: str


@dataclass(frozen=True)
class TerminalView:
    """A shared terminal as its own browser sees it."""

    id: str
    name: str
    station: str
    people: list[TerminalPerson]


@dataclass(frozen=True)
class AuditView:
    """One line of the audit trail."""

    seq: int
    at: datetime
    actor: str
    entry: str
    call: Any
    outcome: str
    detail: Any
    approved_by: str
    recommendation: str


@dataclass(frozen=True)
class AuditVerdict:
    """Whether the trail is whole; if not, the first line that does not fit and why."""

    ok: bool
    lines: int
    first_bad: int | None = None
    problem: str = ""


@dataclass(frozen=True)
class AccessRow:
    """One catalogue entry and the roles that may use it."""

    entry: str
    permission: str
    risk: str
    roles: list[str]


def token_hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def actor_of(work: Work, token: str) -> Actor | None:
    """The actor behind a session or API token, or None."""
    found = store.session_user(work, token_hash(token))
    return found[0].actor(at_terminal=found[1] is not None) if found else None


def session_of(work: Work, token: str) -> UserView | None:
    """The user behind a session token, or None."""
    found = store.session_user(work, token_hash(token))
    return _view(found[0]) if found else None


def actor_named(work: Work, login: str) -> Actor | None:
    """The actor behind a login, for the command line of whoever owns the data folder."""
    user = store.user_by_login(work, login)
    return user.actor() if user and user.active else None


@query(permission="identity.self", plantwide="it is the asker")
def me(work: Work) -> UserView:
    """Who is logged in."""
    return _view(store.load_user(work, work.actor.id))


@query(permission="identity.self")
def my_credentials(work: Work) -> CredentialsView:
    """What one has beside the password; the secrets stay unsaid."""
    found = store.load_credentials(work, work.actor.id)
    return CredentialsView(found.badge or "", bool(found.pin_hash), bool(found.factor))


@query(permission="identity.self")
def my_sessions(work: Work) -> list[OpenSession]:
    """Where one is logged in, the newest first."""
    return store.open_sessions(work, work.actor.id)


@query(permission="identity.manage")
def sessions(work: Work, *, user: str) -> list[OpenSession]:
    """Where somebody is logged in, the newest first."""
    store.load_user(work, user)
    return store.open_sessions(work, user)


@query(permission="identity.manage")
def credentials(work: Work, *, user: str) -> CredentialsView:
    """What somebody has beside the password; the secrets stay unsaid."""
    store.load_user(work, user)
    found = store.load_credentials(work, user)
    return CredentialsView(found.badge or "", bool(found.pin_hash), bool(found.factor))


@query(permission="identity.enrol")
def terminals(work: Work) -> list[Terminal]:
    """The browsers at which a PIN opens a session."""
    return store.terminals_in_use(work)


def terminal_of(work: Work, token: str) -> TerminalView:
    """The terminal behind a browser's token, with those who may work there."""
    found = store.terminals_in_use(work, token_hash(token)) if token else []
    if not found:
        raise TerminalUnknown()
    people = [
        TerminalPerson(each.login, each.name)
        for each in store.users_with_pin(work)
        if each.actor().may("execution.work") and each.actor().reaches(found[0].station)
    ]
    return TerminalView(found[0].id, found[0].name, found[0].station, people)


@query(permission="identity.manage")
def users(work: Work) -> list[UserView]:
    """All users."""
    rows = work.db.execute(select(store.users).order_by(store.users.c.login))
    return [_view(User(**row._mapping)) for row in rows]


@query(permission="identity.manage")
def access_matrix(work: Work) -> list[AccessRow]:
    """Which role may use which catalogue entry."""
    actors = {role: Actor(role, role, permissions=frozenset(ROLES[role])) for role in ROLES}
    return [
        AccessRow(
            each.name,
            each.permission,
            each.risk.value,
            [role for role, actor in actors.items() if actor.may(each.permission)],
        )
        for each in entries()
    ]


@query(permission="identity.audit")
def audit_trail(
    work: Work, *, actor: str = "", entry: str = "", before: int = 0, limit: int = 100
) -> list[AuditView]:
    """The audit trail, newest first; page with ``before``."""
    table = store.audit
    wanted = select(table).order_by(table.c.seq.desc()).limit(min(limit, 1000))
    if actor:
        wanted = wanted.where(table.c.actor == actor)
    if entry:
        wanted = wanted.where(table.c.entry.startswith(entry, autoescape=True))
    if before:
        wanted = wanted.where(table.c.seq < before)
    return [
        AuditView(
            r.seq, r.at, r.actor, r.entry, r.call, r.outcome, r.detail, r.approved_by,
            r.recommendation,
        )
        for r in work.db.execute(wanted)
    ]  # fmt: skip


@query(permission="identity.audit")
def verify_audit(work: Work) -> AuditVerdict:
    """Recompute the chain of hashes over the whole trail and compare it with its head.

    In a whole trail the times rise with the numbers: ``clock_set_back`` names the first line that
    was written under a clock that had been set back.
    """
    previous, count, latest, set_back = store.GENESIS, 0, None, None
    for line, stored in store.audit_lines(work):
        count += 1
        if latest and line.at < latest - CLOCK_TOLERANCE:
            set_back = set_back or line.seq
        latest = max(latest or line.at, line.at)
        if line.seq != count:
            return AuditVerdict(False, count, count, "line_missing")
        if line.previous != previous:
            return AuditVerdict(False, count, line.seq, "chain_broken")
        if line.digest() != stored:
            return AuditVerdict(False, count, line.seq, "line_changed")
        previous = stored
    if store.read_head(work) != (count, previous):
        return AuditVerdict(False, count, count + 1, "tail_missing")
    if set_back:
        return AuditVerdict(False, count, set_back, "clock_set_back")
    return AuditVerdict(True, count)


def _view(user: User) -> UserView:
    return UserView(
        user.id, user.login, user.name, user.roles, user.scope, user.locale, user.active,
        user.must_change, user.demo,
    )  # fmt: skip
