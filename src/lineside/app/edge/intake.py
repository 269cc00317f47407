"""Samples that a gateway sent, put on the same path as those that this process hears itself."""

import threading

import pyarrow as pa

from lineside.app.ingest.pipeline import Pipeline
from lineside.kernel.actors import service
from lineside.kernel.door import Door
from lineside.kernel.errors import Unavailable
from lineside.kernel.work import World
from lineside.telemetry import queries
from lineside.telemetry.ports import Batch, Historian


class IntakeElsewhere(Unavailable):
    """This process only reads the historian; another one writes it."""

    code = "app.IntakeElsewhere"
    advice = "Send samples to the address of `lineside serve`."


class GatewayIntake:
    """One pipeline for each connection, made anew when its tags change."""

    def __init__(self, world: World, door: Door) -> None:
        self._world = world
        self._door = door
        self._writing = threading.Lock()
        self._taking = threading.Lock()
        self._pipelines: dict[str, tuple[str, Pipeline]] = {}

    def take(self, connection: str, samples: pa.Table) -> None:
        """Prepare, store and show a batch, and tell what is derived from it."""
        if not isinstance(self._world.the(Historian), Historian):
            raise IntakeElsewhere(connection=connection)
        with self._taking:
            self._pipeline(connection).take(Batch(samples))

    def _pipeline(self, connection: str) -> Pipeline:
        with self._world.work(service("telemetry")) as work:
            tags = queries.tags(work, connection=connection)
        known = self._pipelines.get(connection)
        if known is None or known[0] != repr(tags):
            made = Pipeline(self._world, self._door, tags, self._writing)
            known = self._pipelines[connection] = (repr(tags), made)
        return known[1]
