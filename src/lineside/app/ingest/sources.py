"""From a connection's row to the source that speaks its protocol."""

import json
from typing import Any
from urllib.parse import unquote, urlparse

from lineside.kernel.settings import Settings
from lineside.kernel.work import World
from lineside.telemetry.errors import ProtocolUnknown
from lineside.telemetry.model import Signal
from lineside.telemetry.ports import Quarantine, Source
from lineside.telemetry.queries import ConnectionView, TagView

SECRETS = "secrets"


def make_source(world: World, row: ConnectionView, quarantine: Quarantine) -> Source:
    """The source of a connection; it is not connected yet."""
    makers = {"opcua": _opcua, "mqtt": _mqtt, "sparkplug": _sparkplug}
    if row.protocol not in makers:
        raise ProtocolUnknown(protocol=row.protocol, known=sorted(makers))
    return makers[row.protocol](world, row, quarantine)


def _opcua(world: World, row: ConnectionView, quarantine: Quarantine) -> Source:
    from lineside.telemetry.adapters.opcua import OpcUaSource
    from lineside.telemetry.adapters.opcua_client import OpcUaSettings
    from lineside.telemetry.adapters.opcua_trust import TrustList

    folder = trust_folder(world.settings)
    settings = OpcUaSettings(
        url=row.address,
        folder=folder,
        security=row.options.get("security", "Basic256Sha256"),
        username=row.options.get("username"),
        password=row.options.get("password"),
    )
    if "trusted_thumbprint" in row.options:
        TrustList(folder).trust(row.options["trusted_thumbprint"], settings.host())
    return OpcUaSource(
        settings,
        clock=world.clock,
        quarantine=quarantine,
        name=row.id,
        writable=row.options.get("writable") == "yes",
    )


def _mqtt(world: World, row: ConnectionView, quarantine: Quarantine) -> Source:
    from lineside.telemetry.adapters.mqtt import MqttSource

    return MqttSource(mqtt_settings(row), clock=world.clock, quarantine=quarantine, name=row.id)


def _sparkplug(world: World, row: ConnectionView, quarantine: Quarantine) -> Source:
    from lineside.telemetry.adapters.sparkplug import SparkplugSource

    group = row.options.get("group", "+")
    return SparkplugSource(
        mqtt_settings(row),
        clock=world.clock,
        quarantine=quarantine,
        groups=(group or "+",),
        host_id=row.options.get("host_id", "lineside"),
        name=row.id,
    )


def mqtt_settings(row: ConnectionView, suffix: str = "") -> Any:
    """Settings from an address such as ``mqtt://user:password@host:1883``."""
    from lineside.telemetry.adapters.mqtt_link import MqttSettings

    url = urlparse(row.address if "//" in row.address else f"mqtt://{row.address}")
    tls = url.scheme in ("mqtts", "ssl")
    return MqttSettings(
        host=url.hostname or "127.0.0.1",
        port=url.port or (8883 if tls else 1883),
        client_id=f"lineside-{row.id}{suffix}",
        username=unquote(url.username) if url.username else row.options.get("username"),
        password=unquote(url.password) if url.password else row.options.get("password"),
        tls=tls,
    )


def trust_folder(settings: Settings) -> Any:
    """Where our own certificate and the trusted ones lie."""
    return settings.data / "opcua"


def signals_of(tags: list[TagView]) -> list[Signal]:
    """What to subscribe to for these tags."""
    return [
        Signal(
            tag=tag.id,
            address=tag.address,
            interval_s=min(tag.period_s or 1.0, 5.0),
            wave_rate_hz=tag.wave_rate_hz,
            codes=json.loads(tag.options.get("codes", "{}")),
            options={k: v for k, v in tag.options.items() if k != "codes"},
        )
        for tag in tags
    ]
