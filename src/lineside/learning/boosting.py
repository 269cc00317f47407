"""Gradient boosting by LightGBM, kept as an ONNX tree ensemble."""

from dataclasses import dataclass
from typing import Any

import lightgbm
import numpy as np
import numpy.typing as npt
import onnx

from lineside.learning.arrays import checked_rows, checked_series
from lineside.learning.errors import DataInvalid
from lineside.learning.onnx_models import OnnxModel, finished_model

Array = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class BoostingSettings:
    """What shapes a fit. ``objective`` is ``regression``, ``l1``, ``quantile`` or ``binary``;
    ``quantile`` counts for that objective alone. ``bins`` is the number of steps in which a column
    is cut: rare events that obey a limit in a column's tail need many.

    One thread is the default: beside other work on the machine, threads that wait for each other
    made a fit of three seconds last two minutes.
    """

    objective: str = "regression"
    quantile: float = 0.5
    trees: int = 400
    leaves: int = 31
    rate: float = 0.05
    fewest_rows: int = 20
    feature_share: float = 0.7
    row_share: float = 0.8
    ridge: float = 1.0
    positive_weight: float = 1.0
    bins: int = 255
    threads: int = 1


def fit_boosting(
    rows: npt.NDArray[Any],
    target: npt.NDArray[Any],
    settings: BoostingSettings | None = None,
    *,
    weights: npt.NDArray[Any] | None = None,
    seed: int = 0,
) -> OnnxModel:
    """Fit and export. The answer is the target itself, or its probability for ``binary``.

    The rows are rounded to single precision first, as they will be when the model is used, so that
    the exported ensemble takes the same branches as the fitted one. Raises ``DataInvalid``.
    """
    chosen = settings or BoostingSettings()
    checked = checked_rows(rows, 2).astype(np.float32)
    wanted = checked_series(target, "target", 2)
    if len(wanted) != len(checked):
        raise DataInvalid(problem="lengths differ", rows=len(checked), target=len(wanted))
    binning = {"verbosity": -1, "max_bin": chosen.bins}
    data = lightgbm.Dataset(checked, wanted, weight=weights, params=binning)
    booster = lightgbm.train(_parameters(chosen, seed), data, num_boost_round=chosen.trees)
    return OnnxModel(
        trees_to_onnx(booster.dump_model(), checked.shape[1], chosen.objective == "binary")
    )


def _parameters(chosen: BoostingSettings, seed: int) -> dict[str, Any]:
    return {
        "objective": chosen.objective,
        "alpha": chosen.quantile,
        "num_leaves": chosen.leaves,
        "learning_rate": chosen.rate,
        "min_data_in_leaf": chosen.fewest_rows,
        "feature_fraction": chosen.feature_share,
        "bagging_fraction": chosen.row_share,
        "bagging_freq": 1,
        "lambda_l2": chosen.ridge,
        "scale_pos_weight": chosen.positive_weight,
        "num_threads": chosen.threads,
        "seed": seed,
        "deterministic": True,
        "force_row_wise": True,
        "verbosity": -1,
    }


def trees_to_onnx(dumped: dict[str, Any], n_features: int, is_probability: bool) -> bytes:
    """LightGBM's dumped trees as one TreeEnsembleRegressor (and a sigmoid for probabilities)."""
    table = TreeTable()
    for number, tree in enumerate(dumped["tree_info"]):
        table.add(number, tree["tree_structure"])
    raw = "score" if is_probability else "answer"
    nodes = [
        onnx.helper.make_node(
            "TreeEnsembleRegressor",
            ["rows"],
            [raw],
            domain="ai.onnx.ml",
            n_targets=1,
            aggregate_function="SUM",
            post_transform="NONE",
            **table.attributes(),
        )
    ]
    if is_probability:
        nodes.append(onnx.helper.make_node("Sigmoid", ["score"], ["answer"]))
    return finished_model(nodes, {}, n_features)


class TreeTable:
    """The columns in which ONNX keeps trees."""

    def __init__(self) -> None:
        self.nodes: list[tuple[int, int, int, str, float, int, int, int]] = []
        self.leaves: list[tuple[int, int, float]] = []

    def add(self, tree: int, root: dict[str, Any]) -> None:
        """Number a tree's nodes in the order in which they are met."""
        waiting = [(root, 0)]
        count = 1
        while waiting:
            node, number = waiting.pop()
            if "leaf_value" in node:
                self.nodes.append((tree, number, 0, "LEAF", 0.0, 0, 0, 0))
                self.leaves.append((tree, number, float(node["leaf_value"])))
                continue
            left, right, count = count, count + 1, count + 2
            limit = _rounded_down(float(node["threshold"]))
            to_left = int(node["default_left"])
            feature = int(node["split_feature"])
            self.nodes.append((tree, number, feature, "BRANCH_LEQ", limit, left, right, to_left))
            waiting += [(node["left_child"], left), (node["right_child"], right)]

    def attributes(self) -> dict[str, list[Any]]:
        """The attributes of the ONNX node."""
        columns = [list(each) for each in zip(*self.nodes, strict=True)]
        trees, ids, values = (list(each) for each in zip(*self.leaves, strict=True))
        names = (
            "treeids",
            "nodeids",
            "featureids",
            "modes",
            "values",
            "truenodeids",
            "falsenodeids",
            "missing_value_tracks_true",
        )
        found = {f"nodes_{name}": column for name, column in zip(names, columns, strict=True)}
        return found | {
            "target_treeids": trees,
            "target_nodeids": ids,
            "target_ids": [0] * len(ids),
            "target_weights": values,
        }


def _rounded_down(threshold: float) -> float:
    """The largest single-precision number not above: x <= it is the same for every such x."""
    near = np.float32(threshold)
    if float(near) > threshold:
        near = np.nextafter(near, np.float32(-np.inf))
    return float(near)
