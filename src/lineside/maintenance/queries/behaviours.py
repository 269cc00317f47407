"""How usual each machine's signals are: machines by score, and one machine's course and causes."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Row, func, select

from lineside.kernel.catalogue import query
from lineside.kernel.work import Work
from lineside.learning import queries as learned
from lineside.learning.model import ModelVersion
from lineside.learning.ports import Inputs, tells_inputs
from lineside.maintenance import store
from lineside.maintenance.errors import NothingLearnt
from lineside.plant import queries as plant
from lineside.telemetry import queries as telemetry

MODEL = "usual_behaviour"
SHOWN = timedelta(days=7)
MOST_POINTS = 600


@dataclass(frozen=True)
class AnomalyRow:
    """How usual a machine behaves: ``score`` against the ``limit`` of its own usual past.

    ``ratio`` is score over limit; ``since`` tells when a standing alarm began; ``at`` is the newest
    moment at which it ran and was scored, empty while it has not been.
    """

    equipment: str
    name: str
    score: float | None
    limit: float
    ratio: float
    alarm: bool
    since: datetime | None
    at: datetime | None
    model: str


@dataclass(frozen=True)
class SignalPart:
    """One signal's part in a moment's score: its share, what it read, and how far from usual.

    ``usual`` is what is usual for the time that the machine had been running; ``deviations``
    counts ``away`` in usual deviations of this signal.
    """

    signal: str
    tag: str
    unit: str
    share: float
    reading: float
    usual: float
    away: float
    deviations: float


@dataclass(frozen=True)
class AnomalyView:
    """A machine's score over time with its limit, and what makes it unusual at one moment.

    Both are minus the decimal logarithm of how rarely the machine's usual past scores so high.
    ``alarms`` says at which points an alarm stood. Times at which it did not run have no point.
    """

    equipment: str
    model: str
    version: int
    learnt_at: datetime
    limit: float
    times: list[datetime]
    scores: list[float]
    alarms: list[bool]
    at: datetime | None
    parts: list[SignalPart]


@query(permission="maintenance.read")
def anomalies(work: Work) -> list[AnomalyRow]:
    """Machines whose usual behaviour is known, the most unusual first."""
    names = {each.id: each.name for each in plant.equipment_tree(work, kind="unit")}
    models = learned.champions(work, name=MODEL)
    newest = _newest(work)
    rows = [_row(each, names.get(each.scope, each.scope), newest, work) for each in models]
    return sorted(rows, key=lambda row: (not row.alarm, -row.ratio, row.equipment))


def _newest(work: Work) -> dict[tuple[str, str], Row[Any]]:
    table = store.behaviours
    latest = (
        select(table.c.equipment, func.max(table.c.at).label("at"))
        .group_by(table.c.equipment)
        .subquery()
    )
    wanted = select(table).join(
        latest, (latest.c.equipment == table.c.equipment) & (latest.c.at == table.c.at)
    )
    return {(row.equipment, row.model): row for row in work.db.execute(wanted)}


def _row(
    model: ModelVersion, name: str, newest: dict[tuple[str, str], Row[Any]], work: Work
) -> AnomalyRow:
    limit = float(model.notes.get("limit", 1.0))
    row = newest.get((model.scope, model.id))
    alarm = bool(row.alarm) if row else False
    return AnomalyRow(
        equipment=model.scope,
        name=name,
        score=row.score if row else None,
        limit=limit,
        ratio=row.score / limit if row else 0.0,
        alarm=alarm,
        since=_since(work, model) if alarm else None,
        at=row.at if row else None,
        model=model.id,
    )


def _since(work: Work, model: ModelVersion) -> datetime | None:
    """The first row of the alarm that stands."""
    table = store.behaviours
    mine = (table.c.equipment == model.scope) & (table.c.model == model.id)
    quiet = select(func.max(table.c.at)).where(mine, ~table.c.alarm).scalar_subquery()
    wanted = select(func.min(table.c.at)).where(
        mine, table.c.alarm, (table.c.at > quiet) | quiet.is_(None)
    )
    found: datetime | None = work.db.execute(wanted).scalar()
    return found


@query(permission="maintenance.read", scope="equipment")
def anomaly(
    work: Work,
    *,
    equipment: str,
    start: datetime | None = None,
    end: datetime | None = None,
    at: datetime | None = None,
) -> AnomalyView:
    """How usual a machine behaved over time (a week by default), and what is unusual at ``at``.

    Without ``at`` the newest moment is explained. Refuses with ``NothingLearnt`` where no model of
    the machine is in service.
    """
    model = learned.champion(work, name=MODEL, scope=equipment)
    if model is None:
        raise NothingLearnt(equipment=equipment)
    until = end or work.at
    table = store.behaviours
    wanted = select(table.c.at, table.c.score, table.c.alarm).where(
        table.c.equipment == equipment,
        table.c.model == model.id,
        table.c.at >= (start or until - SHOWN),
        table.c.at <= until,
    )
    rows = _thinned(list(work.db.execute(wanted.order_by(table.c.at))))
    moment, parts = _explained(work, model, at or until)
    return AnomalyView(
        equipment=equipment,
        model=model.id,
        version=model.version,
        learnt_at=model.trained_at,
        limit=float(model.notes.get("limit", 1.0)),
        times=[row.at for row in rows],
        scores=[row.score for row in rows],
        alarms=[row.alarm for row in rows],
        at=moment,
        parts=parts,
    )


def _thinned(rows: list[Row[Any]]) -> list[Row[Any]]:
    """At most so many points: of each stretch the highest, so that no peak is lost."""
    step = -(-len(rows) // MOST_POINTS) if rows else 1
    stretches = (rows[n : n + step] for n in range(0, len(rows), step))
    return [max(each, key=lambda row: float(row.score)) for each in stretches]


def _explained(
    work: Work, model: ModelVersion, at: datetime
) -> tuple[datetime | None, list[SignalPart]]:
    from lineside.maintenance import behaviour
    from lineside.maintenance.anomaly import usual

    found = behaviour.usual_of(work, model)
    earlier = behaviour.before(work, model.scope, model.id, len(found.signals), at)
    if earlier.at is None:
        return None, []
    tags = {each.signal: each for each in telemetry.tags(work, equipment=model.scope)}
    told = usual.parts(found, earlier.freed, earlier.readings)
    return earlier.at, [_part(each, tags.get(each.signal)) for each in told]


def _part(part: Any, tag: Any) -> SignalPart:
    return SignalPart(
        signal=part.signal,
        tag=tag.id if tag else "",
        unit=tag.unit if tag else "",
        share=round(part.share, 4),
        reading=float(f"{part.reading:.6g}"),
        usual=float(f"{part.reading - part.away:.6g}"),
        away=float(f"{part.away:.4g}"),
        deviations=round(part.away_deviations, 2),
    )


@query(permission="maintenance.read")
def unlearnt(work: Work) -> list[str]:
    """Machines that have run long enough and whose usual behaviour nobody has learnt yet."""
    from lineside.maintenance import behaviour

    return behaviour.unlearnt(work)


@tells_inputs(MODEL)
def inputs_now(work: Work, model: ModelVersion) -> Inputs | None:
    """The freed signals of the last week of running, beside those of the usual past."""
    import numpy as np

    from lineside.maintenance import behaviour

    found = behaviour.usual_of(work, model)
    table = store.behaviours
    wanted = select(table.c.at, table.c.freed).where(
        table.c.equipment == model.scope,
        table.c.model == model.id,
        table.c.at > work.at - SHOWN,
    )
    rows = list(work.db.execute(wanted.order_by(table.c.at)))
    if not rows:
        return None
    recent = np.array([row.freed for row in rows], dtype=np.float64)
    return Inputs(found.signals, found.reference, recent, [row.at for row in rows])
