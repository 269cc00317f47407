"""Commands that keep the house: database, migrate, audit, users."""

import argparse
import getpass
import sys

from lineside.app.cli.opening import acting, opened, say, settings_of
from lineside.identity.actions import add_user, set_password
from lineside.kernel.postgres import Embedded


def database(arguments: argparse.Namespace) -> int:
    """``lineside database url|start|stop``."""
    settings = settings_of(arguments)
    if settings.database_url:
        print(settings.database_url)
        return 0
    embedded = Embedded(settings.data / "postgres")
    if arguments.what == "stop":
        embedded.stop()
        return 0
    settings.data.mkdir(parents=True, exist_ok=True)
    embedded.start()
    if arguments.what == "url":
        print(embedded.url())
    return 0


def migrate(arguments: argparse.Namespace) -> int:
    """``lineside migrate``: opening the house brings the database to this version."""
    with opened(arguments):
        pass
    if arguments.json:
        say({"migrated": True})
    return 0


def audit(arguments: argparse.Namespace) -> int:
    """``lineside audit verify``: exit 1 and the first bad line when the trail was tampered with."""
    with opened(arguments) as house:
        verdict = house.door.ask("identity.verify_audit", {}, acting(house, ""))
    if arguments.json:
        say(vars(verdict))
    elif verdict.ok:
        print(f"audit trail whole: {verdict.lines} lines")
    else:
        print(f"audit trail broken at line {verdict.first_bad}: {verdict.problem}", file=sys.stderr)
    return 0 if verdict.ok else 1


def user(arguments: argparse.Namespace) -> int:
    """``lineside user add LOGIN --role ROLE`` or ``user password LOGIN``; asks for the password."""
    password = getpass.getpass("password: ") if sys.stdin.isatty() else sys.stdin.readline().strip()
    with opened(arguments) as house:
        actor = acting(house, "")
        if arguments.what == "add":
            given = {
                "login": arguments.login,
                "name": arguments.name or arguments.login,
                "password": password,
                "roles": arguments.role,
            }
            house.door.run(add_user, given, actor)
        else:
            house.door.run(set_password, {"login": arguments.login, "password": password}, actor)
    return 0
