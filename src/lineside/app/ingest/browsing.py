"""A short session with a source, beside the connection that listens to it: to look, or to set."""

import asyncio
from collections.abc import Coroutine, Mapping
from dataclasses import replace
from typing import Any, TypeVar
from urllib.parse import urlparse

from lineside.app.ingest.sources import make_source, mqtt_settings, trust_folder
from lineside.kernel.errors import Unavailable
from lineside.kernel.work import World
from lineside.telemetry.errors import SourceUnavailable, WriteRefused, WriteUnconfirmed
from lineside.telemetry.model import Found, Poison, Written, same_number
from lineside.telemetry.ports import Allowed, Settable, ShownCertificate, Source
from lineside.telemetry.queries import ConnectionView

LOOK_S = 20.0
READS, READ_AGAIN_S = 10, 0.2
T = TypeVar("T")


class OtherSources:
    """Opens a source of its own for each look and closes it again; nothing of ours is disturbed."""

    def __init__(self, world: World) -> None:
        self._world = world

    def browse(
        self, protocol: str, address: str, options: Mapping[str, str], under: str, limit: int
    ) -> list[Found]:
        """What lies under an address of the source (empty: the top)."""
        source = self._source(protocol, address, options)
        return _waited(_looked(source, under or None, limit))

    def server_certificate(self, address: str, options: Mapping[str, str]) -> ShownCertificate:
        """The certificate that an OPC UA server shows for the security asked for."""
        from cryptography import x509

        from lineside.telemetry.adapters.opcua_trust import TrustList

        source: Any = self._source("opcua", address, options)
        content, print_ = _waited(source.server_certificate())
        hosts = TrustList(trust_folder(self._world.settings)).trusted().get(print_, [])
        trusted = urlparse(address).hostname in hosts
        if not content:
            return ShownCertificate("", True, "", "")
        parsed = x509.load_der_x509_certificate(content)
        until = parsed.not_valid_after_utc.isoformat()
        return ShownCertificate(print_, trusted, parsed.subject.rfc4514_string(), until)

    def set_value(
        self,
        protocol: str,
        address: str,
        options: Mapping[str, str],
        node: str,
        value: float,
        allowed: Allowed,
    ) -> Written:
        """Read a value, write another if ``allowed`` says nothing against it, and read it back."""
        source = self._source(protocol, address, options)
        if not isinstance(source, Settable):
            raise WriteRefused(address=node, problem=f"{protocol} tells of no write that was taken")
        return _waited(_set(source, node, value, allowed))

    def _source(self, protocol: str, address: str, options: Mapping[str, str]) -> Source:
        row = _row(protocol, address, options, self._world)
        if protocol == "mqtt":
            return self._listener(row)
        return make_source(self._world, row, _ignored)

    def _listener(self, row: ConnectionView) -> Source:
        """A listener that the broker forgets: it must keep no messages for a passing look."""
        from lineside.telemetry.adapters.mqtt import MqttSource

        settings = replace(mqtt_settings(row), persistent=False)
        return MqttSource(settings, clock=self._world.clock, quarantine=_ignored, name=row.id)


def _row(protocol: str, address: str, options: Mapping[str, str], world: World) -> ConnectionView:
    """A connection's row for a look, with names of its own at the broker."""
    own = {"host_id": "lineside-look"} if protocol == "sparkplug" else {}
    return ConnectionView(
        f"look-{world.ids.new(world.clock.now())}", protocol, address, {**options, **own}, True,
        "idle", "", world.clock.now(), 0,
    )  # fmt: skip


def _waited(look: Coroutine[Any, Any, T]) -> T:
    try:
        return asyncio.run(asyncio.wait_for(look, LOOK_S))
    except TimeoutError as error:
        raise SourceUnavailable(problem="does not answer", seconds=LOOK_S) from error


async def _looked(source: Source, under: str | None, limit: int) -> list[Found]:
    try:
        await source.connect()
        return await source.browse(under, limit=limit)
    finally:
        await source.close()


async def _set(source: Settable, node: str, value: float, allowed: Allowed) -> Written:
    try:
        await source.connect()
        before = await source.read(node)
        allowed(before)
        try:
            await source.write(node, value)
            return Written(before, await _read_back(source, node, value))
        except Unavailable as error:
            raise WriteUnconfirmed(address=node, value=value, problem=error.line()) from error
    finally:
        await source.close()


async def _read_back(source: Settable, node: str, value: float) -> float | None:
    """What the source holds after a write; some controls take a moment until they show it."""
    found = await source.read(node)
    for _ in range(READS):
        if same_number(found, value):
            return found
        await asyncio.sleep(READ_AGAIN_S)
        found = await source.read(node)
    return found


def _ignored(poison: Poison) -> None:
    """A look parks nothing: the connection itself does."""
