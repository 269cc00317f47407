"""A guide's lines read like a person's, whatever form the passage had."""

import pytest

from lineside.copilot.guiding import _figure, _plain, _steps


@pytest.mark.parametrize(
    ("passage", "told"),
    [
        ("- Lock out and tag out.", "Lock out and tag out."),
        ("3. Press the bearing on.", "Press the bearing on."),
        ("| 505 | Spindle seized | lock out |", "505 · Spindle seized · lock out"),
        ("Torque 20 - 30 Nm; see 6.4", "Torque 20 - 30 Nm; see 6.4"),
    ],
)
def test_marks_of_lists_and_tables_are_left_out_and_nothing_else(passage, told):
    assert _plain(passage) == told


def test_a_numbered_passage_is_told_step_by_step():
    passage = "Before you begin:\n1. Lock out.\n2. Drain the coolant.\n10) Close the door.\nDone."
    assert _steps(passage) == ["Lock out.", "Drain the coolant.", "Close the door."]
    assert _steps("1. only one line with a number\nand prose") == []


def test_figures_carry_words_and_units():
    assert _figure("life_low_h", 36.61) == "life low 36.61 h"
    assert _figure("signal", "bearing_temperature_c") == "signal bearing temperature"
    assert _figure("parts", 747) == "parts 747"
    assert _figure("p_value", 1e-9) == "p below 0.0001"
