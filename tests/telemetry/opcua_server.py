"""An OPC UA server to test against, in this process or as a child that can be frozen and killed.

``python opcua_server.py PORT [NAMESPACE...]`` serves the variables Temp (a double that counts up
ten times a second), State (a text) and Setpoint (writable) in the namespace ``urn:test:machine``,
which comes last of those named.
"""

import asyncio
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from asyncua import Server, ua

MACHINE = "urn:test:machine"
TEMP, STATE, SETPOINT = (f"nsu={MACHINE};s={name}" for name in ("Temp", "State", "Setpoint"))


async def made(
    port: int, *, namespaces: tuple[str, ...] = (), keys: Path | None = None
) -> tuple[Server, dict[str, Any]]:
    """A server that is not yet started, and its variables."""
    server = Server()
    await server.init()
    server.set_endpoint(f"opc.tcp://127.0.0.1:{port}/test")
    policies = [ua.SecurityPolicyType.NoSecurity]
    if keys is not None:
        await server.set_application_uri("urn:test:server")
        await server.load_certificate(str(keys / "own.der"))
        await server.load_private_key(str(keys / "own.key.pem"))
        policies = [ua.SecurityPolicyType.Basic256Sha256_SignAndEncrypt]
    server.set_security_policy(policies)
    for namespace in namespaces:
        await server.register_namespace(namespace)
    index = await server.register_namespace(MACHINE)
    folder = await server.nodes.objects.add_object(index, "Machine")
    variables = {
        "Temp": await folder.add_variable(ua.NodeId("Temp", index), "Temp", 0.0),
        "State": await folder.add_variable(ua.NodeId("State", index), "State", "RUNNING"),
        "Setpoint": await folder.add_variable(ua.NodeId("Setpoint", index), "Setpoint", 5),
        "Wave": await folder.add_variable(ua.NodeId("Wave", index), "Wave", [0.0, 1.0]),
    }
    await variables["Setpoint"].set_writable()
    return server, variables


async def write(variable: Any, value: Any, at: datetime | None = None) -> None:
    """Set a variable with a source time stamp."""
    data = ua.DataValue(ua.Variant(value), SourceTimestamp=at or datetime.now(UTC))
    await variable.write_value(data)


async def serve(port: int, namespaces: tuple[str, ...]) -> None:
    """Serve for ever, counting."""
    server, variables = await made(port, namespaces=namespaces)
    async with server:
        sys.stdout.write("ready\n")
        sys.stdout.flush()
        count = 0.0
        while True:
            count += 1
            await write(variables["Temp"], count)
            await asyncio.sleep(0.1)


if __name__ == "__main__":
    asyncio.run(serve(int(sys.argv[1]), tuple(sys.argv[2:])))
