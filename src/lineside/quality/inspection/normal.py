"""What good pictures look like, place by place: mean and spread of every feature in every cell."""

from dataclasses import dataclass

import cv2
import numpy as np

from lineside.quality.inspection import bank
from lineside.quality.inspection.picture import Floats

_AROUND = 5
_FLOOR = 0.3


@dataclass(slots=True)
class Place:
    """Mean and spread (features, rows, columns) of good pictures."""

    mean: Floats
    spread: Floats

    def standardised(self, features: Floats) -> Floats:
        """How far each feature lies from what is usual at its place, in spreads.

        ``features`` may lack the long lines, which come last.
        """
        far = features - self.mean[: len(features)]
        far /= self.spread[: len(features)]
        return np.asarray(np.clip(far, -8.0, 20.0, out=far))


class Sums:
    """Running sums over good pictures; any one picture can be taken out again exactly.

    Sums are kept smoothed over neighbouring cells, so that taking one out costs one smoothing.
    """

    def __init__(self, shape: tuple[int, ...]) -> None:
        self._total = np.zeros(shape, dtype=np.float64)
        self._square = np.zeros(shape, dtype=np.float64)
        self._count = 0

    def add(self, features: Floats) -> None:
        self._total += _smoothed(features)
        self._square += _smoothed(features * features)
        self._count += 1

    def place(self, without: Floats | None = None) -> Place:
        """The statistics of all pictures, or of all but one, over each cell and its neighbours.

        They are of as many features as the picture taken out has: long lines come last.
        """
        total, square, count = self._total, self._square, self._count
        if without is not None:
            total, square = total[: len(without)], square[: len(without)]
            total, square = total - _smoothed(without), square - _smoothed(without * without)
            count -= 1
        mean = total / count
        spread = np.sqrt(np.maximum(square / count - mean**2, 0))
        usual = np.sqrt((spread**2).mean(axis=(1, 2), keepdims=True)) + 1e-4
        least = np.maximum(_FLOOR * usual, bank.least_spread()[: len(usual)])
        return Place(mean.astype(np.float32), np.maximum(spread, least).astype(np.float32))


def _smoothed(maps: Floats) -> Floats:
    size = (_AROUND, _AROUND)
    return np.stack([cv2.blur(each, size, borderType=cv2.BORDER_REFLECT) for each in maps])
