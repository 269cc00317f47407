"""kill -9 of the database under load: clear refusals meanwhile, nothing lost, all goes on after."""

import os
import signal
import threading
import time
from contextlib import closing, suppress

import httpx
import pytest
from serving import PART, Bookers, Serving, assert_nothing_lost_or_repeated, furnish

from lineside.app.house import open_house
from lineside.kernel.actors import service
from lineside.kernel.postgres import Embedded
from lineside.kernel.settings import Settings

ACTOR = service("tests")
LAST = "the last alert"


@pytest.fixture
def embedded(tmp_path):
    """A database of this test's own, which it may kill."""
    made = Embedded(tmp_path / "postgres")
    made.start()
    yield made
    made.stop()


@pytest.fixture
def house(embedded, tmp_path):
    """The furnished plant, seen from beside the server."""
    with open_house(Settings(data=tmp_path)) as opened:
        furnish(opened.door)
        yield opened


def postmaster(embedded):
    return int((embedded.cluster / "postmaster.pid").read_text().splitlines()[0])


def a_backend(embedded):
    """A process of the database that works for a client."""
    for number in (each for each in os.listdir("/proc") if each.isdigit()):
        try:
            with open(f"/proc/{number}/stat") as stat, open(f"/proc/{number}/cmdline") as words:
                parent, shown = int(stat.read().rsplit(")", 1)[1].split()[1]), words.read()
        except OSError:
            continue
        if parent == postmaster(embedded) and shown.startswith("postgres: lineside lineside"):
            return int(number)
    raise AssertionError("nobody works at the database")


def away_and_back(embedded, chance):
    """Kill one working process, which the database mends itself; then all of it."""
    time.sleep(chance.uniform(0.2, 1.0))
    os.kill(a_backend(embedded), signal.SIGKILL)
    time.sleep(chance.uniform(1.0, 2.0))
    os.kill(postmaster(embedded), signal.SIGKILL)
    time.sleep(chance.uniform(0.5, 1.5))
    embedded.start()
    time.sleep(1)


class Listener(threading.Thread):
    """A page that shows live news, from before the fault to after it."""

    def __init__(self, client):
        super().__init__(daemon=True)
        self._client = client
        self.heard = threading.Event()

    def run(self):
        live = self._client.stream("GET", "/api/v1/live", timeout=60)
        with suppress(httpx.TransportError), live as answer:
            for line in answer.iter_lines():
                if LAST in line:
                    self.heard.set()
                    return


@pytest.mark.slow
def test_the_database_is_killed_under_load(house, embedded, tmp_path, chance, long):
    parts = house.door.ask("inventory.availability", {"part": PART}, ACTOR).on_hand
    serving = Serving(tmp_path)
    serving.start()
    try:
        page = Listener(serving.browser("anna"))
        page.start()
        with Bookers(serving, chance.randrange(10**6)).at_work() as booked:
            for _ in range(10 if long else 1):
                away_and_back(embedded, chance)
        assert booked.refused_for_now > 0
        assert_nothing_lost_or_repeated(house.door, ACTOR, booked, parts)
        with closing(serving.browser("anna")) as client:
            assert_all_goes_on(client, page)
    finally:
        serving.stop()


def assert_all_goes_on(client: httpx.Client, page: Listener) -> None:
    """Jobs run again, and a page that was open all the time hears of new entries."""
    before = client.get("/api/v1/kernel/jobs").json()
    given = {"kind": "last", "severity": "info", "title": LAST}
    client.post("/api/v1/andon/raise_alert", json=given).raise_for_status()
    assert page.heard.wait(15), "live news stays silent after the database came back"
    deadline = time.monotonic() + 20
    while client.get("/api/v1/kernel/jobs").json() == before:
        assert time.monotonic() < deadline, "no job runs after the database came back"
        time.sleep(0.2)
