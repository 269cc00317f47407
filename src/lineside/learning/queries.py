"""What one may ask of learning."""

from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.dialects.postgresql import distinct_on

from lineside.kernel.catalogue import query
from lineside.kernel.work import Work
from lineside.learning import store
from lineside.learning.model import DriftState, ModelDrift, ModelVersion

RANK = {DriftState.MOVED: 0, DriftState.WATCH: 1, DriftState.STABLE: 2}


@dataclass(frozen=True)
class TrackRecord:
    """How often predictions of a model's name and scope turned out right, with a 95 % interval."""

    name: str
    scope: str
    confirmed: int
    false: int
    precision: float | None
    low: float | None
    high: float | None


@query(permission="learning.read")
def models(work: Work, *, name: str = "", scope: str = "") -> list[ModelVersion]:
    """Versions of models, newest first."""
    table = store.models
    wanted = select(table).order_by(table.c.trained_at.desc()).limit(500)
    if name:
        wanted = wanted.where(table.c.name == name)
    if scope:
        wanted = wanted.where(table.c.scope == scope)
    return [store.restore(row) for row in work.db.execute(wanted)]


@query(permission="learning.read")
def champion(work: Work, *, name: str, scope: str = "") -> ModelVersion | None:
    """The version in service for a name and scope, if there is one."""
    return store.find_champion(work, name, scope)


def champions(work: Work, *, name: str = "") -> list[ModelVersion]:
    """All versions in service, of one name if given; for rooms above."""
    table = store.models
    wanted = select(table).where(table.c.state == "champion").order_by(table.c.name, table.c.scope)
    if name:
        wanted = wanted.where(table.c.name == name)
    return [store.restore(row) for row in work.db.execute(wanted)]


def scopes(work: Work, name: str) -> set[str]:
    """What there are versions for, of any state; for rooms above."""
    table = store.models
    return set(work.db.execute(select(table.c.scope).where(table.c.name == name)).scalars())


@query(permission="learning.read")
def drift(work: Work, *, model: str = "", limit: int = 200) -> list[ModelDrift]:
    """Whether inputs moved since fitting: the newest look at each champion, the most moved first.

    Of one ``model`` all looks, newest first.
    """
    table = store.drifts
    if model:
        one = select(table).where(table.c.model == model).order_by(table.c.at.desc())
        return [store.restore_drift(row) for row in work.db.execute(one.limit(limit))]
    m = store.models
    newest = (
        select(table)
        .ext(distinct_on(table.c.model))
        .join(m, m.c.id == table.c.model)
        .where(m.c.state == "champion")
        .order_by(table.c.model, table.c.at.desc())
    )
    found = [store.restore_drift(row) for row in work.db.execute(newest)]
    return sorted(found, key=lambda each: (RANK[each.state], -each.index))[:limit]


@query(permission="learning.read")
def track_record(work: Work, *, name: str, scope: str = "") -> TrackRecord:
    """Confirmed and false predictions of all versions of a name (of one scope, if given)."""
    from lineside.learning.evaluation import share_interval

    m, f = store.models, store.feedback
    wanted = select(f.c.truth, func.count()).join(m, m.c.id == f.c.model).where(m.c.name == name)
    if scope:
        wanted = wanted.where(m.c.scope == scope)
    counts = {truth: int(n) for truth, n in work.db.execute(wanted.group_by(f.c.truth))}
    right, wrong = counts.get("confirmed", 0), counts.get("false", 0)
    if right + wrong == 0:
        return TrackRecord(name, scope, 0, 0, None, None, None)
    interval = share_interval(right, right + wrong)
    share = right / (right + wrong)
    return TrackRecord(name, scope, right, wrong, share, interval.low, interval.high)
