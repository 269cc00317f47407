"""A forest of randomised trees (Breiman, Machine Learning 45, 2001), kept as an ONNX ensemble."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import onnx
from sklearn.ensemble import RandomForestClassifier, RandomForestRegressor

from lineside.learning.arrays import checked_labels, checked_rows, checked_series
from lineside.learning.boosting import TreeTable
from lineside.learning.errors import DataInvalid
from lineside.learning.onnx_models import OnnxModel, finished_model


@dataclass(frozen=True, slots=True)
class ForestSettings:
    """What shapes a forest. ``objective`` is ``regression`` or ``binary``; ``feature_share`` is how
    many of the columns each split may choose from. Rare events that a few of many columns tell need
    a large share, or most splits see none of those."""

    objective: str = "binary"
    trees: int = 60
    feature_share: float = 0.5
    fewest_rows: int = 1


def fit_forest(
    rows: npt.NDArray[Any],
    target: npt.NDArray[Any],
    settings: ForestSettings | None = None,
    *,
    seed: int = 0,
) -> OnnxModel:
    """Fit and export. The answer is the target itself, or its probability for ``binary``.

    Raises ``DataInvalid``: rows (n, p) and a target (n,) of finite numbers are needed, and for
    ``binary`` a target of zeros and ones with both present.
    """
    chosen = settings or ForestSettings()
    checked = checked_rows(rows, 2).astype(np.float32)
    binary = chosen.objective == "binary"
    wanted = checked_labels(target) if binary else checked_series(target, "target", 2)
    if len(wanted) != len(checked):
        raise DataInvalid(problem="lengths differ", rows=len(checked), target=len(wanted))
    kind = RandomForestClassifier if binary else RandomForestRegressor
    forest = kind(
        n_estimators=chosen.trees,
        max_features=chosen.feature_share,
        min_samples_leaf=chosen.fewest_rows,
        random_state=seed,
        n_jobs=1,
    ).fit(checked, wanted)
    return OnnxModel(_to_onnx([each.tree_ for each in forest.estimators_], checked.shape[1]))


def _to_onnx(trees: list[Any], n_features: int) -> bytes:
    """The mean over trees of the last class's share, or of the mean target, in a leaf."""
    table = TreeTable()
    for number, tree in enumerate(trees):
        table.add(number, _nested(tree, 0, 1.0 / len(trees)))
    node = onnx.helper.make_node(
        "TreeEnsembleRegressor",
        ["rows"],
        ["answer"],
        domain="ai.onnx.ml",
        n_targets=1,
        aggregate_function="SUM",
        post_transform="NONE",
        **table.attributes(),
    )
    return finished_model([node], {}, n_features)


def _nested(tree: Any, root: int, weight: float) -> dict[str, Any]:
    """A fitted tree in the form in which boosted ones are dumped; built from the leaves up."""
    built: dict[int, dict[str, Any]] = {}
    for place in range(tree.node_count - 1, -1, -1):
        left, right = int(tree.children_left[place]), int(tree.children_right[place])
        if left < 0:
            built[place] = {"leaf_value": weight * float(tree.value[place, 0, -1])}
            continue
        # A child's number is larger than its parent's, so both are built by now.
        built[place] = {
            "split_feature": int(tree.feature[place]),
            "threshold": float(tree.threshold[place]),
            "default_left": False,
            "left_child": built.pop(left),
            "right_child": built.pop(right),
        }
    return built[root]
