"""BM25 over arrays, compiled.

Robertson and Zaragoza, "The Probabilistic Relevance Framework: BM25 and Beyond" (2009), with the
smoothed inverse document frequency of Lucene, ln(1 + (N - n + 0.5) / (n + 0.5)), which is never
negative. What a term adds to a passage does not depend on the query, so it is computed when the
postings are built and only added up when a query is asked (Lù, "BM25S", 2024).
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from lineside.kernel.compiled import njit

Floats = npt.NDArray[np.float32]
Ints = npt.NDArray[np.int32]
Longs = npt.NDArray[np.int64]

K1 = 1.5
B = 0.75


@dataclass(frozen=True, slots=True)
class Stream:
    """The terms of all passages one after the other.

    ``ids`` (tokens): term numbers; ``starts`` (passages + 1): where each passage begins;
    ``headings`` (passages): how many of its first tokens belong to its heading.
    """

    ids: Ints
    starts: Longs
    headings: Ints

    @property
    def passages(self) -> int:
        """Number of passages."""
        return len(self.headings)


@dataclass(frozen=True, slots=True)
class Postings:
    """For each term the passages that have it, and what it adds to their score.

    ``starts`` (terms + 1), ``rows`` and ``gains`` (postings), ``idf`` (terms).
    """

    starts: Longs
    rows: Ints
    gains: Floats
    idf: Floats


@dataclass(frozen=True, slots=True)
class Wordings:
    """A query as groups of alternative wordings, flattened.

    ``terms`` and ``term_weights`` belong to wordings by ``wording_starts`` (wordings + 1), and
    ``groups`` (wordings, ascending) tells the group of each wording. Within a group the best
    wording counts, so that a synonym never counts twice.
    """

    terms: Ints
    term_weights: Floats
    wording_starts: Ints
    groups: Ints


def build_postings(stream: Stream, vocabulary: int, heading_weight: float = 1.0) -> Postings:
    """Postings of a stream; a term in a heading counts ``heading_weight`` times."""
    starts, rows, counts = _count(
        stream.ids, stream.starts, stream.headings, vocabulary, heading_weight
    )
    frequency = np.diff(starts).astype(np.float64)
    lengths = np.diff(stream.starts).astype(np.float32)
    mean = float(lengths.mean()) if len(lengths) else 1.0
    norm = K1 * (1.0 - B + B * lengths / max(mean, 1.0))
    gains = counts * (K1 + 1.0) / (counts + norm[rows])
    idf = np.log1p((stream.passages - frequency + 0.5) / (frequency + 0.5))
    return Postings(starts, rows, gains.astype(np.float32), idf.astype(np.float32))


def score(postings: Postings, wordings: Wordings, passages: int) -> Floats:
    """BM25 of every passage, shape (passages,)."""
    total = np.zeros(passages, np.float32)
    if len(wordings.groups):
        _score(
            postings.starts,
            postings.rows,
            postings.gains,
            postings.idf,
            wordings.terms,
            wordings.term_weights,
            wordings.wording_starts,
            wordings.groups,
            total,
        )
    return total


@njit()
def _count(
    ids: Ints, starts: Longs, headings: Ints, vocabulary: int, heading_weight: float
) -> tuple[Longs, Ints, Floats]:
    """Count terms by passage without sorting: passages come in order, so each term's do too."""
    last = np.full(vocabulary, -1, np.int32)
    bounds = np.zeros(vocabulary + 1, np.int64)
    for row in range(len(headings)):
        for at in range(starts[row], starts[row + 1]):
            if last[ids[at]] != row:
                last[ids[at]] = row
                bounds[ids[at] + 1] += 1
    for term in range(vocabulary):
        bounds[term + 1] += bounds[term]
        last[term] = -1
    rows = np.empty(bounds[vocabulary], np.int32)
    counts = np.zeros(bounds[vocabulary], np.float32)
    after = bounds[:-1].copy()
    for row in range(len(headings)):
        for at in range(starts[row], starts[row + 1]):
            term = ids[at]
            if last[term] != row:
                last[term] = row
                rows[after[term]] = row
                after[term] += 1
            in_heading = at - starts[row] < headings[row]
            counts[after[term] - 1] += heading_weight if in_heading else 1.0
    return bounds, rows, counts


@njit()
def _score(
    starts: Longs,
    rows: Ints,
    gains: Floats,
    idf: Floats,
    terms: Ints,
    weights: Floats,
    wording_starts: Ints,
    groups: Ints,
    total: Floats,
) -> None:
    wordings = len(groups)
    best = np.zeros(len(total), np.float32)
    here = np.zeros(len(total), np.float32)
    for wording in range(wordings):
        alone = (wording == 0 or groups[wording - 1] != groups[wording]) and (
            wording == wordings - 1 or groups[wording + 1] != groups[wording]
        )
        into = total if alone else here
        for slot in range(wording_starts[wording], wording_starts[wording + 1]):
            term = terms[slot]
            weight = weights[slot] * idf[term]
            for at in range(starts[term], starts[term + 1]):
                into[rows[at]] += weight * gains[at]
        if alone:
            continue
        np.maximum(best, here, best)
        here[:] = 0.0
        if wording == wordings - 1 or groups[wording + 1] != groups[wording]:
            total += best
            best[:] = 0.0
