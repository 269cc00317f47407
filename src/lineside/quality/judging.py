"""Pictures of a station through its inspector, and the inspector's own fitting."""

import hashlib
from typing import Any

from sqlalchemy import select, update

from lineside.kernel.errors import Refusal
from lineside.kernel.parking import park
from lineside.kernel.work import Work
from lineside.learning import actions as learning
from lineside.learning import queries as learned
from lineside.learning.model import Figure
from lineside.quality import store, viewing
from lineside.quality.errors import TooFewPictures
from lineside.quality.events import PictureInspected
from lineside.quality.inspection import Inspector, decode
from lineside.quality.model import PictureIn

MODEL = "inspection"
LEAST_GOOD = 40


def judge_all(work: Work, pictures: list[PictureIn]) -> int:
    """Judge each picture; what cannot be judged is parked. Returns how many were new."""
    new = 0
    for each in pictures:
        inspector, model, threshold = _inspector(work, each.station)
        try:
            row = _judged(work, each, inspector, model, threshold)
        except Refusal as refusal:
            what = f"picture of {each.lot} unit {each.unit}"
            park(work, source=each.station, what=what, refusal=refusal, content=each.file)
            continue
        if store.add_pictures(work, [row]):
            new += 1
            _tell(work, row)
    return new


def _inspector(work: Work, station: str) -> tuple[Inspector | None, str, float]:
    champion = learned.champion(work, name=MODEL, scope=station)
    if champion is None:
        return None, "", 1.0
    found = viewing.inspector_from(champion.file, work.files.get(champion.file))
    return found, champion.id, float(champion.notes.get("threshold", 1.0))


def _judged(
    work: Work, each: PictureIn, inspector: Inspector | None, model: str, threshold: float
) -> dict[str, Any]:
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
        "model": model,
        "judged": each.judged,
        "judged_by": "station" if each.judged else "",
        "measured": each.measured,
    }
    content = work.files.get(each.file)
    if inspector is None:
        decode(content)
        return row
    return row | _verdict(work, content, inspector, threshold)


def look_again(work: Work, limit: int) -> int:
    """Judge past pictures that no inspector has seen, the flawed ones first; no news is told."""
    table = store.pictures
    wanted = (
        select(table)
        .where(table.c.file != "", table.c.flawed.is_(None))
        .order_by(table.c.judged == "good", table.c.at.desc())
        .limit(limit)
    )
    seen = 0
    for row in work.db.execute(wanted).all():
        inspector, model, threshold = _inspector(work, row.station)
        if inspector is None:
            continue
        verdict = _verdict(work, work.files.get(row.file), inspector, threshold)
        values = verdict | {"model": model}
        work.db.execute(update(table).where(table.c.id == row.id).values(**values))
        seen += 1
    return seen


def _verdict(work: Work, content: bytes, inspector: Inspector, threshold: float) -> dict[str, Any]:
    seen = viewing.look(inspector, content, threshold)
    return {
        "flawed": seen.flawed,
        "score": seen.score,
        "box": list(seen.box) if seen.box else None,
        "latency_ms": seen.latency_ms,
        "heat_file": work.files.put(seen.heat_png) if seen.heat_png else "",
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
        notes={"good": fitted.good, "flawed": fitted.flawed, "threshold": fitted.threshold},
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
