"""One assessment of one component: read new waves, judge, remember, and tell what changed."""

import hashlib
from datetime import datetime, timedelta
from typing import Any

import numpy as np
from sqlalchemy import select, update

from lineside.andon import actions as andon
from lineside.andon.model import Severity
from lineside.kernel.work import Work
from lineside.learning import actions as learning
from lineside.learning import queries as learned
from lineside.learning.model import Figure
from lineside.maintenance import condition, store
from lineside.maintenance.condition import HEALTHY_ROWS, Judgement
from lineside.maintenance.events import ConditionChanged
from lineside.maintenance.health import HealthBaseline
from lineside.maintenance.model import Component, Level, Prediction
from lineside.maintenance.vibration.severity import MachineClass, severity_zone
from lineside.telemetry import queries as telemetry

MODEL = "spindle_health"
LOOK_BACK = timedelta(days=45)
# A failure is predicted when it is this probable within the horizon.
PREDICT_AT = 0.3
Told = tuple[str, str, str, float, int, str]


def assess_component(work: Work, component: Component) -> Told:
    """Assess; returns equipment, component, level, index, number of new waves, prediction."""
    work.lock(f"maintenance:{component.equipment}")
    fresh = _read_new_waves(work, component)
    rows = store.feature_rows(work, component.equipment, component.name)
    present = _present(work, component)
    if len(rows) < HEALTHY_ROWS or (fresh == 0 and present is not None):
        level = present.level if present else Level.UNKNOWN
        index = present._mapping["index"] if present else 0.0
        return (component.equipment, component.name, level, index, fresh, "")
    names, baseline, model = _baseline(work, component, rows)
    values = np.array([row.values for row in rows])
    hours = np.array([(row.at - rows[0].at) / timedelta(hours=1) for row in rows])
    judged = condition.judge(baseline, hours, values)
    _remember_index(work, rows, condition.severity(names, values))
    _remember(work, component, judged, dict(zip(names, values[-1], strict=True)), model)
    _tell_change(work, component, judged, present)
    prediction = _predict(work, component, judged, rows[0].at, rows[-1].at, model)
    return (component.equipment, component.name, judged.level, judged.index, fresh, prediction)


def start_afresh(work: Work, equipment: str, name: str) -> None:
    """A new part: the old part's rows and baseline no longer speak for it."""
    store.forget_features(work, equipment, name)
    champion = learned.champion(work, name=MODEL, scope=equipment)
    if champion is not None:
        learning.retire_model(work, model=champion.id)
    where = (store.conditions.c.equipment == equipment) & (store.conditions.c.component == name)
    renewed = {"level": Level.UNKNOWN, "probability": 0.0, "life": [], "index": 1.0, "at": work.at}
    work.db.execute(update(store.conditions).where(where).values(**renewed))
    andon.close_kind(work, kind="condition", equipment=equipment)


def _read_new_waves(work: Work, component: Component) -> int:
    """Turn wave-forms that came since the last look into rows of features."""
    since = store.latest_feature(work, component.equipment, component.name)
    start = since + timedelta(microseconds=1) if since else _not_before(work, component)
    waves = telemetry.waves(work, tag=component.wave_tag, start=start, end=work.at, limit=5000)
    if waves.num_rows == 0:
        return 0
    lengths = {len(each) for each in waves["samples"]}
    if len(lengths) != 1:
        return 0
    arrays = np.stack([each.values.to_numpy() for each in waves["samples"]]).astype(np.float64)
    _, values = condition.wave_features(component, arrays)
    rows = [
        {
            "equipment": component.equipment,
            "component": component.name,
            "at": at,
            "values": [float(v) for v in row],
            "index": None,
        }
        for at, row in zip(waves["time"].to_pylist(), values, strict=True)
    ]
    store.add_features(work, rows)
    return len(rows)


def _not_before(work: Work, component: Component) -> datetime:
    """Waves of a part that was replaced since are not read again."""
    table = store.work_orders
    wanted = (
        select(table.c.closed_at)
        .where(
            table.c.equipment == component.equipment,
            table.c.component == component.name,
            table.c.state == "closed",
            table.c.truth == "confirmed",
        )
        .order_by(table.c.closed_at.desc())
        .limit(1)
    )
    replaced: datetime | None = work.db.execute(wanted).scalar()
    return max(replaced or work.at - LOOK_BACK, work.at - LOOK_BACK)


def _present(work: Work, component: Component) -> Any:
    table = store.conditions
    wanted = select(table).where(
        table.c.equipment == component.equipment, table.c.component == component.name
    )
    return work.db.execute(wanted).first()


def _baseline(
    work: Work, component: Component, rows: list[Any]
) -> tuple[tuple[str, ...], HealthBaseline, str]:
    """The champion's baseline for this component, or a first one fitted and promoted now."""
    champion = learned.champion(work, name=MODEL, scope=component.equipment)
    if champion is not None:
        baseline = condition.unpack(work.files.get(champion.file))
        return baseline.names, baseline, champion.id
    waves = telemetry.waves(
        work,
        tag=component.wave_tag,
        start=rows[0].at,
        end=rows[HEALTHY_ROWS - 1].at + timedelta(microseconds=1),
        limit=HEALTHY_ROWS,
    )
    arrays = np.stack([each.values.to_numpy() for each in waves["samples"]]).astype(np.float64)
    names, values = condition.wave_features(component, arrays)
    baseline = condition.healthy_baseline(values, names)
    report = condition.try_baseline(component, arrays)
    content = condition.pack(baseline)
    model = learning.register_model(
        work,
        name=MODEL,
        scope=component.equipment,
        kind="health_baseline",
        file=work.files.put(content),
        data_hash=hashlib.sha256(arrays.tobytes()).hexdigest(),
        figures=[Figure("roc_auc_early_flaw", report.index_auc, report.velocity_auc)],
        notes={"rows": report.rows, "protocol": "simulated outer-ring flaw on held-out waves"},
    )
    learning.promote_model(work, model=model)
    return names, baseline, model


def _remember_index(work: Work, rows: list[Any], index: Any) -> None:
    """Note the index of rows that have none yet, for the trend on the screen."""
    table = store.features
    for row, value in zip(rows, index, strict=True):
        if row._mapping["index"] is None:
            where = (table.c.equipment == row.equipment) & (table.c.at == row.at)
            work.db.execute(update(table).where(where).values(index=float(value)))


def _remember(
    work: Work, component: Component, judged: Judgement, latest: dict[str, float], model: str
) -> None:
    life = judged.life
    velocity = next((v for n, v in latest.items() if "velocity" in n), None)
    store.save_condition(
        work,
        equipment=component.equipment,
        component=component.name,
        at=work.at,
        level=judged.level,
        index=judged.index,
        alarm_index=judged.alarm_index,
        threshold=judged.threshold,
        probability=life.probability_within_horizon,
        horizon_h=condition.HORIZON_H,
        life=list(life.quantiles_h) if life.quantiles_h else [],
        leading=judged.leading,
        velocity_mm_s=velocity,
        zone="" if velocity is None else severity_zone(velocity, MachineClass.MEDIUM_RIGID),
        model=model,
    )


def _tell_change(work: Work, component: Component, judged: Judgement, present: Any) -> None:
    before = present.level if present else Level.UNKNOWN
    if before == judged.level:
        return
    work.tell(
        ConditionChanged(
            component.equipment, component.name, judged.level, before, judged.index, work.at
        )
    )
    if judged.level is Level.WEARING:
        andon.raise_alert(
            work,
            kind="condition",
            severity=Severity.WARNING,
            title=f"{component.unit}: {component.name.replace('_', ' ')} is wearing",
            equipment=component.equipment,
            facts={"index": judged.index, "leading": judged.leading},
            link=f"/assets?equipment={component.equipment}",
        )


def _predict(
    work: Work,
    component: Component,
    judged: Judgement,
    first: datetime,
    latest: datetime,
    model: str,
) -> str:
    """Open a prediction when the failure is probable enough, or bring the open one up to date."""
    life = judged.life
    if life.quantiles_h is None or life.probability_within_horizon < PREDICT_AT:
        return ""
    low, middle, high = life.quantiles_h
    onset = first + timedelta(hours=judged.onset_h) if judged.onset_h is not None else None
    earlier = store.open_prediction(work, component.equipment, component.name)
    prediction = Prediction(
        id=earlier.id if earlier else work.new_id(),
        equipment=component.equipment,
        component=component.name,
        at=latest,
        probability=life.probability_within_horizon,
        horizon_h=life.horizon_h,
        life_low_h=low,
        life_h=middle,
        life_high_h=high,
        index=judged.index,
        threshold=judged.threshold,
        onset=onset,
        p_value=life.p_value,
        growth=life.growth,
        features=judged.leading,
        model=model,
    )
    store.save_prediction(work, prediction)
    if earlier is None:
        work.tell(prediction.announce())
    return prediction.id
