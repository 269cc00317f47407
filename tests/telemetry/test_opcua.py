"""OPC UA: security that refuses (A23), hostile (A24), frozen and restarted servers (F6, F7)."""

import asyncio
import signal
import subprocess
import sys
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import opcua_server
import pytest
from asyncua import ua
from collecting import collecting, free_port, until
from opcua_server import Machine

from lineside.kernel.clock import RealClock
from lineside.telemetry.adapters.opcua import OpcUaSettings, OpcUaSource
from lineside.telemetry.adapters.opcua_nodes import address_of, node_id
from lineside.telemetry.adapters.opcua_trust import TrustList, own_certificate, thumbprint
from lineside.telemetry.errors import (
    AddressInvalid,
    CertificateUntrusted,
    SecurityRefused,
    SignalUnknown,
    SourceLimit,
    WriteRefused,
)
from lineside.telemetry.model import Poison, Signal, SourceState

SERVER = Path(opcua_server.__file__)
NOW = datetime.now(UTC)


def source(port: int, folder: Path, parked: list[Poison] | None = None, **more: Any) -> OpcUaSource:
    writable = more.pop("writable", False)
    host = more.pop("host", "127.0.0.1")
    settings = OpcUaSettings(
        f"opc.tcp://{host}:{port}/test", folder, publish_s=0.05, **{"security": "None", **more}
    )
    taken = parked if parked is not None else []
    return OpcUaSource(settings, clock=RealClock(), quarantine=taken.append, writable=writable)


@asynccontextmanager
async def secured(tmp_path: Path) -> AsyncIterator[tuple[int, dict[str, Any]]]:
    keys = tmp_path / "server"
    own_certificate(keys, NOW, application_uri="urn:test:server")
    port = free_port()
    server, variables = await opcua_server.made(port, keys=keys)
    async with server:
        yield port, variables


async def test_a_server_is_trusted_only_by_a_persons_act(tmp_path: Path) -> None:
    async with secured(tmp_path) as (port, _):
        mine = source(port, tmp_path / "pki", security="Basic256Sha256")
        with pytest.raises(CertificateUntrusted) as refused:
            await mine.connect()
        assert mine.health().state is SourceState.REFUSED
        _, print_ = await mine.server_certificate()
        assert refused.value.facts["thumbprint"] == print_
        mine.trust(print_)
        await mine.connect()
        async with collecting(mine, [Signal("t", opcua_server.TEMP)]) as found:
            await until(lambda: found.values("t") == [0.0])
        elsewhere = source(port, tmp_path / "pki", security="Basic256Sha256", host="localhost")
        with pytest.raises(CertificateUntrusted):
            await elsewhere.connect()
        await elsewhere.close()


async def test_nothing_weaker_than_asked_for_is_used(tmp_path: Path, machine: Machine) -> None:
    mine = source(machine.port, tmp_path, security="Basic256Sha256")
    with pytest.raises(SecurityRefused):
        await mine.connect()
    await mine.close()
    async with secured(tmp_path) as (secure_port, _):
        for more in ({"sign_only": True}, {"security": "Aes256Sha256RsaPss"}):
            mine = source(secure_port, tmp_path, **{"security": "Basic256Sha256", **more})
            with pytest.raises(SecurityRefused):
                await mine.connect()
            await mine.close()


@pytest.mark.parametrize(
    "more",
    [
        {"security": "None", "username": "u", "password": "p"},
        {"security": "Basic256Sha256", "sign_only": True, "username": "u", "password": "p"},
        {"security": "Basic128Rsa15"},
        {"security": "None", "host": "user:secret@127.0.0.1"},
    ],
)
def test_settings_that_would_expose_a_password_are_refused(
    tmp_path: Path, more: dict[str, Any]
) -> None:
    with pytest.raises(SecurityRefused):
        source(4840, tmp_path, **more)


def test_trust_ends_with_the_certificates_time_and_when_withdrawn(tmp_path: Path) -> None:
    certificate = own_certificate(tmp_path, NOW).certificate.read_bytes()
    trusted = TrustList(tmp_path)
    print_ = thumbprint(certificate)
    trusted.trust(":".join(print_[i : i + 2] for i in range(0, 64, 2)).upper(), "plc")
    trusted.check(certificate, "plc", NOW)
    for moment in (NOW + timedelta(days=9999), NOW - timedelta(days=1)):
        with pytest.raises(CertificateUntrusted, match="valid"):
            trusted.check(certificate, "plc", moment)
    with pytest.raises(CertificateUntrusted, match="another host"):
        trusted.check(certificate, "other", NOW)
    trusted.distrust(print_)
    with pytest.raises(CertificateUntrusted, match="unknown"):
        trusted.check(certificate, "plc", NOW)


def test_our_certificate_is_kept_and_renewed_before_it_runs_out(tmp_path: Path) -> None:
    first = own_certificate(tmp_path, NOW).certificate.read_bytes()
    assert own_certificate(tmp_path, NOW).certificate.read_bytes() == first
    assert (tmp_path / "own.key.pem").stat().st_mode & 0o077 == 0
    later = own_certificate(tmp_path, NOW + timedelta(days=5 * 365 - 10))
    assert later.certificate.read_bytes() != first


def test_addresses_name_namespaces_never_indexes() -> None:
    spaces = ["http://opcfoundation.org/UA/", "urn:a", "urn:b;with;semicolons"]
    assert node_id("nsu=urn:b;with;semicolons;s=Temp", spaces) == ua.NodeId("Temp", 2)
    assert node_id("nsu=urn:a;i=7", spaces) == ua.NodeId(7, 1)
    assert address_of(ua.NodeId("x", 1), spaces) == "nsu=urn:a;s=x"
    assert address_of(ua.NodeId(2258), spaces) == "i=2258"
    for wrong in ("ns=2;s=Temp", "rubbish", "nsu=urn:a"):
        with pytest.raises(AddressInvalid):
            node_id(wrong, spaces)
    with pytest.raises(SignalUnknown):
        node_id("nsu=urn:gone;s=Temp", spaces)


async def test_texts_arrays_qualities_and_writes(tmp_path: Path, machine: Machine) -> None:
    parked = list[Poison]()
    wave = f"nsu={opcua_server.MACHINE};s=Wave"
    signals = [
        Signal("state", opcua_server.STATE, codes={"RUNNING": 3.0, "DOWN": 1.0}),
        Signal("wave", wave, wave_rate_hz=100.0),
        Signal("temp", opcua_server.TEMP),
        Signal("lost", "nsu=urn:nowhere;s=X"),
    ]
    mine = source(machine.port, tmp_path, parked, writable=True)
    await mine.connect()
    async with collecting(mine, signals) as found:
        await until(lambda: found.values("state") == [3.0] and found.waves)
        assert [poison.address for poison in parked] == ["nsu=urn:nowhere;s=X"]
        await machine.write("State", "CONFUSED")
        await until(lambda: len(parked) == 2)
        await machine.write("Wave", [1.0, 2.0, 3.0])
        await until(lambda: found.waves[-1]["samples"] == [1.0, 2.0, 3.0])
        doubt = ua.StatusCode(ua.StatusCodes.UncertainSensorNotAccurate)
        bad = ua.DataValue(ua.Variant(9.0), doubt)
        await machine.do(machine.variables["Temp"].write_value(bad))
        await until(lambda: found.quality("temp") == 1)
        await mine.write(opcua_server.SETPOINT, 7.0)
        assert await machine.do(machine.variables["Setpoint"].read_value()) == 7
        with pytest.raises(WriteRefused):
            await mine.write(opcua_server.TEMP, 1.0)


async def many(machine: Machine) -> Any:
    """A folder of sixty variables."""
    folder = await machine.server.nodes.objects.add_object(2, "Many")
    for number in range(60):
        await folder.add_variable(ua.NodeId(f"v{number}", 2), f"v{number}", number)
    return folder


async def test_a_hostile_server_meets_limits(tmp_path: Path, machine: Machine) -> None:
    parked = list[Poison]()
    folder = await machine.do(many(machine))
    mine = source(machine.port, tmp_path, parked)
    await mine.connect()
    under = f"nsu={opcua_server.MACHINE};{folder.nodeid.to_string().partition(';')[2]}"
    assert len(await mine.browse(under, limit=10)) == 10
    assert len(await mine.browse(under)) == 60
    signals = [Signal("text", opcua_server.STATE), Signal("t", opcua_server.TEMP)]
    async with collecting(mine, signals) as found:
        await until(lambda: len(parked) == 1 and found.values("t"))
        await machine.write("State", "x" * 200_000)
        await until(lambda: len(parked) == 2)
        assert len(parked[1].excerpt) <= 1024
        await machine.write("State", "x" * 10_000_000)
        await until(lambda: mine.health().state is SourceState.LOST, 20)
        await until(lambda: found.quality("t") == 1)
        await machine.write("State", "calm")
        await machine.write("Temp", 4.5)
        await until(lambda: 4.5 in found.values("t"), 20)


async def test_a_value_that_stands_still_is_told_with_each_new_time(
    tmp_path: Path, machine: Machine
) -> None:
    mine = source(machine.port, tmp_path)
    await mine.connect()
    async with collecting(mine, [Signal("t", opcua_server.TEMP, interval_s=0.02)]) as found:
        await until(lambda: found.values("t") == [0.0])
        for _ in range(3):
            await machine.write("Temp", 8.0)
            await asyncio.sleep(0.1)
        await until(lambda: found.values("t") == [0.0, 8.0, 8.0, 8.0])


async def test_endless_continuation_is_cut_off(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, machine: Machine
) -> None:
    mine = source(machine.port, tmp_path)
    await mine.connect()
    endless = ua.BrowseResult(ContinuationPoint=b"more", References=[])

    async def browse_next(_: Any) -> list[ua.BrowseResult]:
        return [endless]

    client = mine._client
    assert client is not None
    monkeypatch.setattr(client.uaclient.session, "browse", browse_next)
    monkeypatch.setattr(client.uaclient.session, "browse_next", browse_next)
    with pytest.raises(SourceLimit):
        await mine.browse()
    await mine.close()


@contextmanager
def child(port: int, *namespaces: str) -> Iterator[subprocess.Popen[str]]:
    command = [sys.executable, str(SERVER), str(port), *namespaces]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    ) as running:
        try:
            assert running.stdout is not None
            assert running.stdout.readline() == "ready\n"
            yield running
        finally:
            running.send_signal(signal.SIGCONT)
            running.kill()


@pytest.mark.slow
async def test_a_frozen_server_makes_tags_uncertain_and_comes_back(tmp_path: Path) -> None:
    port = free_port()
    with child(port) as server:
        mine = source(port, tmp_path)
        await mine.connect()
        async with collecting(mine, [Signal("t", opcua_server.TEMP, interval_s=0.05)]) as found:
            await until(lambda: len(found.values("t")) > 3)
            for frozen_s in (0.0, 4.0):
                server.send_signal(signal.SIGSTOP)
                await until(lambda: found.quality("t") == 1, 5)
                await asyncio.sleep(frozen_s)
                count = len(found.values("t"))
                server.send_signal(signal.SIGCONT)
                await until(lambda n=count: len(found.values("t")) > n, 5)  # type: ignore[misc]
                await until(lambda: found.quality("t") == 0, 5)
            assert mine.health().reconnects == 2


@pytest.mark.slow
async def test_a_restart_with_other_namespace_indexes_maps_nothing_wrongly(tmp_path: Path) -> None:
    port, parked = free_port(), list[Poison]()
    mine = source(port, tmp_path, parked)
    with child(port, "urn:first", "urn:second") as server:
        await mine.connect()
        async with collecting(mine, [Signal("t", opcua_server.TEMP, interval_s=0.05)]) as found:
            await until(lambda: len(found.values("t")) > 3)
            server.kill()
            await until(lambda: mine.health().state is SourceState.LOST)
            before = len(found.values("t"))
            with child(port):
                await until(lambda: len(found.values("t")) > before + 3, 20)
            assert not parked


async def test_a_discarded_session_does_not_stay_at_the_server(
    tmp_path: Path, machine: Machine
) -> None:
    """A server of ten sessions refused the eleventh client within the hour of the first."""
    mine = source(machine.port, tmp_path)
    await mine.connect()
    client = mine._client
    assert client is not None
    assert client.session_timeout <= 60_000
    await mine.close()
