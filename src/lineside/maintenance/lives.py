"""Life models from a fleet's records: a table made into histories, fitted, tried on assets that
were kept out, and kept as plain arrays with their ONNX regressors."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from lineside.learning import metrics
from lineside.learning.boosting import BoostingSettings, fit_boosting
from lineside.learning.network import NetworkSettings, fit_network
from lineside.learning.onnx_models import OnnxModel
from lineside.learning.tables import DataTable, read_table
from lineside.maintenance.errors import HistoryInvalid, NoRunToFailure
from lineside.maintenance.fleet_life import (
    FEWEST_ASSETS,
    FitRegressor,
    FleetLife,
    FleetLives,
    Histories,
    fit_fleet_life,
    predict_fleet_life,
)
from lineside.maintenance.operating_conditions import OperatingConditions
from lineside.maintenance.packed import packed, unpacked

Array = npt.NDArray[np.float64]

FORMAT = 1
HELD_SHARE, LEAST_HELD, LOOKS = 0.2, 2, 4
CAP_SHARE = 0.6
MOST_CELLS = 6_000_000
NETWORK = NetworkSettings(hidden=(128, 64), decay=3.0, huber=0.3, members=4, passes=20)


@dataclass(frozen=True)
class Columns:
    """Which columns of a table mean what; ``failed`` may be empty."""

    asset: str
    age: str
    signals: tuple[str, ...]
    settings: tuple[str, ...]
    failed: str = ""


@dataclass(frozen=True)
class LifeFile:
    """A fitted model with the columns that it takes."""

    columns: Columns
    model: FleetLife


@dataclass(frozen=True)
class LifeReport:
    """How a model foretold assets that it had not seen, beside the fleet's mean life.

    Errors are in the unit of the age, with lives capped as the model caps them. ``coverage`` is the
    share of true lives within the 80 % interval.
    """

    assets: int
    held_assets: int
    cap: float
    horizon: float
    error: float
    mean_life_error: float
    brier: float
    base_rate_brier: float
    coverage: float


def columns_of(
    table: DataTable, asset: str, age: str, signals: list[str], settings: list[str], failed: str
) -> Columns:
    """Check the names; without ``signals`` all other columns of numbers are taken."""
    named = [asset, age, *settings, *([failed] if failed else [])]
    table.check([*named, *signals])
    others = [
        name
        for name, values in table.columns.items()
        if name not in named and values.dtype.kind == "f"
    ]
    chosen = signals or others
    if not chosen:
        raise HistoryInvalid(problem="no column is left as a signal", named=named)
    return Columns(asset, age, tuple(chosen), tuple(settings), failed)


def histories_of(table: DataTable, columns: Columns) -> Histories:
    """The rows of each asset together, in order of age. Refuses values that are missing."""
    numbers = table.numbers([columns.age, *columns.signals, *columns.settings])
    names = (columns.age, *columns.signals, *columns.settings)
    holes = [n for n, column in zip(names, numbers.T, strict=True) if not np.isfinite(column).all()]
    if holes:
        raise HistoryInvalid(problem="values are missing", columns=holes)
    if numbers.size > MOST_CELLS:
        raise HistoryInvalid(problem="too many values", values=numbers.size, at_most=MOST_CELLS)
    asset = asset_names(table.columns[columns.asset])
    order = np.lexsort((numbers[:, 0], asset))
    parted = 1 + len(columns.signals)
    settings = numbers[order, parted:] if columns.settings else np.zeros((len(order), 1))
    return Histories(asset[order], numbers[order, 0], numbers[order, 1:parted], settings)


def asset_names(values: npt.NDArray[Any]) -> npt.NDArray[Any]:
    """The names of assets as text, also where a table numbers them."""
    if values.dtype.kind == "f":
        return np.array([f"{each:g}" for each in values])
    return np.array([str(each) for each in values])


def failed_only(table: DataTable, columns: Columns, histories: Histories) -> Histories:
    """The assets whose last row says that they failed; all of them without such a column."""
    if not columns.failed:
        return histories
    marks = table.numbers([columns.failed])[:, 0]
    asset = asset_names(table.columns[columns.asset])
    ended = {each for each in np.unique(asset) if np.nan_to_num(marks[asset == each]).max() > 0}
    if not ended:
        raise NoRunToFailure(column=columns.failed, assets=len(np.unique(asset)))
    return _part(histories, np.isin(histories.asset, sorted(ended)))


def _part(histories: Histories, kept: npt.NDArray[np.bool_]) -> Histories:
    return Histories(
        histories.asset[kept],
        histories.age[kept],
        histories.signals[kept],
        histories.settings[kept],
    )


def fit_life(
    table: DataTable, columns: Columns, *, cap: float | None, horizon: float, seed: int = 0
) -> tuple[LifeFile, LifeReport]:
    """Fit on four fifths of the assets that ran to failure, and try on the others.

    Without a ``cap`` lives are capped at six tenths of the median life. Raises ``HistoryInvalid``,
    ``NoRunToFailure``.
    """
    histories = failed_only(table, columns, histories_of(table, columns))
    assets = np.unique(histories.asset)
    if len(assets) < FEWEST_ASSETS + LEAST_HELD:
        raise HistoryInvalid(
            problem="too few assets that ran to failure",
            assets=len(assets),
            at_least=FEWEST_ASSETS + LEAST_HELD,
        )
    if not np.isfinite(horizon) or horizon <= 0 or (cap is not None and not cap > 0):
        raise HistoryInvalid(problem="cap and horizon are above zero", cap=cap, horizon=horizon)
    count = max(LEAST_HELD, round(HELD_SHARE * len(assets)))
    held = np.isin(histories.asset, np.random.default_rng(seed).permutation(assets)[:count])
    learnt = _part(histories, ~held)
    limit = cap or CAP_SHARE * float(np.median(_lives(learnt)))
    model = fit_fleet_life(learnt, _fits(len(learnt.asset)), cap=limit, seed=seed)
    report = _try(model, learnt, _part(histories, held), horizon, seed)
    return LifeFile(columns, model), report


def fit_file(
    content: bytes,
    asset: str,
    age: str,
    signals: list[str],
    settings: list[str],
    failed: str,
    cap: float | None,
    horizon: float,
) -> tuple[bytes, LifeReport]:
    """From a table's bytes to a model's."""
    table = read_table(content)
    columns = columns_of(table, asset, age, signals, settings, failed)
    found, report = fit_life(table, columns, cap=cap, horizon=horizon)
    return pack(found), report


def _fits(n_rows: int) -> dict[str, FitRegressor]:
    """Boosting and a light network; small fleets get leaves of fewer rows."""
    fewest = int(np.clip(n_rows // 200, 10, 100))
    boosting = BoostingSettings(
        trees=300, leaves=8, rate=0.04, fewest_rows=fewest, feature_share=0.5, row_share=0.5
    )
    return {
        "boosting": lambda rows, target, seed: fit_boosting(rows, target, boosting, seed=seed),
        "network": lambda rows, target, seed: fit_network(rows, target, NETWORK, seed=seed),
    }


def _lives(histories: Histories) -> Array:
    """Age at failure of each asset."""
    found: Array = histories.age[histories.last_rows()]
    return found


def _try(
    model: FleetLife, learnt: Histories, held: Histories, horizon: float, seed: int
) -> LifeReport:
    """Held-out assets are cut off at drawn ages, several times each."""
    chance = np.random.default_rng(seed + 1)
    truth, told, mean, low, high, soon = ([] for _ in range(6))
    lives = _lives(learnt)
    for _ in range(LOOKS):
        cut = _cut(held, chance)
        found = predict_fleet_life(model, cut, horizon)
        last = cut.last_rows()
        left = np.array([_life_of(held, each) for each in cut.asset[last]]) - cut.age[last]
        truth.append(left)
        told.append(found.predicted)
        mean.append(_mean_left(lives, cut.age[last]))
        low.append(found.quantiles[:, 0])
        high.append(found.quantiles[:, 2])
        soon.append(found.probability_within_horizon)
    true, ends = np.concatenate(truth), (np.concatenate(low), np.concatenate(high))
    capped = np.minimum(true, model.cap)
    fails = (true <= horizon).astype(np.float64)
    return LifeReport(
        assets=len(lives),
        held_assets=len(_lives(held)),
        cap=model.cap,
        horizon=horizon,
        error=metrics.root_mean_square_error(capped, np.concatenate(told)),
        mean_life_error=metrics.root_mean_square_error(
            capped, np.minimum(np.concatenate(mean), model.cap)
        ),
        brier=metrics.brier_score(fails, np.concatenate(soon)),
        base_rate_brier=float(fails.mean() * (1 - fails.mean())),
        coverage=metrics.coverage(true, *ends),
    )


def _cut(held: Histories, chance: np.random.Generator) -> Histories:
    """Each asset up to a drawn share of its rows, at least one."""
    kept = np.zeros(len(held.asset), dtype=np.bool_)
    for each in np.unique(held.asset):
        rows = np.flatnonzero(held.asset == each)
        kept[rows[: max(1, int(len(rows) * chance.uniform(0.3, 0.98)))]] = True
    return _part(held, kept)


def _life_of(histories: Histories, asset: Any) -> float:
    return float(histories.age[histories.asset == asset][-1])


def _mean_left(lives: Array, age: Array) -> Array:
    """The mean of what was left, at an age, to the assets that reached it: what a life table says.

    At an age that none reached nothing is left.
    """
    beyond = lives[None, :] > age[:, None]
    left = np.where(beyond, lives[None, :] - age[:, None], 0.0).sum(axis=1)
    found: Array = left / np.maximum(beyond.sum(axis=1), 1)
    return found


def predict_life(found: LifeFile, table: DataTable, horizon: float) -> tuple[FleetLives, Array]:
    """The lives of the assets in a table, and the age at which each was seen last."""
    histories = histories_of(table, found.columns)
    lives = predict_fleet_life(found.model, histories, horizon)
    return lives, histories.age[histories.last_rows()]


def pack(found: LifeFile) -> bytes:
    """The model as arrays and ONNX files in one ``npz`` file."""
    model, conditions = found.model, found.model.conditions
    facts = {"columns": vars(found.columns), "cap": model.cap}
    arrays: dict[str, Any] = {
        "centers": conditions.centers,
        "scale": conditions.scale,
        "signal_mean": conditions.signal_mean,
        "signal_spread": conditions.signal_spread,
        "moving": model.moving,
        "weights": model.weights,
        "told": model.told,
        "true": model.true,
    }
    for number, each in enumerate(model.regressors):
        assert isinstance(each, OnnxModel), "models are kept as ONNX"
        arrays[f"regressor_{number}"] = np.frombuffer(each.data, dtype=np.uint8)
    return packed(FORMAT, facts, arrays)


def unpack(digest: str, content: bytes) -> LifeFile:
    """What ``pack`` wrote; nothing in it is executed. Raises ``ModelFileUnreadable``."""
    with unpacked(digest, content, FORMAT) as (facts, arrays):
        return _restored(facts, arrays)


def _restored(facts: dict[str, Any], arrays: dict[str, Any]) -> LifeFile:
    told = facts["columns"]
    columns = Columns(
        told["asset"], told["age"], tuple(told["signals"]), tuple(told["settings"]), told["failed"]
    )
    conditions = OperatingConditions(
        *(arrays[name] for name in ("centers", "scale", "signal_mean", "signal_spread"))
    )
    count = len(arrays["weights"])
    regressors = tuple(OnnxModel(arrays[f"regressor_{n}"].tobytes()) for n in range(count))
    model = FleetLife(
        conditions,
        arrays["moving"],
        regressors,
        arrays["weights"],
        float(facts["cap"]),
        arrays["told"],
        arrays["true"],
    )
    return LifeFile(columns, model)
