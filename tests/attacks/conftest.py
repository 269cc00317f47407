"""What the attacks run against: the demonstration plant over HTTP, one person for each role."""

import os
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import replace
from datetime import UTC, datetime
from functools import wraps
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient
from fitting_arguments import PASSWORD
from sqlalchemy import make_url, text

from lineside.app.house import provide_ports
from lineside.app.http.security import COOKIE
from lineside.app.http.server import create_app
from lineside.app.wiring import build_door
from lineside.identity.actions import open_session
from lineside.identity.model import ROLES
from lineside.identity.store import load_user
from lineside.kernel import catalogue
from lineside.kernel.actors import service
from lineside.kernel.clock import SimulatedClock
from lineside.kernel.database import connect
from lineside.kernel.door import Door
from lineside.kernel.errors import Refusal
from lineside.kernel.ids import Ids
from lineside.kernel.logs import configure
from lineside.kernel.settings import Settings
from lineside.kernel.work import World

HALDEN = Path(__file__).parents[2] / "plants" / "halden"
START = datetime(2026, 10, 5, 6, 0, tzinfo=UTC)


class Reached(Refusal):
    """The request came as far as the entry's own function."""

    code = "tests.Reached"
    status = 418


@pytest.fixture
def _hollow(monkeypatch):
    """The catalogue with functions that only say that they were reached."""

    def hollow(entry):
        @wraps(entry.function)
        def reached(*_, **__):
            raise Reached()

        return replace(entry, function=reached)

    entries = {name: hollow(entry) for name, entry in catalogue._entries.items()}
    monkeypatch.setattr(catalogue, "_entries", entries)


class Site:
    """A plant behind its HTTP server, and browsers of people who are logged in to it."""

    def __init__(self, world: World, door: Door) -> None:
        self.world = world
        self.door = door
        self.app = create_app(world, door)

    def stranger(self) -> TestClient:
        """A browser with no session, which sends what the pages send."""
        return TestClient(self.app, raise_server_exceptions=False, headers={"X-Lineside": "1"})

    def browser(self, role: str) -> TestClient:
        """A browser of the person who has this role."""
        client = self.stranger()
        client.cookies.set(COOKIE, self.token(role))
        return client

    def token(self, role: str) -> str:
        with self.world.work(service("identity")) as work:
            return open_session(work, load_user(work, f"user:{role}"), "attack")

    def add_user(self, login: str, **given: Any) -> None:
        values = {"login": login, "name": login, "password": PASSWORD, "demo": True} | given
        self.door.run("identity.add_user", values, service("tests"))


@pytest.fixture(scope="session")
def site(server: str, template: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """One site for all attacks: none of them may leave a trace that another one would notice."""
    source, name = (f"lineside_{kind}_{os.getpid()}" for kind in ("template", "attacked"))
    with template.connect() as link:
        link.execute(text(f'CREATE DATABASE "{name}" TEMPLATE "{source}"'))
    url = make_url(server).set(database=name).render_as_string(hide_password=False)
    configure("critical")
    engine = connect(url, pool=4)
    settings = Settings(data=tmp_path_factory.mktemp("attacked"), database_url=url)
    world = World(settings=settings, engine=engine, clock=SimulatedClock(START), ids=Ids(7))
    with ExitStack() as stack:
        provide_ports(world, stack, writer=True)
        made = Site(world, build_door(world))
        made.door.run("plant.load_plant", {"folder": str(HALDEN)}, service("tests"))
        for role in ROLES:
            made.add_user(role, roles=[role])
        yield made
    engine.dispose()
    with template.connect() as link:
        link.execute(text(f'DROP DATABASE "{name}" WITH (FORCE)'))
