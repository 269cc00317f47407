"""What one may do: register, promote and retire model versions, record feedback."""

from sqlalchemy import func, insert, select

from lineside.kernel.catalogue import Risk, action
from lineside.kernel.work import Work
from lineside.learning import store
from lineside.learning.events import FeedbackRecorded
from lineside.learning.model import Figure, ModelState, ModelVersion


@action(permission="learning.train", risk=Risk.SUPPORT)
def register_model(
    work: Work,
    *,
    name: str,
    scope: str,
    kind: str,
    file: str,
    data_hash: str,
    figures: list[Figure],
    notes: dict[str, str | float | int] | None = None,
) -> str:
    """Put a new version into the registry as a candidate; returns its id."""
    work.lock(f"learning:{name}:{scope}")
    table = store.models
    latest = select(func.max(table.c.version)).where(table.c.name == name, table.c.scope == scope)
    version = int(work.db.execute(latest).scalar() or 0) + 1
    new = ModelVersion(
        id=work.new_id(),
        name=name,
        scope=scope,
        version=version,
        kind=kind,
        file=file,
        data_hash=data_hash,
        trained_at=work.at,
        by=work.actor.id,
        figures=figures,
        notes=notes or {},
    )
    work.tell(new.announce())
    store.save(work, new)
    return new.id


@action(permission="learning.promote", risk=Risk.INITIATE)
def promote_model(work: Work, *, model: str) -> None:
    """Make a version the champion; refused when its report does not beat the baseline.

    Promoting an earlier version again is the way back.
    """
    found = store.load(work, model)
    present = store.find_champion(work, found.name, found.scope)
    if present is not None and present.id != found.id:
        present.state = ModelState.RETIRED
        store.save(work, present)
    work.tell(found.promote(work.actor.id, work.at, present.id if present else ""))
    store.save(work, found)


@action(permission="learning.promote", risk=Risk.INITIATE)
def retire_model(work: Work, *, model: str) -> None:
    """Take a version out of service."""
    found = store.load(work, model)
    found.state = ModelState.RETIRED
    store.save(work, found)


@action(permission="guidance.outcome", risk=Risk.SUPPORT, everyday=True)
def record_feedback(work: Work, *, model: str, prediction: str, truth: str) -> None:
    """Record whether a prediction was confirmed or false; the track record follows from it."""
    found = store.load(work, model)
    row = insert(store.feedback).values(
        model=found.id, prediction=prediction, truth=truth, by=work.actor.id, at=work.at
    )
    work.db.execute(row)
    work.tell(FeedbackRecorded(found.id, prediction, truth))
