"""Attaches the demonstration's own machines, as a person would on the Data screen."""

from pathlib import Path

from lineside.app.demo.machines import Machines
from lineside.kernel.actors import service
from lineside.kernel.door import Door
from lineside.telemetry import actions as telemetry
from lineside.telemetry.adapters.broker import BrokerAddress
from lineside.telemetry.adapters.opcua_trust import thumbprint


def attach(door: Door, folder: Path, machines: Machines, broker: BrokerAddress) -> None:
    """Map every tag of the plant's ``tags.yaml`` to where its machine listens."""
    actor = service("app")
    mqtt = f"mqtt://{broker.user}:{broker.password}@{broker.host}:{broker.mqtt_port}"
    addresses = {"opcua": machines.opcua_address, "sparkplug": mqtt}
    door.run(telemetry.load_tags, {"folder": str(folder), "addresses": addresses}, actor)
    trusted = {
        "connection": f"{folder.name}-opcua",
        "thumbprint": thumbprint(machines.certificate.read_bytes()),
    }
    door.run(telemetry.trust_certificate, trusted, actor)
