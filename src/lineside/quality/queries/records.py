"""What one may ask of quality."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import Row, case, func, select

from lineside.kernel.catalogue import metric, query
from lineside.kernel.work import Work
from lineside.learning.model import ModelVersion
from lineside.learning.ports import Inputs, tells_inputs
from lineside.quality import store
from lineside.quality.errors import NoValues
from lineside.quality.kinds import KINDS_SPAN, FlawKind, count_kinds
from lineside.quality.model import (
    CharacteristicView,
    ChartView,
    CheckView,
    Correlation,
    Nonconformance,
    Pattern,
    PlacementView,
)
from lineside.tracing import queries as tracing


@dataclass(frozen=True)
class PictureView:
    """A picture with its verdict; ``heat_file`` overlays it.

    ``kind`` is how a person named the flaw, ``proposed_kind`` what the model of kinds proposes,
    with the chance ``kind_share``. A part out of place (``placement``) is not judged.
    """

    id: str
    station: str
    lot: str
    unit: int
    order: str
    at: datetime
    file: str
    heat_file: str
    flawed: bool | None
    score: float | None
    box: list[int] | None
    latency_ms: float | None
    model: str
    judged: str
    judged_by: str
    measured: dict[str, float]
    kind: str
    proposed_kind: str
    kind_share: float | None
    placement: PlacementView | None


@dataclass(frozen=True)
class DefectRate:
    """Flawed among inspected units, and the units that count."""

    parts: int
    flawed: int
    rate: float | None
    pictures: list[str] = field(default_factory=list)


def _picture(row: Row[Any]) -> PictureView:
    facts = dict(row._mapping)
    placement = facts["placement"]
    return PictureView(**facts | {"placement": placement and PlacementView(**placement)})


@query(permission="quality.read", scope="station")
def pictures(
    work: Work, *, station: str = "", lot: str = "", flawed: bool | None = None, limit: int = 60
) -> list[PictureView]:
    """Pictures with their verdicts, newest first; a person's verdict counts before the model's."""
    table = store.pictures
    wanted = (
        select(table).where(table.c.file != "").order_by(table.c.at.desc()).limit(min(limit, 500))
    )
    if station:
        wanted = wanted.where(table.c.station == station)
    if lot:
        wanted = wanted.where(table.c.lot == lot)
    if flawed is not None:
        said = case((table.c.judged != "", table.c.judged == "flawed"), else_=table.c.flawed)
        wanted = wanted.where(said.is_(flawed))
    return [_picture(row) for row in work.db.execute(wanted)]


@query(permission="quality.read")
def picture(work: Work, *, picture: str) -> PictureView:
    """One picture with its verdict and heat map."""
    return _picture(store.load_picture(work, picture))


@query(permission="quality.read", scope="station")
def flaw_kinds(
    work: Work, *, station: str = "", start: datetime | None = None, end: datetime | None = None
) -> list[FlawKind]:
    """Flawed pieces by station and kind of flaw, the most frequent first.

    A person's name of the kind counts before the model's proposal; without times, the last 30 days.
    """
    return count_kinds(work, station, start or work.at - KINDS_SPAN, end or work.at)


@query(permission="quality.read")
def patterns(work: Work, *, state: str = "all") -> list[Pattern]:
    """Defects that recur more often than they used to, newest first."""
    table = store.patterns
    wanted = select(table).order_by(table.c.at.desc()).limit(100)
    if state != "all":
        wanted = wanted.where(table.c.state == state)
    return [store.restore_pattern(row) for row in work.db.execute(wanted)]


@query(permission="quality.read")
def correlation(work: Work, *, correlation: str) -> Correlation:
    """What a pattern goes together with: ranked drivers with sizes, intervals and caveats."""
    return store.load_correlation(work, correlation)


@query(permission="quality.read")
def correlations(work: Work, *, limit: int = 50) -> list[Correlation]:
    """Correlations found, newest first."""
    table = store.correlations
    wanted = select(table).order_by(table.c.at.desc()).limit(min(limit, 200))
    return [store.restore_correlation(row) for row in work.db.execute(wanted)]


@query(permission="quality.read")
def nonconformances(work: Work, *, state: str = "all", limit: int = 100) -> list[Nonconformance]:
    """Nonconformances, newest first."""
    table = store.nonconformances
    wanted = select(table).order_by(table.c.at.desc()).limit(min(limit, 500))
    if state != "all":
        wanted = wanted.where(table.c.state == state)
    return [store.restore_nonconformance(row) for row in work.db.execute(wanted)]


@query(permission="quality.read")
def nonconformance(work: Work, *, nonconformance: str) -> Nonconformance:
    """One nonconformance."""
    return store.load_nonconformance(work, nonconformance)


@query(permission="quality.read")
def checks(work: Work, *, lot: str = "", order: str = "", limit: int = 200) -> list[CheckView]:
    """Measured values of a lot or an order, newest first."""
    table = store.checks
    wanted = select(table).order_by(table.c.at.desc()).limit(min(limit, 1000))
    if lot:
        wanted = wanted.where(table.c.lot == lot)
    if order:
        wanted = wanted.where(table.c.order == order)
    return [_check(row) for row in work.db.execute(wanted)]


def _check(r: Row[Any]) -> CheckView:
    return CheckView(
        r.lot, r.characteristic, r.equipment, r.value, r.unit, r.lower, r.upper, r.ok, r.by, r.at,
        r.order, r.seq,
    )  # fmt: skip


@query(permission="quality.read")
def characteristics(work: Work) -> list[CharacteristicView]:
    """What is measured where and on what, for choosing a chart."""
    table, lots = store.checks, tracing.LOTS
    keys = (table.c.characteristic, table.c.equipment, func.coalesce(lots.c.material, ""))
    wanted = (
        select(*keys, func.count(), func.max(table.c.at))
        .outerjoin(lots, lots.c.id == table.c.lot)
        .group_by(*keys)
        .order_by(*keys)
    )
    return [CharacteristicView(*row) for row in work.db.execute(wanted)]


@query(permission="quality.read", scope="equipment")
def chart(
    work: Work,
    *,
    characteristic: str,
    equipment: str,
    product: str = "",
    kind: str = "imr",
    limit: int = 300,
) -> ChartView:
    """A control chart (``imr``, ``xbar_r`` or ``xbar_s`` in subgroups of five) with Nelson's rules.

    Three further kinds remember: ``ewma`` (weight 0.2; rule 1 is a point beyond its own limits),
    ``cusum`` (two sums with slack 0.5 and limit 5 sigma; rule 1 is a sum beyond it) and ``early``
    (evidence for a shift of any size; rule 1 is a shift up, rule 2 one down, once in 370 quiet
    values by chance). ``run_length`` tells how many values each kind takes. Values that are not
    normal have their capability by the distribution that fits them, beside the usual one.

    It holds the values of one product (the one measured last, unless named): two products on one
    chart are two processes. Limits stand on the first half of the values, so that a late shift
    does not widen them.
    """
    from lineside.quality.charting import draw

    table, lots = store.checks, tracing.LOTS
    made = func.coalesce(lots.c.material, "")
    wanted = (
        select(table, made.label("product"))
        .outerjoin(lots, lots.c.id == table.c.lot)
        .where(table.c.characteristic == characteristic, table.c.equipment == equipment)
        .order_by(table.c.at.desc())
    )
    latest = work.db.execute(wanted.limit(1)).first()
    chosen = product or (latest.product if latest else "")
    rows = list(work.db.execute(wanted.where(made == chosen).limit(min(limit, 5000))))[::-1]
    if len(rows) < 10:
        raise NoValues(
            characteristic=characteristic, equipment=equipment, product=chosen, values=len(rows)
        )
    return draw([_check(row) for row in rows], rows[-1].nominal, kind, chosen)


@metric(
    permission="quality.read",
    scope="station",
    unit="%",
    definition="Flawed units among all units that were judged at inspection.",
    dimensions=("station", "period"),
    synonyms=("defect rate", "reject rate", "Fehlerquote", "Ausschussquote der Prüfung"),
)
def defect_rate(work: Work, *, start: datetime, end: datetime, station: str = "") -> DefectRate:
    """Share of flawed units at inspection in a span of time, with the units behind it."""
    from lineside.quality.searching import is_flawed

    rows = store.verdicts(work, start, end)
    counted = [row for row in rows if not station or row.station == station]
    bad = [row for row in counted if is_flawed(row)]
    rate = 100.0 * len(bad) / len(counted) if counted else None
    return DefectRate(len(counted), len(bad), rate, [row.id for row in bad[-50:]])


# So many passed pictures, the first and the newest, stand for what an inspector saw and sees.
COMPARED = 150


@tells_inputs("inspection")
def scores_now(work: Work, model: ModelVersion) -> Inputs | None:
    """The scores of the newest pictures that passed, beside those of the first that passed.

    Light, lens and surface move them long before good parts are called flawed.
    """
    import numpy as np

    table = store.pictures
    wanted = (
        select(table.c.at, table.c.score)
        .where(table.c.model == model.id, table.c.flawed.is_(False))
        .order_by(table.c.at)
    )
    rows = list(work.db.execute(wanted))
    if len(rows) < 2 * COMPARED:
        return None
    first, newest = rows[:COMPARED], rows[-COMPARED:]
    reference, recent = (np.array([[row.score] for row in each]) for each in (first, newest))
    return Inputs(("score",), reference, recent, [row.at for row in newest])
