"""Logging in and out: with the password, or with a PIN at a shared terminal."""

import secrets
from dataclasses import dataclass, replace
from datetime import timedelta

from lineside.identity import store
from lineside.identity.actions.credentials import require_own_area
from lineside.identity.actions.words import matches, nobodys_hash
from lineside.identity.errors import SessionUnknown, TerminalUnknown
from lineside.identity.model import User
from lineside.identity.one_time import matching_step
from lineside.identity.queries import token_hash
from lineside.kernel.catalogue import Risk, action
from lineside.kernel.vault import vault
from lineside.kernel.work import Work


@dataclass(frozen=True)
class Login:
    """A session's token, to be kept by the browser; empty when the login was refused.

    ``code_needed`` tells that the password was right and the authenticator's code was not given, or
    did not fit.
    """

    token: str
    user: str
    must_change: bool = False
    locked_minutes: int = 0
    code_needed: bool = False


REFUSED = Login("", "")
CODE_NEEDED = Login("", "", code_needed=True)


@action(permission="identity.login", risk=Risk.INFORM, everyday=True, secret=True)
def log_in(work: Work, *, login: str, password: str, code: str = "", label: str = "") -> Login:
    """Open a session. A failure is counted and answers alike whether the login exists or not."""
    user = store.user_by_login(work, login)
    if user is None or not user.active:
        # The same work is done for an unknown login, so that time tells nothing.
        matches(nobodys_hash(), password)
        return REFUSED
    if user.is_locked(work.at):
        return _locked(work, user)
    if not matches(user.password_hash, password):
        return _failed(work, user)
    if not _code_fits(work, user, code):
        return replace(_failed(work, user), code_needed=True) if code else CODE_NEEDED
    return _entered(work, user, label, None)


@action(permission="identity.login", risk=Risk.INFORM, everyday=True, secret=True)
def log_in_at_terminal(work: Work, *, token: str, who: str, pin: str, label: str = "") -> Login:
    """Open a session at an enrolled terminal, for a login or badge with its PIN.

    Its rights end at the work of operators and technicians; wrong PINs count like wrong passwords.
    """
    terminals = store.terminals_in_use(work, token_hash(token))
    if not terminals:
        raise TerminalUnknown()
    user = store.user_by_login(work, who) or store.user_by_badge(work, who)
    if user is None or not user.active or not user.actor().reaches(terminals[0].station):
        matches(nobodys_hash(), pin)
        return REFUSED
    if user.is_locked(work.at):
        return _locked(work, user)
    if not matches(store.load_credentials(work, user.id).pin_hash or nobodys_hash(), pin):
        return _failed(work, user)
    return _entered(work, user, label, terminals[0].id)


def _locked(work: Work, user: User) -> Login:
    assert user.locked_until is not None
    return Login("", "", locked_minutes=1 + (user.locked_until - work.at).seconds // 60)


def _failed(work: Work, user: User) -> Login:
    locked = user.fail_login(work.at)
    if locked:
        work.tell(locked)
    store.save_user(work, user)
    return Login("", "", locked_minutes=locked.minutes if locked else 0)


def _code_fits(work: Work, user: User, code: str) -> bool:
    """Whether the authenticator's code fits, where one is asked for; a code serves once."""
    found = store.load_credentials(work, user.id)
    if not found.factor:
        return True
    secret = vault(work.settings).open(found.factor)
    step = matching_step(secret, code, work.at, found.step)
    if step is None:
        return False
    found.step = step
    store.save_credentials(work, found)
    return True


def _entered(work: Work, user: User, label: str, terminal: str | None) -> Login:
    user.pass_login()
    store.save_user(work, user)
    return Login(open_session(work, user, label, terminal), user.id, user.must_change)


def open_session(work: Work, user: User, label: str, terminal: str | None = None) -> str:
    """A fresh token for the user; only its hash is stored."""
    token = secrets.token_urlsafe(32)
    expires = work.at + timedelta(hours=work.settings.session_hours)
    store.save_session(work, token_hash(token), user.id, label, expires, terminal)
    return token


@action(permission="identity.self", risk=Risk.INFORM, everyday=True)
def log_out(work: Work, *, token: str) -> None:
    """End the session of this token, at the server."""
    store.revoke_sessions(work, token_hash=token_hash(token))


@action(permission="identity.self", risk=Risk.INFORM, everyday=True)
def end_session(work: Work, *, session: str) -> None:
    """End one of one's own sessions, such as that of a browser left open elsewhere."""
    if not store.end_session(work, work.actor.id, session):
        raise SessionUnknown(session=session)


@action(permission="identity.manage", risk=Risk.INITIATE)
def end_sessions(work: Work, *, user: str) -> int:
    """End all sessions of somebody, such as one whose phone was lost; returns how many."""
    require_own_area(work, store.load_user(work, user).scope)
    return store.revoke_sessions(work, user=user)
