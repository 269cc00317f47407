"""Secret words: how they are stored and compared, and the signature that a password gives."""

import secrets
from functools import lru_cache
from typing import Any

from lineside.identity import store
from lineside.kernel.actors import Actor, service
from lineside.kernel.work import Work, World


@lru_cache(maxsize=1)
def _hasher() -> Any:
    from argon2 import PasswordHasher

    return PasswordHasher(time_cost=2, memory_cost=19_456, parallelism=1)


def hashed(word: str) -> str:
    """A password or PIN as it is stored (Argon2id)."""
    return str(_hasher().hash(word))


def matches(stored: str, password: str) -> bool:
    """Whether this is the word behind the hash; an empty hash fits none."""
    from argon2.exceptions import Argon2Error, InvalidHashError

    try:
        return bool(_hasher().verify(stored, password))
    except (Argon2Error, InvalidHashError):
        return False


@lru_cache(maxsize=2)
def demo_hash(password: str) -> str:
    """Demonstration users share one published password and PIN, so they may share the hashes."""
    return hashed(password)


@lru_cache(maxsize=1)
def nobodys_hash() -> str:
    """What a stranger's word is compared with, so that time tells nothing."""
    return hashed(secrets.token_urlsafe(16))


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
        if matches(user.password_hash, password):
            return True
        locked = user.fail_login(work.at)
        if locked:
            work.tell(locked)
        store.save_user(work, user)
        return False
