"""Kinds of flaws: named by people, learned from a few, proposed on new flawed pictures."""

import hashlib
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from sqlalchemy import Row, case, func, select, update

from lineside.kernel.work import Work
from lineside.learning import actions as learning
from lineside.learning import queries as learned
from lineside.learning.model import Figure, ModelVersion
from lineside.quality import store
from lineside.quality.errors import FlawKindInvalid

if TYPE_CHECKING:
    from lineside.quality.inspection import KindFinder

MODEL = "flaw_kinds"
KINDS_SPAN = timedelta(days=30)
LONGEST_NAME = 60
# Of each kind at least so many named pictures, at most so many looked at; and so many new ones
# since the last time, or learning again tells nothing new.
LEAST, MOST, NEW = 5, 60, 5
PROPOSED_AT_ONCE = 300
LEAST_SHARE = 0.5
# Kinds with too few names, learned together.
OTHERS, LEAST_OTHERS = "", 3


@dataclass(frozen=True)
class FlawKind:
    """Flawed pieces of one kind at a station; ``kind`` is empty where it has no name yet.

    ``judged`` of them were named by people, ``proposed`` by the model alone.
    """

    station: str
    kind: str
    judged: int
    proposed: int


def flaw_kind(judged: str, kind: str) -> str:
    """The kind as it is kept; refused for a good picture, or where it is no name."""
    name = " ".join(kind.split())
    if name and (judged != "flawed" or len(name) > LONGEST_NAME):
        raise FlawKindInvalid(kind=name[:LONGEST_NAME], judged=judged, longest=LONGEST_NAME)
    return name


def count_kinds(work: Work, station: str, start: datetime, end: datetime) -> list[FlawKind]:
    """Flawed pieces by station and kind, the most frequent first."""
    table = store.pictures
    kind = case((table.c.kind != "", table.c.kind), else_=table.c.proposed_kind).label("kind")
    flawed = case((table.c.judged != "", table.c.judged == "flawed"), else_=table.c.flawed)
    named = func.count().filter(table.c.kind != "")
    wanted = (
        select(table.c.station, kind, named, func.count() - named)
        .where(flawed.is_(True), table.c.at >= start, table.c.at <= end)
        .group_by(table.c.station, kind)
        .order_by(func.count().desc(), table.c.station, kind)
    )
    if station:
        wanted = wanted.where(table.c.station == station)
    return [FlawKind(*row) for row in work.db.execute(wanted)]


def learn_all(work: Work) -> list[str]:
    """Learn for the whole plant and for each station where it is due; returns the versions."""
    rows = _named(work)
    stations = sorted({row.station for row in rows})
    summaries: dict[str, Any] = {}
    models = [_learned(work, scope, [r for r in rows if scope in ("", r.station)], summaries)
              for scope in ("", *stations)]  # fmt: skip
    found = [each for each in models if each]
    if found:
        propose_past(work)
    return found


def _named(work: Work) -> list[Row[Any]]:
    """Pictures whose flaw a person named, the newest of each kind and station."""
    table = store.pictures
    newest = (
        func.row_number()
        .over(partition_by=(table.c.station, table.c.kind), order_by=table.c.at.desc())
        .label("newest")
    )
    rows = (
        select(table.c.station, table.c.kind, table.c.file, table.c.at, newest)
        .where(table.c.kind != "", table.c.judged == "flawed", table.c.file != "")
        .subquery()
    )
    wanted = select(rows).where(rows.c.newest <= MOST).order_by(rows.c.at.desc())
    return list(work.db.execute(wanted))


def _learned(
    work: Work, scope: str, rows: Sequence[Row[Any]], summaries: dict[str, Any]
) -> str | None:
    from lineside.quality.inspection.few import fit_rows, save_kinds, tried

    chosen, named = _enough(rows), _count_named(work, scope)
    if not chosen or not _due(work, scope, named):
        return None
    kinds = [kind for kind, _ in chosen]
    points = [_summary(work, row.file, summaries) for _, row in chosen]
    accuracy, softness = tried(points, kinds)
    most = Counter(kinds).most_common(1)[0][1] / len(kinds)
    model = learning.register_model(
        work,
        name=MODEL,
        scope=scope,
        kind="kind_finder",
        file=work.files.put(save_kinds(fit_rows(points, kinds, softness))),
        data_hash=hashlib.sha256("".join(sorted(r.file for _, r in chosen)).encode()).hexdigest(),
        figures=[Figure("accuracy", accuracy, most)],
        notes={
            "named": named,
            "pictures": len(chosen),
            "kinds": ", ".join(sorted({*kinds} - {OTHERS})),
            "reliability": round((accuracy * len(kinds) + 1) / (len(kinds) + 2), 3),
        },
    )
    before = learned.champion(work, name=MODEL, scope=scope)
    if accuracy >= max(most, before.figures[0].model if before else 0.0):
        learning.promote_model(work, model=model)
    return model


def _enough(rows: Sequence[Row[Any]]) -> list[tuple[str, Row[Any]]]:
    """Up to so many of each kind that has enough; empty where fewer than two kinds have.

    The rarer kinds together are learned as another one without a name, so that their flaws are not
    taken for those that are known.
    """
    counts = Counter(row.kind for row in rows)
    kinds = {kind for kind, count in counts.items() if count >= LEAST}
    taken: Counter[str] = Counter()
    chosen = []
    for row in rows if len(kinds) >= 2 else ():
        kind = row.kind if row.kind in kinds else OTHERS
        if taken[kind] < MOST:
            taken[kind] += 1
            chosen.append((kind, row))
    enough = taken[OTHERS] >= LEAST_OTHERS
    return [(kind, row) for kind, row in chosen if kind != OTHERS or enough]


def _count_named(work: Work, scope: str) -> int:
    table = store.pictures
    wanted = select(func.count()).where(table.c.kind != "", table.c.file != "")
    if scope:
        wanted = wanted.where(table.c.station == scope)
    return int(work.db.execute(wanted).scalar_one())


def _due(work: Work, scope: str, named: int) -> bool:
    """Whether enough flaws were named since it last learned."""
    known = [each for each in learned.models(work, name=MODEL, scope=scope) if each.scope == scope]
    return named >= NEW + max((int(each.notes.get("named", 0)) for each in known), default=0)


def _summary(work: Work, file: str, summaries: dict[str, Any]) -> Any:
    from lineside.quality.inspection import decode
    from lineside.quality.inspection.few import summary

    if file not in summaries:
        summaries[file] = summary(decode(work.files.get(file)))
    return summaries[file]


def propose_past(work: Work) -> None:
    """Propose kinds for the newest flawed pictures whose flaw has no name."""
    table = store.pictures
    flawed = case((table.c.judged != "", table.c.judged == "flawed"), else_=table.c.flawed)
    wanted = (
        select(table.c.id, table.c.station, table.c.file)
        .where(flawed.is_(True), table.c.kind == "", table.c.file != "")
        .order_by(table.c.at.desc())
        .limit(PROPOSED_AT_ONCE)
    )
    for row in work.db.execute(wanted).all():
        values = proposed(work, row.station, work.files.get(row.file))
        if values:
            work.db.execute(update(table).where(table.c.id == row.id).values(**values))


def proposed(work: Work, station: str, content: bytes) -> dict[str, Any]:
    """The likeliest kind of a flawed picture's flaw with its chance; empty where none is likely.

    The station's own model comes before the plant's. The chance is never told as greater than the
    share of held-back pictures that the model named rightly.
    """
    from lineside.quality.inspection import decode

    model = _champion(work, station)
    if model is None:
        return {}
    finder = _finder(model.file, work.files.get(model.file))
    kind, share = next(iter(finder.chances(decode(content)).items()))
    share = min(share, float(model.notes.get("reliability", 1.0)))
    if kind == OTHERS or share < LEAST_SHARE:
        return {}
    return {"proposed_kind": kind, "kind_share": round(share, 3)}


def _champion(work: Work, station: str) -> ModelVersion | None:
    own = learned.champion(work, name=MODEL, scope=station)
    return own or learned.champion(work, name=MODEL, scope="")


@lru_cache(maxsize=8)
def _finder(digest: str, content: bytes) -> "KindFinder":
    """The finder in a file; kept in memory under the file's hash."""
    from lineside.quality.inspection.few import load_kinds

    return load_kinds(content)
