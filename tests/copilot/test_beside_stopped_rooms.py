"""The copilot beside rooms that are stopped: it says so, and tells the rest."""

import pytest


@pytest.fixture
def stop(plant, administrator):
    def call(room):
        administrator.run("kernel.stop_room", room=room, reason="being changed")

    return call


def test_a_figure_of_a_stopped_room_is_declined_with_its_name(stop, operator):
    stop("energy")
    told = operator.ask("copilot.ask", question="How much energy did GR-04 use yesterday?")
    assert told.declined
    assert "room energy was stopped" in told.text
    german = operator.ask("copilot.ask", question="Energieverbrauch GR-04 gestern")
    assert "Raum energy" in german.text


def test_what_other_rooms_know_is_still_told(stop, operator):
    for room in ("learning", "energy", "documents", "value"):
        stop(room)
    told = operator.ask("copilot.ask", question="OEE of GR-04 yesterday")
    assert told.path == "figure"
    assert not told.declined
