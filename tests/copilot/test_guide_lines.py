"""A guide's lines read like a person's, whatever form the passage had."""

import pytest

from lineside.copilot.guiding import _plain, _steps, figure_text, figures_text, words_of


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


def testfigure_texts_carry_words_and_units():
    assert figure_text("life_low_h", 36.61) == "life low 36.61 h"
    assert figure_text("signal", "bearing_temperature_c") == "signal bearing temperature"
    assert figure_text("parts", 747) == "parts 747"
    assert figure_text("p_value", 1e-9) == "p below 0.0001"


def test_evidence_is_told_by_its_main_figures():
    figures = {"index": 4.37, "share.rms": 0.5, "life_h": 68.2}
    assert figures_text(figures) == "index 4.37, life 68.2 h"
    assert words_of("vibration_rms_mm_s") == "vibration rms"
