"""What one may do: attach sources, map tags, and note what is derived from samples."""

import json
from dataclasses import dataclass
from datetime import datetime
from itertools import count
from pathlib import Path
from typing import Any

from sqlalchemy import update

from lineside.kernel.catalogue import Risk, action
from lineside.kernel.quantities import scale
from lineside.kernel.work import Work
from lineside.plant import queries as plant
from lineside.telemetry import store
from lineside.telemetry.errors import MappingInvalid, ProtocolUnknown, SamplesInvalid, TagUnknown
from lineside.telemetry.events import (
    AlarmRaised,
    ConnectionAttached,
    ConnectionChanged,
    MachineStateChanged,
    TagsMapped,
)
from lineside.telemetry.model import Written
from lineside.telemetry.ports import Allowed, Intake, Sources
from lineside.telemetry.queries import TagView, without_password
from lineside.telemetry.tagfile import read_tags

PROTOCOLS = ("opcua", "mqtt", "sparkplug", "replay", "edge")
MOST_SAMPLES = 20_000
LATEST_US = 1 << 53


@dataclass(frozen=True)
class TagMapping:
    """Which address of a source feeds which signal of which equipment.

    ``source_unit`` is what the source sends, ``unit`` what is stored; values outside ``low`` to
    ``high`` are marked. ``states`` names the machine state for each figure, or each word, that a
    state signal sends. ``options`` are the source's own, such as the JSON path of the time.
    """

    equipment: str
    signal: str
    address: str
    unit: str = ""
    source_unit: str = ""
    tag_class: str = "analog"
    low: float | None = None
    high: float | None = None
    period_s: float | None = None
    wave_rate_hz: float | None = None
    states: dict[str, str] | None = None
    options: dict[str, str] | None = None


@dataclass(frozen=True)
class StateChange:
    """A machine's state since ``at``, as derived from its signals."""

    equipment: str
    state: str
    at: datetime
    source: str = "signal"


@dataclass(frozen=True)
class Repair:
    """A sample that a rule repaired, marked or rejected."""

    rule: str
    tag: str
    time: datetime
    original: float | None
    stored: float | None
    verdict: str


@action(permission="telemetry.connect", risk=Risk.INITIATE)
def attach_connection(
    work: Work,
    *,
    connection: str,
    protocol: str,
    address: str,
    options: dict[str, str] | None = None,
) -> str:
    """Attach a source of signals, or change its address; it is connected at once, no restart.

    ``protocol`` is opcua, mqtt or sparkplug, or edge where a gateway of ours sends the samples;
    ``options`` are the protocol's own, such as the
    security policy, the trusted certificate's thumbprint or the user.
    """
    if protocol not in PROTOCOLS:
        raise ProtocolUnknown(protocol=protocol, known=list(PROTOCOLS))
    store.save_connection(
        work,
        id=connection,
        protocol=protocol,
        address=address,
        options=options or {},
        enabled=True,
        state="idle",
        reason="",
    )
    work.tell(ConnectionAttached(connection, protocol, without_password(address)))
    return connection


@action(permission="telemetry.connect", risk=Risk.INITIATE)
def switch_connection(work: Work, *, connection: str, enabled: bool) -> None:
    """Pause or resume a connection; its tags and history stay."""
    store.attached(work, connection, for_change=True)
    table = store.connections
    row = update(table).where(table.c.id == connection).values(enabled=enabled)
    work.db.execute(row)
    work.tell(ConnectionChanged(connection, "idle" if enabled else "closed", "switched"))


@action(permission="telemetry.connect", risk=Risk.INITIATE)
def trust_certificate(work: Work, *, connection: str, thumbprint: str) -> None:
    """Trust the server certificate with this SHA-256 thumbprint for this connection."""
    found = store.attached(work, connection, for_change=True)
    options = store.sealed_options(work, found.options | {"trusted_thumbprint": thumbprint})
    table = store.connections
    work.db.execute(update(table).where(table.c.id == connection).values(options=options))
    work.tell(ConnectionChanged(connection, "idle", "certificate trusted"))


@action(permission="telemetry.connect", risk=Risk.INITIATE)
def map_tags(work: Work, *, connection: str, tags: list[TagMapping]) -> int:
    """Map addresses of a source to equipment signals; returns how many tags it feeds now."""
    store.attached(work, connection, for_change=True)
    known = {each.id for each in plant.equipment_tree(work)}
    for each in tags:
        if each.equipment not in known:
            raise MappingInvalid(equipment=each.equipment, problem="no such equipment")
    saved = store.save_tags(work, [_row(connection, each) for each in tags])
    work.tell(TagsMapped(connection, saved))
    return saved


def _row(connection: str, tag: TagMapping) -> dict[str, Any]:
    unit_name = tag.equipment.rsplit("/", 1)[-1]
    states, words = _coded(tag.states or {})
    return {
        "id": f"{unit_name}.{tag.signal}",
        "equipment": tag.equipment,
        "signal": tag.signal,
        "unit": tag.unit,
        "tag_class": tag.tag_class,
        "connection": connection,
        "address": tag.address,
        "source_unit": tag.source_unit,
        "low": tag.low,
        "high": tag.high,
        "period_s": tag.period_s,
        "wave_rate_hz": tag.wave_rate_hz,
        "codes": states,
        "options": (tag.options or {}) | words,
    }


def _coded(states: dict[str, str]) -> tuple[dict[str, str], dict[str, str]]:
    """States by figure, and the figures that stand for words: samples hold numbers only."""
    figures = {k: v for k, v in states.items() if k.lstrip("-").isdigit()}
    free = (n for n in count(1) if str(n) not in figures)
    words = {word: next(free) for word in states if word not in figures}
    named = figures | {str(number): states[word] for word, number in words.items()}
    return named, {"codes": json.dumps(words)} if words else {}


@action(permission="telemetry.connect", risk=Risk.INITIATE)
def load_tags(work: Work, *, folder: str, addresses: dict[str, str]) -> int:
    """Load a plant's ``tags.yaml`` and attach its connections at the given addresses.

    ``addresses`` maps a protocol (opcua, sparkplug) to where its server or broker listens.
    """
    paths = {each.id.rsplit("/", 1)[-1]: each.id for each in plant.equipment_tree(work)}
    plan = read_tags(Path(folder), paths)
    total = 0
    for protocol, tags in plan.by_protocol.items():
        if protocol in addresses:
            connection = f"{Path(folder).name}-{protocol}"
            attach_connection(
                work,
                connection=connection,
                protocol=protocol,
                address=addresses[protocol],
                options=plan.options.get(protocol, {}),
            )
            total += map_tags(work, connection=connection, tags=[TagMapping(**t) for t in tags])
    return total


@action(permission="telemetry.ingest", risk=Risk.SUPPORT)
def take_samples(
    work: Work,
    *,
    connection: str,
    names: list[str],
    tag: list[int],
    time_us: list[int],
    value: list[float | None],
    quality: list[int],
    arrival_us: list[int],
) -> int:
    """Take samples that a gateway collected; send a batch again with the same idempotency key.

    Columns of equal length, at most 20,000 rows: ``tag`` counts into ``names`` (tags of this
    connection), times are microseconds since 1970 at the source and at the gateway, ``quality`` is
    0 good, 1 uncertain or 2 bad. Returns how many were taken.
    """
    columns = (tag, time_us, value, quality, arrival_us)
    rows = len(tag)
    if any(len(each) != rows for each in columns) or not 0 < rows <= MOST_SAMPLES:
        raise SamplesInvalid(rows=[len(each) for each in columns], limit=MOST_SAMPLES)
    if not all(0 <= each < len(names) for each in tag) or not set(quality) <= {0, 1, 2}:
        raise SamplesInvalid(problem="a tag's number or a quality out of range")
    unknown = sorted(set(names) - store.tags_of(work, connection))
    if unknown:
        raise TagUnknown(connection=connection, tags=unknown[:20])
    from lineside.telemetry.samples import samples

    times = [_instant_us(each) for each in time_us], [_instant_us(each) for each in arrival_us]
    numbers = [float("nan") if each is None else each for each in value]
    table = samples(
        [names[each] for each in tag], times[0], numbers, quality=quality, arrival_us=times[1]
    )
    work.the(Intake).take(connection, table)
    return rows


def _instant_us(told: int) -> int:
    """A time that a date can hold; others would fail far from where they came in."""
    if not 0 <= told < LATEST_US:
        raise SamplesInvalid(time_us=told, problem="a time out of range")
    return told


def set_value(work: Work, *, tag: TagView, value: float, unit: str, allowed: Allowed) -> Written:
    """Write a value in ``unit`` to a tag's address and read it back; for rooms that may.

    It is no entry of the catalogue: limits and a person's decision belong to the room above.
    ``allowed`` sees the value before, in the same unit, and may refuse.
    """
    assert tag.connection is not None, "a set-point that can be written has a connection"
    row = store.attached(work, tag.connection)
    source_unit = tag.source_unit or tag.unit
    factor, offset = scale(source_unit, unit) if source_unit and unit else (1.0, 0.0)

    def told(found: float | None) -> float | None:
        return None if found is None else found * factor + offset

    done = work.the(Sources).set_value(
        row.protocol, row.address, row.options, tag.address, (value - offset) / factor,
        lambda found: allowed(told(found)),
    )  # fmt: skip
    return Written(told(done.before), told(done.after))


@action(permission="telemetry.note", risk=Risk.SUPPORT)
def note_connection(work: Work, *, connection: str, state: str, reason: str = "") -> None:
    """Note how a connection stands; told only when it changed."""
    if store.set_connection_state(work, connection, state, reason):
        work.tell(ConnectionChanged(connection, state, reason))


@action(permission="telemetry.note", risk=Risk.SUPPORT)
def note_states(work: Work, *, changes: list[StateChange]) -> int:
    """Note machine states derived from signals; returns how many differ from before.

    A change older than the state in force corrects nothing silently: it is left to the record of
    samples, from which the past can be derived again.
    """
    told = 0
    for change in sorted(changes, key=lambda each: each.at):
        present = store.open_state(work, change.equipment)
        if present and (present.state == change.state or present.start >= change.at):
            continue
        store.change_state(work, change.equipment, change.at, change.state, change.source)
        previous = present.state if present else "no_data"
        work.tell(
            MachineStateChanged(change.equipment, change.state, previous, change.at, change.source)
        )
        told += 1
    return told


@action(permission="telemetry.note", risk=Risk.SUPPORT, scope="equipment")
def note_alarms(work: Work, *, equipment: str, alarm: int, at: datetime) -> None:
    """Note an alarm code that a machine shows."""
    work.tell(AlarmRaised(equipment, alarm, at))


@action(permission="telemetry.note", risk=Risk.SUPPORT)
def note_repairs(work: Work, *, repairs: list[Repair]) -> int:
    """Keep the record of samples that preparation repaired, marked or rejected."""
    rows = [
        {
            "rule": r.rule,
            "tag": r.tag,
            "time": r.time,
            "original": r.original,
            "stored": r.stored,
            "verdict": r.verdict,
            "at": work.at,
        }
        for r in repairs
    ]
    if rows:
        store.add_repairs(work, rows)
    return len(rows)


@action(permission="telemetry.import", risk=Risk.INITIATE)
def import_states(work: Work, *, changes: list[StateChange]) -> int:
    """Load machine states of the past in bulk, without telling them as news."""
    rows: list[dict[str, Any]] = []
    last: dict[str, dict[str, Any]] = {}
    for change in sorted(changes, key=lambda each: (each.equipment, each.at)):
        before = last.get(change.equipment)
        if before and (before["state"] == change.state or before["start"] == change.at):
            continue
        if before:
            before["end"] = change.at
        row = {
            "equipment": change.equipment,
            "start": change.at,
            "end": None,
            "state": change.state,
            "source": change.source,
        }
        last[change.equipment] = row
        rows.append(row)
    store.add_states(work, rows)
    return len(rows)
