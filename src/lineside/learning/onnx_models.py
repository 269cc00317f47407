"""Models as ONNX: the only form in which a model is kept, moved or loaded.

A pickle runs code when it is read; an ONNX file is a graph of known operators. What is loaded is
checked besides: its size, its operators' domains, and that it refers to no other file.
"""

from typing import Any

import numpy as np
import numpy.typing as npt
import onnx
import onnxruntime

from lineside.learning.arrays import checked_rows
from lineside.learning.errors import DataInvalid, ModelFileInvalid

Array = npt.NDArray[np.float64]

LARGEST_FILE_BYTES = 256 * 1024 * 1024
KNOWN_DOMAINS = {"", "ai.onnx", "ai.onnx.ml"}
OPSET = 17
OPSET_ML = 3
IR_VERSION = 9


class OnnxModel:
    """A model that takes rows (n, n_features) and answers one number for each.

    ``data`` is the file's content. Raises ``ModelFileInvalid`` for what may not be loaded.
    """

    def __init__(self, data: bytes, threads: int = 1) -> None:
        check_model_file(data)
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = threads
        options.inter_op_num_threads = 1
        options.log_severity_level = 3
        try:
            self._session = onnxruntime.InferenceSession(
                data, options, providers=["CPUExecutionProvider"]
            )
        except Exception as problem:
            raise ModelFileInvalid(problem=type(problem).__name__) from problem
        self._input = self._session.get_inputs()[0]
        self.data = data

    @property
    def n_features(self) -> int | None:
        """Columns that the model expects, if its file says so."""
        width = self._input.shape[-1]
        return width if isinstance(width, int) else None

    def predict(self, rows: npt.NDArray[Any]) -> Array:
        """One number per row, shape (n,). Raises ``DataInvalid``."""
        checked = checked_rows(rows)
        if self.n_features is not None and checked.shape[1] != self.n_features:
            raise DataInvalid(problem="columns", given=checked.shape[1], fitted=self.n_features)
        answer = self._session.run(None, {self._input.name: checked.astype(np.float32)})[0]
        return np.asarray(answer, dtype=np.float64).reshape(len(checked), -1)[:, -1]


def check_model_file(data: bytes) -> None:
    """Refuse what is no ONNX model, is too large, refers to other files or to unknown operators."""
    if not data or len(data) > LARGEST_FILE_BYTES:
        raise ModelFileInvalid(problem="size", bytes=len(data), at_most=LARGEST_FILE_BYTES)
    try:
        model = onnx.load_from_string(data)
        onnx.checker.check_model(model)
    except Exception as problem:
        raise ModelFileInvalid(problem=type(problem).__name__) from problem
    if len(model.graph.input) != 1:
        raise ModelFileInvalid(problem="one input is needed", inputs=len(model.graph.input))
    strange = {each.domain for each in model.opset_import} - KNOWN_DOMAINS
    if strange or model.functions:
        raise ModelFileInvalid(problem="unknown operators", domains=sorted(strange))
    outside = onnx.TensorProto.EXTERNAL
    if any(tensor.data_location == outside for tensor in model.graph.initializer):
        raise ModelFileInvalid(problem="weights lie in another file")


def finished_model(
    nodes: list[Any], tensors: dict[str, npt.NDArray[Any]], n_features: int
) -> bytes:
    """A model file of nodes that lead from ``rows`` (n, n_features) to ``answer`` (n, 1)."""
    kind = onnx.TensorProto.FLOAT
    graph = onnx.helper.make_graph(
        nodes,
        "lineside",
        [onnx.helper.make_tensor_value_info("rows", kind, [None, n_features])],
        [onnx.helper.make_tensor_value_info("answer", kind, [None, 1])],
        [onnx.numpy_helper.from_array(value, name) for name, value in tensors.items()],
    )
    opsets = [
        onnx.helper.make_opsetid("", OPSET),
        onnx.helper.make_opsetid("ai.onnx.ml", OPSET_ML),
    ]
    model = onnx.helper.make_model(graph, opset_imports=opsets, producer_name="lineside")
    model.ir_version = IR_VERSION
    data: bytes = model.SerializeToString()
    return data
