"""A small network that tells flawed cells from good ones; plain arrays, trained with Adam.

Kingma and Ba, ICLR 2015. Few layers are enough: the filters have done the seeing.
"""

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from threadpoolctl import threadpool_limits  # type: ignore[import-untyped]

from lineside.quality.inspection.picture import Floats

_HIDDEN = (128, 64, 32)
_BATCH = 512
_RATE = 2e-3


@dataclass(slots=True)
class Network:
    """Weights and offsets, layer by layer; rows of inputs go in, one log-odds per row comes out."""

    weights: list[Floats]
    offsets: list[Floats]

    def _layers(self, rows: Floats) -> list[Floats]:
        """The input and each layer's output; the last layer stays linear."""
        outputs = [rows]
        last = len(self.weights) - 1
        for i, (weight, offset) in enumerate(zip(self.weights, self.offsets, strict=True)):
            answer = outputs[-1] @ weight + offset
            outputs.append(answer if i == last else np.maximum(answer, 0))
        return outputs

    def gradients(self, rows: Floats, truth: Floats) -> list[Floats]:
        """Of the logistic loss, for weights then offsets."""
        outputs = self._layers(rows)
        share = 1 / (1 + np.exp(-np.clip(outputs[-1][:, 0], -30, 30)))
        error = ((share - truth) / len(rows))[:, None]
        weights, offsets = [], []
        for i in range(len(self.weights) - 1, -1, -1):
            weights.append(outputs[i].T @ error)
            offsets.append(error.sum(axis=0))
            error = (error @ self.weights[i].T) * (outputs[i] > 0)
        return weights[::-1] + offsets[::-1]


def train(rows: Floats, truth: Floats, *, epochs: int, rng: np.random.Generator) -> Network:
    """Fit a network to ``rows`` (n, inputs) with ``truth`` 0 or 1."""
    network = _fresh(rows.shape[1], rng)
    pace = _Adam([*network.weights, *network.offsets], epochs * (len(rows) // _BATCH + 1))
    # the products are small: several threads would spend their time waiting for one another
    with threadpool_limits(1, user_api="blas"):
        for _ in range(epochs):
            order = rng.permutation(len(rows))
            for start in range(0, len(rows), _BATCH):
                some = order[start : start + _BATCH]
                pace.step(network.gradients(rows[some], truth[some]))
    return network


def _fresh(inputs: int, rng: np.random.Generator) -> Network:
    sizes = (inputs, *_HIDDEN, 1)
    weights = [rng.normal(0, np.sqrt(2 / a), (a, b)).astype(np.float32) for a, b in pairwise(sizes)]
    return Network(weights, [np.zeros(b, dtype=np.float32) for b in sizes[1:]])


class _Adam:
    """Changes the given arrays in place; the rate falls to nothing over ``steps`` steps."""

    def __init__(self, arrays: list[Floats], steps: int) -> None:
        self._arrays = arrays
        self._mean = [np.zeros_like(each) for each in arrays]
        self._square = [np.zeros_like(each) for each in arrays]
        self._steps = steps
        self._done = 0

    def step(self, gradients: list[Floats]) -> None:
        self._done += 1
        rate = _RATE * 0.5 * (1 + np.cos(np.pi * min(1.0, self._done / self._steps)))
        first, second = 1 - 0.9**self._done, 1 - 0.999**self._done
        for array, mean, square, slope in zip(
            self._arrays, self._mean, self._square, gradients, strict=True
        ):
            mean += 0.1 * (slope - mean)
            square += 0.001 * (slope * slope - square)
            array -= (rate * (mean / first) / (np.sqrt(square / second) + 1e-8)).astype(np.float32)
