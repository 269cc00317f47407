"""``lineside replay``: recorded telemetry through a broker, as if machines sent it now."""

import argparse
import asyncio
import json
import socket
import sys
import time
from pathlib import Path
from typing import Any

from lineside.app.cli.connecting import without_credentials
from lineside.app.cli.opening import acting, opened, say, settings_of
from lineside.app.house import House
from lineside.kernel.actors import Actor
from lineside.kernel.clock import RealClock
from lineside.kernel.settings import Settings
from lineside.telemetry.errors import BrokerUnavailable, MappingInvalid

CONNECTION = "replay"
LISTENING_S = 15.0
# The listener looks for new connections every two seconds.
TAKEN_UP_S = 3.0


def replay(arguments: argparse.Namespace) -> int:
    """Play a file into a broker at a chosen speed, attaching that broker first if wanted."""
    from lineside.telemetry.replay import load, read_mapping

    told = _text(arguments.map)
    recording = load(arguments.file, read_mapping(told))
    address = arguments.broker or _broker_here(settings_of(arguments))
    publisher = _publisher(address)
    mapped = 0
    if arguments.attach:
        with opened(arguments) as house:
            actor = acting(house, arguments.user)
            tags = _tags(house, actor, recording, told, publisher)
            mapped = _attach(house, actor, address, tags)
            _await_listener(house, actor)
    count, seconds = asyncio.run(_play(publisher, recording, arguments))
    facts = {"samples": count, "tags": len(recording.tags()), "mapped": mapped}
    if arguments.json:
        say(facts | {"seconds": round(seconds, 3)})
    else:
        print(f"{count} samples of {facts['tags']} tags played in {seconds:.1f} s")
    return 0


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise MappingInvalid(file=path.name, problem=str(error)[:200]) from error


def _broker_here(settings: Settings) -> str:
    """The address of the broker that the settings name, or that runs in the data folder."""
    if settings.mqtt_url:
        return settings.mqtt_url
    note = settings.data / "broker" / "broker.json"
    if not note.exists():
        raise BrokerUnavailable(problem="no broker runs here; name one with --broker")
    kept = json.loads(note.read_text())
    try:
        socket.create_connection((kept["host"], kept["mqtt_port"]), timeout=1).close()
    except OSError as error:
        raise BrokerUnavailable(problem="the data folder's broker does not run") from error
    return f"mqtt://{kept['user']}:{kept['password']}@{kept['host']}:{kept['mqtt_port']}"


def _publisher(address: str) -> Any:
    from dataclasses import replace

    from lineside.app.ingest.sources import mqtt_settings
    from lineside.telemetry.adapters.mqtt_publisher import MqttPublisher
    from lineside.telemetry.queries import ConnectionView

    row = ConnectionView("replaying", "mqtt", address, {}, True, "", "", RealClock().now(), 0)
    return MqttPublisher(replace(mqtt_settings(row), persistent=False))


async def _play(publisher: Any, recording: Any, arguments: argparse.Namespace) -> tuple[int, float]:
    from lineside.telemetry.replay import pieces, play

    restamp = None if arguments.own_time else RealClock().now()
    begun = time.monotonic()
    await publisher.open()
    try:
        parts = pieces(recording, speed=arguments.speed, every_s=0.25, restamp=restamp)
        count = await play(parts, publisher.publish, told=_progress)
    finally:
        await publisher.close()
    return count, time.monotonic() - begun


def _progress(count: int, seconds: float) -> None:
    if sys.stderr.isatty():
        print(f"\r{count} samples, {seconds:.0f} s", end="", file=sys.stderr, flush=True)


def _tags(
    house: House, actor: Actor, recording: Any, told: str, publisher: Any
) -> list[dict[str, Any]]:
    """How an MQTT connection reads the replay's tags back; their machines must be known."""
    import yaml

    states = yaml.safe_load(told).get("states") or {}
    units = house.door.ask("plant.equipment_tree", {}, actor)
    paths = {each.id.rsplit("/", 1)[-1]: each.id for each in units}
    found = []
    for signal in publisher.signals(recording.tags()):
        unit, _, name = signal.tag.partition(".")
        if unit not in paths or not name:
            raise MappingInvalid(tag=signal.tag, problem="tags are named EQUIPMENT.SIGNAL")
        mine = {str(k): str(v) for k, v in (states.get(signal.tag) or {}).items()}
        found.append(
            {
                "equipment": paths[unit],
                "signal": name,
                "address": signal.address,
                "unit": recording.units.get(signal.tag, ""),
                "tag_class": "state" if mine else "analog",
                "states": mine,
                "options": dict(signal.options),
            }
        )
    return found


def _attach(house: House, actor: Actor, address: str, tags: list[dict[str, Any]]) -> int:
    plain, options = without_credentials("mqtt", address)
    attached = {"connection": CONNECTION, "protocol": "mqtt", "address": plain, "options": options}
    house.door.run("telemetry.attach_connection", attached, actor)
    mapping = {"connection": CONNECTION, "tags": tags}
    return int(house.door.run("telemetry.map_tags", mapping, actor).result)


def _await_listener(house: House, actor: Actor) -> None:
    """Wait until the serving process listens; what is played before that nobody would hear."""
    begun = time.monotonic()
    while time.monotonic() - begun < LISTENING_S:
        time.sleep(0.25)
        rows = house.door.ask("telemetry.connections", {}, actor)
        live = any(each.id == CONNECTION and each.state == "live" for each in rows)
        if live and time.monotonic() - begun >= TAKEN_UP_S:
            return
    print("lineside: nobody listens here now; `lineside serve` would", file=sys.stderr)
