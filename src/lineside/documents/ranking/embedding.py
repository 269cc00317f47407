"""Texts become unit vectors whose inner product is nearness in meaning."""

from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Any, Protocol

import numpy as np
import numpy.typing as npt

from lineside.documents.ranking import transformer

Vectors = npt.NDArray[np.float32]

_MOST_TOKENS = 256
_TOKENS_A_BATCH = 4096
# A tokenizer reads the whole text before it cuts; 256 tokens never need more letters than this.
_MOST_CHARACTERS = 4000


class Embedder(Protocol):
    """A sentence encoder. ``name`` identifies its vectors: those of two models never mix."""

    name: str
    width: int

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Unit vectors, one row a text, shape (texts, width)."""


class MiniLm:
    """The sentence encoder of the optional package, run by ONNX Runtime."""

    name = transformer.NAME
    width = transformer.WIDTH

    def __init__(self, session: Any, tokenizer: Any) -> None:
        self._session = session
        self._tokenizer = tokenizer

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Unit vectors; texts are cut after 256 tokens. Batches hold texts of like length."""
        vectors = np.zeros((len(texts), self.width), np.float32)
        ids = [each.ids for each in self._tokens(texts)]
        for rows in _batches([len(each) for each in ids]):
            vectors[rows] = self._run([ids[row] for row in rows])
        return vectors

    def _tokens(self, texts: Sequence[str]) -> list[Any]:
        cut = [text[:_MOST_CHARACTERS] for text in texts]
        encoded: list[Any] = self._tokenizer.encode_batch(cut)
        return encoded

    def _run(self, ids: list[list[int]]) -> Vectors:
        longest = max(map(len, ids))
        tokens = np.zeros((len(ids), longest), np.int64)
        mask = np.zeros((len(ids), longest), np.int32)
        for row, each in enumerate(ids):
            tokens[row, : len(each)] = each
            mask[row, : len(each)] = 1
        (vectors,) = self._session.run(["vectors"], {"ids": tokens, "mask": mask})
        result: Vectors = vectors
        return result


def _batches(lengths: list[int]) -> Iterator[list[int]]:
    """Rows in order of length, cut so that a padded batch stays within its tokens."""
    batch: list[int] = []
    for row in sorted(range(len(lengths)), key=lengths.__getitem__):
        if batch and lengths[row] * (len(batch) + 1) > _TOKENS_A_BATCH:
            yield batch
            batch = []
        batch.append(row)
    if batch:
        yield batch


@lru_cache(maxsize=1)
def installed_embedder() -> MiniLm | None:
    """The encoder, or None when its package is not installed: search is then lexical only.

    Raises ``ModelUntrusted`` when the package is there with another content.
    """
    folder = transformer.package_folder()
    if folder is None:
        return None
    weights = transformer.read_weights(transformer.verified(folder, "model.safetensors"))
    words = transformer.verified(folder, "tokenizer.json").decode()
    return MiniLm(_session(transformer.build_graph(weights)), _tokenizer(words))


def _session(graph: bytes) -> Any:
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.log_severity_level = 3
    # A waiting thread must not spin: the plant's other work runs on the same cores.
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    return onnxruntime.InferenceSession(graph, options, providers=["CPUExecutionProvider"])


def _tokenizer(words: str) -> Any:
    import tokenizers

    tokenizer = tokenizers.Tokenizer.from_str(words)
    tokenizer.enable_truncation(max_length=_MOST_TOKENS)
    tokenizer.no_padding()
    return tokenizer
