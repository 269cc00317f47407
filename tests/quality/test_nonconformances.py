"""Nonconformances: opened with words, contained by holds, closed once nothing is held."""

import pytest

from lineside.kernel.door import NotAllowed
from lineside.kernel.errors import Invalid
from lineside.quality.errors import LotsStillHeld, NonconformanceClosed, NonconformanceInvalid

GRINDER = "halden/machining/GR-04"


@pytest.fixture
def lots(supervisor):
    names = [f"L-{n}" for n in range(3)]
    for name in names:
        supervisor.run("tracing.create_lot", lot=name, material="PG200", quantity=24, unit="pcs")
    return names


@pytest.fixture
def number(supervisor, lots):
    return supervisor.run(
        "quality.open_nonconformance", defect="tooth_flaw", title="Chatter", equipment=GRINDER,
        lots=lots,
    ).result  # fmt: skip


def hold(supervisor, number, lots):
    given = {"nonconformance": number, "lots": lots, "reason": "chatter"}
    return supervisor.run("quality.hold_suspects", **given).result


def found(supervisor, number):
    return supervisor.ask("quality.nonconformance", nonconformance=number)


@pytest.mark.parametrize(("defect", "title"), [("", "Chatter"), ("tooth_flaw", " "), (" ", " ")])
def test_one_without_words_is_refused(supervisor, defect, title):
    with pytest.raises(NonconformanceInvalid):
        supervisor.run("quality.open_nonconformance", defect=defect, title=title)
    assert supervisor.ask("quality.nonconformances") == []


def test_a_severity_is_one_of_three(supervisor):
    with pytest.raises(Invalid):
        supervisor.run("quality.open_nonconformance", defect="d", title="t", severity="awful")


def test_only_what_lies_there_is_held(supervisor, number, lots):
    supervisor.run("tracing.scrap_lot", lot=lots[0], quantity=24, reason="burr")
    assert hold(supervisor, number, lots) == lots[1:]
    assert found(supervisor, number).held == lots[1:]
    assert found(supervisor, number).state == "contained"
    assert supervisor.ask("tracing.lot", lot=lots[1]).state == "held"


def test_holding_again_adds_and_forgets_nothing(supervisor, number, lots):
    hold(supervisor, number, lots[:1])
    assert hold(supervisor, number, lots) == lots[1:]
    assert found(supervisor, number).held == lots


def test_it_is_not_closed_while_a_lot_is_held(supervisor, number, lots, signature):
    hold(supervisor, number, lots)
    close = {"nonconformance": number, "disposition": "ground again"}
    with pytest.raises(LotsStillHeld) as refused:
        supervisor.run("quality.close_nonconformance", **close)
    assert refused.value.facts["lots"] == lots
    for lot in lots:
        supervisor.run("tracing.release_lot", lot=lot, reason="inspected", password=signature)
    supervisor.run("quality.close_nonconformance", **close)
    assert found(supervisor, number).state == "closed"
    assert found(supervisor, number).disposition == "ground again"


def test_a_closed_one_stays_as_it_is(supervisor, number, lots):
    close = {"nonconformance": number, "disposition": "no fault found"}
    supervisor.run("quality.close_nonconformance", **close)
    with pytest.raises(NonconformanceClosed):
        supervisor.run("quality.close_nonconformance", **close)
    with pytest.raises(NonconformanceClosed):
        hold(supervisor, number, lots)
    assert supervisor.ask("tracing.lot", lot=lots[0]).state == "available"


def test_it_is_not_closed_without_saying_what_became_of_the_parts(supervisor, number):
    with pytest.raises(NonconformanceInvalid):
        supervisor.run("quality.close_nonconformance", nonconformance=number, disposition=" ")


def test_an_operator_opens_one_but_neither_holds_nor_closes(operator, number, lots):
    operator.run("quality.open_nonconformance", defect="burr", title="Burr", equipment=GRINDER)
    with pytest.raises(NotAllowed):
        hold(operator, number, lots)
    with pytest.raises(NotAllowed):
        operator.run("quality.close_nonconformance", nonconformance=number, disposition="scrapped")


def test_numbers_rise_and_none_is_given_twice(supervisor):
    made = [
        supervisor.run("quality.open_nonconformance", defect="burr", title="Burr").result
        for _ in range(5)
    ]
    assert made == sorted(set(made))
    assert all(each.startswith("NC-") for each in made)
