"""The embedded broker: ``nats-server`` with JetStream and MQTT as a side process of its owner.

Its settings, credentials and stored messages lie in one folder. The ports are chosen once and kept,
so that machines find the broker again after a restart. A small shell holds a pipe to the owner and
ends the server when the owner is gone, however that happened; nothing is ever killed by a number
read from a file.
"""

import json
import os
import secrets
import shutil
import socket
import subprocess
import sys
import time
from dataclasses import asdict, dataclass, field
from pathlib import Path

from lineside.telemetry.adapters.mqtt_link import MqttSettings
from lineside.telemetry.errors import BrokerUnavailable

_HOST = "127.0.0.1"
_START_S = 10.0
_STOP_S = 5.0
_FILE = "broker.json"
# The shell reads from the owner's pipe; at its end the server is asked to stop. A server that stops
# by itself ends the shell too, so that the owner sees it.
_KEEPER = (
    'exec 3<&0; "$@" </dev/null 3<&- & server=$!; '
    "(read -r _ <&3; kill $server 2>/dev/null) & waiter=$!; "
    "exec 3<&-; wait $server; code=$?; kill $waiter 2>/dev/null; exit $code"
)


@dataclass(frozen=True, slots=True)
class BrokerAddress:
    """Where the broker listens, and its two users: the product itself and the machines."""

    nats_port: int
    mqtt_port: int
    user: str = "lineside"
    password: str = field(default="", repr=False)
    machine_user: str = "machine"
    machine_password: str = field(default="", repr=False)
    host: str = _HOST

    def nats_url(self) -> str:
        """The address for NATS clients, with credentials."""
        return f"nats://{self.user}:{self.password}@{self.host}:{self.nats_port}"

    def mqtt(self, client_id: str, *, persistent: bool = True) -> MqttSettings:
        """The settings for the product's own MQTT connections."""
        return MqttSettings(
            self.host, self.mqtt_port, client_id, self.user, self.password, persistent=persistent
        )

    def machine_mqtt(self, client_id: str) -> MqttSettings:
        """The settings for machines: they may publish, and hear commands."""
        return MqttSettings(
            self.host,
            self.mqtt_port,
            client_id,
            self.machine_user,
            self.machine_password,
            persistent=False,
        )


class Broker:
    """Starts the broker of a folder and stops it with its owner."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> BrokerAddress:
        """Start, and wait until both ports answer."""
        if self.running():
            raise BrokerUnavailable(folder=self._folder.name, problem="already started")
        self._folder.mkdir(parents=True, exist_ok=True)
        address = _address(self._folder)
        config = _written_config(self._folder, address)
        log = (self._folder / "broker.log").open("ab")
        with log:
            self._process = subprocess.Popen(
                ["/bin/sh", "-c", _KEEPER, "keeper", str(_server()), "-c", str(config)],
                stdin=subprocess.PIPE,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        self._await(address)
        return address

    def _await(self, address: BrokerAddress) -> None:
        deadline = time.monotonic() + _START_S
        while time.monotonic() < deadline and self.running():
            if all(_answers(port) for port in (address.nats_port, address.mqtt_port)):
                return
            time.sleep(0.02)
        self.stop()
        raise BrokerUnavailable(folder=self._folder.name, problem="does not answer; see broker.log")

    def running(self) -> bool:
        """Whether the broker's process lives."""
        return self._process is not None and self._process.poll() is None

    def stop(self) -> None:
        """Stop the broker; what it acknowledged stays on disk."""
        process, self._process = self._process, None
        if process is None:
            return
        assert process.stdin is not None
        process.stdin.close()
        try:
            process.wait(_STOP_S)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, 9)
            process.wait()


def _server() -> Path:
    beside = Path(sys.executable).with_name("nats-server")
    found = beside if beside.exists() else shutil.which("nats-server")
    if not found:
        raise BrokerUnavailable(problem="nats-server is not installed")
    return Path(found)


def _address(folder: Path) -> BrokerAddress:
    """The kept address; other ports when somebody else holds them now."""
    path = folder / _FILE
    kept = BrokerAddress(**json.loads(path.read_text())) if path.exists() else None
    if kept and all(_free(port) for port in (kept.nats_port, kept.mqtt_port)):
        return kept
    nats_port, mqtt_port = _free_ports(2)
    address = BrokerAddress(
        nats_port,
        mqtt_port,
        password=kept.password if kept else secrets.token_urlsafe(24),
        machine_password=kept.machine_password if kept else secrets.token_urlsafe(24),
    )
    _write_private(path, json.dumps(asdict(address)))
    return address


def _written_config(folder: Path, address: BrokerAddress) -> Path:
    config = {
        "server_name": "lineside",
        "host": _HOST,
        "port": address.nats_port,
        "max_payload": 4 * 2**20,
        "write_deadline": "10s",
        "jetstream": {
            "store_dir": str(folder / "store"),
            "max_memory_store": 64 * 2**20,
            "max_file_store": 4 * 2**30,
            "sync_interval": "1s",
        },
        # A session may have 65,535 unacknowledged messages in all, shared by its subscriptions.
        "mqtt": {"host": _HOST, "port": address.mqtt_port, "max_ack_pending": 3_000},
        "authorization": {
            "users": [
                {"user": address.user, "password": address.password},
                {
                    "user": address.machine_user,
                    "password": address.machine_password,
                    "permissions": _MACHINE_RIGHTS,
                },
            ]
        },
    }
    path = folder / "broker.conf"
    _write_private(path, json.dumps(config, indent=1))
    return path


# Topics a/b are subjects a.b here. Machines may say anything under the plant's and Sparkplug's
# topics except commands and host states, and may hear those.
_MACHINE_RIGHTS = {
    "publish": {
        "allow": ["spBv1//0.>", "plant.>"],
        "deny": ["spBv1//0.STATE.>", "spBv1//0.*.NCMD.>", "spBv1//0.*.DCMD.>"],
    },
    "subscribe": {
        "allow": [
            "spBv1//0.STATE.>",
            "spBv1//0.*.NCMD.>",
            "spBv1//0.*.DCMD.>",
            "plant.>",
            "$MQTT.>",
            "_INBOX.>",
        ]
    },
}


def _write_private(path: Path, text: str) -> None:
    partial = path.with_suffix(".partial")
    partial.unlink(missing_ok=True)
    file = os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(file, "w") as out:
        out.write(text)
    partial.rename(path)


def _free(port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((_HOST, port))
        except OSError:
            return False
    return True


def _free_ports(count: int) -> list[int]:
    probes = [socket.socket() for _ in range(count)]
    try:
        for probe in probes:
            probe.bind((_HOST, 0))
        return [probe.getsockname()[1] for probe in probes]
    finally:
        for probe in probes:
            probe.close()


def _answers(port: int) -> bool:
    try:
        socket.create_connection((_HOST, port), timeout=0.5).close()
    except OSError:
        return False
    return True
