"""Reads a plant's ``tags.yaml``: every signal that its machines speak, and where."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from lineside.telemetry.errors import MappingInvalid

# The words of tags.yaml and equipment.yaml for machine states, in the product's own terms.
STATES = {"fault": "down"}


@dataclass
class TagPlan:
    """The tags of a plant by protocol, as keyword arguments of ``TagMapping``, and options."""

    by_protocol: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    options: dict[str, dict[str, str]] = field(default_factory=dict)


def read_tags(folder: Path, paths: dict[str, str]) -> TagPlan:
    """Read ``tags.yaml``; ``paths`` gives the full equipment id for each unit's name."""
    document = _read(folder / "tags.yaml")
    states = _states(folder)
    plan = TagPlan()
    for tag in document["tags"]:
        if tag["class"] in {"context", "picture"}:
            continue
        if tag["equipment"] not in paths:
            raise MappingInvalid(tag=tag["id"], equipment=tag["equipment"], problem="no such unit")
        protocol = "sparkplug" if tag["class"] == "waveform" else tag["protocol"]
        plan.by_protocol.setdefault(protocol, []).append(_mapping(tag, paths, states, document))
    if document.get("opcua", {}).get("writable"):
        plan.options["opcua"] = {"writable": "yes"}
    sparkplug = document.get("sparkplug", {})
    plan.options["sparkplug"] = {
        "group": str(sparkplug.get("group", "")),
        "host_id": str(sparkplug.get("host_id", "lineside")),
        "camera_topic": str(sparkplug.get("camera_topic", "")).replace("{equipment}", "+"),
    }
    return plan


def _mapping(
    tag: dict[str, Any], paths: dict[str, str], states: dict[str, str], document: dict[str, Any]
) -> dict[str, Any]:
    low, high = tag.get("range") or (None, None)
    return {
        "equipment": paths[tag["equipment"]],
        "signal": tag["signal"],
        "address": _address(tag, document),
        "unit": tag.get("unit", ""),
        "source_unit": tag.get("unit", ""),
        "tag_class": tag["class"],
        "low": low,
        "high": high,
        "period_s": tag.get("period_s"),
        "wave_rate_hz": 25_600.0 if tag["class"] == "waveform" else None,
        "states": states if tag["class"] == "state" else None,
        "options": None,
    }


def _address(tag: dict[str, Any], document: dict[str, Any]) -> str:
    """The address as the source's own browse shows it."""
    if tag["protocol"] == "opcua" and tag["class"] != "waveform":
        return f"nsu={document['opcua']['namespace']};{tag['address']}"
    place, _, metric = tag["address"].rpartition("/")
    return f"{document['sparkplug']['group']}/{place}:{metric}"


def _states(folder: Path) -> dict[str, str]:
    given = _read(folder / "equipment.yaml").get("states", {})
    # YAML reads the word off as a truth value.
    words = {code: "off" if name is False else str(name) for code, name in given.items()}
    return {str(code): STATES.get(name, name) for code, name in words.items()}


def _read(path: Path) -> dict[str, Any]:
    try:
        document = yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
    except (OSError, yaml.YAMLError) as error:
        raise MappingInvalid(file=path.name, problem=str(error)[:300]) from error
    if not isinstance(document, dict):
        raise MappingInvalid(file=path.name, problem="not a mapping")
    return document
