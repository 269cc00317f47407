"""What the commands share: settings, an open house, and who acts."""

import argparse
import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from lineside.app.house import House, open_house
from lineside.identity.errors import UserUnknown
from lineside.identity.queries import actor_named
from lineside.kernel.actors import Actor, ActorKind, service
from lineside.kernel.logs import configure
from lineside.kernel.settings import Settings, load_settings


def settings_of(arguments: argparse.Namespace) -> Settings:
    """The settings of the data folder that the command names."""
    found = load_settings(
        arguments.data,
        port=getattr(arguments, "port", None),
        host=getattr(arguments, "host", None),
    )
    configure(found.log_level)
    return found


@contextmanager
def opened(arguments: argparse.Namespace) -> Iterator[House]:
    """The house for a short command; quiet, because its answer goes to standard output."""
    settings = settings_of(arguments)
    configure("error")
    with open_house(settings) as house:
        yield house


def acting(house: House, login: str) -> Actor:
    """The user of that login; without one, the owner of the data folder acts as administrator."""
    if not login:
        return Actor(
            id="owner",
            name="owner of the data folder",
            kind=ActorKind.PERSON,
            roles=frozenset({"administrator"}),
            permissions=frozenset({"*"}),
        )
    with house.world.work(service("identity")) as work:
        found = actor_named(work, login)
    if found is None:
        raise UserUnknown(login=login)
    return found


def say(answer: Any) -> None:
    """One JSON document on standard output."""
    json.dump(answer, sys.stdout, ensure_ascii=False, indent=2, default=str)
    sys.stdout.write("\n")
