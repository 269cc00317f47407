"""What one may ask of guidance."""

from sqlalchemy import func, select

from lineside.guidance import store
from lineside.guidance.errors import RecommendationUnknown
from lineside.guidance.model import Recommendation
from lineside.kernel.catalogue import query
from lineside.kernel.work import Work


@query(permission="guidance.read", scope="equipment")
def inbox(
    work: Work, *, state: str = "open", equipment: str = "", limit: int = 100
) -> list[Recommendation]:
    """Recommendations in a state (``all`` for every one), newest first."""
    table = store.recommendations
    wanted = select(table).order_by(table.c.at.desc()).limit(min(limit, 500))
    if state == "open":
        wanted = wanted.where(table.c.state.in_(("open", "deferred")))
    elif state != "all":
        wanted = wanted.where(table.c.state == state)
    if equipment:
        wanted = wanted.where(table.c.equipment == equipment)
    return [store.restore(row) for row in work.db.execute(wanted)]


@query(permission="guidance.read")
def recommendation(work: Work, *, recommendation: str) -> Recommendation:
    """One recommendation with its evidence, decision and outcome."""
    table = store.recommendations
    row = work.db.execute(select(table).where(table.c.id == recommendation)).first()
    if row is None:
        raise RecommendationUnknown(recommendation=recommendation)
    return store.restore(row)


@query(permission="guidance.read")
def open_count(work: Work) -> int:
    """How many recommendations await a decision, of those in the asker's area."""
    table = store.recommendations
    wanted = select(table.c.equipment, func.count()).where(table.c.state == "open")
    rows = work.db.execute(wanted.group_by(table.c.equipment)).all()
    return sum(number for place, number in rows if not place or work.actor.reaches(place))


def similar_open(work: Work, *, code: str, equipment: str) -> Recommendation | None:
    """The latest undecided recommendation of this code for this equipment, if any."""
    table = store.recommendations
    wanted = (
        select(table)
        .where(table.c.code == code, table.c.equipment == equipment)
        .where(table.c.state.in_(("open", "deferred")))
        .order_by(table.c.at.desc())
        .limit(1)
    )
    row = work.db.execute(wanted).first()
    return store.restore(row) if row else None


def latest(work: Work, *, code: str, equipment: str) -> Recommendation | None:
    """The latest recommendation of this code for this equipment in any state, if any."""
    table = store.recommendations
    wanted = (
        select(table)
        .where(table.c.code == code, table.c.equipment == equipment)
        .order_by(table.c.at.desc())
        .limit(1)
    )
    row = work.db.execute(wanted).first()
    return store.restore(row) if row else None
