"""Re-ranking without a language model: words that stand together, and words in the heading.

Sequential dependence (Metzler and Croft, "A Markov random field model for term dependencies",
SIGIR 2005): neighbours in the query that are neighbours in the passage, in order or within a
small window, saturating like BM25.
"""

import numpy as np
import numpy.typing as npt

from lineside.documents.ranking.lexical import Stream
from lineside.kernel.compiled import njit

Floats = npt.NDArray[np.float32]
Ints = npt.NDArray[np.int32]
Longs = npt.NDArray[np.int64]

WINDOW = 8
_SATURATION = 1.5


def closeness(stream: Stream, rows: Longs, query: Ints, idf: Floats) -> tuple[Floats, Floats]:
    """For each asked row: neighbours in order, and neighbours within a window. Shapes (rows,)."""
    ordered = np.zeros(len(rows), np.float32)
    near = np.zeros(len(rows), np.float32)
    if len(query) > 1:
        _pairs(stream.ids, stream.starts, rows, query, idf, ordered, near)
    return ordered, near


def heading_share(stream: Stream, rows: Longs, query: Ints, idf: Floats) -> Floats:
    """Share of the query's weight (by idf) that stands in each passage's heading, 0 to 1."""
    share = np.zeros(len(rows), np.float32)
    asked = np.unique(query)
    whole = float(idf[asked].sum())
    if whole > 0:
        _shares(stream.ids, stream.starts, stream.headings, rows, asked, idf, share)
        share /= np.float32(whole)
    return share


@njit()
def _shares(
    ids: Ints, starts: Longs, headings: Ints, rows: Longs, asked: Ints, idf: Floats, share: Floats
) -> None:
    for at in range(len(rows)):
        start = starts[rows[at]]
        for term in asked:
            for place in range(start, start + headings[rows[at]]):
                if ids[place] == term:
                    share[at] += idf[term]
                    break


@njit()
def _pairs(
    ids: Ints, starts: Longs, rows: Longs, query: Ints, idf: Floats, ordered: Floats, near: Floats
) -> None:
    for at in range(len(rows)):
        start, end = starts[rows[at]], starts[rows[at] + 1]
        for pair in range(len(query) - 1):
            first, second = query[pair], query[pair + 1]
            if first == second:
                continue
            weight = min(idf[first], idf[second])
            in_order, together = _count_pair(ids, start, end, first, second)
            ordered[at] += weight * in_order / (in_order + _SATURATION)
            near[at] += weight * together / (together + _SATURATION)


@njit()
def _count_pair(ids: Ints, start: int, end: int, first: int, second: int) -> tuple[float, float]:
    """How often ``second`` follows ``first`` at once, and how often both are within the window."""
    in_order = 0.0
    together = 0.0
    last_first = -WINDOW - 1
    last_second = -WINDOW - 1
    for place in range(start, end):
        if ids[place] == first:
            last_first = place - start
            if last_first - last_second < WINDOW:
                together += 1.0
        elif ids[place] == second:
            last_second = place - start
            if last_second - last_first == 1:
                in_order += 1.0
            if last_second - last_first < WINDOW:
                together += 1.0
    return in_order, together
