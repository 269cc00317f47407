"""What one may do with users."""

from collections.abc import Iterator
from contextlib import contextmanager

from lineside.identity import store
from lineside.identity.actions.credentials import give_badge, give_pin, require_own_area
from lineside.identity.actions.words import demo_hash, hashed, verify_password
from lineside.identity.errors import (
    LastAdministrator,
    LoginRefused,
    RoleUnknown,
    UserExists,
    UserUnknown,
)
from lineside.identity.events import UserAdded
from lineside.identity.model import ROLES, User, check_password, check_pin, check_scope
from lineside.kernel.catalogue import Risk, action
from lineside.kernel.work import Work


@action(permission="identity.self", risk=Risk.SUPPORT, everyday=True)
def change_password(work: Work, *, old_password: str, new_password: str) -> None:
    """Change one's own password; every session of the user ends. A wrong old one counts."""
    known = verify_password(work, work.actor.id, old_password)
    user = store.load_user(work, work.actor.id)
    if not known:
        raise LoginRefused(login=user.login)
    check_password(user.login, new_password)
    user.password_hash = hashed(new_password)
    user.must_change = False
    store.save_user(work, user)
    store.revoke_sessions(work, user=user.id)


@action(permission="identity.manage", risk=Risk.INITIATE)
def set_password(work: Work, *, login: str, password: str) -> None:
    """Set somebody's password, to be changed at the next login; the user's sessions end."""
    user = store.user_by_login(work, login)
    if user is None:
        raise UserUnknown(login=login)
    require_own_area(work, user.scope)
    check_password(login, password)
    user.password_hash = hashed(password)
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
    badge: str = "",
    pin: str = "",
    demo: bool = False,
) -> str:
    """Add a user, who must change the given password at the first login (demo users need not)."""
    _known_roles(roles)
    check_scope(scope or [])
    require_own_area(work, scope or [])
    work.lock(f"identity:{login.lower()}")
    if store.user_by_login(work, login):
        raise UserExists(login=login)
    if not demo:
        check_password(login, password)
    user = User(
        id=f"user:{login.lower()}",
        login=login,
        name=name,
        password_hash=demo_hash(password) if demo else hashed(password),
        roles=roles,
        scope=scope or [],
        locale=locale,
        must_change=not demo,
        demo=demo,
    )
    store.save_user(work, user)
    if badge:
        give_badge(work, user.id, badge)
    if pin:
        check_pin(pin)
        give_pin(work, user.id, demo_hash(pin) if demo else hashed(pin))
    work.tell(UserAdded(user.id, login, tuple(roles)))
    return user.id


@action(permission="identity.manage", risk=Risk.INITIATE)
def assign_roles(
    work: Work, *, user: str, roles: list[str], scope: list[str] | None = None
) -> None:
    """Set a user's roles and the equipment under which they hold."""
    _known_roles(roles)
    check_scope(scope or [])
    require_own_area(work, scope or [])
    with _an_administrator_stays(work, user):
        found = store.load_user(work, user)
        require_own_area(work, found.scope)
        work.tell(found.assign(roles, scope or []))
        store.save_user(work, found)


@action(permission="identity.manage", risk=Risk.INITIATE)
def switch_user(work: Work, *, user: str, active: bool) -> None:
    """Let a user in, or keep the user out and end the user's sessions."""
    with _an_administrator_stays(work, user):
        found = store.load_user(work, user)
        require_own_area(work, found.scope)
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
