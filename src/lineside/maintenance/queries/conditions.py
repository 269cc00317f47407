"""Ranked assets, their condition, predictions, work orders and past repairs."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Row, select

from lineside.kernel.catalogue import metric, query
from lineside.kernel.work import Work
from lineside.learning.model import ModelVersion
from lineside.learning.ports import Inputs, tells_inputs
from lineside.maintenance import store
from lineside.maintenance.errors import NotMonitored
from lineside.maintenance.model import Component, Prediction, WorkOrder
from lineside.plant import queries as plant
from lineside.telemetry import queries as telemetry

SPEED_SIGNAL = "spindle_speed_rpm"
SPEED_AGE = timedelta(minutes=15)


@dataclass(frozen=True)
class AssetView:
    """A watched component, ranked by risk: probability of failure times its consequence.

    ``life_*_h`` are hours from ``at``; ``consequence`` is the cost of an unplanned stop.
    """

    equipment: str
    name: str
    component: str
    level: str
    index: float
    alarm_index: float
    probability: float
    horizon_h: float
    life_low_h: float | None
    life_h: float | None
    life_high_h: float | None
    consequence: float
    risk: float
    leading: dict[str, float]
    zone: str
    prediction: str
    at: datetime


@dataclass(frozen=True)
class Tone:
    """A bearing's tone and the amplitude found there."""

    name: str
    frequency_hz: float
    amplitude: float


@dataclass(frozen=True)
class SpectrumView:
    """Amplitudes over frequency; thinned to what a screen shows, keeping the peaks."""

    frequency_hz: list[float]
    amplitude: list[float]
    unit: str


@dataclass(frozen=True)
class ShaftTone:
    """A bearing's tone as a multiple of the shaft's speed, and the amplitude found there."""

    name: str
    order: float
    amplitude: float


@dataclass(frozen=True)
class ShaftOrders:
    """Amplitudes over multiples of the shaft's speed, which is the measured one where it is told.

    A tone that is tied to the shaft stays on its order while the speed changes.
    """

    order: list[float]
    amplitude: list[float]
    unit: str
    speed_rpm: float
    measured: bool
    tones: list[ShaftTone]


@dataclass(frozen=True)
class ConditionView:
    """A component's health over time, its latest spectra, and what is predicted."""

    asset: AssetView | None
    times: list[datetime]
    index: list[float]
    alarm_index: float
    threshold: float
    onset: datetime | None
    prediction: Prediction | None
    spectrum: SpectrumView | None
    envelope: SpectrumView | None
    tones: list[Tone] = field(default_factory=list)
    orders: ShaftOrders | None = None


@dataclass(frozen=True)
class RepairCase:
    """A closed work order, as a case to learn from."""

    work_order: str
    equipment: str
    component: str
    task: str
    kind: str
    closed_at: datetime | None
    found: str
    note: str
    truth: str
    downtime_minutes: float
    technician: str
    part: str


def component_of(work: Work, equipment: str) -> Component:
    """The component whose condition is watched on an equipment."""
    node = plant.equipment(work, equipment=equipment)
    spindle = node.facts.get("spindle")
    if not spindle:
        raise NotMonitored(equipment=equipment)
    return Component(
        equipment=node.id,
        name="spindle_bearing",
        wave_tag=spindle["waveform_tag"],
        rate_hz=float(spindle["sampling_rate_hz"]),
        shaft_speed_rpm=float(spindle["shaft_speed_rpm"]),
        geometry=spindle["bearing"],
        part=spindle.get("bearing_part", ""),
        downtime_cost_per_h=float(node.facts.get("downtime_cost_nok_h", 0.0)),
        criticality=int(node.facts.get("criticality", 1)),
    )


def watched(work: Work) -> list[str]:
    """The equipment that has a watched component."""
    units = plant.equipment_tree(work, kind="unit")
    return [each.id for each in units if each.facts.get("spindle")]


@query(permission="maintenance.read")
def assets(work: Work) -> list[AssetView]:
    """Watched components, the riskiest first."""
    facts = {each.id: each for each in plant.equipment_tree(work, kind="unit")}
    rows = work.db.execute(select(store.conditions))
    open_ = {p.equipment: p.id for p in predictions(work)}
    views = [_asset(row, facts[row.equipment], open_) for row in rows if row.equipment in facts]
    return sorted(views, key=lambda each: (-each.risk, -each.index))


def _asset(row: Row[Any], node: Any, open_: dict[str, str]) -> AssetView:
    life = row.life or [None, None, None]
    hours = float(node.facts.get("unplanned_repair_h", 14.0))
    consequence = hours * float(node.facts.get("downtime_cost_nok_h", 0.0))
    return AssetView(
        equipment=row.equipment,
        name=node.name,
        component=row.component,
        level=row.level,
        index=row._mapping["index"],
        alarm_index=row.alarm_index,
        probability=row.probability,
        horizon_h=row.horizon_h,
        life_low_h=life[0],
        life_h=life[1],
        life_high_h=life[2],
        consequence=consequence,
        risk=row.probability * consequence,
        leading=row.leading,
        zone=row.zone,
        prediction=open_.get(row.equipment, ""),
        at=row.at,
    )


@query(permission="maintenance.read")
def predictions(work: Work, *, state: str = "open") -> list[Prediction]:
    """Predicted failures in a state (``all`` for every one), newest first."""
    table = store.predictions
    wanted = select(table).order_by(table.c.at.desc()).limit(200)
    if state != "all":
        wanted = wanted.where(table.c.state == state)
    return [store.restore_prediction(row) for row in work.db.execute(wanted)]


@query(permission="maintenance.read")
def prediction(work: Work, *, prediction: str) -> Prediction:
    """One prediction."""
    return store.load_prediction(work, prediction)


@query(permission="maintenance.read", scope="equipment")
def condition(work: Work, *, equipment: str) -> ConditionView:
    """A component's health over time, its latest spectrum and envelope with the bearing's tones."""
    component = component_of(work, equipment)
    found = [each for each in assets(work) if each.equipment == equipment]
    rows = [
        row
        for row in store.feature_rows(work, equipment, component.name)
        if row._mapping["index"] is not None
    ]
    state = work.db.execute(
        select(store.conditions).where(store.conditions.c.equipment == equipment)
    ).first()
    open_ = store.open_prediction(work, equipment, component.name)
    spectrum, envelope, tones, orders = _spectra(work, component)
    return ConditionView(
        asset=found[0] if found else None,
        times=[row.at for row in rows],
        index=[round(row._mapping["index"], 4) for row in rows],
        alarm_index=state.alarm_index if state else 0.0,
        threshold=state.threshold if state else 0.0,
        onset=open_.onset if open_ else None,
        prediction=open_,
        spectrum=spectrum,
        envelope=envelope,
        tones=tones,
        orders=orders,
    )


def _spectra(
    work: Work, component: Component
) -> tuple[SpectrumView | None, SpectrumView | None, list[Tone], ShaftOrders | None]:
    from lineside.maintenance.spectra import latest_spectra

    waves = telemetry.waves(
        work, tag=component.wave_tag, start=work.at - timedelta(days=60), end=work.at, limit=1
    )
    if waves.num_rows == 0:
        return None, None, [], None
    speed = _measured_speed(work, component, waves["time"][0].as_py())
    samples = waves["samples"][0].values.to_numpy()
    shown = latest_spectra(component, samples, speed or component.shaft_speed_rpm)
    tones = [ShaftTone(*each) for each in shown.order_tones]
    return (
        SpectrumView(shown.frequency_hz, shown.amplitude, "m/s2"),
        SpectrumView(shown.envelope_hz, shown.envelope, "m/s2"),
        [Tone(*each) for each in shown.tones],
        ShaftOrders(
            shown.orders,
            shown.order_amplitude,
            "m/s2",
            round(speed or component.shaft_speed_rpm, 1),
            speed is not None,
            tones,
        ),
    )


def _measured_speed(work: Work, component: Component, at: datetime) -> float | None:
    """The shaft's speed as it was last told before a wave-form, if the machine tells it."""
    tags = [
        each.id
        for each in telemetry.tags(work, equipment=component.equipment)
        if each.signal == SPEED_SIGNAL
    ]
    if not tags:
        return None
    table = telemetry.window_mean(
        work, tags=tags, start=at - SPEED_AGE, end=at + timedelta(seconds=1), every=2 * SPEED_AGE
    )
    last = table["last"].to_pylist()[-1] if table.num_rows else None
    # A shaft that stood at the last reading turned when the wave-form was taken.
    slowest = component.shaft_speed_rpm / 10
    return float(last) if last is not None and last == last and last > slowest else None


@query(permission="maintenance.read", scope="equipment")
def work_orders(work: Work, *, state: str = "open", equipment: str = "") -> list[WorkOrder]:
    """Work orders; ``open`` are those planned or started, ``all`` every one."""
    table = store.work_orders
    wanted = select(table).order_by(table.c.start.desc()).limit(500)
    if state == "open":
        wanted = wanted.where(table.c.state.in_(("planned", "started")))
    elif state != "all":
        wanted = wanted.where(table.c.state == state)
    if equipment:
        wanted = wanted.where(table.c.equipment == equipment)
    return [store.restore_order(row) for row in work.db.execute(wanted)]


@query(permission="maintenance.read")
def work_order(work: Work, *, work_order: str) -> WorkOrder:
    """One work order."""
    return store.load_order(work, work_order)


@query(permission="maintenance.read", scope="equipment")
def past_repairs(
    work: Work, *, component: str = "", equipment: str = "", limit: int = 20
) -> list[RepairCase]:
    """Closed work orders on a component, the same machine's first, then the newest."""
    table = store.work_orders
    wanted = select(table).where(table.c.state == "closed")
    if component:
        wanted = wanted.where(table.c.component == component)
    same = table.c.equipment == equipment
    rows = work.db.execute(wanted.order_by(same.desc(), table.c.closed_at.desc()).limit(limit))
    return [
        RepairCase(
            r.id, r.equipment, r.component, r.task, r.kind, r.closed_at, r.found, r.note, r.truth,
            r.downtime_minutes, r.technician, r.part,
        )
        for r in rows
    ]  # fmt: skip


@metric(
    permission="maintenance.read",
    unit="h",
    definition="Mean time to repair: mean hours of stop of the closed repairs (ISO 22400-2 MTTR).",
    dimensions=("equipment", "period"),
    synonyms=("mttr", "mean time to repair", "mittlere Reparaturzeit"),
    scope="equipment",
)
def mttr(work: Work, *, start: datetime, end: datetime, equipment: str = "") -> float | None:
    """Mean hours of stop per repair closed in the span of time; None without any."""
    table = store.work_orders
    wanted = select(table.c.downtime_minutes).where(
        table.c.state == "closed", table.c.closed_at >= start, table.c.closed_at < end
    )
    if equipment:
        wanted = wanted.where(table.c.equipment == equipment)
    minutes = work.db.execute(wanted).scalars().all()
    return sum(minutes) / len(minutes) / 60 if minutes else None


def busy_technicians(work: Work) -> list[tuple[str, datetime, datetime]]:
    """(technician, start, end) of the work that is planned or running."""
    table = store.work_orders
    wanted = select(table.c.technician, table.c.start, table.c.end).where(
        table.c.state.in_(("planned", "started"))
    )
    rows: Any = work.db.execute(wanted)
    return [(r.technician, r.start, r.end) for r in rows]


@tells_inputs("spindle_health")
def features_now(work: Work, model: ModelVersion) -> Inputs | None:
    """The features of the newest wave-forms, beside those of the healthy time fitted on."""
    import numpy as np

    from lineside.maintenance import condition as judging

    names = judging.unpack(work.files.get(model.file)).names
    component = component_of(work, model.scope)
    rows = store.feature_rows(work, model.scope, component.name)
    healthy = judging.HEALTHY_ROWS
    fresh = rows[max(healthy, len(rows) - healthy) :]
    if not fresh:
        return None
    reference, recent = (
        np.array([row.values for row in each], dtype=np.float64) for each in (rows[:healthy], fresh)
    )
    return Inputs(names, reference, recent, [row.at for row in fresh])
