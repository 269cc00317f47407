"""What people have beside the password: an authenticator, a PIN, a badge."""

from dataclasses import dataclass

from lineside.identity import store
from lineside.identity.actions.words import hashed, verify_password
from lineside.identity.errors import (
    BadgeInvalid,
    BadgeTaken,
    CodeWrong,
    FactorMissing,
    LoginRefused,
)
from lineside.identity.events import CredentialsChanged
from lineside.identity.model import check_badge, check_pin
from lineside.identity.one_time import address, matching_step, new_secret, picture
from lineside.kernel.catalogue import Risk, action
from lineside.kernel.door import OutsideScope
from lineside.kernel.vault import vault
from lineside.kernel.work import Work


@dataclass(frozen=True)
class FactorOffer:
    """What the authenticator is to take over: its address, the same as QR code, and to type."""

    address: str
    picture: str
    secret: str


@action(permission="identity.self", risk=Risk.SUPPORT, everyday=True, secret=True)
def begin_second_factor(work: Work, *, password: str) -> FactorOffer:
    """Offer oneself a secret for an authenticator. It holds once its first code was given."""
    login = _sure(work, password)
    secret = new_secret()
    found = store.load_credentials(work, work.actor.id)
    found.pending = vault(work.settings).seal(secret)
    store.save_credentials(work, found)
    wanted = address(secret, login)
    return FactorOffer(wanted, picture(wanted), secret)


@action(permission="identity.self", risk=Risk.SUPPORT, everyday=True)
def confirm_second_factor(work: Work, *, code: str) -> None:
    """Take the offered secret into use: from now on one's login asks for a code."""
    found = store.load_credentials(work, work.actor.id)
    if not found.pending:
        raise FactorMissing(user=work.actor.id)
    secret = vault(work.settings).open(found.pending)
    step = matching_step(secret, code, work.at, after=0)
    if step is None:
        raise CodeWrong(user=work.actor.id)
    found.confirm(step)
    store.save_credentials(work, found)
    work.tell(CredentialsChanged(work.actor.id, "second_factor", True))


@action(permission="identity.self", risk=Risk.SUPPORT, everyday=True)
def remove_second_factor(work: Work, *, password: str) -> None:
    """Log in by the password alone again."""
    _sure(work, password)
    _forget_factor(work, work.actor.id)


@action(permission="identity.manage", risk=Risk.INITIATE)
def reset_second_factor(work: Work, *, user: str) -> None:
    """Take the authenticator away from somebody who lost it; the user's sessions end."""
    require_own_area(work, store.load_user(work, user).scope)
    _forget_factor(work, user)
    store.revoke_sessions(work, user=user)


def _forget_factor(work: Work, user: str) -> None:
    found = store.load_credentials(work, user)
    found.forget_factor()
    store.save_credentials(work, found)
    work.tell(CredentialsChanged(user, "second_factor", False))


@action(permission="identity.self", risk=Risk.SUPPORT, everyday=True)
def set_pin(work: Work, *, password: str, pin: str) -> None:
    """Choose one's own PIN for shared terminals; an empty one takes it away."""
    _sure(work, password)
    if pin:
        check_pin(pin)
    give_pin(work, work.actor.id, hashed(pin) if pin else "")


def give_pin(work: Work, user: str, pin_hash: str) -> None:
    """Give a user a PIN, told by its hash; an empty one takes it away."""
    found = store.load_credentials(work, user)
    found.pin_hash = pin_hash
    store.save_credentials(work, found)
    work.tell(CredentialsChanged(user, "pin", bool(pin_hash)))


@action(permission="identity.manage", risk=Risk.INITIATE)
def set_badge(work: Work, *, user: str, badge: str) -> None:
    """Give somebody the badge that a scanner reads; an empty one takes it away."""
    require_own_area(work, store.load_user(work, user).scope)
    give_badge(work, user, badge)


def require_own_area(work: Work, scope: list[str]) -> None:
    """Who manages people of one area gives no rights beyond it, nor changes whoever has them."""
    beyond = [each for each in scope or [""] if not work.actor.reaches(each)]
    if beyond:
        raise OutsideScope(actor=work.actor.id, equipment=beyond[0], scope=list(work.actor.scope))


def give_badge(work: Work, user: str, badge: str) -> None:
    """Give a user a badge, free or the user's own already."""
    if badge and not check_badge(badge):
        raise BadgeInvalid(length=len(badge))
    work.lock("identity:badges")
    holder = store.user_by_badge(work, badge) if badge else None
    if holder and holder.id != user:
        raise BadgeTaken(user=holder.id)
    found = store.load_credentials(work, user)
    found.badge = badge or None
    store.save_credentials(work, found)
    work.tell(CredentialsChanged(user, "badge", bool(badge)))


def _sure(work: Work, password: str) -> str:
    """The login of whoever asks, once the password proved it."""
    known = verify_password(work, work.actor.id, password)
    login = store.load_user(work, work.actor.id).login
    if not known:
        raise LoginRefused(login=login)
    return login
