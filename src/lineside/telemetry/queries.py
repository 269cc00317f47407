"""What one may ask of telemetry: connections, tags, live values, trends, states, repairs."""

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Any

from sqlalchemy import func, select

from lineside.kernel.catalogue import query
from lineside.kernel.work import Work
from lineside.telemetry import store
from lineside.telemetry.errors import ProtocolUnknown, TagUnknown
from lineside.telemetry.ports import Historian, LiveValues, ShownCertificate, Sources

STALE_AFTER_S = 30.0
# So far back the count is looked for from which a counter went on.
COUNTER_AGE = timedelta(hours=6)


@dataclass(frozen=True)
class ConnectionView:
    """A source of signals and how it stands. Secrets in the options are masked."""

    id: str
    protocol: str
    address: str
    options: dict[str, str]
    enabled: bool
    state: str
    reason: str
    changed_at: datetime
    tags: int


@dataclass(frozen=True)
class TagView:
    """A signal of an equipment and where it comes from."""

    id: str
    equipment: str
    signal: str
    unit: str
    tag_class: str
    connection: str | None
    address: str
    low: float | None
    high: float | None
    source_unit: str
    codes: dict[str, str]
    period_s: float | None
    wave_rate_hz: float | None
    options: dict[str, str]


@dataclass(frozen=True)
class FoundView:
    """What a source shows at one address: a folder to look into, or a value that can be mapped."""

    address: str
    name: str
    is_folder: bool
    data_type: str
    unit: str
    writable: bool
    example: str


@dataclass(frozen=True)
class LiveValue:
    """The newest value of a tag; ``quality`` is good, uncertain, bad or none (never heard)."""

    tag: str
    equipment: str
    signal: str
    value: float | None
    unit: str
    quality: str
    at: datetime | None
    age_s: float | None


@dataclass(frozen=True)
class TrendPoint:
    """One bucket of a trend: its mean, extremes and number of samples."""

    at: datetime
    mean: float | None
    low: float | None
    high: float | None
    count: int


@dataclass(frozen=True)
class TrendView:
    """A tag's course over a span of time."""

    tag: str
    unit: str
    points: list[TrendPoint]


@dataclass(frozen=True)
class StateSpan:
    """A stretch in which a machine was in one state; ``end`` is None while it lasts."""

    equipment: str
    state: str
    start: datetime
    end: datetime | None
    source: str


@dataclass(frozen=True)
class RepairView:
    """A sample that a rule of preparation repaired, marked or rejected."""

    id: int
    rule: str
    tag: str
    time: datetime
    original: float | None
    stored: float | None
    verdict: str
    at: datetime
    undone_by: str


QUALITIES = {0: "good", 1: "uncertain", 2: "bad", 3: "withdrawn"}


@query(permission="telemetry.read", rows_of="connection")
def connections(work: Work) -> list[ConnectionView]:
    """The sources of signals and how they stand."""
    table = store.connections
    count = (
        select(func.count())
        .where(store.tags.c.connection == table.c.id)
        .correlate(table)
        .scalar_subquery()
    )
    rows = work.db.execute(select(table, count.label("tags")).order_by(table.c.id))
    return [
        ConnectionView(
            r.id, r.protocol, without_password(store.plain_address(work, r.address)),
            _masked(r.options), r.enabled,
            r.state, r.reason,
            r.changed_at, r.tags,
        )
        for r in rows
    ]  # fmt: skip


@query(permission="telemetry.connect")
def browse(work: Work, *, connection: str, under: str = "", limit: int = 500) -> list[FoundView]:
    """What lies under an address of an attached source, to be mapped; the top without one.

    A broker has no list of topics: it is listened to for a second, and what was heard is shown.
    """
    row = store.attached(work, connection)
    found = work.the(Sources).browse(
        row.protocol, row.address, row.options, under, min(max(limit, 1), 5000)
    )
    return [
        FoundView(f.address, f.name, f.is_folder, f.data_type, f.unit, f.writable, f.example)
        for f in found
    ]


@query(permission="telemetry.connect")
def server_certificate(work: Work, *, connection: str) -> ShownCertificate:
    """The certificate that an OPC UA server shows now, with its thumbprint to compare and trust."""
    row = store.attached(work, connection)
    if row.protocol != "opcua":
        raise ProtocolUnknown(protocol=row.protocol, known=["opcua"])
    return work.the(Sources).server_certificate(row.address, row.options)


def without_password(address: str) -> str:
    """An address as others may see it: ``mqtt://user:***@host``."""
    return re.sub(r"(//[^:/@]+:)[^@/]+@", r"\1***@", address)


def _masked(options: dict[str, Any]) -> dict[str, str]:
    return {k: "***" if store.is_secret(k) else str(v) for k, v in options.items()}


@query(permission="telemetry.read", scope="equipment")
def tags(work: Work, *, equipment: str = "", connection: str = "") -> list[TagView]:
    """The signals, of one equipment or connection if given."""
    table = store.tags
    wanted = select(table).order_by(table.c.id)
    if equipment:
        wanted = wanted.where(table.c.equipment == equipment)
    if connection:
        wanted = wanted.where(table.c.connection == connection)
    return [
        TagView(
            r.id, r.equipment, r.signal, r.unit, r.tag_class, r.connection, r.address, r.low,
            r.high, r.source_unit, r.codes, r.period_s, r.wave_rate_hz, r.options,
        )
        for r in work.db.execute(wanted)
    ]  # fmt: skip


def tag(work: Work, name: str) -> TagView:
    """One signal, for rooms above."""
    found = [each for each in tags(work) if each.id == name]
    if not found:
        raise TagUnknown(tag=name)
    return found[0]


def setpoint(work: Work, equipment: str, signal: str) -> TagView | None:
    """The tag by which a set-point can be written: of class setpoint, on a writable connection.

    A connection is writable where somebody attached it with the option ``writable`` as ``yes``.
    """
    table, link = store.tags, store.connections
    wanted = (
        select(table.c.id)
        .join(link, link.c.id == table.c.connection)
        .where(table.c.equipment == equipment, table.c.signal == signal)
        .where(table.c.tag_class == "setpoint", link.c.enabled)
        .where(link.c.options["writable"].astext == "yes")
    )
    name = work.db.scalars(wanted).first()
    return None if name is None else tag(work, name)


@query(permission="telemetry.read", scope="equipment")
def live(work: Work, *, equipment: str = "") -> list[LiveValue]:
    """The newest value of each tag with its quality and age."""
    values = work.the(LiveValues)
    found = []
    for each in tags(work, equipment=equipment):
        if each.tag_class in {"waveform", "picture"}:
            continue
        known = values.value(each.id)
        facts = _live(known, work.at) if known else (None, "none", None, None)
        found.append(
            LiveValue(each.id, each.equipment, each.signal, facts[0], each.unit, *facts[1:])
        )
    return found


def _live(
    known: tuple[float, int, datetime], at: datetime
) -> tuple[float | None, str, datetime, float]:
    value, quality, when = known
    shown = None if value != value else value
    return shown, QUALITIES.get(quality, "bad"), when, max(0.0, (at - when).total_seconds())


@query(permission="telemetry.read")
def trend(work: Work, *, tag: str, start: datetime, end: datetime, buckets: int = 300) -> TrendView:
    """A tag's course in at most ``buckets`` points; empty buckets are gaps, not zeros."""
    table = store.tags
    row = work.db.execute(select(table.c.unit).where(table.c.id == tag)).first()
    if row is None:
        raise TagUnknown(tag=tag)
    found = work.the(Historian).downsample(tag, start, end, min(max(buckets, 1), 5000))
    points = [
        TrendPoint(r["time"], r["mean"], r["min"], r["max"], r["count"]) for r in found.to_pylist()
    ]
    return TrendView(tag, row.unit, points)


@query(permission="telemetry.read", scope="equipment")
def machine_states(
    work: Work, *, start: datetime, end: datetime, equipment: str = ""
) -> list[StateSpan]:
    """The states of one machine, or of all, that touch the span of time."""
    table = store.states
    wanted = (
        select(table)
        .where(table.c.start < end, (table.c.end.is_(None)) | (table.c.end > start))
        .order_by(table.c.equipment, table.c.start)
    )
    if equipment:
        wanted = wanted.where(table.c.equipment == equipment)
    return [_span(row) for row in work.db.execute(wanted)]


def hours_in(work: Work, *, state: str, start: datetime, end: datetime) -> dict[str, float]:
    """How long each machine was in a state within a span of time; for rooms above."""
    spans = store.states.c
    until = func.least(func.coalesce(spans.end, end), end)
    spent = func.sum(func.extract("epoch", until - func.greatest(spans.start, start)))
    wanted = (
        select(spans.equipment, spent)
        .where(spans.state == state, spans.start < end)
        .where(spans.end.is_(None) | (spans.end > start))
        .group_by(spans.equipment)
    )
    return {equipment: float(spent_s) / 3600 for equipment, spent_s in work.db.execute(wanted)}


@query(permission="telemetry.read")
def current_states(work: Work) -> list[StateSpan]:
    """The state that each machine is in now, and since when."""
    table = store.states
    rows = work.db.execute(select(table).where(table.c.end.is_(None)).order_by(table.c.equipment))
    return [_span(row) for row in rows]


def _span(row: Any) -> StateSpan:
    return StateSpan(row.equipment, row.state, row.start, row.end, row.source)


@query(permission="telemetry.read")
def repairs(work: Work, *, tag: str = "", limit: int = 200) -> list[RepairView]:
    """Samples that preparation repaired, marked or rejected, newest first."""
    table = store.repairs
    wanted = select(table).order_by(table.c.id.desc()).limit(min(limit, 1000))
    if tag:
        wanted = wanted.where(table.c.tag == tag)
    return [RepairView(**row._mapping) for row in work.db.execute(wanted)]


def window_mean(
    work: Work, *, tags: list[str], start: datetime, end: datetime, every: timedelta
) -> Any:
    """Figures per tag and interval as an Arrow table (see ``Historian.aggregate``)."""
    return work.the(Historian).aggregate(tags, start, end, every)


@dataclass(frozen=True)
class Counted:
    """What a machine's counter counted, and when it counted last."""

    count: float
    last: datetime | None


def counted(
    work: Work, *, signal: str, since: dict[str, datetime], until: datetime
) -> dict[str, Counted]:
    """What the counters of that name counted since a time of each machine's own.

    Machines without such a counter, or of which nothing was heard, are left out. A counter that
    begins again counts from zero.
    """
    table = store.tags.c
    rows = work.db.execute(
        select(table.id, table.equipment).where(
            table.signal == signal, table.tag_class == "counter", table.equipment.in_(since)
        )
    )
    named = {row.id: row.equipment for row in rows}
    if not named:
        return {}
    start = min(since[equipment] for equipment in named.values()) - COUNTER_AGE
    found = work.the(Historian).range(sorted(named), start, until)
    shown: dict[str, list[tuple[datetime, float]]] = {}
    for tag, at, value in zip(
        *(found.column(name).to_pylist() for name in ("tag", "time", "value")), strict=True
    ):
        if value == value:
            shown.setdefault(tag, []).append((at, value))
    return {named[tag]: _increments(rows, since[named[tag]]) for tag, rows in shown.items()}


def _increments(shown: list[tuple[datetime, float]], since: datetime) -> Counted:
    count, last = 0.0, None
    for (_, before), (at, now) in pairwise(shown):
        if at > since and now != before:
            count += now - before if now > before else now
            last = at
    return Counted(count, last)


def waves(work: Work, *, tag: str, start: datetime, end: datetime, limit: int = 50) -> Any:
    """The newest wave-forms of a tag as an Arrow table (see ``Historian.waves``)."""
    return work.the(Historian).waves(tag, start, end, limit=limit)
