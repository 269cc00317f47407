"""B2MML both ways: every dialect, what is missing, what is hostile, and the published schemas."""

import os
import time
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

import pytest
from b2mml_files import schedule
from lxml import etree

from lineside.enterprise.adapters import b2mml
from lineside.enterprise.adapters.b2mml import V0600, read_schedule, write_performance
from lineside.enterprise.errors import FileMalformed, FileUnsafe, OrderIncomplete, UnitWrong
from lineside.enterprise.model import Completion, MaterialActual, SegmentActual

V0401 = "http://www.wbf.org/xml/B2MML-V0401"
V0700 = "http://www.mesa.org/xml/B2MML"


def test_a_request_is_read():
    read = read_schedule(schedule())
    assert (read.dialect, read.family, read.id) == (V0600, "Production", "S-1")
    request = read.requests[0]
    assert (request.id, request.product, request.pieces(), request.priority) == (
        "4711", "PG200", 24, 2,
    )  # fmt: skip
    assert request.due == datetime(2026, 10, 9, 12, tzinfo=UTC)
    assert request.customer == "nordvind"


@pytest.mark.parametrize(
    ("namespace", "family"),
    [(V0401, "Production"), (V0700, "Operations"), ("http://www.mesa.org/xml/B2MML-V05",
                                                     "Production")],
)  # fmt: skip
def test_other_dialects_are_read_by_the_names_of_their_elements(namespace, family):
    read = read_schedule(schedule(namespace=namespace, family=family))
    assert (read.dialect, read.family) == (namespace, family)
    assert read.requests[0].product == "PG200"


def test_a_schedule_within_a_message_is_found():
    inner = schedule().split(b"?>", 1)[1]
    message = b'<SyncProductionSchedule xmlns="%s"><DataArea>%s</DataArea></SyncProductionSchedule>'
    assert read_schedule(message % (V0600.encode(), inner)).requests[0].id == "4711"


def test_halves_and_kilograms_are_refused():
    for wrong in ({"quantity": "2.5"}, {"unit": "kg"}):
        with pytest.raises(UnitWrong):
            read_schedule(schedule(**wrong)).requests[0].pieces()


@pytest.mark.parametrize(
    "wrong",
    [{"order": ""}, {"product": ""}, {"quantity": "many"}, {"quantity": "NaN"},
     {"quantity": "1e999"}, {"end": "soon"}, {"end": ""}],
)  # fmt: skip
def test_what_an_order_needs_and_lacks_is_said(wrong):
    with pytest.raises(OrderIncomplete):
        read_schedule(schedule(**wrong))


@pytest.mark.parametrize(
    "content",
    [b"", b"not xml at all", b"<open>", schedule()[:-30], b"<a/>", b"\x00\x01\x02",
     f'<ProductionSchedule xmlns="{V0600}"/>'.encode()],
)  # fmt: skip
def test_what_is_no_schedule_is_malformed(content):
    with pytest.raises(FileMalformed):
        read_schedule(content)


def test_a_malformed_file_names_the_line():
    with pytest.raises(FileMalformed) as caught:
        read_schedule(b"<a>\n<b>\n</a>")
    assert caught.value.facts["line"] == 3


BOMB = b"""<?xml version="1.0"?><!DOCTYPE lolz [<!ENTITY a "ha">%s]>
<ProductionSchedule xmlns="%s"><ID>&z;</ID></ProductionSchedule>""" % (
    b"".join(
        b'<!ENTITY %c "%s">' % (98 + n, b"&%c;" % (97 + n) * 12) for n in range(25)
    ),
    V0600.encode(),
)  # fmt: skip


@pytest.mark.parametrize(
    "entity",
    [b'<!ENTITY x SYSTEM "file:///etc/passwd">', b'<!ENTITY x SYSTEM "http://127.0.0.1:9/x">',
     b'<!ENTITY % p SYSTEM "http://127.0.0.1:9/x.dtd"> %p; <!ENTITY x "1">'],
)  # fmt: skip
def test_entities_from_outside_are_refused_and_never_read(entity):
    hostile = b'<!DOCTYPE a [%s]><ProductionSchedule xmlns="%s"><ID>&x;</ID></ProductionSchedule>'
    with pytest.raises((FileUnsafe, FileMalformed)) as caught:
        read_schedule(hostile % (entity, V0600.encode()))
    assert "root:" not in str(caught.value)


def test_an_entity_bomb_goes_off_nowhere():
    began = time.process_time()
    with pytest.raises((FileUnsafe, FileMalformed)):
        read_schedule(BOMB)
    assert time.process_time() - began < 1


def test_a_file_larger_than_the_limit_is_not_even_parsed(monkeypatch):
    monkeypatch.setattr(b2mml, "LIMIT_BYTES", 100)
    with pytest.raises(FileUnsafe):
        read_schedule(schedule())


START = datetime(2026, 10, 5, 6, tzinfo=UTC)
DONE = Completion(
    "4711-1", "4711", START, START, START,
    [
        SegmentActual(10, "halden/machining/LA-01", START, START, [
            MaterialActual("STEEL", ["HEAT-1"], "Consumed", Decimal("100.56"), "kg"),
            MaterialActual("PG200", [], "Scrap", Decimal(1), "pcs"),
        ]),
        SegmentActual(50, "halden/inspection/VI-01", START, None, [
            MaterialActual("PG200", ["4711-L1"], "Produced", Decimal(23), "pcs"),
        ]),
    ],
)  # fmt: skip


def test_the_answer_names_request_times_material_and_result():
    root = etree.fromstring(write_performance(DONE, V0600, "Production"))
    texts = [node.text for node in root.iter() if node.text and node.text.strip()]
    for wanted in (
        "4711",
        "HEAT-1",
        "100.56",
        "4711-L1",
        "23",
        "Completed",
        "2026-10-05T06:00:00Z",
    ):
        assert wanted in texts
    assert root.tag == f"{{{V0600}}}ProductionPerformance"


DATA = os.environ.get("LINESIDE_DATA")
SCHEMAS = [
    ("schema-V0401/B2MML-V0401-Production{}.xsd", V0401, "Production"),
    ("schema-V0500/B2MML-V05-Production{}.xsd", "http://www.wbf.org/xml/B2MML-V05", "Production"),
    ("schema-V0600/B2MML-V0600-Production{}.xsd", V0600, "Production"),
    ("schema/B2MML-Operations{}.xsd", "", "Operations"),
]


@pytest.mark.data
@pytest.mark.skipif(not DATA, reason="LINESIDE_DATA names no folder with the published schemas")
@pytest.mark.parametrize(("file", "namespace", "family"), SCHEMAS)
def test_files_both_ways_hold_against_the_published_schemas(file, namespace, family):
    folder = Path(DATA) / "b2mml"
    schemas = [etree.XMLSchema(etree.parse(folder / file.format(kind)))
               for kind in ("Schedule", "Performance")]  # fmt: skip
    known = etree.parse(folder / file.format("Schedule")).getroot().get("targetNamespace")
    order = etree.fromstring(schedule(namespace=known, family=family))
    schemas[0].assertValid(order)
    answer = etree.fromstring(write_performance(DONE, known, family))
    schemas[1].assertValid(answer)
    assert read_schedule(etree.tostring(order)).dialect == known


@pytest.mark.data
@pytest.mark.skipif(not DATA, reason="LINESIDE_DATA names no folder with the examples")
def test_somebody_elses_example_is_understood_as_far_as_it_goes():
    for path in sorted((Path(DATA) / "b2mml" / "examples").glob("*.xml")):
        with pytest.raises((FileMalformed, OrderIncomplete)):
            read_schedule(path.read_bytes())
