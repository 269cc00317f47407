"""``lineside connect``: attach a source that is not ours, trust it, look into it, map it."""

import argparse
import getpass
import sys
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlparse

from lineside.app.cli.opening import acting, opened, say
from lineside.app.house import House
from lineside.kernel.actors import Actor
from lineside.kernel.errors import Conflict, Forbidden
from lineside.telemetry.errors import MappingInvalid

CLASSES = {"state": "state", "alarm_code": "alarm"}


class ServerUntrusted(Forbidden):
    """The server showed a certificate that nobody has trusted yet; it is attached but not heard."""

    code = "app.ServerUntrusted"
    advice = (
        "Compare the thumbprint with the one that the server's owner tells you, then give the same "
        "command with --trust THUMBPRINT."
    )


class ThumbprintDiffers(Conflict):
    """The thumbprint to be trusted is not the one that the server shows now."""

    code = "app.ThumbprintDiffers"
    advice = "Do not connect before the server's owner has explained the difference."


def connect(arguments: argparse.Namespace) -> int:
    """Attach a source, then trust, map and browse as asked; safe to repeat."""
    wanted = _wanted_tags(arguments)
    with opened(arguments) as house:
        actor = acting(house, arguments.user_as)
        name = arguments.name or _name(arguments.protocol, arguments.address)
        _attach(house, actor, name, arguments)
        certificate = _trusted(house, actor, name, arguments)
        tags = _resolved(house, actor, wanted)
        if tags:
            given = {"connection": name, "tags": tags}
            house.door.run("telemetry.map_tags", given, actor)
        found = _browsed(house, actor, name, arguments.browse)
    _tell(arguments, name, certificate, len(tags), found)
    return 0


def _name(protocol: str, address: str) -> str:
    url = urlparse(address if "//" in address else f"//{address}")
    return "-".join(str(each) for each in (protocol, url.hostname, url.port) if each)


def _attach(house: House, actor: Actor, name: str, arguments: argparse.Namespace) -> None:
    """Attach it, unless the same is attached already and nothing new was said about it."""
    known = {c.id: c for c in house.door.ask("telemetry.connections", {}, actor)}.get(name)
    address, options = without_credentials(arguments.protocol, arguments.address)
    if arguments.security:
        options["security"] = arguments.security
    if arguments.user:
        options |= {"username": arguments.user, "password": _password()}
    if arguments.writable:
        options["writable"] = "yes"
    there = (arguments.protocol, address)
    same = known is not None and (known.protocol, known.address) == there
    if same and not options:
        return
    if same and known is not None and "trusted_thumbprint" in known.options:
        options["trusted_thumbprint"] = known.options["trusted_thumbprint"]
    given = {
        "connection": name,
        "protocol": arguments.protocol,
        "address": address,
        "options": options,
    }
    house.door.run("telemetry.attach_connection", given, actor)


def without_credentials(protocol: str, address: str) -> tuple[str, dict[str, str]]:
    """A broker's address without user and password, which become options: those are masked."""
    url = urlparse(address)
    if protocol == "opcua" or url.username is None:
        return address, {}
    options = {"username": unquote(url.username), "password": unquote(url.password or "")}
    return url._replace(netloc=url.netloc.rpartition("@")[2]).geturl(), options


def _password() -> str:
    if sys.stdin.isatty():
        return getpass.getpass("password: ")
    return sys.stdin.readline().rstrip("\n")


def _trusted(
    house: House, actor: Actor, name: str, arguments: argparse.Namespace
) -> dict[str, Any] | None:
    """See to it that the server's certificate is trusted; refuses with its thumbprint if not."""
    attached = {c.id: c for c in house.door.ask("telemetry.connections", {}, actor)}[name]
    if attached.protocol != "opcua" or attached.options.get("security") == "None":
        return None
    shown = house.door.ask("telemetry.server_certificate", {"connection": name}, actor)
    facts = {"thumbprint": shown.thumbprint, "subject": shown.subject, "until": shown.valid_until}
    if arguments.trust:
        given = arguments.trust.lower().replace(":", "")
        if given != shown.thumbprint:
            raise ThumbprintDiffers(connection=name, given=given, shown=shown.thumbprint)
        trusting = {"connection": name, "thumbprint": given}
        house.door.run("telemetry.trust_certificate", trusting, actor)
    elif not shown.trusted:
        raise ServerUntrusted(connection=name, **facts)
    return facts


def _wanted_tags(arguments: argparse.Namespace) -> list[dict[str, Any]]:
    """The tags to be mapped as they were given, from the options and the file."""
    tags = _from_file(arguments.map_file) if arguments.map_file else []
    units = dict(_pair(each, "--unit") for each in arguments.unit)
    states = dict(_pair(each, "--states") for each in arguments.states)
    for each in arguments.map:
        target, address = _pair(each, "--map")
        equipment, _, signal = target.rpartition(".")
        unit, _, source_unit = units.get(signal, "").partition(":")
        tag = {"equipment": equipment, "signal": signal, "address": address}
        tags.append(tag | {"unit": unit, "source_unit": source_unit})
        if signal in states:
            pairs = (part.partition(":") for part in states[signal].split(","))
            tags[-1]["states"] = {value.strip(): state.strip() for value, _, state in pairs}
    return tags


def _pair(text: str, option: str) -> tuple[str, str]:
    name, equals, value = text.partition("=")
    if not equals or not name or not value:
        raise MappingInvalid(option=option, given=text, problem="write NAME=VALUE")
    return name, value


def _from_file(path: Path) -> list[dict[str, Any]]:
    import yaml

    try:
        told = yaml.safe_load(path.read_text(encoding="utf-8"))
    except (OSError, ValueError, yaml.YAMLError) as error:
        raise MappingInvalid(file=path.name, problem=str(error)[:200]) from error
    tags = told.get("tags") if isinstance(told, dict) else None
    if not isinstance(tags, list) or not all(isinstance(each, dict) for each in tags):
        raise MappingInvalid(file=path.name, problem="a list of entries under `tags:` is needed")
    for tag in tags:
        # YAML reads the figures of states as numbers; names of values are text everywhere else.
        tag["states"] = {str(k): str(v) for k, v in (tag.get("states") or {}).items()}
    return tags


def _resolved(house: House, actor: Actor, tags: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The same with the full paths of equipment that was named shortly, and the tags' classes."""
    if not tags:
        return []
    units = house.door.ask("plant.equipment_tree", {}, actor)
    paths = {each.id.rsplit("/", 1)[-1]: each.id for each in units}
    found = []
    for tag in tags:
        equipment = str(tag.get("equipment", ""))
        found.append(
            {"tag_class": _class(tag)} | tag | {"equipment": paths.get(equipment, equipment)}
        )
    return found


def _class(tag: dict[str, Any]) -> str:
    """What a signal is, where the mapping does not say it."""
    signal = str(tag.get("signal"))
    if tag.get("states"):
        return "state"
    return "setpoint" if "setpoint" in signal else CLASSES.get(signal, "analog")


def _browsed(
    house: House, actor: Actor, name: str, under: str | None
) -> list[dict[str, Any]] | None:
    if under is None:
        return None
    given = {"connection": name, "under": under}
    return [vars(each) for each in house.door.ask("telemetry.browse", given, actor)]


def _tell(
    arguments: argparse.Namespace,
    name: str,
    certificate: dict[str, Any] | None,
    mapped: int,
    found: list[dict[str, Any]] | None,
) -> None:
    if arguments.json:
        facts = {"connection": name, "certificate": certificate, "mapped": mapped}
        say(facts | ({} if found is None else {"found": found}))
        return
    print(f"{name}: attached, {mapped} tags mapped")
    if certificate:
        print(f"  certificate {certificate['thumbprint']} is trusted")
    for each in found or []:
        kind = "folder" if each["is_folder"] else each["data_type"]
        print(f"  {each['address']}  {each['name']}  {kind}  {each['example']}".rstrip())
