"""Sections are cut into verbatim passages at sentences; quotes stand where they say."""

import time
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from lineside.documents.parsing import Section
from lineside.documents.passages import language_of, split
from lineside.documents.quoting import best_quotes
from lineside.documents.ranking import Synonyms
from lineside.documents.sentences import spans

PROSE = st.lists(
    st.sampled_from(["Open valve 3. ", "z. B. so ", "Prüfen! ", "\n- item", "\n\n", "x" * 40, " "]),
    max_size=60,
).map("".join)


def sentences(text: str) -> list[str]:
    return [text[start:end] for start, end in spans(text)]


def test_sentences_end_where_a_reader_would_end_them() -> None:
    assert sentences("Check Fig. 3 first! It leaks, e.g. at P-7. Torque 12.5 Nm. Set 20. Go.") == [
        "Check Fig. 3 first!",
        "It leaks, e.g. at P-7.",
        "Torque 12.5 Nm.",
        "Set 20.",
        "Go.",
    ]
    assert sentences("Dr. Meier prüft z. B. am 3. Mai. Danach:\n- zu\n- auf") == [
        "Dr. Meier prüft z. B. am 3. Mai.",
        "Danach:",
        "- zu",
        "- auf",
    ]


def test_language_is_told_from_small_words() -> None:
    assert language_of("Die Pumpe ist undicht und wird getauscht.") == "de"
    assert language_of("The pump is leaking and will be replaced.") == "en"
    assert language_of("P-7") == "en"


def test_neighbours_share_whole_sentences_and_keep_page_and_heading() -> None:
    text = " ".join(f"Sentence number {number} stands here." for number in range(60))
    passages = split([Section(3, ("A", "B"), text)], characters=300, overlap=80)
    assert all(len(each.text) <= 300 for each in passages)
    assert {(each.page, each.heading) for each in passages} == {(3, ("A", "B"))}
    for first, second in pairwise(passages):
        shared = second.text.split(". ")[0] + "."
        assert shared in first.text


@settings(max_examples=80, deadline=None)
@given(PROSE, st.integers(40, 400))
def test_no_word_is_lost_and_no_passage_is_too_long(text: str, characters: int) -> None:
    passages = split([Section(1, (), text)], characters=characters, overlap=characters // 5)
    joined = "".join(
        "".join(each.text.split())
        for each in split([Section(1, (), text)], characters=characters, overlap=0)
    )
    assert joined == "".join(text.split())
    assert all(0 < len(each.text) <= characters and each.text in text for each in passages)


def test_a_megabyte_without_an_end_is_cut_in_linear_time() -> None:
    for text in ("x" * 1_000_000, "a. " * 333_333, "\n" * 1_000_000, "word " * 200_000):
        start = time.process_time()
        passages = split([Section(1, (), text)])
        assert time.process_time() - start < 5
        assert all(len(each.text) <= 900 for each in passages)


PASSAGE = (
    "The hydraulic unit is started from the panel. Tighten the flange bolts to 42 Nm. "
    "If the seal leaks, stop the press at once and close valve V3."
)


def test_the_sentence_that_answers_is_quoted_verbatim() -> None:
    (quote,) = best_quotes(PASSAGE, "What torque do the flange bolts need to be tightened to?")
    assert quote.text == "Tighten the flange bolts to 42 Nm."
    assert PASSAGE[quote.start : quote.end] == quote.text


def test_synonyms_lead_to_the_sentence_and_strangers_to_none() -> None:
    plant = Synonyms([["gasket", "seal"]])
    (quote,) = best_quotes(PASSAGE, "gasket leaking", synonyms=plant)
    assert "seal leaks" in quote.text
    assert best_quotes(PASSAGE, "holiday calendar of the canteen") == []
    assert best_quotes("", "anything") == []
    assert best_quotes(PASSAGE, "the of and") == []


@settings(max_examples=80, deadline=None)
@given(PROSE, PROSE, st.integers(1, 4))
def test_quotes_are_always_letter_for_letter(passage: str, query: str, most: int) -> None:
    quotes = best_quotes(passage, query, most=most)
    assert len(quotes) <= most
    for quote in quotes:
        assert passage[quote.start : quote.end] == quote.text
        assert 0 <= quote.covered <= 1
