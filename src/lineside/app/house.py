"""The whole house, running: database, historian, door and worker, opened and closed in order."""

import threading
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass

from lineside.app.wiring import build_door, open_world
from lineside.kernel.clock import Clock
from lineside.kernel.door import Door
from lineside.kernel.settings import Settings
from lineside.kernel.work import World
from lineside.kernel.worker import Worker


@dataclass
class House:
    """What stands after opening: the world, its door and a worker (not yet running)."""

    world: World
    door: Door
    worker: Worker


@contextmanager
def open_house(
    settings: Settings, *, clock: Clock | None = None, writer: bool = False
) -> Iterator[House]:
    """Open the house of a data folder.

    The ``writer`` owns the historian (the serving process); everybody else reads beside it.
    """
    with ExitStack() as stack:
        world = stack.enter_context(open_world(settings, clock=clock))
        provide_ports(world, stack, writer=writer)
        door = build_door(world)
        provide_intake(world, door)
        yield House(world, door, Worker(world, door))


def provide_ports(world: World, stack: ExitStack, *, writer: bool) -> None:
    """Fulfil the rooms' ports with this installation's adapters."""
    from lineside.app.ingest.browsing import OtherSources
    from lineside.telemetry.adapters.parquet_historian import FollowingHistorian, ParquetHistorian
    from lineside.telemetry.live import LiveState
    from lineside.telemetry.ports import Historian, LiveValues, Sources

    folder = world.settings.data / "historian"
    historian = ParquetHistorian(folder) if writer else FollowingHistorian(folder)
    stack.callback(historian.close)
    live = LiveState()
    live.update(historian.last())
    world.provide(Historian, historian)
    world.provide(LiveValues, live)
    world.provide(Sources, OtherSources(world))


def provide_intake(world: World, door: Door) -> None:
    """Let gateways send samples through the door."""
    from lineside.app.edge.intake import GatewayIntake
    from lineside.telemetry.ports import Intake

    world.provide(Intake, GatewayIntake(world, door))


@contextmanager
def working(worker: Worker) -> Iterator[None]:
    """Run the worker beside the caller until the block ends."""
    thread = threading.Thread(target=worker.run, name="worker", daemon=True)
    thread.start()
    try:
        yield
    finally:
        worker.stop()
        thread.join(timeout=30)
