"""What answers tell: the entries' own figures, quotes to the letter, rights, edited queries."""

from datetime import UTC, datetime

import pytest

from lineside.copilot.errors import QuestionInvalid
from lineside.kernel.actors import Actor


def test_the_figure_is_the_entrys_own(ask, operator):
    answer = ask("scrap ratio of LA-01 today")
    start, end = datetime(2026, 10, 4, 22, tzinfo=UTC), datetime(2026, 10, 5, 10, tzinfo=UTC)
    same = operator.ask("execution.scrap_ratio", equipment="halden/machining/LA-01", start=start,
                        end=end)  # fmt: skip
    assert answer.figures[0].value == same.value == pytest.approx(0.1)
    assert "10 %" in answer.text
    assert answer.sources[0].ref == "execution.scrap_ratio"


def test_no_data_is_said_and_not_told_as_zero(ask):
    answer = ask("availability of GR-01 yesterday")
    assert answer.figures[0].value is None
    assert "no data" in answer.text


def test_a_shown_query_can_be_edited_and_run_again(ask):
    line = ask("scrap ratio of LA-01 today").query
    again = ask(line.replace("LA-01", "LA-02"))
    assert (again.path, again.figures[0].value) == ("figure", None)
    with pytest.raises(QuestionInvalid):
        ask('tracing.release_lot {"lot": "STEEL-1", "reason": "x"}')


def test_quotes_stand_to_the_letter_in_the_document(ask, operator):
    answer = ask("How do I dress the wheel?")
    for source in answer.sources:
        passage = operator.ask("documents.passage", passage=source.ref.split("/", 1)[1])
        assert source.quote in passage.text


def test_the_context_stands_for_this_machine(ask):
    answer = ask("What is the OEE of this machine today?", context="halden/machining/GR-04")
    assert '"halden/machining/GR-04"' in answer.query
    assert answer.text.count("GR-04") == 1


def test_the_copilot_knows_no_more_than_its_asker_may(plant, door):
    few = Actor("user:x", "X", permissions=frozenset({"copilot.ask", "plant.read"}))
    answer = door.ask("copilot.ask", {"question": "OEE of GR-04 today"}, few)
    assert answer.declined
    assert "execution.oee" in answer.text


def test_german_questions_get_german_answers(ask):
    assert ask("Läuft GR-04?").text == "GR-04: gestört seit 2026-10-05 09:00."
    assert ask("Is GR-04 running?").text == "GR-04: down since 2026-10-05 09:00."


@pytest.mark.parametrize("question", ["", "   ", "x" * 601])
def test_an_empty_or_endless_question_is_refused(ask, question):
    with pytest.raises(QuestionInvalid):
        ask(question)
