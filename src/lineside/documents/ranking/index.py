"""The index of passages: built from entries, searched under a filter, kept as plain arrays."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from lineside.documents.errors import IndexUnreadable, SearchInvalid
from lineside.documents.ranking import closeness, fusion
from lineside.documents.ranking.embedding import Embedder
from lineside.documents.ranking.lexical import Postings, Wordings, build_postings, score
from lineside.documents.ranking.shelf import Entry, Shelf
from lineside.documents.ranking.vectors import (
    Codes,
    Floats,
    VectorShelf,
    from_codes,
    nearness,
    to_codes,
)
from lineside.documents.ranking.wordings import Lexicon, Synonyms, Wording, ask, flatten

Mask = npt.NDArray[np.bool_]
Longs = npt.NDArray[np.int64]
Ints = npt.NDArray[np.int32]
Allowed = Mask | Callable[[str], bool] | None

_LONGEST_QUERY = 2_000
_NO_SYNONYMS = Synonyms()
_NO_MEANING = -1.0
_ORDERED_WEIGHT = 0.15
_NEAR_WEIGHT = 0.10
_HEADING_WEIGHT = 0.25


@dataclass(frozen=True, slots=True)
class Parts:
    """What a score is made of, so that a person can see why a passage was found.

    ``words`` (BM25 of the query itself), ``meaning`` (cosine with the query; None without an
    encoder), ``close`` (words together), ``heading`` and ``covered`` (shares of the query's weight
    found in the heading and anywhere, 0 to 1).
    """

    words: float
    meaning: float | None
    close: float
    heading: float
    covered: float


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage found. ``score`` orders the hits of one search; it means nothing across two."""

    key: str
    row: int
    score: float
    parts: Parts


class Index:
    """Passages as arrays.

    Searches may run beside each other but not beside ``add`` or ``remove``: a writer that serves
    readers at the same time builds or loads another index and then swaps the two.
    """

    def __init__(self, shelf: Shelf, embedder: Embedder | None) -> None:
        self._shelf = shelf
        self._embedder = embedder
        self._refresh()

    @classmethod
    def build(
        cls,
        entries: Iterable[Entry],
        *,
        embedder: Embedder | None = None,
        vectors: VectorShelf | None = None,
    ) -> "Index":
        """Index passages. Without an encoder the index finds by words only.

        With ``vectors`` (a shelf on disk) what was encoded before is not encoded again, so a
        build that was interrupted goes on where it stopped.
        """
        width, model = (embedder.width, embedder.name) if embedder else (0, "")
        index = cls(Shelf(width=width, model=model), embedder)
        index.add(entries, vectors=vectors)
        return index

    @classmethod
    def load(cls, folder: Path, *, embedder: Embedder | None = None) -> "Index":
        """Read a saved index. Its vectors must be of the given encoder, or there are none."""
        shelf = Shelf.load(folder)
        if embedder is not None and shelf.model != embedder.name:
            raise IndexUnreadable(model=shelf.model, wanted=embedder.name)
        return cls(shelf, embedder)

    def save(self, folder: Path) -> None:
        """Write the index into a folder; a crash leaves the former one or none that loads."""
        self._shelf.save(folder)

    def __len__(self) -> int:
        return len(self._shelf)

    @property
    def keys(self) -> tuple[str, ...]:
        """Keys of the passages by row."""
        return tuple(self._shelf.keys)

    @property
    def by_meaning(self) -> bool:
        """Whether passages are found by meaning too, or by words only."""
        return self._embedder is not None

    def weight(self, term: str) -> float:
        """How much a term tells (its inverse document frequency); an unknown one tells most."""
        number = self._shelf.numbers.get(term)
        if number is None:
            return float(self._postings.idf.max(initial=1.0))
        return float(self._postings.idf[number])

    def add(self, entries: Iterable[Entry], *, vectors: VectorShelf | None = None) -> None:
        """Add passages with new keys. Raises ``PassageInvalid``; then nothing has changed."""
        more = list(entries)
        self._shelf.append(more, *self._encoded(more, vectors))
        self._refresh()

    def remove(self, keys: Iterable[str]) -> int:
        """Drop passages; unknown keys are passed over. Returns how many went."""
        gone = set(keys)
        kept = np.array([key not in gone for key in self._shelf.keys], bool)
        self._shelf.keep(kept)
        self._refresh()
        return int((~kept).sum())

    def tagged(self, *, all_of: Sequence[str] = (), any_of: Sequence[str] = ()) -> Mask:
        """Mask of the passages that carry all of some tags and at least one of others."""
        mask = np.ones(len(self), bool)
        for tag in all_of:
            mask &= self._rows_with(tag)
        if any_of:
            either = np.zeros(len(self), bool)
            for tag in any_of:
                either |= self._rows_with(tag)
            mask &= either
        return mask

    def search(
        self,
        query: str,
        *,
        k: int = 10,
        allowed: Allowed = None,
        synonyms: Synonyms = _NO_SYNONYMS,
        language: str | None = None,
    ) -> list[Hit]:
        """The best ``k`` passages among the allowed ones, best first.

        ``allowed`` is a mask by row or a predicate on keys and is applied before anything is
        ranked: a passage that may not be seen takes nobody's place and teaches nothing.
        Raises ``SearchInvalid``.
        """
        if not query.strip() or len(query) > _LONGEST_QUERY:
            raise SearchInvalid(characters=len(query), most=_LONGEST_QUERY)
        mask = self._mask(allowed)
        if k < 1 or not mask.any():
            return []
        asked = ask(query, self._lexicon, synonyms, language)
        return _Search(self._shelf, self._postings, self._lexicon, mask).run(
            asked.groups, self._meaning_of(query), k
        )

    def _encoded(self, entries: list[Entry], vectors: VectorShelf | None) -> tuple[Codes, Floats]:
        if self._embedder is None:
            return np.zeros((len(entries), self._shelf.width), np.int8), np.zeros(
                len(entries), np.float32
            )
        texts = [entry.spoken() for entry in entries]
        if vectors is None:
            return to_codes(self._embedder.encode(texts))
        vectors.fill(texts)
        return vectors.read(texts)

    def _meaning_of(self, query: str) -> Floats | None:
        return None if self._embedder is None else self._embedder.encode([query])[0]

    def _mask(self, allowed: Allowed) -> Mask:
        if allowed is None:
            return np.ones(len(self), bool)
        if callable(allowed):
            return np.fromiter(map(allowed, self._shelf.keys), bool, len(self))
        if allowed.shape != (len(self),):
            raise SearchInvalid(problem="mask of the wrong size", rows=len(self))
        return allowed

    def _rows_with(self, tag: str) -> Mask:
        mask = np.zeros(len(self), bool)
        mask[self._tag_rows.get(tag, [])] = True
        return mask

    def _refresh(self) -> None:
        shelf = self._shelf
        self._postings = build_postings(shelf.stream, len(shelf.numbers))
        self._lexicon = Lexicon(shelf.numbers)
        self._tag_rows: dict[str, list[int]] = {}
        for row, tags in enumerate(shelf.tags):
            for tag in tags:
                self._tag_rows.setdefault(tag, []).append(row)


class _Search:
    """One search: a first round, feedback from its best passages, a second round, re-ranking."""

    def __init__(self, shelf: Shelf, postings: Postings, lexicon: Lexicon, mask: Mask) -> None:
        self._shelf = shelf
        self._postings = postings
        self._lexicon = lexicon
        self._mask = mask
        self._rows = None if mask.mean() > 0.5 else np.flatnonzero(mask)

    def run(
        self, groups: tuple[tuple[Wording, ...], ...], meaning: Floats | None, k: int
    ) -> list[Hit]:
        asked = flatten(groups, self._lexicon)
        words = self._by_words(asked)
        near = self._by_meaning(meaning)
        first, scores = self._fused(words, near, fusion.FEEDBACK_PASSAGES)
        words_again = self._by_words(self._widened(asked, first, scores))
        near_again = self._by_meaning(self._moved(meaning, first))
        spoken = self._spoken(groups)
        heads = self._heads(words_again, near_again)
        pool = np.union1d(*heads)
        ordered, together = closeness.closeness(
            self._shelf.stream, pool, spoken, self._postings.idf
        )
        close = _ORDERED_WEIGHT * ordered + _NEAR_WEIGHT * together
        words_again[pool] += close
        heading = closeness.heading_share(self._shelf.stream, pool, spoken, self._postings.idf)
        fused = self._standard(words_again, near_again, heads, pool) + _HEADING_WEIGHT * heading
        order = np.argsort(-fused, kind="stable")[:k]
        best = pool[order]
        covered = self._covered(best, spoken)
        return [
            Hit(
                self._shelf.keys[row],
                int(row),
                float(fused[at]),
                Parts(
                    float(words[row]),
                    None if meaning is None else float(near[row]),
                    float(close[at]),
                    float(heading[at]),
                    float(share),
                ),
            )
            for row, at, share in zip(best, order, covered, strict=True)
        ]

    def _by_words(self, wordings: Wordings) -> Floats:
        return score(self._postings, wordings, len(self._shelf))

    def _by_meaning(self, meaning: Floats | None) -> Floats:
        if meaning is None:
            return np.full(len(self._shelf), _NO_MEANING, np.float32)
        return nearness(self._shelf.codes, self._shelf.scales, meaning, self._rows)

    def _fused(self, words: Floats, near: Floats, count: int) -> tuple[Longs, Floats]:
        heads = self._heads(words, near)
        pool = np.union1d(*heads)
        fused = self._standard(words, near, heads, pool)
        order = np.argsort(-fused, kind="stable")[:count]
        return pool[order], fused[order]

    def _heads(self, words: Floats, near: Floats) -> tuple[Longs, Longs]:
        """The best allowed rows by words, and by meaning."""
        return (
            fusion.best_rows(words, self._mask, fusion.POOL, 0.0),
            fusion.best_rows(near, self._mask, fusion.POOL, _NO_MEANING),
        )

    def _standard(
        self, words: Floats, near: Floats, heads: tuple[Longs, Longs], pool: Longs
    ) -> Floats:
        words_part = fusion.standardised(words, heads[0], pool)
        if not len(heads[1]):
            return words_part
        meaning_part = fusion.standardised(near, heads[1], pool)
        share = np.float32(fusion.WORDS_SHARE)
        return share * words_part + (1 - share) * meaning_part

    def _widened(self, asked: Wordings, first: Longs, scores: Floats) -> Wordings:
        terms, shares = fusion.expanded_terms(
            self._shelf.stream, first, fusion.trust(scores), self._postings.idf
        )
        return fusion.with_feedback(asked, terms, shares)

    def _moved(self, meaning: Floats | None, first: Longs) -> Floats | None:
        if meaning is None:
            return None
        rows = first[: fusion.MEANING_PASSAGES]
        return fusion.moved(meaning, from_codes(self._shelf.codes[rows], self._shelf.scales[rows]))

    def _spoken(self, groups: tuple[tuple[Wording, ...], ...]) -> Ints:
        """Numbers of the query's own known words, in order."""
        words = [word for group in groups for word in group[0][0]]
        known = [self._lexicon.numbers[word] for word in words if word in self._lexicon.numbers]
        return np.array(known, np.int32)

    def _covered(self, rows: Longs, spoken: Ints) -> list[float]:
        """Share of the query's weight found in each passage."""
        idf, stream = self._postings.idf, self._shelf.stream
        asked = np.unique(spoken)
        whole = float(idf[asked].sum())
        shares = []
        for row in rows:
            here = np.isin(asked, stream.ids[stream.starts[row] : stream.starts[row + 1]])
            shares.append(float(idf[asked[here]].sum()) / whole if whole > 0 else 0.0)
        return shares
