"""Failure within some hours, from telemetry with events, through the door."""

import base64

import numpy as np
import pytest

from lineside.maintenance import failures
from lineside.maintenance.errors import (
    FleetUnknown,
    HistoryInvalid,
    ModelFileUnreadable,
    NoRunToFailure,
)

COLUMNS = {"fleet": "presses", "asset": "press", "time_h": "hour", "failed": "failed",
           "events": ["error"], "horizon_h": 12.0}  # fmt: skip


def presses(count: int, hours: int = 900, seed: int = 0) -> dict[str, np.ndarray]:
    """Presses that fail every few days; errors come before most failures, oil warms before all."""
    chance = np.random.default_rng(seed)
    parts = []
    for press in range(count):
        hour = np.arange(float(hours))
        ends = np.cumsum(chance.integers(60, 140, 20))
        ends = ends[ends < hours]
        failed = np.isin(hour, ends).astype(float)
        left = np.array([np.append(ends, 10_000)[np.searchsorted(ends, h)] - h for h in hour])
        error = ((left < 10) & (chance.random(hours) < 0.35)) | (chance.random(hours) < 0.005)
        oil = 45 + 4 * np.exp(-left / 6) + 0.7 * chance.standard_normal(hours)
        parts.append([np.full(hours, press + 1.0), hour, oil, chance.standard_normal(hours),
                      error.astype(float), failed])  # fmt: skip
    names = ("press", "hour", "oil_c", "force_kn", "error", "failed")
    return {name: np.concatenate([p[k] for p in parts]) for k, name in enumerate(names)}


def csv_of(columns: dict[str, np.ndarray]) -> bytes:
    rows = zip(*columns.values(), strict=True)
    return "\n".join([",".join(columns), *(",".join(map(str, row)) for row in rows)]).encode()


@pytest.fixture
def store(administrator):
    def stored(columns: dict[str, np.ndarray]) -> str:
        sent = base64.b64encode(csv_of(columns)).decode()
        return administrator.run("learning.store_table", content=sent).result["file"]

    return stored


def test_failures_are_foretold_with_probabilities_that_hold(store, administrator):
    file = store(presses(6))
    model = administrator.run("maintenance.fit_failure_model", file=file, **COLUMNS).result
    version = administrator.ask("learning.champion", name="fleet_failure", scope="presses")
    assert version.id == model
    precision, brier = version.figures
    assert precision.model > 3 * precision.baseline
    assert brier.model < 0.75 * brier.baseline
    assert version.notes["calibration_error"] < 0.05
    today = presses(40, hours=120, seed=5)
    cut = {name: values[today["hour"] < 100] for name, values in today.items()}
    asked = store({name: values for name, values in cut.items() if name != "failed"})
    rows = administrator.ask("maintenance.predict_failure", fleet="presses", file=asked)
    soon = {
        f"{press:g}": bool(today["failed"][(today["press"] == press)][100:112].any())
        for press in np.unique(today["press"])
    }
    assert len(rows) == 40
    assert [r.probability for r in rows] == sorted((r.probability for r in rows), reverse=True)
    assert np.mean([r.probability for r in rows if soon[r.asset]]) > 3 * np.mean(
        [r.probability for r in rows if not soon[r.asset]]
    )


def refusal(administrator, kind, file, **given):
    with pytest.raises(kind) as refused:
        administrator.run("maintenance.fit_failure_model", **(COLUMNS | given), file=file)
    assert administrator.ask("learning.models") == []
    return refused.value.facts


def test_what_cannot_be_learnt_from_is_refused_by_name(store, administrator):
    whole = presses(2, hours=400)
    never = whole | {"failed": np.zeros(len(whole["hour"]))}
    assert refusal(administrator, NoRunToFailure, store(never))["column"] == "failed"
    early = whole | {"failed": whole["failed"] * (whole["hour"] < 120)}
    assert "calibrated" in refusal(administrator, HistoryInvalid, store(early))["problem"]
    holes = whole | {"oil_c": np.where(whole["hour"] == 9, np.nan, whole["oil_c"])}
    assert refusal(administrator, HistoryInvalid, store(holes))["columns"] == ["oil_c"]
    twice = whole | {"hour": np.zeros(len(whole["hour"]))}
    refusal(administrator, HistoryInvalid, store(twice))
    refusal(administrator, HistoryInvalid, store(whole), horizon_h=0.0)
    refusal(administrator, HistoryInvalid, store(whole), fleet="")
    with pytest.raises(FleetUnknown):
        administrator.ask("maintenance.predict_failure", fleet="presses", file=store(whole))


def test_a_packed_model_answers_as_before():
    from lineside.learning.tables import read_table

    table = read_table(csv_of(presses(4, hours=700)))
    columns = failures.columns_of(table, "press", "hour", "failed", [], ["error"], 12.0)
    found, _ = failures.fit_failures(table, columns)
    again = failures.unpack("x", failures.pack(found))
    assert failures.predict_failures(found, table) == failures.predict_failures(again, table)
    with pytest.raises(ModelFileUnreadable):
        failures.unpack("x", b"nothing")


def test_rows_whose_end_is_not_known_do_not_count():
    from lineside.learning.tables import read_table

    lines = ["press,hour,oil_c,failed"] + [f"A,{h},1,{int(h == 6)}" for h in range(12)]
    table = read_table("\n".join(lines).encode())
    columns = failures.columns_of(table, "press", "hour", "failed", [], [], 3.0)
    soon, known = failures._labels(failures._rows_of(table, columns, labelled=True), 3.0)
    assert np.flatnonzero(soon).tolist() == [3, 4, 5]
    assert np.flatnonzero(known).tolist() == list(range(9))
