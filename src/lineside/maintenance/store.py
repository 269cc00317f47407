"""How maintenance remembers: features of waves, conditions, predictions, evidence, work orders."""

from datetime import datetime
from typing import Any

from pydantic import TypeAdapter
from sqlalchemy import Boolean, Column, Float, Index, Integer, Row, Table, Text, select, text
from sqlalchemy.dialects.postgresql import ARRAY, JSONB
from sqlalchemy.dialects.postgresql import insert as upsert

from lineside.kernel.places import placed
from lineside.kernel.tables import metadata, moment
from lineside.kernel.work import Work
from lineside.maintenance.errors import PredictionUnknown, WorkOrderUnknown
from lineside.maintenance.model import Prediction, WorkOrder

features = Table(
    "maintenance_feature",
    metadata,
    Column("equipment", Text, primary_key=True),
    Column("component", Text, primary_key=True),
    moment("at", primary_key=True),
    Column("values", ARRAY(Float), nullable=False),
    Column("index", Float),
)

conditions = Table(
    "maintenance_condition",
    metadata,
    Column("equipment", Text, primary_key=True),
    Column("component", Text, primary_key=True),
    moment("at", nullable=False),
    Column("level", Text, nullable=False),
    Column("index", Float, nullable=False),
    Column("alarm_index", Float, nullable=False),
    Column("threshold", Float, nullable=False),
    Column("probability", Float, nullable=False),
    Column("horizon_h", Float, nullable=False),
    Column("life", JSONB, nullable=False),
    Column("leading", JSONB, nullable=False),
    Column("velocity_mm_s", Float),
    Column("zone", Text, nullable=False, server_default=""),
    Column("model", Text, nullable=False, server_default=""),
)

predictions = Table(
    "maintenance_prediction",
    metadata,
    Column("id", Text, primary_key=True),
    Column("equipment", Text, nullable=False),
    Column("component", Text, nullable=False),
    moment("at", nullable=False),
    Column("probability", Float, nullable=False),
    Column("horizon_h", Float, nullable=False),
    Column("life_low_h", Float, nullable=False),
    Column("life_h", Float, nullable=False),
    Column("life_high_h", Float, nullable=False),
    Column("index", Float, nullable=False),
    Column("threshold", Float, nullable=False),
    moment("onset"),
    Column("p_value", Float, nullable=False),
    Column("growth", Text, nullable=False),
    Column("features", JSONB, nullable=False),
    Column("model", Text, nullable=False),
    Column("state", Text, nullable=False),
    Column("truth", Text, nullable=False),
    Index(
        "uq_maintenance_prediction_open",
        "equipment",
        "component",
        unique=True,
        postgresql_where=text("state = 'open'"),
    ),
)
placed("prediction", predictions.c.id, predictions.c.equipment)

evidence = Table(
    "maintenance_evidence",
    metadata,
    Column("id", Text, primary_key=True),
    Column("equipment", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("ref", Text, nullable=False),
    Column("title", Text, nullable=False),
    Column("figures", JSONB, nullable=False),
    moment("at", nullable=False),
    Index("uq_maintenance_evidence_ref", "equipment", "ref", unique=True),
)

work_orders = Table(
    "maintenance_work_order",
    metadata,
    Column("id", Text, primary_key=True),
    Column("equipment", Text, nullable=False),
    Column("component", Text, nullable=False),
    Column("task", Text, nullable=False),
    Column("kind", Text, nullable=False),
    moment("start", nullable=False),
    moment("end", nullable=False),
    Column("technician", Text, nullable=False),
    Column("part", Text, nullable=False),
    Column("quantity", Integer, nullable=False),
    Column("prediction", Text, nullable=False),
    Column("recommendation", Text, nullable=False),
    Column("state", Text, nullable=False),
    moment("created_at"),
    moment("started_at"),
    moment("closed_at"),
    Column("truth", Text, nullable=False),
    Column("found", Text, nullable=False),
    Column("note", Text, nullable=False),
    Column("downtime_minutes", Float, nullable=False),
    Column("facts", JSONB, nullable=False),
    Index("ix_maintenance_work_order_equipment", "equipment", "start"),
)
placed("work_order", work_orders.c.id, work_orders.c.equipment)

behaviours = Table(
    "maintenance_behaviour",
    metadata,
    Column("equipment", Text, primary_key=True),
    moment("at", primary_key=True),
    Column("score", Float, nullable=False),
    Column("above", Boolean, nullable=False),
    Column("alarm", Boolean, nullable=False),
    Column("readings", ARRAY(Float), nullable=False),
    Column("freed", ARRAY(Float), nullable=False),
    Column("model", Text, nullable=False),
    Index("ix_maintenance_behaviour_at", "at"),
)

_prediction = TypeAdapter(Prediction)
_order = TypeAdapter(WorkOrder)


def latest_feature(work: Work, equipment: str, component: str) -> datetime | None:
    wanted = (
        select(features.c.at)
        .where(features.c.equipment == equipment, features.c.component == component)
        .order_by(features.c.at.desc())
        .limit(1)
    )
    found: datetime | None = work.db.execute(wanted).scalar()
    return found


def add_features(work: Work, rows: list[dict[str, Any]]) -> None:
    if rows:
        work.db.execute(upsert(features).on_conflict_do_nothing(), rows)


def feature_rows(work: Work, equipment: str, component: str) -> list[Row[Any]]:
    wanted = (
        select(features)
        .where(features.c.equipment == equipment, features.c.component == component)
        .order_by(features.c.at)
    )
    return list(work.db.execute(wanted))


def forget_features(work: Work, equipment: str, component: str) -> None:
    """After a new part the old part's trend says nothing any more."""
    where = (features.c.equipment == equipment) & (features.c.component == component)
    work.db.execute(features.delete().where(where))


def save_condition(work: Work, **facts: Any) -> None:
    row = upsert(conditions).values(facts)
    key = ["equipment", "component"]
    work.db.execute(row.on_conflict_do_update(index_elements=key, set_=facts))


def restore_prediction(row: Row[Any]) -> Prediction:
    return _prediction.validate_python(dict(row._mapping))


def open_prediction(work: Work, equipment: str, component: str) -> Prediction | None:
    wanted = select(predictions).where(
        predictions.c.equipment == equipment,
        predictions.c.component == component,
        predictions.c.state == "open",
    )
    row = work.db.execute(wanted.with_for_update()).first()
    return restore_prediction(row) if row else None


def load_prediction(work: Work, prediction: str) -> Prediction:
    row = work.db.execute(
        select(predictions).where(predictions.c.id == prediction).with_for_update()
    ).first()
    if row is None:
        raise PredictionUnknown(prediction=prediction)
    return restore_prediction(row)


def save_prediction(work: Work, prediction: Prediction) -> None:
    facts = _prediction.dump_python(prediction, mode="json")
    facts |= {"at": prediction.at, "onset": prediction.onset}
    row = upsert(predictions).values(facts)
    work.db.execute(row.on_conflict_do_update(index_elements=["id"], set_=facts))


def restore_order(row: Row[Any]) -> WorkOrder:
    return _order.validate_python(dict(row._mapping))


def load_order(work: Work, work_order: str) -> WorkOrder:
    row = work.db.execute(
        select(work_orders).where(work_orders.c.id == work_order).with_for_update()
    ).first()
    if row is None:
        raise WorkOrderUnknown(work_order=work_order)
    return restore_order(row)


_MOMENTS = ("start", "end", "created_at", "started_at", "closed_at")


def order_facts(order: WorkOrder) -> dict[str, Any]:
    facts: dict[str, Any] = _order.dump_python(order, mode="json")
    return facts | {name: getattr(order, name) for name in _MOMENTS}


def save_order(work: Work, order: WorkOrder) -> None:
    facts = order_facts(order)
    row = upsert(work_orders).values(facts)
    work.db.execute(row.on_conflict_do_update(index_elements=["id"], set_=facts))


def add_orders(work: Work, orders: list[WorkOrder]) -> None:
    if orders:
        row = upsert(work_orders).on_conflict_do_nothing()
        work.db.execute(row, [order_facts(order) for order in orders])


def note_evidence(work: Work, **facts: Any) -> bool:
    """Lay a finding beside the equipment's condition; the same finding only once."""
    row = upsert(evidence).values(id=work.new_id(), at=work.at, **facts)
    found = work.db.execute(row.on_conflict_do_nothing().returning(evidence.c.id)).first()
    return found is not None


def evidence_of(work: Work, equipment: str, since: datetime) -> list[Row[Any]]:
    wanted = (
        select(evidence)
        .where(evidence.c.equipment == equipment, evidence.c.at >= since)
        .order_by(evidence.c.at.desc())
    )
    return list(work.db.execute(wanted))
