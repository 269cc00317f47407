"""Remaining life from a fleet's records, through the door: table, model, evaluation, prediction."""

import base64
import io

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from lineside.learning.errors import TableInvalid
from lineside.maintenance import lives
from lineside.maintenance.errors import (
    FleetUnknown,
    HistoryInvalid,
    ModelFileUnreadable,
    NoRunToFailure,
)

COLUMNS = {"fleet": "pumps", "asset": "pump", "age": "cycle", "settings": ["load"]}


def fleet(n_assets: int, seed: int = 0, *, cut: bool = False) -> dict[str, np.ndarray]:
    """Pumps whose first signal rises towards their end; the second says nothing."""
    chance = np.random.default_rng(seed)
    parts = []
    for pump in range(n_assets):
        life = int(chance.integers(60, 110))
        seen = life - int(chance.integers(5, 40)) if cut else life
        cycle = np.arange(1.0, seen + 1)
        wear = 3 * np.exp((cycle - life) / 20) + 0.1 * chance.standard_normal(seen)
        rest = chance.standard_normal((2, seen))
        failed = (cycle == life).astype(float)
        left = np.full(seen, float(life - seen))
        parts.append([np.full(seen, f"P{pump:02}"), cycle, wear, rest[0], rest[1], failed, left])
    names = ("pump", "cycle", "wear", "noise", "load", "failed", "left")
    return {
        n: np.concatenate([p[k] for p in parts]) for k, n in enumerate(names)
    }  # fmt: skip


def csv_of(columns: dict[str, np.ndarray]) -> bytes:
    lines = [",".join(columns)]
    lines += [",".join(map(str, row)) for row in zip(*columns.values(), strict=True)]
    return "\n".join(lines).encode()


def parquet_of(columns: dict[str, np.ndarray]) -> bytes:
    buffer = io.BytesIO()
    pq.write_table(pa.table({name: pa.array(v) for name, v in columns.items()}), buffer)
    return buffer.getvalue()


@pytest.fixture
def store(supervisor, administrator):
    """Stores a table and gives its hash."""

    def stored(content: bytes) -> str:
        sent = base64.b64encode(content).decode()
        return administrator.run("learning.store_table", content=sent).result["file"]

    return stored


def without(columns, *names):
    return {name: values for name, values in columns.items() if name not in names}


def test_a_fleet_is_learnt_evaluated_registered_and_asked(store, administrator):
    file = store(csv_of(without(fleet(30), "failed", "left")))
    model = administrator.run("maintenance.fit_life_model", file=file, horizon=15.0, **COLUMNS)
    version = administrator.ask("learning.champion", name="fleet_life", scope="pumps")
    assert version.id == model.result
    error, brier = version.figures
    assert error.model < 0.6 * error.baseline, "better than the fleet's mean life"
    assert brier.model < brier.baseline
    assert version.data_hash == file
    assert version.notes["assets"] == 24
    assert version.notes["held_out_assets"] == 6
    today = fleet(12, 1, cut=True)
    asked = store(parquet_of(without(today, "failed", "left")))
    rows = administrator.ask("maintenance.predict_life", fleet="pumps", file=asked, horizon=15.0)
    truth = {pump: left for pump, left in zip(today["pump"], today["left"], strict=True)}
    assert {row.asset for row in rows} == set(truth)
    assert [row.life for row in rows] == sorted(row.life for row in rows)
    assert np.mean([abs(row.life - truth[row.asset]) for row in rows]) < 10
    assert all(row.low <= row.middle <= row.high for row in rows)
    soon = [row.probability for row in rows if truth[row.asset] < 10]
    late = [row.probability for row in rows if truth[row.asset] > 25]
    assert min(soon, default=1) > max(late, default=0)


def test_a_second_version_waits_to_be_promoted(store, administrator):
    for seed in (0, 1):
        file = store(csv_of(without(fleet(10, seed), "failed", "left")))
        administrator.run("maintenance.fit_life_model", file=file, **COLUMNS)
    states = {each.version: each.state for each in administrator.ask("learning.models")}
    assert states == {1: "champion", 2: "candidate"}


def test_assets_that_did_not_fail_are_left_out(store, administrator):
    ran, running = fleet(12), fleet(5, 9, cut=True)
    running["pump"] = np.array([f"R{each}" for each in running["pump"]])
    both = {name: np.concatenate([ran[name], running[name]]) for name in ran}
    file = store(csv_of(without(both, "left")))
    administrator.run("maintenance.fit_life_model", file=file, failed="failed", **COLUMNS)
    notes = administrator.ask("learning.models")[0].notes
    assert notes["assets"] + notes["held_out_assets"] == 12


def refusal(administrator, kind, file, **given):
    with pytest.raises(kind) as refused:
        administrator.run("maintenance.fit_life_model", **(COLUMNS | given), file=file)
    assert administrator.ask("learning.models") == [], "nothing is kept of what was refused"
    return refused.value.facts


def test_what_cannot_be_learnt_from_is_refused_by_name(store, administrator):
    whole = without(fleet(10), "left")
    unfailed = whole | {"failed": np.zeros(len(whole["cycle"]))}
    facts = refusal(administrator, NoRunToFailure, store(csv_of(unfailed)), failed="failed")
    assert facts == {"column": "failed", "assets": 10}
    holes = whole | {"wear": np.where(whole["cycle"] == 7, np.nan, whole["wear"])}
    facts = refusal(administrator, HistoryInvalid, store(csv_of(holes)))
    assert facts["columns"] == ["wear"]
    one = {name: values[whole["pump"] == "P00"] for name, values in whole.items()}
    facts = refusal(administrator, HistoryInvalid, store(csv_of(one)))
    assert facts["assets"] == 1
    facts = refusal(administrator, TableInvalid, store(csv_of(whole)), age="hours")
    assert facts["columns"] == ["hours"]
    facts = refusal(administrator, TableInvalid, store(csv_of(whole)), signals=["pump"])
    assert facts["columns"] == ["pump"]
    refusal(administrator, HistoryInvalid, store(csv_of(whole)), fleet=" ")
    refusal(administrator, HistoryInvalid, store(csv_of(whole)), cap=-1.0)
    twice = whole | {"cycle": np.ones(len(whole["cycle"]))}
    refusal(administrator, HistoryInvalid, store(csv_of(twice)))


def test_a_fleet_that_nobody_learnt_has_no_lives(store, administrator):
    file = store(csv_of(fleet(2)))
    with pytest.raises(FleetUnknown):
        administrator.ask("maintenance.predict_life", fleet="pumps", file=file)


def test_a_table_of_other_columns_is_refused(store, administrator):
    file = store(csv_of(without(fleet(10), "failed", "left")))
    administrator.run("maintenance.fit_life_model", file=file, **COLUMNS)
    other = store(csv_of(without(fleet(3), "wear")))
    with pytest.raises(TableInvalid) as refused:
        administrator.ask("maintenance.predict_life", fleet="pumps", file=other)
    assert refused.value.facts["columns"] == ["wear"]


def test_a_packed_model_answers_as_before():
    from lineside.learning.tables import read_table

    content = csv_of(without(fleet(10), "failed", "left"))
    table = read_table(content)
    columns = lives.columns_of(table, "pump", "cycle", [], ["load"], "")
    found, _ = lives.fit_life(table, columns, cap=None, horizon=15.0)
    again = lives.unpack("x", lives.pack(found))
    told = [lives.predict_life(each, table, 15.0)[0] for each in (found, again)]
    assert np.array_equal(told[0].predicted, told[1].predicted)
    assert np.array_equal(told[0].quantiles, told[1].quantiles)
    for broken in (b"", b"PK\x03\x04nothing", lives.pack(found)[:900]):
        with pytest.raises(ModelFileUnreadable):
            lives.unpack("x", broken)


def test_a_large_table_is_learnt_in_a_process_of_its_own(monkeypatch):
    from lineside.maintenance import apart

    content = csv_of(without(fleet(10), "failed", "left"))
    given = (content, "pump", "cycle", [], ["load"], "", None, 15.0)
    here, same = apart.apart(content[:10], lives.fit_file, *given)
    monkeypatch.setattr(apart, "LARGE_BYTES", 10)
    packed, report = apart.apart(content, lives.fit_file, *given)
    assert report == same
    assert lives.unpack("x", packed).columns == lives.unpack("x", here).columns
    with pytest.raises(TableInvalid) as refused:
        apart.apart(content, lives.fit_file, content, "no", *given[2:])
    assert refused.value.facts["columns"] == ["no"], "a refusal comes back whole"
