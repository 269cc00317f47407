"""Orders in and completions out by files: whole or not at all, once, and parked with the reason."""

from datetime import timedelta
from pathlib import Path

import pytest
from b2mml_files import schedule
from lxml import etree

from lineside.enterprise.adapters.drop_folder import DropFolder
from lineside.enterprise.adapters.memory import MemoryExchange
from lineside.enterprise.errors import FileUnknown, NotOurs
from lineside.enterprise.ports import Exchange

HALDEN = Path(__file__).parents[2] / "plants" / "halden"


@pytest.fixture
def plant(administrator):
    administrator.run("plant.load_plant", folder=str(HALDEN))


@pytest.fixture
def exchange(world):
    fake = MemoryExchange()
    world.provide(Exchange, fake)
    return fake


@pytest.fixture
def look(worker, clock):
    """Let the timers look often enough for a file to come to rest and be read."""

    def call():
        for _ in range(2):
            worker.settle()
            clock.advance(timedelta(seconds=6))

    return call


def test_a_file_becomes_orders_and_lies_with_the_done_ones(plant, exchange, look, operator):
    exchange.inbox["a.xml"] = schedule()
    look()
    row = operator.ask("execution.orders")[0]
    assert (row.id, row.source, row.source_id, row.quantity, row.priority, row.customer) == (
        "4711", "b2mml", "4711", 24, 2, "nordvind",
    )  # fmt: skip
    assert list(exchange.shelves["done"]) == ["a.xml"]
    assert operator.ask("enterprise.files")[0].orders == ["4711"]


def test_a_time_without_zone_is_the_plants_own(plant, exchange, look, operator):
    exchange.inbox["a.xml"] = schedule(end="2026-10-09T12:00:00")
    look()
    assert operator.ask("execution.orders")[0].due.isoformat() == "2026-10-09T10:00:00+00:00"


def test_the_same_file_again_has_no_effect(plant, exchange, look, administrator):
    for name in ("a.xml", "b.xml"):
        exchange.inbox[name] = schedule()
        look()
    assert len(administrator.ask("kernel.news", name="execution.OrderReceived")) == 1
    assert list(exchange.shelves["done"]) == ["a.xml", "b.xml"]


def test_a_file_that_still_grows_is_left_alone(plant, exchange, worker, clock, operator):
    whole = schedule()
    exchange.inbox["a.xml"] = whole[:200]
    worker.settle()
    exchange.inbox["a.xml"] = whole
    clock.advance(timedelta(seconds=6))
    worker.settle()
    assert operator.ask("execution.orders") == []
    clock.advance(timedelta(seconds=6))
    worker.settle()
    assert len(operator.ask("execution.orders")) == 1


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"<broken", "enterprise.FileMalformed"),
        (schedule(unit="kg"), "enterprise.UnitWrong"),
        (schedule(product="PG999"), "plant.ProductUnknown"),
        (b'<!DOCTYPE a [<!ENTITY x "y">]><a>&x;</a>', "enterprise.FileUnsafe"),
    ],
)
def test_a_bad_file_is_parked_with_its_reason_and_moved_aside(
    plant, exchange, look, operator, administrator, content, code
):
    exchange.inbox["bad.xml"] = content
    look()
    parked = administrator.ask("kernel.parked")
    assert [(each.source, each.what, each.code) for each in parked] == [
        ("enterprise", "bad.xml", code)
    ]
    assert parked[0].advice
    assert list(exchange.shelves["parked"]) == ["bad.xml"]
    assert operator.ask("execution.orders") == []
    assert operator.ask("enterprise.files", state="parked")[0].problem.startswith(code)


def test_a_file_comes_in_whole_or_not_at_all(plant, exchange, look, operator, administrator):
    good, bad = schedule(order="A"), schedule(order="B", unit="kg")
    request = bad[bad.index(b"<ProductionRequest>") : bad.index(b"</ProductionSchedule>")]
    exchange.inbox["two.xml"] = good.replace(b"</ProductionSchedule>",
                                             request + b"</ProductionSchedule>")  # fmt: skip
    exchange.inbox["fine.xml"] = schedule(order="C")
    look()
    assert [row.id for row in operator.ask("execution.orders")] == ["C"]
    told = administrator.ask("kernel.news", name="execution.OrderReceived")
    assert [news.facts["order"] for news in told] == ["C"]
    exchange.inbox["two.xml"] = good
    look()
    assert {row.id for row in operator.ask("execution.orders")} == {"A", "C"}


def test_a_finished_order_is_reported_back_exactly_once(plant, exchange, look, operator, worker):
    exchange.inbox["a.xml"] = schedule(product="HS200", quantity="2")
    look()
    operator.run("execution.start_operation", order="4711", seq=10)
    operator.run("execution.complete_operation", order="4711", seq=10, good=2,
                 checks={"seat_diameter_mm": 110.0})  # fmt: skip
    look()
    assert list(exchange.out) == ["performance-4711.xml"]
    root = etree.fromstring(exchange.out["performance-4711.xml"])
    texts = [node.text for node in root.iter()]
    assert "4711-L1" in texts
    assert "Completed" in texts
    exchange.out.clear()
    look()
    assert exchange.out == {}
    assert operator.ask("enterprise.messages")[0].written_at is not None


def test_orders_of_our_own_are_not_reported(plant, exchange, look, operator, supervisor, machine):
    supervisor.run("execution.receive_order", order="O-1", product="HS200", quantity=1,
                   due="2026-10-09T12:00:00Z")  # fmt: skip
    operator.run("execution.start_operation", order="O-1", seq=10)
    operator.run("execution.complete_operation", order="O-1", seq=10, good=1,
                 checks={"seat_diameter_mm": 110.0})  # fmt: skip
    look()
    assert exchange.out == {}
    with pytest.raises(NotOurs):
        machine.run("enterprise.prepare_completion", order="O-1")


def test_without_wiring_a_folder_in_the_data_folder_serves(plant, look, operator, tmp_path):
    folder = tmp_path / "exchange"
    DropFolder(folder)
    (folder / "in" / "a.xml").write_bytes(schedule())
    (folder / "in" / "notes.txt").write_text("not looked at")
    look()
    assert len(operator.ask("execution.orders")) == 1
    assert (folder / "done" / "a.xml").exists()
    assert (folder / "in" / "notes.txt").exists()


@pytest.fixture(params=["folder", "memory"])
def either(request, tmp_path):
    """Each adapter of the port, with a way to drop a file and to see what was delivered."""
    if request.param == "memory":
        fake = MemoryExchange()
        return fake, fake.inbox.__setitem__, fake.out.__getitem__
    real = DropFolder(tmp_path)
    return (
        real,
        lambda name, content: (tmp_path / "in" / name).write_bytes(content),
        lambda name: (tmp_path / "out" / name).read_bytes(),
    )


def test_every_exchange_behaves_alike(either):
    exchange, drop, delivered = either
    assert exchange.waiting() == []
    drop("a.xml", b"one")
    assert [(file.name, file.size_bytes) for file in exchange.waiting()] == [("a.xml", 3)]
    assert exchange.read("a.xml") == b"one"
    exchange.put_away("a.xml", "done")
    assert exchange.waiting() == []
    with pytest.raises(FileUnknown):
        exchange.read("a.xml")
    with pytest.raises(FileUnknown):
        exchange.read("../secret.xml")
    for _ in range(2):
        exchange.deliver("out.xml", b"two")
    assert delivered("out.xml") == b"two"


def test_a_second_file_of_the_same_name_does_not_overwrite_the_first(tmp_path):
    folder = DropFolder(tmp_path)
    for content in (b"one", b"two"):
        (tmp_path / "in" / "a.xml").write_bytes(content)
        folder.put_away("a.xml", "parked")
    assert {path.read_bytes() for path in (tmp_path / "parked").iterdir()} == {b"one", b"two"}
