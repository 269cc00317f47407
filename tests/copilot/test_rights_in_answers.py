"""Two people ask the same: each is told of the own area, and plainly that the rest is outside."""

import json

import pytest

from lineside.identity.model import ROLES
from lineside.kernel.actors import Actor
from lineside.kernel.door import NotAllowed, OutsideScope

GR04 = "halden/machining/GR-04"
MACHINING, ASSEMBLY = ("halden/machining",), ("halden/assembly",)
TIMES = {"start": "2026-10-05T06:00:00Z", "end": "2026-10-05T10:00:00Z"}

ABOUT_GR04 = [
    ("What is the OEE of GR-04 today?", "lies outside your rights"),
    ("Wie hoch ist die OEE von GR-04 heute?", "außerhalb deiner Rechte"),
    ("availability of GR-04 yesterday", "lies outside your rights"),
    ("Energieverbrauch GR-04 gestern", "außerhalb deiner Rechte"),
    ("Is GR-04 running?", "lies outside your rights"),
    ("Läuft GR-04?", "außerhalb deiner Rechte"),
    ("vibration of GR-04 now", "lies outside your rights"),
    ("Why is GR-04 down?", "lies outside your rights"),
    ("Stillstand von GR-04 heute", "außerhalb deiner Rechte"),
    ("spare parts for GR-04", "lies outside your rights"),
    ("How many parts did GR-04 make today?", "lies outside your rights"),
    ("OEE of the grinders today", "lie outside your rights"),
    ("OEE der Schleifmaschinen heute", "außerhalb deiner Rechte"),
]
WHOLE_PLANT = [
    ("What is the OEE of the plant today?", "The whole plant lies outside your rights"),
    ("scrap ratio today", "The whole plant lies outside your rights"),
    ("Wie viel Ausschuss hatten wir heute?", "Das ganze Werk liegt außerhalb deiner Rechte"),
    ("Durchsatz des Werks letzte Woche", "Das ganze Werk liegt außerhalb deiner Rechte"),
]
LISTS = [
    ("Which machines are down?", "Only what lies within your rights: halden/assembly"),
    ("Which alerts are open?", "Only what lies within your rights: halden/assembly"),
    ("Welche Meldungen sind offen?", "Nur was innerhalb deiner Rechte liegt: halden/assembly"),
]


def scoped(scope, role="supervisor"):
    return Actor(f"user:{scope[0]}", "N", permissions=frozenset(ROLES[role]), scope=scope)


@pytest.fixture
def told(plant, door):
    """Ask as somebody whose rights hold for an area."""
    return lambda question, scope, **more: door.ask(
        "copilot.ask", {"question": question} | more, scoped(scope)
    )


def test_a_machine_of_the_own_area_is_told_and_a_foreign_one_is_not(told):
    own = {question: told(question, MACHINING) for question, _ in ABOUT_GR04}
    assert {q: a.text for q, a in own.items() if a.path not in ("figure", "records")} == {}
    wrong = {}
    for question, says in ABOUT_GR04:
        answer = told(question, ASSEMBLY)
        silent = not (answer.figures or answer.sources or answer.query)
        if not (answer.path == "declined" and answer.declined and says in answer.text and silent):
            wrong[question] = (answer.path, answer.text)
        assert "halden/assembly" in answer.text, "the asker reads for what the rights hold"
    assert wrong == {}


def test_a_figure_of_the_whole_plant_is_refused_to_one_area(told):
    answers = {question: (told(question, ASSEMBLY), says) for question, says in WHOLE_PLANT}
    wrong = {q: a.text for q, (a, says) in answers.items() if not a.text.startswith(says)}
    assert wrong == {}
    assert all(a.declined and not a.figures for a, _ in answers.values())


def test_lists_hold_the_own_rows_only_and_say_so(told):
    for question, says in LISTS:
        answer = told(question, ASSEMBLY)
        assert says in answer.text, question
        assert "GR-04" not in answer.text + str(answer.sources), question
        assert answer.figures[0].value == 0, question
    assert "GR-04" in told("Which machines are down?", MACHINING).text
    assert "Spindle vibration high" in told("Which alerts are open?", MACHINING).text


def test_ranking_compares_the_own_machines_only(told):
    answer = told("Which machine has the worst availability today?", MACHINING)
    assert "GR-04" in answer.text
    other = told("Which machine has the worst availability today?", ASSEMBLY)
    assert not any(name in other.text + other.query for name in ("GR-0", "LA-0"))


def test_a_document_about_a_foreign_machine_may_be_read(told):
    answer = told("How do I replace the spindle bearing of GR-04?", ASSEMBLY)
    assert answer.path == "documents"


def test_neither_the_context_nor_an_edited_query_gets_around_the_area(told):
    seen = told("What is the OEE of this machine today?", ASSEMBLY, context=GR04)
    assert (seen.declined, seen.figures) == (True, [])
    line = f"execution.oee {json.dumps({'equipment': GR04} | TIMES)}"
    assert told(line, MACHINING).path == "figure"
    edited = told(line, ASSEMBLY)
    assert (edited.path, edited.figures, edited.sources) == ("declined", [], [])
    assert edited.text.startswith("GR-04 lies outside your rights")
    everything = told(f"execution.oee {json.dumps(TIMES)}", ASSEMBLY)
    assert everything.text.startswith("The whole plant lies outside your rights")


def test_a_line_that_the_asker_has_no_permission_for_is_declined_in_words(plant, door):
    few = Actor("user:x", "X", permissions=frozenset({"copilot.ask", "plant.read"}))
    answer = door.ask("copilot.ask", {"question": "tracing.lots {}"}, few)
    assert (answer.declined, answer.text) == (
        True,
        "You may not read tracing.lots; ask somebody who may.",
    )


def test_the_page_and_the_question_refuse_alike(plant, door):
    call = {"equipment": GR04} | TIMES
    with pytest.raises(OutsideScope) as caught:
        door.ask("execution.oee", call, scoped(ASSEMBLY))
    assert caught.value.facts["equipment"] == GR04
    assert caught.value.facts["scope"] == ["halden/assembly"]
    assert isinstance(caught.value, NotAllowed), "a denial like the others, with its own advice"


def test_a_guide_of_a_foreign_machine_is_neither_written_nor_read(plant, door, machine):
    given = {"work_order": "WO-1", "equipment": GR04, "component": "spindle_bearing"}
    machine.run("copilot.write_guide", **given)
    actor = scoped(ASSEMBLY)
    with pytest.raises(OutsideScope):
        door.ask("copilot.guide", {"work_order": "WO-1"}, actor)
    assert door.ask("copilot.guides", {}, actor) == []
    assert [g.work_order for g in door.ask("copilot.guides", {}, scoped(MACHINING))] == ["WO-1"]
    writer = Actor("user:w", "W", permissions=frozenset({"*"}), scope=ASSEMBLY)
    with pytest.raises(OutsideScope):
        door.run("copilot.write_guide", given | {"work_order": "WO-2"}, writer)
