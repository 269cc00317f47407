"""The embedded broker: ready when it says so, keeps its address, ends with its owner."""

import asyncio
import os
import signal
import stat
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest
from collecting import collecting, until

from lineside.kernel.clock import RealClock
from lineside.telemetry.adapters.broker import Broker, BrokerAddress
from lineside.telemetry.adapters.mqtt import MqttSource
from lineside.telemetry.adapters.mqtt_link import Message, MqttLink, MqttSettings, filters_for
from lineside.telemetry.errors import BrokerUnavailable, SecurityRefused, SourceUnavailable
from lineside.telemetry.model import Poison, Signal, SourceState

OWNER = """
import sys, time
from pathlib import Path
from lineside.telemetry.adapters.broker import Broker
print(Broker(Path(sys.argv[1])).start().mqtt_port, flush=True)
time.sleep(60)
"""


def test_it_keeps_its_ports_and_secrets_and_stops(tmp_path: Path) -> None:
    broker = Broker(tmp_path)
    first = broker.start()
    with pytest.raises(BrokerUnavailable):
        broker.start()
    assert broker.running()
    broker.stop()
    assert not broker.running()
    again = Broker(tmp_path)
    assert again.start() == first
    again.stop()
    for name in ("broker.json", "broker.conf"):
        assert stat.S_IMODE((tmp_path / name).stat().st_mode) == 0o600
    assert first.password not in repr(first)


def test_it_ends_when_its_owner_is_killed(tmp_path: Path) -> None:
    command = [sys.executable, "-c", OWNER, str(tmp_path)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as owner:
        assert owner.stdout is not None
        port = int(owner.stdout.readline())
        link = MqttLink(broker_settings(tmp_path, port), lambda _: None)
        link.open()
        link.close()
        owner.send_signal(signal.SIGKILL)
    deadline = time.monotonic() + 5
    while time.monotonic() < deadline:
        if not listening(port):
            return
        time.sleep(0.05)
    pytest.fail("the broker outlived its owner")


def broker_settings(folder: Path, port: int) -> MqttSettings:
    import json

    return BrokerAddress(**json.loads((folder / "broker.json").read_text())).mqtt("probe")


def listening(port: int) -> bool:
    import socket

    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def test_strangers_and_plain_passwords_are_refused(broker: BrokerAddress) -> None:
    wrong = MqttSettings("127.0.0.1", broker.mqtt_port, "x", broker.user, "wrong")
    with pytest.raises((SecurityRefused, SourceUnavailable)):
        MqttLink(wrong, lambda _: None).open()
    far = MqttSettings("broker.example", 1883, "x", "user", "secret")
    with pytest.raises(SecurityRefused):
        MqttLink(far, lambda _: None)
    assert "secret" not in repr(far)


def said(heard: list[Message]) -> list[bytes]:
    """What was said now, without what the broker retained from other tests."""
    fresh = [each.payload for each in heard if not each.retained]
    return [each for each in fresh if b"online" not in each]


def test_machines_cannot_speak_as_the_host_or_command_others(broker: BrokerAddress) -> None:
    heard: list[Message] = []
    host = MqttLink(broker.mqtt("spy", persistent=False), heard.append)
    host.subscribe(["spBv1.0/#"])
    host.open()
    machine = MqttLink(broker.machine_mqtt("forger"), lambda _: None)
    machine.open()
    for topic in ("spBv1.0/STATE/lineside", "spBv1.0/g/NCMD/n", "spBv1.0/g/DCMD/n/d"):
        machine.publish(topic, b"forged", wait_s=2)
    machine.publish("spBv1.0/g/NDATA/n", b"allowed", wait_s=2)
    deadline = time.monotonic() + 5
    while not said(heard) and time.monotonic() < deadline:
        time.sleep(0.02)
    assert said(heard) == [b"allowed"]
    machine.close()
    host.close()


async def test_what_was_sent_while_the_host_or_the_broker_was_away_arrives(
    tmp_path: Path,
) -> None:
    """F5 in small: an edge buffer, a broker killed in between, order kept, nothing missing."""
    broker = Broker(tmp_path)
    address = broker.start()
    parked: list[Poison] = []
    signal_ = Signal("t", "plant/m/v|$.v", options={"time": "$.t", "time_unit": "ms"})

    def source() -> MqttSource:
        return MqttSource(address.mqtt("host"), clock=RealClock(), quarantine=parked.append)

    first = source()
    await first.connect()
    async with collecting(first, [signal_]) as found:
        await asyncio.sleep(0.3)
        machine = MqttLink(address.machine_mqtt("m"), lambda _: None)
        await asyncio.to_thread(machine.open)
        send(machine, range(50))
        await until(lambda: len(found.values("t")) == 50)
        await asyncio.to_thread(broker.stop)
        await until(lambda: first.health().state is SourceState.LOST)
        await until(lambda: found.quality("t") == 1)
        send(machine, range(50, 150))
        await asyncio.to_thread(broker.start)
        await until(lambda: set(found.values("t")) == set(range(150)), 20)
        assert first.health().reconnects == 1
    send(machine, range(150, 200))
    second = source()
    await second.connect()
    async with collecting(second, [signal_]) as late:
        await until(lambda: set(range(150, 200)) <= set(late.values("t")), 20)
        assert late.values("t") == sorted(late.values("t"))
    await asyncio.to_thread(machine.close)
    await asyncio.to_thread(broker.stop)
    assert not parked


def send(machine: MqttLink, numbers: range) -> None:
    for number in numbers:
        machine.publish("plant/m/v", b'{"v": %d, "t": %d}' % (number, 1_700_000_000_000 + number))


def test_no_thread_or_descriptor_is_left_behind(tmp_path: Path) -> None:
    broker = Broker(tmp_path)
    threads = threading.active_count()
    broker.start()
    files = len(os.listdir("/proc/self/fd"))
    broker.stop()
    for _ in range(3):
        broker.start()
        broker.stop()
    assert len(os.listdir("/proc/self/fd")) <= files
    assert threading.active_count() == threads


def test_many_topics_need_few_subscriptions() -> None:
    few = [f"a/{n}" for n in range(3)]
    assert filters_for(few) == few
    many = [f"plant/{area}/m{n}/temp" for area in ("x", "y") for n in range(100)]
    assert filters_for(many) == ["plant/x/#", "plant/y/#"]
    assert filters_for([*many, "other"]) == ["other", "plant/x/#", "plant/y/#"]
    assert filters_for([f"t{n}" for n in range(100)]) == ["#"]


async def test_a_refused_subscription_is_told(tmp_path: Path) -> None:
    broker = Broker(tmp_path)
    address = broker.start()
    parked: list[Poison] = []
    source = MqttSource(address.machine_mqtt("m"), clock=RealClock(), quarantine=parked.append)
    await source.connect()
    async with collecting(source, [Signal("t", "forbidden/topic")]):
        await until(lambda: parked)
        assert parked[0].address == "forbidden/topic"
    await asyncio.to_thread(broker.stop)
