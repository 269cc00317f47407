"""What one may do: register, promote and retire model versions, record feedback."""

from dataclasses import dataclass

from sqlalchemy import func, insert, select

from lineside.kernel.catalogue import Risk, action
from lineside.kernel.work import Work
from lineside.learning import store
from lineside.learning.errors import TableInvalid
from lineside.learning.events import FeedbackRecorded
from lineside.learning.model import Figure, ModelDrift, ModelState, ModelVersion, TableColumn


@dataclass(frozen=True)
class StoredTable:
    """A table as it was stored: the hash of its file, and what its columns hold."""

    file: str
    name: str
    rows: int
    columns: list[TableColumn]


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


@action(permission="learning.train", risk=Risk.SUPPORT)
def store_table(work: Work, *, content: str, name: str = "") -> StoredTable:
    """Store a table to learn from or to predict for, and tell what its columns hold.

    ``content`` is a CSV or Parquet file in base64, up to 32 MB. The same content is stored once;
    its hash is what the entries that learn take as ``file``.
    """
    import base64
    import binascii

    from lineside.learning.tables import read_table

    try:
        plain = base64.b64decode(content, validate=True)
    except (binascii.Error, ValueError) as problem:
        raise TableInvalid(problem="not base64") from problem
    table = read_table(plain)
    return StoredTable(work.files.put(plain), name, table.rows, table.facts())


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


@action(permission="learning.train", risk=Risk.SUPPORT)
def check_drift(work: Work, *, model: str) -> ModelDrift:
    """Compare a version's inputs now with those at fitting, by the population stability index.

    An alert is raised when the index of an input passes 0.25 and what chance alone would give, and
    closed when none does; not where the machine itself has an open alert: then it has moved itself.
    """
    from lineside.learning.watching import check

    return check(work, store.load(work, model))


@action(permission="learning.train", risk=Risk.SUPPORT)
def check_all_drift(work: Work) -> list[ModelDrift]:
    """The same for every version in service whose inputs are told and are enough."""
    from lineside.learning.watching import check_all

    return check_all(work)
