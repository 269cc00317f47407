"""Pictures of a station through its inspector, and the inspector's own fitting."""

import hashlib
from dataclasses import asdict, dataclass
from typing import Any

from sqlalchemy import select, update

from lineside.kernel.errors import Refusal
from lineside.kernel.parking import park
from lineside.kernel.work import Work
from lineside.learning import actions as learning
from lineside.learning import queries as learned
from lineside.learning.model import Figure
from lineside.quality import kinds, store, viewing
from lineside.quality.errors import PartOutOfPlace, TooFewPictures
from lineside.quality.events import PictureInspected
from lineside.quality.inspection import Inspector, PlacementCheck, decode
from lineside.quality.model import PictureIn

MODEL = "inspection"
LEAST_GOOD = 40


@dataclass(frozen=True)
class _Eye:
    """What is in service at a station: its inspector, and how good parts lie before it."""

    inspector: Inspector
    placement: PlacementCheck | None
    model: str
    threshold: float


def judge_all(work: Work, pictures: list[PictureIn]) -> int:
    """Judge each picture; what cannot be judged is parked. Returns how many were new."""
    new = 0
    for each in pictures:
        what, eye = f"picture of {each.lot} unit {each.unit}", _eye(work, each.station)
        try:
            row = _judged(work, each, eye)
        except Refusal as refusal:
            park(work, source=each.station, what=what, refusal=refusal, content=each.file)
            continue
        if store.add_pictures(work, [row]):
            new += 1
            _tell(work, row)
            if row["placement"]:
                told = PartOutOfPlace(picture=row["id"], lot=each.lot, **row["placement"])
                park(work, source=each.station, what=what, refusal=told, content=each.file)
    return new


def _eye(work: Work, station: str) -> _Eye | None:
    champion = learned.champion(work, name=MODEL, scope=station)
    if champion is None:
        return None
    found = viewing.inspector_from(champion.file, work.files.get(champion.file))
    seat = str(champion.notes.get("placement", ""))
    placement = viewing.placement_from(seat, work.files.get(seat)) if seat else None
    return _Eye(found, placement, champion.id, float(champion.notes.get("threshold", 1.0)))


def _judged(work: Work, each: PictureIn, eye: _Eye | None) -> dict[str, Any]:
    row: dict[str, Any] = {
        "id": work.new_id(),
        "station": each.station,
        "lot": each.lot,
        "unit": each.unit,
        "order": each.order,
        "at": each.at,
        "file": each.file,
        "heat_file": "",
        "flawed": None,
        "score": None,
        "box": None,
        "latency_ms": None,
        "model": eye.model if eye else "",
        "judged": each.judged,
        "judged_by": "station" if each.judged else "",
        "measured": each.measured,
        "kind": kinds.flaw_kind(each.judged, each.kind),
        "proposed_kind": "",
        "kind_share": None,
        "placement": None,
    }
    content = work.files.get(each.file)
    if eye is None:
        decode(content)
        return row
    return row | _verdict(work, each.station, content, eye)


def look_again(work: Work, limit: int) -> int:
    """Judge past pictures that no inspector has seen, the flawed ones first; no news is told."""
    table = store.pictures
    seeing = {each.scope for each in learned.models(work, name=MODEL)}
    wanted = (
        select(table)
        .where(table.c.file != "", table.c.flawed.is_(None), table.c.placement.is_(None))
        .where(table.c.station.in_(seeing))
        .order_by(table.c.judged == "good", table.c.at.desc())
        .limit(limit)
    )
    seen = 0
    for row in work.db.execute(wanted).all():
        eye = _eye(work, row.station)
        if eye is None:
            continue
        verdict = _verdict(work, row.station, work.files.get(row.file), eye)
        values = verdict | {"model": eye.model}
        work.db.execute(update(table).where(table.c.id == row.id).values(**values))
        seen += 1
    return seen


def _verdict(work: Work, station: str, content: bytes, eye: _Eye) -> dict[str, Any]:
    """What the station's eye sees; a part out of place is neither good nor flawed."""
    picture = decode(content)
    place = viewing.place(eye.placement, picture) if eye.placement else None
    if place:
        return {"placement": asdict(place)}
    seen = viewing.look(eye.inspector, picture, eye.threshold)
    return {
        "flawed": seen.flawed,
        "score": seen.score,
        "box": list(seen.box) if seen.box else None,
        "latency_ms": seen.latency_ms,
        "heat_file": work.files.put(seen.heat_png) if seen.heat_png else "",
        **(kinds.proposed(work, station, content) if seen.flawed else {}),
    }


def _tell(work: Work, row: dict[str, Any]) -> None:
    if row["flawed"] is None:
        return
    work.tell(
        PictureInspected(
            row["id"], row["station"], row["lot"], row["unit"], row["order"], row["flawed"],
            round(row["score"], 4), row["at"],
        )
    )  # fmt: skip


def fit_station(work: Work, station: str, also: list[str]) -> str:
    """Fit, evaluate and register an inspector for the stations; the first one goes into service."""
    stations = [station, *also]
    good, flawed = (_files(work, stations, judged) for judged in ("good", "flawed"))
    if len(good) < LEAST_GOOD:
        raise TooFewPictures(station=station, good=len(good), needed=LEAST_GOOD)
    fitted = viewing.fit_pictures(good, flawed)
    data = hashlib.sha256(b"".join(sorted(good + flawed))).hexdigest()
    models = [_register(work, each, fitted, data) for each in stations]
    return models[0]


def _register(work: Work, station: str, fitted: viewing.Fitted, data_hash: str) -> str:
    model = learning.register_model(
        work,
        name=MODEL,
        scope=station,
        kind="picture_inspector",
        file=work.files.put(fitted.content),
        data_hash=data_hash,
        figures=[Figure("roc_auc", fitted.auc, fitted.baseline_auc)],
        notes={
            "good": fitted.good,
            "flawed": fitted.flawed,
            "threshold": fitted.threshold,
            "placement": work.files.put(fitted.placement) if fitted.placement else "",
        },
    )
    if learned.champion(work, name=MODEL, scope=station) is None:
        learning.promote_model(work, model=model)
    return model


def _files(work: Work, stations: list[str], judged: str) -> list[bytes]:
    table = store.pictures
    wanted = (
        select(table.c.file)
        .where(table.c.station.in_(stations), table.c.judged == judged, table.c.file != "")
        .order_by(table.c.at)
        .limit(viewing.GOOD_TO_TRY)
    )
    return [work.files.get(name) for name in work.db.execute(wanted).scalars()]
