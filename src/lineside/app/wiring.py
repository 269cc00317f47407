"""The composition root: which rooms there are, and which adapters fulfil their ports."""

import importlib
import importlib.util
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Engine

from lineside.kernel.clock import Clock, RealClock
from lineside.kernel.door import Door
from lineside.kernel.ids import Ids
from lineside.kernel.settings import Settings
from lineside.kernel.work import World

# Lowest storey first: a room is loaded after those that it may call.
ROOMS = (
    "kernel", "plant", "identity", "telemetry", "tracing", "documents", "guidance", "andon",
    "learning", "inventory", "quality", "maintenance", "energy", "execution", "scheduling",
    "twin", "control", "copilot", "workflow", "enterprise", "value",
)  # fmt: skip
FACES = ("events", "store", "actions", "queries", "jobs")


def load_rooms() -> None:
    """Import every room, so that the catalogue, the news and the jobs are known."""
    for room in ROOMS:
        for face in FACES:
            name = f"lineside.{room}.{face}"
            if importlib.util.find_spec(name) is not None:
                importlib.import_module(name)


def build_door(world: World) -> Door:
    """The door with the product's gate, trail and proposals."""
    from lineside.guidance.actions import Proposals
    from lineside.identity.actions import AuditTrail, PasswordSignatures
    from lineside.identity.policy import load_gate

    gate = load_gate(world.settings.data)
    return Door(
        world,
        gate=gate,
        trail=AuditTrail(),
        proposals=Proposals(),
        signatures=PasswordSignatures(),
    )


def build_world(
    settings: Settings, engine: Engine, *, clock: Clock | None = None, seed: int | None = None
) -> World:
    """A world over a database, with ids that repeat when a seed is given."""
    load_rooms()
    return World(settings=settings, engine=engine, clock=clock or RealClock(), ids=Ids(seed))


@contextmanager
def open_world(settings: Settings, *, clock: Clock | None = None) -> Iterator[World]:
    """A world over the settings' database, which is started and migrated if need be."""
    from lineside.app.migrate import migrate
    from lineside.kernel.database import database

    load_rooms()
    settings.data.mkdir(parents=True, exist_ok=True)
    with database(settings) as engine:
        migrate(engine)
        yield build_world(settings, engine, clock=clock)
