"""Finding text: our search beside a BM25 library, embeddings alone, and their rank fusion.

``python -m benchmarks.retrieval --data PATH [--sample N] [--documents N] [--seed S] [--peer NAME]
[--json OUT]``.
Reads test collections in SMART format (documents, queries, judgements in one folder), as Cranfield
and CISI are published. Protocol: queries in order of their file, nDCG at 10 with the judgements'
grades as gains (code 1 of 1 to 4 is the best and gains 4; one code only gains 1), queries without
judgements left out. A second part asks the same queries of a large collection made by mixing
sentences, and takes the time of whole searches, the encoding of the query included.
"""

import argparse
import json
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import bm25s  # type: ignore[import-untyped]
import numpy as np
import numpy.typing as npt

from benchmarks._retrieval.collections import (
    Collection,
    Grades,
    fewer,
    read_folder,
    report,
    sampled,
)
from lineside.documents.ranking import (
    Embedder,
    Entry,
    Index,
    Synonyms,
    VectorShelf,
    installed_embedder,
)
from lineside.documents.ranking.words import stem
from lineside.documents.sentences import spans

Floats = npt.NDArray[np.float32]
Ranks = list[list[int]]

DEPTH = 1000
RANK_CONSTANT = 60
GOAL_MS = 50.0


def ndcg10(ranked: list[int], grades: Grades) -> float:
    """Normalised discounted cumulative gain of the first ten."""
    discounts = 1.0 / np.log2(np.arange(2, 12))
    got = [grades.get(row, 0.0) for row in ranked[:10]]
    best = sorted(grades.values(), reverse=True)[:10]
    return float(np.dot(got, discounts[: len(got)]) / np.dot(best, discounts[: len(best)]))


def _stems(words: list[str]) -> list[str]:
    return [stem(word, "en") for word in words]


def by_library(collection: Collection) -> Ranks:
    """The BM25 library with its own stop words and an English stemmer."""
    texts = [f"{title} {text}" for title, text in collection.documents]
    tokens = bm25s.tokenize(texts, stopwords="en", stemmer=_stems, show_progress=False)
    library = bm25s.BM25()
    library.index(tokens, show_progress=False)
    asked = bm25s.tokenize(collection.queries, stopwords="en", stemmer=_stems, show_progress=False)
    rows, _ = library.retrieve(asked, k=min(DEPTH, len(texts)), show_progress=False)
    return [[int(row) for row in each] for each in rows]


def by_embeddings(collection: Collection, embedder: Embedder, documents: Floats) -> Ranks:
    """Embeddings alone, exactly."""
    scores = embedder.encode(collection.queries) @ documents.T
    order = np.argsort(-scores, axis=1, kind="stable")[:, :DEPTH]
    return [[int(row) for row in each] for each in order]


def by_fusion(first: Ranks, second: Ranks) -> Ranks:
    """Reciprocal-rank fusion (Cormack, Clarke and Buettcher, SIGIR 2009)."""
    fused: Ranks = []
    for pair in zip(first, second, strict=True):
        scores: dict[int, float] = {}
        for ranked in pair:
            for rank, row in enumerate(ranked, 1):
                scores[row] = scores.get(row, 0.0) + 1.0 / (RANK_CONSTANT + rank)
        fused.append(sorted(scores, key=lambda row: (-scores[row], row)))
    return fused


def entries_of(collection: Collection) -> list[Entry]:
    """Documents as passages, their title as heading."""
    return [
        Entry(str(at), text or title, title if text else "")
        for at, (title, text) in enumerate(collection.documents)
    ]


def measure(
    collection: Collection, embedder: Embedder | None, peers: set[str], folder: Path
) -> dict[str, Any]:
    """nDCG at 10 of ours and the peers on one collection."""
    start = time.perf_counter()
    entries = entries_of(collection)
    shelf = VectorShelf(folder, embedder) if embedder else None
    if shelf:
        shelf.fill([entry.spoken() for entry in entries], go_on=_told(collection.name))
    index = Index.build(entries, embedder=embedder, vectors=shelf)
    index_s = time.perf_counter() - start
    ranks = _peer_ranks(collection, embedder, peers, entries)
    start = time.perf_counter()
    ranks["ours"] = [[hit.row for hit in index.search(query)] for query in collection.queries]
    query_ms = 1000 * (time.perf_counter() - start) / max(len(collection.queries), 1)
    judged = [at for at, grades in enumerate(collection.grades) if grades]
    return {
        "name": collection.name,
        "documents": len(entries),
        "queries": len(judged),
        "ndcg10": {
            name: statistics.fmean(ndcg10(ranked[at], collection.grades[at]) for at in judged)
            for name, ranked in ranks.items()
        },
        "index_s": index_s,
        "query_ms": query_ms,
    }


def _peer_ranks(
    collection: Collection, embedder: Embedder | None, peers: set[str], entries: list[Entry]
) -> dict[str, Ranks]:
    ranks: dict[str, Ranks] = {}
    if peers & {"bm25", "fusion"}:
        ranks["bm25"] = by_library(collection)
    if embedder and peers & {"embeddings", "fusion"}:
        documents = embedder.encode([entry.spoken() for entry in entries])
        ranks["embeddings"] = by_embeddings(collection, embedder, documents)
        if "fusion" in peers:
            ranks["fusion"] = by_fusion(ranks["bm25"], ranks["embeddings"])
    return ranks


def _told(name: str) -> Callable[[int, int], bool]:
    def told(done: int, of: int) -> bool:
        print(f"{name}: {done} of {of} documents encoded", file=sys.stderr)
        return True

    return told


class Remembered:
    """The encoder, asked once for each text: ours and the peers need the same vectors."""

    def __init__(self, embedder: Embedder) -> None:
        self.name, self.width = embedder.name, embedder.width
        self._embedder = embedder
        self._known: dict[str, Floats] = {}

    def encode(self, texts: Sequence[str]) -> Floats:
        fresh = [text for text in dict.fromkeys(texts) if text not in self._known]
        if fresh:
            self._known |= dict(zip(fresh, self._embedder.encode(fresh), strict=True))
        return np.array([self._known[text] for text in texts], np.float32)


class Canned:
    """Vectors without a pass through the encoder for passages; queries are encoded as ever."""

    def __init__(self, embedder: Embedder, seed: int) -> None:
        self.name, self.width = embedder.name, embedder.width
        self._embedder = embedder
        self._chance = np.random.default_rng(seed)

    def encode(self, texts: Sequence[str]) -> Floats:
        if len(texts) == 1:
            return self._embedder.encode(texts)
        vectors = self._chance.normal(size=(len(texts), self.width)).astype(np.float32)
        unit: Floats = vectors / np.linalg.norm(vectors, axis=1, keepdims=True)
        return unit


def mixed(collection: Collection, passages: int, seed: int) -> Iterator[Entry]:
    """Passages of about 900 characters from sentences of the collection drawn at random."""
    chance = np.random.default_rng(seed)
    sentences = [text[start:end] for _, text in collection.documents for start, end in spans(text)]
    for number in range(passages):
        text = ""
        while len(text) < 700:
            text += sentences[int(chance.integers(len(sentences)))] + " "
        yield Entry(str(number), text[:900], tags=(f"line:{number % 20}",))


def speed(
    collection: Collection, embedder: Embedder | None, passages: int, seed: int
) -> dict[str, Any]:
    """Milliseconds of whole searches over many passages, with and without a filter."""
    print(f"speed: {passages} passages are being indexed", file=sys.stderr)
    start = time.perf_counter()
    canned = Canned(embedder, seed) if embedder else None
    index = Index.build(mixed(collection, passages, seed), embedder=canned)
    index_s = time.perf_counter() - start
    queries = collection.queries[:50]
    for query in queries[:3]:
        index.search(query)
    third = index.tagged(all_of=["line:3"])
    return {
        "passages": passages,
        "index_s": index_s,
        "goal_ms": GOAL_MS,
        "all": _times(queries, lambda query: index.search(query)),
        "filtered": _times(queries, lambda query: index.search(query, allowed=third)),
        "with_synonyms": _times(
            queries, lambda query: index.search(query, synonyms=Synonyms([["wing", "airfoil"]]))
        ),
    }


def _times(queries: list[str], search: Callable[[str], object]) -> dict[str, float]:
    taken: list[float] = []
    worked: list[float] = []
    for query in queries:
        start, worked_before = time.perf_counter(), time.process_time()
        search(query)
        taken.append(1000 * (time.perf_counter() - start))
        worked.append(1000 * (time.process_time() - worked_before))
    return {
        "median_ms": statistics.median(taken),
        "p95_ms": float(np.percentile(taken, 95)),
        "median_processor_ms": statistics.median(worked),
    }


def run(arguments: argparse.Namespace) -> dict[str, Any]:
    """All collections below the path, then the large one."""
    embedder = installed_embedder()
    if embedder is None:
        report("the encoder's package is not installed: words only")
    folders = sorted({path.parent for path in Path(arguments.data).rglob("*") if path.is_file()})
    found = [each for each in (read_folder(folder) for folder in folders) if each]
    peers = {arguments.peer} if arguments.peer else {"bm25", "embeddings", "fusion"}
    rows = []
    with tempfile.TemporaryDirectory() as scratch:
        cache = Path(arguments.cache or scratch)
        for collection in found:
            part = sampled(collection, arguments.sample, arguments.seed)
            part = fewer(part, arguments.documents, arguments.seed)
            remembered = Remembered(embedder) if embedder else None
            rows.append(measure(part, remembered, peers, cache))
            report(f"{collection.name}: {rows[-1]['ndcg10']}")
    told: dict[str, Any] = {
        "protocol": " ".join((__doc__ or "").split()),
        "collections": rows,
        "ndcg10": means(rows),
    }
    if found and arguments.passages:
        told["speed"] = speed(found[0], embedder, arguments.passages, arguments.seed)
    return told


def means(rows: list[dict[str, Any]]) -> dict[str, float]:
    """Mean over collections of each method that ran on all of them."""
    names = [
        name
        for name in ("bm25", "embeddings", "fusion", "ours")
        if rows and all(name in row["ndcg10"] for row in rows)
    ]
    return {name: statistics.fmean(row["ndcg10"][name] for row in rows) for name in names}


def main() -> None:
    """Read the command line, run, write JSON."""
    parser = argparse.ArgumentParser(prog="benchmarks.retrieval", description=__doc__)
    parser.add_argument("--data", required=True, help="folder with test collections")
    parser.add_argument("--sample", type=int, help="queries a collection")
    parser.add_argument("--documents", type=int, help="documents a collection; answers all stay")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--peer", choices=["bm25", "embeddings", "fusion"])
    parser.add_argument("--passages", type=int, default=100_000, help="size of the speed part")
    parser.add_argument("--cache", help="folder that keeps vectors between runs")
    parser.add_argument("--json", help="file to write; standard output without it")
    arguments = parser.parse_args()
    told = json.dumps(run(arguments), indent=2)
    if arguments.json:
        Path(arguments.json).write_text(told + "\n")
    else:
        print(told)


if __name__ == "__main__":
    main()
