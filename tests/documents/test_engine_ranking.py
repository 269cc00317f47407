"""The index finds by words and by meaning, behind filters, and survives on disk."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lineside.documents.errors import IndexUnreadable, PassageInvalid, SearchInvalid
from lineside.documents.ranking import (
    Embedder,
    Entry,
    Index,
    Synonyms,
    VectorShelf,
    installed_embedder,
)
from lineside.documents.ranking.lexical import K1, B, Wordings, build_postings, score
from lineside.documents.ranking.shelf import Shelf
from lineside.documents.ranking.vectors import from_codes, nearness, to_codes
from lineside.documents.ranking.words import terms

ENTRIES = [
    Entry("seal", "Replace the pump seal when the hydraulic pump leaks oil.", "Pump repair"),
    Entry("belt", "Tension the conveyor belt with the long wrench.", "Conveyor", tags=("line:L1",)),
    Entry("bake", "Bake the loaves at 220 degrees for forty minutes.", "Oven", tags=("line:L2",)),
    Entry("pumpe", "Die Hydraulikpumpe ist undicht. Dichtung tauschen.", "Pumpen", "de"),
    Entry("code", "Alarm E-4711 means that the guard door is open.", "Alarms", tags=("line:L1",)),
]


class WordBag:
    """A stand-in encoder: texts that share words are near."""

    name = "word-bag"
    width = 32

    def __init__(self) -> None:
        self.texts = 0

    def encode(self, texts: Sequence[str]) -> npt.NDArray[np.float32]:
        self.texts += len(texts)
        vectors = np.full((len(texts), self.width), 0.01, np.float32)
        for row, text in enumerate(texts):
            for word in terms(text, "en"):
                vectors[row, sum(word.encode()) % self.width] += 1
        unit: npt.NDArray[np.float32] = vectors / np.linalg.norm(vectors, axis=1, keepdims=True)
        return unit


def keys(index: Index, query: str, **how: object) -> list[str]:
    return [hit.key for hit in index.search(query, **how)]  # type: ignore[arg-type]


@pytest.fixture(params=["words", "words and meaning"])
def index(request: pytest.FixtureRequest) -> Index:
    return Index.build(ENTRIES, embedder=WordBag() if "meaning" in request.param else None)


def test_words_codes_and_stems_are_found(index: Index) -> None:
    assert keys(index, "leaking pumps")[0] == "seal"
    assert keys(index, "what does E-4711 mean")[0] == "code"
    assert keys(index, "tensioning of conveyors")[0] == "belt"


def test_german_compounds_are_found_by_their_parts(index: Index) -> None:
    assert keys(index, "Pumpe ist undicht, was tun?", language="de")[0] == "pumpe"


def test_synonyms_of_the_plant_lead_to_what_words_alone_miss() -> None:
    index = Index.build(ENTRIES)
    assert keys(index, "gate ajar") == []
    plant = Synonyms([["gate ajar", "door is open"]])
    assert keys(index, "gate ajar", synonyms=plant)[0] == "code"


def test_filters_come_before_ranking(index: Index) -> None:
    mask = index.tagged(any_of=["line:L2"])
    assert keys(index, "pump seal conveyor belt oven", allowed=mask) == ["bake"]
    assert keys(index, "pump leaks", allowed=lambda key: key == "belt") in ([], ["belt"])
    assert keys(index, "pump", allowed=index.tagged(all_of=["line:L1", "line:L2"])) == []
    with pytest.raises(SearchInvalid):
        index.search("pump", allowed=np.ones(2, bool))


def test_parts_say_why(index: Index) -> None:
    hit = index.search("pump repair")[0]
    assert hit.parts.words > 0
    assert hit.parts.heading == pytest.approx(1.0)
    assert hit.parts.covered == pytest.approx(1.0)
    assert (hit.parts.meaning is None) == (not index.by_meaning)


def test_added_and_removed_passages_come_and_go(index: Index) -> None:
    index.add([Entry("new", "The palletiser gripper lost vacuum.")])
    assert keys(index, "gripper vacuum")[0] == "new"
    assert index.remove(["new", "unknown"]) == 1
    assert "new" not in keys(index, "gripper vacuum")
    assert len(index) == len(ENTRIES)


def test_saved_index_answers_the_same(index: Index, tmp_path: Path) -> None:
    index.save(tmp_path)
    again = Index.load(tmp_path, embedder=WordBag() if index.by_meaning else None)
    assert again.keys == index.keys
    assert keys(again, "pump leaks oil") == keys(index, "pump leaks oil")
    assert again.tagged(all_of=["line:L1"]).sum() == 2


def test_damaged_or_foreign_index_is_refused(tmp_path: Path) -> None:
    with pytest.raises(IndexUnreadable):
        Index.load(tmp_path)
    Index.build(ENTRIES).save(tmp_path)
    with pytest.raises(IndexUnreadable):
        Index.load(tmp_path, embedder=WordBag())
    starts = np.load(tmp_path / "starts.npy")
    np.save(tmp_path / "starts.npy", starts + 1)
    with pytest.raises(IndexUnreadable):
        Index.load(tmp_path)


@pytest.mark.parametrize("query", ["", "  \n", "word " * 1000, "x" * 1_000_000])
def test_empty_and_endless_queries_are_refused(query: str) -> None:
    with pytest.raises(SearchInvalid):
        Index.build(ENTRIES).search(query)


def test_passages_that_cannot_be_indexed_are_refused_and_change_nothing() -> None:
    index = Index.build(ENTRIES)
    for bad in (
        Entry("", "x"),
        Entry("seal", "again"),
        Entry("huge", "x" * 1_000_000),
        Entry("fr", "bonjour", language="fr"),
    ):
        with pytest.raises(PassageInvalid):
            index.add([Entry("fine", "fine"), bad])
    assert len(index) == len(ENTRIES)
    assert Index.build([]).search("anything") == []


def test_interrupted_encoding_goes_on_where_it_stopped(tmp_path: Path) -> None:
    texts = [f"text {number}" for number in range(300)]
    first = WordBag()
    assert not VectorShelf(tmp_path, first).fill(texts, go_on=lambda done, of: False)
    with (tmp_path / "vectors.codes").open("ab") as file:
        file.write(b"half an entry")
    second = WordBag()
    shelf = VectorShelf(tmp_path, second)
    assert shelf.fill(texts)
    assert first.texts + second.texts == len(texts)
    codes, scales = shelf.read(texts)
    assert np.allclose(from_codes(codes, scales), WordBag().encode(texts), atol=0.01)


def test_bm25_agrees_with_the_formula_written_out() -> None:
    shelf = Shelf()
    shelf.append(ENTRIES, np.zeros((5, 0), np.int8), np.zeros(5, np.float32))
    postings = build_postings(shelf.stream, len(shelf.numbers))
    asked = ["pump", "leak"]
    numbers = np.array([shelf.numbers[word] for word in asked], np.int32)
    two = np.arange(2, dtype=np.int32)
    wordings = Wordings(numbers, np.ones(2, np.float32), np.arange(3, dtype=np.int32), two)
    bags = [terms(f"{each.heading} {each.text}", each.language) for each in ENTRIES]
    mean = np.mean([len(bag) for bag in bags])
    expected = []
    for bag in bags:
        total = 0.0
        for word in asked:
            holders = sum(word in other for other in bags)
            idf = np.log(1 + (len(bags) - holders + 0.5) / (holders + 0.5))
            count = bag.count(word)
            total += idf * count * (K1 + 1) / (count + K1 * (1 - B + B * len(bag) / mean))
        expected.append(total)
    assert score(postings, wordings, 5) == pytest.approx(expected, rel=1e-5)


def test_the_better_wording_of_a_group_counts_once() -> None:
    shelf = Shelf()
    entries = [Entry("a", "pump pomp"), Entry("b", "pump")]
    shelf.append(entries, np.zeros((2, 0), np.int8), np.zeros(2, np.float32))
    postings = build_postings(shelf.stream, 2)

    def scored(terms: list[int], groups: list[int]) -> npt.NDArray[np.float32]:
        bounds = np.arange(len(terms) + 1, dtype=np.int32)
        weights = np.ones(len(terms), np.float32)
        numbers = np.array(terms, np.int32)
        return score(postings, Wordings(numbers, weights, bounds, np.array(groups, np.int32)), 2)

    first, second = scored([0], [0]), scored([1], [0])
    assert scored([0, 1], [0, 0]) == pytest.approx(np.maximum(first, second))
    assert scored([0, 1], [0, 1]) == pytest.approx(first + second)


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 30), st.integers(0, 2**32 - 1))
def test_whole_number_vectors_keep_inner_products(rows: int, seed: int) -> None:
    rng = np.random.default_rng(seed)
    vectors = rng.normal(size=(rows + 1, 48)).astype(np.float32)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    codes, scales = to_codes(vectors)
    found = nearness(codes, scales, vectors[0], None)
    assert np.allclose(found, vectors @ vectors[0], atol=0.02)
    only = nearness(codes, scales, vectors[0], np.array([rows]))
    assert only[rows] == pytest.approx(found[rows])
    assert (only[:rows] == -1).all()


VOCABULARY = ["pump", "seal", "oil", "door", "E-1", "12.5", "Öl", "der", "the"]
WORDS = st.lists(st.sampled_from(VOCABULARY), max_size=8)


@settings(max_examples=60, deadline=None)
@given(st.lists(WORDS, max_size=12), WORDS, st.integers(0, 12), st.randoms())
def test_search_never_shows_what_is_not_allowed(
    texts: list[list[str]], query: list[str], k: int, random: object
) -> None:
    entries = [Entry(str(at), " ".join(words)) for at, words in enumerate(texts)]
    index = Index.build(entries, embedder=WordBag())
    mask = np.array([random.random() < 0.5 for _ in entries], bool)  # type: ignore[attr-defined]
    hits = index.search(" ".join(query) or "pump", k=k, allowed=mask)
    assert len(hits) <= k
    assert all(mask[hit.row] for hit in hits)
    assert len({hit.key for hit in hits}) == len(hits)
    assert [hit.score for hit in hits] == sorted((hit.score for hit in hits), reverse=True)


@pytest.mark.skipif(installed_embedder() is None, reason="the encoder's package is not installed")
def test_the_installed_encoder_knows_what_is_near_in_meaning() -> None:
    encoder: Embedder | None = installed_embedder()
    assert encoder is not None
    cat, kitten, pump = encoder.encode(
        ["A cat sits on the mat.", "A kitten is on a rug.", "hydraulic pump failure"]
    )
    assert cat @ kitten > 0.5 > 0.2 > abs(cat @ pump)
    assert np.linalg.norm(cat) == pytest.approx(1, abs=1e-4)
    (huge,) = encoder.encode(["x " * 500_000])
    assert np.isfinite(huge).all()
    index = Index.build(ENTRIES, embedder=encoder)
    assert keys(index, "fluid escaping from the hydraulics")[0] in ("seal", "pumpe")
