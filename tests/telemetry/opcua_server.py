"""An OPC UA server to test against, in this process or as a child that can be frozen and killed.

``python opcua_server.py PORT [NAMESPACE...]`` serves the variables Temp (a double that counts up
ten times a second), State (a text) and Setpoint (writable) in the namespace ``urn:test:machine``,
which comes last of those named.
"""

import asyncio
import sys
import threading
from collections.abc import Coroutine
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, TypeVar

from asyncua import Server, ua

MACHINE = "urn:test:machine"
TEMP, STATE, SETPOINT = (f"nsu={MACHINE};s={name}" for name in ("Temp", "State", "Setpoint"))

START = {"Temp": 0.0, "State": "RUNNING", "Setpoint": 5, "Wave": [0.0, 1.0]}
T = TypeVar("T")


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
        name: await folder.add_variable(ua.NodeId(name, index), name, value)
        for name, value in START.items()
    }
    await variables["Setpoint"].set_writable()
    return server, variables


async def write(variable: Any, value: Any, at: datetime | None = None) -> None:
    """Set a variable with a source time stamp."""
    data = ua.DataValue(ua.Variant(value), SourceTimestamp=at or datetime.now(UTC))
    await variable.write_value(data)


class Machine:
    """A server in a thread of its own, so that many tests share its slow start."""

    def __init__(self, port: int) -> None:
        self.port = port
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self._thread.start()
        self.server, self.variables = self.wait(made(port))
        self.wait(self.server.start())

    def wait(self, work: Coroutine[Any, Any, T]) -> T:
        """Do something in the server's loop."""
        return asyncio.run_coroutine_threadsafe(work, self._loop).result(60)

    async def do(self, work: Coroutine[Any, Any, T]) -> T:
        """The same from a test's loop."""
        return await asyncio.wrap_future(asyncio.run_coroutine_threadsafe(work, self._loop))

    async def write(self, name: str, value: Any, at: datetime | None = None) -> None:
        """Set a variable with a source time stamp."""
        await self.do(write(self.variables[name], value, at))

    def reset(self) -> None:
        """The values of the start."""
        for name, value in START.items():
            self.wait(write(self.variables[name], value))

    async def _ended(self) -> None:
        await self.server.stop()
        left = asyncio.all_tasks() - {asyncio.current_task()}
        for task in left:
            task.cancel()
        await asyncio.gather(*left, return_exceptions=True)

    def stop(self) -> None:
        """Close the server and end the thread."""
        self.wait(self._ended())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(10)
        self._loop.close()


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
