"""Naming the kind of a flaw from a few labelled pictures per kind.

The filter bank's responses are summed up over the picture (mean, spread, strong values), and kinds
are told apart by linear discriminants with shrunken covariance (Ledoit and Wolf, Journal of
Multivariate Analysis 88 (2004)), which stay sound with five labels per kind.
"""

import io
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from lineside.quality.errors import InspectorInvalid
from lineside.quality.inspection import bank
from lineside.quality.inspection.picture import (
    Floats,
    Picture,
    as_grey,
    brought_to,
    working_shape,
)

LEAST_LABELS = 2
_SOFTNESS = tuple(2.0**k for k in range(11))
_ARRAYS = ("middle", "spread", "weights", "offsets")


@dataclass(slots=True, repr=False)
class KindFinder:
    """Discriminants over summaries: ``weights`` (summary, kind) and ``offsets`` (kind).

    Fitted from a few, they are too sure of themselves: levels are divided by ``softness``.
    """

    kinds: tuple[str, ...]
    middle: Floats
    spread: Floats
    weights: Floats
    offsets: Floats
    softness: float = 1.0

    def chances(self, picture: Picture) -> dict[str, float]:
        """The chance of each kind, the likeliest first."""
        return self.chances_of(summary(picture))

    def chances_of(self, row: Floats) -> dict[str, float]:
        """The same for a picture's ``summary``."""
        share = _shares(self.levels(row) / self.softness)
        order = np.argsort(-share)
        return {self.kinds[int(k)]: float(share[k]) for k in order}

    def levels(self, row: Floats) -> Floats:
        """How much speaks for each kind."""
        level = (row - self.middle) / self.spread @ self.weights + self.offsets
        return np.asarray(level, dtype=np.float32)

    def kind(self, picture: Picture) -> str:
        return next(iter(self.chances(picture)))


def fit_kinds(pictures: Sequence[Picture], kinds: Sequence[str]) -> KindFinder:
    """Learn kinds from labelled pictures, at least two of each kind."""
    if len(pictures) != len(kinds):
        raise InspectorInvalid(problem="one kind per picture", pictures=len(pictures))
    return fit_rows([summary(each) for each in pictures], kinds)


def fit_rows(
    summaries: Sequence[Floats], kinds: Sequence[str], softness: float = 1.0
) -> KindFinder:
    """The same from the pictures' summaries."""
    names, codes, counts = np.unique(np.array(kinds), return_inverse=True, return_counts=True)
    if len(names) < 2 or counts.min() < LEAST_LABELS:
        raise InspectorInvalid(problem="two kinds or more, two pictures or more of each")
    rows = np.stack(summaries)
    middle, spread = rows.mean(axis=0), rows.std(axis=0) + 1e-6
    rows = (rows - middle) / spread
    means = np.stack([rows[codes == k].mean(axis=0) for k in range(len(names))])
    within = _shrunken(rows - means[codes], len(names))
    weights = np.linalg.solve(within, means.T)
    offsets = -0.5 * np.einsum("kd,dk->k", means, weights)
    return KindFinder(
        kinds=tuple(str(name) for name in names),
        middle=middle.astype(np.float32),
        spread=spread.astype(np.float32),
        weights=weights.astype(np.float32),
        offsets=offsets.astype(np.float32),
        softness=softness,
    )


def tried(summaries: Sequence[Floats], kinds: Sequence[str], parts: int = 5) -> tuple[float, float]:
    """Finders fitted without each part of the pictures, tried on it: how many are named rightly,
    and the softness at which their chances are likeliest.

    Each kind is dealt out over the parts in turn, so that none is missing from what is learned; it
    takes ``parts`` pictures of each.
    """
    rows = np.stack(summaries)
    names, codes = np.unique(np.array(kinds), return_inverse=True)
    part = np.zeros(len(codes), dtype=np.int64)
    for k in range(len(names)):
        own = np.flatnonzero(codes == k)
        part[own] = np.arange(len(own)) % parts
    levels = np.zeros((len(rows), len(names)), dtype=np.float32)
    for k in range(parts):
        finder = fit_rows(list(rows[part != k]), names[codes[part != k]].tolist())
        levels[part == k] = [finder.levels(row) for row in rows[part == k]]
    right = float(np.mean(levels.argmax(axis=1) == codes))
    return right, min(_SOFTNESS, key=lambda soft: _surprise(levels / soft, codes))


def _surprise(levels: Floats, codes: npt.NDArray[np.int64]) -> float:
    shares = np.stack([_shares(row) for row in levels])
    return float(-np.log(np.maximum(shares[np.arange(len(codes)), codes], 1e-9)).mean())


def _shares(level: Floats) -> Floats:
    share = np.exp(level - level.max())
    return np.asarray(share / share.sum(), dtype=np.float32)


def save_kinds(finder: KindFinder) -> bytes:
    """The finder as the bytes of one npz file: plain arrays, never code."""
    file = io.BytesIO()
    arrays = {name: getattr(finder, name) for name in _ARRAYS}
    arrays |= {"kinds": np.array(finder.kinds), "softness": np.array(finder.softness)}
    np.savez_compressed(file, allow_pickle=False, **arrays)
    return file.getvalue()


def load_kinds(data: bytes) -> KindFinder:
    """The finder that ``save_kinds`` wrote; anything else is refused."""
    try:
        with np.load(io.BytesIO(data), allow_pickle=False) as stored:
            arrays = {name: stored[name].astype(np.float32) for name in _ARRAYS}
            kinds = tuple(str(name) for name in stored["kinds"])
            return KindFinder(kinds, **arrays, softness=float(stored["softness"]))
    except (OSError, ValueError, KeyError, EOFError, TypeError, zipfile.BadZipFile) as problem:
        raise InspectorInvalid(problem="not a finder's file", bytes=len(data)) from problem


def summary(picture: Picture) -> Floats:
    """One row per picture: mean, spread and 98 % point of every feature over the cells."""
    grey = as_grey(picture)
    ready = brought_to(grey, working_shape((grey.shape[0], grey.shape[1])))
    maps = bank.features((ready - 128.0) / 32.0)
    cells = maps.reshape(len(maps), -1)
    high = np.quantile(cells, 0.98, axis=1)
    return np.concatenate([cells.mean(axis=1), cells.std(axis=1), high]).astype(np.float32)


def _shrunken(rows: npt.NDArray[np.floating], kinds: int) -> npt.NDArray[np.float64]:
    """Covariance drawn towards a multiple of the identity by the amount that its noise asks for."""
    x = rows.astype(np.float64)
    count, width = x.shape
    sample = x.T @ x / max(count - kinds, 1)
    level = float(np.trace(sample)) / width
    target = level * np.eye(width)
    distance = float(((sample - target) ** 2).sum())
    noise = float(((x**2).T @ (x**2)).sum()) / count**2 - float((sample**2).sum()) / count
    share = min(1.0, max(noise / distance, 0.02)) if distance > 0 else 1.0
    return np.asarray((1 - share) * sample + share * target + 1e-6 * np.eye(width))
