"""A serving process that can be killed, and people who book at it until they get an answer."""

import itertools
import os
import random
import signal
import socket
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx

from lineside.kernel.actors import Actor

PROGRAM = Path(sys.executable).parent / "lineside"
HALDEN = Path(__file__).parents[2] / "plants" / "halden"
PART = "SP-GRIND-7016"
PASSWORD = "demo"
# A person: what a machine asks for would await a decision.
OWNER = Actor("owner", "Owner", permissions=frozenset({"*"}))


class Serving:
    """``lineside serve`` over a data folder, on a free port of this machine."""

    def __init__(self, folder: Path, database_url: str = "") -> None:
        self._folder = folder
        self._environment = os.environ | {"LINESIDE_LOG_LEVEL": "warning"}
        if database_url:
            self._environment["LINESIDE_DATABASE_URL"] = database_url
        self.port = _free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> float:
        """Start and wait until it answers; returns the seconds that took."""
        begun = time.monotonic()
        with (self._folder / "serve.log").open("ab") as log:
            self._process = subprocess.Popen(
                [PROGRAM, "serve", "--data", self._folder, "--port", str(self.port)],
                env=self._environment, stdout=log, stderr=log,
            )  # fmt: skip
        while time.monotonic() - begun < 60:
            assert self._process.poll() is None, self.log()[-3000:]
            try:
                if httpx.get(f"{self.url}/api/v1/identity/me", timeout=2).status_code == 401:
                    return time.monotonic() - begun
            except httpx.TransportError:
                time.sleep(0.05)
        raise AssertionError(f"not ready in a minute: {self.log()[-3000:]}")

    def kill(self) -> None:
        assert self._process is not None
        self._process.send_signal(signal.SIGKILL)
        self._process.wait()

    def stop(self) -> None:
        if self._process is not None and self._process.poll() is None:
            self._process.terminate()
            try:
                self._process.wait(timeout=20)
            except subprocess.TimeoutExpired:
                self.kill()

    def log(self) -> str:
        return (self._folder / "serve.log").read_text(errors="replace")

    def browser(self, login: str) -> httpx.Client:
        """A browser of somebody who is logged in."""
        client = httpx.Client(base_url=self.url, headers={"X-Lineside": "1"}, timeout=15)
        answer = client.post("/api/v1/login", json={"login": login, "password": PASSWORD})
        assert answer.status_code == 200, answer.text
        return client


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def furnish(door: Any) -> None:
    """A small plant: the demonstration's master data, spare parts, steel, an order and people."""
    for entry, given in (
        ("plant.load_plant", {"folder": str(HALDEN)}),
        ("inventory.load_parts", {"folder": str(HALDEN)}),
        ("inventory.receive", {"lot": "STEEL-1", "material": "STEEL-18CRNIMO-90", "unit": "kg",
                               "quantity": 100_000, "location": "STORE"}),
        ("inventory.receive", {"lot": "BOLTS", "material": "BOLT-M12", "quantity": 1,
                               "location": "STORE"}),
        ("execution.receive_order", {"order": "O-1", "product": "PG200", "quantity": 9_000,
                                     "due": "2027-10-09T12:00:00Z"}),
        ("execution.start_operation", {"order": "O-1", "seq": 10}),
        ("identity.add_user", {"login": "anna", "name": "Anna", "password": PASSWORD,
                               "roles": ["supervisor"], "demo": True}),
    ):  # fmt: skip
        door.run(entry, given, OWNER)


@dataclass
class Booked:
    """What was acknowledged, by kind; and answers that nobody should ever get."""

    acknowledged: Counter[str] = field(default_factory=Counter)
    notes: list[str] = field(default_factory=list)
    refused_for_now: int = 0
    wrong: list[str] = field(default_factory=list)


class Bookers:
    """People who book at the same time, each repeating an entry until it is answered."""

    def __init__(self, serving: Serving, seed: int, people: int = 4) -> None:
        self._stop = threading.Event()
        self.booked = Booked()
        self._lock = threading.Lock()
        clients = [serving.browser("anna") for _ in range(people)]
        self._threads = [
            threading.Thread(target=self._work, args=(client, random.Random(seed + n), f"p{n}"))
            for n, client in enumerate(clients)
        ]

    @contextmanager
    def at_work(self) -> Iterator[Booked]:
        for thread in self._threads:
            thread.start()
        try:
            yield self.booked
        finally:
            self._stop.set()
            for thread in self._threads:
                thread.join(timeout=60)
            assert not any(thread.is_alive() for thread in self._threads), "a booking hangs"

    def _work(self, client: httpx.Client, chance: random.Random, name: str) -> None:
        with closing(client):
            for number in itertools.count():
                if self._stop.is_set():
                    return
                key = f"{name}-{number}"
                entry, given = _booking(chance, key)
                self._until_answered(client, entry, given, key)
                time.sleep(0.01)

    def _until_answered(
        self, client: httpx.Client, entry: str, given: dict[str, Any], key: str
    ) -> None:
        deadline = time.monotonic() + 45
        while time.monotonic() < deadline:
            try:
                answer = client.post(
                    f"/api/v1/{entry}", json=given, headers={"Idempotency-Key": key}
                )
            except httpx.TransportError:
                time.sleep(0.1)
                continue
            if self._note(answer, entry, given):
                return
            time.sleep(0.1)
        self.booked.wrong.append(f"{entry} {key} was not answered in 45 s")

    def _note(self, answer: httpx.Response, entry: str, given: dict[str, Any]) -> bool:
        """Whether the entry is settled; a 503 that says when to come again is not."""
        with self._lock:
            if answer.status_code == 200:
                self.booked.acknowledged[entry] += 1
                if "text" in given:
                    self.booked.notes.append(given["text"])
                return True
            if answer.status_code == 503 and "retry-after" in answer.headers:
                self.booked.refused_for_now += 1
                return False
            self.booked.wrong.append(f"{entry}: {answer.status_code} {answer.text[:300]}")
            return True


def _booking(chance: random.Random, key: str) -> tuple[str, dict[str, Any]]:
    return chance.choice(
        [
            ("execution/add_note", {"text": f"note {key}", "equipment": "halden/machining/LA-01"}),
            ("inventory/receive", {"lot": "BOLTS", "material": "BOLT-M12", "quantity": 1,
                                   "location": "STORE"}),
            ("inventory/receive_part", {"part": PART, "quantity": 1}),
            ("execution/report_quantity", {"order": "O-1", "seq": 10, "good": 1}),
        ]
    )  # fmt: skip


def assert_nothing_lost_or_repeated(door: Any, actor: Any, booked: Booked, parts: int) -> None:
    """Each balance equals what was acknowledged, and the trail is whole."""
    assert not booked.wrong, booked.wrong[:4]
    told = booked.acknowledged
    print(f"acknowledged {dict(told)}, refused for now {booked.refused_for_now}")
    assert min(told.values()) > 0
    bolts = sum(row.quantity for row in door.ask("inventory.stock", {"lot": "BOLTS"}, actor))
    assert bolts - 1 == told["inventory/receive"]
    there = door.ask("inventory.availability", {"part": PART}, actor)
    assert there.on_hand - parts == told["inventory/receive_part"]
    order = door.ask("execution.order", {"order": "O-1"}, actor)
    assert (
        next(o for o in order.operations if o.seq == 10).good == told["execution/report_quantity"]
    )
    found = door.ask("execution.notes", {"limit": 100_000}, actor)
    assert Counter(note.text for note in found) == Counter(booked.notes)
    assert door.ask("inventory.differences", {}, actor) == []
    verdict = door.ask("identity.verify_audit", {}, actor)
    assert verdict.ok, verdict
