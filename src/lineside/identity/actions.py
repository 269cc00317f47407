"""What one may do with users, sessions and the trail."""

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from functools import lru_cache
from typing import Any

from lineside.identity import store
from lineside.identity.errors import (
    LastAdministrator,
    LoginRefused,
    RoleUnknown,
    UserExists,
    UserUnknown,
)
from lineside.identity.events import UserAdded
from lineside.identity.model import ROLES, User, check_password, check_scope
from lineside.identity.queries import token_hash
from lineside.kernel.actors import Actor, service
from lineside.kernel.catalogue import Risk, action
from lineside.kernel.door import Approval
from lineside.kernel.work import Work, World


@dataclass(frozen=True)
class Login:
    """A session's token, to be kept by the browser; empty when the login was refused."""

    token: str
    user: str
    must_change: bool = False
    locked_minutes: int = 0


class AuditTrail:
    """The door's trail, kept by identity."""

    def write(
        self,
        work: Work,
        *,
        entry: str,
        call: Any,
        outcome: str,
        detail: Any,
        approval: Approval | None,
    ) -> None:
        store.append_audit(
            work,
            actor=work.actor.id,
            entry=entry,
            call=call,
            outcome=outcome,
            detail=detail,
            approved_by=approval.by.id if approval else "",
            recommendation=approval.recommendation if approval else "",
        )


@lru_cache(maxsize=1)
def _hasher() -> Any:
    from argon2 import PasswordHasher

    return PasswordHasher(time_cost=2, memory_cost=19_456, parallelism=1)


def _matches(stored: str, password: str) -> bool:
    from argon2.exceptions import Argon2Error, InvalidHashError

    try:
        return bool(_hasher().verify(stored, password))
    except (Argon2Error, InvalidHashError):
        return False


@lru_cache(maxsize=1)
def _demo_hash(password: str) -> str:
    """Demonstration users share one published password, so they may share its hash."""
    return str(_hasher().hash(password))


@lru_cache(maxsize=1)
def _nobodys_hash() -> str:
    return str(_hasher().hash(secrets.token_urlsafe(16)))


def verify_password(work: Work, user: str, password: str) -> bool:
    """Whether this is the user's password; a wrong one counts even when the work is refused."""
    return _signed(work.world, user, password)


class PasswordSignatures:
    """The door's signatures: the password once more, with the lock that guards the login."""

    def verify(self, world: World, actor: Actor, password: str) -> bool:
        """Whether it is this user's password."""
        return _signed(world, actor.id, password)


def _signed(world: World, name: str, password: str) -> bool:
    """Compare in a work of its own, so that a wrong password counts whatever becomes of the act."""
    with world.work(service("identity")) as work:
        user = store.find_user(work, name)
        if user is None or not user.active or user.is_locked(work.at):
            return False
        if _matches(user.password_hash, password):
            return True
        locked = user.fail_login(work.at)
        if locked:
            work.tell(locked)
        store.save_user(work, user)
        return False


@action(permission="identity.login", risk=Risk.INFORM, everyday=True)
def log_in(work: Work, *, login: str, password: str, label: str = "") -> Login:
    """Open a session. A failure is counted and answers alike whether the login exists or not."""
    user = store.user_by_login(work, login)
    if user is None or not user.active:
        # The same work is done for an unknown login, so that time tells nothing.
        _matches(_nobodys_hash(), password)
        return Login("", "")
    if user.is_locked(work.at):
        assert user.locked_until is not None
        return Login("", "", locked_minutes=1 + (user.locked_until - work.at).seconds // 60)
    if not _matches(user.password_hash, password):
        locked = user.fail_login(work.at)
        if locked:
            work.tell(locked)
        store.save_user(work, user)
        return Login("", "", locked_minutes=locked.minutes if locked else 0)
    user.pass_login()
    store.save_user(work, user)
    return Login(open_session(work, user, label), user.id, user.must_change)


def open_session(work: Work, user: User, label: str) -> str:
    """A fresh token for the user; only its hash is stored."""
    token = secrets.token_urlsafe(32)
    expires = work.at + timedelta(hours=work.settings.session_hours)
    store.save_session(work, token_hash(token), user.id, label, expires)
    return token


@action(permission="identity.self", risk=Risk.INFORM, everyday=True)
def log_out(work: Work, *, token: str) -> None:
    """End the session of this token, at the server."""
    store.revoke_sessions(work, token_hash=token_hash(token))


@action(permission="identity.self", risk=Risk.SUPPORT, everyday=True)
def change_password(work: Work, *, old_password: str, new_password: str) -> None:
    """Change one's own password; every session of the user ends. A wrong old one counts."""
    known = verify_password(work, work.actor.id, old_password)
    user = store.load_user(work, work.actor.id)
    if not known:
        raise LoginRefused(login=user.login)
    check_password(user.login, new_password)
    user.password_hash = _hasher().hash(new_password)
    user.must_change = False
    store.save_user(work, user)
    store.revoke_sessions(work, user=user.id)


@action(permission="identity.manage", risk=Risk.INITIATE)
def set_password(work: Work, *, login: str, password: str) -> None:
    """Set somebody's password, to be changed at the next login; the user's sessions end."""
    user = store.user_by_login(work, login)
    if user is None:
        raise UserUnknown(login=login)
    check_password(login, password)
    user.password_hash = _hasher().hash(password)
    user.must_change = True
    user.pass_login()
    store.save_user(work, user)
    store.revoke_sessions(work, user=user.id)


@action(permission="identity.self", risk=Risk.INFORM, everyday=True)
def choose_locale(work: Work, *, locale: str) -> None:
    """Choose one's own language."""
    user = store.load_user(work, work.actor.id)
    user.locale = locale
    store.save_user(work, user)


@action(permission="identity.manage", risk=Risk.INITIATE)
def add_user(
    work: Work,
    *,
    login: str,
    name: str,
    password: str,
    roles: list[str],
    scope: list[str] | None = None,
    locale: str = "en",
    demo: bool = False,
) -> str:
    """Add a user, who must change the given password at the first login (demo users need not)."""
    _known_roles(roles)
    check_scope(scope or [])
    work.lock(f"identity:{login.lower()}")
    if store.user_by_login(work, login):
        raise UserExists(login=login)
    if not demo:
        check_password(login, password)
    user = User(
        id=f"user:{login.lower()}",
        login=login,
        name=name,
        password_hash=_demo_hash(password) if demo else _hasher().hash(password),
        roles=roles,
        scope=scope or [],
        locale=locale,
        must_change=not demo,
        demo=demo,
    )
    store.save_user(work, user)
    work.tell(UserAdded(user.id, login, tuple(roles)))
    return user.id


@action(permission="identity.manage", risk=Risk.INITIATE)
def assign_roles(
    work: Work, *, user: str, roles: list[str], scope: list[str] | None = None
) -> None:
    """Set a user's roles and the equipment under which they hold."""
    _known_roles(roles)
    check_scope(scope or [])
    with _an_administrator_stays(work, user):
        found = store.load_user(work, user)
        work.tell(found.assign(roles, scope or []))
        store.save_user(work, found)


@action(permission="identity.manage", risk=Risk.INITIATE)
def switch_user(work: Work, *, user: str, active: bool) -> None:
    """Let a user in, or keep the user out and end the user's sessions."""
    with _an_administrator_stays(work, user):
        found = store.load_user(work, user)
        work.tell(found.switch(active))
        store.save_user(work, found)
    if not active:
        store.revoke_sessions(work, user=user)


@contextmanager
def _an_administrator_stays(work: Work, changed: str) -> Iterator[None]:
    """Refuse a change that takes away the last right to manage users; rivals wait."""
    work.lock("identity:administrators")
    before = store.administrators(work)
    yield
    if before and not store.administrators(work):
        raise LastAdministrator(user=changed)


def _known_roles(roles: list[str]) -> None:
    for role in roles:
        if role not in ROLES:
            raise RoleUnknown(role=role, known=sorted(ROLES))
