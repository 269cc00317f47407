"""Models: fitted, exported to ONNX, loaded and asked; nothing but ONNX is loaded."""

import pickle

import lightgbm
import numpy as np
import onnx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.ensemble import RandomForestRegressor

from lineside.learning.boosting import BoostingSettings, fit_boosting, trees_to_onnx
from lineside.learning.errors import DataInvalid, ModelFileInvalid
from lineside.learning.forest import ForestSettings, fit_forest
from lineside.learning.network import NetworkSettings, fit_network
from lineside.learning.onnx_models import OnnxModel


def problem(n: int, seed: int = 0) -> tuple[np.ndarray, np.ndarray]:
    rng = np.random.default_rng(seed)
    rows = rng.normal(size=(n, 6)) * [1, 10, 0.1, 1, 1, 1] + [0, 500, 0, 0, 0, 0]
    target = 50 + 3 * rows[:, 0] + np.abs(rows[:, 1] - 500) + 0.1 * rng.normal(size=n)
    return rows, target


def test_boosting_learns_and_survives_the_file() -> None:
    rows, target = problem(2000)
    model = fit_boosting(rows[:1500], target[:1500], BoostingSettings(trees=100))
    error = np.abs(model.predict(rows[1500:]) - target[1500:]).mean()
    assert error < 0.2 * target.std()
    again = OnnxModel(model.data)
    assert again.predict(rows[1500:]) == pytest.approx(model.predict(rows[1500:]))
    assert again.n_features == 6


def test_the_export_takes_the_same_branches_as_the_fitted_trees() -> None:
    rows, target = problem(3000)
    single = rows.astype(np.float32)
    booster = lightgbm.train(
        {"verbosity": -1, "num_leaves": 31, "num_threads": 1},
        lightgbm.Dataset(single, target),
        60,
    )
    exported = OnnxModel(trees_to_onnx(booster.dump_model(), 6, False))
    # On the fitted rows themselves: there, thresholds lie closest to the values.
    assert exported.predict(single) == pytest.approx(booster.predict(single), rel=1e-5)


def test_a_forest_learns_survives_the_file_and_agrees_with_the_fitted_trees() -> None:
    rows, target = problem(900)
    chosen = ForestSettings("regression", trees=20, feature_share=0.7)
    model = fit_forest(rows[:700], target[:700], chosen, seed=5)
    peer = RandomForestRegressor(20, max_features=0.7, random_state=5)
    peer.fit(rows[:700].astype(np.float32), target[:700])
    assert model.predict(rows[700:]) == pytest.approx(peer.predict(rows[700:]), rel=1e-4)
    assert OnnxModel(model.data).predict(rows) == pytest.approx(model.predict(rows))
    label = (target > np.median(target)).astype(float)
    told = fit_forest(rows[:700], label[:700], ForestSettings(trees=20)).predict(rows[700:])
    assert told.min() >= 0
    assert told.max() <= 1 + 1e-6
    assert ((told > 0.5) == label[700:]).mean() > 0.9


@pytest.mark.parametrize(
    ("rows", "target"),
    [
        (np.ones((4, 2)), np.ones(4)),
        (np.ones((4, 2)), np.array([0.0, 1.0, 2.0, 1.0])),
        (np.full((4, 2), np.nan), np.array([0.0, 1.0, 0.0, 1.0])),
        (np.ones((4, 2)), np.array([0.0, 1.0])),
        (np.ones((0, 2)), np.ones(0)),
    ],
)
def test_a_forest_refuses_what_it_cannot_learn_from(rows: np.ndarray, target: np.ndarray) -> None:
    with pytest.raises(DataInvalid):
        fit_forest(rows, target)


def test_probabilities_lie_between_zero_and_one() -> None:
    rows, target = problem(1000)
    labels = (target > np.median(target)).astype(float)
    told = fit_boosting(rows, labels, BoostingSettings("binary", trees=40)).predict(rows)
    assert ((told > 0) & (told < 1)).all()
    assert told[labels == 1].mean() > 0.7 > 0.3 > told[labels == 0].mean()


def test_quantiles_enclose_their_share() -> None:
    rng = np.random.default_rng(0)
    rows = rng.uniform(size=(3000, 2))
    target = rows[:, 0] + rng.normal(size=3000)
    high = fit_boosting(
        rows[:2000], target[:2000], BoostingSettings("quantile", quantile=0.9, trees=80)
    )
    assert np.mean(target[2000:] <= high.predict(rows[2000:])) == pytest.approx(0.9, abs=0.05)


def test_the_network_learns_and_survives_the_file() -> None:
    rows, target = problem(3000)
    chosen = NetworkSettings(hidden=(32, 16), members=2, passes=30, dropout=0.0)
    model = fit_network(rows[:2500], target[:2500], chosen)
    error = np.abs(model.predict(rows[2500:]) - target[2500:]).mean()
    assert error < 0.25 * target.std()
    assert OnnxModel(model.data).predict(rows) == pytest.approx(model.predict(rows))


def test_the_same_seed_gives_the_same_file() -> None:
    rows, target = problem(300)
    chosen = NetworkSettings(hidden=(8,), members=1, passes=2)
    first = fit_network(rows, target, chosen, seed=3)
    assert first.data == fit_network(rows, target, chosen, seed=3).data
    assert first.data != fit_network(rows, target, chosen, seed=4).data
    trees = BoostingSettings(trees=5)
    assert (
        fit_boosting(rows, target, trees, seed=3).data
        == fit_boosting(rows, target, trees, seed=3).data
    )


@settings(max_examples=15, deadline=None)
@given(
    seed=st.integers(0, 1000),
    n=st.integers(40, 200),
    scale=st.floats(1e-3, 1e4),
    n_features=st.integers(1, 8),
)
def test_any_finite_rows_give_finite_answers(
    seed: int, n: int, scale: float, n_features: int
) -> None:
    rng = np.random.default_rng(seed)
    rows, target = rng.normal(size=(n, n_features)) * scale, rng.normal(size=n)
    rows[:, 0] = 3.0
    for model in (
        fit_boosting(rows, target, BoostingSettings(trees=5)),
        fit_network(rows, target, NetworkSettings(hidden=(4,), members=1, passes=1)),
    ):
        answer = model.predict(rng.normal(size=(7, n_features)) * 100 * scale)
        assert answer.shape == (7,)
        assert np.isfinite(answer).all()


def test_what_is_no_model_is_refused() -> None:
    rows, target = problem(100)
    good = fit_boosting(rows, target, BoostingSettings(trees=2))
    for bad in (b"", b"not a model", pickle.dumps({"a": 1}), good.data[:200]):
        with pytest.raises(ModelFileInvalid):
            OnnxModel(bad)


def test_unknown_operators_and_outside_weights_are_refused() -> None:
    rows, target = problem(100)
    model = onnx.load_from_string(
        fit_network(rows, target, NetworkSettings(hidden=(4,), members=1, passes=1)).data
    )
    strange = onnx.ModelProto()
    strange.CopyFrom(model)
    strange.opset_import.append(onnx.helper.make_opsetid("com.stranger", 1))
    with pytest.raises(ModelFileInvalid):
        OnnxModel(strange.SerializeToString())
    outside = onnx.ModelProto()
    outside.CopyFrom(model)
    tensor = outside.graph.initializer[0]
    tensor.ClearField("raw_data")
    tensor.data_location = onnx.TensorProto.EXTERNAL
    tensor.external_data.add(key="location", value="elsewhere.bin")
    with pytest.raises(ModelFileInvalid):
        OnnxModel(outside.SerializeToString())


def test_bad_rows_are_refused() -> None:
    rows, target = problem(100)
    model = fit_boosting(rows, target, BoostingSettings(trees=2))
    for bad in (rows[:, :3], np.full((2, 6), np.nan), rows[0], rows[:0]):
        with pytest.raises(DataInvalid):
            model.predict(bad)
    for fit in (fit_boosting, fit_network):
        with pytest.raises(DataInvalid):
            fit(rows, target[:50])
        with pytest.raises(DataInvalid):
            fit(np.full((100, 2), np.nan), target)
