"""A person of one work centre is never told of equipment elsewhere, whatever is asked."""

import asyncio
import contextlib
import json
import re
from dataclasses import replace
from functools import wraps
from pathlib import Path
from typing import get_type_hints

import pytest
from fitting_answers import Maker, words
from fitting_arguments import fitting, is_action, path_of, routed, text_arguments

from lineside.app.http.live import Hub
from lineside.identity.queries import actor_of
from lineside.kernel import catalogue, places
from lineside.kernel.actors import Actor, service
from lineside.kernel.catalogue import Kind

OWN, OWN_UNIT = "halden/assembly", "halden/assembly/AS-01"
FOREIGN = "halden/machining/GR-04"
TAG = "GR-04.spindle_speed_rpm"
DOCS = Path(__file__).parents[2] / "docs" / "explanation" / "access.md"
questions = [each for each in routed() if not is_action(each)]


@pytest.fixture(scope="module")
def fitter(site):
    """The browser of somebody who may do everything in assembly."""
    site.add_user("fitter", roles=["administrator"], scope=[OWN])
    return site.browser("fitter")


@pytest.fixture
def answering(monkeypatch):
    """Let every question answer what a maker makes of its return type."""
    plain = dict(catalogue._entries)

    def answer(maker):
        def hollow(entry):
            hint = get_type_hints(entry.function, include_extras=True).get("return")

            @wraps(entry.function)
            def made(*_, **__):
                return maker.make(hint)

            return replace(entry, function=made)

        entries = {name: e if is_action(e) else hollow(e) for name, e in plain.items()}
        monkeypatch.setattr(catalogue, "_entries", entries)

    return answer


def ask(client, entry, **given):
    own = {entry.scope: OWN} if entry.scope else {}
    return client.get(path_of(entry), params=fitting(entry) | own | given)


def foreign_words(answer):
    return [each for each in words(answer.json()) if "halden/machining" in each.replace("%2F", "/")]


@pytest.mark.parametrize("stands", [FOREIGN, OWN_UNIT], ids=["foreign", "own"])
def test_no_answer_of_any_shape_tells_of_foreign_equipment(answering, fitter, stands):
    answering(Maker(stands, FOREIGN, (FOREIGN, OWN_UNIT)))
    told = {}
    for entry in questions:
        answer = ask(fitter, entry)
        assert answer.status_code in (200, 403), (entry.name, answer.text)
        if answer.status_code == 200 and foreign_words(answer):
            told[entry.name] = foreign_words(answer)
    assert told.keys() == {each.name for each in questions if each.plantwide}


def test_rows_of_the_own_equipment_stay(answering, fitter):
    answering(Maker(OWN_UNIT, "x", (FOREIGN, OWN_UNIT)))
    empty = [each.name for each in questions if not ask(fitter, each).json()]
    assert empty == []


def test_somebody_without_a_scope_is_told_all(answering, site):
    maker = Maker(FOREIGN, FOREIGN, (FOREIGN, OWN_UNIT))
    answering(maker)
    client = site.browser("administrator")
    for entry in questions:
        hint = get_type_hints(entry.function, include_extras=True).get("return")
        assert ask(client, entry).json() == entry.dump(maker.make(hint)), entry.name


def test_what_is_told_to_all_is_written_down_with_its_reason():
    written = dict(re.findall(r"^\| `([\w.]+)` \| (.+?) \|$", DOCS.read_text(), re.MULTILINE))
    assert written == {each.name: each.plantwide for each in questions if each.plantwide}


def test_each_noun_that_has_a_place_names_tables_that_are_there(site):
    with site.world.work(service("tests")) as work:
        for noun in places.nouns():
            assert places.find(work, noun, [(("nothing",) if len(noun) == 1 else ("no", 1))]) == {}


@pytest.fixture(scope="module")
def known(site):
    """Real things on a foreign machine: a tag, an alert, a recommendation and more, by noun."""

    planner = Actor("user:planner", "P", permissions=frozenset({"*"}))

    def do(name, **given):
        return site.door.run(name, given, planner).result

    nowhere = {"opcua": "opc.tcp://127.0.0.1:1", "sparkplug": "mqtt://127.0.0.1:1"}
    halden = str(Path(__file__).parents[2] / "plants" / "halden")
    do("telemetry.load_tags", folder=halden, addresses=nowhere)
    alert = do("andon.raise_alert", kind="condition", severity="warning", equipment=FOREIGN,
               title="Shakes", facts={}, link="")  # fmt: skip
    advice = do("guidance.recommend", code="c", title="t", equipment=FOREIGN, confidence=0.5)
    found = {"tag": TAG, "alert": alert, "recommendation": advice}
    window = {"start": "2026-10-06T06:00:00Z", "end": "2026-10-06T08:00:00Z"}
    found["work_order"] = do("maintenance.plan_work_order", equipment=FOREIGN,
                             component="spindle", task="replace_bearing", technician="",
                             part="", **window)  # fmt: skip
    found["nonconformance"] = do("quality.open_nonconformance", defect="flank_chatter",
                                 title="t", equipment=FOREIGN, lots=[])  # fmt: skip
    readings = [
        {"part": part, "appraiser": who, "trial": trial, "value": value + trial / 10}
        for part, value in (("A", 1.0), ("B", 2.0))
        for who in "ab"
        for trial in (1, 2)
    ]
    found["study"] = do("quality.record_gauge_study", title="Shakes", characteristic="c",
                        equipment=FOREIGN, readings=readings)  # fmt: skip
    return found


def test_a_thing_on_foreign_equipment_is_refused_by_its_id(site, known, fitter):
    """Every entry that takes the id: to look, and to act."""
    asked, wrong = set(), {}
    for entry in routed():
        for noun, thing in known.items():
            if noun not in text_arguments(entry) or entry.plantwide or entry.signature:
                continue
            values = fitting(entry) | {noun: thing} | ({entry.scope: OWN} if entry.scope else {})
            values = values | {noun: thing}
            send = fitter.post(path_of(entry), json=values) if is_action(entry) else \
                fitter.get(path_of(entry), params=values)  # fmt: skip
            asked.add(noun)
            if send.status_code != 403 or send.json()["code"] != "kernel.OutsideScope":
                wrong[entry.name, noun] = (send.status_code, send.text[:200])
    assert wrong == {}
    assert asked == known.keys()


def test_lists_leave_out_what_is_foreign_and_keep_it_for_others(site, known, fitter):
    """The real functions over real rows."""
    everybody, telling = site.browser("administrator"), set()
    for entry in questions:
        if entry.scope and entry.kind is Kind.METRIC:
            continue
        answers = [client.get(path_of(entry), params=fitting(entry))
                   for client in (everybody, fitter)]  # fmt: skip
        if answers[0].status_code == 200 and foreign_words(answers[0]):
            telling.add(entry.name)
        if not entry.plantwide:
            assert foreign_words(answers[1]) == [], entry.name
            assert TAG not in words(answers[1].json()), entry.name
    assert {"andon.alerts", "guidance.inbox", "telemetry.tags", "kernel.news",
            "maintenance.work_orders", "identity.audit_trail"} <= telling  # fmt: skip


def test_counts_are_of_what_is_shown(site, known, fitter):
    everybody = site.browser("administrator")
    path = "/api/v1/guidance/open_count"
    assert everybody.get(path).json() >= 1
    assert fitter.get(path).json() == len(fitter.get("/api/v1/guidance/inbox").json())


def test_the_copilot_tells_no_more_than_the_pages(site, known, fitter):
    for question in ("Which alerts are open?", "What is recommended for GR-04?",
                     "open work orders", "list the machine states", "show the plan"):  # fmt: skip
        answer = fitter.get("/api/v1/copilot/ask", params={"question": question})
        assert answer.status_code == 200
        assert foreign_words(answer) == [], question
        assert "Shakes" not in answer.text


def heard(site, actor, lines):
    """What a page of the actor gets of news and values."""

    async def listen():
        hub = Hub(site.world)
        stream = hub.stream(actor)
        await anext(stream)
        for kind, rows, within in (("news", lines, hub._news_within),
                                   ("tags", [[[TAG, 1.0, 0, "t"], ["AS-01.state", 3, 0, "t"]]],
                                    hub._values_within)):  # fmt: skip
            await hub._tell(kind, rows, within)
        told = []
        with contextlib.suppress(TimeoutError):
            while True:
                told.append(await asyncio.wait_for(anext(stream), 0.2))
        return [json.loads(each.split("data: ", 1)[1]) for each in told]

    return asyncio.run(listen())


def test_the_live_stream_tells_each_reader_of_his_own_area(site, known):
    lines = site.browser("administrator").get("/api/v1/kernel/news", params={"limit": 1000}).json()
    names = {each["name"] for each in lines}
    assert {"andon.AlertRaised", "guidance.Recommended", "maintenance.WorkOrderPlanned"} <= names
    with site.world.work(service("tests")) as work:
        actor = actor_of(work, site.token("fitter"))
        everybody = actor_of(work, site.token("administrator"))
    own = heard(site, actor, lines)
    assert not any("halden/machining" in each for each in words(own))
    assert not {TAG, known["alert"], known["work_order"]} & set(words(own))
    assert "AS-01.state" in words(own)
    assert "plant.PlantLoaded" in words(own), "what names no equipment is for all"
    assert heard(site, everybody, lines)[: len(lines)] == lines
