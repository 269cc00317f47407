"""A set-point on its way to a real OPC UA server on loopback: written, read back, or refused.

The connection is signed and encrypted with a certificate that was trusted by its thumbprint.
"""

import asyncio
import threading
from datetime import UTC, datetime, timedelta

import pytest
from asyncua import Server, ua
from asyncua.common.callback import CallbackType

from lineside.app.ingest.browsing import OtherSources
from lineside.control.errors import (
    MachineRefused,
    NotTaken,
    OutsideLimits,
    StepTooLarge,
    WriteFailed,
)
from lineside.identity.model import ROLES
from lineside.kernel.actors import Actor
from lineside.kernel.door import NotAllowed
from lineside.telemetry.adapters.opcua_trust import own_certificate, thumbprint
from lineside.telemetry.ports import Sources

GR04 = "halden/machining/GR-04"
FEED = "feed_setpoint_mm_min"
SPACE = "urn:test:grinder"


class Grinder:
    """A grinder's control: an OPC UA server with a feed set-point, in a thread of its own."""

    def __init__(self, port, keys, kind=ua.VariantType.Double):
        self.port = port
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self._thread.start()
        self.server, self.feed = self.wait(_made(port, keys, kind))
        self.wait(self.server.start())

    def wait(self, work):
        return asyncio.run_coroutine_threadsafe(work, self._loop).result(30)

    def value(self):
        return self.wait(self.feed.read_value())

    def limit(self, most):
        """The control itself takes no more than this, without a word."""

        async def clip(event, _):
            if event.is_external:
                await self.feed.write_value(min(await self.feed.read_value(), most))

        self.server.subscribe_server_callback(CallbackType.PostWrite, clip)

    def stop(self):
        self.wait(self.server.stop())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(10)


async def _made(port, keys, kind):
    server = Server()
    await server.init()
    server.set_endpoint(f"opc.tcp://127.0.0.1:{port}/grinder")
    await server.set_application_uri("urn:test:server")
    await server.load_certificate(str(keys / "own.der"))
    await server.load_private_key(str(keys / "own.key.pem"))
    server.set_security_policy([ua.SecurityPolicyType.Basic256Sha256_SignAndEncrypt])
    index = await server.register_namespace(SPACE)
    machine = await server.nodes.objects.add_object(index, "Grinder")
    feed = await machine.add_variable(ua.NodeId("Feed", index), "Feed", 620, varianttype=kind)
    await feed.set_writable()
    return server, feed


@pytest.fixture
def keys(tmp_path):
    folder = tmp_path / "machine"
    own_certificate(folder, datetime.now(UTC), application_uri="urn:test:server")
    return folder


@pytest.fixture
def grinder(world, attach, keys, free_port):
    running = Grinder(free_port, keys)
    world.provide(Sources, OtherSources(world))
    attach(
        address=f"opc.tcp://127.0.0.1:{free_port}/grinder",
        options={"security": "Basic256Sha256"},
    )
    yield running
    running.stop()


@pytest.fixture
def trusted(grinder, administrator, keys):
    print_ = thumbprint((keys / "own.der").read_bytes())
    administrator.run("telemetry.trust_certificate", connection="grinder", thumbprint=print_)
    return grinder


CALL = {"equipment": GR04, "parameter": FEED, "value": 580, "reason": "test"}


def write(person, value):
    return person.run("control.write_setpoint", **CALL | {"value": value})


def test_an_approval_reaches_the_machine_and_says_what_it_holds(
    trusted, machine, supervisor, clock
):
    asked = machine.run("control.recommend_setpoint", equipment=GR04, parameter=FEED, value=560,
                        reason="less load")  # fmt: skip
    assert trusted.value() == 620
    supervisor.run("guidance.decide", recommendation=asked.result, verdict="approve")
    assert trusted.value() == 560
    row = supervisor.ask("control.writes", equipment=GR04)[0]
    assert (row.previous, row.value, row.read_back) == (620, 560, 560)
    assert (row.by, row.at, row.recommendation) == ("user:supervisor", clock.now(), asked.result)


def test_no_machine_and_nobody_without_the_right_writes(trusted, machine, operator, door):
    with pytest.raises(NotAllowed):
        write(operator, 580)
    for role in sorted(ROLES):
        actor = Actor(f"user:{role}", role, permissions=frozenset(ROLES[role]))
        if not actor.may("control.write"):
            with pytest.raises(NotAllowed):
                door.run("control.write_setpoint", CALL, actor)
    assert write(machine, 580).state == "awaiting_decision"
    assert trusted.value() == 620


def test_an_operator_may_not_approve_a_write_either(trusted, machine, operator, administrator):
    asked = write(machine, 580).recommendation
    with pytest.raises(NotAllowed):
        operator.run("guidance.decide", recommendation=asked, verdict="approve")
    assert trusted.value() == 620
    refused = administrator.ask("identity.audit_trail", limit=1)[0]
    assert (refused.entry, refused.outcome) == ("guidance.decide", "refused")


def test_outside_the_limits_nothing_is_sent(trusted, administrator):
    for value in (499, 761, 1e9):
        with pytest.raises(OutsideLimits):
            write(administrator, value)
    assert trusted.value() == 620


def test_the_step_is_judged_by_what_the_machine_holds(trusted, administrator):
    trusted.wait(trusted.feed.write_value(755.0))
    with pytest.raises(StepTooLarge):
        write(administrator, 510)
    assert trusted.value() == 755


def test_a_server_that_nobody_trusted_is_not_written_to(grinder, administrator):
    with pytest.raises(WriteFailed, match="CertificateUntrusted"):
        write(administrator, 580)
    assert grinder.value() == 620
    assert administrator.ask("control.writes") == []


def test_a_machine_that_is_away_is_told_as_such(trusted, administrator, clock):
    trusted.wait(trusted.server.stop())
    with pytest.raises(WriteFailed, match="SourceUnavailable"):
        write(administrator, 580)
    assert administrator.ask("control.writes") == []
    trusted.wait(trusted.server.start())
    clock.advance(timedelta(minutes=1))
    assert write(administrator, 580).result["read_back"] == 580


def test_a_node_that_may_not_be_written_refuses(trusted, administrator):
    trusted.wait(trusted.feed.set_read_only())
    with pytest.raises(MachineRefused, match="BadUserAccessDenied"):
        write(administrator, 580)
    assert trusted.value() == 620
    assert administrator.ask("control.writes") == []


def test_a_control_that_clips_the_value_is_found_out(trusted, administrator):
    trusted.limit(600.0)
    with pytest.raises(NotTaken) as refused:
        write(administrator, 700)
    assert (refused.value.facts["value"], refused.value.facts["read_back"]) == (700, 600)
    assert administrator.ask("control.writes") == []


@pytest.mark.parametrize(
    ("kind", "value"), [(ua.VariantType.Float, 580.3), (ua.VariantType.Int32, 580.0)]
)
def test_single_precision_and_whole_numbers_are_read_back_as_what_they_hold(
    world, attach, administrator, keys, free_port, kind, value
):
    machine = Grinder(free_port, keys, kind)
    try:
        world.provide(Sources, OtherSources(world))
        attach(
            address=f"opc.tcp://127.0.0.1:{free_port}/grinder",
            options={"security": "Basic256Sha256",
                     "trusted_thumbprint": thumbprint((keys / "own.der").read_bytes())},
        )  # fmt: skip
        if kind == ua.VariantType.Int32:
            with pytest.raises(MachineRefused, match="whole"):
                write(administrator, 580.5)
        assert write(administrator, value).result["read_back"] == pytest.approx(value)
    finally:
        machine.stop()
