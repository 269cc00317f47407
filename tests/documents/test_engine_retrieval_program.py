"""The programs that measure retrieval read both published shapes and score as they say."""

import importlib
from pathlib import Path
from typing import Any

import pytest

DOCUMENTS = """.I 1
.T
Wings
.A
Nobody
.W
lift of a wing
at low speed
.I 2
.T
Heat
.W
heat in slabs
.X
1 5 1
"""
QUERIES = ".I 7\n.W\nwhat lifts\n.I 9\n.W\nheat\n"


@pytest.fixture
def program(monkeypatch: pytest.MonkeyPatch) -> Any:
    """The program, from the repository's root."""
    monkeypatch.syspath_prepend(str(Path(__file__).parents[2]))
    return importlib.import_module("benchmarks.retrieval")


def write(folder: Path, judgements: str) -> None:
    (folder / "all").write_text(DOCUMENTS)
    (folder / "ask").write_text(QUERIES)
    (folder / "rel").write_text(judgements)
    (folder / "notes.md").write_text("# not a collection\n")


def test_graded_judgements_join_by_the_order_of_queries(program: Any, tmp_path: Path) -> None:
    write(tmp_path, "1 1 1\n2 2 4\n2 1 3\n")
    found = program.read_folder(tmp_path)
    assert found is not None
    assert found.documents[0] == ("Wings", "lift of a wing\nat low speed")
    assert found.queries == ["what lifts", "heat"]
    assert found.grades == [{0: 4.0}, {1: 1.0, 0: 2.0}]


def test_judgements_without_grades_gain_one_each(program: Any, tmp_path: Path) -> None:
    write(tmp_path, "     1      2  0  0.000000\n     2      2  0  0.000000\n")
    found = program.read_folder(tmp_path)
    assert found is not None
    assert found.grades == [{1: 1.0}, {1: 1.0}]


def test_folder_without_a_collection_is_passed_over(program: Any, tmp_path: Path) -> None:
    (tmp_path / "picture.bin").write_bytes(bytes(range(256)))
    (tmp_path / "empty").write_text("")
    assert program.read_folder(tmp_path) is None


def test_gain_and_fusion_by_hand(program: Any) -> None:
    assert program.ndcg10([3, 1], {1: 4.0}) == pytest.approx(1 / 1.5849625)
    assert program.ndcg10([1], {1: 4.0}) == pytest.approx(1.0)
    assert program.by_fusion([[1, 2]], [[2, 3]]) == [[2, 1, 3]]


def test_fewer_documents_keep_every_answer(program: Any) -> None:
    documents = [(f"title {n}", f"text {n}") for n in range(20)]
    whole = program.Collection("c", documents, ["a", "b"], [{3: 2.0}, {17: 1.0, 3: 1.0}])
    part = program.fewer(whole, 5, seed=1)
    assert len(part.documents) == 5
    (three, *_), seventeen = part.grades[0], max(part.grades[1])
    assert part.documents[three] == documents[3]
    assert part.documents[seventeen] == documents[17]
    assert program.fewer(whole, 50, seed=1) is whole


def test_a_text_is_encoded_once(program: Any) -> None:
    asked: list[str] = []

    class Counting:
        name, width = "counting", 2

        def encode(self, texts: Any) -> Any:
            asked.extend(texts)
            return program.np.ones((len(texts), 2), program.np.float32)

    remembered = program.Remembered(Counting())
    assert remembered.encode(["a", "b", "a"]).shape == (3, 2)
    assert remembered.encode(["b"]).shape == (1, 2)
    assert asked == ["a", "b"]
