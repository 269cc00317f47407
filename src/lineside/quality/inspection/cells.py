"""Cells and their surroundings, and networks run over them: small graphs for ONNX Runtime.

Runtime's own kernels keep to the one thread they are given, where NumPy's matrix product would
compete for cores with everything else on the machine.
"""

from functools import lru_cache

import numpy as np
import onnx
import onnxruntime
from onnx import TensorProto, helper, numpy_helper

from lineside.quality.inspection.learner import Network
from lineside.quality.inspection.picture import Floats

DIRECTIONS = 8
# dark and bright lines at three scales come first among the features
LINES = DIRECTIONS * 6
_WINDOW = 5
_ALONG = 5


def inputs(usual: Floats) -> Floats:
    """One row per cell: its own features, and the greatest and the mean of those around it."""
    maps = _surroundings().run(None, {"usual": usual[None]})[0][0]
    return np.ascontiguousarray(maps.reshape(len(maps), -1).T)


class Judge:
    """Networks joined into one graph: standardised features in, mean log-odds per cell out."""

    def __init__(self, networks: list[Network]) -> None:
        nodes, last = _window_nodes(), []
        weights: list[onnx.TensorProto] = []
        for n, network in enumerate(networks):
            nodes += _network_nodes(n, network, weights)
            last.append(f"answer_{n}_{len(network.weights) - 1}")
        nodes.append(helper.make_node("Mean", last, ["odds"]))
        self._session = session(nodes, ["usual"], ["odds"], weights)

    def log_odds(self, usual: Floats) -> Floats:
        return np.asarray(self._session.run(None, {"usual": usual[None]})[0][0, 0])


def session(
    nodes: list[onnx.NodeProto],
    inputs: list[str],
    outputs: list[str],
    weights: list[onnx.TensorProto],
) -> onnxruntime.InferenceSession:
    """A graph over four-way float tensors, on one thread: the caller runs pictures side by side."""
    given, told = [_tensor(name) for name in inputs], [_tensor(name) for name in outputs]
    graph = helper.make_graph(nodes, "graph", given, told, weights)
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=9)
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    options.inter_op_num_threads = 1
    options.log_severity_level = 3
    return onnxruntime.InferenceSession(
        model.SerializeToString(), options, providers=["CPUExecutionProvider"]
    )


@lru_cache(maxsize=1)
def _surroundings() -> onnxruntime.InferenceSession:
    return session(_window_nodes(), ["usual"], ["inputs"], [])


def _window_nodes() -> list[onnx.NodeProto]:
    reach = _WINDOW // 2
    window = {"kernel_shape": [_WINDOW] * 2, "pads": [reach] * 4, "strides": [1, 1]}
    return [
        helper.make_node("MaxPool", ["usual"], ["greatest"], **window),
        helper.make_node("AveragePool", ["usual"], ["mean"], **window),
        *_along_nodes(),
        helper.make_node("Concat", ["usual", "greatest", "mean", "along"], ["inputs"], axis=1),
    ]


def _along_nodes() -> list[onnx.NodeProto]:
    """Each line response averaged along its own direction: a crack goes on, noise does not."""
    kernels = numpy_helper.from_array(_along_kernels(), "along_kernels")
    lines = np.array([0], dtype=np.int64), np.array([LINES], dtype=np.int64)
    nodes = [helper.make_node("Constant", [], ["along_kernels"], value=kernels)]
    for name, value in (("from", lines[0]), ("to", lines[1]), ("axis", np.array([1]))):
        tensor = numpy_helper.from_array(value.astype(np.int64), name)
        nodes.append(helper.make_node("Constant", [], [name], value=tensor))
    nodes.append(helper.make_node("Slice", ["usual", "from", "to", "axis"], ["lines"]))
    nodes.append(
        helper.make_node(
            "Conv", ["lines", "along_kernels"], ["along"], group=LINES, pads=[_ALONG] * 4
        )
    )
    return nodes


def _along_kernels() -> Floats:
    """One kernel per line feature, in the bank's order of directions."""
    y, x = np.mgrid[-_ALONG : _ALONG + 1, -_ALONG : _ALONG + 1]
    kernels = []
    for direction in range(DIRECTIONS):
        angle = np.pi * direction / DIRECTIONS
        across = y * np.cos(angle) - x * np.sin(angle)
        along = x * np.cos(angle) + y * np.sin(angle)
        shape = np.exp(-(across**2) / 0.7 - along**2 / (2 * (_ALONG / 2) ** 2))
        kernels.append(shape / shape.sum())
    return np.tile(np.stack(kernels), (LINES // DIRECTIONS, 1, 1))[:, None].astype(np.float32)


def _network_nodes(
    n: int, network: Network, weights: list[onnx.TensorProto]
) -> list[onnx.NodeProto]:
    """Layers as convolutions of one cell; their arrays are added to ``weights``."""
    nodes, given = [], "inputs"
    last = len(network.weights) - 1
    for i, (weight, offset) in enumerate(zip(network.weights, network.offsets, strict=True)):
        kernel = np.ascontiguousarray(weight.T)[:, :, None, None]
        weights.append(numpy_helper.from_array(kernel, f"weight_{n}_{i}"))
        weights.append(numpy_helper.from_array(offset, f"offset_{n}_{i}"))
        answer = f"answer_{n}_{i}"
        nodes.append(
            helper.make_node("Conv", [given, f"weight_{n}_{i}", f"offset_{n}_{i}"], [answer])
        )
        if i < last:
            nodes.append(helper.make_node("Relu", [answer], [f"hidden_{n}_{i}"]))
        given = f"hidden_{n}_{i}"
    return nodes


def _tensor(name: str) -> onnx.ValueInfoProto:
    return helper.make_tensor_value_info(name, TensorProto.FLOAT, [1, None, None, None])
