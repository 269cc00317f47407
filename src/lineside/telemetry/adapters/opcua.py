"""OPC UA client: subscriptions that survive their server, and security that refuses.

The library's own reconnection can hang after a server froze, so none of it is used: a watchdog
reads the server's state every second, and a client that does not answer is thrown away, connection
and all, and a new one made. Until then the tags have no data (uncertain).
"""

import asyncio
import contextlib
from collections import defaultdict
from collections.abc import AsyncIterator, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
from asyncua import Client, ua
from asyncua.common.subscription import DataChangeEvent, OverflowPolicy, Subscription

from lineside.kernel.clock import Clock, RealClock
from lineside.kernel.errors import Refusal
from lineside.telemetry.adapters.inbox import Inbox
from lineside.telemetry.adapters.opcua_client import REQUEST_S, Connector, OpcUaSettings, discard
from lineside.telemetry.adapters.opcua_nodes import (
    children,
    node_id,
    number_of,
    quality_of,
    time_of,
)
from lineside.telemetry.adapters.opcua_trust import thumbprint
from lineside.telemetry.errors import (
    AddressInvalid,
    PayloadInvalid,
    SignalUnknown,
    SourceUnavailable,
    WriteRefused,
)
from lineside.telemetry.model import (
    Found,
    Health,
    Quality,
    Signal,
    SourceState,
    same_number,
)
from lineside.telemetry.ports import Batch, Quarantine

__all__ = ["OpcUaSettings", "OpcUaSource"]
WATCH_S = 1.0
RETRY_S = 1.0
_FAREWELL_S = 1.0
_REFUSED_RETRY_S = 5.0
_LONGEST_TEXT = 65_536
_LARGEST_WAVE = 2**20
_ITEMS_AT_ONCE = 500
_QUEUE = 200_000
# The link's own failures; any other status is the server's answer.
LINK_FAILURES = (
    ua.uaerrors.BadConnectionClosed,
    ua.uaerrors.BadCommunicationError,
    ua.uaerrors.BadSecureChannelClosed,
    ua.uaerrors.BadServerNotConnected,
    ua.uaerrors.BadSessionClosed,
    ua.uaerrors.BadSessionIdInvalid,
    ua.uaerrors.BadTimeout,
    OSError,
    TimeoutError,
)
_SERVER_STATE = ua.NodeId(2259)
# A value that stands still is news too: without it a steady signal looks like a dead one.
_EVERY_SAMPLE = ua.DataChangeTrigger.StatusValueTimestamp
_EVERY_CHANGE = ua.DataChangeTrigger.StatusValue


class OpcUaSource:
    """One OPC UA server."""

    def __init__(
        self,
        settings: OpcUaSettings,
        *,
        clock: Clock,
        quarantine: Quarantine,
        name: str = "opcua",
        writable: bool = False,
        certificate_clock: Clock | None = None,
    ) -> None:
        self._settings = settings
        self._clock = clock
        self._writable = writable
        # Certificates are valid in real time, also where the samples' time is simulated.
        self._connector = Connector(settings, certificate_clock or RealClock())
        self._inbox = Inbox(name, clock, quarantine)
        self._client: Client | None = None
        self._namespaces: list[str] = []
        self._signals: list[Signal] = []
        self._by_node: dict[ua.NodeId, list[Signal]] = {}
        self._handles = 0
        self._keeper: asyncio.Task[None] | None = None

    # -- trust

    async def server_certificate(self) -> tuple[bytes, str]:
        """The certificate that the server shows for the chosen security, and its thumbprint."""
        endpoint = await self._connector.endpoint()
        certificate = bytes(endpoint.ServerCertificate or b"")
        return certificate, thumbprint(certificate)

    def trust(self, print_: str) -> None:
        """Trust the server's certificate with this thumbprint; a person's explicit act."""
        self._connector.trusted.trust(print_, self._settings.host())

    # -- connecting

    async def connect(self) -> None:
        """Reach the server once; refuses with the reason."""
        if self._client is None:
            self._inbox.stand(SourceState.CONNECTING)
            try:
                self._client, self._namespaces = await self._connector.open()
            except Refusal as refusal:
                self._inbox.stand(SourceState.REFUSED, refusal.line())
                raise

    # -- browsing and writing

    async def browse(self, under: str | None = None, *, limit: int = 1000) -> list[Found]:
        """What lies under a node; the server's Objects when None."""
        client = self._connected()
        node = ua.NodeId(ua.ObjectIds.ObjectsFolder)
        if under is not None:
            node = node_id(under, self._namespaces)
        try:
            return await children(client, node, self._namespaces, limit)
        except (ua.UaError, OSError, TimeoutError, ConnectionError) as error:
            raise SourceUnavailable(url=self._settings.url, problem=str(error)[:200]) from error

    def _connected(self) -> Client:
        if self._client is None:
            raise SourceUnavailable(url=self._settings.url, problem="not connected")
        return self._client

    async def write(self, address: str, value: float | bool | str) -> None:
        """Write a value in the node's own type."""
        if not self._writable:
            raise WriteRefused(address=address, problem="the connection is read-only")
        node = self._connected().get_node(node_id(address, self._namespaces))
        try:
            kind = await node.read_data_type_as_variant_type()
            await node.write_value(ua.DataValue(ua.Variant(_typed(address, value, kind), kind)))
        except LINK_FAILURES as error:
            raise SourceUnavailable(url=self._settings.url, problem=repr(error)[:200]) from error
        except (ua.UaError, ValueError, TypeError) as error:
            raise WriteRefused(address=address, problem=str(error)[:200]) from error

    async def read(self, address: str) -> float | None:
        """The present value of a node that holds a number; None while it has none of use."""
        node = self._connected().get_node(node_id(address, self._namespaces))
        try:
            told = await node.read_data_value(raise_on_bad_status=False)
        except (ua.UaError, OSError, TimeoutError) as error:
            raise SourceUnavailable(url=self._settings.url, problem=repr(error)[:200]) from error
        if quality_of(told.StatusCode) is Quality.BAD or told.Value is None:
            return None
        found = number_of(told.Value.Value, {})
        return None if found != found else found

    # -- the subscription

    async def subscribe(self, signals: Sequence[Signal]) -> AsyncIterator[Batch]:
        """Batches of the nodes' values, through any number of losses."""
        self._signals = [*self._signals, *signals]
        self._keeper = asyncio.create_task(self._keep())
        try:
            async for batch in self._inbox.batches():
                yield batch
        finally:
            await self._end_keeper()

    async def _keep(self) -> None:
        """Connect, stream, and on any failure discard and begin again."""
        while True:
            pause = RETRY_S
            try:
                if self._client is None:
                    self._client, self._namespaces = await self._connector.open()
                await self._stream(self._client)
            except SourceUnavailable as refusal:
                self._inbox.stand(SourceState.LOST, refusal.line())
            except Refusal as refusal:
                self._inbox.stand(SourceState.REFUSED, refusal.line())
                pause = _REFUSED_RETRY_S
            except Exception as error:
                # Whatever a library or a hostile server makes of it, the answer is a new client.
                self._inbox.stand(SourceState.LOST, f"{type(error).__name__}: {error}"[:200])
            self._inbox.lose()
            client, self._client = self._client, None
            if client is not None:
                await discard(client)
            await asyncio.sleep(pause)

    async def _stream(self, client: Client) -> None:
        """Subscribe and hand values on until the server is gone."""
        subscription = await self._subscribed(client)
        self._inbox.stand(SourceState.LIVE)
        tasks = [
            asyncio.create_task(self._pump(subscription)),
            asyncio.create_task(self._watch(client, subscription)),
        ]
        try:
            done, _ = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
            for task in done:
                task.result()
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)

    async def _watch(self, client: Client, subscription: Subscription) -> None:
        """Fail when the server does not tell its state in time, or publishes no more."""
        state = client.get_node(_SERVER_STATE)
        while True:
            await asyncio.wait_for(state.read_value(), REQUEST_S)
            if subscription.is_stale(2.0):
                raise SourceUnavailable(url=self._settings.url, problem="publishes no more")
            await asyncio.sleep(WATCH_S)

    async def _subscribed(self, client: Client) -> Subscription:
        period = self._settings.publish_s * 1000
        subscription = await client.create_subscription(
            period, queue_maxsize=_QUEUE, overflow=OverflowPolicy.DROP_NEWEST
        )
        self._by_node = defaultdict(list)
        for signal in self._signals:
            try:
                self._by_node[node_id(signal.address, self._namespaces)].append(signal)
            except (AddressInvalid, SignalUnknown) as refusal:
                self._inbox.refuse(signal.address, refusal.line())
        by_interval: dict[float, list[ua.NodeId]] = defaultdict(list)
        for node, signals in self._by_node.items():
            by_interval[min(signal.interval_s for signal in signals)].append(node)
        for interval_s, nodes in by_interval.items():
            for first in range(0, len(nodes), _ITEMS_AT_ONCE):
                part = nodes[first : first + _ITEMS_AT_ONCE]
                await self._monitor(subscription, part, interval_s)
        return subscription

    async def _monitor(
        self, subscription: Subscription, nodes: list[ua.NodeId], interval_s: float
    ) -> None:
        """Monitor some nodes: each new sample where the server can, else each change of value."""
        queue = max(2, int(10 * self._settings.publish_s / max(interval_s, 0.001)))
        for trigger in (_EVERY_SAMPLE, _EVERY_CHANGE):
            asked = [self._item(node, interval_s, queue, trigger) for node in nodes]
            results = await subscription.create_monitored_items(asked)
            refused = [
                (node, result)
                for node, result in zip(nodes, results, strict=True)
                if isinstance(result, ua.StatusCode)
            ]
            nodes = [node for node, _ in refused]
            if not nodes:
                return
        for node, result in refused:
            for signal in self._by_node[node]:
                self._inbox.refuse(signal.address, f"not monitored: {result.name}")

    def _item(
        self, node: ua.NodeId, interval_s: float, queue: int, trigger: ua.DataChangeTrigger
    ) -> ua.MonitoredItemCreateRequest:
        """One node to monitor. The server's queue holds several publishing intervals."""
        self._handles += 1
        asked = ua.MonitoredItemCreateRequest()
        asked.ItemToMonitor.NodeId = node
        asked.ItemToMonitor.AttributeId = ua.AttributeIds.Value
        asked.MonitoringMode = ua.MonitoringMode.Reporting
        told = asked.RequestedParameters
        told.ClientHandle = self._handles
        told.SamplingInterval = interval_s * 1000
        told.QueueSize = queue
        told.DiscardOldest = True
        told.Filter = ua.DataChangeFilter(Trigger=trigger)
        return asked

    async def _pump(self, subscription: Subscription) -> None:
        """Take the notifications; a breath now and then, so that other sources get theirs."""
        while True:
            event = await subscription.next_event()
            if event is None:
                raise SourceUnavailable(url=self._settings.url, problem="subscription ended")
            if isinstance(event, DataChangeEvent):
                self._take(event.node.nodeid, event.data.monitored_item.Value)

    def _take(self, node: ua.NodeId, value: ua.DataValue) -> None:
        for signal in self._by_node.get(node, ()):
            try:
                self._take_one(signal, value)
            except PayloadInvalid as refusal:
                content = value.Value.Value if value.Value is not None else None
                excerpt = content if isinstance(content, bytes) else repr(content)[:2048].encode()
                self._inbox.refuse(signal.address, refusal.line(), excerpt)

    def _take_one(self, signal: Signal, value: ua.DataValue) -> None:
        content = value.Value.Value if value.Value is not None else None
        time = time_of(value, self._clock.now())
        quality = quality_of(value.StatusCode)
        if isinstance(content, str | bytes) and len(content) > _LONGEST_TEXT:
            raise PayloadInvalid(problem="a text longer than the limit", length=len(content))
        if signal.wave_rate_hz is not None and isinstance(content, list):
            self._inbox.take_wave(signal.tag, time, signal.wave_rate_hz, _array(content))
            return
        found = number_of(content, signal.codes)
        if found != found:
            quality = Quality.BAD
        self._inbox.take([(signal.tag, time, found, int(quality))], refresh=True)

    async def _end_keeper(self) -> None:
        keeper, self._keeper = self._keeper, None
        if keeper is not None:
            keeper.cancel()
            await asyncio.gather(keeper, return_exceptions=True)

    async def close(self) -> None:
        """Disconnect and end the subscription."""
        await self._end_keeper()
        self._inbox.close()
        client, self._client = self._client, None
        if client is not None:
            with contextlib.suppress(Exception):
                await asyncio.wait_for(client.disconnect(), _FAREWELL_S)
            await discard(client)

    def health(self) -> Health:
        """State and counts."""
        return self._inbox.health()


def _typed(address: str, value: float | bool | str, kind: ua.VariantType) -> float | bool | str:
    """The value in the node's own type; a fraction is never cut off in silence."""
    if not kind.name.startswith(("Int", "UInt", "Byte", "SByte")) or isinstance(value, str):
        return value
    if not same_number(round(value), value):
        raise WriteRefused(address=address, problem="holds whole numbers only", value=value)
    return round(value)


def _array(content: list[Any]) -> npt.NDArray[np.float32]:
    if len(content) > _LARGEST_WAVE:
        raise PayloadInvalid(problem="a wave-form longer than the limit", length=len(content))
    try:
        return np.asarray(content, dtype=np.float32)
    except (ValueError, TypeError) as error:
        raise PayloadInvalid(problem="a wave-form is a list of numbers") from error
