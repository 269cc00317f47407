"""What tests stand on: a real PostgreSQL, a fresh database for each test, a world and its door."""

import itertools
import os
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck
from hypothesis import settings as hypothesis_settings
from sqlalchemy import Engine, make_url, text

from lineside.app.migrate import migrate
from lineside.app.wiring import build_door, load_rooms
from lineside.kernel.actors import Actor, ActorKind, service
from lineside.kernel.clock import SimulatedClock
from lineside.kernel.database import connect
from lineside.kernel.door import Door, Outcome
from lineside.kernel.ids import Ids
from lineside.kernel.postgres import Embedded
from lineside.kernel.settings import Settings
from lineside.kernel.tables import metadata
from lineside.kernel.work import World
from lineside.kernel.worker import Worker

# Machines are noisy: how long an example takes says nothing about whether it is right.
hypothesis_settings.register_profile(
    "lineside", deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
hypothesis_settings.load_profile("lineside")

START = datetime(2026, 10, 5, 6, 0, tzinfo=UTC)
_numbers = itertools.count(1)


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a PostgreSQL for this test run: given by the environment, or embedded."""
    given = os.environ.get("LINESIDE_TEST_DATABASE_URL")
    if given:
        yield given
        return
    embedded = Embedded(tmp_path_factory.mktemp("pg") / "postgres")
    embedded.start()
    yield embedded.url("postgres")
    embedded.stop()


@pytest.fixture(scope="session")
def template(server: str) -> Iterator[Engine]:
    """A database with all tables, from which each test's own is copied."""
    load_rooms()
    name = f"lineside_template_{os.getpid()}"
    admin = connect(server).execution_options(isolation_level="AUTOCOMMIT")
    with admin.connect() as link:
        link.execute(text(f'CREATE DATABASE "{name}"'))
    engine = connect(_other(server, name))
    migrate(engine)
    # Tables that have no migration yet; tests/published/test_migrations.py says which.
    metadata.create_all(engine)
    engine.dispose()
    yield admin
    with admin.connect() as link:
        link.execute(text(f'DROP DATABASE "{name}" WITH (FORCE)'))
    admin.dispose()


def _other(server: str, database: str) -> str:
    return make_url(server).set(database=database).render_as_string(hide_password=False)


@pytest.fixture
def database_url(server: str, template: Engine) -> Iterator[str]:
    """The address of a fresh database with all tables."""
    name = f"lineside_{os.getpid()}_{next(_numbers)}"
    source = f"lineside_template_{os.getpid()}"
    with template.connect() as link:
        link.execute(text(f'CREATE DATABASE "{name}" TEMPLATE "{source}"'))
    yield _other(server, name)
    with template.connect() as link:
        link.execute(text(f'DROP DATABASE "{name}" WITH (FORCE)'))


@pytest.fixture
def clock() -> SimulatedClock:
    return SimulatedClock(START)


@pytest.fixture
def world(database_url: str, clock: SimulatedClock, tmp_path: Path) -> Iterator[World]:
    """A world over a fresh database, at a simulated Monday morning, with repeatable ids."""
    engine = connect(database_url, pool=6)
    settings = Settings(data=tmp_path, database_url=database_url)
    yield World(settings=settings, engine=engine, clock=clock, ids=Ids(7))
    engine.dispose()


@pytest.fixture
def door(world: World) -> Door:
    return build_door(world)


@pytest.fixture
def worker(world: World, door: Door) -> Worker:
    return Worker(world, door)


class Person:
    """Somebody at the door, for short tests: ``supervisor.run("room.verb", lot="L-1")``."""

    def __init__(self, door: Door, actor: Actor) -> None:
        self._door = door
        self.actor = actor

    def run(self, entry: Any, /, **given: Any) -> Outcome:
        return self._door.run(entry, given, self.actor)

    def ask(self, entry: Any, /, **given: Any) -> Any:
        return self._door.ask(entry, given, self.actor)


def make_actor(role: str, *, scope: tuple[str, ...] = ()) -> Actor:
    from lineside.identity.model import ROLES

    return Actor(
        id=f"user:{role}",
        name=role.title(),
        kind=ActorKind.PERSON,
        roles=frozenset({role}),
        permissions=frozenset(ROLES[role]),
        scope=scope,
    )


@pytest.fixture
def operator(door: Door) -> Person:
    return Person(door, make_actor("operator"))


@pytest.fixture
def supervisor(door: Door) -> Person:
    return Person(door, make_actor("supervisor"))


@pytest.fixture
def signature(administrator: Person) -> str:
    """The password of a supervisor who is known by name, to sign with."""
    administrator.run("identity.add_user", login="supervisor", name="Supervisor", password="demo",
                      roles=["supervisor"], demo=True)  # fmt: skip
    return "demo"


@pytest.fixture
def administrator(door: Door) -> Person:
    return Person(door, make_actor("administrator"))


@pytest.fixture
def machine(door: Door) -> Person:
    """A room's service, as its jobs act."""
    return Person(door, service("tests"))
