"""What was read is laid against ids: doubles are forgiven, guesses are told as such."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lineside.tracing.matching import fold, matches, words

IDS = ["LOT-2041", "LOT-2042", "H-88231", "YG-000117", "PG200-0815/7", "SO-1000"]


def told(text: str) -> list[tuple[str, str]]:
    return [(match.id, match.how) for match in matches([text], IDS)]


@pytest.mark.parametrize("text", ["LOT-2041", "Lot: LOT-2041", "lot-2041", "x LOT-2041 y"])
def test_an_id_that_stands_there_is_found_for_sure(text: str) -> None:
    assert told(text) == [("LOT-2041", "exact")]


def test_doubles_are_forgiven_and_told() -> None:
    assert told("L0T-2O4I") == [("LOT-2041", "alike")]
    assert told("YG-OOO117") == [("YG-000117", "alike")]
    assert told("LOT 2041") == [("LOT-2041", "alike")]
    assert told("PG2000815/7") == [("PG200-0815/7", "alike")]


def test_a_lost_letter_makes_a_guess_and_a_sure_one_makes_none() -> None:
    assert told("YG-00017") == [("YG-000117", "similar")]
    assert told("LOT-2041") == [("LOT-2041", "exact")]
    assert told("LOT-2047") == [("LOT-2041", "similar")]


def test_the_next_serial_number_is_another_one() -> None:
    assert told("LOT-2045") == []
    assert told("YG-000112") == []


def test_short_and_foreign_texts_name_nothing() -> None:
    assert told("42CrMo4") == []
    assert told("OK") == []
    assert matches([], IDS) == []


def test_an_address_in_a_code_names_its_last_part() -> None:
    assert told("https://plant.example/trace/H-88231") == [("H-88231", "exact")]


def test_the_best_comes_first() -> None:
    found = matches(["YG-00017", "L0T-2041", "SO-1000"], IDS)
    assert [match.how for match in found] == ["exact", "alike", "similar"]


@given(st.lists(st.text(max_size=30), max_size=30))
def test_any_texts_fold_and_split_without_harm(texts: list[str]) -> None:
    assert len(words(texts)) <= 200
    for text in texts:
        assert fold(fold(text)) == fold(text)
    for match in matches(texts, IDS):
        assert match.id in IDS
