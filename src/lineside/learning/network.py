"""A light network for tables: a few dense layers, trained by NumPy, kept as ONNX.

Several small networks from different seeds are averaged: their errors are largely independent, so
the mean is better than any one. Adam with decoupled weight decay (Loshchilov and Hutter, ICLR
2019), the rate following half a cosine, Huber's loss, and dropout on the input.
"""

from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np
import numpy.typing as npt
import onnx
from threadpoolctl import threadpool_limits  # type: ignore[import-untyped]

from lineside.learning.arrays import checked_rows, checked_series
from lineside.learning.errors import DataInvalid
from lineside.learning.onnx_models import OnnxModel, finished_model

Single = npt.NDArray[np.float32]

BETA_MEAN, BETA_SQUARE, TINY = 0.9, 0.999, 1e-8
LARGEST_INPUT = 8.0


@dataclass(frozen=True, slots=True)
class NetworkSettings:
    """What shapes a fit: widths of the hidden layers, number of members, passes over the rows."""

    hidden: tuple[int, ...] = (96, 48)
    members: int = 3
    passes: int = 25
    batch: int = 256
    rate: float = 2e-3
    decay: float = 1e-3
    dropout: float = 0.1
    huber: float = 1.0


@dataclass(slots=True)
class _Layers:
    weights: list[Single]
    offsets: list[Single]


def fit_network(
    rows: npt.NDArray[Any],
    target: npt.NDArray[Any],
    settings: NetworkSettings | None = None,
    *,
    seed: int = 0,
) -> OnnxModel:
    """Fit an ensemble for a real-valued target and export it as one graph. ``DataInvalid``."""
    chosen = settings or NetworkSettings()
    checked = checked_rows(rows, 8)
    wanted = checked_series(target, "target", 8)
    if len(wanted) != len(checked):
        raise DataInvalid(problem="lengths differ", rows=len(checked), target=len(wanted))
    center, spread = checked.mean(axis=0), checked.std(axis=0)
    scale = np.where(spread > 1e-12, spread, 1.0)
    middle, reach = float(wanted.mean()), float(wanted.std()) or 1.0
    inputs = np.clip((checked - center) / scale, -LARGEST_INPUT, LARGEST_INPUT).astype(np.float32)
    outputs = ((wanted - middle) / reach).astype(np.float32)
    # The matrices are small: threads of the linear algebra would wait for each other, tenfold.
    with threadpool_limits(1):
        members = [
            _trained(inputs, outputs, chosen, np.random.default_rng((seed, each)))
            for each in range(chosen.members)
        ]
    return OnnxModel(_to_onnx(members, center, scale, middle, reach))


def _trained(
    inputs: Single, outputs: Single, chosen: NetworkSettings, rng: np.random.Generator
) -> _Layers:
    layers = _started(inputs.shape[1], chosen.hidden, rng)
    optimiser = _Adam(layers, chosen)
    per_pass = max(1, len(inputs) // chosen.batch)
    total = per_pass * chosen.passes
    step = 0
    for _ in range(chosen.passes):
        order = rng.permutation(len(inputs))
        for part in np.array_split(order, per_pass):
            given = inputs[part]
            if chosen.dropout > 0:
                kept = rng.random(given.shape, dtype=np.float32) >= chosen.dropout
                given = given * kept / np.float32(1 - chosen.dropout)
            gradients = _gradients(layers, given, outputs[part], chosen.huber)
            optimiser.move(gradients, 0.5 * (1 + np.cos(np.pi * step / total)))
            step += 1
    return layers


def _started(width: int, hidden: tuple[int, ...], rng: np.random.Generator) -> _Layers:
    """He's initial weights (ICCV 2015)."""
    sizes = (width, *hidden, 1)
    weights = [
        (rng.normal(size=(a, b)) * np.sqrt(2.0 / a)).astype(np.float32) for a, b in pairwise(sizes)
    ]
    return _Layers(weights, [np.zeros(b, dtype=np.float32) for b in sizes[1:]])


def _gradients(layers: _Layers, given: Single, wanted: Single, huber: float) -> list[Single]:
    """Back-propagation; gradients in the order weights, then offsets."""
    held = [given]
    for weight, offset in zip(layers.weights[:-1], layers.offsets[:-1], strict=True):
        held.append(np.maximum(held[-1] @ weight + offset, 0))
    answer = (held[-1] @ layers.weights[-1] + layers.offsets[-1])[:, 0]
    back: Single = (np.clip(answer - wanted, -huber, huber) / len(wanted))[:, None]
    by_weight: list[Single] = []
    by_offset: list[Single] = []
    for place in range(len(layers.weights) - 1, -1, -1):
        by_weight.insert(0, held[place].T @ back)
        by_offset.insert(0, back.sum(axis=0))
        if place > 0:
            back = (back @ layers.weights[place].T) * (held[place] > 0)
    return by_weight + by_offset


class _Adam:
    def __init__(self, layers: _Layers, chosen: NetworkSettings) -> None:
        self._values = layers.weights + layers.offsets
        self._decayed = len(layers.weights)
        self._mean = [np.zeros_like(each) for each in self._values]
        self._square = [np.zeros_like(each) for each in self._values]
        self._chosen = chosen
        self._count = 0

    def move(self, gradients: list[Single], share: float) -> None:
        """One step at ``share`` of the full rate, in place."""
        self._count += 1
        rate = np.float32(self._chosen.rate * share)
        first = np.float32(1 - BETA_MEAN**self._count)
        second = np.float32(1 - BETA_SQUARE**self._count)
        for place, gradient in enumerate(gradients):
            mean, square, value = self._mean[place], self._square[place], self._values[place]
            mean += np.float32(1 - BETA_MEAN) * (gradient - mean)
            square += np.float32(1 - BETA_SQUARE) * (gradient * gradient - square)
            if place < self._decayed:
                value -= rate * np.float32(self._chosen.decay) * value
            value -= rate * (mean / first) / (np.sqrt(square / second) + np.float32(TINY))


def _to_onnx(
    members: list[_Layers],
    center: npt.NDArray[np.float64],
    scale: npt.NDArray[np.float64],
    middle: float,
    reach: float,
) -> bytes:
    make = onnx.helper.make_node
    tensors: dict[str, npt.NDArray[Any]] = {
        "center": center.astype(np.float32),
        "scale": scale.astype(np.float32),
        "low": np.array(-LARGEST_INPUT, dtype=np.float32),
        "high": np.array(LARGEST_INPUT, dtype=np.float32),
        "reach": np.array(reach, dtype=np.float32),
        "middle": np.array(middle, dtype=np.float32),
    }
    nodes = [
        make("Sub", ["rows", "center"], ["away"]),
        make("Div", ["away", "scale"], ["wide"]),
        make("Clip", ["wide", "low", "high"], ["standard"]),
    ]
    for number, member in enumerate(members):
        nodes += _member_nodes(number, member, tensors)
    told = [f"told_{number}" for number in range(len(members))]
    nodes += [
        make("Mean", told, ["mean"]),
        make("Mul", ["mean", "reach"], ["reached"]),
        make("Add", ["reached", "middle"], ["answer"]),
    ]
    return finished_model(nodes, tensors, len(center))


def _member_nodes(number: int, member: _Layers, tensors: dict[str, npt.NDArray[Any]]) -> list[Any]:
    found, last = [], "standard"
    depth = len(member.weights)
    for place in range(depth):
        name = f"{number}_{place}"
        tensors[f"weight_{name}"] = member.weights[place]
        tensors[f"offset_{name}"] = member.offsets[place]
        out = f"told_{number}" if place == depth - 1 else f"linear_{name}"
        inputs = [last, f"weight_{name}", f"offset_{name}"]
        found.append(onnx.helper.make_node("Gemm", inputs, [out]))
        if place < depth - 1:
            last = f"bent_{name}"
            found.append(onnx.helper.make_node("Relu", [out], [last]))
    return found
