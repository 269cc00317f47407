"""The machines that speak OPC UA: one server, one object per machine, source time stamps.

The certificate is made by the server itself at first start. Basic256Sha256 is offered, signed and
signed with encryption; an unsecured endpoint only where it is asked for.
"""

import asyncio
import logging
import socket
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np
from asyncua import Server, ua
from asyncua.common.callback import CallbackType
from asyncua.common.utils import ServiceError
from asyncua.crypto.cert_gen import setup_self_signed_certificate
from cryptography.x509.oid import ExtendedKeyUsageOID

from lineside.twin.virtual.emission import Emission
from lineside.twin.virtual.plant_data import PlantData

TYPES = {
    "int": ua.VariantType.Int64,
    "float": ua.VariantType.Double,
    "string": ua.VariantType.String,
}
APPLICATION = "urn:halden:plant:server"
Write = Callable[[str, float], None]


class OpcUaPlant:
    """An OPC UA server with the tags of tags.yaml whose protocol is opcua.

    `depth` and `pause_s` pace a burst: after so many values per node the clients' subscriptions get
    time to publish, since their queues are short.
    """

    def __init__(
        self,
        data: PlantData,
        folder: Path,
        *,
        port: int,
        host: str = "127.0.0.1",
        unsecured: bool = False,
        write: Write = lambda tag, value: None,
        depth: int = 8,
        pause_s: float = 0.25,
    ) -> None:
        self.data = data
        self.folder = folder
        self.endpoint = f"opc.tcp://{host}:{port}/halden"
        self.unsecured = unsecured
        self.write = write
        self.depth = depth
        self.pause_s = pause_s
        self.namespace = str(data.tag_file["opcua"]["namespace"])
        self._server = Server()
        self._nodes: dict[str, Any] = {}
        self._kinds: dict[str, ua.VariantType] = {}

    async def start(self, now_us: int) -> None:
        """Make the certificate if there is none, lay out the nodes, listen."""
        logging.getLogger("asyncua").setLevel(logging.ERROR)
        await self._server.init()
        self._server.set_endpoint(self.endpoint)
        self._server.set_server_name("Halden Gearworks (demonstration)")
        await self._server.set_application_uri(APPLICATION)
        await self._secure()
        index = await self._server.register_namespace(self.namespace)
        await self._lay_out(index, now_us)
        self._server.subscribe_server_callback(CallbackType.PreWrite, self._asked)
        self._server.subscribe_server_callback(CallbackType.PostWrite, self._written)
        await self._server.start()

    async def _secure(self) -> None:
        self.folder.mkdir(parents=True, exist_ok=True)
        key, certificate = self.folder / "server_key.pem", self.folder / "server_cert.der"
        await setup_self_signed_certificate(
            key,
            certificate,
            APPLICATION,
            socket.gethostname(),
            [ExtendedKeyUsageOID.CLIENT_AUTH, ExtendedKeyUsageOID.SERVER_AUTH],
            {"organizationName": "Halden Gearworks (demonstration)", "commonName": "Halden plant"},
        )
        key.chmod(0o600)
        await self._server.load_certificate(str(certificate))
        await self._server.load_private_key(str(key))
        policies = [
            ua.SecurityPolicyType.Basic256Sha256_SignAndEncrypt,
            ua.SecurityPolicyType.Basic256Sha256_Sign,
        ]
        if self.unsecured:
            policies.append(ua.SecurityPolicyType.NoSecurity)
        self._server.set_security_policy(policies)

    async def _lay_out(self, index: int, now_us: int) -> None:
        objects: dict[str, Any] = {}
        for tag, row in self.data.tags.items():
            if row["protocol"] != "opcua":
                continue
            machine = row["equipment"]
            if machine not in objects:
                objects[machine] = await self._server.nodes.objects.add_object(
                    ua.NodeId(machine, index), ua.QualifiedName(machine, index)
                )
            kind = TYPES[row["type"]]
            start = "" if kind == ua.VariantType.String else 0
            node = await objects[machine].add_variable(
                ua.NodeId(str(row["address"]).removeprefix("s="), index),
                ua.QualifiedName(row["signal"], index),
                start,
                varianttype=kind,
            )
            if row["class"] == "setpoint":
                await node.set_writable()
            self._nodes[tag], self._kinds[tag] = node.nodeid, kind
            await self._set(tag, now_us, start, ua.StatusCodes.BadWaitingForInitialData)

    async def _set(
        self, tag: str, time_us: int, value: float | str, status: int = ua.StatusCodes.Good
    ) -> None:
        kind = self._kinds[tag]
        whole = int(value) if kind == ua.VariantType.Int64 else value
        moment = datetime.fromtimestamp(time_us / 1e6, UTC)
        await self._server.write_attribute_value(
            self._nodes[tag],
            ua.DataValue(
                Value=ua.Variant(whole, kind),
                StatusCode=ua.StatusCode(status),
                SourceTimestamp=moment,
            ),
        )

    def _asked(self, event: Any, dispatcher: Any) -> None:
        """A client is about to write: what the machine cannot run at is refused."""
        for _, tag, value in self._set_points(event):
            low, high = self.data.tags[tag]["range"]
            if not low <= value <= high:
                raise ServiceError(ua.StatusCodes.BadOutOfRange)

    def _written(self, event: Any, dispatcher: Any) -> None:
        """A client wrote: the machine runs at it from the next turn on."""
        for place, tag, value in self._set_points(event):
            if event.response_params[place].is_good():
                self.write(tag, value)

    def _set_points(self, event: Any) -> list[tuple[int, str, float]]:
        """The set-points that a client writes: their place in the request, tags and numbers."""
        if not event.is_external:
            return []
        names = {node: tag for tag, node in self._nodes.items()}
        found = []
        for place, item in enumerate(event.request_params.NodesToWrite):
            tag = names.get(item.NodeId)
            value = item.Value.Value.Value if item.Value.Value is not None else None
            is_point = tag is not None and self.data.tags[tag]["class"] == "setpoint"
            if tag is not None and is_point and isinstance(value, int | float):
                found.append((place, tag, float(value)))
        return found

    async def publish(self, emission: Emission) -> int:
        """Write everything of a stretch in order of time; returns how many values that were."""
        rows = self._rows(emission)
        written: dict[str, int] = {}
        for time_us, tag, value in rows:
            await self._set(tag, time_us, value)
            written[tag] = written.get(tag, 0) + 1
            if written[tag] >= self.depth:
                written.clear()
                await asyncio.sleep(self.pause_s)
        await asyncio.sleep(0)
        return len(rows)

    def _rows(self, emission: Emission) -> list[tuple[int, str, float | str]]:
        s = emission.samples
        mine = np.array([tag in self._nodes for tag in emission.tag_ids])
        chosen = np.flatnonzero(mine[s.tag]) if len(s) else np.zeros(0, np.int64)
        rows: list[tuple[int, str, float | str]] = [
            (time_us, emission.tag_ids[tag], value)
            for tag, time_us, value in zip(
                s.tag[chosen].tolist(),
                s.time_us[chosen].tolist(),
                s.value[chosen].tolist(),
                strict=True,
            )
        ]
        rows += [(t.time_us, t.tag, t.value) for t in emission.texts if t.tag in self._nodes]
        rows.sort(key=lambda row: row[0])
        return rows

    async def stop(self) -> None:
        """Close the server."""
        await self._server.stop()
