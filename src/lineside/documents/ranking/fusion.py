"""Words and meaning in one score, and what the first answers teach about the question.

Scores are standardised over the best candidates of each side and added (Kuzi et al., 2020, show
why a sum of standardised scores beats sums of ranks). Feedback takes the first passages as an
example of what was meant: relevance model RM3 for words (Lavrenko and Croft, SIGIR 2001; Abdul-
Jaleel et al., TREC 2004) and Rocchio's move towards their mean for vectors (Rocchio, 1971).
"""

import numpy as np
import numpy.typing as npt

from lineside.documents.ranking.lexical import Stream, Wordings

Floats = npt.NDArray[np.float32]
Ints = npt.NDArray[np.int32]
Longs = npt.NDArray[np.int64]
Mask = npt.NDArray[np.bool_]

WORDS_SHARE = 0.5
POOL = 200
FEEDBACK_PASSAGES = 8
FEEDBACK_TERMS = 30
FEEDBACK_SHARE = 0.4
MEANING_PASSAGES = 4
MEANING_STEP = 0.5


def best_rows(scores: Floats, allowed: Mask, count: int, floor: float) -> Longs:
    """Rows of the best allowed scores above ``floor``, best first; ties by row."""
    rows = np.flatnonzero(allowed & (scores > floor))
    if len(rows) > count:
        keep = np.argpartition(-scores[rows], count - 1)[:count]
        rows = np.sort(rows[keep])
    return rows[np.argsort(-scores[rows], kind="stable")]


def standardised(scores: Floats, best: Longs, rows: Longs) -> Floats:
    """Scores of ``rows`` in standard deviations above the mean of the ``best`` candidates."""
    if len(best) == 0:
        return np.zeros(len(rows), np.float32)
    head = scores[best]
    spread = float(head.std())
    if spread <= 1e-9:
        return np.asarray(scores[rows] >= head.min(), np.float32)
    return np.asarray((scores[rows] - head.mean()) / spread, np.float32)


def expanded_terms(
    stream: Stream, rows: Longs, weights: Floats, idf: Floats
) -> tuple[Ints, Floats]:
    """Terms that mark the given passages, with shares that add up to 1 (the relevance model)."""
    ids: list[Ints] = []
    shares: list[Floats] = []
    for row, weight in zip(rows, weights, strict=True):
        terms, counts = np.unique(
            stream.ids[stream.starts[row] : stream.starts[row + 1]], return_counts=True
        )
        ids.append(terms)
        shares.append((weight * counts / max(counts.sum(), 1)).astype(np.float32))
    if not ids:
        return np.zeros(0, np.int32), np.zeros(0, np.float32)
    terms, place = np.unique(np.concatenate(ids), return_inverse=True)
    share = np.bincount(place, np.concatenate(shares)).astype(np.float32)
    keep = np.argsort(-share * idf[terms], kind="stable")[:FEEDBACK_TERMS]
    kept = share[keep]
    return terms[keep].astype(np.int32), kept / max(float(kept.sum()), 1e-9)


def with_feedback(asked: Wordings, terms: Ints, shares: Floats) -> Wordings:
    """The query's wordings at 1 - FEEDBACK_SHARE, and the feedback's terms as further groups.

    Weights keep the query's own total, so that scores stay comparable with the first round.
    """
    groups = int(asked.groups[-1]) + 1 if len(asked.groups) else 0
    total = max(groups, 1)
    more = np.arange(len(terms), dtype=np.int32)
    first = asked.wording_starts[-1]
    return Wordings(
        np.concatenate([asked.terms, terms]),
        np.concatenate(
            [asked.term_weights * (1 - FEEDBACK_SHARE), shares * np.float32(FEEDBACK_SHARE * total)]
        ).astype(np.float32),
        np.concatenate([asked.wording_starts, first + more + 1]).astype(np.int32),
        np.concatenate([asked.groups, groups + more]).astype(np.int32),
    )


def trust(scores: Floats) -> Floats:
    """Weights of feedback passages by their fused score, adding up to 1."""
    if len(scores) == 0:
        return scores
    raised = np.exp(scores - scores.max())
    return np.asarray(raised / raised.sum(), np.float32)


def moved(query: Floats, examples: Floats) -> Floats:
    """A unit query vector moved towards the mean of the example vectors."""
    if len(examples) == 0:
        return query
    nearer = query + np.float32(MEANING_STEP) * examples.mean(axis=0)
    return np.asarray(nearer / max(float(np.linalg.norm(nearer)), 1e-9), np.float32)
